"""TMX 1.4b (LISA OSCAR, 26 April 2005), and the differences of 1.1 to 1.3."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from translate_kit.formats.data import Problem
from translate_kit.formats.rules.model import ANY, LANGUAGE, NUMBER, Element, Model, Values, broken, one_of
from translate_kit.formats.safe_xml import line_of

_DATE = Values(r"\d{8}T\d{6}Z", "a date and time such as 20260131T120000Z")
_SEGMENT_TYPE = one_of("block", "paragraph", "sentence", "phrase")
_SOURCE_LANGUAGE = Values(r"\*all\*|" + LANGUAGE.pattern, "a language tag, or *all*")
_CODE_POINT = Values(r"#x[0-9A-Fa-f]+", "a code point such as #xF8FF")
_TEXT = "(?:(?:bpt|ept|it|ph|hi|ut) )*"
_CODE = "(?:sub )*"

_COMMON = {
    "o-encoding": ANY,
    "datatype": ANY,
    "usagecount": NUMBER,
    "lastusagedate": _DATE,
    "creationtool": ANY,
    "creationtoolversion": ANY,
    "creationdate": _DATE,
    "creationid": ANY,
    "changedate": _DATE,
    "changeid": ANY,
    "o-tmf": ANY,
}

MODEL: Model = {
    "tmx": Element(children="header body ", required={"version": one_of("1.4", "1.3", "1.2", "1.1")}),
    "header": Element(
        children="(?:(?:note|prop|ude) )*",
        required={
            "creationtool": ANY,
            "creationtoolversion": ANY,
            "segtype": _SEGMENT_TYPE,
            "o-tmf": ANY,
            "adminlang": LANGUAGE,
            "srclang": _SOURCE_LANGUAGE,
            "datatype": ANY,
        },
        optional={"o-encoding": ANY, "creationdate": _DATE, "creationid": ANY, "changedate": _DATE, "changeid": ANY},
    ),
    "body": Element(children="(?:tu )*"),
    "note": Element(text=True, optional={"o-encoding": ANY, "xml:lang": LANGUAGE, "lang": LANGUAGE}),
    "prop": Element(
        text=True,
        required={"type": ANY},
        optional={"o-encoding": ANY, "xml:lang": LANGUAGE, "lang": LANGUAGE},
    ),
    "ude": Element(children="(?:map )+", required={"name": ANY}, optional={"base": ANY}),
    "map": Element(required={"unicode": _CODE_POINT}, optional={"code": _CODE_POINT, "ent": ANY, "subst": ANY}),
    "tu": Element(
        children="(?:(?:note|prop) )*(?:tuv )+",
        optional={"tuid": ANY, "segtype": _SEGMENT_TYPE, "srclang": _SOURCE_LANGUAGE, **_COMMON},
    ),
    "tuv": Element(
        children="(?:(?:note|prop) )*seg ", required={"xml:lang": LANGUAGE}, optional={"lang": LANGUAGE, **_COMMON}
    ),
    "seg": Element(children=_TEXT, text=True),
    "bpt": Element(children=_CODE, text=True, required={"i": ANY}, optional={"x": ANY, "type": ANY}),
    "ept": Element(children=_CODE, text=True, required={"i": ANY}),
    "it": Element(
        children=_CODE, text=True, required={"pos": one_of("begin", "end")}, optional={"x": ANY, "type": ANY}
    ),
    "ph": Element(children=_CODE, text=True, optional={"x": ANY, "assoc": one_of("p", "f", "b"), "type": ANY}),
    "hi": Element(children=_TEXT, text=True, optional={"x": ANY, "type": ANY}),
    "sub": Element(children=_TEXT, text=True, optional={"datatype": ANY, "type": ANY}),
    "ut": Element(children=_CODE, text=True, optional={"x": ANY}),
}
"""Elements by name, as in the DTD of 1.4; `lang` on a variant is the form of 1.1 to 1.3."""


def problems(root: etree._Element) -> Iterator[Problem]:
    """What in a TMX file breaks the specification, in no particular order."""
    version = root.get("version", "")
    old = bool(re.fullmatch(r"1\.[0-3]", version))
    for problem in broken(root, {"": MODEL}, title=f"TMX {version or '1.4'}"):
        if not (old and "'xml:lang'" in problem.message):
            yield problem
    for unit in root.iter("tu"):
        yield from _unit(unit, root, old=old)


def _unit(unit: etree._Element, root: etree._Element, *, old: bool) -> Iterator[Problem]:
    header = root.find("header")
    wanted = unit.get("srclang") or (header.get("srclang") if header is not None else None) or ""
    languages = [_language(variant) for variant in unit.iterchildren("tuv")]
    if old and "" in languages:
        yield Problem(message="<tuv> has no 'lang'.", line=line_of(unit))
    if wanted not in ("", "*all*") and languages and not any(_same(wanted, language) for language in languages):
        yield Problem(message=f"no variant in the source language {wanted!r}.", line=line_of(unit))
    for variant in unit.iterchildren("tuv"):
        for segment in variant.iterchildren("seg"):
            opened = Counter(element.get("i") for element in segment.iter("bpt"))
            closed = Counter(element.get("i") for element in segment.iter("ept"))
            for name in (opened - closed) + (closed - opened):
                message = f"<bpt> and <ept> with i={name!r} are not a pair in their <seg>."
                yield Problem(message=message, line=line_of(segment))
            if any(count > 1 for count in opened.values()):
                yield Problem(message="two <bpt> with the same i in one <seg>.", line=line_of(segment))


def _language(variant: etree._Element) -> str:
    return variant.get("{http://www.w3.org/XML/1998/namespace}lang") or variant.get("lang") or ""


def _same(wanted: str, found: str) -> bool:
    """Whether two tags name one language: `en` holds for `EN-US` too, as in the compliance kit."""
    one, other = wanted.lower().replace("_", "-"), found.lower().replace("_", "-")
    return one == other or one.split("-")[0] == other.split("-")[0]
