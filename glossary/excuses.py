"""What may stand in a translation instead of a repeated term: a pronoun, a last word that terms share, or nothing.

None is an error. A target that says a term once and then *it* is good English, and so are *labour and penal camps* and
*more refugees here than there are there*.
"""

from __future__ import annotations

from functools import cached_property

from glossary.language import Language
from glossary.words import fold, tokens

_MAX_SHARED_GAP = 6
"""Words that may stand between the first words of a term and the last one that it shares: labour, re-education and …"""


class Excuses:
    """What stands in one target instead of a term; what it takes is worked out once, for all terms of the segment.

    Args:
        source: the source text.
        target: the target text.
        source_language: pack of the source.
        target_language: pack of the target.
    """

    def __init__(self, source: str, target: str, source_language: Language, target_language: Language) -> None:
        self._source, self._target = source, target
        self._source_language, self._language = source_language, target_language
        self._heads: dict[tuple[str, ...], tuple[int, int] | None] = {}

    @cached_property
    def _pronouns(self) -> list[tuple[int, int]]:
        """The pronouns of the target, if there are more than in the source."""
        places = _pronouns(self._target, self._language)
        return places if len(places) > len(_pronouns(self._source, self._source_language)) else []

    @cached_property
    def _words(self) -> list[tuple[int, int, str]]:
        """The words of the target, folded, if anything in it links two of a kind."""
        spell = self._language.spell
        words = [(start, end, spell(fold(raw) or raw)) for start, end, raw in tokens(self._target)]
        return [] if self._language.coordinators.isdisjoint(folded for _, _, folded in words) else words

    def pronoun(self, start: int) -> tuple[int, int] | None:
        """The first pronoun behind a place, when the target has more pronouns than the source.

        *De leider sprak met zijn moeder* has a pronoun of its own, so the *his* of its translation stands for no term.

        Args:
            start: where to look from; what stands for a term comes after it.

        Returns:
            First character and one past the last, or None.
        """
        return next((place for place in self._pronouns if place[0] >= start), None)

    def left_out(self, start: int) -> tuple[int, int] | None:
        """Where the target compares without saying the term again, behind a place: *more refugees than there are …*."""
        pattern = self._language.left_out
        found = pattern.search(self._target, start) if pattern is not None else None
        return None if found is None else found.span()

    def shared_head(self, terms: tuple[str, ...]) -> tuple[int, int] | None:
        """Where the target has the first words of a term, and the last one further on: *labour* and penal *camps*.

        Args:
            terms: the allowed targets; those of one word share nothing.

        Returns:
            From the first word of the first such term to the shared one, or None.
        """
        if terms not in self._heads:
            places = (_shared(term, self._words, self._language) for term in terms if self._words)
            self._heads[terms] = next((place for place in places if place), None)
        return self._heads[terms]


def _pronouns(text: str, language: Language) -> list[tuple[int, int]]:
    return [(start, end) for start, end, raw in tokens(text) if fold(raw) in language.pronouns]


def _shared(term: str, words: list[tuple[int, int, str]], language: Language) -> tuple[int, int] | None:
    *front, head = [language.spell(fold(raw) or raw) for _, _, raw in tokens(term)] or [""]
    if not front:
        return None
    folded = [word for _, _, word in words]
    heads = language.forms(head, "noun")
    for place in range(len(words) - len(front)):
        after = place + len(front)
        if folded[place:after] != front or folded[after] not in (*language.coordinators, ","):
            continue
        within = folded[after : after + _MAX_SHARED_GAP + 1]
        for offset, word in enumerate(within):
            if word in ".;:!?":
                break
            if word in heads and any(one in language.coordinators for one in within[:offset]):
                return words[place][0], words[after + offset][1]
    return None
