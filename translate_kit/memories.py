"""The memories of a project: read before machine translation, and kept in step with what people confirm."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from translate_kit.data import Origin, Segment, Suggestion
from translate_kit.project import Project, Settings
from translate_kit.segment import one_line

if TYPE_CHECKING:
    from tm import Memory


def open_memories(project: Project, urls: Sequence[str], stack: ExitStack) -> list[Memory]:
    """Open the memories that a lookup reads: those that were named, then the project's own where they exist yet.

    Raises:
        tm.errors.MemoryMissing: one that was named is not there.
    """
    from tm import Memory

    memories = [stack.enter_context(Memory.open(url, create=False)) for url in urls]
    for url in project.settings.memories:
        place = memory_place(project, url)
        if "://" in place or Path(place).exists():
            memories.append(stack.enter_context(Memory.open(place, create=False)))
    return memories


def memory_place(project: Project, url: str) -> str:
    """The URL of a project's memory; a path counts from the project's folder."""
    return url if "://" in url else str(project.folder / url)


def from_memory(
    segment: Segment,
    before: Segment | None,
    after: Segment | None,
    memories: Sequence[Memory],
    settings: Settings,
    threshold: int,
) -> Suggestion | None:
    """The best match for a segment; None when no memory has one at or above the threshold."""
    best = None
    for memory in memories:
        matches = memory.lookup(
            one_line(segment.source),
            source_language=settings.source_language,
            target_language=settings.target_language,
            previous=one_line(before.source) if before else "",
            following=one_line(after.source) if after else "",
            key=segment.key or None,
            threshold=threshold,
            limit=1,
        )
        if matches and (best is None or matches[0].score > best.score):
            best = matches[0]
    if best is None:
        return None
    detail = f"{best.memory}, unit {best.unit_id}"
    return Suggestion(target=best.target, origin=Origin.MEMORY, detail=detail, match_score=best.score)


def remember(
    project: Project,
    segments: Iterable[Segment],
    *,
    person: str,
    opened: Callable[[str], AbstractContextManager[Memory]] | None = None,
) -> int:
    """Bring the project's first memory up to date with segments that a person has changed.

    A confirmed target goes in, with its neighbours as context. What a person had made of the same segment earlier, and
    has changed or taken back since, goes out, so that a corrected mistake is never offered again; the project keeps it
    as a version.

    Args:
        project: whose segments and memory.
        segments: which were changed; they are read again.
        person: who changed them.
        opened: opens a memory by its URL, for whoever keeps one open; None to open and close it.

    Returns:
        How many units were added or brought up to date.

    Raises:
        tm.errors.TranslationMemoryError: the memory cannot be written; the message says that the project was.
    """
    from tm import Memory, TranslationUnit
    from tm.errors import TranslationMemoryError

    changed = {s.id for s in segments}
    if not project.settings.memories or not changed:
        return 0
    place = memory_place(project, project.settings.memories[0])
    fresh = [project.store.segment(segment_id) for segment_id in sorted(changed, key=int)]
    moment = datetime.now(UTC)
    units = [
        TranslationUnit.simple(
            one_line(segment.source),
            segment.target,
            source_language=project.settings.source_language,
            target_language=project.settings.target_language,
            previous=one_line(before.source) if before else "",
            following=one_line(after.source) if after else "",
            key=segment.key or None,
            document=segment.document,
            created=moment,
            created_by=person,
            changed=moment,
            changed_by=person,
        )
        for segment in fresh
        if segment.state.confirmed and segment.target
        for before, after in (project.store.neighbours(segment.id),)
    ]
    stale = _superseded(project, fresh)
    if not units and (not stale or not ("://" in place or Path(place).exists())):
        return 0
    try:
        with (opened or Memory.open)(place) as memory:
            counts = memory.add(units)
            memory.remove(_units_of(memory, stale, project.settings))
    except TranslationMemoryError as error:
        kept = "The project has kept what was confirmed, only its memory lacks it; confirm it again to put it there."
        raise type(error)(f"{error} {kept}") from error
    return counts.added + counts.merged


Spent = tuple[str, str, str, str]
"""Document, source, target and author of a translation that nobody stands behind any more."""


def _superseded(project: Project, changed: Sequence[Segment]) -> set[Spent]:
    """What people had confirmed for segments, and no segment of the same document says now."""
    current = {
        (segment.document, one_line(segment.source), target)
        for segment in changed
        for target in project.store.confirmed_targets(segment.document, segment.source)
    }
    earlier = {
        (segment.document, one_line(segment.source), version.target, version.person)
        for segment in changed
        for version in project.store.revisions(segment.id)
        if version.state.confirmed and version.target
    }
    return {spent for spent in earlier if spent[:3] not in current}


def _units_of(memory: Memory, spent: Iterable[Spent], settings: Settings) -> list[int]:
    """The numbers of the units that a project put into a memory for translations that are spent.

    A memory may be a team's: a unit counts only when the document and the author are the same too.
    """
    numbers = []
    for document, source, target, author in sorted(spent):
        matches = memory.lookup(
            source,
            source_language=settings.source_language,
            target_language=settings.target_language,
            threshold=100,
            limit=1000,
        )
        numbers += [
            match.unit_id
            for match in matches
            if match.unit is not None
            and (match.unit.document, match.unit.info.created_by, match.target) == (document, author, target)
        ]
    return numbers
