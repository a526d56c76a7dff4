"""Read XLIFF 2.0-2.2 (`xliff2_write` writes it): one segment for each `<segment>` of a unit.

Inline mark-up: `<cp hex="…"/>` becomes its character, annotations (`mrk`, `sm`, `em`) are transparent, a code whose
native form stands in `<originalData>` becomes that, another one tag of its kind (`<pc id="1">…</pc>`, `<ph id="2"/>`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from lxml import etree

from translate_kit.data import Origin, Segment, State
from translate_kit.errors import BadInput
from translate_kit.formats import states
from translate_kit.formats.data import Bilingual
from translate_kit.formats.safe_xml import line_of, local_name, namespace, parse

NAMESPACES = ("urn:oasis:names:tc:xliff:document:2.0", "urn:oasis:names:tc:xliff:document:2.2")
"""Of the core; version 2.1 kept that of 2.0."""

MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"

CATEGORY = "translate-kit"
"""Of the group of metadata in which our own export says what the core has no place for."""

GLOSSARY = "glossary"
"""The category of the notes that show glossary terms; they are not the segment's own note."""


def read(data: bytes, *, path: str | Path) -> Bilingual:
    """Read a file that is known to be XLIFF 2.

    Raises:
        BadInput: see `bilingual`.
    """
    return bilingual(parse(data, path=path), path=path)


def bilingual(root: etree._Element, *, path: str | Path) -> Bilingual:
    """Take an XLIFF 2 tree apart.

    Raises:
        BadInput: a unit without id or segment, a segment without source; with the line.
    """
    core = namespace(root)
    if core not in NAMESPACES:
        raise BadInput(
            f"XLIFF in the unknown namespace {core!r}.",
            path=path,
            line=line_of(root),
            remedy="XLIFF 1.0 to 1.2 and 2.0 to 2.2 are read.",
        )
    segments = [
        segment
        for file in root.iterchildren(f"{{{core}}}file")
        for unit in file.iterdescendants(f"{{{core}}}unit")
        for segment in _unit_segments(unit, file, core, path)
    ]
    return Bilingual(
        format="xliff",
        version=root.get("version", ""),
        source_language=root.get("srcLang", ""),
        target_language=root.get("trgLang", ""),
        segments=segments,
    )


def _unit_segments(unit: etree._Element, file: etree._Element, core: str, path: str | Path) -> Iterator[Segment]:
    identifier = unit.get("id")
    if not identifier:
        raise BadInput("a unit without an id.", path=path, line=line_of(unit))
    found = list(unit.iterchildren(f"{{{core}}}segment"))
    if not found:
        raise BadInput(f"unit {identifier!r} has no <segment>.", path=path, line=line_of(unit))
    note = "\n".join(
        text_of(child, core)
        for notes in unit.iterchildren(f"{{{core}}}notes")
        for child in notes.iterchildren()
        if child.get("category") != GLOSSARY
    )
    facts = _facts(unit)
    document = file.get("original")
    identifier = facts.get("id", identifier)
    data = {
        child.get("id") or "": text_of(child, core)
        for original in unit.iterchildren(f"{{{core}}}originalData")
        for child in original.iterchildren(f"{{{core}}}data")
    }
    for number, segment in enumerate(found, 1):
        source, target = segment.find(f"{{{core}}}source"), segment.find(f"{{{core}}}target")
        if source is None:
            raise BadInput("a segment without a <source>.", path=path, line=line_of(segment))
        translation = "" if target is None else text_of(target, core, data)
        state = states.from_xliff2(segment.get("state", ""), segment.get("subState", ""), translation)
        own = segment.get("id") or str(number)
        yield Segment(
            id=identifier if len(found) == 1 else f"{identifier}[{own}]",
            source=text_of(source, core, data),
            target=translation,
            start=_number(facts.get("start")) or 0,
            end=_number(facts.get("end")) or 0,
            kind=facts.get("kind", "paragraph"),
            paragraph=_number(facts.get("paragraph")) or 0,
            origin=states.origin_named(facts["origin"]) if "origin" in facts else Origin.NONE,
            origin_detail=facts.get("origin-detail", ""),
            match_score=_number(facts.get("match-score")),
            document=file.get("id", "") if document is None else document,
            state=State.NEW if target is None and not state.confirmed else state,
            key=unit.get("name", ""),
            note=note,
            locked=_inherited(unit, "translate") == "no",
        )


def _facts(unit: etree._Element) -> dict[str, str]:
    """What our own export says in the metadata of a unit."""
    return {
        meta.get("type", ""): meta.text or ""
        for metadata in unit.iterchildren(f"{{{METADATA}}}metadata")
        for group in metadata.iterchildren(f"{{{METADATA}}}metaGroup")
        if group.get("category") == CATEGORY
        for meta in group.iterchildren(f"{{{METADATA}}}meta")
    }


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,9}", text) else None


def _inherited(element: etree._Element, name: str) -> str:
    """An attribute of the element or the nearest ancestor that has it."""
    walk: etree._Element | None = element
    while walk is not None:
        value = walk.get(name)
        if value is not None:
            return value
        walk = walk.getparent()
    return ""


def text_of(element: etree._Element, core: str, data: Mapping[str, str] = MappingProxyType({})) -> str:
    """The text of an element, with inline codes; see the policy at the top of the module.

    Args:
        element: `source`, `target`, or something inside them.
        core: the namespace of the core.
        data: the native codes of the unit by their ids.
    """
    parts = [element.text or ""]
    for child in element.iterchildren():
        name = local_name(child) if namespace(child) == core else ""
        identifier = child.get("id") or child.get("startRef") or ""
        if name == "cp":
            parts.append(_character(child.get("hex", "")))
        elif name == "mrk":
            parts.append(text_of(child, core, data))
        elif name == "pc":
            opening = data.get(child.get("dataRefStart", "")) or f'<pc id="{identifier}">'
            closing = data.get(child.get("dataRefEnd", "")) or "</pc>"
            parts.append(opening + text_of(child, core, data) + closing)
        elif name in ("ph", "sc", "ec"):
            parts.append(data.get(child.get("dataRef", "")) or f'<{name} id="{identifier}"/>')
        parts.append(child.tail or "")
    return "".join(parts)


def _character(digits: str) -> str:
    code = int(digits, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", digits) else 0xFFFD
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\N{REPLACEMENT CHARACTER}"
