"""Change a memory and note what was there before, so that it can be brought back.

What is removed or changed is noted in a temporary file, not in memory; see `tm.undo` for the file that is made of it.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from typing import NamedTuple

from tm.merge import merged
from tm.store.base import Store, UnitRow, VariantRow
from tm.store.rows import hash64, identity_text, unit_from, unit_row, variant_rows
from tm.unit import TranslationUnit


def last_unit(store: Store) -> int:
    """The highest number that a unit has had, by itself."""
    with store.reading():
        return store.last_unit()


class Record(NamedTuple):
    """A unit as the store keeps it."""

    row: UnitRow
    variants: list[VariantRow]

    @property
    def unit(self) -> TranslationUnit:
        """The unit itself."""
        return unit_from(self.row, self.variants)

    def unit_of(self, origins: Mapping[int, str]) -> TranslationUnit:
        """The unit with the name of the import that brought it."""
        return unit_from(self.row, self.variants, origins.get(self.row.origin, ""))

    @property
    def digest(self) -> str:
        """A hash of everything that is said in it, to see whether it is still the same; not of what is derived."""
        values = [self.row[2:], [(row.language, row.text, row.content, row.extra) for row in self.variants]]
        return f"{hash64(json.dumps(values, ensure_ascii=False)) & (1 << 64) - 1:016x}"


class Removed(NamedTuple):
    """What was noted about a unit that is no longer as it was."""

    record: Record


class Added(NamedTuple):
    """What was noted about a unit that was not there before."""

    identity: int


class Journal:
    """Carries out changes in a transaction for writing that the caller has opened.

    Attributes:
        seen: the highest number of a unit before the transaction began.
        last: units with higher numbers were put in by this transaction.
        removed: units that were taken out.
        changed: units that were given another text or other attributes, and not taken out afterwards.
        merged: units that were changed or added and turned out to say the same as another one.
        added: units that were put in by `add`.
        put: units that were put in, those with another text in place of the old one included.
    """

    def __init__(self, store: Store, seen: int) -> None:
        self.store = store
        self.seen = seen
        self.last = store.last_unit()
        self.removed = self.changed = self.merged = self.added = self.put = 0
        self._notes = tempfile.TemporaryFile("w+", encoding="utf-8", prefix="translate-kit-")  # noqa: SIM115
        # One bit a unit, by the thousand: whether its state from before has been noted.
        self._noted: dict[int, int] = {}

    @property
    def idle(self) -> bool:
        """Whether nothing has been noted: the memory is as it was."""
        return self._notes.tell() == 0

    def close(self) -> None:
        """Let go of the notes."""
        self._notes.close()

    def fresh(self, records: Sequence[Record]) -> list[Record]:
        """The records that are still as they were read; from here on no other writer changes them."""
        now = {
            row.id: Record(row, rows) for row, rows in self.store.units([r.row.id for r in records], for_change=True)
        }
        return [record for record in records if now.get(record.row.id) == record]

    def remove(self, records: Sequence[Record]) -> None:
        """Take units out."""
        self.changed -= sum(not self._note(record) for record in records)
        self.removed += self.store.delete([record.row.id for record in records])

    def change(self, pairs: Iterable[tuple[Record, TranslationUnit]]) -> None:
        """Give units other texts or attributes.

        With another text a unit gets another number: the indexes know texts by their numbers. One that is then the same
        as an older one is merged with it.
        """
        renewed: dict[int, list[tuple[Record, TranslationUnit]]] = {}
        for record, unit in pairs:
            number, identity = record.row.id, hash64(identity_text(unit))
            if identity == record.row.identity:
                self.changed += self._note(record)
                row = unit_row(unit, number, identity, record.row.origin)
                self.store.replace_unit(row, variant_rows(unit, number))
            else:
                renewed.setdefault(identity, []).append((record, unit))
        if not renewed:
            return
        origins = {identity: own[0][0].row.origin for identity, own in renewed.items()}
        put = self._put({identity: [unit for _, unit in own] for identity, own in renewed.items()}, origins)
        gone = [record for own in renewed.values() for record, _ in own]
        self.changed += sum(self._note(record) for record in gone)
        self.store.delete([record.row.id for record in gone])
        self.merged += len(gone) - put

    def add(self, units: Iterable[tuple[int, TranslationUnit]], origin: int) -> None:
        """Put units in, each with its identity; one that is there already is merged with the older one."""
        same: dict[int, list[TranslationUnit]] = {}
        count = 0
        for identity, unit in units:
            same.setdefault(identity, []).append(unit)
            count += 1
        put = self._put(same, dict.fromkeys(same, origin))
        self.added += put
        self.merged += count - put

    def _put(self, same: dict[int, list[TranslationUnit]], origins: dict[int, int]) -> int:
        """Merge units with those that have the same identity, or put them in; how many were put in."""
        known = self.store.with_identities(list(same))
        numbers = {numbers[0]: identity for identity, numbers in known.items()}
        there = set()
        for row, rows in self.store.units(list(numbers), for_change=True):
            record, identity = Record(row, rows), numbers[row.id]
            there.add(identity)
            older = record.unit
            both = reduce(merged, same[identity], older)
            if both != older:
                self._note(record)
                self.store.replace_unit(unit_row(both, row.id, identity, row.origin), variant_rows(both, row.id))
        number = self.store.last_unit()
        units: list[UnitRow] = []
        variants: list[VariantRow] = []
        for identity, own in same.items():
            if identity in there:
                continue
            number += 1
            unit = reduce(merged, own)
            units.append(unit_row(unit, number, identity, origins[identity]))
            variants += variant_rows(unit, number)
            self._notes.write(json.dumps([identity]) + "\n")
        self.store.insert(units, variants)
        self.put += len(units)
        return len(units)

    def _note(self, record: Record) -> bool:
        """Note the state of a unit from before; false when it is known, for this transaction has changed it already."""
        number = record.row.id
        if number > self.last:
            return False
        page, bit = number >> 10, 1 << (number & 1023)
        known = self._noted.get(page, 0)
        if known & bit:
            return False
        self._noted[page] = known | bit
        self._notes.write(json.dumps([record.row, record.variants], ensure_ascii=False) + "\n")
        return True

    def notes(self) -> Iterator[Removed | Added]:
        """What was noted, in order."""
        self._notes.flush()
        self._notes.seek(0)
        for line in self._notes:
            values = json.loads(line)
            if len(values) == 1:
                yield Added(values[0])
            else:
                rows = [VariantRow._make(row) for row in values[1]]
                yield Removed(Record(UnitRow._make(values[0]), rows))
