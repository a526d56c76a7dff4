"""The catalogue is its own specification: its examples are run, and no check lacks any."""

from __future__ import annotations

import pytest

from tests.translate_kit.qa.pairs import CHECK, findings
from translate_kit.data import Severity
from translate_kit.qa import Check, Example
from translate_kit.qa.catalogue import CHECKS, reference_page

FAILS = [
    pytest.param(check.id, example, id=f"{check.id}: {example.target}") for check in CHECKS for example in check.fails
]
PASSES = [
    pytest.param(check.id, example, id=f"{check.id}: {example.target}") for check in CHECKS for example in check.passes
]


@pytest.mark.parametrize(("check", "example"), FAILS)
def test_example_that_fails(check: str, example: Example) -> None:
    terms = check.startswith("term-")
    assert findings(example.source, example.target, check, *example.before, terms=terms)


@pytest.mark.parametrize(("check", "example"), PASSES)
def test_example_that_passes(check: str, example: Example) -> None:
    terms = check.startswith("term-") or check == "dutch-left"
    assert findings(example.source, example.target, check, *example.before, terms=terms) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_each_check_documents_itself(check: Check) -> None:
    assert check.name
    assert check.description.endswith(".")
    assert check.fails
    assert check.passes
    assert check.id == check.id.lower()
    assert isinstance(check.severity, Severity)


def test_ids_are_unique() -> None:
    assert len(CHECK) == len(CHECKS)


def test_reference_page_has_each_check_with_its_severity() -> None:
    page = reference_page()
    for check in CHECKS:
        assert f"## {check.id}\n" in page
        assert f"**{check.name}** ({check.severity.label}). {check.description}" in page
