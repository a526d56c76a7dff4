"""`translate-kit glossary stats`: what is in a glossary, and how it is used."""

from __future__ import annotations

import click

from translate_kit.cli.base import Session, command, pass_session, read_lines
from translate_kit.cli.glossary_base import glossary_options, load_glossaries, plain, print_table, table_of


@command("stats", example="translate-kit glossary stats --glossary terms.csv --file article.txt")
@click.option("--file", "path", metavar="TEXT", type=str, help="A source text: which terms it uses.")
@glossary_options
@pass_session
def stats(
    session: Session, path: str | None, glossaries: tuple[str, ...], source_language: str, target_language: str
) -> None:
    """What is in a glossary, what is wrong with it, and which of its terms a text uses."""
    from glossary.stats import survey

    base = load_glossaries(session, glossaries, source_language, target_language)
    result = survey(base, read_lines(path) if path is not None else None)
    if session.json:
        session.print_json(result)
        return
    table = table_of("", "")
    for name, value in result.items():
        if isinstance(value, dict):
            shown = ", ".join(f"{key or 'none'} {count}" for key, count in value.items())
        elif isinstance(value, list):
            shown = "\n".join(map(str, value[:20])) + (f"\n… {len(value) - 20} more" if len(value) > 20 else "")
        else:
            shown = str(value)
        table.add_row(plain(name.replace("_", " ")), plain(shown or "none"))
    print_table(table)
