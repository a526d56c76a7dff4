"""What a memory asks of the store that keeps it. Each store holds all of its SQL; nothing else knows any."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

VARIANT_BITS = 10
"""A variant's number is `unit << VARIANT_BITS | position`: in order of the units, and without an index of its own."""

MAX_VARIANTS = 1 << VARIANT_BITS


class UnitRow(NamedTuple):
    """A unit as a store keeps it.

    Attributes:
        id: its number in the memory, never used twice.
        identity: a 64-bit hash of what makes it the same unit: texts, languages and context.
        tuid: TMX's identifier.
        source_language: TMX's `srclang`, as written.
        created: `creationdate`, and the like below.
        created_by: see `tm.unit.Info`.
        changed: see `tm.unit.Info`.
        changed_by: see `tm.unit.Info`.
        usage_count: see `tm.unit.Info`.
        last_used: see `tm.unit.Info`.
        origin: the number of the import that brought it, 0 for none.
        extra: JSON of everything else, None when there is nothing.
    """

    id: int
    identity: int
    tuid: str | None
    source_language: str
    created: str | None
    created_by: str | None
    changed: str | None
    changed_by: str | None
    usage_count: int | None
    last_used: str | None
    origin: int
    extra: str | None


class VariantRow(NamedTuple):
    """A variant as a store keeps it.

    Attributes:
        id: `unit << VARIANT_BITS | position`.
        language: the tag as written.
        base: the language alone.
        text: the text without inline codes.
        exact: a 64-bit hash of the normalised text.
        shape: the same with numbers masked, None when there are none in it.
        content: JSON of text and inline elements, None when it is all text.
        extra: JSON of what TMX says about the variant, None for nothing.
    """

    id: int
    language: str
    base: str
    text: str
    exact: int
    shape: int | None
    content: str | None
    extra: str | None


class ImportRow(NamedTuple):
    """A file (or another source of units) that was read into the memory.

    Attributes:
        id: its number.
        name: the name of the file, or what the caller said.
        header: JSON of the TMX header, None when there was none.
    """

    id: int
    name: str
    header: str | None


FIRST, GROWTH = 200, 10
"""Texts that are put in order at first, and how many times more the next time: a store looks through all again."""


def shortest_first(fetch: Callable[[int, int, int], list[VariantRow]]) -> Iterator[VariantRow]:
    """Variants by their length, taken out of a store in parts that grow.

    Args:
        fetch: gives so many variants that come after one of a length in characters with a number.
    """
    size, length, number = FIRST, -1, 0
    while rows := fetch(size, length, number):
        yield from rows
        if len(rows) < size:
            return
        # For SQLite a text ends at its first NUL.
        length, number = len(rows[-1].text.partition("\0")[0]), rows[-1].id
        size *= GROWTH


class Store(Protocol):
    """A place that keeps the units of one memory; safe with several processes."""

    url: str
    provisional: bool
    """Whether units get their numbers only when the transaction that adds them ends."""

    @property
    def writable(self) -> bool:
        """Whether units may be added, changed and removed, as far as it shows before it is tried."""

    def close(self) -> None:
        """Give back files and connections."""

    def writing(self, *, wait: bool = True) -> AbstractContextManager[None]:
        """A transaction for writing: all of it happens, or none.

        Where only one can write at a time it waits for others, or with `wait` off raises `MemoryConflict` at once.
        """

    def reading(self) -> AbstractContextManager[None]:
        """A transaction in which everything that is read belongs together."""

    def last_unit(self) -> int:
        """The highest number that a unit has had."""

    def with_identities(self, identities: Sequence[int]) -> dict[int, list[int]]:
        """The numbers of the units that have one of these identities."""

    def insert(self, units: Sequence[UnitRow], variants: Sequence[VariantRow]) -> None:
        """Put new units in."""

    def contested(self) -> list[tuple[int, int]]:
        """Units of this transaction that another writer has added while it ran: (own number, the other's).

        To be asked when everything is in; until the transaction ends no other writer can add more of them.

        Raises:
            MemoryClash: units that were put back say the same as others that another writer has added meanwhile.
        """

    def replace_unit(self, unit: UnitRow, variants: Sequence[VariantRow]) -> None:
        """Write anew what a unit and its variants say about themselves; their texts stay."""

    def delete(self, units: Sequence[int]) -> int:
        """Take units out; how many there were."""

    def restore(self, units: Sequence[UnitRow], variants: Sequence[VariantRow]) -> None:
        """Put units back that were taken out, under the numbers that they had."""

    def languages(self) -> list[str]:
        """The languages of the variants, without region, in alphabetical order."""

    def repeated(self, base: str, after: int | None, limit: int) -> list[tuple[int, list[int]]]:
        """The texts of a language that several variants have, by the hash of the normalised text.

        Args:
            base: the language.
            after: only hashes above this one; None for all.
            limit: how many hashes at most.

        Returns:
            The hash and the numbers of the variants, both ascending.
        """

    def insert_import(self, name: str, header: str | None, at: str) -> int:
        """Note an import; its number."""

    def imports(self) -> list[ImportRow]:
        """Every import, in order."""

    def units(self, numbers: Sequence[int], *, for_change: bool = False) -> list[tuple[UnitRow, list[VariantRow]]]:
        """Some units, in the order of their numbers; those that are gone are left out.

        Args:
            numbers: of the units.
            for_change: as they are now, and so that no other writer changes them before this transaction ends.
        """

    def every_unit(self) -> Iterator[tuple[UnitRow, list[VariantRow]]]:
        """All units, in the order of their numbers, streaming."""

    def with_exact(self, exact: int) -> list[int]:
        """The numbers of all variants whose normalised text has this hash."""

    def with_shape(self, shape: int) -> list[int]:
        """The numbers of all variants whose text with masked values has this hash, ascending."""

    def variants_after(self, base: str, after: int, limit: int | None = None) -> Iterator[VariantRow]:
        """The variants of a language with a higher number, in order, streaming."""

    def with_words(self, base: str | None, phrases: Sequence[Sequence[str]], limit: int) -> list[VariantRow]:
        """The newest variants in which every phrase may be found; the caller looks again.

        Args:
            base: the language, None for any.
            phrases: words that follow each other, folded (see `tm.concordance.fold`), `*` for any characters of a word
                and `?` for one.
            limit: how many at most.
        """

    def shortest_with_words(self, base: str | None, phrases: Sequence[Sequence[str]]) -> Iterator[VariantRow]:
        """Every variant in which every phrase may be found, the shortest first, then the newest; see `with_words`."""

    def summary(self) -> dict[str, object]:
        """Who, when, and out of which files, see `Memory.stats`."""

    def totals(self) -> dict[str, object]:
        """Counts and sizes, see `Memory.stats`."""

    def blocks(self, base: str, known: Iterable[int]) -> tuple[list[int], list[tuple[int, int, bytes]]]:
        """The blocks of the fuzzy index of a language.

        Args:
            base: the language.
            known: numbers of blocks that the caller has already.

        Returns:
            The numbers of all blocks there are, and those not known as (number, last variant in it, bytes).
        """

    def block_heads(self, base: str, size: int) -> list[tuple[int, int, bytes]]:
        """Of each block of a language its number, its size in bytes, and the first so many of them."""

    def indexed_languages(self) -> set[str]:
        """The languages that have blocks."""

    def indexed_to(self, base: str) -> int:
        """The last variant that is in a block of a language; 0 when there is none."""

    def write_block(self, base: str, last: int, data: bytes, replaces: Sequence[int] = ()) -> int:
        """Put in a block of the fuzzy index in place of others; its number."""
