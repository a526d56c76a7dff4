"""Words that were written twice, and translations that are far too long or too short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import eq
from typing import ClassVar

from translate_kit.data import Finding
from translate_kit.qa.check import Check, Example, Pair
from translate_kit.qa.checks.dutch import FUNCTION_WORDS
from translate_kit.qa.text import Word, shown

_TWICE = "had that very bye ha no yes many so far long do knock hip is in on"
_MEANT_TWICE = frozenset(_TWICE.split())
"""Words that English may have twice in a row: what he had had, very very old."""
_BEFORE = {
    "is": "it this that what he she there",
    "in": "hand hands handed turn turned go goes went come comes came bring brought give gave send sent",
    "on": "log logs logged go goes went carry carried move moved live lived hold held come came",
}
_BEFORE_TWICE = {word: frozenset(before.split()) for word, before in _BEFORE.items()}
"""What stands before those that are twice only there: what it is is, hand it in in triplicate, log on on Mondays."""
_CLOSED_CLASS = "the a an then this that his her its their he she it they we was is are were of"
_CLOSED = frozenset(_CLOSED_CLASS.split())
_PRONOUNS = frozenset({"je", "ze", "we", "die", "er", "u", "is", "van", "te", "over"})
_BETWEEN_TWO = frozenset({"to", "and", "by", "in", "after", "for", "upon", "on", "or"})
"""Words between two that are the same: taller and taller and …, from door to door to …"""


@dataclass(frozen=True, kw_only=True)
class RepeatedWord(Check):
    """The the."""

    id: ClassVar[str] = "repeated-word"
    name: ClassVar[str] = "Repeated words"
    description: ClassVar[str] = (
        "A word, or a group of up to four, stands twice in a row: a slip of the hand, or a machine that got stuck."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("De leider van het land.", "The leader of the the country."),
        Example("De leider van het land.", "The leader of the country of the country."),
        Example("Geboren op 15 april 1912.", "Born on 15 April 15 April 1912."),
        Example("Zie ons verslag voor de cijfers.", "See our report for the for the figures."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Hij had het gezegd.", "He had had his say."),
        Example("Telefoon: 06 06 12.", "Phone: 06 06 12."),
        Example("In Walla Walla.", "In Walla Walla."),
        Example("Het werd steeds groter.", "It became larger and larger and larger."),
        Example("Stap voor stap, stap voor stap.", "Step by step, step by step."),
    )

    fix: bool = True

    longest: int = 4

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Look for the shortest repeated group at each place."""
        found = pair.target_running
        lower = [word.lower for word in found]
        if not any(any(map(eq, lower, lower[size:])) for size in range(1, self.longest + 1)):
            return
        place = 0
        while place < len(lower) - 1:
            size = self._repeated_at(lower, place)
            if not size:
                place += 1
                continue
            times = 2
            while lower[place + times * size : place + (times + 1) * size] == lower[place : place + size]:
                times += 1
            group = found[place : place + times * size]
            if self._wrong(pair, group, size):
                span = (group[0].start, group[-1].end)
                kept = pair.target[group[0].start : group[size - 1].end]
                yield self.finding(pair, f"{shown(kept)} is repeated.", target=span, suggestion=kept)
            place += times * size

    def _repeated_at(self, lower: list[str], place: int) -> int:
        for size in range(1, self.longest + 1):
            if lower[place] == (lower[place + size] if place + size < len(lower) else None) and (
                lower[place : place + size] == lower[place + size : place + 2 * size]
            ):
                return size
        return 0

    def _wrong(self, pair: Pair, group: Sequence[Word], size: int) -> bool:
        """Whether a repetition is a slip.

        Args:
            pair: where.
            group: all its words, the repeated ones included.
            size: how many of them are repeated.
        """
        words = [word.lower for word in group[:size]]
        if not any(word[0].isalpha() for word in words):
            return False
        if size == 1 and words[0] in _MEANT_TWICE:
            before = {word.lower for word in pair.target_words if word.end <= group[0].start <= word.end + 12}
            if words[0] not in _BEFORE_TWICE or not before.isdisjoint(_BEFORE_TWICE[words[0]]):
                return False
        if size == 2 and not _BETWEEN_TWO.isdisjoint(words) and not (words[0] in _BETWEEN_TWO and words[1] in _CLOSED):
            return False
        gaps = [pair.target_text[one.end : other.start] for one, other in pairwise(group)]
        if not all(gap.isspace() or (gap == "-" and size > 1) for gap in gaps):
            return False  # a comma or a dash between them: meant
        if pair.target[: group[0].start].endswith("-"):
            return False  # re-existing existing
        return not self._repeats([word.lower for word in pair.source_running])

    def _repeats(self, dutch: list[str]) -> bool:
        """Whether the source repeats something itself; `je je` and `die die` are just grammar."""
        return any(
            size > 1 or dutch[place] not in FUNCTION_WORDS | _PRONOUNS
            for place in range(len(dutch) - 1)
            if (size := self._repeated_at(dutch, place))
        )


@dataclass(frozen=True, kw_only=True)
class Length(Check):
    """Too long or too short to be a translation of this."""

    id: ClassVar[str] = "length"
    name: ClassVar[str] = "Length"
    description: ClassVar[str] = (
        "The translation is much shorter or much longer than its source: something was left out, added, or stands in "
        "the wrong segment. `most_chars` sets a limit that no translation may pass, where there is no room for more."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example(
            "De stichter stierf in 1994 en vier jaar later riep de grondwet hem uit tot president.",
            "The founder died in 1994.",
        ),
    )
    passes: ClassVar[tuple[Example, ...]] = (Example("Zo is het maar net.", "Exactly."),)

    shortest: float = 0.45
    longest: float = 1.9
    at_least_chars: int = 30
    most_chars: int = 0

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Compare the lengths in characters; short segments are let alone."""
        source, target = len(pair.source.strip()), len(pair.target.strip())
        if 0 < self.most_chars < target:
            yield self.finding(pair, f"The translation has {target} characters; {self.most_chars} are allowed.")
        if max(source, target) < self.at_least_chars or abs(source - target) < self.at_least_chars:
            return
        ratio = target / max(1, source)
        if self.shortest <= ratio <= self.longest:
            return
        yield self.finding(pair, f"The translation has {target} characters, the source {source}: {ratio:.0%} of it.")
