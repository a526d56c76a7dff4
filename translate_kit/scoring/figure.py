"""A score: a figure that says how it was come by."""

from __future__ import annotations

from dataclasses import dataclass

LOWER_IS_BETTER = frozenset({"TER", "HTER", "edit distance"})
"""The measures of which less is better; of all others more."""


@dataclass(frozen=True, slots=True)
class Score:
    """One figure over a whole text, or over a part of it.

    Attributes:
        name: `BLEU`, `chrF2`, `chrF2++`, `TER`, `HTER`, `edit distance`, `accepted untouched`, `term accuracy`,
            `words an hour`, `COMET`.
        score: per cent, 0-100 (TER and HTER may exceed 100); `words an hour` counts words, `COMET` is
            what the model says.
        signature: how to repeat it.
        ci_low: lower end of the 95 % confidence interval, None where there is none.
        ci_high: its upper end.
    """

    name: str
    score: float
    signature: str
    ci_low: float | None = None
    ci_high: float | None = None

    @property
    def lower_is_better(self) -> bool:
        """Whether less is better."""
        return self.name in LOWER_IS_BETTER


@dataclass(frozen=True, slots=True)
class Group:
    """Scores of a part.

    Attributes:
        name: of the part: a document, an engine, a person, a month, a segment's id.
        segments: how many there are in it.
        words: of their sources.
        scores: of them together.
    """

    name: str
    segments: int
    words: int
    scores: tuple[Score, ...]


def gain(name: str, before: float, after: float) -> float:
    """By how much `after` is better than `before`, in points; below 0 when it is worse."""
    return before - after if name in LOWER_IS_BETTER else after - before
