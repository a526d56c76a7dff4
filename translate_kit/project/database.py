"""What a project is kept in, an SQLite file or a PostgreSQL schema, and its complaints in our own words."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from tm.files import no_room
from translate_kit.errors import BadInput, BadOutput, Busy, NoRoom

BUSY_TIMEOUT_S = 10

Value = str | int | float | bytes | None


class Rows(Protocol):
    """What a statement gives: rows one by one, and how many it changed."""

    @property
    def rowcount(self) -> int:
        """How many rows the statement changed."""

    def fetchone(self) -> Any:
        """The next row, None when there is none."""

    def fetchall(self) -> list[Any]:
        """The rows that are left."""

    def __iter__(self) -> Iterator[Any]:
        """The rows."""


class Database(Protocol):
    """A connection. Statements are written as SQLite takes them, with `?` for values.

    Attributes:
        place: path or URL, for messages; without a password.
    """

    place: str

    def execute(self, statement: str, values: Sequence[Value] = ()) -> Rows:
        """Run one statement."""

    def executemany(self, statement: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one statement for each row of values."""

    def errors(self) -> AbstractContextManager[None]:
        """Inside, errors of the database are `BadInput`, `BadOutput`, `NoRoom`, `Missing` or `Busy`."""

    @property
    def usable(self) -> bool:
        """Whether the connection still leads somewhere; a question that costs nothing, so it may miss a loss."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction has begun."""

    def begin(self) -> None:
        """Begin a transaction; nobody else writes before it ends."""

    def commit(self) -> None:
        """Keep what was written since `begin`."""

    def rollback(self) -> None:
        """Forget what was written since `begin`; nothing happens where the database has done so by itself."""

    def state(self) -> tuple[int, set[str]]:
        """The version of the schema, 0 for none, and the names of the tables."""

    def set_version(self, version: int) -> None:
        """Note the version of the schema."""

    def define(self, statements: str) -> None:
        """Run statements that define tables, parted by `;` at the end of a line."""

    def save_copy(self, name: str) -> None:
        """Keep a copy beside the database, where it is a file."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Inside, all that is read is as it was at one moment; others go on writing."""

    def stream(self, statement: str, values: Sequence[Value] = ()) -> Iterator[Any]:
        """The rows of a statement, inside `snapshot`; never all of them are held in memory."""

    def number_after(self, table: str) -> None:
        """Give rows that are added from now on higher numbers (`id`) than those that were put in with their own."""

    def complaints(self) -> list[str]:
        """What the database's own check finds wrong with how it is stored; empty where it has none."""

    def close(self) -> None:
        """End the connection."""


