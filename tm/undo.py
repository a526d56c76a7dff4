"""The undo file: what a change to a memory removed, altered and added, as TMX; and the way back.

Each unit in the file is one that was there before, with the property `x-undo-unit` (its number), or one that was added,
with `x-undo-added` (its identity). `x-undo-now` is a digest of what stands in the memory in its place after the change:
when that is something else by the time of the undoing, somebody has worked on it since. What TMX cannot say exactly
(control characters above all) is beside the unit as JSON in `x-undo-rows`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from tm.errors import BadMemoryInput, MemoryClash, MemoryConflict, MemoryMissing
from tm.header import Header
from tm.indexing import BLOCK, write_blocks
from tm.journal import Added, Journal, Record, Removed, last_unit
from tm.merge import merged
from tm.score import normalise
from tm.store.base import Store, UnitRow, VariantRow
from tm.store.rows import hash64, identity_text, unit_row, variant_from, variant_rows
from tm.tmx_read import read_tmx
from tm.tmx_write import write_tmx
from tm.unit import NO_INFO, Info, Note, Prop, TranslationUnit, tmx_date

if TYPE_CHECKING:
    from tm.memory import Memory

UNIT, ADDED, NOW, ROWS, ORIGIN = "x-undo-unit", "x-undo-added", "x-undo-now", "x-undo-rows", "x-undo-origin"
WHAT, MEMORY, LAST, PUT = "x-undo-what", "x-undo-memory", "x-undo-last", "x-undo-put"
BATCH = 500

RETRIES = 3
"""So often an undoing is tried again when it clashed with what others did at the same time."""

_OWN = "x-undo-"
_DATE = re.compile(r"\d{8}T\d{6}Z")
_SEGMENT_TYPES = (None, "block", "paragraph", "sentence", "phrase")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True)
class Undone:
    """What undoing did.

    Attributes:
        restored: units that are there again, or again as they were.
        removed: units that had been added and are gone again.
        same: units that were as before already.
        kept: units that somebody has changed since, and that were left as they are.
    """

    restored: int = 0
    removed: int = 0
    same: int = 0
    kept: int = 0


@contextmanager
def journaled(memory: Memory, undo_path: str | Path | None, what: str) -> Iterator[Journal]:
    """A change to a memory: all of it happens and can be undone, or nothing does.

    Args:
        memory: the memory.
        undo_path: where the undo file goes, before anything is kept; None to write none.
        what: see `write_undo`.

    Yields:
        The journal to make the change with.

    Raises:
        OSError: the undo file cannot be written; nothing has changed then.
        MemoryConflict: another process is writing.
        MemoryClash: another has added at the same time what this change adds; nothing has changed.
    """
    seen = last_unit(memory.store)
    written: Path | None = None
    try:
        with memory.store.writing():
            journal = Journal(memory.store, seen)
            try:
                yield journal
                if undo_path is not None and write_undo(undo_path, memory, journal, what):
                    written = Path(undo_path)
            finally:
                journal.close()
            if memory.store.contested():
                raise MemoryClash(
                    f"{memory.name}: another writer has added the same units at the same time. Nothing was changed; "
                    "try again."
                )
    except MemoryMissing:
        # A server went away, perhaps after it had kept everything: the undo file may be needed.
        raise
    except BaseException:
        if written is not None:
            written.unlink(missing_ok=True)
        raise


def write_undo(path: str | Path, memory: Memory, journal: Journal, what: str) -> int:
    """Write the undo file of a change, in the transaction of the change.

    Args:
        path: the file; written whole or not at all, and not when nothing has changed.
        memory: the memory.
        journal: of the change.
        what: the change in a few words, such as `clean: spaces, duplicates`.

    Returns:
        How many units are in the file; 0 when it was not written.

    Raises:
        OSError: the place cannot be written.
    """
    if journal.idle:
        return 0
    about = (
        ("srclang", "*all*"),
        ("creationdate", tmx_date(datetime.now(UTC))),
    )
    facts = {WHAT: what, MEMORY: memory.store.url, LAST: str(journal.seen), PUT: str(journal.put)}
    header = Header(about, props=tuple(Prop(kind, value) for kind, value in facts.items()))
    return write_tmx(path, _entries(memory, journal), source_language="*all*", header=header)


def _entries(memory: Memory, journal: Journal) -> Iterator[TranslationUnit]:
    store = memory.store
    notes = journal.notes()
    while batch := list(islice(notes, BATCH)):
        befores = [note.record for note in batch if isinstance(note, Removed)]
        now = {row.id: Record(row, rows).digest for row, rows in store.units([record.row.id for record in befores])}
        for record in befores:
            yield _before(record, now.get(record.row.id))
        identities = [note.identity for note in batch if isinstance(note, Added)]
        known = store.with_identities(identities)
        numbers = [number for numbers in known.values() for number in numbers if number > journal.last]
        for row, rows in store.units(numbers):
            record = Record(row, rows)
            facts = (Prop(ADDED, f"{row.identity}"), Prop(NOW, record.digest))
            yield _with_facts(record.unit, facts)


def _before(record: Record, now: str | None) -> TranslationUnit:
    facts = [Prop(UNIT, str(record.row.id)), Prop(ORIGIN, str(record.row.origin))]
    if now is not None:
        facts.append(Prop(NOW, now))
    unit = record.unit
    if not _exact_in_tmx(unit):
        facts.append(Prop(ROWS, json.dumps([record.row, record.variants])))
    return _with_facts(unit, tuple(facts))


def _with_facts(unit: TranslationUnit, facts: tuple[Prop, ...]) -> TranslationUnit:
    # An undo file can have been imported: what it says is not said of this change.
    props = tuple(prop for prop in unit.info.props if not prop.type.lower().startswith(_OWN))
    return replace(unit, info=replace(unit.info, props=props + facts))


def undo(memory: Memory, path: str | Path, *, keep_changed: bool = False) -> Undone:
    """Bring a memory back to what it was before a change; all of it, or nothing.

    What somebody has added again since is there once: the unit of now, with what the one of then said.

    Args:
        memory: the memory that was changed.
        path: the undo file.
        keep_changed: leave alone what somebody has changed since, and undo the rest.

    Raises:
        BadMemoryInput: not an undo file, or not one of this memory.
        MemoryConflict: somebody has changed some of it since, and `keep_changed` is not set; or another writer did the
            same at the same time, over and over.
    """
    for _ in range(RETRIES):
        with suppress(MemoryClash):
            return _undo(memory, path, keep_changed=keep_changed)
    return _undo(memory, path, keep_changed=keep_changed)


def _undo(memory: Memory, path: str | Path, *, keep_changed: bool) -> Undone:
    facts = _facts(path)
    seen = int(facts[LAST])
    last = last_unit(memory.store)
    if seen > last:
        raise BadMemoryInput(
            f"{memory.name}: there was never a unit {seen} here; the undo file {path} is of another memory."
        )
    done = Undone()
    with memory.store.writing():
        # First out with what was added: a unit from before can say the same.
        if facts.get(PUT) != "0":
            for added in _batches(path, ADDED):
                _take_out(memory, added, seen, done, keep_changed)
        reindexed = _Reindexed(memory.store)
        for befores in _batches(path, UNIT):
            back = _bring_back(memory, befores, done, keep_changed)
            reindexed.take(row for record in back for row in record.variants)
        reindexed.finish()
        # Nothing was added here, so nothing can be merged; what was put back in vain is told by a clash.
        memory.store.contested()
    return done


def _facts(path: str | Path) -> dict[str, str]:
    """What the header of an undo file says."""
    reader = read_tmx(path)
    reader.close()
    facts = {prop.type: prop.value for prop in reader.header.props}
    if WHAT not in facts or not facts.get(LAST, "").isdecimal():
        raise BadMemoryInput(
            f"{path}: this is not an undo file. Name one that `tm clean`, `tm delete` or `tm merge` has written."
        )
    return facts


def _batches(path: str | Path, kind: str) -> Iterator[list[TranslationUnit]]:
    units = (unit for unit in read_tmx(path, unique_tuids=False) if unit.info.prop(kind) is not None)
    while batch := list(islice(units, BATCH)):
        yield batch


def _take_out(memory: Memory, units: list[TranslationUnit], seen: int, done: Undone, keep_changed: bool) -> None:
    expected = {_number(unit, ADDED): unit.info.prop(NOW) for unit in units}
    known = memory.store.with_identities(list(expected))
    numbers = [number for numbers in known.values() for number in numbers if number > seen]
    there = [Record(row, rows) for row, rows in memory.store.units(numbers, for_change=True)]
    same = [record for record in there if record.digest == expected[record.row.identity]]
    found = {record.row.identity for record in same}
    for record in there:
        if record.row.identity not in found:
            found.add(record.row.identity)
            _conflict(memory, record.unit, done, keep_changed)
    done.same += len(expected) - len(found)
    done.removed += memory.store.delete([record.row.id for record in same])


def _bring_back(memory: Memory, units: list[TranslationUnit], done: Undone, keep_changed: bool) -> list[Record]:
    """Give units their state from before; those that were gone and are there again."""
    store = memory.store
    befores = {_number(unit, UNIT): unit for unit in units}
    now = {row.id: Record(row, rows) for row, rows in store.units(list(befores), for_change=True)}
    back: list[Record] = []
    for number, unit in befores.items():
        before, current, expected = _record(unit, number), now.get(number), unit.info.prop(NOW)
        if current is not None and current.digest == before.digest:
            done.same += 1
        elif (None if current is None else current.digest) != expected:
            _conflict(memory, before.unit, done, keep_changed)
        elif current is not None:
            store.replace_unit(*before)
            done.restored += 1
        else:
            back.append(before)
    back = _not_added_again(store, back, done)
    store.restore([record.row for record in back], [row for record in back for row in record.variants])
    done.restored += len(back)
    return back


def _not_added_again(store: Store, back: list[Record], done: Undone) -> list[Record]:
    """Those of some units that nobody has added again meanwhile; the others are merged with what was added."""
    known = store.with_identities([record.row.identity for record in back])
    earlier = {known[record.row.identity][0]: record for record in back if record.row.identity in known}
    there = set()
    for row, rows in store.units(list(earlier), for_change=True):
        there.add(row.identity)
        again = Record(row, rows).unit
        both = merged(again, earlier[row.id].unit)
        if both == again:
            done.same += 1
            continue
        store.replace_unit(unit_row(both, row.id, row.identity, row.origin), variant_rows(both, row.id))
        done.restored += 1
    return [record for record in back if record.row.identity not in there]


class _Reindexed:
    """Has texts found again whose numbers the fuzzy index has gone past already; many at a time make few blocks."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._texts: dict[str, list[tuple[int, str]]] = {}

    def take(self, rows: Iterable[VariantRow]) -> None:
        for row in rows:
            text = normalise(variant_from(row).marked)
            if text:
                waiting = self._texts.setdefault(row.base, [])
                waiting.append((row.id, text))
                if len(waiting) >= BLOCK:
                    write_blocks(self._store, row.base, self._texts.pop(row.base))

    def finish(self) -> None:
        for language, waiting in self._texts.items():
            write_blocks(self._store, language, waiting)


