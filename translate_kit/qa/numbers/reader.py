"""Read the quantities of a text, left to right, each with all its readings."""

from __future__ import annotations

import re
from typing import NamedTuple

from translate_kit.qa.numbers.en import EN
from translate_kit.qa.numbers.language import (
    CURRENCY_SYMBOLS,
    CURRENCY_WORDS,
    UNIT_SUFFIXES,
    NumberLanguage,
)
from translate_kit.qa.numbers.nl import NL
from translate_kit.qa.numbers.notation import VULGAR, number, time_key, values
from translate_kit.qa.numbers.quantity import Certainty, Key, Quantity

LANGUAGES = {"nl": NL, "en": EN}
"""The languages whose number words are known; of others only the digits are read, in English notation."""

_TOKEN = re.compile(
    r"(?P<digits>\d+(?:[.,:\u00a0\u202f\u2009]\d+)*)(?P<vulgar>[½¼¾⅓⅔⅛]?)(?P<suffix>[^\W\d_][²³\w]*|°[CF]\b)?"
    r"|(?P<only>[½¼¾⅓⅔⅛])"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)(?P<code>\d\w*)?"
)
_DATE = re.compile(r"(?<![\w.,-])(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?![\w-])")
_HALF_OF_DAY = re.compile(r"\s?(?:([ap])\.?\s?m\b\.?)", re.IGNORECASE)
_DUTCH_HALF = re.compile(r"\s?(?:uur|u\.?)?\s?['’]s\s(ochtends|morgens|middags|avonds|nachts)")
_PLURAL = re.compile(r"['’]s\b")
_ZONE = re.compile(r"\s?(?:UTC|GMT|Z\b|CET|hours|hrs|uur)")


_GLUED_SCALES = frozenset({"m", "k"})
"""Millions and thousands only when they stand at the digits ($5m); 30 m is a length."""


def _word(text: str | None) -> str:
    """A word in lower case, without an English possessive: July's, Monday’s."""
    if not text:
        return ""
    lower = text.lower()
    return lower[:-2] if lower.endswith(("'s", "’s")) else lower


class _Token(NamedTuple):
    text: str
    start: int
    end: int
    lower: str
    digits: str
    vulgar: str
    suffix: str


def read(text: str, language: str) -> list[Quantity]:
    """The quantities of `text`, in order.

    Args:
        text: running text; mark-up and addresses are best blanked out before.
        language: `nl` or `en`; of another one only the digits are read.
    """
    reader = _Reader(text, LANGUAGES.get(language, EN), language)
    return reader.read()


