"""Source documents in, translated documents out: everything but the words stays as it was."""

from __future__ import annotations

import codecs
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.translate_kit.formats.strategies import texts
from translate_kit.data import Segment, State
from translate_kit.errors import BadInput
from translate_kit.formats import encode_document, read_document, translated_document
from translate_kit.formats.markdown import blocks
from translate_kit.segment import segment_text

ARTICLE = """# Zelfredzaam

Een *kort* stuk. Met twee zinnen.

> Een citaat zonder punt

- eerste
- tweede punt
  1. genest

| kop | twee |
| --- | --- |
| a | b |

```python
print("niets vertalen")
```

Slot met [een link](https://example.org) en **vet**.
"""


def _read(place: Path, data: str | bytes) -> Path:
    place.write_bytes(data.encode() if isinstance(data, str) else data)
    return place


def _shout(segments: list[Segment]) -> list[Segment]:
    return [replace(segment, target=segment.source.upper(), state=State.DRAFT) for segment in segments]


def test_a_markdown_document_is_read_with_its_segments(tmp_path: Path) -> None:
    document = read_document(_read(tmp_path / "a.md", ARTICLE))
    assert (document.name, document.format, document.newline, document.encoding, document.bom) == (
        "a.md",
        "markdown",
        "\n",
        "utf-8",
        False,
    )
    assert {segment.document for segment in document.segments} == {"a.md"}
    assert all(document.text[segment.start : segment.end] == segment.source for segment in document.segments)


def test_the_name_in_the_project_can_be_another_than_the_files(tmp_path: Path) -> None:
    document = read_document(_read(tmp_path / "a.md", ARTICLE), name="deel/a.md")
    assert (document.name, document.segments[0].document) == ("deel/a.md", "deel/a.md")


def test_the_translated_document_has_the_same_structure() -> None:
    segments = segment_text(ARTICLE, format="markdown")
    result = translated_document(ARTICLE, _shout(segments), format="markdown")
    assert result.splitlines()[:9] == [
        "# ZELFREDZAAM",
        "",
        "EEN *KORT* STUK. MET TWEE ZINNEN.",
        "",
        "> EEN CITAAT ZONDER PUNT",
        "",
        "- EERSTE",
        "- TWEEDE PUNT",
        "  1. GENEST",
    ]
    assert blocks(result) == blocks(ARTICLE)
    assert 'print("niets vertalen")' in result


def test_without_targets_the_document_stays_as_it_is() -> None:
    assert translated_document(ARTICLE, segment_text(ARTICLE, format="markdown"), format="markdown") == ARTICLE


def test_a_target_that_a_person_confirmed_as_empty_leaves_nothing() -> None:
    text = "Eerste zin. Tweede zin."
    first, second = segment_text(text)
    merged = [replace(first, target="Both.", state=State.TRANSLATED), replace(second, state=State.TRANSLATED)]
    assert translated_document(text, merged) == "Both. "
    assert translated_document(text, [merged[0], second]) == "Both. Tweede zin."


def test_the_format_follows_from_the_name_of_the_document() -> None:
    segment = Segment(id="1", source="a", start=0, end=1, target="# b", state=State.DRAFT)
    assert translated_document("a", [replace(segment, document="x.md")]) == "\\# b"
    assert translated_document("a", [replace(segment, document="x.txt")]) == "# b"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be-bom", "latin-1"])
def test_line_ends_encoding_and_byte_order_mark_survive(tmp_path: Path, newline: str, encoding: str) -> None:
    text = f"# Kop één{newline}{newline}Een zin.{newline}"
    data = codecs.BOM_UTF16_BE + text.encode("utf-16-be") if encoding == "utf-16-be-bom" else text.encode(encoding)
    place = _read(tmp_path / "a.md", data)
    document = read_document(place, encoding="latin-1" if encoding == "latin-1" else None)
    assert document.newline == newline
    assert encode_document(document, document.text) == data
    translated = translated_document(document.text, _shout(document.segments))
    assert translated == f"# KOP ÉÉN{newline}{newline}EEN ZIN.{newline}"
    assert encode_document(document, translated).startswith(data[:2])


