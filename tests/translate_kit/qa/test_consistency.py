"""The same source words in two translations: where it is found, what it says, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.translate_kit.qa.pairs import CHECK, findings, segment
from translate_kit.qa import run_checks

SENTENCE = (
    "Vier jaar later riep de grondwet hem uit: een president die nooit ziek is en niemand nodig heeft.",
    "Four years later the constitution proclaimed him: a president who is never ill and needs no one.",
)
QUOTE = "Een president die nooit ziek is en niemand nodig heeft"


def test_a_pull_quote_that_differs_names_the_other_words_and_their_place() -> None:
    target = "A president who never falls ill and needs nobody"
    (finding,) = findings(QUOTE, target, "quotation-differs", SENTENCE)
    assert target[finding.start : finding.end] == "falls ill and needs nobody"
    assert "“a president who is never ill and needs no one” in segment 1" in finding.message
    assert finding.source_start == 0
    assert finding.source_end == len(QUOTE)


def test_case_and_punctuation_do_not_count() -> None:
    assert not findings(QUOTE, "A president, who is never ill and needs no one", "quotation-differs", SENTENCE)


def test_the_quote_may_stand_before_its_sentence() -> None:
    segments = [segment(QUOTE, "A president who needs nobody", 1), segment(*SENTENCE, 2)]
    (finding,) = run_checks(segments, checks=[CHECK["quotation-differs"]])
    assert (finding.segment, "segment 2" in finding.message) == ("1", True)


def test_the_same_words_with_another_punctuation_are_reported_once() -> None:
    segments = [
        segment("Hulp vragen is verraad.", "Asking for help is treason.", 1),
        segment("Hulp vragen is verraad", "To ask for help is treachery", 2),
    ]
    (finding,) = run_checks(segments, checks=[CHECK["quotation-differs"], CHECK["repetition-differs"]])
    assert finding.segment == "2"


def test_three_words_are_too_few() -> None:
    pairs = ("Mijn moeder had gelijk, zei ze.", "Mum was right, she said.")
    assert not findings("Mijn moeder had", "My mother had", "quotation-differs", pairs)


def test_words_with_others_between_them_are_no_quotation() -> None:
    pairs = ("Een president die vaak ziek is, zei ze.", "A president who is often ill, she said.")
    assert not findings("Een president die ziek is", "An ill president", "quotation-differs", pairs)


def test_a_target_without_words_in_common_is_found() -> None:
    (finding,) = findings(QUOTE, "Nobody!", "quotation-differs", SENTENCE)
    assert (finding.start, finding.end) == (0, 6)


def test_of_repetitions_the_rarer_translation_is_reported() -> None:
    right, wrong = ("Mijn moeder had gelijk.", "My mother was right."), ("Mijn moeder had gelijk.", "Mum had it right.")
    segments = [segment(*pair, number) for number, pair in enumerate([wrong, right, right])]
    (finding,) = run_checks(segments, checks=[CHECK["repetition-differs"]])
    assert finding.segment == "0"
    assert "“My mother was right.” in segment 1" in finding.message


def test_repetitions_with_different_keys_are_different_resources() -> None:
    segments = [segment("Open", "Open", 1, key="verb"), segment("Open", "Opened", 2, key="state")]
    assert run_checks(segments, checks=[CHECK["repetition-differs"]]) == []


def test_repetitions_are_found_across_documents() -> None:
    import dataclasses

    one = segment("Mijn moeder had gelijk.", "My mother was right.")
    other = dataclasses.replace(segment("Mijn moeder had gelijk.", "Mum had it right."), document="b.md")
    assert [finding.document for finding in run_checks([one, other], checks=[CHECK["repetition-differs"]])] == ["b.md"]


@pytest.mark.parametrize("target", ["", "  "])
def test_a_segment_without_a_translation_is_not_compared(target: str) -> None:
    assert not findings(QUOTE, target, "quotation-differs", SENTENCE)


@given(
    st.lists(st.sampled_from("een de leider volk niet altijd kerk".split()), min_size=4, max_size=9),  # noqa: SIM905
    st.lists(st.sampled_from("one two three".split()), max_size=3),  # noqa: SIM905
    st.lists(st.sampled_from("one two three".split()), max_size=3),  # noqa: SIM905
)
def test_a_quotation_translated_alike_is_never_reported(words: list[str], before: list[str], after: list[str]) -> None:
    quote = " ".join(words)
    sentence = " ".join([*before, *words, *after])
    assert not findings(quote, quote.upper(), "quotation-differs", (sentence, sentence))


def test_a_quote_is_compared_with_the_first_of_sentences_that_repeat_themselves() -> None:
    # Each of them was compared with each other: half an hour for a text in which one stands 50,000 times.
    sentences = [segment(*SENTENCE, number) for number in range(5000)]
    quote = segment(QUOTE, "Nobody!", 5000)
    (finding,) = run_checks([*sentences, quote], checks=[CHECK["quotation-differs"]])
    assert (finding.segment, "in segment 0" in finding.message) == ("5000", True)