class _Reader:
    """One pass over the tokens of one text."""

    def __init__(self, text: str, pack: NumberLanguage, language: str) -> None:
        self.text, self.pack, self.language = text, pack, language
        self.known = language in LANGUAGES
        self.found: list[Quantity] = []
        self.tokens = [
            _Token(
                match[0],
                match.start(),
                match.end(),
                _word(match["word"]) if not match["code"] else "",
                match["digits"] or "",
                match["vulgar"] or match["only"] or "",
                match["suffix"] or "",
            )
            for match in _TOKEN.finditer(text)
        ]
        self.dates = {
            match.start(part): int(match[part])
            for match in (_DATE.finditer(text) if "-" in text or "/" in text or "." in text else ())
            for part in (1, 3, 4)
        }

    def read(self) -> list[Quantity]:
        index = 0
        words_of_interest = _words_of_interest(self.language) if self.known else frozenset()
        compound = self.pack.compound
        while index < len(self.tokens):
            token = self.tokens[index]
            if token.digits or token.vulgar:
                index = self._digits(index)
            elif token.lower in words_of_interest or (len(token.lower) > 8 and compound(token.lower)):
                index = self._word(index)
            elif self.known and len(token.lower) > 5 and self._glued_day(token):
                index += 1
            else:
                index += 1
        return self.found

    # -- digits ------------------------------------------------------------------------------------------------------

    def _digits(self, index: int) -> int:
        token = self.tokens[index]
        if token.start in self.dates:
            return self._numeric_date(index)
        suffix = token.suffix.lower()
        ordinal = suffix in self.pack.ordinal_suffixes
        if suffix == "m" and self.text[max(0, token.start - 1) : token.start] not in CURRENCY_SYMBOLS:
            suffix = "m2"
        if suffix and not (ordinal or suffix in UNIT_SUFFIXES or suffix == "s" or self._scale(suffix)):
            return index + 1  # a code: 4x4, 3D, 737s
        keys, foreign = values(token.digits, self.pack.decimal) if token.digits else ((), ())
        if not keys and not foreign:
            if not token.vulgar:
                return self._list_of_digits(index)
            keys = (number(0),)
        if token.vulgar:
            keys = tuple(number(key[1] + VULGAR[token.vulgar]) for key in keys if key[0] == "n")
        end, index = token.end, index + 1
        if suffix == "s" or self._decade_before(token) or _PLURAL.match(self.text, token.end):
            year = int(keys[0][1]) if keys else 0
            end = token.end
            return self._add(token.start, end, _decade(year), index=index)
        keys, foreign, end, index = self._scaled(keys, foreign, suffix, end, index)
        if not ordinal:
            clock = self._clock(token, keys, suffix)
            if clock is not None:
                return clock
        keys = self._century_of_range(token, keys)
        certainty = Certainty.WORD if token.digits == "1" and not ordinal else Certainty.DIGITS
        unit, end = self._unit(token.start, end, index)
        return self._add(token.start, end, keys, foreign=foreign, certainty=certainty, unit=unit, index=index)

    def _scaled(
        self, keys: tuple[Key, ...], foreign: tuple[Key, ...], suffix: str, end: int, index: int
    ) -> tuple[tuple[Key, ...], tuple[Key, ...], int, int]:
        """Multiply by the scale that is glued on (2.3bn) or follows (1,4 miljard, 1,4 miljoen miljard)."""
        factor = self._scale(suffix) if suffix else 0
        while index < len(self.tokens):
            token = self.tokens[index]
            scale = self._scale(token.lower) if token.lower not in _GLUED_SCALES else 0
            if not scale or self.text[end : token.start] not in (" ", "\u00a0", "\u202f", "-"):
                break
            factor, end, index = (factor or 1) * scale, token.end, index + 1
        if not factor:
            return keys, foreign, end, index
        return (
            tuple(number(key[1] * factor) for key in keys if key[0] == "n"),
            tuple(number(key[1] * factor) for key in foreign),
            end,
            index,
        )

    def _scale(self, word: str) -> int:
        return self.pack.scales.get(word, 100 if word in self.pack.hundred else 0)

    def _list_of_digits(self, index: int) -> int:
        """Figures that are no number in any notation (versions, scores, lists): each part by itself."""
        token = self.tokens[index]
        for part in re.finditer(r"\d+", token.digits):
            self._add(token.start + part.start(), token.start + part.end(), (number(int(part[0])),))
        return index + 1

    def _numeric_date(self, index: int) -> int:
        token = self.tokens[index]
        start = token.start
        for part in re.finditer(r"\d+", token.digits):
            value = int(part[0])
            keys: tuple[Key, ...] = (number(value),)
            if 1 <= value <= 12:
                keys += (("month", value),)
            if len(part[0]) == 2:
                keys += (number(1900 + value), number(2000 + value))
            self._add(start + part.start(), start + part.end(), keys)
        return index + 1

    def _decade_before(self, token: _Token) -> bool:
        """Whether the digits follow `jaren` (jaren 70, jaren '70, jaren 1970)."""
        if not self.pack.decade_before or token.suffix:
            return False
        before = self.text[max(0, token.start - 8) : token.start].rstrip(" '’‘\u00a0")
        if before.rpartition(" ")[2].lower() not in self.pack.decade_before:
            return False
        return token.digits.endswith("0") and len(token.digits) in (2, 4)

    def _century_of_range(self, token: _Token, keys: tuple[Key, ...]) -> tuple[Key, ...]:
        """1950–53: the second year gets its century as a further reading; so does '89."""
        if len(token.digits) != 2:
            return keys
        before = self.text[max(0, token.start - 6) : token.start]
        match = re.search(r"(\d\d)\d\d ?[-–/] ?$", before)
        if match:
            return (*keys, number(int(match[1] + token.digits)))
        if before.endswith(("'", "’", "‘")):
            return (*keys, number(1900 + int(token.digits)), number(2000 + int(token.digits)))
        return keys

    # -- times -------------------------------------------------------------------------------------------------------

    def _clock(self, token: _Token, keys: tuple[Key, ...], suffix: str) -> int | None:
        """A time of the day that says so: 9:30 am, 20.30 uur, 5 uur 's ochtends, 0230 UTC."""
        index = self.tokens.index(token) + 1
        digits = token.digits
        times = [key for key in keys if key[0] == "t"]
        if not times:
            if not digits.isdigit() or len(digits) > 4 or len(digits) == 3:
                return None
            hour, minute = (int(digits[:2]), int(digits[2:])) if len(digits) == 4 else (int(digits), 0)
            if hour > 24 or minute > 59:
                return None
            times = [time_key(hour, minute)]
        else:
            hour, minute = (int(part) for part in re.split(r"[.:]", digits))
        after = self.text[token.end - len(token.suffix) : token.end + 24]
        half = _HALF_OF_DAY.match(after)
        if half:
            end = token.end - len(token.suffix) + half.end()
            clock = (hour % 12 + (12 if half[1] in "pP" else 0)) * 60 + minute
            extra = (number(hour),) if minute == 0 else ()
            while index < len(self.tokens) and self.tokens[index].start < end:
                index += 1
            return self._add(token.start, end, (*times, *extra), clock=clock, index=index)
        dutch = _DUTCH_HALF.match(after) if self.language == "nl" else None
        if dutch:
            clock = _dutch_clock(hour, minute, dutch[1])
            extra = (number(hour),) if minute == 0 else ()
            return self._add(token.start, token.end, (*times, *extra), clock=clock, index=index)
        following = self.tokens[index] if index < len(self.tokens) else None
        said = suffix in self.pack.hour or (
            following is not None
            and following.lower in self.pack.hour
            and self.text[token.end : following.start] in (" ", "\u00a0")
        )
        clock_of = hour * 60 + minute if hour > 12 else None
        if (
            ":" in digits
            or (said and minute)
            or (said and len(digits) == 4 and digits.isdigit() and digits[0] in "012")
        ):
            return self._add(token.start, token.end, tuple(times), clock=clock_of, index=index)
        if said and digits.isdigit():
            return self._add(token.start, token.end, (*keys, *times), index=index)
        if len(digits) == 4 and digits.isdigit() and _ZONE.match(after):
            return self._add(token.start, token.end, (*times, *keys), clock=clock_of, index=index)
        return None

    # -- words -------------------------------------------------------------------------------------------------------

    def _word(self, index: int) -> int:
        token, pack = self.tokens[index], self.pack
        word = token.lower
        if word in pack.months or word in pack.weekdays:
            return self._calendar(index)
        if word in pack.month_abbreviations:
            return self._abbreviated_month(index)
        if word in pack.decades:
            return self._add(
                token.start,
                token.end,
                (("decade", pack.decades[word]), number(pack.decades[word])),
                certainty=Certainty.OPTIONAL,
                index=index + 1,
            )
        if word in pack.plural_scales:
            return self._plural_scale(index)
        if word in pack.half and (half_of := self._half_before(index)):
            return half_of
        if word in pack.fixed:
            return self._fixed(index)
        return self._cardinal(index)

    def _calendar(self, index: int) -> int:
        token, pack = self.tokens[index], self.pack
        if token.lower in pack.weekdays:
            key: Key = ("weekday", pack.weekdays[token.lower])
            return self._add(token.start, token.end, (key,), certainty=Certainty.WORD, index=index + 1)
        certainty = Certainty.WORD
        if token.lower in pack.vague_months:
            if not token.text[0].isupper():
                return index + 1
            certainty = Certainty.OPTIONAL
        elif (
            self.language == "nl"
            and token.text[0].isupper()
            and index
            and self.text[token.start - 2 : token.start] != ". "
        ):
            certainty = Certainty.OPTIONAL  # Mei, Augustus and April are also names
        return self._add(
            token.start, token.end, (("month", pack.months[token.lower]),), certainty=certainty, index=index + 1
        )

    def _abbreviated_month(self, index: int) -> int:
        token = self.tokens[index]
        beside = self.text[max(0, token.start - 3) : token.start].rstrip(" ") + self.text[token.end : token.end + 3]
        months = self.pack.month_abbreviations.keys() | self.pack.months.keys()
        ranged = any(
            self.text[min(token.end, other.end) : max(token.start, other.start)].strip() in ("-", "–")
            and other.lower in months
            for other in (*self.tokens[max(0, index - 1) : index], *self.tokens[index + 1 : index + 2])
        )
        if not ranged and not any(sign.isdigit() for sign in beside):
            return index + 1
        key: Key = ("month", self.pack.month_abbreviations[token.lower])
        return self._add(token.start, token.end, (key,), certainty=Certainty.WORD, index=index + 1)

    def _glued_day(self, token: _Token) -> bool:
        """maandagavond, Mondays."""
        for day, number_of_day in self.pack.weekdays.items():
            if token.lower.startswith(day) and token.lower[len(day) :] in self.pack.day_parts:
                self._add(token.start, token.end, (("weekday", number_of_day),), certainty=Certainty.WORD)
                return True
        return False

    def _plural_scale(self, index: int) -> int:
        """Honderden miljoenen, hundreds of millions: an unspecified number, to the power of ten."""
        token = self.tokens[index]
        power, end = self.pack.plural_scales[token.lower], token.end
        index += 1
        while index < len(self.tokens):
            step = 1 if self.tokens[index].lower != "of" else 2
            if index + step > len(self.tokens):
                break
            following = self.tokens[index + step - 1]
            further = self.pack.plural_scales.get(following.lower)
            if further is None or further < 3 or following.start - end > 4:
                break
            power, end, index = power + further, following.end, index + step
        certainty = Certainty.WORD if power >= 3 else Certainty.OPTIONAL
        return self._add(token.start, end, (("scale", power),), certainty=certainty, index=index)

    def _half_before(self, index: int) -> int | None:
        """Half a million, een half miljoen; half drie is a time in Dutch, half past two in English."""
        token = self.tokens[index]
        position = index + 1
        if position < len(self.tokens) and self.tokens[position].lower in self.pack.one:
            position += 1
        if position >= len(self.tokens):
            return None
        following = self.tokens[position]
        scale = self.pack.scales.get(following.lower)
        if scale and scale >= 1000:
            return self._add(
                token.start, following.end, (number(scale / 2),), certainty=Certainty.WORD, index=position + 1
            )
        hour = self.pack.cardinals.get(following.lower, 0) or (
            int(following.digits) if following.digits.isdigit() else 0
        )
        if self.language == "nl" and 1 <= hour <= 12 and position == index + 1:
            return self._add(
                token.start,
                following.end,
                (time_key(hour - 1, 30), number(hour)),
                certainty=Certainty.OPTIONAL,
                index=position + 1,
            )
        if self.language == "en" and following.lower == "past" and position + 1 < len(self.tokens):
            named = self.tokens[position + 1]
            hour = self.pack.cardinals.get(named.lower, 0) or (int(named.digits) if named.digits.isdigit() else 0)
            if 1 <= hour <= 12:
                return self._add(
                    token.start, named.end, (time_key(hour, 30),), certainty=Certainty.OPTIONAL, index=position + 2
                )
        return None

    def _fixed(self, index: int) -> int:
        token = self.tokens[index]
        keys, foreign, end, after = self._scaled(self.pack.fixed[token.lower], (), "", token.end, index + 1)
        certain = keys[0][0] == "n" and keys[0][1] != int(keys[0][1]) and len(keys) == 1
        certainty = Certainty.WORD if certain or after > index + 1 else Certainty.OPTIONAL
        return self._add(token.start, end, keys, foreign=foreign, certainty=certainty, index=after)

    def _cardinal(self, index: int) -> int:
        """A number in words: twee en een half miljoen, two hundred and fifty-three thousand, vijfentwintigste."""
        first, pack, start = self.tokens[index], self.pack, index
        total, current, smallest, end, counted = 0.0, 0.0, 1e20, first.end, 0
        ordinal = scaled = False
        while index < len(self.tokens) and not ordinal:
            token = self.tokens[index]
            gap = self.text[end : token.start] if counted else " "
            if gap not in (" ", "-", "\u00a0", ""):
                break
            word = token.lower
            compounded = pack.compound(word) if len(word) > 6 else None
            value = pack.cardinals.get(word) or (compounded[0] if compounded and not compounded[1] else 0)
            rank = pack.ordinals.get(word, -1) if value == 0 else -1
            if compounded and compounded[1]:
                rank = compounded[0]
            scale = pack.scales.get(word, 0) if len(word) > 2 else 0
            if counted and word in pack.joiners:
                added = self._joined(index, smallest)
                if added is None:
                    break
                current += added[0]
                index, end, counted = added[1], self.tokens[added[1] - 1].end, counted + 1
                smallest = 0
                continue
            if value and scale and counted == 0:
                value = 0  # duizend counts, and multiplies
            if value and value < smallest and (counted == 0 or smallest >= (100 if value >= 10 else 10)):
                current += value
                smallest = _step(value)
            elif rank > 0 and (counted == 0 or (rank < smallest and smallest >= 10)):
                current += rank
                ordinal = True
            elif word in pack.hundred and smallest > 1 and current < 100:
                current = (current or 1) * 100
                smallest, scaled = 100, True
            elif scale and current < scale:
                total += (current or 1) * scale
                current, smallest, scaled = 0.0, float(scale), True
            elif (
                counted == 0
                and word in pack.one
                and index + 1 < len(self.tokens)
                and self._scale(self.tokens[index + 1].lower)
            ):
                pass  # a million, een miljoen
            else:
                break
            end, index, counted = token.end, index + 1, counted + 1
        value_read = total + current
        if not counted or not value_read:
            return start + 1
        return self._add_worded(first, value_read, end, index, ordinal=ordinal, scaled=scaled)

    def _joined(self, index: int, smallest: float) -> tuple[float, int] | None:
        """What `and` or `en` adds: a half (two and a half), or the rest after a hundred (two hundred and fifty)."""
        rest = self.tokens[index + 1 : index + 3]
        if rest and rest[0].lower in self.pack.half:
            return 0.5, index + 2
        if len(rest) == 2 and rest[0].lower in self.pack.one and rest[1].lower in self.pack.half:
            return 0.5, index + 3
        if smallest >= 100 and rest and self.language == "en":
            value = self.pack.cardinals.get(rest[0].lower, 0)
            if not value:
                return None
            if value >= 20 and len(rest) == 2 and self.text[rest[0].end : rest[1].start] in ("-", " "):
                unit = self.pack.cardinals.get(rest[1].lower, 0)
                if 0 < unit < 10:
                    return value + unit, index + 3
            return value, index + 2
        return None

    def _add_worded(self, first: _Token, value: float, end: int, index: int, *, ordinal: bool, scaled: bool) -> int:
        keys: tuple[Key, ...] = (number(value),)
        if ordinal and value > 2:
            keys += (number(1 / value),)
        before = self.tokens[self.tokens.index(first) - 1].lower if first.start else ""
        if before in self.pack.decade_before and value in range(10, 100, 10):
            return self._add(first.start, end, _decade(int(value)), certainty=Certainty.WORD, index=index)
        following = self.tokens[index].lower if index < len(self.tokens) else ""
        if before == "op" and following == "na":
            keys += (number(value + 1),)  # op drie na de grootste: the fourth largest
        if following == "dozen":
            keys, end, index = (number(value * 12), ("scale", 1)), self.tokens[index].end, index + 1
            return self._add(first.start, end, keys, certainty=Certainty.OPTIONAL, index=index)
        if following in self.pack.hour and value <= 12:
            keys += (time_key(int(value), 0),)
        certainty = Certainty.WORD if value > 2 and not (ordinal and value <= 3) else Certainty.OPTIONAL
        unit, end = self._unit(first.start, end, index)
        return self._add(first.start, end, keys, certainty=certainty, unit=unit, index=index)

    # -- units and the result ----------------------------------------------------------------------------------------

    def _unit(self, start: int, end: int, index: int) -> tuple[str, int]:
        """The unit beside a number, and where the number ends with it (the sign of per cent belongs to it)."""
        symbol = self.text[max(0, start - 2) : start].strip(" \u00a0")[-1:]
        if symbol in CURRENCY_SYMBOLS:
            return CURRENCY_SYMBOLS[symbol], end
        after = self.text[end : end + 2].lstrip(" \u00a0\u202f")
        if after[:1] == "%":
            return "%", self.text.index("%", end) + 1
        if after[:1] in CURRENCY_SYMBOLS:
            return CURRENCY_SYMBOLS[after[0]], end
        if index < len(self.tokens):
            word = self.tokens[index].lower
            if word in self.pack.percent:
                return "%", self.tokens[index].end
            if word == "per" and index + 1 < len(self.tokens) and self.tokens[index + 1].lower == "cent":
                return "%", self.tokens[index + 1].end
            for candidate in self.tokens[index : index + 2]:
                if candidate.lower in CURRENCY_WORDS:
                    return CURRENCY_WORDS[candidate.lower], end
        return "", end

    def _add(
        self,
        start: int,
        end: int,
        keys: tuple[Key, ...],
        *,
        foreign: tuple[Key, ...] = (),
        certainty: Certainty = Certainty.DIGITS,
        unit: str = "",
        clock: int | None = None,
        index: int = 0,
    ) -> int:
        self.found.append(Quantity(start, end, self.text[start:end], keys, foreign, certainty, unit, clock))
        return index


