"""Dutch words that are spelt like a term and are not: what the words around them say.

No tagger: a term counts as what the glossary says it is, unless its neighbours can only mean the other reading. *Ik
geloof* is the verb, *het geloof* the noun; *een vlucht* the noun, *hij vlucht* the verb.
"""

from __future__ import annotations

from collections.abc import Callable, Container

from glossary.language.nl_verbs import FROM_STRONG, INSEPARABLE, STRONG, strong_forms
from glossary.language.nl_words import (
    ADJECTIVE_ENDINGS,
    CONJUNCTIONS,
    DETERMINERS,
    MODALS,
    NO_HEADS,
    PARTICLES,
    PLURAL_SUBJECTS,
    PREPOSITIONS,
)

_ENDS = frozenset(".,;:!?)…\n")
_NO_NOUNS = (CONJUNCTIONS, DETERMINERS, MODALS, NO_HEADS, PLURAL_SUBJECTS, PREPOSITIONS)


def blocked(
    before: tuple[str, ...],
    word: str,
    after: tuple[str, ...],
    kind: str,
    base: str,
    *,
    lexicon: Container[str],
    closed: Callable[[str], set[str]],
    stems: Callable[[str], tuple[str, ...]],
) -> bool:
    """See `Language.blocked`.

    Args:
        before: up to six folded words before it.
        word: the folded form.
        after: up to four after it.
        kind: of the term.
        base: the word of the term.
        lexicon: the words of the language.
        closed: gives the words that could have a stem before a vowel.
        stems: the inverse.
    """
    previous = before[-1] if before else ""
    following = after[0] if after else ""
    if kind == "verb":
        return _is_noun(previous, word, following, base, lexicon, closed)
    if kind == "noun" and previous == "het" and word != base and word.endswith("en"):
        # The plural takes de: het geloven is the infinitive.
        return True
    if kind != "noun":
        return False
    if word.endswith("er") and _is_comparative(before, word, after):
        return True
    if (previous == "ik" or following in ("ik", "jij")) and any(f"{stem}en" in lexicon for stem in stems(word)):
        return True
    if previous in DETERMINERS:
        return False
    particle = PARTICLES.get(word)
    if particle and previous not in PREPOSITIONS and _reaches(after, particle):
        return True
    verb = word.endswith("en") and (_is_plural_verb(previous, following) or _is_last_verb(before, following))
    return verb and _conjugates(word, lexicon, closed)


def _is_noun(
    previous: str,
    word: str,
    following: str,
    base: str,
    lexicon: Container[str],
    closed: Callable[[str], set[str]],
) -> bool:
    """Whether a form of a verb is a noun here: een vlucht, goedkope vluchten, het aantal vluchten, na verhoor."""
    if word.startswith("ge") and not base.startswith("ge"):
        return False
    if word != base and word.endswith(("de", "te", "den", "ten")):
        return False
    if previous == "het":
        return not word.endswith("en")
    if previous == "zijn" and word == base and not word.startswith(INSEPARABLE):
        # Zijn preken: an infinitive does not follow the verb zijn, but a participle does (zijn verbannen).
        return True
    if previous in ("je", "ons") and (not following or following in _ENDS):
        # Als de politie je terugstuurt, …
        return False
    if previous in DETERMINERS or previous in PREPOSITIONS:
        return previous not in ("die", "dat", "wat", "zij", "haar", "zijn", "en")
    if previous.endswith("e") and len(previous) > 3 and previous not in MODALS:
        return previous.endswith(ADJECTIVE_ENDINGS) or any(
            len(base) > 3 and base in lexicon for base in closed(previous[:-1])
        )
    return False


def has_adjective(following: str, *, lexicon: Container[str], stems: Callable[[str], tuple[str, ...]]) -> bool:
    """See `Language.has_adjective`: what is no common word of another kind and no verb is a noun."""
    if len(following) < 3 or following not in lexicon or any(following in words for words in _NO_NOUNS):
        return False
    if following in FROM_STRONG:
        return False
    roots = [following[: -len(ending)] for ending in ("de", "te", "den", "ten", "t") if following.endswith(ending)]
    return not any(f"{stem}en" in lexicon for root in roots if len(root) > 1 for stem in stems(root))


def is_finite(word: str, *, lexicon: Container[str], stems: Callable[[str], tuple[str, ...]]) -> bool:
    """See `Language.is_finite`; a form that is a noun in the plural as well (*gasten*) counts as the noun."""
    if word in MODALS or any(word in STRONG[infinitive] for infinitive in FROM_STRONG.get(word, ())):
        return not word.startswith("ge")
    roots = [word[: -len(ending)] for ending in ("de", "te", "t") if word.endswith(ending)]
    return not word.startswith("ge") and any(
        f"{stem}en" in lexicon and f"{stem}t" in lexicon for root in roots if len(root) > 1 for stem in stems(root)
    )


def _is_comparative(before: tuple[str, ...], word: str, after: tuple[str, ...]) -> bool:
    """Leger dan ooit, steeds leger, hoe leger, wordt leger, leger en leger."""
    previous = before[-1] if before else ""
    if previous == "steeds" and before[-2:-1] == ("nog",):
        return False
    if (
        previous in ("word", "wordt", "worden", "werd", "werden")
        or before[-2:] == (word, "en")
        or after[:2] == ("en", word)
    ):
        return True
    than = after[:1] == ("dan",) and after[1:2] not in (("ook",), ("wel",))
    if previous in DETERMINERS:
        return than and previous == "zijn"
    return than or previous in ("steeds", "almaar", "alsmaar", "iets", "hoe")


def _is_plural_verb(previous: str, following: str) -> bool:
    """Whether a plural in -en is an infinitive or a plural verb: ze geloven, te geloven, geloven dat."""
    if previous == "te" or following == "dat":
        return True
    if previous in PLURAL_SUBJECTS:
        return following not in PLURAL_SUBJECTS
    return previous in MODALS and (not following or following in _ENDS or following in PREPOSITIONS)


def _is_last_verb(before: tuple[str, ...], following: str) -> bool:
    """Whether an infinitive may close the clause of a modal verb: men wil hen morgen verhoren."""
    if following and following not in _ENDS:
        return False
    clause = list(before)
    for place, word in reversed(list(enumerate(before))):
        if word in _ENDS:
            clause = clause[place + 1 :]
            break
    previous = clause[-1] if clause else ""
    introduced = (
        previous in DETERMINERS or previous in PREPOSITIONS or previous in ("en", "of") or previous.endswith("e")
    )
    return not introduced and any(word in MODALS for word in clause)


def _conjugates(infinitive: str, lexicon: Container[str], closed: Callable[[str], set[str]]) -> bool:
    """Whether a word in -en is a verb too, by its past tense: *kampen, kampte*, but no *vluchtelingen*."""
    return bool(strong_forms(infinitive)) or any(
        f"{stem}{past}" in lexicon for stem in closed(infinitive[:-2]) for past in ("de", "te")
    )


def _reaches(after: tuple[str, ...], particles: tuple[str, ...]) -> bool:
    """Whether a particle follows before the clause ends."""
    for word in after:
        if word in particles:
            return True
        if word in _ENDS:
            return False
    return False
