"""TMX out and in: valid against the DTD where it is at hand, read by other tools, the same segments back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from translate.storage import factory
from translate.storage import tmx as toolkit_tmx

from tests.translate_kit.formats.strategies import mutated, refusal, segment_lists, texts
from tm.tmx import read_tmx
from translate_kit.data import Segment, State
from translate_kit.errors import BadInput
from translate_kit.formats import export_tmx, open_bilingual, read_bilingual, tmx
from translate_kit.formats.safe_xml import NOT_XML

LANGUAGES = {"source_language": "nl", "target_language": "en"}
DTD = Path(__file__).parents[4] / "shared/data/interop/schemas/okapi__tmx14.dtd"

ARTICLE = [
    Segment(id="1", source="Eén", target="One", document="a.md", state=State.TRANSLATED),
    Segment(id="2", source="Twee", document="a.md"),
    Segment(id="3", source="Drie & <vier>", target="Three", document="a.md", state=State.DRAFT, note="let op"),
]


def test_only_what_has_a_target_is_written_with_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "a.tmx").write_bytes(export_tmx(ARTICLE, **LANGUAGES))
    units = list(read_tmx(tmp_path / "a.tmx"))
    assert [(unit.tuid, unit.previous, unit.following, unit.document) for unit in units] == [
        ("1", None, "Twee", "a.md"),
        ("3", "Twee", None, "a.md"),
    ]


@given(segment_lists)
def test_our_own_export_reads_back_the_same(segments: list[Segment]) -> None:
    found = tmx.read(export_tmx(segments, **LANGUAGES), path="a.tmx")
    assert found.segments == [s for s in segments if NOT_XML.sub("", s.source) and NOT_XML.sub("", s.target)]
    assert found.problems == []
    assert (found.version, found.source_language) == ("1.4", "nl")


@pytest.mark.skipif(not DTD.exists(), reason="../shared is not there")
@given(segment_lists)
def test_our_own_export_is_valid_against_the_dtd(segments: list[Segment]) -> None:
    with DTD.open("rb") as stream:
        dtd = etree.DTD(stream)
    assert dtd.validate(etree.fromstring(export_tmx(segments, **LANGUAGES))), dtd.error_log


@given(st.lists(texts.filter(lambda text: text and not NOT_XML.search(text)), max_size=5))
def test_translate_toolkit_reads_what_we_write(sources: list[str]) -> None:
    segments = [Segment(id=str(n), source=text, target=text[::-1]) for n, text in enumerate(sources)]
    store = toolkit_tmx.tmxfile.parsestring(export_tmx(segments, **LANGUAGES))
    assert [(str(unit.source), str(unit.target)) for unit in store.units] == [(text, text[::-1]) for text in sources]


def test_the_toolkit_factory_opens_it(tmp_path: Path) -> None:
    (tmp_path / "a.tmx").write_bytes(export_tmx(ARTICLE, **LANGUAGES))
    units = factory.getobject(str(tmp_path / "a.tmx")).units
    assert [(unit.source, unit.target) for unit in units] == [("Eén", "One"), ("Drie & <vier>", "Three")]


HEADER = (
    '<tmx version="1.4">\n<header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x"'
    ' adminlang="en" srclang="{}" datatype="plaintext"/>\n<body>\n'
)


def _read(tmp_path: Path, body: str, language: str = "nl") -> list[Segment]:
    (tmp_path / "a.tmx").write_text(HEADER.format(language) + body + "</body></tmx>", encoding="utf-8")
    return read_bilingual(tmp_path / "a.tmx")


def test_native_code_belongs_to_the_text(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        '<tu><tuv xml:lang="nl"><seg>a <bpt i="1">&lt;b&gt;</bpt>c<ept i="1">&lt;/b&gt;</ept><ph x="2"/>'
        '<hi type="x">d</hi></seg></tuv><tuv xml:lang="en"><seg>b</seg></tuv></tu>',
    )
    assert found[0].source == 'a <b>c</b><ph i="2"/><hi>d</hi>'


def test_the_source_is_what_the_header_says_and_the_target_the_language_of_the_first_unit(tmp_path: Path) -> None:
    body = (
        '<tu><tuv xml:lang="en"><seg>b</seg></tuv><tuv xml:lang="nl"><seg>a</seg></tuv></tu>'
        '<tu><tuv xml:lang="de"><seg>e</seg></tuv><tuv xml:lang="NL-be"><seg>c</seg></tuv>'
        '<tuv xml:lang="en"><seg>d</seg></tuv></tu>'
    )
    assert [(segment.source, segment.target) for segment in _read(tmp_path, body)] == [("a", "b"), ("c", "d")]
    assert next((segment.source, segment.target) for segment in _read(tmp_path, body, "*all*")) == ("b", "a")


def test_a_unit_in_one_language_is_untranslated(tmp_path: Path) -> None:
    found = _read(tmp_path, '<tu tuid="x"><tuv xml:lang="nl"><seg>a</seg></tuv></tu>')
    assert [(segment.id, segment.target, segment.state) for segment in found] == [("x", "", State.NEW)]


def test_what_was_repaired_is_a_problem(tmp_path: Path) -> None:
    _read(tmp_path, '<tu creationdate="gisteren"><tuv xml:lang="nl"><seg>a</seg></tuv></tu>')
    problems = open_bilingual(tmp_path / "a.tmx").problems
    assert [(problem.line, "gisteren" in problem.message) for problem in problems] == [(4, True)]


def test_broken_tmx_is_refused_with_its_line_and_its_own_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="well-formed") as caught:
        _read(tmp_path, "<tu><tuv>")
    assert caught.value.line == 4
    assert str(tmp_path / "a.tmx") in str(caught.value)


TAGS = [b"<", b">", b'"', b"<seg>", b"</tuv>", b"&x;", b"<ph/>", b"<hi>", b"<tu>", b"<?xml"]


@given(mutated([export_tmx(ARTICLE, **LANGUAGES)], TAGS))
def test_a_mutated_file_is_read_or_refused(data: bytes) -> None:
    assert refusal(tmx, data, "a.tmx")[:5] in ("", "a.tmx")