def test_what_the_encoding_cannot_hold_is_written_as_utf_8_with_a_mark(tmp_path: Path) -> None:
    document = read_document(_read(tmp_path / "a.txt", "Eén zin.".encode("latin-1")), encoding="latin-1")
    assert encode_document(document, "“One” sentence.") == codecs.BOM_UTF8 + "“One” sentence.".encode()


@pytest.mark.parametrize(
    "target",
    [
        "# kop",
        "###### kop",
        "- punt",
        "+ punt",
        "* punt",
        "1. punt",
        "1) punt",
        "2024. Dat jaar",
        "> citaat",
        ">citaat",
        "```",
        "~~~ code",
        "---",
        "***",
        "_ _ _",
        "===",
        "<div>",
        "<!-- weg -->",
        "[naam]: https://example.org",
        "    ingesprongen",
        "\tingesprongen",
        "een\n\ntwee",
        "een\n- twee",
        "een\r\n# twee",
        "een\u2028twee",
        "| a | b |",
        "a | b",
        "a  ",
        "-",
        "#",
        "1.",
        "",
        "\\",
        "`",
        "a #",
    ],
)
@pytest.mark.parametrize(
    "document",
    [
        "A",
        "A\n\nB",
        "# A\n\nB",
        "A\n=\n\nB",
        "> A\n>\n> B",
        "- A\n- B",
        "1. A\n2. B",
        "- [ ] A\n- [x] B",
        "> - A\n\nB",
        "| A | B |\n| - | - |\n| C | D |",
        "A\nB",
        "A\r\n\r\nB\r\n",
        "**A**",
        "A[^1]\n\n[^1]: B",
        "A  \nB",
    ],
)
def test_a_target_never_becomes_another_block(document: str, target: str) -> None:
    segments = segment_text(document, format="markdown") or [Segment(id="1", source="A", start=0, end=1)]
    changed = [replace(segment, target=target, state=State.DRAFT) for segment in segments]
    result = translated_document(document, changed, format="markdown")
    assert [block[:2] for block in blocks(result)] == [block[:2] for block in blocks(document)]


mark_up = st.text(st.sampled_from("#-+*>`~=_[]()<>|:!/\\&1.) \n\ta^"), max_size=12)


@given(st.lists(texts | mark_up, min_size=11, max_size=11))
def test_any_targets_leave_the_blocks_of_markdown_alone(targets: list[str]) -> None:
    segments = segment_text(ARTICLE, format="markdown")
    changed = [replace(s, target=t, state=State.DRAFT) for s, t in zip(segments, targets, strict=False)]
    assert blocks(translated_document(ARTICLE, changed, format="markdown")) == blocks(ARTICLE)


@given(texts)
def test_any_target_stays_on_its_line_in_plain_text(target: str) -> None:
    text = "Een zin.\r\n\r\nNog een zin.\r\n"
    first, second = segment_text(text)
    result = translated_document(text, [replace(first, target=target, state=State.DRAFT), second])
    assert result.splitlines()[1:] == ["", "Nog een zin."]


def test_an_empty_target_that_would_take_a_block_away_is_refused_with_its_line() -> None:
    text = "# Kop\n\nEen alinea.\n"
    heading, paragraph = segment_text(text, format="markdown")
    with pytest.raises(BadInput, match="its block would be lost") as caught:
        translated_document(text, [heading, replace(paragraph, state=State.FINAL)], format="markdown")
    assert caught.value.line == 3


def test_segments_of_another_text_are_refused_with_the_line() -> None:
    segments = segment_text("Een zin.\n\nNog een zin.")
    with pytest.raises(BadInput, match="has changed") as caught:
        translated_document("Een zin.\n\nEen andere.", segments)
    assert caught.value.line == 3


def test_overlapping_segments_are_refused() -> None:
    overlapping = [Segment(id="1", source="ab", start=0, end=2), Segment(id="2", source="bc", start=1, end=3)]
    with pytest.raises(BadInput, match="'2'"):
        translated_document("abc", overlapping)


def test_a_bilingual_file_is_no_source_document(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="gettext PO"):
        read_document(_read(tmp_path / "a.po", 'msgid "a"\nmsgstr "b"\n'))


@pytest.mark.parametrize("data", [b"", b" \n\t", b"\x00\x01\x02", b"caf\xe9", "a\n".encode("utf-16-le")])
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(BadInput):
        read_document(_read(tmp_path / "a.txt", data))
