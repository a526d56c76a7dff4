"""The rules of a house or a project, as patterns out of its profile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from translate_kit.data import Finding, Severity
from translate_kit.qa.check import Check, Example, Pair


@dataclass(frozen=True)
class Rule:
    r"""One rule: what a source and a target look like that are wrong together.

    Attributes:
        name: shown in its findings.
        source: a pattern that the source must have; empty for any.
        target: a pattern that the target must not have.
        missing: a pattern that the target must have.
        message: what is wrong; empty for a message made of the name.
        instead: what to write for the match of `target`, with `\1` for its groups; empty for no fix.
        severity: of its findings.
    """

    name: str
    source: str = ""
    target: str = ""
    missing: str = ""
    message: str = ""
    instead: str = ""
    severity: Severity = Severity.WARNING

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None, re.Pattern[str] | None]:
        """The three patterns, compiled; None for an empty one.

        Raises:
            re.error: one of them is no regular expression.
        """
        one, two, three = (re.compile(text) if text else None for text in (self.source, self.target, self.missing))
        return one, two, three


@dataclass(frozen=True, kw_only=True)
class Rules(Check):
    """What only this house minds."""

    id: ClassVar[str] = "rules"
    name: ClassVar[str] = "Rules of the house"
    description: ClassVar[str] = (
        "Patterns out of the profile: words that must not be used, texts that must have a counterpart. Without a "
        "profile there is one rule: no notes to oneself (TODO, FIXME, XXX, ???) in a translation."
    )
    fails: ClassVar[tuple[Example, ...]] = (Example("De kerk is dicht.", "The church is TODO closed."),)
    passes: ClassVar[tuple[Example, ...]] = (Example("Een TODO in de code.", "A TODO in the code."),)

    severity: Severity = Severity.ERROR
    fix: bool = True

    rules: tuple[Rule, ...] = (
        Rule(
            "a note to oneself",
            target=r"\b(?:TODO|FIXME|XXX)\b|\?\?\?",
            message="There is a note to oneself in the translation.",
        ),
    )

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Try each rule."""
        for rule in self.rules:
            source, target, missing = rule.patterns
            match = source.search(pair.source) if source is not None else None
            if source is not None and match is None:
                continue
            place = match.span() if match is not None and match[0] else None
            message = rule.message or f"Against the rule “{rule.name}”."
            if missing is not None and missing.search(pair.target) is None:
                yield self.finding(pair, message, source=place, severity=rule.severity)
            for found in target.finditer(pair.target) if target is not None else ():
                if not found[0] or (source is None and found[0] in pair.source):
                    continue
                yield self.finding(
                    pair,
                    message,
                    target=found.span(),
                    source=place,
                    suggestion=found.expand(rule.instead) if rule.instead else "",
                    severity=rule.severity,
                )
