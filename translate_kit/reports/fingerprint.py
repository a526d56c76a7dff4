"""Know a finding again: in a later report, after segments were moved or a file was renamed."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from translate_kit.data import Finding, Segment
from translate_kit.errors import BadInput
from translate_kit.files import read_text

REMEDY = "Make one with `translate-kit check --json --out FILE`."


def fingerprints(findings: Sequence[Finding], segments: Sequence[Segment]) -> list[str]:
    """What each finding is known by: the check, the source and the words at fault; equal ones are numbered.

    Neither the document nor the id of the segment goes in, since both change when a file is renamed or a paragraph is
    put in before it, nor what the target says elsewhere.
    """
    texts = {(segment.document, segment.id): segment for segment in segments}
    times: Counter[str] = Counter()
    return [fingerprint(finding, texts[finding.document, finding.segment], times) for finding in findings]


def fingerprint(finding: Finding, segment: Segment, times: Counter[str]) -> str:
    """The fingerprint of one finding.

    Args:
        finding: which.
        segment: its segment.
        times: how often each has been seen, which this call adds to.
    """
    at_fault = "" if finding.start is None else segment.target[finding.start : finding.end]
    parts = (finding.check, segment.key, " ".join(segment.source.split()), at_fault, finding.concept)
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    times[digest] += 1
    return f"{digest}:{times[digest]}"


def read_baseline(path: str | Path) -> frozenset[str]:
    """The fingerprints of an earlier report: the JSON of `check`, or SARIF.

    Raises:
        BadInput: it is not there, is no such report, or one of an older version that knows no fingerprints.
    """
    text = read_text(path)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInput(f"is not JSON ({error.msg}).", path=path, line=error.lineno, remedy=REMEDY) from None
    except RecursionError:
        raise BadInput("is nested too deeply for a report.", path=path, remedy=REMEDY) from None
    rows = _rows(value)
    if rows is None:
        raise BadInput("is no report of findings.", path=path, remedy=REMEDY)
    found = []
    for row in rows:
        known = row.get("fingerprint")
        if isinstance(row.get("partialFingerprints"), dict):
            known = next(iter(row["partialFingerprints"].values()), None)
        if not isinstance(known, str):
            raise BadInput("has a finding without a fingerprint.", path=path, remedy=REMEDY)
        found.append(known)
    return frozenset(found)


def _rows(value: Any) -> list[Mapping[str, Any]] | None:
    """The findings of a report; None for anything else."""
    rows = value
    if isinstance(value, dict) and isinstance(value.get("runs"), list):
        runs = value["runs"]
        if not all(isinstance(run, dict) and isinstance(run.get("results", []), list) for run in runs):
            return None
        rows = [row for run in runs for row in run.get("results", [])]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return None
    return rows
