"""A project: a folder with `translate-kit.toml`, `project.db` and `source/` (the documents as they came)."""

from __future__ import annotations

import getpass
import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tm.files import written_whole
from translate_kit import formats
from translate_kit.data import Origin, Segment, State
from translate_kit.errors import BadInput, BadOutput, Conflict, Missing
from translate_kit.files import read_bytes
from translate_kit.project.settings import SETTINGS_FILE, Settings, read_settings, write_settings
from translate_kit.project.store import Change, ProjectStore, Revision, StoredDocument, now


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a document did: its segments, and how many of them were there already with their targets."""

    name: str
    segments: int
    kept: int


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document that was read and found good, and is not in a project yet."""

    name: str
    path: Path
    data: bytes
    document: formats.Document


def person() -> str:
    """Who is at work: `$TRANSLATE_KIT_USER`, else the login name."""
    try:
        return os.environ.get("TRANSLATE_KIT_USER") or getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


class Project:
    """An open project; close it, or use it as a context manager.

    Attributes:
        folder: where it is.
        settings: `translate-kit.toml`.
        store: `project.db`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = read_settings(folder)
        self.store = ProjectStore(folder / "project.db")

    def close(self) -> None:
        """Close the database."""
        self.store.close()

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @classmethod
    def create(cls, folder: str | Path, settings: Settings) -> Project:
        """Make a project in a folder, which is made too when it is not there.

        Raises:
            BadOutput: the folder cannot be made or written.
            Conflict: there is a project in it already.
        """
        folder = Path(folder)
        if (folder / SETTINGS_FILE).exists():
            raise Conflict(f"{folder}: there is a project here already ({SETTINGS_FILE}).")
        try:
            (folder / "source").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadOutput(f"{folder}: cannot be written ({error.strerror or error}).") from None
        write_settings(folder, settings)
        return cls(folder)

    @classmethod
    def find(cls, folder: str | Path | None = None) -> Project:
        """Open the project in `folder`, or the nearest one from the current folder upwards.

        Raises:
            Missing: there is none; the message names the command that makes one.
        """
        found = cls.locate(folder)
        if found is None:
            where = f"{folder}: no project here" if folder else "no project here or in a folder above"
            raise Missing(f"{where} (no {SETTINGS_FILE}). Make one with `translate-kit init {folder or 'DIR'}`.")
        return cls(found)

    @staticmethod
    def locate(folder: str | Path | None = None) -> Path | None:
        """The folder of the project that `find` would open, or None."""
        if folder is not None:
            return Path(folder) if (Path(folder) / SETTINGS_FILE).is_file() else None
        try:
            here = Path.cwd()
        except OSError:
            # The current folder was removed.
            return None
        return next((place for place in (here, *here.parents) if (place / SETTINGS_FILE).is_file()), None)

    # documents

    def add(self, documents: Iterable[NewDocument]) -> list[Added]:
        """Add documents, or bring them up to date when the same file was added before.

        A segment whose source is still there keeps its target, its state and its versions. A segment that is gone from
        the document is kept in the store, out of sight.

        Raises:
            Conflict: another file of the same name is in the project.
        """
        stored = {document.name: document for document in self.store.documents()}
        added = []
        for new in documents:
            origin = _relative(new.path, self.folder)
            before = stored.get(new.name)
            if before is not None and before.origin != origin:
                raise Conflict(
                    f"{new.path}: a document {new.name!r} is in the project already, from {before.origin}."
                    " Rename one of them, or add it with --name."
                )
            target = self.folder / "source" / PurePosixPath(new.name)
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                with written_whole(target) as stream:
                    stream.write(new.data)
            except OSError as error:
                raise BadOutput(f"{target}: cannot be written ({error.strerror or error}).") from None
            row = StoredDocument(
                name=new.name,
                format=new.document.format,
                encoding=new.document.encoding,
                origin=origin,
                sha256=hashlib.sha256(new.data).hexdigest(),
                added=now(),
            )
            kept = self.store.put_document(row, new.document.segments, _continued)
            added.append(Added(new.name, len(new.document.segments), kept))
        return added

    def documents(self) -> list[StoredDocument]:
        """All documents, in the order in which they were added."""
        return self.store.documents()

    def document(self, stored: StoredDocument) -> formats.Document:
        """A document as it came, read again from `source/`."""
        return formats.read_document(self.folder / "source" / PurePosixPath(stored.name), encoding=stored.encoding)

    # segments

    def segments(self, document: str | None = None) -> list[Segment]:
        """The segments of one document, or of all, in order."""
        return self.store.segments(document)

    def edit(
        self,
        segment_id: str,
        target: str,
        state: State = State.TRANSLATED,
        *,
        expected_revision: int | None = None,
        origin_detail: str = "",
    ) -> Segment:
        """Write what a person made of a segment; its earlier version is kept.

        Raises:
            BadInput: there is no such segment, or a confirmed state for an empty target.
            Conflict: it is locked, or was changed since `expected_revision`.
        """
        if state.confirmed and not target.strip():
            raise BadInput(f"segment {segment_id}: an empty target cannot be {state.value!r}.")
        change = Change(segment_id, target, state, Origin.PERSON, origin_detail)
        self.store.edit(change, person=person(), expected_revision=expected_revision)
        return self.store.segment(segment_id)

    def undo(self, segment_id: str) -> Segment:
        """Go back to the version before the current one; that is a new version itself, so it can be undone too.

        Raises:
            BadInput: there is no earlier version.
        """
        self.store.segment(segment_id)
        versions = self.store.revisions(segment_id)
        if not versions:
            raise BadInput(f"segment {segment_id}: there is nothing to undo.")
        earlier = versions[-2] if len(versions) > 1 else Revision(0, "", State.NEW, Origin.NONE, "", None, "", "")
        change = Change(
            segment_id, earlier.target, earlier.state, earlier.origin, earlier.origin_detail, earlier.match_score
        )
        self.store.edit(change, person=person(), expected_revision=versions[-1].number)
        return self.store.segment(segment_id)


def read_new(paths: Sequence[str | Path], *, encoding: str | None = None, language: str = "nl") -> list[NewDocument]:
    """Read documents before anything is written, so that a bad one changes nothing.

    Two files of the same name in different folders are named by their path from the folder that they share.

    Raises:
        BadInput: one of them cannot be read, or was named twice.
    """
    places = [Path(path) for path in paths]
    names = _names(places)
    return [
        NewDocument(name, place, read_bytes(place), formats.read_document(place, encoding=encoding, language=language))
        for name, place in zip(names, places, strict=True)
    ]


def _names(places: Sequence[Path]) -> list[str]:
    resolved = [place.resolve() for place in places]
    twice = next((place for number, place in enumerate(resolved) if place in resolved[:number]), None)
    if twice is not None:
        raise BadInput("named twice.", path=twice.name)
    names = [place.name for place in resolved]
    if len(set(names)) == len(names):
        return names
    shared = Path(os.path.commonpath([place.parent for place in resolved]))
    return [place.relative_to(shared).as_posix() for place in resolved]


def _relative(path: Path, folder: Path) -> str:
    """The path from the project, so that a project that is moved together with its sources still knows them."""
    return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()


def _continued(old: Sequence[Segment], new: Sequence[Segment]) -> dict[int, str]:
    """Which stored segment each new one continues: same source, in the same order where there is a choice."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(a=[s.source for s in old], b=[s.source for s in new], autojunk=False)
    kept = {
        block.b + offset: old[block.a + offset].id
        for block in matcher.get_matching_blocks()
        for offset in range(block.size)
    }
    # A paragraph that was moved: the same source somewhere else in the document.
    used = set(kept.values())
    spare: dict[str, list[str]] = {}
    for segment in old:
        if segment.id not in used:
            spare.setdefault(segment.source, []).append(segment.id)
    for position, segment in enumerate(new):
        if position not in kept and spare.get(segment.source):
            kept[position] = spare[segment.source].pop(0)
    return kept
