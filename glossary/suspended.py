"""Words whose part is said once for two: *werk- en strafkampen*, *Noord- en Zuid-Korea*, *mensensmokkel en -handel*."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from glossary.language import Language
from glossary.words import fold

HYPHENS = "-‐‑"
_MAX_WORDS = 8
"""Words and marks between a hyphen and the word that has the other part: werk-, straf- en heropvoedingskampen."""
_SHORTEST = 3
_LONGEST = 64
"""A longer word is no compound, and there is no sense in cutting it at every letter."""

Token = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Whole:
    """A word written in full that a shortened one may stand for.

    Attributes:
        start: first character of the shortened word in the text, its hyphen included.
        end: one past the last.
        path: the folded word; two with a space where the other word has a hyphen there.
    """

    start: int
    end: int
    path: str


def wholes(text: str, found: list[Token], place: int, language: Language) -> Iterator[Whole]:
    """What a hyphen that stands loose on one side may stand for.

    Args:
        text: the text.
        found: its words and marks.
        place: number of the hyphen among them.
        language: of the text.
    """
    start, end, _ = found[place]
    if place and found[place - 1][1] == start and found[place - 1][2][-1].isalnum():
        first = _folded(found[place - 1], language)
        for path in _behind(text, found, place + 1, first, language):
            yield Whole(found[place - 1][0], end, path)
    elif place + 1 < len(found) and found[place + 1][0] == end and found[place + 1][2][0].isalnum():
        last = _folded(found[place + 1], language)
        if len(last) >= _SHORTEST:
            for path in _before(found, place, last, language):
                yield Whole(start, found[place + 1][1], path)


def is_suspended(text: str, end: int, language: Language) -> bool:
    """Whether a word that ends at a place goes on in a later one: *kerk- en schoolgebouwen*."""
    if text[end : end + 1] not in tuple(HYPHENS):
        return False
    following = text[end + 1 : end + 12]
    first = following.split(maxsplit=1)
    return following[:1] == "," or (following[:1].isspace() and bool(first) and first[0] in language.coordinators)


def _folded(token: Token, language: Language) -> str:
    return language.spell(fold(token[2]) or token[2])


def _behind(text: str, found: list[Token], place: int, first: str, language: Language) -> Iterator[str]:
    """Full words for a first part, out of the word that ends the enumeration."""
    linked = False
    for later in range(place, min(place + _MAX_WORDS, len(found))):
        _, stop, raw = found[later]
        following = found[later + 1] if later + 1 < len(found) else None
        if raw.lower() in language.coordinators or raw in (",", "/"):
            linked = True
            continue
        if raw in HYPHENS or raw.lower() in language.leading:
            continue
        if not raw[0].isalpha() or not linked:
            return
        joined = following is not None and text[stop : following[0]] in HYPHENS and following[0] > stop
        if following is not None and following[2] in HYPHENS and following[0] == stop:
            # Another shortened word.
            continue
        if joined and following is not None:
            yield f"{first} {_folded(following, language)}"
            return
        word = _folded(found[later], language)[: _LONGEST + 1]
        if max(len(word), len(first)) > _LONGEST:
            return
        for cut in range(_SHORTEST, len(word) - _SHORTEST + 1):
            if language.is_part(word[cut:], first=False):
                yield first + word[cut:]
        return


def _before(found: list[Token], place: int, last: str, language: Language) -> Iterator[str]:
    """Full words for a last part, out of the word before *en*."""
    if place < 2 or found[place - 1][2].lower() not in language.coordinators or not found[place - 2][2][0].isalpha():
        return
    word = _folded(found[place - 2], language)[: _LONGEST + 1]
    if max(len(word), len(last)) > _LONGEST:
        return
    for cut in range(_SHORTEST, len(word) - _SHORTEST + 1):
        if language.is_part(word[cut:], first=False):
            yield word[:cut] + last
