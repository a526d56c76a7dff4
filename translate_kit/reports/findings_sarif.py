"""Findings as SARIF 2.1.0, which code hosts show beside the lines of a change.

Static Analysis Results Interchange Format, OASIS Standard, version 2.1.0 with errata 01. What is written keeps to what
GitHub's code scanning reads: each result has a location and a fingerprint, each rule a help text.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from translate_kit import __version__
from translate_kit.data import Finding, Segment, Severity
from translate_kit.reports.fingerprint import fingerprint
from translate_kit.reports.marked import visible
from translate_kit.reports.places import Place

if TYPE_CHECKING:
    from translate_kit.qa import Check
    from translate_kit.reports.findings import Found

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "translateKit/v1"
"""The name of our fingerprint; another number when what it is made of changes."""
GITHUB_FINGERPRINT = "primaryLocationLineHash"
"""The only one that GitHub looks at. Where it is not there, the upload makes one of the text of the line, and then two
findings of a check in one line, or in a file whose lines are not known, are one and the same."""

_END = "\n   "
_SURROGATE = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def generate(found: Found) -> Iterator[bytes]:
    """One run with a rule for each check of the catalogue and a result for each finding, waived ones suppressed."""
    from translate_kit.qa.catalogue import CHECKS
    from translate_kit.reports.findings import json_items

    used = {finding.check for finding in found.findings}
    known = {check.id for check in CHECKS}
    chosen = {check.id: check for check in (CHECKS if found.checks is None else found.checks)}
    rules = [_rule(chosen.get(check.id, check), enabled=check.id in chosen) for check in CHECKS]
    rules += [{"id": check} for check in sorted(used - known)]
    numbers = {rule["id"]: number for number, rule in enumerate(rules)}
    texts = {(segment.document, segment.id): segment for segment in found.segments}
    times: Counter[str] = Counter()
    results = (
        _result(finding, texts[finding.document, finding.segment], found, numbers[finding.check], times)
        for finding in found.findings
    )
    run = {
        "tool": {
            "driver": {
                "name": "translate-kit",
                "semanticVersion": __version__,
                "rules": rules,
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "results": [],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    head, _, foot = json.dumps(log, ensure_ascii=False, indent=1).rpartition("[]")
    yield _bytes(f"{head}[")
    for place, item in json_items(results, indent=1, depth=4):
        yield _bytes(f"{',' if place else ''}\n{item}")
    yield _bytes(f"{_END if found.findings else ''}]{foot}\n")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _rule(check: Check, *, enabled: bool) -> dict[str, Any]:
    lines = [check.description, ""]
    for title, examples in (("Finding", check.fails), ("Fine", check.passes)):
        lines += [f"{title}: {example.source} → {example.target}" for example in examples[:2]]
    text = "\n".join(lines).strip()
    markdown = [check.description, ""]
    for title, examples in (("**Finding**", check.fails), ("**Fine**", check.passes)):
        markdown += [f"- {title}: {_code(example.source)} → {_code(example.target)}" for example in examples[:2]]
    name = "".join(word.capitalize() for word in check.id.split("-"))
    return {
        "id": check.id,
        # A name that only repeats the id is one too many (SARIF 2.1.0, 3.49.7).
        **({"name": name} if name.casefold() != check.id else {}),
        "shortDescription": {"text": check.name},
        "fullDescription": {"text": check.description},
        "help": {"text": visible(text), "markdown": visible("\n".join(markdown).strip())},
        "defaultConfiguration": {"level": _LEVELS[check.severity], "enabled": enabled},
        "properties": {"tags": ["translation"]},
    }


def _code(text: str) -> str:
    fence = "``" if "`" in text else "`"
    edge = " " if fence == "``" else ""
    return f"{fence}{edge}{text}{edge}{fence}" if text.strip() else "(nothing)"


def _result(finding: Finding, segment: Segment, found: Found, rule: int, times: Counter[str]) -> dict[str, Any]:
    place, exact = found.place(segment).of(finding)
    mark = fingerprint(finding, segment, times)
    advice = f" Write “{finding.suggestion}”." if finding.suggestion.strip() else ""
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": visible(finding.message + advice)},
        "locations": [_location(place, segment)],
        "partialFingerprints": {FINGERPRINT: mark, GITHUB_FINGERPRINT: mark},
        "properties": {
            "source": visible(segment.source),
            "target": visible(segment.target),
            "state": segment.state.value,
        },
    }
    if finding.waived:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": visible(finding.waived)},
        ]
    if exact and finding.suggestion:
        result["fixes"] = [
            {
                "description": {"text": visible(f"Write “{finding.suggestion}”.")},
                "artifactChanges": [
                    {
                        "artifactLocation": _artifact(place.path),
                        "replacements": [
                            {"deletedRegion": _region(place), "insertedContent": {"text": finding.suggestion}}
                        ],
                    }
                ],
            }
        ]
    return result


def _location(place: Place, segment: Segment) -> dict[str, Any]:
    return {
        "physicalLocation": {"artifactLocation": _artifact(place.path), "region": _region(place)},
        "logicalLocations": [
            {
                "name": segment.id,
                "fullyQualifiedName": f"{segment.document}#{segment.id}" if segment.document else segment.id,
                "kind": "resource",
            }
        ],
    }


def _artifact(path: str) -> dict[str, Any]:
    # Bytes of a name that is not UTF-8 are kept as they are; other halves of surrogate pairs are no part of any name.
    raw = _SURROGATE.sub("\ufffd", path).encode("utf-8", "surrogateescape")
    uri = quote(raw, safe="/!$&'()*+,;=@~-._")
    # A relative one is relative to the root of the repository, from which a check in CI runs.
    return {"uri": f"file://{uri}"} if path.startswith("/") else {"uri": uri, "uriBaseId": "%SRCROOT%"}


def _region(place: Place) -> dict[str, int]:
    # Code hosts show no result without a line: what has none stands at the head of its file.
    region = {"startLine": place.line or 1}
    if place.line and place.column and place.end_line and place.end_column:
        region |= {"startColumn": place.column, "endLine": place.end_line, "endColumn": place.end_column}
    return region
