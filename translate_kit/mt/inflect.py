"""The form of a term: read off the source, and given to what stands for it in the target.

A glossary has terms in their base form. What a sentence needs is a plural for a plural, a past tense for a past tense,
*an* before a vowel. `source_form` reads Dutch, `inflected` and `form_of` write and read English; in other languages
every term is taken to be in its base form, and the check afterwards decides whether that will do.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from glossary.concept import Term, primary
from glossary.language.en import PLURALS, STRONG
from glossary.language.nl_verbs import INSEPARABLE, SEPARABLE
from glossary.language.nl_verbs import STRONG as STRONG_DUTCH
from glossary.words import fold


class Form(StrEnum):
    """How a word stands in a sentence.

    `BASE` is the singular of a noun, the infinitive or present plural of a verb, an adjective. `THIRD` is *works*,
    `GERUND` *working*.
    """

    BASE = "base"
    PLURAL = "plural"
    THIRD = "third"
    PAST = "past"
    PARTICIPLE = "participle"
    GERUND = "gerund"


_AFTER_HEAD = frozenset(
    ("of", "for", "in", "from", "to", "on", "against", "without", "by", "under", "with", "into", "at", "apparent")
)
"""Before one of these stands the head of an English noun phrase: *head of state*, *right to life*."""
_AN = re.compile(r"[aeiou]|hono|hones|hour|heir", re.IGNORECASE)
_A_ANYWAY = re.compile(
    r"uni(?![nmd])|us[aeiu]|u[rkb][ai]|ut[eio]|eu|ewe|one\b|once\b|ouija",
    re.IGNORECASE,
)
"""*University, user, uranium, Ukrainian, utility, European, one-party*: a vowel on paper only."""
_AN_LETTERS = frozenset("AEFHILMNORSX")
_O_ES = ("hero", "potato", "tomato", "echo", "veto", "torpedo", "embargo", "cargo")
_NO_DOUBLING = frozenset("wxy")
_VOWELS = "aeiou"


def source_form(text: str, term: Term, *, auxiliary: bool = False) -> Form:
    """The form in which a source term stands.

    Args:
        text: as it stands in the source; of a verb that comes apart, its finite part.
        term: the term of the glossary.
        auxiliary: whether a form of *hebben*, *zijn* or *worden* is near; tells a participle from a past tense.
    """
    if primary(term.language) != "nl":
        return Form.BASE
    if term.part_of_speech.startswith("verb"):
        return _dutch_verb(fold(text.split()[0]), fold(term.text.split()[-1]), auxiliary=auxiliary)
    if term.number.startswith("plural"):
        return Form.PLURAL
    if term.part_of_speech in ("noun", "") and any(
        _is_dutch_plural(seen, base) for seen, base in zip(text.split(), term.text.split(), strict=False)
    ):
        return Form.PLURAL
    return Form.BASE


def _is_dutch_plural(seen: str, base: str) -> bool:
    seen, base = fold(seen), fold(base)
    if seen == base or seen == f"{base}e":
        return False
    if seen.endswith(("je", "st", "er", "ste")):
        return False
    if seen in (f"{base}'s", f"{base}s") and base.endswith(("a", "i", "o", "u", "y")):
        return True
    return seen.endswith(("en", "s", "n", "ici")) or (base.endswith("um") and seen.endswith("a"))


def _dutch_verb(seen: str, infinitive: str, *, auxiliary: bool) -> Form:
    if seen == infinitive or not infinitive.endswith("n"):
        return Form.BASE
    prefix = next((prefix for prefix in SEPARABLE if infinitive.startswith(prefix)), "")
    bare = [infinitive, infinitive.removeprefix(prefix)]
    bare += [verb.removeprefix(one) for verb in tuple(bare) for one in INSEPARABLE if verb.startswith(one)]
    endings = [(verb, STRONG_DUTCH[verb]) for verb in bare if verb in STRONG_DUTCH]
    for _verb, (past, pasts, participle, *_rest) in endings:
        if seen.endswith((participle, participle.removeprefix("ge"))) and (auxiliary or not seen.endswith(pasts)):
            return Form.PARTICIPLE
        if seen.endswith((past, pasts)):
            return Form.PAST
    if seen.startswith("ge") and not infinitive.startswith("ge") and seen.endswith(("d", "t", "en", "de", "te")):
        return Form.PARTICIPLE
    if prefix and seen.startswith(f"{prefix}ge"):
        return Form.PARTICIPLE
    if seen.endswith(("de", "te", "den", "ten")):
        return Form.PAST
    if auxiliary and seen.endswith(("d", "t")) and infinitive.startswith(INSEPARABLE):
        return Form.PARTICIPLE
    if seen.endswith("d") and not infinitive.endswith(("den", "dden")):
        return Form.PARTICIPLE
    return Form.THIRD if seen.endswith("t") or not auxiliary else Form.BASE


def inflected(term: Term, form: Form) -> str:
    """A target term in a form; as it is when the language, or the term, has no such form.

    Examples:
        >>> from glossary import Term
        >>> inflected(Term(text="head of state", language="en", part_of_speech="noun"), Form.PLURAL)
        'heads of state'
        >>> inflected(Term(text="stand trial", language="en", part_of_speech="verb"), Form.PAST)
        'stood trial'
        >>> inflected(Term(text="self-reliance", language="en", number="singular-only"), Form.PLURAL)
        'self-reliance'
    """
    if form is Form.BASE or primary(term.language) != "en":
        return term.text
    if form is Form.PLURAL:
        countable = term.part_of_speech in ("noun", "") and not term.number.endswith("only")
        return _plural_phrase(term.text) if countable else term.text
    if not term.part_of_speech.startswith("verb"):
        return term.text
    first, space, rest = term.text.partition(" ")
    return _verb_form(first, form) + space + rest


def form_of(seen: str, base: str, *, verb: bool, auxiliary: bool = False) -> Form:
    """The form in which the target shows an English word; `BASE` when it is none of them.

    Args:
        seen: a word of the target.
        base: its base form.
        verb: whether it is a verb, else a noun.
        auxiliary: whether a form of *have* or *be* stands before it.
    """
    seen, base = seen.lower(), base.lower()
    if seen == base:
        return Form.BASE
    if not verb:
        return Form.PLURAL if seen == _plural(base) else Form.BASE
    order = (Form.PARTICIPLE, Form.PAST) if auxiliary else (Form.PAST, Form.PARTICIPLE)
    return next((form for form in (*order, Form.THIRD, Form.GERUND) if _verb_form(base, form) == seen), Form.BASE)


def article(word: str) -> str:
    """`a` or `an`, whichever stands before a word.

    Examples:
        >>> [article(word) for word in ("asylum seeker", "UN", "European", "NGO", "hour", "uprising", "union")]
        ['an', 'a', 'a', 'an', 'an', 'an', 'a']
    """
    head = re.match(r"[^\W\d_]+", word)
    if head is None:
        return "an" if word[:1] == "8" or word[:2] in ("11", "18") else "a"
    if head[0].isupper() and 2 <= len(head[0]) <= 5:
        return "an" if head[0][0] in _AN_LETTERS else "a"
    return "an" if _AN.match(word) and not _A_ANYWAY.match(word) else "a"


def _plural_phrase(phrase: str) -> str:
    words = phrase.split(" ")
    head = next((place for place in range(1, len(words)) if words[place].lower() in _AFTER_HEAD), len(words)) - 1
    words[head] = _plural(words[head])
    return " ".join(words)


@lru_cache(maxsize=4096)
def _plural(word: str) -> str:
    for singular, plural in PLURALS.items():
        if len(singular) > 2 and word.endswith(singular) and not word.endswith(("human", "german")):
            return word[: -len(singular)] + plural
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return f"{word[:-1]}ies"
    if word.endswith(("ss", "x", "z", "ch", "sh", "us", *_O_ES)):
        return f"{word}es"
    return word if word.endswith("s") else f"{word}s"


@lru_cache(maxsize=4096)
def _verb_form(verb: str, form: Form) -> str:
    if form is Form.BASE or form is Form.PLURAL:
        return verb
    if form is Form.THIRD:
        return {"be": "is", "have": "has"}.get(verb, f"{verb}es" if verb.endswith(("o", "ss")) else _s_form(verb))
    if form is Form.GERUND:
        return _gerund(verb)
    if verb == "be":
        return "was" if form is Form.PAST else "been"
    strong = [
        word
        for word in STRONG.get(verb, "").split()
        if not word.endswith("ing") and word not in ("has", "does", "goes")
    ]
    if strong:
        return strong[0] if form is Form.PAST else strong[-1]
    return _weak(verb)


def _s_form(verb: str) -> str:
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "x", "z", "ch", "sh")) else f"{verb}s"


def _weak(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return f"{verb[:-1]}ied"
    return f"{_doubled(verb)}ed"


def _gerund(verb: str) -> str:
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return f"{verb[:-1]}ing"
    return f"{_doubled(verb)}ing"


def _doubled(verb: str) -> str:
    """The last consonant twice after one short vowel, in words of one syllable and a few others: *stop*, *kidnap*."""
    if len(verb) < 3 or verb[-1] in _VOWELS or verb[-1] in _NO_DOUBLING:
        return verb
    short = verb[-2] in _VOWELS and verb[-3] not in _VOWELS
    syllables = len(re.findall(f"[{_VOWELS}]+", verb))
    last_stressed = verb.endswith(("nap", "tap", "fer", "mit", "cur", "pel", "drop"))
    return verb + verb[-1] if short and (syllables == 1 or last_stressed) else verb


def auxiliary_near(text: str, start: int, language: str) -> bool:
    """Whether an auxiliary verb of a passive or a perfect stands in the same clause as a place of a text."""
    words = _AUXILIARIES.get(primary(language))
    if not words:
        return False
    clause_start = max((found.end() for found in re.finditer(r"[.;:!?,]", text[:start])), default=0)
    clause_end = re.search(r"[.;:!?,]", text[start:])
    clause = text[clause_start : start + clause_end.start() if clause_end else len(text)]
    return any(fold(word) in words for word in re.findall(r"\w+", clause))


_AUXILIARIES = {
    "nl": frozenset(
        (
            *("heb", "hebt", "heeft", "hebben", "had", "hadden", "is", "zijn", "was", "waren", "ben", "bent"),
            *("worden", "wordt", "werd", "werden", "geworden"),
        )
    ),
    "en": frozenset(("have", "has", "had", "is", "are", "was", "were", "be", "been", "being", "am")),
}
