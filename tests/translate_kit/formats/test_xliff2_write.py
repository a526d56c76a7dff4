"""XLIFF 2.1 out: valid, true to its own rules, read by other tools, and the same segments back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.conftest import Run
from tests.translate_kit.formats.strategies import by_document, segment_lists, texts
from translate_kit.data import Origin, Segment, State, Suggestion
from translate_kit.errors import BadInput
from translate_kit.formats import export_xliff2, open_bilingual, read_bilingual, xliff
from translate_kit.formats.rules import xliff2 as rules
from translate_kit.formats.safe_xml import NOT_XML

LANGUAGES = {"source_language": "nl", "target_language": "en"}
NS = {
    "x": "urn:oasis:names:tc:xliff:document:2.0",
    "m": "urn:oasis:names:tc:xliff:matches:2.0",
    "d": "urn:oasis:names:tc:xliff:metadata:2.0",
}

CORE = Path("/usr/share/php/Symfony/Component/Translation/Resources/schemas/xliff-core-2.0.xsd")
"""Debian's php-symfony-translation has the schema of OASIS; version 2.1 changed nothing that we write."""

SUGGESTIONS = [
    Suggestion(target="Eén \x0b!", origin=Origin.MACHINE, detail="argos nl-en"),
    Suggestion(target="One", origin=Origin.MEMORY, detail="memory.db, unit 7", match_score=101),
    Suggestion(target="Won", origin=Origin.MEMORY, detail="memory.db, unit 8", match_score=70),
]


def test_there_is_one_file_a_document_and_the_languages_are_said_once() -> None:
    segments = [Segment(id="1", source="Eén", document="a.md"), Segment(id="1", source="Twee", document="b.txt")]
    root = etree.fromstring(export_xliff2(segments, **LANGUAGES))
    assert (root.get("version"), root.get("srcLang"), root.get("trgLang")) == ("2.1", "nl", "en")
    assert [(file.get("id"), file.get("original")) for file in root.findall("x:file", NS)] == [
        ("f1", "a.md"),
        ("f2", "b.txt"),
    ]


@pytest.mark.parametrize(
    ("state", "written", "sub_state"),
    [
        (State.DRAFT, "initial", None),
        (State.TRANSLATED, "translated", None),
        (State.REVIEWED, "reviewed", None),
        (State.FINAL, "final", None),
        (State.REJECTED, "initial", "tk:rejected"),
    ],
)
def test_states_are_written_one_to_one(state: State, written: str, sub_state: str | None) -> None:
    data = export_xliff2([Segment(id="1", source="a", target="b", state=state)], **LANGUAGES)
    part = etree.fromstring(data).find(".//x:segment", NS)
    assert part is not None
    assert (part.get("state"), part.get("subState")) == (written, sub_state)
    assert xliff.read(data, path="a.xlf").segments[0].state is state


def test_suggestions_become_matches_where_their_source_is_this_one() -> None:
    data = export_xliff2([Segment(id="1", source="Eén")], suggestions={"1": SUGGESTIONS}, **LANGUAGES)
    matches = etree.fromstring(data).findall(".//m:match", NS)
    assert [(one.get("type"), one.get("matchQuality"), one.get("origin"), one.get("ref")) for one in matches] == [
        ("mt", None, "argos nl-en", "#s1"),
        ("tm", "100.0", "memory.db, unit 7", "#s1"),
    ]


def test_terms_become_notes_that_are_not_the_segments_own() -> None:
    segment = Segment(id="1", source="Eén", note="let op\nhier")
    data = export_xliff2([segment], terms={"1": ["een = one"]}, **LANGUAGES)
    assert [note.text for note in etree.fromstring(data).findall(".//x:note", NS)] == ["een = one", "let op\nhier"]
    assert xliff.read(data, path="a.xlf").segments == [segment]


@given(segment_lists)
def test_our_own_export_reads_back_the_same(segments: list[Segment]) -> None:
    assert xliff.read(export_xliff2(segments, **LANGUAGES), path="a.xlf").segments == by_document(segments)


@given(segment_lists)
def test_our_own_export_breaks_no_rule(segments: list[Segment]) -> None:
    more = {"suggestions": {one.id: SUGGESTIONS for one in segments}, "terms": {one.id: ["a = b"] for one in segments}}
    written = export_xliff2(segments, **more, **LANGUAGES)
    assert [problem.message for problem in rules.problems(etree.fromstring(written))] == []


def _schema(path: Path) -> etree.XMLSchema:
    document = etree.parse(path)
    for imported in document.iter("{http://www.w3.org/2001/XMLSchema}import"):
        imported.set("schemaLocation", "xml.xsd")
    return etree.XMLSchema(document)


@pytest.mark.skipif(not CORE.exists(), reason="Debian's php-symfony-translation is not installed")
def test_our_own_export_is_valid_against_the_schema_of_the_core() -> None:
    schema = _schema(CORE)

    @given(segment_lists)
    def valid(segments: list[Segment]) -> None:
        suggestions = {segment.id: SUGGESTIONS for segment in segments}
        written = export_xliff2(segments, suggestions=suggestions, terms={"1": ["a = b"]}, **LANGUAGES)
        schema.assertValid(etree.fromstring(written))

    valid()
    schema.assertValid(etree.fromstring(export_xliff2([], **LANGUAGES)))


@given(st.lists(texts.filter(lambda text: text and not NOT_XML.search(text)), max_size=5))
def test_translate_toolkit_reads_what_we_write(sources: list[str]) -> None:
    from translate.storage.xliff2 import Xliff2File

    segments = [Segment(id=str(n), source=text, target=text[::-1]) for n, text in enumerate(sources)]
    store = Xliff2File.parsestring(export_xliff2(segments, **LANGUAGES))
    assert [(str(unit.source), str(unit.target)) for unit in store.units] == [(text, text[::-1]) for text in sources]


@pytest.mark.parametrize("name", ["a b", "é", "#1", "12[3]", "u1", "x" * 300])
def test_an_id_that_xml_has_no_place_for_comes_back(name: str) -> None:
    segments = [Segment(id=one, source="x") for one in dict.fromkeys((name, "u1", "1", "u2"))]
    assert [one.id for one in xliff.read(export_xliff2(segments, **LANGUAGES), path="a.xlf").segments] == [
        one.id for one in segments
    ]


def test_two_segments_with_one_id_are_refused() -> None:
    with pytest.raises(BadInput, match="twice"):
        export_xliff2([Segment(id="1", source="a"), Segment(id="1", source="b")], **LANGUAGES)


def test_a_project_goes_out_and_post_edited_work_comes_back(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Kop\n\nEen zin.\n", encoding="utf-8")
    tkit("init", "p")
    tkit("--project", "p", "add", "a.md")
    tkit("--project", "p", "export", "--format", "xliff2", "--out", "a.xlf")
    assert open_bilingual(tmp_path / "a.xlf").version == "2.1"
    assert json.loads(tkit("inspect", "a.xlf", "--json").stdout)[0]["problems"] == []
    text = (tmp_path / "a.xlf").read_text(encoding="utf-8")
    text = text.replace("<source>Kop</source>", "<source>Kop</source><target>Head</target>")
    (tmp_path / "a.xlf").write_text(text.replace('state="initial"', 'state="translated"', 1), encoding="utf-8")
    tkit("--project", "p", "import", "a.xlf")
    found = json.loads(tkit("--project", "p", "status", "--segments", "--json").stdout)["segments"]
    assert [(one["target"], one["state"]) for one in found] == [("Head", "translated"), ("", "new")]
    assert read_bilingual(tmp_path / "a.xlf")[0].target == "Head"
