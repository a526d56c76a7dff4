"""Split a segment, and join two, where the rules saw an end of a sentence that is none. SQL of a project.

Only in a document whose segments are places of its text; a file of resources has the units that it has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from translate_kit.data import Origin, Segment, State
from translate_kit.errors import BadInput, Conflict
from translate_kit.project.store import Change
from translate_kit.project.work import Work
from translate_kit.segment import FORMATS

if TYPE_CHECKING:
    from translate_kit.project.project import Project


def split(
    project: Project,
    segment_id: str,
    at: int,
    target_at: int | None = None,
    *,
    person: str,
    expected_revision: int | None = None,
) -> list[str]:
    """Make two segments of one.

    Args:
        project: whose segment.
        segment_id: the first part keeps the id and the versions.
        at: characters of the source before the place; white space there belongs to neither part.
        target_at: likewise of the target; None leaves all of it to the first part.
        person: who does it.
        expected_revision: the version that the person saw; None for whatever it is by now.

    Returns:
        The ids of both.

    Raises:
        BadInput: a part would be empty, or the document does not allow it.
        Conflict: the segment is locked, or was changed meanwhile.
    """
    store = project.store
    with store.transaction():
        segment = _open(project, segment_id, expected_revision)
        head, tail = segment.source[:at].rstrip(), segment.source[at:].lstrip()
        if not head or not tail:
            raise BadInput(f"segment {segment_id}: there must be text on both sides of character {at}.")
        place = len(segment.target) if target_at is None else target_at
        targets = segment.target[:place].rstrip(), segment.target[place:].lstrip()
        document, position = _place(project, segment)
        touch = store.touch()
        store.db.execute(
            "UPDATE segment SET position = position + 1 WHERE document_id = ? AND position > ?", (document, position)
        )
        store.db.execute(
            'UPDATE segment SET source = ?, "end" = ? WHERE id = ?',
            (head, segment.start + len(head), int(segment.id)),
        )
        row = store.db.execute(
            'INSERT INTO segment (position, start, "end", kind, paragraph, touched, document_id, source, key, note,'
            " assigned_to) SELECT position + 1, ?, ?, kind, paragraph, ?, document_id, ?, key, note, assigned_to"
            " FROM segment WHERE id = ? RETURNING id",
            (segment.end - len(tail), segment.end, touch, tail, int(segment.id)),
        ).fetchone()
        ids = [segment.id, str(row[0])]
        for name, target in zip(ids, targets, strict=True):
            _write(project, name, target, segment, f"split of segment {segment.id}", person)
        Work(store).did("split", person=person, segment_id=segment.id, source=segment.source, at=at)
    return ids


def join(project: Project, segment_id: str, *, person: str, expected_revision: int | None = None) -> str:
    """Join a segment with the next one of its paragraph.

    Args:
        project: whose segments.
        segment_id: it keeps its id and versions; the other one goes out of sight, with its own.
        person: who does it.
        expected_revision: the version that the person saw; None for whatever it is by now.

    Returns:
        The id of the joined one.

    Raises:
        BadInput: there is no next one in its paragraph, or the document does not allow it.
        Conflict: one of them is locked, or the first was changed meanwhile.
    """
    store = project.store
    with store.transaction():
        segment = _open(project, segment_id, expected_revision)
        _, following = store.neighbours(segment_id)
        if following is None or following.paragraph != segment.paragraph:
            raise BadInput(f"segment {segment_id} is the last of its paragraph; it can be joined with none.")
        _open(project, following.id, None)
        stored = next(stored for stored in project.documents() if stored.name == segment.document)
        text = project.document(stored).text
        if (
            text[segment.start : segment.end] != segment.source
            or text[following.start : following.end] != following.source
        ):
            raise BadInput(f"{segment.document}: source/ was changed since it was added. Add it again first.")
        document, position = _place(project, segment)
        store.db.execute(
            "UPDATE segment SET position = NULL, touched = ? WHERE id = ?", (store.touch(), int(following.id))
        )
        store.db.execute(
            "UPDATE segment SET position = position - 1 WHERE document_id = ? AND position > ?",
            (document, position + 1),
        )
        store.db.execute(
            'UPDATE segment SET source = ?, "end" = ? WHERE id = ?',
            (text[segment.start : following.end], following.end, int(segment.id)),
        )
        target = " ".join(filter(None, (segment.target, following.target)))
        whole = following if _below(following, segment) else segment
        _write(project, segment.id, target, whole, f"join with segment {following.id}", person)
        Work(store).did("join", person=person, segment_id=segment.id, joined=following.id)
    return segment.id


def _open(project: Project, segment_id: str, expected_revision: int | None) -> Segment:
    segment = project.store.segment(segment_id)
    stored = next(stored for stored in project.documents() if stored.name == segment.document)
    if stored.format not in FORMATS:
        raise BadInput(f"{stored.name} is a {stored.format} file, whose units cannot be split or joined.")
    if segment.locked:
        raise Conflict(f"segment {segment_id} is locked.")
    revision = project.store.revision_number(segment_id)
    if expected_revision is not None and revision != expected_revision:
        raise Conflict(f"segment {segment_id} was changed meanwhile (version {revision}, you saw {expected_revision}).")
    return segment


def _place(project: Project, segment: Segment) -> tuple[int, int]:
    document, position = project.store.db.execute(
        "SELECT document_id, position FROM segment WHERE id = ?", (int(segment.id),)
    ).fetchone()
    if position is None:
        raise BadInput(f"segment {segment.id} is not in its document any more.")
    return document, position


def _below(one: Segment, other: Segment) -> bool:
    order = [State.REJECTED, State.NEW, State.DRAFT, State.TRANSLATED, State.REVIEWED, State.FINAL]
    return order.index(one.state) < order.index(other.state)


def _write(project: Project, segment_id: str, target: str, like: Segment, why: str, person: str) -> None:
    """A version with a part of a target; nobody has confirmed it in this form."""
    state = State.DRAFT if target else State.NEW
    origin = like.origin if target else Origin.NONE
    project.store.edit(Change(segment_id, target, state, origin, why if target else "", None), person=person)
