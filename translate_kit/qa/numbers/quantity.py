"""A quantity found in a text: what it may mean, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

Key = tuple[str, float]
"""One reading: what is counted, and its value.

`("n", 1.4e9)` a number, `("t", 510)` a time in minutes modulo twelve hours, `("month", 4)`, `("weekday", 0)` Monday,
`("decade", 60)` the sixties, `("scale", 3)` an unspecified number of thousands.
"""


class Certainty(IntEnum):
    """How surely the quantity must have a counterpart in a translation.

    `OPTIONAL` ones (one, both, half) only serve to explain a counterpart; `WORD` ones (seventeen, third) are often
    rephrased; `DIGITS` are nearly always kept.
    """

    OPTIONAL = 0
    WORD = 1
    DIGITS = 2


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity in a text.

    Attributes:
        start: where it begins, in characters.
        end: one past its last character.
        text: as it is written.
        keys: its readings in the notation of the text's language, the likeliest first; empty when the notation of
            that language does not allow it (`1,4` in English).
        foreign: its readings in the other notation (`400.000` in English: 400,000).
        certainty: how surely it must have a counterpart.
        unit: `%`, a currency code such as `EUR`, or empty.
        clock: the minute of the day, for a time whose half of the day is known.
    """

    start: int
    end: int
    text: str
    keys: tuple[Key, ...]
    foreign: tuple[Key, ...] = ()
    certainty: Certainty = Certainty.DIGITS
    unit: str = ""
    clock: int | None = None

    @property
    def kind(self) -> str:
        """What the likeliest reading counts: `n`, `t`, `month`, `weekday`, `decade` or `scale`."""
        readings = self.keys or self.foreign
        return readings[0][0] if readings else "n"

    @property
    def value(self) -> float:
        """The value of the likeliest reading."""
        readings = self.keys or self.foreign
        return readings[0][1] if readings else 0.0
