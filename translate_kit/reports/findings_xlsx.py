"""Findings as a workbook: one sheet with them all, one that counts them by check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from translate_kit.data import Severity
from translate_kit.reports.workbook import Column, Sheet, Value, workbook

if TYPE_CHECKING:
    from translate_kit.reports.findings import Found

COLUMNS = (
    Column("Document", 24),
    Column("Line", 8),
    Column("Segment", 10),
    Column("Severity", 10),
    Column("Check", 20),
    Column("Message", 50, wrap=True),
    Column("Suggestion", 24, wrap=True),
    Column("Source", 60, wrap=True),
    Column("Target", 60, wrap=True),
    Column("Place", 20, wrap=True),
    Column("State", 12),
    Column("Waived", 30, wrap=True),
)
COUNTS = (
    Column("Check", 24),
    Column("Name", 40),
    *(Column(title, 12) for title in ("Errors", "Warnings", "Notes", "Waived")),
)
_COLOURS = {"error": "FBE6E3", "warning": "FDF0D3", "info": "E6EFF9"}


def render(found: Found) -> bytes:
    """The workbook. In a cell longer than a spreadsheet allows, the end is left out and shown by an ellipsis."""
    return workbook(
        (
            Sheet("Findings", COLUMNS, _rows(found), _COLOURS),
            Sheet("By check", COUNTS, list(_counts(found))),
        )
    )


def _rows(found: Found) -> Iterator[list[Value]]:
    texts = {(segment.document, segment.id): segment for segment in found.segments}
    for finding in found.findings:
        segment = texts[finding.document, finding.segment]
        yield [
            finding.document,
            found.place(segment).line,
            finding.segment,
            finding.severity.label,
            finding.check,
            finding.message,
            finding.suggestion,
            segment.source,
            segment.target,
            "" if finding.start is None else segment.target[finding.start : finding.end],
            segment.state.value,
            finding.waived,
        ]


def _counts(found: Found) -> Iterator[list[Value]]:
    from translate_kit.qa.catalogue import CHECKS

    names = {check.id: check.name for check in CHECKS}
    table: dict[str, dict[Severity | str, int]] = {}
    for finding in found.findings:
        row = table.setdefault(finding.check, {})
        kind: Severity | str = "waived" if finding.waived else finding.severity
        row[kind] = row.get(kind, 0) + 1
    for check, row in sorted(table.items(), key=lambda entry: -sum(entry[1].values())):
        counts = [row.get(kind, 0) for kind in (Severity.ERROR, Severity.WARNING, Severity.INFO, "waived")]
        yield [check, names.get(check, check), *counts]
