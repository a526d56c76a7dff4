"""The blocks of plain text."""

from __future__ import annotations

import pytest

from translate_kit.segment import one_line, segment_text


def blocks(text: str) -> list[tuple[str, str]]:
    """(kind, text) of each segment, its line breaks as spaces."""
    segments = segment_text(text)
    for segment in segments:
        assert text[segment.start : segment.end] == segment.source
    return [(segment.kind, one_line(segment.source)) for segment in segments]


LONG = "Dit is een alinea die zo lang is dat zij op één regel staat, zoals een tekstverwerker haar bewaart. " * 2

WRAPPED = """\
De regering heeft gisteren besloten dat de dijken van de grote rivieren
worden verhoogd. Dat kost volgens onze minister
Jansen 1,4 miljard euro, en het werk duurt tot het jaar 2035, aldus de
Rijkswaterstaat.
"""


def test_blank_lines_end_paragraphs() -> None:
    segments = segment_text("Een zin. Nog een.\n\nEen derde.\n \t\nEen vierde.")
    assert [(s.source, s.paragraph) for s in segments] == [
        ("Een zin.", 0),
        ("Nog een.", 0),
        ("Een derde.", 1),
        ("Een vierde.", 2),
    ]


def test_segments_are_numbered_from_one() -> None:
    assert [s.id for s in segment_text("Een. Twee.\n\nDrie.")] == ["1", "2", "3"]


def test_in_a_file_of_long_lines_each_line_is_a_paragraph() -> None:
    text = f"Kop boven het stuk\n{LONG}\nEen tussenkop\n{LONG}\n"
    assert [(s.kind, s.paragraph) for s in segment_text(text)] == [
        ("heading", 0),
        ("paragraph", 1),
        ("paragraph", 1),
        ("heading", 2),
        ("paragraph", 3),
        ("paragraph", 3),
    ]


def test_hard_wrapped_lines_are_joined_even_before_a_name() -> None:
    assert [text for _, text in blocks(WRAPPED)] == [
        "De regering heeft gisteren besloten dat de dijken van de grote rivieren worden verhoogd.",
        "Dat kost volgens onze minister Jansen 1,4 miljard euro, en het werk duurt tot het jaar 2035, aldus de "
        "Rijkswaterstaat.",
    ]


def test_a_heading_right_above_wrapped_text_is_its_own_segment() -> None:
    assert blocks(f"Hogere dijken\n{WRAPPED}")[0] == ("heading", "Hogere dijken")


def test_a_heading_has_no_full_stop() -> None:
    assert blocks("De eeuwige leider\n\nHij is dood.") == [
        ("heading", "De eeuwige leider"),
        ("paragraph", "Hij is dood."),
    ]


def test_a_pull_quote_repeats_words_of_the_article() -> None:
    text = "Wie zwijgt,  stemt\tniet toe\n\nMaar wie zwijgt, stemt niet toe, zei zij.\n\nEen heel gewone tussenkop hier"
    assert [kind for kind, _ in blocks(text)] == ["quote", "paragraph", "heading"]


@pytest.mark.parametrize("quoted", ["„Wie zwijgt, stemt niet toe”", "”Wie zwijgt”", "‘Wie zwijgt’", '"Wie zwijgt."'])
def test_a_block_in_quotation_marks_is_a_quote(quoted: str) -> None:
    assert blocks(f"{quoted}\n\nDe tekst.")[0] == ("quote", quoted)


def test_a_quotation_with_a_reporting_clause_is_a_paragraph() -> None:
    assert blocks("„Kom!”, zei hij.") == [("paragraph", "„Kom!”, zei hij.")]


@pytest.mark.parametrize("marker", ["-", "*", "•", "+", "–", "1.", "12.", "2)", "(3)", "a)"])
def test_list_markers_lie_outside_the_segments(marker: str) -> None:
    assert blocks(f"{marker} Melk\n{marker} Brood. En kaas.\n") == [
        ("list-item", "Melk"),
        ("list-item", "Brood."),
        ("list-item", "En kaas."),
    ]


def test_an_indented_line_continues_its_list_item() -> None:
    assert blocks("- een item dat\n  doorloopt\n- nog een") == [
        ("list-item", "een item dat doorloopt"),
        ("list-item", "nog een"),
    ]


def test_a_list_may_follow_its_introduction_without_a_blank_line() -> None:
    assert blocks("Neem mee:\n- brood\n- melk") == [
        ("paragraph", "Neem mee:"),
        ("list-item", "brood"),
        ("list-item", "melk"),
    ]


def test_a_number_or_dash_that_wrapping_put_first_begins_no_item() -> None:
    text = (
        "De vergadering van de raad, die al eerder was verplaatst, is gepland op\n"
        "15. mei en duurt de hele dag, zoals de burgemeester gisteren nog zei\n"
        "- zij was verkouden - tegen iedereen die het maar horen wilde, altijd.\n"
    )
    assert [kind for kind, _ in blocks(text)] == ["paragraph"]


def test_short_lines_are_not_wrapped_prose() -> None:
    assert blocks("Appels\nPeren\nPruimen") == [("heading", "Appels"), ("heading", "Peren"), ("heading", "Pruimen")]


def test_titles_of_equal_length_one_a_line_stay_apart() -> None:
    titles = [f"Het leven van een gewone man in de stad nummer {n}" + " en meer" * (n % 3) for n in range(9)]
    assert [text for _, text in blocks("\n".join(titles))] == titles


def test_rules_of_signs_are_no_segments() -> None:
    assert blocks("Kop\n=====\n\n* * *\n\nTekst hier.\n\n-----\n") == [("heading", "Kop"), ("paragraph", "Tekst hier.")]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\u2028", "\f"])
def test_every_kind_of_line_end_counts(end: str) -> None:
    text = f"Een kop{end}{end}Een zin. Nog een.{end}"
    assert [text for _, text in blocks(text)] == ["Een kop", "Een zin.", "Nog een."]


def test_offsets_count_characters_of_the_text_with_its_line_ends() -> None:
    first, second = segment_text("Één.\r\n\r\nTwee.")
    assert (first.start, first.end, second.start, second.end) == (0, 4, 8, 13)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="docx"):
        segment_text("Een zin.", format="docx")
