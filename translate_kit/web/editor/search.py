"""The API of looking for things: concordance in the memories, find and replace in the project."""

from __future__ import annotations

from dataclasses import replace as replaced
from itertools import islice
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query

from translate_kit.project import Project
from translate_kit.project.changes import Replacement
from translate_kit.project.rows import Rows, finder
from translate_kit.web.editor.models import Find, Replace
from translate_kit.web.editor.request import DeskOf, Reader, Translator
from translate_kit.web.editor.saved import after_change
from translate_kit.web.editor.segments import changes_of

router = APIRouter(prefix="/api", tags=["search"])

Json = dict[str, Any]

MAX_HITS = 2000
"""Hits that are given one by one; the number of all is given too."""


@router.get("/concordance", summary="Where words stand in the memories")
def concordance(
    desk: DeskOf,
    _: Reader,
    q: Annotated[str, Query(min_length=1, max_length=1000)],
    side: Literal["source", "target", "both"] = "both",
    case: bool = False,
    accents: bool = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Json:
    """Words, "phrases" and w*ldcards; the best passages first."""
    languages = {"source": desk.settings.source_language, "target": desk.settings.target_language, "both": None}
    passages = desk.concordance(q, language=languages[side], case=case, accents=accents, limit=limit)
    return {"passages": [passage.as_json() for passage in passages]}


@router.post("/find", summary="Where a text stands in the project")
def find(desk: DeskOf, _: Reader, body: Find) -> Json:
    """Places are characters of source and target."""
    found = finder(body.find, regex=body.regex, case=body.case)
    hits: list[Json] = []
    with desk.project() as project:
        ids = _with(project, body, body.where)
        for segment_id, source, target in Rows(project.store).texts(ids[:MAX_HITS]):
            spans = {
                side: [[match.start(), match.end()] for match in islice(found(text), 100)]
                for side, text in (("source", source), ("target", target))
                if body.where in (side, "both")
            }
            hits.append({"id": segment_id, "spans": spans})
    return {"hits": hits, "total": len(ids)}


@router.post("/replace", summary="Replace a text in the targets of the project, or show what that would do")
def replace(desk: DeskOf, visitor: Translator, body: Replace) -> Json:
    """One batch, which can be undone; locked segments stay."""
    with desk.project() as project:
        changes = changes_of(project, visitor)
        among = body.ids if body.ids is not None else _with(project, body, "target")
        refused = changes.refusals(among)
        mine = [segment_id for segment_id in among if segment_id not in refused]
        found = changes.replacements(mine, body.find, body.replace, regex=body.regex, case=body.case)
        answer: Json = {"changes": [_shown(one) for one in found[:MAX_HITS]], "total": len(found)}
        if body.preview:
            return {**answer, "batch": None, "ids": [], "refused": refused, "warning": ""}
        done = changes.replace(found)
        warning = after_change(desk, project, done.ids, visitor)
        refused |= done.refused
        return {**answer, "batch": done.number, "ids": done.ids, "refused": refused, "warning": warning}


def _with(project: Project, body: Find | Replace, where: str) -> list[str]:
    """The segments that pass the filter and have the text."""
    rows = Rows(project.store)
    wanted = body.filter.as_filter()
    found = rows.ids(replaced(wanted, text=body.find, regex=body.regex, case=body.case, where=where))
    if not wanted.text:
        return found
    passed = set(rows.ids(wanted))
    return [segment_id for segment_id in found if segment_id in passed]


def _shown(one: Replacement) -> Json:
    return {"id": one.segment, "before": one.before, "after": one.after}
