"""The blocks of Markdown, with exact offsets."""

from __future__ import annotations

import pytest

from translate_kit.segment import one_line, segment_text


def sources(text: str) -> list[str]:
    segments = segment_text(text, format="markdown")
    for segment in segments:
        assert text[segment.start : segment.end] == segment.source
    return [segment.source for segment in segments]


def kinds(text: str) -> list[tuple[str, str]]:
    return [(s.kind, one_line(s.source)) for s in segment_text(text, format="markdown")]


def test_headings_of_both_styles_without_their_marks() -> None:
    text = "# Een kop #\n\nTitel\n=====\n\n### Kop {#anker}\n\n## C# en meer ##\n"
    assert kinds(text) == [
        ("heading", "Een kop"),
        ("heading", "Titel"),
        ("heading", "Kop"),
        ("heading", "C# en meer"),
    ]


def test_a_paragraph_over_several_lines_is_one() -> None:
    assert sources("Een zin die\ndoorloopt. Nog\n  een.\n") == ["Een zin die\ndoorloopt.", "Nog\n  een."]


def test_a_quotation_over_several_lines_holds_the_prefix_between_them() -> None:
    text = "> Een zin die\n> doorloopt. Nog\nlui een.\n"
    assert sources(text) == ["Een zin die\n> doorloopt.", "Nog\nlui een."]
    assert kinds(text) == [("quote", "Een zin die doorloopt."), ("quote", "Nog lui een.")]


def test_replacing_segments_keeps_the_structure_of_nested_blocks() -> None:
    text = "> - Een item\n>   dat doorloopt. Klaar.\n>\n>   > Dieper nog\n>   > citaat\n\n1. Een\n   twee.\n"
    out = text
    for segment in reversed(segment_text(text, format="markdown")):
        out = out[: segment.start] + "X" + out[segment.end :]
    assert out == "> - X X\n>\n>   > X\n\n1. X\n"


def test_list_items_and_task_marks() -> None:
    assert kinds("- Een. Twee.\n* [ ] Doen\n* [x] Gedaan\n\n3) Drie\n") == [
        ("list-item", "Een."),
        ("list-item", "Twee."),
        ("list-item", "Doen"),
        ("list-item", "Gedaan"),
        ("list-item", "Drie"),
    ]


def test_table_cells() -> None:
    text = "| Naam | Rol |\n|:-----|----:|\n| Kim \\| Lee | **leider**. Goed. |\n|  | Kim |\n"
    assert kinds(text) == [
        ("table-cell", "Naam"),
        ("table-cell", "Rol"),
        ("table-cell", "Kim \\| Lee"),
        ("table-cell", "**leider**."),
        ("table-cell", "Goed."),
        ("table-cell", "Kim"),
    ]


def test_equal_cells_of_a_row_have_their_own_places() -> None:
    text = "> | a | b |\n> |---|---|\n> | Ja | Ja |\n"
    starts = [s.start for s in segment_text(text, format="markdown")]
    assert starts == sorted(set(starts))
    assert sources(text) == ["a", "b", "Ja", "Ja"]


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Een titel. Met punt\n---\n",
        '+++\ntitle = "Een titel. Met punt"\n+++\n',
        "---\n# commentaar\n- a\n...\n",
        "---\n---\n",
        "```py\ncode. Meer code.\n```\n",
        "    ingesprongen. Code.\n",
        "<div>\nHtml. Blok.\n</div>\n",
        "<!-- Commentaar. Hier. -->\n",
        '[naar]: https://voorbeeld.nl "Titel. Hier"\n',
        "***\n",
        "`alleen code`\n",
        "<https://voorbeeld.nl>\n",
        "![](plaatje.png)\n",
    ],
)
def test_what_is_not_translated_is_no_segment(text: str) -> None:
    assert sources(f"{text}\nTekst.\n") == ["Tekst."]


def test_front_matter_alone_counts_at_the_start() -> None:
    assert sources("Een.\n\n---\n\nTwee: drie\n\n---\n") == ["Een.", "Twee: drie"]
    assert sources("---\n\nGeen kop: tekst.\n\n---\n") == ["Geen kop: tekst."]
    assert sources("---\nTekst zonder sleutel\n\n---\n") == ["Tekst zonder sleutel"]


