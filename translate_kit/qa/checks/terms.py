"""Terminology: what the glossary says about each pair, as findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
        "The source has the term more often than the translation. Where a pronoun may stand for the rest, or a plural "
        "for two singulars, it is a note."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Zelfredzaamheid vraagt zelfredzaamheid.", "Self-reliance demands it."),
        Example("Zelfredzaamheid vraagt zelfredzaamheid.", "Self-reliance is demanding."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Zelfredzaamheid vraagt zelfredzaamheid.", "Self-reliance demands self-reliance."),
    )


@dataclass(frozen=True, kw_only=True)
class TermInconsistent(Check):
    """A term that is translated in another way than at its first place in the document."""

    id: ClassVar[str] = "term-inconsistent"
    name: ClassVar[str] = "Term translated in two ways"
    description: ClassVar[str] = (
        "The translation has an allowed term, and another allowed one stands at the first place of the same source "
        "term in the document. The message says where that is."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Twee werkkampen.", "Two forced labour camps.", (("Een werkkamp.", "A labour camp."),)),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Twee werkkampen.", "Two labour camps.", (("Een werkkamp.", "A labour camp."),)),
    )

    severity: Severity = Severity.INFO

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Nothing in a pair by itself."""
        yield from ()

    def run(self, pairs: Sequence[Pair]) -> Iterable[Finding]:
        """Compare each use of a term with its first use in the same document."""
        if not any(pair.target and pair.verdicts for pair in pairs):
            return  # without a glossary, its package is not even loaded
        from glossary.consistency import FirstUses

        documents: dict[str, FirstUses] = {}
        for number, pair in enumerate(pairs):
            if not pair.target:
                continue
            first = documents.setdefault(pair.segment.document, FirstUses(pair.context.target_language))
            for verdict in first.judge(number, pair.verdicts):
                place = verdict.elsewhere
                if place is None or verdict.start is None or verdict.end is None:
                    continue
                earlier = pairs[place.segment].segment.id
                where = f"in segment {earlier}" if place.segment != number else "earlier in this segment"
                yield self.finding(
                    pair,
                    f"“{verdict.match.text}” is “{verdict.found}” here, and “{place.found}” {where}, its first place.",
                    target=(verdict.start, verdict.end),
                    source=(verdict.match.start, verdict.match.end),
                    suggestion=verdict.suggestion,
                    severity=Severity[verdict.severity.upper()],
                    concept=verdict.match.concept,
                )
