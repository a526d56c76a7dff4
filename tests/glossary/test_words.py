"""Text as words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.words import BREAK, fold, folded_offsets, tokens


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Ideologieën", "ideologieen"),
        ("ideologiee\u0308n", "ideologieen"),
        ("foto’s", "foto's"),
        ("foto`s", "foto's"),
        ("ﬁlm", "film"),
        ("ĲSSEL", "ijssel"),
        ("İstanbul", "istanbul"),
        ("Straße", "strasse"),
        ("werk\u00adkamp", "werkkamp"),
        ("Ｊｕｃｈｅ", "juche"),
        ("ŉ", "'n"),
    ],
)
def test_case_accents_ligatures_and_invisible_characters_fold(word: str, folded: str) -> None:
    assert fold(word) == folded


def test_a_hyphen_inside_a_word_joins_and_one_beside_a_space_is_a_mark() -> None:
    assert [raw for *_, raw in tokens("Noord-Korea – werk- en – strafkamp")] == [
        *("Noord", "Korea", "–", "werk", "-", "en", "–", "strafkamp"),
    ]


def test_quotes_and_emphasis_are_no_tokens_and_other_marks_are() -> None:
    assert [raw for *_, raw in tokens("„De *eeuwige*” _leider_, 'ja'.")] == [
        *("De", "eeuwige", "leider", ",", "ja", "."),
    ]


def test_an_empty_line_breaks_and_a_line_end_does_not() -> None:
    assert [raw for *_, raw in tokens("een\ntwee\n \n drie")] == ["een", "twee", BREAK, "drie"]


@given(st.text())
def test_words_lie_in_the_text_where_they_say(text: str) -> None:
    place = 0
    for start, end, raw in tokens(text):
        assert place <= start < end
        assert text[start:end] == raw or raw == BREAK
        place = end


@given(st.text())
def test_folding_is_the_same_character_by_character_and_keeps_letters_digits_and_apostrophes_only(text: str) -> None:
    word = "".join(character for character in text if character.isalnum())
    assert fold(word) == "".join(map(fold, word))
    assert all(character.isalnum() or character == "'" for character in fold(word))
    assert fold(fold(word)) == fold(word)


@given(st.text())
def test_a_word_folds_the_same_composed_and_decomposed(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text)) or text.isascii()


@given(st.text(min_size=1))
def test_each_folded_character_knows_where_it_came_from(text: str) -> None:
    word = "".join(character for character in text if not character.isspace()) or "x"
    offsets = folded_offsets(word)
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(word)
    assert len(offsets) == sum(len(fold(character)) for character in word) + 1
