"""`check --fix`: write certain corrections into the project or into loose files, or only show them."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from translate_kit.cli.base import Session, write_output

if TYPE_CHECKING:
    from translate_kit.data import Segment
    from translate_kit.formats import Bilingual
    from translate_kit.qa.fix import Fixed

ORIGIN = "check --fix"
"""What the new version of a segment says about where it came from."""


def difference(changed: Sequence[tuple[Segment, Segment]]) -> list[str]:
    """The changes as a unified diff, the segments in the place of line numbers."""
    lines = []
    document = None
    for old, new in changed:
        if old.document != document:
            document = old.document
            lines += [f"--- {document}", f"+++ {document}"]
        lines.append(f"@@ segment {old.id} @@")
        for line in list(difflib.ndiff(old.target.split("\n"), new.target.split("\n"))):
            if not line.startswith("?"):
                lines.append(line[0] + line[2:])
    return lines


def write_to_project(session: Session, fixed: Fixed) -> list[str]:
    """Write the changes as new versions of the segments.

    Returns:
        The ids of segments that were changed by somebody else meanwhile, and were left alone.
    """
    from translate_kit.errors import Conflict
    from translate_kit.project import Project
    from translate_kit.project.project import person
    from translate_kit.project.store import Change

    left = []
    with Project.find(session.project) as project:
        for old, new in fixed.changed:
            current = project.store.segment(old.id)
            if current.target != old.target or current.locked:
                left.append(old.id)
                continue
            # The words stay whose they were, and so does how far the segment is; who ran the command is in the history.
            change = Change(
                old.id, new.target, current.state, current.origin, current.origin_detail, current.match_score
            )
            versions = project.store.revisions(old.id)
            try:
                project.store.edit(
                    change,
                    person=f"{person()} ({ORIGIN})",
                    expected_revision=versions[-1].number if versions else None,
                )
            except Conflict:
                left.append(old.id)
    return left


def write_to_files(
    read: Sequence[tuple[str, Bilingual]], segments: Sequence[Segment], fixed: Fixed, *, encoding: str | None
) -> list[str]:
    """Write the changes into the files that they were read from; a file without any is not touched.

    Args:
        read: each path with what was in it.
        segments: of all files, in their order.
        fixed: what to write.
        encoding: what the user said it is.

    Returns:
        The ids of segments whose target could not be written: XLIFF with inline codes in it.

    Raises:
        BadInput: a file of a format that is not changed in place.
    """
    from translate_kit.files import read_bytes
    from translate_kit.formats.in_place import with_targets

    wanted = {(new.document, new.id): new.target for _, new in fixed.changed}
    left: list[str] = []
    written: dict[str, bytes] = {}
    start = 0
    for path, file in read:
        own = segments[start : start + len(file.segments)]
        start += len(own)
        targets = {
            number: wanted[segment.document, segment.id]
            for number, segment in enumerate(own)
            if (segment.document, segment.id) in wanted
        }
        if not targets:
            continue
        data, refused = with_targets(read_bytes(path), targets, path=path, encoding=encoding)
        written[path] = data
        left += [own[number].id for number in refused]
    # all of them are known to be right before the first is written
    for path, data in written.items():
        write_output(str(Path(path)), data)
    return left
