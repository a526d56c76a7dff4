"""Quantities in digits: 1,4 miljard, 400.000, 16e, 1950–53, jaren '60, 15-04-1912."""

from __future__ import annotations

import re

from translate_kit.qa.numbers import clock
from translate_kit.qa.numbers.language import CURRENCY_SYMBOLS, UNIT_SUFFIXES
from translate_kit.qa.numbers.line import SPACES, Line, Token, decade
from translate_kit.qa.numbers.notation import LONGEST, VULGAR, number, values
from translate_kit.qa.numbers.quantity import Certainty, Key

_DATE = re.compile(r"(?<![\w.,-])(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?![\w-])")
_PLURAL = re.compile(r"['’]s\b")
_RANGE = re.compile(r"(\d\d)\d\d ?[-–/] ?$")
_LIST = re.compile(r" (?:or|and) \d")
_LARGEST = 10**30
"""A million million millions multiply; from here on they are a slip of the hand."""
_GLUED_SCALES = frozenset({"m", "k"})
"""Millions and thousands only when they stand at the digits ($5m); 30 m is a length."""

Readings = tuple[tuple[Key, ...], tuple[Key, ...]]


def dates(text: str) -> frozenset[int]:
    """Where the parts of dates in digits (15-04-1912, 15/4/12) begin."""
    if not any(mark in text for mark in "-/."):
        return frozenset()
    return frozenset(match.start(part) for match in _DATE.finditer(text) for part in (1, 3, 4))


def read(line: Line, index: int, date_starts: frozenset[int]) -> int:
    """Read the quantity in digits at `index`; returns the index to go on with."""
    token, pack = line.tokens[index], line.pack
    if token.start in date_starts:
        return _date(line, index)
    suffix = token.suffix.lower()
    ordinal = suffix in pack.ordinal_suffixes
    money = line.before(index, 1) in CURRENCY_SYMBOLS
    scale = line.scale(suffix) if suffix and (suffix not in _GLUED_SCALES or money) else 0
    if suffix and not (ordinal or scale or suffix == "s" or suffix in UNIT_SUFFIXES):
        return index + 1  # a code: 4x4, 3D, 737s
    keys, foreign = values(token.digits, pack.decimal) if token.digits else ((number(0),), ())
    if not keys and not foreign:
        return _parts(line, index)
    if token.vulgar:
        keys = tuple(number(key[1] + VULGAR[token.vulgar]) for key in keys if key[0] == "n")
        if not keys and not foreign:
            return _parts(line, index)  # 0:00½ is neither a time nor a number
    if not keys and _LIST.match(line.text, token.end):  # pages 1,2 or 3
        return _parts(line, index)
    plural = suffix == "s" or _PLURAL.match(line.text, token.end) is not None
    if (plural or _after_decade(line, index)) and keys and keys[0][1] % 10 == 0:
        return line.add(token.start, token.end, decade(int(keys[0][1])), index + 1)
    (keys, foreign), end, after = _scaled(line, (keys, foreign), scale, index)
    if not ordinal and after == index + 1 and (timed := clock.in_digits(line, index, keys)) is not None:
        return timed
    keys = line.in_context(_with_century(line, token, keys), after)
    dated = line.word(after) in pack.months or line.word(index - 1) in pack.months
    certainty = Certainty.WORD if token.digits == "1" and not (ordinal or dated) else Certainty.DIGITS
    unit, end = line.unit(token.start, end, after)
    return line.add(token.start, end, keys, after, foreign=foreign, certainty=certainty, unit=unit)


def _scaled(line: Line, readings: Readings, factor: int, index: int) -> tuple[Readings, int, int]:
    """Multiply by the scale that is glued on (2.3bn), and by those that follow (1,4 miljard)."""
    end, index = line.tokens[index].end, index + 1
    while index < len(line.tokens):
        token = line.tokens[index]
        scale = line.scale(token.lower) if token.lower not in _GLUED_SCALES else 0
        if not scale or line.text[end : token.start] not in (*SPACES, "-") or factor > _LARGEST:
            break
        factor, end, index = (factor or 1) * scale, token.end, index + 1
    if not factor:
        return readings, end, index
    keys, foreign = readings
    multiplied = tuple(number(key[1] * factor) for key in keys if key[0] == "n")
    return (multiplied, tuple(number(key[1] * factor) for key in foreign)), end, index


def _parts(line: Line, index: int) -> int:
    """Figures that are no number in any notation (versions, lists): each part by itself."""
    token = line.tokens[index]
    for part in re.finditer(r"\d+", token.digits):
        line.add(token.start + part.start(), token.start + part.end(), (number(int(part[0][:LONGEST])),), index)
    return index + 1


def _date(line: Line, index: int) -> int:
    """The parts of a date: a number up to twelve may be its month, two digits its year."""
    token = line.tokens[index]
    for part in re.finditer(r"\d+", token.digits):
        value = int(part[0])
        keys: tuple[Key, ...] = (number(value),)
        if 1 <= value <= 12:
            keys += (("month", value),)
        if len(part[0]) == 2:
            keys += (number(1900 + value), number(2000 + value))
        line.add(token.start + part.start(), token.start + part.end(), keys, index)
    return index + 1


def _after_decade(line: Line, index: int) -> bool:
    """Whether the digits follow `jaren`: jaren 70, jaren '70, jaren 1970."""
    token = line.tokens[index]
    if token.suffix or not token.digits.endswith("0") or len(token.digits) not in (2, 4):
        return False
    return line.word(index - 1) in line.pack.decade_before and (
        line.text[line.tokens[index - 1].end : token.start].strip(" '’‘\u00a0") == ""
    )


def _with_century(line: Line, token: Token, keys: tuple[Key, ...]) -> tuple[Key, ...]:
    """1950–53: the second year gets its century as a further reading; so does '89."""
    if len(token.digits) != 2:
        return keys
    before = line.text[max(0, token.start - 8) : token.start]
    match = _RANGE.search(before)
    if match:
        return (*keys, number(int(match[1] + token.digits)))
    if before.endswith(("'", "’", "‘")):
        return (*keys, number(1900 + int(token.digits)), number(2000 + int(token.digits)))
    return keys
