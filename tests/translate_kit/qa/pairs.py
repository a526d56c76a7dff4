"""Make segments and run one check over them."""

from __future__ import annotations

from glossary import CURATED, TermBase
from translate_kit.data import Finding, Segment
from translate_kit.qa import run_checks
from translate_kit.qa.catalogue import CHECKS

CHECK = {check.id: check for check in CHECKS}


def segment(source: str, target: str, number: int = 1, **more: object) -> Segment:
    return Segment(id=str(number), source=source, target=target, document="article.md", **more)  # type: ignore[arg-type]


def findings(source: str, target: str, check: str, *before: tuple[str, str], terms: bool = False) -> list[Finding]:
    """What one check finds in the last of several pairs."""
    pairs = [*before, (source, target)]
    segments = [segment(*pair, number) for number, pair in enumerate(pairs, 1)]
    termbase = TermBase.load(CURATED) if terms else None
    found = run_checks(segments, checks=[CHECK[check]], termbase=termbase)
    return [finding for finding in found if finding.segment == str(len(pairs))]


def fixed(target: str, found: list[Finding]) -> str:
    """The target with every suggestion put in its place."""
    for finding in sorted(found, key=lambda one: -(one.start or 0)):
        if finding.start is not None and finding.end is not None and finding.suggestion:
            target = target[: finding.start] + finding.suggestion + target[finding.end :]
    return target
