"""What the XLIFF 2 specification demands of the core beyond elements and attributes: section 4, "Constraints"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import etree

from translate_kit.formats.data import Problem
from translate_kit.formats.rules import xliff2_inline
from translate_kit.formats.safe_xml import NOT_XML, line_of, local_name, namespace

_XML = "{http://www.w3.org/XML/1998/namespace}"
_MODULE = "urn:oasis:names:tc:xliff:"
_INLINE = ("ph", "pc", "sc", "ec", "mrk", "sm")
_STANDARD_SUBTYPES = {"xlf:lb": "fmt", "xlf:pb": "fmt", "xlf:b": "fmt", "xlf:i": "fmt", "xlf:u": "fmt", "xlf:var": "ui"}

_ORDER = {"f": 0, "g": 1, "u": 2}
_SELECTOR = re.compile(r"(?:([\w.\-·]+)=)?([\w.\-:·]+)")


def problems(root: etree._Element, own: str) -> Iterator[Problem]:
    """What breaks a constraint of the core."""
    files = list(root.iterchildren(f"{{{own}}}file"))
    yield from _unique(files, "file", "in the document")
    yield from _languages(root, own)
    for file in files:
        yield from _skeleton(file, own)
        units = list(file.iter(f"{{{own}}}unit"))
        yield from _unique(units, "unit", "in its file")
        yield from _unique(list(file.iter(f"{{{own}}}group")), "group", "in its file")
        names = {unit.get("id") or "" for unit in units}
        for holder in (file, *file.iter(f"{{{own}}}group"), *units):
            notes = [note for group in holder.iterchildren(f"{{{own}}}notes") for note in group]
            yield from _unique(notes, "note", f"in its {local_name(holder)}")
            yield from _unique(_extensions(holder, own), "element", f"in its {local_name(holder)}")
        for unit in units:
            yield from _unit(unit, own, names, file)


def _say(element: etree._Element, message: str) -> Problem:
    return Problem(message=message, line=line_of(element))


def _unique(elements: Sequence[etree._Element], what: str, where: str) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for element in elements:
        value = element.get("id") or element.get(f"{_XML}id")
        if value is None:
            continue
        key = (namespace(element), value)
        if key in seen:
            yield _say(element, f"a second {what} with the id {value!r} {where}.")
        seen.add(key)


def _extensions(holder: etree._Element, own: str) -> list[etree._Element]:
    """The elements of other people's namespaces in a file, group or unit, those of its groups and units left out."""
    found: list[etree._Element] = []
    for child in holder:
        space = namespace(child)
        if isinstance(child.tag, str) and space != own and not space.startswith(_MODULE):
            found += [element for element in child.iter() if isinstance(element.tag, str)]
    return found


def _languages(root: etree._Element, own: str) -> Iterator[Problem]:
    source, target = root.get("srcLang"), root.get("trgLang")
    for name, wanted in (("source", source), ("target", target)):
        for element in root.iter(f"{{{own}}}{name}"):
            parent = element.getparent()
            if parent is None or namespace(parent) != own:
                continue
            said = _language_of(element)
            if said is not None and wanted is not None and said.lower() != wanted.lower():
                yield _say(element, f"<{name}> is in {said!r} by its xml:lang, but the document says {wanted!r}.")
            if name == "target" and target is None:
                yield _say(element, "a <target>, but <xliff> has no 'trgLang'.")
                return
    for attribute in ("srcLang", "trgLang"):
        value = root.get(attribute)
        if value is not None and re.fullmatch("[A-Za-z]", value.split("-")[0]) and value[0] not in "xXiI":
            yield _say(root, f"{attribute}={value!r} is not a language tag.")


def _language_of(element: etree._Element) -> str | None:
    """The nearest `xml:lang`, of the element itself or of what it is in."""
    above: etree._Element | None = element
    while above is not None:
        said = above.get(f"{_XML}lang")
        if said is not None:
            return said
        above = above.getparent()
    return None


def _skeleton(file: etree._Element, own: str) -> Iterator[Problem]:
    for skeleton in file.iterchildren(f"{{{own}}}skeleton"):
        empty = not len(skeleton) and not (skeleton.text or "").strip()
        if empty is (skeleton.get("href") is None):
            reason = "empty and has no 'href'" if empty else "both has content and an 'href'"
            yield _say(skeleton, f"<skeleton> is {reason}.")


