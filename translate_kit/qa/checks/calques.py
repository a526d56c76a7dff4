"""English that follows the Dutch word for word: calques, Dutch prepositions, Dutch word order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import ClassVar

from translate_kit.data import Finding
from translate_kit.qa.check import Check, Example, Pair
from translate_kit.qa.tables import rows


@dataclass(frozen=True)
class Calque:
    """One turn of phrase.

    Attributes:
        english: a pattern of what is wrong.
        dutch: a pattern that the source must have; empty for none.
        instead: what to write.
        source: an example.
        wrong: its translation with a finding.
        right: its translation without.
    """

    english: str
    dutch: str
    instead: str
    source: str
    wrong: str
    right: str

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
        """Both patterns, compiled when one is needed: most of a table never is."""
        dutch = re.compile(self.dutch, re.IGNORECASE) if self.dutch else None
        return re.compile(self.english, re.IGNORECASE), dutch


@lru_cache(maxsize=1)
def calques() -> dict[str, list[Calque]]:
    """The table, by each of the words of which a translation has one when the pattern can be in it."""
    found: dict[str, list[Calque]] = defaultdict(list)
    for row in rows("calques"):
        cells = row.cells
        calque = Calque(*(cells[name] for name in ("english", "dutch", "instead", "source", "wrong", "right")))
        for key in cells["keys"].split("|"):
            found[key].append(calque)
    return dict(found)


@dataclass(frozen=True, kw_only=True)
class Calques(Check):
    """Since ten years, on the moment, afterwards became he."""

    id: ClassVar[str] = "calques"
    name: ClassVar[str] = "Dutch in English words"
    description: ClassVar[str] = (
        "A turn of phrase that is Dutch in English words, as machines and tired people write them: since ten years, "
        "on the moment, married with, in 1994 died he. A hundred rules, each with what the source must have; the list "
        "ships with the check."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Hij woont er al tien jaar.", "He lives there since ten years."),
        Example("Daarna werd hij president.", "Afterwards became he president."),
        Example("Op dit moment is hij ziek.", "On this moment he is ill."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Sinds 1990 woont hij er.", "He has lived there since 1990."),
        Example("Hij kwam op dat moment binnen.", "He came in at that moment."),
        Example("Zij is even oud als hij.", "She is as old as he is, even so."),
    )

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Try the rules whose key word is in the target."""
        if not pair.context.dutch_to_english:
            return
        known = calques()
        tried: set[int] = set()
        for key in sorted(known.keys() & pair.target_vocabulary):
            for calque in known[key]:
                if id(calque) in tried:
                    continue
                tried.add(id(calque))
                english, dutch = calque.patterns
                match = english.search(pair.target_text)
                if match is None or (dutch is not None and not dutch.search(pair.source_text)):
                    continue
                start = match.start() + len(match[0]) - len(match[0].lstrip(" ,.!?\"'“‘*_"))
                yield self.finding(
                    pair,
                    f"“{pair.target[start : match.end()]}” follows the Dutch; write: {calque.instead}.",
                    target=(start, match.end()),
                )
