"""`translate-kit models`: the translation models on this machine."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from translate_kit.cli.base import Session, command, common_options, pass_session

if TYPE_CHECKING:
    from translate_kit.mt.packages import Model


@click.group(
    "models",
    epilog="\b\nExample:\n  translate-kit models list\n  translate-kit models install nl en",
)
@common_options
def models() -> None:
    """Translation models: list, install, remove, info.

    Everything runs offline with the small model that ships with translate-kit. Only `models install SOURCE TARGET`
    goes to the network, and says so first.
    """


@command("list", example="translate-kit models list --json")
@pass_session
def list_models(session: Session) -> None:
    """List the models on this machine, the one in use first."""
    from translate_kit.mt import models as store

    found = store.installed()
    used = _used(found)
    if session.json:
        session.print_json([_as_json(model, model in used) for model in found])
        return
    if not found:
        session.say("No model. Get one with: translate-kit models install nl en")
    rows = [
        (
            "*" if model in used else "",
            f"{model.source}→{model.target}",
            model.version,
            _ORIGINS[model.origin.value],
            _size(model.size_bytes),
            str(model.path),
        )
        for model in found
    ]
    for row in _columns([("", "pair", "version", "from", "size", "where"), *rows] if rows else []):
        click.echo(row)
    if rows:
        session.say("* is used. More about one: translate-kit models info SOURCE TARGET")


@command("info", example="translate-kit models info nl en")
@click.argument("source", default="nl")
@click.argument("target", default="en")
@pass_session
def info(session: Session, source: str, target: str) -> None:
    """Show the model that is used for a pair (nl en if none is given): its origin, its scores, its known failures."""
    from translate_kit.errors import Missing
    from translate_kit.mt import models as store

    found = store.installed()
    model = store.choose(found, source, target)
    if model is None:
        raise Missing(
            f"There is no translation model for {source} to {target} on this machine. "
            f"Get one with: translate-kit models install {source} {target}"
        )
    facts = store.facts(model)
    if session.json:
        session.print_json({**_as_json(model, used=True), **facts})
        return
    names = f" ({model.source_name} to {model.target_name})" if model.source_name and model.target_name else ""
    click.echo(f"{model.label}{names}")
    click.echo(f"  from:   {_ORIGINS[model.origin.value]}{', ' + model.taken_from if model.taken_from else ''}")
    click.echo(f"  where:  {model.path} ({_size(model.size_bytes)})")
    _print_facts(facts)


@command(
    "install",
    example="""translate-kit models install nl en
    translate-kit models install translate-nl_en-1_8.argosmodel""",
)
@click.argument("what", nargs=-1, required=True, metavar="SOURCE TARGET | FILE")
@click.option("--index", metavar="URL", help="The package index, else ARGOS_PACKAGE_INDEX, else the one of Argos.")
@pass_session
def install(session: Session, what: Sequence[str], index: str | None) -> None:
    """Install a model: the official one for a pair of languages, or an .argosmodel file.

    SOURCE TARGET goes to the network: to the package index of Argos, and from there to the package. FILE does not.
    The package is checked and tried before it replaces the one that was installed for its pair; the model that ships
    with translate-kit stays, and is used again when the installed one is removed.
    """
    from translate_kit.mt import models as store

    if len(what) == 1:
        if index:
            raise click.UsageError("--index goes with SOURCE TARGET; a FILE is installed as it is.")
        model = store.install_file(what[0])
    elif len(what) == 2:
        source, target = what
        address = index or store.index_url()
        session.say(f"Going to the network: {address} for the newest model for {source} to {target}.")
        with _download_bar(session) as progress:
            model = store.install_official(source, target, index=address, progress=progress)
    else:
        raise click.UsageError("Give two languages (nl en), or one .argosmodel file.")
    if session.json:
        session.print_json(_as_json(model, used=model in _used(store.installed())))
    session.say(f"Installed: {model.label}, in {model.path}")


@command("remove", example="translate-kit models remove nl en")
@click.argument("source")
@click.argument("target")
@pass_session
def remove(session: Session, source: str, target: str) -> None:
    """Remove the installed model for a pair; the one that ships with translate-kit stays."""
    from translate_kit.mt import models as store

    gone = store.remove(source, target)
    if session.json:
        session.print_json([_as_json(model, used=False) for model in gone])
    for model in gone:
        session.say(f"Removed: {model.label}, from {model.path}")


for subcommand in (list_models, info, install, remove):
    models.add_command(subcommand)

_ORIGINS = {
    "embedded": "ships with translate-kit",
    "file": "a file",
    "index": "package index",
    "argos": "Argos Translate",
}


def _used(found: Sequence[Model]) -> list[Model]:
    first: dict[tuple[str, str], Model] = {}
    for model in found:
        first.setdefault((model.source, model.target), model)
    return list(first.values())


def _as_json(model: Model, used: bool) -> dict[str, Any]:
    return {
        "model": model.label,
        "source": model.source,
        "target": model.target,
        "version": model.version,
        "origin": model.origin.value,
        "used": used,
        "path": str(model.path),
        "size_bytes": model.size_bytes,
        "installed": model.installed,
        "taken_from": model.taken_from,
    }


def _print_facts(facts: dict[str, Any]) -> None:
    if summary := facts.get("summary"):
        click.echo(f"\n{summary.strip()}")
    if scores := facts.get("scores"):
        click.echo("\nMeasured:")
        rows = [
            (
                one["set"],
                f"{one['segments']:,} segments",
                f"BLEU {one['bleu']}",
                f"chrF2 {one['chrf2']}",
                f"TER {one['ter']}",
            )
            for one in scores
        ]
        for row in _columns(rows):
            click.echo(f"  {row}")
        if signature := facts.get("signature"):
            click.echo(f"  {signature}")
    if failures := facts.get("known_failures"):
        click.echo("\nKnown failures:")
        for failure in failures:
            click.echo(f"  - {failure}")
    if full := facts.get("full_size"):
        click.echo(f"\n{full['text']}\n  {full['command']}")
    if data := facts.get("training_data"):
        click.echo("\nTrained on:")
        for source in data:
            click.echo(f"  - {source}")


def _columns(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _size(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:,.1f} MB"


@contextlib.contextmanager
def _download_bar(session: Session) -> Iterator[Callable[[int, int | None], None] | None]:
    if session.quiet or session.json or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (TextColumn("download"), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("download", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
