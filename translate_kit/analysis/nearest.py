"""The nearest earlier segment of a job, for each: what the trade calls homogeneity, or internal fuzzy matches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tm.score import largest_distance
from tm.score import score as score_of

if TYPE_CHECKING:
    from tm.index import View

SMALL = 500
"""So few texts are scored one by one in less time than it takes to import what an index needs."""
BLOCK = 16_384
"""Texts in a block. Later blocks are never searched, so smaller ones save the half of the work that is for nothing."""


class Earlier:
    """The normalised texts of a job, in order, each once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self._views: list[View] = []
        if len(texts) <= SMALL:
            return
        from tm.block import Block
        from tm.index import View
        from tm.indexing import good_signers

        signers = good_signers(texts, ())
        known = {signers.data: signers}
        blocks = [
            Block(Block.build(range(start, min(start + BLOCK, len(texts))), texts[start : start + BLOCK], signers))
            for start in range(0, len(texts), BLOCK)
        ]
        self._views = [View(blocks[: number + 1], {}, known) for number in range(len(blocks))]

    def best(self, number: int, bands: Sequence[int]) -> int:
        """The lowest score of the band in which the nearest text before this one is.

        Args:
            number: of the text.
            bands: the lowest score of each band, the highest first.

        Returns:
            One of `bands`, 0 when no earlier text reaches the lowest.
        """
        if not bands or not self.texts[number]:
            return 0
        if not self._views:
            score = self._scored(number, bands[-1])
            return next((low for low in bands if low <= score), 0)
        view, text = self._views[number // BLOCK], self.texts[number]
        quick = [low for low in bands if low >= 75]
        if quick:
            score = _earlier(view.search(text, quick[-1]), number)
            if score:
                return next(low for low in quick if low <= score)
        for low in bands[len(quick) :]:
            if _earlier(view.closest(text, low), number) or _earlier(view.search(text, low), number):
                return low
        return 0

    def _scored(self, number: int, lowest: int) -> int:
        """The best score of a text before this one, by scoring them all; 0 below the lowest."""
        from rapidfuzz.distance import Levenshtein

        text, best = self.texts[number], 0
        for other in self.texts[:number]:
            longest = max(len(text), len(other))
            most = largest_distance(max(lowest, best + 1), longest)
            distance = Levenshtein.distance(text, other, score_cutoff=most)
            if distance <= most:
                best = score_of(distance, len(text), len(other))
        return best


def _earlier(hits: Sequence[tuple[int, int]], number: int) -> int:
    """The best score of a text before this one."""
    return next((score for other, score in hits if other < number), 0)
