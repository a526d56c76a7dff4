"""What XLIFF 2 demands of inline codes together: pairs, copies, order, codes that must not be lost (section 4.7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from translate_kit.formats.data import Problem
from translate_kit.formats.safe_xml import line_of, local_name

_CODES = ("ph", "pc", "sc", "ec")


def _say(element: etree._Element, message: str) -> Problem:
    return Problem(message=message, line=line_of(element))


def pairs(side: Sequence[etree._Element]) -> Iterator[Problem]:
    """Each `<sc>` has its `<ec>`, each `<sm>` its `<em>`, later in the unit; what has none must say so.

    Args:
        side: the inline elements of all sources, or of all targets, of a unit.
    """
    opened: dict[str, etree._Element] = {}
    marked: dict[str, etree._Element] = {}
    closed: set[str] = set()
    for element in side:
        name = local_name(element)
        identifier, start = element.get("id") or "", element.get("startRef")
        isolated = element.get("isolated", "no") == "yes"
        if name == "sc":
            opened[identifier] = element
        elif name == "sm":
            marked[identifier] = element
        elif name == "em":
            if start not in marked:
                yield _say(element, f"<em> of {start!r}, which no <sm> before it has opened.")
            closed.add(f"sm {start}")
        elif name == "ec":
            if isolated and (start is not None or not identifier):
                yield _say(element, "an isolated <ec> has an 'id' and no 'startRef'.")
            elif not isolated and (start is None or identifier):
                yield _say(element, "an <ec> that is not isolated has a 'startRef' and no 'id'.")
            elif not isolated:
                closed.add(f"sc {start}")
                if start not in opened:
                    yield _say(element, f"<ec> of {start!r}, which no <sc> before it has opened.")
                else:
                    yield from _alike(opened[start], element)
    for identifier, element in opened.items():
        isolated = element.get("isolated", "no") == "yes"
        if isolated is (f"sc {identifier}" in closed):
            reason = "is isolated, but has its <ec> in the unit" if isolated else "has no <ec> and is not isolated"
            yield _say(element, f"<sc> {identifier!r} {reason}.")
    for identifier, element in marked.items():
        if f"sm {identifier}" not in closed:
            yield _say(element, f"<sm> {identifier!r} has no <em>.")


def _alike(start: etree._Element, end: etree._Element) -> Iterator[Problem]:
    for attribute in ("canCopy", "canDelete", "canOverlap"):
        if start.get(attribute, "yes") != end.get(attribute, "yes"):
            yield _say(end, f"{attribute} is not the same on <sc> and <ec> of {start.get('id')!r}.")
    # After the first code of a sequence come others that may not be moved either.
    wanted = "yes" if start.get("canReorder", "yes") == "yes" else "no"
    if end.get("canReorder", "yes") != wanted:
        yield _say(end, f"canReorder of the <ec> of {start.get('id')!r} must be {wanted!r}.")


def copies(side: Sequence[etree._Element], source: Sequence[etree._Element]) -> Iterator[Problem]:
    """What is a copy names a code that is there and may be copied, and has no native code of its own."""
    known = {element.get("id"): element for element in (*source, *side) if local_name(element) in _CODES}
    for element in side:
        original = element.get("copyOf")
        if original is None:
            continue
        if any(element.get(name) is not None for name in ("dataRef", "dataRefStart", "dataRefEnd")):
            yield _say(element, f"a copy of {original!r} that has data of its own.")
        if original not in known:
            yield _say(element, f"a copy of {original!r}, which is not there.")
        elif known[original].get("canCopy", "yes") == "no":
            yield _say(element, f"a copy of {original!r}, which must not be copied.")


Place = tuple[str, str]
"""Kind of place (the code itself, or its end) and the id of the code."""


def _places(side: Sequence[etree._Element]) -> list[tuple[Place, str, etree._Element]]:
    """Where codes start and end, in the order of the text, with their `canReorder`."""
    found: list[tuple[Place, str, etree._Element]] = []
    open_spans: list[etree._Element] = []
    for element in side:
        while open_spans and open_spans[-1] not in element.iterancestors():
            found.append(_end(open_spans.pop()))
        name = local_name(element)
        if name not in _CODES:
            continue
        reorder = element.get("canReorder", "yes")
        identifier = element.get("id") or element.get("startRef") or ""
        found.append((("end" if name == "ec" else "code", identifier), reorder, element))
        if name == "pc":
            open_spans.append(element)
    found += [_end(element) for element in reversed(open_spans)]
    return found


def _end(span: etree._Element) -> tuple[Place, str, etree._Element]:
    reorder = "yes" if span.get("canReorder", "yes") == "yes" else "no"
    return ("end", span.get("id") or ""), reorder, span


def reordering(source: Sequence[etree._Element], target: Sequence[etree._Element] | None) -> Iterator[Problem]:
    """A sequence of codes that begins with `firstNo` and goes on with `no` stays together and in order.

    Args:
        source: the inline elements of all sources of a unit.
        target: those of all targets; None when it has none.
    """
    sequences: list[list[Place]] = []
    for place, reorder, element in _places(source):
        if reorder == "firstNo":
            sequences.append([place])
        elif reorder == "no" and not sequences:
            yield _say(element, f"canReorder='no' of {place[1]!r}, but no code before it says 'firstNo'.")
        elif reorder == "no":
            sequences[-1].append(place)
    if target is None:
        return
    there = [place for place, _, _ in _places(target)]
    elements = {place: element for place, _, element in _places(target)}
    for sequence in sequences:
        present = [place for place in sequence if place in elements]
        if len(present) < 2:
            continue
        first = there.index(present[0])
        if there[first : first + len(present)] != present:
            names = ", ".join(dict.fromkeys(name for _, name in present))
            yield _say(elements[present[0]], f"the codes {names} must stay together and in this order.")


def removed(parts: Sequence[etree._Element], own: str, target: Sequence[etree._Element]) -> Iterator[Problem]:
    """A code that must not be deleted is in some target of the unit, once its segment has one.

    Args:
        parts: the segments and ignorables of a unit.
        own: the namespace of the core.
        target: the inline elements of all its targets.
    """
    kept = {element.get("id") for element in target}
    for part in parts:
        source, translation = part.find(f"{{{own}}}source"), part.find(f"{{{own}}}target")
        if source is None or translation is None:
            continue
        for element in source.iter():
            identifier = element.get("id")
            if local_name(element) not in _CODES or identifier is None or identifier in kept:
                continue
            if element.get("canDelete", "yes") == "no":
                yield _say(element, f"the code {identifier!r} must not be deleted, but no target has it.")
