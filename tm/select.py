"""Pick units of a memory by what they say, and delete them; put memories together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from tm.clean import BATCH, records
from tm.clean_steps import newest
from tm.journal import Journal
from tm.language import closeness
from tm.store.rows import hash64, identity_text
from tm.undo import journaled
from tm.unit import TranslationUnit, tmx_date

if TYPE_CHECKING:
    from tm.memory import Memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which units; what is not given does not matter, and all that is given must hold.

    Attributes:
        before: changed last (or made) before this moment, a TMX date; a unit without a date is before everything.
        since: changed last (or made) at or after this moment.
        authors: one of these made or changed it, in any case of letters.
        properties: it has all of these: type, and value or None for any value.
        languages: it has a variant in all of these.
        text: found in one of its texts.
        origins: it came with an import of one of these names.
    """

    before: str | None = None
    since: str | None = None
    authors: tuple[str, ...] = ()
    properties: tuple[tuple[str, str | None], ...] = ()
    languages: tuple[str, ...] = ()
    text: re.Pattern[str] | None = None
    origins: tuple[str, ...] = ()

    @property
    def everything(self) -> bool:
        """Whether no unit is ruled out."""
        return self == Wanted()

    def fits(self, unit: TranslationUnit) -> bool:
        """Whether a unit is one of these."""
        infos = [unit.info, *(variant.info for variant in unit.variants)]
        if self.before is not None or self.since is not None:
            date = newest(unit)
            if (self.before is not None and date >= self.before) or (self.since is not None and date < self.since):
                return False
        if self.authors:
            names = {name.casefold() for info in infos for name in (info.created_by, info.changed_by) if name}
            if not names & {author.casefold() for author in self.authors}:
                return False
        for kind, value in self.properties:
            values = [prop.value for info in infos for prop in info.props if prop.type.lower() == kind.lower()]
            if not values or (value is not None and value not in values):
                return False
        for language in self.languages:
            if not any(closeness(language, variant.language) > 1 for variant in unit.variants):
                return False
        if self.origins and unit.origin not in self.origins:
            return False
        return self.text is None or any(self.text.search(variant.text) for variant in unit.variants)


def select(memory: Memory, wanted: Wanted) -> Iterator[TranslationUnit]:
    """The units that fit, in order, streaming, in one view of the memory."""
    return (unit for unit in memory.units() if wanted.fits(unit))


def delete(
    memory: Memory,
    wanted: Wanted,
    *,
    undo_path: str | Path | None,
    report: Callable[[TranslationUnit], None] = lambda _unit: None,
    progress: Callable[[int], None] = lambda _units: None,
) -> int:
    """Take out the units that fit: all of them, or none.

    Args:
        memory: the memory.
        wanted: which.
        undo_path: where to write them before they go; None to write them nowhere.
        report: told each unit that goes.
        progress: told how many more units have been looked at.

    Returns:
        How many are gone.

    Raises:
        OSError: the undo file cannot be written; nothing has changed then.
        MemoryConflict: another process is writing.
    """
    with journaled(memory, undo_path, "delete") as journal:
        origins = {row.id: row.name for row in memory.store.imports()}
        for batch in records(journal):
            fitting = [record for record in batch if wanted.fits(record.unit_of(origins))]
            fresh = journal.fresh(fitting)
            journal.remove(fresh)
            for record in fresh:
                report(record.unit)
            progress(len(batch))
        return journal.removed


@dataclass(slots=True)
class Merged:
    """What putting memories together did: `read` is the sum of the others.

    Attributes:
        read: units of the other memories.
        added: new in this one.
        merged: with one that says the same.
    """

    read: int = 0
    added: int = 0
    merged: int = 0


def merge(
    into: Memory,
    others: Sequence[Memory],
    *,
    undo_path: str | Path | None,
    progress: Callable[[int], None] = lambda _units: None,
) -> Merged:
    """Put the units of other memories into one, with the names and headers of the files that they came from.

    Args:
        into: the memory that grows; all of it happens, or nothing.
        others: stay as they are.
        undo_path: where to write what was added and what the merged units were before; None to write it nowhere.
        progress: told how many more units have been read.

    Raises:
        OSError: the undo file cannot be written; nothing has changed then.
        MemoryConflict: another process is writing.
    """
    result = Merged()
    with journaled(into, undo_path, f"merge: {', '.join(other.name for other in others)}") as journal:
        for other in others:
            with other.store.reading():
                _pour(journal, other, result, progress)
        result.added, result.merged = journal.added, journal.merged
    return result


def _pour(journal: Journal, other: Memory, result: Merged, progress: Callable[[int], None]) -> None:
    at = tmx_date(datetime.now(UTC))
    imports = {row.id: journal.store.insert_import(row.name, row.header, at) for row in other.store.imports()}
    units = other.numbered_units()
    while batch := list(islice(units, BATCH)):
        by_origin: dict[int, list[tuple[int, TranslationUnit]]] = {}
        for number, unit in batch:
            origin = imports.get(number, 0)
            by_origin.setdefault(origin, []).append((hash64(identity_text(unit)), unit))
        for origin, own in by_origin.items():
            journal.add(own, origin)
        result.read += len(batch)
        progress(len(batch))
