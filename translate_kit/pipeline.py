"""The path of a document: add → pre-translate (memory, then machine) → check → measure → export.

Each step takes an open project and can be run by itself; `run` is all of them. What is shown to a person while they
work goes through `Progress`, so that this module prints nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate_kit import __version__
from translate_kit.data import Finding, Origin, Segment, State, Suggestion, machine_detail
from translate_kit.errors import BadInput
from translate_kit.files import read_lines
from translate_kit.memories import from_memory, open_memories
from translate_kit.project import Project, Settings
from translate_kit.project.project import Added, NewDocument
from translate_kit.project.scores import history, keep_measured
from translate_kit.project.store import Change
from translate_kit.scoring.history import HISTORY_FILE, merged
from translate_kit.scoring.metrics import score
from translate_kit.scoring.terms import term_accuracy
from translate_kit.segment import one_line, with_neighbours

if TYPE_CHECKING:
    from glossary import TermBase, Verdict
    from translate_kit.mt.engine import Draft, Engine

CURATED_NAME = "curated"
"""Names the glossary that ships, beside others: `--glossary own.csv --glossary curated`."""

Progress = Callable[[str, int | None], AbstractContextManager[Callable[[int], None]]]
"""Label and total → a context in which a function takes how many more are done."""


@dataclass(frozen=True, slots=True)
class Pretranslated:
    """Where the drafts came from, in segments.

    Attributes:
        memory: out of a memory.
        machine: by machine translation.
        repetition: from an equal segment that a person has confirmed.
        untranslated: without a draft.
        model: which machine translation was asked, `none` if none was.
        terms: how many glossary terms were enforced in the machine's drafts, by how (`translate_kit.mt.terms`).
    """

    memory: int
    machine: int
    repetition: int
    untranslated: int
    model: str
    terms: dict[str, int]


@dataclass(frozen=True, slots=True)
class Checked:
    """What QA found: the segments, the verdict on each glossary term in them, and the findings."""

    segments: list[Segment]
    verdicts: dict[str, list[Verdict]]
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `run` did."""

    added: list[Added]
    pretranslated: Pretranslated
    checked: Checked
    scores: dict[str, Any]
    files: list[Path]


def run(
    project: Project,
    documents: Sequence[NewDocument],
    *,
    out: Path,
    engine: Engine | None,
    termbase: TermBase,
    memories: Sequence[str] = (),
    references: Sequence[str] | None = None,
    threshold: int | None = None,
    enforce_terms: bool = True,
    progress: Progress,
) -> Outcome:
    """Take documents all the way; see `pretranslate`, `check`, `measure` and `translate_kit.export.export_all`.

    Args:
        project: where everything is kept.
        documents: what `translate_kit.project.project.read_new` read.
        out: the folder of the results.
        engine: for what no memory knows; None for memory only.
        termbase: the glossary that is checked against.
        memories: URLs of further memories, read before the project's own.
        references: one a segment of `documents`, in order; None to measure terms only.
        threshold: per cent; None for the project's.
        enforce_terms: make machine translation keep to the glossary.
        progress: see `Progress`.

    Raises:
        BadInput: as many references as segments were expected, or two documents would be exported to one file.
        BadOutput: `out` cannot be written.
        Conflict: somebody has worked on what an earlier run wrote to `out`.
    """
    from translate_kit.export import export_all, refuse_changed, refuse_collisions
    from translate_kit.measuring import read_history, write_history
    from translate_kit.qa.profile import project_checks
    from translate_kit.waivers import project_waivers

    # All that can be wrong with the files of the project is found before the long work.
    project_checks(project.folder)
    project_waivers(project.folder)
    kept_in = project.folder / HISTORY_FILE
    earlier = read_history(kept_in)
    names = [document.name for document in documents]
    refuse_collisions([*(document.name for document in project.documents()), *names], project.settings)
    refuse_changed(names, project.settings, out, project=project)
    added = project.add(documents)
    pretranslated = pretranslate(
        project,
        engine=engine,
        termbase=termbase if enforce_terms else None,
        memories=memories,
        threshold=threshold,
        documents=names,
        again=True,
        progress=progress,
    )
    checked = check(project, termbase, documents=names)
    scores = measured(checked, references, termbase, model=pretranslated.model)
    files = export_all(project, names, checked, scores, termbase=termbase, out=out)
    keep_measured(project.store, scores, checked.segments, None if references is None else [references])
    if kept_in.exists():
        write_history(kept_in, merged(history(project.store), earlier))
    return Outcome(added, pretranslated, checked, scores, files)


