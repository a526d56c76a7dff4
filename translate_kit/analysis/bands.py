"""The bands of an analysis, each with its default weight.

The weights are those that MateCat publishes as its defaults (`PayableRates::$DEFAULT_PAYABLE_RATES`: no match 100,
50–74 100, 75–99 60, 100 30, repetitions 30, in context 0, internal fuzzy 60); internal matches from 50 to 74 count as
those out of a memory do, numbers as repetitions, and what is locked as nothing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Band:
    """A row of an analysis.

    Attributes:
        id: its name in JSON, CSV and rate cards.
        title: for people.
        weight: default, per cent of a new word.
        low: lowest match score in it; None when it is not about a score.
        internal: whether the match is an earlier segment of the job itself.
    """

    id: str
    title: str
    weight: int
    low: int | None = None
    internal: bool = False


BANDS: tuple[Band, ...] = (
    Band("locked", "Locked", 0),
    Band("context", "101 (in context)", 0, 101),
    Band("repetition", "Repetitions in a file", 30),
    Band("repetition-across", "Repetitions across files", 30),
    Band("numbers", "Numbers only", 30),
    Band("100", "100", 30, 100),
    Band("95-99", "95–99", 60, 95),
    Band("85-94", "85–94", 60, 85),
    Band("75-84", "75–84", 60, 75),
    Band("50-74", "50–74", 100, 50),
    Band("internal-95-99", "Internal 95–99", 60, 95, internal=True),
    Band("internal-85-94", "Internal 85–94", 60, 85, internal=True),
    Band("internal-75-84", "Internal 75–84", 60, 75, internal=True),
    Band("internal-50-74", "Internal 50–74", 100, 50, internal=True),
    Band("new", "No match", 100),
)
"""Every band, in the order in which it is shown. Each segment is in exactly one."""

FUZZY = tuple(band for band in BANDS if band.low is not None and band.low < 100 and not band.internal)
"""The bands of fuzzy matches out of a memory, the highest first."""


def band_of(score: int, *, internal: bool = False) -> str:
    """The id of the band of a match score of 50 to 101; `new` below."""
    known = (band for band in BANDS if band.low is not None and band.internal is internal and band.low <= score)
    return max(known, key=lambda band: band.low or 0).id if score >= FUZZY[-1].low else "new"  # type: ignore[operator]
