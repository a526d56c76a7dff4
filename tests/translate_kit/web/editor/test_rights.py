"""Who may do what: every route of the editor, and each role."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.routing import APIRoute

from tests.translate_kit.web.editor.conftest import PEOPLE, Office
from translate_kit.project.people import Role
from translate_kit.web.editor.app import PARTS

ANYBODY = None
READER, TRANSLATOR, REVIEWER, COORDINATOR = Role

ROUTES: dict[str, Role | None] = {
    "GET /": READER,
    "GET /activity": READER,
    "GET /analysis": READER,
    "GET /docs": READER,
    "GET /login": ANYBODY,
    "GET /people": READER,
    "GET /progress": READER,
    "GET /qa": READER,
    "GET /report": READER,
    "GET /scores": READER,
    "GET /segment/{segment_id}": READER,
    "DELETE /api/segments/{segment_id}/typing": TRANSLATOR,
    "DELETE /api/session": READER,
    "GET /api/activity": READER,
    "GET /api/analysis": READER,
    "GET /api/analysis.{kind}": READER,
    "GET /api/concordance": READER,
    "GET /api/effort": READER,
    "GET /api/effort.csv": READER,
    "GET /api/effort/people": READER,
    "GET /api/events": READER,
    "GET /api/export": READER,
    "GET /api/jobs/{number}": READER,
    "GET /api/openapi.json": READER,
    "GET /api/people": READER,
    "GET /api/progress": READER,
    "GET /api/progress/states": READER,
    "GET /api/qa": READER,
    "GET /api/scores": READER,
    "GET /api/segments": READER,
    "GET /api/segments/ids": READER,
    "GET /api/segments/{segment_id}": READER,
    "GET /api/segments/{segment_id}/activity": READER,
    "GET /api/segments/{segment_id}/comments": READER,
    "GET /api/segments/{segment_id}/help": READER,
    "GET /api/segments/{segment_id}/revisions": READER,
    "GET /api/settings": READER,
    "PATCH /api/comments/{number}": TRANSLATOR,
    "PATCH /api/people/{name}": COORDINATOR,
    "PATCH /api/settings": COORDINATOR,
    "POST /api/analysis/run": TRANSLATOR,
    "POST /api/batches/{number}/undo": TRANSLATOR,
    "POST /api/find": READER,
    "POST /api/people": COORDINATOR,
    "POST /api/presence": TRANSLATOR,
    "POST /api/qa/run": TRANSLATOR,
    "POST /api/replace": TRANSLATOR,
    "POST /api/report/run": TRANSLATOR,
    "POST /api/segments/bulk": TRANSLATOR,
    "POST /api/segments/{segment_id}/check": READER,
    "POST /api/segments/{segment_id}/comments": TRANSLATOR,
    "POST /api/segments/{segment_id}/effort": TRANSLATOR,
    "POST /api/segments/{segment_id}/join": TRANSLATOR,
    "POST /api/segments/{segment_id}/lock": REVIEWER,
    "POST /api/segments/{segment_id}/machine": TRANSLATOR,
    "POST /api/segments/{segment_id}/propagate": TRANSLATOR,
    "POST /api/segments/{segment_id}/propagation": TRANSLATOR,
    "POST /api/segments/{segment_id}/split": TRANSLATOR,
    "POST /api/segments/{segment_id}/undo": TRANSLATOR,
    "POST /api/segments/{segment_id}/waive": TRANSLATOR,
    "POST /api/session": ANYBODY,
    "PUT /api/me/password": READER,
    "PUT /api/segments/{segment_id}": TRANSLATOR,
    "PUT /api/segments/{segment_id}/typing": TRANSLATOR,
}
"""The lowest role that each is for. A route that is not here fails the test: somebody has to think about it."""

RUNS = {
    "GET /api/events",
    "GET /api/analysis.{kind}",
    "POST /api/analysis/run",
    "POST /api/qa/run",
    "POST /api/report/run",
}
"""These go on for ever, or begin a process: here only those are asked who are to be refused."""

READING_CHANGES = {
    "DELETE /api/session",
    "PUT /api/me/password",
    "POST /api/find",
    "POST /api/segments/{segment_id}/check",
}
"""All that somebody with the lowest role may send other than GET: what is their own, and questions that are long."""


def routes() -> set[str]:
    return {
        f"{method} {route.path}"
        for part in PARTS
        for route in part.router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }


def test_every_route_has_the_role_that_it_should(file_office: Office) -> None:
    assert routes() == set(ROUTES)
    for name, least in ROUTES.items():
        method, _, path = name.partition(" ")
        path = re.sub(r"\{[a-z_]+\}", "99", path)
        if least is None:
            continue
        headers = {"Accept": "application/json"}
        unknown = file_office.client.request(method, path, headers=headers)
        assert unknown.status_code in (401, 303), name
        assert unknown.headers.get("location", "/login") == "/login"
        for person, role in PEOPLE.items():
            if name in RUNS and role.includes(least):
                continue
            if name == "DELETE /api/session":
                continue
            answer = file_office.client.request(
                method, path, headers={**headers, "Authorization": f"Bearer {file_office.tokens[person]}"}
            )
            assert (answer.status_code == 403) is not role.includes(least), (name, person, answer.text)


def test_whoever_only_reads_changes_nothing() -> None:
    changing = {name for name, role in ROUTES.items() if role is READER and not name.startswith("GET ")}
    assert changing == READING_CHANGES


SAVED = {"target": "The leader speaks.", "propagate": False}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/segments/1", SAVED),
        ("POST", "/segments/1/undo", {}),
        ("POST", "/segments/1/undo", {"to": 0}),
        ("POST", "/segments/1/propagate", None),
        ("POST", "/segments/1/propagation", {"mode": "never"}),
        ("POST", "/segments/5/split", {"at": 6}),
        ("POST", "/segments/5/join", {}),
        ("POST", "/segments/1/waive", {"check": "numbers", "reason": "It is so."}),
    ],
)
def test_a_translator_leaves_alone_what_somebody_else_is_to_do(
    file_office: Office, method: str, path: str, body: Any
) -> None:
    file_office.done("ann", "PUT", "/segments/1", SAVED)
    file_office.done("ann", "POST", "/segments/bulk", {"ids": ["1", "6"], "assigned_to": "eva"})
    before = [file_office.done("ann", "GET", f"/segments/{name}") for name in ("1", "5", "6")]
    answer = file_office.ask("bob", method, path, body)
    assert answer.status_code == 403 or (path.endswith("split") and answer.status_code == 200), answer.text
    if answer.status_code == 403:
        assert "assigned to eva" in answer.json()["error"]
        assert [file_office.done("ann", "GET", f"/segments/{name}") for name in ("1", "5", "6")] == before
    assert file_office.ask("eva", "GET", "/segments/1").status_code == 200


def test_repetitions_that_are_somebody_elses_do_not_follow(office: Office) -> None:
    office.done("ann", "POST", "/segments/bulk", {"ids": ["3"], "assigned_to": "eva"})
    answer = office.done("bob", "PUT", "/segments/1", {"target": "The leader speaks.", "propagate": True})
    assert answer["propagated"]["ids"] == ["4"]
    assert office.done("bob", "GET", "/segments/3")["target"] == ""
    assert office.done("cas", "POST", "/segments/1/propagate")["ids"] == ["3"]


def test_nobody_but_a_reviewer_takes_back_a_batch_of_somebody_else(office: Office) -> None:
    office.done("bob", "PUT", "/segments/2", {"target": "The camp is large."})
    batch = office.done("cas", "POST", "/segments/bulk", {"ids": ["2"], "state": "reviewed"})["batch"]
    answer = office.done("bob", "POST", f"/batches/{batch}/undo")
    assert (answer["ids"], answer["refused"]) == ([], {"2": "cas changed it"})
    assert office.done("bob", "GET", "/segments/2")["state"] == "reviewed"
    assert office.done("ann", "POST", f"/batches/{batch}/undo")["ids"] == ["2"]


def test_a_batch_is_taken_back_without_what_is_somebody_elses_by_now(office: Office) -> None:
    done = office.done("bob", "PUT", "/segments/1", {"target": "The leader speaks.", "propagate": True})["propagated"]
    office.done("ann", "POST", "/segments/bulk", {"ids": ["4"], "assigned_to": "eva"})
    answer = office.done("bob", "POST", f"/batches/{done['batch']}/undo")
    assert (answer["ids"], answer["refused"]) == (["3"], {"4": "it is assigned to eva"})


def test_a_translator_who_goes_back_does_not_say_what_a_reviewer_said(office: Office) -> None:
    office.done("cas", "PUT", "/segments/2", {"target": "The camp is large.", "state": "reviewed"})
    office.done("bob", "PUT", "/segments/2", {"target": "The camp is big."})
    for body in ({}, {"to": 1}):
        assert office.ask("bob", "POST", "/segments/2/undo", body).status_code == 403
    assert office.done("bob", "GET", "/segments/2")["state"] == "translated"
    assert office.done("cas", "POST", "/segments/2/undo", {})["segment"]["state"] == "reviewed"
    # Nor do the repetitions of what a reviewer has said.
    office.done("cas", "PUT", "/segments/1", {"target": "The leader speaks.", "state": "reviewed", "propagate": False})
    assert office.ask("bob", "POST", "/segments/1/propagate").status_code == 403


def test_replacing_leaves_alone_what_is_somebody_elses(office: Office) -> None:
    for name in ("1", "2"):
        office.done("ann", "PUT", f"/segments/{name}", {"target": "The old word.", "propagate": False})
    office.done("ann", "POST", "/segments/bulk", {"ids": ["2"], "assigned_to": "eva"})
    body = {"find": "old", "replace": "new", "preview": False}
    answer = office.done("bob", "POST", "/replace", body)
    assert (answer["ids"], answer["refused"]) == (["1"], {"2": "it is assigned to eva"})
