"""Sources that are nearly the same with targets that are not, and the same target for different sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import ne
from typing import ClassVar

from translate_kit.data import Finding, Severity
from translate_kit.qa.check import Check, Example, Pair
from translate_kit.qa.text import sequence, shown

_MANY = 12
"""Of the segments with the same half, each is compared with so many before it."""


@dataclass(frozen=True, kw_only=True)
class NearRepetitions(Check):
    """All words of the source but one are those of another segment."""

    id: ClassVar[str] = "near-repetition-differs"
    name: ClassVar[str] = "Near repetition translated differently"
    description: ClassVar[str] = (
        "The source differs from another one in a single word or number, and the two translations differ in most of "
        "their words. Tables, captions and refrains should sound alike."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example(
            "In 1996 kwamen er drie nieuwe kerken bij.",
            "Three churches were newly added during the year 1996.",
            (("In 1995 kwamen er drie nieuwe kerken bij.", "In 1995 three new churches were built."),),
        ),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example(
            "In 1996 kwamen er drie nieuwe kerken bij.",
            "In 1996 three new churches were built.",
            (("In 1995 kwamen er drie nieuwe kerken bij.", "In 1995 three new churches were built."),),
        ),
        Example(
            "Zij woont hier niet.", "She does not live here.", (("Zij woont hier graag.", "She likes living here."),)
        ),
    )

    at_least_words: int = 5
    differing: float = 0.5

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Nothing in a pair by itself."""
        yield from ()

    def run(self, pairs: Sequence[Pair]) -> Iterable[Finding]:
        """Bring segments together by the first or the second half of their source: the other has the one word."""
        sources = [pair.source_sequence for pair in pairs]
        halves: dict[int, list[int]] = defaultdict(list)
        seen: set[tuple[str, ...]] = set()
        for number, source in enumerate(sources):
            size = len(source)
            if size < self.at_least_words or source in seen:
                continue
            seen.add(source)
            middle = size // 2
            halves[hash((size, False, source[:middle]))].append(number)
            halves[hash((size, True, source[middle:]))].append(number)
        reported: set[int] = set()
        for members in halves.values():
            for place, number in enumerate(members):
                for earlier in members[max(0, place - _MANY) : place]:
                    if number in reported:
                        break
                    if _one_apart(sources[earlier], sources[number]) and self._differ(pairs[earlier], pairs[number]):
                        reported.add(number)
                        yield self._found(pairs[earlier], pairs[number])

    def _found(self, first: Pair, pair: Pair) -> Finding:
        return self.finding(
            pair,
            f"All words of the source but one are those of segment {first.segment.id}: {shown(first.target, 100)}.",
            target=(0, len(pair.target)),
            source=(0, len(pair.source)),
            severity=None if first.segment.document == pair.segment.document else Severity.INFO,
        )

    def _differ(self, one: Pair, other: Pair) -> bool:
        from rapidfuzz.distance import Indel

        mine, theirs = sequence(one.target_text), sequence(other.target_text)
        if min(len(mine), len(theirs)) < self.at_least_words:
            return False
        return bool(Indel.normalized_distance(mine, theirs) > self.differing)


def _one_apart(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two sources of the same length differ in one word."""
    differing: int = sum(map(ne, one, other))
    return len(one) == len(other) and differing == 1


@dataclass(frozen=True, kw_only=True)
class SameTarget(Check):
    """One translation for two sources."""

    id: ClassVar[str] = "same-target"
    name: ClassVar[str] = "Same translation of different sources"
    description: ClassVar[str] = (
        "Another source has this very translation: one of the two was overwritten or pasted in the wrong place. "
        "Between sources that are much alike it is a note."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example(
            "Mijn moeder had toch gelijk.",
            "Nobody knows where he lives.",
            (("Niemand weet waar hij woont.", "Nobody knows where he lives."),),
        ),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Zo is het.", "That is so.", (("Dat is zo.", "That is so."),)),
        Example(
            "Niemand weet waar hij woont!",
            "Nobody knows where he lives.",
            (("Niemand weet waar hij woont.", "Nobody knows where he lives."),),
        ),
    )

    at_least_words: int = 4

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Nothing in a pair by itself."""
        yield from ()

    def run(self, pairs: Sequence[Pair]) -> Iterable[Finding]:
        """Group by target; the first of a group stands for the others."""
        groups: dict[str, list[Pair]] = defaultdict(list)
        for pair in pairs:
            if pair.source.strip() and len(pair.target.split(None, self.at_least_words)) >= self.at_least_words:
                groups[" ".join(pair.target.split()).casefold()].append(pair)
        for group in groups.values():
            first, mine = group[0], group[0].source_sequence
            for pair in group[1:]:
                theirs = pair.source_sequence
                if theirs == mine:
                    continue
                from rapidfuzz.distance import Indel

                yield self.finding(
                    pair,
                    f"Segment {first.segment.id} has the same translation, and another source:"
                    f" {shown(first.source, 100)}.",
                    target=(0, len(pair.target)),
                    source=(0, len(pair.source)),
                    severity=None if Indel.normalized_similarity(mine, theirs) < _ALIKE else Severity.INFO,
                )


_ALIKE = 0.6
