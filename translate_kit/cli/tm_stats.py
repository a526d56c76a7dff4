"""`translate-kit tm stats`: what is in a memory."""

from __future__ import annotations

from typing import Any

import click

from translate_kit.cli.base import Session, command, pass_session
from translate_kit.cli.tm_listing import units_text
from translate_kit.visible import escaped

SHOWN = 8
"""Authors and files that are printed; `--json` has fifty."""


@command("stats", example="translate-kit tm stats --memory memory.db --json")
@click.option(
    "--memory", "url", metavar="URL", required=True, help="The memory: a path such as memory.db, or a database URL."
)
@pass_session
def stats(session: Session, url: str) -> None:
    """Say what is in a memory: units, words, characters, languages, ages, authors, files, sizes."""
    from tm.memory import Memory

    with Memory.open(url, create=False) as memory:
        found = memory.stats()
    if session.json:
        session.print_json(found)
        return
    for line in _lines(found):
        click.echo(line)


def _lines(found: dict[str, Any]) -> list[str]:
    imports = f"{found['imports']:,} import{'' if found['imports'] == 1 else 's'}"
    lines = [f"{found['memory']}: {units_text(found['units'])} from {imports}"]
    lines += [
        f"  {escaped(one['language']):8} {one['variants']:>12,} segments {one['words']:>14,} words "
        f"{one['characters']:>16,} characters"
        for one in found["languages"]
    ]
    if found["oldest"]:
        lines.append(f"  made or changed {_day(found['oldest'])} to {_day(found['newest'])}")
        lines += [f"    {one['year']:6} {one['units']:>12,} units" for one in found["years"]]
    if found["undated"]:
        lines.append(f"    no date {found['undated']:>10,} units")
    if found["used"]:
        last = f", last on {_day(found['last_used'])}" if found["last_used"] else ""
        lines.append(f"  used {found['used']:,} times{last}")
    lines += _named("by", found["authors"], lambda one: f"{one['made']:>12,} made {one['changed']:>12,} changed")
    if found["imports"]:
        lines += _named("out of", found["origins"], lambda one: f"{one['units']:>12,} units")
    rest = f"{found['index_bytes']:,} of them for fuzzy lookup, {found['words_bytes']:,} for concordance"
    lines.append(f"  {found['size_bytes']:,} bytes, {rest}")
    return lines


def _named(title: str, items: list[dict[str, Any]], shown: Any) -> list[str]:
    if not items:
        return []
    names = [escaped(one["name"]) or "(no file)" for one in items[:SHOWN]]
    width = max(map(len, names))
    lines = [f"  {title}"]
    lines += [f"    {name:{width}} {shown(one)}" for name, one in zip(names, items, strict=False)]
    if len(items) > SHOWN:
        lines.append("    … (--json has more)")
    return lines


def _day(date: str) -> str:
    """A TMX date as people write the day; another one as it is."""
    return f"{date[:4]}-{date[4:6]}-{date[6:8]}" if date[:8].isdecimal() and len(date) >= 8 else escaped(date)
