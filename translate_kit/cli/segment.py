"""`translate-kit segment`: a document into segments, one a line or as JSON."""

from __future__ import annotations

from pathlib import PurePath

import click

from translate_kit.cli.base import Session, command, pass_session

_SUFFIXES = {".md": "markdown", ".markdown": "markdown"}


@command(
    "segment",
    example="""
        translate-kit segment article.md
        translate-kit segment --json article.txt > segments.json
        translate-kit segment --srx rules.srx - < article.txt
    """,
)
@click.argument("file", type=str)
@click.option("--srx", metavar="F", help="Split sentences by the rules of an SRX 2.0 file instead of our own.")
@click.option("--language", metavar="CODE", default="nl", show_default=True, help="Language of the document.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "markdown")),
    help="What the file is  [default: markdown for .md and .markdown, else text].",
)
@click.option("--encoding", metavar="NAME", help="Encoding of the file  [default: UTF-8, or what its first bytes say].")
@pass_session
def segment(
    session: Session, file: str, srx: str | None, language: str, format_: str | None, encoding: str | None
) -> None:
    """Segment FILE (`-`: standard input), one segment a line.

    A line break inside a segment is shown as a space. With --json: `[{"id", "text", "start", "end", "kind"}]`, where
    start and end count characters of the decoded file.
    """
    from translate_kit.files import read_text
    from translate_kit.segment import load_srx, one_line, segment_text

    rules = load_srx(srx) if srx else None
    text = read_text(file, encoding=encoding)
    kind = format_ or _SUFFIXES.get(PurePath(file).suffix.lower(), "text")
    segments = segment_text(text, language=language, format=kind, rules=rules)
    if session.json:
        session.print_json(
            [{"id": s.id, "text": s.source, "start": s.start, "end": s.end, "kind": s.kind} for s in segments]
        )
    else:
        click.echo("".join(f"{one_line(s.source)}\n" for s in segments), nl=False)
