"""What a term is translated by, out of sentence pairs: word alignment by IBM model 1.

Brown et al. (1993), model 1, trained on the pairs given, with the smoothing of Moore (2004): without it a rare word is
the translation of whatever nothing else accounts for. Each place of a term is one word to the model, so that a term of
several words, or a compound, can stand for several words of the target; the best run of positions is what the term is
in that pair. The model of the other direction was measured too, and took away more right words than wrong ones: it
keeps *missile* from *kruisraket*, since *missile* mostly makes *raket*.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from glossary.concept import Concept, Term, primary
from glossary.frequency import whole_words, written_words
from glossary.language import language_of
from glossary.suspended import HYPHENS
from glossary.termbase import TermBase
from glossary.words import fold

ITERATIONS = 8
SMOOTHING = 0.01
"""Added to each count, and a thousandfold to their sum."""
MAX_WORDS = 80
"""Pairs with a longer side are left out: their words align with anything."""
MAX_SPAN = 6
"""Words that a proposal has at most."""
PER_TERM = 30
"""Pairs with a term that are looked at; more of them change nothing."""
BACKGROUND = 10_000
"""Other pairs, from which the model learns what the words around a term stand for. With 4,000 it proposed the right
translation for two in three of the terms that occur once that it does with 10,000; see `bench/extraction.py`."""

_STEMMERS = {
    **{"da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french"},
    **{"it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "sv": "swedish"},
}
_NOTHING = ""
"""The empty word, that accounts for what nothing else does."""

Spot = tuple[int, int, int]
"""Number of a pair, first character of a term in its source, one past the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A translation that the pairs propose.

    Attributes:
        target: as it is written most often where the term is in its base form, else in the singular; without the
            capital of the beginning of a sentence.
        count: in how many places the term is aligned with it, inflected forms included.
        confidence: 0-1: the mean certainty of these alignments, times their share of all places of the term.
    """

    target: str
    count: int
    confidence: float


def propose(
    pairs: Sequence[tuple[str, str]],
    spots: Mapping[str, Sequence[Spot]],
    *,
    source_language: str = "nl",
    target_language: str = "en",
) -> dict[str, list[Proposal]]:
    """Find what terms are translated by.

    Args:
        pairs: source and target sentences; the more there are beside those with the terms, the better the model knows
            the other words.
        spots: for each term where it stands; of spots that overlap the first counts.
        source_language: of the sources, for stems.
        target_language: of the targets.

    Returns:
        For each term its proposals, the best first; nothing for a term that could not be aligned.
    """
    marked: dict[int, list[tuple[int, int, str]]] = {}
    for term, places in spots.items():
        for pair, start, end in places:
            marked.setdefault(pair, []).append((start, end, term))
    stem_source, stem_target = _stemmer(source_language), _stemmer(target_language)
    sources: list[list[str]] = []
    targets: list[list[str]] = []
    numbers: list[int] = []
    for number, (source, target) in enumerate(pairs):
        one = _source_words(source, sorted(marked.get(number, ())), stem_source)
        other = [stem_target(fold(raw) or raw) for _, _, raw in whole_words(target)]
        if one and other and max(len(one), len(other)) <= MAX_WORDS:
            sources.append(one)
            targets.append(other)
            numbers.append(number)
    if not numbers:
        return {}
    model = Model(sources, targets)
    votes: dict[str, list[_Vote]] = {}
    for place, number in enumerate(numbers):
        words = whole_words(pairs[number][1])
        for start, end, term in marked.get(number, ()):
            if _mark(term) not in sources[place]:
                continue
            here = sources[place].index(_mark(term))
            certain = [model.origin(place, here, spot) for spot in range(len(words))]
            first, last = _best_run(certain, [raw[0].isalnum() for _, _, raw in words])
            if (same := _name_of(pairs[number][0][start:end], words)) is not None:
                # A name that the target has as it is: no model is needed, nor surer.
                first, last = same
                certain[first:last] = [1.0] * (last - first)
            if first < last:
                text = pairs[number][1][words[first][0] : words[last - 1][1]]
                certainty = sum(certain[first:last]) / (last - first)
                in_base = fold(pairs[number][0][start:end]) == fold(term)
                votes.setdefault(term, []).append(_Vote(" ".join(targets[place][first:last]), text, certainty, in_base))
    singular = _Singular(target_language, (word for _, target in pairs for word in written_words(target)))
    return {term: _ranked(cast, len(spots[term]), singular) for term, cast in votes.items()}


@dataclass(frozen=True, slots=True)
class _Vote:
    """What a term is in one place: the stems, the text, how certain that is, whether the term is in its base form."""

    key: str
    text: str
    certainty: float
    in_base: bool


def collect(
    pairs: Iterable[tuple[str, str]],
    terms: Iterable[str],
    *,
    source_language: str = "nl",
    target_language: str = "en",
) -> tuple[list[tuple[str, str]], dict[str, list[Spot]]]:
    """Pick the pairs that `propose` needs out of a memory, however large, and find the terms in them.

    Args:
        pairs: the memory, one by one.
        terms: in their base forms; inflected forms are found too.
        source_language: of the first of each pair, and of the terms.
        target_language: of the second.

    Returns:
        Up to `PER_TERM` pairs for each term and a sample of up to `BACKGROUND` others, always the same one; and where
        each term stands in them.
    """
    concepts = [
        Concept(id=term, terms=(Term(text=term, language=source_language, part_of_speech="noun"),)) for term in terms
    ]
    base = TermBase.from_concepts(concepts, source_language=source_language, target_language=target_language)
    chance = random.Random(1)  # noqa: S311 - a sample, not a secret
    kept: list[tuple[str, str]] = []
    spots: dict[str, list[Spot]] = {}
    others: list[tuple[str, str]] = []
    seen = 0
    for source, target in pairs:
        # What stands for a word said in part (werk- en strafkampen) is the translation of both words together.
        found = [
            match
            for match in base.match(source)
            if match.match in ("exact", "inflected") and match.text == match.text.strip(HYPHENS)
        ]
        wanted = [match for match in found if len(spots.get(match.concept, ())) < PER_TERM]
        if wanted:
            for match in wanted:
                spots.setdefault(match.concept, []).append((len(kept), match.start, match.end))
            kept.append((source, target))
        elif not found:
            seen += 1
            if len(others) < BACKGROUND:
                others.append((source, target))
            elif (place := chance.randrange(seen)) < BACKGROUND:
                others[place] = (source, target)
    return kept + others, spots


class Model:
    """IBM model 1: each word of one side comes from a word of the other, or from nothing.

    Args:
        givens: for each pair the words that generate.
        made: for each pair the words that are generated.
    """

    def __init__(self, givens: Sequence[Sequence[str]], made: Sequence[Sequence[str]]) -> None:
        import numpy as np

        given_numbers, made_numbers = _numbered(givens), _numbered(made)
        nothing = len(given_numbers)
        given_of, made_of, group_of, starts, widths, links, groups = [], [], [], [], [], 0, 0
        for left, right in zip(givens, made, strict=True):
            row = np.array([*(given_numbers[word] for word in left), nothing])
            starts.append(links)
            widths.append(len(row))
            given_of.append(np.tile(row, len(right)))
            made_of.append(np.repeat([made_numbers[word] for word in right], len(row)))
            group_of.append(np.repeat(np.arange(groups, groups + len(right)), len(row)))
            links += len(row) * len(right)
            groups += len(right)
        given, group = np.concatenate(given_of), np.concatenate(group_of)
        both, which = np.unique(given * len(made_numbers) + np.concatenate(made_of), return_inverse=True)
        owner = both // len(made_numbers)
        chance = np.ones(len(both))
        for _ in range(ITERATIONS):
            share = chance[which]
            share /= np.bincount(group, share)[group]
            counts = np.bincount(which, share)
            totals = np.bincount(owner, counts)
            chance = (counts + SMOOTHING) / (totals[owner] + 1000 * SMOOTHING)
        share = chance[which]
        self._share = share / np.bincount(group, share)[group]
        self._starts, self._widths = starts, widths

    def origin(self, pair: int, given: int, made: int) -> float:
        """How certain it is that a word of the made side comes from one of the given side, 0-1."""
        return float(self._share[self._starts[pair] + made * self._widths[pair] + given])


def _numbered(sentences: Sequence[Sequence[str]]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for words in sentences:
        for word in words:
            numbers.setdefault(word, len(numbers))
    return numbers


def _mark(term: str) -> str:
    return f"\0{term}"


def _source_words(text: str, marked: Sequence[tuple[int, int, str]], stem: Callable[[str], str]) -> list[str]:
    """The stems of a source, each term as one word."""
    words: list[str] = []
    rest = list(marked)
    inside = 0
    for start, end, raw in whole_words(text):
        while rest and rest[0][0] < inside:
            rest.pop(0)
        if rest and start <= rest[0][0] < end:
            _, inside, term = rest.pop(0)
            words.append(_mark(term))
        elif start >= inside:
            words.append(stem(fold(raw) or raw))
    return words


def _stemmer(language: str) -> Callable[[str], str]:
    name = _STEMMERS.get(primary(language))
    if name is None:
        return lambda word: word
    import Stemmer

    stem: Callable[[str], str] = Stemmer.Stemmer(name).stemWord
    return stem


def _name_of(text: str, words: Sequence[tuple[int, int, str]]) -> tuple[int, int] | None:
    """Where a name of two words or more stands among the words of a target as it does in the source: *Kim Il-sung*."""
    name = [raw for _, _, raw in whole_words(text)]
    parts = [part for raw in name for part in raw.split("-")]
    if sum(part[:1].isupper() for part in parts) < 2:
        return None
    raws = [raw for _, _, raw in words]
    places = (place for place in range(len(raws) - len(name) + 1) if raws[place : place + len(name)] == name)
    first = next(places, None)
    return None if first is None else (first, first + len(name))


def _best_run(certain: Sequence[float], is_word: Sequence[bool]) -> tuple[int, int]:
    """The run of positions with the highest sum of log odds; an empty one when no position is likely."""
    best, best_sum = (0, 0), 0.0
    odds = [
        math.log((value + 0.02) / (1.02 - value)) if word else -1.0
        for value, word in zip(certain, is_word, strict=True)
    ]
    for first in range(len(odds)):
        total = 0.0
        for last in range(first, min(first + MAX_SPAN, len(odds))):
            total += odds[last]
            if total > best_sum and is_word[first] and is_word[last]:
                best, best_sum = (first, last + 1), total
    return best


def _ranked(votes: Sequence[_Vote], places: int, singular: Callable[[str], str]) -> list[Proposal]:
    by_key: dict[str, list[_Vote]] = {}
    for vote in votes:
        by_key.setdefault(vote.key, []).append(vote)
    proposals = [
        Proposal(
            target=_usual([vote.text for vote in cast if vote.in_base])
            or singular(_usual([vote.text for vote in cast])),
            count=len(cast),
            confidence=round(sum(vote.certainty for vote in cast) / places, 3),
        )
        for cast in by_key.values()
    ]
    return sorted(proposals, key=lambda proposal: (-proposal.confidence, -proposal.count, proposal.target))


def _usual(texts: Sequence[str]) -> str:
    """The commonest spelling: small letters where they occur, the shortest of equals (the singular); "" of none."""
    small = {text.lower() for text in texts if text == text.lower()}
    counts = Counter(text.lower() if text.lower() in small else text for text in texts)
    return min(counts, key=lambda text: (-counts[text], len(text), text), default="")


class _Singular:
    """Leads the last word of a text back to its base form, where that occurs in the pairs too."""

    def __init__(self, language: str, words: Iterable[str]) -> None:
        self._language, self._words = language_of(language), frozenset(words)

    def __call__(self, text: str) -> str:
        front, space, last = text.rpartition(" ")
        spelt = self._language.spell(fold(last))
        for base in self._language.bases(spelt):
            if base != spelt and base in self._words and spelt in self._language.forms(base, "noun"):
                return f"{front}{space}{base.capitalize() if last[:1].isupper() else base}"
        return text
