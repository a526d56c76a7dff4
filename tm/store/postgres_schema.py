"""The tables of a memory in PostgreSQL: made, recognised, brought up to date."""

from __future__ import annotations

from importlib import resources
from typing import Any

import psycopg
from psycopg import sql

from tm.errors import BadMemoryInput, MemoryMissing
from tm.store.postgres_connection import Address

APPLICATION = "translate-kit translation memory"
SCHEMA_VERSION = 2

_MIGRATION_LOCK = 0x544B544D
"""First half of the advisory lock under which a schema is migrated; the second is a hash of its name."""


def prepare(connection: psycopg.Connection[Any], address: Address, *, create: bool) -> None:
    """Make the tables where there are none, bring older ones up to date.

    All of it is one transaction, and of several processes that open the memory at once one does it.

    Raises:
        MemoryMissing: there are no such tables, and `create` is false.
        BadMemoryInput: the schema holds something else, or a memory of a later version.
    """
    version = _version(connection, address)
    if version is None and not create:
        raise MemoryMissing(
            f"{address.url}: there is no memory in the schema {address.schema}. "
            "`translate-kit tm import FILE --memory URL` makes one."
        )
    if version == SCHEMA_VERSION:
        return
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", (_MIGRATION_LOCK, address.schema))
        # Another process may have been quicker.
        version = _version(connection, address)
        if version == SCHEMA_VERSION:
            return
        if version is None:
            connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(address.schema)))
        elif version:
            _back_up(connection, address.schema, version)
        for number in range((version or 0) + 1, SCHEMA_VERSION + 1):
            connection.execute(_script(number).encode())
            connection.execute("UPDATE memory SET version = %s", (number,))


def _script(number: int) -> str:
    return resources.files("tm.store").joinpath("schema", "postgres", f"{number:04}.sql").read_text("utf-8")


def _version(connection: psycopg.Connection[Any], address: Address) -> int | None:
    """The version of the tables, None where there are none."""
    query = (
        "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(quote_ident(%s)) AND relkind IN ('r', 'p')"
    )
    tables = {name for (name,) in connection.execute(query, (address.schema,))}
    if not tables:
        return None
    row = None
    if "memory" in tables:
        # As JSON, for a table of that name that is not ours has no such columns.
        row = connection.execute("SELECT to_jsonb(memory) FROM memory LIMIT 1").fetchone()
    about = row[0] if row else {}
    if about.get("application") != APPLICATION:
        raise BadMemoryInput(
            f"{address.url}: the schema {address.schema} of this database is not a translation memory. "
            "Pass another one with ?schema=NAME."
        )
    version = int(about["version"])
    if version > SCHEMA_VERSION:
        raise BadMemoryInput(
            f"{address.url}: made by a later version (schema {version}, this one reads up to {SCHEMA_VERSION}). "
            "Upgrade translate-kit."
        )
    return version


def _back_up(connection: psycopg.Connection[Any], schema: str, version: int) -> None:
    """Copy the tables into a schema beside this one before they are changed."""
    copy = f"{schema[:50]}_before_{version + 1}"
    connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(copy)))
    query = "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(quote_ident(%s)) AND relkind = 'r'"
    for (name,) in connection.execute(query, (schema,)).fetchall():
        statement = sql.SQL("CREATE TABLE {} AS TABLE {}")
        connection.execute(statement.format(sql.Identifier(copy, name), sql.Identifier(schema, name)))
