"""How fast somebody works: words an hour, and of which segments; the one rule for scores and for the editor.

The trade counts a segment only where it took a believable time: between 0.25 and 30 seconds a word (MateCat's rule for
time-to-edit). Below, nobody has read it; above, somebody was away.
"""

from __future__ import annotations

MS_PER_HOUR = 3_600_000
LEAST_MS_A_WORD = 250
MOST_MS_A_WORD = 30_000


def believable(words: int, spent_ms: int) -> bool:
    """Whether a segment counts.

    Args:
        words: of its source.
        spent_ms: milliseconds that somebody was active in it, all visits together.
    """
    return words > 0 and LEAST_MS_A_WORD * words <= spent_ms <= MOST_MS_A_WORD * words


def words_an_hour(words: int, spent_ms: int) -> float | None:
    """Of the segments that count; None before there are any."""
    return words * MS_PER_HOUR / spent_ms if spent_ms else None
