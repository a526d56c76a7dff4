"""A text cut into the tokens that numbers are made of, and what has been found in it so far."""

from __future__ import annotations

import re
from typing import NamedTuple

from translate_kit.qa.numbers.language import CURRENCY_SYMBOLS, CURRENCY_WORDS, NumberLanguage
from translate_kit.qa.numbers.quantity import Certainty, Key, Quantity

SPACES = (" ", "\u00a0", "\u202f")
_TOKEN = re.compile(
    r"(?P<digits>\d+(?:[.,:\u00a0\u202f\u2009]\d+)*)(?P<vulgar>[½¼¾⅓⅔⅛]?)(?P<suffix>[^\W\d_][²³\w]*|°[CF]\b)?"
    r"|(?P<only>[½¼¾⅓⅔⅛])"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)(?P<code>\d\w*)?"
)


class Token(NamedTuple):
    """A word, or a run of digits with the marks inside it.

    Attributes:
        text: as it stands in the text.
        start: where it begins.
        end: one past its last character.
        lower: a word in lower case without a possessive, empty for digits and for codes (KV62).
        digits: the digits and marks (1.234,5), empty for a word.
        vulgar: a fraction sign after the digits or by itself (2½).
        suffix: the letters glued to the digits (16e, 90kg).
    """

    text: str
    start: int
    end: int
    lower: str
    digits: str
    vulgar: str
    suffix: str


class Line:
    """One text with its tokens; the readers append to `found`."""

    __slots__ = ("found", "language", "pack", "text", "tokens")

    def __init__(self, text: str, pack: NumberLanguage, language: str) -> None:
        self.text, self.pack, self.language = text, pack, language
        self.found: list[Quantity] = []
        self.tokens: list[Token] = []
        end = 0
        # As `text.words` does it: a match object for each word of each text would take twice the time.
        for digits, vulgar, suffix, only, word, code in _TOKEN.findall(text):
            found = digits + vulgar + suffix + only + word + code
            start = text.find(found, end)
            end = start + len(found)
            lower = "" if code or not word else _plain(word)
            self.tokens.append(_new(Token, (found, start, end, lower, digits, vulgar or only, suffix)))

    def word(self, index: int) -> str:
        """The word at `index` in lower case, empty where there is none."""
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def before(self, index: int, count: int) -> str:
        """The last `count` characters before a token."""
        start = self.tokens[index].start
        return self.text[max(0, start - count) : start]

    def hour(self, index: int) -> int:
        """The hour of a twelve-hour clock that stands at `index` in words or digits, 0 for none."""
        if not 0 <= index < len(self.tokens):
            return 0
        token = self.tokens[index]
        value = self.pack.cardinals.get(token.lower, 0) or (int(token.digits) if _HOUR.fullmatch(token.digits) else 0)
        return value if 1 <= value <= 12 else 0

    def scale(self, word: str) -> int:
        """What a word multiplies by, 0 for nothing."""
        return self.pack.scales.get(word, 100 if word in self.pack.hundred else 0)

    def in_context(self, keys: tuple[Key, ...], index: int) -> tuple[Key, ...]:
        """The readings of a number with those that the Dutch word after it adds.

        `Drie ton` is three tons, or 300,000 euros; `anderhalf jaar` is also eighteen months.

        Args:
            keys: its readings.
            index: of the first token after it.
        """
        if self.language != "nl":
            return keys
        word = self.word(index)
        if word == "ton":
            return keys + tuple((kind, round(value * 100_000)) for kind, value in keys if kind == "n")
        if word == "jaar":
            return keys + tuple((kind, round(value * 12)) for kind, value in keys if kind == "n" and value % 1 == 0.5)
        return keys

    def unit(self, start: int, end: int, index: int) -> tuple[str, int]:
        """The unit beside a number, and where the number ends with it (per cent belongs to it, a currency does not).

        Args:
            start: where the number begins.
            end: one past its last character.
            index: of the first token after it.
        """
        symbol = self.text[max(0, start - 2) : start].strip(" \u00a0")[-1:]
        if symbol in CURRENCY_SYMBOLS:
            return CURRENCY_SYMBOLS[symbol], end
        after = self.text[end : end + 2].lstrip(" \u00a0\u202f")
        if after[:1] == "%":
            return "%", self.text.index("%", end) + 1
        if after[:1] in CURRENCY_SYMBOLS:
            return CURRENCY_SYMBOLS[after[0]], end
        word = self.word(index)
        if word in self.pack.percent:
            return "%", self.tokens[index].end
        if word == "per" and self.word(index + 1) == "cent":
            return "%", self.tokens[index + 1].end
        for candidate in (word, self.word(index + 1)):
            if candidate in CURRENCY_WORDS:
                return CURRENCY_WORDS[candidate], end
        return "", end

    def add(
        self,
        start: int,
        end: int,
        keys: tuple[Key, ...],
        index: int,
        *,
        foreign: tuple[Key, ...] = (),
        certainty: Certainty = Certainty.DIGITS,
        unit: str = "",
        clock: int | None = None,
    ) -> int:
        """Keep a quantity; returns `index`, of the token to go on with."""
        self.found.append(Quantity(start, end, self.text[start:end], keys, foreign, certainty, unit, clock))
        return index


_HOUR = re.compile(r"\d{1,2}")


def _plain(text: str) -> str:
    """A word in lower case, without an English possessive: July's, Monday’s."""
    lower = text.lower()
    return lower[:-2] if lower.endswith(("'s", "’s")) else lower


_new = tuple.__new__


def decade(year: int) -> tuple[Key, ...]:
    """The readings of a decade: 1930s is the thirties, 1930, and the 20th century's."""
    from translate_kit.qa.numbers.notation import number

    keys: tuple[Key, ...] = (("decade", year % 100), number(year))
    return keys if year < 100 else (*keys, number(year // 100 + 1))
