"""Make the blocks of the fuzzy index out of what is added to a memory.

Apart from `tm.index` because a memory to which a unit is added now and then makes no block for a long time, and
needs none of what arrays need.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from tm.errors import MemoryClash
from tm.language import base
from tm.score import normalise
from tm.store.base import VARIANT_BITS, Store, VariantRow
from tm.store.rows import variant_from

if TYPE_CHECKING:
    from tm.signature import Signers

BLOCK = 131072
"""Texts in a block: its arrays stay in the processor's cache while it is searched."""

TAIL = 4096
"""So many texts at most wait for a block; scoring them all takes about half a millisecond."""

SMALL_BYTES = 1 << 23
"""A block of fewer bytes is a small one: some 30,000 texts."""

MANY_SMALL = 8
"""So many small blocks there may be before they are put together."""

_HEAD_BYTES = 1 << 16

WELL_TRAINED = 20_000
"""A signer that has seen fewer texts is trained anew when there are more."""


class IndexWriter:
    """Makes blocks out of what is added to a memory, as it comes; used in one transaction for writing.

    Where units get their numbers only when the transaction ends, it makes none.

    Attributes:
        left: by language, how many texts were left out for that reason.
    """

    def __init__(self, store: Store) -> None:
        self.left: Counter[str] = Counter()
        self._store = store
        self._begin = store.last_unit() + 1 << VARIANT_BITS
        self._active = not store.provisional
        self._languages = store.indexed_languages() if self._active else set()
        self._waiting: dict[str, list[tuple[int, str]]] = {}
        self._signers: dict[str, Signers] = {}

    def take(self, source_language: str, rows: Sequence[VariantRow], texts: Sequence[str]) -> None:
        """Take the variants of a unit with their normalised texts, in the order of their numbers.

        Sources are indexed, and every language in which somebody has looked something up.
        """
        source = base(source_language) if source_language not in ("", "*all*") else rows[0].base
        for row, text in zip(rows, texts, strict=True):
            language = row.base
            if not self._active:
                self.left[source] += language == source
            elif text and (language == source or language in self._languages):
                waiting = self._waiting.setdefault(language, [])
                waiting.append((row.id, text))
                if len(waiting) >= BLOCK:
                    self._write(language)

    def finish(self) -> None:
        """Make blocks of what is left, unless it is so little that it can wait."""
        for language, waiting in self._waiting.items():
            if len(waiting) > TAIL:
                self._write(language)

    def _write(self, language: str) -> None:
        from tm.block import Block

        pairs = self._waiting[language]
        if language not in self._signers:
            # Before the first block of ours come the units that waited from earlier.
            older = self._store.variants_after(language, self._store.indexed_to(language))
            early = takewhile(lambda row: row.id < self._begin, older)
            texts = ((row.id, normalise(variant_from(row).marked)) for row in early)
            pairs = [pair for pair in texts if pair[1]] + pairs
        signers = good_signers([text for _, text in pairs], filter(None, [self._signers.get(language)]))
        for start in range(0, len(pairs), BLOCK):
            part = pairs[start : start + BLOCK]
            data = Block.build([number for number, _ in part], [text for _, text in part], signers)
            self._store.write_block(language, part[-1][0], data)
        self._signers[language] = signers
        self._waiting[language] = []


def write_missing(store: Store, language: str) -> None:
    """Make blocks of the texts that are in none yet, when there are too many of them to wait.

    Each is kept in a transaction of its own and let go, so that a million texts take no more memory than a block does.
    Where another writer is making blocks, that is left to him.
    """
    from tm.block import Block
    from tm.signature import Signers

    signed = {Block.signers_in(head) for _, _, head in store.block_heads(language, _HEAD_BYTES)} - {b""}
    known = [Signers(data) for data in signed]
    while True:
        with store.reading():
            start = store.indexed_to(language)
            waiting = ((row.id, normalise(variant_from(row).marked)) for row in store.variants_after(language, start))
            pairs = list(islice((pair for pair in waiting if pair[1]), BLOCK))
        if len(pairs) <= TAIL:
            break
        texts = [text for _, text in pairs]
        known = [good_signers(texts, known)]
        data = Block.build([number for number, _ in pairs], texts, known[0])
        with store.writing(wait=False):
            # Another one may have been quicker.
            if store.indexed_to(language) == start and not store.write_block(language, pairs[-1][0], data):
                return
    with store.writing(wait=False):
        _put_together(store, language)


def _put_together(store: Store, language: str) -> None:
    """Make one block of the small ones, when there are many of them."""
    from tm.block import Block
    from tm.signature import Signers

    last = store.indexed_to(language)
    sizes = {number: size for number, size, _ in store.block_heads(language, 0)}
    small = {number for number, size in sizes.items() if size < SMALL_BYTES}
    if len(small) <= MANY_SMALL:
        return
    blocks = [Block(data) for _, _, data in store.blocks(language, sizes.keys() - small)[1]]
    pairs = sorted({pair for block in blocks for pair in block.texts()})
    texts = [text for _, text in pairs]
    signers = good_signers(texts, [Signers(data) for data in {block.signers_data for block in blocks}])
    # What it replaces can lie between others: it ends where they end.
    store.write_block(language, last, Block.build([number for number, _ in pairs], texts, signers), sorted(small))


def write_blocks(store: Store, language: str, pairs: Sequence[tuple[int, str]]) -> None:
    """Have texts found again that were taken out and put back: nobody looks for new texts under old numbers.

    Args:
        store: in a transaction for writing.
        language: of the texts.
        pairs: numbers of variants and their normalised texts.

    Raises:
        MemoryClash: another writer is making blocks.
    """
    from tm.block import Block
    from tm.signature import Signers

    if not pairs:
        return
    texts = [text for _, text in pairs]
    data = Block.build([number for number, _ in pairs], texts, Signers.train(texts[:WELL_TRAINED]))
    if not store.write_block(language, store.indexed_to(language), data):
        raise MemoryClash("another process is making the index of the memory. Try again when it is done.")


def good_signers(texts: Sequence[str], known: Iterable[Signers]) -> Signers:
    """The best trained signers of those that are known, or new ones trained on these texts when that is better."""
    from tm.signature import Signers

    best = max(known, key=lambda one: one.trained_on, default=None)
    sample = texts[:: max(1, len(texts) // WELL_TRAINED)]
    if best is None or (best.trained_on < WELL_TRAINED and len(sample) > 2 * best.trained_on):
        return Signers.train(sample)
    return best
