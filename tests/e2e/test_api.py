"""The API does what its own description says, whatever it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.e2e.browser import Served, project, served
from translate_kit.web.editor.app import description

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed: pip install '.[dev]'")

TEXT = "# Kop\n\n" + "\n\n".join(f"Zin nummer {number}. De leider spreekt." for number in range(1, 11))

ENDLESS = r"/api/events|/run$|/api/analysis\."
"""Live events go on for ever; jobs are processes of their own, which `test_pages` starts and waits for."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(project(tmp_path_factory.mktemp("api") / "p", TEXT), "--engine", "none") as running:
        yield running


OPERATIONS = [
    found.ok()
    for found in schemathesis.openapi.from_dict(description()).exclude(path_regex=ENDLESS).get_all_operations()
]


REAL = st.sampled_from(["", "1", "2", "3"])
"""Ids of segments that are there; most of what is made up is none, and would try nothing but the refusal."""

PLANNED = (Phase.explicit, Phase.generate)
"""Without shrinking: each step is a request, and the one that failed is shown as it was."""


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_any_request_is_answered_as_described(operation: Any, server: Served) -> None:
    checks = schemathesis.checks

    @given(case=operation.as_strategy(), segment=REAL)
    @settings(max_examples=20, phases=PLANNED, suppress_health_check=list(HealthCheck))
    def ask(case: Any, segment: str) -> None:
        if segment and "segment_id" in (case.path_parameters or {}):
            case.path_parameters["segment_id"] = segment
        answer = case.call(server.url, headers={"Authorization": f"Bearer {server.token}"}, timeout=30)
        assert answer.status_code != 401, "the token must reach the server, or nothing is tried"
        assert answer.status_code < 500 or answer.status_code in (503, 507), answer.text
        case.validate_response(
            answer,
            checks=[
                checks.status_code_conformance, checks.response_schema_conformance, checks.content_type_conformance,
                checks.response_headers_conformance,
            ],
        )  # fmt: skip

    ask()
