"""`translate-kit glossary stats`: what is in a glossary, and how it is used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from translate_kit.cli.base import Session, command, pass_session, read_lines
from translate_kit.cli.glossary_base import (
    counted,
    glossary_options,
    load_glossaries,
    plain,
    print_table,
    segments_of,
    table_of,
)

SHOWN = 20
"""Lines of a list that are shown to a person; --json has all."""


@command(
    "stats",
    example="""translate-kit glossary stats --glossary terms.csv
    translate-kit glossary stats article.md --glossary terms.csv --pairs article.po --json""",
)
@click.argument("documents", metavar="[DOCUMENT]...", nargs=-1, type=str)
@click.option("--file", "path", metavar="TEXTS", type=str, help="One text a line, as a document; - for standard input.")
@click.option(
    "--pairs",
    "pairs",
    metavar="FILE",
    multiple=True,
    type=str,
    help="A translation: PO, XLIFF, TMX, or source, tab, target (repeatable): what it has against the glossary.",
)
@click.option("--encoding", metavar="NAME", help="How the files are encoded, when they do not say so.")
@glossary_options
@pass_session
def stats(
    session: Session,
    documents: tuple[str, ...],
    path: str | None,
    pairs: tuple[str, ...],
    encoding: str | None,
    glossaries: tuple[str, ...],
    source_language: str,
    target_language: str,
) -> None:
    """What is in a glossary, what is wrong with it, and how it is used.

    For each DOCUMENT how many of its running words are in terms; over all of them which concepts occur and which
    never do. With --pairs the sources count as a document too, and what is translated against the glossary is listed.
    """
    from glossary.stats import compliance, survey, usage

    base = load_glossaries(session, glossaries, source_language, target_language)
    result = survey(base)
    judged = [(name, segments_of(name, source_language, encoding, bilingual=True)) for name in pairs]
    texts = [
        *((name, [one.source for one in segments_of(name, source_language, encoding)]) for name in documents),
        *([(path, list(read_lines(path)))] if path is not None else []),
        *((name, [segment.source for segment in segments]) for name, segments in judged),
    ]
    if texts:
        result |= usage(base, texts)
    if judged:
        result["translations"] = compliance(
            base,
            (
                (f"{name}:{segment.id}" if len(judged) > 1 else segment.id, segment.source, segment.target)
                for name, segments in judged
                for segment in segments
            ),
        )
    if session.json:
        session.print_json(result)
        return
    table = table_of("", "")
    for name, value in _lines(result):
        table.add_row(plain(name.replace("_", " ")), plain(value or "none"))
    print_table(table)


def _lines(result: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The result for people: a name and what to show for it."""
    for name, value in result.items():
        if name == "translations":
            for inner in ("pairs", "terms", "allowed", "accuracy", "verdicts", "against"):
                yield from _lines({inner: value[inner]})
        elif name == "documents":
            shown = [
                f"{Path(row['document']).name}: {100 * row['coverage']:.1f} % of {row['words']:,} words, "
                f"{counted(row['concepts'], 'concept')}"
                for row in value
            ]
            yield name, _limited(shown)
        elif name == "against":
            yield "against the glossary", _limited([f"{row['segment']}: {row['message']}" for row in value])
        elif name in ("coverage", "accuracy"):
            yield name, f"{100 * value:.1f} %"
        elif isinstance(value, dict):
            yield name, ", ".join(f"{key or 'none'} {count}" for key, count in value.items())
        elif isinstance(value, list):
            yield name, _limited(list(map(str, value)))
        else:
            yield name, str(value)


def _limited(lines: list[str]) -> str:
    return "\n".join(lines[:SHOWN]) + (f"\n… {len(lines) - SHOWN} more" if len(lines) > SHOWN else "")
