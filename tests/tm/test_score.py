from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tm.score import changes, differences, largest_distance, match_score, normalise, score
from tm.unit import TAG_ALONE, TAG_CLOSE, TAG_OPEN, Inline, Variant


def _source(text: str) -> Variant:
    return Variant("nl", (text,))


def test_white_space_counts_as_one_blank_and_not_at_the_ends():
    assert normalise("  De\u00a0 kat\n\tslaapt. ") == "De kat slaapt."


_SPACES = "".join(chr(code) for code in range(0x110000) if chr(code).isspace())


@given(st.text(st.one_of(st.sampled_from(_SPACES), st.sampled_from("a é.’„–\u0301\u00ad\ue000")), max_size=12))
def test_each_kind_of_white_space_is_one_blank_wherever_it_stands(text):
    normal = normalise(text)
    assert normal == " ".join(normal.split())
    assert normal.split() == [normalise(word) for word in text.split()]
    assert not set(normal) & set("’„–")


def test_composed_and_decomposed_letters_are_the_same():
    assert normalise("cafe\u0301") == normalise("café")


@pytest.mark.parametrize(("one", "other"), [("”kat“", '"kat"'), ("‘s nachts", "'s nachts"), ("nu–straks", "nu-straks")])
def test_quotes_and_dashes_are_folded(one, other):
    assert match_score(one, other) == 100


def test_each_inline_tag_is_one_private_use_character():
    assert normalise("De <b>kat</b><br/>") == f"De {TAG_OPEN}kat{TAG_CLOSE}{TAG_ALONE}"
    assert normalise("a < b en c > d") == "a < b en c > d"


def test_the_code_in_an_inline_element_is_compared_as_the_tag_that_it_is():
    bold = Variant(
        "nl", ("De ", Inline("bpt", (("i", "1"),), ("<b>",)), "kat", Inline("ept", (("i", "1"),), ("</b>",)))
    )
    assert normalise(bold.marked) == normalise("De <b>kat</b>")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("De kat slaapt.", "De kat slaapt.", 100),
        ("De kat slaapt.", "De kat sliep.", 78),  # 3 of 14: t, aa → ie
        ("De kat slaapt.", "De hond slaapt.", 73),  # 4 of 15
        ("abc", "", 0),
        ("x" * 100, "x" * 69 + "y" * 31, 69),  # in floating point 68.999…
    ],
)
def test_score_is_the_share_of_characters_that_agree_rounded_down(one, other, expected):
    assert match_score(one, other) == expected


@given(st.integers(50, 100), st.integers(1, 500), st.integers(0, 500))
def test_the_largest_distance_is_the_last_one_that_reaches_the_threshold(threshold, longest, distance):
    distance = min(distance, longest)
    assert (score(distance, longest, longest) >= threshold) == (distance <= largest_distance(threshold, longest))


@given(st.text(), st.text())
def test_both_texts_can_be_put_together_from_their_difference(query, source):
    found = differences(query, source)
    assert "".join(text for operation, text in found if operation != "insert") == source
    assert "".join(text for operation, text in found if operation != "delete") == query


@pytest.mark.parametrize(
    ("query", "source", "kinds"),
    [
        ("De kat slaapt.", "De kat slaapt.", ()),
        ("de kat slaapt.", "De kat slaapt.", ("case",)),
        ("De kat slaapt", "De kat slaapt.", ("punctuation",)),
        ("De kat slaapt 15 uur.", "De kat slaapt 12 uur.", ("numbers",)),
        ("De <b>kat</b> slaapt.", "De kat slaapt.", ("tags",)),
        ("De <i>kat</i> slaapt.", "De <b>kat</b> slaapt.", ("tags",)),
        ("<b>De</b> kat slaapt.", "De <b>kat</b> slaapt.", ("tags",)),
        ("De kat sliep.", "De kat slaapt.", ("words",)),
        ("”De kat”", '"De kat"', ("quotes",)),
        ("de kat, 15", "De kat 12", ("numbers", "case", "punctuation")),
    ],
)
def test_kinds_of_difference_are_named(query, source, kinds):
    assert changes(query, _source(source)) == kinds
