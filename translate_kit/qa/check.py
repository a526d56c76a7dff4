"""What a check is, what it sees of a segment, and what it shares with the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from sys import intern
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from translate_kit.data import Finding, Segment, Severity
from translate_kit.qa.numbers import Comparison, compare, read
from translate_kit.qa.text import blanked, running, runs_plainly, words

if TYPE_CHECKING:
    from glossary import TermBase, Verdict
    from translate_kit.qa.text import Word


class Example(NamedTuple):
    """A pair that a check is shown on, in the docs and in its tests.

    Attributes:
        source: the Dutch.
        target: the English.
        before: pairs that stand before it in the document, for checks that compare segments.
    """

    source: str
    target: str
    before: tuple[tuple[str, str], ...] = ()


class Pair:
    """A segment as the checks see it: what several of them need is worked out once."""

    def __init__(self, segment: Segment, context: Context, verdicts: Sequence[Verdict] | None = None) -> None:
        self.segment, self.context = segment, context
        self.source, self.target = segment.source, segment.target
        self.prepared: dict[str, object] = {}
        if verdicts is not None:
            self.verdicts = verdicts

    @cached_property
    def source_text(self) -> str:
        """The source with tags, placeholders and addresses blanked out; offsets stay."""
        return blanked(self.source)

    @cached_property
    def target_text(self) -> str:
        """The target with tags, placeholders and addresses blanked out; offsets stay."""
        return blanked(self.target)

    @cached_property
    def source_words(self) -> list[Word]:
        """The words of the source, mark-up left out."""
        return words(self.source_text)

    @cached_property
    def target_words(self) -> list[Word]:
        """The words of the target, mark-up left out."""
        return words(self.target_text)

    @cached_property
    def source_running(self) -> list[Word]:
        """The words and numbers of the source, for comparing what two texts say."""
        return self.source_words if runs_plainly(self.source_text) else running(self.source_text)

    @cached_property
    def target_running(self) -> list[Word]:
        """The words and numbers of the target."""
        return self.target_words if runs_plainly(self.target_text) else running(self.target_text)

    @cached_property
    def source_sequence(self) -> tuple[str, ...]:
        """The words and numbers of the source in lower case, empty for a pair without a target: what is compared."""
        return tuple([intern(word.lower) for word in self.source_running]) if self.target.strip() else ()

    @cached_property
    def source_vocabulary(self) -> frozenset[str]:
        """The words of the source in lower case."""
        return frozenset(word.lower for word in self.source_words)

    @cached_property
    def target_vocabulary(self) -> frozenset[str]:
        """The words of the target in lower case."""
        return frozenset(word.lower for word in self.target_words)

    @cached_property
    def quantities(self) -> Comparison:
        """Numbers, dates and times of both sides, paired by value."""
        return compare(
            read(self.source_text, self.context.source_language), read(self.target_text, self.context.target_language)
        )

    def forget(self) -> None:
        """Let go of the words and quantities, 20 KB a segment; they are worked out again when somebody asks.

        What the checks that compare segments ask of each is kept.
        """
        _ = self.source_sequence
        for name in _HEAVY:
            self.__dict__.pop(name, None)

    @cached_property
    def verdicts(self) -> Sequence[Verdict]:
        """What the glossary says about the pair; nothing without a glossary."""
        termbase = self.context.termbase
        return termbase.check(self.source, self.target) if termbase is not None else ()


_HEAVY = (
    "source_words",
    "target_words",
    "source_running",
    "target_running",
    "source_vocabulary",
    "target_vocabulary",
    "quantities",
)


@dataclass(frozen=True)
class Context:
    """What all checks of one run share.

    Attributes:
        termbase: the glossary, None without one.
        source_language: BCP 47.
        target_language: BCP 47.
    """

    termbase: TermBase | None = None
    source_language: str = "nl"
    target_language: str = "en"

    @cached_property
    def from_dutch(self) -> bool:
        """Whether the source is Dutch."""
        return _base(self.source_language) == "nl"

    @cached_property
    def into_english(self) -> bool:
        """Whether the target is English."""
        return _base(self.target_language) == "en"

    @property
    def dutch_to_english(self) -> bool:
        """Whether a number can be written anew: only of Dutch and English is the notation known."""
        return self.from_dutch and self.into_english


def _base(language: str) -> str:
    return re.split("[-_]", language.lower())[0]


@dataclass(frozen=True, kw_only=True)
class Check:
    """One kind of problem. The attributes are its documentation; `check` does the work.

    The class says what is found; an instance may set another severity, or the limits that a check declares as fields.

    Attributes:
        id: how findings, profiles and waivers name it.
        name: a heading for people.
        description: what it finds and why it matters, in a sentence or two.
        fails: pairs with a finding; the docs show them, the tests run them.
        passes: pairs without one that a plainer check would get wrong.
        severity: of its findings; one that is less sure of a finding says so.
        fix: whether `check --fix` writes its suggestions into the target: only where each of them is certain.
    """

    id: ClassVar[str]
    name: ClassVar[str]
    description: ClassVar[str]
    fails: ClassVar[tuple[Example, ...]]
    passes: ClassVar[tuple[Example, ...]]

    severity: Severity = Severity.WARNING
    fix: bool = False

    def check(self, pair: Pair) -> Iterator[Finding]:
        """The findings of one pair; its target is not empty."""
        raise NotImplementedError

    def prepare(self, pair: Pair) -> object:
        """What `run` will want to know of a pair, worked out while its words are at hand; it finds it in `prepared`."""
        del pair
        return None

    def run(self, pairs: Sequence[Pair]) -> Iterable[Finding]:
        """The findings of all pairs, in any order. A check that compares segments replaces this."""
        for pair in pairs:
            if pair.target:
                yield from self.check(pair)

    def finding(
        self,
        pair: Pair,
        message: str,
        *,
        target: tuple[int, int] | None = None,
        source: tuple[int, int] | None = None,
        suggestion: str = "",
        severity: Severity | None = None,
        concept: str = "",
    ) -> Finding:
        """A finding of this check.

        Args:
            pair: where.
            message: what is wrong, one sentence.
            target: from where to where in the target.
            source: from where to where in the source.
            suggestion: what to write at `target` instead, when that is certain.
            severity: another one than the check's.
            concept: id of the concept, of a finding about a term.
        """
        start, end = target or (None, None)
        source_start, source_end = source or (None, None)
        return Finding(
            check=self.id,
            severity=self.severity if severity is None else min(severity, self.severity),
            segment=pair.segment.id,
            message=message,
            start=start,
            end=end,
            suggestion=suggestion,
            source_start=source_start,
            source_end=source_end,
            document=pair.segment.document,
            concept=concept,
        )

    def each(self, pair: Pair, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """The places of a pattern in the target, outside mark-up."""
        return pattern.finditer(pair.target_text)


OWN_SETTINGS = ("enabled", "severity", "fix")
"""What a profile can tell every check, beside its limits."""


def settings_of(check: Check) -> dict[str, bool | int | float | str]:
    """The limits of a check that a profile can set, with their values."""
    return {
        field.name: value
        for field in fields(check)
        if field.name not in OWN_SETTINGS and isinstance(value := getattr(check, field.name), bool | int | float | str)
    }
