"""Tell a Dutch word from an English one."""

from __future__ import annotations

import re
from functools import lru_cache

from translate_kit.qa.check import Pair

_FUNCTION_WORDS = """
    aan achter alleen als altijd ander andere anderen beide bent bij daar daarom dat deze dezelfde dit doen doet
    doch echter een één eerst eigen enkele ergens gaan gaat geen geweest geworden haar hadden hebben heeft het hij hoe
    hun iedereen iemand iets ik jij jullie kan kon konden kunnen maar meer mensen mijn misschien moest moesten
    moet moeten mogen naar naast niet niets niemand nog nooit ondanks onder ons onze ook opnieuw reeds sinds
    slechts steeds tegen terug terwijl toch toen totdat tussen uit vaak vanaf vanuit veel volgens voor vooral voordat
    waar waarbij waardoor waarin waarmee waarop waarvan wanneer waren weer weinig wel welke werd werden wie wij wilde
    wilden worden wordt zal zei zeer zich zichzelf zij zijn zo zoals zodat zonder zou zouden zowel zullen
    """
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Words that Dutch sentences are full of and English ones lack. What both languages spell alike (in, is, of, over, die,
door, met, men, want, was, we, van in names, en in French) is left out."""

_SHAPE = re.compile(
    r"ij|aa|uu|[^aeo]ui[^n]|oe[dfgklmnprst]|sch|kk|eeuw|ieuw|ouw|heid$|heden$|lijke?$|schap$|baar$|tie$|ties$|isme$|"
    r"isch$|ische$|eren$|ingen$|aren$|sten$|ende$|loze?$|achtige?$"
)
"""Spellings that are common in Dutch and rare in English; for words that no dictionary knows (compounds)."""


def left_in_english(pair: Pair) -> list[int]:
    """Which words of the target (by number) are Dutch ones out of the source.

    Only lower-case words count: names stay as they are. Words that a glossary term allows in the target, and words in
    italics or quotation marks, are the author's choice.
    """
    found = []
    vocabulary = pair.source_vocabulary
    for number, word in enumerate(pair.target_words):
        lower = word.lower
        if lower not in vocabulary or word.text != lower:
            continue
        if lower in FUNCTION_WORDS or (len(lower) > 4 and _dutch(lower)):
            if _set_apart(pair.target_text, word.start, word.end):
                continue
            found.append(number)
    if found and pair.verdicts:
        allowed = [(v.start, v.end or 0) for v in pair.verdicts if v.kind == "ok" and v.start is not None]
        found = [
            number
            for number in found
            if not any(start <= pair.target_words[number].start < end for start, end in allowed)
        ]
    return found


def _set_apart(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return before != "" and before in "*_‘“'\"([" and after != "" and after in "*_’”'\")]"


@lru_cache(maxsize=16384)
def _dutch(word: str) -> bool:
    """Whether a word of both texts is Dutch and not English, by dictionaries and, failing these, by its shape."""
    import simplemma

    if simplemma.is_known(word, lang="en"):
        return False
    return simplemma.is_known(word, lang="nl") or _SHAPE.search(word) is not None
