"""Fuzzy lookup over every text of one language, exact: no text at or above the threshold is missed.

Two bounds from below on the edit distance (see `tm.signature`) leave some per cent of the texts, and these are scored
one by one. The texts lie in blocks which the store keeps; the newest few thousand are in none yet and are scored all.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from tm.block import Band, Block, Candidates, QueryText
from tm.indexing import BLOCK, TAIL, good_signers
from tm.score import normalise
from tm.signature import Array, Signers, class_of
from tm.store.base import Store
from tm.store.rows import variant_from

_GROUPS = 8
"""The candidates whose lengths differ by less than an eighth of the query's are scored together."""

_SMALL = 8
"""So many small blocks there may be before they are put together."""


class Index:
    """The normalised texts of one language of a memory.

    Attributes:
        language: without region.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._stored: dict[int, Block] = {}
        self._ends: dict[int, int] = {}
        self._own: list[tuple[int, bytes, Block]] = []
        self._signers: dict[bytes, Signers] = {}
        self._last = 0
        self._tail: dict[int, str] = {}

    @property
    def _blocks(self) -> list[Block]:
        return [*self._stored.values(), *(block for _, _, block in self._own)]

    def __len__(self) -> int:
        return sum(len(block) for block in self._blocks) + len(self._tail)

    @property
    def size_bytes(self) -> int:
        """Bytes in memory, the texts included."""
        tail = sum(text.__sizeof__() for text in self._tail.values())
        return sum(block.size_bytes for block in self._blocks) + tail

    @property
    def unsaved(self) -> bool:
        """Whether there are blocks that the store does not have; see `save`."""
        return bool(self._own)

    def refresh(self, store: Store) -> None:
        """Take in what came since, in the view of the store that the caller reads in."""
        numbers, fresh = store.blocks(self.language, self._stored)
        for number in set(self._stored) - set(numbers):
            del self._stored[number], self._ends[number]
        for number, last, data in fresh:
            self._stored[number] = Block(data)
            self._ends[number] = last
        last = max(self._ends.values(), default=0)
        # What a search of another thread goes through is never changed, only replaced.
        if last < self._last:
            # A block that was written here was not kept, or this view is an older one: what came after it is read anew.
            self._own, self._tail = [], {}
        elif last > self._last:
            # Somebody saved what we had made or waited with; both end at the same unit, or theirs goes further.
            self._own = [own for own in self._own if own[0] > last]
            self._tail = {number: text for number, text in self._tail.items() if number > last}
        self._last = last
        known = max(self._tail, default=max((last for last, _, _ in self._own), default=self._last))
        added: dict[int, str] = {}
        for row in store.variants_after(self.language, known):
            text = normalise(variant_from(row).marked)
            if text:
                added[row.id] = text
            if len(self._tail) + len(added) >= BLOCK:
                self._tail = {**self._tail, **added}
                self._pack()
                added = {}
        if added:
            self._tail = {**self._tail, **added}
        if len(self._tail) > TAIL:
            self._pack()

    def view(self) -> View:
        """What is in the index now, to be searched whatever becomes of the index."""
        return View(self._blocks, self._tail, self._signers)

    def _pack(self) -> None:
        pairs = list(self._tail.items())
        signers = good_signers([text for _, text in pairs], map(self._signers_of, self._signers_data()))
        data = Block.build([number for number, _ in pairs], [text for _, text in pairs], signers)
        self._own.append((pairs[-1][0], data, Block(data)))
        self._tail = {}

    def _signers_data(self) -> set[bytes]:
        return {block.signers_data for block in self._blocks}

    def save(self, store: Store) -> None:
        """Give the store the blocks that were made here, and put small ones together; in a transaction for writing."""
        self.refresh(store)
        while self._own:
            last, data, block = self._own[0]
            number = store.write_block(self.language, last, data)
            if not number:
                return
            self._stored[number], self._ends[number] = block, last
            self._last = max(self._last, last)
            del self._own[0]
        small = {number: block for number, block in self._stored.items() if len(block) < BLOCK // 4}
        if len(small) > _SMALL:
            pairs = sorted(pair for block in small.values() for pair in block.texts())
            texts = [text for _, text in pairs]
            signers = good_signers(texts, map(self._signers_of, self._signers_data()))
            data = Block.build([number for number, _ in pairs], texts, signers)
            # What it replaces can lie between others: it ends where they end.
            number = store.write_block(self.language, self._last, data, list(small))
            if not number:
                return
            for known in small:
                del self._stored[known], self._ends[known]
            self._stored[number], self._ends[number] = Block(data), self._last

    def search(self, text: str, threshold: int) -> list[tuple[int, int]]:
        """The variants that reach a threshold; see `View.search`."""
        return self.view().search(text, threshold)

    def _signers_of(self, data: bytes) -> Signers:
        return _signers_of(self._signers, data)


class View:
    """What an index holds at one time."""

    def __init__(self, blocks: list[Block], tail: dict[int, str], signers: dict[bytes, Signers]) -> None:
        self._blocks = blocks
        self._tail = tail
        self._signers = signers

    def search(self, text: str, threshold: int) -> list[tuple[int, int]]:
        """The variants that reach a threshold.

        Args:
            text: normalised, not empty.
            threshold: per cent, 1-100.

        Returns:
            Numbers of variants with their scores, the highest first, then the newest. Variants that were deleted
            meanwhile can be among them.
        """
        query = QueryText.of(text, threshold)
        found = []
        for block, bands in self._with_bands(query):
            found += block.search(query, bands)
        if self._tail:
            found.append(_every(self._tail, query))
        return _scored(query, threshold, found)

    def closest(self, text: str, threshold: int, *, count: int = 256) -> list[tuple[int, int]]:
        """Some of the variants that reach a threshold, those whose letters are most like the text's.

        For who wants to know whether there is one, not which: at low thresholds the bounds rule hardly anything out,
        and `search` scores nearly every text. Where this finds nothing, only `search` can tell that there is nothing.

        Args:
            text: normalised, not empty.
            threshold: per cent, 1-100.
            count: how many are scored in each part of the index.

        Returns:
            As `search` does.
        """
        query = QueryText.of(text, threshold)
        found = []
        for block, bands in self._with_bands(query):
            found += block.closest(query, bands, count)
        if self._tail:
            found.append(_every(self._tail, query))
        return _scored(query, threshold, found)

    def _with_bands(self, query: QueryText) -> Iterator[tuple[Block, dict[int, list[Band]]]]:
        """The blocks, each with what the query is compared with there, for each class of lengths that it needs."""
        classes = range(class_of(query.first), class_of(query.last) + 1)
        bands: dict[bytes, dict[int, list[Band]]] = {}
        for block in self._blocks:
            data = block.signers_data
            if data not in bands:
                signers = _signers_of(self._signers, data)
                bands[data] = {made: query.bands(made, signers[made]) for made in classes}
            yield block, bands[data]


def _signers_of(known: dict[bytes, Signers], data: bytes) -> Signers:
    if data not in known:
        known[data] = Signers(data)
    return known[data]


def _every(tail: dict[int, str], query: QueryText) -> Candidates:
    kept = [(len(text), number, text) for number, text in tail.items() if query.first <= len(text) <= query.last]
    kept.sort()
    return Candidates(
        [text for _, _, text in kept],
        np.array([length for length, _, _ in kept], np.int64),
        np.array([number for _, number, _ in kept], np.int64),
    )


def _scored(query: QueryText, threshold: int, found: list[Candidates]) -> list[tuple[int, int]]:
    """Score candidates, in groups of similar lengths, which have nearly the same largest distance."""
    size = len(query.text)
    step = size // _GROUPS + 1
    edges = np.array([*reversed(range(size - step, query.first, -step)), *range(size, query.last + step, step)])
    groups: dict[int, list[Candidates]] = {}
    for candidates in found:
        cuts = [0, *candidates.lengths.searchsorted(edges.astype(candidates.lengths.dtype), side="right").tolist()]
        for group, (start, stop) in enumerate(pairwise(cuts)):
            if start < stop:
                groups.setdefault(group, []).append(candidates.part(start, stop))
    scored = [_group_scored(query, threshold, members) for members in groups.values()]
    if not scored:
        return []
    variants, scores = (np.concatenate(part) for part in zip(*scored, strict=True))
    order = np.lexsort((-variants, -scores))
    # A text can be in two blocks for a while, when two processes have made some at the same time.
    return list(dict.fromkeys(zip(variants[order].tolist(), scores[order].tolist(), strict=True)))


def _group_scored(query: QueryText, threshold: int, members: list[Candidates]) -> tuple[Array, Array]:
    """The numbers of the variants that reach the threshold, and their scores."""
    from rapidfuzz.distance import Indel, Levenshtein
    from rapidfuzz.process import cdist

    size = len(query.text)
    texts: list[Any] = [text for candidates in members for text in candidates.texts]
    lengths = np.concatenate([candidates.lengths for candidates in members]).astype(np.int64)
    variants = np.concatenate([candidates.variants for candidates in members])
    most = query.distances[lengths - query.first]
    # With d edits, g of them at least insertions or deletions, the insertions and deletions alone that it takes to make
    # one text of the other are at most 2 d - g; they are counted three times as fast, and rule out nearly all.
    allowed = 2 * most - np.abs(lengths - size)
    distances = cdist([query.text], texts, scorer=Indel.distance, score_cutoff=int(allowed.max()), dtype=np.int32)[0]
    kept = np.flatnonzero(distances <= allowed)
    if not len(kept):
        return kept, kept
    texts = [texts[index] for index in kept.tolist()]
    lengths, variants, most = lengths[kept], variants[kept], most[kept]
    distances = cdist([query.text], texts, scorer=Levenshtein.distance, score_cutoff=int(most.max()), dtype=np.int32)[0]
    longest = np.maximum(lengths, size)
    scores = 100 * (longest - distances.astype(np.int64)) // longest
    good = scores >= threshold
    return variants[good].astype(np.int64), scores[good]
