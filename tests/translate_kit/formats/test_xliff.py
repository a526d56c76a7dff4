"""XLIFF 1.2 out and in: valid, read by other tools, and the same segments back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from translate.storage import factory
from translate.storage import xliff as toolkit_xliff

from tests.translate_kit.formats.strategies import by_document, mutated, refusal, segment_lists, texts
from translate_kit.data import Origin, Segment, State, Suggestion
from translate_kit.errors import BadInput
from translate_kit.formats import export_xliff, open_bilingual, read_bilingual, xliff
from translate_kit.formats.safe_xml import NOT_XML

LANGUAGES = {"source_language": "nl", "target_language": "en"}
NS = {"x": "urn:oasis:names:tc:xliff:document:1.2"}

ARTICLE = [
    Segment(id="1", source="Eén", target="One", document="a.md", state=State.TRANSLATED, kind="heading"),
    Segment(id="2", source="Twee & <drie>", target="Two", document="a.md", state=State.DRAFT, origin=Origin.MACHINE),
    Segment(id="3", source="Vier", document="a.md", note="let op", key="menu.open", locked=True),
    Segment(id="1", source="Vijf", target="Five", document="b.txt", state=State.FINAL, match_score=100),
]

SCHEMA = Path("/usr/share/php/Symfony/Component/Translation/Resources/schemas/xliff-core-1.2-strict.xsd")
"""Debian's php-symfony-translation has the schema of OASIS; it is not ours to ship."""


def _units(data: bytes) -> list[etree._Element]:
    found = etree.fromstring(data).xpath("//x:trans-unit", namespaces=NS)
    assert isinstance(found, list)
    return [unit for unit in found if isinstance(unit, etree._Element)]


def test_there_is_one_file_a_document() -> None:
    root = etree.fromstring(export_xliff(ARTICLE, **LANGUAGES))
    files = root.findall("x:file", NS)
    assert [(file.get("original"), file.get("datatype")) for file in files] == [
        ("a.md", "x-markdown"),
        ("b.txt", "plaintext"),
    ]
    assert [(file.get("source-language"), file.get("target-language")) for file in files] == [("nl", "en")] * 2


@pytest.mark.parametrize(
    ("state", "written", "approved"),
    [
        (State.DRAFT, "needs-review-translation", "no"),
        (State.TRANSLATED, "translated", "yes"),
        (State.REVIEWED, "signed-off", "yes"),
        (State.FINAL, "final", "yes"),
        (State.REJECTED, "needs-translation", "no"),
    ],
)
def test_states_are_written_as_the_table_says(state: State, written: str, approved: str) -> None:
    unit = _units(export_xliff([Segment(id="1", source="a", target="b", state=state)], **LANGUAGES))[0]
    target = unit.find("x:target", NS)
    assert target is not None
    assert (target.get("state"), unit.get("approved")) == (written, approved)
    assert (target.get("state-qualifier") == "rejected-inaccurate") is (state is State.REJECTED)


def test_an_untranslated_segment_has_no_target() -> None:
    unit = _units(export_xliff([Segment(id="1", source="a")], **LANGUAGES))[0]
    assert unit.find("x:target", NS) is None
    assert unit.get("approved") is None


@pytest.mark.parametrize(
    ("origin", "score", "qualifier"),
    [
        (Origin.MACHINE, None, "mt-suggestion"),
        (Origin.MEMORY, 101, "exact-match"),
        (Origin.MEMORY, 100, "exact-match"),
        (Origin.MEMORY, 84, "fuzzy-match"),
        (Origin.MEMORY, None, "leveraged-tm"),
        (Origin.REPETITION, None, "leveraged-inherited"),
        (Origin.PERSON, None, None),
        (Origin.NONE, None, None),
    ],
)
def test_where_a_target_came_from_is_its_qualifier(origin: Origin, score: int | None, qualifier: str | None) -> None:
    segment = Segment(id="1", source="a", target="b", state=State.DRAFT, origin=origin, match_score=score)
    target = _units(export_xliff([segment], **LANGUAGES))[0].find("x:target", NS)
    assert target is not None
    assert target.get("state-qualifier") == qualifier


