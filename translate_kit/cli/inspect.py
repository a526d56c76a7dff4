"""`translate-kit inspect`: what a file is, and what in it breaks its standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from translate_kit.cli.base import Session, command, pass_session
from translate_kit.errors import BadInput

if TYPE_CHECKING:
    from translate_kit.formats.inspection import Inspection

_SHOWN = 20


@command(
    "inspect",
    example="""
        translate-kit inspect article.xlf
        translate-kit inspect --json *.po *.tmx
    """,
)
@click.argument("files", nargs=-1, required=True, type=str, metavar="FILE...")
@click.option("--encoding", metavar="NAME", help="Encoding of the files  [default: what they say].")
@click.option("--language", metavar="CODE", default="nl", show_default=True, help="Language of a source document.")
@pass_session
def inspect(session: Session, files: tuple[str, ...], encoding: str | None, language: str) -> None:
    """Say what each FILE is: format, version, languages, units, words, and what in it breaks its standard.

    Reads PO, XLIFF 1.2 and 2, TMX, TSV and CSV, Markdown and plain text. The exit code is 3 when something breaks a
    standard. With --json: `[{"file", "format", "version", "source_language", "target_language", "units", "words",
    "states", "documents", "encoding", "problems": [{"line", "message"}], "problem_count"}]`.
    """
    from translate_kit.formats.inspection import inspect as look_at

    found = [look_at(file, encoding=encoding, language=language) for file in files]
    if session.json:
        session.print_json([one.as_json() for one in found])
    else:
        for one in found:
            _print(one, session)
    broken = sum(one.problem_count > 0 for one in found)
    if broken:
        raise BadInput(f"{broken} of {_count(len(found), 'file')} cannot be read or break their standard.")


def _print(found: Inspection, session: Session) -> None:
    if found.title:
        languages = " → ".join(language for language in (found.source_language, found.target_language) if language)
        parts = [
            f"{found.title} {found.version}".strip(),
            languages,
            _count(found.units, "segment" if found.encoding else "unit"),
            _count(found.words, "word"),
            found.encoding,
        ]
        click.echo(f"{found.file}: {', '.join(part for part in parts if part)}")
        if found.states:
            click.echo("  " + ", ".join(f"{count:,} {state}" for state, count in found.states.items()))
    shown = found.problems if session.verbose else found.problems[:_SHOWN]
    for problem in shown:
        place = found.file if problem.line is None else f"{found.file}:{problem.line}"
        click.echo(f"{place}: {problem.message}")
    if found.problem_count > len(shown):
        click.echo(f"{found.file}: and {found.problem_count - len(shown):,} more problems; --verbose shows more.")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + "s" * (number != 1)
