"""Term accuracy: one figure, wherever it is shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from glossary import Concept, Status, Term, TermBase, accuracy
from glossary.formats import render
from glossary.stats import compliance
from tests.conftest import Run
from translate_kit.data import Segment
from translate_kit.reports import qa_html, qa_json
from translate_kit.reports.qa_report import QaReport
from translate_kit.scoring.terms import term_accuracy

BASE = TermBase.from_concepts(
    [
        Concept(
            id="leader",
            terms=(
                Term(text="leider", language="nl", part_of_speech="noun"),
                Term(text="leader", language="en", part_of_speech="noun"),
                Term(text="boss", language="en", part_of_speech="noun", status=Status.FORBIDDEN),
            ),
        ),
        Concept(
            id="labour-camp",
            terms=(
                Term(text="werkkamp", language="nl", part_of_speech="noun"),
                Term(text="labour camp", language="en", part_of_speech="noun"),
            ),
        ),
    ]
)
PAIRS = [
    ("De leider.", "The leader."),
    # A second, forbidden one beside the term that is there: one more thing to say, and no term more.
    ("De leider sprak.", "The leader, the boss, spoke."),
    # Said once for two: the target has the term.
    ("De leider zag de leider.", "The leader looked."),
    ("De leider zweeg.", "The boss was silent."),
    ("Een werkkamp.", "A camp."),
]
ALLOWED, TERMS = 4, 6


def test_term_accuracy_counts_each_term_of_the_source_once() -> None:
    score = term_accuracy([v for pair in PAIRS for v in BASE.check(*pair)], signature="glossary:x")
    assert score is not None
    assert score.score == pytest.approx(100 * ALLOWED / TERMS)
    assert score.signature == f"glossary:x|terms:{TERMS}"
    assert term_accuracy([], signature="glossary:x") is None


def test_glossary_check_statistics_scores_and_report_agree() -> None:
    segments = [Segment(id=str(n), source=s, target=t) for n, (s, t) in enumerate(PAIRS, start=1)]
    report = QaReport.build(segments, [], termbase=BASE)
    assert report.term_accuracy() == (ALLOWED, TERMS)
    assert sum(report.by_verdict().values()) == TERMS
    assert accuracy(v for pair in PAIRS for v in BASE.check(*pair)) == (ALLOWED, TERMS)
    stated = compliance(BASE, [(segment.id, segment.source, segment.target) for segment in segments])
    assert (stated["allowed"], stated["terms"]) == (ALLOWED, TERMS)
    assert stated["verdicts"] == report.by_verdict()
    assert f"{100 * ALLOWED / TERMS:.1f}%" in qa_html.render(report)
    assert qa_json.render(report)["summary"]["terms"]["matched"] == TERMS


def test_score_and_delivery_of_a_project_say_the_same(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "terms.csv").write_bytes(render(BASE.concepts, "csv", source_language="nl", target_language="en"))
    (tmp_path / "a.txt").write_text("\n\n".join(source for source, _ in PAIRS), encoding="utf-8")
    tkit("init", "p", "--source", "nl", "--target", "en")
    tkit("--project", "p", "add", "a.txt")
    for number, (_, target) in enumerate(PAIRS, start=1):
        tkit("--project", "p", "edit", str(number), "--target", target)
    scored = json.loads(tkit("--project", "p", "score", "--glossary", "terms.csv", "--json").stdout)
    [figure] = [metric for metric in scored["metrics"] if metric["name"] == "term accuracy"]
    assert figure["score"] == pytest.approx(100 * ALLOWED / TERMS)
    assert figure["signature"].endswith(f"|terms:{TERMS}")
    reported = tkit("--project", "p", "report", "--glossary", "terms.csv", "--json").stdout
    assert json.loads(reported)["terms"]["allowed"] == ALLOWED
    assert json.loads(reported)["terms"]["matched"] == TERMS


def test_a_delivery_lists_a_term_that_has_a_forbidden_one_beside_it(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "terms.csv").write_bytes(render(BASE.concepts, "csv", source_language="nl", target_language="en"))
    (tmp_path / "a.txt").write_text("De leider sprak.", encoding="utf-8")
    tkit("init", "p", "--source", "nl", "--target", "en")
    tkit("--project", "p", "add", "a.txt")
    tkit("--project", "p", "edit", "1", "--target", "The leader, the boss, spoke.")
    page = tkit("--project", "p", "report", "--glossary", "terms.csv").stdout
    assert '1 of 1 <span class="error-text">✖ 1 forbidden</span>' in page
