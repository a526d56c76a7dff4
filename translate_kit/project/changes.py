"""Changes of several segments at once, each with its undo: repetitions, states, find and replace. SQL of a project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from translate_kit.data import Origin, Segment, State
from translate_kit.errors import BadInput, Conflict
from translate_kit.project.people import Role
from translate_kit.project.rows import Rows, finder
from translate_kit.project.store import Change, check_target
from translate_kit.project.work import Work

if TYPE_CHECKING:
    from translate_kit.project.store import ProjectStore

PROPAGATION = ("always", "ask", "never")

MAX_TARGET = 100_000
"""Characters; a target is at most a page."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Segments that were changed together.

    Attributes:
        number: to undo them by; None when nothing was changed.
        ids: of the segments.
        refused: id → why it was left as it is.
    """

    number: int | None
    ids: list[str]
    refused: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Replacement:
    """What replacing would make of a target."""

    segment: str
    before: str
    after: str


class Changes:
    """Changes of several segments of a store, by one person.

    A translator leaves alone what somebody else is to do, and what only a reviewer may say or take back.

    Args:
        store: of the project.
        person: who makes them.
        role: what that person may do.
    """

    def __init__(self, store: ProjectStore, *, person: str, role: Role = Role.COORDINATOR) -> None:
        self._store = store
        self._work = Work(store)
        self._person = person
        self._reviews = role.includes(Role.REVIEWER)

    def refusals(self, ids: Iterable[str]) -> dict[str, str]:
        """Which segments this person may not change, because somebody else is to do them: id → why."""
        if self._reviews:
            return {}
        owners = self._work.owners(list(ids))
        return {name: f"it is assigned to {who}" for name, who in owners.items() if who not in ("", self._person)}

    # repetitions

    def repetitions(self, segment_id: str) -> list[str]:
        """The other segments with the same source that would follow: nobody has confirmed another translation there.

        One that followed this segment before follows again. Locked ones, those set to `never`, and what a translator
        must leave to somebody else, do not.
        """
        mine = "" if self._reviews else " AND r.assigned_to IN ('', ?)"
        with self._store.reading():
            rows = self._store.db.execute(
                "SELECT r.id FROM segment s JOIN segment r ON r.source = s.source AND r.id <> s.id"  # noqa: S608 - constant
                " WHERE s.id = ? AND s.target <> '' AND r.position IS NOT NULL AND r.locked = 0"
                " AND r.propagation <> 'never' AND (r.target <> s.target OR r.state <> s.state)"
                " AND ((r.state IN ('new', 'draft', 'rejected') AND r.origin <> 'person')"
                "      OR (r.origin = 'repetition' AND r.origin_detail = ?))"
                f"{mine} ORDER BY r.document_id, r.position",
                (int(segment_id), _following(segment_id), *(() if self._reviews else (self._person,))),
            )
            return [str(row[0]) for row in rows]

    def propagate(self, segment_id: str) -> Batch:
        """Give the target and the state of a segment to its repetitions; see `repetitions`."""
        segment = self._store.segment(segment_id)
        with self._store.transaction():
            ids = self.repetitions(segment_id)
            if not ids:
                return Batch(None, [])
            number = self._store.next_batch()
            for other in ids:
                change = Change(other, segment.target, segment.state, Origin.REPETITION, _following(segment_id), 100)
                self._store.edit(change, person=self._person, batch=number)
            self._work.did("propagate", person=self._person, segment_id=segment_id, segments=len(ids), batch=number)
        return Batch(number, ids)

    def alternatives(self, segment_id: str) -> list[tuple[str, int, State, str]]:
        """The other translations of the same source in this project: target, how often, state, and one segment."""
        with self._store.reading():
            rows = self._store.db.execute(
                "SELECT r.target, count(*), min(r.state), min(r.id) FROM segment s JOIN segment r"
                " ON r.source = s.source AND r.id <> s.id WHERE s.id = ? AND r.target <> ''"
                " AND r.target <> s.target AND r.position IS NOT NULL GROUP BY r.target ORDER BY 2 DESC, 4 LIMIT 20",
                (int(segment_id),),
            )
            return [(row[0], int(row[1]), State(row[2]), str(row[3])) for row in rows]

    # states

    def set_state(self, ids: Iterable[str], state: State) -> Batch:
        """Give segments a state.

        Locked ones and, for a state that a person stands behind, those without a target are left as they are.
        """
        ids, changed = list(ids), []
        with self._store.transaction():
            refused = self.refusals(ids)
            number = self._store.next_batch()
            for segment_id in ids:
                segment = self._store.segment(segment_id)
                if segment.state is state or segment_id in refused:
                    continue
                if segment.locked:
                    refused[segment_id] = "it is locked"
                elif state.confirmed and not segment.target.strip():
                    refused[segment_id] = f"an empty target cannot be {state.value!r}"
                else:
                    self._store.edit(_with_state(segment, state), person=self._person, batch=number)
                    changed.append(segment_id)
            if changed:
                self._work.did("state", person=self._person, segments=len(changed), state=state.value, batch=number)
        return Batch(number if changed else None, changed, refused)

    # find and replace

    def replacements(
        self, ids: Sequence[str], find: str, replace: str, *, regex: bool = False, case: bool = False
    ) -> list[Replacement]:
        r"""What replacing in the targets of segments would make of them.

        Args:
            ids: of the segments that are looked at.
            find: a text, or a regular expression.
            replace: what takes its place; with `regex`, `\1` and `\g<name>` stand for groups.
            regex: whether `find` is a regular expression.
            case: whether capitals count.

        Raises:
            BadInput: a bad regular expression, or one that takes too long, or nothing to find.
        """
        if not find:
            raise BadInput("nothing to find was given.")
        from regex import error as bad_pattern

        found = finder(find, regex=regex, case=case)
        changes = []
        for segment_id, _, before in Rows(self._store).texts(ids):
            parts, end = [], 0
            for match in found(before):
                try:
                    made = match.expand(replace) if regex else replace
                except (bad_pattern, IndexError, ValueError) as error:
                    raise BadInput(f"{replace!r} cannot take the place of what is found ({error}).") from None
                parts += [before[end : match.start()], made]
                end = match.end()
            after = "".join([*parts, before[end:]])
            if len(after) > MAX_TARGET:
                raise BadInput(f"segment {segment_id}: a target has at most {MAX_TARGET:,} characters.")
            if after != before:
                # An escape in a replacement can make what no text holds.
                check_target(segment_id, after)
                changes.append(Replacement(segment_id, before, after))
        return changes

    def replace(self, replacements: Sequence[Replacement]) -> Batch:
        """Carry replacements out, where the target is still what it was before.

        A machine's draft stays one; what a person has confirmed stays confirmed.
        """
        changed = []
        with self._store.transaction():
            refused = self.refusals(one.segment for one in replacements)
            number = self._store.next_batch()
            for one in replacements:
                segment = self._store.segment(one.segment)
                if one.segment in refused:
                    continue
                if segment.locked:
                    refused[one.segment] = "it is locked"
                elif segment.target != one.before:
                    refused[one.segment] = "somebody changed it meanwhile"
                elif segment.state.confirmed and not one.after.strip():
                    refused[one.segment] = (
                        f"nothing would be left, and an empty target cannot be {segment.state.value!r}"
                    )
                else:
                    change = Change(one.segment, one.after, segment.state, Origin.PERSON, "find and replace")
                    self._store.edit(change, person=self._person, batch=number)
                    changed.append(one.segment)
            if changed:
                self._work.did("replace", person=self._person, segments=len(changed), batch=number)
        return Batch(number if changed else None, changed, refused)

    # undo

    def undo(self, number: int) -> Batch:
        """Take back a batch; what was changed since stays, and is named in `refused`.

        Raises:
            BadInput: there is no such batch.
        """
        undone: list[str] = []
        with self._store.transaction():
            rows = list(
                self._store.db.execute(
                    "SELECT v.segment_id, v.number, s.revision, v.person"
                    " FROM revision v JOIN segment s ON s.id = v.segment_id"
                    " WHERE v.batch = ? ORDER BY v.segment_id, v.number DESC",
                    (number,),
                )
            )
            if not rows:
                raise BadInput(f"there is no batch of changes {number}.")
            batch = self._store.next_batch()
            refused = self.refusals(str(row[0]) for row in rows)
            for segment, version, current, author in rows:
                segment_id = str(segment)
                if segment_id in refused:
                    continue
                if author != self._person and not self._reviews:
                    refused[segment_id] = f"{author} changed it"
                    continue
                if version != current:
                    refused[segment_id] = "somebody changed it meanwhile"
                    continue
                try:
                    self._store.edit(self._earlier(segment_id, version), person=self._person, batch=batch)
                except Conflict:
                    refused[segment_id] = "it is locked"
                    continue
                undone.append(segment_id)
            if undone:
                self._work.did("undo", person=self._person, segments=len(undone), batch=batch, undone=number)
        return Batch(batch if undone else None, undone, refused)

    def restore(self, segment_id: str, to: int, *, expected_revision: int | None = None) -> None:
        """Go back to an earlier version of a segment; that is a new version itself.

        Args:
            segment_id: which segment.
            to: the number of the version; 0 for before there was one.
            expected_revision: the version that the person saw; None for whatever it is by now.

        Raises:
            BadInput: there is no such segment or version.
            Conflict: it is locked, or somebody changed it since.
        """
        self._store.segment(segment_id)
        if to and all(one.number != to for one in self._store.revisions(segment_id)):
            raise BadInput(f"segment {segment_id} has no version {to}.")
        change = self._earlier(segment_id, to + 1)
        self._store.edit(change, person=self._person, expected_revision=expected_revision)

    def _earlier(self, segment_id: str, version: int) -> Change:
        """What a segment was before a version."""
        versions = [one for one in self._store.revisions(segment_id) if one.number < version]
        if not versions:
            return Change(segment_id, "", State.NEW, Origin.NONE)
        last = versions[-1]
        return Change(segment_id, last.target, last.state, last.origin, last.origin_detail, last.match_score)


def _following(segment_id: str) -> str:
    return f"segment {segment_id}"


def _with_state(segment: Segment, state: State) -> Change:
    # Whoever confirms a draft stands behind it from now on.
    if state.confirmed and segment.origin is not Origin.PERSON:
        return Change(segment.id, segment.target, state, Origin.PERSON, segment.origin_detail, None)
    return Change(segment.id, segment.target, state, segment.origin, segment.origin_detail, segment.match_score)
