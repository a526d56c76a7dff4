"""`score`: measure now, and keep it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from translate_kit.cli.base import F, Session, command, not_empty, pass_session
from translate_kit.errors import BadInput
from translate_kit.reports.marked import flat
from translate_kit.scoring.metrics import BOOTSTRAP_SAMPLES, SEED, SMOOTHING, TOKENIZERS

if TYPE_CHECKING:
    from translate_kit.measuring import Measured
    from translate_kit.scoring import Options
    from translate_kit.scoring.figure import Group

COMET = "COMET"


def measuring_options(function: F) -> F:
    """Give a command the options that say how to measure; they come as the fields of `Options`, and `metrics`."""
    for option in reversed(
        (
            click.option(
                "--metric",
                "metrics",
                metavar="NAME",
                multiple=True,
                help="BLEU, chrF2, chrF2++, TER (repeatable) [default: all four]; COMET if it is installed.",
            ),
            click.option(
                "--tokenize",
                type=click.Choice(TOKENIZERS),
                default="13a",
                show_default=True,
                help="How BLEU cuts words.",
            ),
            click.option("--lowercase", is_flag=True, help="BLEU and chrF without regard to case."),
            click.option(
                "--smooth-method", type=click.Choice(SMOOTHING), default="exp", show_default=True, help="Of BLEU."
            ),
            click.option("--smooth-value", type=float, metavar="X", help="For floor and add-k."),
            click.option("--chrf-whitespace", is_flag=True, help="chrF counts spaces too."),
            click.option("--ter-case-sensitive", is_flag=True, help="TER with regard to case."),
            click.option("--ter-normalized", is_flag=True, help="TER parts punctuation from words first."),
            click.option("--ter-no-punct", is_flag=True, help="TER leaves punctuation out."),
            click.option(
                "--samples",
                type=click.IntRange(2, 1_000_000),
                default=BOOTSTRAP_SAMPLES,
                show_default=True,
                help="For intervals.",
            ),
            click.option(
                "--seed",
                type=click.IntRange(1, 2**32 - 1),
                default=SEED,
                show_default=True,
                envvar="SACREBLEU_SEED",
                help="Of the random numbers; else $SACREBLEU_SEED.",
            ),
        )
    ):
        function = option(function)
    return function


def _utf8(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise click.BadParameter("the name is not UTF-8.") from None
    return value


@command(
    example="""
    translate-kit score --hypothesis draft.en.txt --reference article.en.txt
    translate-kit score --hypothesis draft.po --reference final.po --by document --metric TER
    translate-kit score --reference article.en.txt --name baseline
    translate-kit score --by person --by month
    """
)
@click.option(
    "--hypothesis",
    metavar="FILE",
    callback=not_empty,
    help="Translations: one a line, or the targets of a PO, XLIFF, TMX, TSV or CSV. Without it, the project's.",
)
@click.option(
    "--reference",
    "references",
    metavar="FILE",
    multiple=True,
    help="What to measure against, of the same kinds; several are alternatives for each segment.",
)
@click.option("--source", metavar="FILE", help="Sources, one segment a line; with it, term accuracy is measured too.")
@click.option(
    "--glossary", "glossaries", metavar="FILE", multiple=True, help="For term accuracy; else the one that ships."
)
@click.option("--document", "documents", metavar="NAME", multiple=True, help="Only this one of the project.")
@click.option(
    "--by",
    type=click.Choice(["document", "engine", "person", "month", "segment"]),
    multiple=True,
    help="Each of these by itself as well; person and month for post-edits.",
)
@click.option("--no-confidence", is_flag=True, help="No confidence intervals (quicker on large files).")
@click.option(
    "--name", "label", metavar="NAME", default="", callback=_utf8, help="What to call this run in the history."
)
@click.option(
    "--history", metavar="FILE", type=str, help="JSON lines to add to. [default: scores.jsonl of the project]"
)
@click.option("--no-history", is_flag=True, help="Measure only; keep nothing.")
@click.option("--encoding", metavar="NAME", help="How the files are encoded, when they do not say so.")
@click.option("--comet-model", metavar="FILE", help="The checkpoint of a COMET model; with --source.")
@measuring_options
@pass_session
def score(
    session: Session,
    /,
    hypothesis: str | None,
    references: tuple[str, ...],
    source: str | None,
    glossaries: tuple[str, ...],
    documents: tuple[str, ...],
    by: tuple[str, ...],
    no_confidence: bool,
    label: str,
    history: str | None,
    no_history: bool,
    encoding: str | None,
    comet_model: str | None,
    metrics: tuple[str, ...],
    **settings: Any,
) -> None:
    """Measure translations, with signatures and 95 % intervals; equal to what the sacrebleu command says.

    With --hypothesis, files are measured against each other. With --reference alone, the project's current targets are.
    With neither, what post-editing took in the project: HTER, edit distance, drafts accepted untouched, term accuracy
    and words an hour. What is measured in a project goes into its history, and into scores.jsonl beside it.
    """
    from translate_kit.scoring import Options

    _refuse_nonsense(hypothesis, references, source, documents, by, metrics)
    others = [name for name in metrics if name.casefold() != COMET.casefold()]
    work = _Work(
        references=references,
        glossaries=glossaries,
        encoding=encoding,
        metrics=None if metrics and not others else others,
        comet=len(others) < len(metrics),
        comet_model=comet_model,
        by=tuple(dict.fromkeys(by)),
        confidence=not no_confidence,
        options=Options(**settings),
    )
    if work.comet:
        from translate_kit.scoring.comet import require

        require(comet_model)
    if hypothesis is not None:
        measured = _measure_files(work, hypothesis, source, label, None if no_history else history)
    else:
        measured = _measure_project(session, work, documents, label, history, keep=not no_history)
    _print(session, measured)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """What is to be measured, and how."""

    references: Sequence[str]
    glossaries: Sequence[str]
    encoding: str | None
    metrics: Sequence[str] | None
    comet: bool
    comet_model: str | None
    by: Sequence[str]
    confidence: bool
    options: Options


def _refuse_nonsense(
    hypothesis: str | None,
    references: Sequence[str],
    source: str | None,
    documents: Sequence[str],
    by: Sequence[str],
    metrics: Sequence[str],
) -> None:
    if hypothesis is not None and not references:
        raise click.UsageError("--hypothesis needs a --reference to be measured against.")
    if hypothesis is None and source is not None:
        raise click.UsageError("--source goes with --hypothesis; a project knows its sources.")
    if hypothesis is not None and documents:
        raise click.UsageError("--document is for a project; a file is measured whole.")
    if references and {"person", "month"} & set(by):
        raise click.UsageError("--by person and --by month are for post-edits: leave the --reference out.")
    if not references and metrics:
        raise click.UsageError("--metric needs a --reference; without one, post-editing is measured.")


def _measure_files(work: _Work, hypothesis: str, source: str | None, label: str, history: str | None) -> Measured:
    from translate_kit import measuring
    from translate_kit.pipeline import load_termbase
    from translate_kit.scoring.history import merged

    earlier = measuring.read_history(Path(history)) if history is not None else []
    lines = measuring.read(hypothesis, encoding=work.encoding)
    references = [measuring.read(path, encoding=work.encoding) for path in work.references]
    sources = lines.sources
    if source is not None:
        named = measuring.read(source, encoding=work.encoding)
        if len(named.texts) != len(lines.texts):
            raise BadInput(f"{len(named.texts)} lines; {hypothesis} has {len(lines.texts)}.", path=source)
        sources = named.texts
    wants_terms = source is not None or work.glossaries
    measured = measuring.measure_files(
        lines,
        references,
        sources=sources,
        termbase=load_termbase(work.glossaries) if wants_terms and sources else None,
        metrics=work.metrics,
        by=work.by,
        confidence=work.confidence,
        options=work.options,
    )
    measured = _finished(measured, work, label)
    if history is not None:
        measuring.write_history(Path(history), merged(earlier, [measured.run]))
    return measured


def _measure_project(
    session: Session, work: _Work, documents: Sequence[str], label: str, history: str | None, *, keep: bool
) -> Measured:
    from translate_kit import measuring
    from translate_kit.pipeline import load_termbase
    from translate_kit.project import Project, scores
    from translate_kit.scoring.history import HISTORY_FILE, merged

    with Project.find(session.project) as project:
        place = Path(history) if history is not None else project.folder / HISTORY_FILE
        # Before the work: a history that cannot be read is not to be overwritten.
        earlier = measuring.read_history(place) if keep else []
        termbase = load_termbase(work.glossaries, project.settings, project.folder)
        how: dict[str, Any] = {
            "termbase": termbase,
            "documents": documents,
            "by": work.by,
            "confidence": work.confidence,
            "options": work.options,
        }
        if work.references:
            references = [measuring.read(path, encoding=work.encoding) for path in work.references]
            measured = measuring.measure_project(project, references, metrics=work.metrics, **how)
        else:
            measured = measuring.measure_post_edits(project, **how)
        measured = _finished(measured, work, label)
        if keep:
            run = scores.keep(project.store, measured.run, measured.texts)
            measured = dataclasses.replace(measured, run=run)
            measuring.write_history(place, merged(scores.history(project.store), earlier))
            session.detail(f"kept as {run.title}, also in {place}")
    return measured


def _finished(measured: Measured, work: _Work, label: str) -> Measured:
    """With the name of the run, and with COMET where that was asked for."""
    run = dataclasses.replace(measured.run, name=label)
    if work.comet:
        from translate_kit.scoring.comet import comet

        texts = measured.texts
        if texts is None or not texts.sources:
            raise click.UsageError("COMET reads the sources too: name them with --source.")
        if len(texts.references) > 1:
            raise click.UsageError("COMET takes one reference.")
        found, _ = comet(texts.sources, texts.hypotheses, texts.references[0], work.comet_model)
        run = dataclasses.replace(run, scores=(*run.scores, found))
    return dataclasses.replace(measured, run=run)


def _print(session: Session, measured: Measured) -> None:
    from translate_kit.measuring import value_of

    run = measured.run
    if session.json:
        session.print_json(
            {
                "metrics": [asdict(found) for found in run.scores],
                "segments": run.segments,
                "words": run.words,
                "kind": run.kind,
                "run": run.number,
                "id": run.id,
                **value_of(measured.groups),
            }
        )
        return
    for line in score_lines([asdict(found) for found in run.scores]):
        click.echo(line)
    if run.kind == "post-edit" and run.score_of("words an hour") is None:
        click.echo(f"{'words an hour':18} no times recorded")
    for key, parts in measured.groups.items():
        click.echo(f"\nby {key}:")
        for line in _group_lines(parts):
            click.echo(line)
    click.echo(f"{run.segments} segments, {run.words:,} words")


def _group_lines(parts: Sequence[Group]) -> list[str]:
    """A table: a row a part, a column a metric."""
    metrics = list(dict.fromkeys(found.name for part in parts for found in part.scores))
    width = min(40, max((len(part.name) for part in parts), default=0))
    rows = [f"{'':{width}}  {'segments':>8}  {'words':>8}  " + "  ".join(f"{name:>8}" for name in metrics)]
    for part in parts:
        by_name = {found.name: f"{found.score:.2f}" for found in part.scores}
        cells = "  ".join(f"{by_name.get(name, '-'):>{max(8, len(name))}}" for name in metrics)
        rows.append(f"{flat(part.name)[:width]:{width}}  {part.segments:>8,}  {part.words:>8,}  {cells}")
    return rows


def score_lines(metrics: Sequence[Mapping[str, Any]]) -> list[str]:
    """A line a metric for people: name, score, interval, signature."""
    width = max((len(entry["name"]) for entry in metrics), default=0)
    lines = []
    for entry in metrics:
        interval = "" if entry["ci_low"] is None else f" [{entry['ci_low']:.1f}, {entry['ci_high']:.1f}]"
        lines.append(f"{entry['name']:{max(14, width)}} {entry['score']:6.2f}{interval:15} {entry['signature']}")
    return lines
