"""What is in a glossary, how documents and translations use it, and what several of them disagree about."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary import TermBase
from glossary.conflicts import conflicts
from glossary.stats import compliance, survey, usage
from tests.glossary.bases import base, concept, en, nl

HEADER = "concept,domain,language,term,status,definition\n"

CAMP = concept(nl("werkkamp"), en("labour camp"), en("work camp", "forbidden"), en("jail", "deprecated"), id="camp")
LEADER = concept(nl("eeuwige leider"), en("eternal leader"), id="leader")
RISE = concept(nl("opstand"), en("uprising"), id="rise")


def loaded(folder: Path, **files: str) -> TermBase:
    for name, rows in files.items():
        (folder / f"{name}.csv").write_text(HEADER + rows, encoding="utf-8")
    return TermBase.load(*(folder / f"{name}.csv" for name in files))


def test_coverage_is_the_share_of_running_words_with_a_term_in_them() -> None:
    found = usage(
        base(CAMP, LEADER, RISE), [("a", ["De eeuwige leider in het werkkamp.", "Niets."]), ("b", ["Ja, 3!"])]
    )
    assert found["documents"] == [
        {"document": "a", "words": 7, "term_words": 3, "coverage": 0.4286, "matches": 2, "concepts": 2},
        {"document": "b", "words": 2, "term_words": 0, "coverage": 0.0, "matches": 0, "concepts": 0},
    ]
    assert found["coverage"] == round(3 / 9, 4)
    assert found["used"] == {"leader": 1, "camp": 1}
    assert (found["unused"], found["never_used"]) == (1, ["rise"])


def test_a_compound_counts_as_one_word_and_a_verb_apart_as_two() -> None:
    verb = concept(nl("terugsturen", "verb"), en("send back", pos="verb"), id="send")
    found = usage(base(CAMP, verb), [("a", ["De werkkampbewaker stuurt niemand meer terug."])])
    assert found["documents"][0]["term_words"] == 3
    assert found["documents"][0]["words"] == 6


def test_nothing_is_covered_by_nothing() -> None:
    found = usage(base(CAMP), [("empty", []), ("blank", [""])])
    assert found["coverage"] == 0.0
    assert [row["words"] for row in found["documents"]] == [0, 0]


def test_terms_used_against_the_glossary_are_listed_with_what_to_write() -> None:
    pairs = [
        ("1", "Een werkkamp.", "A labour camp."),
        ("2", "Een werkkamp.", "A work camp."),
        ("3", "Een werkkamp.", "A jail."),
        ("4", "Een werkkamp.", "A place."),
        ("5", "Een werkkamp.", ""),
        ("6", "De eeuwige leider.", "He."),
    ]
    found = compliance(base(CAMP, LEADER), pairs)
    assert (found["pairs"], found["terms"], found["allowed"], found["accuracy"]) == (5, 5, 1, 0.2)
    assert found["verdicts"] == {"missing": 2, "ok": 1, "forbidden": 1, "deprecated": 1}
    assert [(row["segment"], row["check"], row["found"]) for row in found["against"]] == [
        ("2", "term-forbidden", "work camp"),
        ("3", "term-deprecated", "jail"),
        ("4", "term-missing", ""),
        ("6", "term-missing", ""),
    ]
    assert found["against"][0]["suggestion"] == "labour camp"
    assert found["concepts_against"] == {"camp": 3, "leader": 1}


def test_no_pairs_have_no_accuracy() -> None:
    assert compliance(base(CAMP), []) == {
        "pairs": 0,
        "terms": 0,
        "allowed": 0,
        "accuracy": 0.0,
        "verdicts": {},
        "against": [],
        "concepts_against": {},
    }


@pytest.mark.parametrize(
    ("general", "message"),
    [
        (
            "k,,nl,werkkamp,preferred,\nk,,en,prison camp,preferred,\n",
            "werkkamp: preferred 'labour camp' in {own}, 'prison camp' in {general}",
        ),
        (
            "k,,nl,Werkkamp,preferred,\nk,,en,prison camp,preferred,\n",
            "werkkamp: preferred 'labour camp' in {own}, 'prison camp' in {general}",
        ),
        (
            "k,,nl,werkkamp,preferred,\nk,,en,Labour camp,forbidden,\n",
            "werkkamp → Labour camp: preferred in {own}, forbidden in {general}",
        ),
        (
            "camp,,nl,strafkamp,preferred,A prison.\ncamp,,en,penal camp,preferred,\n",
            "camp: definition 'A camp.' in {own}, 'A prison.' in {general}",
        ),
        (
            "camp,law,nl,strafkamp,preferred,\ncamp,,en,penal camp,preferred,\n",
            "camp: domain 'camps' in {own}, 'law' in {general}",
        ),
    ],
)
def test_what_two_glossaries_say_otherwise_is_reported_with_both(tmp_path: Path, general: str, message: str) -> None:
    own = "camp,camps,nl,werkkamp,preferred,A camp.\ncamp,,en,labour camp,preferred,\n"
    both = loaded(tmp_path, own=own, general=general)
    expected = message.format(own=tmp_path / "own.csv", general=tmp_path / "general.csv")
    assert conflicts(both) == [expected]
    assert survey(both)["conflicts"] == [expected]


def test_glossaries_that_agree_have_no_conflict(tmp_path: Path) -> None:
    own = "x,,nl,zelfredzaam,preferred,\nx,,en,self-reliant,preferred,\nx,,en,self-reliance,preferred,\n"
    general = "y,,nl,zelfredzaam,preferred,\ny,,en,self-reliance,preferred,\ny,,en,Self-reliant,admitted,\n"
    assert conflicts(loaded(tmp_path, own=own, general=general)) == []


def test_a_contradiction_within_one_glossary_is_a_problem_and_no_conflict(tmp_path: Path) -> None:
    rows = "a,,nl,leider,preferred,\na,,en,leader,preferred,\nb,,nl,leider,preferred,\nb,,en,leader,forbidden,\n"
    found = survey(loaded(tmp_path, own=rows))
    assert "leider → leader: allowed in a, not in b" in found["problems"]
    assert found["conflicts"] == []
