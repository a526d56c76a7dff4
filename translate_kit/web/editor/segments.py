"""The API of segments: the grid, what helps with the open segment, and every change of a target."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException

from tm.errors import TranslationMemoryError
from translate_kit.data import Origin, State
from translate_kit.errors import BadInput, Busy, Conflict
from translate_kit.project import Project
from translate_kit.project.changes import Changes
from translate_kit.project.findings import KeptFindings, as_json
from translate_kit.project.people import Role
from translate_kit.project.rows import Rows
from translate_kit.project.splitting import join, split
from translate_kit.project.work import Work
from translate_kit.web.editor.auth import Visitor
from translate_kit.web.editor.desk import with_target
from translate_kit.web.editor.models import (
    MAX_IDS,
    Bulk,
    Checkable,
    Edit,
    FilterQuery,
    Locked,
    Propagation,
    Seen,
    SegmentRow,
    Split,
    Undone,
    WaiverModel,
    row_json,
)
from translate_kit.web.editor.notes import keep_visit
from translate_kit.web.editor.request import DeskOf, Reader, Reviewer, Translator, no_machine
from translate_kit.web.editor.saved import after_change, refused_for, remembered

router = APIRouter(prefix="/api", tags=["segments"])

Json = dict[str, Any]


@router.get("/segments/ids", summary="The ids of the segments that pass a filter, in order")
def ids(desk: DeskOf, _: Reader, wanted: FilterQuery) -> Json:
    """All of them at once, so that a grid can scroll anywhere: 100,000 ids are 800 kB, packed 200."""
    with desk.project() as project:
        touched = project.store.touched()
        found = Rows(project.store).ids(wanted.as_filter())
    return {"ids": found, "total": len(found), "touched": touched}


@router.get("/segments", summary="Some segments", response_model=dict[str, list[SegmentRow]])
def rows(
    desk: DeskOf, _: Reader, ids: Annotated[str, Query(max_length=MAX_IDS * 20, description="Ids, with commas.")]
) -> Json:
    """In the order that was asked for; at most 500."""
    wanted = ids.split(",")
    if len(wanted) > MAX_IDS:
        raise BadInput(f"{len(wanted)} segments were asked for; at most {MAX_IDS} at once.")
    with desk.project() as project:
        return {"segments": [row_json(row) for row in Rows(project.store).rows(wanted)]}


@router.get("/segments/{segment_id}", summary="One segment", response_model=SegmentRow)
def row(desk: DeskOf, _: Reader, segment_id: str) -> Json:
    """The segment as a grid shows it."""
    with desk.project() as project:
        return row_json(Rows(project.store).row(segment_id))


@router.get("/segments/{segment_id}/help", summary="What stands beside an open segment")
def help_(desk: DeskOf, visitor: Reader, segment_id: str) -> Json:
    """Matches, the machine's draft, terms, findings, comments, other translations of the same source, typed text."""
    with desk.project() as project:
        store = project.store
        row = Rows(store).row(segment_id)
        segment = row.segment
        before, after = store.neighbours(segment_id)
        work = Work(store)
        typing = work.typing(segment_id, person=visitor.name)
        machine = next((one for one in reversed(store.revisions(segment_id)) if one.origin is Origin.MACHINE), None)
        comments = [asdict(comment) for comment in work.comments(segment_id)]
        alternatives = [
            (*one, *store.neighbours(one[3])) for one in Changes(store, person=visitor.name).alternatives(segment_id)
        ]
        kept = KeptFindings(store).of(segment_id)
    warning, matches = "", []
    try:
        matches = desk.matches(segment, before, after)
    except TranslationMemoryError as error:
        # Without a memory one can still translate.
        warning = str(error)
    return {
        "segment": row_json(row),
        "matches": [match.as_json() for match in matches],
        "machine": None if machine is None else {"target": machine.target, "detail": machine.origin_detail},
        "terms": desk.terms(segment.source),
        "findings": as_json(kept),
        "comments": comments,
        "typing": None if typing is None else asdict(typing),
        "alternatives": [
            {
                "target": target,
                "count": count,
                "state": state.value,
                "segment": other,
                "before": "" if previous is None else previous.source,
                "after": "" if following is None else following.source,
            }
            for target, count, state, other, previous, following in alternatives
        ],
        "before": None if before is None else {"source": before.source, "target": before.target},
        "after": None if after is None else {"source": after.source, "target": after.target},
        "warning": warning,
    }


@router.post("/segments/{segment_id}/machine", summary="Translate one segment by machine, now")
def machine(desk: DeskOf, _: Translator, segment_id: str) -> Json:
    """Nothing is saved: it is a suggestion."""
    with desk.project() as project:
        source = project.store.segment(segment_id).source
    draft = desk.machine(source)
    if draft is None:
        raise no_machine()
    return {"target": draft.target, "detail": draft.model, "terms": [asdict(term) for term in draft.terms]}


