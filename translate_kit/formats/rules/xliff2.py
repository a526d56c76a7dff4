"""The elements and attributes of XLIFF 2.0 to 2.2: the core, and the modules that are checked."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from translate_kit.formats.data import Problem
from translate_kit.formats.rules import xliff2_constraints, xliff2_modules
from translate_kit.formats.rules.model import (
    ANY,
    LANGUAGE,
    NMTOKEN,
    PLACED,
    SPACE,
    YES_NO,
    Element,
    Model,
    Values,
    broken,
    one_of,
)
from translate_kit.formats.safe_xml import line_of, namespace

_DIRECTION = one_of("ltr", "rtl", "auto")
_REORDER = one_of("yes", "firstNo", "no")
_USER_DEFINED = Values(r"[^\s:]+:[^\s:]+", "prefix:value")
_TYPE = one_of("fmt", "ui", "quote", "link", "image", "other")
_MARKER_TYPE = Values(r"generic|comment|term|[^\s:]+:[^\s:]+", "generic, comment, term or prefix:value")
_NAMES = Values(r"\s*[\w.\-:·]+(?:\s+[\w.\-:·]+)*\s*", "names with spaces between")
_HEX = Values(r"(?:[0-9A-Fa-f]{2}){1,3}", "the code point in hexadecimal, such as 001A")
_PRIORITY = Values(r"\s*(?:[1-9]|10)\s*", "a number from 1 to 10")
_POSITIVE = Values(r"\s*\+?0*[1-9]\d*\s*", "a number above 0")

_INLINE = "(?:(?:cp|ph|pc|sc|ec|mrk|sm|em) )*"
_STRUCTURE = {
    "canResegment": YES_NO,
    "translate": YES_NO,
    "srcDir": _DIRECTION,
    "trgDir": _DIRECTION,
    "xml:space": SPACE,
    "xml:lang": LANGUAGE,
}
_EDITING = {"canCopy": YES_NO, "canDelete": YES_NO, "canReorder": _REORDER, "copyOf": NMTOKEN}
_KIND = {"type": _TYPE, "subType": _USER_DEFINED}
_SINGLE = {"disp": ANY, "equiv": ANY, "dataRef": NMTOKEN, "subFlows": _NAMES, **_EDITING, **_KIND}
_SPANNING = {**_SINGLE, "canOverlap": YES_NO, "dir": _DIRECTION, "isolated": YES_NO}
_MARKER = {"translate": YES_NO, "type": _MARKER_TYPE, "ref": ANY, "value": ANY}
_PART = "source (?:target )?"

CORE: Model = {
    "xliff": Element(
        children=r"(?:\* )*(?:notes )?(?:file )+",
        required={"version": one_of("2.0", "2.1", "2.2"), "srcLang": LANGUAGE},
        optional={"trgLang": LANGUAGE, "xml:space": SPACE, "xml:lang": LANGUAGE},
        foreign=PLACED,
        foreign_attributes=True,
    ),
    "file": Element(
        children=r"(?:skeleton )?(?:\* )*(?:notes )?(?:(?:unit|group) )+",
        required={"id": NMTOKEN},
        optional={"original": ANY, **_STRUCTURE},
        foreign=PLACED,
        foreign_attributes=True,
    ),
    "skeleton": Element(text=True, open=True, optional={"href": ANY}),
    "group": Element(
        children=r"(?:\* )*(?:notes )?(?:(?:unit|group) )*",
        required={"id": NMTOKEN},
        optional={"name": ANY, "type": _USER_DEFINED, **_STRUCTURE},
        foreign=PLACED,
        foreign_attributes=True,
    ),
    "unit": Element(
        children=r"(?:\* )*(?:notes )?(?:originalData )?(?:ignorable )*segment (?:(?:segment|ignorable) )*",
        required={"id": NMTOKEN},
        optional={"name": ANY, "type": _USER_DEFINED, **_STRUCTURE},
        foreign=PLACED,
        foreign_attributes=True,
    ),
    "segment": Element(
        children=_PART,
        optional={
            "id": NMTOKEN,
            "canResegment": YES_NO,
            "state": one_of("initial", "translated", "reviewed", "final"),
            "subState": _USER_DEFINED,
        },
    ),
    "ignorable": Element(children=_PART, optional={"id": NMTOKEN}),
    "notes": Element(children="(?:note )+"),
    "note": Element(
        text=True,
        optional={
            "id": NMTOKEN,
            "appliesTo": one_of("source", "target"),
            "category": ANY,
            "priority": _PRIORITY,
            "ref": ANY,
        },
        foreign_attributes=True,
    ),
    "originalData": Element(children="(?:data )+"),
    "data": Element(
        children="(?:cp )*",
        text=True,
        required={"id": NMTOKEN},
        optional={"dir": _DIRECTION, "xml:space": one_of("preserve")},
    ),
    "source": Element(children=_INLINE, text=True, optional={"xml:lang": LANGUAGE, "xml:space": SPACE}),
    "target": Element(
        children=_INLINE, text=True, optional={"xml:lang": LANGUAGE, "xml:space": SPACE, "order": _POSITIVE}
    ),
    "cp": Element(required={"hex": _HEX}),
    "ph": Element(required={"id": NMTOKEN}, optional=_SINGLE),
    "pc": Element(
        children=_INLINE,
        text=True,
        required={"id": NMTOKEN},
        optional={
            "canOverlap": YES_NO,
            "dispEnd": ANY,
            "dispStart": ANY,
            "equivEnd": ANY,
            "equivStart": ANY,
            "dataRefEnd": NMTOKEN,
            "dataRefStart": NMTOKEN,
            "subFlowsEnd": _NAMES,
            "subFlowsStart": _NAMES,
            "dir": _DIRECTION,
            **_EDITING,
            **_KIND,
        },
    ),
    "sc": Element(required={"id": NMTOKEN}, optional=_SPANNING),
    "ec": Element(optional={"id": NMTOKEN, "startRef": NMTOKEN, **_SPANNING}),
    "mrk": Element(children=_INLINE, text=True, required={"id": NMTOKEN}, optional=_MARKER, foreign_attributes=True),
    "sm": Element(required={"id": NMTOKEN}, optional=_MARKER, foreign_attributes=True),
    "em": Element(required={"startRef": NMTOKEN}),
}
"""The core, by local name: what 2.0 and 2.1 have, and what 2.2 added to it."""


def problems(root: etree._Element) -> Iterator[Problem]:
    """What in an XLIFF 2 file breaks the specification, in no particular order."""
    own = namespace(root)
    version = root.get("version") or "2"
    models = {own: CORE, **xliff2_modules.MODELS}
    yield from broken(root, models, title=f"XLIFF {version}", attributes=xliff2_modules.ATTRIBUTES)
    if own.endswith(":2.0"):
        yield from _too_new(root, own, version)
    yield from xliff2_constraints.problems(root, own)
    yield from xliff2_modules.problems(root, own)


def _too_new(root: etree._Element, own: str, version: str) -> Iterator[Problem]:
    """What only 2.2 knows, in a file of an earlier version."""
    if version == "2.2":
        yield Problem(message=f"version='2.2', but the namespace is {own}.", line=line_of(root))
    for child in root:
        if isinstance(child.tag, str) and child.tag != f"{{{own}}}file":
            yield Problem(message="<xliff> may hold nothing but <file> before 2.2.", line=line_of(child))
    for note in root.iter(f"{{{own}}}note"):
        if note.get("ref") is not None:
            yield Problem(message="<note> has the attribute 'ref', which there is since 2.2.", line=line_of(note))
