"""What a QA report says, whatever it is written as."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Protocol

from translate_kit import __version__
from translate_kit.data import Finding, Origin, Segment, Severity, machine_model

if TYPE_CHECKING:
    from glossary import TermBase, Verdict

SMALL_MODEL = (
    "The drafts come from the small model that ships with translate-kit, so that everything works without a network. "
    "Expect clumsy sentences and wrong words: it is a starting point, not a translation to publish."
)
FULL_SIZE_MODEL = "translate-kit models install nl en"


@dataclass(frozen=True, slots=True, kw_only=True)
class QaReport:
    """Segments with what was found in them, and the figures about them.

    Attributes:
        title: of the report.
        source_language: BCP 47.
        target_language: BCP 47.
        documents: their names, in order.
        segments: in the order of the documents.
        findings: what the checks found, in the order of the segments.
        verdicts: document and id of a segment → the verdict on each glossary term in its source.
        scores: metrics as in `scores.json`: name, score, signature, ci_low, ci_high.
        models: which engines and models made drafts that are in the segments.
        engine_note: what a reader should know about them.
        engine_command: the command that gets a better model, empty when there is no need.
        glossaries: names of the glossaries that terms were checked against.
        concepts: how many concepts they have.
        generated: when, in UTC.
        version: of translate-kit.
    """

    title: str = "QA report"
    source_language: str = "nl"
    target_language: str = "en"
    documents: tuple[str, ...] = ()
    segments: tuple[Segment, ...] = ()
    findings: tuple[Finding, ...] = ()
    verdicts: Mapping[tuple[str, str], Sequence[Verdict]] = field(default_factory=dict)
    scores: tuple[Mapping[str, Any], ...] = ()
    models: tuple[str, ...] = ()
    engine_note: str = ""
    engine_command: str = ""
    glossaries: tuple[str, ...] = ()
    concepts: int = 0
    generated: datetime = field(default_factory=lambda: datetime.now(UTC))
    version: str = __version__

    @classmethod
    def build(
        cls,
        segments: Sequence[Segment],
        findings: Sequence[Finding],
        *,
        termbase: TermBase | None = None,
        verdicts: Mapping[str, Sequence[Verdict]] | None = None,
        scores: Sequence[Mapping[str, Any]] = (),
        title: str = "QA report",
        source_language: str = "nl",
        target_language: str = "en",
        engine_note: str = "",
    ) -> QaReport:
        """Make a report of segments and findings.

        Args:
            segments: in the order of their documents.
            findings: what `qa.run_checks` gave.
            termbase: the glossary that was used.
            verdicts: by the id of the segment, when they were worked out already; else the glossary is asked.
            scores: see the attribute.
            title: see the attribute.
            source_language: see the attribute.
            target_language: see the attribute.
            engine_note: what to say about the engine; by default what holds for the model that ships.
        """
        if verdicts is not None:
            by_place = {(s.document, s.id): verdicts[s.id] for s in segments if s.id in verdicts}
        elif termbase is not None:
            by_place = {(s.document, s.id): termbase.check(s.source, s.target) for s in segments if s.target}
        else:
            by_place = {}
        models = tuple(
            dict.fromkeys(
                model for s in segments if s.origin is Origin.MACHINE and (model := machine_model(s.origin_detail))
            )
        )
        embedded = any("(embedded)" in model for model in models)
        return cls(
            title=title,
            source_language=source_language,
            target_language=target_language,
            documents=tuple(dict.fromkeys(s.document for s in segments if s.document)),
            segments=tuple(segments),
            findings=tuple(findings),
            verdicts=by_place,
            scores=tuple(scores),
            models=models,
            engine_note=engine_note or (SMALL_MODEL if embedded else ""),
            engine_command=FULL_SIZE_MODEL if embedded else "",
            glossaries=tuple(PurePath(path).name for path in termbase.sources) if termbase is not None else (),
            concepts=len(termbase.concepts) if termbase is not None else 0,
        )

    @classmethod
    def of(
        cls,
        checked: _Checked,
        scores: Mapping[str, Any],
        *,
        project: _Project,
        termbase: TermBase,
        engine_note: str = "",
    ) -> QaReport:
        """The report of a run over a project.

        Args:
            checked: its segments, verdicts by segment id, and findings.
            scores: the content of `scores.json`.
            project: for its languages.
            termbase: the glossary that was used.
            engine_note: see `build`.
        """
        return cls.build(
            checked.segments,
            checked.findings,
            termbase=termbase,
            verdicts=checked.verdicts,
            scores=scores.get("metrics", ()),
            source_language=project.settings.source_language,
            target_language=project.settings.target_language,
            engine_note=engine_note,
        )

    # figures

    @property
    def words(self) -> int:
        """Words of the sources, as separated by white space."""
        return sum(len(segment.source.split()) for segment in self.segments)

    def by_severity(self) -> dict[Severity, int]:
        """How many findings of each severity, the gravest first, without those that are waived."""
        count = Counter(finding.severity for finding in self.findings if not finding.waived)
        return {severity: count[severity] for severity in sorted(Severity, reverse=True)}

    def by_check(self) -> dict[str, dict[Severity, int]]:
        """How many findings of each check and severity; the checks with the gravest and the most findings first."""
        table: dict[str, Counter[Severity]] = {}
        for finding in (finding for finding in self.findings if not finding.waived):
            table.setdefault(finding.check, Counter())[finding.severity] += 1
        order = sorted(
            table, key=lambda check: [-table[check][severity] for severity in sorted(Severity, reverse=True)]
        )
        return {
            check: {severity: table[check][severity] for severity in sorted(Severity, reverse=True)} for check in order
        }

    def by_verdict(self) -> dict[str, int]:
        """How many terms of the sources got each kind of verdict."""
        return dict(Counter(v.kind for verdicts in self.verdicts.values() for v in verdicts if v.counts))

    def by_origin(self) -> dict[Origin, int]:
        """How many segments have a target of each origin."""
        count = Counter(segment.origin if segment.target else Origin.NONE for segment in self.segments)
        return {origin: count[origin] for origin in Origin if count[origin]}

    def term_accuracy(self) -> tuple[int, int]:
        """How many terms of the sources have an allowed translation, and how many there are."""
        from glossary import accuracy

        return accuracy(verdict for verdicts in self.verdicts.values() for verdict in verdicts)

    def clean_segments(self) -> int:
        """How many segments have no finding above a note."""
        flagged = {(f.document, f.segment) for f in self.findings if f.severity > Severity.INFO and not f.waived}
        return sum((segment.document, segment.id) not in flagged for segment in self.segments)


class _Checked(Protocol):
    @property
    def segments(self) -> Sequence[Segment]: ...
    @property
    def verdicts(self) -> Mapping[str, Sequence[Verdict]]: ...
    @property
    def findings(self) -> Sequence[Finding]: ...


class _Settings(Protocol):
    @property
    def source_language(self) -> str: ...
    @property
    def target_language(self) -> str: ...


class _Project(Protocol):
    @property
    def settings(self) -> _Settings: ...
