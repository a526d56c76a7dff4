"""The file of a SQLite memory: opened, brought up to date, read and written in transactions."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from tm.errors import BadMemoryInput, MemoryConflict, MemoryFull, MemoryMissing, MemoryReadOnly, TranslationMemoryError
from tm.files import no_room

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

APPLICATION_ID = 0x544B544D
"""`TKTM` in the file's header, by which `file` and we tell a memory from any other SQLite database."""

SCHEMA_VERSION = 3

BUSY_TIMEOUT_S = 30.0

CACHE_KIB = 65536

KEPT_LOG_BYTES = 1 << 26
"""The write-ahead log of a large import is cut back to this when it is done with."""

_AS_IT_LIES = tuple[int, int, bool]
"""By which a file is seen to have changed: when, its size, whether there is something in its log."""


class SqliteFile:
    """Opens a memory and brings it up to date; every thread has its own connections."""

    def __init__(self, path: str | Path, *, create: bool = True) -> None:
        """Open the file, make it where there is none, bring an older one up to date.

        Raises:
            MemoryMissing: there is no such file, and `create` is false.
            MemoryReadOnly: none can be made here; or what is here must be written to first, and may not be.
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
        if connection is not None and self._outdated(connection):
            with self._lock:
                self._connections.remove(connection)
            connection.close()
            connection = None
        if connection is None:
            with _plain_errors(self.url):
                connection = self._connected()
            connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute(f"PRAGMA journal_size_limit = {KEPT_LOG_BYTES}")
            setattr(self._local, kind, connection)
            with self._lock:
                self._connections.append(connection)
        return connection

    def _connected(self) -> sqlite3.Connection:
        """A connection; one to a file that may only be read where it does not go otherwise."""
        self._local.frozen = None
        db = self._connect(str(self.path))
        try:
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            db.close()
            if not _unwritable(error) or not os.access(self.path, os.R_OK):
                raise
            # A log of writes needs a file beside the memory even to read it; `immutable` does without.
            frozen = self._as_it_lies()
            if frozen[2]:
                raise MemoryReadOnly(
                    f"{self.url}: changes of the last program are still in {self.path.name}-wal, and cannot be taken "
                    "from there where nothing may be written. Open the memory once where it may be written, or copy "
                    "both files there."
                ) from error
            self._local.frozen = frozen
            return self._connect(f"file:{quote(str(self.path.absolute()))}?immutable=1", uri=True)
        except BaseException:
            db.close()
            raise
        return db

    def _connect(self, place: str, *, uri: bool = False) -> sqlite3.Connection:
        return sqlite3.connect(
            place,
            timeout=BUSY_TIMEOUT_S,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=64,
            uri=uri,
        )

    def _outdated(self, connection: sqlite3.Connection) -> bool:
        """Whether SQLite takes a file to be frozen that another program, which may write it, has changed."""
        frozen: _AS_IT_LIES | None = getattr(self._local, "frozen", None)
        return frozen is not None and not connection.in_transaction and frozen != self._as_it_lies()

    def _as_it_lies(self) -> _AS_IT_LIES:
        about = self.path.stat()
        log = self.path.with_name(f"{self.path.name}-wal")
        return about.st_mtime_ns, about.st_size, log.exists() and log.stat().st_size > 0

    @property
    def writable(self) -> bool:
        """Whether the file and its folder may be written; SQLite would say so only after the work."""
        # Whether the folder may be shows when a connection is made.
        self._connection("writer")
        return getattr(self._local, "frozen", None) is None and os.access(self.path, os.W_OK)

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
        if not self.writable:
            raise MemoryReadOnly(
                f"{self.url}: made by an earlier version, and may not be brought up to date here. Open it once where "
                "it may be written, or work on a copy."
            )
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
        if not self.writable:
            raise MemoryReadOnly(
                f"{self.url}: the memory may be read, and not written. Nothing was changed. Allow it (chmod u+w; its "
                "folder as well), or work on a copy."
            )
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
                self._complete()
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
                self._local.unindexed = None

    def _complete(self) -> None:
        """Make the indexes that were dropped to fill the memory sooner; a transaction that fails has them anyway."""
        for statement in getattr(self._local, "unindexed", None) or ():
            self._db.execute(statement)
        self._local.unindexed = None

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


def _unwritable(error: sqlite3.OperationalError) -> bool:
    return any(sign in str(error) for sign in ("readonly", "unable to open"))


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
        if "full" in text or (text == "disk I/O error" and no_room(url)):
            raise MemoryFull(
                f"{url}: the disk is full. Nothing of this change was kept; make room and try again."
            ) from error
        if _unwritable(error):
            place = Path(url)
            if place.exists() and not os.access(place, os.R_OK):
                raise BadMemoryInput(f"{url}: the memory may not be read. Allow it (chmod u+r).") from error
            raise MemoryReadOnly(
                f"{url}: the memory may not be written here ({text}). Allow it (chmod u+w {place.absolute().parent}), "
                "or name a place in a folder of yours."
            ) from error
        raise TranslationMemoryError(f"{url}: {text}.") from error
    except sqlite3.DatabaseError as error:
        raise BadMemoryInput(f"{url}: this is not a translation memory, or it is damaged ({error}).") from error
