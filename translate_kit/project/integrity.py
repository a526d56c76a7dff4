"""Whether a project is whole: the database, what the tables say of each other, and the documents. SQL of a project."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from translate_kit.data import Origin, State
from translate_kit.errors import BadInput
from translate_kit.segment import FORMATS

if TYPE_CHECKING:
    from translate_kit.project.project import Project
    from translate_kit.project.store import StoredDocument

RESTORE = "Restore the project from a backup: `translate-kit restore FILE DIR`."
ADD_AGAIN = "Add the document again from where it came: `translate-kit add FILE`."
WRITE_AGAIN = "Write the target again, in the editor or with `translate-kit edit`, or restore from a backup."


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a project that is not as it must be.

    Attributes:
        kind: the check that found it, a name out of `CHECKS`.
        message: what is wrong.
        remedy: what to do about it.
        document: the name of the document that it is about, empty for none.
        segment: the id of the segment that it is about, empty for none.
    """

    kind: str
    message: str
    remedy: str
    document: str = ""
    segment: str = ""


def verify(project: Project) -> list[Problem]:
    """Look for damage: all of the database at one moment, then the documents.

    Others may write meanwhile; a document that is added again while it is looked at can be named by mistake.
    """
    found: list[Problem] = []
    try:
        with project.store.db.snapshot():
            found += verify_now(project)
    except BadInput as error:
        # Damage that the database refuses to read past.
        found.append(Problem("database", error.message, RESTORE))
    return found


def verify_now(project: Project) -> Iterator[Problem]:
    """See `verify`; inside a snapshot, whose errors are those of the database."""
    for check in CHECKS.values():
        yield from check(project)


def _database(project: Project) -> Iterator[Problem]:
    for complaint in project.store.db.complaints():
        yield Problem("database", f"{project.store.place}: {complaint}.", RESTORE)


def _orphans(project: Project) -> Iterator[Problem]:
    for table, column, owner, key in _BELONGS:
        row = project.store.db.execute(
            f"SELECT count(*) FROM {table} a LEFT JOIN {owner} b ON b.{key} = a.{column}"  # noqa: S608 - our own words only
            f" WHERE a.{column} IS NOT NULL AND b.{key} IS NULL"
        ).fetchone()
        if row[0]:
            yield Problem("orphans", f"{row[0]:,} rows of `{table}` belong to no `{owner}` that is there.", RESTORE)


_BELONGS = (
    ("segment", "document_id", "document", "id"),
    ("revision", "segment_id", "segment", "id"),
    ("comment", "segment_id", "segment", "id"),
    ("effort", "segment_id", "segment", "id"),
    ("typing", "segment_id", "segment", "id"),
    ("finding", "segment_id", "segment", "id"),
    ("activity", "segment_id", "segment", "id"),
    ("session", "person", "person", "name"),
)
"""Table, column → table, column: what must be there."""


def _values(project: Project) -> Iterator[Problem]:
    for column, known in (("state", tuple(State)), ("origin", tuple(Origin))):
        for table in ("segment", "revision"):
            name = "id" if table == "segment" else "segment_id"
            for segment, value in project.store.db.execute(
                f"SELECT {name}, {column} FROM {table} WHERE {column} NOT IN ({', '.join('?' * len(known))})"  # noqa: S608
                f" ORDER BY {name}",
                [one.value for one in known],
            ):
                yield Problem(
                    "values",
                    f"segment {segment} has the {column} {value!r}, which is none.",
                    f"Update translate-kit, or: {RESTORE[0].lower()}{RESTORE[1:]}",
                    segment=str(segment),
                )


def _revisions(project: Project) -> Iterator[Problem]:
    """The versions of each target are 1, 2, … up to the current one."""
    for segment, current, count, first, last in project.store.db.execute(
        "SELECT s.id, s.revision, count(v.number), min(v.number), max(v.number) FROM segment s"
        " LEFT JOIN revision v ON v.segment_id = s.id GROUP BY s.id, s.revision"
        " HAVING count(v.number) <> s.revision"
        " OR (s.revision > 0 AND (min(v.number) <> 1 OR max(v.number) <> s.revision)) ORDER BY s.id"
    ):
        there = f"{count:,}, from {first} to {last}" if count else "none"
        yield Problem(
            "revisions",
            f"segment {segment} is at version {current}; its versions must be 1 to {current}, and there are {there}.",
            RESTORE,
            segment=str(segment),
        )