def test_suggestions_become_alt_trans() -> None:
    suggestions = {
        "1": [
            Suggestion(target="Eine", origin=Origin.MEMORY, detail="main.db#12", match_score=84),
            Suggestion(target="One", origin=Origin.MACHINE),
        ]
    }
    unit = _units(export_xliff(ARTICLE[:1], suggestions=suggestions, **LANGUAGES))[0]
    found = unit.findall("x:alt-trans", NS)
    assert [(one.get("match-quality"), one.get("origin"), one.findtext("x:target", None, NS)) for one in found] == [
        ("84%", "main.db#12", "Eine"),
        (None, "machine", "One"),
    ]


def test_terms_are_notes_of_the_glossary_and_not_the_segments_note(tmp_path: Path) -> None:
    data = export_xliff(ARTICLE, terms={"3": ["vier = four"]}, **LANGUAGES)
    notes = _units(data)[2].findall("x:note", NS)
    assert [(note.get("from"), note.text) for note in notes] == [("glossary", "vier = four"), (None, "let op")]
    (tmp_path / "a.xlf").write_bytes(data)
    assert read_bilingual(tmp_path / "a.xlf")[2].note == "let op"


def test_markdown_marks_are_text() -> None:
    source = _units(export_xliff([Segment(id="1", source="**vet** en `code`")], **LANGUAGES))[0].find("x:source", NS)
    assert source is not None
    assert (source.text, len(source)) == ("**vet** en `code`", 0)


def test_a_character_that_xml_cannot_hold_becomes_an_inline_code() -> None:
    source = _units(export_xliff([Segment(id="1", source="a\x0bb")], **LANGUAGES))[0].find("x:source", NS)
    assert source is not None
    assert (source.text, source[0].tag, source[0].get("ctype"), source[0].tail) == (
        "a",
        f"{{{NS['x']}}}x",
        "x-char-000b",
        "b",
    )


@given(segment_lists)
def test_our_own_export_reads_back_the_same(segments: list[Segment]) -> None:
    written = export_xliff(segments, **LANGUAGES)
    assert xliff.read(written, path="a.xlf").segments == by_document(segments)


@given(segment_lists)
def test_our_own_export_breaks_no_rule(segments: list[Segment]) -> None:
    assert xliff.read(export_xliff(segments, **LANGUAGES), path="a.xlf").problems == []


@pytest.mark.skipif(not SCHEMA.exists(), reason="Debian's php-symfony-translation is not installed")
@given(segment_lists)
def test_our_own_export_is_valid_against_the_strict_schema(segments: list[Segment]) -> None:
    document = etree.parse(SCHEMA)
    for imported in document.iter("{http://www.w3.org/2001/XMLSchema}import"):
        imported.set("schemaLocation", "xml.xsd")
    schema = etree.XMLSchema(document)
    suggestions = {segment.id: [Suggestion(target="x", origin=Origin.MEMORY, match_score=70)] for segment in segments}
    written = export_xliff(segments, suggestions=suggestions, terms={"1": ["a = b"]}, **LANGUAGES)
    schema.assertValid(etree.fromstring(written))


@given(st.lists(texts.filter(lambda text: text and not NOT_XML.search(text)), max_size=5))
def test_translate_toolkit_reads_what_we_write(sources: list[str]) -> None:
    segments = [Segment(id=str(n), source=text, target=text[::-1]) for n, text in enumerate(sources)]
    store = toolkit_xliff.xlifffile.parsestring(export_xliff(segments, **LANGUAGES))
    assert [(str(unit.source), str(unit.target)) for unit in store.units] == [(text, text[::-1]) for text in sources]


