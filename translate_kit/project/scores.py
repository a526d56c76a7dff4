"""A project's history of scores, the texts that they were measured on, and what was post-edited. SQL of a project.

Texts are kept once for all runs, under the digest of their content: who measures every day keeps one reference.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from translate_kit import __version__
from translate_kit.data import Origin, Segment, State
from translate_kit.project.store import Revision, now
from translate_kit.scoring.effort import PostEdit
from translate_kit.scoring.figure import Score
from translate_kit.scoring.history import Run, digest
from translate_kit.segment import one_line

if TYPE_CHECKING:
    from translate_kit.project.store import ProjectStore

_DRAFTED = (Origin.MEMORY, Origin.MACHINE, Origin.REPETITION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What a run measured, segment by segment; all lists are as long as each other.

    Attributes:
        hypotheses: what was measured.
        references: one or more sets.
        sources: empty where they are not known.
        segments: `document` and id of each, to find it again.
    """

    hypotheses: tuple[str, ...]
    references: tuple[tuple[str, ...], ...]
    sources: tuple[str, ...] = ()
    segments: tuple[tuple[str, str], ...] = ()


def reference_digest(references: Iterable[Sequence[str]]) -> str:
    """Which references: runs against the same ones can be compared."""
    return digest(line for lines in references for line in (*lines, ""))


def keep(store: ProjectStore, run: Run, texts: Texts | None = None) -> Run:
    """Add a run to the history.

    Args:
        store: of the project.
        run: its number is given by the project.
        texts: kept with it, so that it can be compared with others segment by segment.

    Returns:
        The run with its number.
    """
    result = run.value()
    for name in ("run", "measured"):
        del result[name]
    result["groups"] = [{"group": group, **asdict(score)} for group, score in run.groups]
    with store.transaction():
        if texts is not None:
            result["texts"] = {
                "hypotheses": _kept(store, texts.hypotheses),
                "references": [_kept(store, lines) for lines in texts.references],
                "sources": _kept(store, texts.sources),
                "segments": _kept(store, texts.segments),
            }
        row = store.db.execute(
            "INSERT INTO score (measured, result) VALUES (?, ?) RETURNING id",
            (run.measured, json.dumps(result, ensure_ascii=False)),
        ).fetchone()
    return replace(run, number=int(row[0]))


def history(store: ProjectStore) -> list[Run]:
    """All runs, oldest first."""
    with store.reading():
        rows = store.db.execute("SELECT id, measured, result FROM score ORDER BY measured, id")
        return [_run(number, measured, json.loads(result)) for number, measured, result in rows]


def bring_in(store: ProjectStore, runs: Iterable[Run]) -> int:
    """Add the runs that are not in the history yet.

    Returns:
        How many were added.
    """
    with store.transaction():
        known = {run.id for run in history(store)}
        new = [run for run in runs if run.id not in known]
        for run in new:
            keep(store, run)
    return len(new)


def texts_of(store: ProjectStore, run: Run) -> Texts | None:
    """What a run measured; None when its texts were not kept (it was brought in, or is from an earlier version)."""
    with store.reading():
        row = store.db.execute("SELECT result FROM score WHERE id = ?", (run.number,)).fetchone()
        kept = json.loads(row[0]).get("texts") if row else None
        if kept is None:
            return None
        return Texts(
            hypotheses=_text(store, kept["hypotheses"]),
            references=tuple(_text(store, name) for name in kept["references"]),
            sources=_text(store, kept["sources"]),
            segments=tuple((document, identity) for document, identity in _text(store, kept["segments"])),
        )


def keep_measured(
    store: ProjectStore,
    result: Mapping[str, Any],
    segments: Sequence[Segment],
    references: Sequence[Sequence[str]] | None,
    *,
    name: str = "",
    groups: Iterable[tuple[str, Score]] = (),
) -> Run:
    """Keep what `translate_kit.pipeline.measured` found about the current targets of some segments.

    Args:
        store: of the project.
        result: metrics, counts, model, glossary.
        segments: whose targets were measured.
        references: the sets of references, None when only terms were measured.
        name: what to call the run.
        groups: scores of parts.
    """
    run = Run(
        measured=now(),
        name=name,
        scores=tuple(Score(**entry) for entry in result["metrics"]),
        groups=tuple(groups),
        segments=result["segments"],
        words=result["words"],
        documents=tuple(dict.fromkeys(segment.document for segment in segments)),
        model=result["model"],
        glossary=result["glossary"],
        reference=reference_digest(references) if references is not None else "",
        version=__version__,
    )
    texts = Texts(
        hypotheses=tuple(one_line(segment.target) for segment in segments),
        references=tuple(tuple(lines) for lines in references or ()),
        sources=tuple(one_line(segment.source) for segment in segments),
        segments=tuple((segment.document, segment.id) for segment in segments),
    )
    return keep(store, run, texts)


