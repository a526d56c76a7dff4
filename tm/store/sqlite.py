"""A memory in one SQLite file: write-ahead log, one writer and many readers in several processes."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from tm.store.base import VARIANT_BITS, ImportRow, UnitRow, VariantRow, shortest_first
from tm.store.sqlite_file import SqliteFile
from tm.store.sqlite_rows import drop_indexes, insert_rows
from tm.store.summary import summary

_UNIT = ", ".join(UnitRow._fields)
_VARIANT = ", ".join(VariantRow._fields)
_VARIANT_OF_UNIT = ", ".join(f"v.{name}" for name in VariantRow._fields)
_OF_UNIT = f"v.id BETWEEN u.id << {VARIANT_BITS} AND (u.id + 1 << {VARIANT_BITS}) - 1"
_MANY_VARIANTS = 500
"""The words of so many variants or more are noted beside what the caller does next."""

_MANY_UNITS = 1_000_000
"""An empty memory is filled with so many units before it is indexed: that takes 40 bytes of memory for each text."""

_MANY_TERMS = 2000
"""So many words of the memory at most stand for one with wildcards."""

_LOWEST = -(1 << 63)
_AT_ONCE = 500
"""Values in one IN (…); SQLite takes 32,766, but long lists are no quicker."""


class SqliteStore(SqliteFile):
    """See `tm.store.base.Store`."""

    provisional = False

    def last_unit(self) -> int:
        """The highest number that a unit has had."""
        row = self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'unit'").fetchone()
        return int(row[0]) if row else 0

    def with_identities(self, identities: Sequence[int]) -> dict[int, list[int]]:
        """The numbers of the units that have one of these identities."""
        found: dict[int, list[int]] = {}
        for part in _parts(identities):
            query = f"SELECT identity, id FROM unit WHERE identity IN ({_marks(part)})"  # noqa: S608 - only ?s
            for identity, number in self._db.execute(query, part):
                found.setdefault(identity, []).append(number)
        return found

    def insert(self, units: Sequence[UnitRow], variants: Sequence[VariantRow]) -> None:
        """Put new units in."""
        if len(variants) < _MANY_VARIANTS:
            self.restore(units, variants)
            return
        if not self.last_unit():
            self._local.unindexed = drop_indexes(self._db, "variant")
        elif variants[-1].id >> VARIANT_BITS > _MANY_UNITS:
            self._complete()
        self._insert_rows(units, variants)
        # An import is busy in Python with the next units meanwhile, and SQLite needs none of it for this.
        db = self._db
        if self._beside is None:
            from concurrent.futures import ThreadPoolExecutor

            self._beside = ThreadPoolExecutor(1, "translate-kit-words")
        self._local.pending = self._beside.submit(_note_words, db, variants[0].id, variants[-1].id)

    def _insert_rows(self, units: Sequence[UnitRow], variants: Sequence[VariantRow]) -> None:
        insert_rows(self._db, units)
        insert_rows(self._db, variants)

    def contested(self) -> list[tuple[int, int]]:
        """None: there is one writer at a time."""
        return []

    def replace_unit(self, unit: UnitRow, variants: Sequence[VariantRow]) -> None:
        """Write anew what a unit and its variants say about themselves; their texts stay."""
        self._db.execute(
            "UPDATE unit SET identity = ?, tuid = ?, source_language = ?, created = ?, created_by = ?, changed = ?, "
            "changed_by = ?, usage_count = ?, last_used = ?, origin = ?, extra = ? WHERE id = ?",
            (*unit[1:], unit.id),
        )
        self._db.executemany("UPDATE variant SET extra = ? WHERE id = ?", [(row.extra, row.id) for row in variants])

    def delete(self, units: Sequence[int]) -> int:
        """Take units out; how many there were."""
        gone = 0
        for part in _parts(units):
            own = f"FROM unit AS u CROSS JOIN variant AS v ON {_OF_UNIT} WHERE u.id IN ({_marks(part)})"
            self._db.execute(f"INSERT INTO words (words, rowid, text) SELECT 'delete', v.id, v.text {own}", part)
            self._db.execute(f"DELETE FROM variant WHERE id IN (SELECT v.id {own})", part)  # noqa: S608 - only ?s
            gone += self._db.execute(f"DELETE FROM unit WHERE id IN ({_marks(part)})", part).rowcount  # noqa: S608
        return gone

    def restore(self, units: Sequence[UnitRow], variants: Sequence[VariantRow]) -> None:
        """Put units back that were taken out, under the numbers that they had."""
        self._insert_rows(units, variants)
        # One by one: between these numbers there can be others, whose words are noted.
        self._db.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", [(row.id, row.text) for row in variants])

    def languages(self) -> list[str]:
        """The languages of the variants, without region."""
        return [row[0] for row in self._db.execute("SELECT DISTINCT base FROM variant ORDER BY base")]

    def repeated(self, base: str, after: int | None, limit: int) -> list[tuple[int, list[int]]]:
        """The texts of a language that several variants have: hash and numbers."""
        query = """
            SELECT exact FROM variant WHERE exact >= ? AND base = ? GROUP BY exact HAVING count(*) > 1
            ORDER BY exact LIMIT ?
        """
        self._complete()
        lowest = _LOWEST if after is None else after + 1
        hashes = [row[0] for row in self._db.execute(query, (lowest, base, limit))]
        found: dict[int, list[int]] = {value: [] for value in hashes}
        for part in _parts(hashes):
            query = f"SELECT exact, id FROM variant WHERE exact IN ({_marks(part)}) AND base = ? ORDER BY id"  # noqa: S608
            for value, number in self._db.execute(query, (*part, base)):
                found[value].append(number)
        return list(found.items())

    def insert_import(self, name: str, header: str | None, at: str) -> int:
        """Note an import; its number."""
        done = self._db.execute("INSERT INTO import (name, header, at) VALUES (?, ?, ?)", (name, header, at))
        return int(done.lastrowid or 0)

    def imports(self) -> list[ImportRow]:
        """Every import, in order."""
        return [ImportRow(*row) for row in self._db.execute("SELECT id, name, header FROM import ORDER BY id")]

    def units(self, numbers: Sequence[int], *, for_change: bool = False) -> list[tuple[UnitRow, list[VariantRow]]]:
        """Some units, in the order of their numbers; those that are gone are left out."""
        found: dict[int, tuple[UnitRow, list[VariantRow]]] = {}
        for part in _parts(sorted(set(numbers))):
            query = f"SELECT {_UNIT} FROM unit WHERE id IN ({_marks(part)}) ORDER BY id"  # noqa: S608 - only ?s
            found.update((row[0], (UnitRow._make(row), [])) for row in self._db.execute(query, part))
            own = f"FROM unit AS u CROSS JOIN variant AS v ON {_OF_UNIT} WHERE u.id IN ({_marks(part)})"
            for row in self._db.execute(f"SELECT {_VARIANT_OF_UNIT} {own} ORDER BY u.id, v.id", part):
                found[row[0] >> VARIANT_BITS][1].append(VariantRow._make(row))
        return list(found.values())

    def every_unit(self) -> Iterator[tuple[UnitRow, list[VariantRow]]]:
        """All units, in the order of their numbers, streaming."""
        # The reader may add units between; they are not of the memory that was asked for.
        last = self.last_unit()
        query = f"SELECT {_VARIANT} FROM variant WHERE id <= ? ORDER BY id"  # noqa: S608
        variants = iter(self._db.execute(query, (_variant_range(last)[1],)))
        pending = next(variants, None)
        for row in self._db.execute(f"SELECT {_UNIT} FROM unit WHERE id <= ? ORDER BY id", (last,)):  # noqa: S608
            number = row[0]
            own = []
            while pending is not None and pending[0] >> VARIANT_BITS <= number:
                if pending[0] >> VARIANT_BITS == number:
                    own.append(VariantRow._make(pending))
                pending = next(variants, None)
            yield UnitRow._make(row), own

    def with_exact(self, exact: int) -> list[int]:
        """The numbers of all variants whose normalised text has this hash."""
        self._complete()
        return [row[0] for row in self._db.execute("SELECT id FROM variant WHERE exact = ?", (exact,))]

    def with_shape(self, shape: int) -> list[int]:
        """The numbers of all variants whose text with masked values has this hash, ascending."""
        self._complete()
        return [row[0] for row in self._db.execute("SELECT id FROM variant WHERE shape = ? ORDER BY id", (shape,))]

    def variants_after(self, base: str, after: int, limit: int | None = None) -> Iterator[VariantRow]:
        """The variants of a language with a higher number, in order, streaming."""
        query = f"SELECT {_VARIANT} FROM variant WHERE id > ? AND base = ? ORDER BY id LIMIT ?"  # noqa: S608
        for row in self._db.execute(query, (after, base, -1 if limit is None else limit)):
            yield VariantRow._make(row)

    def with_words(self, base: str | None, phrases: Sequence[Sequence[str]], limit: int) -> list[VariantRow]:
        """The newest variants in which every phrase may be found."""
        where = self._with_words(base, phrases, "id IN (SELECT rowid FROM words WHERE words MATCH ?)")
        if where is None:
            return []
        query = f"SELECT {_VARIANT} FROM variant WHERE {where[0]} ORDER BY id DESC LIMIT ?"  # noqa: S608 - only ?s
        return [VariantRow._make(row) for row in self._db.execute(query, (*where[1], limit))]

    def shortest_with_words(self, base: str | None, phrases: Sequence[Sequence[str]]) -> Iterator[VariantRow]:
        """Every variant in which every phrase may be found, the shortest first, then the newest."""
        where = self._with_words(base, phrases, "v.id = words.rowid AND words MATCH ?")
        if where is None:
            return
        condition, values = where
        words = "words CROSS JOIN" if "MATCH" in condition else ""
        # Frequent words stand in half of all texts: only numbers are put in order.
        best = f"""
            SELECT v.id FROM {words} variant AS v WHERE {condition} AND (length(v.text), -v.id) > (?, ?)
            ORDER BY length(v.text), v.id DESC LIMIT ?
        """  # noqa: S608 - only names and ?s
        query = f"SELECT {_VARIANT} FROM variant WHERE id IN ({best}) ORDER BY length(text), id DESC"  # noqa: S608

        def fetch(limit: int, length: int, number: int) -> list[VariantRow]:
            rows = self._db.execute(query, (*values, length, -number, limit))
            return [VariantRow._make(row) for row in rows]

        yield from shortest_first(fetch)

    def _with_words(
        self, base: str | None, phrases: Sequence[Sequence[str]], match: str
    ) -> tuple[str, list[object]] | None:
        """The condition for variants in which every phrase may be found, and its values; None when there are none."""
        parts = []
        for phrase in phrases:
            *before, last = phrase
            if not any("*" in word or "?" in word for word in (*before, last.rstrip("*"))):
                parts.append(f'"{" ".join((*before, last.rstrip("*")))}"{" *" if last.endswith("*") else ""}')
                continue
            for word in phrase:
                terms = self._terms(word)
                if terms is None:
                    continue
                if not terms:
                    return None
                parts.append("(" + " OR ".join(f'"{term}"' for term in terms) + ")")
        conditions: list[str] = []
        values: list[object] = []
        if parts:
            conditions.append(match)
            values.append(" AND ".join(parts))
        if base is not None:
            conditions.append("base = ?")
            values.append(base)
        return " AND ".join(conditions) or "true", values

    def _terms(self, pattern: str) -> list[str] | None:
        """The words of the memory that a pattern stands for; None when there are too many to name."""
        if "*" not in pattern and "?" not in pattern:
            return [pattern]
        start = re.split("[*?]", pattern, maxsplit=1)[0]
        query = "SELECT term FROM vocabulary WHERE term >= ? AND term < ? AND term GLOB ? LIMIT ?"
        values = (start, f"{start}\U0010ffff", pattern, _MANY_TERMS + 1)
        terms = [row[0] for row in self._db.execute(query, values)]
        return terms if len(terms) <= _MANY_TERMS else None

    def summary(self) -> dict[str, object]:
        """Who, when, and out of which files, see `Memory.stats`."""
        return summary(self._db.execute)

    def totals(self) -> dict[str, object]:
        """Counts and sizes, see `Memory.stats`."""
        db = self._db
        pages, page_size = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        oldest, newest = db.execute("SELECT min(created), max(coalesce(changed, created)) FROM unit").fetchone()
        # Counting in Python takes a third of the time of SQLite's replace(), and without LIMIT SQLite sorts all texts.
        db.create_function("words_in", 1, lambda text: len(text.encode().split()), deterministic=True)
        languages = db.execute(
            "SELECT language, count(*), sum(characters), sum(words) FROM "
            "(SELECT language, length(text) AS characters, words_in(text) AS words FROM variant LIMIT -1) "
            "GROUP BY language ORDER BY 2 DESC, 1"
        ).fetchall()
        return {
            "units": db.execute("SELECT count(*) FROM unit").fetchone()[0],
            "languages": [
                {"language": tag, "variants": count, "characters": characters, "words": count_of_words}
                for tag, count, characters, count_of_words in languages
            ],
            "oldest": oldest,
            "newest": newest,
            "imports": db.execute("SELECT count(*) FROM import").fetchone()[0],
            "size_bytes": pages * page_size,
            "index_bytes": db.execute("SELECT coalesce(sum(length(data)), 0) FROM block").fetchone()[0],
            "words_bytes": db.execute("SELECT coalesce(sum(length(block)), 0) FROM words_data").fetchone()[0],
        }

    def blocks(self, base: str, known: Iterable[int]) -> tuple[list[int], list[tuple[int, int, bytes]]]:
        """The blocks of the fuzzy index of a language; the data only of those that are not known."""
        have = set(known)
        numbers = [row[0] for row in self._db.execute("SELECT id FROM block WHERE base = ? ORDER BY id", (base,))]
        fresh = [
            self._db.execute("SELECT id, last, data FROM block WHERE id = ?", (number,)).fetchone()
            for number in numbers
            if number not in have
        ]
        return numbers, fresh

    def block_heads(self, base: str, size: int) -> list[tuple[int, int, bytes]]:
        """Of each block of a language its number, its size in bytes, and the first so many of them."""
        query = "SELECT id, length(data), substr(data, 1, ?) FROM block WHERE base = ? ORDER BY id"
        return self._db.execute(query, (size, base)).fetchall()

    def indexed_languages(self) -> set[str]:
        """The languages that have blocks."""
        return {row[0] for row in self._db.execute("SELECT DISTINCT base FROM block")}

    def indexed_to(self, base: str) -> int:
        """The last variant that is in a block of a language; 0 when there is none."""
        row = self._db.execute("SELECT max(last) FROM block WHERE base = ?", (base,)).fetchone()
        return int(row[0] or 0)

    def write_block(self, base: str, last: int, data: bytes, replaces: Sequence[int] = ()) -> int:
        """Put in a block of the fuzzy index in place of others; its number."""
        for number in replaces:
            self._db.execute("DELETE FROM block WHERE id = ?", (number,))
        done = self._db.execute("INSERT INTO block (base, last, data) VALUES (?, ?, ?)", (base, last, data))
        return int(done.lastrowid or 0)


def _variant_range(number: int) -> tuple[int, int]:
    return number << VARIANT_BITS, (number + 1 << VARIANT_BITS) - 1


def _note_words(db: sqlite3.Connection, first: int, last: int) -> None:
    db.execute("INSERT INTO words (rowid, text) SELECT id, text FROM variant WHERE id BETWEEN ? AND ?", (first, last))


def _marks(values: Sequence[int]) -> str:
    return ",".join("?" * len(values))


def _parts(values: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
