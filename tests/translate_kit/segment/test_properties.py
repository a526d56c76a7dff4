"""What holds for any text whatever."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate_kit.data import Segment
from translate_kit.segment import one_line, segment_text, split_paragraph
from translate_kit.segment.rules import words

WORDS = st.sampled_from(
    [
        *sorted(
            words("""
                De het Kim. o.a. enz. 1. 3,5 „Kom!” " '' ,, ” ( ) (...) ... … ?! – - 's Avonds dr. J.P. 1990 2007: « » *
                ** _ ` `` [a](b. c) ![x](y) <b> </b> <br> [^1] | # > 1) ``` ~~~ --- === [a]: \\ \\| &amp; 😀 é 中。
                http://a.b/c?d.
            """)
        ),
        *("\t", "\u00a0", "\u2028", "\ufeff", "\0"),
    ]
)
ENDS = st.sampled_from(["", " ", " ", "\n", "\n", "\r\n", "\n\n", "\n> ", "\n  ", "\n- ", "\n| ", "  \n", "\r"])
DUTCHLIKE = st.lists(st.tuples(WORDS, ENDS), max_size=60).map(lambda pairs: "".join(a + b for a, b in pairs))
TEXTS = st.one_of(DUTCHLIKE, st.text(max_size=200))
LANGUAGES = st.sampled_from(["nl", "en", "nl-BE", "xx", ""])


def check(text: str, segments: list[Segment]) -> None:
    previous = block = 0
    for number, segment in enumerate(segments, 1):
        assert segment.id == str(number)
        assert segment.source == text[segment.start : segment.end]
        assert segment.source == segment.source.strip() != ""
        assert segment.start >= previous
        assert segment.paragraph in (block, block + 1)
        assert one_line(segment.source).splitlines() == [one_line(segment.source)]
        previous, block = segment.end, segment.paragraph


@given(TEXTS, LANGUAGES)
@settings(max_examples=300, deadline=None)
def test_sentences_hold_every_character_of_a_paragraph_but_white_space(text: str, language: str) -> None:
    spans = split_paragraph(text, language=language)
    covered = {at for a, b in spans for at in range(a, b)}
    assert all(text[at].isspace() for at in range(len(text)) if at not in covered)
    assert spans == sorted(spans)
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_plain_text_segments_hold_all_but_white_space_markers_and_rules(text: str) -> None:
    segments = segment_text(text)
    check(text, segments)
    bounds = [0, *(at for segment in segments for at in (segment.start, segment.end)), len(text)]
    for start, end in zip(bounds[::2], bounds[1::2], strict=True):
        for line in re.split(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]", text[start:end]):
            left = re.sub(r"^[ \t]*(?:[-*+•‣◦·–—]|\(?\w{1,3}[.)])(?=[ \t]|$)", "", line)
            assert not re.search(r"[^\W_]", left), line


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_markdown_never_crashes_and_its_offsets_are_exact(text: str) -> None:
    check(text, segment_text(text, format="markdown"))


PROSE = st.lists(
    st.sampled_from(
        ["De hond blaft.", "Wie weet?", "Hij zei: „Ja!”", "Zij *lacht* nu.", "Een `b. C` woord.", "Om 20.30 uur."]
    ),
    min_size=1,
    max_size=4,
)


@settings(deadline=None)
@given(st.lists(PROSE, min_size=1, max_size=5), st.sampled_from(["", "> ", "- ", "1. ", "> - ", "- > "]))
def test_markdown_prose_comes_back_sentence_by_sentence(paragraphs: list[list[str]], prefix: str) -> None:
    indent = "".join(char if char == ">" else " " for char in prefix)
    blocks = [prefix + f"\n{indent}".join(" ".join(p).split(" ")) for p in paragraphs]
    text = f"\n{indent.rstrip()}\n".join(blocks) if ">" in prefix else "\n\n".join(blocks)
    found = [one_line(segment.source) for segment in segment_text(text, format="markdown")]
    assert " ".join(found) == " ".join(one_line(" ".join(p)) for p in paragraphs)


@settings(deadline=None)
@given(st.lists(PROSE, min_size=1, max_size=5))
def test_plain_paragraphs_come_back_sentence_by_sentence(paragraphs: list[list[str]]) -> None:
    text = "\n\n".join(" ".join(p) for p in paragraphs)
    assert [s.source for s in segment_text(text)] == [sentence for p in paragraphs for sentence in p]


@pytest.mark.parametrize(
    "unit",
    [
        "... ",
        ". ",
        "(",
        ").",
        '" ',
        ". ''",
        "[",
        "](",
        "`",
        "``` ` ",
        "<",
        "<!--",
        "a <!-- ",
        "--> <!-- <!-- ",
        "](a(",
        "[a](\\((",
        "![a](((",
        "a.[1]",
        "A.",
        "1. A ",
        "A: b ",
        "(1990) A ",
        "« A » 1990 ",
        "'s ",
        ".1 A",
        "> ",
        "- ",
        "a  \n",
        "a<br>",
        "[^a]: b\n",
        "[a]: b\n",
        "| a ",
        "*a_ ",
        "\n\n",
        "A b\n",
    ],
)
def test_a_long_run_of_anything_takes_linear_time(unit: str) -> None:
    """A quadratic splitter would not come back from this: the test would run for hours."""
    text = unit * (400_000 // len(unit))
    for form in ("text", "markdown"):
        check(text, segment_text(text, format=form))
