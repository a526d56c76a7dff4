"""Segments as a grid shows them: which ones pass a filter, and what is shown of each. SQL of a project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from translate_kit.data import Segment, Severity, State
from translate_kit.errors import BadInput
from translate_kit.project.store import COLUMNS, is_id, segment_of

if TYPE_CHECKING:
    from translate_kit.project.store import ProjectStore

REGEX_TIMEOUT_S = 2.0
"""So long a search through all segments with a regular expression may take, so that a hostile one ends."""

MANY_REPETITIONS = 1000

AT_ONCE = 2000
"""So many segments one statement asks for; SQLite takes 32,766 values, PostgreSQL 65,535."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which segments are wanted; what is not given, all.

    Attributes:
        document: the name of one.
        states: any of these.
        origins: of the target, any of these; `""` for none.
        min_score: of the match that the target came out of, per cent.
        max_score: likewise.
        findings: those with a finding that nobody has waived, of this severity or above.
        text: what must be in the text.
        where: `source`, `target` or `both` (any of the two).
        regex: whether `text` is a regular expression.
        case: whether capitals count.
        person: who made the current version.
        assigned_to: who is to work on it; `-` for nobody.
        locked: whether it is locked.
        comments: those with a comment that is not resolved.
        repetitions: `all` segments whose source comes more than once, or the `first` of each.
    """

    document: str | None = None
    states: tuple[State, ...] = ()
    origins: tuple[str, ...] = ()
    min_score: int | None = None
    max_score: int | None = None
    findings: Severity | None = None
    text: str = ""
    where: str = "both"
    regex: bool = False
    case: bool = False
    person: str | None = None
    assigned_to: str | None = None
    locked: bool | None = None
    comments: bool = False
    repetitions: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A segment with what a grid shows beside it.

    Attributes:
        segment: itself.
        number: its place among all segments of the project, 1-based; 0 when it is in no document any more.
        revision: the number of its current version.
        touched: the number of its last change.
        assigned_to: who is to work on it, empty for nobody.
        propagation: what happens to its repetitions: `always`, `ask`, `never`, or empty for the project's setting.
        comments: how many are not resolved.
        last_comment: the number of the newest one, resolved or not; 0 without any.
        findings: how many of each severity, those that were waived left out.
        repetitions: how many other segments have the same source, at most `MANY_REPETITIONS`.
    """

    segment: Segment
    number: int
    revision: int
    touched: int
    assigned_to: str
    propagation: str
    comments: int
    last_comment: int
    findings: dict[Severity, int]
    repetitions: int


