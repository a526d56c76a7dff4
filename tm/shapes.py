"""Units that differ in their values alone: which of them would say something else than the others of a shape.

Put into thousands of units "Artikel 12 van de wet", the values of a text make one and the same target of nearly all.
What a unit makes of a text follows from few things: its texts around the values, which value of the target is which one
of the source, how a date or time is written there, and which values it shares with the text (these stay as the target
has them). Units that agree in all of that give the same target, so that the newest of them speaks for the others. The
comparing is done on numbers that are made once for each unit.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tm.adapt import style
from tm.language import base, canonical, closeness
from tm.notation import Value, values
from tm.score import MARKUP
from tm.store.base import VARIANT_BITS, Store, VariantRow
from tm.store.rows import variant_from

Array = np.ndarray[Any, np.dtype[Any]]

KEPT_ROWS = 1_000_000
"""So many units are kept in mind at most: 40 bytes each, and 17 more for each value."""

KEPT_SHAPES = 500
"""So many shapes at most."""

_AT_ONCE = 2000
_MIX = 0x9E3779B97F4A7C15
_WORD = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class _Columns:
    """Units whose sources have values of the same kinds, one a row.

    Attributes:
        variants: numbers of the sources, ascending.
        frames: a hash of everything around the values.
        meanings: a hash of what each value of the source means; a column a value.
        writings: a hash of how it is written in source and target.
        bound: whether the unit gives no whole target for a text that has another value here.
    """

    variants: Array
    frames: Array
    meanings: Array
    writings: Array
    bound: Array

    def where(self, kept: Array) -> _Columns:
        parts = (self.variants, self.frames, self.meanings, self.writings, self.bound)
        return _Columns(*(part[kept] for part in parts))

    def with_more(self, other: _Columns) -> _Columns:
        order = np.concatenate([self.variants, other.variants]).argsort(kind="stable")
        pairs = (
            (self.variants, other.variants),
            (self.frames, other.frames),
            (self.meanings, other.meanings),
            (self.writings, other.writings),
            (self.bound, other.bound),
        )
        return _Columns(*(np.concatenate(pair)[order] for pair in pairs))


@dataclass(frozen=True, slots=True)
class _Table:
    """The units of one shape, by the kinds of the values in their sources; `numbers` are those it was made of."""

    numbers: list[int]
    columns: dict[tuple[str, ...], _Columns]

    def __len__(self) -> int:
        return len(self.numbers)


class Shapes:
    """What is known of the units of some shapes, for one memory; safe with several threads."""

    def __init__(self) -> None:
        self._tables: dict[tuple[int, str, str], _Table] = {}
        self._lock = threading.Lock()

    def alike(
        self, store: Store, shape: int, numbers: list[int], found: Sequence[Value], languages: tuple[str, str]
    ) -> list[list[int]]:
        """Groups of units of which each gives the same target for a text.

        Args:
            store: where the units are.
            shape: the hash of the text with its values masked.
            numbers: the variants of this shape, ascending.
            found: the values in the text.
            languages: of the text, and the one wanted.

        Returns:
            Groups of numbers of variants, ascending; first the group that has the newest. Units that cannot take all
            values of the text are in none, or in groups in which no unit can.
        """
        table = self._table(store, shape, numbers, languages)
        columns = table.columns.get(tuple(value.kind for value in found))
        if columns is None:
            return []
        wanted = np.array([_hash(_meaning(value)) for value in found], np.uint64)
        shared = columns.meanings == wanted
        kept = np.flatnonzero((shared | ~columns.bound).all(axis=1))
        if not len(kept):
            return []
        shared, written = shared[kept], columns.writings[kept]
        mixed = columns.frames[kept].copy()
        for number in range(len(found)):
            # Of values that the text has too, the target keeps its own writing.
            factor = np.uint64(_MIX * (2 * number + 3) & _WORD)
            mixed += np.where(shared[:, number], (written[:, number] | np.uint64(1)) * factor, np.uint64(0))
        variants = columns.variants[kept]
        if (mixed == mixed[0]).all():
            return [variants.tolist()]
        order = np.lexsort((variants, mixed))
        cuts = np.flatnonzero(np.diff(mixed[order])) + 1
        groups = [part.tolist() for part in np.split(variants[order], cuts)]
        return sorted(groups, key=lambda group: -group[-1])

    def _table(self, store: Store, shape: int, numbers: list[int], languages: tuple[str, str]) -> _Table:
        key = (shape, canonical(languages[0]), canonical(languages[1]))
        with self._lock:
            table = self._tables.pop(key, None)
            if table is not None:
                self._tables[key] = table
        if table is not None and table.numbers == numbers:
            return table
        table = _brought_up(table or _Table([], {}), store, numbers, languages)
        with self._lock:
            self._tables.pop(key, None)
            self._tables[key] = table
            kept = sum(map(len, self._tables.values()))
            while len(self._tables) > 1 and (kept > KEPT_ROWS or len(self._tables) > KEPT_SHAPES):
                kept -= len(self._tables.pop(next(iter(self._tables))))
        return table


def _brought_up(table: _Table, store: Store, numbers: list[int], languages: tuple[str, str]) -> _Table:
    """A table of these units: of those that are known, and of those that came since."""
    known, now = set(table.numbers), set(numbers)
    columns = dict(table.columns)
    if known - now:
        there = np.array(numbers, np.int64)
        columns = {kinds: part.where(np.isin(part.variants, there)) for kinds, part in columns.items()}
    rows: dict[tuple[str, ...], list[_Row]] = {}
    reader = _Reader(*languages)
    missing = [number for number in numbers if number not in known]
    for start in range(0, len(missing), _AT_ONCE):
        for kinds, row in reader.rows(store, missing[start : start + _AT_ONCE]):
            rows.setdefault(kinds, []).append(row)
    for kinds, own in rows.items():
        fresh = _columns(own, len(kinds))
        columns[kinds] = columns[kinds].with_more(fresh) if kinds in columns else fresh
    return _Table(numbers, columns)


_Row = tuple[int, int, Sequence[int], Sequence[int], Sequence[bool]]


def _columns(rows: list[_Row], width: int) -> _Columns:
    variants, frames, meanings, writings, bound = zip(*rows, strict=True)
    size = (len(rows), width)
    return _Columns(
        np.array(variants, np.int64),
        np.array(frames, np.uint64),
        np.array(meanings, np.uint64).reshape(size),
        np.array(writings, np.uint64).reshape(size),
        np.array(bound, bool).reshape(size),
    )


class _Reader:
    """Makes rows of units."""

    def __init__(self, source_language: str, target_language: str) -> None:
        self._source_language = source_language
        self._base = base(source_language)
        self._target_language = target_language

    def rows(self, store: Store, numbers: Iterable[int]) -> Iterable[tuple[tuple[str, ...], _Row]]:
        wanted: dict[int, list[int]] = {}
        for number in numbers:
            wanted.setdefault(number >> VARIANT_BITS, []).append(number)
        for unit, variants in store.units(list(wanted)):
            target = max(variants, key=lambda row: closeness(self._target_language, row.language))
            if closeness(self._target_language, target.language):
                for source in variants:
                    if source.id in wanted[unit.id] and source.base == self._base and source.id != target.id:
                        yield self._row(source, target)

    def _row(self, source: VariantRow, target: VariantRow) -> tuple[tuple[str, ...], _Row]:
        text, other = _rendered(source), _rendered(target)
        own, there = values(text, self._source_language), values(other, target.language)
        inside = [match.span() for match in MARKUP.finditer(text)] if "<" in text else []
        first: dict[object, int] = {}
        pattern = [first.setdefault(_meaning(value), place) for place, value in enumerate(own)]
        frame: list[object] = [source.language, target.language, tuple(pattern)]
        at = 0
        for value in own:
            frame.append(text[at : value.start])
            if any(start <= value.start < end for start, end in inside):
                frame.append(value.text)
            at = value.end
        frame.append(text[at:])
        written: list[list[str]] = [[value.text] for value in own]
        counts = [0] * len(own)
        at = 0
        for value in there:
            frame.append(other[at : value.start])
            at = value.end
            place = first.get(_meaning(value))
            if place is None:
                frame.append(value.text)
            else:
                frame += (place, style(value, target.language))
                counts[place] += 1
                written[place].append(value.text)
        frame.append(other[at:])
        bound = [counts[place] != pattern.count(place) for place in pattern]
        row = (
            source.id,
            _hash(tuple(frame)),
            [_hash(_meaning(value)) for value in own],
            [_hash((value.text, *written[place])) for value, place in zip(own, pattern, strict=True)],
            bound,
        )
        return tuple(value.kind for value in own), row


def _rendered(row: VariantRow) -> str:
    return row.text if row.content is None else variant_from(row).rendered


def _meaning(value: Value) -> tuple[object, ...]:
    return value.kind, value.value


def _hash(thing: object) -> int:
    return hash(thing) & _WORD
