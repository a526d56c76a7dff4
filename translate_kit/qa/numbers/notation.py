"""Digits to values: what a run of digits, points and commas may mean in the notation of a language."""

from __future__ import annotations

import re
from functools import lru_cache

from translate_kit.qa.numbers.quantity import Key

LONGEST = 60
"""Characters of a number that are read: no text means a longer one, and Python refuses those of thousands of digits."""
_PLAIN = re.compile(r"\d+")
_SPACES = re.compile(r"[\u00a0\u202f\u2009]")
_CLOCK = re.compile(r"([01]?\d|2[0-4])[.:]([0-5]\d)")

VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}


def number(value: float) -> Key:
    """A number as a key, equal for equal values however they were computed."""
    rounded = round(value, 4)
    return ("n", int(rounded) if rounded == int(rounded) else rounded)


@lru_cache(maxsize=2)
def _patterns(decimal: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    group = "." if decimal == "," else ","
    grouped = re.compile(rf"\d{{1,3}}(?:\{group}\d{{3}})+(?:\{decimal}\d+)?")
    plain = re.compile(rf"\d+(?:\{decimal}\d+)?")
    return grouped, plain


@lru_cache(maxsize=8192)
def values(digits: str, decimal: str) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
    """The readings of `digits`: those of the notation whose decimal mark is `decimal`, and those of the other one.

    `400.000` with `,`: 400,000, and 400 elsewhere; `1,4` with `.`: nothing, and 1.4 elsewhere. A time such as 20.30
    is a reading of its own notation when its figures allow it.
    """
    compact = _SPACES.sub("", digits[:LONGEST])
    if _PLAIN.fullmatch(compact):
        return (number(int(compact)),), ()
    own = _value(compact, decimal)
    other = _value(compact, "." if decimal == "," else ",")
    clock = _CLOCK.fullmatch(compact)
    keys = [number(own)] if own is not None else []
    if clock:
        keys.append(time_key(int(clock[1]), int(clock[2])))
    foreign = () if other is None or other == own else (number(other),)
    return tuple(keys), foreign


def _value(digits: str, decimal: str) -> float | None:
    grouped, plain = _patterns(decimal)
    if not (grouped.fullmatch(digits) or plain.fullmatch(digits)):
        return None
    whole = digits.replace("." if decimal == "," else ",", "").replace(decimal, ".")
    return float(whole) if "." in whole else int(whole)


def time_key(hour: int, minute: int) -> Key:
    """A time as a key, modulo twelve hours: 20.30 and 8:30 are the same until the half of the day is known."""
    return ("t", (hour * 60 + minute) % 720)
