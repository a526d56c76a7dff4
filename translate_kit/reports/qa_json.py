"""The QA report as JSON: the same facts as the page, for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from translate_kit.data import Finding

if TYPE_CHECKING:
    from glossary import Verdict
    from translate_kit.reports.qa_report import QaReport


def render(report: QaReport) -> dict[str, Any]:
    """The report as a value for `json.dumps`; the docs describe its keys."""
    findings: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for finding in report.findings:
        findings.setdefault((finding.document, finding.segment), []).append(finding_value(finding))
    allowed, terms = report.term_accuracy()
    return {
        "title": report.title,
        "source_language": report.source_language,
        "target_language": report.target_language,
        "documents": list(report.documents),
        "generated": report.generated.isoformat(timespec="seconds"),
        "version": report.version,
        "engine": {"models": list(report.models), "note": report.engine_note, "command": report.engine_command},
        "glossary": {"files": list(report.glossaries), "concepts": report.concepts},
        "summary": {
            "segments": len(report.segments),
            "words": report.words,
            "clean_segments": report.clean_segments(),
            "findings": {severity.label: count for severity, count in report.by_severity().items()},
            "checks": {
                check: {severity.label: count for severity, count in counts.items()}
                for check, counts in report.by_check().items()
            },
            "origins": {origin.value or "none": count for origin, count in report.by_origin().items()},
            "terms": {"allowed": allowed, "matched": terms, "verdicts": report.by_verdict()},
        },
        "scores": [dict(score) for score in report.scores],
        "segments": [
            {
                "id": segment.id,
                "document": segment.document,
                "kind": segment.kind,
                "source": segment.source,
                "target": segment.target,
                "state": segment.state.value,
                "origin": segment.origin.value,
                "origin_detail": segment.origin_detail,
                "match_score": segment.match_score,
                "terms": [verdict_value(v) for v in report.verdicts.get((segment.document, segment.id), ())],
                "findings": findings.get((segment.document, segment.id), []),
            }
            for segment in report.segments
        ],
    }


def finding_value(finding: Finding) -> dict[str, Any]:
    """A finding as `check --json` prints it."""
    return {
        "check": finding.check,
        "severity": finding.severity.label,
        "segment": finding.segment,
        "message": finding.message,
        "start": finding.start,
        "end": finding.end,
        "suggestion": finding.suggestion,
        "source_start": finding.source_start,
        "source_end": finding.source_end,
        "document": finding.document,
        "concept": finding.concept or None,
        "waived": finding.waived or None,
    }


def verdict_value(verdict: Verdict) -> dict[str, Any]:
    """A verdict on one term, with its place in the source and in the target."""
    return {
        "term": verdict.match.term,
        "text": verdict.match.text,
        "concept": verdict.match.concept,
        "verdict": verdict.kind,
        "found": verdict.found,
        "targets": list(verdict.match.targets),
        "source_start": verdict.match.start,
        "source_end": verdict.match.end,
        "start": verdict.start,
        "end": verdict.end,
        "message": verdict.message,
    }