def _conflict(memory: Memory, unit: TranslationUnit, done: Undone, keep_changed: bool) -> None:
    if not keep_changed:
        shown = unit.variants[0].text[:80] if unit.variants else ""
        raise MemoryConflict(
            f"{memory.name}: a unit has been changed since ({shown!r}). Nothing was undone; --keep-changed leaves such "
            "units as they are and undoes the rest."
        )
    done.kept += 1


def _number(unit: TranslationUnit, kind: str) -> int:
    value = unit.info.prop(kind) or ""
    if not re.fullmatch(r"-?[0-9]{1,19}", value):
        raise BadMemoryInput(f"a unit of an undo file has {value!r} as its {kind}; a number was expected.")
    return int(value)


def _record(unit: TranslationUnit, number: int) -> Record:
    """The rows of a unit of an undo file; hashes and the like are made anew, as this version makes them."""
    rows = unit.info.prop(ROWS)
    origin = _number(unit, ORIGIN)
    if rows is None:
        info = replace(unit.info, props=tuple(prop for prop in unit.info.props if not prop.type.startswith(_OWN)))
        before = replace(unit, info=NO_INFO if info == NO_INFO else info)
    else:
        try:
            values = json.loads(rows)
            before = Record(UnitRow._make(values[0]), [VariantRow._make(row) for row in values[1]]).unit
        except (ValueError, TypeError, IndexError, KeyError):
            raise BadMemoryInput(f"unit {number} of an undo file has broken {ROWS}.") from None
    row = unit_row(before, number, hash64(identity_text(before)), origin)
    return Record(row, variant_rows(before, number))