@router.post("/segments/{segment_id}/check", summary="Check a target that is being typed")
def check(desk: DeskOf, _: Reader, segment_id: str, body: Checkable) -> Json:
    """What QA and the glossary say about it; nothing is saved."""
    with desk.project() as project:
        segment = with_target(project.store.segment(segment_id), body.target)
    verdicts = desk.termbase.check(segment.source, segment.target) if body.target else []
    return {
        "findings": as_json(desk.findings([segment]) if body.target else []),
        "terms": [
            {
                "start": verdict.match.start,
                "end": verdict.match.end,
                "concept": verdict.match.concept,
                "kind": verdict.kind,
                "target_start": verdict.start,
                "target_end": verdict.end,
                "suggestion": verdict.suggestion,
            }
            for verdict in verdicts
        ],
    }


@router.put("/segments/{segment_id}", summary="Save a target")
def save(desk: DeskOf, visitor: Translator, segment_id: str, body: Edit) -> Json:
    """A new version; the earlier ones stay.

    409 when somebody else saved another since `revision`: the answer has both texts, and what is there now. `revision`
    of the answer is the version that was written; `segment` is what is there by the time of the answer.
    """
    _require_state(visitor, body.state)
    with desk.project() as project:
        store, work = project.store, Work(project.store)
        changes = changes_of(project, visitor)
        batch = None
        repeated: list[str] = []
        waiting = 0
        try:
            with store.transaction():
                _require_mine(project, segment_id, visitor)
                mode = _mode(project, segment_id)
                project.edit(
                    segment_id,
                    body.target,
                    body.state,
                    expected_revision=body.revision,
                    origin_detail=body.suggestion,
                    by=visitor.name,
                )
                work.forget_typing(segment_id, person=visitor.name)
                revision = store.revision_number(segment_id)
                if body.effort is not None:
                    keep_visit(work, segment_id, visitor, body.effort, revision)
                if body.state.confirmed and (body.propagate or (body.propagate is None and mode == "always")):
                    done = changes.propagate(segment_id)
                    batch, repeated = done.number, done.ids
                elif body.state.confirmed and body.propagate is None and mode == "ask":
                    waiting = len(changes.repetitions(segment_id))
        except Conflict as error:
            there = store.segment(segment_id)
            if isinstance(error, Busy) or (there.target, there.state) != (body.target, body.state):
                raise refused_for(project, segment_id, body.target, error) from None
            # It is what was asked for: the answer to an earlier try was lost on its way.
            work.forget_typing(segment_id, person=visitor.name)
            revision = store.revision_number(segment_id)
        warning = after_change(desk, project, [segment_id, *repeated], visitor)
        kept = KeptFindings(store).of(segment_id)
        return {
            "segment": row_json(Rows(store).row(segment_id)),
            "revision": revision,
            "findings": as_json(kept),
            "propagated": {"batch": batch, "ids": repeated},
            "ask": waiting,
            "warning": warning,
        }


@router.post("/segments/{segment_id}/propagate", summary="Give a target to the repetitions of its source")
def propagate(desk: DeskOf, visitor: Translator, segment_id: str) -> Json:
    """Those that somebody confirmed with another translation stay."""
    with desk.project() as project:
        with project.store.transaction():
            _require_mine(project, segment_id, visitor)
            _require_state(visitor, project.store.segment(segment_id).state)
            done = changes_of(project, visitor).propagate(segment_id)
        warning = after_change(desk, project, done.ids, visitor)
    return {"batch": done.number, "ids": done.ids, "warning": warning}


@router.post("/segments/{segment_id}/undo", summary="Go back to the version before")
def undo(desk: DeskOf, visitor: Translator, segment_id: str, body: Undone) -> Json:
    """That is a new version itself, so undoing it again brings back what was there."""
    with desk.project() as project:
        try:
            with project.store.transaction():
                _require_mine(project, segment_id, visitor)
                if body.to is None:
                    now = project.undo(segment_id, expected_revision=body.revision, by=visitor.name)
                else:
                    changes = changes_of(project, visitor)
                    changes.restore(segment_id, body.to, expected_revision=body.revision)
                    now = project.store.segment(segment_id)
                revision = project.store.revision_number(segment_id)
                # What a reviewer has said once is not said again by a translator who goes back to it.
                _require_state(visitor, now.state)
        except Conflict as error:
            raise refused_for(project, segment_id, "", error) from None
        warning = after_change(desk, project, [segment_id], visitor)
        return {"segment": row_json(Rows(project.store).row(segment_id)), "revision": revision, "warning": warning}


@router.post("/batches/{number}/undo", summary="Take back a change of many segments")
def undo_batch(desk: DeskOf, visitor: Translator, number: int) -> Json:
    """What was changed since stays, and is named with the reason."""
    with desk.project() as project:
        done = changes_of(project, visitor).undo(number)
        warning = after_change(desk, project, done.ids, visitor)
    return {"ids": done.ids, "refused": done.refused, "batch": done.number, "warning": warning}


