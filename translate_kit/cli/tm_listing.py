"""Lists of units and of changes, for programs and for people."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from translate_kit.cli.base import Session, read_lines
from translate_kit.visible import escaped

if TYPE_CHECKING:
    from tm.clean import Change
    from tm.unit import TranslationUnit


class Shown(Protocol):
    """Something that a search finds."""

    def as_json(self) -> dict[str, Any]:
        """Itself as the command prints it for programs."""
        ...


Found = TypeVar("Found", bound=Shown)


def answer(
    session: Session,
    text: str | None,
    queries: str | None,
    search: Callable[[str], Sequence[Found]],
    show: Callable[[Sequence[Found]], None],
    *,
    key: str,
) -> None:
    """Print what a search finds for one text, or for each line of a file, in one process.

    Args:
        session: whether for programs or for people.
        text: the text, or None.
        queries: the file of texts, `-` for standard input; read when there is no `text`.
        search: finds.
        show: prints what was found for people.
        key: under which the JSON line of a query has what was found, beside `query` and `elapsed_ms`.
    """
    if text is not None:
        found = search(text)
        if session.json:
            session.print_json([one.as_json() for one in found])
        else:
            show(found)
        return
    for line in read_lines(str(queries)):
        started = time.perf_counter()
        found = search(line)
        elapsed_ms = round((time.perf_counter() - started) * 1000, 3)
        if session.json:
            session.print_json_line({"query": line, "elapsed_ms": elapsed_ms, key: [one.as_json() for one in found]})
        else:
            click.secho(escaped(line), bold=True)
            show(found)


class Listed:
    """What has changed, in a file until the end: a million changes fit, and an error leaves no half document."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(1 << 20, "w+", encoding="utf-8")  # noqa: SIM115
        self.count = 0

    def __enter__(self) -> Listed:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def take(self, change: Change) -> None:
        """Note a change."""
        self.take_json(change.as_json())

    def take_json(self, value: object) -> None:
        """Note what can be written as JSON."""
        self._file.write(json.dumps(value, ensure_ascii=False) + "\n")
        self.count += 1

    def _lines(self) -> Iterator[str]:
        self._file.seek(0)
        return (line.rstrip("\n") for line in self._file)

    def print_json(self, head: dict[str, Any], name: str, tail: dict[str, Any]) -> None:
        """One JSON object, its list written line by line."""
        click.echo("{" + "".join(f"{json.dumps(key)}: {json.dumps(value)},\n" for key, value in head.items()), nl=False)
        click.echo(f"{json.dumps(name)}: [", nl=False)
        between = "\n"
        for line in self._lines():
            click.echo(f"{between}{line}", nl=False)
            between = ",\n"
        click.echo("\n],")
        click.echo(",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in tail.items()) + "}")

    def print_changes(self) -> None:
        """The changes for a person."""
        colours = {"remove": "red", "change": "yellow", "name": "cyan"}
        for line in self._lines():
            change = json.loads(line)
            shown = "look at" if change["action"] == "name" else change["action"]
            click.secho(f"{shown:7} ", fg=colours[change["action"]], nl=False)
            number = f"unit {change['unit_id']}" if change["unit_id"] else "a unit from above"
            click.echo(f"{number}  {change['step']}: {escaped(change['reason'])}")
            after = {} if change["after"] is None else {one["language"]: one["text"] for one in change["after"]}
            for one in change["before"]:
                new = after.get(one["language"])
                if change["action"] == "change" and new != one["text"]:
                    click.echo(f"  - {escaped(one['language']):6} “{escaped(one['text'], strict=True)}”")
                    if new is not None:
                        click.echo(f"  + {escaped(one['language']):6} “{escaped(new, strict=True)}”")
                else:
                    click.echo(f"    {escaped(one['language']):6} {escaped(one['text'])}")

    def print_units(self) -> None:
        """The units for a person."""
        for line in self._lines():
            show_unit(json.loads(line))


def unit_json(unit: TranslationUnit) -> dict[str, Any]:
    """A unit as `tm filter --json` prints it."""
    from tm.clean_steps import newest
    from tm.store.rows import iso_date

    infos = [unit.info, *(variant.info for variant in unit.variants)]
    return {
        "unit_id": unit.unit_id,
        "changed": iso_date(newest(unit) or None),
        "authors": list(dict.fromkeys(name for info in infos for name in (info.created_by, info.changed_by) if name)),
        "origin": unit.origin or None,
        "properties": [{"type": prop.type, "value": prop.value} for info in infos for prop in info.props],
        "variants": [{"language": variant.language, "text": variant.rendered} for variant in unit.variants],
    }


def show_unit(unit: dict[str, Any]) -> None:
    """Print a unit for a person."""
    facts = [f"unit {unit['unit_id']}", (unit["changed"] or "")[:10], *unit["authors"], unit["origin"]]
    facts += [f"{prop['type']}={prop['value']}" for prop in unit["properties"]]
    click.secho(escaped(", ".join(fact for fact in facts if fact)), dim=True)
    for variant in unit["variants"]:
        click.echo(f"  {escaped(variant['language']):6} {escaped(variant['text'])}")


def units_text(count: int) -> str:
    """`1 unit`, `2 units`."""
    return f"{count:,} unit{'' if count == 1 else 's'}"
