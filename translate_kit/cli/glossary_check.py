"""`translate-kit glossary check`: whether a translation keeps to the terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from translate_kit.cli.base import Session, command, pass_session, read_lines
from translate_kit.cli.glossary_base import counted, glossary_options, load_glossaries, plain, print_table, table_of
from translate_kit.errors import BadInput, GateFailed

if TYPE_CHECKING:
    from glossary import TermBase, Use, Verdict
    from translate_kit.waivers import Waivers

_RANKS = {"error": 3, "warning": 2, "info": 1}
_OTHERS = (".po", ".pot", ".xlf", ".xliff", ".tmx", ".sdlxliff", ".mqxliff")
"""Files of pairs that `check` reads, with all that belongs to them."""
TERM_CHECKS = ("term-missing", "term-deprecated", "term-forbidden", "term-fewer", "term-inconsistent")
"""Checks whose findings this command reports."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A verdict that is not in order: the line of the pair, the verdict, why it is fine or ""."""

    number: int
    verdict: Verdict
    waived: str


@command(
    "check",
    example="""translate-kit glossary check --source "De eeuwige leider." --target "The everlasting leader."
               translate-kit glossary check --pairs pairs.tsv --waivers waivers.toml --fail-on error --json""",
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
@click.option(
    "--waivers",
    "waivers_path",
    metavar="FILE",
    type=str,
    help="Findings that are fine, with the reason (see `glossary waive`). They do not count for --fail-on.",
)
@glossary_options
@pass_session
def check(
    session: Session,
    source: str | None,
    target: str | None,
    pairs: str | None,
    fail_on: str,
    waivers_path: str | None,
    glossaries: tuple[str, ...],
    source_language: str,
    target_language: str,
) -> None:
    """Check whether a translation uses the terms of a glossary, and none that it forbids.

    An error: a forbidden term is there. A warning: a deprecated one is, or none of the allowed ones, or an allowed one
    fewer times than in the source. Information: a term that is only part of a compound is missing, a pronoun or a
    plural stands for a repeated one, or a term was translated in another way earlier in --pairs, which is one document.
    """
    from glossary import accuracy

    if (pairs is None) == (source is None or target is None):
        raise click.UsageError("Give --source and --target, or --pairs TSV.")
    waivers = _waivers(waivers_path)
    base = load_glossaries(session, glossaries, source_language, target_language)
    verdicts: list[Verdict] = []
    findings: list[_Found] = []
    rows = [(1, source or "", target or "")] if pairs is None else read_pairs(pairs)
    for number, one, other, of_pair in judged(base, rows):
        for verdict in of_pair:
            verdicts.append(verdict)
            if verdict.kind != "ok":
                findings.append(_Found(number, verdict, _reason(waivers, verdict, one, other)))
    allowed, total = accuracy(verdicts)
    if session.json:
        session.print_json([_finding_json(finding) for finding in findings])
    else:
        _print_findings(findings)
    share = f" ({100 * allowed / total:.1f} %)" if total else ""
    open_ = [finding for finding in findings if not finding.waived]
    waived = f", {len(findings) - len(open_)} more waived" if len(open_) < len(findings) else ""
    terms, number_open = counted(total, "term"), counted(len(open_), "finding")
    session.say(f"{terms} in the source, {allowed} with an allowed target{share}; {number_open}{waived}.")
    if waivers is not None:
        session.say_unused(waivers.unused(TERM_CHECKS), waivers.path)
    worst = max((_RANKS.get(finding.verdict.severity, 0) for finding in open_), default=0)
    if fail_on != "never" and worst >= _RANKS[fail_on]:
        raise GateFailed(f"there are findings as severe as {fail_on} (--fail-on {fail_on}).")


def _waivers(path: str | None) -> Waivers | None:
    if path is None:
        return None
    from translate_kit.waivers import read_waivers

    return read_waivers(path)


def _reason(waivers: Waivers | None, verdict: Verdict, source: str, target: str) -> str:
    if waivers is None:
        return ""
    return waivers.reason_for(
        verdict.check, source=source, target=target, concept=verdict.match.concept, found=verdict.found
    )


def judged(base: TermBase, rows: Iterable[tuple[int, str, str]]) -> Iterator[tuple[int, str, str, list[Verdict]]]:
    """The verdicts about each row (number, source, target) of a document, those about several rows too."""
    from glossary.consistency import FirstUses

    first = FirstUses(base.target_language)
    for number, source, target in rows:
        verdicts = base.check(source, target)
        yield number, source, target, [*verdicts, *first.judge(number, verdicts)]


def read_pairs(path: str) -> Iterator[tuple[int, str, str]]:
    """Line, source and target of each pair of a file, one a line; - is standard input.

    Raises:
        BadInput: the file cannot be read, or a line has no tab.
    """
    if Path(path).suffix.lower() in _OTHERS:
        raise BadInput(
            "this is no table of source, tab, target.",
            path=path,
            remedy=f"Check it with `translate-kit check {path} --glossary FILE`.",
        )
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


def _finding_json(finding: _Found) -> dict[str, Any]:
    verdict = finding.verdict
    return {
        "check": verdict.check,
        "severity": verdict.severity,
        "segment": str(finding.number),
        "message": verdict.message,
        "start": verdict.start,
        "end": verdict.end,
        "suggestion": verdict.suggestion,
        "source_start": verdict.match.start,
        "source_end": verdict.match.end,
        "concept": verdict.match.concept,
        "excuse": verdict.excuse or None,
        "elsewhere": None if verdict.elsewhere is None else _use_json(verdict.elsewhere),
        "waived": finding.waived or None,
    }


def _use_json(use: Use) -> dict[str, Any]:
    return {
        "segment": str(use.segment),
        "start": use.start,
        "end": use.end,
        "source_start": use.match.start,
        "source_end": use.match.end,
    }


def _print_findings(findings: list[_Found]) -> None:
    if not findings:
        click.echo("No findings.")
        return
    table = table_of("line", "severity", "check", "message", "write")
    for finding in findings:
        verdict = finding.verdict
        severity = "waived" if finding.waived else verdict.severity
        message = f"{verdict.message} {finding.waived}" if finding.waived else verdict.message
        cells = (str(finding.number), severity, verdict.check, message, verdict.suggestion)
        table.add_row(*map(plain, cells))
    print_table(table)
