"""The API of what a coordinator looks at: progress, activity, effort, options, exports, and live events."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response, StreamingResponse

from translate_kit.errors import BadOutput, Busy
from translate_kit.export import BILINGUAL, export, translated_name
from translate_kit.project import Project
from translate_kit.project.people import Role
from translate_kit.project.progress import progress, states
from translate_kit.project.work import Work
from translate_kit.web.editor.auth import Visitor
from translate_kit.web.editor.desk import Desk
from translate_kit.web.editor.models import MAX_NUMBER, Options, Presence
from translate_kit.web.editor.request import Coordinator, DeskOf, LiveOf, Reader, Translator, known_visitor

router = APIRouter(prefix="/api", tags=["project"])

Json = dict[str, Any]


@router.get("/progress", summary="How far the project is")
def progress_(desk: DeskOf, _: Reader) -> Json:
    """By document, state and person, in segments and words of the source."""
    with desk.project() as project:
        return progress(project)


@router.get("/progress/states", summary="How many segments are in each state")
def states_(desk: DeskOf, _: Reader) -> dict[str, int]:
    """Quicker than all of the progress."""
    with desk.project() as project:
        return states(project)


@router.get("/activity", summary="What was done, the newest first")
def activity(
    desk: DeskOf,
    _: Reader,
    before: Annotated[int | None, Query(ge=1, le=MAX_NUMBER)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> list[Json]:
    """In pages: `before` the number of the last one that is there."""
    with desk.project() as project:
        return [asdict(one) for one in Work(project.store).activity(before=before, limit=limit)]


@router.get("/settings", summary="What is set for all who work on the project")
def options(desk: DeskOf, visitor: Reader) -> Json:
    """And who is asking."""
    with desk.project() as project:
        return settings_json(desk, project, visitor)


def settings_json(desk: Desk, project: Project, visitor: Visitor) -> Json:
    """What a page has to know to begin."""
    return {
        "propagation": Work(project.store).option("propagation", "always"),
        "person": visitor.name,
        "role": visitor.role.value,
        "source_language": desk.settings.source_language,
        "target_language": desk.settings.target_language,
        "documents": [document.name for document in project.documents()],
        "engine": desk.settings.engine,
    }


@router.patch("/settings", summary="Set something for all who work on the project")
def set_options(desk: DeskOf, visitor: Coordinator, body: Options) -> Json:
    """What happens to the repetitions of a confirmed segment."""
    with desk.project() as project:
        work = Work(project.store)
        work.set_option("propagation", body.propagation)
        work.did("settings", person=visitor.name, propagation=body.propagation)
    return {"propagation": body.propagation}


@router.get("/effort", summary="Visits to segments: the raw log")
def effort(desk: DeskOf, visitor: Reader, person: str | None = None) -> list[Json]:
    """Everybody sees their own; a coordinator those of all."""
    with desk.project() as project:
        return [asdict(visit) for visit in Work(project.store).visits(person=whose(visitor, person))]


@router.get("/effort.csv", summary="The same as a table")
def effort_csv(desk: DeskOf, visitor: Reader, person: str | None = None) -> Response:
    """One row a visit."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["segment", "person", "started", "active_ms", "idle_ms", "keystrokes", "suggestions", "revision"])
    with desk.project() as project:
        for visit in Work(project.store).visits(person=whose(visitor, person)):
            name = f"'{visit.person}" if visit.person[:1] in ("=", "+", "-", "@") else visit.person
            writer.writerow(
                [
                    visit.segment,
                    name,
                    visit.started,
                    visit.active_ms,
                    visit.idle_ms,
                    visit.keystrokes,
                    " | ".join(visit.suggestions),
                    visit.revision,
                ]
            )
    return _file(out.getvalue().encode("utf-8-sig"), "effort.csv", "text/csv")


def whose(visitor: Visitor, person: str | None) -> str | None:
    """Whose effort a visitor sees: their own; a coordinator that of anybody, None for all."""
    return person if visitor.role.includes(Role.COORDINATOR) else visitor.name


@router.get("/export", summary="The project, or one document, as a file")
def export_(
    desk: DeskOf,
    visitor: Reader,
    format: Literal["po", "tmx", "xliff", "xliff2", "document", "csv", "html"],
    document: str | None = None,
) -> Response:
    """As `translate-kit export` writes it."""
    with desk.project() as project:
        content = export(project, format, document)
        names = [stored.name for stored in project.documents()]
        name = document or (names[0] if len(names) == 1 else "project")
        # Whoever cannot write any more, on a full disk, must be able to take their work away.
        with suppress(BadOutput, Busy):
            Work(project.store).did("export", person=visitor.name, format=format, document=document)
    if format == "document":
        name = translated_name(name, desk.settings.source_language, desk.settings.target_language)
    else:
        name += BILINGUAL[format][0]
    return _file(content, name.rsplit("/", 1)[-1], "application/octet-stream")


def _file(content: bytes, name: str, kind: str) -> Response:
    from urllib.parse import quote

    # RFC 6266: a name in any script, and no way to break out of the header.
    return Response(
        content,
        media_type=kind,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"},
    )


@router.get("/events", summary="What others change, as it happens (server-sent events)")
async def events(
    request: Request, live: LiveOf, _: Reader, page: Annotated[str, Query(max_length=64)]
) -> StreamingResponse:
    """`segments` with the ids that were changed, `presence` with who is where; `page` is any name of the page's own."""
    told = live.events(page, lambda: known_visitor(request) is not None)
    return StreamingResponse(told, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


@router.post("/presence", summary="Say which segment a page is in", status_code=204)
async def presence(
    live: LiveOf, visitor: Translator, body: Presence, page: Annotated[str, Query(max_length=64)]
) -> None:
    """Others see it beside the segment."""
    live.present(page, visitor.name, body.segment)


@router.get("/openapi.json", summary="This API, as OpenAPI describes it")
def openapi(request: Request, _: Reader) -> Json:
    """OpenAPI 3.1."""
    document: Json = request.app.openapi()
    return document
