"""Documents, segments and every version of a target; one transaction for each write.

The SQL of a project is here and in the modules beside this one that say so; it runs on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from translate_kit.data import Origin, Segment, State
from translate_kit.errors import BadInput, Conflict
from translate_kit.project.database import Database, open_database
from translate_kit.project.schema import MIGRATIONS

COLUMNS = (
    "s.id, s.source, s.start, s.end, s.kind, s.paragraph, d.name, s.target, s.state, s.origin, s.origin_detail,"
    " s.match_score, s.key, s.note, s.locked"
)


_LAST_ID = (1 << 63) - 1

_TABLES = {"document", "segment", "revision", "score"}
"""What a database of any version has; another program's, or a memory, has not."""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document of a project.

    Attributes:
        name: relative name, `/` between folders; the copy is at `source/<name>`.
        format: `text` or `markdown`.
        encoding: how it was decoded.
        origin: where it was added from, relative to the project folder where possible.
        sha256: of its bytes when it was last added.
        added: when, UTC, ISO 8601.
    """

    name: str
    format: str
    encoding: str
    origin: str
    sha256: str
    added: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of a target: what it was, who made it and when."""

    number: int
    target: str
    state: State
    origin: Origin
    origin_detail: str
    match_score: int | None
    changed: str
    person: str


@dataclass(frozen=True, slots=True)
class Change:
    """A new version of the target of one segment."""

    segment_id: str
    target: str
    state: State
    origin: Origin
    origin_detail: str = ""
    match_score: int | None = None


