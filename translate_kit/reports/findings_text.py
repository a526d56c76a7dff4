"""Findings as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from translate_kit.data import Finding, Segment, Severity
from translate_kit.visible import flat

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_CONTEXT_CHARS = 40


def lines(findings: Sequence[Finding], segments: Sequence[Segment]) -> Iterator[tuple[Severity, str]]:
    """A line for each finding (`document:segment: severity: message [check]`), then the place in the target."""
    texts = {(segment.document, segment.id): segment for segment in segments}
    for finding in findings:
        where = f"{finding.document}:{finding.segment}" if finding.document else finding.segment
        advice = f" Write “{flat(finding.suggestion)}”." if finding.suggestion.strip() else ""
        head = f"{where}: {finding.severity.label}: {finding.message}{advice} [{finding.check}]"
        if finding.waived:
            # Looked at already: one line is enough.
            yield Severity.INFO, flat(f"{where}: waived: {finding.message} [{finding.check}] {finding.waived}")
            continue
        yield finding.severity, flat(head)
        segment = texts[finding.document, finding.segment]
        if finding.start is not None and finding.end is not None:
            yield from ((finding.severity, line) for line in _excerpt(segment.target, finding.start, finding.end))
        elif finding.source_start is not None and finding.source_end is not None:
            place = (finding.source_start, finding.source_end)
            yield from ((finding.severity, line) for line in _excerpt(segment.source, *place))


def summary(findings: Sequence[Finding], segments: int) -> str:
    """`2 errors, 1 warning, 0 notes in 68 segments`; what is waived is counted apart, where there is some."""
    open_ = [finding for finding in findings if not finding.waived]
    counts = [sum(finding.severity is severity for finding in open_) for severity in sorted(Severity, reverse=True)]
    words = [f"{count} {word}{'' if count == 1 else 's'}" for count, word in zip(counts, _WORDS, strict=True)]
    if len(open_) < len(findings):
        words.append(f"{len(findings) - len(open_)} waived")
    return f"{', '.join(words)} in {segments} segment{'' if segments == 1 else 's'}"


_WORDS = ("error", "warning", "note")


def _excerpt(text: str, start: int, end: int) -> tuple[str, str]:
    """The text around a place, and a line that underlines it."""
    begin, stop = max(0, start - _CONTEXT_CHARS), min(len(text), end + _CONTEXT_CHARS)
    before, inside, after = flat(text[begin:start]), flat(text[start:end]), flat(text[end:stop])
    dots = "…" if begin else ""
    return (
        f"    {dots}{before}{inside}{after}{'…' if stop < len(text) else ''}",
        f"    {' ' * (len(dots) + len(before))}{'^' * max(1, len(inside))}",
    )
