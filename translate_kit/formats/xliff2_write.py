"""Write XLIFF 2.1: one `<file>` a document, one `<unit>` with one `<segment>` a segment.

What the core has no place for stands in modules of the standard: where a target came from in the metadata module, what
a memory or a machine proposed in the matches module. Ids of the core are NMTOKENs; an id of ours that is none gets a
number there, and stands in the metadata itself. `xliff2` reads it all back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lxml import etree

from translate_kit.data import Origin, Segment, State, Suggestion
from translate_kit.formats import states
from translate_kit.formats.checked import by_document, printable, require_writable, verified
from translate_kit.formats.safe_xml import NOT_XML, indent
from translate_kit.formats.xliff2 import CATEGORY, GLOSSARY, MATCHES, METADATA, NAMESPACES, read

CORE = NAMESPACES[0]
XML = "{http://www.w3.org/XML/1998/namespace}"

_NMTOKEN = re.compile(r"[A-Za-z0-9._-]+")
_MATCH_TYPE = {Origin.MACHINE: "mt", Origin.MEMORY: "tm", Origin.REPETITION: "idm"}

_STRUCTURAL = {"xliff", "file", "group", "unit", "segment", "notes", "matches", "match", "metadata", "metaGroup"}


def export(
    segments: Iterable[Segment],
    *,
    source_language: str,
    target_language: str,
    suggestions: Mapping[str, Sequence[Suggestion]] | None = None,
    terms: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """Write segments as XLIFF 2.1; see `translate_kit.formats.export_xliff2`."""
    segments = require_writable(segments, "XLIFF")
    prefixes: Any = {None: CORE, "mtc": MATCHES, "mda": METADATA}
    languages = {"srcLang": source_language, "trgLang": target_language}
    root = etree.Element(f"{{{CORE}}}xliff", {"version": "2.1", **languages}, nsmap=prefixes)
    documents = by_document(segments)
    # The schema wants at least one <file>, and something in each.
    for number, (document, own) in enumerate((documents or {"": []}).items(), 1):
        place = {"id": f"f{number}", "original": document, f"{XML}space": "preserve"}
        file = etree.SubElement(root, f"{{{CORE}}}file", place)
        if not own:
            etree.SubElement(file, f"{{{CORE}}}group", id="g1")
        names = _names(own)
        for segment in own:
            of_terms, of_suggestions = (terms or {}).get(segment.id, ()), (suggestions or {}).get(segment.id, ())
            _unit(file, names[segment.id], segment, of_suggestions, of_terms)
    indent(root, _STRUCTURAL)
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"
    return verified(data, segments, lambda written: read(written, path="export.xlf"), "XLIFF")


def _names(segments: Sequence[Segment]) -> dict[str, str]:
    """Id → what stands for it in the file; of NMTOKENs only those that every tool takes."""
    taken = {segment.id for segment in segments if _NMTOKEN.fullmatch(segment.id)}
    names = {name: name for name in taken}
    number = 0
    for segment in segments:
        while segment.id not in names:
            number += 1
            if f"u{number}" not in taken:
                names[segment.id] = f"u{number}"
    return names


def _unit(
    file: etree._Element, name: str, segment: Segment, suggestions: Sequence[Suggestion], terms: Sequence[str]
) -> None:
    unit = etree.SubElement(file, f"{{{CORE}}}unit", id=name)
    if segment.key:
        unit.set("name", printable(segment.key))
    if segment.locked:
        unit.set("translate", "no")
    _matches(unit, segment, suggestions)
    _metadata(unit, name, segment)
    if terms or segment.note:
        notes = etree.SubElement(unit, f"{{{CORE}}}notes")
        for term in terms:
            note = etree.SubElement(notes, f"{{{CORE}}}note", {"appliesTo": "source", "category": GLOSSARY})
            note.text = printable(term)
        if segment.note:
            etree.SubElement(notes, f"{{{CORE}}}note", appliesTo="source").text = printable(segment.note)
    part = etree.SubElement(unit, f"{{{CORE}}}segment", id="s1", state=states.XLIFF2_STATE[segment.state])
    if segment.state is State.REJECTED:
        part.set("subState", states.XLIFF2_REJECTED)
    _text(etree.SubElement(part, f"{{{CORE}}}source"), segment.source)
    # Every state but the first needs a target; so does a rejected one, to be told from a new one.
    if segment.target or segment.state is not State.NEW:
        _text(etree.SubElement(part, f"{{{CORE}}}target"), segment.target)


def _matches(unit: etree._Element, segment: Segment, suggestions: Sequence[Suggestion]) -> None:
    """What was proposed for this very source; of a fuzzy match the source, which the module needs, is not known."""
    fitting = [
        one
        for one in suggestions
        if one.target and (one.origin is not Origin.MEMORY or (one.match_score is not None and one.match_score >= 100))
    ]
    if not fitting:
        return
    matches = etree.SubElement(unit, f"{{{MATCHES}}}matches")
    for one in fitting:
        match = etree.SubElement(matches, f"{{{MATCHES}}}match", ref="#s1", type=_MATCH_TYPE.get(one.origin, "other"))
        if one.match_score is not None:
            match.set("matchQuality", f"{min(one.match_score, 100)}.0")
        match.set("origin", printable(one.detail) or one.origin.value)
        _text(etree.SubElement(match, f"{{{CORE}}}source"), segment.source)
        _text(etree.SubElement(match, f"{{{CORE}}}target"), one.target)


def _metadata(unit: etree._Element, name: str, segment: Segment) -> None:
    facts = {
        "id": segment.id if segment.id != name else "",
        "kind": printable(segment.kind),
        "paragraph": str(segment.paragraph),
        "start": str(segment.start),
        "end": str(segment.end),
        "origin": segment.origin.value,
        "origin-detail": printable(segment.origin_detail),
        "match-score": "" if segment.match_score is None else str(segment.match_score),
    }
    group = etree.SubElement(etree.SubElement(unit, f"{{{METADATA}}}metadata"), f"{{{METADATA}}}metaGroup")
    group.set("category", CATEGORY)
    for kind, value in facts.items():
        if value:
            etree.SubElement(group, f"{{{METADATA}}}meta", type=kind).text = value


def _text(element: etree._Element, text: str) -> None:
    """Put text into an element, characters that XML cannot hold as `<cp hex="…"/>`."""
    last: etree._Element | None = None
    position = 0
    for found in NOT_XML.finditer(text):
        _append(element, last, text[position : found.start()])
        code = ord(found[0])
        last = etree.SubElement(element, f"{{{CORE}}}cp", hex=f"{code:04X}" if code <= 0xFFFF else f"{code:06X}")
        position = found.end()
    _append(element, last, text[position:])


def _append(element: etree._Element, last: etree._Element | None, text: str) -> None:
    if last is None:
        element.text = text
    else:
        last.tail = text
