"""What `check` found, in each format in which it can be written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from translate_kit.data import Finding, Segment, Severity
from translate_kit.reports.places import Place

if TYPE_CHECKING:
    from glossary import TermBase
    from translate_kit.qa import Check

PLACED = ("sarif", "junit", "xlsx")
"""The formats that say in which line a segment stands."""

CHUNK_BYTES = 1 << 18
"""So much is written at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Segments and what was found in them.

    Attributes:
        segments: in the order of their documents.
        findings: in the order of the segments; waived ones with their reason.
        termbase: the glossary, None without one.
        source_language: BCP 47.
        target_language: BCP 47.
        places: document and id of a segment → where it stands in its file.
        gate: the lowest severity that makes `check` fail; None for none.
        checks: what was looked for; None for the whole catalogue.
        editor_url: where a served project's segments are, such as `http://127.0.0.1:8765`; empty for nowhere.
    """

    segments: Sequence[Segment]
    findings: Sequence[Finding]
    termbase: TermBase | None = None
    source_language: str = "nl"
    target_language: str = "en"
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict)
    gate: Severity | None = Severity.ERROR
    checks: Sequence[Check] | None = None
    editor_url: str = ""

    def place(self, segment: Segment) -> Place:
        """Where a segment stands; its document, when no more is known."""
        return self.places.get((segment.document, segment.id)) or Place(segment.document or "segments")


def render(name: str, found: Found) -> bytes:
    """What was found, as one of `FORMATS`."""
    return b"".join(FORMATS[name](found))


def chunks(name: str, found: Found) -> Iterator[bytes]:
    """The same piece by piece, so that a report of a hundred thousand findings is never in memory as a whole."""
    kept: list[bytes] = []
    size = 0
    for piece in FORMATS[name](found):
        kept.append(piece)
        size += len(piece)
        if size >= CHUNK_BYTES:
            yield b"".join(kept)
            kept, size = [], 0
    yield b"".join(kept)


def _text(found: Found) -> Iterator[bytes]:
    from translate_kit.reports.findings_text import lines

    return (f"{line}\n".encode() for _, line in lines(found.findings, found.segments))


def _json(found: Found) -> Iterator[bytes]:
    from translate_kit.reports.fingerprint import fingerprints
    from translate_kit.reports.qa_json import finding_value

    marks = fingerprints(found.findings, found.segments)
    values = (
        {**finding_value(finding), "fingerprint": mark} for finding, mark in zip(found.findings, marks, strict=True)
    )
    for place, item in json_items(values, indent=2):
        yield f"{',' if place else '['}\n{item}".encode()
    yield b"\n]\n" if found.findings else b"[]\n"


def json_items(values: Iterable[Any], *, indent: int, depth: int = 1) -> Iterator[tuple[int, str]]:
    """The items of a list as `json.dumps` would indent them, with their numbers; `depth` is how deep they stand."""
    margin = " " * (indent * depth)
    for place, value in enumerate(values):
        # A line break inside of a text is escaped: these are all between the keys.
        yield place, margin + json.dumps(value, ensure_ascii=False, indent=indent).replace("\n", f"\n{margin}")


def _html(found: Found) -> Iterator[bytes]:
    from translate_kit.reports.qa_html import generate as page
    from translate_kit.reports.qa_report import QaReport

    report = QaReport.build(
        found.segments,
        found.findings,
        termbase=found.termbase,
        source_language=found.source_language,
        target_language=found.target_language,
    )
    return (piece.encode() for piece in page(report, editor_url=found.editor_url))


def _csv(found: Found) -> Iterator[bytes]:
    from translate_kit.reports.findings_csv import render as table

    yield table(found.findings, found.segments)


def _xlsx(found: Found) -> Iterator[bytes]:
    from translate_kit.reports.findings_xlsx import render as book

    yield book(found)


def _sarif(found: Found) -> Iterator[bytes]:
    from translate_kit.reports.findings_sarif import generate as log

    return log(found)


def _junit(found: Found) -> Iterator[bytes]:
    from translate_kit.reports.findings_junit import render as suites

    yield suites(found)


FORMATS: dict[str, Callable[[Found], Iterator[bytes]]] = {
    "text": _text,
    "json": _json,
    "html": _html,
    "csv": _csv,
    "xlsx": _xlsx,
    "sarif": _sarif,
    "junit": _junit,
}
"""Every format of `check --format`, in pieces."""
