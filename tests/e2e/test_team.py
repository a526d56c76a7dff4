"""A team on one project, kept on a PostgreSQL server: accounts, roles, sessions."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.e2e.browser import SCREENSHOTS, TKIT, Served, served
from tests.postgresql import Server
from tests.tm.conftest import postgresql  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from playwright.sync_api import Page

PASSWORD = "zeventien kleine katten"  # noqa: S105 - for these tests alone
PEOPLE = {"ann": "coordinator", "bob": "translator", "cas": "reviewer", "dirk": "read-only"}
EDIT = {"target": "Sentence."}


def tkit(folder: Path, *arguments: str, stdin: str = "", code: int = 0) -> str:
    done = subprocess.run(
        [TKIT, "--project", str(folder), *arguments], input=stdin, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory, postgresql: Server) -> Iterator[Served]:  # noqa: F811
    place = tmp_path_factory.mktemp("team")
    folder = place / "p"
    url = postgresql.url(schema="team_project")
    subprocess.run([TKIT, "init", str(folder), "--store", url], check=True, capture_output=True)
    document = place / "tekst.txt"
    document.write_text("\n\n".join(f"Zin nummer {number}." for number in range(1, 21)), encoding="utf-8")
    tkit(folder, "add", str(document))
    assert "people add" in tkit(folder, "serve", "--team", "--no-open", code=4)
    for name, role in PEOPLE.items():
        tkit(folder, "people", "add", name, "--role", role, "--password-stdin", stdin=f"{PASSWORD}\n")
    with served(folder, "--team", "--engine", "none") as running:
        yield running


def log_in(team: Served, name: str, password: str = PASSWORD) -> str:
    answer = httpx.post(f"{team.url}/api/session", json={"name": name, "password": password})
    assert answer.status_code == 200, answer.text
    token: str = answer.json()["token"]
    return token


def status(team: Served, token: str, method: str, path: str, body: Any = None) -> int:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.request(method, f"{team.url}/api{path}", json=body, headers=headers).status_code


def test_the_work_is_on_the_server_and_not_in_the_folder(team: Served) -> None:
    assert not (team.folder / "project.db").exists()
    token = log_in(team, "bob")
    team.api("PUT", "/segments/20", EDIT, token=token)
    assert "translated" in tkit(team.folder, "status", "--segments")


@pytest.mark.parametrize(
    ("method", "path", "body", "allowed"),
    [
        ("GET", "/segments/1", None, {"ann", "bob", "cas", "dirk"}),
        ("PUT", "/segments/1", EDIT, {"ann", "bob", "cas"}),
        ("PUT", "/segments/1", {**EDIT, "state": "reviewed"}, {"ann", "cas"}),
        ("POST", "/segments/2/lock", {"locked": False}, {"ann", "cas"}),
        ("POST", "/segments/bulk", {"ids": ["3"], "assigned_to": ""}, {"ann"}),
        ("POST", "/segments/bulk", {"ids": ["3"], "locked": False}, {"ann", "cas"}),
        ("PATCH", "/settings", {"propagation": "always"}, {"ann"}),
        ("PATCH", "/people/dirk", {"role": "read-only"}, {"ann"}),
        ("POST", "/segments/1/comments", {"text": "Hm."}, {"ann", "bob", "cas"}),
        ("POST", "/replace", {"find": "x", "replace": "y"}, {"ann", "bob", "cas"}),
        ("GET", "/people", None, {"ann", "bob", "cas", "dirk"}),
    ],
)
def test_each_may_do_what_their_role_says(team: Served, method: str, path: str, body: Any, allowed: set[str]) -> None:
    for name in PEOPLE:
        assert (status(team, log_in(team, name), method, path, body) < 400) is (name in allowed), name
    assert status(team, "", method, path, body) == 401


def test_what_is_assigned_to_one_is_left_alone_by_other_translators(team: Served) -> None:
    ann, bob, cas = (log_in(team, name) for name in ("ann", "bob", "cas"))
    team.api("POST", "/segments/bulk", {"ids": ["10", "11"], "assigned_to": "cas"}, token=ann)
    team.api("POST", "/segments/bulk", {"ids": ["12"], "assigned_to": "bob"}, token=ann)
    assert status(team, bob, "PUT", "/segments/10", EDIT) == 403
    assert status(team, bob, "PUT", "/segments/12", EDIT) == 200
    assert status(team, cas, "PUT", "/segments/12", EDIT) == 200
    answer = team.api("POST", "/segments/bulk", {"ids": ["11", "12"], "state": "draft"}, token=bob)
    assert answer["ids"] == ["12"]
    assert "assigned to cas" in answer["refused"]["11"]
    assert team.api("GET", "/segments/ids?assigned_to=cas", token=bob)["ids"] == ["10", "11"]


def test_whoever_guesses_passwords_has_to_wait(team: Served) -> None:
    tried = [
        httpx.post(f"{team.url}/api/session", json={"name": "guessed", "password": f"guess {number}"})
        for number in range(7)
    ]
    assert [one.status_code for one in tried][:5] == [401] * 5
    assert tried[-1].status_code == 429
    assert int(tried[-1].headers["retry-after"]) >= 1
    # An office has one address: who is not the one that was guessed comes in.
    log_in(team, "ann")


def test_logging_out_ends_the_session_on_the_server(team: Served) -> None:
    with httpx.Client(base_url=team.url) as browser:
        browser.post("/api/session", json={"name": "bob", "password": PASSWORD})
        page = browser.get("/")
        assert page.status_code == 200
        csrf = page.text.partition('name="csrf-token" content="')[2].partition('"')[0]
        (name,) = browser.cookies
        cookie = browser.cookies[name]
        assert browser.delete("/api/session").status_code == 403
        assert browser.delete("/api/session", headers={"X-CSRF-Token": csrf}).status_code == 204
        assert httpx.get(f"{team.url}/api/segments/1", cookies={name: cookie}).status_code == 401


def test_each_sees_their_own_effort_and_the_coordinator_that_of_all(team: Served) -> None:
    ann, bob, cas = (log_in(team, name) for name in ("ann", "bob", "cas"))
    visit = {"started": "2026-01-02T03:04:05Z", "active_ms": 1000}
    for token in (bob, cas):
        assert status(team, token, "POST", "/segments/1/effort", visit) == 204
    assert {one["person"] for one in team.api("GET", "/effort", token=bob)} == {"bob"}
    assert {one["person"] for one in team.api("GET", "/effort", token=ann)} >= {"bob", "cas"}
    assert team.api("GET", "/effort?person=cas", token=bob) == team.api("GET", "/effort", token=bob)


def test_the_pages_of_a_team(team: Served, visit: Callable[..., Page]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for dark in (False, True):
        page = visit(team.url, dark=dark, quiet=True)
        page.wait_for_selector("#login")
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"login-{'dark' if dark else 'light'}.png")
        assert Axe().run(page).violations_count == 0
        page.fill("#name", "ann")
        page.fill("#password", "wrong password")
        page.click("#login button")
        page.wait_for_selector("#said >> text=nobody with this name")
        page.fill("#password", PASSWORD)
        page.click("#login button")
        page.wait_for_selector("body[data-ready]")
        page.goto(f"{team.url}/people")
        page.wait_for_selector("body[data-ready]")
        page.screenshot(path=SCREENSHOTS / f"people-{'dark' if dark else 'light'}.png", full_page=True)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    page.fill("#add-name", "eva")
    page.fill("#add-password", PASSWORD)
    page.click("#add button")
    page.wait_for_selector("#people >> text=eva")
    page.fill("#assign-from", "14")
    page.fill("#assign-to", "16")
    page.select_option("#assign-person", "eva")
    page.click("#assign button")
    page.wait_for_selector(".toast >> text=3 segments assigned to eva")
    page.click("#log-out")
    page.wait_for_selector("#login")
