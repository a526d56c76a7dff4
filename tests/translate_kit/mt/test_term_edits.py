"""Terms are put into a target without losing, doubling or moving anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary import Concept, Term, TermBase
from translate_kit.mt.carrying import CODE, LIKELY, carry, uncarried
from translate_kit.mt.decoding import Hypothesis
from translate_kit.mt.edits import Edit, Edited
from translate_kit.mt.placing import doubled, put, stutter
from translate_kit.mt.wanted import wanted

TEXT = st.text("ab cdé.’X1", max_size=40)


@st.composite
def texts_with_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(TEXT)
    places = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(places, places), max_size=5))
    return text, [Edit(min(pair), max(pair), draw(st.text("xyz ", max_size=6))) for pair in pairs]


@given(texts_with_edits())
def test_edits_keep_all_text_outside_them(made: tuple[str, list[Edit]]) -> None:
    text, edits = made
    edited = Edited.of(text, edits)
    rebuilt, at = "", 0
    for edit, place in zip(edited.edits, edited.places, strict=True):
        assert edited.text[slice(*place)] == edit.text
        rebuilt += text[at : edit.start] + edit.text
        at = edit.end
    assert edited.text == rebuilt + text[at:]


@given(texts_with_edits(), st.data())
def test_places_outside_edits_are_found_back(made: tuple[str, list[Edit]], data: st.DataObject) -> None:
    text, edits = made
    edited = Edited.of(text, edits)
    start = data.draw(st.integers(0, len(edited.text)))
    end = data.draw(st.integers(start, len(edited.text)))
    was = edited.was((start, end))
    assert 0 <= was[0] <= len(text)
    assert 0 <= was[1] <= len(text)
    if start < end and all(end <= one or start >= two for one, two in edited.places):
        assert text[slice(*was)] == edited.text[start:end]


@given(texts_with_edits())
def test_edited_hypothesis_keeps_a_row_for_each_piece(made: tuple[str, list[Edit]]) -> None:
    text, edits = made
    pieces = tuple(f"▁{word}" for word in text.split())
    rows = tuple([1.0, float(number)] for number in range(len(pieces)))
    hypothesis = Hypothesis(text, pieces, rows, ((0, 1), (1, 2)))
    edited = hypothesis.edited(edits)
    assert edited.text == Edited.of(text, edits).text
    if rows:
        assert len(edited.rows) == len(edited.pieces)
        assert all(len(row) == 2 for row in edited.rows)


@pytest.mark.parametrize(
    ("text", "old", "words", "new"),
    [
        ("He is a refugee.", "refugee", "asylum seeker", "He is an asylum seeker."),
        ("He is an expert.", "expert", "guard", "He is a guard."),
        ("In North the Korea.", "the Korea", "North Korea", "In North Korea."),
        ("North Korea Korea won.", "North Korea", "North Korea", "North Korea won."),
        ("Leaders spoke.", "Leaders", "defectors", "Defectors spoke."),
        ("It is “Food”.", "Food", "rice", "It is “rice”."),
        ("The chief's hat.", "chief", "leaders", "The leaders' hat."),
        ("This is an a house.", "house", "church", "This is a church."),
    ],
)
def test_term_put_in_a_place(text: str, old: str, words: str, new: str) -> None:
    start = text.index(old)
    assert Edited.of(text, [put(text, (start, start + len(old)), words)]).text == new


def test_article_goes_before_a_term_that_takes_none() -> None:
    text = "It is a freedom."
    edit = put(text, (8, 15), "self-reliance", articles=False)
    assert Edited.of(text, [edit]).text == "It is self-reliance."


def test_words_of_other_languages_are_no_articles() -> None:
    text = "Il a camp."
    assert Edited.of(text, [put(text, (5, 9), "église", "fr")]).text == "Il a église."


@given(TEXT, st.data())
def test_putting_a_term_in_keeps_the_rest(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    edit = put(text, (start, end), "labour camp")
    assert edit.start <= start
    assert end <= edit.end
    assert "abour camp" in edit.text


def test_repetition_is_counted() -> None:
    assert doubled("North North Korea") == [(6, 11)]
    assert doubled("He said no. No one came.") == []
    assert stutter("the camp and the camp and the camp") > stutter("the camp and the church")


# Carriers

TERMS = TermBase.from_concepts(
    [
        Concept(
            id="defector",
            terms=(
                Term(text="overloper", language="nl", part_of_speech="noun", gender="m"),
                Term(text="defector", language="en", part_of_speech="noun"),
            ),
        ),
        Concept(
            id="camp",
            terms=(
                Term(text="werkkamp", language="nl", part_of_speech="noun", gender="n"),
                Term(text="labour camp", language="en", part_of_speech="noun"),
            ),
        ),
    ]
)
SOURCE = "Twee overlopers zagen het werkkamp in 1995."


def test_carriers_have_the_form_of_the_terms_and_come_back_as_terms() -> None:
    terms = wanted(TERMS, SOURCE, TERMS.match(SOURCE))
    carried = carry(SOURCE, terms, [LIKELY, LIKELY], ("nl", "en"))
    assert carried is not None
    assert "overloper" not in carried.source.text
    assert carried.source.text.startswith("Twee studenten zagen het ")
    one, two = (load.target for load in carried.loads)
    answer = Hypothesis(f"Two {one}s saw a {two} in 1995.")
    ((back, matches),) = uncarried(answer, carried, "en")
    assert back.text == "Two defectors saw a labour camp in 1995."
    assert [match.concept for match in matches] == ["defector", "camp"]


def test_codes_are_not_in_the_source() -> None:
    source = "Een overloper van XX1."
    carried = carry(source, wanted(TERMS, source, TERMS.match(source)), [CODE], ("nl", "en"))
    assert carried is not None
    assert carried.source.text == "Een XX2 van XX1."


def test_carrier_that_came_out_twice_gives_nothing() -> None:
    source = "Een overloper."
    carried = carry(source, wanted(TERMS, source, TERMS.match(source)), [LIKELY], ("nl", "en"))
    assert carried is not None
    target = carried.loads[0].target
    assert list(uncarried(Hypothesis(f"A {target} of a {target}."), carried, "en")) == []


def test_easy_numbers_come_back_as_the_target_writes_them() -> None:
    terms = wanted(TERMS, "In 4.500 werkkampen.", TERMS.match("In 4.500 werkkampen."))
    carried = carry("In 4.500 werkkampen.", terms, [CODE], ("nl", "en"), numbers=[((3, 8), "4,500")])
    assert carried is not None
    ((easy, _),) = carried.numbers
    ((back, _),) = uncarried(Hypothesis(f"In {easy} XX1."), carried, "en")
    assert back.text == "In 4,500 labour camps."


def test_other_pair_gets_codes() -> None:
    terms = wanted(TERMS, SOURCE, TERMS.match(SOURCE))
    carried = carry(SOURCE, terms, [LIKELY, LIKELY], ("nl", "fr"))
    assert carried is not None
    assert carried.source.text == "Twee XX1 zagen het XX2 in 1995."
