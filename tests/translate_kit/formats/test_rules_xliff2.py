"""The rules of XLIFF 2: one example for each, and the verdicts of the OASIS test suite where it is at hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from lxml import etree

from tests.translate_kit.formats.strategies import mutated
from translate_kit.errors import BadInput
from translate_kit.formats import safe_xml
from translate_kit.formats.inspection import inspect
from translate_kit.formats.rules import tmx14, xliff2, xliff12

SUITE = sorted((Path(__file__).parents[4] / "shared/data/interop/xlf").glob("oasis__*"))
NS = "urn:oasis:names:tc:xliff:document:2.0"
URN = "urn:oasis:names:tc:xliff:"


def _messages(unit: str, *, root: str = 'srcLang="nl" trgLang="en"', file: str = "", before: str = "") -> list[str]:
    document = (
        f'<xliff xmlns="{NS}" version="2.0" xmlns:o="other" xmlns:fs="{URN}fs:2.0" xmlns:mtc="{URN}matches:2.0"'
        f' xmlns:gls="{URN}glossary:2.0" xmlns:mda="{URN}metadata:2.0" xmlns:val="{URN}validation:2.0"'
        f' xmlns:slr="{URN}sizerestriction:2.0" {root}><file id="f" {file}>{before}{unit}</file></xliff>'
    )
    return [problem.message for problem in xliff2.problems(etree.fromstring(document))]


def _unit(source: str, target: str | None = None, before: str = "") -> str:
    translation = "" if target is None else f"<target>{target}</target>"
    return f'<unit id="u">{before}<segment><source>{source}</source>{translation}</segment></unit>'


@pytest.mark.parametrize("place", SUITE, ids=lambda place: place.name.removeprefix("oasis__"))
def test_the_verdict_is_that_of_the_oasis_test_suite(place: Path) -> None:
    assert bool(inspect(place).problem_count) is ("_invalid_" in place.name)


@pytest.mark.parametrize(
    ("unit", "says"),
    [
        (_unit("a") + _unit("b"), "a second unit"),
        ('<unit id="u"><ignorable><source/></ignorable></unit>', "<unit> holds ignorable"),
        ('<unit id="u"><segment subState="x:y"><source/></segment></unit>', "'subState' without"),
        ('<unit id="u"><segment state="done"><source/></segment></unit>', "state='done'"),
        (_unit('<ph id="1"/><ph id="1"/>'), "a second part or code"),
        (_unit('<ph id="1" dataRef="d"/>'), "no such <data>"),
        (_unit('<sc id="1"/>'), "has no <ec>"),
        (_unit('<ec startRef="1"/><sc id="1"/>'), "no <sc> before it"),
        (_unit('<sc id="1" isolated="yes"/><ec startRef="1"/>'), "has its <ec> in the unit"),
        (_unit('<sc id="1" canCopy="no"/><ec startRef="1"/>'), "canCopy is not the same"),
        (_unit('<ec isolated="yes"/>'), "an isolated <ec>"),
        (_unit('<sm id="1"/>'), "has no <em>"),
        (_unit('<em startRef="1"/>'), "no <sm> before it"),
        (_unit('<ph id="1"/><ph id="2" copyOf="3"/>'), "which is not there"),
        (_unit('<ph id="1" canCopy="no"/><ph id="2" copyOf="1"/>'), "must not be copied"),
        (_unit('<ph id="1" canReorder="no" canCopy="no" canDelete="no"/>'), "'firstNo'"),
        (_unit('<ph id="1" canReorder="firstNo"/>'), "canCopy and canDelete"),
        (_unit('<ph id="1" canDelete="no"/>', "b"), "must not be deleted"),
        (_unit('<ph id="1" subType="x:y"/>'), "without 'type'"),
        (_unit('<ph id="1" type="fmt" subType="xlf:var"/>'), "does not go with"),
        (_unit('<ph id="1" subFlows="nowhere"/>'), "names the unit 'nowhere'"),
        (_unit('<cp hex="0041"/>'), "can hold itself"),
        (_unit('<mrk id="1" type="comment">a</mrk>'), "either 'value' or 'ref'"),
        (_unit('<mrk id="1" type="comment" ref="#n=1">a</mrk>'), "not a note of its unit"),
        (_unit('<mrk id="1" ref="#u=1/f=1">a</mrk>'), "not a fragment identifier"),
        (_unit('<pc id="1" o:x="y">a</pc>'), "of another namespace"),
        (_unit('<ph id="1" fs:subFs="x"/>'), "'subFs' without"),
        (_unit('<ph id="1" fs:fs="paragraph"/>'), "HTML element"),
        (_unit('<ph id="1" slr:sizeRestriction="ten"/>'), "sizeRestriction='ten'"),
        (
            _unit("a", before="<gls:glossary><gls:glossEntry><gls:term>a</gls:term></gls:glossEntry></gls:glossary>"),
            "neither a <translation>",
        ),
        (
            _unit("a", before="<mda:metadata><mda:metaGroup><mda:meta>x</mda:meta></mda:metaGroup></mda:metadata>"),
            "<meta> has no 'type'",
        ),
        (_unit("a", before="<val:validation><val:rule/></val:validation>"), "just one of"),
        (
            _unit(
                "a",
                before='<mtc:matches><mtc:match ref="#s" subType="x:y"><source/><target/></mtc:match></mtc:matches>',
            ),
            "'subType' of <match>",
        ),
        (
            _unit(
                "a",
                before='<mtc:matches><mtc:match ref="#s"><source/><target xml:lang="fr"/></mtc:match></mtc:matches>',
            ),
            "xml:lang='fr' of a match",
        ),
        (_unit("a", before='<o:x id="1"/><o:x id="1"/>'), "a second element"),
        (
            '<unit id="u"><segment><source/><target order="1"/></segment>'
            '<segment><source/><target order="1"/></segment></unit>',
            "have place 1",
        ),
    ],
)
def test_a_broken_rule_is_a_problem(unit: str, says: str) -> None:
    found = _messages(unit)
    assert any(says in message for message in found), found


@pytest.mark.parametrize(
    "unit",
    [
        _unit(
            '<pc id="1" canReorder="firstNo" canCopy="no" canDelete="no">a</pc><ph id="2" type="ui" subType="xlf:var"/>'
        ),
        _unit('<sc id="1"/>a<ec startRef="1"/><sm id="m"/>b<em startRef="m"/><cp hex="0001"/>', "c"),
        _unit('<mrk id="1" type="comment" ref="#n=n1">a</mrk>', before='<notes><note id="n1">x</note></notes>'),
        _unit(
            "a",
            before='<o:x id="1"><o:y id="2"/></o:x><mda:metadata><mda:metaGroup><mda:meta type="t">x</mda:meta>'
            "</mda:metaGroup></mda:metadata>",
        ),
    ],
)
def test_what_is_allowed_is_no_problem(unit: str) -> None:
    assert _messages(unit) == []


def test_the_document_is_checked_too() -> None:
    assert "a <target>, but <xliff> has no 'trgLang'." in _messages(_unit("a", "b"), root='srcLang="nl"')
    assert any("is not a language tag" in message for message in _messages(_unit("a"), root='srcLang="n"'))
    assert any("'fr' by its xml:lang" in message for message in _messages(_unit("a"), file='xml:lang="fr"'))
    assert "<skeleton> is empty and has no 'href'." in _messages(_unit("a"), before="<skeleton/>")
    assert "<xliff> has no 'srcLang'." in _messages(_unit("a"), root="")


UNIT2 = _unit('<ph id="1"/><sc id="2"/><cp hex="01"/>')
UNIT1 = '<trans-unit id="1"><source>a</source></trans-unit>'
SEEDS = [
    f'<xliff xmlns="{NS}" version="2.0" srcLang="nl"><file id="f">{UNIT2}</file></xliff>',
    f'<xliff version="1.2"><file original="a"><body>{UNIT1}</body></file></xliff>',
    '<tmx version="1.4"><header srclang="nl"/><body><tu><tuv xml:lang="nl"><seg>a</seg></tuv></tu></body></tmx>',
]
PIECES = [
    b' order="x"',
    b' id=""',
    b"<!-- -->",
    b"<?a b?>",
    b"<notes><note/></notes>",
    b"<ec/>",
    b"<pc><ec/></pc>",
    b"<x/>",
]


@given(mutated([seed.encode() for seed in SEEDS], PIECES))
def test_the_rules_never_stumble_over_what_they_are_shown(data: bytes) -> None:
    try:
        root = safe_xml.parse(data, path="a.xlf")
    except BadInput:
        return
    for found in (xliff2.problems(root), xliff12.problems(root, safe_xml.namespace(root)), tmx14.problems(root)):
        assert all(problem.message for problem in found)
