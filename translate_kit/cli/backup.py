"""`backup` and `restore`: a project as one file, and back."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO

import click

from translate_kit.cli.base import Session, command, not_empty, pass_session


@command(
    example="""
    translate-kit backup
    translate-kit --project my-book backup --out my-book.zip
    """
)
@click.option(
    "--out",
    metavar="FILE",
    callback=not_empty,
    help="[default: the project's name and the time; `-` for standard output]",
)
@click.option("--memories/--no-memories", default=True, show_default=True, help="With the memories in its folder.")
@pass_session
def backup(session: Session, out: str | None, memories: bool) -> None:
    """Write the whole project into one file: settings, documents, waivers, and every version of every target.

    It can be made while people are at work: what is in it is the project at one moment. Accounts are in it with the
    digests of their passwords: keep the file where only you can read it.
    """
    from datetime import UTC, datetime

    from translate_kit.errors import BadOutput
    from translate_kit.project import Project
    from translate_kit.project.backup import back_up, count_rows

    with Project.find(session.project) as project:
        name = project.folder.resolve().name or "project"
        path = out or f"{name}-{datetime.now(UTC):%Y%m%d-%H%M%S}.zip"
        with session.progress("Backing up", count_rows(project)) as progress:
            if path == "-":
                done = back_up(project, sys.stdout.buffer, memories=memories, progress=progress)
            else:
                try:
                    with _private(path) as stream:
                        done = back_up(project, stream, memories=memories, progress=progress)
                except OSError as error:
                    raise BadOutput(f"{path}: cannot be written ({error.strerror or error}).") from error
    for problem in done.problems[:3]:
        session.warn(problem)
    if done.problems:
        found = _counted(len(done.problems), "problem")
        session.warn(f"{found} in the project, and in the backup: `translate-kit status --verify`.")
    if session.json and path != "-":
        session.print_json({"file": path, **asdict(done)})
        return
    session.say(f"{path}: {_content(done.rows)}; {len(done.files):,} files")
    if done.left_out:
        session.say(f"Not in it, because it is outside the project: {', '.join(done.left_out)}")


@command(
    example="""
    translate-kit restore my-book.zip my-book
    translate-kit restore my-book.zip my-book --store "postgresql://ann@db.example/team?schema=book"
    """
)
@click.argument("file", metavar="FILE")
@click.argument("folder", metavar="DIR")
@click.option("--store", metavar="URL", default="", help="For a team: postgresql://…, else project.db in the folder.")
@pass_session
def restore(session: Session, file: str, folder: str, store: str) -> None:
    """Make a project out of a backup, in a new folder: all of it, or nothing when the file is damaged.

    A project that was in a file can be restored into a PostgreSQL server, and the other way round.
    """
    from translate_kit.project import Project
    from translate_kit.project.integrity import verify
    from translate_kit.project.restore import Backup
    from translate_kit.project.restore import restore as restored

    with Backup(file) as read:
        total = sum(rows for _, _, rows in read.tables.values())
    with session.progress("Restoring", total) as progress:
        done = restored(file, folder, store=store, progress=progress)
    with Project(Path(folder)) as project:
        problems = verify(project)
    for problem in problems[:3]:
        session.warn(problem.message)
    if problems:
        session.warn(
            f"{_counted(len(problems), 'problem')}, which the project had: `translate-kit status --verify` says more."
        )
    for name in done.missing:
        session.warn(f"{name}: the project uses it, and it is not here.")
    if session.json:
        session.print_json({"project": folder, **asdict(done)})
        return
    session.say(f"{folder}: {_content(done.rows)}, as of {done.made}")


def _content(rows: dict[str, int]) -> str:
    """What a person wants to know of the rows of the tables."""
    names = {"document": "document", "segment": "segment", "revision": "version", "comment": "comment"}
    return ", ".join(_counted(rows.get(table, 0), name) for table, name in names.items())


def _counted(count: int, name: str) -> str:
    return f"{count:,} {name}" if count == 1 else f"{count:,} {name}s"


@contextlib.contextmanager
def _private(path: str) -> Iterator[IO[bytes]]:
    """A file that is written whole, and that only its owner can read."""
    from tm.files import written_whole

    with written_whole(Path(path)) as stream:
        if hasattr(os, "fchmod") and stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            os.fchmod(stream.fileno(), 0o600)
        yield stream
