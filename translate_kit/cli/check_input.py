"""What `check` looks at: the segments of a project, or those of loose files, and where each of them stands."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from translate_kit.cli.base import Session
from translate_kit.data import Finding, Segment
from translate_kit.errors import BadInput

if TYPE_CHECKING:
    from glossary import TermBase
    from translate_kit.formats import Bilingual
    from translate_kit.qa import Check
    from translate_kit.reports.places import Place


@dataclasses.dataclass(frozen=True, slots=True)
class Work:
    """What is checked, and against what."""

    segments: Sequence[Segment]
    termbase: TermBase | None
    source_language: str
    target_language: str
    waivers: Path | None = None
    places: Callable[[], dict[tuple[str, str], Place]] = dict
    checks: Sequence[Check] = ()
    files: Sequence[tuple[str, Bilingual]] = ()

    def run(self, segments: Sequence[Segment]) -> list[Finding]:
        """The findings of segments, waived ones not marked."""
        from translate_kit import qa

        return qa.run_checks(
            segments,
            termbase=self.termbase,
            checks=self.checks,
            source_language=self.source_language,
            target_language=self.target_language,
        )


def of_project(session: Session, glossaries: Sequence[str]) -> Work:
    """The segments of the project, held to the glossaries that were named, else to its own."""
    from translate_kit.pipeline import load_termbase
    from translate_kit.project import Project
    from translate_kit.waivers import WAIVERS_FILE

    with Project.find(session.project) as project:
        settings = project.settings
        waivers = Path(project.folder) / WAIVERS_FILE
        return Work(
            project.segments(),
            load_termbase(glossaries, settings, project.folder),
            settings.source_language,
            settings.target_language,
            waivers if waivers.exists() else None,
            partial(_project_places, project.folder),
        )


def _project_places(folder: Path) -> dict[tuple[str, str], Place]:
    """Where the segments of a project stand in its copies of the source documents."""
    from translate_kit.project import Project
    from translate_kit.reports.places import in_text

    found: dict[tuple[str, str], Place] = {}
    with Project(folder) as project:
        for stored in project.documents():
            segments = project.segments(stored.name)
            path = Path(os.path.relpath(folder / "source" / stored.name)).as_posix()
            text = project.document(stored).text
            found.update(zip(((s.document, s.id) for s in segments), in_text(path, text, segments), strict=True))
    return found


def of_files(
    session: Session,
    files: Sequence[str],
    glossaries: Sequence[str],
    source_language: str | None,
    target_language: str | None,
    encoding: str | None,
) -> Work:
    """The segments of loose files, in the order in which they were named."""
    from translate_kit import formats

    read = [(path, formats.open_bilingual(path, encoding=encoding)) for path in files]
    source = source_language or next((file.source_language for _, file in read if file.source_language), "nl")
    target = target_language or next((file.target_language for _, file in read if file.target_language), "en")
    if not glossaries:
        session.detail("No --glossary: terms are not checked.")
    segments = _distinct([(path, file.segments) for path, file in read])
    return Work(
        segments,
        _terms(glossaries, source, target),
        source,
        target,
        places=partial(_loose_places, read, segments, encoding),
        files=read,
    )


def _loose_places(
    read: Sequence[tuple[str, Bilingual]], segments: Sequence[Segment], encoding: str | None
) -> dict[tuple[str, str], Place]:
    """Where the segments of loose files stand in them."""
    from translate_kit.files import decode, read_bytes
    from translate_kit.reports.places import in_pairs

    found: dict[tuple[str, str], Place] = {}
    start = 0
    for path, file in read:
        own = segments[start : start + len(file.segments)]
        start += len(own)
        text = ""
        if path != "-":
            # A charset that the file itself names is not looked at here; without it only the lines are not known.
            with suppress(BadInput):
                text = decode(read_bytes(path), path=path, encoding=encoding)
        places = in_pairs(Path(path).as_posix(), text, own, file.format)
        found.update(zip(((s.document, s.id) for s in own), places, strict=True))
    return found


def _terms(glossaries: Sequence[str], source_language: str, target_language: str) -> TermBase | None:
    if not glossaries:
        return None
    from translate_kit.pipeline import load_termbase
    from translate_kit.project import Settings

    return load_termbase(glossaries, Settings(source_language=source_language, target_language=target_language))


def _distinct(read: Sequence[tuple[str, Sequence[Segment]]]) -> list[Segment]:
    """The segments of all files, each with a document and an id that together are its own.

    A file that names no document is one by its own name; where two files hold the same document (its PO and its XLIFF),
    the later one's is named after its file, and an id that a file uses twice gets a number.
    """
    segments: list[Segment] = []
    known: set[str] = set()
    for path, entries in read:
        named = {entry.document: entry.document or Path(path).name for entry in entries}
        named = {document: name if name not in known else f"{path}: {name}" for document, name in named.items()}
        known.update(named.values())
        seen: dict[tuple[str, str], int] = {}
        for entry in entries:
            place = (entry.document, entry.id)
            seen[place] = seen.get(place, 0) + 1
            identity = entry.id if seen[place] == 1 else f"{entry.id}#{seen[place]}"
            segments.append(dataclasses.replace(entry, document=named[entry.document], id=identity))
    return segments
