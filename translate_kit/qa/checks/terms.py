"""Terminology: what the glossary says about each pair, as findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from translate_kit.data import Finding, Severity
from translate_kit.qa.check import Check, Example, Pair


@dataclass(frozen=True, kw_only=True)
class TermCheck(Check):
    """A kind of verdict of the glossary as a finding."""

    kind: ClassVar[str]

    def check(self, pair: Pair) -> Iterator[Finding]:
        """One finding for each verdict of this kind."""
        for verdict in pair.verdicts:
            if verdict.kind == self.kind and verdict.severity:
                place = None if verdict.start is None or verdict.end is None else (verdict.start, verdict.end)
                yield self.finding(
                    pair,
                    verdict.message,
                    target=place,
                    source=(verdict.match.start, verdict.match.end),
                    suggestion=verdict.suggestion,
                    severity=Severity[verdict.severity.upper()],
                    concept=verdict.match.concept,
                )


@dataclass(frozen=True, kw_only=True)
class TermMissing(TermCheck):
    """A glossary term without any of its translations."""

    id: ClassVar[str] = "term-missing"
    kind: ClassVar[str] = "missing"
    name: ClassVar[str] = "Term not used"
    description: ClassVar[str] = (
        "The source has a glossary term, inflected or in a compound, and the translation has none of its allowed terms."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Zelfredzaamheid is een mooi woord.", "Standing on your own feet is a fine word."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Zelfredzaamheid is een mooi woord.", "Self-reliance is a fine word."),
    )


@dataclass(frozen=True, kw_only=True)
class TermDeprecated(TermCheck):
    """A term that the glossary wants to be rid of."""

    id: ClassVar[str] = "term-deprecated"
    kind: ClassVar[str] = "deprecated"
    name: ClassVar[str] = "Deprecated term"
    description: ClassVar[str] = "The translation uses a term that the glossary marks as deprecated."
    fails: ClassVar[tuple[Example, ...]] = (
        Example("De Juche betekent zelfredzaamheid.", "Chuch'e means self-reliance."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Zelfredzaamheid is een mooi woord.", "Self-reliance is a fine word."),
    )


@dataclass(frozen=True, kw_only=True)
class TermForbidden(TermCheck):
    """A term that must not be used."""

    id: ClassVar[str] = "term-forbidden"
    kind: ClassVar[str] = "forbidden"
    name: ClassVar[str] = "Forbidden term"
    description: ClassVar[str] = "The translation uses a term that the glossary forbids."
    fails: ClassVar[tuple[Example, ...]] = (Example("De grote leider stierf in 1994.", "The big leader died in 1994."),)
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Zelfredzaamheid is een mooi woord.", "Self-reliance is a fine word."),
    )

    severity: Severity = Severity.ERROR


@dataclass(frozen=True, kw_only=True)
class TermFewer(TermCheck):
    """A term that is used less often than in the source."""

    id: ClassVar[str] = "term-fewer"
    kind: ClassVar[str] = "fewer"
    name: ClassVar[str] = "Term used less often"
    description: ClassVar[str] = (
        "The source has the term more often than the translation. A pronoun may stand for the rest, so this is a note."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Zelfredzaamheid vraagt zelfredzaamheid.", "Self-reliance demands it."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Zelfredzaamheid vraagt zelfredzaamheid.", "Self-reliance demands self-reliance."),
    )

    severity: Severity = Severity.INFO