class Rows:
    """The segments of a store as a grid shows them."""

    def __init__(self, store: ProjectStore) -> None:
        self._store = store

    def ids(self, wanted: Filter) -> list[str]:
        """The ids of the segments that pass a filter, in the order of the documents and of the text.

        Raises:
            BadInput: the regular expression is none, or takes too long.
        """
        where, values = _where(wanted)
        searched = bool(wanted.text)
        columns = "s.id, s.source, s.target" if searched else "s.id"
        query = (
            f"SELECT {columns} FROM segment s JOIN document d ON d.id = s.document_id WHERE {' AND '.join(where)}"  # noqa: S608 - our own words only
            " ORDER BY s.document_id, s.position"
        )
        db = self._store.db
        with self._store.reading():
            if not searched:
                return [str(row[0]) for row in db.execute(query, values)]
            sides = {"source": (1,), "target": (2,)}.get(wanted.where, (1, 2))
            passes = _tester(wanted)
            # The texts of a whole project are not held in memory.
            with nullcontext() if db.in_transaction else db.snapshot():
                return [str(row[0]) for row in db.stream(query, values) if any(passes(row[side]) for side in sides)]

    def count(self) -> int:
        """How many segments there are in all documents."""
        with self._store.reading():
            return sum(self._lengths().values())

    def first(self, count: int) -> list[Row]:
        """The first segments of the project."""
        with self._store.reading():
            found = self._store.db.execute(
                "SELECT id FROM segment WHERE position IS NOT NULL ORDER BY document_id, position LIMIT ?", (count,)
            )
            return self.rows([str(row[0]) for row in found.fetchall()])

    def texts(self, ids: Iterable[str]) -> Iterator[tuple[str, str, str]]:
        """The ids, sources and targets of some segments, in the order in which they were asked for.

        `AT_ONCE` are read at a time, and no more are held.

        Raises:
            BadInput: there is none with one of the ids.
        """
        names = list(ids)
        for start in range(0, len(names), AT_ONCE):
            part = names[start : start + AT_ONCE]
            with self._store.reading():
                found = by_id(self._store, "source, target", part)
            for name in part:
                if is_id(name) and int(name) in found:
                    yield name, *found[int(name)]
                else:
                    segment = self._store.segment(name)
                    yield name, segment.source, segment.target

    def rows(self, ids: Sequence[str]) -> list[Row]:
        """Some segments, in the order in which they were asked for; those that are not there are left out."""
        found: dict[int, Row] = {}
        with self._store.reading():
            before = self._before()
            for marks, part in in_parts(ids):
                counts: dict[int, dict[Severity, int]] = {}
                for number, severity, count in self._store.db.execute(
                    f"SELECT segment_id, severity, count(*) FROM finding WHERE waived = 0 AND segment_id IN ({marks})"  # noqa: S608
                    " GROUP BY segment_id, severity",
                    part,
                ):
                    counts.setdefault(number, {})[Severity(severity)] = count
                query = (
                    f"SELECT {COLUMNS}, s.revision, s.touched, s.assigned_to, s.propagation, s.position, s.document_id,"  # noqa: S608
                    " (SELECT count(*) FROM comment c WHERE c.segment_id = s.id AND c.resolved IS NULL),"
                    " (SELECT coalesce(max(c.id), 0) FROM comment c WHERE c.segment_id = s.id),"
                    " (SELECT count(*) FROM (SELECT 1 FROM segment r WHERE r.source = s.source"
                    f" AND r.position IS NOT NULL LIMIT {MANY_REPETITIONS + 1}) few)"
                    f" FROM segment s JOIN document d ON d.id = s.document_id WHERE s.id IN ({marks})"
                )
                for row in self._store.db.execute(query, part):
                    revision, touched, assigned_to, propagation, position, document, comments, newest, same = row[-9:]
                    found[row[0]] = Row(
                        segment_of(row),
                        0 if position is None else before[document] + position + 1,
                        revision,
                        touched,
                        assigned_to,
                        propagation,
                        comments,
                        newest,
                        counts.get(row[0], {}),
                        max(0, same - 1),
                    )
        return [found[int(name)] for name in ids if is_id(name) and int(name) in found]

    def row(self, segment_id: str) -> Row:
        """One segment.

        Raises:
            BadInput: there is none with this id.
        """
        found = self.rows([segment_id])
        if not found:
            self._store.segment(segment_id)
        return found[0]

    def _before(self) -> dict[int, int]:
        """For each document how many segments stand before it; positions have no gaps."""
        total, before = 0, {}
        for document, length in self._lengths().items():
            before[document] = total
            total += length
        return before

    def _lengths(self) -> dict[int, int]:
        """How many segments each document has, in the order of the documents."""
        rows = self._store.db.execute(
            "SELECT d.id, (SELECT max(position) FROM segment s WHERE s.document_id = d.id) FROM document d"
            " ORDER BY d.id"
        )
        return {document: 0 if last is None else last + 1 for document, last in rows}


def in_parts(ids: Iterable[str]) -> Iterator[tuple[str, list[int]]]:
    """Ids in parts of `AT_ONCE`, each with the marks that stand for it in `IN (…)`; what is no id is left out."""
    numbers = [int(name) for name in ids if is_id(name)]
    for start in range(0, len(numbers), AT_ONCE):
        part = numbers[start : start + AT_ONCE]
        yield ",".join("?" * len(part)), part


