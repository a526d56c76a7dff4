"""Memory: open, add, look up, search. The public face of a translation memory."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import reduce
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from tm.concordance import Passage, Search, search
from tm.errors import MemoryClash, MemoryMissing, TranslationMemoryError
from tm.header import Header
from tm.indexing import TAIL, IndexWriter, write_missing
from tm.lookup import Query, find
from tm.match import Counts, Match, Problem
from tm.merge import merged
from tm.store.base import Store, VariantRow
from tm.store.rows import hash64, identity_text, rows_and_texts, unit_from, unit_row, variant_rows
from tm.unit import TranslationUnit, tmx_date, unfit

if TYPE_CHECKING:
    from tm.fragments import Fragment
    from tm.index import Index, View
    from tm.shapes import Shapes

BATCH = 2000
"""Units that go to the store at once."""

RETRIES = 3
"""So often units are added again when that clashed with what others did at the same time."""


class Memory:
    """A translation memory.

    >>> from tm import Memory, TranslationUnit
    >>> with Memory.open("memory.db") as memory:
    ...     memory.add([TranslationUnit.simple("De kat slaapt.", "The cat is asleep.")]).added
    ...     [(match.score, match.target) for match in memory.lookup("De kat slaapt.")]
    1
    [(100, 'The cat is asleep.')]

    Attributes:
        name: how matches call it; the path or URL that it was opened by.
        penalty: points taken off every match out of it.
        language_penalty: points taken off when both sides name a region, and not the same (nl-BE, nl-NL).
        reversed_penalty: points taken off when the unit was translated in the other direction.
    """

    def __init__(
        self, store: Store, *, name: str = "", penalty: int = 0, language_penalty: int = 1, reversed_penalty: int = 0
    ) -> None:
        self.store = store
        self.name = name or store.url
        self.penalty = penalty
        self.language_penalty = language_penalty
        self.reversed_penalty = reversed_penalty
        self._indexes: dict[str, Index] = {}
        self._index_lock = threading.RLock()
        self._shapes: Shapes | None = None

    @classmethod
    def open(
        cls,
        url: str,
        *,
        create: bool = True,
        penalty: int = 0,
        language_penalty: int = 1,
        reversed_penalty: int = 0,
    ) -> Self:
        """Open a memory.

        Args:
            url: a path (`memory.db`), or `sqlite:///relative.db`, `sqlite:////absolute.db`, or
                `postgresql://user@host:port/database?schema=NAME`.
            create: make it when it is not there.
            penalty: see the class, as for the others.
            language_penalty: see the class.
            reversed_penalty: see the class.

        Raises:
            MemoryMissing: it is not there, or what it needs is not: the server, its database, the driver.
            BadMemoryInput: the file is something else, damaged, or of a later version.
        """
        url = str(url)
        store = _open_store(url, create=create)
        return cls(
            store,
            # The URL of a server can have a password in it, which no match may show.
            name=store.url if url.startswith("postgres") else url,
            penalty=penalty,
            language_penalty=language_penalty,
            reversed_penalty=reversed_penalty,
        )

    def index(self, language: str) -> Index:
        """The fuzzy index of a language, up to date with the view of the memory that the caller reads in."""
        from tm.index import Index

        index = self._indexes.setdefault(language, Index(language))
        index.refresh(self.store)
        return index

    def index_view(self, language: str) -> View:
        """The same, as it is in this view of the memory, whatever other threads do meanwhile."""
        with self._index_lock:
            return self.index(language).view()

    @property
    def shapes(self) -> Shapes:
        """What is known of units that differ in their values alone."""
        if self._shapes is None:
            from tm.shapes import Shapes

            self._shapes = Shapes()
        return self._shapes

    def _save_indexes(self) -> None:
        """Keep what lookups had to build, for the next process; where that is not possible it is only slower there."""
        if not any(index.unsaved for index in list(self._indexes.values())):
            return
        # Not worth waiting for: whoever writes now may be at it for long, and the next lookup tries again.
        with suppress(TranslationMemoryError), self.store.writing(wait=False), self._index_lock:
            for index in self._indexes.values():
                if index.unsaved:
                    index.save(self.store)

    def close(self) -> None:
        """Give back files and connections."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def add(
        self,
        units: Iterable[TranslationUnit],
        *,
        origin: str = "",
        header: str | None = None,
        counts: Counts | None = None,
    ) -> Counts:
        """Put units in: all of them, or none when something breaks on the way.

        A unit that says the same as an older one (texts, languages, context) is merged with it: dates, counts, notes
        and properties of both. Two translations of one source are two units.

        Args:
            units: taken one by one; a generator that reads a file is fine.
            origin: the file or project that they come from.
            header: JSON of the header of the file, to be written out again.
            counts: counts to go on with, such as those that a reader of a file keeps its problems in.

        Returns:
            What became of them.
        """
        if counts is None and isinstance(units, Sequence):
            for _ in range(RETRIES):
                with suppress(MemoryClash):
                    return self._add(units, origin, header, Counts())
        return self._add(units, origin, header, Counts() if counts is None else counts)

    def _add(self, units: Iterable[TranslationUnit], origin: str, header: str | None, counts: Counts) -> Counts:
        source = iter(units)
        with self.store.writing():
            index = IndexWriter(self.store)
            number = 0
            if origin or header:
                number = self.store.insert_import(origin, header, tmx_date(datetime.now(UTC)))
            # A reader that looks at each of its units says so; looking twice would cost an import a tenth of its time.
            checked = getattr(units, "checked", False)
            while batch := list(islice(source, BATCH)):
                self._add_batch(batch, number, counts, index, checked=checked)
            self._merge_contested(counts)
            index.finish()
        self._index_later([language for language, count in index.left.items() if count > TAIL])
        return counts

    def _index_later(self, languages: Sequence[str]) -> None:
        """Make the blocks that could not be made while units were added; the units themselves are safe already."""
        for language in languages:
            with suppress(TranslationMemoryError):
                write_missing(self.store, language)

    def _add_batch(
        self, batch: Sequence[TranslationUnit], origin: int, counts: Counts, index: IndexWriter, *, checked: bool
    ) -> None:
        same: dict[int, list[TranslationUnit]] = {}
        for unit in batch:
            counts.read += 1
            reason = "" if checked else unfit(unit)
            if reason:
                counts.note(Problem(reason, unit=counts.read))
                continue
            try:
                same.setdefault(hash64(identity_text(unit)), []).append(unit)
            except UnicodeEncodeError:
                counts.note(Problem("a lone surrogate, which is no character", unit=counts.read))
        known = self.store.with_identities(list(same))
        merged_into = self._merge({known[identity][0]: units for identity, units in same.items() if identity in known})
        number = self.store.last_unit()
        rows = []
        variants: list[VariantRow] = []
        taken = []
        for identity, units in same.items():
            if identity in known and known[identity][0] in merged_into:
                counts.merged += len(units)
                continue
            counts.added += 1
            counts.merged += len(units) - 1
            number += 1
            unit = reduce(merged, units)
            rows.append(unit_row(unit, number, identity, origin))
            own, texts = rows_and_texts(unit, number)
            variants += own
            taken.append((unit.source_language, own, texts))
        self.store.insert(rows, variants)
        # Last, because a store may still be busy with the rows on another processor.
        for language, own, texts in taken:
            index.take(language, own, texts)

    def _merge(self, newer: dict[int, list[TranslationUnit]]) -> set[int]:
        """Merge units with older ones, by the numbers of these; those that are (still) there."""
        there, changed = set(), []
        for row, variants in self.store.units(list(newer)):
            there.add(row.id)
            older = unit_from(row, variants)
            if reduce(merged, newer[row.id], older) != older:
                changed.append(row.id)
        # Another writer may have changed or deleted them since; from here on none does.
        there -= set(changed)
        for row, variants in self.store.units(changed, for_change=True):
            there.add(row.id)
            both = reduce(merged, newer[row.id], unit_from(row, variants))
            self.store.replace_unit(unit_row(both, row.id, row.identity, row.origin), variant_rows(both, row.id))
        return there

    def _merge_contested(self, counts: Counts) -> None:
        """Merge what another writer has added while we did."""
        contested = dict(self.store.contested())
        own = {
            contested[row.id]: (row.id, unit_from(row, variants)) for row, variants in self.store.units(list(contested))
        }
        there = self._merge({number: [unit] for number, (_, unit) in own.items()})
        self.store.delete([own[number][0] for number in there])
        counts.added -= len(there)
        counts.merged += len(there)

    def remove(self, numbers: Iterable[int]) -> int:
        """Take units out by their numbers, all or none; `tm.select.delete` writes an undo file as well.

        Returns:
            How many there were.

        Raises:
            MemoryConflict: another process is writing.
        """
        with self.store.writing():
            return self.store.delete(list(numbers))

    def lookup(
        self,
        source: str,
        *,
        source_language: str = "nl",
        target_language: str = "en",
        previous: str | None = None,
        following: str | None = None,
        key: str | None = None,
        threshold: int = 75,
        limit: int = 5,
    ) -> list[Match]:
        """Find the units whose source is most like a text.

        Args:
            source: the text, HTML-like mark-up included.
            source_language: its language.
            target_language: the language that the unit must have too.
            previous: the source of the segment before; "" at the start of a document, None when it is not known.
            following: the source of the segment after.
            key: the key of the resource.
            threshold: the lowest score, per cent, 50-101; 100 and 101 are answered by an index alone.
            limit: how many matches at most.

        Returns:
            Matches, best first; among equals those with more of the context, then the newest. Two units with the same
            source and target are one match.

        Raises:
            ValueError: a threshold or limit out of range.
        """
        query = Query(source, source_language, target_language, previous, following, key)
        return self.find(query, threshold=threshold, limit=limit)

    def find(self, query: Query, *, threshold: int = 75, limit: int = 5) -> list[Match]:
        """The same as `lookup`, of a query made before."""
        with self.store.reading():
            matches = find(self, query, threshold=threshold, limit=limit)
        self._save_indexes()
        return matches

    def lookup_many(
        self,
        sources: Iterable[str],
        *,
        source_language: str = "nl",
        target_language: str = "en",
        threshold: int = 75,
        limit: int = 5,
        in_order: bool = False,
    ) -> Iterator[list[Match]]:
        """Look up many texts, one after the other, in one view of the memory.

        Args:
            sources: the texts.
            source_language: see `lookup`.
            target_language: see `lookup`.
            threshold: see `lookup`.
            limit: see `lookup`.
            in_order: whether the texts follow each other in a document, so that each has its neighbours for context.

        Yields:
            For each text what `lookup` returns.
        """
        texts = list(sources)
        with self.store.reading():
            for number, text in enumerate(texts):
                previous = following = None
                if in_order:
                    previous = texts[number - 1] if number else ""
                    following = texts[number + 1] if number + 1 < len(texts) else ""
                query = Query(text, source_language, target_language, previous, following, None)
                yield find(self, query, threshold=threshold, limit=limit)
        self._save_indexes()

    def concordance(
        self,
        text: str,
        *,
        language: str | None = None,
        other_language: str | None = None,
        case: bool = False,
        accents: bool = False,
        limit: int = 50,
        offset: int = 0,
        others: Sequence[Memory] = (),
    ) -> list[Passage]:
        """Find where words stand, in sources and targets alike.

        Args:
            text: words that must all be there; "quoted" ones one after the other; `*` for any letters, `?` for one.
            language: search only the texts in this language; None for all.
            other_language: show only units that have this language too, and its texts.
            case: whether capitals count.
            accents: whether accents count.
            limit: how many passages at most.
            offset: how many of the best to leave out, for the next page.
            others: memories that are searched together with this one.

        Returns:
            Of all passages the best: first where the words stand together, then in the shortest texts, then the newest.
            A text with the same translations comes once out of each memory.
        """
        wanted = Search(text, language, case, accents)
        return search([self, *others], wanted, other_language=other_language, limit=limit, offset=offset)

    def fragments(
        self,
        text: str,
        *,
        source_language: str = "nl",
        target_language: str = "en",
        limit: int = 10,
        contexts: int = 3,
        others: Sequence[Memory] = (),
    ) -> list[Fragment]:
        """Find the longest parts of a text that the memory knows, for a segment that has no good match.

        Args:
            text: HTML-like mark-up in it is passed over.
            source_language: of the text.
            target_language: of the translations.
            limit: how many parts at most.
            contexts: how many units with each part at most.
            others: memories that are searched together with this one.

        Returns:
            The parts with the most words first, each with what it probably became; see `tm.fragments.find_fragments`.

        Raises:
            ValueError: a limit under 1, or a negative number of contexts.
        """
        from tm.fragments import find_fragments

        return find_fragments(
            [self, *others],
            text,
            source_language=source_language,
            target_language=target_language,
            limit=limit,
            contexts=contexts,
        )

    def units(self) -> Iterator[TranslationUnit]:
        """Every unit, in the order in which they came in, streaming, in one view of the memory."""
        for _, unit in self.numbered_units():
            yield unit

    def numbered_units(self) -> Iterator[tuple[int, TranslationUnit]]:
        """Every unit with the number of the import that brought it, 0 for none; see `units`."""
        with self.store.reading():
            origins = {row.id: row.name for row in self.store.imports()}
            for row, variants in self.store.every_unit():
                yield row.origin, unit_from(row, variants, origins.get(row.origin, ""))

    def unit(self, number: int) -> TranslationUnit | None:
        """One unit by its number, None when there is none."""
        found = self.store.units([number])
        return unit_from(*found[0]) if found else None

    def headers_by_import(self) -> dict[int, Header]:
        """The header of each import that had one, by its number."""
        return {row.id: Header.from_json(json.loads(row.header)) for row in self.store.imports() if row.header}

    def stats(self) -> dict[str, Any]:
        """Counts and sizes.

        Returns:
            `memory`, `units`, `languages` (each with `language`, `variants`, `characters`, `words`), `oldest` and
            `newest` (TMX dates or None), `years` (`year` and `units`, by the last change), `undated` (units without a
            date), `authors` (`name`, `made`, `changed`: units) and `origins` (`name` of the file, empty for none, and
            `units`), the 50 with the most units of each, `used` (the sum of the usage counts), `last_used`, `imports`,
            `size_bytes` of all, `index_bytes` of the index for fuzzy lookup and `words_bytes` of that for concordance
            in it.
        """
        with self.store.reading():
            return {"memory": self.name, **self.store.totals(), **self.store.summary()}


def _open_store(url: str, *, create: bool) -> Store:
    scheme, separator, rest = url.partition("://")
    if not separator:
        return _sqlite(url, create=create)
    if scheme == "sqlite":
        return _sqlite(rest.removeprefix("/"), create=create)
    if scheme in ("postgresql", "postgres"):
        return _postgres(url, create=create)
    raise MemoryMissing(
        f"{scheme}://…: no such kind of memory. Pass a path such as memory.db, or postgresql://user@host/database."
    )


def _postgres(url: str, *, create: bool) -> Store:
    try:
        from tm.store.postgres import PostgresStore
    except ImportError as error:
        raise MemoryMissing(
            f"a memory in PostgreSQL needs psycopg ({error}). Get it: pip install 'translate-kit[postgres]'"
        ) from None
    return PostgresStore(url, create=create)


def _sqlite(path: str, *, create: bool) -> Store:
    from tm.store.sqlite import SqliteStore

    return SqliteStore(path, create=create)
