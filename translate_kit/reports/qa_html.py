"""The QA report as one page that needs nothing else: readable on a phone, on paper, in the dark and without scripts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from translate_kit.data import Finding, Origin, Segment, Severity
from translate_kit.reports.marked import Piece, Span, pieces, visible
from translate_kit.reports.page import VERDICTS, asset, plural, policy, template

if TYPE_CHECKING:
    from glossary import Verdict
    from translate_kit.reports.qa_report import QaReport

_SIGNS = {Severity.ERROR: "✖", Severity.WARNING: "▲", Severity.INFO: "●"}
_SEVERITY_NAMES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_ORIGINS = {
    Origin.MEMORY: "Translation memory",
    Origin.REPETITION: "Repetition",
    Origin.MACHINE: "Machine translation",
    Origin.PERSON: "Person",
    Origin.NONE: "No translation",
}
_BETTER = {
    **dict.fromkeys(("BLEU", "chrF2", "chrF2++", "term accuracy"), "higher is better"),
    **dict.fromkeys(("TER", "HTER"), "lower is better"),
}


class TermChip(NamedTuple):
    """A term of the source with what became of it."""

    kind: str
    sign: str
    words: str
    term: str
    found: str
    expected: str
    times: int
    message: str


class Row(NamedTuple):
    """A segment as the page shows it."""

    number: int
    segment: Segment
    source: list[Piece]
    target: list[Piece]
    origin: str
    origin_detail: str
    terms: list[TermChip]
    findings: list[Finding]
    worst: str
    checks: str
    waived: bool


MANY = 2_000
"""A report on more segments shows those with findings only, page by page: a browser is slow with so many elements."""
_FIRST = 200
"""So many of them are there for a browser without scripts."""


def render(report: QaReport, *, editor_url: str = "") -> str:
    """The page; see `generate`."""
    return "".join(generate(report, editor_url=editor_url))


def generate(report: QaReport, *, editor_url: str = "") -> Iterator[str]:
    """The page in pieces. Every text of the report is escaped; scripts and styles are allowed by their digest only.

    Args:
        report: what it says.
        editor_url: where a served project shows its segments; with it each segment has a link to `/segment/ID` there.
    """
    from translate_kit.qa.catalogue import CHECKS

    style, script = asset("qa.css"), asset("qa.js")
    names = {check.id: check.name for check in CHECKS}
    many = len(report.segments) > MANY
    flagged = _rows(report, found_only=many)
    rows = list(islice(flagged, _FIRST) if many else flagged)
    yield from template("qa.html.jinja").generate(
        report=report,
        rows=rows,
        pages=_pages(chain(rows, flagged), report, names, editor_url) if many else None,
        editor_url=editor_url,
        waived=sum(bool(finding.waived) for finding in report.findings),
        style=style,
        script=script,
        policy=policy(style, script),
        severities=list(report.by_severity().items()),
        signs=_SIGNS,
        severity_names=_SEVERITY_NAMES,
        checks=report.by_check(),
        check_names=names,
        origins=_origins(report),
        verdicts=[(kind, *VERDICTS[kind], count) for kind in VERDICTS if (count := report.by_verdict().get(kind))],
        scores=[_score(score) for score in report.scores],
        plural=plural,
    )


def _origins(report: QaReport) -> list[tuple[str, str, int]]:
    """Name, class and number of segments of each origin; a file of pairs often says nothing about it."""
    counts = report.by_origin()
    untranslated = sum(not segment.target for segment in report.segments)
    unknown = counts.pop(Origin.NONE, 0) - untranslated
    rest = [("Origin not recorded", "none", unknown), (_ORIGINS[Origin.NONE], "none", untranslated)]
    return [(_ORIGINS[origin], origin.value, count) for origin, count in counts.items()] + [
        entry for entry in rest if entry[2]
    ]


def _rows(report: QaReport, *, found_only: bool) -> Iterator[Row]:
    """Each segment, or only those with findings; made when it is asked for."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in report.findings:
        found.setdefault((finding.document, finding.segment), []).append(finding)
    for number, segment in enumerate(report.segments, 1):
        place = (segment.document, segment.id)
        if place in found or not found_only:
            yield _row(number, segment, found.get(place, []), report.verdicts.get(place, ()))


