"""The API of what is kept beside a target: its versions, what is being typed, comments, visits, activity."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from tm.score import differences
from translate_kit.project.work import Visit, Work
from translate_kit.web.editor.auth import Visitor
from translate_kit.web.editor.models import CommentText, Resolved, Typed, VisitModel
from translate_kit.web.editor.request import DeskOf, Reader, Translator

router = APIRouter(prefix="/api", tags=["segments"])

Json = dict[str, Any]


@router.put("/segments/{segment_id}/typing", summary="Keep what is being typed")
def type_(desk: DeskOf, visitor: Translator, segment_id: str, body: Typed) -> Json:
    """So that a crash of the browser loses nothing; no version is made."""
    with desk.project() as project:
        return {"saved": Work(project.store).typed(segment_id, body.target, body.revision, person=visitor.name)}


@router.delete("/segments/{segment_id}/typing", summary="Throw away what was being typed", status_code=204)
def untype(desk: DeskOf, visitor: Translator, segment_id: str) -> None:
    """The current version stays as it is."""
    with desk.project() as project:
        project.store.segment(segment_id)
        Work(project.store).forget_typing(segment_id, person=visitor.name)


@router.post("/segments/{segment_id}/effort", summary="Keep a visit that saved nothing", status_code=204)
def effort(desk: DeskOf, visitor: Translator, segment_id: str, body: VisitModel) -> None:
    """One that saved something goes along with the change."""
    with desk.project() as project:
        keep_visit(Work(project.store), segment_id, visitor, body, body.revision)


@router.get("/segments/{segment_id}/revisions", summary="Every version of a target")
def revisions(desk: DeskOf, _: Reader, segment_id: str) -> list[Json]:
    """The oldest first, each with what changed in it, word by word."""
    with desk.project() as project:
        project.store.segment(segment_id)
        versions = project.store.revisions(segment_id)
    found = []
    before = ""
    for version in versions:
        diff = [list(part) for part in differences(version.target, before)] if before else []
        found.append({**asdict(version), "diff": diff})
        before = version.target
    return found


@router.get("/segments/{segment_id}/activity", summary="What was done with a segment, other than its versions")
def activity(desk: DeskOf, _: Reader, segment_id: str) -> list[Json]:
    """The newest first; the versions say who changed the target and when."""
    with desk.project() as project:
        project.store.segment(segment_id)
        return [asdict(one) for one in Work(project.store).activity(segment_id=segment_id)]


@router.get("/segments/{segment_id}/comments", summary="The comments on a segment")
def comments(desk: DeskOf, _: Reader, segment_id: str) -> list[Json]:
    """The oldest first."""
    with desk.project() as project:
        project.store.segment(segment_id)
        return [asdict(comment) for comment in Work(project.store).comments(segment_id)]


@router.post("/segments/{segment_id}/comments", summary="Comment on a segment", status_code=201)
def comment(desk: DeskOf, visitor: Translator, segment_id: str, body: CommentText) -> Json:
    """Everybody who works on the project sees it."""
    with desk.project() as project:
        return asdict(Work(project.store).comment(segment_id, body.text, person=visitor.name))


@router.patch("/comments/{number}", summary="Mark a comment as dealt with, or not")
def resolve(desk: DeskOf, visitor: Translator, number: int, body: Resolved) -> Json:
    """Who did so is kept."""
    with desk.project() as project:
        return asdict(Work(project.store).resolve(number, resolved=body.resolved, person=visitor.name))


def keep_visit(work: Work, segment_id: str, visitor: Visitor, visit: VisitModel, revision: int) -> None:
    """Keep a visit of somebody to a segment."""
    work.visited(
        Visit(
            segment=segment_id,
            person=visitor.name,
            started=visit.started,
            active_ms=visit.active_ms,
            idle_ms=visit.idle_ms,
            keystrokes=visit.keystrokes,
            suggestions=tuple(visit.suggestions),
            revision=revision,
        )
    )
