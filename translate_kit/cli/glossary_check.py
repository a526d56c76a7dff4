"""`translate-kit glossary check`: whether a translation keeps to the terms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from translate_kit.cli.base import Session, command, pass_session, read_lines
from translate_kit.cli.glossary_base import glossary_options, load_glossaries, plain, print_table, table_of
from translate_kit.errors import BadInput, GateFailed

if TYPE_CHECKING:
    from glossary import Verdict

_RANKS = {"error": 3, "warning": 2, "info": 1}


@command(
    "check",
    example="""translate-kit glossary check --source "De eeuwige leider." --target "The everlasting leader."
               translate-kit glossary check --pairs pairs.tsv --fail-on error --json""",
)
@click.option("--source", help="One source text.")
@click.option("--target", help="Its translation.")
@click.option("--pairs", metavar="TSV", type=str, help="Source, tab, target: one pair a line; - for standard input.")
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "never")),
    default="never",
    show_default=True,
    help="End with exit code 1 when there is a finding as severe as this.",
)
@glossary_options
@pass_session
def check(
    session: Session,
    source: str | None,
    target: str | None,
    pairs: str | None,
    fail_on: str,
    glossaries: tuple[str, ...],
    source_language: str,
    target_language: str,
) -> None:
    """Check whether a translation uses the terms of a glossary, and none that it forbids.

    An error: a forbidden term is there. A warning: a deprecated one is, or none of the allowed ones. Information: a
    term that is only part of a compound is missing, or stands there fewer times than in the source.
    """
    from glossary import accuracy

    if (pairs is None) == (source is None or target is None):
        raise click.UsageError("Give --source and --target, or --pairs TSV.")
    base = load_glossaries(session, glossaries, source_language, target_language)
    judged: list[tuple[int, Verdict]] = []
    for number, one, other in [(1, source or "", target or "")] if pairs is None else _pairs(pairs):
        judged += [(number, verdict) for verdict in base.check(one, other)]
    findings = [(number, verdict) for number, verdict in judged if verdict.kind != "ok"]
    allowed, total = accuracy(verdict for _, verdict in judged)
    if session.json:
        session.print_json([_finding_json(number, verdict) for number, verdict in findings])
    else:
        _print_findings(findings)
    share = f" ({100 * allowed / total:.1f} %)" if total else ""
    session.say(f"{total} terms in the source, {allowed} with an allowed target{share}; {len(findings)} findings.")
    worst = max((_RANKS.get(verdict.severity, 0) for _, verdict in findings), default=0)
    if fail_on != "never" and worst >= _RANKS[fail_on]:
        raise GateFailed(f"there are findings as severe as {fail_on} (--fail-on {fail_on}).")


def _pairs(path: str) -> Iterator[tuple[int, str, str]]:
    for number, line in enumerate(read_lines(path), start=1):
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) < 2:
            raise BadInput(
                "no tab in this line; source, tab, target was expected.",
                path="<stdin>" if path == "-" else path,
                line=number,
                remedy="Write one pair a line.",
            )
        yield number, cells[0], cells[1]


def _finding_json(number: int, verdict: Verdict) -> dict[str, Any]:
    return {
        "check": verdict.check,
        "severity": verdict.severity,
        "segment": str(number),
        "message": verdict.message,
        "start": verdict.start,
        "end": verdict.end,
        "suggestion": verdict.suggestion,
        "source_start": verdict.match.start,
        "source_end": verdict.match.end,
        "concept": verdict.match.concept,
    }


def _print_findings(findings: list[tuple[int, Verdict]]) -> None:
    if not findings:
        click.echo("No findings.")
        return
    table = table_of("line", "severity", "check", "message", "write")
    for number, verdict in findings:
        cells = (str(number), verdict.severity, verdict.check, verdict.message, verdict.suggestion)
        table.add_row(*map(plain, cells))
    print_table(table)
