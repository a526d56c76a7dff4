"""`doctor`: what is installed and what is missing."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Callable
from dataclasses import asdict, dataclass

import click

from translate_kit import __version__
from translate_kit.cli.base import Session, command, exit_code_of, pass_session
from translate_kit.errors import Missing

NEEDED = (
    "click",
    "rich",
    "argos-translate-lt",
    "ctranslate2",
    "sentencepiece",
    "sacrebleu",
    "polib",
    "translate-toolkit",
    "lxml",
    "rapidfuzz",
    "numpy",
    "jinja2",
    "markdown-it-py",
)


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at: whether it is all right, what was found, and what to do when it is not."""

    name: str
    ok: bool
    found: str
    remedy: str = ""


@command(example="translate-kit doctor")
@pass_session
def doctor(session: Session) -> None:
    """Look at everything that the commands need: Python, libraries, models, the glossary, the data folder.

    Ends with exit code 4 when something is missing, and says which command gets it.
    """
    results = [_examine(name, look) for name, look in EXAMINATIONS]
    if session.json:
        session.print_json([asdict(result) for result in results])
    else:
        for result in results:
            mark = click.style("ok     ", fg="green") if result.ok else click.style("missing", fg="red")
            click.echo(f"{mark} {result.name}: {result.found}")
            if result.remedy and not result.ok:
                click.echo(f"        {result.remedy}")
    if not all(result.ok for result in results):
        raise Missing("something is missing; see above.")


def _examine(name: str, look: Callable[[], str]) -> Examined:
    try:
        return Examined(name, True, look())
    except ImportError as error:
        return Examined(name, False, str(error), "Install again: pip install --force-reinstall translate-kit")
    except Exception as error:
        if exit_code_of(error) is None and not isinstance(error, (OSError, sqlite3.Error)):
            raise
        return Examined(name, False, str(error))


def _python() -> str:
    return (
        f"translate-kit {__version__} on Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    )


def _libraries() -> str:
    from importlib.metadata import version

    return ", ".join(f"{name} {version(name)}" for name in NEEDED)


def _sqlite() -> str:
    database = sqlite3.connect(":memory:")
    try:
        database.execute("CREATE VIRTUAL TABLE words USING fts5 (text)")
    finally:
        database.close()
    return f"SQLite {sqlite3.sqlite_version} with full-text search"


def _glossary() -> str:
    from translate_kit.pipeline import load_termbase

    return f"{len(load_termbase().concepts)} concepts in the curated glossary"


def _model() -> str:
    from translate_kit.mt import models

    return f"{models.find('nl', 'en').label}"


def _translation() -> str:
    from translate_kit.mt import engine

    (draft,) = engine.load("argos", "nl", "en").translate(["De leider spreekt het volk toe."])
    return f"De leider spreekt het volk toe. → {draft.target}"


EXAMINATIONS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("python", _python),
    ("libraries", _libraries),
    ("database", _sqlite),
    ("glossary", _glossary),
    ("model", _model),
    ("translation", _translation),
)
