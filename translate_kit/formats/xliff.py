"""XLIFF 1.2: reading and writing; XLIFF 2 is handed on to `xliff2`.

lxml directly, because line numbers for messages, the refusal of entities and inline codes all need the tree.

Inline mark-up. Writing: the text of a segment is written as text, Markdown marks included; what XML cannot hold becomes
`<x id="c1" ctype="x-char-000b"/>`, and reading turns that back into the character. Reading files of other tools: the
native code inside `bpt`, `ept`, `it` and `ph` belongs to the text, as it stood in the document; an inline code without
any becomes one tag of its kind with its id (`<g id="1">…</g>`, `<x id="2"/>`), and `mrk` is transparent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from translate_kit import __version__
from translate_kit.data import Segment, State, Suggestion
from translate_kit.errors import BadInput
from translate_kit.formats import states
from translate_kit.formats.checked import by_document, printable, require_writable, verified
from translate_kit.formats.data import Bilingual
from translate_kit.formats.safe_xml import NOT_XML, indent, line_of, local_name, namespace, parse

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
NAMESPACES = (NAMESPACE, "urn:oasis:names:tc:xliff:document:1.1", "")
"""What is read as XLIFF 1; version 1.0 had no namespace, and some tools forget it."""

XML = "{http://www.w3.org/XML/1998/namespace}"

_GLOSSARY = "glossary"
"""The `from` of the notes that show glossary terms; they are not the segment's own note."""

_STRUCTURAL = {"xliff", "file", "header", "body", "trans-unit", "alt-trans", "context-group"}
_CHARACTER = "x-char-"
_PAIRED = ("g",)
_CODES = ("bpt", "ept", "it", "ph", "x", "bx", "ex")