def load_termbase(
    paths: Sequence[str | Path] = (), settings: Settings | None = None, folder: Path = Path()
) -> TermBase:
    """Load the glossaries that were named, else those of the settings, else the curated one that ships.

    Args:
        paths: what the user named; `curated` stands for the one that ships.
        settings: of a project; None outside of one.
        folder: what the paths in `settings` count from.
    """
    from glossary import CURATED, TermBase

    settings = settings or Settings()
    wanted = paths or [path if path == CURATED_NAME else folder / path for path in settings.glossaries] or [CURATED]
    return TermBase.load(
        *(CURATED if path == CURATED_NAME else path for path in wanted),
        source_language=settings.source_language,
        target_language=settings.target_language,
    )


def pretranslate(
    project: Project,
    *,
    engine: Engine | None,
    termbase: TermBase | None = None,
    memories: Sequence[str] = (),
    threshold: int | None = None,
    documents: Sequence[str] | None = None,
    again: bool = False,
    progress: Progress,
) -> Pretranslated:
    """Give every segment that no person has touched a draft: memory first, machine translation for the rest.

    Args:
        project: whose segments.
        engine: None for memory only.
        termbase: the glossary that machine translation keeps to; None to leave the words to the model.
        memories: URLs of further memories, read before the project's own.
        threshold: per cent; None for the project's.
        documents: only these; None for all.
        again: also replace the drafts that a machine made earlier (with another model, or before the memory grew).
        progress: see `Progress`.
    """
    segments = [s for s in project.segments() if documents is None or s.document in documents]
    confirmed = {s.source: s for s in project.segments() if s.state.confirmed}
    changes: list[Change] = []
    rest: list[Segment] = []
    with ExitStack() as stack:
        opened = open_memories(project, memories, stack)
        with progress("memory", len(segments)) as advance:
            for before, segment, after in with_neighbours(segments):
                advance(1)
                if not _may_draft(segment, again):
                    continue
                found = _repeated(segment, confirmed) or from_memory(
                    segment, before, after, opened, project.settings, threshold or project.settings.threshold
                )
                if found is None:
                    rest.append(segment)
                else:
                    changes.append(_drafted(segment, found))
    enforced: Counter[str] = Counter()
    if engine is not None and rest:
        with progress("machine translation", len(rest)) as advance:
            sources = [one_line(segment.source) for segment in rest]
            drafts = engine.translate(sources, progress=advance, termbase=termbase)
        changes += [
            _drafted(segment, suggested(draft)) for segment, draft in zip(rest, drafts, strict=True) if draft.target
        ]
        enforced.update(term.how for draft in drafts for term in draft.terms)
    project.store.draft(_changed(changes, segments), person=f"translate-kit {__version__}")
    count = {origin: sum(change.origin is origin for change in changes) for origin in Origin}
    return Pretranslated(
        memory=count[Origin.MEMORY],
        machine=count[Origin.MACHINE],
        repetition=count[Origin.REPETITION],
        untranslated=len(rest) - count[Origin.MACHINE],
        model=engine.model if engine is not None else "none",
        terms=dict(enforced.most_common()),
    )


