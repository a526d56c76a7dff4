"""Tell a Dutch word from an English one."""

from __future__ import annotations

import re
from functools import lru_cache

from translate_kit.qa.check import Pair
from translate_kit.qa.checks.quotes import marks

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

_SHARED = frozenset(
    {
        "advocaat",
        "apparatchik",
        "bitterballen",
        "codec",
        "codecs",
        "debutant",
        "debutants",
        "intercity",
        "kaftan",
        "kaftans",
        "stamppot",
    }
)
"""Words that English has too and the dictionary lacks."""

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
        dutch = lower in FUNCTION_WORDS or (len(lower) > 4 and is_dutch(lower))
        if dutch and not _set_apart(pair.target_text, word.start, word.end) and not _in_name(pair, number):
            found.append(number)
    if found:
        quoted = _quoted(pair)
        found = [n for n in found if not any(a <= pair.target_words[n].start < b for a, b in quoted)]
    if found and pair.verdicts:
        allowed = [(v.start, v.end or 0) for v in pair.verdicts if v.kind == "ok" and v.start is not None]
        found = [
            number
            for number in found
            if not any(start <= pair.target_words[number].start < end for start, end in allowed)
        ]
    return found


def _set_apart(text: str, start: int, end: int) -> bool:
    """Whether a word stands in italics, quotation marks or brackets by itself, or is half of a compound."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if (before == "-" and text[: start - 1][-1:].isalnum()) or (after == "-" and text[end + 1 : end + 2].isalnum()):
        return True
    return before != "" and before in "*_‘“'\"([" and after != "" and after in "*_’”'\")]"


def _in_name(pair: Pair, number: int) -> bool:
    """Whether a preposition stands between two capitalised words, as in Wijk bij Duurstede."""
    if pair.target_words[number].lower not in FUNCTION_WORDS:
        return False
    around = pair.target_words[max(0, number - 1) : number] + pair.target_words[number + 1 : number + 2]
    return len(around) == 2 and all(word.text[0].isupper() for word in around)


def _quoted(pair: Pair) -> list[tuple[int, int]]:
    """The quotations of the target that the source has in the same words: titles, which may stay Dutch."""
    opened: list[int] = []
    places = []
    for mark in marks(pair.target_text):
        if mark.opens:
            opened.append(mark.end)
        elif opened:
            start = opened.pop()
            if pair.target[start : mark.start] in pair.source:
                places.append((start, mark.start))
    return places + [match.span() for match in _ITALICS.finditer(pair.target_text) if match[0] in pair.source]


_ITALICS = re.compile(r"(?<![\w*])\*[^*\n]+\*(?![\w*])|(?<!\w)_[^_\n]+_(?!\w)")


@lru_cache(maxsize=16384)
def is_dutch(word: str) -> bool:
    """Whether a word of both texts is Dutch and not English, by dictionaries and, failing these, by its shape."""
    import simplemma

    if word in _SHARED:
        return False
    if simplemma.is_known(word, lang="en") or simplemma.is_known(word.removesuffix("s"), lang="en"):
        return False
    return simplemma.is_known(word, lang="nl") or _SHAPE.search(word) is not None
