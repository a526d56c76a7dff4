"""A project as one file: a zip with its settings, documents and waivers, and each table as lines of JSON.

`manifest.json`, written last, lists every part with its size and SHA-256, and each table with its columns and rows:

    {"format": "translate-kit backup", "version": 1, "schema": 4, "made": …, "translate_kit": …,
     "parts": [{"name": "project/translate-kit.toml", "bytes": …, "sha256": …}, …],
     "tables": [{"name": "segment", "part": "tables/segment.jsonl", "columns": ["id", …], "rows": …}, …]}

The file says nothing of SQLite or PostgreSQL, so that a project can be restored into either. SQL of a project.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import tempfile
import tomllib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from translate_kit import __version__
from translate_kit.errors import BadInput
from translate_kit.files import read_text
from translate_kit.project.database import shown
from translate_kit.project.integrity import verify_now
from translate_kit.project.schema import MIGRATIONS
from translate_kit.project.settings import QA_TABLE, SETTINGS_FILE, with_store

if TYPE_CHECKING:
    from translate_kit.project.project import Project

FORMAT = "translate-kit backup"
VERSION = 1
MANIFEST = "manifest.json"
FILES = "project/"
"""Before the path of a file of the project, in the zip."""

TABLES: dict[str, tuple[str, ...]] = {
    "document": ("id", "name", "format", "encoding", "origin", "sha256", "added"),
    "segment": (
        "id", "document_id", "position", "source", "start", "end", "kind", "paragraph", "key", "note", "locked",
        "target", "state", "origin", "origin_detail", "match_score", "revision", "touched", "assigned_to",
        "propagation", "checked",
    ),
    "revision": (
        "segment_id", "number", "target", "state", "origin", "origin_detail", "match_score", "changed", "person",
        "batch",
    ),
    "score": ("id", "measured", "result"),
    "score_text": ("digest", "texts"),
    "output": ("name", "sha256"),
    "counter": ("touched", "batch"),
    "comment": ("id", "segment_id", "person", "made", "text", "resolved", "resolved_by"),
    "effort": (
        "id", "segment_id", "person", "started", "active_ms", "idle_ms", "keystrokes", "suggestions", "revision",
    ),
    "typing": ("segment_id", "person", "target", "revision", "saved"),
    "finding": ("segment_id", "position", "severity", "waived", "finding"),
    "activity": ("id", "at", "person", "kind", "segment_id", "detail"),
    "person": ("name", "role", "password", "added", "disabled"),
    "option": ("name", "value"),
}  # fmt: skip
"""What is kept, in an order in which it can be put in again: whatever a row refers to comes before it."""

INTEGERS = frozenset(
    {
        "id", "document_id", "segment_id", "position", "start", "end", "paragraph", "locked", "match_score", "revision",
        "touched", "checked", "number", "batch", "active_ms", "idle_ms", "keystrokes", "severity", "waived", "disabled",
    }
)  # fmt: skip
"""The columns that hold whole numbers; all others hold texts."""

LEFT_OUT = frozenset({"session"})
"""Whoever was logged in logs in again."""

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """What went into a backup.

    Attributes:
        rows: table → rows.
        files: paths from the project's folder.
        left_out: memories and glossaries that are outside the folder, and stay where they are.
        problems: what is not as it must be in the project, and is so in the backup.
    """

    rows: dict[str, int]
    files: tuple[str, ...]
    left_out: tuple[str, ...]
    problems: tuple[str, ...]


def quoted(columns: Iterable[str]) -> str:
    """Columns for a statement; `end` is a word of SQL."""
    return ", ".join(f'"{column}"' for column in columns)


def back_up(
    project: Project,
    stream: IO[bytes],
    *,
    memories: bool = True,
    progress: Callable[[int], None] = lambda _rows: None,
) -> BackedUp:
    """Write a project into a stream, all of its tables as they were at one moment; others go on writing meanwhile.

    Args:
        project: with its settings, documents, waivers, and what is in its folder of its memories and glossaries.
            The store's URL is left out (there can be a password in it), and so are sessions; the passwords of people
            are in it as the digests that the store keeps.
        stream: need not be seekable.
        memories: whether memories in the folder are taken too.
        progress: gets how many rows more are done.

    Raises:
        BadInput: the project cannot be read.
        OSError: the stream cannot be written.
    """
    parts: list[dict[str, Any]] = []
    tables: list[dict[str, Any]] = []
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        with project.store.db.snapshot():
            problems = tuple(problem.message for problem in verify_now(project))
            for name, columns in TABLES.items():
                part = f"tables/{name}.jsonl"
                with _part(archive, part, parts) as write:
                    rows = 0
                    # In the order of the key: two backups of the same content are the same.
                    query = f"SELECT {quoted(columns)} FROM {name} ORDER BY {quoted(columns[:2])}"  # noqa: S608 - our own words only
                    for lines in _lines(project.store.db.stream(query)):
                        write("".join(lines).encode())
                        rows += len(lines)
                        progress(len(lines))
                tables.append({"name": name, "part": part, "columns": columns, "rows": rows})
            files = tuple(_write_files(project, archive, parts, memories))
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "schema": len(MIGRATIONS),
            "made": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "translate_kit": __version__,
            "parts": parts,
            "tables": tables,
        }
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    settings = project.settings
    return BackedUp(
        rows={table["name"]: table["rows"] for table in tables},
        files=files,
        left_out=tuple(
            shown(name) for name in (*settings.memories, *settings.glossaries) if _inside(project.folder, name) is None
        ),
        problems=problems,
    )


def count_rows(project: Project) -> int:
    """How many rows a backup made now would have."""
    with project.store.reading():
        return sum(
            int(project.store.db.execute(f"SELECT count(*) FROM {name}").fetchone()[0])  # noqa: S608
            for name in TABLES
        )


def _lines(rows: Iterator[Any]) -> Iterator[list[str]]:
    lines: list[str] = []
    for row in rows:
        lines.append(json.dumps(list(row), ensure_ascii=False, separators=(",", ":")) + "\n")
        if len(lines) == _AT_ONCE:
            yield lines
            lines = []
    if lines:
        yield lines


@contextlib.contextmanager
def _part(archive: zipfile.ZipFile, name: str, parts: list[dict[str, Any]]) -> Iterator[Callable[[bytes], None]]:
    """A part of the archive, written piece by piece; noted down in `parts` at the end."""
    digest, size = hashlib.sha256(), 0
    entry = zipfile.ZipInfo(name, datetime.now().timetuple()[:6])
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    with archive.open(entry, "w", force_zip64=True) as out:

        def write(data: bytes) -> None:
            nonlocal size
            digest.update(data)
            size += len(data)
            out.write(data)

        yield write
    parts.append({"name": name, "bytes": size, "sha256": digest.hexdigest()})


def _write_files(
    project: Project, archive: zipfile.ZipFile, parts: list[dict[str, Any]], memories: bool
) -> Iterator[str]:
    path = project.folder / SETTINGS_FILE
    settings = read_text(path)
    with _part(archive, FILES + SETTINGS_FILE, parts) as write:
        write(with_store(settings, "", path).encode())
    yield SETTINGS_FILE
    for stored in project.documents():
        name = f"source/{stored.name}"
        # One that is not there was named among the problems.
        with contextlib.suppress(FileNotFoundError):
            _write_file(project.folder / PurePosixPath(name), name, archive, parts)
            yield name
    for name in _others(project, settings):
        _write_file(project.folder / PurePosixPath(name), name, archive, parts)
        yield name
    for name in project.settings.memories if memories else ():
        inside = _inside(project.folder, name)
        if inside is not None and (project.folder / inside).is_file():
            with _copy_of_memory(project.folder / inside) as copy:
                _write_file(copy, inside, archive, parts)
            yield inside


def _others(project: Project, settings: str) -> list[str]:
    """The waivers, and what the settings name besides memories, where it is in the folder."""
    table = tomllib.loads(settings).get(QA_TABLE)
    base = table.get("base") if isinstance(table, dict) else None
    named = ["waivers.toml", *project.settings.glossaries, *([base] if isinstance(base, str) else [])]
    inside = dict.fromkeys(filter(None, (_inside(project.folder, name) for name in named)))
    return [name for name in inside if (project.folder / PurePosixPath(name)).is_file()]


def _inside(folder: Path, name: str) -> str | None:
    """The path of something from the project's folder; None when it is a URL, or elsewhere."""
    if "://" in name:
        return None
    place = Path(os.path.normpath(folder.absolute() / name))
    if not place.is_relative_to(folder.absolute()) or place == folder.absolute():
        return None
    return place.relative_to(folder.absolute()).as_posix()


def _write_file(path: Path, name: str, archive: zipfile.ZipFile, parts: list[dict[str, Any]]) -> None:
    with path.open("rb") as source, _part(archive, FILES + name, parts) as write:
        while piece := source.read(1 << 20):
            write(piece)


@contextlib.contextmanager
def _copy_of_memory(path: Path) -> Iterator[Path]:
    """A memory as it is at one moment, in a file beside which nothing is written."""
    with tempfile.TemporaryDirectory(prefix="translate-kit-") as folder:
        copy = Path(folder) / "memory.db"
        try:
            with (
                contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source,
                contextlib.closing(sqlite3.connect(copy)) as target,
            ):
                source.backup(target)
        except sqlite3.Error as error:
            raise BadInput(
                f"the memory cannot be read ({error}).", path=path, remedy="Repair it, or pass --no-memories."
            ) from None
        yield copy
