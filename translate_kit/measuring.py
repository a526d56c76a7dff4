"""Measure texts: files against references, a project against references, and what post-editing took in a project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate_kit import __version__
from translate_kit.data import Origin, Segment, machine_model
from translate_kit.errors import BadInput
from translate_kit.files import decode, read_bytes
from translate_kit.pipeline import terms_signature
from translate_kit.project.scores import Texts, post_edits, reference_digest
from translate_kit.project.store import now
from translate_kit.scoring.effort import Effort
from translate_kit.scoring.figure import Group, Score
from translate_kit.scoring.history import Run
from translate_kit.scoring.metrics import DEFAULT, Counts, Options, known_metrics, scores_by_group
from translate_kit.scoring.terms import term_accuracy
from translate_kit.segment import one_line

if TYPE_CHECKING:
    from glossary import TermBase
    from translate_kit.project import Project

PARTS = ("document", "engine", "segment")
"""By what a text that is measured against a reference can be parted."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The segments of a file.

    Attributes:
        path: its name, for messages.
        texts: the lines; of a file of pairs, the targets.
        sources: of a file of pairs; empty for one of plain lines.
        segments: document and id of each; empty for plain lines.
        engines: where each target came from; empty for plain lines.
    """

    path: str
    texts: list[str]
    sources: list[str] = field(default_factory=list)
    segments: list[tuple[str, str]] = field(default_factory=list)
    engines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found.

    Attributes:
        run: for the history.
        texts: what was measured, where it can be kept.
        groups: what it was parted by → the parts.
    """

    run: Run
    texts: Texts | None = None
    groups: dict[str, list[Group]] = field(default_factory=dict)


