"""`translate-kit tm clean|undo|filter|delete|merge`: keep a memory in order, and take it back."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from translate_kit.cli.base import Session, command, pass_session
from translate_kit.cli.tm_listing import Listed, show_unit, unit_json, units_text
from translate_kit.errors import BadOutput

if TYPE_CHECKING:
    from tm.memory import Memory
    from tm.select import Wanted

_FIRST_DAY = {len("2024"): "-01-01", len("2024-05"): "-01"}

F = TypeVar("F", bound=Callable[..., Any])

memory_option = click.option(
    "--memory", "url", metavar="URL", required=True, help="The memory: a path such as memory.db, or a database URL."
)
undo_option = click.option(
    "--undo",
    "undo_path",
    metavar="FILE",
    help="Where to write what is removed or changed.  [default: a new file beside the memory]",
)
no_undo_option = click.option("--no-undo", is_flag=True, help="Write it nowhere; there is no way back then.")


def _conditions(function: F) -> F:
    """The options that say which units are meant."""
    options = (
        click.option(
            "--before",
            metavar="DATE",
            help="Changed last (or made) before this day (2024-05-01, 2024-05, 2024), or without a date.",
        ),
        click.option(
            "--since", metavar="DATE", help="Changed last (or made) on this day, in this month or year, or later."
        ),
        click.option("--author", "authors", metavar="NAME", multiple=True, help="Made or changed by NAME."),
        click.option(
            "--property", "properties", metavar="TYPE[=VALUE]", multiple=True, help="With this property (all of them)."
        ),
        click.option("--language", "languages", metavar="LANG", multiple=True, help="In this language (all of them)."),
        click.option("--text", metavar="REGEX", help="With this in one of its texts; (?i) for any case."),
        click.option("--origin", "origins", metavar="NAME", multiple=True, help="Came with the file NAME."),
    )
    for option in reversed(options):
        function = option(function)
    return function


@command(
    "clean",
    example="""translate-kit tm clean --memory memory.db --dry-run
    translate-kit tm clean --memory memory.db --step duplicates --step wrong-language --undo before.tmx""",
)
@click.option("--memory", "url", metavar="URL", help="The memory: a path such as memory.db, or a database URL.")
@click.option("--step", "names", metavar="NAME", multiple=True, help="A step to take; may be given repeatedly.")
@click.option("--steps", "listing", is_flag=True, help="List the steps, and do nothing.")
@click.option("--dry-run", is_flag=True, help="List what would change, unit by unit, and change nothing.")
@undo_option
@no_undo_option
@pass_session
def clean(
    session: Session,
    url: str | None,
    names: tuple[str, ...],
    listing: bool,
    dry_run: bool,
    undo_path: str | None,
    no_undo: bool,
) -> None:
    """Take maintenance steps over a memory.

    Without --step these are control-characters, spaces, empty and duplicates. What is removed or changed is written to
    an undo file first; `tm undo FILE` brings it back.
    """
    from tm import clean as work
    from tm.journal import last_unit
    from tm.memory import Memory

    if listing:
        _list_steps(session)
        return
    if url is None:
        raise click.UsageError("Missing option '--memory'.")
    try:
        steps = work.steps_named(names)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--step") from None
    with Memory.open(url, create=False) as memory, Listed() as listed:
        place = None if dry_run else _undo_place(memory, undo_path, no_undo)
        with session.progress("units", last_unit(memory.store)) as advance, _writable(place):
            done = work.clean(memory, steps, undo_path=place, dry_run=dry_run, report=listed.take, progress=advance)
        written = str(place) if place is not None and place.exists() else None
        head = {"memory": memory.name, "dry_run": dry_run, "read": done.read}
        tail = {"removed": done.removed, "changed": done.changed, "steps": done.by_step, "undo": written}
        if session.json:
            listed.print_json(head, "changes", tail)
        elif dry_run or session.verbose:
            listed.print_changes()
    would = "would be " if dry_run else ""
    for name, actions in done.by_step.items():
        told = ", ".join(
            f"{count:,} {word}"
            for action, word in (("remove", "removed"), ("change", "changed"), ("name", "to look at"))
            if (count := actions[action])  # type: ignore[index]
        )
        session.say(f"{name}: {told}")
    session.say(f"{units_text(done.removed)} {would}removed, {done.changed:,} {would}changed")
    _say_undo(session, written, memory.name)


def _list_steps(session: Session) -> None:
    from tm.clean import STEPS

    if session.json:
        session.print_json([{"name": s.name, "usual": s.usual, "summary": s.summary} for s in STEPS])
        return
    for step in STEPS:
        click.echo(f"{'*' if step.usual else ' '} {step.name:20} {step.summary}")
    session.say("* taken when no step is named")


@command("undo", example="translate-kit tm undo before.tmx --memory memory.db")
@click.argument("file", metavar="FILE", type=str)
@memory_option
@click.option("--keep-changed", is_flag=True, help="Leave alone what somebody has changed since, and undo the rest.")
@pass_session
def undo(session: Session, file: str, url: str, keep_changed: bool) -> None:
    """Bring back what `tm clean`, `tm delete` or `tm merge` changed, from the undo file that it wrote."""
    from dataclasses import asdict

    from tm.memory import Memory
    from tm.undo import undo as bring_back

    with Memory.open(url, create=False) as memory:
        done = bring_back(memory, file, keep_changed=keep_changed)
    if session.json:
        session.print_json(asdict(done))
    told = [
        f"{units_text(done.restored)} as before",
        f"{done.removed:,} that had been added are gone" if done.removed else "",
        f"{done.same:,} needed nothing" if done.same else "",
        f"{done.kept:,} changed since and left" if done.kept else "",
    ]
    session.say(", ".join(filter(None, told)))


@command(
    "filter",
    example="""translate-kit tm filter --memory memory.db --author ann --since 2024-01-01
    translate-kit tm filter --memory memory.db --property x-client=Acme --out acme.tmx""",
)
@memory_option
@_conditions
@click.option("--out", metavar="F", help="Write the units as TMX (- for standard output) instead of listing them.")
@pass_session
def filter_(session: Session, /, url: str, out: str | None, **conditions: Any) -> None:
    """List the units that fit all conditions, or write them as TMX."""
    from tm.memory import Memory
    from tm.select import select
    from tm.tmx_write import write_tmx

    wanted = _wanted(conditions)
    with Memory.open(url, create=False) as memory:
        units = select(memory, wanted)
        if out is not None:
            with _writable(out):
                count = write_tmx(sys.stdout.buffer if out == "-" else out, units, source_language="*all*")
            if session.json and out != "-":
                session.print_json({"out": out, "units": count})
        else:
            count = 0
            for number, unit in enumerate(units, 1):
                count = number
                if session.json:
                    session.print_json_line(unit_json(unit))
                else:
                    show_unit(unit_json(unit))
    session.say(units_text(count))


@command(
    "delete",
    example="""translate-kit tm delete --memory memory.db --before 2015-01-01 --dry-run
    translate-kit tm delete --memory memory.db --origin old.tmx --undo old-units.tmx""",
)
@memory_option
@_conditions
@click.option("--dry-run", is_flag=True, help="List what would be deleted, and delete nothing.")
@undo_option
@no_undo_option
@pass_session
def delete(
    session: Session, /, url: str, dry_run: bool, undo_path: str | None, no_undo: bool, **conditions: Any
) -> None:
    """Delete the units that fit all conditions; they are written to an undo file first."""
    from tm import select as work
    from tm.journal import last_unit
    from tm.memory import Memory

    wanted = _wanted(conditions)
    if wanted.everything:
        raise click.UsageError(
            "Say which units: --before, --since, --author, --property, --language, --text, --origin."
        )
    with Memory.open(url, create=False) as memory, Listed() as listed:
        place = None if dry_run else _undo_place(memory, undo_path, no_undo)
        if dry_run:
            for unit in work.select(memory, wanted):
                listed.take_json(unit_json(unit))
            count = listed.count
        else:
            with session.progress("units", last_unit(memory.store)) as advance, _writable(place):
                count = work.delete(
                    memory,
                    wanted,
                    undo_path=place,
                    report=lambda unit: listed.take_json(unit_json(unit)),
                    progress=advance,
                )
        written = str(place) if place is not None and place.exists() else None
        if session.json:
            listed.print_json({"memory": memory.name, "dry_run": dry_run}, "units", {"deleted": count, "undo": written})
        elif dry_run or session.verbose:
            listed.print_units()
    session.say(f"{units_text(count)} {'would be ' if dry_run else ''}deleted")
    _say_undo(session, written, memory.name)


@command("merge", example="translate-kit tm merge ann.db bob.db --into team.db")
@click.argument("urls", metavar="MEMORY...", nargs=-1, required=True, type=str)
@click.option("--into", "url", metavar="URL", required=True, help="The memory that they are put into.")
@undo_option
@no_undo_option
@pass_session
def merge(session: Session, urls: tuple[str, ...], url: str, undo_path: str | None, no_undo: bool) -> None:
    """Put the units of memories into one; it is made when it is not there, and the others stay as they are.

    Units that say the same become one, with the dates, notes and properties of all.
    """
    from dataclasses import asdict

    from tm import select as work
    from tm.journal import last_unit
    from tm.memory import Memory

    with ExitStack() as stack:
        others = [stack.enter_context(Memory.open(other, create=False)) for other in urls]
        into = stack.enter_context(Memory.open(url))
        if any(_same_place(into, other) for other in others):
            raise click.UsageError("A memory cannot be put into itself.")
        place = _undo_place(into, undo_path, no_undo)
        total = sum(last_unit(other.store) for other in others)
        with session.progress("units", total) as advance, _writable(place):
            done = work.merge(into, others, undo_path=place, progress=advance)
        written = str(place) if place is not None and place.exists() else None
    if session.json:
        session.print_json({**asdict(done), "undo": written})
    session.say(f"{done.read:,} read, {done.added:,} added, {done.merged:,} merged")
    _say_undo(session, written, into.name)


def _same_place(one: Memory, other: Memory) -> bool:
    first, second = (getattr(memory.store, "path", None) for memory in (one, other))
    if isinstance(first, Path) and isinstance(second, Path):
        return first.samefile(second)
    return one.store.url == other.store.url


def _wanted(conditions: dict[str, Any]) -> Wanted:
    from tm.select import Wanted
    from tm.tmx_read import tmx_date_of

    dates = {}
    for name in ("before", "since"):
        value = conditions[name]
        # A year or a month begins on its first day.
        dates[name] = None if value is None else tmx_date_of(value + _FIRST_DAY.get(len(value.strip()), ""))
        if value is not None and dates[name] is None:
            raise click.BadParameter(f"{value}: a date such as 2024-05-01 was expected.", param_hint=f"--{name}")
    try:
        text = None if conditions["text"] is None else re.compile(conditions["text"])
    except re.error as error:
        raise click.BadParameter(
            f"{conditions['text']}: no regular expression ({error}).", param_hint="--text"
        ) from None
    properties = [value.partition("=") for value in conditions["properties"]]
    return Wanted(
        before=dates["before"],
        since=dates["since"],
        authors=conditions["authors"],
        properties=tuple((kind, value if equals else None) for kind, equals, value in properties),
        languages=conditions["languages"],
        text=text,
        origins=conditions["origins"],
    )


def _undo_place(memory: Memory, undo_path: str | None, no_undo: bool) -> Path | None:
    """Where the undo file goes; never where there is a file already, it could be the only way back from something."""
    if no_undo:
        if undo_path is not None:
            raise click.UsageError("--undo and --no-undo contradict each other.")
        return None
    if undo_path is None:
        path = getattr(memory.store, "path", None)
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        start = Path("memory") if path is None else Path(path)
        place = start.with_name(f"{start.stem}-undo-{stamp}.tmx")
        number = 1
        while place.exists():
            number += 1
            place = start.with_name(f"{start.stem}-undo-{stamp}-{number}.tmx")
        return place
    if Path(undo_path).exists():
        raise BadOutput(f"{undo_path}: there is a file already; an undo file does not replace one. Name another.")
    return Path(undo_path)


@contextmanager
def _writable(place: str | Path | None) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise BadOutput(f"{place}: cannot be written ({error.strerror or error}). Nothing was changed.") from None


def _say_undo(session: Session, written: str | None, url: str) -> None:
    if written is not None:
        command = shlex.join(["translate-kit", "tm", "undo", written, "--memory", url])
        session.say(f"To take it back: {command}")