def _unit(unit: etree._Element, own: str, unit_names: set[str], file: etree._Element) -> Iterator[Problem]:
    parts = [part for part in unit if local_name(part) in ("segment", "ignorable") and namespace(part) == own]
    data = [item for group in unit.iterchildren(f"{{{own}}}originalData") for item in group]
    yield from _unique(data, "data", "in its unit")
    for part in parts:
        if part.get("subState") and not part.get("state"):
            yield _say(part, "'subState' without 'state'.")
    yield from _orders(parts, own)
    sides = {
        side: [
            [element for element in text.iter() if isinstance(element.tag, str) and element is not text]
            for part in parts
            for text in part.iterchildren(f"{{{own}}}{side}")
        ]
        for side in ("source", "target")
    }
    source = [element for text in sides["source"] for element in text]
    target = [element for text in sides["target"] for element in text]
    named = [element for element in source if local_name(element) in _INLINE]
    yield from _unique([*parts, *named], "part or code", "in its unit")
    yield from _unique([element for element in target if local_name(element) in _INLINE], "code", "in the target")
    identifiers = {item.get("id") or "" for item in data}
    for element in (*source, *target):
        yield from _inline(element, identifiers, unit_names)
        if local_name(element) in ("mrk", "sm"):
            yield from _annotation(element, unit, file, own)
    for side in (source, target):
        yield from xliff2_inline.pairs(side)
        yield from xliff2_inline.copies(side, source)
    yield from xliff2_inline.reordering(source, target if sides["target"] else None)
    yield from xliff2_inline.removed(parts, own, target)


def _orders(parts: Sequence[etree._Element], own: str) -> Iterator[Problem]:
    """Each part has a place in the target, its own where `order` says nothing: no two may have the same."""
    places: Counter[int] = Counter()
    for place, part in enumerate(parts, 1):
        target = part.find(f"{{{own}}}target")
        order = "" if target is None else (target.get("order") or "").strip()
        places[int(order) if order.isdigit() and len(order) < 9 else place] += 1
    for place, count in places.items():
        if count > 1:
            yield _say(parts[0], f"{count} parts of the unit have place {place} in the target.")
        if place > len(parts):
            yield _say(parts[0], f"order {place}, but the unit has {len(parts)} parts.")


def _inline(element: etree._Element, data: set[str], unit_names: set[str]) -> Iterator[Problem]:
    name = local_name(element)
    if name == "cp":
        digits = element.get("hex") or ""
        code = int(digits, 16) if re.fullmatch("[0-9A-Fa-f]{2,6}", digits) else -1
        if 0 <= code <= 0x10FFFF and not NOT_XML.fullmatch(chr(code)):
            yield _say(element, f"<cp> for U+{code:04X}, which XML can hold itself.")
        return
    for attribute in ("dataRef", "dataRefStart", "dataRefEnd"):
        value = element.get(attribute)
        if value is not None and value not in data:
            yield _say(element, f"{attribute}={value!r} of <{name}>, but its unit has no such <data>.")
    for attribute in ("subFlows", "subFlowsStart", "subFlowsEnd"):
        for value in (element.get(attribute) or "").split():
            if value not in unit_names:
                yield _say(element, f"{attribute} of <{name}> names the unit {value!r}, which is not in its file.")
    kind, subtype = element.get("type"), element.get("subType")
    if name in ("ph", "pc", "sc", "ec") and subtype is not None:
        if kind is None:
            yield _say(element, f"'subType' of <{name}> without 'type'.")
        elif subtype.startswith("xlf:") and _STANDARD_SUBTYPES.get(subtype) != kind:
            yield _say(element, f"subType={subtype!r} of <{name}> does not go with type={kind!r}.")
    reorder = element.get("canReorder", "yes")
    if reorder != "yes" and (element.get("canCopy", "yes") != "no" or element.get("canDelete", "yes") != "no"):
        yield _say(element, f"canReorder={reorder!r} of <{name}> wants canCopy and canDelete to be 'no'.")


def _annotation(element: etree._Element, unit: etree._Element, file: etree._Element, own: str) -> Iterator[Problem]:
    reference, kind = element.get("ref"), element.get("type")
    if kind == "comment" and (reference is None) is (element.get("value") is None):
        yield _say(element, "a comment wants either 'value' or 'ref'.")
    if reference is None or not reference.startswith("#"):
        return
    selectors = _selectors(reference)
    if selectors is None:
        yield _say(element, f"ref={reference!r} is not a fragment identifier of XLIFF.")
        return
    if kind == "comment":
        notes = {note.get("id") for group in unit.iterchildren(f"{{{own}}}notes") for note in group}
        here = {"f": file.get("id"), "u": unit.get("id")}
        path, (prefix, value) = selectors[:-1], selectors[-1]
        outside = any(here.get(name) != said for name, said in path) or (bool(path) and path[-1][0] != "u")
        if prefix != "n" or value not in notes or outside:
            yield _say(element, f"ref={reference!r} of a comment is not a note of its unit.")


def _selectors(reference: str) -> list[tuple[str, str]] | None:
    """A fragment identifier as pairs of prefix and id, None for what is none (section 4.2).

    File, group and unit come in this order, each once; then at most one of a note (`n`), data (`d`), a code of the
    target (`t`) or of the source (no prefix), or something of a module, whose prefix has two letters or more.
    """
    found: list[tuple[str, str]] = []
    rank = -1
    for part in reference.removeprefix("#").removeprefix("/").split("/"):
        selector = _SELECTOR.fullmatch(part)
        if selector is None:
            return None
        prefix, value = selector[1] or "", selector[2]
        if len(prefix) == 1 and prefix not in "fgundt":
            return None
        place = _ORDER.get(prefix, 3)
        if place <= rank:
            return None
        rank = place
        found.append((prefix, value))
    return found
