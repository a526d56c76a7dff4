"""Matching and checking, measured on text that was annotated by hand (tests/data/terms)."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from glossary import CURATED, TermBase
from tests.glossary.annotated import (
    OPTIONAL,
    annotated,
    false_alarms,
    measure_matching,
    parse,
    planted_errors,
    rows,
)

HALVES = ("tune.tsv", "held-out.tsv")
FILES = (*HALVES, "fresh.tsv", "unseen.tsv")
KINDS = {"exact", "inflected", "compound", "related", OPTIONAL}
MIN_PRECISION, MIN_RECALL = 0.98, 0.95
MAX_FALSE_ALARMS = 0.02


@pytest.fixture(scope="module")
def curated() -> TermBase:
    return TermBase.load(CURATED)


@pytest.mark.parametrize("name", FILES)
def test_matching_is_precise_and_complete(curated: TermBase, name: str) -> None:
    # No sentences in the message: those of the blind sets are not to be read by whoever improves the matcher.
    measured = measure_matching(curated.match, annotated(name))
    assert measured.precision >= MIN_PRECISION
    assert measured.recall >= MIN_RECALL


@pytest.mark.parametrize("name", FILES)
def test_matches_cover_the_words_that_a_person_marked(curated: TermBase, name: str) -> None:
    measured = measure_matching(curated.match, annotated(name))
    assert measured.exact_f1 >= 0.97
    assert measured.first_concept / measured.right >= 0.97


def test_correct_translations_raise_hardly_an_alarm(curated: TermBase) -> None:
    pairs, alarms = false_alarms(curated)
    assert pairs >= 200
    assert len(alarms) <= MAX_FALSE_ALARMS * pairs, [(line, verdict.message) for line, verdict in alarms]


def test_every_planted_error_is_found(curated: TermBase) -> None:
    planted = planted_errors(curated)
    assert len(planted) >= 100
    assert [(one.line, one.kind, one.concept) for one in planted if not one.found] == []


def test_a_planted_error_is_all_that_is_reported_of_its_pair(curated: TermBase) -> None:
    others = [(one.line, verdict.message) for one in planted_errors(curated) for verdict in one.others]
    assert len(others) <= MAX_FALSE_ALARMS * 100, others


@pytest.mark.parametrize("name", FILES)
def test_marks_are_of_the_curated_glossary_and_of_known_kinds(curated: TermBase, name: str) -> None:
    sentences = annotated(name)
    ids = {concept.id for concept in curated.concepts}
    marks = [mark for sentence in sentences for mark in sentence.marks]
    assert not {concept for mark in marks for concept in mark.concepts} - ids
    assert {mark.kind for mark in marks} <= KINDS
    assert not [sentence.line for sentence in sentences if re.search(r"[|\t]|\]\]", sentence.text)]


def test_the_two_files_are_large_alike_and_apart() -> None:
    tune, held_out = (annotated(name) for name in HALVES)
    texts = [sentence.text for sentence in (*tune, *held_out)]
    assert len(set(texts)) == len(texts) >= 440
    for group, count in Counter(sentence.group for sentence in tune).items():
        assert abs(count - sum(sentence.group == group for sentence in held_out)) <= 1, group
    for sentences in (tune, held_out):
        assert sum(sentence.group in ("trap", "none") for sentence in sentences) >= 0.25 * len(sentences)


def test_planted_errors_are_of_all_kinds_and_spread_over_concepts(curated: TermBase) -> None:
    planted = [cells for _, cells in rows("planted.tsv")]
    assert {kind for _, _, kind, _ in planted} == {"missing", "forbidden", "deprecated", "fewer"}
    assert len({concept for *_, concept in planted}) >= 80


def test_marks_are_taken_out_of_a_sentence() -> None:
    sentence = parse(
        1, "compound", "Een [[werkkamp|labour-camp|compound]][[bewaker|guard/warder|compound]] [zei] niets."
    )
    assert sentence.text == "Een werkkampbewaker [zei] niets."
    assert [sentence.text[mark.start : mark.end] for mark in sentence.marks] == ["werkkamp", "bewaker"]
    assert sentence.marks[1].concepts == {"guard", "warder"}
