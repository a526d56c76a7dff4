"""Candidates for fuzzy lookup, exact: no unit at or above the threshold is missed."""

from __future__ import annotations

from tm.score import normalise, score
from tm.store.base import Store
from tm.store.rows import variant_from


class Index:
    """The normalised texts of one language of a memory."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts: dict[int, str] = {}
        self._last = 0

    def refresh(self, store: Store) -> None:
        """Take in the variants that came since."""
        for row in store.variants_after(self.language, self._last):
            self._texts[row.id] = normalise(variant_from(row).marked)
            self._last = row.id

    def search(self, text: str, threshold: int) -> list[tuple[int, int]]:
        """Variants that reach the threshold, with their scores; the highest first, then the newest."""
        from rapidfuzz.distance import Levenshtein

        hits = []
        for number, other in self._texts.items():
            reached = score(Levenshtein.distance(text, other), len(text), len(other))
            if reached >= threshold:
                hits.append((number, reached))
        return sorted(hits, key=lambda hit: (-hit[1], -hit[0]))
