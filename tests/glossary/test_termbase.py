"""Loading: several glossaries, the cache, the curated one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from glossary import CURATED, BadGlossary, TermBase, cache, load
from glossary.compiled import GROUP
from glossary.language.lexicon import Lexicon, _block
from tests.glossary.bases import base, concept, en, nl

HEADER = "concept,language,term,status\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder, used whatever the size of the glossary."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(load, "CACHED_FROM_BYTES", 0)
    return tmp_path / "cache" / "translate-kit"


@pytest.fixture
def terms(tmp_path: Path) -> Path:
    path = tmp_path / "terms.csv"
    path.write_text(
        HEADER
        + "leader,nl,leider,preferred\nleader,en,leader,preferred\nleader,en,guide,forbidden\n"
        + "el,nl,eeuwige leider,preferred\nel,en,eternal leader,preferred\n",
        encoding="utf-8",
    )
    return path


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("glossary-*.tkg"))


def test_the_earlier_glossary_has_priority(tmp_path: Path) -> None:
    for name, target in (("own", "chief"), ("general", "leader")):
        text = HEADER + f"{name},nl,leider,preferred\n{name},en,{target},preferred\n"
        (tmp_path / name).write_text(text, encoding="utf-8")
    match = TermBase.load(tmp_path / "own", tmp_path / "general").match("leiders")[0]
    assert (match.concept, match.targets, match.homonyms) == ("own", ("chief",), ())
    assert TermBase.load(tmp_path / "general", tmp_path / "own").match("leiders")[0].concept == "general"


def test_a_concept_is_found_by_its_id(terms: Path) -> None:
    loaded = TermBase.load(terms)
    assert [concept.id for concept in loaded.concepts] == ["leader", "el"]
    assert loaded.concept("el").terms[1].text == "eternal leader"
    with pytest.raises(KeyError):
        loaded.concept("none")


def test_no_glossary_and_one_without_the_languages_match_nothing(terms: Path) -> None:
    assert TermBase.load().match("De leider") == []
    assert TermBase.load(terms, source_language="de").check("De leider", "x") == []


def test_a_concept_with_too_many_terms_is_refused() -> None:
    many = concept(*(nl(f"leider {number}") for number in range(5_000)))
    with pytest.raises(BadGlossary, match="5,000 terms"):
        TermBase.from_concepts([many])


def test_the_second_load_comes_from_the_cache_and_is_the_same(folder: Path, terms: Path) -> None:
    first = TermBase.load(terms)
    assert len(kept(folder)) == 1
    second = TermBase.load(terms)
    assert type(second.concepts) is not type(first.concepts)
    assert list(second.concepts) == list(first.concepts)
    assert second.concepts[-1] == first.concepts[-1]
    assert second.concepts[0:1] == first.concepts[0:1]
    assert second.concept("el") == first.concept("el")
    text = "De eeuwige leiders en de partijleider."
    assert second.match(text) == first.match(text)
    assert second.check(text, "The guide.") == first.check(text, "The guide.")


def test_a_changed_glossary_is_compiled_anew(folder: Path, terms: Path) -> None:
    TermBase.load(terms)
    terms.write_text(terms.read_text(encoding="utf-8").replace("leader,en,leader", "leader,en,chief"), encoding="utf-8")
    assert TermBase.load(terms).match("leider")[0].targets == ("chief",)
    assert len(kept(folder)) == 2


def test_the_order_of_glossaries_and_the_languages_count(folder: Path, terms: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text(HEADER + "x,nl,leider,preferred\nx,en,boss,preferred\n", encoding="utf-8")
    assert TermBase.load(terms, other).match("leider")[0].targets == ("leader",)
    assert TermBase.load(other, terms).match("leider")[0].targets == ("boss",)
    assert TermBase.load(other, terms).match("leider")[0].homonyms == ()
    assert TermBase.load(other, terms, source_language="en", target_language="nl").match("boss")[0].targets == (
        "leider",
    )


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "foreign", "key"])
def test_a_damaged_or_foreign_cache_file_is_not_trusted(folder: Path, terms: Path, damage: str) -> None:
    expected = TermBase.load(terms).match("De leider")
    [path] = kept(folder)
    data = path.read_bytes()
    path.write_bytes(
        {
            "cut": data[:-10],
            "flip": data.replace(b"leider", b"leiden"),
            "empty": b"",
            "foreign": b"\x80\x04}q\x00." * 20,
            "key": data.replace(data[31:95], b"0" * 64),
        }[damage]
    )
    assert path.read_bytes() != data
    assert TermBase.load(terms).match("De leider") == expected
    assert path.read_bytes() == data


def test_without_a_writable_cache_everything_works(
    tmp_path: Path, terms: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "CACHED_FROM_BYTES", 0)
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    for name in (str(tmp_path / "file"), "/proc/nowhere", "relative"):
        monkeypatch.setenv("XDG_CACHE_HOME", name)
        assert TermBase.load(terms).match("De leider")[0].text == "leider"
    assert not Path("relative").exists()


def test_the_cache_can_be_left_alone(folder: Path, terms: Path) -> None:
    TermBase.load(terms, cache=False)
    assert not folder.exists()


def test_small_glossaries_are_not_cached(tmp_path: Path, terms: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    TermBase.load(terms)
    assert not kept(tmp_path / "cache" / "translate-kit")


def test_old_compiled_glossaries_go(folder: Path, terms: Path) -> None:
    for number in range(load.KEPT_FILES + 3):
        terms.write_text(HEADER + f"x,nl,leider{number},preferred\n", encoding="utf-8")
        TermBase.load(terms)
    assert len(kept(folder)) == load.KEPT_FILES


def test_processes_that_write_the_cache_at_once_do_not_disturb_each_other(folder: Path, terms: Path) -> None:
    program = (
        "from glossary import TermBase, load; load.CACHED_FROM_BYTES = 0\n"
        f"for _ in range(20): assert TermBase.load({str(terms)!r}).match('De leiders')[0].term == 'leider'\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(4)]
    assert [process.wait(120) for process in running] == [0, 0, 0, 0]
    assert [path.name for path in folder.iterdir()] == [kept(folder)[0].name]


def test_cached_data_come_back_only_under_their_key(folder: Path) -> None:
    assert cache.write("x", "key", b"data\nmore")
    assert cache.read("x", "key") == b"data\nmore"
    assert cache.read("x", "other") is None
    assert cache.read("y", "key") is None


def test_cached_files_have_the_mode_that_the_umask_leaves(folder: Path) -> None:
    before = os.umask(0o027)
    try:
        assert cache.write("x", "key", b"data")
    finally:
        os.umask(before)
    assert (folder / "x").stat().st_mode & 0o777 == 0o640
    assert [path.name for path in folder.iterdir()] == ["x"]


def test_a_file_that_cannot_be_put_in_its_place_leaves_nothing_behind(folder: Path) -> None:
    (folder / "x").mkdir(parents=True)
    assert not cache.write("x", "key", b"data")
    assert [path.name for path in folder.iterdir()] == ["x"]


def test_the_lexicon_is_the_same_from_the_cache(folder: Path) -> None:
    words = ["leider", "ideologieen", "werkkamp", "ioen", "", "a\nb", "aanleiding"]
    answers = []
    for _ in range(2):
        _block.cache_clear()
        answers.append([word in Lexicon("nl") for word in words])
    assert answers[0] == answers[1] == [True, True, True, False, False, False, True]
    assert (folder / "words-nl.txt").exists()


def test_the_curated_glossary_loads_and_knows_its_terms() -> None:
    curated = TermBase.load(CURATED)
    assert len(curated.concepts) >= 150
    found = {match.term: match.targets[0] for match in curated.match("De eeuwige leider, Juche en zelfredzaamheid.")}
    assert found == {"eeuwige leider": "eternal leader", "Juche": "Juche", "zelfredzaamheid": "self-reliance"}


def test_a_term_base_of_concepts_is_not_cached(folder: Path) -> None:
    assert base("leider").match("leiders")
    assert not folder.exists()


def test_concepts_can_be_made_by_hand() -> None:
    loaded = TermBase.from_concepts(iter([concept(nl("leider"), en("leader"))]))
    assert loaded.match("leider")[0].targets == ("leader",)


def test_the_lexicon_is_sorted_and_has_each_folded_word_once() -> None:
    words = _block("nl").decode().split("\n")
    assert words == sorted(set(words))
    lexicon = Lexicon("nl")
    assert "kamp" in lexicon
    assert "ideologieen" in lexicon
    assert "ideologieën" not in lexicon
    assert "nederland" not in lexicon


def test_concepts_at_the_edges_of_a_group_come_back_from_the_cache(folder: Path, tmp_path: Path) -> None:
    numbers = range(2 * GROUP + 1)
    rows = "".join(f"c{number},nl,term{number},admitted\nc{number},en,word{number},preferred\n" for number in numbers)
    (tmp_path / "many.csv").write_text(HEADER + rows, encoding="utf-8")
    first = TermBase.load(tmp_path / "many.csv")
    again = TermBase.load(tmp_path / "many.csv")
    assert len(kept(folder)) == 1
    assert [again.concepts[number] for number in reversed(numbers)] == [
        first.concepts[number] for number in reversed(numbers)
    ]
    assert list(again.concepts) == list(first.concepts)
    with pytest.raises(IndexError):
        again.concepts[len(numbers)]
