"""Words and characters of a segment, counted by one documented rule (see `docs/reference/rate-card.md`).

Word boundaries are those of Unicode Standard Annex #29, which GMX-V 1.0 (LISA 2007) takes its words from, with three
differences in which the trade's tools agree with each other: a hyphen inside a word does not break it (unless it is
asked to), a number, date or time without blanks is one word, and mark-up, placeholders and entities are no words,
whereas an address is one.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Hyphens = Literal["join", "split"]

_ADDRESS = r"(?:https?://|ftp://|www\.)[^\s<>\"”“‘’)\]}]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_NUMBER = r"\d+(?:[.,:/]\d+)*"
_LETTERS = r"[^\W_]+"
_JOINED = rf"(?:{_NUMBER}|{_LETTERS})(?:(?:{{joiners}})(?:{_NUMBER}|{_LETTERS})|_+{_LETTERS}|(?<=\d){_LETTERS})*"
# Apostrophes and middle dots join letters in UAX #29 (MidLetter, MidNumLet), full stops letters and digits.
_INSIDE = "['’ʼ·.\N{SOFT HYPHEN}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}]"
_HYPHENS = "[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]"
_WORDS: dict[str, re.Pattern[str]] = {
    "join": re.compile(f"{_ADDRESS}|{_JOINED.format(joiners=f'{_INSIDE}|{_HYPHENS}')}", re.IGNORECASE),
    "split": re.compile(f"{_ADDRESS}|{_JOINED.format(joiners=_INSIDE)}", re.IGNORECASE),
}
_TAG = r"</?[A-Za-z][^<>]*>"
_MARKUP = re.compile(
    rf"{_TAG}|\{{\{{[^{{}}]*\}}\}}|\$\{{[\w.]+\}}|\{{[\w.]*(?:![rsa])?(?::[^{{}}\s]*)?\}}"
    r"|(?<![\d%])%(?:\(\w+\))?(?:\d+\$)?[-+0#]*(?:\d+|\*)?(?:\.\d+)?(?:hh|h|ll|l|L|z|j|t)?[sdiufFeEgGxXocr](?![A-Za-z])"
    r"|&(?:[A-Za-z]\w*|#\d+|#[xX][0-9A-Fa-f]+);"
)
_TAGS = re.compile(_TAG)
_LETTER = re.compile(r"[^\W\d_]")
_SPACE = re.compile(r"\s")


class Volume(NamedTuple):
    """How much text there is.

    Attributes:
        segments: how many.
        words: by the rule of this module.
        characters: white space included, tags not.
        characters_without_spaces: the same without white space.
    """

    segments: int = 0
    words: int = 0
    characters: int = 0
    characters_without_spaces: int = 0

    def plus(self, other: Volume) -> Volume:
        """Both together."""
        return Volume(*(one + more for one, more in zip(self, other, strict=True)))


def words_of(text: str, *, hyphens: Hyphens = "join") -> list[str]:
    """The words of a text, in order.

    Args:
        text: of a segment, mark-up included.
        hyphens: `join`: *Noord-Korea* is one word; `split`: two, as UAX #29 by itself has it.
    """
    if any(sign in text for sign in "<{%&$"):
        text = _MARKUP.sub(lambda match: " " if match[0].startswith("&") else "", text)
    return [match[0] for match in _WORDS[hyphens].finditer(text)]


def count(text: str, *, hyphens: Hyphens = "join") -> Volume:
    """How much text a segment is."""
    bare = _TAGS.sub("", text) if "<" in text else text
    spaces = len(_SPACE.findall(bare))
    return Volume(1, len(words_of(text, hyphens=hyphens)), len(bare), len(bare) - spaces)


def numbers_only(text: str) -> bool:
    """Whether there is something in a text, but no letter outside its mark-up: nothing of it has to be translated."""
    return bool(text.strip()) and not _LETTER.search(_MARKUP.sub("", text))
