"""Collect what a delivery report says about a project: findings, waivers, match savings, effort, scores, terms."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from translate_kit.analysis import RateCard, analyse
from translate_kit.data import Origin
from translate_kit.errors import BadInput
from translate_kit.measuring import measure_post_edits, segments_of
from translate_kit.project import Project
from translate_kit.project.scores import history
from translate_kit.reports.delivery import Delivery
from translate_kit.reports.qa_report import QaReport

if TYPE_CHECKING:
    from glossary import TermBase
    from translate_kit.qa import Check
    from translate_kit.waivers import Waivers

SHOWN_RUNS = 12
"""So many measurements at most are drawn."""


def delivery(
    project: Project,
    *,
    termbase: TermBase,
    checks: Sequence[Check],
    waivers: Waivers | None = None,
    card: RateCard | None = None,
    documents: Sequence[str] = (),
    title: str = "",
    client: str = "",
    prices: bool = True,
) -> Delivery:
    """Collect the facts of a delivery.

    The matches are those that the drafts were made from, as the project has recorded them: its memory has grown since.

    Args:
        project: whose work is delivered.
        termbase: the glossary that it is held to.
        checks: what to look for.
        waivers: findings that are fine.
        card: weights, words an hour and price; None for the defaults without a price.
        documents: only these; empty for all.
        title: what the client calls it; empty for the name of the project's folder.
        client: for whom.
        prices: whether the reader may see what it costs.

    Raises:
        BadInput: there is no such document, or nothing to deliver.
    """
    from translate_kit import qa

    segments = segments_of(project, documents)
    settings = project.settings
    verdicts = {s.id: termbase.check(s.source, s.target) for s in segments if s.target}
    findings = qa.run_checks(
        segments,
        termbase=termbase,
        checks=checks,
        source_language=settings.source_language,
        target_language=settings.target_language,
        verdicts={(s.document, s.id): verdicts[s.id] for s in segments if s.id in verdicts},
    )
    if waivers is not None:
        findings = waivers.apply(findings, segments)
    report = QaReport.build(
        segments,
        findings,
        termbase=termbase,
        verdicts=verdicts,
        title=title or project.folder.resolve().name,
        source_language=settings.source_language,
        target_language=settings.target_language,
    )
    drafts = project.store.last_drafts()
    matches = {
        (s.document, s.id): draft.match_score
        for s in segments
        if (draft := drafts.get(s.id)) is not None and draft.origin is Origin.MEMORY and draft.match_score is not None
    }
    analysis = analyse(
        segments,
        card=card,
        source_language=settings.source_language,
        target_language=settings.target_language,
        recorded=matches,
        # Below 75 an earlier segment saves nothing by nearly every rate card, and would take minutes to find.
        lowest=75,
    )
    try:
        effort = measure_post_edits(project, termbase=termbase, documents=documents).run
    except BadInput:
        # Nobody has confirmed anything yet.
        effort = None
    runs = [
        run
        for run in history(project.store)
        # What was measured over other documents says nothing about these.
        if run.kind == "reference" and (not documents or (run.documents and set(run.documents) <= set(documents)))
    ]
    quality = runs[-1] if runs else None
    return Delivery(
        title=report.title,
        client=client,
        qa=report,
        checks=checks,
        analysis=analysis,
        prices=prices and analysis.card.price_per_word is not None,
        effort=effort,
        quality=quality,
        history=[run for run in runs if quality is not None and quality.comparable(run)][-SHOWN_RUNS:],
        memories=tuple(
            dict.fromkeys(
                # Where a memory lies is nothing for a client to read.
                PurePath(draft.origin_detail.partition(", unit ")[0]).name
                for draft in drafts.values()
                if draft.origin is Origin.MEMORY and draft.origin_detail
            )
        ),
    )
