"""How languages write numbers, dates and times: the data, and the values in a text.

A language that is not in `NOTATIONS` is read with plain digits and ISO dates only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Literal

from tm.language import base, canonical

MASKS = {"number": "\ue010", "ordinal": "\ue011", "date": "\ue012", "time": "\ue013", "link": "\ue014"}
"""Private-use characters that stand for values, by kind; those below them stand for tags."""

Kind = Literal["number", "ordinal", "date", "time", "link"]


@dataclass(frozen=True, slots=True)
class Notation:
    """How a language writes values.

    Attributes:
        decimal: the decimal mark.
        group: what stands between thousands when it is written.
        scales: words for powers of ten, the usual word of each power first.
        months: full names.
        short_months: abbreviations.
        ordinals: endings of ordinal numbers, as a regular expression.
        hours: what can follow a time, as a regular expression.
        month_first: whether dates in digits begin with the month.
    """

    decimal: str = "."
    group: str = ","
    scales: tuple[tuple[str, int], ...] = ()
    months: tuple[str, ...] = ()
    short_months: tuple[str, ...] = ()
    ordinals: str = ""
    hours: str = ""
    month_first: bool = False


_DUTCH = Notation(
    ",",
    ".",
    (("miljoen", 6), ("miljard", 9), ("biljoen", 12), ("duizend", 3), ("mln", 6), ("mld", 9)),
    (
        "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
        "december",
    ),
    ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    "e|ste|de",
    r"\s?uur|u\b",
)  # fmt: skip
_ENGLISH = Notation(
    ".",
    ",",
    (("million", 6), ("billion", 9), ("trillion", 12), ("thousand", 3), ("mn", 6), ("bn", 9)),
    (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
    ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "st|nd|rd|th",
    r"\s?[ap]\.?\s?m\b\.?",
)  # fmt: skip
NOTATIONS: dict[str, Notation] = {
    "nl": _DUTCH,
    "en": _ENGLISH,
    "en-US": Notation(
        _ENGLISH.decimal, _ENGLISH.group, _ENGLISH.scales, _ENGLISH.months, _ENGLISH.short_months, _ENGLISH.ordinals,
        _ENGLISH.hours, month_first=True,
    ),
}  # fmt: skip

_KINDS: dict[str, Kind] = {
    "link": "link",
    "mail": "link",
    "iso": "date",
    "digits": "date",
    "dmy": "date",
    "mdy": "date",
    "my": "date",
    "time": "time",
    "clock": "time",
    "ordinal": "ordinal",
    "number": "number",
}
"""What the groups of the pattern stand for."""

_PLAIN = Notation()


@lru_cache(maxsize=256)
def notation_of(language: str) -> Notation:
    """The notation of a language, by its tag and else by its base."""
    return NOTATIONS.get(canonical(language)) or NOTATIONS.get(base(language), _PLAIN)


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a text.

    Attributes:
        kind: what it is.
        start: where it begins, in characters.
        end: one past its last character.
        text: as written.
        value: what it means; equal for equal values in all languages.
        parts: the pieces that it was put together from, by name, for writing it anew.
    """

    kind: Kind
    start: int
    end: int
    text: str
    value: tuple[object, ...]
    parts: dict[str, str | None] = field(compare=False)


