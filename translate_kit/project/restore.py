"""Make a project out of a backup, whole or not at all. SQL of a project."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from translate_kit.errors import BadInput, BadOutput, Conflict
from translate_kit.files import read_text
from translate_kit.project.backup import FILES, FORMAT, INTEGERS, MANIFEST, TABLES, VERSION, quoted
from translate_kit.project.database import Database, open_database
from translate_kit.project.schema import MIGRATIONS
from translate_kit.project.settings import SETTINGS_FILE, Settings, read_settings, with_store

MAX_MANIFEST_BYTES = 1 << 24
MAX_LINE_BYTES = 1 << 26
"""A row of a table: a text of a score's history can be long, a target cannot."""

MAX_RATIO = 200
"""Bytes that come out of one byte of a file. Segments give 3 to 30; a bomb of zeros gives 1,000."""

FREE_BYTES = 1 << 26
"""So much may come out of any file: a small document can be one line, thousands of times."""

_MAX_INTEGER = 1 << 63
_AT_ONCE = 1000
_DAMAGED = "Take another backup; this one was damaged, or cut off while it was copied."


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came out of a backup.

    Attributes:
        made: when the backup was, UTC, ISO 8601.
        rows: table → rows.
        files: paths from the project's folder.
        missing: memories and glossaries that the settings name and that are not here.
    """

    made: str
    rows: dict[str, int]
    files: tuple[str, ...]
    missing: tuple[str, ...]


class Backup:
    """A backup, opened and found to be one; use it as a context manager.

    Attributes:
        path: of the file.
        manifest: what is in it.

    Raises:
        BadInput: it is no backup, damaged, made by a newer version, or not to be trusted.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        try:
            self._archive = zipfile.ZipFile(self.path)
        except FileNotFoundError:
            raise BadInput("no such file.", path=path, remedy="Check the name and the folder.") from None
        except OSError as error:
            raise BadInput(f"cannot be read ({error.strerror or error}).", path=path) from None
        except zipfile.BadZipFile as error:
            raise self._bad(f"is no backup of a project, or is cut off ({error}).") from None
        try:
            self.manifest = self._manifest()
            self.parts = self._parts()
            self.tables = self._tables()
        except BaseException:
            self._archive.close()
            raise

    def __enter__(self) -> Backup:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def _bad(self, message: str, remedy: str = _DAMAGED) -> BadInput:
        return BadInput(message, path=self.path, remedy=remedy)

    def _manifest(self) -> dict[str, Any]:
        entries = self._archive.infolist()
        found = next((entry for entry in entries if entry.filename == MANIFEST), None)
        if found is None or found.file_size > MAX_MANIFEST_BYTES:
            raise self._bad(f"is no backup of a project: there is no {MANIFEST} in it.", "Name another file.")
        try:
            with self._archive.open(found) as stream:
                manifest = json.loads(stream.read(MAX_MANIFEST_BYTES))
        except (ValueError, RecursionError, *_BROKEN) as error:
            raise self._bad(f"{MANIFEST} cannot be read ({error}).") from None
        if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
            raise self._bad("is no backup of a project.", "Name another file.")
        version, schema = manifest.get("version"), manifest.get("schema")
        if type(version) is not int or type(schema) is not int or version < 1 or schema < 1:
            raise self._bad(f"{MANIFEST} says no version.")
        if version > VERSION or schema > len(MIGRATIONS):
            by = f"{manifest.get('translate_kit')}, backup {version}, schema {schema}"
            raise self._bad(
                f"was made by a newer translate-kit ({by}). This one knows {VERSION} and {len(MIGRATIONS)}.",
                "Update translate-kit.",
            )
        return manifest

    def _parts(self) -> dict[str, tuple[int, str]]:
        """Name → bytes and SHA-256; the same as what is in the file, and no more."""
        parts: dict[str, tuple[int, str]] = {}
        for part in self._list("parts"):
            name, size, digest = part.get("name"), part.get("bytes"), part.get("sha256")
            if not isinstance(name, str) or type(size) is not int or not isinstance(digest, str) or name in parts:
                raise self._bad(f"{MANIFEST} is not as it must be.")
            if name.startswith(FILES):
                self._require_inside(name.removeprefix(FILES))
            parts[name] = (size, digest)
        entries = self._archive.infolist()
        if sorted(entry.filename for entry in entries) != sorted([*parts, MANIFEST]):
            raise self._bad(f"what is in it is not what {MANIFEST} lists.")
        packed = sum(entry.compress_size for entry in entries)
        size = sum(entry.file_size for entry in entries)
        if packed > self.path.stat().st_size or size > FREE_BYTES + MAX_RATIO * packed:
            raise self._bad(
                f"would unpack to {size:,} bytes, which no project does; nothing was unpacked.", "Name another file."
            )
        for entry in entries:
            if entry.filename != MANIFEST and entry.file_size != parts[entry.filename][0]:
                raise self._bad(f"{entry.filename} has another size than {MANIFEST} says.")
        if FILES + SETTINGS_FILE not in parts:
            raise self._bad(f"there is no {SETTINGS_FILE} in it.")
        return parts

    def _require_inside(self, name: str) -> None:
        path = PurePosixPath(name)
        steps = name.replace("\\", "/").split("/")
        if path.is_absolute() or Path(name).drive or any(step in ("", ".", "..") for step in steps) or "\0" in name:
            raise self._bad(f"{name!r} in it would leave the folder of the project.", "Do not trust this file.")
        if steps[0].startswith((".editor-token", "project.db")):
            raise self._bad(f"{name!r} does not belong into a backup.", "Do not trust this file.")

    def _tables(self) -> dict[str, tuple[str, list[str], int]]:
        """Name → part, columns, rows; in the order in which they can be put in."""
        found: dict[str, tuple[str, list[str], int]] = {}
        for table in self._list("tables"):
            name, part, columns, rows = (table.get(key) for key in ("name", "part", "columns", "rows"))
            if (
                not isinstance(name, str)
                or name not in TABLES
                or name in found
                or not isinstance(part, str)
                or part not in self.parts
                or not isinstance(columns, list)
                or not columns
                or any(column not in TABLES[name] for column in columns)
                or len(set(columns)) != len(columns)
                or type(rows) is not int
            ):
                raise self._bad(f"{MANIFEST} names a table that is not known: {name!r}.")
            found[name] = (part, columns, rows)
        return {name: found[name] for name in TABLES if name in found}

    def _list(self, key: str) -> list[dict[str, Any]]:
        found = self.manifest.get(key)
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise self._bad(f"{MANIFEST} has no list of {key}.")
        return found

    @contextlib.contextmanager
    def _opened(self, name: str) -> Iterator[_Checked]:
        """A part, read piece by piece.

        Raises:
            BadInput: at the end, that it is not what the manifest says.
        """
        try:
            with self._archive.open(name) as stream:
                checked = _Checked(stream)
                yield checked
                checked.rest()
        except _BROKEN as error:
            raise self._bad(f"{name} is damaged ({error}).") from None
        if (checked.size, checked.digest.hexdigest()) != self.parts[name]:
            raise self._bad(f"{name} is damaged: it is not what {MANIFEST} says.")

    def write_file(self, name: str, folder: Path) -> None:
        """Write a file of the project into a folder.

        Raises:
            BadInput: it is damaged.
            OSError: it cannot be written.
        """
        place = folder / PurePosixPath(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        with self._opened(FILES + name) as stream, place.open("xb") as out:
            while piece := stream.read(1 << 20):
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())

    def rows(self, table: str) -> Iterator[list[list[Any]]]:
        """The rows of a table, some at a time.

        Raises:
            BadInput: they are damaged, or not as they must be.
        """
        part, columns, expected = self.tables[table]
        kinds = [int if column in INTEGERS else str for column in columns]
        number, batch = 0, list[list[Any]]()
        with self._opened(part) as stream:
            while line := stream.line():
                number += 1
                batch.append(self._row(line, kinds, part, number))
                if len(batch) == _AT_ONCE:
                    yield batch
                    batch = []
        if batch:
            yield batch
        if number != expected:
            raise self._bad(f"{part} has {number:,} rows; {MANIFEST} says {expected:,}.")

    def _row(self, line: bytes, kinds: Sequence[type], part: str, number: int) -> list[Any]:
        try:
            row: Any = json.loads(line) if line.endswith(b"\n") else None
            if isinstance(row, list) and len(row) == len(kinds) and all(map(_storable, row, kinds)):
                return row
        except (ValueError, RecursionError):
            pass
        raise self._bad(f"{part}, row {number:,}, is not as it must be.")


