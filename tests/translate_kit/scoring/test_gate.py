"""Limits: what holds, what does not, and what cannot be compared."""

from __future__ import annotations

import dataclasses

import pytest

from translate_kit.errors import BadInput
from translate_kit.scoring import Score
from translate_kit.scoring.gate import judge
from translate_kit.scoring.history import Run

BEFORE = Run(
    measured="2026-11-01T00:00:00Z",
    name="baseline",
    number=1,
    scores=(
        Score("chrF2", 55.1, "nrefs:1|bs:1000|seed:12345|case:mixed|version:2.5.0"),
        Score("TER", 40.0, "case:lc"),
        Score("words an hour", 900.0, "words:10"),
    ),
    segments=5,
)
NOW = Run(
    measured="2026-11-02T00:00:00Z",
    number=2,
    scores=(
        Score("chrF2", 54.1, "nrefs:1|bs:300|seed:7|case:mixed|version:2.6.0"),
        Score("TER", 41.5, "case:lc"),
        Score("words an hour", 400.0, "words:90"),
    ),
    segments=5,
)
NONE: dict[str, float] = {}


@pytest.mark.parametrize(("limit", "holds"), [(54.0, True), (54.1, True), (54.2, False)])
def test_a_minimum_holds_when_it_is_reached(limit: float, holds: bool) -> None:
    (verdict,) = judge(NOW, None, minimum={"chrF2": limit}, maximum={}, drops={}, any_drop=None)
    assert verdict.holds is holds
    assert verdict.metric == "chrF2"


@pytest.mark.parametrize(("limit", "holds"), [(41.4, False), (41.5, True), (60, True)])
def test_a_maximum_holds_when_it_is_not_passed(limit: float, holds: bool) -> None:
    (verdict,) = judge(NOW, None, minimum={}, maximum={"TER": limit}, drops={}, any_drop=None)
    assert verdict.holds is holds


@pytest.mark.parametrize(("limit", "holds"), [(0.99, False), (1.0, True), (2.0, True)])
def test_a_drop_of_just_the_limit_is_allowed(limit: float, holds: bool) -> None:
    # 55.1 - 54.1 is a little more than 1 in floating point.
    (verdict,) = judge(NOW, BEFORE, minimum={}, maximum={}, drops={"chrf2": limit}, any_drop=None)
    assert verdict.holds is holds


def test_the_message_names_the_metric_both_values_and_the_run_compared_with() -> None:
    (verdict,) = judge(NOW, BEFORE, minimum={}, maximum={}, drops={"chrF2": 0.5}, any_drop=None)
    for part in ("chrF2 fell by 1.00", "55.10 in run 1 (", "baseline", "54.10 in run 2 (", "0.5"):
        assert part in verdict.message


def test_for_ter_a_rise_is_a_drop_in_quality() -> None:
    (verdict,) = judge(NOW, BEFORE, minimum={}, maximum={}, drops={"TER": 1}, any_drop=None)
    assert not verdict.holds
    assert "TER rose by 1.50" in verdict.message
    (verdict,) = judge(BEFORE, NOW, minimum={}, maximum={}, drops={"TER": 0}, any_drop=None)
    assert verdict.holds
    assert "TER fell by 1.50" in verdict.message


def test_one_drop_for_all_leaves_out_what_is_not_in_per_cent_and_what_has_its_own() -> None:
    verdicts = judge(NOW, BEFORE, minimum={}, maximum={}, drops={"TER": 2}, any_drop=1.0)
    assert [(verdict.metric, verdict.limit, verdict.holds) for verdict in verdicts] == [
        ("TER", 2, True),
        ("chrF2", 1.0, True),
    ]


def test_another_number_of_samples_or_version_can_be_compared_another_tokeniser_not() -> None:
    other = dataclasses.replace(BEFORE, scores=(Score("chrF2", 60.0, "nrefs:1|case:lc|version:2.6.0"),))
    with pytest.raises(BadInput, match=r"chrF2: it was measured in another way in run 1"):
        judge(NOW, other, minimum={}, maximum={}, drops={"chrF2": 1}, any_drop=None)
    assert judge(NOW, other, minimum={}, maximum={}, drops={}, any_drop=0.1) == []


def test_a_metric_that_was_not_measured_is_refused_with_those_that_were() -> None:
    with pytest.raises(BadInput, match=r"run 2 .* has no COMET; it has chrF2, TER"):
        judge(NOW, None, minimum={"COMET": 0.8}, maximum={}, drops={}, any_drop=None)
    with pytest.raises(BadInput, match="has no BLEU"):
        judge(NOW, BEFORE, minimum={}, maximum={}, drops={"BLEU": 1}, any_drop=None)