def check(project: Project, termbase: TermBase, *, documents: Sequence[str] | None = None) -> Checked:
    """Run the project's QA checks over its segments, mark what is waived, and find the verdict on each glossary term.

    Raises:
        BadInput: the profile or the waivers of the project cannot be read.
    """
    from translate_kit import qa
    from translate_kit.qa.profile import project_checks
    from translate_kit.waivers import project_waivers

    segments = [s for s in project.segments() if documents is None or s.document in documents]
    verdicts = {s.id: termbase.check(s.source, s.target) for s in segments if s.target}
    findings = qa.run_checks(
        segments,
        termbase=termbase,
        checks=project_checks(project.folder),
        source_language=project.settings.source_language,
        target_language=project.settings.target_language,
        verdicts={(s.document, s.id): verdicts[s.id] for s in segments if s.id in verdicts},
    )
    waivers = project_waivers(project.folder)
    return Checked(segments, verdicts, findings if waivers is None else waivers.apply(findings, segments))


def match_references(segments: Sequence[object], references: Sequence[str], name: str) -> None:
    """Refuse references that cannot be aligned with the segments.

    Raises:
        BadInput: there are more or fewer than segments.
    """
    if len(references) != len(segments):
        raise BadInput(
            f"{len(references)} lines for {len(segments)} segments.",
            path=name,
            remedy="There must be one reference a segment, in the order of `translate-kit segment`.",
        )


def measured(
    checked: Checked,
    references: Sequence[str] | None,
    termbase: TermBase,
    *,
    model: str,
    confidence: bool = True,
) -> dict[str, Any]:
    """The content of `scores.json`: metrics with signatures, how many segments, which model and glossary."""
    metrics = (
        score([one_line(s.target) for s in checked.segments], references, confidence=confidence)
        if references is not None and checked.segments
        else []
    )
    terms = term_accuracy(
        (verdict for verdicts in checked.verdicts.values() for verdict in verdicts),
        signature=terms_signature(termbase),
    )
    return {
        "metrics": [asdict(entry) for entry in (*metrics, terms) if entry is not None],
        "segments": len(checked.segments),
        "words": sum(len(s.source.split()) for s in checked.segments),
        "model": model,
        "glossary": terms_signature(termbase),
        "version": __version__,
    }


def terms_signature(termbase: TermBase) -> str:
    """Which glossary term accuracy was measured with: the number of concepts and a digest of their terms."""
    digest = hashlib.sha256()
    for concept in termbase.concepts:
        digest.update(repr((concept.id, [(t.language, t.text, t.status.value) for t in concept.terms])).encode())
    return f"glossary:{digest.hexdigest()[:8]}|concepts:{len(termbase.concepts)}|version:{__version__}"


def read_references(paths: Sequence[str]) -> list[str]:
    """The lines of the reference files, one a segment, in the order of the files."""
    return [line for path in paths for line in read_lines(path)]


def suggested(draft: Draft) -> Suggestion:
    """What an engine made of a source, with the model and the enforced terms as its detail."""
    detail = machine_detail(draft.model, ((term.target, term.how) for term in draft.terms))
    return Suggestion(target=draft.target, origin=Origin.MACHINE, detail=detail)


def _drafted(segment: Segment, found: Suggestion) -> Change:
    return Change(segment.id, found.target, State.DRAFT, found.origin, found.detail, found.match_score)


def _may_draft(segment: Segment, again: bool) -> bool:
    if segment.locked or segment.state.confirmed or segment.origin is Origin.PERSON:
        return False
    return again or not segment.target or segment.state is State.REJECTED


def _repeated(segment: Segment, confirmed: dict[str, Segment]) -> Suggestion | None:
    first = confirmed.get(segment.source)
    if first is None:
        return None
    return Suggestion(target=first.target, origin=Origin.REPETITION, detail=f"segment {first.id}", match_score=100)


def _changed(changes: Iterable[Change], segments: Sequence[Segment]) -> list[Change]:
    """Leave out what is there already, so that a second run makes no new versions."""
    now = {s.id: (s.target, s.state, s.origin, s.origin_detail, s.match_score) for s in segments}
    return [
        change
        for change in changes
        if now[change.segment_id]
        != (change.target, change.state, change.origin, change.origin_detail, change.match_score)
    ]