def _targets(project: Project) -> Iterator[Problem]:
    """A target is what its last version says."""
    for segment, target, version in project.store.db.execute(
        "SELECT s.id, s.target, coalesce(v.target, '') FROM segment s"
        " LEFT JOIN revision v ON v.segment_id = s.id AND v.number = s.revision"
        " WHERE s.target <> coalesce(v.target, '')"
        " OR (v.number IS NOT NULL AND (s.state <> v.state OR s.origin <> v.origin)) ORDER BY s.id"
    ):
        said = (
            "its state or origin is not that of its last version"
            if target == version
            else f"its target is {_short(target)}, its last version {_short(version)}"
        )
        yield Problem("targets", f"segment {segment}: {said}.", WRITE_AGAIN, segment=str(segment))


def _positions(project: Project) -> Iterator[Problem]:
    """The places of the segments of a document are 0, 1, … without a gap."""
    for name, count, different, first, last in project.store.db.execute(
        "SELECT d.name, count(*), count(DISTINCT s.position), min(s.position), max(s.position) FROM segment s"
        " JOIN document d ON d.id = s.document_id WHERE s.position IS NOT NULL GROUP BY d.id, d.name"
        " HAVING count(DISTINCT s.position) <> count(*) OR min(s.position) <> 0 OR max(s.position) <> count(*) - 1"
        " ORDER BY d.id"
    ):
        yield Problem(
            "positions",
            f"{name}: the places of its {count:,} segments are not 0 to {count - 1:,}"
            f" ({different:,} different ones, from {first} to {last}).",
            ADD_AGAIN,
            document=name,
        )


def _counters(project: Project) -> Iterator[Problem]:
    rows = project.store.db.execute("SELECT touched, batch FROM counter").fetchall()
    (touched,) = project.store.db.execute("SELECT coalesce(max(touched), 0) FROM segment").fetchone()
    (batch,) = project.store.db.execute("SELECT coalesce(max(batch), 0) FROM revision").fetchone()
    if len(rows) != 1 or rows[0][0] < touched or rows[0][1] < batch:
        yield Problem("counters", "the numbers of changes are behind the changes themselves.", RESTORE)


def _documents(project: Project) -> Iterator[Problem]:
    """`source/` is as it was added, and each segment is the text at its place."""
    for stored in project.documents():
        problem = changed_source(project, stored)
        if problem is not None:
            yield problem
        elif stored.format in FORMATS:
            yield from _places(project, stored)


def changed_source(project: Project, stored: StoredDocument) -> Problem | None:
    """What is wrong with the copy of a document, None for nothing."""
    path = project.folder / "source" / PurePosixPath(stored.name)
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror or error})."
        return Problem("documents", message, ADD_AGAIN, document=stored.name)
    if digest == stored.sha256:
        return None
    return Problem("documents", f"{path}: is not as it was when it was added.", ADD_AGAIN, document=stored.name)


def _places(project: Project, stored: StoredDocument) -> Iterator[Problem]:
    from translate_kit import formats

    path = project.folder / "source" / PurePosixPath(stored.name)
    text = formats.read_document(
        path, encoding=stored.encoding, language=None, name=stored.name, format=stored.format
    ).text
    for segment, source, start, end in project.store.db.execute(
        'SELECT s.id, s.source, s.start, s."end" FROM segment s JOIN document d ON d.id = s.document_id'
        " WHERE d.name = ? AND s.position IS NOT NULL ORDER BY s.position",
        (stored.name,),
    ):
        if text[start:end] != source:
            yield Problem(
                "documents",
                f"{stored.name}: segment {segment} is {_short(source)}, and at its place (characters {start} to {end})"
                f" is {_short(text[start:end])}.",
                ADD_AGAIN,
                document=stored.name,
                segment=str(segment),
            )


def _waivers(project: Project) -> Iterator[Problem]:
    from translate_kit.waivers import read_waivers

    path = project.folder / "waivers.toml"
    if path.exists():
        try:
            read_waivers(path)
        except BadInput as error:
            yield Problem("waivers", str(error), "Correct the file, or restore it from a backup.")


def _short(text: str, limit: int = 60) -> str:
    return repr(text if len(text) <= limit else text[: limit - 1] + "…")


Check = Callable[["Project"], Iterator[Problem]]

CHECKS: dict[str, Check] = {
    "database": _database,
    "orphans": _orphans,
    "values": _values,
    "revisions": _revisions,
    "targets": _targets,
    "positions": _positions,
    "counters": _counters,
    "documents": _documents,
    "waivers": _waivers,
}
"""What is looked at, in order: what later checks take for granted comes first."""


def as_json(problem: Problem) -> dict[str, Any]:
    """A problem as `status --verify --json` writes it."""
    from dataclasses import asdict

    return asdict(problem)
