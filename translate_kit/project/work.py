"""What is kept about working on segments: comments, visits, typed text, activity, options. SQL of a project."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from translate_kit.errors import BadInput
from translate_kit.project.rows import AT_ONCE, by_id
from translate_kit.project.store import is_id, now

if TYPE_CHECKING:
    from translate_kit.project.store import ProjectStore

MAX_COMMENT = 10_000
"""Characters of a comment."""


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody says about a segment.

    Attributes:
        id: its number.
        segment: the id of the segment.
        person: who says it.
        made: when, UTC, ISO 8601.
        text: what.
        resolved: when it was dealt with, empty before that.
        resolved_by: by whom.
    """

    id: int
    segment: str
    person: str
    made: str
    text: str
    resolved: str = ""
    resolved_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A stay of one person in one segment, from when it was opened until it was left.

    Attributes:
        segment: the id of the segment.
        person: who.
        started: when, UTC, ISO 8601.
        active_ms: milliseconds in which something was done; a pause of half a minute and more is not counted.
        idle_ms: milliseconds of such pauses.
        keystrokes: keys that change the text.
        suggestions: what was inserted, in order: `machine`, `memory 92`, `repetition`, `term`.
        revision: the version that the visit ended with, 0 when nothing was saved.
    """

    segment: str
    person: str
    started: str
    active_ms: int
    idle_ms: int = 0
    keystrokes: int = 0
    suggestions: tuple[str, ...] = ()
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Typing:
    """What somebody has typed and not confirmed yet.

    Attributes:
        target: the text.
        revision: the version that it began from.
        saved: when, UTC, ISO 8601.
        person: who.
    """

    target: str
    revision: int
    saved: str
    person: str


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that was done in a project, other than writing a target, which is a version of its segment.

    Attributes:
        id: its number.
        at: when, UTC, ISO 8601.
        person: who.
        kind: `comment`, `lock`, `assign`, `propagate`, `replace`, `split`, `join`, `undo`, `export`, `check`, …
        segment: the id of the segment that it is about, None for several or none.
        detail: more of it.
    """

    id: int
    at: str
    person: str
    kind: str
    segment: str | None
    detail: dict[str, Any]


