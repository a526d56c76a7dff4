"""Tell Dutch from English by their function words: enough to find a segment that stands in the wrong column."""

from __future__ import annotations

import re
from collections.abc import Iterable

_DUTCH = """
    aan al als altijd andere bij daar dan dat de deze dit doen een en er geen geweest haar heb hebben heeft het hij
    hoe hun ik jaar je kan kon kunnen maar meer met mijn mij moet moeten na naar niet niets nog nu omdat onder ons
    ook op te tegen tot tussen uit uw van veel volgens voor waar waren wat werd werden wie wij wil worden wordt zal
    ze zich zij zijn zo zonder zou zouden
"""
_ENGLISH = """
    a about after all also an and any are as be because been before being between both but by can could did does
    down every for from has have he her his how i if into it its just like many more most must my no not on only or
    other our she should since some such than that the their them then there these they this those through to under
    until up what when where which while who will with would you your
"""
FUNCTION_WORDS = {"nl": frozenset(_DUTCH.split()), "en": frozenset(_ENGLISH.split())}
"""Words without which a sentence of some length hardly gets by; those of both languages (in, is, of, was) left out."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
LEAST = 3
"""So many function words of another language at least; a name or a title alone has fewer."""


def function_words(text: str) -> dict[str, list[str]]:
    """The function words of each known language in a text, in order."""
    words = [word.lower() for word in _WORD.findall(text)]
    return {language: [word for word in words if word in known] for language, known in FUNCTION_WORDS.items()}


def other_language(text: str, language: str) -> tuple[str, list[str]] | None:
    """The language that a text is in when it is surely not the one that it should be in.

    Args:
        text: a segment.
        language: what it should be in, without region; only known ones are judged.

    Returns:
        The other language and its function words in the text; None when the text is all right or cannot be judged.
    """
    if language not in FUNCTION_WORDS:
        return None
    found = function_words(text)
    own = len(found.pop(language))
    other = max(found, key=lambda known: len(found[known]))
    words = found[other]
    if len(words) >= LEAST and len(words) > 3 * own and len(set(words)) > 1:
        return other, words
    return None


def known_languages() -> Iterable[str]:
    """The languages that can be judged."""
    return FUNCTION_WORDS