def by_id(store: ProjectStore, columns: str, ids: Iterable[str]) -> dict[int, tuple[Any, ...]]:
    """Some columns of segments by their numbers, whether they are in a document or not; the caller reads or writes."""
    return {
        row[0]: tuple(row[1:])
        for marks, numbers in in_parts(ids)
        for row in store.db.execute(f"SELECT id, {columns} FROM segment WHERE id IN ({marks})", numbers)  # noqa: S608
    }


def _where(wanted: Filter) -> tuple[list[str], list[Any]]:
    where, values = ["s.position IS NOT NULL"], list[Any]()

    def add(condition: str, *given: object) -> None:
        where.append(condition)
        values.extend(given)

    if wanted.document is not None:
        add("d.name = ?", wanted.document)
    if wanted.states:
        add(f"s.state IN ({','.join('?' * len(wanted.states))})", *(state.value for state in wanted.states))
    if wanted.origins:
        add(f"s.origin IN ({','.join('?' * len(wanted.origins))})", *wanted.origins)
    if wanted.min_score is not None:
        add("s.match_score >= ?", wanted.min_score)
    if wanted.max_score is not None:
        add("coalesce(s.match_score, 0) <= ?", wanted.max_score)
    if wanted.findings is not None:
        add(
            "EXISTS (SELECT 1 FROM finding f WHERE f.segment_id = s.id AND f.waived = 0 AND f.severity >= ?)",
            int(wanted.findings),
        )
    if wanted.person is not None:
        add(
            "EXISTS (SELECT 1 FROM revision v WHERE v.segment_id = s.id AND v.number = s.revision AND v.person = ?)",
            wanted.person,
        )
    if wanted.assigned_to is not None:
        add("s.assigned_to = ?", "" if wanted.assigned_to == "-" else wanted.assigned_to)
    if wanted.locked is not None:
        add("s.locked = ?", int(wanted.locked))
    if wanted.comments:
        add("EXISTS (SELECT 1 FROM comment c WHERE c.segment_id = s.id AND c.resolved IS NULL)")
    if wanted.repetitions:
        column = "min(id)" if wanted.repetitions == "first" else "source"
        add(
            f"s.{'id' if wanted.repetitions == 'first' else 'source'} IN (SELECT {column} FROM segment"  # noqa: S608
            " WHERE position IS NOT NULL GROUP BY source HAVING count(*) > 1)"
        )
    return where, values


def _tester(wanted: Filter) -> Callable[[str], bool]:
    """Whether a text has what is wanted. Without a regular expression this is ten times as fast as `finder`."""
    if wanted.regex:
        found = finder(wanted.text, regex=True, case=wanted.case)
        return lambda text: next(found(text), None) is not None
    if wanted.case:
        return lambda text: wanted.text in text
    needle = wanted.text.casefold()
    return lambda text: needle in text.casefold()


def finder(text: str, *, regex: bool, case: bool) -> Callable[[str], Iterator[Any]]:
    """A function that finds the places of a text, or of a regular expression, as matches.

    Raises:
        BadInput: the regular expression is none; while searching, that it takes longer than `REGEX_TIMEOUT_S`.
    """
    import time

    import regex as patterns

    try:
        pattern = patterns.compile(text if regex else patterns.escape(text), 0 if case else patterns.IGNORECASE)
    except (patterns.error, RecursionError) as error:
        raise BadInput(
            f"{text!r} is no regular expression ({error}).", remedy="Correct it, or switch regex off."
        ) from None
    ends = time.monotonic() + REGEX_TIMEOUT_S

    def found(where: str) -> Iterator[Any]:
        try:
            # Concurrent: other threads go on meanwhile.
            yield from pattern.finditer(where, timeout=max(0.001, ends - time.monotonic()), concurrent=True)
        except TimeoutError:
            raise BadInput(
                f"the regular expression {text!r} takes longer than {REGEX_TIMEOUT_S:.0f} s.", remedy="Make it simpler."
            ) from None

    return found
