"""What one thread has under way on a PostgreSQL server: connections that come back, transactions, plain errors."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg

from tm.errors import MemoryMissing
from tm.store.postgres_connection import Address

Connection = psycopg.Connection[Any]
Cursor = psycopg.Cursor[Any]


@dataclass(slots=True)
class Writing:
    """A transaction for writing.

    Attributes:
        connection: that it runs on.
        seen: the last unit of the memory when it began; what others added later, it may have missed.
        addition: the number of what it is adding, 0 for nothing yet.
        units: how many places of that are taken.
        put_back: whether it has put units back under the numbers that they had, since numbers were last given.
        settled: its earlier additions, whose units have their numbers.
        added: how many units it has added in all.
        may_seal: whether it may write blocks of a language; unasked languages are not in it.
        words: some words that the memory is known to have.
    """

    connection: Connection
    seen: int
    addition: int = 0
    units: int = 0
    put_back: bool = False
    settled: list[int] = field(default_factory=list)
    added: int = 0
    may_seal: dict[str, bool] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class View:
    """What a transaction for reading begins with, in the same message to the server and back.

    Attributes:
        last_unit: the last unit of the memory.
        blocks: language and number of each block of the fuzzy index, by number.
    """

    last_unit: int
    blocks: Sequence[tuple[str, int]]


_BEGIN_READING = """
    BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
    SELECT last_unit, (SELECT coalesce(json_agg(json_build_array(base, id) ORDER BY id), '[]') FROM block) FROM memory
"""
# READ COMMITTED: each statement sees what others have committed meanwhile, which merging relies on.
_BEGIN_WRITING = "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT last_unit FROM memory"


class Session:
    """The connections of one thread: one to read and one to write, so that a reader's view stays as it was."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.writing: Writing | None = None
        self.view: View | None = None
        # By language the last variant that was read, and the last unit that the memory had then: where that has not
        # changed, there is no later one to ask for.
        self.ends: dict[str, tuple[int, int]] = {}
        self._reading: Connection | None = None
        self._connections: dict[bool, Connection] = {}

    def close(self) -> None:
        """Close the connections; what is under way is undone."""
        for connection in self._connections.values():
            connection.close()
        self._connections.clear()
        self.writing = self._reading = self.view = None

    def execute(self, query: str, parameters: Any = None, *, binary: bool = False) -> Cursor:
        """Run a statement in the transaction that is under way, else by itself.

        Raises:
            TranslationMemoryError: or a class under it, see `Address.plain`.
        """
        current = self.writing.connection if self.writing else self._reading
        if current is None:
            return self._anew(lambda connection: connection.execute(query, parameters, binary=binary), writing=False)
        with self.plain():
            return current.execute(query, parameters, binary=binary)

    def one(self, query: str, parameters: Any = None, *, binary: bool = False) -> Any:
        """The first row that a statement gives, as a tuple; see `execute`."""
        return self.execute(query, parameters, binary=binary).fetchone()

    def copy(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Send rows to a COPY … FROM STDIN, in the transaction for writing."""
        if self.writing is None:
            raise RuntimeError("outside a transaction for writing")
        with self.plain(), self.writing.connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    @contextlib.contextmanager
    def plain(self) -> Iterator[None]:
        """Turn the driver's errors into ours."""
        try:
            yield
        except psycopg.Error as error:
            raise self.address.plain(error) from error

    @contextlib.contextmanager
    def read(self) -> Iterator[None]:
        """A view of the memory that stays the same; inside another transaction it is part of that."""
        if self.writing or self._reading:
            yield
            return
        connection, begun = self._begin(_BEGIN_READING, writing=False)
        self._reading, self.view = connection, View(*begun)
        try:
            yield
        finally:
            self._reading = self.view = None
            with contextlib.suppress(psycopg.Error):
                connection.execute("COMMIT")

    @contextlib.contextmanager
    def write(self, finish: Callable[[], None]) -> Iterator[None]:
        """A transaction for writing: all of it is kept, or nothing; inside another one it is part of that.

        Args:
            finish: what is left to be done before it is committed.
        """
        if self.writing:
            yield
            return
        connection, begun = self._begin(_BEGIN_WRITING, writing=True)
        # A view is of what was there before; who writes asks anew.
        view, self.view = self.view, None
        self.writing = Writing(connection, *begun)
        try:
            with self.plain():
                yield
                finish()
            self._commit(connection)
        except BaseException:
            with contextlib.suppress(psycopg.Error):
                connection.execute("ROLLBACK")
            raise
        finally:
            self.writing, self.view = None, view

    def _begin(self, statements: str, *, writing: bool) -> tuple[Connection, tuple[Any, ...]]:
        """Begin a transaction: its connection, and the row that the last statement gives."""
        cursor = self._anew(lambda connection: connection.execute(statements), writing=writing)
        cursor.nextset()
        return cursor.connection, cursor.fetchall()[0]

    def _commit(self, connection: Connection) -> None:
        try:
            connection.execute("COMMIT")
        except psycopg.Error as error:
            if not connection.closed:
                raise self.address.plain(error) from error
            raise MemoryMissing(
                f"{self.address.url}: the server went away while it was keeping a change, so it may be there or not. "
                "Do it again when the server is back: units that are there already are merged."
            ) from error

    def connection(self, *, writing: bool) -> Connection:
        """The connection to read or to write; another one when the server has closed it."""
        connection = self._connections.get(writing)
        if connection is None or connection.closed:
            connection = self._connections[writing] = self.address.connect()
        return connection

    def _anew(self, work: Callable[[Connection], Cursor], *, writing: bool) -> Cursor:
        """Do something outside any transaction; once more when only then it shows that the connection was lost."""
        known = self._connections.get(writing)
        connection = self.connection(writing=writing)
        try:
            return work(connection)
        except psycopg.Error as error:
            if not connection.closed:
                # It may have begun a transaction before it failed.
                connection.rollback()
            if connection is not known or not connection.closed:
                raise self.address.plain(error) from error
        with self.plain():
            return work(self.connection(writing=writing))
