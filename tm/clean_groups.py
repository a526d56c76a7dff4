"""Maintenance steps that compare the units with one source: duplicates, and sources with several targets."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

from tm.clean_steps import Verdict, newest, sides
from tm.journal import Record
from tm.language import canonical
from tm.lookup import UNIT_PENALTY
from tm.merge import merged
from tm.score import normalise
from tm.unit import FOLLOWING_TYPES, PREVIOUS_TYPES, Info, TranslationUnit

_SHOWN = 3
"""Other targets that are named with a unit."""


class Group(Protocol):
    """The units with one source, read anew by each loop over them: there can be many thousands."""

    def __iter__(self) -> Iterator[Record]:
        """The units, in order of their numbers."""

    def shown(self, number: int) -> str:
        """What to call a unit."""


GroupStep = Callable[[Group], Iterator[tuple[Record, Verdict]]]
"""Looks at the units with one source, and says something about some of them."""


@dataclass(frozen=True, slots=True, order=True)
class _Rank:
    """Which of several units is the best: without a penalty or needless spaces, the newest, the last to come in."""

    trusted: bool
    tidy: bool
    date: str
    number: int


def _rank(record: Record, *, tidy: bool = True) -> _Rank:
    unit = record.unit
    return _Rank(unit.info.prop(UNIT_PENALTY) is None, tidy, newest(unit), record.row.id)


def _tidy(unit: TranslationUnit) -> bool:
    return all(_text(variant.marked) == variant.marked for variant in unit.variants)


def _text(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _texts(unit: TranslationUnit) -> tuple[tuple[str, str], ...]:
    """What a unit says, spaces apart: the text with its marks in each language."""
    return tuple(sorted((canonical(variant.language), _text(variant.marked)) for variant in unit.variants))


def _context(unit: TranslationUnit) -> tuple[str | None, ...]:
    return tuple(None if part is None else normalise(part) for part in (unit.previous, unit.following, unit.key))


def duplicates(group: Group) -> Iterator[tuple[Record, Verdict]]:
    """Keep one of the units that say the same in the same context, with the dates, notes and properties of all."""
    yield from _same(group, lambda unit: (_texts(unit), _context(unit)), "says the same as {}, in the same context")


def context_duplicates(group: Group) -> Iterator[tuple[Record, Verdict]]:
    """Keep one of the units that say the same, whatever the context: smaller, and without their context matches."""
    reason = "says the same as {}, in another context"
    yield from _same(group, lambda unit: (_texts(unit), unit.key), reason, _without_neighbours)


_NEIGHBOURS = frozenset((*PREVIOUS_TYPES, *FOLLOWING_TYPES))


def _without_neighbours(unit: TranslationUnit) -> TranslationUnit:
    """The unit without what it says about the segments beside it, which is not so of another unit."""

    def bare(info: Info) -> Info:
        props = tuple(prop for prop in info.props if prop.type.lower() not in _NEIGHBOURS)
        return info if props == info.props else replace(info, props=props)

    variants = tuple(replace(variant, info=bare(variant.info)) for variant in unit.variants)
    return replace(unit, info=bare(unit.info), variants=variants)


def _same(
    group: Group,
    key: Callable[[TranslationUnit], object],
    reason: str,
    passed_on: Callable[[TranslationUnit], TranslationUnit] = lambda unit: unit,
) -> Iterator[tuple[Record, Verdict]]:
    best: dict[object, _Rank] = {}
    several: set[object] = set()
    for record in group:
        unit = record.unit
        rank, same = _rank(record, tidy=_tidy(unit)), key(unit)
        if same in best:
            several.add(same)
        best[same] = max(rank, best.get(same, rank))
    if not several:
        return
    kept: dict[object, Record] = {}
    others: dict[object, TranslationUnit] = {}
    numbers: dict[object, list[int]] = {}
    for record in group:
        unit = record.unit
        same = key(unit)
        if same not in several:
            continue
        if record.row.id == best[same].number:
            kept[same] = record
            continue
        numbers.setdefault(same, []).append(record.row.id)
        told = passed_on(unit)
        others[same] = merged(others[same], _aligned(told, others[same])) if same in others else told
        yield record, Verdict(None, reason.format(group.shown(best[same].number)))
    for same, record in kept.items():
        unit = record.unit
        both = merged(unit, _aligned(others[same], unit))
        if both != unit:
            shown = ", ".join(map(group.shown, numbers[same][:5])) + (", …" if len(numbers[same]) > 5 else "")
            yield record, Verdict(both, f"takes over what {shown} said besides")


def _aligned(unit: TranslationUnit, like: TranslationUnit) -> TranslationUnit:
    """The unit with the texts of another one, which differ by spaces at most."""
    contents = {canonical(variant.language): variant.content for variant in like.variants}
    variants = tuple(
        replace(variant, content=contents.get(canonical(variant.language), variant.content))
        for variant in unit.variants
    )
    return replace(unit, variants=variants)


def several_targets(group: Group) -> Iterator[tuple[Record, Verdict]]:
    """Name the units whose source has another target elsewhere; a person must decide."""
    targets: dict[tuple[object, str], dict[str, int]] = {}
    for record in group:
        for key, text in _targets(record.unit):
            targets.setdefault(key, {}).setdefault(text, record.row.id)
    if all(len(texts) < 2 for texts in targets.values()):
        return
    for record in group:
        unit = record.unit
        found = ((number, text) for key, own in _targets(unit) for text, number in targets[key].items() if text != own)
        # One more than are shown: there can be thousands, and as many units to show them for.
        others = list(islice(found, _SHOWN + 1))
        if others:
            shown = ", ".join(f"{group.shown(number)} ({text[:60]})" for number, text in others[:_SHOWN])
            more = ", …" if len(others) > _SHOWN else ""
            yield record, Verdict(unit, f"another target in {shown}{more}")


def newest_target(group: Group) -> Iterator[tuple[Record, Verdict]]:
    """Of several targets of one source keep the newest; units of more than two languages stay.

    Only units with the same key (of a resource string) are compared; the neighbours of a segment do not count.
    """
    best: dict[tuple[object, str], tuple[_Rank, str]] = {}
    for record in group:
        rank = _rank(record)
        for key, text in _targets(record.unit):
            best[key] = max((rank, text), best.get(key, (rank, text)))
    for record in group:
        pairs = _targets(record.unit)
        if len(pairs) != 1:
            continue
        (key, text) = pairs[0]
        rank, kept = best[key]
        if text != kept:
            yield record, Verdict(None, f"an older target than that of {group.shown(rank.number)} ({kept[:60]})")


def _targets(unit: TranslationUnit) -> list[tuple[tuple[object, str], str]]:
    """The targets of a unit, each with what makes it comparable: the key of the resource and the language."""
    _, targets = sides(unit)
    return [((unit.key, canonical(target.language)), _text(target.marked)) for target in targets]
