"""Findings as JUnit XML, which every CI server shows as tests.

A suite is a document. A finding that the gate counts (`--fail-on`) is a test that fails, one by one, because servers
show only the first failure of a test; a waived one is a test that is skipped, with the reason. Each check that found
nothing the gate counts in a document is a test that passes, with the lesser findings as its output. So the tests that
fail are exactly those that make `check` end with exit code 1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from translate_kit.data import Finding, Segment
from translate_kit.reports.marked import visible

if TYPE_CHECKING:
    from translate_kit.reports.findings import Found

_SURROGATES = re.compile("[\ud800-\udfff]")


def render(found: Found) -> bytes:
    """One `<testsuites>` with a suite for each document."""
    from translate_kit.qa.catalogue import CHECKS

    texts = {(segment.document, segment.id): segment for segment in found.segments}
    firsts = {segment.document: segment for segment in reversed(found.segments)}
    by_document: dict[str, list[Finding]] = {segment.document: [] for segment in found.segments}
    for finding in found.findings:
        by_document[finding.document].append(finding)
    looked_for = CHECKS if found.checks is None else found.checks
    # Without a glossary no term was looked at.
    checks = [check.id for check in looked_for if found.termbase is not None or not check.id.startswith("term-")]
    root = ElementTree.Element("testsuites", name="translate-kit check")
    failed = count = 0
    for number, (document, findings) in enumerate(by_document.items()):
        suite = ElementTree.SubElement(root, "testsuite")
        own_failed, skipped = _fill(suite, document, findings, checks, texts, found)
        cases = len(suite)
        failed, count = failed + own_failed, count + cases
        for name, value in {
            "name": document or "segments",
            "id": str(number),
            "tests": str(cases),
            "failures": str(own_failed),
            "errors": "0",
            "skipped": str(skipped),
            "file": found.place(firsts[document]).path,
        }.items():
            suite.set(name, _text(value))
    root.set("tests", str(count))
    root.set("failures", str(failed))
    root.set("errors", "0")
    ElementTree.indent(root)
    data: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _fill(
    suite: ElementTree.Element,
    document: str,
    findings: Sequence[Finding],
    checks: Sequence[str],
    texts: dict[tuple[str, str], Segment],
    found: Found,
) -> tuple[int, int]:
    """Add the tests of a document; how many of them failed and were skipped."""
    failed = skipped = 0
    failing: set[str] = set()
    lesser: dict[str, list[str]] = {}
    for finding in findings:
        line = _line(finding, texts[finding.document, finding.segment], found)
        counts = found.gate is not None and finding.severity >= found.gate and not finding.waived
        if not counts and not finding.waived:
            lesser.setdefault(finding.check, []).append(line)
            continue
        place = f"segment {finding.segment}" + ("" if finding.start is None else f", character {finding.start + 1}")
        case = ElementTree.SubElement(
            suite, "testcase", name=_text(f"{finding.check}: {place}"), classname=_text(document or "segments")
        )
        if finding.waived:
            skipped += 1
            ElementTree.SubElement(case, "skipped", message=_text(f"waived: {finding.waived}")).text = _text(line)
        else:
            failed += 1
            failing.add(finding.check)
            message = _text(finding.message)
            ElementTree.SubElement(case, "failure", message=message, type=finding.severity.label).text = _text(line)
    for check in checks:
        if check not in failing:
            case = ElementTree.SubElement(suite, "testcase", name=check, classname=_text(document or "segments"))
            if check in lesser:
                ElementTree.SubElement(case, "system-out").text = _text("\n".join(lesser[check]))
    return failed, skipped


def _line(finding: Finding, segment: Segment, found: Found) -> str:
    place = found.place(segment)
    where = place.path if place.line is None else f"{place.path}:{place.line}"
    advice = f" Write “{finding.suggestion}”." if finding.suggestion.strip() else ""
    return (
        f"{where}: {finding.severity.label}: {finding.message}{advice} [{finding.check}]\n"
        f"source: {segment.source}\ntarget: {segment.target}"
    )


def _text(text: str) -> str:
    """What XML 1.0 can hold of a text."""
    return _SURROGATES.sub("\ufffd", visible(text))
