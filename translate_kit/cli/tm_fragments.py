"""`translate-kit tm fragments`: the parts of a text that a memory knows."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from translate_kit.cli.base import Session, command, pass_session
from translate_kit.cli.tm_listing import answer
from translate_kit.visible import escaped

if TYPE_CHECKING:
    from tm.fragments import Fragment


@command(
    "fragments",
    example="""translate-kit tm fragments --memory memory.db "De ministers wachten op het rapport van de commissie."
    translate-kit tm fragments --memory memory.db --file segments.txt --json""",
)
@click.argument("text", required=False)
@click.option(
    "--memory", "urls", metavar="URL", multiple=True, required=True, help="A memory; may be given repeatedly."
)
@click.option("--file", "queries", metavar="QUERIES", help="Take each line of a file (- for standard input).")
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="How many parts at most.")
@click.option(
    "--contexts", type=click.IntRange(0), default=3, show_default=True, help="How many units with each part at most."
)
@click.option(
    "--source", "source_language", metavar="LANG", default="nl", show_default=True, help="Language of the text."
)
@click.option("--target", "target_language", metavar="LANG", default="en", show_default=True, help="Language wanted.")
@pass_session
def fragments(
    session: Session,
    text: str | None,
    urls: tuple[str, ...],
    queries: str | None,
    limit: int,
    contexts: int,
    source_language: str,
    target_language: str,
) -> None:
    """Find the longest parts of a text that a memory knows, for a segment that has no good match.

    Each part comes with what it probably became in the units that have it, how certain that is (the share of these
    units, weighed by how certain their words could be paired), and some of the units.
    """
    from tm.memory import Memory

    if (text is None) == (queries is None):
        raise click.UsageError("Give a text or --file, one of them.")
    with ExitStack() as stack:
        memory, *others = (stack.enter_context(Memory.open(url, create=False)) for url in dict.fromkeys(urls))

        def search(source: str) -> list[Fragment]:
            return memory.fragments(
                source,
                source_language=source_language,
                target_language=target_language,
                limit=limit,
                contexts=contexts,
                others=others,
            )

        answer(session, text, queries, search, _show, key="fragments")


def _show(found: Sequence[Fragment]) -> None:
    for fragment in found:
        units = "1 unit" if fragment.count == 1 else f"{fragment.count:,} units"
        click.secho(escaped(fragment.text), fg="green", nl=False)
        click.echo(f"  in {units}")
        for one in fragment.translations:
            click.secho(f"  {one.confidence:>4.0%}  {escaped(one.text)}", bold=True)
        for passage in fragment.contexts:
            click.echo(f"        {escaped(passage.text)}")
            for _, translation in passage.translations:
                click.echo(f"        {escaped(translation)}")
    if not found:
        click.echo("  nothing is known")