def export(
    segments: Iterable[Segment],
    *,
    source_language: str,
    target_language: str,
    suggestions: Mapping[str, Sequence[Suggestion]] | None = None,
    terms: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """Write segments as XLIFF 1.2; see `translate_kit.formats.export_xliff`."""
    segments = require_writable(segments, "XLIFF")
    prefixes: Any = {None: NAMESPACE}
    root = etree.Element(f"{{{NAMESPACE}}}xliff", nsmap=prefixes, version="1.2")
    documents = by_document(segments)
    # The schema wants at least one <file>.
    for document, own in (documents or {"": []}).items():
        body = _file(root, document, source_language, target_language)
        for segment in own:
            _trans_unit(body, segment, (suggestions or {}).get(segment.id, ()), (terms or {}).get(segment.id, ()))
    indent(root, _STRUCTURAL)
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"
    return verified(data, segments, lambda written: read(written, path="export.xlf"), "XLIFF")


def read(data: bytes, *, path: str | Path, encoding: str | None = None) -> Bilingual:
    """Read XLIFF 1.0-1.2, or 2.x.

    Raises:
        BadInput: it is not XLIFF, or what makes a unit a unit is missing; with the line.
    """
    root = parse(data, path=path, encoding=encoding)
    if local_name(root) != "xliff":
        raise BadInput(f"this is not XLIFF: the root element is <{local_name(root)}>.", path=path, line=line_of(root))
    version = root.get("version", "")
    if namespace(root).startswith("urn:oasis:names:tc:xliff:document:2"):
        from translate_kit.formats import xliff2

        return xliff2.bilingual(root, path=path)
    if namespace(root) not in NAMESPACES:
        raise BadInput(
            f"XLIFF in the unknown namespace {namespace(root)!r}.",
            path=path,
            line=line_of(root),
            remedy="XLIFF 1.0 to 1.2 and 2.0 to 2.2 are read.",
        )
    files = [element for element in root.iterchildren() if local_name(element) == "file"]
    segments = [segment for file in files for segment in _segments(file, path)]
    return Bilingual(
        format="xliff",
        version=version,
        source_language=next((file.get("source-language", "") for file in files), ""),
        target_language=next((file.get("target-language", "") for file in files if file.get("target-language")), ""),
        segments=segments,
    )


def _file(root: etree._Element, document: str, source_language: str, target_language: str) -> etree._Element:
    datatype = "x-markdown" if document.lower().endswith((".md", ".markdown")) else "plaintext"
    file = etree.SubElement(
        root,
        f"{{{NAMESPACE}}}file",
        {
            "original": document,
            "source-language": source_language,
            "target-language": target_language,
            "datatype": datatype,
            "tool-id": "translate-kit",
            f"{XML}space": "preserve",
        },
    )
    header = etree.SubElement(file, f"{{{NAMESPACE}}}header")
    etree.SubElement(
        header,
        f"{{{NAMESPACE}}}tool",
        {"tool-id": "translate-kit", "tool-name": "translate-kit", "tool-version": __version__},
    )
    return etree.SubElement(file, f"{{{NAMESPACE}}}body")


def _trans_unit(
    body: etree._Element, segment: Segment, suggestions: Sequence[Suggestion], terms: Sequence[str]
) -> None:
    unit = etree.SubElement(body, f"{{{NAMESPACE}}}trans-unit", id=segment.id)
    if segment.key:
        unit.set("resname", printable(segment.key))
    unit.set("restype", f"x-{printable(segment.kind)}")
    unit.set(f"{XML}space", "preserve")
    if segment.locked:
        unit.set("translate", "no")
    if segment.target or segment.state.confirmed:
        # To the specification it means a final review, to the tools that read it (Virtaal, Weblate) "not fuzzy".
        unit.set("approved", "yes" if segment.state.confirmed else "no")
    _text(etree.SubElement(unit, f"{{{NAMESPACE}}}source"), segment.source)
    if segment.target or segment.state is not State.NEW:
        target = etree.SubElement(unit, f"{{{NAMESPACE}}}target", state=states.XLIFF12_STATE[segment.state])
        qualifier = states.xliff12_qualifier(segment)
        if qualifier:
            target.set("state-qualifier", qualifier)
        _text(target, segment.target)
    for suggestion in suggestions:
        _alt_trans(unit, suggestion)
    for term in terms:
        note = etree.SubElement(unit, f"{{{NAMESPACE}}}note", {"from": _GLOSSARY, "annotates": "source"})
        note.text = printable(term)
    if segment.note:
        etree.SubElement(unit, f"{{{NAMESPACE}}}note", annotates="source").text = printable(segment.note)
    _contexts(unit, segment)


def _alt_trans(unit: etree._Element, suggestion: Suggestion) -> None:
    alternative = etree.SubElement(unit, f"{{{NAMESPACE}}}alt-trans", {"alttranstype": "proposal"})
    if suggestion.match_score is not None:
        alternative.set("match-quality", f"{suggestion.match_score}%")
    alternative.set("origin", printable(suggestion.detail) or suggestion.origin.value)
    target = etree.SubElement(alternative, f"{{{NAMESPACE}}}target")
    like = Segment(id="", source="", origin=suggestion.origin, match_score=suggestion.match_score)
    qualifier = states.xliff12_qualifier(like)
    if qualifier:
        target.set("state-qualifier", qualifier)
    _text(target, suggestion.target)


def _contexts(unit: etree._Element, segment: Segment) -> None:
    """What XLIFF has no attribute for; foreign attributes would not be valid against the strict schema."""
    facts = {
        "paragraph": segment.paragraph,
        "start": segment.start,
        "end": segment.end,
        "origin": segment.origin.value,
        "origin-detail": printable(segment.origin_detail),
        "match-score": "" if segment.match_score is None else segment.match_score,
    }
    group = etree.SubElement(unit, f"{{{NAMESPACE}}}context-group", purpose="information")
    for name, value in facts.items():
        if value != "":
            context = etree.SubElement(group, f"{{{NAMESPACE}}}context", {"context-type": f"x-{name}"})
            context.text = str(value)


def _text(element: etree._Element, text: str) -> None:
    """Put text into an element, characters that XML cannot hold as `<x ctype="x-char-…"/>`."""
    last: etree._Element | None = None
    position = 0
    for number, found in enumerate(NOT_XML.finditer(text), 1):
        _append_text(element, last, text[position : found.start()])
        name = f"{_CHARACTER}{ord(found[0]):04x}"
        last = etree.SubElement(element, f"{{{NAMESPACE}}}x", id=f"c{number}", ctype=name)
        position = found.end()
    _append_text(element, last, text[position:])


def _append_text(element: etree._Element, last: etree._Element | None, text: str) -> None:
    if last is None:
        element.text = text
    else:
        last.tail = text


def _segments(file: etree._Element, path: str | Path) -> Iterator[Segment]:
    document = file.get("original") or ""
    own = f"{{{namespace(file)}}}trans-unit" if namespace(file) else "trans-unit"
    for number, unit in enumerate(file.iter(own), 1):
        children: dict[str, etree._Element] = {}
        for child in unit.iterchildren():
            children.setdefault(local_name(child), child)
        if "source" not in children:
            raise BadInput("a trans-unit without a <source>.", path=path, line=line_of(unit))
        yield from _unit_segments(unit, children, unit.get("id") or str(number), document)


def _unit_segments(
    unit: etree._Element, children: Mapping[str, etree._Element], identifier: str, document: str
) -> Iterator[Segment]:
    target = children.get("target")
    facts = _facts(unit)
    qualifier = target.get("state-qualifier", "") if target is not None else ""
    origin = states.origin_named(facts["origin"]) if "origin" in facts else states.origin_of(qualifier)
    score = _number(facts.get("match-score"))
    restype = unit.get("restype", "")
    for name, source, translation in _pairs(identifier, children):
        yield Segment(
            id=name,
            source=source,
            target=translation,
            start=_number(facts.get("start")) or 0,
            end=_number(facts.get("end")) or 0,
            kind=restype.removeprefix("x-") or "paragraph",
            paragraph=_number(facts.get("paragraph")) or 0,
            document=document,
            state=State.NEW
            if target is None
            else states.from_xliff12(target.get("state", ""), qualifier, unit.get("approved", ""), translation),
            origin=origin,
            origin_detail=facts.get("origin-detail", ""),
            match_score=100 if score is None and qualifier == "exact-match" and "origin" not in facts else score,
            key=unit.get("resname", ""),
            note="\n".join(
                text_of(note, codes=False)
                for note in unit.iterchildren()
                if local_name(note) == "note" and note.get("from") != _GLOSSARY
            ),
            locked=unit.get("translate") == "no",
        )


def _pairs(identifier: str, children: Mapping[str, etree._Element]) -> Iterator[tuple[str, str, str]]:
    """The pairs of a unit: one, or one for each segment that `seg-source` marks; `7[2]` is the one with mid 2."""
    target = children.get("target")
    marked = _marks(children["seg-source"]) if "seg-source" in children else {}
    if len(marked) < 2:
        yield identifier, text_of(children["source"]), "" if target is None else text_of(target)
        return
    translations = {} if target is None else _marks(target)
    for mid, element in marked.items():
        found = translations.get(mid)
        yield f"{identifier}[{mid}]", text_of(element), "" if found is None else text_of(found)


def _marks(element: etree._Element) -> dict[str, etree._Element]:
    return {
        child.get("mid", ""): child
        for child in element.iterdescendants()
        if local_name(child) == "mrk" and child.get("mtype") == "seg"
    }


def _facts(unit: etree._Element) -> dict[str, str]:
    """What `_contexts` wrote."""
    return {
        context.get("context-type", "").removeprefix("x-"): text_of(context, codes=False)
        for group in unit.iterchildren()
        if local_name(group) == "context-group" and group.get("purpose") == "information"
        for context in group.iterchildren()
        if context.get("context-type", "").startswith("x-")
    }


def text_of(element: etree._Element, *, codes: bool = True) -> str:
    """The text of an element, with inline codes as tags when `codes`; see the policy at the top of the module."""
    parts = [element.text or ""]
    for child in element.iterchildren():
        name = local_name(child)
        if name == "mrk" or not codes:
            parts.append(text_of(child, codes=codes) if name else "")
        elif name in _PAIRED:
            parts.append(f'<{name} id="{child.get("id", "")}">{text_of(child)}</{name}>')
        elif name == "x" and re.fullmatch(_CHARACTER + "[0-9a-f]{4,6}", child.get("ctype", "")):
            parts.append(chr(min(int(child.get("ctype", "").removeprefix(_CHARACTER), 16), 0x10FFFF)))
        elif name in _CODES:
            parts.append(text_of(child) or f'<{name} id="{child.get("id", "")}"/>')
        elif name == "sub":
            parts.append(text_of(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,9}", text) else None
