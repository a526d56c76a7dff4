"""English: plural, possessive, weak and common strong verbs, British and American spelling."""

from __future__ import annotations

import re
from functools import lru_cache

from glossary.language import ELLIPSIS, Language

_VOWELS = "aeiou"

PLURALS = {
    "man": "men",
    "child": "children",
    "person": "people",
    "foot": "feet",
    "tooth": "teeth",
    "mouse": "mice",
    "goose": "geese",
    "crisis": "crises",
    "thesis": "theses",
    "basis": "bases",
    "analysis": "analyses",
    "phenomenon": "phenomena",
    "criterion": "criteria",
    "life": "lives",
    "wife": "wives",
    "leaf": "leaves",
    "thief": "thieves",
    "shelf": "shelves",
    "half": "halves",
    "self": "selves",
    "um": "a",
    "us": "i",
}
STRONG = {
    "be": "is are was were been being am",
    "bear": "bore borne born",
    "become": "became",
    "begin": "began begun",
    "break": "broke broken",
    "bring": "brought",
    "build": "built",
    "buy": "bought",
    "catch": "caught",
    "choose": "chose chosen",
    "come": "came",
    "cut": "cut cutting",
    "deal": "dealt",
    "do": "does did done",
    "draw": "drew drawn",
    "eat": "ate eaten",
    "fall": "fell fallen",
    "feed": "fed",
    "feel": "felt",
    "fight": "fought",
    "find": "found",
    "flee": "fled",
    "fly": "flew flown",
    "forbid": "forbade forbidden",
    "get": "got gotten",
    "give": "gave given",
    "go": "goes went gone",
    "have": "has had having",
    "hear": "heard",
    "hide": "hid hidden",
    "hold": "held",
    "keep": "kept",
    "know": "knew known",
    "lead": "led",
    "leave": "left",
    "lose": "lost",
    "make": "made",
    "mean": "meant",
    "meet": "met",
    "pay": "paid",
    "put": "put putting",
    "read": "read",
    "rise": "rose risen",
    "run": "ran run running",
    "say": "said",
    "see": "saw seen",
    "seek": "sought",
    "sell": "sold",
    "send": "sent",
    "shoot": "shot",
    "shut": "shut",
    "sing": "sang sung",
    "speak": "spoke spoken",
    "stand": "stood",
    "steal": "stole stolen",
    "strike": "struck stricken",
    "swear": "swore sworn",
    "take": "took taken",
    "teach": "taught",
    "tell": "told",
    "think": "thought",
    "throw": "threw thrown",
    "wear": "wore worn",
    "win": "won winning",
    "write": "wrote written",
}

_SPELLINGS = (
    ("is", re.compile(r"is(e|es|ed|er|ers|ing|ation|ations|ational)$"), r"iz\1", 6),
    ("ys", re.compile(r"ys(e|es|ed|er|ers|ing)$"), r"yz\1", 6),
    ("our", re.compile(r"(?<=[bcdfghlmnpv])our(?=$|s$|ed$|er|ing|ite|able|less|ful|hood|ly$|'s$)"), "or", 5),
    ("re", re.compile(r"(?<=[bct])re(?=$|s$|d$|'s$)"), "er", 5),
    ("ll", re.compile(r"(?<=[aeiou])ll(?=(ed|ing|er|ers|or|ors)$)"), "l", 8),
    ("ence", re.compile(r"(?<=[fn])ence(?=$|s$)"), "ense", 6),
    ("ogue", re.compile(r"ogue(?=$|s$)"), "og", 6),
    ("gramme", re.compile(r"gramme(?=$|s$)"), "gram", 8),
    ("judgement", re.compile(r"^judgement"), "judgment", 9),
    ("grey", re.compile(r"^grey"), "gray", 4),
    ("ll", re.compile(r"ll$"), "l", 6),
)
"""Letters that the word must have, pattern, canonical spelling, shortest word that it applies to. Both sides are spelt
alike, so which one it is does not matter, only that no two words of a text fall together (*hour* and *hor* do not,
*four* and *for* would)."""


_VARIABLE = re.compile(r"[iy][sz]|our|[bct]re|ll|ence|ogue|gramme|^judgement|^grey")
"""What all those spellings have in common: most words have none of it."""

_PARTICLES = frozenset(("away", "back", "down", "off", "out", "up"))
"""The object may stand before these."""


@lru_cache(maxsize=65536)
def _spell(word: str) -> str:
    if not _VARIABLE.search(word):
        return word
    if word.endswith("'s"):
        return f"{_spell(word[:-2])}'s"
    for letters, pattern, replacement, shortest in _SPELLINGS:
        if letters in word and len(word) >= shortest:
            word = pattern.sub(replacement, word)
    return word


