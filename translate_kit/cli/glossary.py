"""`translate-kit glossary`: a glossary by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from translate_kit.cli.base import Session, command, pass_session, read_lines, write_output
from translate_kit.errors import BadInput, Conflict, GateFailed

if TYPE_CHECKING:
    from glossary import Concept, TermBase, TermMatch, Verdict

_RANKS = {"error": 3, "warning": 2, "info": 1}


@click.group("glossary", context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def glossary() -> None:
    """A glossary by itself: find its terms, check a translation, convert it, look at it."""


def _common(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option(
            "--target-lang", "target_language", default="en", show_default=True, help="The language that is checked."
        ),
        click.option(
            "--source-lang", "source_language", default="nl", show_default=True, help="The language that is matched."
        ),
        click.option(
            "--glossary",
            "-g",
            "glossaries",
            metavar="FILE",
            multiple=True,
            type=str,
            help="CSV, TSV or TBX; several: the first has priority. Without it those of --project, "
            "or the one that ships, which is called curated.",
        ),
    ):
        function = option(function)
    return function


def _load(session: Session, glossaries: tuple[str, ...], source_language: str, target_language: str) -> TermBase:
    from glossary import CURATED, TermBase

    if session.project and not glossaries:
        from translate_kit.pipeline import load_termbase
        from translate_kit.project import Project

        with Project.find(session.project) as project:
            return load_termbase((), project.settings, project.folder)
    if not glossaries:
        session.say("No --glossary: the curated one that ships is used (North Korea, religious freedom, human rights).")
    paths = [CURATED if path == "curated" else path for path in glossaries or ("curated",)]
    return TermBase.load(*paths, source_language=source_language, target_language=target_language)


@command("match", example='translate-kit glossary match "De eeuwige leiders van de jucheleer." --json')
@click.argument("text", required=False)
@click.option("--file", "path", metavar="TEXTS", type=str, help="One text a line; - for standard input.")
@_common
@pass_session
def match(
    session: Session,
    text: str | None,
    path: str | None,
    glossaries: tuple[str, ...],
    source_language: str,
    target_language: str,
) -> None:
    """Find the terms of a glossary in a text, inflected and in compounds too."""
    if (text is None) == (path is None):
        raise click.UsageError("Give a TEXT or --file TEXTS.")
    base = _load(session, glossaries, source_language, target_language)
    if text is not None:
        matches = base.match(text)
        if session.json:
            session.print_json([_match_json(found) for found in matches])
        else:
            _print_matches([(1, found) for found in matches])
        return
    rows: list[tuple[int, TermMatch]] = []
    for number, line in enumerate(read_lines(str(path)), start=1):
        begun = time.perf_counter()
        matches = base.match(line)
        elapsed_ms = round((time.perf_counter() - begun) * 1000, 3)
        if session.json:
            found_json = [_match_json(found) for found in matches]
            session.print_json_line({"query": line, "elapsed_ms": elapsed_ms, "matches": found_json})
        else:
            rows += [(number, found) for found in matches]
    if not session.json:
        _print_matches(rows)


def _match_json(found: TermMatch) -> dict[str, Any]:
    return {
        "start": found.start,
        "end": found.end,
        "text": found.text,
        "term": found.term,
        "concept": found.concept,
        "targets": list(found.targets),
        "status": found.status.value,
        "match": found.match,
    }


def _table(*columns: str) -> Any:
    from rich.box import SIMPLE
    from rich.table import Table

    table = Table(box=SIMPLE)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _print(table: Any) -> None:
    from rich.console import Console

    Console().print(table)


def _print_matches(rows: list[tuple[int, TermMatch]]) -> None:
    if not rows:
        click.echo("No terms found.")
        return
    table = _table("line", "place", "text", "match", "term", "write")
    for number, found in rows:
        place = f"{found.start}–{found.end}"
        cells = (str(number), place, found.text, found.match, found.term, ", ".join(found.targets))
        table.add_row(*map(_plain, cells))
    _print(table)


def _plain(text: str) -> Any:
    """A cell whose square brackets are no mark-up."""
    from rich.text import Text

    return Text(text)


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
@_common
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
    base = _load(session, glossaries, source_language, target_language)
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
        "segment": number,
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
    table = _table("line", "severity", "check", "message", "write")
    for number, verdict in findings:
        cells = (str(number), verdict.severity, verdict.check, verdict.message, verdict.suggestion)
        table.add_row(*map(_plain, cells))
    _print(table)


FORMATS = ("csv", "tsv", "omegat", "tbx", "tbx-dca", "tbx-v2")
"""What `export` writes: our columns with commas or tabs, source-target-comment with tabs, TBX v3 (DCT, DCA) and v2."""


@command("export", example="translate-kit glossary export --glossary terms.csv --format tbx --out terms.tbx")
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    help="Else told from the name of --out. omegat: source, target, comment; tbx: TBX-Basic v3 in DCT style.",
)
@click.option("--out", metavar="FILE", type=str, help="Else standard output.")
@_common
@pass_session
def export(
    session: Session,
    format_: str | None,
    out: str | None,
    glossaries: tuple[str, ...],
    source_language: str,
    target_language: str,
) -> None:
    """Write a glossary in another format; several are written as one."""
    from glossary.formats import format_of, render

    base = _load(session, glossaries, source_language, target_language)
    chosen = format_ or format_of(out or "")
    text = render(base.concepts, chosen, source_language=source_language, target_language=target_language)
    write_output(out, text.encode("utf-8"))
    if out not in (None, "-"):
        session.say(f"{len(base.concepts)} concepts written to {out} ({chosen}).")


@command("import", example="translate-kit glossary import customer.tbx agency.txt --into terms.csv")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=str)
@click.option(
    "--into", metavar="CSV", type=str, required=True, help="The glossary that gets them, in our columns; made if new."
)
@click.option("--source-lang", "source_language", default="nl", show_default=True, help="Of plain two-column files.")
@click.option("--target-lang", "target_language", default="en", show_default=True, help="Of plain two-column files.")
@pass_session
def import_(session: Session, files: tuple[str, ...], into: str, source_language: str, target_language: str) -> None:
    """Add the concepts of other glossaries to one in our columns.

    A concept that is there already gets the terms that it did not have. When two files contradict each other (one
    forbids what the other prefers) nothing is written, and the message shows both.
    """
    from glossary.formats import merge, parse, read_bytes, render

    languages = {"source_language": source_language, "target_language": target_language}
    there: list[Concept] = []
    if Path(into).exists():
        there = parse(read_bytes(into), name=into, **languages)
    concepts, terms = len(there), sum(len(concept.terms) for concept in there)
    for name in files:
        there, conflicts = merge(there, parse(read_bytes(name), name=name, **languages))
        if conflicts:
            shown = "\n  ".join(conflicts[:20])
            raise Conflict(f"{name} contradicts {into}; nothing was written.\n  {shown}")
    write_output(into, render(there, "csv", **languages).encode("utf-8"))
    added = len(there) - concepts
    added_terms = sum(len(concept.terms) for concept in there) - terms
    if session.json:
        session.print_json({"glossary": into, "concepts": len(there), "added": added, "terms_added": added_terms})
    session.say(f"{added} concepts and {added_terms} terms added; {into} has {len(there)} concepts now.")


@command("stats", example="translate-kit glossary stats --glossary terms.csv --file article.txt")
@click.option("--file", "path", metavar="TEXT", type=str, help="A source text: which terms it uses.")
@_common
@pass_session
def stats(
    session: Session, path: str | None, glossaries: tuple[str, ...], source_language: str, target_language: str
) -> None:
    """What is in a glossary, what is wrong with it, and which of its terms a text uses."""
    from glossary.stats import survey

    base = _load(session, glossaries, source_language, target_language)
    result = survey(base, read_lines(path) if path is not None else None)
    if session.json:
        session.print_json(result)
        return
    table = _table("", "")
    for name, value in result.items():
        if isinstance(value, dict):
            shown = ", ".join(f"{key or 'none'} {count}" for key, count in value.items())
        elif isinstance(value, list):
            shown = "\n".join(map(str, value[:20])) + (f"\n… {len(value) - 20} more" if len(value) > 20 else "")
        else:
            shown = str(value)
        table.add_row(_plain(name.replace("_", " ")), _plain(shown or "none"))
    _print(table)


for _command in (match, check, import_, export, stats):
    glossary.add_command(_command)
