"""Check a tree against a model: which elements, in which order, with which attributes and values.

A schema would say the same; a table of ours says it with a message for people and the line, needs no file of somebody
else, and can be more generous where every tool is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from lxml import etree

from translate_kit.formats.data import Problem
from translate_kit.formats.safe_xml import line_of, local_name, namespace

_XML = "{http://www.w3.org/XML/1998/namespace}"


@dataclass(frozen=True, slots=True)
class Values:
    """The values that an attribute may have.

    Attributes:
        pattern: a regular expression for the whole value.
        expected: the same for people, after the word "expected".
    """

    pattern: str
    expected: str


def one_of(*values: str, extensible: bool = False) -> Values:
    """One of these words; also anything that begins with `x-` when the list is extensible."""
    more = r"|x-\S+" if extensible else ""
    shown = ", ".join(values) + (", or x-…" if extensible else "")
    return Values("|".join(map(re.escape, values)) + more, shown)


ANY = Values(r"(?s:.*)", "any text")
YES_NO = one_of("yes", "no")
NUMBER = Values(r"\s*\d+\s*", "a number")
NMTOKEN = Values(r"\s*[\w.\-:·]+\s*", "a name of letters, digits and . - _ :")
LANGUAGE = Values(r"\s*[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\s*", "a language tag such as nl or en-GB")
SPACE = one_of("default", "preserve")
DATE_TIME = Values(r"\s*-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?\s*", "2026-01-31T12:00:00Z")


NOWHERE, ANYWHERE, PLACED = "nowhere", "anywhere", "placed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What an element may hold.

    Attributes:
        children: a regular expression over the names of its child elements, a space after each; an element of another
            namespace is `*`, where `foreign` is PLACED.
        required: attributes that must be there.
        optional: attributes that may be there.
        text: whether there may be text in it.
        foreign: whether elements of other namespaces may be in it: NOWHERE, ANYWHERE, or PLACED by `children`.
        foreign_attributes: whether it may have attributes of other namespaces.
        mixed: whether elements of the other namespaces that are checked count as its own.
        open: whether everything inside is left to other standards.
    """

    children: str = ""
    required: Mapping[str, Values] = field(default_factory=dict)
    optional: Mapping[str, Values] = field(default_factory=dict)
    text: bool = False
    foreign: str = NOWHERE
    foreign_attributes: bool = False
    mixed: bool = False
    open: bool = False


Model = Mapping[str, Element]
"""Elements by local name."""

Attributes = Mapping[str, Mapping[str, Values] | None]
"""By namespace and name: attributes that a module defines for elements of others; None for any name."""

_NO_ATTRIBUTES: Attributes = MappingProxyType({})


def broken(
    root: etree._Element, models: Mapping[str, Model], *, title: str, attributes: Attributes = _NO_ATTRIBUTES
) -> Iterator[Problem]:
    """What in a tree is not as the models have it, in the order of the file.

    Args:
        root: its top element.
        models: by namespace; other namespaces are not looked into.
        title: of the standard, for messages.
        attributes: those that may be on every element that is not told otherwise by rules outside of the models.
    """
    pending = [root]
    while pending:
        element = pending.pop()
        name = local_name(element)
        model = models.get(namespace(element)) if name else None
        if model is None:
            continue
        rule = model.get(name)
        if rule is None:
            yield _problem(element, f"<{name}> is not an element of {title}.")
            continue
        yield from _attributes(element, name, rule, title, attributes)
        if not rule.open:
            yield from _content(element, name, rule, models)
            into_others = rule.mixed or rule.foreign == PLACED
            pending += reversed([child for child in element if into_others or namespace(child) == namespace(element)])


def shortened(value: str) -> str:
    """A value for a message."""
    return value if len(value) <= 40 else f"{value[:40]}…"


def _attributes(
    element: etree._Element, name: str, rule: Element, title: str, of_modules: Attributes
) -> Iterator[Problem]:
    seen = set()
    for full, value in element.attrib.items():
        attribute = str(full).replace(_XML, "xml:")
        seen.add(attribute)
        if attribute.startswith("{"):
            space, _, attribute = attribute[1:].partition("}")
            if space not in of_modules:
                if not rule.foreign_attributes:
                    yield _problem(element, f"<{name}> may not have {attribute!r} of another namespace.")
                continue
            known = of_modules[space]
            if known is None:
                continue
            values = known.get(attribute)
        else:
            values = rule.required.get(attribute) or rule.optional.get(attribute)
        if values is None:
            yield _problem(element, f"<{name}> has the attribute {attribute!r}, which {title} does not know there.")
        elif not _compiled(values.pattern).fullmatch(str(value)):
            shown = shortened(str(value))
            yield _problem(element, f"{attribute}={shown!r} of <{name}>; expected: {values.expected}.")
    for attribute in rule.required:
        if attribute not in seen:
            yield _problem(element, f"<{name}> has no {attribute!r}.")


def _content(element: etree._Element, name: str, rule: Element, models: Mapping[str, Model]) -> Iterator[Problem]:
    own = namespace(element)
    names = []
    for child in element:
        if not isinstance(child.tag, str):
            continue
        space = namespace(child)
        if space == own or (rule.mixed and space in models):
            names.append(local_name(child))
        elif rule.foreign == PLACED:
            names.append("*")
        elif rule.foreign == NOWHERE:
            yield _problem(child, f"<{name}> may not hold <{local_name(child)}> of another namespace.")
    if not _compiled(rule.children).fullmatch("".join(f"{child} " for child in names)):
        inside = ", ".join(dict.fromkeys(names)) or "nothing"
        yield _problem(element, f"<{name}> holds {inside}; {_wanted(rule.children)}.")
    if not rule.text and any(text and text.strip() for text in (element.text, *(child.tail for child in element))):
        yield _problem(element, f"<{name}> may not hold text.")


def _wanted(children: str) -> str:
    names = ", ".join(dict.fromkeys(re.findall(r"[A-Za-z][\w\-]*", children)))
    return f"expected, in this order: {names}" if names else "no elements were expected"


def _problem(element: etree._Element, message: str) -> Problem:
    return Problem(message=message, line=line_of(element))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
