"""Findings as a table that opens in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from translate_kit.data import Finding, Segment
from translate_kit.formats.tsv import guarded

COLUMNS = (
    "document",
    "segment",
    "severity",
    "check",
    "message",
    "suggestion",
    "start",
    "end",
    "source_start",
    "source_end",
    "source",
    "target",
    "waived",
)


def render(findings: Sequence[Finding], segments: Sequence[Segment]) -> bytes:
    """RFC 4180, one row a finding; UTF-8 with a byte order mark, without which Excel takes the machine's code page."""
    texts = {(segment.document, segment.id): segment for segment in segments}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for finding in findings:
        segment = texts[finding.document, finding.segment]
        row = (
            finding.document,
            finding.segment,
            finding.severity.label,
            finding.check,
            finding.message,
            finding.suggestion,
            *("" if place is None else str(place) for place in (finding.start, finding.end)),
            *("" if place is None else str(place) for place in (finding.source_start, finding.source_end)),
            segment.source,
            segment.target,
            finding.waived,
        )
        writer.writerow([guarded(cell) for cell in row])
    return ("\ufeff" + out.getvalue()).encode()
