"""The people of a team: accounts with passwords and roles, and their sessions. SQL of a project."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from translate_kit.errors import BadInput, BadOutput, Busy, Conflict
from translate_kit.project.store import now

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from translate_kit.project.store import ProjectStore

MIN_PASSWORD = 10
MAX_PASSWORD = 200
"""Characters. NIST SP 800-63B asks for length, and for no rules about what must be in a password."""

SESSION_DAYS = 30
"""After this a person logs in again, however busy they are."""

IDLE_DAYS = 7
"""After so long without a request, too."""


class Role(StrEnum):
    """What somebody may do, in order; each may do what those before it may."""

    READER = "read-only"
    TRANSLATOR = "translator"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"

    def includes(self, other: Role) -> bool:
        """Whether whoever has this role may do what the other may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account.

    Attributes:
        name: as versions and comments name them.
        role: what they may do.
        added: when, UTC, ISO 8601.
        disabled: whether they can no longer log in; what they did stays theirs.
    """

    name: str
    role: Role
    added: str
    disabled: bool


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    # The library's own choice: RFC 9106's second recommendation (64 MiB, three passes).
    return PasswordHasher()


class People:
    """The accounts of a store."""

    def __init__(self, store: ProjectStore) -> None:
        self._store = store

    def all(self) -> list[Person]:
        """Everybody, in the order in which they were added."""
        with self._store.reading():
            rows = self._store.db.execute("SELECT name, role, added, disabled FROM person ORDER BY added, name")
            return [Person(row[0], Role(row[1]), row[2], bool(row[3])) for row in rows]

    def get(self, name: str) -> Person:
        """One of them.

        Raises:
            BadInput: there is nobody of that name.
        """
        found = next((person for person in self.all() if person.name == name), None)
        if found is None:
            raise BadInput(f"there is nobody called {name!r} here.")
        return found

    def add(self, name: str, role: Role, password: str) -> Person:
        """Make an account.

        Raises:
            BadInput: a bad name, or a password that is too short.
            Conflict: there is one of that name.
        """
        if not name.strip() or name != name.strip() or len(name) > 100 or not name.isprintable():
            raise BadInput("a name has 1 to 100 characters that can be printed, and no space around it.")
        digest = _hashed(password)
        with self._store.transaction():
            done = self._store.db.execute(
                "INSERT INTO person (name, role, password, added) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (name, role.value, digest, now()),
            )
            if not done.rowcount:
                raise Conflict(f"there is somebody called {name!r} already.")
        return self.get(name)

    def change(
        self, name: str, *, role: Role | None = None, password: str | None = None, disabled: bool | None = None
    ) -> Person:
        """Change an account; whoever is logged in with it and gets a new password, or is disabled, is logged out.

        Raises:
            BadInput: there is nobody of that name, or the password is too short.
            Conflict: nobody would be left who can give roles.
        """
        self.get(name)
        digest = None if password is None else _hashed(password)
        with self._store.transaction():
            before = self.get(name)
            if before.role is Role.COORDINATOR and (disabled or role not in (None, Role.COORDINATOR)):
                others = [one for one in self.all() if one.role is Role.COORDINATOR and not one.disabled]
                if [one.name for one in others] == [name]:
                    raise Conflict(f"{name!r} is the only coordinator; make somebody else one first.")
            if role is not None:
                self._store.db.execute("UPDATE person SET role = ? WHERE name = ?", (role.value, name))
            if digest is not None:
                self._store.db.execute("UPDATE person SET password = ? WHERE name = ?", (digest, name))
            if disabled is not None:
                self._store.db.execute("UPDATE person SET disabled = ? WHERE name = ?", (int(disabled), name))
            if digest is not None or disabled:
                self._store.db.execute("DELETE FROM session WHERE person = ?", (name,))
        return self.get(name)

    def check(self, name: str, password: str) -> Person | None:
        """The person with this name and password; None for any other."""
        from argon2.exceptions import Argon2Error, InvalidHashError

        with self._store.reading():
            row = self._store.db.execute(
                "SELECT password FROM person WHERE name = ? AND disabled = 0", (name,)
            ).fetchone()
        # Whether there is somebody of that name cannot be told from how long the answer takes.
        digest = _nobody() if row is None else str(row[0])
        try:
            _hasher().verify(digest, password[: MAX_PASSWORD + 1].encode("utf-8", "surrogatepass"))
        except (Argon2Error, InvalidHashError):
            return None
        if row is None:
            return None
        if _hasher().check_needs_rehash(digest):
            with self._store.transaction():
                self._store.db.execute("UPDATE person SET password = ? WHERE name = ?", (_hashed(password), name))
        return self.get(name)

    # sessions

    def log_in(self, name: str) -> str:
        """Begin a session; the token that shows it, of which only a digest is kept."""
        token = secrets.token_urlsafe(32)
        with self._store.transaction():
            self._store.db.execute("DELETE FROM session WHERE began < ? OR seen < ?", _oldest())
            self._store.db.execute(
                "INSERT INTO session (digest, person, began, seen) VALUES (?, ?, ?, ?)",
                (_digest(token), name, now(), now()),
            )
        return token

    def logged_in(self, token: str) -> Person | None:
        """Whoever a token is of; None when it is of nobody, or too old."""
        began, seen = _oldest()
        with self._store.reading():
            row = self._store.db.execute(
                "SELECT p.name, p.role, p.added, s.seen FROM session s JOIN person p ON p.name = s.person"
                " WHERE s.digest = ? AND s.began >= ? AND s.seen >= ? AND p.disabled = 0",
                (_digest(token), began, seen),
            ).fetchone()
        if row is None:
            return None
        # Once an hour is enough to know who is still there.
        if row[3] < _ago(hours=1):
            # It can wait until there is room again, or the store can be written.
            with suppress(BadOutput, Busy), self._store.transaction():
                self._store.db.execute("UPDATE session SET seen = ? WHERE digest = ?", (now(), _digest(token)))
        return Person(row[0], Role(row[1]), row[2], False)

    def log_out(self, token: str) -> None:
        """End a session."""
        with self._store.transaction():
            self._store.db.execute("DELETE FROM session WHERE digest = ?", (_digest(token),))


def _hashed(password: str) -> str:
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise BadInput(f"a password has {MIN_PASSWORD} to {MAX_PASSWORD} characters.")
    return _hasher().hash(password.encode("utf-8", "surrogatepass"))


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_bytes(16))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _oldest() -> tuple[str, str]:
    return _ago(days=SESSION_DAYS), _ago(days=IDLE_DAYS)


def _ago(*, days: int = 0, hours: int = 0) -> str:
    return (datetime.now(UTC) - timedelta(days=days, hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")
