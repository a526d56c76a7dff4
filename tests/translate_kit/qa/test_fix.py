"""Corrections that are certain: what they change, what they leave alone, and that they never make it worse."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.translate_kit.qa.pairs import segment
from tests.translate_kit.qa.test_run_checks import TEXT
from translate_kit.data import Finding, Segment, Severity, State
from translate_kit.qa import run_checks
from translate_kit.qa.catalogue import CHECKS
from translate_kit.qa.fix import Fixed, fix, with_suggestions


def fixed(segments: Sequence[Segment]) -> Fixed:
    return fix(segments, run_checks(segments), run_checks, CHECKS)


@pytest.mark.parametrize(
    ("source", "target", "right"),
    [
        ("Ze komt wel.", " She does  come ,  today . ", "She does come, today."),
        ("Dat is 1,4 miljard.", "That is 1,4 billion.", "That is 1.4 billion."),
        ("In de 21e eeuw.", "In the the 21th century.", "In the 21st century."),
        ("Een appel op maandag.", "A apple on monday.", "An apple on Monday."),
        ("„Ja”, zei ze.", "„Yes”, she said.", "“Yes”, she said."),
        ("Het café.", "the cafÃ©.", "The café."),
        ("Alle foto’s.", "All photo’s.", "All photos."),
        ("Ze komt wel.", "She does come.", "She does come."),
    ],
)
def test_certain_corrections_are_written(source: str, target: str, right: str) -> None:
    done = fixed([segment(source, target)])
    assert [one.target for one in done.segments] == [right]
    assert done.findings == run_checks(done.segments)
    assert len(done.changed) == (target != right)


def test_what_is_not_certain_is_left_to_a_person() -> None:
    one = segment("Volgens Natsios stierven er velen.", "According to Nastios many died.")
    done = fixed([one])
    assert done.changed == []
    assert [finding.check for finding in done.findings] == ["names"]


@pytest.mark.parametrize("change", [{"locked": True}, {"state": State.FINAL}])
def test_locked_and_final_segments_are_left_alone(change: dict[str, object]) -> None:
    one = segment("Ze komt wel.", "She does  come.", **change)
    assert fixed([one]).changed == []


@pytest.mark.parametrize("state", [State.DRAFT, State.TRANSLATED, State.REVIEWED])
def test_the_state_stays(state: State) -> None:
    ((before, after),) = fixed([segment("Ze komt wel.", "She does  come.", state=state)]).changed
    assert dataclasses.replace(before, target=after.target) == after


def test_a_waived_finding_is_not_put_right() -> None:
    one = segment("Ze komt wel.", "She does  come.")

    def run(segments: Sequence[Segment]) -> list[Finding]:
        return [dataclasses.replace(finding, waived="meant") for finding in run_checks(segments)]

    assert fix([one], run([one]), run, CHECKS).changed == []


def test_a_check_that_is_not_trusted_changes_nothing() -> None:
    one = segment("Ze komt wel.", "She does  come.")
    checks = [dataclasses.replace(check, fix=False) for check in CHECKS]
    assert fix([one], run_checks([one]), run_checks, checks).changed == []


def test_a_correction_that_brings_another_finding_is_taken_back() -> None:
    one = segment("Ze komt wel.", "She does  come.")

    def run(segments: Sequence[Segment]) -> list[Finding]:
        if segments[0].target == one.target:
            return run_checks(segments)
        return [Finding(check="numbers", severity=Severity.ERROR, segment="1", message="Worse.", document="article.md")]

    assert fix([one], run([one]), run, CHECKS).changed == []

    # Also where only the findings of one check are to be put right.
    def spaces(findings: list[Finding], _: Sequence[Segment]) -> list[Finding]:
        return [finding for finding in findings if finding.check == "spaces"]

    left = fix([one], run([one]), run, CHECKS, spaces)
    assert (left.changed, [finding.check for finding in left.findings]) == ([], ["spaces"])
    assert fix([one], run_checks([one]), run_checks, CHECKS, spaces).changed != []
    assert fix([one], run_checks([one]), run_checks, CHECKS, lambda _, __: []).changed == []


def test_of_overlapping_suggestions_the_first_stands() -> None:
    def at(start: int, end: int, suggestion: str) -> Finding:
        return Finding(
            check="x", severity=Severity.INFO, segment="1", message="m", start=start, end=end, suggestion=suggestion
        )

    assert with_suggestions("abcdef", [at(2, 4, "X"), at(3, 5, "Y"), at(0, 1, "Z")]) == "ZbXef"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=3))
def test_any_text_is_put_right_without_getting_worse(pairs: list[tuple[str, str]]) -> None:
    segments = [segment(*pair, number) for number, pair in enumerate(pairs)]
    done = fixed(segments)
    assert [one.source for one in done.segments] == [one.source for one in segments]
    assert done.findings == run_checks(done.segments)

    def grave(findings: Sequence[Finding]) -> int:
        return sum(finding.severity >= Severity.WARNING for finding in findings)

    assert grave(done.findings) <= grave(run_checks(segments))