def _pattern(notation: Notation, *, mail: bool, words: bool) -> re.Pattern[str]:
    """The pattern of a value; without `words` only of those that begin with a digit."""
    # A full stop belongs to a short name, and ends the sentence behind a full one.
    short = [name for name in notation.short_months if name not in notation.months]
    month = "|".join([*map(re.escape, notation.months), *(rf"{re.escape(name)}\b\.?" for name in short)])
    scale = "|".join(re.escape(word) for word, _ in notation.scales)
    number = r"\d+(?:[.,'’\u00a0\u202f]\d+|(?<=\d) \d{3}(?!\d))*"
    ordinals, hours = notation.ordinals, notation.hours
    year = r"\d{4}(?!\d)"
    link = r"[^\s<>\"”“]*[^\s<>\"”“.,;:!?)\]]"
    digits = [
        r"(?P<iso>(?P<iy>\d{4})-(?P<im>\d\d)-(?P<id>\d\d)(?!\d))",
        rf"(?P<digits>(?P<da>\d{{1,2}})(?P<ds>[-/.])(?P<db>\d{{1,2}})(?P=ds)(?P<dy>{year}))",
        r"(?P<clock>(?P<ch>[01]?\d|2[0-3]):(?P<cm>[0-5]\d)(?![\d:]))",
        rf"(?P<number>(?P<n>{number})" + (rf"(?:\s(?P<scale>{scale})\b)?)" if scale else ")"),
    ]
    letters = [rf"(?P<link>https?://{link}|www\.{link})"]
    if month:
        digits.insert(2, rf"(?P<dmy>(?P<d1>\d{{1,2}})(?:{ordinals})?\s(?P<m1>{month})(?!\w)(?:\s(?P<y1>{year}))?)")
        letters += [
            rf"(?P<mdy>(?P<m2>{month})\s(?P<d2>\d{{1,2}})(?!\d)(?:(?:{ordinals})\b)?(?:,?\s(?P<y2>{year}))?)",
            rf"(?P<my>(?P<m3>{month})\s(?P<y3>{year}))",
        ]
    if hours:
        digits.insert(-2, rf"(?P<time>(?P<h>[01]?\d|2[0-3])(?:(?P<hs>[:.])(?P<mi>[0-5]\d))?(?P<hours>{hours}))")
    if ordinals:
        digits.insert(-1, rf"(?P<ordinal>(?P<o>\d+)(?P<oe>{ordinals})\b)")
    if mail:
        letters.insert(0, r"(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)")
    # Nearly every place of a text fails at the first step, and the rest of them mostly at the second.
    if words:
        found = rf"(?<!\w)(?:(?=\d)(?:{'|'.join(digits)})|(?=\w)(?:{'|'.join(letters)}))"
    else:
        found = rf"(?=\d)(?<!\w)(?:{'|'.join(digits)})"
    return re.compile(found, re.IGNORECASE)


class _Finder:
    """Finds the values in the texts of one notation.

    Trying each word for months and links takes three times as long as finding the digits; an import does it with every
    fourth text, and nearly none needs it.
    """

    def __init__(self, notation: Notation) -> None:
        self.notation = notation
        # Where a month can stand before a digit; the last three letters of its name are enough to tell.
        names = (*notation.months, *notation.short_months)
        ends = "|".join(sorted({re.escape(name[-3:]) for name in names})) or "(?!)"
        self._month = re.compile(rf"\d(?:(?<=(?i:{ends})\s\d)|(?<=(?i:{ends})\.\s\d))").search

    @cached_property
    def _digits(self) -> re.Pattern[str]:
        return _pattern(self.notation, mail=False, words=False)

    @cached_property
    def _words(self) -> re.Pattern[str]:
        return _pattern(self.notation, mail=False, words=True)

    @cached_property
    def _mail(self) -> re.Pattern[str]:
        return _pattern(self.notation, mail=True, words=True)

    def pattern(self, text: str) -> re.Pattern[str]:
        """The pattern that finds the values in this text."""
        if "@" in text:
            return self._mail
        if "://" in text or "www." in text.lower() or self._month(text) is not None:
            return self._words
        return self._digits


@lru_cache(maxsize=256)
def _finder(language: str) -> _Finder:
    return _finder_of(notation_of(language))


@lru_cache(maxsize=64)
def _finder_of(notation: Notation) -> _Finder:
    return _Finder(notation)


_DIGIT = re.compile("[0-9]")


def _may_have_values(text: str) -> bool:
    """Whether it is worth looking closer: most texts have none, and an import looks at each."""
    return _DIGIT.search(text) is not None or "://" in text or "@" in text or "www." in text


def values(text: str, language: str) -> list[Value]:
    """The values in a text, in order: links, dates, times, ordinals, numbers with the words for millions."""
    if not _may_have_values(text):
        return []
    return list(_values(text, _finder(language)))