def now() -> str:
    """The time as it is stored: UTC, seconds, ISO 8601."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


_SURROGATE = re.compile("[\ud800-\udfff]")


def check_target(segment_id: str, target: str) -> None:
    """Refuse a target that a store, or a file that it is exported to, cannot keep.

    Raises:
        BadInput: half of a surrogate pair, or a NUL.
    """
    if _SURROGATE.search(target):
        raise BadInput(f"segment {segment_id}: the target is not UTF-8.")
    if "\0" in target:
        raise BadInput(f"segment {segment_id}: the target holds a NUL character, which no text file can keep.")


class ProjectStore:
    """The database of a project, opened; close it, or use it as a context manager. It is used by one thread at a time.

    A file that may not be written (an archive, a share of somebody else's) can be read all the same.

    Args:
        place: a path, or the URL of a PostgreSQL schema.

    Raises:
        BadInput: the file is not a project database, is damaged, or was written by a newer version.
        BadOutput: it cannot be created.
        Busy: another process holds the write lock for more than `database.BUSY_TIMEOUT_S`.
        Missing: the server does not answer.
    """

    def __init__(self, place: str | Path) -> None:
        self.db: Database = open_database(place)
        self.place = self.db.place
        try:
            with self.db.errors():
                self._migrate()
        except BaseException:
            self.db.close()
            raise

    def close(self) -> None:
        """Close the database."""
        self.db.close()

    def __enter__(self) -> ProjectStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _migrate(self) -> None:
        version, tables = self.db.state()
        if version > len(MIGRATIONS):
            raise BadInput(
                f"written by a newer translate-kit (schema {version}, this one knows {len(MIGRATIONS)}).",
                path=self.place,
                remedy="Update translate-kit.",
            )
        if not (tables >= _TABLES if version else not tables):
            raise BadInput("is not a project database.", path=self.place, remedy="Restore it from a backup.")
        if version == len(MIGRATIONS):
            return
        if version:
            self.db.save_copy(f"{Path(self.place).stem}.schema-{version}.db")
        with self.transaction():
            # Another process may have been quicker: look again under the lock.
            version, _ = self.db.state()
            for step in MIGRATIONS[version:]:
                self.db.define(step)
            self.db.set_version(len(MIGRATIONS))

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep everything that is written inside together, or none of it; nobody else writes meanwhile."""
        if self.db.in_transaction:
            yield
            return
        with self.db.errors():
            self.db.begin()
            try:
                yield
                self.db.commit()
            except BaseException:
                self.db.rollback()
                raise

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Inside, what the database complains about are errors of ours."""
        with self.db.errors():
            try:
                yield
            except ValueError as error:
                raise BadInput(
                    f"holds something that is not known here ({error}).",
                    path=self.place,
                    remedy="Update translate-kit, or restore it from a backup.",
                ) from None

    # documents

    def documents(self) -> list[StoredDocument]:
        """All documents in the order in which they were added."""
        with self.reading():
            rows = self.db.execute("SELECT name, format, encoding, origin, sha256, added FROM document ORDER BY id")
            return [StoredDocument(*row) for row in rows]

    def put_document(
        self,
        document: StoredDocument,
        segments: Sequence[Segment],
        continued: Callable[[Sequence[Segment], Sequence[Segment]], Mapping[int, str]],
    ) -> int:
        """Add a document, or bring the stored one up to date.

        Args:
            document: what is known of it.
            segments: its segments in order; their `id` is ignored.
            continued: gets the stored segments and the new ones; gives the position of a new segment → the id of the
                stored one that it continues, target and versions included. It is asked under the lock: two who add the
                same document at the same time must not both see an empty project.

        Returns:
            How many segments were there already.
        """
        with self.transaction():
            kept = continued(self.segments(document.name), segments)
            self.db.execute(
                "INSERT INTO document (name, format, encoding, origin, sha256, added) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET format = excluded.format, encoding = excluded.encoding,"
                " origin = excluded.origin, sha256 = excluded.sha256",
                (
                    document.name,
                    document.format,
                    document.encoding,
                    document.origin,
                    document.sha256,
                    document.added,
                ),
            )
            (document_id,) = self.db.execute("SELECT id FROM document WHERE name = ?", (document.name,)).fetchone()
            self.db.execute("UPDATE segment SET position = NULL WHERE document_id = ?", (document_id,))
            touch = self.touch()
            for position, segment in enumerate(segments):
                place = (position, segment.start, segment.end, segment.kind, segment.paragraph, touch)
                if position in kept:
                    self.db.execute(
                        'UPDATE segment SET position = ?, start = ?, "end" = ?, kind = ?, paragraph = ?, touched = ?'
                        " WHERE id = ?",
                        (*place, int(kept[position])),
                    )
                else:
                    self.db.execute(
                        'INSERT INTO segment (position, start, "end", kind, paragraph, touched, document_id, source,'
                        " key, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        (*place, document_id, segment.source, segment.key, segment.note),
                    )
        return len(kept)

    # segments

    def segments(self, document: str | None = None) -> list[Segment]:
        """The segments of one document, or of all, in the order of the documents and of the text."""
        query = f"SELECT {COLUMNS} FROM segment s JOIN document d ON d.id = s.document_id WHERE s.position IS NOT NULL"  # noqa: S608 - constant
        values: tuple[str, ...] = ()
        if document is not None:
            query, values = f"{query} AND d.name = ?", (document,)
        with self.reading():
            return [segment_of(row) for row in self.db.execute(f"{query} ORDER BY d.id, s.position", values)]

    def segment(self, segment_id: str) -> Segment:
        """One segment.

        Raises:
            BadInput: there is no segment with this id.
        """
        if is_id(segment_id):
            with self.reading():
                row = self.db.execute(
                    f"SELECT {COLUMNS} FROM segment s JOIN document d ON d.id = s.document_id WHERE s.id = ?",  # noqa: S608
                    (int(segment_id),),
                ).fetchone()
                if row is not None:
                    return segment_of(row)
        raise BadInput(
            f"there is no segment {segment_id!r} in this project.",
            remedy="`translate-kit status --segments` lists them.",
        )

    def neighbours(self, segment_id: str) -> tuple[Segment | None, Segment | None]:
        """The segments before and after one in its document; None at its beginning and end."""
        found: list[Segment | None] = []
        with self.reading():
            for step in (-1, 1):
                row = self.db.execute(
                    f"SELECT {COLUMNS} FROM segment m JOIN segment s ON s.document_id = m.document_id"  # noqa: S608
                    " AND s.position = m.position + ? JOIN document d ON d.id = s.document_id WHERE m.id = ?",
                    (step, int(segment_id)),
                ).fetchone()
                found.append(None if row is None else segment_of(row))
        return found[0], found[1]

    def confirmed_targets(self, document: str, source: str) -> set[str]:
        """The targets that somebody stands behind, of the segments of a document with a source."""
        with self.reading():
            rows = self.db.execute(
                # `+`: SQLite would else go through all segments of the document, and not through those of the source.
                "SELECT s.target FROM segment s JOIN document d ON d.id = +s.document_id WHERE s.source = ?"
                " AND d.name = ? AND s.position IS NOT NULL AND s.state IN ('translated', 'reviewed', 'final')",
                (source, document),
            )
            return {str(row[0]) for row in rows}

    def revision_number(self, segment_id: str) -> int:
        """The number of the current version of a segment's target; 0 before there is one."""
        with self.reading():
            row = self.db.execute("SELECT revision FROM segment WHERE id = ?", (int(segment_id),)).fetchone()
        return int(row[0]) if row else 0

    def revisions(self, segment_id: str) -> list[Revision]:
        """All versions of a segment's target, oldest first."""
        with self.reading():
            rows = self.db.execute(
                "SELECT number, target, state, origin, origin_detail, match_score, changed, person FROM revision"
                " WHERE segment_id = ? ORDER BY number",
                (int(segment_id),),
            )
            return [Revision(r[0], r[1], State(r[2]), Origin(r[3]), *r[4:]) for r in rows]

    def last_drafts(self) -> dict[str, Revision]:
        """For each segment the last version that came out of a memory or a machine, where there is one."""
        with self.reading():
            rows = self.db.execute(
                "SELECT r.segment_id, r.number, r.target, r.state, r.origin, r.origin_detail, r.match_score, r.changed,"
                " r.person FROM revision r JOIN (SELECT segment_id, MAX(number) AS number FROM revision"
                " WHERE origin IN ('memory', 'machine', 'repetition') GROUP BY segment_id) last"
                " ON last.segment_id = r.segment_id AND last.number = r.number"
            )
            return {str(r[0]): Revision(r[1], r[2], State(r[3]), Origin(r[4]), *r[5:]) for r in rows}

    def draft(self, changes: Iterable[Change], *, person: str) -> int:
        """Write targets that a machine made; a target that a person wrote, or that is locked, stays as it is.

        Returns:
            How many were written.
        """
        written = 0
        with self.transaction():
            touch = self.touch()
            for change in changes:
                cursor = self.db.execute(
                    "UPDATE segment SET target = ?, state = ?, origin = ?, origin_detail = ?, match_score = ?,"
                    " touched = ?, revision = revision + 1 WHERE id = ? AND locked = 0 AND origin <> 'person'"
                    " AND state IN ('new', 'draft', 'rejected')",
                    (*_values(change), touch, int(change.segment_id)),
                )
                if cursor.rowcount:
                    self._record(change, person)
                    written += 1
        return written

    def edit(
        self, change: Change, *, person: str, expected_revision: int | None = None, batch: int | None = None
    ) -> int:
        """Write a target that a person made.

        Args:
            change: the new version.
            person: who made it.
            expected_revision: the version that the person saw; None to write whatever it is by now.
            batch: the number of the changes that it is undone together with; see `next_batch`.

        Returns:
            The number of the new version.

        Raises:
            BadInput: there is no such segment, or the target is not text.
            Conflict: it is locked, or somebody else changed it since `expected_revision`; the message has both texts.
        """
        check_target(change.segment_id, change.target)
        with self.transaction():
            current = self.segment(change.segment_id)
            locked, revision, target = self.db.execute(
                "SELECT locked, revision, target FROM segment WHERE id = ?", (int(change.segment_id),)
            ).fetchone()
            if locked:
                raise Conflict(f"segment {current.id} is locked; its target stays {target!r}.")
            if expected_revision is not None and revision != expected_revision:
                raise Conflict(
                    f"segment {current.id} was changed meanwhile (version {revision}, you saw {expected_revision})."
                    f" There: {target!r}. Yours: {change.target!r}."
                )
            self.db.execute(
                "UPDATE segment SET target = ?, state = ?, origin = ?, origin_detail = ?, match_score = ?,"
                " touched = ?, revision = revision + 1,"
                # Of the same text the same findings are true.
                " checked = CASE WHEN target = ? AND checked = revision THEN revision + 1 ELSE checked END"
                " WHERE id = ?",
                (*_values(change), self.touch(), change.target, int(change.segment_id)),
            )
            self._record(change, person, batch)
        return int(revision) + 1

    def _record(self, change: Change, person: str, batch: int | None = None) -> None:
        self.db.execute(
            "INSERT INTO revision (segment_id, number, target, state, origin, origin_detail, match_score, changed,"
            " person, batch) SELECT id, revision, ?, ?, ?, ?, ?, ?, ?, ? FROM segment WHERE id = ?",
            (*_values(change), now(), person, batch, int(change.segment_id)),
        )

    def touch(self) -> int:
        """The number of the next change of segments, in a transaction: who has seen an earlier one can ask what is new.

        Numbers grow with time, as writers wait for each other.
        """
        return int(self.db.execute("UPDATE counter SET touched = touched + 1 RETURNING touched").fetchone()[0])

    def touched(self) -> int:
        """The number of the last change of any segment."""
        with self.reading():
            return int(self.db.execute("SELECT touched FROM counter").fetchone()[0])

    def touched_since(self, number: int, last: str | None = None, limit: int = 1000) -> list[tuple[str, int]]:
        """The segments that were changed after a number that `touched` gave, with the numbers of their changes.

        Args:
            number: of the last change that was seen.
            last: the segment that was seen last: one change may be of 100,000 segments. None: all of that change were.
            limit: at most so many; ask again with the number and the segment of the last one.
        """
        with self.reading():
            rows = self.db.execute(
                "SELECT id, touched FROM segment WHERE (touched, id) > (?, ?) ORDER BY touched, id LIMIT ?",
                (number, _LAST_ID if last is None else int(last), limit),
            )
            return [(str(row[0]), int(row[1])) for row in rows]

    def next_batch(self) -> int:
        """A number for changes that can be undone together, in a transaction."""
        return int(self.db.execute("UPDATE counter SET batch = batch + 1 RETURNING batch").fetchone()[0])

    # files that were exported

    def keep_outputs(self, digests: Iterable[tuple[str, str]]) -> None:
        """Note down what is written, before it is: the name of each file and the SHA-256 of its content."""
        with self.transaction():
            self.db.executemany("INSERT INTO output (name, sha256) VALUES (?, ?) ON CONFLICT DO NOTHING", digests)

    def outputs(self, name: str | None = None) -> set[str]:
        """The digests of all that was ever written under a name; the names, without one."""
        with self.reading():
            if name is None:
                return {row[0] for row in self.db.execute("SELECT DISTINCT name FROM output")}
            return {row[0] for row in self.db.execute("SELECT sha256 FROM output WHERE name = ?", (name,))}

    # history of scores

    def scores(self) -> list[dict[str, Any]]:
        """The history as it is stored, oldest first; `translate_kit.project.scores` has it as data."""
        with self.reading():
            rows = self.db.execute("SELECT id, measured, result FROM score ORDER BY measured, id")
            found = [{"run": number, "measured": measured, **json.loads(result)} for number, measured, result in rows]
        for entry in found:
            # Where the texts are is between the tables.
            entry.pop("texts", None)
        return found


def _values(change: Change) -> tuple[str, str, str, str, int | None]:
    return change.target, change.state.value, change.origin.value, change.origin_detail, change.match_score


def is_id(name: str) -> bool:
    """Whether a text can be the id of a segment: a whole number that a store can hold."""
    return name.isascii() and name.isdigit() and len(name) < 19


def segment_of(row: tuple[Any, ...]) -> Segment:
    """A row of `COLUMNS` as a segment."""
    return Segment(
        id=str(row[0]),
        source=row[1],
        start=row[2],
        end=row[3],
        kind=row[4],
        paragraph=row[5],
        document=row[6],
        target=row[7],
        state=State(row[8]),
        origin=Origin(row[9]),
        origin_detail=row[10],
        match_score=row[11],
        key=row[12],
        note=row[13],
        locked=bool(row[14]),
    )
