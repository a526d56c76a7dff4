"""Rows into SQLite, many at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import chain

from tm.store.base import UnitRow, VariantRow

_ROWS = 80
"""Rows in one INSERT: a statement for each row would take half as long again. Twelve columns times this are still fewer
values than the 999 of an old SQLite."""


def _insert(table: str, columns: Sequence[str], rows: int) -> str:
    row = f"({','.join('?' * len(columns))})"
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {','.join([row] * rows)}"  # noqa: S608 - only ?s


_ONE = {row: _insert(table, row._fields, 1) for table, row in (("unit", UnitRow), ("variant", VariantRow))}
_MANY = {row: _insert(table, row._fields, _ROWS) for table, row in (("unit", UnitRow), ("variant", VariantRow))}


def insert_rows(db: sqlite3.Connection, rows: Sequence[UnitRow] | Sequence[VariantRow]) -> None:
    """Put rows in, all of one kind."""
    if not rows:
        return
    kind = type(rows[0])
    whole = len(rows) - len(rows) % _ROWS
    for start in range(0, whole, _ROWS):
        db.execute(_MANY[kind], tuple(chain.from_iterable(rows[start : start + _ROWS])))
    db.executemany(_ONE[kind], rows[whole:])


def drop_indexes(db: sqlite3.Connection, table: str) -> list[str]:
    """Drop the indexes of a table; the statements that make them again.

    Rows come in the order of their numbers, and their hashes in none: each goes to another place of an index, which is
    soon larger than the cache. Sorted, and put in one after the other, they take a third of the time.
    """
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
    found = db.execute(query, (table,)).fetchall()
    for name, _ in found:
        db.execute(f"DROP INDEX {name}")
    return [statement for _, statement in found]