def mask(text: str, language: str) -> str | None:
    """A text with one private-use character for each value; None when there are none in it."""
    if not _may_have_values(text):
        return None
    shown, count = _finder(language).pattern(text).subn(_mask_of, text)
    return shown if count else None


_MASK_OF_GROUP = {group: MASKS[kind] for group, kind in _KINDS.items()}


def _mask_of(match: re.Match[str]) -> str:
    return _MASK_OF_GROUP[match.lastgroup or ""]


def masked(text: str, found: list[Value]) -> str:
    """A text with one private-use character for each value that was found in it."""
    pieces = []
    at = 0
    for value in found:
        pieces += [text[at : value.start], MASKS[value.kind]]
        at = value.end
    return "".join((*pieces, text[at:]))


def _values(text: str, finder: _Finder) -> Iterator[Value]:
    for match in finder.pattern(text).finditer(text):
        parts = match.groupdict()
        kind, value = _meaning(match.lastgroup or "", parts, finder.notation)
        yield Value(kind, match.start(), match.end(), match.group(), value, parts)


def _meaning(group: str, parts: dict[str, str | None], notation: Notation) -> tuple[Kind, tuple[object, ...]]:
    def whole(name: str) -> int | None:
        return None if parts.get(name) is None else int(str(parts[name]))

    if group in ("link", "mail"):
        return "link", (parts[group],)
    if parts.get("iso"):
        return "date", (whole("iy"), whole("im"), whole("id"))
    if parts.get("digits"):
        first, second = whole("da"), whole("db")
        day, month = (second, first) if notation.month_first else (first, second)
        if month is not None and day is not None and month > 12 >= day:
            # Written in the order of another country.
            day, month = month, day
        return "date", (whole("dy"), month, day)
    for name, day_part, month_part, year_part in (
        ("dmy", "d1", "m1", "y1"),
        ("mdy", "d2", "m2", "y2"),
        ("my", "", "m3", "y3"),
    ):
        if parts.get(name):
            return "date", (whole(year_part), month_number(str(parts[month_part]), notation), whole(day_part))
    if parts.get("time"):
        hour = whole("h") or 0
        half = str(parts["hours"]).strip().lower()[:1]
        hour = hour % 12 + (12 if half == "p" else 0) if half in ("a", "p") else hour
        return "time", (hour, whole("mi") or 0)
    if parts.get("clock"):
        return "time", (whole("ch"), whole("cm"))
    if parts.get("ordinal"):
        return "ordinal", (whole("o"),)
    digits = str(parts["n"])
    number = read_number(digits, notation)
    if number is None:
        return "number", (digits,)
    return "number", (number.scaleb(power_of(parts.get("scale"), notation)).normalize(),)


def month_number(name: str, notation: Notation) -> int:
    """1 for January, by its full or its short name."""
    wanted = name.lower().rstrip(".")
    for names in (notation.months, notation.short_months):
        for number, known in enumerate(names, 1):
            if known.lower() == wanted:
                return number
    raise ValueError(name)


def power_of(word: str | None, notation: Notation) -> int:
    """The power of ten that a word stands for, 0 for no word."""
    return 0 if word is None else next(power for known, power in notation.scales if known == word.lower())


def read_number(digits: str, notation: Notation) -> Decimal | None:
    """What digits with marks mean in a notation; None for what is no number (a version, a telephone number)."""
    marks = re.findall(r"\D", digits)
    if not marks:
        return Decimal(digits) if len(digits) < 28 else None
    blocks = re.split(r"\D", digits)
    grouped = all(len(block) == 3 for block in blocks[1:]) and 1 <= len(blocks[0]) <= 3
    if grouped and len(set(marks)) == 1 and marks[0] != notation.decimal:
        return Decimal("".join(blocks))
    whole, fraction = "".join(blocks[:-1]), blocks[-1]
    inner = all(len(block) == 3 for block in blocks[1:-1])
    if marks[-1] in ".," and (len(marks) == 1 or (inner and len(set(marks[:-1])) == 1 and marks[-1] not in marks[:-1])):
        return Decimal(f"{whole}.{fraction}") if len(whole + fraction) < 28 else None
    return None
