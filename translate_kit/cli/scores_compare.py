"""`scores compare`: two runs, or two files, side by side."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from translate_kit.cli.base import Session, command, pass_session, write_output
from translate_kit.cli.score import measuring_options
from translate_kit.errors import BadInput
from translate_kit.reports.marked import flat

if TYPE_CHECKING:
    from translate_kit.project.scores import Texts
    from translate_kit.reports.scores_html import Figure
    from translate_kit.scoring import Options
    from translate_kit.scoring.changes import Changes, SegmentChange
    from translate_kit.scoring.history import Run

TESTS = {"none": "", "bootstrap": "bootstrap", "randomisation": "randomisation"}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its name, its scores, and its texts where they are known."""

    name: str
    run: Run
    texts: Texts | None


@command(
    example="""
    translate-kit scores compare last~1 last
    translate-kit scores compare baseline last --test bootstrap --format html --out compare.html
    translate-kit scores compare a.en.txt b.en.txt --reference article.en.txt --json
    """
)
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option(
    "--reference",
    "references",
    metavar="FILE",
    multiple=True,
    help="Then A and B are files, as those of `score --hypothesis`.",
)
@click.option("--sort-by", "chosen", metavar="METRIC", default="chrF2", show_default=True, help="To sort segments by.")
@click.option(
    "--test",
    type=click.Choice(list(TESTS)),
    default="none",
    show_default=True,
    help="Whether the difference is more than chance, by paired samples.",
)
@click.option(
    "--test-samples", type=click.IntRange(10, 1_000_000), help="[default: bootstrap 1000, randomisation 10000]"
)
@click.option(
    "--limit", type=click.IntRange(0), default=10, show_default=True, help="So many segments each; 0 for all."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html", "csv"]),
    default="text",
    show_default=True,
    help="--json is short for --format json.",
)
@click.option("--out", metavar="FILE", type=str, help="[default: standard output]")
@click.option("--history", metavar="FILE", type=str, help="JSON lines to read runs from; they have no segments.")
@click.option("--encoding", metavar="NAME", help="How the files are encoded, when they do not say so.")
@measuring_options
@pass_session
def compare(
    session: Session,
    /,
    first: str,
    second: str,
    references: tuple[str, ...],
    chosen: str,
    test: str,
    test_samples: int | None,
    limit: int,
    form: str,
    out: str | None,
    history: str | None,
    encoding: str | None,
    metrics: tuple[str, ...],
    **settings: Any,
) -> None:
    """Put two runs side by side: the scores, and the segments that got better or worse the most.

    A and B are runs of the history (number, id, name, `last`, `last~1`); with --reference they are files. Segments are
    there for runs that were measured in this project; of others only the scores are. What A has is struck out where B
    has something else.
    """
    from translate_kit.scoring import Options
    from translate_kit.scoring.changes import changes

    if references and history is not None:
        raise click.UsageError("--reference is for files, --history for runs.")
    options = Options(**settings)
    before, after = (
        _files(first, second, references, encoding, metrics, options)
        if references
        else _runs(session, first, second, history)
    )
    texts = _both(before, after, session, wanted=test != "none" or form in ("csv", "html"))
    figures = _figures(before, after, texts, TESTS[test], test_samples or 0, metrics, options)
    found = (
        changes(
            texts[0].hypotheses,
            texts[1].hypotheses,
            texts[0].references,
            metric=chosen,
            sources=texts[0].sources,
            segments=texts[0].segments,
            options=options,
        )
        if texts is not None
        else None
    )
    form = "json" if session.json else form
    if form == "text":
        content = "".join(f"{line}\n" for line in _text(before, after, figures, found, limit, colour=False)).encode()
        if out is None:
            for line in _text(before, after, figures, found, limit, colour=True):
                click.echo(line)
            return
    elif form == "json":
        value = json_value(before, after, figures, found, limit)
        content = (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
    elif form == "csv":
        content = _csv(found, limit)
    else:
        from translate_kit.reports import scores_html

        content = scores_html.render(before.name, after.name, before.run, after.run, figures, found, limit).encode()
    write_output(out, content)


def _runs(session: Session, first: str, second: str, history: str | None) -> tuple[Side, Side]:
    from translate_kit.cli.scores import opened
    from translate_kit.project import scores as stored
    from translate_kit.scoring.history import find

    with opened(session, history) as (runs, project):
        sides = []
        for wanted in (first, second):
            run = find(runs, wanted)
            texts = stored.texts_of(project.store, run) if project is not None else None
            sides.append(Side(run.title, run, texts))
    if sides[0].run.kind != sides[1].run.kind:
        what = {"reference": "a translation against a reference", "post-edit": "what post-editing took"}
        raise BadInput(
            f"{sides[0].name} measured {what[sides[0].run.kind]}, {sides[1].name} {what[sides[1].run.kind]}.",
            remedy="`scores list` shows the runs; name two of a kind.",
        )
    return sides[0], sides[1]


def _files(
    first: str,
    second: str,
    references: Sequence[str],
    encoding: str | None,
    metrics: Sequence[str],
    options: Options,
) -> tuple[Side, Side]:
    from translate_kit import measuring

    read = [measuring.read(path, encoding=encoding) for path in references]
    hypotheses = [measuring.read(path, encoding=encoding) for path in (first, second)]
    measuring.require_same(hypotheses[0], hypotheses[1])
    sides = []
    for path, lines in zip((first, second), hypotheses, strict=True):
        measured = measuring.measure_files(lines, read, sources=lines.sources, metrics=metrics, options=options)
        sides.append(Side(path, measured.run, measured.texts))
    return sides[0], sides[1]


def _both(before: Side, after: Side, session: Session, *, wanted: bool) -> tuple[Texts, Texts] | None:
    """The texts of both sides, where both have them and they are of the same segments."""
    one, other = before.texts, after.texts
    missing = next((side for side in (before, after) if side.texts is None or not side.texts.references), None)
    if missing is not None or one is None or other is None:
        message = f"the segments of {(missing or before).name} are not kept here; only the scores can be compared"
        if wanted:
            raise BadInput(f"{message}.", remedy="Leave out --test, and take --format text or json.")
        session.say(f"{message}.")
        return None
    if one.references != other.references:
        raise BadInput(
            f"{before.name} and {after.name} were measured against different references"
            f" ({len(one.hypotheses)} and {len(other.hypotheses)} segments)."
        )
    return one, other


def _figures(
    before: Side,
    after: Side,
    texts: tuple[Texts, Texts] | None,
    test: str,
    samples: int,
    metrics: Sequence[str],
    options: Options,
) -> list[Figure]:
    from translate_kit.reports.scores_html import Figure
    from translate_kit.scoring.figure import gain
    from translate_kit.scoring.gate import incomparable, metrics_of
    from translate_kit.scoring.metrics import METRICS

    names = metrics_of([before.run, after.run])
    wanted = {metric.casefold() for metric in metrics}
    unknown = wanted - {name.casefold() for name in names}
    if unknown:
        raise BadInput(f"neither side has {', '.join(sorted(unknown))}; there are {', '.join(names)}.")
    names = [name for name in names if not wanted or name.casefold() in wanted]
    p_values: dict[str, float | None] = {}
    if test and texts is not None:
        from translate_kit.scoring import significance

        systems = {"A": texts[0].hypotheses, "B": texts[1].hypotheses}
        tested = significance(
            systems,
            texts[0].references,
            metrics=[name for name in names if name in METRICS],
            test=test,
            samples=samples,
            options=options,
        )
        p_values = {found.metric: found.p_value for found in tested if found.system == "B"}
    figures = []
    for name in names:
        one, other = before.run.score_of(name), after.run.score_of(name)
        reason = incomparable(after.run, before.run, name)
        better = gain(name, one.score, other.score) if one is not None and other is not None and not reason else None
        # Two that score the same do not differ, by chance or otherwise; sacrebleu gives the smallest p there is.
        figures.append(Figure(name, one, other, better, p_values.get(name) if better else None, reason))
    return figures


def json_value(
    before: Side, after: Side, figures: Sequence[Figure], found: Changes | None, limit: int
) -> dict[str, Any]:
    """The comparison as JSON has it."""
    return {
        "a": before.run.value() | {"title": before.name},
        "b": after.run.value() | {"title": after.name},
        "metrics": [
            {
                "name": figure.name,
                "a": figure.before.score if figure.before is not None else None,
                "b": figure.after.score if figure.after is not None else None,
                "gain": figure.gain,
                "p_value": figure.p_value,
                "note": figure.note,
            }
            for figure in figures
        ],
        "segments": None
        if found is None
        else {
            "metric": found.metric,
            "better": len(found.better),
            "worse": len(found.worse),
            "same": found.same,
            "unchanged": found.unchanged,
        },
        "better": [_segment_value(one) for one in shown(found.better, limit)] if found is not None else [],
        "worse": [_segment_value(one) for one in shown(found.worse, limit)] if found is not None else [],
    }


def shown(segments: Sequence[SegmentChange], limit: int) -> Sequence[SegmentChange]:
    """The first of them; all for 0."""
    return segments[:limit] if limit else segments


def _segment_value(one: SegmentChange) -> dict[str, Any]:
    return {
        "number": one.number,
        "segment": one.segment,
        "document": one.document,
        "score_a": one.score_before,
        "score_b": one.score_after,
        "gain": one.gain,
        "source": one.source,
        "references": list(one.references),
        "a": one.before,
        "b": one.after,
        "diff": [list(step) for step in one.diff],
    }


def _text(
    before: Side, after: Side, figures: Sequence[Figure], found: Changes | None, limit: int, *, colour: bool
) -> list[str]:
    width = max((len(figure.name) for figure in figures), default=0)
    lines = [
        f"A  {flat(before.name)}",
        f"B  {flat(after.name)}",
        "",
        f"{'':{width}}  {'A':>7}  {'B':>7}  {'better by':>9}",
    ]
    for figure in figures:
        cells = [f"{score.score:7.2f}" if score is not None else f"{'-':>7}" for score in (figure.before, figure.after)]
        gain = f"{figure.gain:+9.2f}" if figure.gain is not None else f"{'-':>9}"
        chance = "" if figure.p_value is None else f"  p = {figure.p_value:.4f}"
        note = f"  ({flat(figure.note)})" if figure.note else ""
        lines.append(f"{flat(figure.name):{width}}  {'  '.join(cells)}  {gain}{chance}{note}")
    if found is None:
        return lines
    lines += [
        "",
        f"segments by {found.metric}: {len(found.better)} better, {len(found.worse)} worse,"
        f" {found.same} changed with the same score, {found.unchanged} unchanged",
    ]
    for title, segments in (("better", found.better), ("worse", found.worse)):
        for one in shown(segments, limit):
            place = f"{one.document}:{one.segment}" if one.document else one.segment
            change = f"{one.score_before:.1f} to {one.score_after:.1f}"
            head = f"{title} by {abs(one.gain):.1f}, {change}, segment {flat(place)}"
            lines += ["", click.style(head, bold=True) if colour else head]
            lines += [f"  source     {flat(one.source)}"] if one.source else []
            lines += [f"  reference  {flat(text)}" for text in one.references]
            lines.append(f"  A to B     {_marked(one, colour=colour)}")
    return lines


def _marked(one: SegmentChange, *, colour: bool) -> str:
    """`[-deleted-]` and `{+inserted+}`, as `git diff --word-diff` marks them."""
    parts = []
    for operation, text in one.diff:
        if operation == "equal":
            parts.append(flat(text))
        else:
            mark = f"[-{flat(text)}-]" if operation == "delete" else f"{{+{flat(text)}+}}"
            parts.append(click.style(mark, fg="red" if operation == "delete" else "green") if colour else mark)
    return "".join(parts)


_COLUMNS = ("number", "document", "segment", "gain", "score_a", "score_b", "source", "reference", "a", "b", "diff")


def _csv(found: Changes | None, limit: int) -> bytes:
    from translate_kit.formats.tsv import guarded

    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    segments: Sequence[SegmentChange] = (
        [*shown(found.better, limit), *shown(found.worse, limit)] if found is not None else []
    )
    for one in segments:
        value: Mapping[str, Any] = _segment_value(one) | {
            "reference": "\n".join(one.references),
            "diff": _marked(one, colour=False),
        }
        row = [value[name] for name in _COLUMNS]
        # A number below 0 begins with `-` and is one all the same.
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return ("\ufeff" + out.getvalue()).encode()