def _exact_in_tmx(unit: TranslationUnit) -> bool:
    """Whether reading back what is written surely gives the same; when in doubt, no."""
    if unit.source_language in ("", "*all*") or unit.segment_type not in _SEGMENT_TYPES:
        return False
    infos = [unit.info, *(variant.info for variant in unit.variants)]
    texts = [variant.content[0] if variant.plain and variant.content else None for variant in unit.variants]
    names = [unit.source_language, unit.tuid or "", *(variant.language for variant in unit.variants)]
    return (
        all(isinstance(text, str) and not _UNSAFE.search(text) for text in texts)
        and not any(_UNSAFE.search(name) or name != name.strip() for name in names)
        and all(_plain_info(info) for info in infos)
    )


def _plain_info(info: Info) -> bool:
    if info is NO_INFO or info == NO_INFO:
        return True
    dates = (info.created, info.changed, info.last_used)
    said = (
        info.created_by, info.changed_by, info.tool, info.tool_version, info.datatype, info.encoding, info.memory_format
    )  # fmt: skip
    items: tuple[Note | Prop, ...] = (*info.notes, *info.props)
    strings = [value for value in said if value is not None]
    for item in items:
        strings += [part for part in (item.language, item.encoding) if part is not None]
        strings += [item.text] if isinstance(item, Note) else [item.type, item.value]
        if isinstance(item, Prop) and (not item.type or item.type.lower().startswith((_OWN, "x-attribute-"))):
            return False
        if item.language == "" or item.encoding == "":
            return False
    return (
        not info.other
        and all(date is None or _DATE.fullmatch(date) for date in dates)
        and (info.usage_count is None or info.usage_count >= 0)
        and not any(_UNSAFE.search(value) for value in strings)
    )