_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)
"""What reading a damaged zip raises; the two before the last are about encryption and unknown methods."""


class _Checked:
    """A stream that is measured while it is read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self.digest, self.size = stream, hashlib.sha256(), 0

    def read(self, size: int) -> bytes:
        return self._seen(self._stream.read(size))

    def line(self) -> bytes:
        return self._seen(self._stream.readline(MAX_LINE_BYTES))

    def rest(self) -> None:
        while self.read(1 << 20):
            pass

    def _seen(self, data: bytes) -> bytes:
        self.digest.update(data)
        self.size += len(data)
        return data


def _storable(value: Any, kind: type[Any]) -> bool:
    """Whether a value can be put into a column; half of a surrogate pair raises `UnicodeEncodeError`."""
    if value is None:
        return True
    if kind is str:
        return isinstance(value, str) and value.encode() is not None
    return type(value) is int and -_MAX_INTEGER <= value < _MAX_INTEGER


def restore(
    path: str | Path,
    folder: str | Path,
    *,
    store: str = "",
    progress: Callable[[int], None] = lambda _rows: None,
) -> Restored:
    """Make a project out of a backup.

    Everything is unpacked and checked beside `folder`, and moved there at the end, when the store has everything too.

    Args:
        path: of the backup.
        folder: is made; one that is there must be empty.
        store: the URL of a PostgreSQL schema without a project in it; empty for `project.db` in the folder.
        progress: gets how many rows more are done.

    Raises:
        BadInput: the file is no backup, damaged, from a newer version, or hostile.
        BadOutput: the folder cannot be written.
        Conflict: there is something in the folder, or a project in the store.
        Missing: the server is not there.
    """
    target = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow links
    with Backup(path) as backup:
        _require_empty(target, folder)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            made = target.with_name(f".{target.name[:40]}.{os.urandom(6).hex()}.part")
            made.mkdir(mode=0o700)
            try:
                return _restored(backup, made, target, store, progress)
            finally:
                shutil.rmtree(made, ignore_errors=True)
        except OSError as error:
            raise BadOutput(f"{folder}: cannot be written ({error.strerror or error}).") from error


def _require_empty(target: Path, folder: str | Path) -> None:
    if (target / SETTINGS_FILE).exists():
        raise Conflict(f"{folder}: there is a project here already. Restore into a new folder.")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Conflict(f"{folder}: is not empty. Restore into a new folder.")


def _restored(backup: Backup, made: Path, target: Path, store: str, progress: Callable[[int], None]) -> Restored:
    files = [name.removeprefix(FILES) for name in backup.parts if name.startswith(FILES)]
    for name in files:
        backup.write_file(name, made)
    settings = _settings(backup, made, store)
    database = open_database(store or made / "project.db")
    placed = False
    try:
        with database.errors():
            database.begin()
            try:
                rows = _fill(backup, database, progress)
                if store:
                    # Here, so that neither is there without the other.
                    _place(made, target)
                    placed = True
                database.commit()
            except BaseException:
                database.rollback()
                if placed:
                    _unplace(files, target)
                raise
    except BadInput as error:
        if error.path == backup.path:
            raise
        raise BadInput(f"does not make a project ({error.message})", path=backup.path, remedy=_DAMAGED) from None
    finally:
        database.close()
    if not store:
        _place(made, target)
    return Restored(
        made=str(backup.manifest.get("made", "")),
        rows=rows,
        files=tuple(files),
        # The memory of a project is made when something is confirmed.
        missing=tuple(
            name
            for name in (*settings.memories[1:], *settings.glossaries)
            if "://" not in name and not (target / name).exists()
        ),
    )


def _settings(backup: Backup, made: Path, store: str) -> Settings:
    path = made / SETTINGS_FILE
    try:
        read_settings(made)
        path.write_text(with_store(read_text(path), store, path), encoding="utf-8", newline="")
        return read_settings(made)
    except BadInput as error:
        raise BadInput(f"{SETTINGS_FILE} in it: {error.message}", path=backup.path, remedy=error.remedy) from None


def _fill(backup: Backup, database: Database, progress: Callable[[int], None]) -> dict[str, int]:
    """Make the tables as they were when the backup was made, fill them, and bring them up to date."""
    version, tables = database.state()
    if version or tables:
        raise Conflict(f"{database.place}: there is something here already. Restore into an empty schema.")
    schema = int(backup.manifest["schema"])
    for step in MIGRATIONS[:schema]:
        database.define(step)
    rows: dict[str, int] = {}
    for name, (_, columns, count) in backup.tables.items():
        database.execute(f"DELETE FROM {name}")  # noqa: S608 - our own words only, as below
        statement = f"INSERT INTO {name} ({quoted(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
        for batch in backup.rows(name):
            database.executemany(statement, batch)
            progress(len(batch))
        if "id" in columns:
            database.number_after(name)
        rows[name] = count
    for step in MIGRATIONS[schema:]:
        database.define(step)
    database.set_version(len(MIGRATIONS))
    return rows


def _place(made: Path, target: Path) -> None:
    """Move what was made to where it is wanted; the settings, which make a project of a folder, last."""
    if not target.exists():
        made.chmod(0o777 & ~_umask())
        made.rename(target)
        return
    moved = []
    try:
        for path in sorted(made.iterdir(), key=lambda path: path.name == SETTINGS_FILE):
            path.rename(target / path.name)
            moved.append(path.name)
    except BaseException:
        _unplace(moved, target)
        raise


def _unplace(names: Iterable[str], target: Path) -> None:
    """Take away again what was placed."""
    for name in {PurePosixPath(name).parts[0] for name in names}:
        path = target / name
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
