"""Bring post-edited bilingual files back into a project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from translate_kit import formats
from translate_kit.data import Segment, State
from translate_kit.files import read_bytes
from translate_kit.project import Project


@dataclass(slots=True)
class Imported:
    """What an import did.

    Attributes:
        read: units with a target in the files.
        changed: the segments that have a new version now; one unit can change several of the same source.
        same: units whose target and state were there already.
        locked: units of segments that may not be changed.
        kept: drafts in the file for segments that a person has confirmed since; the confirmed target stays.
        unknown: units whose source is not in the project.
    """

    read: int = 0
    changed: list[Segment] = field(default_factory=list)
    same: int = 0
    locked: int = 0
    kept: int = 0
    unknown: list[Segment] = field(default_factory=list)


def import_files(project: Project, paths: Sequence[str], *, encoding: str | None = None) -> Imported:
    """Read files whole, then write what differs, all or nothing; a file that cannot be read changes nothing.

    A unit belongs to the segment with its id when the sources agree, else to every segment with its source.

    Raises:
        BadInput: a file cannot be read.
    """
    files = [(path, read_bytes(path)) for path in paths]
    units = [
        unit
        for path, data in files
        for unit in formats.read_bilingual(path, data=data, encoding=encoding)
        if unit.target
    ]
    with project.store.transaction():
        result = _written(project, units)
        for path, data in files:
            project.took_over(Path(path), data)
    return result


def _written(project: Project, units: Sequence[Segment]) -> Imported:
    # As they are now: what one unit changed, a later one (of another file) finds changed.
    current = {segment.id: segment for segment in project.segments()}
    by_source: dict[str, list[str]] = {}
    for segment in current.values():
        by_source.setdefault(segment.source, []).append(segment.id)
    changed: dict[str, Segment] = {}
    result = Imported()
    for unit in units:
        result.read += 1
        same_id = current.get(unit.id)
        wanted = [unit.id] if same_id is not None and same_id.source == unit.source else by_source.get(unit.source, [])
        if not wanted:
            result.unknown.append(unit)
            continue
        outcomes = [_take_over(project, current[segment_id], unit) for segment_id in wanted]
        new = {segment.id: segment for segment in outcomes if isinstance(segment, Segment)}
        if new:
            current |= new
            changed |= new
        elif "locked" in outcomes:
            result.locked += 1
        elif "kept" in outcomes:
            result.kept += 1
        else:
            result.same += 1
    result.changed += changed.values()
    return result


def _take_over(project: Project, segment: Segment, unit: Segment) -> Segment | str:
    state = State.DRAFT if unit.state is State.NEW else unit.state
    # A tool that knows fewer states than we do must not set a reviewed segment back to translated.
    if unit.target == segment.target and (state is segment.state or (state.confirmed and segment.state.confirmed)):
        return "same"
    if unit.target == segment.target and state is State.DRAFT and not segment.state.confirmed:
        return "same"
    if segment.state.confirmed and not state.confirmed and state is not State.REJECTED:
        return "kept"
    if segment.locked:
        return "locked"
    return project.edit(segment.id, unit.target, state, origin_detail="import")
