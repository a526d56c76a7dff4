"""Findings are known again: in reports of both kinds, after moves, and not when the words at fault changed."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from tests.translate_kit.qa.pairs import segment
from translate_kit.data import Segment
from translate_kit.errors import BadInput
from translate_kit.qa import run_checks
from translate_kit.reports.findings import Found, render
from translate_kit.reports.fingerprint import fingerprints, read_baseline

SEGMENTS = [
    segment("Dat is 5.", "That is 6.", 1),
    segment("Ze komt wel.", "She does  come.", 2),
    segment("Ze komt wel.", "She does  come.", 3),
]


def marks(segments: list[Segment]) -> list[str]:
    return fingerprints(run_checks(segments), segments)


def test_every_finding_of_a_report_has_one_of_its_own() -> None:
    assert len(set(marks(SEGMENTS))) == len(marks(SEGMENTS)) == 3


def test_moved_segments_and_renamed_files_keep_them() -> None:
    moved = [segment("Nieuw.", "New.", 1), *reversed(SEGMENTS)]
    moved = [dataclasses.replace(one, id=str(n), document="other.md") for n, one in enumerate(moved)]
    assert set(marks(moved)) == set(marks(SEGMENTS))


def test_a_change_elsewhere_in_the_target_keeps_them_and_one_at_the_fault_does_not() -> None:
    before = marks(SEGMENTS[:1])
    assert marks([segment("Dat is 5.", "So that is 6.")]) == before
    assert marks([segment("Dat is 5.", "That is 7.")]) != before


@pytest.mark.parametrize("name", ["json", "sarif"])
def test_a_baseline_is_read_from_both_reports(tmp_path: Path, name: str) -> None:
    path = tmp_path / "old"
    path.write_bytes(render(name, Found(segments=SEGMENTS, findings=run_checks(SEGMENTS))))
    assert read_baseline(path) == frozenset(marks(SEGMENTS))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is not JSON"),
        ("3", "is no report of findings"),
        ('{"segments": []}', "is no report of findings"),
        ('{"runs": [3]}', "is no report of findings"),
        ('[{"check": "numbers"}]', "without a fingerprint"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_report_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "old.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=message):
        read_baseline(path)


def test_an_empty_report_is_a_baseline(tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_text(json.dumps([]), encoding="utf-8")
    assert read_baseline(path) == frozenset()
