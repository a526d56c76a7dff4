"""Read the quantities of a text, left to right, each with all its readings."""

from __future__ import annotations

import dataclasses
import re
from functools import lru_cache
from itertools import pairwise

from translate_kit.qa.numbers import figures, worded
from translate_kit.qa.numbers.en import EN
from translate_kit.qa.numbers.line import Line
from translate_kit.qa.numbers.nl import NL
from translate_kit.qa.numbers.notation import number
from translate_kit.qa.numbers.quantity import Quantity

LANGUAGES = {"nl": NL, "en": EN}
"""The languages whose number words are known; of others only the digits are read, in English notation."""

_LONGEST_PLAIN = 8
"""A word with more letters may be a compound number (honderdtwintig)."""


def read(text: str, language: str) -> list[Quantity]:
    """The quantities of `text`, in order.

    Args:
        text: running text; mark-up and addresses are best blanked out before.
        language: BCP 47; the number words of `nl` and `en` are known.
    """
    primary = language.replace("_", "-").partition("-")[0].lower()
    pack = LANGUAGES.get(primary)
    line = Line(text, pack or EN, primary)
    beginnings = _beginnings(primary) if pack is not None else frozenset()
    date_starts = figures.dates(text)
    index = 0
    while index < len(line.tokens):
        token = line.tokens[index]
        if token.digits or token.vulgar:
            index = figures.read(line, index, date_starts)
        elif token.lower in beginnings:
            index = worded.read(line, index)
        else:
            if pack is not None and len(token.lower) > 5:
                if len(token.lower) > _LONGEST_PLAIN and pack.compound(token.lower):
                    index = worded.read(line, index)
                    continue
                worded.glued(line, index)
            index += 1
    return _ranges(line)


def _ranges(line: Line) -> list[Quantity]:
    """Give the first number of a range the scale of the second too: twee tot drie miljoen is two million to three."""
    found = line.found
    for place, (first, second) in enumerate(pairwise(found)):
        if line.text[first.end : second.start].strip() not in _BETWEEN or first.kind != "n" or second.kind != "n":
            continue
        scale = line.scale(_LAST_WORD.sub("", second.text).lower())
        if scale >= 1000 and first.value < 1000:
            scaled = tuple(number(value * scale) for kind, value in first.keys if kind == "n")
            found[place] = dataclasses.replace(first, keys=first.keys + scaled)
    return found


_BETWEEN = frozenset({"-", "–", "à", "tot", "of", "to", "or", "en", "and"})
_LAST_WORD = re.compile(r"^.*[\s\d]")


@lru_cache(maxsize=8)
def _beginnings(language: str) -> frozenset[str]:
    """Every word at which a quantity may begin; `five k` does not begin with its k."""
    pack = LANGUAGES[language]
    return frozenset().union(
        pack.cardinals,
        pack.ordinals,
        pack.hundred,
        pack.scales,
        pack.plural_scales,
        pack.one,
        pack.half,
        pack.fixed,
        pack.decades,
        pack.months,
        pack.month_abbreviations,
        pack.weekdays,
    ) - {"m", "k", "mn", "tn"}
