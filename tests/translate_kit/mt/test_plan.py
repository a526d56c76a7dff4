"""What of a source goes to the model, and in which pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_kit.mt.ctranslate import batches
from translate_kit.mt.plan import MAX_CHARACTERS, chunks, numbers_expected, numbers_wrong, parts, without_model


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("Een zin.", ["Een zin."]),
        ("  Een zin.\n", ["Een zin."]),
        ("- Een zin", ["Een zin"]),
        ("## Een kop", ["Een kop"]),
        ("> Een citaat", ["Een citaat"]),
        ("1. Een punt", ["Een punt"]),
        ("– zei hij –", ["zei hij –"]),
        ("Een zin die\nverder gaat.", ["Een zin die\nverder gaat."]),
        ("Een zin.\nNog een.", ["Een zin.", "Nog een."]),
        ("Een\n\nTwee", ["Een", "Twee"]),
        ("Kop:\n- een punt", ["Kop:", "een punt"]),
        ("*Juche* is dit", ["*Juche* is dit"]),
        ("1984 was een jaar", ["1984 was een jaar"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_text_is_told_from_what_surrounds_it(source: str, texts: list[str]) -> None:
    assert [part.text for part in parts(source) if part.translate] == texts


@given(st.text(alphabet="ab. \n-#>1:”?\t", max_size=60))
def test_parts_joined_are_the_source(source: str) -> None:
    assert "".join(part.text for part in parts(source)) == source


def test_kept_spans_stay_at_their_words() -> None:
    source = "- Een zin.\nDe Telegraaf schrijft."
    found = [part for part in parts(source, [(11, 23)]) if part.translate]
    assert [[part.text[start:end] for start, end in part.keep] for part in found] == [[], ["De Telegraaf"]]


def test_endless_text_is_cut_after_a_sentence_and_not_in_a_kept_span() -> None:
    source = ("woord " * 100 + "einde. ") * 20
    found = [part.text for part in parts(source)]
    assert "".join(found) == source
    assert max(map(len, found)) <= MAX_CHARACTERS
    assert all(text.rstrip().endswith("einde.") for text in found if text.strip())
    kept = parts("a " * 3000, [(3990, 4010)])
    assert [part.keep for part in kept if part.keep] == [((0, 20),)]
    assert [len(part.text) for part in parts("김" * 10_000)] == [4000, 4000, 2000]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("400.000", "400,000"),
        ("1,4", "1.4"),
        ("1.234.567,89", "1,234,567.89"),
        ("€ 1.500,50 – € 2.000", "€ 1,500.50 – € 2,000"),
        ("1984", "1984"),
        ("1984-2024", "1984-2024"),
        ("12.30", "12.30"),
        ("12:30", "12:30"),
        ("1.2.3", "1.2.3"),
        ("15.04.2024", "15.04.2024"),
        ("3.5 / 1.000", "3.5 / 1.000"),
        ("…", "…"),
        ("", ""),
    ],
)
def test_number_by_itself_needs_no_model(text: str, expected: str) -> None:
    assert without_model(text, "nl-NL", "en") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Er zijn 25.550 blokken, 1,4 miljard mensen en 84 kerken.", {"25,550": 1, "1.4": 1, "84": 1}),
        ("Van 1950-1953 en in 1950", {"1950": 2, "1953": 1}),
        ("Om 12.30 uur, versie 1.2.3, de 20e eeuw, B52 en 7 dagen", {}),
    ],
)
def test_numbers_that_a_translation_must_hold(text: str, expected: dict[str, int]) -> None:
    assert numbers_expected(text, "nl", "en") == expected


def test_missing_and_doubled_numbers_are_counted() -> None:
    expected = numbers_expected("Van 1950-1953 en in 1950: 1,4 miljard.", "nl", "en")
    assert numbers_wrong(expected, "From 1950-1953 and in 1950: 1.4 billion.") == 0
    assert numbers_wrong(expected, "From 1950-1950-1953 and in 1950: 1,4 billion.") == 2


def test_numbers_are_copied_between_languages_that_write_them_alike_or_are_unknown() -> None:
    assert without_model("400.000", "nl", "de") == "400.000"
    assert without_model("400.000", "nl", "tlh") == "400.000"
    assert without_model("400,000", "en", "nl") == "400.000"


def test_letters_need_a_model() -> None:
    assert without_model("1,4 miljard", "nl", "en") is None


def test_long_sentence_is_cut_at_the_strongest_pause() -> None:
    pieces = ["▁a"] * 30 + ["▁b", ","] + ["▁c"] * 20 + ["▁d", "."] + ["▁e"] * 40
    assert chunks(pieces, 60) == [(0, 54), (54, 94)]
    assert chunks(pieces[:53] + ["▁e"] * 40, 60) == [(0, 32), (32, 92), (92, 93)]


def test_words_are_not_cut_while_there_are_spaces() -> None:
    assert chunks(["▁een", "woord"] * 10, 7) == [(0, 6), (6, 12), (12, 18), (18, 20)]


@given(st.lists(st.sampled_from(["▁a", "b", ".", ","]), max_size=300), st.integers(2, 50))
def test_chunks_follow_each_other_and_keep_to_the_limit(pieces: list[str], limit: int) -> None:
    found = chunks(pieces, limit)
    assert [start for start, _ in found] == [0, *(end for _, end in found[:-1])]
    assert found[-1][1] == len(pieces)
    assert all(end - start <= limit for start, end in found)


@given(st.lists(st.integers(0, 400), max_size=200))
def test_batches_hold_each_input_once_sorted_and_within_the_limit(lengths: list[int]) -> None:
    found = list(batches(lengths, tokens=256))
    assert sorted(place for batch in found for place in batch) == list(range(len(lengths)))
    flat = [lengths[place] for batch in found for place in batch]
    assert flat == sorted(lengths, reverse=True)
    assert all(len(batch) == 1 or len(batch) * max(lengths[place] for place in batch) <= 256 for batch in found)
