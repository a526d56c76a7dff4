"""A memory in PostgreSQL: for a team, with several writers at once and any number of readers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from tm.store.base import VARIANT_BITS, ImportRow, UnitRow, VariantRow, shortest_first
from tm.store.postgres_server import PROVISIONAL, PostgresServer
from tm.store.postgres_sql import (
    ALL_WITH_WORDS,
    BY_NUMBER,
    COPY_UNIT,
    COPY_VARIANT,
    COUNTS,
    LANGUAGES,
    NEWEST_WITH_WORDS,
    NOTE_WORDS,
    NUMBER,
    SHORTEST_WITH_WORDS,
    UNIT,
    UNITS_BETWEEN,
    VARIANT,
    VARIANT_ID,
    VARIANTS_AFTER,
    VARIANTS_BETWEEN,
    VARIANTS_WITH,
)
from tm.store.postgres_words import query as words_query
from tm.store.postgres_words import vector, words_of
from tm.store.summary import summary

CHUNK = 10_000
"""Units that are read at once when all are read."""

SAMPLE = 2000
"""Units, the newest, that show how frequent words are."""

MANY_TEXTS = 50_000
"""So many texts are not taken out of an index only to be put in order and left out again."""

_MANY_TERMS = 2000
"""So many words of the memory at most stand for one with wildcards."""

_WORDS_SEEN = 100_000
"""So many words are remembered during an import as being in the memory already."""

_SEAL_LOCK = 0x544B5442
"""First half of the advisory lock under which blocks of the fuzzy index are written; the second is the language's."""

_WILDCARDS = str.maketrans("*?", "%_")
_POSITION = (1 << VARIANT_BITS) - 1


