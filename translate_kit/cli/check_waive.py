"""`check --waive`: say of the findings that were chosen that they are fine, and why, in the file of waivers."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from translate_kit.cli.base import write_output

if TYPE_CHECKING:
    from translate_kit.data import Finding, Segment


def waive(path: str, findings: Sequence[Finding], segments: Sequence[Segment], reason: str) -> int:
    """Add a waiver for each finding that has none; what the file held stays as it is.

    Args:
        path: TOML or CSV; made if it is new.
        findings: those that are fine; waived ones are left out.
        segments: of the findings.
        reason: why.

    Returns:
        How many were added.

    Raises:
        BadInput: the file is there and cannot be read.
    """
    from translate_kit.files import read_text
    from translate_kit.project.project import person
    from translate_kit.waivers import Waiver, with_waivers

    texts = {(segment.document, segment.id): segment for segment in segments}
    new: list[Waiver] = []
    for finding in findings:
        if finding.waived:
            continue
        segment = texts[finding.document, finding.segment]
        waiver = Waiver(
            check=finding.check,
            reason=reason.strip(),
            source=segment.source,
            target=segment.target,
            concept=finding.concept,
            found="" if finding.start is None else segment.target[finding.start : finding.end],
            person=person(),
            date=datetime.now(UTC).date().isoformat(),
        )
        if waiver not in new:
            new.append(waiver)
    if new:
        text = read_text(path, allow_empty=True) if os.path.lexists(path) else ""
        write_output(path, with_waivers(text, new, Path(path)).encode())
    return len(new)
