"""The API does what its own description says, whatever it is sent."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.e2e.browser import TKIT, Served, project, served
from translate_kit.data import Origin, State
from translate_kit.project import Project
from translate_kit.project.store import Change
from translate_kit.web.editor.app import description

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed: pip install '.[dev]'")

EXAMPLES = ROOT / "docs" / "reference" / "api.md"
PASSWORD = "zeventien kleine katten"  # noqa: S105 - for these tests alone

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


def ask_anything(operation: Any, url: str, token: str, *, examples: int) -> None:
    """Send requests that fit the description, and hold the answers to it."""
    checks = schemathesis.checks

    @given(case=operation.as_strategy(), segment=REAL)
    @settings(max_examples=examples, phases=PLANNED, suppress_health_check=list(HealthCheck))
    def ask(case: Any, segment: str) -> None:
        if segment and "segment_id" in (case.path_parameters or {}):
            case.path_parameters["segment_id"] = segment
        answer = case.call(url, headers={"Authorization": f"Bearer {token}"}, timeout=30)
        assert answer.status_code != 401 or operation.path == "/api/session", "the token must be known"
        assert answer.status_code < 500 or answer.status_code in (503, 507), answer.text
        case.validate_response(
            answer,
            checks=[
                checks.status_code_conformance, checks.response_schema_conformance, checks.content_type_conformance,
                checks.response_headers_conformance,
            ],
        )  # fmt: skip

    ask()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_any_request_is_answered_as_described(operation: Any, server: Served) -> None:
    ask_anything(operation, server.url, server.token, examples=12)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a team's server, and the token of a coordinator."""
    folder = project(tmp_path_factory.mktemp("team") / "p", TEXT)
    add_coordinator(folder)
    with served(folder, "--team", "--engine", "none") as running:
        token = running.api("POST", "/session", {"name": "ann", "password": PASSWORD}, token="-")["token"]  # noqa: S106
        yield running.url, token


def add_coordinator(folder: Path) -> None:
    subprocess.run(
        [TKIT, "--project", str(folder), "people", "add", "ann", "--role", "coordinator", "--password-stdin"],
        input=f"{PASSWORD}\n".encode(),
        check=True,
        capture_output=True,
    )


# Whoever logs out is out, and would try nothing more.
@pytest.mark.parametrize(
    "operation",
    [one for one in OPERATIONS if one.tags == ["people"] and one.method != "delete"],
    ids=lambda operation: operation.label,
)
def test_any_request_about_people_is_answered_as_described(operation: Any, team: tuple[str, str]) -> None:
    ask_anything(operation, *team, examples=8)


# the reference


def examples(group: str) -> list[str]:
    """The shell lines of a group on the reference page, each whole."""
    page = EXAMPLES.read_text(encoding="utf-8")
    part = page.split(f"\n## {group}\n")[1].split("\n## ")[0]
    blocks = re.findall(r"^```sh\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]


def shown(line: str, running: Served, token: str) -> str:
    """What a line of the reference prints; one that fails fails the test."""
    done = subprocess.run(
        ["bash", "-c", line],
        env={**os.environ, "URL": running.url, "TOKEN": token},
        cwd=running.folder.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (line, done.stdout, done.stderr)
    return done.stdout


@pytest.fixture
def article(tmp_path: Path) -> Path:
    folder = project(tmp_path / "p", "# De eeuwige leider\n\nHij spreekt.\n", name="article.md")
    with Project(folder) as made:
        drafts = [Change(s.id, "The leader", State.DRAFT, Origin.MACHINE, "argos") for s in made.segments()]
        made.store.draft(drafts, person="kit")
    return folder


def test_the_examples_of_the_reference_do_what_they_say(article: Path) -> None:
    with served(article, "--engine", "none") as running:
        ids, help_, confirmed, undone = (json.loads(shown(x, running, running.token)) for x in examples("segments"))
        assert ids["ids"] == ["1", "2"]
        assert help_["terms"][0]["text"].lower() == "eeuwige leider"
        assert (confirmed["segment"]["target"], confirmed["segment"]["revision"]) == ("The eternal leader", 2)
        assert undone["segment"]["target"] == "The leader"
        (replaced,) = (json.loads(shown(x, running, running.token)) for x in examples("search"))
        assert [one["after"] for one in replaced["changes"]] == ["The guide", "The guide"]
        progress, _ = (shown(x, running, running.token) for x in examples("project"))
        assert json.loads(progress)["total"]["segments"] == 2
        assert 'msgstr "The leader"' in (article.parent / "article.po").read_text(encoding="utf-8")
        run, job, found = (json.loads(shown(x, running, running.token)) for x in examples("coordination"))
        assert run["job"] == 1
        assert job["state"] in ("running", "done")
        assert "findings" in found


def test_the_examples_for_a_team_do_what_they_say(article: Path) -> None:
    add_coordinator(article)
    with served(article, "--team", "--engine", "none") as running:
        login, account = examples("people")
        token = json.loads(shown(login, running, ""))["token"]
        assert json.loads(shown(account, running, token))["role"] == "translator"


def test_each_operation_is_in_the_reference() -> None:
    page = EXAMPLES.read_text(encoding="utf-8")
    for path, methods in description()["paths"].items():
        for method in methods:
            assert f"\n### {method.upper()} {path}\n" in page
