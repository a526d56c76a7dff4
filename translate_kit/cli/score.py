"""`score` and `scores`: measure now; the tracked history."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from translate_kit.cli.base import Session, command, pass_session, read_lines
from translate_kit.errors import BadInput


@command(
    example="""
    translate-kit score --hypothesis draft.en.txt --reference article.en.txt
    translate-kit score --reference article.en.txt
    """
)
@click.option("--hypothesis", metavar="FILE", help="Translations, one segment a line; without it, the project's.")
@click.option("--reference", metavar="FILE", required=True, help="What to measure against, one segment a line.")
@click.option("--source", metavar="FILE", help="Sources, one segment a line; with it, term accuracy is measured too.")
@click.option(
    "--glossary", "glossaries", metavar="FILE", multiple=True, help="For term accuracy; else the one that ships."
)
@click.option("--no-confidence", is_flag=True, help="No confidence intervals (quicker on large files).")
@pass_session
def score(
    session: Session,
    hypothesis: str | None,
    reference: str,
    source: str | None,
    glossaries: tuple[str, ...],
    no_confidence: bool,
) -> None:
    """BLEU, chrF2 and TER with signatures and 95 % intervals, and term accuracy.

    With --hypothesis two aligned files are compared; without, the project's current targets are measured and the result
    goes into its history.
    """
    from translate_kit import scoring
    from translate_kit.pipeline import measure, measure_terms
    from translate_kit.project import Project

    references = read_lines(reference)
    if hypothesis is not None:
        hypotheses = read_lines(hypothesis)
        scores = _scored(hypotheses, references, hypothesis, reference, not no_confidence)
        if source is not None:
            sources = read_lines(source)
            if len(sources) != len(hypotheses):
                raise BadInput(f"{len(sources)} lines; {hypothesis} has {len(hypotheses)}.", path=source)
            scores += measure_terms(zip(sources, hypotheses, strict=True), glossaries)
        segments = len(hypotheses)
    else:
        if source is not None:
            raise click.UsageError("--source goes with --hypothesis; a project knows its sources.")
        with Project.find(session.project) as project:
            result = measure(project, references, reference, glossaries, confidence=not no_confidence)
            scores, segments = [scoring.Score(**entry) for entry in result["metrics"]], result["segments"]
    value: dict[str, Any] = {"metrics": [asdict(entry) for entry in scores], "segments": segments}
    if session.json:
        session.print_json(value)
        return
    for line in score_lines(value["metrics"]):
        click.echo(line)
    click.echo(f"{segments} segments")


def _scored(
    hypotheses: list[str], references: list[str], hypothesis: str, reference: str, confidence: bool
) -> list[Any]:
    from translate_kit import scoring

    if len(hypotheses) != len(references):
        raise BadInput(
            f"{len(references)} lines; {hypothesis} has {len(hypotheses)}.",
            path=reference,
            remedy="There must be one reference a segment, in the same order.",
        )
    return scoring.score(hypotheses, references, confidence=confidence)


def score_lines(metrics: list[dict[str, Any]]) -> list[str]:
    """A line a metric for people: name, score, interval, signature."""
    lines = []
    for entry in metrics:
        interval = "" if entry["ci_low"] is None else f" [{entry['ci_low']:.1f}, {entry['ci_high']:.1f}]"
        lines.append(f"{entry['name']:14} {entry['score']:6.2f}{interval:15} {entry['signature']}")
    return lines


@click.group(epilog="\b\nExample:\n  translate-kit scores list --json")
def scores() -> None:
    """The tracked history of scores."""


@command("list", example="translate-kit --project article-en scores list --json")
@pass_session
def list_(session: Session) -> None:
    """Every measurement of the project, oldest first."""
    from translate_kit.project import Project

    with Project.find(session.project) as project:
        history = project.store.scores()
    if session.json:
        session.print_json(history)
        return
    if not history:
        session.say("No scores yet: `translate-kit score --reference FILE` measures, `run --reference FILE` too.")
    for entry in history:
        figures = "  ".join(f"{metric['name']} {metric['score']:.1f}" for metric in entry["metrics"])
        click.echo(f"{entry['run']:4}  {entry['measured']}  {figures}  {entry['segments']} segments, {entry['model']}")


scores.add_command(list_)
