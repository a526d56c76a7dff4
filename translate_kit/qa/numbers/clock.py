"""Times of the day: 9:30 am, 20.30 uur, 5 uur 's middags, 0230 UTC, half drie, half past two."""

from __future__ import annotations

import re

from translate_kit.qa.numbers.line import SPACES, Line
from translate_kit.qa.numbers.notation import number, time_key
from translate_kit.qa.numbers.quantity import Certainty, Key

_HALF_OF_DAY = re.compile(r"\s?(?:([ap])\.?\s?m\b\.?)", re.IGNORECASE)
_DUTCH_HALF = re.compile(r"\s?(?:uur|u\.?)?\s?['’]s\s(ochtends|morgens|middags|avonds|nachts)")
_ZONE = re.compile(r"\s?(?:UTC|GMT|Z\b|CET|hours|hrs|uur)")
_AFTER = {"over": 1, "past": 1, "voor": -1, "to": -1}
_SPOKEN_MINUTES = (5, 10, 15, 20, 25)


def in_digits(line: Line, index: int, keys: tuple[Key, ...]) -> int | None:
    """A time in digits that says that it is one; else None.

    Args:
        line: the text.
        index: of the token.
        keys: what its digits may mean as a number, or as a time already (20.30).
    """
    token = line.tokens[index]
    digits, suffix = token.digits, token.suffix.lower()
    hour, minute = _parts(digits, keys)
    if hour < 0:
        return None
    times: tuple[Key, ...] = (time_key(hour, minute),)
    plain = digits.isdigit()
    after = line.text[token.end - len(token.suffix) : token.end + 24]
    full_hour = (number(hour),) if minute == 0 else ()
    half = _HALF_OF_DAY.match(after)
    if half:
        end = token.end - len(token.suffix) + half.end()
        clock = (hour % 12 + (12 if half[1] in "pP" else 0)) * 60 + minute
        index += 1
        while index < len(line.tokens) and line.tokens[index].start < end:
            index += 1
        return line.add(token.start, end, times + full_hour, index, clock=clock)
    index += 1
    dutch = _DUTCH_HALF.match(after) if line.language == "nl" else None
    if dutch:
        return line.add(token.start, token.end, times + full_hour, index, clock=_dutch(hour, minute, dutch[1]))
    said = suffix in line.pack.hour or (
        line.word(index) in line.pack.hour and line.text[token.end : line.tokens[index].start] in SPACES
    )
    clock_of = hour * 60 + minute if hour > 12 else None
    if ":" in digits or (said and (minute or (plain and len(digits) == 4 and digits[0] in "012"))):
        return line.add(token.start, token.end, times, index, clock=clock_of)
    if said and plain:
        return line.add(token.start, token.end, keys + times, index)
    if plain and len(digits) == 4 and _ZONE.match(after):
        return line.add(token.start, token.end, times + keys, index, clock=clock_of)
    return None


def in_words(line: Line, index: int) -> int | None:
    """Half drie, half past two, kwart over acht, quarter to nine; else None."""
    start = line.tokens[index].start
    word, following = line.word(index), line.word(index + 1)
    if word in line.pack.half:
        if line.language == "nl":
            hour = line.hour(index + 1)
            if hour:
                keys: tuple[Key, ...] = (time_key(hour - 1, 30), number(hour))
                return line.add(start, line.tokens[index + 1].end, keys, index + 2, certainty=Certainty.OPTIONAL)
        elif following == "past" and (hour := line.hour(index + 2)):
            keys = (time_key(hour, 30),)
            return line.add(start, line.tokens[index + 2].end, keys, index + 3, certainty=Certainty.OPTIONAL)
    minutes = line.pack.quarters.get(word) or line.pack.cardinals.get(word, 0)
    sign = _AFTER.get(following, 0)
    if not sign or minutes not in _SPOKEN_MINUTES:
        return None
    place, half_hour = index + 2, 0
    if line.language == "nl" and line.word(place) in line.pack.half:
        place, half_hour = place + 1, -30
    hour = line.hour(place)
    if not hour or line.scale(line.word(place + 1)):
        return None
    # both numbers remain readings of their own: `five to ten people` is no time
    keys = (("t", (hour * 60 + half_hour + sign * minutes) % 720), number(minutes), number(hour))
    return line.add(start, line.tokens[place].end, keys, place + 1, certainty=Certainty.OPTIONAL)


def _parts(digits: str, keys: tuple[Key, ...]) -> tuple[int, int]:
    """Hour and minute of digits that can be a time, else (-1, 0)."""
    if any(kind == "t" for kind, _ in keys):
        hour, minute = (int(part) for part in re.split(r"[.:]", digits))
        return hour, minute
    if not digits.isdigit() or len(digits) not in (1, 2, 4):
        return -1, 0
    hour, minute = (int(digits[:2]), int(digits[2:])) if len(digits) == 4 else (int(digits), 0)
    return (hour, minute) if hour <= 24 and minute <= 59 else (-1, 0)


def _dutch(hour: int, minute: int, part: str) -> int:
    """The minute of the day of `5 uur 's middags`."""
    if (part in ("middags", "avonds") and hour < 12) or (part == "nachts" and 9 <= hour < 12):
        hour += 12
    elif part == "nachts" and hour == 12:
        hour = 0
    return hour * 60 + minute
