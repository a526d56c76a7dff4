"""`translate-kit glossary`: a glossary by itself."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from translate_kit.cli.base import Session, command, pass_session, read_lines, write_output
from translate_kit.cli.glossary_base import counted, glossary_options, load_glossaries, plain, print_table, table_of
from translate_kit.cli.glossary_check import check
from translate_kit.cli.glossary_conflicts import conflicts
from translate_kit.cli.glossary_extract import extract
from translate_kit.cli.glossary_stats import stats
from translate_kit.cli.glossary_waive import waive
from translate_kit.errors import BadInput, Conflict

if TYPE_CHECKING:
    from glossary import Concept, Explanation, TermMatch


@click.group(
    "glossary",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExample:\n  translate-kit glossary match --glossary terms.csv --file article.txt",
)
def glossary() -> None:
    """A glossary by itself: find its terms, check a translation, convert it, look at it."""


@command(
    "match",
    example="""translate-kit glossary match "De eeuwige leiders van de jucheleer." --json
    translate-kit glossary match "De eeuwige leiders." --explain""",
)
@click.argument("text", required=False)
@click.option("--file", "path", metavar="TEXTS", type=str, help="One text a line; - for standard input.")
@click.option(
    "--derivations",
    is_flag=True,
    help="Words too that only a suffix tells from a term, as related: zelfredzame, of zelfredzaamheid.",
)
@click.option("--explain", is_flag=True, help="Say why each is a match, and which other terms it took the place of.")
@glossary_options
@pass_session
def match(
    session: Session,
    text: str | None,
    path: str | None,
    derivations: bool,
    explain: bool,
    glossaries: tuple[str, ...],
    source_language: str,
    target_language: str,
) -> None:
    """Find the terms of a glossary in a text, inflected and in compounds too."""
    if (text is None) == (path is None):
        raise click.UsageError("Give a TEXT or --file TEXTS.")
    base = load_glossaries(session, glossaries, source_language, target_language)
    lines = enumerate([text] if text is not None else read_lines(str(path)), start=1)
    rows: list[tuple[int, TermMatch, Explanation | None]] = []
    for number, line in lines:
        begun = time.perf_counter()
        matches: list[tuple[TermMatch, Explanation | None]]
        if explain:
            matches = [(one.match, one) for one in base.explain(line, derivations=derivations)]
        else:
            matches = [(one, None) for one in base.match(line, derivations=derivations)]
        elapsed_ms = round((time.perf_counter() - begun) * 1000, 3)
        if not session.json:
            rows += [(number, found, why) for found, why in matches]
            continue
        found_json = [_match_json(found, why) for found, why in matches]
        if text is not None:
            session.print_json(found_json)
        else:
            session.print_json_line({"query": line, "elapsed_ms": elapsed_ms, "matches": found_json})
    if not session.json:
        _print_matches(rows)


def _match_json(found: TermMatch, explanation: Explanation | None) -> dict[str, Any]:
    value: dict[str, Any] = {
        "start": found.start,
        "end": found.end,
        "text": found.text,
        "term": found.term,
        "concept": found.concept,
        "targets": list(found.targets),
        "status": found.status.value,
        "match": found.match,
    }
    if explanation is not None:
        value |= {"why": explanation.why, "rivals": [asdict(rival) for rival in explanation.rivals]}
    return value


def _print_matches(rows: list[tuple[int, TermMatch, Explanation | None]]) -> None:
    if not rows:
        click.echo("No terms found.")
        return
    table = table_of("line", "place", "text", "match", "term", "write")
    for number, found, _ in rows:
        place = f"{found.start}–{found.end}"
        cells = (str(number), place, found.text, found.match, found.term, ", ".join(found.targets))
        table.add_row(*map(plain, cells))
    print_table(table)
    for number, found, explanation in rows:
        if explanation is not None:
            click.echo(f"{number}: {found.start}–{found.end} {explanation.why}")


FORMATS = ("csv", "tsv", "xlsx", "omegat", "tbx", "tbx-dca", "tbx-v2", "xliff")
"""What `export` writes: our columns (commas, tabs, a workbook), source-target-comment with tabs, TBX, XLIFF 2."""


@command("export", example="translate-kit glossary export --glossary terms.csv --format tbx --out terms.tbx")
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    help="Else told from the name of --out. omegat: source, target, comment; tbx: TBX-Basic v3 in DCT style; "
    "xliff: the glossary module of XLIFF 2.1.",
)
@click.option("--out", metavar="FILE", type=str, help="Else standard output.")
@glossary_options
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

    base = load_glossaries(session, glossaries, source_language, target_language)
    chosen = format_ or format_of(out or "")
    data = render(base.concepts, chosen, source_language=source_language, target_language=target_language)
    write_output(out, data)
    if out not in (None, "-"):
        session.say(f"{counted(len(base.concepts), 'concept')} written to {out} ({chosen}).")


@command("import", example="translate-kit glossary import customer.tbx agency.txt --into terms.csv")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=str)
@click.option(
    "--into",
    metavar="FILE",
    type=str,
    required=True,
    help="The glossary that gets them (CSV, TSV, XLSX, TBX, XLIFF by its name); made if new.",
)
@click.option("--source-lang", "source_language", default="nl", show_default=True, help="Of plain two-column files.")
@click.option("--target-lang", "target_language", default="en", show_default=True, help="Of plain two-column files.")
@pass_session
def import_(session: Session, files: tuple[str, ...], into: str, source_language: str, target_language: str) -> None:
    """Add the concepts of other glossaries to one in our columns.

    A concept that is there already gets the terms that it did not have. When two files contradict each other (one
    forbids what the other prefers) nothing is written, and the message shows both. Every line that a CSV file holds
    stays as it is, comments too; new terms come in behind their concept and at the end.
    """
    from glossary.formats import format_of, merge, parse, read_bytes, render, rewrite

    chosen = format_of(into)
    if chosen == "omegat":
        raise BadInput(
            "a plain list has no room for concepts, statuses and notes.",
            path=into,
            remedy="Name a file that ends in .csv, .tsv, .xlsx, .tbx or .xlf.",
        )
    languages = {"source_language": source_language, "target_language": target_language}
    before: list[Concept] = []
    held: bytes | None = None
    if Path(into).exists():
        held = read_bytes(into)
        before = parse(held, name=into, **languages)
    there = before
    concepts, terms = len(there), sum(len(concept.terms) for concept in there)
    for name in files:
        there, contradictions = merge(there, parse(read_bytes(name), name=name, **languages))
        if contradictions:
            shown = "\n  ".join(contradictions[:20])
            raise Conflict(f"{name} contradicts {into}; nothing was written.\n  {shown}")
    if held is not None and chosen in ("csv", "tsv"):
        data = rewrite(held, before, there, name=into, source_language=source_language)
    else:
        data = render(there, chosen, **languages)
    write_output(into, data)
    added = len(there) - concepts
    added_terms = sum(len(concept.terms) for concept in there) - terms
    if session.json:
        session.print_json({"glossary": into, "concepts": len(there), "added": added, "terms_added": added_terms})
    session.say(
        f"{counted(added, 'concept')} and {counted(added_terms, 'term')} added; "
        f"{into} has {counted(len(there), 'concept')} now."
    )


for _command in (match, check, waive, conflicts, import_, export, extract, stats):
    glossary.add_command(_command)
