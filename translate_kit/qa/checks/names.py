"""Names that changed on their way into the translation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from translate_kit.data import Finding, Severity
from translate_kit.qa.check import Check, Example, Pair
from translate_kit.qa.checks.common_words import COMMON_WORDS
from translate_kit.qa.text import Word

_FOLDS = (
    ("tsj", "ch"), ("sjtsj", "shch"), ("dzj", "j"), ("sj", "sh"), ("zj", "zh"), ("dj", "j"), ("oe", "u"), ("ij", "y"),
    ("ie", "i"), ("ee", "e"), ("oo", "o"), ("aa", "a"), ("uu", "u"), ("ou", "u"), ("ck", "k"), ("ph", "f"),
    ("kh", "ch"), ("gh", "g"), ("th", "t"), ("qu", "k"), ("x", "ks"), ("c", "k"), ("q", "k"), ("y", "i"), ("j", "i"),
    ("w", "v"), ("z", "s"), ("ov", "ev"), ("h", ""),
)  # fmt: skip
"""How Dutch and English spell the same sounds of foreign names (Poetin, Putin; Chroesjtsjov, Khrushchev)."""
_ENDINGS = re.compile(r"(?:['’]s?|['’]?s|ers?|se|es?|en|ns|ans?|ian|ese|n|a|ia)$")
_POSSESSIVE = re.compile(r"(?:['’]s?|s)$")
_COUNTRY = re.compile(r"(?:ie[rn]?s?|ians?|ia|ij[en]|isch|ische|ic|in)$")
_SPELT_OTHERWISE = (
    "ardennen argentinië aristoteles athene belgrado brazilië cambodja carthago castilië catharina genua himalaya "
    "groenlander ierland jordanië libanon lissabon londen malediven mattheüs milaan napels"
)
_EXONYMS = frozenset(_SPELT_OTHERWISE.split())
"""Names that no dictionary has and that English spells its own way, beyond what the sounds explain."""
_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True, kw_only=True)
class Names(Check):
    """Myers who became Meyers."""

    id: ClassVar[str] = "names"
    name: ClassVar[str] = "Names"
    description: ClassVar[str] = (
        "A name of the source is not in the translation, and a word that is nearly the same is: a letter was lost, "
        "added or changed. Spellings that English has of its own (Poetin, Putin; Parijs, Paris) do not count. Another "
        "name altogether where the source has one is a note."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("De historicus Myers schreef het boek.", "The historian Meyers wrote the book."),
        Example("Volgens Natsios stierven er velen.", "According to Nastios many died."),
        Example("Zij sprak met Hyeonseo Lee.", "She spoke to Hyeonso Lee."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("De Rus Poetin was in Parijs.", "The Russian Putin was in Paris."),
        Example("In Noord-Korea en Amerika.", "In North Korea and America."),
        Example("Volgens Gorbatsjovs adviseur.", "According to Gorbachev’s adviser."),
    )

    at_least_letters: int = 4

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Pair the names that only one side has, when they are nearly the same."""
        new = _orphans(pair.target_words, pair.target_text, pair.source_vocabulary, self.at_least_letters)
        if not new:
            return
        names = _orphans(pair.source_words, pair.source_text, frozenset(), self.at_least_letters)
        lost = _orphans(pair.source_words, pair.source_text, pair.target_vocabulary, self.at_least_letters)
        for other in new:
            # the name may stand right elsewhere in the translation; then what is nearly the same must be no word at all
            candidates = names if _unknown(other.text) else lost
            name = next((one for one in candidates if _misspelt(one.text, other.text)), None)
            if name is not None:
                yield self.finding(
                    pair,
                    f"The source has “{name.text}”, the translation “{other.text}”.",
                    target=(other.start, other.end),
                    source=(name.start, name.end),
                    suggestion=name.text,
                )
            elif (
                len(lost) == len(new) == 1
                and _unknown(lost[0].text)
                and _unknown(other.text)
                and not _same_sound(lost[0].text, other.text)
            ):
                yield self.finding(
                    pair,
                    f"The source has “{lost[0].text}”, the translation “{other.text}”.",
                    target=(other.start, other.end),
                    source=(lost[0].start, lost[0].end),
                    severity=Severity.INFO,
                )


def _orphans(words: Sequence[Word], text: str, other: frozenset[str], at_least: int) -> list[Word]:
    """The words with a capital, not at the beginning of a sentence, that the other side does not have."""
    found: list[Word] = []
    capitals = [word for word in words if word.text[0].isupper() and word.lower not in other]
    for word in capitals:
        if len(word.text) < at_least or word.text.isupper():
            continue
        stem = _ENDINGS.sub("", word.lower)
        if stem in other or f"{word.lower}s" in other or any(twin.lower == word.lower for twin in found):
            continue
        before = text[: word.start].rstrip(" \t\u00a0\"'“”„‘’«(*_")
        if (not before or before[-1] in ".!?:…•") and not _unknown(word.text):
            continue
        found.append(word)
    return found


def _misspelt(one: str, other: str) -> bool:
    """Whether two names are one, with an error in one of them."""
    if one.endswith((f"'{other}", f"’{other}")):
        return False  # O’Shannessy, of which an entity cut off the O
    if abs(len(one) - len(other)) > 2 or _POSSESSIVE.sub("", one) == _POSSESSIVE.sub("", other):
        return False
    # what English spells so itself (Idaho, Damascus) is copied, whatever it sounds like
    copied = _english(one)
    if copied and _english(other):
        return False
    doubled = _DOUBLED.sub(r"\1", one) == _DOUBLED.sub(r"\1", other)
    if not copied and not doubled and _same_sound(one, other):
        return False
    from rapidfuzz.distance import OSA

    allowed = 1 if max(len(one), len(other)) < 8 else 2
    if OSA.distance(one, other, score_cutoff=allowed) > allowed:
        return False
    # Spanje and Spain are words of their languages, not names that one copies
    return copied or _unknown(one)


def _same_sound(one: str, other: str) -> bool:
    """Whether two names sound alike once their endings are off, one of them or two (Koreaanse, Korean, Korea)."""
    return any(_folded(one, rounds) == _folded(other, rounds) for rounds in (1, 2))


@lru_cache(maxsize=8192)
def _folded(name: str, rounds: int) -> str:
    """A name as it sounds, without its last endings: what is equal is the same name in two spellings."""
    import unicodedata

    plain = "".join(c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c))
    plain = _POSSESSIVE.sub("", plain)
    for _ in range(rounds):
        plain = _ENDINGS.sub("", _COUNTRY.sub("i", plain))
    for dutch, english in _FOLDS:
        plain = plain.replace(dutch, english)
    return _DOUBLED.sub(r"\1", plain)


def _english(name: str) -> bool:
    """Whether the English dictionary has a name."""
    import simplemma

    return any(simplemma.is_known(form, lang="en") for form in (name, name.lower()))


@lru_cache(maxsize=16384)
def _unknown(name: str) -> bool:
    """Whether a word is in neither dictionary, as names are that one copies."""
    if name.lower() in _EXONYMS or name.lower() in COMMON_WORDS:
        return False
    import simplemma

    forms = {name, name.lower(), _POSSESSIVE.sub("", name), _POSSESSIVE.sub("", name.lower())}
    return not any(simplemma.is_known(form, lang=language) for form in forms if form for language in ("en", "nl"))