def read(path: str, *, encoding: str | None = None) -> Lines:
    """Read the segments of a file: the targets of a PO, XLIFF, TMX, TSV or CSV (by its suffix), else one a line.

    Raises:
        BadInput: it cannot be read or decoded, or has no segments; with the line.
    """
    from translate_kit import formats

    data = read_bytes(path)
    known = formats.format_of(path, bilingual=True)
    if known is not None:
        segments = formats.read_bilingual(path, data=data, encoding=encoding)
        if not segments:
            raise BadInput("there are no segments in it.", path=path)
        return Lines(
            path,
            [one_line(segment.target) for segment in segments],
            [one_line(segment.source) for segment in segments],
            [(segment.document, segment.id) for segment in segments],
            [engine_of(segment) for segment in segments],
        )
    text = decode(data, path=path, encoding=encoding, allow_empty=True)
    if not text.strip():
        raise BadInput("the file is empty: there are no segments to score.", path="<stdin>" if path == "-" else path)
    return Lines(path, [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")])


def require_same(first: Lines, second: Lines) -> None:
    """Refuse two files that are not about the same segments.

    Raises:
        BadInput: they have not as many, or both know their sources and one is another; with both counts, or the place.
    """
    if len(first.texts) != len(second.texts):
        raise BadInput(
            f"{len(second.texts)} segments; {first.path} has {len(first.texts)}.",
            path=second.path,
            remedy="There must be one reference a segment, in the same order.",
        )
    for number, (one, other) in enumerate(zip(first.sources, second.sources, strict=False), 1):
        if one != other:
            raise BadInput(
                f"the source of segment {number} is {other[:60]!r}; in {first.path} it is {one[:60]!r}.",
                path=second.path,
                remedy="Both files must have the same segments in the same order.",
            )


def measure_files(
    hypothesis: Lines,
    references: Sequence[Lines],
    *,
    sources: Sequence[str] = (),
    termbase: TermBase | None = None,
    metrics: Sequence[str] | None = (),
    by: Sequence[str] = (),
    confidence: bool = True,
    options: Options = DEFAULT,
) -> Measured:
    """Measure a file against one reference or several.

    Args:
        hypothesis: what is measured.
        references: what it is measured against.
        sources: for term accuracy, and to count words.
        termbase: for term accuracy; None to leave it out.
        metrics: see `translate_kit.scoring.score`; None for none at all, to add another measure to the run.
        by: out of `PARTS`.
        confidence: with intervals.
        options: see `Options`.

    Raises:
        BadInput: the files are not about the same segments, or a metric or option is unknown.
    """
    for reference in references:
        require_same(hypothesis, reference)
    return _measured(
        hypothesis.texts,
        [reference.texts for reference in references],
        sources=sources,
        segments=hypothesis.segments or [("", str(number)) for number in range(1, len(hypothesis.texts) + 1)],
        engines=hypothesis.engines or [""] * len(hypothesis.texts),
        termbase=termbase if sources else None,
        metrics=metrics,
        by=by,
        confidence=confidence,
        options=options,
    )


def measure_project(
    project: Project,
    references: Sequence[Lines],
    *,
    termbase: TermBase,
    documents: Sequence[str] = (),
    metrics: Sequence[str] | None = (),
    by: Sequence[str] = (),
    confidence: bool = True,
    options: Options = DEFAULT,
) -> Measured:
    """Measure the current targets of a project against one reference or several; see `measure_files`.

    Raises:
        BadInput: there are not as many references as segments, or a document is not known.
    """
    segments = segments_of(project, documents)
    own = Lines("the project", [one_line(s.target) for s in segments], [one_line(s.source) for s in segments])
    for reference in references:
        if len(reference.texts) != len(segments):
            raise BadInput(
                f"{len(reference.texts)} lines for {len(segments)} segments.",
                path=reference.path,
                remedy="There must be one reference a segment, in the order of `translate-kit segment`.",
            )
        require_same(own, reference)
    return _measured(
        own.texts,
        [reference.texts for reference in references],
        sources=own.sources,
        segments=[(segment.document, segment.id) for segment in segments],
        engines=[engine_of(segment) for segment in segments],
        termbase=termbase,
        metrics=metrics,
        by=by,
        confidence=confidence,
        options=options,
    )


def measure_post_edits(
    project: Project,
    *,
    termbase: TermBase,
    documents: Sequence[str] = (),
    by: Sequence[str] = (),
    confidence: bool = True,
    options: Options = DEFAULT,
) -> Measured:
    """Measure what post-editing took: from the versions of the confirmed segments, and the times that were recorded.

    Args:
        project: whose segments.
        termbase: for term accuracy.
        documents: only these; empty for all.
        by: out of `translate_kit.scoring.effort.GROUPS`.
        confidence: HTER with an interval.
        options: see `Options`.

    Raises:
        BadInput: no segment has been confirmed, or a document is not known.
    """
    from glossary import accuracy

    segments = segments_of(project, documents)
    edits = post_edits(project.store, segments)
    if not edits:
        raise BadInput(
            f"no segment of {len(segments)} is confirmed yet, so there is no post-editing to measure.",
            path=str(project.folder),
            remedy="Name a --reference to measure the drafts.",
        )
    counted = []
    for edit in edits:
        allowed, terms = accuracy(termbase.check(edit.source, edit.post_edit))
        counted.append(replace(edit, terms=terms, terms_allowed=allowed))
    effort = Effort(counted, terms_signature=terms_signature(termbase), options=options)
    groups = {key: effort.by(key) for key in by}
    run = Run(
        measured=now(),
        kind="post-edit",
        scores=tuple(effort.scores(confidence=confidence)),
        groups=_for_history(groups),
        segments=len(edits),
        words=effort.words,
        documents=tuple(dict.fromkeys(edit.document for edit in edits)),
        model=_models(edit.engine for edit in edits),
        glossary=terms_signature(termbase),
        version=__version__,
    )
    return Measured(run, None, groups)


def segments_of(project: Project, documents: Sequence[str]) -> list[Segment]:
    """The segments of some documents, or of all.

    Raises:
        BadInput: there is no such document, or there are no segments.
    """
    known = [document.name for document in project.documents()]
    for name in documents:
        if name not in known:
            raise BadInput(f"there is no document {name!r} in this project; there are: {', '.join(known) or 'none'}.")
    segments = [segment for segment in project.segments() if not documents or segment.document in documents]
    if not segments:
        raise BadInput("there are no segments to score.", path=str(project.folder), remedy="`translate-kit add FILE`.")
    return segments


def engine_of(segment: Segment) -> str:
    """Where a target came from: the model, `memory`, `repetition`, `person`, or `none`."""
    if segment.origin is Origin.MACHINE:
        return machine_model(segment.origin_detail) or "machine"
    return segment.origin.value or "none"


def _measured(
    texts: Sequence[str],
    references: Sequence[Sequence[str]],
    *,
    sources: Sequence[str],
    segments: Sequence[tuple[str, str]],
    engines: Sequence[str],
    termbase: TermBase | None,
    metrics: Sequence[str] | None,
    by: Sequence[str],
    confidence: bool,
    options: Options,
) -> Measured:
    names = [] if metrics is None else known_metrics(metrics)
    counts = [Counts(name, texts, references, options) for name in names]
    words = [len(text.split()) for text in sources or texts]
    parts: Mapping[str, Callable[[], list[Group]]] = {
        "document": lambda: scores_by_group(counts, [document for document, _ in segments], words),
        "engine": lambda: scores_by_group(counts, engines, words),
        "segment": lambda: _segment_groups(counts, segments, words),
    }
    groups = {key: parts[key]() for key in by}
    scores = [counted.score(confidence=confidence) for counted in counts]
    if termbase is not None and metrics is not None and not metrics:
        translated = [(source, text) for source, text in zip(sources, texts, strict=True) if text]
        verdicts = (verdict for source, text in translated for verdict in termbase.check(source, text))
        terms = term_accuracy(verdicts, signature=terms_signature(termbase))
        scores += [terms] if terms is not None else []
    run = Run(
        measured=now(),
        scores=tuple(scores),
        groups=_for_history(groups),
        segments=len(texts),
        words=sum(words),
        documents=tuple(dict.fromkeys(document for document, _ in segments if document)),
        model=_models(engines),
        glossary=terms_signature(termbase) if termbase is not None else "",
        reference=reference_digest(references),
        version=__version__,
    )
    kept = Texts(
        hypotheses=tuple(texts),
        references=tuple(tuple(lines) for lines in references),
        sources=tuple(sources),
        segments=tuple(segments),
    )
    return Measured(run, kept, groups)


def _segment_groups(counts: Sequence[Counts], segments: Sequence[tuple[str, str]], words: Sequence[int]) -> list[Group]:
    by_metric = [counted.segment_scores() for counted in counts]
    return [
        Group(name, 1, words[row], tuple(scores[row] for scores in by_metric)) for row, (_, name) in enumerate(segments)
    ]


def _for_history(groups: Mapping[str, Sequence[Group]]) -> tuple[tuple[str, Score], ...]:
    """All but single segments: their texts are kept, and would be thousands of lines."""
    return tuple(
        (f"{key}={group.name}", score)
        for key, parts in groups.items()
        if key != "segment"
        for group in parts
        for score in group.scores
    )


def _models(engines: Iterable[str]) -> str:
    """The models that made any of the targets; `none` where only memories and people did, empty where nothing says."""
    found = sorted(set(engines) - {""})
    models = [name for name in found if name not in ("memory", "repetition", "person", "none")]
    return ", ".join(models) or ("none" if found else "")


def value_of(groups: Mapping[str, Sequence[Group]]) -> dict[str, Any]:
    """The parts as JSON has them, by what they are parted: `by_document`, `by_person` and so on."""
    return {
        f"by_{key}": [
            {
                "name": group.name,
                "segments": group.segments,
                "words": group.words,
                "metrics": [asdict(score) for score in group.scores],
            }
            for group in parts
        ]
        for key, parts in groups.items()
    }


def read_history(path: Path) -> list[Run]:
    """The runs in a file of JSON lines; none when it is not there."""
    from translate_kit.scoring import history

    return history.read(path) if path.exists() else []


def write_history(path: Path, runs: Iterable[Run]) -> None:
    """Write a file of JSON lines, whole or not at all.

    Raises:
        BadOutput: the place cannot be written.
    """
    from tm.files import written_whole
    from translate_kit.errors import BadOutput
    from translate_kit.scoring import history

    try:
        with written_whole(path) as stream:
            stream.write("".join(f"{line}\n" for line in history.lines(runs)).encode())
    except OSError as error:
        raise BadOutput(f"{path}: cannot be written ({error.strerror or error}).") from None
