"""Words and characters: the examples of the docs, and what holds for any text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from translate_kit.analysis.count import Volume, count, numbers_only, words_of

PAGE = (ROOT / "docs/reference/rate-card.md").read_text("utf-8").partition("## Words")[2]
EXAMPLES = [(text, int(words)) for text, words in re.findall(r"^\| `(.+)` \| (\d+) \|$", PAGE, re.MULTILINE)]


def test_the_docs_have_examples() -> None:
    assert len(EXAMPLES) == 12


@pytest.mark.parametrize(("text", "words"), EXAMPLES)
def test_words_are_counted_as_the_docs_say(text: str, words: int) -> None:
    assert count(text).words == words, words_of(text)


@pytest.mark.parametrize(
    ("text", "joined", "split"), [("Noord-Korea", 1, 2), ("e-mail–adres", 2, 3), ("-5", 1, 1), ("3-4-1994", 1, 3)]
)
def test_hyphens_join_or_split(text: str, joined: int, split: int) -> None:
    assert count(text).words == joined
    assert count(text, hyphens="split").words == split


def test_characters_are_those_without_tags() -> None:
    assert count("<b>Een</b> zin.") == Volume(1, 2, 8, 7)
    assert count("5 < 7 \n") == Volume(1, 2, 7, 3)


@pytest.mark.parametrize("text", ["1.234,50", "12:30", "%d", "<b>7</b>", "€ 5", "– 3 –", "…"])
def test_numbers_alone(text: str) -> None:
    assert numbers_only(text)


@pytest.mark.parametrize("text", ["7 jaar", "x", "", "  ", "é"])
def test_what_has_letters_or_nothing_is_not_numbers_alone(text: str) -> None:
    assert not numbers_only(text)


@given(st.lists(st.text("aéz09", min_size=1, max_size=6), max_size=12), st.sampled_from([" ", "  ", ", ", "\n", " – "]))
def test_words_between_blanks_are_all_counted(words: list[str], between: str) -> None:
    assert words_of(between.join(words)) == words


@given(st.text())
def test_any_text_can_be_counted(text: str) -> None:
    volume = count(text)
    assert 0 <= volume.characters_without_spaces <= volume.characters <= len(text)
    assert volume.words <= volume.characters_without_spaces
    assert count(text, hyphens="split").words >= volume.words
