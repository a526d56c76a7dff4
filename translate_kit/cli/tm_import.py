"""`translate-kit tm import`: fill a memory from files."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from translate_kit.cli.base import Session, command, pass_session
from translate_kit.visible import escaped

if TYPE_CHECKING:
    from tm.match import Counts

SHOWN = 20
"""Problems that are printed one by one."""


@command(
    "import",
    example="""translate-kit tm import old.tmx customer.tmx.gz --memory memory.db
    translate-kit tm import pairs.csv article.po article.xlf --memory memory.db --source nl --target en""",
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=str)
@click.option(
    "--memory", "url", metavar="URL", required=True, help="The memory: a path such as memory.db, or a database URL."
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["tmx", "po", "xliff", "tsv", "csv"]),
    help="What the files are, when neither name nor content says so.",
)
@click.option(
    "--source",
    "source_language",
    metavar="LANG",
    help="Of a TMX file read only this language and --target; of a file that does not say: what it is in.  [nl]",
)
@click.option("--target", "target_language", metavar="LANG", help="The same for the target.  [en]")
@click.option("--encoding", help="What tables, PO and XLIFF are encoded in, when they do not say so.")
@click.option("--drafts", is_flag=True, help="Take what nobody has confirmed too, with a penalty of 10 points.")
@click.option("--lenient", is_flag=True, help="Leave out what is broken in TMX and tables, instead of stopping there.")
@pass_session
def import_(
    session: Session,
    files: tuple[str, ...],
    url: str,
    kind: str | None,
    source_language: str | None,
    target_language: str | None,
    encoding: str | None,
    drafts: bool,
    lenient: bool,
) -> None:
    """Read TMX, CSV, TSV, PO and XLIFF files into a memory, which is made when there is none.

    Each file (- for standard input) is read as a whole or not at all. What nobody has confirmed is left out: segments
    below `translated`, `fuzzy` entries, units that a TMX file calls drafts. At the end it says how many units were
    read, added, merged with an older unit that says the same, and refused.
    """
    from tm.memory import Memory
    from translate_kit.memory_sources import Reading, import_source, open_source

    reading = Reading(
        kind=kind,
        source_language=source_language,
        target_language=target_language,
        encoding=encoding,
        drafts=drafts,
        lenient=lenient,
    )
    reports = []
    with ExitStack() as stack:
        # All of them first: no memory is made for a file that is not there.
        sources = [stack.enter_context(open_source(name, reading)) for name in files]
        memory = stack.enter_context(Memory.open(url))
        for source in sources:
            with session.progress(Path(source.name).name, source.size_bytes) as advance:
                counts = import_source(memory, source, reading, advance)
            reports.append({"file": source.name, **counts.as_json()})
            _say_counts(session, source.name, counts)
    if session.json:
        session.print_json(reports)


def _say_counts(session: Session, name: str, counts: Counts) -> None:
    for problem in counts.problems[:SHOWN]:
        what = "refused" if problem.refused else "repaired"
        place = f"{name}:{problem.line}" if problem.line else f"{name} (unit {problem.unit})"
        detail = f" ({problem.detail})" if problem.detail else ""
        session.say(escaped(f"{place}: {what}: {problem.reason}{detail}"))
    if counts.reasons.total() > SHOWN:
        session.say(f"{name}: … and {counts.reasons.total() - SHOWN:,} more:")
        for reason, count in counts.reasons.most_common():
            session.say(escaped(f"{name}: {count:,} × {reason}"))
    text = f"{name}: {counts.read:,} read, {counts.added:,} added, {counts.merged:,} merged, {counts.refused:,} refused"
    session.say(text + (f", {counts.repaired:,} repaired" if counts.repaired else ""))