class Work:
    """Comments, visits, typed text, activity and options of a store."""

    def __init__(self, store: ProjectStore) -> None:
        self._store = store

    # comments

    def comment(self, segment_id: str, text: str, *, person: str) -> Comment:
        """Say something about a segment.

        Raises:
            BadInput: there is no such segment, or the comment is empty or too long.
        """
        if not text.strip() or len(text) > MAX_COMMENT:
            raise BadInput(f"a comment has 1 to {MAX_COMMENT:,} characters.")
        segment = self._store.segment(segment_id)
        made = now()
        with self._store.transaction():
            row = self._store.db.execute(
                "INSERT INTO comment (segment_id, person, made, text) VALUES (?, ?, ?, ?) RETURNING id",
                (int(segment.id), person, made, text),
            ).fetchone()
            self._touch(segment.id)
        return Comment(int(row[0]), segment.id, person, made, text)

    def resolve(self, number: int, *, resolved: bool, person: str) -> Comment:
        """Mark a comment as dealt with, or not.

        Raises:
            BadInput: there is no such comment.
        """
        with self._store.transaction():
            row = self._store.db.execute(
                "UPDATE comment SET resolved = ?, resolved_by = ? WHERE id = ? RETURNING segment_id",
                (now() if resolved else None, person if resolved else None, number),
            ).fetchone()
            if row is None:
                raise BadInput(f"there is no comment {number}.")
            self._touch(str(row[0]))
        return next(one for one in self.comments(str(row[0])) if one.id == number)

    def comments(self, segment_id: str) -> list[Comment]:
        """The comments on a segment, oldest first."""
        with self._store.reading():
            rows = self._store.db.execute(
                "SELECT id, segment_id, person, made, text, coalesce(resolved, ''), coalesce(resolved_by, '')"
                " FROM comment WHERE segment_id = ? ORDER BY id",
                (int(segment_id),),
            )
            return [Comment(row[0], str(row[1]), *row[2:]) for row in rows]

    def _touch(self, segment_id: str) -> None:
        self._store.db.execute("UPDATE segment SET touched = ? WHERE id = ?", (self._store.touch(), int(segment_id)))

    # effort

    def visited(self, visit: Visit) -> None:
        """Keep a visit.

        Raises:
            BadInput: there is no such segment, or a figure is negative.
        """
        if min(visit.active_ms, visit.idle_ms, visit.keystrokes, visit.revision) < 0:
            raise BadInput("the figures of a visit cannot be negative.")
        segment = self._store.segment(visit.segment)
        with self._store.transaction():
            self._store.db.execute(
                "INSERT INTO effort (segment_id, person, started, active_ms, idle_ms, keystrokes, suggestions,"
                " revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    int(segment.id),
                    visit.person,
                    visit.started,
                    visit.active_ms,
                    visit.idle_ms,
                    visit.keystrokes,
                    json.dumps(visit.suggestions, ensure_ascii=False),
                    visit.revision,
                ),
            )

    def visits(self, *, segment_id: str | None = None, person: str | None = None) -> Iterator[Visit]:
        """The raw log, oldest first; `AT_ONCE` are read at a time, and no more are held."""
        where, values = ["id > ?"], list[Any]()
        if segment_id is not None:
            where.append("segment_id = ?")
            values.append(int(segment_id))
        if person is not None:
            where.append("person = ?")
            values.append(person)
        query = (
            "SELECT segment_id, person, started, active_ms, idle_ms, keystrokes, suggestions, revision, id"  # noqa: S608
            f" FROM effort WHERE {' AND '.join(where)} ORDER BY id LIMIT {AT_ONCE}"
        )
        last = 0
        while True:
            with self._store.reading():
                rows = self._store.db.execute(query, (last, *values)).fetchall()
                found = [
                    Visit(
                        segment=str(row[0]),
                        person=row[1],
                        started=row[2],
                        active_ms=row[3],
                        idle_ms=row[4],
                        keystrokes=row[5],
                        suggestions=tuple(json.loads(row[6])),
                        revision=row[7],
                    )
                    for row in rows
                ]
            yield from found
            if len(rows) < AT_ONCE:
                return
            last = rows[-1][-1]

    # what is typed

    def typed(self, segment_id: str, target: str, revision: int, *, person: str) -> str:
        """Keep what somebody is typing, so that a crash of the browser loses nothing; when it was kept."""
        saved = now()
        with self._store.transaction():
            self._store.db.execute(
                "INSERT INTO typing (segment_id, person, target, revision, saved) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (segment_id, person) DO UPDATE SET target = excluded.target,"
                " revision = excluded.revision, saved = excluded.saved",
                (int(self._store.segment(segment_id).id), person, target, revision, saved),
            )
        return saved

    def forget_typing(self, segment_id: str, *, person: str) -> None:
        """Drop what somebody was typing: it was saved as a version, or thrown away."""
        with self._store.transaction():
            self._store.db.execute("DELETE FROM typing WHERE segment_id = ? AND person = ?", (int(segment_id), person))

    def typing(self, segment_id: str, *, person: str) -> Typing | None:
        """What somebody was typing, None for nothing."""
        with self._store.reading():
            row = self._store.db.execute(
                "SELECT target, revision, saved, person FROM typing WHERE segment_id = ? AND person = ?",
                (int(segment_id), person),
            ).fetchone()
        return None if row is None else Typing(*row)

    # activity

    def did(self, kind: str, *, person: str, segment_id: str | None = None, **detail: object) -> None:
        """Note down that something was done."""
        with self._store.transaction():
            self._store.db.execute(
                "INSERT INTO activity (at, person, kind, segment_id, detail) VALUES (?, ?, ?, ?, ?)",
                (
                    now(),
                    person,
                    kind,
                    None if segment_id is None else int(segment_id),
                    json.dumps(detail, ensure_ascii=False),
                ),
            )

    def activity(self, *, before: int | None = None, limit: int = 100, segment_id: str | None = None) -> list[Activity]:
        """What was done, the newest first; `before` the number of one to go on from, `segment_id` to one segment."""
        which = "" if segment_id is None else " AND segment_id = ?"
        values = (before if before is not None else 1 << 62, *(() if segment_id is None else (int(segment_id),)), limit)
        with self._store.reading():
            rows = self._store.db.execute(
                f"SELECT id, at, person, kind, segment_id, detail FROM activity WHERE id < ?{which}"  # noqa: S608
                " ORDER BY id DESC LIMIT ?",
                values,
            )
            return [
                Activity(row[0], row[1], row[2], row[3], None if row[4] is None else str(row[4]), json.loads(row[5]))
                for row in rows
            ]

    # options

    def option(self, name: str, default: str) -> str:
        """What is set for all who work on the project."""
        with self._store.reading():
            row = self._store.db.execute("SELECT value FROM option WHERE name = ?", (name,)).fetchone()
        return default if row is None else str(row[0])

    def set_option(self, name: str, value: str) -> None:
        """Set something for all who work on the project."""
        with self._store.transaction():
            self._store.db.execute(
                "INSERT INTO option (name, value) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )

    # about segments, other than their targets

    def set_locked(self, ids: Iterable[str], locked: bool, *, person: str) -> list[str]:
        """Lock segments, or unlock them; those that were not so before."""
        return self._set("locked", ids, int(locked), "lock" if locked else "unlock", person)

    def assign(self, ids: Iterable[str], to: str, *, person: str) -> list[str]:
        """Say who is to work on segments, empty for nobody; those that were somebody else's before."""
        return self._set("assigned_to", ids, to, "assign", person)

    def owners(self, ids: Sequence[str]) -> dict[str, str]:
        """Who segments are assigned to; empty for nobody."""
        with self._store.reading():
            owners = by_id(self._store, "assigned_to", ids)
        # By the ids as they were given: 007 is 7.
        return {name: str(owners[int(name)][0]) for name in ids if is_id(name) and int(name) in owners}

    def set_propagation(self, segment_id: str, mode: str, *, person: str) -> None:
        """Say what happens to the repetitions of a segment: `always`, `ask`, `never`; empty: as the project is set."""
        self._set("propagation", [segment_id], mode, "propagation", person)

    def _set(self, column: str, ids: Iterable[str], value: str | int, kind: str, person: str) -> list[str]:
        changed = []
        with self._store.transaction():
            touch = self._store.touch()
            for segment_id in ids:
                done = self._store.db.execute(
                    f"UPDATE segment SET {column} = ?, touched = ? WHERE id = ? AND {column} <> ?",  # noqa: S608 - our own words only
                    (value, touch, int(segment_id), value),
                )
                if done.rowcount:
                    changed.append(segment_id)
            if changed:
                only = changed[0] if len(changed) == 1 else None
                self.did(kind, person=person, segment_id=only, value=value, segments=len(changed))
        return changed
