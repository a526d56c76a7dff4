"""What the commands about glossaries share: their options, loading, tables for people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from translate_kit.cli.base import Session

if TYPE_CHECKING:
    from glossary import TermBase
    from translate_kit.data import Segment


def glossary_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--glossary`, `--source-lang` and `--target-lang`."""
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
            help="CSV, TSV, XLSX, TBX or XLIFF 2; several: the first has priority. Without it those of --project, "
            "or the one that ships, which is called curated.",
        ),
    ):
        function = option(function)
    return function


def load_glossaries(
    session: Session, glossaries: tuple[str, ...], source_language: str, target_language: str
) -> TermBase:
    """The glossaries that were named, else those of the project, else the one that ships."""
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


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: 1 concept, 2 concepts."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def table_of(*columns: str) -> Any:
    """A table for people."""
    from rich.box import SIMPLE
    from rich.table import Table

    table = Table(box=SIMPLE)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def print_table(table: Any) -> None:
    """Print a table on standard output."""
    from rich.console import Console

    console = Console()
    # Narrower than this rich leaves columns out, or everything.
    console.width = max(console.width, 60)
    console.print(table)


def plain(text: str) -> Any:
    """A cell whose square brackets are no mark-up."""
    from rich.text import Text

    return Text(text)


def segments_of(name: str, language: str, encoding: str | None, *, bilingual: bool = False) -> Sequence[Segment]:
    """The segments of a document, or of a file of pairs.

    Args:
        name: of the file; - for standard input.
        language: of the sources.
        encoding: what the user said it is.
        bilingual: it must be a file of pairs, whatever it is called.
    """
    from translate_kit import formats

    known = formats.format_of(name, bilingual=True)
    if bilingual or (known is not None and Path(name).suffix.lower() in known.suffixes):
        return formats.read_bilingual(name, encoding=encoding)
    return formats.read_document(name, encoding=encoding, language=language).segments
