"""Dutch: inflection by rule, compounds, and the words that only look like a term.

Forms are made by rule from the word in the term and are never guessed from the text alone: `bases` proposes words
that a form could belong to, and `forms` of that word decides. So a rule that is missing costs a match, never makes a
false one. The rules follow the Woordenlijst (spelling of 1995/2005): open and closed syllables (*kamp, kampen; raam,
ramen; bom, bommen*), f/v and s/z (*brief, brieven; huis, huizen*), plural -s/-'s/-en/-n, genitive, diminutives,
adjective -e/-er/-st, weak conjugation and participles. Strong verbs and rare plurals go into `forms` of the term.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from glossary.language import ELLIPSIS, Language, nl_context, nl_derivations
from glossary.language.lexicon import Lexicon
from glossary.language.nl_verbs import INSEPARABLE, SEPARABLE, strong_forms, strong_infinitives
from glossary.language.nl_words import (
    CONJUNCTIONS,
    HYPHEN_PREFIXES,
    LOOKALIKES,
    MORE_PARTS,
    NOT_FIRST,
    NOT_LAST,
    OPAQUE,
    PREPOSITIONS,
    SHORT_PARTS,
)

_VOWELS = "aeiou"
_CONSONANTS = "bcdfghjklmnpqrstvwxz"

# Plurals that change the stem, for the word itself and for compounds that end in it.
_IRREGULAR = {
    "heid": "heden",
    "lid": "leden",
    "stad": "steden",
    "schip": "schepen",
    "smid": "smeden",
    "kind": "kinderen",
    "volk": "volkeren",
    "lied": "liederen",
    "blad": "bladeren",
    "goed": "goederen",
    "been": "beenderen",
    "gemoed": "gemoederen",
    "hoofdman": "hoofdlieden",
    "koopman": "kooplieden",
    "edelman": "edellieden",
    "zeeman": "zeelui",
    "um": "a",
    "us": "i",
    "icus": "ici",
    "is": "es",
}


@lru_cache(maxsize=4096)
def _stems(word: str) -> tuple[str, ...]:
    """What can stand before an ending that begins with a vowel."""
    if len(word) < 2 or word[-1] not in _CONSONANTS:
        return (word,)
    last, vowel = word[-1], word[-2]
    stems = [word]
    if vowel in "aeou" and word[-3:-2] == vowel:
        stems.append(word[:-2] + last)
    elif vowel in _VOWELS:
        stems.append(word + last)
    if last in "fs" and vowel != last:
        voiced = "v" if last == "f" else "z"
        stems += [stem[:-1] + voiced for stem in stems if stem[-2] != last]
    return tuple(stems)


def _closed(stem: str) -> set[str]:
    """The inverse of `_stems`: the words that could have the stem before a vowel."""
    words = {stem}
    if stem.endswith("v"):
        words.add(stem[:-1] + "f")
    elif stem.endswith("z"):
        words.add(stem[:-1] + "s")
    for word in tuple(words):
        if len(word) >= 2 and word[-1] in _CONSONANTS:
            if word[-2] in "aeou":
                words.add(word[:-1] + word[-2] + word[-1])
            elif word[-2] == word[-1] and word[-3:-2] in tuple(_VOWELS) and word[-4:-3] != word[-3]:
                words.add(word[:-1])
    return words


def _plurals(word: str) -> set[str]:
    forms = {f"{stem}en" for stem in _stems(word)} | {f"{word}s", f"{word}'s"}
    if word.endswith("e"):
        forms.add(f"{word}n")
    for singular, plural in _IRREGULAR.items():
        if word.endswith(singular) and (len(singular) > 2 or len(word) > 4):
            forms.add(word[: -len(singular)] + plural)
    return forms


def _diminutives(word: str) -> set[str]:
    forms = {f"{word}je", f"{word}tje", f"{word}pje", f"{word}etje", f"{word}'je", f"{word}'tje"}
    if len(word) >= 2 and word[-1] in _CONSONANTS and word[-2] in _VOWELS:
        forms.add(f"{word}{word[-1]}etje")
    if word.endswith("ing"):
        forms.add(f"{word[:-1]}kje")
    if word and word[-1] in _VOWELS:
        forms.add(f"{word}{word[-1]}tje")
    return forms | {f"{form}s" for form in forms}


def _adjective(word: str, *, degrees: bool) -> set[str]:
    if word.endswith("e"):
        # The term holds the inflected form, so its stem before a vowel is known: zelfredzame, zelfredzaam.
        bases = {base for base in _closed(word[:-1]) if len(base) >= 3}
        stems: Iterable[str] = (word[:-1],)
    else:
        bases, stems = {word}, _stems(word)
    forms = {word} | bases | {f"{base}s" for base in bases}
    for stem in stems:
        forms |= {f"{stem}e", f"{stem}en"}
        if degrees:
            forms |= {f"{stem}er", f"{stem}ere", f"{stem}ers"}
    if degrees:
        for base in bases:
            forms |= {f"{base}st", f"{base}ste"}
            if base.endswith("r"):
                forms |= {f"{base}der", f"{base}dere"}
            if base.endswith("s"):
                forms |= {f"{base}t", f"{base}te"}
    return forms


def _verb(word: str) -> set[str]:
    """The conjugation of an infinitive, with the forms in which a separable prefix stands before the verb."""
    forms = _conjugated(word)
    for prefix, rest in _separated(word):
        forms |= {f"{prefix}{form}" for form in _conjugated(rest)} | {f"{prefix}te{rest}"}
    return forms


def _separated(word: str) -> list[tuple[str, str]]:
    """A separable prefix and the verb behind it: op, roepen. Nothing for a verb without one."""
    return [
        (prefix, word[len(prefix) :])
        for prefix in SEPARABLE
        if word.startswith(prefix) and word.endswith("n") and len(word) > len(prefix) + 3
    ]


def _conjugated(infinitive: str) -> set[str]:
    """Both d and t, since the letter before f/v and s/z decides, which the infinitive does not always show."""
    if not infinitive.endswith("n"):
        return {infinitive}
    strong = strong_forms(infinitive)
    forms = {infinitive, f"{infinitive}d", f"{infinitive}de"} | strong
    forms |= {f"{form}e" for form in strong if form.endswith("en")}
    if not infinitive.endswith("en"):
        return forms
    if infinitive[-3:-2] in ("d", "t") and not strong:
        # The participle before a noun: gevluchte, ontvluchte.
        forms.add(infinitive[:-1] if infinitive.startswith(INSEPARABLE) else f"ge{infinitive[:-1]}")
    for stem in _finite_stems(infinitive[:-2]):
        finite = {stem, f"{stem}t", f"{stem}d", f"{stem}de", f"{stem}den", f"{stem}te", f"{stem}ten"}
        forms |= finite | {f"ge{form}" for form in finite}
    return forms


def _finite_stems(stem: str) -> set[str]:
    """How the stem of a verb is written at the end of a syllable: *doop* of *dop-en*, *dop* of *dopp-en*.

    A single a, o or u is long before a single consonant; e may be a dull one (*folter*), and i is never doubled.
    """
    found = _closed(stem)
    if len(stem) >= 3 and stem[-1] in _CONSONANTS and stem[-2] in "aou" and stem[-3] not in _VOWELS:
        found = {one for one in found if one[-3] == one[-2]}
    return found


def _finite(infinitive: str) -> set[str]:
    """The forms that stand apart from a separable prefix: present and past."""
    return {form for form in _conjugated(infinitive) if not form.startswith("ge") or infinitive.startswith("ge")}


@lru_cache(maxsize=65536)
def _forms(word: str, kind: str) -> frozenset[str]:
    if kind == "fixed" or not word.isalpha() or len(word) < 3:
        # Numbers and one- or two-letter words take a genitive or plural with an apostrophe at most: VN's, 38's.
        return frozenset((word, f"{word}'s", f"{word}s") if kind != "fixed" and word.isalnum() else (word,))
    forms = {word}
    if kind in ("noun", "any", "modifier"):
        nouns = _plurals(word)
        forms |= nouns
        if kind != "modifier":
            forms |= _diminutives(word)
    if kind == "name":
        forms |= {f"{word}s", f"{word}'s", f"{word}en", f"{word}n"} | _plurals(word)
    if kind in ("adjective", "modifier", "any"):
        forms |= _adjective(word, degrees=kind == "adjective")
    if kind == "finite":
        forms |= _finite(word)
    if kind == "verb" or (kind == "any" and word.endswith("en") and len(word) > 5):
        forms |= _verb(word)
    return frozenset(forms - (LOOKALIKES - {word}))


_NOUN_ENDINGS = (
    *("s", "'s", "n", "ns", "je", "jes", "tje", "tjes", "pje", "pjes", "etje", "etjes"),
    *("en", "e", "er", "ere", "ers", "st", "ste", "der", "dere", "t", "te"),
)
_VERB_ENDINGS = ("t", "d", "de", "den", "te", "ten")


def _by_last(endings: tuple[str, ...]) -> dict[str, tuple[tuple[str, int], ...]]:
    """Endings with their lengths, by their last letter: a word is compared with a few only."""
    found: dict[str, list[tuple[str, int]]] = {}
    for ending in endings:
        found.setdefault(ending[-1], []).append((ending, len(ending)))
    return {last: tuple(group) for last, group in found.items()}


_NOUN_ENDINGS_BY_LAST = _by_last(_NOUN_ENDINGS)
_VERB_ENDINGS_BY_LAST = _by_last(_VERB_ENDINGS)
_IRREGULAR_FORMS = {plural + ending: singular for singular, plural in _IRREGULAR.items() for ending in ("", "s")}
_IRREGULAR_ENDINGS = tuple(_IRREGULAR_FORMS)


@lru_cache(maxsize=65536)
def _bases(form: str) -> tuple[str, ...]:
    if not form.isalpha():
        # Foto's, VN's, baby'tje, azc'tjes.
        return tuple(dict.fromkeys((form, _APOSTROPHE.sub("", form))))
    stems = [form]
    for ending, length in _NOUN_ENDINGS_BY_LAST.get(form[-1], ()):
        if len(form) >= length + 2 and form.endswith(ending):
            stems.append(form[:-length])
    words = {form: None}
    for stem in stems:
        words |= dict.fromkeys(_closed(stem))
        # fotootje, and kappetje: the last letter is written twice before the ending.
        if len(stem) >= 3 and stem[-1] == stem[-2]:
            words[stem[:-1]] = None
    if form.endswith(_IRREGULAR_ENDINGS):
        for ending, singular in _IRREGULAR_FORMS.items():
            if form.endswith(ending):
                words[form[: -len(ending)] + singular] = None
    if form.endswith(("inkje", "inkjes")):
        words[form[: form.rindex("kje")] + "g"] = None
    # A term may itself hold the inflected adjective: eeuwige leider for eeuwig leider.
    for word in stems:
        words |= {f"{stem}e": None for stem in _stems(word)}
    words |= dict.fromkeys(_infinitives(form))
    return tuple(words)


def _infinitives(form: str) -> set[str]:
    found = set()
    if form.endswith(("nd", "nde")):
        found |= {form[:-1], form[:-2]}
    found |= _from_finite("", form)
    found |= strong_infinitives(form)
    if form.endswith("e"):
        found |= strong_infinitives(form[:-1])
    if form.endswith(("de", "te")):
        found |= {f"{form}n", f"{form.removeprefix('ge')}n"}
    if form.startswith(SEPARABLE):
        for prefix in SEPARABLE:
            if form.startswith(prefix):
                rest = form[len(prefix) :]
                if rest.startswith("te"):
                    found.add(prefix + rest[2:])
                if rest.startswith("ge"):
                    found |= _from_finite(prefix, rest)
    return found


def _from_finite(prefix: str, rest: str) -> set[str]:
    found: set[str] = set()
    for inner in (rest, rest[2:]) if rest.startswith("ge") else (rest,):
        if len(inner) < 2:
            continue
        stems = [inner]
        for ending, length in _VERB_ENDINGS_BY_LAST.get(inner[-1], ()):
            if len(inner) >= length + 2 and inner.endswith(ending):
                stems.append(inner[:-length])
        found.update(f"{prefix}{stem}en" for base in stems for stem in _stems(base))
    return found


_LINKS = ("s", "en", "e")
_APOSTROPHE = re.compile(r"'(?:s|t?jes?)$")
_OLD_K = re.compile(r"(?<![ck])k(?=[aoulrt])")
_OLD_LINK = re.compile(r"(?<=[^aeiou])e(?=[bcdfghjklmpqrstvwz][a-z]{2})")
_OPAQUE = re.compile("|".join(sorted(OPAQUE, key=len, reverse=True)))


class Dutch(Language):
    """The language pack of Dutch."""

    code = "nl"
    leading = frozenset(("de", "het", "een"))
    joins_nouns = True
    # Without *het* and *die*, which are articles and determiners far more often.
    pronouns = frozenset(
        (
            *("hij", "hem", "hen", "hun", "zij", "ze", "haar", "zijn", "zich", "zichzelf"),
            *("wie", "wiens", "wier", "ervan", "erin", "eraan", "ermee"),
        )
    )
    coordinators = frozenset(("en", "of", "noch", "maar", "als"))

    def __init__(self) -> None:
        self._lexicon = Lexicon("nl")

    def forms(self, word: str, kind: str) -> frozenset[str]:
        """See `Language.forms`; for names and nouns plural, genitive and diminutive, and so on by kind."""
        return _forms(word, kind)

    def bases(self, form: str) -> tuple[str, ...]:
        """See `Language.bases`."""
        return _bases(form)

    def unlinked(self, rest: str, *, first: bool) -> tuple[str, ...]:
        """See `Language.unlinked`: -s-, -en-, -e- or nothing; *priesterschap* is no *priester-s-chap*."""
        if rest in (NOT_FIRST if first else NOT_LAST):
            return ()
        if first:
            return (rest, *(rest[: -len(link)] for link in _LINKS if rest.endswith(link)))
        return (rest, *(rest[len(link) :] for link in _LINKS if rest.startswith(link)))

    def is_part(self, word: str, *, first: bool) -> bool:
        """See `Language.is_part`: a word of the dictionary of four letters or more, or a common short noun."""
        if len(word) < 4:
            return word in SHORT_PARTS
        if first and word in MORE_PARTS:
            return True
        return word not in (NOT_FIRST if first else NOT_LAST) and word in self._lexicon

    def opaque(self, word: str) -> list[tuple[int, int]]:
        """See `Language.opaque`."""
        return [found.span() for found in _OPAQUE.finditer(word)]

    def is_prefix(self, word: str) -> bool:
        """See `Language.is_prefix`."""
        return word in HYPHEN_PREFIXES

    def joins(self, first: str, second: str) -> bool:
        """See `Language.joins`: *onder druk* is no *onderdruk*."""
        return first not in NOT_FIRST and min(len(first), len(second)) >= 4

    def blocked(self, before: tuple[str, ...], word: str, after: tuple[str, ...], kind: str, base: str) -> bool:
        """See `Language.blocked`."""
        return nl_context.blocked(before, word, after, kind, base, lexicon=self._lexicon, closed=_closed, stems=_stems)

    def has_adjective(self, following: str) -> bool:
        """See `Language.has_adjective`."""
        return nl_context.has_adjective(following, lexicon=self._lexicon, stems=_stems)

    def splits(self, word: str) -> tuple[tuple[str, ...], ...]:
        """See `Language.splits`: *roept … op*, *op te roepen*."""
        if " " in word:
            return ()
        return tuple(
            split for prefix, rest in _separated(word) for split in ((rest, ELLIPSIS, prefix), (prefix, "te", rest))
        )

    def modern(self, form: str) -> list[tuple[str, int]]:
        """See `Language.modern`: the spelling before 1996, -e- for -en- between nouns, and k for c."""
        found = []
        if "k" in form:
            latin = _OLD_K.sub("c", form)
            if latin != form:
                found.append((latin, max(4, latin.index("c") + 1)))
            if "kt" in form:
                found.append((form.replace("kt", "ct"), max(4, form.index("kt") + 1)))
        for place in _OLD_LINK.finditer(form, 3):
            end = place.end()
            found.append((f"{form[:end]}n{form[end:]}", end + 3))
        return found

    def derivations(self, form: str) -> tuple[tuple[str, str], ...]:
        """See `Language.derivations`: *zelfredzame* is akin to *zelfredzaamheid*."""
        found = nl_derivations.derivations(form, closed=_closed, stems=_stems, infinitives=_infinitives)
        return tuple(dict.fromkeys(found))

    def is_finite(self, word: str) -> bool:
        """See `Language.is_finite`: a strong past tense, or a form in -t, -de, -te of a weak verb; no participle."""
        return nl_context.is_finite(word, lexicon=self._lexicon, stems=_stems)

    def ends_clause(self, following: str) -> bool:
        """See `Language.ends_clause`: before *de* or *zijn* the word is a preposition, not a part of the verb."""
        return not following or not following[0].isalnum() or following in PREPOSITIONS or following in CONJUNCTIONS
