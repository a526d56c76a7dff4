"""What may stand in a translation instead of a repeated term: a pronoun, a last word that terms share, or nothing.

None is an error. A target that says a term once and then *it* is good English, and so are *labour and penal camps* and
*more refugees here than there are there*.
"""

from __future__ import annotations

from collections.abc import Iterable

from glossary.language import Language
from glossary.words import fold, tokens

_MAX_SHARED_GAP = 6
"""Words that may stand between the first words of a term and the last one that it shares: labour, re-education and …"""


def spare_pronoun(
    source: str, target: str, start: int, source_language: Language, target_language: Language
) -> tuple[int, int] | None:
    """The first pronoun of the target behind a place, when the target has more pronouns than the source.

    *De leider sprak met zijn moeder* has a pronoun of its own, so the *his* of its translation stands for no term.

    Args:
        source: the source text.
        target: the target text.
        start: where to look from; what stands for a term comes after it.
        source_language: pack of the source.
        target_language: pack of the target.

    Returns:
        First character and one past the last, or None.
    """
    places = _pronouns(target, target_language)
    behind = [place for place in places if place[0] >= start]
    if not behind or len(places) <= len(_pronouns(source, source_language)):
        return None
    return behind[0]


def _pronouns(text: str, language: Language) -> list[tuple[int, int]]:
    return [(start, end) for start, end, raw in tokens(text) if fold(raw) in language.pronouns]


def left_out(target: str, start: int, language: Language) -> tuple[int, int] | None:
    """Where a target compares without saying the term again, behind a place: *more refugees than there are …*.

    Args:
        target: the target text.
        start: where to look from.
        language: its pack.

    Returns:
        First character and one past the last, or None.
    """
    found = language.left_out.search(target, start) if language.left_out is not None else None
    return None if found is None else found.span()


def shared_head(terms: Iterable[str], target: str, language: Language) -> tuple[int, int] | None:
    """Where a target has the first words of a term, and the last one further on: *labour* and penal *camps*.

    Args:
        terms: the allowed targets; those of one word share nothing.
        target: the target text.
        language: its pack.

    Returns:
        From the first word of the first such term to the shared one, or None.
    """
    words = [(start, end, language.spell(fold(raw) or raw)) for start, end, raw in tokens(target)]
    if language.coordinators.isdisjoint(folded for _, _, folded in words):
        return None
    return next((place for term in terms if (place := _shared(term, words, language))), None)


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
