"""The errors that the benchmark plants in good pairs: nearly all are found, and the good pairs have none."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from glossary import CURATED, TermBase
from translate_kit.data import Segment
from translate_kit.qa import run_checks
from translate_kit.qa.catalogue import CHECKS

BENCH = Path(__file__).resolve().parents[3] / "bench" / "planted.py"


@pytest.fixture(scope="module")
def planting() -> ModuleType:
    spec = importlib.util.spec_from_file_location("planted", BENCH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["planted"] = module
    spec.loader.exec_module(module)
    return module


def test_the_good_pairs_have_no_findings(planting: ModuleType) -> None:
    for source, target in planting.clean_pairs():
        assert run_checks([Segment(id="1", source=source, target=target)]) == []


def test_the_same_seed_plants_the_same(planting: ModuleType) -> None:
    assert list(planting.planted(3, 2)) == list(planting.planted(3, 2))
    assert list(planting.planted(3, 2)) != list(planting.planted(4, 2))


def test_of_at_least_five_hundred_errors_over_all_checks_95_in_a_hundred_are_found(planting: ModuleType) -> None:
    termbase = TermBase.load(CURATED)

    def found(document: tuple[tuple[str, str], ...], check: str, kind: str) -> Counter[str]:
        made = [Segment(id=str(n), source=s, target=t, kind=kind) for n, (s, t) in enumerate(document)]
        terms = termbase if check.startswith("term-") else None
        return Counter(one.check for one in run_checks(made, termbase=terms) if one.segment == str(len(made) - 1))

    errors = list(planting.planted(11, 15))
    assert len(errors) >= 500
    assert {error.check for error in errors} == {check.id for check in CHECKS}
    missed = [
        error
        for error in errors
        if not (found(error.bad, error.check, error.segment_kind) - found(error.good, error.check, error.segment_kind))[
            error.check
        ]
    ]
    assert len(missed) <= 0.05 * len(errors)
    kinds = Counter(error.check for error in missed)
    planted = Counter(error.check for error in errors)
    assert [check for check, count in kinds.items() if count > 0.34 * planted[check]] == []