class PostgresStore(PostgresServer):
    """See `tm.store.base.Store`."""

    provisional = True

    def with_identities(self, identities: Sequence[int]) -> dict[int, list[int]]:
        """The numbers of the units that have one of these identities."""
        found: dict[int, list[int]] = {}
        query = f"""
            SELECT u.identity, {NUMBER}
            FROM unit AS u CROSS JOIN LATERAL (SELECT first FROM addition WHERE id = u.addition OFFSET 0) AS a
            WHERE u.identity = ANY(%s::bigint[]) ORDER BY 2
        """  # noqa: S608 - only names of columns, as everywhere below
        for identity, number in self._session.execute(query, (list(identities),)):
            found.setdefault(identity, []).append(number)
        return found

    def insert(self, units: Sequence[UnitRow], variants: Sequence[VariantRow]) -> None:
        """Put new units in; their numbers are those that follow `last_unit`."""
        if not units:
            return
        writing, session = self._writing, self._session
        if not writing.addition:
            query = "INSERT INTO addition VALUES (nextval('addition_id'), %s, 0) RETURNING id"
            writing.addition = session.one(query, (PROVISIONAL,))[0]
        addition = writing.addition
        self._copy(units, variants, lambda number: (addition, number - PROVISIONAL))
        writing.units = max(writing.units, units[-1].id - PROVISIONAL + 1)
        writing.added += len(units)

    def replace_unit(self, unit: UnitRow, variants: Sequence[VariantRow]) -> None:
        """Write anew what a unit and its variants say about themselves; their texts stay."""
        columns = ", ".join(f"{name} = %s" for name in UnitRow._fields[1:])
        ((addition, place),) = self._keys([unit.id])
        self._session.execute(
            f"UPDATE unit SET {columns} WHERE addition = %s AND place = %s",  # noqa: S608
            (*unit[1:], addition, place),
        )
        query = """
            UPDATE variant SET extra = n.extra FROM unnest(%s::smallint[], %s::text[]) AS n(position, extra)
            WHERE addition = %s AND place = %s AND variant.position = n.position
        """
        positions = [row.id & _POSITION for row in variants]
        self._session.execute(query, (positions, [row.extra for row in variants], addition, place))

    def delete(self, units: Sequence[int]) -> int:
        """Take units out; how many there were."""
        keys = self._keys(units, for_change=True)
        both = ([addition for addition, _ in keys], [place for _, place in keys])
        for table in ("variant", "unit"):
            query = f"""
                DELETE FROM {table} USING unnest(%s::bigint[], %s::integer[]) AS k(addition, place)
                WHERE {table}.addition = k.addition AND {table}.place = k.place
            """  # noqa: S608
            self._session.execute(query, both)
        return len(keys)

    def _keys(self, numbers: Sequence[int], *, for_change: bool = False) -> list[tuple[int, int]]:
        """Addition and place of units, those that are there; `for_change` holds off others who would change them."""
        query = f"SELECT u.addition, u.place {BY_NUMBER} ORDER BY n.number"
        if for_change:
            query += " FOR UPDATE OF u"
        return self._session.execute(query, (sorted(set(numbers)),)).fetchall()

    def restore(self, units: Sequence[UnitRow], variants: Sequence[VariantRow]) -> None:
        """Put units back that were taken out, under the numbers that they had."""
        if not units:
            return
        self._writing.put_back = True
        numbers = sorted({row.id for row in units})
        query = """
            SELECT n.number, a.id, a.first FROM unnest(%s::bigint[]) AS n(number)
            CROSS JOIN LATERAL (SELECT id, first FROM addition WHERE first <= n.number ORDER BY first DESC LIMIT 1) AS a
        """
        places = {
            number: (addition, number - first)
            for number, addition, first in self._session.execute(query, (numbers,)).fetchall()
        }
        self._copy(units, variants, places.__getitem__)

    def _copy(
        self, units: Sequence[UnitRow], variants: Sequence[VariantRow], key: Callable[[int], tuple[int, int]]
    ) -> None:
        """Put rows in, with the words of the texts; `key` gives addition and place of a unit."""
        session, seen = self._session, self._writing.words
        words = [words_of(row.text) for row in variants]
        session.copy(COPY_UNIT, ((*key(row.id), *row[1:]) for row in units))
        session.copy(
            COPY_VARIANT,
            (
                (*key(row.id >> VARIANT_BITS), row.id & _POSITION, *row[1:], None if own is None else vector(own))
                for row, own in zip(variants, words, strict=True)
            ),
        )
        fresh = set().union(*filter(None, words)) - seen
        session.execute(NOTE_WORDS, (sorted(fresh),))
        if len(seen) > _WORDS_SEEN:
            seen.clear()
        seen |= fresh

    def languages(self) -> list[str]:
        """The languages of the variants, without region."""
        return [row[0] for row in self._session.execute("SELECT DISTINCT base FROM variant ORDER BY base")]

    def repeated(self, base: str, after: int | None, limit: int) -> list[tuple[int, list[int]]]:
        """The texts of a language that several variants have: hash and numbers."""
        query = f"""
            SELECT v.exact, array_agg({VARIANT_ID} ORDER BY {VARIANT_ID})
            FROM (
                SELECT exact FROM variant WHERE base = %(base)s AND (%(after)s::bigint IS NULL OR exact > %(after)s)
                GROUP BY exact HAVING count(*) > 1 ORDER BY exact LIMIT %(limit)s
            ) AS several
            JOIN variant AS v ON v.exact = several.exact AND v.base = %(base)s JOIN addition AS a ON a.id = v.addition
            GROUP BY v.exact ORDER BY v.exact
        """  # noqa: S608
        return self._session.execute(query, {"base": base, "after": after, "limit": limit}).fetchall()

    def insert_import(self, name: str, header: str | None, at: str) -> int:
        """Note an import; its number."""
        query = "INSERT INTO import (name, header, at) VALUES (%s, %s, %s) RETURNING id"
        return int(self._session.one(query, (name, header, at))[0])

    def imports(self) -> list[ImportRow]:
        """Every import, in order."""
        query = "SELECT id, name, header FROM import ORDER BY id"
        return [ImportRow(*row) for row in self._session.execute(query)]

    def units(self, numbers: Sequence[int], *, for_change: bool = False) -> list[tuple[UnitRow, list[VariantRow]]]:
        """Some units, in the order of their numbers; those that are gone are left out."""
        wanted = sorted(set(numbers))
        if not wanted:
            return []
        if for_change:
            # A statement of its own: only the next one sees what whoever held them has changed.
            self._keys(wanted, for_change=True)
        query = f"""
            SELECT n.number, {UNIT}, {VARIANT_ID}, {VARIANT} {BY_NUMBER}
            LEFT JOIN variant AS v ON v.addition = u.addition AND v.place = u.place ORDER BY n.number, v.position
        """
        found: list[tuple[UnitRow, list[VariantRow]]] = []
        width = len(UnitRow._fields)
        for row in self._session.execute(query, (wanted,)):
            if not found or found[-1][0].id != row[0]:
                found.append((UnitRow._make(row[:width]), []))
            if row[width] is not None:
                found[-1][1].append(VariantRow._make(row[width:]))
        return found

    def every_unit(self) -> Iterator[tuple[UnitRow, list[VariantRow]]]:
        """All units, in the order of their numbers, streaming."""
        last_unit: int = self._session.one("SELECT last_unit FROM memory")[0]
        for first in range(0, last_unit + 1, CHUNK):
            bounds = {"first": first, "last": first + CHUNK - 1}
            variants = iter(self._session.execute(VARIANTS_BETWEEN, bounds))
            pending = next(variants, None)
            for row in self._session.execute(UNITS_BETWEEN, bounds):
                own = []
                while pending is not None and pending[0] >> VARIANT_BITS <= row[0]:
                    own.append(VariantRow._make(pending))
                    pending = next(variants, None)
                yield UnitRow._make(row), own

    def with_exact(self, exact: int) -> list[int]:
        """The numbers of all variants whose normalised text has this hash."""
        return [row[0] for row in self._session.execute(VARIANTS_WITH.format("exact"), (exact,))]

    def with_shape(self, shape: int) -> list[int]:
        """The numbers of all variants whose text with masked values has this hash, ascending."""
        return [row[0] for row in self._session.execute(VARIANTS_WITH.format("shape"), (shape,))]

    def variants_after(self, base: str, after: int, limit: int | None = None) -> Iterator[VariantRow]:
        """The variants of a language with a higher number, in order, streaming."""
        session = self._session
        view, (end, at) = session.view, session.ends.get(base, (0, -1))
        if view is not None and view.last_unit == at and after >= end:
            return
        left = limit
        first = after >> VARIANT_BITS
        while left is None or left > 0:
            bounds = {"first": first, "last": first + CHUNK - 1, "after": after, "base": base, "limit": left}
            rows = session.execute(VARIANTS_AFTER, bounds).fetchall()
            last_unit = rows[0][0]
            for _, *values in rows:
                if values[0] is not None:
                    after = values[0]
                    yield VariantRow._make(values)
                    left = None if left is None else left - 1
            first += CHUNK
            if first > last_unit:
                if left is None and session.writing is None:
                    session.ends[base] = (after, last_unit)
                return

    def with_words(self, base: str | None, phrases: Sequence[Sequence[str]], limit: int) -> list[VariantRow]:
        """The newest variants in which every phrase may be found."""
        wanted = words_query(phrases, self._terms)
        if wanted is None:
            return []
        last_unit = self._session.one("SELECT last_unit FROM memory")[0]
        values = {"last": last_unit, "base": base, "words": wanted or None, "limit": limit}

        def newest(units: int) -> list[VariantRow]:
            rows = self._session.execute(NEWEST_WITH_WORDS, {**values, "first": last_unit - units + 1})
            return [VariantRow._make(row) for row in rows]

        # Frequent words are found soon by going back from the newest; all others stand in few texts, which the index
        # knows. Which they are shows in a sample.
        found = newest(SAMPLE)
        if found and len(found) < limit and len(found) * last_unit > MANY_TEXTS * SAMPLE:
            found = newest(2 * SAMPLE * limit // len(found))
        if len(found) < limit and last_unit > SAMPLE:
            found = [VariantRow._make(row) for row in self._session.execute(ALL_WITH_WORDS, values)]
        return found

    def shortest_with_words(self, base: str | None, phrases: Sequence[Sequence[str]]) -> Iterator[VariantRow]:
        """Every variant in which every phrase may be found, the shortest first, then the newest."""
        wanted = words_query(phrases, self._terms)
        if wanted is None:
            return

        def fetch(limit: int, length: int, number: int) -> list[VariantRow]:
            values = {"base": base, "words": wanted or None, "length": length, "after": number, "limit": limit}
            return [VariantRow._make(row) for row in self._session.execute(SHORTEST_WITH_WORDS, values)]

        yield from shortest_first(fetch)

    def _terms(self, pattern: str) -> list[str] | None:
        """The words of the memory that a pattern stands for; None when there are too many to name."""
        statement = "SELECT DISTINCT text FROM word WHERE text LIKE %s LIMIT %s"
        terms = [row[0] for row in self._session.execute(statement, (pattern.translate(_WILDCARDS), _MANY_TERMS + 1))]
        return terms if len(terms) <= _MANY_TERMS else None

    def summary(self) -> dict[str, object]:
        """Who, when, and out of which files, see `Memory.stats`."""
        return summary(self._session.execute)

    def totals(self) -> dict[str, object]:
        """Counts and sizes, see `Memory.stats`."""
        imports, size_bytes, index_bytes, words_bytes, units, oldest, newest = self._session.one(COUNTS)
        return {
            "units": units,
            "languages": [
                {"language": tag, "variants": count, "characters": characters, "words": count_of_words}
                for tag, count, characters, count_of_words in self._session.execute(LANGUAGES)
            ],
            "oldest": oldest,
            "newest": newest,
            "imports": imports,
            "size_bytes": size_bytes,
            "index_bytes": index_bytes,
            "words_bytes": words_bytes,
        }

    def blocks(self, base: str, known: Iterable[int]) -> tuple[list[int], list[tuple[int, int, bytes]]]:
        """The blocks of the fuzzy index of a language; the data only of those that are not known.

        In a transaction for writing it is also settled whether this one may write blocks: another may be at it.
        """
        session = self._session
        if session.writing is not None:
            self._may_seal(base)
        have = set(known)
        if session.view is not None:
            numbers = [number for language, number in session.view.blocks if language == base]
        else:
            numbers = [row[0] for row in session.execute("SELECT id FROM block WHERE base = %s ORDER BY id", (base,))]
        query = "SELECT id, last, data FROM block WHERE id = %s"
        return numbers, [session.one(query, (number,), binary=True) for number in numbers if number not in have]

    def _may_seal(self, base: str) -> bool:
        """Whether this transaction, and no other one, may write blocks of a language."""
        may_seal = self._writing.may_seal
        if base not in may_seal:
            query = "SELECT pg_try_advisory_xact_lock(%s, hashtext(current_schema() || ' ' || %s))"
            may_seal[base] = self._session.one(query, (_SEAL_LOCK, base))[0]
        return may_seal[base]

    def block_heads(self, base: str, size: int) -> list[tuple[int, int, bytes]]:
        """Of each block of a language its number, its size in bytes, and the first so many of them."""
        query = "SELECT id, octet_length(data), substring(data FOR %s) FROM block WHERE base = %s ORDER BY id"
        return self._session.execute(query, (size, base), binary=True).fetchall()

    def indexed_languages(self) -> set[str]:
        """The languages that have blocks."""
        return {row[0] for row in self._session.execute("SELECT DISTINCT base FROM block")}

    def indexed_to(self, base: str) -> int:
        """The last variant that is in a block of a language, see also `blocks`; 0 when there is none."""
        if self._session.writing is not None:
            self._may_seal(base)
        return int(self._session.one("SELECT coalesce(max(last), 0) FROM block WHERE base = %s", (base,))[0])

    def write_block(self, base: str, last: int, data: bytes, replaces: Sequence[int] = ()) -> int:
        """Put in a block of the fuzzy index in place of others; its number.

        Where another writer is at it, or where the block has units that have no numbers yet, nothing is done and 0
        comes back: the texts stay among those that wait for a block.
        """
        if last >> VARIANT_BITS >= PROVISIONAL or not self._may_seal(base):
            return 0
        self._session.execute("DELETE FROM block WHERE id = ANY(%s::bigint[])", (list(replaces),))
        query = "INSERT INTO block (base, last, data) VALUES (%s, %s, %b) RETURNING id"
        return int(self._session.one(query, (base, last, data))[0])
