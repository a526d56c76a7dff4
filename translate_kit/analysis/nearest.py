"""The nearest earlier segment of a job, for each: what the trade calls homogeneity, or internal fuzzy matches."""

from __future__ import annotations

from collections.abc import Sequence

from tm.block import Block
from tm.index import View
from tm.indexing import good_signers

BLOCK = 16_384
"""Texts in a block. Later blocks are never searched, so smaller ones save the half of the work that is for nothing."""


class Earlier:
    """The normalised texts of a job, in order, each once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        if not texts:
            return
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


def _earlier(hits: Sequence[tuple[int, int]], number: int) -> int:
    """The best score of a text before this one."""
    return next((score for other, score in hits if other < number), 0)
