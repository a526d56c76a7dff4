"""Reach a PostgreSQL server: URLs, connections, and its errors in plain words, never with a password in them."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

import psycopg
from psycopg import conninfo, sql

from tm.errors import (
    BadMemoryInput,
    MemoryClash,
    MemoryConflict,
    MemoryFull,
    MemoryMissing,
    MemoryReadOnly,
    TranslationMemoryError,
)

DEFAULT_SCHEMA = "tm"
CONNECT_TIMEOUT_S = 10
LOCK_TIMEOUT_S = 30.0

# What we ask for is found through an index, row by row. In an import the server would think otherwise, for it does not
# know yet what is in the tables that grow, and read all of them again for every batch.
_PLANS = {"enable_seqscan": "off", "enable_hashjoin": "off", "enable_mergejoin": "off", "jit": "off"}

_SECRETS = ("passw", "sslpassw")
"""How the names of parameters begin that are not shown, the misspelt ones (`passwd`) as well."""

_MISSING_DATABASE = "3D000"
_LOGIN_REFUSED = ("28000", "28P01")
_LOST = ("57P01", "57P02", "57P03", "57P05")
_LOCKED = ("55P03", "57014")
# A unit can be twice only when two writers put it in, or back, at the same time.
_CLASHED = ("40001", "40P01", "23505")


def without_password(url: str) -> str:
    """The URL as it may be shown: user, host, database and schema, no password and no other secret."""
    head, mark, query = url.partition("?")
    scheme, separator, rest = head.partition("://")
    # A password with an @ or / that was not percent-encoded ends at the last @.
    credentials, at, place = rest.rpartition("@")
    if at:
        rest = f"{credentials.partition(':')[0]}@{place}"
    kept = [part for part in query.split("&") if not unquote(part).strip().lower().startswith(_SECRETS)]
    return scheme + separator + rest + (mark + "&".join(kept) if mark and any(kept) else "")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a memory is kept.

    Attributes:
        url: as it may be shown.
        schema: the PostgreSQL schema that holds its tables.
        parameters: what libpq connects with; not shown, for the password is among them.
    """

    url: str
    schema: str
    parameters: dict[str, Any] = field(repr=False)

    @classmethod
    def of(cls, url: str) -> Address:
        """Read a URL: `postgresql://[user[:password]@][host][:port]/database[?schema=NAME&sslmode=…]`.

        Everything that libpq takes after the `?` is passed on; `schema` is ours, `tm` unless given, so that a database
        can hold several memories.

        Raises:
            BadMemoryInput: this is no such URL.
        """
        shown = without_password(url)
        base, _, query = url.partition("?")
        pairs = parse_qsl(query, keep_blank_values=True)
        schema = dict(pairs).get("schema") or DEFAULT_SCHEMA
        rest = "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs if name != "schema")
        try:
            parameters = conninfo.conninfo_to_dict(f"{base}?{rest}" if rest else base)
        except psycopg.Error:
            # What libpq says about it repeats a part of the URL, which may be of the password.
            parameters = {"host": "@"}
        hosts, ports = str(parameters.get("host", "")), str(parameters.get("port", ""))
        if "@" in hosts or not re.fullmatch(r"[\d,]*", ports):
            raise BadMemoryInput(
                f"{shown}: this is no URL of a PostgreSQL memory; postgresql://user@host:port/database was expected. "
                "Write @ as %40, / as %2F and : as %3A in names and passwords."
            )
        if len(schema.encode()) > 63 or "\0" in schema or schema.startswith("pg_"):
            raise BadMemoryInput(f"{shown}: {schema[:63]} cannot be the name of a schema. Choose a shorter, plain one.")
        return cls(shown, schema, parameters)

    def connect(self) -> psycopg.Connection[Any]:
        """A connection in autocommit mode that finds the tables of the memory by their names.

        Raises:
            MemoryMissing: no server answers, there is no such database, or the login is refused.
            BadMemoryInput: the database keeps no UTF-8.
        """
        defaults = {"connect_timeout": CONNECT_TIMEOUT_S, "application_name": "translate-kit"}
        try:
            connection = psycopg.connect(**{**defaults, **self.parameters}, autocommit=True, client_encoding="utf8")
        except (psycopg.Error, OSError, UnicodeError) as error:
            raise self._not_reached(error) from None
        try:
            encoding = connection.info.parameter_status("server_encoding")
            if encoding != "UTF8":
                raise BadMemoryInput(
                    f"{self.url}: the database keeps {encoding}, and a memory needs UTF-8. "
                    f"Make another: createdb --encoding=UTF8 --template=template0 NAME"
                )
            settings = {"lock_timeout": f"{LOCK_TIMEOUT_S:.0f}s", "TimeZone": "UTC", **_PLANS}
            statements = [sql.SQL("SET search_path TO {}").format(sql.Identifier(self.schema))]
            statements += [
                sql.SQL(f"SET {name} TO {{}}").format(sql.Literal(value)) for name, value in settings.items()
            ]
            connection.execute(sql.SQL(";").join(statements))
        except psycopg.Error as error:
            connection.close()
            raise self.plain(error) from None
        except BaseException:
            connection.close()
            raise
        return connection

    def plain(self, error: psycopg.Error) -> TranslationMemoryError:
        """An error of the server as one of ours, with what to do about it."""
        state = error.sqlstate
        text = error.diag.message_primary or _one_line(error)
        if state in _CLASHED:
            return MemoryClash(
                f"{self.url}: another writer changed the same units at the same time. Nothing of this change was kept; "
                "try again."
            )
        if state in _LOCKED:
            return MemoryConflict(
                f"{self.url}: another writer holds what this change needs and did not finish within "
                f"{LOCK_TIMEOUT_S:.0f} s. Nothing of this change was kept; try again when it is done."
            )
        if state == "53100":
            return MemoryFull(
                f"{self.url}: the server's disk is full. Nothing of this change was kept; make room and try again."
            )
        if state == "53300":
            return MemoryConflict(f"{self.url}: the server takes no more connections at the moment. Try again.")
        if state == "42501":
            return MemoryMissing(
                f"{self.url}: {text}. The memory's owner allows it: "
                f'GRANT USAGE ON SCHEMA {self.schema} TO "USER"; and rights on its tables (SELECT to look up, also '
                "INSERT, UPDATE and DELETE to change)."
            )
        if state == "25006":
            return MemoryReadOnly(f"{self.url}: this server is a copy that can only be read ({text}).")
        if state in ("3F000", "42P01"):
            return MemoryMissing(
                f"{self.url}: the memory's tables are not there ({text}). `translate-kit tm import FILE --memory URL` "
                "makes them."
            )
        if state is not None and state.startswith("XX"):
            return BadMemoryInput(f"{self.url}: the memory is damaged ({text}). Restore it from a backup.")
        if isinstance(error, psycopg.DataError):
            return BadMemoryInput(f"{self.url}: PostgreSQL cannot keep this: {text}.")
        if state in _LOST or isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
            return MemoryMissing(
                f"{self.url}: the server went away ({text}). Nothing of an unfinished change was kept. See whether it "
                f"runs: {self._command('pg_isready')}"
            )
        return TranslationMemoryError(f"{self.url}: {text}.")

    def _not_reached(self, error: Exception) -> TranslationMemoryError:
        text = _one_line(error)
        state = getattr(error, "sqlstate", None)
        database = str(self.parameters.get("dbname") or self.parameters.get("user") or "")
        if state == _MISSING_DATABASE or f'database "{database}" does not exist' in text:
            return MemoryMissing(
                f"{self.url}: there is no such database. Make it: {self._command('createdb', database)}"
            )
        if state in _LOGIN_REFUSED or "authentication failed" in text or "no password supplied" in text:
            return MemoryMissing(
                f"{self.url}: the server refuses the login ({text}). Give the password in ~/.pgpass or PGPASSWORD."
            )
        if "too many clients" in text or "remaining connection slots" in text:
            return MemoryConflict(f"{self.url}: the server takes no more connections at the moment. Try again.")
        return MemoryMissing(
            f"{self.url}: no PostgreSQL server answers ({text}). See whether it runs: {self._command('pg_isready')}"
        )

    def _command(self, program: str, *arguments: str) -> str:
        """A command line of PostgreSQL's own tools for this server."""
        options = [
            f"--{option}={value}"
            for option, name in (("host", "host"), ("port", "port"), ("username", "user"))
            if (value := self.parameters.get(name))
        ]
        return shlex.join([program, *options, *arguments])


def _one_line(error: Exception) -> str:
    """What went wrong, without the addresses that libpq tried and its guesses at the reason."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
    line = next((line for line in reversed(lines) if "failed: " in line), lines[0])
    return re.sub(r"^(FATAL|ERROR): +", "", line.rpartition("failed: ")[2]).rstrip(".")