def test_the_toolkit_factory_opens_it(tmp_path: Path) -> None:
    (tmp_path / "a.xlf").write_bytes(export_xliff(ARTICLE, **LANGUAGES))
    units = factory.getobject(str(tmp_path / "a.xlf")).units
    assert [(unit.source, unit.target or "", unit.isfuzzy()) for unit in units] == [
        ("Eén", "One", False),
        ("Twee & <drie>", "Two", True),
        ("Vier", "", False),
        ("Vijf", "Five", False),
    ]


def test_work_done_in_another_tool_comes_back_with_its_id_and_document(tmp_path: Path) -> None:
    place = tmp_path / "a.xlf"
    place.write_bytes(export_xliff(ARTICLE, **LANGUAGES))
    store = factory.getobject(str(place))
    store.units[2].target = "Four"
    store.units[2].markapproved()
    store.save()
    found = read_bilingual(place)[2]
    assert (found.document, found.id, found.target, found.key) == ("a.md", "3", "Four", "menu.open")
    assert found.state.confirmed


def _read(tmp_path: Path, body: str, *, root: str = "") -> list[Segment]:
    place = tmp_path / "a.xlf"
    root = root or f'<xliff version="1.2" xmlns="{NS["x"]}">'
    place.write_text(
        f'{root}\n<file original="f" source-language="nl" target-language="en" datatype="plaintext"><body>'
        f"{body}</body></file></xliff>",
        encoding="utf-8",
    )
    return read_bilingual(place)


@pytest.mark.parametrize(
    ("attributes", "target", "state"),
    [
        ("", "", State.NEW),
        ("", "<target/>", State.NEW),
        ("", "<target>b</target>", State.TRANSLATED),
        ('approved="yes"', "<target>b</target>", State.TRANSLATED),
        ('approved="no"', "<target>b</target>", State.DRAFT),
        ('approved="yes"', '<target state="needs-review-translation">b</target>', State.DRAFT),
        ("", '<target state="new">b</target>', State.DRAFT),
        ("", '<target state="translated">b</target>', State.TRANSLATED),
        ('approved="yes"', '<target state="translated">b</target>', State.TRANSLATED),
        ('approved="no"', '<target state="translated">b</target>', State.TRANSLATED),
        ("", '<target state="translated"/>', State.TRANSLATED),
        ("", '<target state="needs-l10n">b</target>', State.DRAFT),
        ("", '<target state="x-made-up">b</target>', State.DRAFT),
        ("", '<target state="signed-off">b</target>', State.REVIEWED),
        ("", '<target state="final">b</target>', State.FINAL),
        ("", '<target state="needs-translation" state-qualifier="rejected-length">b</target>', State.REJECTED),
    ],
)
def test_states_of_other_tools_are_read_as_the_table_says(
    tmp_path: Path, attributes: str, target: str, state: State
) -> None:
    found = _read(tmp_path, f'<trans-unit id="1" {attributes}><source>a</source>{target}</trans-unit>')
    assert found[0].state is state


def test_inline_codes_are_native_code_or_tags(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        '<trans-unit id="1"><source>a <bpt id="1">&lt;b&gt;</bpt>c<ept id="1">&lt;/b&gt;</ept> <x id="2"/>'
        '<g id="3">d<ph id="4"/></g><mrk mtype="term">e</mrk><!-- no -->'
        '<it id="5" pos="open">%s</it></source></trans-unit>',
    )
    assert found[0].source == 'a <b>c</b> <x id="2"/><g id="3">d<ph id="4"/></g>e%s'


def test_each_part_of_a_segmented_unit_is_a_segment(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        '<trans-unit id="7"><source>A. B.</source><seg-source><mrk mtype="seg" mid="a">A.</mrk> '
        '<mrk mtype="seg" mid="b">B.</mrk></seg-source><target><mrk mtype="seg" mid="b">Y.</mrk></target></trans-unit>',
    )
    assert [(segment.id, segment.source, segment.target) for segment in found] == [
        ("7[a]", "A.", ""),
        ("7[b]", "B.", "Y."),
    ]


