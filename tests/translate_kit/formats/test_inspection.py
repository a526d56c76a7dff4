"""`inspect`: what a file is, and each rule of a standard that it can break."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from lxml import etree

from tests.translate_kit.formats.strategies import segment_lists
from translate_kit.cli.base import Session, exit_code_of
from translate_kit.cli.inspect import inspect as command
from translate_kit.data import Segment, State
from translate_kit.formats import export_po, export_tmx, export_xliff
from translate_kit.formats.inspection import inspect
from translate_kit.formats.rules import tmx14, xliff12

LANGUAGES = {"source_language": "nl", "target_language": "en"}
INTEROP = Path(__file__).parents[4] / "shared/data/interop"
NS = "urn:oasis:names:tc:xliff:document:1.2"

ARTICLE = [
    Segment(id="1", source="Eén twee – drie.", target="One", document="a.md", state=State.TRANSLATED),
    Segment(id="2", source="Vier", document="b.md"),
]


@pytest.mark.parametrize(
    ("name", "data", "format", "version"),
    [
        ("a.po", export_po(ARTICLE, **LANGUAGES), "po", ""),
        ("a.xlf", export_xliff(ARTICLE, **LANGUAGES), "xliff", "1.2"),
    ],
)
def test_a_sound_file_is_described(tmp_path: Path, name: str, data: bytes, format: str, version: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert inspect(tmp_path / name).as_json() == {
        "file": str(tmp_path / name),
        "format": format,
        "version": version,
        "source_language": "nl",
        "target_language": "en",
        "units": 2,
        "words": 4,
        "states": {"translated": 1, "new": 1},
        "documents": ["a.md", "b.md"],
        "encoding": "",
        "problems": [],
        "problem_count": 0,
    }


def test_a_document_is_described(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Kop\n\nEen zin. Nog een.\n", encoding="utf-8-sig")
    found = inspect(tmp_path / "a.md")
    assert (found.format, found.units, found.words, found.encoding) == (
        "markdown",
        3,
        5,
        "utf-8 with a byte order mark",
    )


def test_a_compressed_memory_is_described(tmp_path: Path) -> None:
    (tmp_path / "a.tmx").write_bytes(gzip.compress(export_tmx(ARTICLE, **LANGUAGES)))
    found = inspect(tmp_path / "a.tmx")
    assert (found.format, found.version, found.units, found.problem_count) == ("tmx", "1.4", 1, 0)


def test_a_file_that_cannot_be_read_has_its_reason_as_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text('msgid "a\n', encoding="utf-8")
    found = inspect(tmp_path / "a.po")
    assert [(problem.line, "does not end" in problem.message) for problem in found.problems] == [(1, True)]
    assert found.format == "po"


def test_tags_are_no_words(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text('msgid "a <b class=\\"x y\\">c</b>d – e"\nmsgstr ""\n', encoding="utf-8")
    assert inspect(tmp_path / "a.po").words == 3


def _xliff(body: str, *, file: str = "", header: str = "", version: str = "1.2") -> etree._Element:
    attributes = file or 'original="f" source-language="nl" target-language="en" datatype="plaintext"'
    return etree.fromstring(
        f'<xliff xmlns="{NS}" xmlns:o="other" version="{version}">\n<file {attributes}>{header}<body>\n'
        f"{body}</body></file></xliff>"
    )


def _unit(inside: str, attributes: str = 'id="1"') -> str:
    return f"<trans-unit {attributes}>{inside}</trans-unit>"


PAIR = "<source>a</source><target>b</target>"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (_unit(PAIR, ""), "has no 'id'"),
        (_unit(PAIR) + _unit(PAIR), "there already"),
        ('<group id="1"/><group id="1"/>', "there already"),
        (_unit("<target>b</target><source>a</source>"), "in this order: source"),
        (_unit("<target>b</target>"), "in this order: source"),
        (_unit(PAIR, 'id="1" approved="ja"'), "approved='ja'"),
        (_unit(PAIR, 'id="1" state="final"'), "does not know"),
        (_unit('<source>a</source><target state="done">b</target>'), "state='done'"),
        (_unit('<source>a</source><target state-qualifier="mt">b</target>'), "state-qualifier='mt'"),
        (_unit('<source>a</source><target phase-name="p">b</target>'), "no such <phase>"),
        (_unit('<source><bpt id="1"/>a</source>'), "not a pair"),
        (_unit('<source><ept id="1" rid="2"/>a<bpt id="1" rid="1"/></source>'), "not a pair"),
        (_unit("<source><g>a</g></source>"), "<g> has no 'id'"),
        (_unit("<source><b>a</b></source>"), "<b> is not an element"),
        (
            _unit(
                '<source>a</source><seg-source><mrk mtype="seg" mid="1">a</mrk></seg-source>'
                '<target><mrk mtype="seg" mid="2">b</mrk></target>'
            ),
            "not in the <seg-source>",
        ),
        (
            _unit('<source>a</source><seg-source><mrk mtype="seg" mid="1"/><mrk mtype="seg" mid="1"/></seg-source>'),
            "2 times",
        ),
        (_unit(PAIR + "text"), "may not hold text"),
        (_unit(PAIR + '<note priority="11">x</note>'), "from 1 to 10"),
        (_unit(PAIR + '<alt-trans alttranstype="good"><target>b</target></alt-trans>'), "alttranstype='good'"),
        (_unit(PAIR + '<alt-trans tool-id="t"><target>b</target></alt-trans>'), "no such <tool>"),
        ("<o:x/>", "another namespace"),
    ],
)
def test_a_broken_rule_of_xliff_12_is_a_problem_with_its_line(body: str, says: str) -> None:
    found = list(xliff12.problems(_xliff(body), NS))
    assert any(says in problem.message for problem in found), found
    assert all(problem.line == 3 for problem in found)


@pytest.mark.parametrize(
    "body",
    [
        _unit(PAIR, 'id="1" o:mine="x"') + "<group>" + _unit(PAIR + "<o:x><y/></o:x>", 'id="2"') + "</group>",
        _unit('<source><g id="1"><x id="2" ctype="x-br"/></g><bpt id="3">x</bpt><ept id="3"/></source>'),
        _unit('<source>a</source><target state="x-mine" state-qualifier="x-mine">b</target>'),
        _unit('<source>a<it id="1" pos="open"/></source>') + '<bin-unit id="b" mime-type="image/png">'
        '<bin-source><external-file href="x"/></bin-source></bin-unit>',
        "",
    ],
)
def test_what_xliff_12_allows_is_no_problem(body: str) -> None:
    assert list(xliff12.problems(_xliff(body), NS)) == []


def test_what_a_file_of_xliff_12_must_have_is_asked_for() -> None:
    messages = [problem.message for problem in xliff12.problems(_xliff("", file='source-language="n l"'), NS)]
    assert "<file> has no 'original'." in messages
    assert "<file> has no 'datatype'." in messages
    assert any("source-language='n l'" in message for message in messages)
    assert any("version='3'" in problem.message for problem in xliff12.problems(_xliff("", version="3"), NS))
    assert any("namespace" in problem.message for problem in xliff12.problems(etree.fromstring("<xliff/>"), ""))


def _tmx(body: str, *, srclang: str = "nl", version: str = "1.4") -> etree._Element:
    return etree.fromstring(
        f'<tmx version="{version}">\n<header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x"'
        f' adminlang="en" srclang="{srclang}" datatype="plaintext"/>\n<body>{body}</body></tmx>'
    )


NL, EN = '<tuv xml:lang="nl"><seg>a</seg></tuv>', '<tuv xml:lang="en"><seg>b</seg></tuv>'


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<tu/>", "in this order: note, prop, tuv"),
        (f"<tu>{EN}</tu>", "source language 'nl'"),
        (f"<tu>{NL}{EN}<note>x</note></tu>", "in this order"),
        (f'<tu creationdate="2026-01-31">{NL}{EN}</tu>', "a date and time such as"),
        (f'<tu usagecount="vaak">{NL}{EN}</tu>', "a number"),
        (f'<tu segtype="zin">{NL}{EN}</tu>', "segtype='zin'"),
        (f"<tu><prop>x</prop>{NL}{EN}</tu>", "<prop> has no 'type'"),
        (f"<tu><tuv><seg>a</seg></tuv>{NL}</tu>", "<tuv> has no 'xml:lang'"),
        (f'<tu><tuv xml:lang="en"/>{NL}</tu>', "in this order: note, prop, seg"),
        ('<tu><tuv xml:lang="nl"><seg><bpt i="1"/></seg></tuv></tu>', "not a pair"),
        ('<tu><tuv xml:lang="nl"><seg><bpt i="1"/><bpt i="1"/><ept i="1"/><ept i="1"/></seg></tuv></tu>', "two <bpt>"),
        ('<tu><tuv xml:lang="nl"><seg><b>a</b></seg></tuv></tu>', "<b> is not an element of TMX 1.4"),
        ('<tu><tuv xml:lang="nl"><seg><it>x</it></seg></tuv></tu>', "<it> has no 'pos'"),
    ],
)
def test_a_broken_rule_of_tmx_is_a_problem_with_its_line(body: str, says: str) -> None:
    found = list(tmx14.problems(_tmx(body)))
    assert any(says in problem.message for problem in found), found
    assert all(problem.line == 3 for problem in found)


def test_what_tmx_allows_is_no_problem() -> None:
    rich = (
        '<tu tuid="1" creationdate="20260131T120000Z"><note>n</note><prop type="x-a">p</prop>'
        '<tuv xml:lang="NL-be"><seg>a<bpt i="1" x="1">&lt;b></bpt>b<ept i="1"/><ph><sub>c</sub></ph>'
        '<hi>d</hi><it pos="end"/></seg></tuv></tu>'
    )
    assert list(tmx14.problems(_tmx(rich))) == []
    assert list(tmx14.problems(_tmx(f"<tu>{EN}</tu>", srclang="*all*"))) == []


def test_old_tmx_has_lang_without_a_prefix() -> None:
    old = '<tu><tuv lang="nl"><seg>a</seg></tuv></tu>'
    assert list(tmx14.problems(_tmx(old, version="1.1"))) == []
    assert [problem.message for problem in tmx14.problems(_tmx(old))] == ["<tuv> has no 'xml:lang'."]


@pytest.mark.skipif(not INTEROP.exists(), reason="../shared is not there")
def test_the_rules_of_tmx_agree_with_the_dtd() -> None:
    with (INTEROP / "schemas/okapi__tmx14.dtd").open("rb") as stream:
        dtd = etree.DTD(stream)
    parser = etree.XMLParser(load_dtd=False, resolve_entities=False)
    roots = {place.name: etree.parse(place, parser).getroot() for place in sorted((INTEROP / "tmx").glob("*"))}
    # The DTD is that of 1.4.
    roots = {name: root for name, root in roots.items() if root.get("version") == "1.4"}
    assert len(roots) > 20
    for name, root in roots.items():
        # Whether inline codes are pairs is a rule of the specification that a DTD cannot state.
        ours = [problem for problem in tmx14.problems(root) if "<bpt>" not in problem.message]
        assert dtd.validate(root) is not bool(ours), (name, ours)


@given(segment_lists)
def test_our_own_exports_break_no_rule(segments: list[Segment]) -> None:
    xliff = etree.fromstring(export_xliff(segments, **LANGUAGES))
    assert list(xliff12.problems(xliff, NS)) == []
    assert list(tmx14.problems(etree.fromstring(export_tmx(segments, **LANGUAGES)))) == []


def test_the_command_prints_one_object_a_file_and_fails_with_3_when_a_rule_is_broken(tmp_path: Path) -> None:
    good, bad = tmp_path / "a.xlf", tmp_path / "b.xlf"
    good.write_bytes(export_xliff(ARTICLE, **LANGUAGES))
    bad.write_text(f'<xliff xmlns="{NS}" version="1.2"><file><body/></file></xliff>', encoding="utf-8")
    sound = CliRunner().invoke(command, [str(good), "--json"], obj=Session())
    assert sound.exit_code == 0
    both = CliRunner().invoke(command, [str(good), str(bad), str(tmp_path / "none.po"), "--json"], obj=Session())
    assert both.exception is not None
    assert exit_code_of(both.exception) == 3
    found = json.loads(both.stdout)
    assert [len(one["problems"]) for one in found] == [0, 3, 1]
    assert set(found[1]["problems"][0]) == {"line", "message"}


def test_the_command_speaks_to_people_too(tmp_path: Path) -> None:
    place = tmp_path / "a.xlf"
    place.write_bytes(export_xliff(ARTICLE, **LANGUAGES))
    shown = CliRunner().invoke(command, [str(place)], obj=Session()).stdout
    assert shown == f"{place}: XLIFF 1.2, nl → en, 2 units, 4 words\n  1 translated, 1 new\n"
