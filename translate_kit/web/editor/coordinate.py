"""The API of the coordinator's pages: checks of the whole project, analysis, scores, the delivery report."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException
from starlette.responses import Response

from translate_kit.project.effort import by_person
from translate_kit.project.findings import KeptFindings, as_json
from translate_kit.project.rows import Rows
from translate_kit.project.scores import history
from translate_kit.project.work import Work
from translate_kit.web.editor.jobs import Job
from translate_kit.web.editor.models import MAX_NUMBER
from translate_kit.web.editor.request import DeskOf, Reader, Translator
from translate_kit.web.editor.views import whose

router = APIRouter(prefix="/api", tags=["coordination"])

Json = dict[str, Any]


@router.get("/qa", summary="The findings of the project")
def qa(
    desk: DeskOf,
    _: Reader,
    limit: Annotated[int, Query(ge=1, le=5000)] = 500,
    offset: Annotated[int, Query(ge=0, le=MAX_NUMBER)] = 0,
) -> Json:
    """Those of the last check of all, and since then of each segment that was changed."""
    with desk.project() as project:
        kept = KeptFindings(project.store)
        found = kept.with_texts(limit=limit, offset=offset)
        findings = as_json([finding for finding, _, _ in found])
        return {
            "findings": [
                {**one, "source": source, "target": target}
                for one, (_, source, target) in zip(findings, found, strict=True)
            ],
            "counts": kept.counts(),
            "unchecked": kept.unchecked(),
        }


@router.post("/qa/run", summary="Check the whole project", status_code=202)
def run_checks(desk: DeskOf, visitor: Translator) -> Json:
    """Also what only shows between segments, such as two translations of the same source. Ask for the job's state."""
    job = desk.jobs.start("check", ["check", "--keep", "--json", *desk.glossary_options()], fine=(0, 1))
    with desk.project() as project:
        Work(project.store).did("check", person=visitor.name)
    return _state(job)


@router.post("/analysis/run", summary="Analyse the project: repetitions, match bands, weighted words", status_code=202)
def run_analysis(desk: DeskOf, visitor: Translator) -> Json:
    """Against the project's memories. Ask for the job's state."""
    return _state(desk.jobs.start("analysis", ["analyse", "--json", *desk.memory_options()]))


@router.post("/report/run", summary="Make the report of a delivery", status_code=202)
def run_report(desk: DeskOf, visitor: Translator) -> Json:
    """One page for the client; when it is done, it is at `/report`."""
    return _state(desk.jobs.start("report", ["report", *desk.glossary_options()]))


@router.get("/jobs/{number}", summary="The state of a job, and what came out of it")
def job(desk: DeskOf, _: Reader, number: int) -> Json:
    """`running`, `done` or `failed`."""
    found = desk.jobs.get(number)
    if found is None:
        raise HTTPException(404, f"There is no job {number} any more.")
    return found.as_json()


@router.get("/analysis", summary="The last analysis")
def analysis(desk: DeskOf, _: Reader) -> Json:
    """`result` is as `translate-kit analyse --json` prints it; null before the first."""
    found = desk.jobs.latest("analysis")
    return {"result": None} if found is None else found.as_json()


@router.get("/analysis.{kind}", summary="The analysis as a table")
def analysis_table(desk: DeskOf, _: Reader, kind: Literal["csv", "xlsx"]) -> Response:
    """Made anew: it takes as long as the analysis."""
    made = desk.jobs.start(f"analysis as {kind}", ["analyse", "--format", kind, *desk.memory_options()])
    desk.jobs.wait(made)
    if made.state == "failed":
        raise HTTPException(500, made.message)
    return Response(
        made.output,
        media_type="application/octet-stream",
        headers={"Content-Disposition": f"attachment; filename=analysis.{kind}"},
    )


@router.get("/scores", summary="The history of scores")
def scores(desk: DeskOf, _: Reader) -> list[Json]:
    """The oldest first, each metric with its signature and interval."""
    with desk.project() as project:
        return [run.value() for run in history(project.store)]


@router.get("/effort/people", summary="What working on the project took, by person")
def effort(desk: DeskOf, visitor: Reader) -> list[Json]:
    """The raw times, and those between 0.25 and 30 seconds a word. Everybody sees their own; a coordinator all."""
    with desk.project() as project:
        rows = Rows(project.store)
        found = by_person(
            Work(project.store).visits(person=whose(visitor, None)),
            lambda ids: {name: len(source.split()) for name, source, _ in rows.texts(ids)},
        )
    return [{**asdict(one), "words_an_hour": one.words_an_hour} for one in found]


def _state(started: Job) -> Json:
    return {"job": started.number, "state": started.state}


_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')


def report_page(content: bytes) -> Response:
    """A report that is a page by itself: what its own policy allows, and no more."""
    from html import unescape

    found = _POLICY.search(content.decode("utf-8", "replace")[:5000])
    policy = unescape(found.group(1)) if found else "default-src 'none'"
    return Response(
        content,
        media_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": f"{policy}; frame-ancestors 'none'"},
    )
