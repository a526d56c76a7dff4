"""What a delivery report says, whatever it is written as."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from translate_kit import __version__
from translate_kit.analysis import BANDS, Analysis
from translate_kit.data import Finding, Segment, Severity, State
from translate_kit.qa.checks.rules import Rules
from translate_kit.reports.qa_report import QaReport

if TYPE_CHECKING:
    from translate_kit.qa import Check
    from translate_kit.scoring.history import Run

SHOWN_WAIVERS = 40
SHOWN_TERMS = 12


@dataclass(frozen=True, slots=True)
class TermUse:
    """How often a term of the glossary was in the sources, and what was not as agreed.

    Attributes:
        term: in the source language.
        expected: what may be used.
        times: how often it occurs.
        allowed: how often an allowed term stands in the target.
        forbidden: how often a forbidden or deprecated one does.
    """

    term: str
    expected: str
    times: int
    allowed: int
    forbidden: int

    @property
    def kept(self) -> bool:
        """Whether an allowed term stands for it each time, and nothing else beside."""
        return self.allowed == self.times and not self.forbidden


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document of the delivery in figures."""

    name: str
    segments: int
    words: int
    confirmed: int
    errors: int
    warnings: int
    waived: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One delivery.

    Attributes:
        title: what the client calls the job.
        client: for whom; empty for nobody in particular.
        qa: segments, findings with their waivers, and verdicts on terms.
        checks: what was looked for.
        analysis: match bands, weighted words, price.
        prices: whether the reader may see what it costs.
        effort: what post-editing took, None where nothing is confirmed yet.
        quality: the newest measurement against a reference, None where there is none.
        history: earlier measurements that it can be compared with, oldest first, itself last.
        memories: names of the memories that were used.
        generated: when, in UTC.
        version: of translate-kit.
    """

    title: str
    client: str = ""
    qa: QaReport
    checks: Sequence[Check]
    analysis: Analysis
    prices: bool = True
    effort: Run | None = None
    quality: Run | None = None
    history: Sequence[Run] = ()
    memories: Sequence[str] = ()
    generated: datetime = field(default_factory=lambda: datetime.now(UTC))
    version: str = __version__

    @property
    def segments(self) -> Sequence[Segment]:
        """All segments, in order."""
        return self.qa.segments

    @property
    def waived(self) -> list[Finding]:
        """The findings that a person found to be fine."""
        return [finding for finding in self.qa.findings if finding.waived]

    @property
    def confirmed(self) -> int:
        """How many segments a person stands behind."""
        return sum(segment.state.confirmed for segment in self.segments)

    @property
    def words(self) -> int:
        """Words of the sources, by the rule of the analysis."""
        return self.analysis.total.volume.words

    @property
    def saved_words(self) -> float:
        """New words that need not be translated, thanks to memory and repetitions."""
        return self.words - float(self.analysis.total.weighted_words)

    def by_state(self) -> dict[State, int]:
        """How many segments are in each state, furthest first."""
        count = Counter(segment.state for segment in self.segments)
        order = (State.FINAL, State.REVIEWED, State.TRANSLATED, State.DRAFT, State.REJECTED, State.NEW)
        return {state: count[state] for state in order if count[state]}

    def by_check(self) -> list[tuple[Check, dict[Severity, int], int]]:
        """The checks that found something: open findings by severity, and how many are waived; the gravest first."""
        open_ = self.qa.by_check()
        waived = Counter(finding.check for finding in self.waived)
        none = dict.fromkeys(sorted(Severity, reverse=True), 0)
        rows = [(check, open_.get(check.id, none), waived[check.id]) for check in self.checks]
        found = [row for row in rows if sum(row[1].values()) or row[2]]
        return sorted(found, key=lambda row: [-count for count in row[1].values()])

    @property
    def translated(self) -> int:
        """How many segments have a translation: the others only show that it is missing."""
        return sum(bool(segment.target) for segment in self.segments)

    def idle_checks(self) -> list[Check]:
        """The checks that had nothing to look at: no translation, no term in the sources, no rule in the profile."""
        idle = []
        for check in self.checks:
            if check.id == "empty":
                continue
            of_terms = check.id.startswith("term-")
            no_rules = isinstance(check, Rules) and not check.rules
            if not self.translated or no_rules or (of_terms and not any(self.qa.verdicts.values())):
                idle.append(check)
        return idle

    def clean_checks(self) -> list[Check]:
        """The checks that had something to look at and found nothing at all."""
        known = {finding.check for finding in self.qa.findings} | {check.id for check in self.idle_checks()}
        return [check for check in self.checks if check.id not in known]

    def terms(self) -> list[TermUse]:
        """The terms of the glossary in the sources, those that were not kept to most often first."""
        times: Counter[str] = Counter()
        allowed: Counter[str] = Counter()
        forbidden: Counter[str] = Counter()
        expected: dict[str, str] = {}
        for verdicts in self.qa.verdicts.values():
            for verdict in verdicts:
                term = verdict.match.term
                times[term] += verdict.counts
                allowed[term] += verdict.counts and verdict.allowed
                forbidden[term] += verdict.kind in ("forbidden", "deprecated")
                expected.setdefault(term, ", ".join(verdict.match.targets[:3]))
        rows = [TermUse(term, expected[term], times[term], allowed[term], forbidden[term]) for term in times]
        return sorted(rows, key=lambda row: (-(row.times - row.allowed), -row.times, row.term))

    def documents(self) -> list[DocumentRow]:
        """Each document in figures."""
        words = {part.name: part.volume.words for part in self.analysis.parts}
        confirmed = Counter(segment.document for segment in self.segments if segment.state.confirmed)
        segments = Counter(segment.document for segment in self.segments)
        open_ = Counter((f.document, f.severity) for f in self.qa.findings if not f.waived)
        waived = Counter(finding.document for finding in self.waived)
        return [
            DocumentRow(
                name, segments[name], words.get(name, 0), confirmed[name],
                open_[name, Severity.ERROR], open_[name, Severity.WARNING], waived[name],
            )
            for name in segments
        ]  # fmt: skip


def value(delivery: Delivery) -> dict[str, Any]:
    """The report as `report --json` prints it: the figures of the page."""
    from translate_kit.reports.analysis import value as analysis_value

    allowed, terms = delivery.qa.term_accuracy()
    return {
        "title": delivery.title,
        "client": delivery.client,
        "source_language": delivery.qa.source_language,
        "target_language": delivery.qa.target_language,
        "generated": delivery.generated.isoformat(timespec="seconds"),
        "version": delivery.version,
        "segments": len(delivery.segments),
        "translated": delivery.translated,
        "words": delivery.words,
        "states": {state.value: count for state, count in delivery.by_state().items()},
        "documents": [{name: getattr(row, name) for name in DocumentRow.__slots__} for row in delivery.documents()],
        "findings": {severity.label: count for severity, count in delivery.qa.by_severity().items()},
        "waived": [
            {"check": f.check, "document": f.document, "segment": f.segment, "message": f.message, "reason": f.waived}
            for f in delivery.waived
        ],
        "checks": {
            check.id: {severity.label: count for severity, count in counts.items()} | {"waived": waived}
            for check, counts, waived in delivery.by_check()
        },
        "checks_without_findings": [check.id for check in delivery.clean_checks()],
        "checks_with_nothing_to_look_at": [check.id for check in delivery.idle_checks()],
        "analysis": _without_prices(analysis_value(delivery.analysis), delivery.prices),
        "saved_words": delivery.saved_words,
        "effort": delivery.effort.value() if delivery.effort is not None else None,
        "quality": delivery.quality.value() if delivery.quality is not None else None,
        "terms": {"allowed": allowed, "matched": terms, "verdicts": delivery.qa.by_verdict()},
        "glossaries": list(delivery.qa.glossaries),
        "memories": list(delivery.memories),
        "models": list(delivery.qa.models),
    }


def _without_prices(analysis: dict[str, Any], prices: bool) -> dict[str, Any]:
    if prices:
        return analysis
    card: Mapping[str, Any] = analysis["rate_card"]
    kept = {name: setting for name, setting in card.items() if name not in ("price_per_word", "minimum", "currency")}

    def bare(part: dict[str, Any]) -> dict[str, Any]:
        rest = {name: one for name, one in part.items() if not name.startswith("price")}
        if "bands" in rest:
            rest["bands"] = [bare(band) for band in rest["bands"]]
        return rest

    return {
        **analysis,
        "rate_card": kept,
        "files": [bare(part) for part in analysis["files"]],
        "total": bare(analysis["total"]),
    }


def band_rows(delivery: Delivery) -> list[tuple[str, int, float, float, float]]:
    """The bands that have something in them: title, words, share of all words in per cent, weight, weighted words."""
    total = delivery.analysis.total
    rows = []
    for band in BANDS:
        words = total.volumes[band.id].words
        if total.volumes[band.id].segments:
            share = 100 * words / delivery.words if delivery.words else 0.0
            weighted = float(delivery.analysis.card.weighted(band.id, words))
            rows.append((band.title, words, share, float(delivery.analysis.card.weights[band.id]), weighted))
    return rows