def _step(value: float) -> float:
    """What a number word leaves room for: after twenty a unit, after a hundred anything below it."""
    if value < 10:
        return 0
    if value < 20:
        return 1
    if value < 100:
        return 10 if value % 10 == 0 else 1
    return 100 if value % 100 == 0 else 1


def _decade(year: int) -> tuple[Key, ...]:
    """The readings of a decade: 1930s is the thirties, 1930, and the 20th century's."""
    keys: tuple[Key, ...] = (("decade", year % 100), number(year))
    return keys if year < 100 else (*keys, number(year // 100 + 1))


def _dutch_clock(hour: int, minute: int, part: str) -> int:
    """The minute of the day of `5 uur 's middags`."""
    if (part in ("middags", "avonds") and hour < 12) or (part == "nachts" and 9 <= hour < 12):
        hour += 12
    elif part == "nachts" and hour == 12:
        hour = 0
    return hour * 60 + minute


_INTEREST: dict[str, frozenset[str]] = {}


def _words_of_interest(language: str) -> frozenset[str]:
    """Every word at which a quantity may begin."""
    if language not in _INTEREST:
        pack = LANGUAGES[language]
        _INTEREST[language] = frozenset().union(
            pack.cardinals, pack.ordinals, pack.hundred, pack.scales, pack.plural_scales, pack.one, pack.half,
            pack.fixed, pack.decades, pack.months, pack.month_abbreviations, pack.weekdays,
        ) - {"m", "k", "mn", "tn"}  # fmt: skip
    return _INTEREST[language]
