"""Pair the quantities of a source with those of its target, by value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from translate_kit.qa.numbers.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of the quantities.

    Attributes:
        same: source and target quantities with a reading in common.
        misread: pairs whose values are equal only when the target is read in the notation of the source
            (`400.000` left in English).
        differ: pairs without a counterpart that stand for each other, as far as their order tells.
        missing: quantities of the source without any counterpart.
        extra: quantities of the target without any counterpart.
    """

    same: tuple[tuple[Quantity, Quantity], ...]
    misread: tuple[tuple[Quantity, Quantity], ...]
    differ: tuple[tuple[Quantity, Quantity], ...]
    missing: tuple[Quantity, ...]
    extra: tuple[Quantity, ...]


def compare(source: Sequence[Quantity], target: Sequence[Quantity]) -> Comparison:
    """Pair quantities of equal value, then say what is left over.

    A value that the other side has somewhere, even if fewer times, is not left over: `3 van de 3` may well become
    `all 3`. Optional quantities explain others and are never left over themselves.
    """
    same: list[tuple[Quantity, Quantity]] = []
    free = list(target)
    rest = []
    for quantity in source:
        twin = _best(quantity, free)
        if twin is None:
            rest.append(quantity)
        else:
            free.remove(twin)
            same.append((quantity, twin))
    misread = []
    left = []
    for quantity in rest:
        twin = next((other for other in free if _misread(quantity, other)), None)
        if twin is not None:
            free.remove(twin)
            misread.append((quantity, twin))
            continue
        twin = next((other for other in free if _anglicised(quantity, other)), None)
        if twin is not None:
            free.remove(twin)
            same.append((quantity, twin))
            continue
        left.append(quantity)
    lost = [one for one in left if one.certainty and not _anywhere(one, target)]
    new = [one for one in free if one.certainty and not _anywhere(one, source)]
    differ = _facing(lost, new)
    paired = {id(one) for pair in differ for one in pair}
    return Comparison(
        tuple(same),
        tuple(misread),
        tuple(differ),
        tuple(one for one in lost if id(one) not in paired),
        tuple(one for one in new if id(one) not in paired),
    )


def _meets(one: Sequence[tuple[str, float]], other: Sequence[tuple[str, float]]) -> bool:
    return any(key in other for key in one)


def _best(quantity: Quantity, candidates: Sequence[Quantity]) -> Quantity | None:
    """The first candidate with the same likeliest reading, else the first with any reading in common."""
    fallback = None
    for other in candidates:
        if _meets(quantity.keys, other.keys):
            if quantity.keys and other.keys and quantity.keys[0] == other.keys[0]:
                return other
            fallback = fallback or other
    return fallback


def _misread(source: Quantity, target: Quantity) -> bool:
    """A number of the target that has the value of the source's only in the other notation."""
    if not ("." in source.text or "," in source.text):
        return False
    return _meets(source.keys, target.foreign) or (not target.keys and _meets(source.foreign, target.foreign))


def _anglicised(source: Quantity, target: Quantity) -> bool:
    """A number of the source that is in English notation already (figuur 1.5; 2,500 copied from an English report).

    Where its own notation gives a number too, only the same figures count: 80.000 is not 80.
    """
    if not _meets(source.foreign, target.keys):
        return False
    return not any(kind == "n" for kind, _ in source.keys) or source.text.rstrip("%\u00a0 ") == target.text.rstrip("%")


def _anywhere(quantity: Quantity, others: Sequence[Quantity]) -> bool:
    readings = quantity.keys or quantity.foreign
    return any(_meets(readings, other.keys or other.foreign) for other in others)


def _facing(lost: Sequence[Quantity], new: Sequence[Quantity]) -> list[tuple[Quantity, Quantity]]:
    """Pair what is left over on both sides: the same kind, in order of appearance, digits with digits first."""
    pairs = []
    free = list(new)
    for quantity in sorted(lost, key=lambda one: (-one.certainty, one.start)):
        alike = [other for other in free if _group(other) == _group(quantity)]
        if not alike:
            continue
        twin = max(alike, key=lambda other: (other.certainty == quantity.certainty, -free.index(other)))
        free.remove(twin)
        pairs.append((quantity, twin))
    return sorted(pairs, key=lambda pair: pair[1].start)


def _group(quantity: Quantity) -> str:
    """Numbers, times and decades may stand for each other; a month or a weekday only for another one."""
    kind = quantity.kind
    return kind if kind in ("month", "weekday") else "number"
