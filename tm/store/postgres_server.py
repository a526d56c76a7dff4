"""The server of a PostgreSQL memory: opened, its transactions, and the numbers that they give to units."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

from tm.errors import MemoryClash, TranslationMemoryError
from tm.store.postgres_connection import Address
from tm.store.postgres_schema import prepare
from tm.store.postgres_session import Session, Writing
from tm.store.postgres_sql import DOUBLED, DOUBLED_ANYWHERE, PUT_BACK, TWICE, WRITABLE

PROVISIONAL = 1 << 52
"""Numbers from here on stand for units of the transaction that is under way; they get theirs when it is committed."""

WELL_FILLED = 10_000
"""After a transaction that added so many units, the server counts anew what it plans its queries by."""


class PostgresServer:
    """Opens a memory and carries out its transactions; every thread has its own connections."""

    def __init__(self, url: str, *, create: bool = True) -> None:
        """Open the memory, make its tables where there are none, bring older ones up to date.

        Raises:
            MemoryMissing: no server answers, there is no such database, or no memory in it and `create` is false.
            BadMemoryInput: the schema holds something else, or a memory of a later version.
        """
        self.address = Address.of(url)
        self.url = self.address.url
        self._threads = threading.local()
        self._sessions: dict[threading.Thread, Session] = {}
        self._lock = threading.Lock()
        try:
            with self._session.plain():
                prepare(self._session.connection(writing=False), self.address, create=create)
        except BaseException:
            self.close()
            raise

    @property
    def writable(self) -> bool:
        """Whether the server takes changes, and from this user."""
        return bool(self._session.one(WRITABLE)[0])

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            for session in self._sessions.values():
                session.close()
            self._sessions.clear()
            self._threads = threading.local()

    @property
    def _session(self) -> Session:
        session: Session | None = getattr(self._threads, "session", None)
        if session is None:
            session = self._threads.session = Session(self.address)
            with self._lock:
                # The server has only so many connections: those of threads that have ended are given back.
                for thread in [thread for thread in self._sessions if not thread.is_alive()]:
                    self._sessions.pop(thread).close()
                self._sessions[threading.current_thread()] = session
        return session

    @property
    def _writing(self) -> Writing:
        writing = self._session.writing
        if writing is None:
            raise RuntimeError("outside a transaction for writing")
        return writing

    @contextlib.contextmanager
    def writing(self, *, wait: bool = True) -> Iterator[None]:
        """A transaction for writing; several run at once, and wait for each other only over the same units."""
        with self._session.write(self._finish):
            yield
            added = self._writing.added
        if added >= WELL_FILLED and self._session.writing is None:
            with contextlib.suppress(TranslationMemoryError):
                self._session.execute("ANALYZE addition, unit, variant")

    def reading(self) -> contextlib.AbstractContextManager[None]:
        """A transaction in which everything that is read belongs together."""
        return self._session.read()

    def last_unit(self) -> int:
        """The highest number that a unit has had; in a transaction for writing a provisional one."""
        writing = self._session.writing
        if writing is not None:
            return PROVISIONAL + writing.units - 1
        return int(self._session.one("SELECT last_unit FROM memory")[0])

    def contested(self) -> list[tuple[int, int]]:
        """Units of this transaction that another writer has added meanwhile: (own number, the other's).

        From here on the transaction keeps others from committing, so that nothing more can come between.
        """
        writing, session = self._writing, self._session
        seen, own, put_back = writing.seen, writing.addition, writing.put_back
        before = self._settle()
        if before is None or before == seen:
            return []
        parameters = {"own_first": before + 1, "own": own, "seen": seen, "settled": writing.settled}
        others_put_back = session.one(PUT_BACK, parameters)[0]
        if put_back and (others_put_back or session.one(DOUBLED_ANYWHERE, parameters)[0]):
            raise MemoryClash(
                f"{self.url}: another writer has added or brought back the same units at the same time. Nothing of "
                "this change was kept; try again."
            )
        # What was put back is under the numbers that it had, so that all units have to be looked through for it.
        query = TWICE if others_put_back else DOUBLED
        return session.execute(query, parameters).fetchall() if own else []

    def _finish(self) -> None:
        self._settle()

    def _settle(self) -> int | None:
        """Give the units that were added their numbers; the last number before them, None when there are none.

        What was put back has its numbers; it takes one new one for an addition of no units, by which writers who are
        under way notice it. The row that is counted on is locked until the transaction ends, and the lock goes to the
        next writer only when everybody can see this one's units. So numbers are given in the order in which units
        appear.
        """
        writing, session = self._writing, self._session
        if not writing.addition and not writing.put_back:
            return None
        query = "UPDATE memory SET last_unit = last_unit + %s RETURNING last_unit"
        last: int = session.one(query, (writing.units + writing.put_back,))[0]
        before = last - writing.units - writing.put_back
        if writing.addition:
            query = "UPDATE addition SET first = %s, units = %s WHERE id = %s"
            session.execute(query, (before + 1, writing.units, writing.addition))
            writing.settled.append(writing.addition)
        if writing.put_back:
            query = "INSERT INTO addition VALUES (nextval('addition_id'), %s, 0) RETURNING id"
            writing.settled.append(session.one(query, (last,))[0])
        writing.addition, writing.units, writing.put_back, writing.seen = 0, 0, False, last
        return before
