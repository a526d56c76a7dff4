"""The file of a SQLite memory: opened, brought up to date, read and written in transactions."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tm.errors import BadMemoryInput, MemoryConflict, MemoryMissing, TranslationMemoryError

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

APPLICATION_ID = 0x544B544D
"""`TKTM` in the file's header, by which `file` and we tell a memory from any other SQLite database."""

SCHEMA_VERSION = 2

BUSY_TIMEOUT_S = 30.0

CACHE_KIB = 65536

KEPT_LOG_BYTES = 1 << 26
"""The write-ahead log of a large import is cut back to this when it is done with."""

_LEAST_ROOM_BYTES = 1 << 16


class SqliteFile:
    """Opens a memory and brings it up to date; every thread has its own connections."""

    def __init__(self, path: str | Path, *, create: bool = True) -> None:
        """Open the file, make it where there is none, bring an older one up to date.

        Raises:
            MemoryMissing: there is no such file, and `create` is false.
            BadMemoryInput: it is something else than a memory, or of a later version.
        """
        self.path = Path(path)
        self.url = str(path)
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._beside: ThreadPoolExecutor | None = None
        if not self.path.exists():
            if not create:
                raise MemoryMissing(
                    f"{path}: there is no such memory. `translate-kit tm import FILE --memory {path}` makes one."
                )
            if not self.path.absolute().parent.is_dir():
                raise MemoryMissing(f"{path}: there is no folder {self.path.absolute().parent}. Make it first.")
        elif self.path.is_dir():
            raise BadMemoryInput(f"{path}: this is a folder; a SQLite memory was expected.")
        with _plain_errors(self.url):
            self._prepare()

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
            self._local = threading.local()
            if self._beside is not None:
                self._beside.shutdown()
                self._beside = None

    @property
    def _db(self) -> sqlite3.Connection:
        """The connection of the thread: while it writes another one than that by which it may be reading."""
        self._wait()
        return self._connection("writer" if getattr(self._local, "writing", False) else "reader")

    def _connection(self, kind: str) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, kind, None)
        if connection is None:
            connection = sqlite3.connect(
                self.path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False, cached_statements=64
            )
            connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute(f"PRAGMA journal_size_limit = {KEPT_LOG_BYTES}")
            setattr(self._local, kind, connection)
            with self._lock:
                self._connections.append(connection)
        return connection

    def _wait(self) -> None:
        """Wait until the words of what was inserted last are noted: a connection does one thing at a time."""
        pending: Future[None] | None = getattr(self._local, "pending", None)
        if pending is not None:
            self._local.pending = None
            pending.result()

    def _prepare(self) -> None:
        db = self._db
        version = db.execute("PRAGMA user_version").fetchone()[0]
        application = db.execute("PRAGMA application_id").fetchone()[0]
        tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and application != APPLICATION_ID:
            raise BadMemoryInput(f"{self.url}: this SQLite database is not a translation memory.")
        if version > SCHEMA_VERSION:
            raise BadMemoryInput(
                f"{self.url}: made by a later version (schema {version}, this one reads up to {SCHEMA_VERSION}). "
                "Upgrade translate-kit."
            )
        if version == SCHEMA_VERSION:
            return
        if db.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
            raise BadMemoryInput(f"{self.url}: the folder allows no write-ahead log. Copy the memory to a local disk.")
        if version:
            self._back_up(version)
        with self.writing():
            db = self._db
            # Another process may have been quicker.
            version = db.execute("PRAGMA user_version").fetchone()[0]
            from importlib import resources

            for number in range(version + 1, SCHEMA_VERSION + 1):
                script = resources.files("tm.store").joinpath("schema", f"{number:04}.sql").read_text("utf-8")
                for statement in _statements(script):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {number}")
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    def _back_up(self, version: int) -> None:
        copy = self.path.with_name(f"{self.path.name}.v{version}.bak")
        with contextlib.closing(sqlite3.connect(copy)) as target:
            self._db.backup(target)

    @contextlib.contextmanager
    def writing(self, *, wait: bool = True) -> Iterator[None]:
        """A transaction for writing; inside another one it is part of that."""
        if getattr(self._local, "writing", False):
            yield
            return
        db = self._connection("writer")
        with _plain_errors(self.url):
            if not wait:
                db.execute("PRAGMA busy_timeout = 0")
            try:
                db.execute("BEGIN IMMEDIATE")
            finally:
                if not wait:
                    db.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_S * 1000:.0f}")
            self._local.writing = True
            try:
                yield
                self._wait()
                db.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._wait()
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise
            finally:
                self._local.writing = False

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """A transaction in which everything that is read belongs together; while writing, that of the writer."""
        db = self._db
        if db.in_transaction:
            yield
            return
        with _plain_errors(self.url):
            db.execute("BEGIN")
            try:
                yield
            finally:
                if db.in_transaction:
                    db.execute("COMMIT")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: `executescript` would commit the transaction that they must be in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _no_room(path: str) -> bool:
    with contextlib.suppress(OSError):
        return shutil.disk_usage(Path(path).absolute().parent).free < _LEAST_ROOM_BYTES
    return False


@contextlib.contextmanager
def _plain_errors(url: str) -> Iterator[None]:
    """Turn SQLite's errors into ours, each with what to do about it."""
    try:
        yield
    except sqlite3.OperationalError as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            raise MemoryConflict(
                f"{url}: another process is writing to the memory and did not finish within {BUSY_TIMEOUT_S:.0f} s. "
                "Try again when it is done."
            ) from error
        # Without room for its shared memory, a file cannot even be read.
        if "full" in text or (text == "disk I/O error" and _no_room(url)):
            raise TranslationMemoryError(
                f"{url}: the disk is full. Nothing of this change was kept; make room and try again."
            ) from error
        if "readonly" in text or "unable to open" in text:
            raise TranslationMemoryError(f"{url}: the memory may not be written here ({text}).") from error
        raise TranslationMemoryError(f"{url}: {text}.") from error
    except sqlite3.DatabaseError as error:
        raise BadMemoryInput(f"{url}: this is not a translation memory, or it is damaged ({error}).") from error