@router.post("/segments/{segment_id}/lock", summary="Lock a segment, or unlock it")
def lock(desk: DeskOf, visitor: Reviewer, segment_id: str, body: Locked) -> Json:
    """Nobody changes the target of one that is locked."""
    with desk.project() as project:
        project.store.segment(segment_id)
        Work(project.store).set_locked([segment_id], body.locked, person=visitor.name)
        return {"segment": row_json(Rows(project.store).row(segment_id))}


@router.post("/segments/{segment_id}/propagation", summary="Set what happens to the repetitions of a segment")
def propagation(desk: DeskOf, visitor: Translator, segment_id: str, body: Propagation) -> Json:
    """`never` also keeps it from following others; empty goes by the project's setting."""
    with desk.project() as project:
        _require_mine(project, segment_id, visitor)
        Work(project.store).set_propagation(segment_id, body.mode, person=visitor.name)
        return {"segment": row_json(Rows(project.store).row(segment_id))}


@router.post("/segments/{segment_id}/split", summary="Make two segments of one")
def split_(desk: DeskOf, visitor: Translator, segment_id: str, body: Split) -> Json:
    """The first keeps its id and versions."""
    with desk.project() as project:
        _require_mine(project, segment_id, visitor)
        pair = split(project, segment_id, body.at, body.target_at, person=visitor.name, expected_revision=body.revision)
        return {"segments": [row_json(row) for row in Rows(project.store).rows(pair)]}


@router.post("/segments/{segment_id}/join", summary="Join a segment with the next one")
def join_(desk: DeskOf, visitor: Translator, segment_id: str, body: Seen) -> Json:
    """Both are of one paragraph; the first keeps its id and versions."""
    with desk.project() as project:
        _require_mine(project, segment_id, visitor)
        _, following = project.store.neighbours(segment_id)
        if following is not None:
            _require_mine(project, following.id, visitor)
        joined = join(project, segment_id, person=visitor.name, expected_revision=body.revision)
        return {"segments": [row_json(Rows(project.store).row(joined))]}


@router.post("/segments/bulk", summary="Change the state, the lock or the person of many segments")
def bulk(desk: DeskOf, visitor: Translator, body: Bulk) -> Json:
    """A change of state can be undone as a batch."""
    if (body.locked is not None and not visitor.role.includes(Role.REVIEWER)) or (
        body.assigned_to is not None and not visitor.role.includes(Role.COORDINATOR)
    ):
        raise HTTPException(403, f"{visitor.name} is {visitor.role.value} here; reviewers lock, coordinators assign.")
    changed: dict[str, None] = {}
    batch = None
    refused: dict[str, str] = {}
    warning = ""
    with desk.project() as project:
        with project.store.transaction():
            work = Work(project.store)
            if body.state is not None:
                _require_state(visitor, body.state)
                done = changes_of(project, visitor).set_state(body.ids, body.state)
                batch, refused = done.number, done.refused
                changed.update(dict.fromkeys(done.ids))
            if body.locked is not None:
                changed.update(dict.fromkeys(work.set_locked(body.ids, body.locked, person=visitor.name)))
            if body.assigned_to is not None:
                changed.update(dict.fromkeys(work.assign(body.ids, body.assigned_to, person=visitor.name)))
        if batch is not None:
            warning = remembered(desk, project, list(changed), visitor)
    return {"changed": len(changed), "ids": list(changed), "batch": batch, "refused": refused, "warning": warning}


@router.post("/segments/{segment_id}/waive", summary="Say that a finding is fine, and why")
def waive(desk: DeskOf, visitor: Translator, segment_id: str, body: WaiverModel) -> Json:
    """Kept in the project's waivers.toml, and true until the target changes."""
    with desk.project() as project:
        _require_mine(project, segment_id, visitor)
        segment = project.store.segment(segment_id)
        desk.waive(project, segment, body.check, body.reason, body.concept, body.found, person=visitor.name)
        Work(project.store).did("waive", person=visitor.name, segment_id=segment_id, check=body.check)
        desk.recheck(project, [segment_id])
        return {"findings": as_json(KeptFindings(project.store).of(segment_id))}


def _require_state(visitor: Visitor, state: State) -> None:
    if state in (State.REVIEWED, State.FINAL) and not visitor.role.includes(Role.REVIEWER):
        raise HTTPException(403, f"{visitor.name} is {visitor.role.value} here; {state.value} needs a reviewer.")


def changes_of(project: Project, visitor: Visitor) -> Changes:
    """Changes by a visitor, as far as their role reaches."""
    return Changes(project.store, person=visitor.name, role=visitor.role)


def _require_mine(project: Project, segment_id: str, visitor: Visitor) -> None:
    """A translator leaves alone what somebody else is to do."""
    project.store.segment(segment_id)
    for why in changes_of(project, visitor).refusals([segment_id]).values():
        raise HTTPException(403, f"Segment {segment_id} is left alone: {why}.")


def _mode(project: Project, segment_id: str) -> str:
    return Rows(project.store).row(segment_id).propagation or Work(project.store).option("propagation", "always")
