"""CSV and TSV, and the bilingual page."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from tests.translate_kit.formats.strategies import refusal, segment_lists
from translate_kit.data import Origin, Segment, State
from translate_kit.errors import BadInput
from translate_kit.formats import export_csv, export_html, read_bilingual, tsv

LANGUAGES = {"source_language": "nl", "target_language": "en"}

ARTICLE = [
    Segment(id="1", source="Eén", target="One", document="a.md", state=State.TRANSLATED),
    Segment(id="2", source='Hij zei: "ja",\nen ging.', target="=1+1", document="a.md", state=State.DRAFT),
]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@given(segments=segment_lists)
def test_our_own_table_reads_back_the_same(delimiter: str, segments: list[Segment]) -> None:
    written = export_csv(segments, delimiter=delimiter, **LANGUAGES)
    assert tsv.read(written, path="a.csv").segments == segments


@given(st.text(st.sampled_from("'=+-@\t\r\n ,;\"a"), max_size=6))
def test_no_cell_begins_like_a_formula(text: str) -> None:
    written = export_csv([Segment(id="1", source=text, target=text, note=text)], **LANGUAGES)
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]


def test_it_is_what_a_spreadsheet_expects() -> None:
    written = export_csv(ARTICLE, **LANGUAGES)
    assert written.startswith(b"\xef\xbb\xbfdocument,id,source,target,state,")
    assert b"'=1+1" in written
    rows = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert [row["source"] for row in rows] == ["Eén", 'Hij zei: "ja",\nen ging.']


def test_work_done_in_a_spreadsheet_comes_back(tmp_path: Path) -> None:
    saved = "document;id;source;target;state\r\na.md;1;Eén;One!;reviewed\r\na.md;2;Twee;;\r\n"
    (tmp_path / "a.csv").write_text(saved, encoding="utf-8", newline="")
    found = read_bilingual(tmp_path / "a.csv")
    assert [(s.document, s.id, s.target, s.state) for s in found] == [
        ("a.md", "1", "One!", State.REVIEWED),
        ("a.md", "2", "", State.NEW),
    ]


def test_source_and_target_are_enough(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('target,source\n"One, two",Een\n', encoding="utf-8")
    assert [(s.id, s.source, s.target) for s in read_bilingual(tmp_path / "a.csv")] == [("2", "Een", "One, two")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_column_with_the_state_is_read_whatever_parts_the_columns(tmp_path: Path, delimiter: str) -> None:
    # With tabs the state was taken for a note, and a draft for a confirmed translation.
    rows = (("Source", "Target", "State"), ("Eén", "One", "draft"), ("Twee", "Two", "reviewed"))
    (tmp_path / "a.tsv").write_text("".join(f"{delimiter.join(row)}\n" for row in rows), encoding="utf-8")
    found = read_bilingual(tmp_path / "a.tsv")
    assert [(s.source, s.target, s.state) for s in found] == [
        ("Eén", "One", State.DRAFT),
        ("Twee", "Two", State.REVIEWED),
    ]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("id,source,target\n1,a\n", 2, "2 cells"),
        ('id,source,target\n1,"a,b\n', 2, "not CSV"),
        ('id,source,target\n1,"a"b,c\n', 2, "not CSV"),
    ],
)
def test_a_broken_row_is_refused_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=says) as caught:
        read_bilingual(tmp_path / "a.csv")
    assert caught.value.line == line


def test_a_cell_of_a_million_characters_is_read() -> None:
    long = "a b " * 200_000
    assert tsv.read(export_csv([Segment(id="1", source=long)], **LANGUAGES), path="a.csv").segments[0].source == long


def test_plain_pairs_are_read_by_line_and_a_quote_is_a_quote(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text(
        '"Ja", zei hij\t"Yes," he said\tnoot\r\n\r\nnee\t\r\n', encoding="utf-8", newline=""
    )
    found = read_bilingual(tmp_path / "a.tsv")
    assert [(s.id, s.source, s.target, s.note, s.state) for s in found] == [
        ("1", '"Ja", zei hij', '"Yes," he said', "noot", State.TRANSLATED),
        ("3", "nee", "", "", State.NEW),
    ]


@pytest.mark.parametrize("header", ["source\ttarget", "Source\tTarget", "# glossary", "\ufeffsource\ttarget\tnote"])
def test_a_header_is_no_pair(tmp_path: Path, header: str) -> None:
    (tmp_path / "a.tsv").write_text(f"{header}\na\tb\n", encoding="utf-8")
    assert [(s.id, s.source, s.target) for s in read_bilingual(tmp_path / "a.tsv")] == [("2", "a", "b")]


def test_a_line_without_a_tab_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("a\tb\nc\n", encoding="utf-8")
    with pytest.raises(BadInput, match="without a tab") as caught:
        read_bilingual(tmp_path / "a.tsv")
    assert caught.value.line == 2
    assert caught.value.remedy


@given(st.binary(max_size=60) | st.text(st.sampled_from("idsourcetarget,;\t\"\n\r' 1a"), max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for head in (b"", b"id,source,target\n"):
        assert refusal(tsv, head + data, "a.csv")[:5] in ("", "a.csv")


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>&amp;\"'</td></table>"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_the_page_escapes_every_text_and_loads_nothing() -> None:
    hostile = Segment(
        id=HOSTILE,
        source=HOSTILE,
        target=HOSTILE,
        document=HOSTILE,
        kind=HOSTILE,
        state=State.DRAFT,
        origin=Origin.MACHINE,
        origin_detail=HOSTILE,
        key=HOSTILE,
        note=HOSTILE,
    )
    tags = _Tags()
    tags.feed(export_html([hostile], source_language=HOSTILE, target_language='"><script>').decode())
    assert tags.seen == {"html", "meta", "title", "style", "h1", "table", "thead", "tr", "th", "td"}
    assert not tags.attributes & {"src", "href", "onerror", "style", "action"}


@given(segment_lists)
def test_the_page_has_a_row_a_segment_with_both_texts(segments: list[Segment]) -> None:
    page = lxml_html.fromstring(export_html(segments, **LANGUAGES))
    rows = page.xpath("//table/tr | //tbody/tr")
    assert len(rows) == len(segments)
    by_id = sorted((row[0].text_content(), bool(row[2].xpath("./span"))) for row in rows)
    assert by_id == sorted((segment.id, not segment.target) for segment in segments)


def test_the_page_shows_source_and_target_side_by_side() -> None:
    page = lxml_html.fromstring(export_html(ARTICLE, **LANGUAGES))
    assert [cell.text_content() for cell in page.xpath("//tr[2]/td")] == ["2", ARTICLE[1].source, "=1+1", "draft"]
    assert page.xpath("//tr[2]/td[2]/@lang") == ["nl"]
