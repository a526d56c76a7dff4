"""Put right what is certain: the suggestions of the checks whose suggestions are always right, written into targets."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from translate_kit.data import Finding, Segment, Severity, State
from translate_kit.qa.check import Check

ROUNDS = 5
"""One correction may make room for the next (two spaces before a comma); more rounds than this never were of use."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What putting right did.

    Attributes:
        segments: all of them, with their new targets.
        changed: pairs of a segment before and after, in order.
        findings: what is left.
    """

    segments: list[Segment]
    changed: list[tuple[Segment, Segment]]
    findings: list[Finding]


def fix(
    segments: Sequence[Segment],
    findings: Sequence[Finding],
    run: Callable[[Sequence[Segment]], list[Finding]],
    checks: Iterable[Check],
    chosen: Callable[[list[Finding], Sequence[Segment]], list[Finding]] = lambda findings, _: findings,
) -> Fixed:
    """Write certain suggestions into targets, until nothing changes.

    A segment that is locked or final is left alone, and so is a finding that was waived. A target whose correction
    brings a new error or warning with it keeps its old text.

    Args:
        segments: in the order of their documents.
        findings: of them, all; waived ones marked.
        run: gives the findings of segments, as `run_checks` with its settings does; waived ones marked.
        checks: which run; those with `fix` are believed.
        chosen: gives those of the findings of segments that may be put right, and that are reported; by default all. A
            correction is judged by all of them.
    """
    trusted = {check.id for check in checks if check.fix}
    current = list(segments)
    place = {(segment.document, segment.id): number for number, segment in enumerate(current)}
    left = list(findings)
    refused: set[tuple[str, str]] = set()
    for _ in range(ROUNDS):
        wanted: dict[tuple[str, str], list[Finding]] = defaultdict(list)
        for finding in chosen(left, current):
            key = (finding.document, finding.segment)
            if finding.check in trusted and finding.suggestion and not finding.waived and key not in refused:
                wanted[key].append(finding)
        tried = {}
        for key, found in wanted.items():
            segment = current[place[key]]
            if segment.locked or segment.state is State.FINAL:
                continue
            target = with_suggestions(segment.target, found)
            if target != segment.target and target.strip():
                tried[key] = segment
                current[place[key]] = dataclasses.replace(segment, target=target)
        if not tried:
            break
        before, left = left, run(current)
        worse = _worse(before, left) & tried.keys()
        if worse:
            refused |= worse
            for key in worse:
                current[place[key]] = tried[key]
            left = run(current)
    changed = [(old, new) for old, new in zip(segments, current, strict=True) if old.target != new.target]
    return Fixed(current, changed, chosen(left, current))


def with_suggestions(target: str, findings: Iterable[Finding]) -> str:
    """A target with suggestions in their places; of two that overlap, the first stands."""
    parts, end = [], 0
    for finding in sorted(findings, key=lambda one: (one.start or 0, one.end or 0)):
        if finding.start is None or finding.end is None or finding.start < end or not finding.suggestion:
            continue
        parts += [target[end : finding.start], finding.suggestion]
        end = finding.end
    return "".join((*parts, target[end:]))


def _worse(before: Sequence[Finding], after: Sequence[Finding]) -> set[tuple[str, str]]:
    """The segments of which a check has more findings at or above warning than it had."""
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    for sign, findings in ((-1, before), (1, after)):
        for finding in findings:
            if finding.severity >= Severity.WARNING:
                counts[finding.document, finding.segment, finding.check] += sign
    return {(document, segment) for (document, segment, _), count in counts.items() if count > 0}