def post_edits(store: ProjectStore, segments: Sequence[Segment]) -> list[PostEdit]:
    """The confirmed ones of some segments, with the draft that each began with and the time that it took.

    Args:
        store: of the project.
        segments: in order.
    """
    wanted = {segment.id for segment in segments}
    with store.reading():
        rows = store.db.execute(
            "SELECT segment_id, number, target, state, origin, origin_detail, match_score, changed, person"
            " FROM revision ORDER BY segment_id, number"
        ).fetchall()
        times = {
            (str(segment_id), person): int(active_ms)
            for segment_id, person, active_ms in store.db.execute(
                "SELECT segment_id, person, SUM(active_ms) FROM effort GROUP BY segment_id, person"
            )
        }
        versions = {
            segment_id: [Revision(r[1], r[2], State(r[3]), Origin(r[4]), *r[5:]) for r in group]
            for segment_id, group in groupby(rows, lambda row: str(row[0]))
            if segment_id in wanted
        }
    found = (_post_edit(segment, versions.get(segment.id, []), times) for segment in segments)
    return [edit for edit in found if edit is not None]


def _post_edit(segment: Segment, versions: Sequence[Revision], times: Mapping[tuple[str, str], int]) -> PostEdit | None:
    if not segment.state.confirmed:
        return None
    confirmed = [number for number, version in enumerate(versions) if version.state.confirmed]
    if not confirmed:
        return None
    last = confirmed[-1]
    began = next(
        (
            number
            for number in range(last - 1, -1, -1)
            if versions[number].origin in _DRAFTED and not versions[number].state.confirmed
        ),
        None,
    )
    first = next(number for number in confirmed if began is None or number > began)
    draft = versions[began] if began is not None else None
    return PostEdit(
        segment=segment.id,
        document=segment.document,
        source=segment.source,
        draft=draft.target if draft is not None else None,
        post_edit=versions[last].target,
        engine=_engine(draft),
        person=versions[first].person,
        month=versions[first].changed[:7],
        active_ms=times.get((segment.id, versions[first].person)),
    )


def _engine(draft: Revision | None) -> str:
    """A machine draft's model; of a memory's only that it is one: each unit by itself would be a group of one."""
    from translate_kit.data import machine_model

    if draft is None:
        return ""
    return machine_model(draft.origin_detail) if draft.origin is Origin.MACHINE else draft.origin.value


def _run(number: int, measured: str, result: Mapping[str, Any]) -> Run:
    return Run(
        measured=measured,
        kind=result.get("kind", "reference"),
        name=result.get("name", ""),
        scores=tuple(Score(**entry) for entry in result["metrics"]),
        groups=tuple((group.pop("group"), Score(**group)) for group in result.get("groups", ())),
        segments=result["segments"],
        words=result.get("words", 0),
        documents=tuple(result.get("documents", ())),
        model=result.get("model", ""),
        glossary=result.get("glossary", ""),
        reference=result.get("reference", ""),
        version=result.get("version", ""),
        number=number,
        given_id=result.get("id", ""),
    )


def _kept(store: ProjectStore, texts: Sequence[object]) -> str:
    content = json.dumps(texts)
    name = hashlib.sha256(content.encode()).hexdigest()
    store.db.execute("INSERT INTO score_text (digest, texts) VALUES (?, ?) ON CONFLICT DO NOTHING", (name, content))
    return name


def _text(store: ProjectStore, name: str) -> tuple[Any, ...]:
    row = store.db.execute("SELECT texts FROM score_text WHERE digest = ?", (name,)).fetchone()
    return tuple(json.loads(row[0]))
