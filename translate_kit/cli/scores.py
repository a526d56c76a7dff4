"""`scores`: the tracked history, to list, compare, draw, hold to limits, and exchange as JSON lines."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from translate_kit.cli.base import Session, command, pass_session, write_output
from translate_kit.cli.scores_compare import compare
from translate_kit.errors import BadInput, GateFailed
from translate_kit.reports.marked import flat
from translate_kit.scoring.history import HISTORY_FILE, find, lines, merged, previous, read

if TYPE_CHECKING:
    from translate_kit.project import Project
    from translate_kit.scoring.history import Run

history_option = click.option(
    "--history", metavar="FILE", type=str, help="JSON lines to read instead of the project, - for standard input."
)


@click.group(epilog="\b\nExample:\n  translate-kit scores list --json")
def scores() -> None:
    """The tracked history of scores: list, compare, draw, hold to limits."""


@contextlib.contextmanager
def opened(session: Session, history: str | None) -> Iterator[tuple[list[Run], Project | None]]:
    """The runs of a file of JSON lines, or of the project; with the project, open, for what else is in it."""
    if history is not None:
        yield read(history), None
        return
    from translate_kit.project import Project
    from translate_kit.project import scores as stored

    with Project.find(session.project) as project:
        yield stored.history(project.store), project


@command("list", example="translate-kit --project article-en scores list --json")
@history_option
@pass_session
def list_(session: Session, history: str | None) -> None:
    """Every run, oldest first: its number and id, when, what came out, on what."""
    with opened(session, history) as (runs, _):
        pass
    if session.json:
        session.print_json([run.value() for run in runs])
        return
    if not runs:
        session.say("No scores yet: `translate-kit score --reference FILE` measures, `run --reference FILE` too.")
    for run in runs:
        figures = "  ".join(f"{found.name} {found.score:.1f}" for found in run.scores)
        about = ", ".join(part for part in (run.name, f"{run.segments} segments", run.model) if part)
        number = "" if run.number is None else run.number
        click.echo(flat(f"{number:>4}  {run.id}  {run.measured}  {figures}  {about}"))


@command(
    example="""
    translate-kit scores export
    translate-kit scores export --out - | head -1
    """
)
@click.option(
    "--out", metavar="FILE", type=str, help=f"- for standard output. [default: {HISTORY_FILE} of the project]"
)
@pass_session
def export(session: Session, out: str | None) -> None:
    """Write the history as JSON lines, one score each, to keep in version control.

    What is in the file already stays in it. Lines of two branches are merged by keeping both, with
    `scores.jsonl merge=union` in .gitattributes.
    """
    from translate_kit.measuring import read_history, write_history

    with opened(session, None) as (runs, project):
        if out == "-":
            write_output(None, "".join(f"{line}\n" for line in lines(runs)).encode())
            return
        assert project is not None  # noqa: S101 - without a file it is a project
        place = Path(out) if out is not None else project.folder / HISTORY_FILE
        both = merged(runs, read_history(place))
        write_history(place, both)
    session.say(f"{place}: {len(both)} run{'' if len(both) == 1 else 's'}")


@command("import", example="translate-kit scores import scores.jsonl")
@click.argument("file", required=False)
@pass_session
def import_(session: Session, file: str | None) -> None:
    """Bring in the runs of a file of JSON lines, the project's own unless another is named.

    Runs that are in the project already are left alone.
    """
    from translate_kit.project import scores as stored

    with opened(session, None) as (_, project):
        assert project is not None  # noqa: S101 - without a file it is a project
        runs = read(file if file is not None else str(project.folder / HISTORY_FILE))
        added = stored.bring_in(project.store, runs)
    if session.json:
        session.print_json({"runs": len(runs), "added": added})
    session.say(f"{added} of {len(runs)} run{'' if len(runs) == 1 else 's'} brought in")


def _limits(context: click.Context, parameter: click.Parameter, values: Sequence[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for value in values:
        metric, equals, number = value.rpartition("=")
        if (not equals or not metric) and parameter.name != "max_drop":
            raise click.BadParameter(f"{value!r}: a metric and a number were expected, as in chrF2=55.")
        try:
            found[metric.strip()] = float(number)
        except ValueError:
            raise click.BadParameter(f"{number!r} is not a number.") from None
        if found[metric.strip()] != found[metric.strip()] or (
            parameter.name == "max_drop" and found[metric.strip()] < 0
        ):
            raise click.BadParameter(f"{value!r}: not below 0, and a number.")
    return found


_limit: dict[str, Any] = {"multiple": True, "callback": _limits}


@command(
    example="""
    translate-kit scores gate --min chrF2=55 --max-drop 1.0 --max TER=60
    translate-kit scores gate --history scores.jsonl --run last --against baseline --max-drop chrF2=0.5
    """
)
@click.option("--min", "minimum", metavar="METRIC=X", help="It must not be below (repeatable).", **_limit)
@click.option("--max", "maximum", metavar="METRIC=X", help="It must not be above (repeatable).", **_limit)
@click.option(
    "--max-drop",
    "max_drop",
    metavar="[METRIC=]X",
    help="By at most so many points worse than the run before that measured the same; of all metrics, or of one.",
    **_limit,
)
@click.option("--run", "wanted", metavar="RUN", help="Number, id or name. [default: the latest with these metrics]")
@click.option("--against", metavar="RUN", help="The run that a drop is measured from.")
@history_option
@pass_session
def gate(
    session: Session,
    minimum: dict[str, float],
    maximum: dict[str, float],
    max_drop: dict[str, float],
    wanted: str | None,
    against: str | None,
    history: str | None,
) -> None:
    """Hold a run to limits; exit code 1 when one of them does not hold.

    A drop is compared with the latest earlier run that measured against the same reference, or with --against. For TER,
    HTER and edit distance a rise is a drop.
    """
    from translate_kit.scoring.gate import judge

    if not (minimum or maximum or max_drop):
        raise click.UsageError("name a limit: --min METRIC=X, --max METRIC=X or --max-drop X.")
    with opened(session, history) as (runs, _):
        pass
    named = [*minimum, *maximum, *(metric for metric in max_drop if metric)]
    run = find(runs, wanted) if wanted is not None else _latest(runs, named)
    before = (find(runs, against) if against is not None else previous(runs, run)) if max_drop else None
    verdicts = judge(
        run,
        before,
        minimum=minimum,
        maximum=maximum,
        drops={metric: limit for metric, limit in max_drop.items() if metric},
        any_drop=max_drop.get(""),
    )
    if max_drop and before is None:
        session.say(
            f"no earlier run measured the same as {run.title}: there is nothing that it could have dropped from."
        )
    failed = [verdict for verdict in verdicts if not verdict.holds]
    if session.json:
        session.print_json(
            {
                "run": run.value(),
                "against": before.value() if before is not None else None,
                "passed": not failed,
                "verdicts": [asdict(verdict) for verdict in verdicts],
            }
        )
    else:
        for verdict in verdicts:
            click.echo(f"{'ok  ' if verdict.holds else 'FAIL'}  {flat(verdict.message)}")
    if failed:
        raise GateFailed(" ".join(flat(verdict.message) for verdict in failed))


def _latest(runs: Sequence[Run], metrics: Sequence[str]) -> Run:
    fits = [run for run in runs if all(run.score_of(metric) is not None for metric in metrics)]
    if runs and not fits:
        known = dict.fromkeys(found.name for run in runs for found in run.scores)
        raise BadInput(f"no run has measured {' and '.join(metrics)}; there are {', '.join(known)}.")
    return find(fits, "last")


@command(
    example="""
    translate-kit scores plot --out scores.svg
    translate-kit scores plot --metric chrF2 --metric HTER --all --out scores.png
    """
)
@click.option("--metric", "metrics", metavar="NAME", multiple=True, help="[default: all that the latest run has]")
@click.option("--out", metavar="FILE", type=str, help=".svg or .png. [default: SVG on standard output]")
@click.option("--all", "every", is_flag=True, help="All runs, not only those that measured the same as the latest.")
@history_option
@pass_session
def plot(session: Session, metrics: tuple[str, ...], out: str | None, every: bool, history: str | None) -> None:
    """Draw the scores over the runs, with their intervals."""
    from translate_kit.scoring import plot as drawing
    from translate_kit.scoring.gate import OTHER_SCALES

    suffix = Path(out).suffix.lower().removeprefix(".") if out not in (None, "-") else "svg"
    if suffix not in drawing.FORMATS:
        raise click.UsageError(f"--out {out}: the name must end in .svg or .png.")
    with opened(session, history) as (runs, project):
        title = project.folder.resolve().name if project is not None else ""
    if runs and not every:
        fits: Callable[[Run], bool] = (
            (lambda run: any(run.score_of(metric) for metric in metrics)) if metrics else lambda _: True
        )
        latest = next((run for run in reversed(runs) if fits(run)), runs[-1])
        runs = [run for run in runs if run.comparable(latest)]
    chosen = metrics or [found.name for found in (runs[-1].scores if runs else ()) if found.name not in OTHER_SCALES]
    write_output(out, drawing.plot(runs, chosen, format=suffix, title=title))
    if out not in (None, "-"):
        session.say(f"{out}: {len(runs)} run{'' if len(runs) == 1 else 's'}")


for _command in (list_, compare, plot, gate, export, import_):
    scores.add_command(_command)
