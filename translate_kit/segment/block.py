"""A stretch of running text in a document, and where its characters stand there."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text that is split into sentences by itself: a paragraph, or a part of one between hard line breaks.

    Attributes:
        kind: what the block is (`heading`, `paragraph`, `quote`, `list-item`, `table-cell`, `caption`).
        block: 0-based number of the block; the stretches of one block follow each other in running text.
        text: what the splitter reads; mark-up that must not be cut is masked by as many other characters.
        flat: for each piece, where it starts in `text`, ascending; the first at 0 or before.
        origin: for each piece, where it starts in the document.
    """

    kind: str
    block: int
    text: str
    flat: tuple[int, ...]
    origin: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Turn a span of `text` into the span of the document, prefixes of continued lines included."""
        return self._at(start), self._at(end - 1) + 1

    def _at(self, offset: int) -> int:
        piece = bisect_right(self.flat, offset) - 1
        return self.origin[piece] + offset - self.flat[piece]