def test_units_of_alternatives_and_binaries_are_not_segments(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        '<group><trans-unit id="1"><source>a</source><alt-trans><target>b</target></alt-trans></trans-unit></group>'
        '<bin-unit id="2" mime-type="image/png"><bin-source><external-file href="x"/></bin-source></bin-unit>',
    )
    assert [(segment.id, segment.source, segment.target) for segment in found] == [("1", "a", "")]


def test_a_file_without_namespace_is_read(tmp_path: Path) -> None:
    assert _read(tmp_path, '<trans-unit id="1"><source>a</source></trans-unit>', root='<xliff version="1.0">')


def test_the_qualifier_of_another_tool_says_where_the_target_came_from(tmp_path: Path) -> None:
    body = '<trans-unit id="1"><source>a</source><target state="new" state-qualifier="{}">b</target></trans-unit>'
    machine = _read(tmp_path, body.format("mt-suggestion"))[0]
    exact = _read(tmp_path, body.format("exact-match"))[0]
    assert (machine.origin, machine.match_score) == (Origin.MACHINE, None)
    assert (exact.origin, exact.match_score) == (Origin.MEMORY, 100)


def test_a_unit_without_source_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="without a <source>") as caught:
        _read(tmp_path, '\n<trans-unit id="1"><target>b</target></trans-unit>')
    assert caught.value.line == 3


def test_xml_that_is_not_xliff_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlf").write_text("<html/>", encoding="utf-8")
    with pytest.raises(BadInput, match="root element is <html>"):
        read_bilingual(tmp_path / "a.xlf")


def test_an_unknown_version_is_refused_with_what_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.xlf").write_text('<xliff xmlns="urn:oasis:names:tc:xliff:document:9.0"/>', encoding="utf-8")
    with pytest.raises(BadInput, match="are read"):
        read_bilingual(tmp_path / "a.xlf")


XLIFF2 = """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="nl" trgLang="en">
<file id="f1" original="a.md"><group id="g" translate="no"><unit id="u1" name="k"><notes><note>n</note></notes>
<originalData><data id="d1">&lt;b&gt;</data><data id="d2">&lt;/b&gt;</data></originalData>
<segment id="s1" state="translated">
<source>a <pc id="1" dataRefStart="d1" dataRefEnd="d2">b</pc><cp hex="0001"/></source>
<target>c <pc id="1" dataRefStart="d1" dataRefEnd="d2">d</pc></target></segment>
<ignorable><source> </source></ignorable><segment><source>e<ph id="2"/></source></segment></unit></group>
<unit id="u2"><segment state="initial" subState="tk:rejected"><source>f</source><target>g</target></segment></unit>
</file></xliff>"""


def test_xliff_2_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.xlf").write_text(XLIFF2, encoding="utf-8")
    found = open_bilingual(tmp_path / "a.xlf")
    assert (found.version, found.source_language, found.target_language) == ("2.0", "nl", "en")
    assert [(s.id, s.source, s.target, s.state, s.locked, s.document) for s in found.segments] == [
        ("u1[s1]", "a <b>b</b>\x01", "c <b>d</b>", State.TRANSLATED, True, "a.md"),
        ("u1[2]", 'e<ph id="2"/>', "", State.NEW, True, "a.md"),
        ("u2", "f", "g", State.REJECTED, False, "a.md"),
    ]
    assert (found.segments[0].key, found.segments[0].note) == ("k", "n")


TAGS = [b"<", b">", b'"', b"<source>", b"</target>", b"&x;", b"<mrk/>", b"<cp hex='zz'/>", b"<!--"]


@given(mutated([export_xliff(ARTICLE, **LANGUAGES), XLIFF2.encode()], TAGS))
def test_a_mutated_file_is_read_or_refused(data: bytes) -> None:
    assert refusal(xliff, data, "a.xlf")[:5] in ("", "a.xlf")
