"""Offline translation with the real embedded model. What it says is its own affair; what happens to it is tested."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from translate_kit.errors import Missing
from translate_kit.mt import engine, models, packages
from translate_kit.mt.argos import ArgosEngine
from translate_kit.mt.engine import Draft, Engine

SENTENCES = [
    "De minister zei gisteren dat het plan niet doorgaat.",
    "Zij werkt al twintig jaar voor de kerk in Amsterdam.",
    "Het is verboden om een boek te bezitten.",
]


def test_dutch_becomes_english(argos: Engine) -> None:
    drafts = argos.translate(SENTENCES)
    words = set(re.findall(r"\w+", " ".join(draft.target for draft in drafts).lower()))
    assert {"the", "amsterdam"} <= words
    assert not {"het", "een", "niet", "zij"} & words
    for draft in drafts:
        assert draft.model == argos.model
        assert draft.score is not None
        assert draft.score < 0


def test_model_is_named_with_its_version_and_that_it_is_the_embedded_one(argos: Engine) -> None:
    assert re.fullmatch(r"argos nl→en [\d.]+ \(embedded\)", argos.model)


def test_order_and_batches_do_not_change_a_translation(argos: Engine) -> None:
    sources = [*SENTENCES, *(f"Hij heeft {number} boeken." for number in range(2, 120))]
    together = argos.translate(sources)
    assert argos.translate(sources[::-1])[::-1] == together
    assert [argos.translate([source])[0].target for source in SENTENCES] == [draft.target for draft in together[:3]]


def test_repetitions_are_translated_once_and_all_filled(argos: Engine) -> None:
    seen: list[int] = []
    drafts = argos.translate([SENTENCES[0], SENTENCES[1], SENTENCES[0]], progress=seen.append)
    assert drafts[0] == drafts[2]
    assert sorted(seen) == [1, 2]


def test_progress_adds_up_whatever_needs_a_model(argos: Engine) -> None:
    sources = ["", "  ", "400.000", *SENTENCES, "https://a.nl", "Zie {0} en *dit*.", SENTENCES[0]]
    seen: list[int] = []
    argos.translate(sources, progress=seen.append)
    assert sum(seen) == len(sources)
    assert all(count > 0 for count in seen)


def test_nothing_to_do_is_nothing(argos: Engine) -> None:
    assert argos.translate([]) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("", ""),
        ("  \n", "  \n"),
        ("400.000", "400,000"),
        ("**1,4**", "**1.4**"),
        ("12:30", "12:30"),
        ("https://www.example.org/nl?a=1,2", "https://www.example.org/nl?a=1,2"),
        ("`code_hier`", "`code_hier`"),
        ("{naam}", "{naam}"),
        ("***", "***"),
        ("- ", "- "),
        ("…", "…"),
    ],
)
def test_what_needs_no_model_is_settled_without_one(argos: Engine, source: str, target: str) -> None:
    assert argos.translate([source]) == [Draft(target, "")]


@pytest.mark.parametrize(
    "source",
    [
        "De **minister** zei [gisteren](https://a.nl/b_c) dat het *plan* niet doorgaat.",
        '<g id="1">Zij werkt <x id="2"/>al twintig jaar</g> voor de <b>kerk</b> in Amsterdam.',
        "Open `tkit run`, kies {0} en druk op <kbd>Enter</kbd>.",
        "Er zijn %d bestanden van %(naam)s verwijderd.",
        "Mail info@example.org of zie https://example.org/a_(b).[^1]",
        "Een zin met **{0}** en `a` en {1} en `b` en {2} en `c` en {3} en https://a.nl en %s en %d.",
        "<bpt id='1'>&lt;i&gt;</bpt>Het is verboden<ept id='1'>&lt;/i&gt;</ept> om een<br/>boek te bezitten.",
    ],
)
def test_each_piece_of_mark_up_comes_through_once(argos: Engine, source: str) -> None:
    found = r"<[^>]+>|`[^`]+`|\{\d\}|%d|%s|%\(naam\)s|\]\([^)]*\)?\)|\[\^1\]|https?://[^\s)\]]+|info@\S+org|\*+"
    target = argos.translate([source])[0].target
    assert sorted(re.findall(found, target)) == sorted(re.findall(found, source))


def test_emphasis_is_around_the_word_that_it_was_around(argos: Engine) -> None:
    target = argos.translate(["Zij werkt voor de kerk in **Amsterdam**."])[0].target
    assert "**Amsterdam**" in target


def test_spans_of_the_caller_come_through_unharmed(argos: Engine) -> None:
    assert isinstance(argos, ArgosEngine)
    source = "De krant De Telegraaf schrijft over het plan."
    draft = argos.translate([source], keep=[[(9, 21)]])[0]
    assert draft.target.count("De Telegraaf") == 1


def test_text_around_the_text_stays(argos: Engine) -> None:
    target = argos.translate(["- Eerste zin is kort.\n- Tweede zin is langer.\n\n> En een citaat.\n"])[0].target
    assert re.fullmatch(r"- [^\n]+\.\n- [^\n]+\.\n\n> [^\n]+\.\n", target)


def test_heading_gets_no_full_stop_and_a_question_keeps_its_mark(argos: Engine) -> None:
    heading, question = argos.translate(["De prijs van het zwijgen", "Wie heeft het plan gemaakt?"])
    assert heading.target[-1].isalpha()
    assert question.target.endswith("?")


def test_quotes_become_english_ones(argos: Engine) -> None:
    for draft in argos.translate(["„Het plan gaat niet door,” zei hij.", "‘Het plan gaat niet door’, zei hij."]):
        assert draft.target.count("“") == draft.target.count("”") == 1
        assert not set("\"„'") & set(draft.target)


def test_very_long_sentence_is_translated_to_its_end(argos: Engine) -> None:
    source = ", ".join(f"in {1900 + number} kwamen er {number} boeken uit Amsterdam" for number in range(60)) + "."
    draft = argos.translate([source])[0]
    assert "1900" in draft.target
    assert re.search(r"195\d", draft.target)
    assert len(draft.target) > len(source) / 2


def test_word_without_an_end_is_copied(argos: Engine) -> None:
    assert argos.translate(["x" * 900_000]) == [Draft("x" * 900_000, "")]


@pytest.mark.parametrize(
    "source", ["<b>" * 3000, "<i>a</i>" * 900, "*a " * 200 + "a* " * 200, "[" * 9000, "<!--" * 2000]
)
def test_mark_up_without_an_end_is_copied_or_carried_through(argos: Engine, source: str) -> None:
    target = argos.translate([source])[0].target
    for mark in "<>[*":
        assert target.count(mark) == source.count(mark)


def test_other_scripts_and_control_characters_do_not_break_it(argos: Engine) -> None:
    sources = ["김정은은 지도자다.", "Ook 🙂 hoort erbij.", "een\x00twee", "\u200bnul\u200b", "▁een __ twee"]
    assert len(argos.translate(sources)) == len(sources)


def test_engine_can_be_used_from_several_threads(argos: Engine) -> None:
    from concurrent.futures import ThreadPoolExecutor

    once = argos.translate(SENTENCES)
    with ThreadPoolExecutor(4) as pool:
        assert all(drafts == once for drafts in pool.map(lambda _: argos.translate(SENTENCES), range(8)))


def test_translation_works_in_a_namespace_without_a_network(tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    tried = unshare and subprocess.run([unshare, "-rn", "true"], capture_output=True, check=False).returncode == 0
    if not tried:
        pytest.skip("unshare -rn is not allowed here, so being offline cannot be shown")
    code = (
        "import socket\n"
        "try:\n    socket.create_connection(('1.1.1.1', 53), 2)\n"
        "except OSError:\n    pass\n"
        "else:\n    raise SystemExit('there is a network')\n"
        "from translate_kit.mt import engine\n"
        "print(engine.load('argos', 'nl', 'en').translate(['Dit is een zin.'])[0].target)\n"
    )
    command = [str(unshare), "-rn", "env", f"XDG_DATA_HOME={tmp_path}", sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


# The table of engines


def test_engine_none_offers_nothing() -> None:
    seen: list[int] = []
    none = engine.load("none", "nl", "en")
    assert none.translate(SENTENCES, progress=seen.append) == [Draft("", "")] * 3
    assert sum(seen) == 3


def test_unknown_engine_is_named_with_those_that_are() -> None:
    with pytest.raises(Missing, match="argos, libretranslate, none"):
        engine.load("deepthought", "nl", "en")


def test_pair_without_a_model_is_missing() -> None:
    with pytest.raises(Missing, match="models install en fr"):
        engine.load("argos", "en", "fr")


def test_target_prefix_of_a_package_is_used_and_not_shown(
    argos: Engine, embedded: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # Multilingual packages choose the target language by the first piece; any piece will do to see that it goes.
    from translate_kit.mt import archive

    archive.unpack(embedded, tmp_path)
    model = packages.describe(archive.check_folder(tmp_path), packages.Origin.FILE, tmp_path)
    prefixed = ArgosEngine(model)
    prefixed.translate(["Een zin."])
    monkeypatch.setattr(prefixed._translator._package, "target_prefix", "▁Because")
    drafts = prefixed.translate(["Het *boek* is nieuw.", "Het is nieuw."])
    for draft in drafts:
        assert "Because" not in draft.target
        assert draft.target
    assert drafts[0].target.count("*") == 2
    assert models.installed()
