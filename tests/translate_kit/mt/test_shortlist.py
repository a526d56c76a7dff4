"""The pieces that an embedded model may write: a list of exactly that package, the same for every sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from translate_kit.mt import archive, models, packages, shortlist
from translate_kit.mt.argos import ArgosEngine
from translate_kit.mt.engine import Engine

SENTENCES = [
    "De minister zei gisteren dat het plan niet doorgaat.",
    "Zij werkt al twintig jaar voor de kerk in Amsterdam.",
]


def test_each_embedded_package_has_the_shortlist_of_its_contents() -> None:
    """After a new package: `python -m translate_kit.mt.shortlist`."""
    places = {packages.place_name(archive.inspect(path)) for path in packages.DATA.glob("*.argosmodel")}
    assert {path.name.partition(".")[0] for path in packages.DATA.glob("*.shortlist.txt")} == places


def test_its_pieces_are_the_model_s_and_every_character_is_among_them(argos: Engine) -> None:
    assert isinstance(argos, ArgosEngine)
    pieces = shortlist.read(models.find("nl", "en"))
    assert pieces is not None
    argos._translator.load()
    processor = argos._translator._package.tokenizer.lazy_processor()
    vocabulary = {processor.id_to_piece(number) for number in range(processor.get_piece_size())}
    assert set(pieces) < vocabulary
    assert {piece for piece in vocabulary if len(piece) == 1} <= set(pieces)


def test_a_draft_is_of_its_pieces_only(argos: Engine) -> None:
    assert isinstance(argos, ArgosEngine)
    pieces = shortlist.read(models.find("nl", "en"))
    assert pieces is not None
    argos.translate(SENTENCES)
    from translate_kit.mt.decoding import Request

    requests = [Request(sentence, hypotheses=4) for sentence in SENTENCES]
    for _, hypotheses in argos._translator.decode(requests):
        for hypothesis in hypotheses:
            assert set(hypothesis.pieces) <= set(pieces)


def test_a_package_from_elsewhere_may_write_every_piece(embedded: Path, tmp_path: Path) -> None:
    archive.unpack(embedded, tmp_path)
    model = packages.describe(archive.check_folder(tmp_path), packages.Origin.FILE, tmp_path)
    assert shortlist.read(model) is None
    assert all(draft.target for draft in ArgosEngine(model).translate(SENTENCES))


def test_a_package_unpacked_for_one_process_writes_the_same(embedded: Path) -> None:
    folder = packages.unpack_for_now(embedded)
    model = packages.describe(archive.check_folder(folder), packages.Origin.EMBEDDED, folder)
    assert shortlist.read(model) == shortlist.read(models.find("nl", "en"))


def test_shortlist_is_made_of_the_texts_that_a_model_learnt_to_write(embedded: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "translate_kit.mt.shortlist", str(embedded)],
        input="The church is old.\n",
        capture_output=True,
        text=True,
        check=True,
    )
    pieces = done.stdout.splitlines()
    assert {"▁The", "▁church"} <= set(pieces)
    assert "▁kerk" not in pieces
    assert ".shortlist.txt" in done.stderr