def test_an_image_by_itself_is_a_caption() -> None:
    assert kinds('![Een kaart. Van Korea](kaart.png "Titel")\n') == [
        ("caption", '![Een kaart. Van Korea](kaart.png "Titel")'),
    ]


@pytest.mark.parametrize(
    "whole",
    [
        "Zie [de site. En meer](https://a.nl/b.%20C) nu.",
        "Zie [dit](https://a.nl 'Een. Titel') nu.",
        "Zie [dit][ref. A] nu.",
        "Gebruik `a. B` hier.",
        "Gebruik ``a. ` B`` hier.",
        "Zie <https://a.nl/?x. y>.",
        "Een ![beeld. Met punt](x.png) midden in de zin.",
        'Een <span title="Nee! Ja">woord</span> hier.',
        "Zie [hier](https://nl.wikipedia.org/wiki/Juche_(ideologie)) meer.",
    ],
)
def test_no_break_inside_a_link_code_or_tag(whole: str) -> None:
    assert sources(f"{whole} Daarna.\n") == [whole, "Daarna."]


def test_marks_at_the_end_of_a_sentence_stay_with_it() -> None:
    assert sources("**Let op.** Daarna *zo.* „_Ja!_” [Lees meer.](x) `Code` is goed. <b>Zo.</b> Klaar.") == [
        "**Let op.**",
        "Daarna *zo.*",
        "„_Ja!_”",
        "[Lees meer.](x)",
        "`Code` is goed.",
        "<b>Zo.</b>",
        "Klaar.",
    ]


def test_marks_do_not_hide_an_abbreviation() -> None:
    assert sources("**Dr.** Kim en _nr._ 5, d.i. *J.P.* Balkenende.") == [
        "**Dr.** Kim en _nr._ 5, d.i. *J.P.* Balkenende."
    ]


def test_emphasis_around_a_whole_block_lies_outside_the_segments() -> None:
    assert sources("**Tussenkop**\n\n*„Een zin. Nog een.”*\n\n**a** en **b**\n") == [
        "Tussenkop",
        "„Een zin.",
        "Nog een.”",
        "**a** en **b**",
    ]


def test_a_hard_line_break_ends_a_segment_but_not_the_block() -> None:
    text = "Straat 1  \nPlaats\\\nLand<br>\nEinde\n"
    segments = segment_text(text, format="markdown")
    assert [s.source for s in segments] == ["Straat 1", "Plaats", "Land", "Einde"]
    assert {s.paragraph for s in segments} == {0}


def test_a_hard_line_break_in_code_is_none() -> None:
    assert sources("Zie `a  \nb` en `c\\\nd` hier.\n") == ["Zie `a  \nb` en `c\\\nd` hier."]


def test_footnotes() -> None:
    text = "Dat is zo.[^1] Echt.\n\n[^1]: Een noot. Nog een.\n[^noot]: Idem\n"
    assert sources(text) == ["Dat is zo.[^1]", "Echt.", "Een noot.", "Nog een.", "Idem"]


def test_alerts_lose_their_label() -> None:
    assert sources("> [!NOTE]\n> Let op. Nu.\n") == ["Let op.", "Nu."]


def test_crlf_is_kept() -> None:
    assert sources("# Kop\r\n\r\nEen zin\r\ndie loopt.\r\n") == ["Kop", "Een zin\r\ndie loopt."]


def test_html_in_running_text_and_entities_stay() -> None:
    assert sources("Kim&nbsp;Il-sung <em>stierf</em>. Toen.") == ["Kim&nbsp;Il-sung <em>stierf</em>.", "Toen."]


def test_blocks_are_numbered() -> None:
    text = "# Kop\n\nEen. Twee.\n\n- Drie\n- Vier\n"
    assert [s.paragraph for s in segment_text(text, format="markdown")] == [0, 1, 1, 2, 3]


def test_deep_nesting_is_read() -> None:
    text = ">" * 60 + " Diep\n"
    assert sources(text) == ["Diep"]
