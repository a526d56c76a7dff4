"""Dutch words made of others by a suffix, and back to what they are made of.

Only suffixes that change the part of speech and leave the meaning: *zelfredzaam, zelfredzaamheid; vervolgen,
vervolging; communisme, communist, communistisch; ideologie, ideologisch; smokkelen, smokkelaar; deporteren,
deporteerbaar*. Not -lijk, -schap and the like, whose words mean what they mean (*kerkelijk*, *heerschappij*).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

_SHIFTED = frozenset(
    (
        *("zending", "deling", "balling", "vergadering", "leiding", "opleiding", "richting"),
        *("zenden", "delen", "eenheid", "overheid", "minderheid"),
    )
)
"""Words with a meaning of their own: who *zendt* a letter is on no *zending*."""
_LOOKALIKES = frozenset(("doping", "verband", "verbanden"))
"""Forms that are made of nothing here."""
_SHORTEST = 4

Derivation = tuple[str, str]
"""A word that the form may be made of, or that may be made of what it is a form of, and how that word inflects."""


def derivations(
    form: str,
    *,
    closed: Callable[[str], set[str]],
    stems: Callable[[str], Iterable[str]],
    infinitives: Callable[[str], Iterable[str]],
) -> Iterator[Derivation]:
    """Words that a form is akin to by a suffix, each with the kind that it must be of.

    Args:
        form: a folded word.
        closed: gives the words that could have a stem before a vowel.
        stems: the inverse.
        infinitives: gives the verbs that could have a form.
    """
    if form in _LOOKALIKES:
        return
    for word, kind in _candidates(form, closed, stems, infinitives):
        if len(word) > _SHORTEST and word not in _SHIFTED:
            yield word, kind


def _candidates(
    form: str,
    closed: Callable[[str], set[str]],
    stems: Callable[[str], Iterable[str]],
    infinitives: Callable[[str], Iterable[str]],
) -> Iterator[Derivation]:
    for adjective in _adjectives(form, closed):
        yield f"{adjective}heid", "noun"
    for ending in ("heid", "heden"):
        if form.endswith(ending):
            yield form.removesuffix(ending), "adjective"
    for verb in {*infinitives(form), form}:
        # The bare stem is an adjective or a noun more often: zuiver is no zuivering.
        if verb.endswith("en") and form not in closed(verb[:-2]):
            yield f"{verb[:-2]}ing", "noun"
    for ending in ("ing", "ingen"):
        if form.endswith(ending):
            yield f"{form.removesuffix(ending)}en", "verb"
    for ending in ("ist", "isten", "istisch", "istische"):
        if form.endswith(ending):
            yield f"{form.removesuffix(ending)}isme", "noun"
    for ending in ("isch", "ische"):
        if form.endswith(ending):
            yield f"{form.removesuffix(ending)}ie", "noun"
    for ending in ("er", "ers", "aar", "aars"):
        if form.endswith(ending):
            yield f"{form.removesuffix(ending)}en", "verb"
    for ending in ("baar", "bare"):
        if form.endswith(ending):
            for stem in stems(form.removesuffix(ending)):
                yield f"{stem}en", "verb"


def _adjectives(form: str, closed: Callable[[str], set[str]]) -> Iterator[str]:
    yield form
    for ending in ("e", "er", "ere"):
        if form.endswith(ending):
            yield from closed(form.removesuffix(ending))
    for ending in ("st", "ste"):
        if form.endswith(ending):
            yield form.removesuffix(ending)
