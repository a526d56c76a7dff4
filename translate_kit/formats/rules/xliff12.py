"""XLIFF 1.2 (OASIS standard, 1 February 2008) in its transitional form.

Deprecated attributes and elements are allowed, and so is what belongs to other namespaces, where the specification lets
it be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from lxml import etree

from translate_kit.formats.data import Problem
from translate_kit.formats.rules.model import (
    ANY,
    ANYWHERE,
    DATE_TIME,
    LANGUAGE,
    NMTOKEN,
    NOWHERE,
    SPACE,
    YES_NO,
    Element,
    Model,
    Values,
    broken,
    one_of,
)
from translate_kit.formats.safe_xml import line_of, local_name

_STATE = one_of(
    "final",
    "needs-adaptation",
    "needs-l10n",
    "needs-review-adaptation",
    "needs-review-l10n",
    "needs-review-translation",
    "needs-translation",
    "new",
    "signed-off",
    "translated",
    extensible=True,
)
_QUALIFIER = one_of(
    "exact-match",
    "fuzzy-match",
    "id-match",
    "leveraged-glossary",
    "leveraged-inherited",
    "leveraged-mt",
    "leveraged-repository",
    "leveraged-tm",
    "mt-suggestion",
    "rejected-grammar",
    "rejected-inaccurate",
    "rejected-length",
    "rejected-spelling",
    "tm-suggestion",
    extensible=True,
)
_VERSION = one_of("1.2", "1.1", "1.0")
_COORDINATES = Values(r"(?:(?:-?\d+|#);){3}(?:-?\d+|#)", "x;y;cx;cy")
_PRIORITY = Values(r"[1-9]|10", "a number from 1 to 10")

_INLINE = "(?:(?:g|x|bx|ex|bpt|ept|ph|it|mrk) )*"
_UNITS = "(?:(?:group|trans-unit|bin-unit) )*"

_LAYOUT = {"coord": _COORDINATES, "font": ANY, "css-style": ANY, "style": NMTOKEN, "exstyle": NMTOKEN}
_SIZE_NAMES = ("maxwidth", "minwidth", "maxheight", "minheight", "maxbytes", "minbytes", "size-unit")
_SIZES = dict.fromkeys(_SIZE_NAMES, NMTOKEN)
_RESOURCE = {
    "datatype": ANY,
    "restype": ANY,
    "resname": ANY,
    "extradata": ANY,
    "extype": ANY,
    "help-id": NMTOKEN,
    "menu": ANY,
    "menu-option": ANY,
    "menu-name": ANY,
    "xml:space": SPACE,
    "ts": ANY,
}
_CODE = {"xid": ANY, "equiv-text": ANY, "ctype": ANY, "ts": ANY}


def _text(attributes: Mapping[str, Values] = MappingProxyType({})) -> Element:
    return Element(
        children=_INLINE,
        text=True,
        foreign=ANYWHERE,
        foreign_attributes=True,
        optional={"xml:lang": LANGUAGE, "ts": ANY, **attributes},
    )


def _code(*, paired: bool = False, **attributes: Values) -> Element:
    return Element(
        children=_INLINE if paired else "(?:sub )*",
        text=True,
        foreign=ANYWHERE if paired else NOWHERE,
        foreign_attributes=True,
        required={"id": ANY},
        optional={**_CODE, **attributes},
    )


_REFERENCE = Element(children="(?:internal-file|external-file) ")
_TARGET = {
    "state": _STATE,
    "state-qualifier": _QUALIFIER,
    "phase-name": NMTOKEN,
    "resname": ANY,
    "equiv-trans": YES_NO,
    **_LAYOUT,
}

MODEL: Model = {
    "xliff": Element(
        children="(?:file )+",
        required={"version": _VERSION},
        optional={"xml:lang": LANGUAGE},
        foreign=ANYWHERE,
        foreign_attributes=True,
    ),
    "file": Element(
        children="(?:header )?body ",
        required={"original": ANY, "source-language": LANGUAGE, "datatype": ANY},
        optional={
            "target-language": LANGUAGE,
            "tool": ANY,
            "tool-id": ANY,
            "date": DATE_TIME,
            "xml:space": SPACE,
            "category": ANY,
            "product-name": ANY,
            "product-version": ANY,
            "build-num": ANY,
            "ts": ANY,
        },
        foreign_attributes=True,
    ),
    "header": Element(
        children="(?:skl )?(?:phase-group )?(?:(?:glossary|reference|count-group|prop-group|note|tool) )*",
        foreign=ANYWHERE,
    ),
    "skl": _REFERENCE,
    "glossary": Element(children=_REFERENCE.children, text=True),
    "reference": Element(children=_REFERENCE.children, text=True),
    "internal-file": Element(optional={"form": ANY, "crc": NMTOKEN}, text=True, open=True),
    "external-file": Element(required={"href": ANY}, optional={"crc": NMTOKEN, "uid": NMTOKEN}),
    "note": Element(
        text=True,
        optional={
            "xml:lang": LANGUAGE,
            "priority": _PRIORITY,
            "from": ANY,
            "annotates": one_of("source", "target", "general"),
        },
    ),
    "phase-group": Element(children="(?:phase )+"),
    "phase": Element(
        children="(?:note )*",
        required={"phase-name": ANY, "process-name": ANY},
        optional={
            "company-name": ANY,
            "tool": ANY,
            "tool-id": ANY,
            "date": DATE_TIME,
            "job-id": ANY,
            "contact-name": ANY,
            "contact-email": ANY,
            "contact-phone": ANY,
        },
    ),
    "count-group": Element(children="(?:count )*", required={"name": ANY}),
    "count": Element(text=True, optional={"count-type": ANY, "phase-name": ANY, "unit": ANY}),
    "context-group": Element(
        children="(?:context )+", optional={"name": ANY, "crc": NMTOKEN, "purpose": ANY}, foreign_attributes=True
    ),
    "context": Element(
        text=True,
        required={"context-type": ANY},
        optional={"match-mandatory": YES_NO, "crc": NMTOKEN},
        foreign_attributes=True,
    ),
    "prop-group": Element(children="(?:prop )+", optional={"name": ANY}),
    "prop": Element(text=True, required={"prop-type": ANY}, optional={"xml:lang": LANGUAGE}),
    "tool": Element(
        required={"tool-id": ANY, "tool-name": ANY},
        optional={"tool-version": ANY, "tool-company": ANY},
        foreign_attributes=True,
        open=True,
    ),
    "body": Element(children=_UNITS),
    "group": Element(
        children="(?:(?:context-group|count-group|prop-group|note) )*" + _UNITS,
        optional={
            "id": ANY,
            "translate": YES_NO,
            "reformat": ANY,
            "charclass": ANY,
            "merged-trans": YES_NO,
            **_RESOURCE,
            **_LAYOUT,
            **_SIZES,
        },
        foreign=ANYWHERE,
        foreign_attributes=True,
    ),
    "trans-unit": Element(
        children="source (?:seg-source )?(?:target )?(?:(?:context-group|count-group|prop-group|note|alt-trans) )*",
        required={"id": ANY},
        optional={
            "approved": YES_NO,
            "translate": YES_NO,
            "reformat": ANY,
            "phase-name": ANY,
            "charclass": ANY,
            "merged-trans": YES_NO,
            **_RESOURCE,
            **_LAYOUT,
            **_SIZES,
        },
        foreign=ANYWHERE,
        foreign_attributes=True,
    ),
    "source": _text(),
    "seg-source": _text(),
    "target": _text(_TARGET),
    "alt-trans": Element(
        children="(?:source )?(?:seg-source )?(?:target )+(?:(?:context-group|prop-group|note) )*",
        optional={
            "match-quality": ANY,
            "tool": ANY,
            "tool-id": ANY,
            "crc": NMTOKEN,
            "xml:lang": LANGUAGE,
            "origin": ANY,
            "mid": NMTOKEN,
            "phase-name": NMTOKEN,
            "alttranstype": one_of(
                "proposal", "previous-version", "rejected", "reference", "accepted", extensible=True
            ),
            **_RESOURCE,
            **_LAYOUT,
        },
        foreign=ANYWHERE,
        foreign_attributes=True,
    ),
    "bin-unit": Element(
        children="bin-source (?:bin-target )?(?:(?:context-group|count-group|prop-group|note|trans-unit) )*",
        required={"id": ANY, "mime-type": ANY},
        optional={
            "approved": YES_NO,
            "translate": YES_NO,
            "reformat": ANY,
            "restype": ANY,
            "resname": ANY,
            "phase-name": ANY,
            "ts": ANY,
        },
        foreign=ANYWHERE,
        foreign_attributes=True,
    ),
    "bin-source": Element(children=_REFERENCE.children, optional={"ts": ANY}, foreign_attributes=True),
    "bin-target": Element(
        children=_REFERENCE.children,
        optional={
            "mime-type": ANY,
            "state": _STATE,
            "state-qualifier": _QUALIFIER,
            "phase-name": NMTOKEN,
            "restype": ANY,
            "resname": ANY,
            "ts": ANY,
        },
        foreign_attributes=True,
    ),
    "g": _code(paired=True, clone=YES_NO),
    "x": _code(clone=YES_NO),
    "bx": _code(clone=YES_NO, rid=NMTOKEN),
    "ex": _code(rid=NMTOKEN),
    "ph": _code(crc=ANY, assoc=one_of("preceding", "following", "both")),
    "bpt": _code(rid=NMTOKEN, crc=ANY),
    "ept": _code(rid=NMTOKEN, crc=ANY),
    "it": Element(
        children="(?:sub )*",
        text=True,
        foreign_attributes=True,
        required={"id": ANY, "pos": one_of("open", "close")},
        optional={**_CODE, "rid": NMTOKEN, "crc": ANY},
    ),
    "sub": Element(children=_INLINE, text=True, optional={"datatype": ANY, "ctype": ANY, "xid": ANY}),
    "mrk": Element(
        children=_INLINE,
        text=True,
        foreign=ANYWHERE,
        foreign_attributes=True,
        required={"mtype": ANY},
        optional={"mid": NMTOKEN, "comment": ANY, "ts": ANY},
    ),
}
"""Elements by name. Lists to which tools add words of their own (datatype, restype, ctype, context-type) are open."""


def problems(root: etree._Element, own: str) -> Iterator[Problem]:
    """What in an XLIFF 1.2 file breaks the specification, in no particular order."""
    title = f"XLIFF {root.get('version') or '1.2'}"
    yield from broken(root, {own: MODEL}, title=title)
    if not own and root.get("version") != "1.0":
        message = "the elements are in no namespace; urn:oasis:names:tc:xliff:document:1.2 was expected."
        yield Problem(message=message, line=line_of(root))
    for file in root:
        if local_name(file) == "file":
            yield from _identifiers(file)
            yield from _references(file)
            yield from _pairs(file)


def _named(file: etree._Element, *names: str) -> list[etree._Element]:
    return [element for element in file.iter() if local_name(element) in names]


def _identifiers(file: etree._Element) -> Iterator[Problem]:
    for names, attribute in (
        (("trans-unit", "bin-unit"), "id"),
        (("group",), "id"),
        (("count-group",), "name"),
        (("context-group",), "name"),
    ):
        seen: set[str] = set()
        for element in _named(file, *names):
            value = element.get(attribute)
            if value is not None and value in seen:
                message = f"<{local_name(element)}> with the {attribute} {value!r}, which is there already in its file."
                yield Problem(message=message, line=line_of(element))
            seen.add(value or "")


def _references(file: etree._Element) -> Iterator[Problem]:
    for kind, attribute, users in (
        ("tool", "tool-id", ("file", "phase", "alt-trans")),
        ("phase", "phase-name", ("count", "trans-unit", "target", "bin-unit", "bin-target")),
    ):
        known = {element.get(attribute) for element in _named(file, kind)}
        for element in _named(file, *users):
            value = element.get(attribute)
            if value is not None and value not in known:
                message = f"{attribute}={value!r} of <{local_name(element)}>, but the header has no such <{kind}>."
                yield Problem(message=message, line=line_of(element))


def _pairs(file: etree._Element) -> Iterator[Problem]:
    for text in _named(file, "source", "target", "seg-source"):
        for opening, closing in (("bpt", "ept"), ("bx", "ex")):
            opened = Counter(_pair(element) for element in _named(text, opening))
            closed = Counter(_pair(element) for element in _named(text, closing))
            for name in (opened - closed) + (closed - opened):
                message = f"<{opening}> and <{closing}> of {name!r} are not a pair in their <{local_name(text)}>."
                yield Problem(message=message, line=line_of(text))
    for unit in _named(file, "trans-unit"):
        children = {local_name(child): child for child in unit}
        if "seg-source" not in children:
            continue
        marked = Counter(_mids(children["seg-source"]))
        for mid, count in marked.items():
            if count > 1:
                yield Problem(message=f"mid {mid!r} is there {count} times.", line=line_of(children["seg-source"]))
        for mid in _mids(children["target"]) if "target" in children else ():
            if mid not in marked:
                message = f"mid {mid!r} of the <target>, which is not in the <seg-source>."
                yield Problem(message=message, line=line_of(children["target"]))


def _pair(element: etree._Element) -> str:
    return element.get("rid") or element.get("id") or ""


def _mids(element: etree._Element) -> list[str]:
    return [mark.get("mid") or "" for mark in _named(element, "mrk") if mark.get("mtype") == "seg"]
