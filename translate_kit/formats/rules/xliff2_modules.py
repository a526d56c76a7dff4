"""The modules of XLIFF 2: elements, attributes, and the constraints of section 5."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from translate_kit.formats.data import Problem
from translate_kit.formats.rules.model import (
    ANY,
    ANYWHERE,
    LANGUAGE,
    NMTOKEN,
    YES_NO,
    Attributes,
    Element,
    Model,
    Values,
    one_of,
)
from translate_kit.formats.safe_xml import line_of, local_name, namespace

_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_URN = "urn:oasis:names:tc:xliff:"
MATCHES, GLOSSARY, FORMAT_STYLE = f"{_URN}matches:2.0", f"{_URN}glossary:2.0", f"{_URN}fs:2.0"
METADATA, RESOURCES = f"{_URN}metadata:2.0", f"{_URN}resourcedata:2.0"
CHANGES, CHANGES_21 = f"{_URN}changetracking:2.0", f"{_URN}changetracking:2.1"
SIZES, VALIDATION = f"{_URN}sizerestriction:2.0", f"{_URN}validation:2.0"

_SHARE = Values(r"\s*(?:100(?:\.0*)?|\d{1,2}(?:\.\d*)?)\s*", "a number from 0 to 100")
_USER_DEFINED = Values(r"[^\s:]+:[^\s:]+", "prefix:value")
_POSITIVE = Values(r"\s*\+?0*[1-9]\d*\s*", "a number above 0")
_RESTRICTION = Values(r"\*|\d+|\d+\s*,\s*(?:\d+|\*)", "*, a number, or two with a comma between, the second perhaps *")
_INTEGER = Values(r"\s*\d+\s*", "a whole number")
_SIZE = Values(r"(?!\s*\d+[.,]\d).*", "a whole number, or what the profile says")
_NORMALIZATION = one_of("none", "nfc", "nfd")
_HTML = Values(
    "a|b|bdo|big|blockquote|body|br|button|caption|center|cite|code|col|colgroup|dd|del|div|dl|dt|em|h[1-6]|head|hr|html|i"
    "|img|label|legend|li|ol|p|pre|q|s|samp|select|small|span|strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|title"
    "|tr|tt|u|ul",
    "the name of an HTML element",
)
_ID = {"id": NMTOKEN}

_CHANGE_TRACKING: Model = {
    "changeTrack": Element(children="(?:revisions )+", foreign_attributes=True),
    "revisions": Element(
        children="(?:revision )+",
        required={"appliesTo": NMTOKEN},
        optional={"ref": NMTOKEN, "currentVersion": NMTOKEN},
        foreign_attributes=True,
    ),
    "revision": Element(
        children="(?:item )+",
        optional={"author": ANY, "datetime": ANY, "version": NMTOKEN, "checksum": ANY},
        foreign_attributes=True,
    ),
    "item": Element(text=True, open=True, required={"property": ANY}, foreign_attributes=True),
    "simpleItem": Element(text=True, open=True, required={"property": ANY}, foreign_attributes=True),
    "contentItem": Element(text=True, open=True, required={"property": ANY}, foreign_attributes=True),
}

MODELS: dict[str, Model] = {
    MATCHES: {
        "matches": Element(children="(?:match )+"),
        "match": Element(
            children="(?:metadata )?(?:originalData )?source target ",
            required={"ref": ANY},
            optional={
                "matchQuality": _SHARE,
                "matchSuitability": _SHARE,
                "origin": ANY,
                "reference": YES_NO,
                "similarity": _SHARE,
                "subType": _USER_DEFINED,
                "type": one_of("am", "mt", "icm", "idm", "tb", "tm", "other"),
                **_ID,
            },
            foreign=ANYWHERE,
            foreign_attributes=True,
            mixed=True,
        ),
    },
    GLOSSARY: {
        "glossary": Element(children="(?:glossEntry )+"),
        "glossEntry": Element(
            children="term (?:translation )*(?:definition )?",
            optional={"ref": ANY, **_ID},
            foreign=ANYWHERE,
            foreign_attributes=True,
        ),
        "term": Element(text=True, optional={"source": ANY}, foreign_attributes=True),
        "translation": Element(text=True, optional={"source": ANY, "ref": ANY, **_ID}, foreign_attributes=True),
        "definition": Element(text=True, optional={"source": ANY}, foreign_attributes=True),
    },
    METADATA: {
        "metadata": Element(children="(?:metaGroup )+", optional=_ID),
        "metaGroup": Element(
            children="(?:(?:metaGroup|meta) )*",
            optional={"category": ANY, "appliesTo": one_of("source", "target", "ignorable"), **_ID},
            foreign=ANYWHERE,
        ),
        "meta": Element(text=True, required={"type": ANY}),
    },
    RESOURCES: {
        "resourceData": Element(children="(?:resourceItemRef )*(?:resourceItem )*"),
        "resourceItemRef": Element(required={"ref": NMTOKEN}, optional=_ID, foreign_attributes=True),
        "resourceItem": Element(
            children="(?:source )?(?:target )?(?:reference )*",
            optional={"mimeType": ANY, "context": YES_NO, **_ID},
            foreign_attributes=True,
        ),
        "source": Element(text=True, open=True, optional={"href": ANY, "xml:lang": LANGUAGE}, foreign_attributes=True),
        "target": Element(text=True, open=True, optional={"href": ANY, "xml:lang": LANGUAGE}, foreign_attributes=True),
        "reference": Element(required={"href": ANY}, optional={"xml:lang": LANGUAGE}, foreign_attributes=True),
    },
    CHANGES: _CHANGE_TRACKING,
    CHANGES_21: _CHANGE_TRACKING,
    SIZES: {
        "profiles": Element(
            children="(?:normalization )?", optional={"generalProfile": ANY, "storageProfile": ANY}, foreign=ANYWHERE
        ),
        "normalization": Element(optional={"general": _NORMALIZATION, "storage": _NORMALIZATION}),
        "data": Element(open=True, required={"profile": ANY}, foreign_attributes=True),
    },
    VALIDATION: {
        "validation": Element(children="(?:rule )+", foreign_attributes=True),
        "rule": Element(
            optional={
                "isPresent": ANY,
                "occurs": _POSITIVE,
                "isNotPresent": ANY,
                "startsWith": ANY,
                "endsWith": ANY,
                "existsInSource": YES_NO,
                "caseSensitive": YES_NO,
                "normalization": _NORMALIZATION,
                "disabled": YES_NO,
            },
            foreign_attributes=True,
        ),
    },
    FORMAT_STYLE: {},
}
"""Elements by the namespace of their module."""

ATTRIBUTES: Attributes = {
    FORMAT_STYLE: {"fs": _HTML, "subFs": ANY},
    SIZES: {
        "equivStorage": _INTEGER,
        "sizeInfo": _SIZE,
        "sizeInfoRef": NMTOKEN,
        "sizeRestriction": _RESTRICTION,
        "storageRestriction": _RESTRICTION,
    },
    "http://www.w3.org/2005/11/its": None,
    f"{_URN}itsm:2.1": None,
}
"""Attributes that a module defines for elements of the core; None: all that are in its namespace."""


def problems(root: etree._Element, own: str) -> Iterator[Problem]:
    """What breaks a constraint of a module."""
    checks = {
        (MATCHES, "matches"): _matches,
        (GLOSSARY, "glossary"): _glossary,
        (METADATA, "metadata"): _metadata,
        (RESOURCES, "resourceData"): _resources,
        (VALIDATION, "rule"): _rule,
        (CHANGES, "revisions"): _revisions,
        (CHANGES_21, "revisions"): _revisions,
    }
    for element in root.iter():
        if isinstance(element.tag, str):
            check = checks.get((namespace(element), local_name(element)))
            if check is not None:
                yield from check(element, root)
            if namespace(element) == own:
                yield from _format_style(element)
                yield from _sizes(element)


def _say(element: etree._Element, message: str) -> Problem:
    return Problem(message=message, line=line_of(element))


def _unique(elements: Iterable[etree._Element], where: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for element in elements:
        value = element.get("id")
        if value is not None and value in seen:
            yield _say(element, f"a second <{local_name(element)}> with the id {value!r} in its {where}.")
        seen.add(value or "")


def _matches(matches: etree._Element, root: etree._Element) -> Iterator[Problem]:
    inside = list(matches.iterchildren(f"{{{MATCHES}}}match"))
    yield from _unique(inside, "<matches>")
    for match in inside:
        if match.get("subType") is not None and match.get("type") is None:
            yield _say(match, "'subType' of <match> without 'type'.")
        for side in match:
            name, said = local_name(side), side.get(_XML_LANGUAGE)
            wanted = root.get("srcLang" if name == "source" else "trgLang")
            bound = name == "source" or (name == "target" and match.get("reference") != "yes")
            if bound and said is not None and wanted is not None and said.lower() != wanted.lower():
                yield _say(side, f"xml:lang={said!r} of a match's <{name}>, but the document says {wanted!r}.")


def _glossary(glossary: etree._Element, root: etree._Element) -> Iterator[Problem]:
    entries = list(glossary.iterchildren(f"{{{GLOSSARY}}}glossEntry"))
    yield from _unique([*entries, *glossary.iter(f"{{{GLOSSARY}}}translation")], "<glossary>")
    for entry in entries:
        if not any(local_name(child) in ("translation", "definition") for child in entry):
            yield _say(entry, "<glossEntry> has neither a <translation> nor a <definition>.")


def _metadata(metadata: etree._Element, root: etree._Element) -> Iterator[Problem]:
    yield from _unique(metadata.iter(f"{{{METADATA}}}metaGroup"), "<metadata>")
    for group in metadata.iter(f"{{{METADATA}}}metaGroup"):
        if not any(isinstance(child.tag, str) for child in group):
            yield _say(group, "<metaGroup> is empty.")


def _resources(resources: etree._Element, root: etree._Element) -> Iterator[Problem]:
    yield from _unique(resources, "<resourceData>")
    for item in resources.iterchildren(f"{{{RESOURCES}}}resourceItem"):
        if not any(isinstance(child.tag, str) for child in item):
            yield _say(item, "<resourceItem> is empty.")
        for side in item:
            name = local_name(side)
            if name not in ("source", "target"):
                continue
            empty = not len(side) and not (side.text or "").strip()
            if empty is (side.get("href") is None):
                reason = "is empty and has no 'href'" if empty else "has both content and an 'href'"
                yield _say(side, f"<{name}> of a resource {reason}.")
            said, wanted = side.get(_XML_LANGUAGE), root.get("srcLang")
            if name == "source" and said is not None and wanted is not None and said.lower() != wanted.lower():
                yield _say(side, f"xml:lang={said!r} of a resource's <source>, but the document says {wanted!r}.")


def _rule(rule: etree._Element, root: etree._Element) -> Iterator[Problem]:
    kinds = [name for name in ("isPresent", "isNotPresent", "startsWith", "endsWith") if rule.get(name) is not None]
    others = [name for name in rule.attrib if str(name).startswith("{")]
    if len(kinds) + bool(others) != 1:
        yield _say(rule, "<rule> wants just one of isPresent, isNotPresent, startsWith, endsWith, or one of its own.")
    if rule.get("existsInSource") is not None and kinds not in (["isPresent"], ["startsWith"], ["endsWith"]):
        yield _say(rule, "'existsInSource' wants exactly one of isPresent, startsWith, endsWith.")


def _revisions(revisions: etree._Element, root: etree._Element) -> Iterator[Problem]:
    holder = revisions.getparent()
    holder = None if holder is None else holder.getparent()
    if holder is None:
        return
    wanted, reference = revisions.get("appliesTo"), revisions.get("ref")
    found = [element for element in _near(holder) if local_name(element) == wanted]
    named = [element for element in found if element.get("id") is not None]
    target = next((element for element in named if element.get("id") == reference), None)
    if reference is not None and named and target is None:
        yield _say(revisions, f"ref={reference!r}, but there is no such <{wanted}>.")
    if reference is None and len(found) > 1 and len(named) == len(found):
        yield _say(revisions, f"there are {len(found)} <{wanted}>: 'ref' must say which.")
    for revision in revisions:
        properties = [item.get("property") for item in revision if isinstance(item.tag, str)]
        for item in revision:
            name = item.get("property") if isinstance(item.tag, str) else None
            if name is None:
                continue
            if properties.count(name) > 1:
                yield _say(item, f"the property {name!r} twice in one <revision>.")
            if target is not None and name != "content" and target.get(name) is None:
                yield _say(item, f"the property {name!r} is not an attribute of <{wanted}> {reference!r}.")


def _near(holder: etree._Element) -> Iterator[etree._Element]:
    """The elements inside, without those of inner groups and units."""
    for child in holder:
        if isinstance(child.tag, str):
            yield child
            if local_name(child) not in ("group", "unit"):
                yield from _near(child)


def _format_style(element: etree._Element) -> Iterator[Problem]:
    style, more = element.get(f"{{{FORMAT_STYLE}}}fs"), element.get(f"{{{FORMAT_STYLE}}}subFs")
    if more is not None and style is None:
        yield _say(element, "'subFs' without 'fs'.")
    if local_name(element) == "ec" and style is not None and element.get("isolated", "no") != "yes":
        yield _say(element, "'fs' on an <ec> that is not isolated.")


def _sizes(element: etree._Element) -> Iterator[Problem]:
    information, reference = element.get(f"{{{SIZES}}}sizeInfo"), element.get(f"{{{SIZES}}}sizeInfoRef")
    if information is not None and reference is not None:
        yield _say(element, "both 'sizeInfo' and 'sizeInfoRef'.")
    if local_name(element) == "ec" and element.get("isolated", "no") != "yes":
        for name in ("equivStorage", "sizeInfo", "sizeInfoRef"):
            if element.get(f"{{{SIZES}}}{name}") is not None:
                yield _say(element, f"{name!r} on an <ec> that is not isolated.")
    if reference is not None and reference not in _size_data(element):
        yield _say(element, f"sizeInfoRef={reference!r}, but no <data> beside it or above it has that.")


def _size_data(element: etree._Element) -> set[str]:
    """The ids in the size data that stand beside the element or beside one that it is in."""
    found: set[str] = set()
    above = element.getparent()
    while above is not None:
        for data in above.iterchildren(f"{{{SIZES}}}data"):
            found |= {inner.get("id") or "" for inner in data.iter() if isinstance(inner.tag, str)}
        above = above.getparent()
    return found
