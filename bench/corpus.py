"""Units and queries for the benchmarks of the memory, out of the segments of `bench/dutch.py`.

Of the queries 20 % are in the memory, 40 % have one to four words changed and 40 % are unrelated. Very short and very
long ones are rare among them, so that more are made, in the same parts, for each length that has too few.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dutch import Dutch, Words

from tm import TranslationUnit
from tm.score import normalise, score
from tm.tmx import write_tmx

THRESHOLD, LIMIT = 70, 5
LENGTHS = (("under 15", 0, 15), ("15-40", 15, 40), ("40-120", 40, 120), ("over 120", 120, 10**9))
_SAMPLE = 20_000
_AT_ONCE = 8
"""Queries of similar length that are scored against every unit together."""


@dataclass(frozen=True, slots=True)
class Query:
    """A text to look up.

    Attributes:
        text: the text.
        band: its length, one of `LENGTHS`.
        mixed: whether it is one of the mix; the others were made for the lengths that have few.
    """

    text: str
    band: str
    mixed: bool


def band_of(text: str) -> str:
    """The name of a text's length."""
    return next(name for name, low, high in LENGTHS if low <= len(text) < high)


class Corpus:
    """Units, written as TMX.

    Attributes:
        path: of the TMX file.
        texts: the normalised sources.
    """

    def __init__(self, path: Path, units: int) -> None:
        self.path = path
        self.texts: list[str] = []
        self._dutch, self._chance = Dutch(1), random.Random(3)
        self._sample: list[tuple[Words, str]] = []
        write_tmx(path, self._made(units), source_language="nl")

    def __len__(self) -> int:
        return len(self.texts)

    def _made(self, units: int) -> Iterator[TranslationUnit]:
        """The units; some words of theirs are kept to make queries of."""
        for number in range(units):
            words = self._dutch.segment()
            source, target = self._dutch.texts(words)
            self.texts.append(normalise(source))
            if len(self._sample) < _SAMPLE:
                self._sample.append((words, source))
            elif self._chance.random() < _SAMPLE / (number + 1):
                self._sample[self._chance.randrange(_SAMPLE)] = (words, source)
            yield TranslationUnit.simple(source, target)

    def queries(self, count: int, of_each_length: int) -> list[Query]:
        """A mix of so many, and further ones for lengths that have too few; any first part has some of both."""
        other = Dutch(2)
        mix = [self._query(number, other, self._sample) for number in range(count)]
        more: list[list[str]] = []
        for name, low, high in LENGTHS:
            like = [(words, source) for words, source in self._sample if low <= len(source) < high]
            lacking = of_each_length - sum(band_of(text) == name for text in mix)
            made: list[str] = []
            while like and len(made) < lacking:
                text = self._query(len(made), other, like)
                if low <= len(text) < high:
                    made.append(text)
            more.append(made)
        queries = []
        extra = [text for number in range(of_each_length) for made in more for text in made[number : number + 1]]
        while mix or extra:
            queries += [Query(text, band_of(text), mixed=True) for text in mix[:1]]
            queries += [Query(text, band_of(text), mixed=False) for text in extra[:1]]
            mix, extra = mix[1:], extra[1:]
        return queries

    def _query(self, number: int, other: Dutch, like: list[tuple[Words, str]]) -> str:
        if number % 5 == 0:
            return self._chance.choice(like)[1]
        if number % 5 < 3:
            words = self._dutch.changed(self._chance.choice(like)[0], self._chance.randint(1, 4))
            return self._dutch.texts(words)[0]
        # Unrelated, and as long as one of these.
        return other.texts(other.words(len(self._chance.choice(like)[0])))[0]

    def best(self, queries: list[Query]) -> list[list[int]]:
        """The scores of the best matches of each query, by scoring every unit; equal texts count once."""
        from rapidfuzz.distance import Levenshtein
        from rapidfuzz.process import cdist

        found: list[list[int]] = [[] for _ in queries]
        normal = [normalise(query.text) for query in queries]
        order = sorted(range(len(normal)), key=lambda at: len(normal[at]))
        for start in range(0, len(order), _AT_ONCE):
            part = order[start : start + _AT_ONCE]
            own = [normal[at] for at in part]
            # A text that reaches the threshold is at most so long, and differs at most so much.
            most = max(map(len, own)) * 100 // THRESHOLD * (100 - THRESHOLD) // 100 + 1
            distances = cdist(own, self.texts, scorer=Levenshtein.distance, score_cutoff=most, workers=-1)
            for row, at in enumerate(part):
                size = len(normal[at])
                near = (distances[row] <= most).nonzero()[0].tolist()
                scored = {self.texts[hit]: score(int(distances[row, hit]), size, len(self.texts[hit])) for hit in near}
                reached = (points for points in scored.values() if points >= THRESHOLD)
                found[at] = sorted(reached, reverse=True)[:LIMIT]
        return found


def pairs_and_queries(units: int, count: int) -> tuple[list[tuple[str, str]], list[str]]:
    """Pairs of source and target, each source once, and a mix of queries."""
    dutch, other, chance = Dutch(1), Dutch(2), random.Random(3)
    pairs: dict[str, str] = {}
    words = []
    while len(pairs) < units:
        segment = dutch.segment()
        source, target = dutch.texts(segment)
        if source not in pairs:
            pairs[source] = target
            words.append((segment, source))
    queries = []
    for number in range(count):
        if number % 5 == 0:
            queries.append(chance.choice(words)[1])
        elif number % 5 < 3:
            queries.append(dutch.texts(dutch.changed(chance.choice(words)[0], chance.randint(1, 4)))[0])
        else:
            queries.append(next(other.pairs())[0])
    return list(pairs.items()), queries