class SqliteDatabase:
    """A file, in WAL mode. One that may not be written (an archive, a share of somebody else's) can be read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.place = str(path)
        with self.errors():
            self._db = _connected(path)
        try:
            with self.errors():
                self._db.execute("PRAGMA foreign_keys = ON")
                self._db.execute("PRAGMA synchronous = FULL")
        except BaseException:
            self._db.close()
            raise

    def execute(self, statement: str, values: Sequence[Value] = ()) -> sqlite3.Cursor:
        """See `Database`, as for all that follows."""
        return self._db.execute(statement, values)

    def executemany(self, statement: str, rows: Iterable[Sequence[Value]]) -> None:  # noqa: D102
        self._db.executemany(statement, rows)

    @property
    def usable(self) -> bool:
        """Always: a file does not go away."""
        return True

    @property
    def in_transaction(self) -> bool:  # noqa: D102
        return self._db.in_transaction

    def begin(self) -> None:  # noqa: D102
        self._db.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:  # noqa: D102
        self._db.execute("COMMIT")

    def rollback(self) -> None:  # noqa: D102
        # On a full disk SQLite has rolled back by itself already.
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def state(self) -> tuple[int, set[str]]:  # noqa: D102
        # In one statement: another process may be making the tables right now.
        version, names = self._db.execute(
            "SELECT user_version, (SELECT group_concat(name, '/') FROM sqlite_master WHERE type = 'table')"
            " FROM pragma_user_version"
        ).fetchone()
        return int(version), set((names or "").split("/")) - {""}

    def set_version(self, version: int) -> None:  # noqa: D102
        self._db.execute(f"PRAGMA user_version = {version:d}")

    def define(self, statements: str) -> None:  # noqa: D102
        for statement in statements.split(";\n"):
            if statement.strip():
                self._db.execute(statement)

    def save_copy(self, name: str) -> None:  # noqa: D102
        with contextlib.closing(sqlite3.connect(self.path.with_name(name))) as copy:
            self._db.backup(copy)

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:  # noqa: D102
        with self.errors():
            self._db.execute("BEGIN")
            try:
                # The moment is that of the first read.
                self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()
                yield
            finally:
                self.rollback()

    def stream(self, statement: str, values: Sequence[Value] = ()) -> Iterator[Any]:  # noqa: D102
        yield from self._db.execute(statement, values)

    def number_after(self, table: str) -> None:
        """Nothing: a number is always above the highest."""

    def complaints(self) -> list[str]:  # noqa: D102
        found = [str(row[0]) for row in self._db.execute("PRAGMA integrity_check(100)")]
        return [] if found == ["ok"] else found

    def close(self) -> None:
        """Close the file; afterwards there is one file again, without a write-ahead log."""
        self._db.close()

    @contextlib.contextmanager
    def errors(self) -> Iterator[None]:  # noqa: D102
        path = self.path
        try:
            yield
        except sqlite3.OperationalError as error:
            text = str(error)
            if "locked" in text or "busy" in text:
                raise Busy(
                    f"{path}: another process is writing to this project; it was waited for {BUSY_TIMEOUT_S} s."
                    " Try again."
                ) from None
            # Without room for the file beside it, a database cannot even be read.
            if "full" in text or ("I/O" in text and no_room(path)):
                raise NoRoom(
                    f"{path}: the disk is full. Nothing of this change was kept; make room and try again."
                ) from None
            if _unwritable(error) or "I/O" in text:
                raise BadOutput(f"{path}: cannot be written ({text}).") from None
            raise BadInput(f"cannot be used ({text}).", path=path, remedy="Restore it from a backup.") from None
        except OverflowError:
            # Whole numbers of any length are read out of JSON; SQLite's have 64 bits.
            raise BadInput("a number is out of range.") from None
        except sqlite3.DatabaseError as error:
            raise BadInput(
                f"is not a project database ({error}).", path=path, remedy="Restore it from a backup."
            ) from None


def _connected(path: Path) -> sqlite3.Connection:
    """Open a database to write; one that is there and may not be written, to read."""
    # The connection is made when the first statement runs, but for a folder that is not there.
    # A server hands its projects from thread to thread; each is in one at a time.
    db = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        db.close()
        log = path.with_name(f"{path.name}-wal")
        # What is in the log only would not be seen.
        if not _unwritable(error) or not path.is_file() or (log.exists() and log.stat().st_size):
            raise
        # WAL needs a file beside the database even to read it; `immutable` does without.
        place = f"file:{quote(str(path.absolute()))}?immutable=1"
        return sqlite3.connect(place, uri=True, isolation_level=None, check_same_thread=False)
    except BaseException:
        db.close()
        raise
    return db


def _unwritable(error: sqlite3.OperationalError) -> bool:
    return any(sign in str(error) for sign in ("readonly", "unable to open"))


def shown(place: str) -> str:
    """A path or URL as it may be shown: without a password."""
    if "://" not in place:
        return place
    from tm.store.postgres_connection import without_password

    return without_password(place)


def open_database(place: str | Path) -> Database:
    """Open the database of a project.

    Args:
        place: a path, or `postgresql://user@host:port/database?schema=NAME`.

    Raises:
        BadInput: the file is no database, or damaged; the URL is none.
        BadOutput: it cannot be created.
        Missing: the server, its database or the driver is not there.
    """
    if isinstance(place, str) and place.startswith(("postgresql://", "postgres://")):
        from translate_kit.project.postgres import PostgresDatabase

        return PostgresDatabase(place)
    return SqliteDatabase(Path(place))