def _s_form(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh", "o")) else f"{word}s"


def _nouns(word: str) -> set[str]:
    plurals = {_s_form(word), f"{word}s"}
    for singular, plural in PLURALS.items():
        if word.endswith(singular) and (len(singular) > 2 or len(word) > 5):
            plurals.add(word[: -len(singular)] + plural)
    forms = {word} | plurals
    return forms | {f"{form}'s" for form in forms}


def _verbs(word: str) -> set[str]:
    forms = {word, _s_form(word)}
    if word in STRONG:
        forms.update(STRONG[word].split())
    if word.endswith("ie"):
        return forms | {f"{word}d", f"{word[:-2]}ying"}
    if word.endswith(("ee", "oe", "ye")):
        return forms | {f"{word}d", f"{word}ing"}
    if word.endswith("e"):
        return forms | {f"{word}d", f"{word[:-1]}ing"}
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return forms | {f"{word[:-1]}ied", f"{word}ing"}
    forms |= {f"{word}ed", f"{word}ing"}
    if len(word) >= 3 and word[-1] not in f"{_VOWELS}wxy" and word[-2] in _VOWELS:
        forms |= {f"{word}{word[-1]}ed", f"{word}{word[-1]}ing"}
    return forms


def _degrees(word: str) -> set[str]:
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        stem = f"{word[:-1]}i"
    elif word.endswith("e"):
        stem = word[:-1]
    elif len(word) >= 3 and word[-1] not in f"{_VOWELS}wxy" and word[-2] in _VOWELS and word[-3] not in _VOWELS:
        stem = word + word[-1]
    else:
        stem = word
    return {f"{stem}er", f"{stem}est"}


@lru_cache(maxsize=65536)
def _forms(word: str, kind: str) -> frozenset[str]:
    if kind == "fixed":
        return frozenset((word,))
    if not word.isalpha() or len(word) < 2:
        return frozenset((word, f"{word}'s", f"{word}s"))
    forms = {word}
    if kind in ("noun", "name", "any", "modifier"):
        forms |= _nouns(word)
    if kind in ("verb", "finite", "any", "modifier") and len(word) >= 2:
        forms |= {_spell(form) for form in _verbs(word)}
    # Of longer ones a form in -er is a noun more often: foreigner, stranger.
    if kind == "adjective" and (len(word) <= 5 or word.endswith("y")):
        forms |= {_spell(form) for form in _degrees(word)}
    return frozenset(forms)


_FROM_STRONG: dict[str, list[str]] = {}
for _verb_base, _past in STRONG.items():
    for _form in _past.split():
        _FROM_STRONG.setdefault(_form, []).append(_verb_base)


@lru_cache(maxsize=65536)
def _bases(form: str) -> tuple[str, ...]:
    words = {form}
    stem = form.removesuffix("'s")
    words.add(stem)
    words.update(_FROM_STRONG.get(form, ()))
    for singular, plural in PLURALS.items():
        if stem.endswith(plural):
            words.add(stem[: -len(plural)] + singular)
    if stem.endswith("s"):
        words.add(stem[:-1])
        if stem.endswith("es"):
            words.add(stem[:-2])
        if stem.endswith("ies"):
            words.add(f"{stem[:-3]}y")
    for ending in ("ed", "ing", "er", "est"):
        if form.endswith(ending):
            root = form[: -len(ending)]
            words |= {root, f"{root}e"}
            if root.endswith("i"):
                words.add(f"{root[:-1]}y")
            if root.endswith("y"):
                words.add(f"{root[:-1]}ie")
            # British travelled is spelt travelled or traveled, fulfilled comes from fulfil or fulfill.
            words.add(f"{root}{root[-1:]}")
            if len(root) >= 2 and root[-1] == root[-2]:
                words.add(root[:-1])
    return (form, *sorted(words - {form}))


class English(Language):
    """The language pack of English."""

    code = "en"
    articles = frozenset(("the", "a", "an"))
    pronouns = frozenset(
        (
            *("it", "its", "itself", "he", "him", "his", "himself", "she", "her", "hers", "herself"),
            *("they", "them", "their", "theirs", "themselves", "one", "ones", "former", "latter"),
            *("who", "whose", "which", "those"),
        )
    )
    coordinators = frozenset(("and", "or", "nor", "but"))
    left_out = re.compile(
        r"\bthan (?:there (?:is|are|was|were)|in|on|at|from|to|of|by|for|with|before|ever)\b", re.IGNORECASE
    )

    def spell(self, word: str) -> str:
        """See `Language.spell`: organise and organize, labour and labor, centre and center are one."""
        return _spell(word)

    def forms(self, word: str, kind: str) -> frozenset[str]:
        """See `Language.forms`; of adjectives the degrees of short ones."""
        return _forms(word, kind)

    def bases(self, form: str) -> tuple[str, ...]:
        """See `Language.bases`."""
        return _bases(form)

    def splits(self, word: str) -> tuple[tuple[str, ...], ...]:
        """See `Language.splits`: *sends refugees back*."""
        words = word.split(" ")
        return ((words[0], ELLIPSIS, words[1]),) if len(words) == 2 and words[1] in _PARTICLES else ()

    def like(self, found: str, term: str, wanted: str) -> str:
        """See `Language.like`; only the last word is changed."""
        last, base, head = found.split()[-1:], term.split()[-1:], wanted.split(" ")
        if not (last and base and head):
            return wanted
        seen, plain = last[0].lower().replace("’", "'"), base[0].lower()
        possessive = seen.endswith("'s") and not plain.endswith("'s")
        seen = seen.removesuffix("'s") if possessive else seen.rstrip("'")
        if seen != plain and seen in _nouns(plain) and seen not in (f"{plain}'s",) and head[-1].isalpha():
            head[-1] = _s_form(head[-1])
        if possessive:
            head[-1] += "’s" if "’" in found else "'s"
        return " ".join(head)
