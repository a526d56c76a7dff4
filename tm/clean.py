"""Keep a memory in order: named steps, each of which removes, changes or only names units, with a reason.

All steps run in one transaction. A dry run does exactly the same and takes it back, so that it lists what would happen.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from tm.clean_groups import GroupStep, context_duplicates, duplicates, newest_target, several_targets
from tm.clean_steps import (
    Step,
    broken_tags,
    control_characters,
    empty,
    identical,
    length_ratio,
    sides,
    spaces,
    wrong_language,
)
from tm.journal import Journal, Record
from tm.language import base
from tm.store.base import VARIANT_BITS
from tm.undo import journaled
from tm.unit import TranslationUnit, unfit

if TYPE_CHECKING:
    from tm.memory import Memory

BATCH = 1000
"""Units that are judged, changed and removed at once."""


@dataclass(frozen=True, slots=True)
class NamedStep:
    """A step as people call it.

    Attributes:
        name: on the command line.
        usual: whether it is taken when none is named.
        step: for one unit by itself, or
        group_step: for the units with one source.
    """

    name: str
    usual: bool
    step: Step | None = None
    group_step: GroupStep | None = None

    @property
    def summary(self) -> str:
        """What it does, one sentence."""
        text = (self.step or self.group_step).__doc__ or ""
        return " ".join(text.split("\n\n")[0].split())


STEPS: tuple[NamedStep, ...] = (
    NamedStep("control-characters", True, control_characters),
    NamedStep("spaces", True, spaces),
    NamedStep("broken-tags", False, broken_tags),
    NamedStep("empty", True, empty),
    NamedStep("identical", False, identical),
    NamedStep("wrong-language", False, wrong_language),
    NamedStep("length-ratio", False, length_ratio),
    NamedStep("duplicates", True, group_step=duplicates),
    NamedStep("context-duplicates", False, group_step=context_duplicates),
    NamedStep("several-targets", False, group_step=several_targets),
    NamedStep("newest-target", False, group_step=newest_target),
)
"""All steps, in the order in which they are taken: first what mends a text, last what compares texts."""

Action = Literal["remove", "change", "name"]


@dataclass(frozen=True, slots=True)
class Change:
    """What a step does to a unit.

    Attributes:
        step: its name.
        unit_id: the number of the unit; 0 for one that an earlier step has given another text, and so another number.
        action: `remove`, `change`, or `name` for what a person must decide.
        reason: why.
        before: the unit before this step.
        after: the unit after it; None when it is removed.
    """

    step: str
    unit_id: int
    action: Action
    reason: str
    before: TranslationUnit
    after: TranslationUnit | None

    def as_json(self) -> dict[str, Any]:
        """The change as `tm clean --json` prints it."""
        return {
            "step": self.step,
            "unit_id": self.unit_id,
            "action": self.action,
            "reason": self.reason,
            "before": _plain(self.before),
            "after": None if self.after is None else _plain(self.after),
        }


@dataclass(slots=True)
class Cleaned:
    """What cleaning did, or would do.

    Attributes:
        read: units that were looked at.
        removed: units that are gone, those included that were merged with another.
        changed: units that are otherwise now.
        by_step: how many units each step removed, changed or named.
    """

    read: int = 0
    removed: int = 0
    changed: int = 0
    by_step: dict[str, dict[Action, int]] = field(default_factory=dict)

    def count(self, change: Change) -> None:
        """Count a change under its step."""
        actions = self.by_step.setdefault(change.step, {"remove": 0, "change": 0, "name": 0})
        actions[change.action] += 1


class _DryRun(Exception):
    """Takes a transaction back."""


def steps_named(names: Iterable[str]) -> list[NamedStep]:
    """The steps with these names in the order of the table; the usual ones for no names.

    Raises:
        ValueError: there is no such step.
    """
    wanted = set(names)
    unknown = wanted - {step.name for step in STEPS}
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))}: no such step; there are {', '.join(s.name for s in STEPS)}")
    return [step for step in STEPS if (step.name in wanted if wanted else step.usual)]


def clean(
    memory: Memory,
    steps: Sequence[NamedStep],
    *,
    undo_path: str | Path | None,
    dry_run: bool = False,
    report: Callable[[Change], None] = lambda _change: None,
    progress: Callable[[int], None] = lambda _units: None,
) -> Cleaned:
    """Take steps over a whole memory: all of it happens, or nothing.

    Args:
        memory: the memory.
        steps: see `steps_named`.
        undo_path: where to write what is removed or changed, before it is; None to write it nowhere.
        dry_run: only say what would happen; with a memory that may not be written, on a copy in a temporary file.
        report: told each change.
        progress: told how many more units have been looked at.

    Raises:
        OSError: the undo file cannot be written; nothing has changed then.
        MemoryConflict: another process is writing.
    """
    if dry_run and not memory.store.writable:
        with _copied(memory) as copy:
            return clean(copy, steps, undo_path=None, dry_run=True, report=report, progress=progress)
    result = Cleaned()

    def said(change: Change) -> None:
        result.count(change)
        report(change)

    names = ", ".join(step.name for step in steps)
    try:
        with journaled(memory, undo_path, f"clean: {names}") as journal:
            own = [(step.name, step.step) for step in steps if step.step is not None]
            if own:
                _each(journal, own, said, progress, result)
            for step in steps:
                if step.group_step is not None:
                    _grouped(memory, journal, step, said)
            result.removed, result.changed = journal.removed + journal.merged, journal.changed - journal.merged
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return result


@contextmanager
def _copied(memory: Memory) -> Iterator[Memory]:
    """A memory with the same units under the same numbers, for what cannot be tried on the memory itself."""
    from tm.memory import Memory

    with (
        tempfile.TemporaryDirectory(prefix="translate-kit-") as folder,
        Memory.open(str(Path(folder, "memory.db"))) as copy,
    ):
        copy.name = memory.name
        with memory.store.reading(), copy.store.writing():
            units = memory.store.every_unit()
            while batch := list(islice(units, BATCH)):
                copy.store.insert([row for row, _ in batch], [row for _, rows in batch for row in rows])
        yield copy


def records(journal: Journal) -> Iterator[list[Record]]:
    """The units that were there before, in batches; each may be changed or removed before the next is asked for."""
    found = (Record(row, rows) for row, rows in journal.store.every_unit() if row.id <= journal.last)
    while batch := list(islice(found, BATCH)):
        yield batch


def _each(
    journal: Journal,
    steps: Sequence[tuple[str, Step]],
    report: Callable[[Change], None],
    progress: Callable[[int], None],
    result: Cleaned,
) -> None:
    for batch in records(journal):
        judged: list[tuple[Record, TranslationUnit | None, list[Change]]] = []
        for record in batch:
            after, changes = _judged(record, steps)
            if changes:
                judged.append((record, after, changes))
        _carry_out(journal, judged, report)
        result.read += len(batch)
        progress(len(batch))


def _judged(record: Record, steps: Sequence[tuple[str, Step]]) -> tuple[TranslationUnit | None, list[Change]]:
    unit: TranslationUnit = record.unit
    after: TranslationUnit | None = unit
    changes = []
    for name, step in steps:
        verdict = step(unit)
        if verdict is None:
            continue
        after = verdict.after
        if after is not None and unfit(after):
            after = None
        changes.append(_change(name, record, unit, after, verdict.reason))
        if after is None:
            break
        unit = after
    return after, changes


def _change(name: str, record: Record, before: TranslationUnit, after: TranslationUnit | None, reason: str) -> Change:
    action: Action = "remove" if after is None else "name" if after == before else "change"
    return Change(name, record.row.id, action, reason, before, after)


class _Group:
    """See `tm.clean_groups.Group`."""

    def __init__(self, journal: Journal, language: str, variants: Sequence[int]) -> None:
        self._journal = journal
        self._language = language
        self._numbers = sorted({variant >> VARIANT_BITS for variant in variants})

    def __iter__(self) -> Iterator[Record]:
        for start in range(0, len(self._numbers), BATCH):
            for row, rows in self._journal.store.units(self._numbers[start : start + BATCH]):
                record = Record(row, rows)
                if base(sides(record.unit)[0].language) == self._language:
                    yield record

    def shown(self, number: int) -> str:
        return f"unit {number}" if number <= self._journal.last else "a unit that an earlier step has changed"


def _grouped(memory: Memory, journal: Journal, step: NamedStep, report: Callable[[Change], None]) -> None:
    store = memory.store
    if step.group_step is None:
        return
    for language in store.languages():
        after: int | None = None
        while found := store.repeated(language, after, BATCH):
            after = found[-1][0]
            judged: list[tuple[Record, TranslationUnit | None, list[Change]]] = []
            for _, variants in found:
                for record, verdict in step.group_step(_Group(journal, language, variants)):
                    change = _change(step.name, record, record.unit, verdict.after, verdict.reason)
                    if record.row.id > journal.last:
                        change = replace(change, unit_id=0)
                    judged.append((record, verdict.after, [change]))
                    if len(judged) >= BATCH:
                        _carry_out(journal, judged, report)
                        judged = []
            _carry_out(journal, judged, report)


def _carry_out(
    journal: Journal,
    judged: Sequence[tuple[Record, TranslationUnit | None, list[Change]]],
    report: Callable[[Change], None],
) -> None:
    acting = [record for record, _, changes in judged if any(change.action != "name" for change in changes)]
    # What another writer has changed since it was read is left for the next time.
    fresh = {record.row.id for record in journal.fresh(acting)}
    stale = {record.row.id for record in acting} - fresh
    removed: list[Record] = []
    changed: list[tuple[Record, TranslationUnit]] = []
    for record, after, changes in judged:
        if record.row.id in stale:
            continue
        for change in changes:
            report(change)
        if after is None:
            removed.append(record)
        elif record.row.id in fresh:
            changed.append((record, after))
    journal.remove(removed)
    journal.change(changed)


def _plain(unit: TranslationUnit) -> list[dict[str, str]]:
    return [{"language": variant.language, "text": variant.rendered} for variant in unit.variants]
