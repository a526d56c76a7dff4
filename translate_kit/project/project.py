"""A project: a folder with `translate-kit.toml`, `project.db` and `source/` (the documents as they came)."""

from __future__ import annotations

import getpass
import hashlib
import os
import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tm.files import written_whole
from translate_kit import formats
from translate_kit.data import Origin, Segment, State
from translate_kit.errors import BadInput, BadOutput, Conflict, Missing
from translate_kit.files import read_bytes
from translate_kit.project.settings import SETTINGS_FILE, Settings, read_settings, require_languages, write_settings
from translate_kit.project.store import Change, ProjectStore, Revision, StoredDocument, check_target, now


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
        self.store = ProjectStore(self.settings.store or folder / "project.db")

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
            BadInput: a language of the settings is no language tag.
            BadOutput: the folder cannot be made or written.
            Conflict: there is a project in it already.
        """
        folder = Path(folder)
        require_languages(settings, folder)
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
        """A document as it came, read again from `source/`; its segments are in the store."""
        place = self.folder / "source" / PurePosixPath(stored.name)
        return formats.read_document(
            place, encoding=stored.encoding, language=None, name=stored.name, format=stored.format
        )

    # exported files

    def wrote(self, path: Path, data: bytes) -> bool:
        """Whether a file is as this project wrote it, so that nothing is lost when it is written again.

        A project that was made before that was noted down knows nothing, and is believed.
        """
        return hashlib.sha256(data).hexdigest() in self.store.outputs(_relative(path, self.folder)) or (
            not self.store.outputs() and bool(self.store.documents())
        )

    def will_write(self, files: Mapping[Path, bytes]) -> None:
        """Note down files before they are written: a run that is killed must not be refused the next time."""
        self.store.keep_outputs(
            (_relative(path, self.folder), hashlib.sha256(data).hexdigest()) for path, data in files.items()
        )

    def took_over(self, path: Path, data: bytes) -> None:
        """Note down that what is in an exported file is in the project now."""
        if _relative(path, self.folder) in self.store.outputs():
            self.will_write({path: data})

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
        by: str | None = None,
    ) -> Segment:
        """Write what a person made of a segment; its earlier version is kept.

        Args:
            segment_id: which segment.
            target: the text.
            state: what it is from now on.
            expected_revision: the version that the person saw; None to write whatever it is by now.
            origin_detail: what the text was made from.
            by: who made it; None for whoever is logged in.

        Raises:
            BadInput: there is no such segment, a confirmed state for an empty target, or a target that is not text.
            Conflict: it is locked, or was changed since `expected_revision`.
        """
        if state.confirmed and not target.strip():
            raise BadInput(f"segment {segment_id}: an empty target cannot be {state.value!r}.")
        check_target(segment_id, target)
        with self.store.transaction():
            current = self.store.segment(segment_id)
            if target == current.target and not state.confirmed:
                # Who rejects a draft, or opens a segment again, has not written it; a machine may draft it again.
                origin = (current.origin, current.origin_detail, current.match_score)
                change = Change(segment_id, target, state if target else State.NEW, *origin)
            else:
                change = Change(segment_id, target, state, Origin.PERSON, origin_detail)
            self.store.edit(change, person=by or person(), expected_revision=expected_revision)
        return self.store.segment(segment_id)

    def undo(self, segment_id: str, *, expected_revision: int | None = None, by: str | None = None) -> Segment:
        """Go back to the version before the current one; that is a new version itself, so it can be undone too.

        Args:
            segment_id: which segment.
            expected_revision: the version that is to be undone; None for whatever it is by now.
            by: who does it; None for whoever is logged in.

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
        expected = versions[-1].number if expected_revision is None else expected_revision
        self.store.edit(change, person=by or person(), expected_revision=expected)
        return self.store.segment(segment_id)


def read_new(
    paths: Sequence[str | Path], *, encoding: str | None = None, language: str = "nl", name: str | None = None
) -> list[NewDocument]:
    """Read documents before anything is written, so that a bad one changes nothing.

    Two files of the same name in different folders are named by their path from the folder that they share.

    Args:
        paths: the files; a link has its own name, not that of what it leads to.
        encoding: what the user said it is.
        language: of the documents.
        name: what to call a single document; None for the file's own name.

    Raises:
        BadInput: one of them cannot be read, was named twice, or has a name that cannot be kept.
    """
    places = [Path(path) for path in paths]
    names = _names(places) if name is None else [name]
    return [_read(place, name, encoding, language) for place, name in zip(places, names, strict=True)]


def _read(place: Path, name: str, encoding: str | None, language: str) -> NewDocument:
    # Once: from a pipe the bytes come only once.
    data = read_bytes(place)
    document = formats.read_document(place, data=data, encoding=encoding, language=language, name=name)
    if _UNKEPT.search(name):
        raise BadInput(
            "the name of this file holds a control character, or is not UTF-8.",
            path=repr(name)[1:-1],
            remedy="Rename it, or add it to a project under another name: `translate-kit add FILE --name NAME`.",
        )
    return NewDocument(name, place, data, document)


_UNKEPT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""What no export can write into a document's name."""


def _names(places: Sequence[Path]) -> list[str]:
    real = [os.path.realpath(place) for place in places]
    twice = next((place for number, place in enumerate(places) if real[number] in real[:number]), None)
    if twice is not None:
        raise BadInput("named twice.", path=twice.name)
    absolute = [Path(os.path.abspath(place)) for place in places]  # noqa: PTH100 - resolve() would follow links
    names = [place.name for place in absolute]
    if len(set(names)) == len(names):
        return names
    shared = Path(os.path.commonpath([place.parent for place in absolute]))
    return [place.relative_to(shared).as_posix() for place in absolute]


def _relative(path: Path, folder: Path) -> str:
    """The path from the project, so that a project that is moved together with its sources still knows them."""
    return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()


MAX_ALIGNED = 2**31
"""Aligning n old segments with m new ones takes n × m / 8 bytes; above it only the order among equal ones counts."""


def _continued(old: Sequence[Segment], new: Sequence[Segment]) -> dict[int, str]:
    """Which stored segment each new one continues: same source, in the same order where there is a choice.

    The longest common subsequence of the sources; difflib takes hours for a table with 50,000 times the same cell.
    """
    from rapidfuzz.distance import LCSseq

    numbers: dict[str, int] = {}
    before = [numbers.setdefault(segment.source, len(numbers)) for segment in old]
    after = [numbers.setdefault(segment.source, len(numbers)) for segment in new]
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    kept = {position: old[position].id for position in range(start)}
    kept |= {len(new) - back: old[-back].id for back in range(1, end + 1)}
    before, after = before[start : len(before) - end], after[start : len(after) - end]
    if len(before) * len(after) <= MAX_ALIGNED:
        for step in LCSseq.opcodes(before, after):
            if step.tag == "equal":
                for offset in range(step.src_end - step.src_start):
                    kept[start + step.dest_start + offset] = old[start + step.src_start + offset].id
    # A paragraph that was moved: the same source somewhere else in the document.
    used = set(kept.values())
    spare: dict[str, deque[str]] = {}
    for segment in old:
        if segment.id not in used:
            spare.setdefault(segment.source, deque()).append(segment.id)
    for position, segment in enumerate(new):
        if position not in kept and spare.get(segment.source):
            kept[position] = spare[segment.source].popleft()
    return kept


def _common(one: Sequence[int], other: Sequence[int]) -> int:
    """How many there are at the beginning of both."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
