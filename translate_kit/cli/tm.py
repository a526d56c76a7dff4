"""`translate-kit tm`: a translation memory by itself."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import click

from translate_kit.cli.base import Session, command, pass_session
from translate_kit.cli.tm_concordance import concordance
from translate_kit.cli.tm_fragments import fragments
from translate_kit.cli.tm_import import import_
from translate_kit.cli.tm_listing import answer, units_text
from translate_kit.cli.tm_maintenance import clean, delete, filter_, merge, undo
from translate_kit.cli.tm_serve import serve
from translate_kit.cli.tm_stats import stats
from translate_kit.visible import escaped

if TYPE_CHECKING:
    from tm.match import Match


@click.group(
    "tm",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog='\b\nExample:\n  translate-kit tm lookup --memory memory.db "De kat slaapt."',
)
def tm() -> None:
    """A translation memory by itself: fill it, search it, keep it in order, write it out."""


memory_option = click.option(
    "--memory",
    "url",
    metavar="URL",
    required=True,
    help="The memory: a path such as memory.db, or postgresql://user@host/database.",
)


@command("export", example="translate-kit tm export --memory memory.db --out memory.tmx")
@memory_option
@click.option("--out", metavar="F", default="-", help="The TMX file to write (- for standard output).")
@click.option("--source", "source_language", metavar="LANG", help="The source language that the file names.")
@click.option("--target", "target_language", metavar="LANG", help="Write only this pair of languages.")
@pass_session
def export(session: Session, url: str, out: str, source_language: str | None, target_language: str | None) -> None:
    """Write a memory as TMX 1.4b."""
    from tm.memory import Memory
    from tm.transfer import export_tmx
    from translate_kit.errors import BadOutput

    with Memory.open(url, create=False) as memory:
        try:
            count = export_tmx(
                memory,
                sys.stdout.buffer if out == "-" else out,
                source_language=source_language,
                target_language=target_language,
            )
        except BrokenPipeError:
            raise
        except OSError as error:
            raise BadOutput(f"{out}: cannot be written ({error.strerror or error}).") from None
    if session.json and out != "-":
        session.print_json({"out": out, "units": count})
    session.say(f"{units_text(count)} written to {'standard output' if out == '-' else out}")


@command(
    "lookup",
    example="""translate-kit tm lookup --memory memory.db "De kat slaapt."
    translate-kit tm lookup --memory memory.db --memory old.db --threshold 70 --file queries.txt --json""",
)
@click.argument("text", required=False)
@click.option(
    "--memory", "urls", metavar="URL", multiple=True, required=True, help="A memory; may be given repeatedly."
)
@click.option("--file", "queries", metavar="QUERIES", help="Look up each line of a file (- for standard input).")
@click.option("--threshold", type=click.IntRange(50, 101), default=75, show_default=True, help="The lowest score.")
@click.option("--limit", type=click.IntRange(1), default=5, show_default=True, help="How many matches at most.")
@click.option(
    "--source", "source_language", metavar="LANG", default="nl", show_default=True, help="Language of the text."
)
@click.option("--target", "target_language", metavar="LANG", default="en", show_default=True, help="Language wanted.")
@click.option("--previous", metavar="TEXT", help="The segment before, for context matches.")
@click.option("--following", metavar="TEXT", help="The segment after, for context matches.")
@click.option("--key", metavar="KEY", help="The key of the resource string, for context matches.")
@click.option(
    "--penalty",
    "penalties",
    metavar="URL=N",
    multiple=True,
    help="Points to take off every match out of a memory; may be given repeatedly.",
)
@pass_session
def lookup(
    session: Session,
    text: str | None,
    urls: tuple[str, ...],
    queries: str | None,
    threshold: int,
    limit: int,
    source_language: str,
    target_language: str,
    previous: str | None,
    following: str | None,
    key: str | None,
    penalties: tuple[str, ...],
) -> None:
    """Find the units that are most like a text, best first.

    101 is an equal text in the same context, 100 an equal text; below that the score says how many characters agree.
    """
    from tm.lookup import Query, find_in
    from tm.memory import Memory

    if (text is None) == (queries is None):
        raise click.UsageError("Give a text or --file, one of them.")
    points = dict(penalty_of(value, urls) for value in penalties)
    with ExitStack() as stack:
        memories = [
            stack.enter_context(Memory.open(url, create=False, penalty=points.get(url, 0)))
            for url in dict.fromkeys(urls)
        ]

        def search(source: str) -> list[Match]:
            query = Query(source, source_language, target_language, previous, following, key)
            return find_in(memories, query, threshold=threshold, limit=limit)

        answer(session, text, queries, search, _show, key="matches")


def penalty_of(value: str, urls: tuple[str, ...]) -> tuple[str, int]:
    """The memory and the points that a `--penalty URL=N` names; messages do not repeat it, for its password."""
    url, _, number = value.rpartition("=")
    if not number.isdecimal():
        raise click.BadParameter("URL=N was expected, with a whole number N.", param_hint="--penalty")
    if url not in urls:
        raise click.BadParameter("what it names is not among the memories.", param_hint="--penalty")
    return url, int(number)


def _show(matches: Iterable[Match]) -> None:
    found = False
    for match in matches:
        found = True
        lost = ", ".join(f"-{penalty.points} {penalty.reason}" for penalty in match.penalties)
        about = ", ".join(part for part in (match.kind, lost, match.memory, match.changed or "") if part)
        click.secho(f"{match.score:>3} %", nl=False, fg="green" if match.score >= 100 else "yellow")
        click.echo(f"  {escaped(about)}")
        click.echo("       " + "".join(_marked(operation, piece) for operation, piece in match.diff))
        click.secho(f"       {escaped(match.target)}", bold=True)
    if not found:
        click.echo("  no match")


def _marked(operation: str, text: str) -> str:
    """A piece of a difference, for the terminal: struck out in red, underlined in green; in brackets elsewhere."""
    text = escaped(text, strict=operation != "equal")
    if operation == "equal":
        return text
    if sys.stdout.isatty():
        settings: dict[str, Any] = {"fg": "red", "strikethrough": True} if operation == "delete" else {"fg": "green"}
        return click.style(text, **settings)
    return f"[-{text}-]" if operation == "delete" else f"{{+{text}+}}"


for _command in (import_, export, lookup, concordance, fragments, stats, serve, clean, undo, filter_, delete, merge):
    tm.add_command(_command)