def _pages(rows: Iterable[Row], report: QaReport, names: Mapping[str, str], editor_url: str) -> Iterator[str]:
    """The rows as JSON for the script: number, worst severity, checks, waived, document, and the row as HTML."""
    documents = {name: number for number, name in enumerate(dict.fromkeys(s.document for s in report.segments))}
    row_template = template("qa_row.html.jinja")
    severities = {severity.label: int(severity) for severity in Severity}
    texts = {"signs": _SIGNS, "severity_names": _SEVERITY_NAMES, "check_names": names, "editor_url": editor_url}
    names_shown = json.dumps([visible(name) for name in documents], ensure_ascii=False)
    yield _script(f'{{"documents": {names_shown}, "rows": [')
    between = ""
    for row in rows:
        value = [
            row.number,
            severities.get(row.worst, 0),
            row.checks,
            int(row.waived),
            documents[row.segment.document],
            row_template.render(row=row, report=report, **texts),
        ]
        yield between + _script(json.dumps(value, ensure_ascii=False))
        between = ",\n"
    yield "]}"


def _script(data: str) -> str:
    # In a script element nothing but its own end, or the beginning of a comment, means anything to a browser.
    return data.replace("</", "<\\/").replace("<!", "\\u003c!")


def _row(number: int, segment: Segment, findings: Sequence[Finding], verdicts: Sequence[Verdict]) -> Row:
    source, target = [], []
    for verdict in verdicts:
        sign, words = VERDICTS[verdict.kind]
        title = f"{verdict.match.term}: {words}"
        source.append(Span(verdict.match.start, verdict.match.end, f"term {verdict.kind}", title))
        if verdict.start is not None and verdict.end is not None:
            target.append(Span(verdict.start, verdict.end, f"term {verdict.kind}", f"{sign} {title}"))
    for finding in findings:
        classes = f"finding {finding.severity.label}"
        if finding.start is not None and finding.end is not None:
            target.append(Span(finding.start, finding.end, classes, finding.message))
        if finding.source_start is not None and finding.source_end is not None and not _whole(finding, segment):
            source.append(Span(finding.source_start, finding.source_end, classes, finding.message))
    worst = max((finding.severity for finding in findings if not finding.waived), default=None)
    return Row(
        number,
        segment,
        pieces(segment.source, source),
        pieces(segment.target, target),
        _origin(segment),
        segment.origin_detail,
        _chips(verdicts),
        sorted(findings, key=lambda finding: -finding.severity),
        worst.label if worst is not None else "none",
        " ".join(dict.fromkeys(finding.check for finding in findings)),
        any(finding.waived for finding in findings),
    )


def _whole(finding: Finding, segment: Segment) -> bool:
    """Whether the finding is about the whole source: marking all of it would say nothing."""
    return finding.source_start == 0 and finding.source_end == len(segment.source)


def _origin(segment: Segment) -> str:
    if not segment.target:
        return _ORIGINS[Origin.NONE]
    name = _ORIGINS[segment.origin] if segment.origin is not Origin.NONE else "Origin not recorded"
    return f"{name}, {segment.match_score}%" if segment.match_score is not None else name


def _chips(verdicts: Sequence[Verdict]) -> list[TermChip]:
    """One chip for each term and verdict, however often it occurs; what needs a look first."""
    order = list(VERDICTS)
    count = Counter((v.match.term, v.kind, v.found.casefold()) for v in verdicts)
    chips: dict[tuple[str, str, str], TermChip] = {}
    for verdict in verdicts:
        key = (verdict.match.term, verdict.kind, verdict.found.casefold())
        if key not in chips:
            sign, words = VERDICTS[verdict.kind]
            expected = "" if verdict.kind in ("ok", "fewer") else ", ".join(verdict.match.targets[:3])
            chips[key] = TermChip(
                verdict.kind, sign, words, verdict.match.term, verdict.found, expected, count[key], verdict.message
            )
    return sorted(chips.values(), key=lambda chip: -order.index(chip.kind))


def _score(score: Mapping[str, Any]) -> dict[str, Any]:
    """A metric with where its bar and its interval stand on a scale from 0 to 100."""

    def place(value: float | None) -> float | None:
        return None if value is None else round(min(100.0, max(0.0, value)), 2)

    low, high = score.get("ci_low"), score.get("ci_high")
    return {
        "name": score["name"],
        "score": score["score"],
        "signature": score.get("signature", ""),
        "ci_low": low,
        "ci_high": high,
        "bar": place(score["score"]),
        "bar_low": place(low),
        "bar_high": place(high),
        "better": _BETTER.get(str(score["name"]), ""),
    }
