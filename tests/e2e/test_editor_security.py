"""The editor's server refuses what does not come from its own pages, and keeps what it has acknowledged."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.e2e.browser import TKIT, Served, project, served

TEXT = "\n\n".join(f"Zin nummer {number}." for number in range(1, 41))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("editor")
    with served(project(folder / "p", TEXT, name="tekst.txt"), "--engine", "none") as running:
        yield running


def ask(
    server: Served, method: str, path: str, headers: dict[str, str], body: bytes | None = None
) -> tuple[int, dict[str, str], bytes]:
    """A request as bytes, without what a library puts right."""
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(server.url).port or 0, timeout=30)
    try:
        connection.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        if body is not None and "Content-Length" not in headers and "Transfer-Encoding" not in headers:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def bearer(server: Served, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {server.token}", "Content-Type": "application/json", **more}


def session(server: Served) -> tuple[str, str]:
    """The cookie and the token against forgery, as a page has them."""
    _, headers, _ = ask(server, "GET", f"/?token={server.token}", {})
    cookie = headers["set-cookie"].partition(";")[0]
    _, _, page = ask(server, "GET", "/", {"Cookie": cookie})
    found = re.search(rb'name="csrf-token" content="([^"]+)"', page)
    assert found
    return cookie, found.group(1).decode()


EDIT = json.dumps({"target": "Sentence."}).encode()


def test_nothing_is_shown_without_the_token(server: Served) -> None:
    for path in ("/", "/progress", "/api/segments/1", "/api/segments/ids", "/api/openapi.json", "/api/events?page=x"):
        status, _, body = ask(server, "GET", path, {})
        assert status == 401, path
        assert b"Zin nummer" not in body


@pytest.mark.parametrize("token", ["", "wrong", "é", "x" * 10_000])
def test_a_wrong_token_opens_nothing(server: Served, token: str) -> None:
    status, _, _ = ask(
        server, "GET", "/api/segments/1", {"Authorization": f"Bearer {token}".encode().decode("latin-1")}
    )
    assert status == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(server: Served) -> None:
    _, headers, _ = ask(server, "GET", f"/?token={server.token}", {})
    assert "HttpOnly" in headers["set-cookie"]
    assert "SameSite=strict" in headers["set-cookie"]
    assert server.token not in headers["set-cookie"]


def test_a_request_that_names_another_host_is_refused(server: Served) -> None:
    status, _, _ = ask(server, "GET", "/api/segments/1", bearer(server, Host="evil.example"))
    assert status == 421


def test_a_request_from_another_sites_page_is_refused(server: Served) -> None:
    cookie, csrf = session(server)
    headers = {
        "Cookie": cookie,
        "X-CSRF-Token": csrf,
        "Origin": "https://evil.example",
        "Content-Type": "application/json",
    }
    assert ask(server, "PUT", "/api/segments/1", headers, EDIT)[0] == 403


def test_a_change_by_cookie_needs_the_token_of_the_page(server: Served) -> None:
    cookie, csrf = session(server)
    headers = {"Cookie": cookie, "Content-Type": "application/json"}
    assert ask(server, "PUT", "/api/segments/1", headers, EDIT)[0] == 403
    assert ask(server, "PUT", "/api/segments/1", {**headers, "X-CSRF-Token": "0" * 64}, EDIT)[0] == 403
    assert ask(server, "PUT", "/api/segments/1", {**headers, "X-CSRF-Token": csrf}, EDIT)[0] == 200


def test_too_large_a_body_is_refused_whether_it_says_so_or_not(server: Served) -> None:
    big = b'{"target": "' + b"x" * (3 * 1024 * 1024) + b'"}'
    assert ask(server, "PUT", "/api/segments/1", bearer(server), big)[0] == 413
    pieces = b"".join(b"%x\r\n%s\r\n" % (len(big), big) for _ in range(1)) + b"0\r\n\r\n"
    assert ask(server, "PUT", "/api/segments/1", bearer(server, **{"Transfer-Encoding": "chunked"}), pieces)[0] == 413


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2f..%2f..%2f..%2fetc/passwd",
        "/static//etc/passwd",
        "/api/export?format=document&document=../../translate-kit.toml",
        "/api/export?format=document&document=%2Fetc%2Fpasswd",
    ],
)
def test_no_path_leads_out_of_the_project(server: Served, path: str) -> None:
    status, _, body = ask(server, "GET", path, bearer(server))
    assert status in (400, 404)
    assert b"root:" not in body
    assert b"source_language" not in body


def test_pages_may_load_nothing_from_elsewhere(server: Served) -> None:
    cookie, _ = session(server)
    for path in ("/", "/progress", "/qa", "/analysis", "/scores", "/activity", "/docs"):
        status, headers, body = ask(server, "GET", path, {"Cookie": cookie})
        assert status == 200, path
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert not re.search(rb'(?:src|href)="(?:https?:)?//', body), path
        assert headers["x-content-type-options"] == "nosniff"


def test_a_unit_of_a_memory_cannot_run_anything(tmp_path: Path) -> None:
    hostile = "<script>document.title='gekraakt'</script> Zin nummer 1."
    folder = project(tmp_path / "p", TEXT, name="tekst.txt")
    tmx = tmp_path / "hostile.tmx"
    text = hostile.replace("&", "&amp;").replace("<", "&lt;")
    tmx.write_text(
        '<?xml version="1.0"?><tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence"'
        ' o-tmf="x" adminlang="en" srclang="nl" datatype="plaintext"/><body><tu><tuv xml:lang="nl"><seg>Zin nummer 1.'
        f'</seg></tuv><tuv xml:lang="en"><seg>{text}</seg></tuv></tu></body></tmx>',
        encoding="utf-8",
    )
    subprocess.run(
        [TKIT, "tm", "import", str(tmx), "--memory", str(folder / "memory.db")], check=True, capture_output=True
    )
    with served(folder, "--engine", "none") as running:
        answer = running.api("GET", "/segments/1/help")
        assert answer["matches"][0]["target"] == hostile
        cookie, _ = session(running)
        running.api("PUT", "/segments/1", {"target": hostile})
        _, headers, page = ask(running, "GET", "/", {"Cookie": cookie})
        # It stands in the data of the page, where it cannot end the element that it is in.
        assert b"<script>document.title" not in page
        assert headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/api/segments/1", b"{"),
        ("PUT", "/api/segments/1", b'{"target": 7}'),
        ("PUT", "/api/segments/1", b'{"target": "x", "sate": "draft"}'),
        ("PUT", "/api/segments/1", b'{"target": "x", "state": "done"}'),
        ("PUT", "/api/segments/1", b'{"target": "\\ud800"}'),
        ("PUT", "/api/segments/99999", b'{"target": "x"}'),
        ("PUT", "/api/segments/1e3", b'{"target": "x"}'),
        ("PUT", "/api/segments/1", b'{"target": " ", "state": "translated"}'),
        ("GET", "/api/segments/ids?text=(&regex=true", None),
        ("GET", "/api/segments/ids?sate=draft", None),
        ("GET", "/api/segments?ids=" + ",".join(map(str, range(600))), None),
        ("GET", "/api/concordance?q=", None),
        ("POST", "/api/segments/1/split", b'{"at": 0}'),
        ("POST", "/api/segments/1/split", b'{"at": 9999}'),
        ("POST", "/api/segments/1/join", b"{}"),
        ("POST", "/api/replace", b'{"find": "("  , "regex": true, "preview": true}'),
        ("POST", "/api/batches/12345/undo", None),
        ("PATCH", "/api/comments/12345", b'{"resolved": true}'),
    ],
)
def test_a_bad_request_is_said_to_be_one_and_changes_nothing(
    server: Served, method: str, path: str, body: bytes | None
) -> None:
    before = server.api("GET", "/segments/1")
    status, _, answer = ask(server, method, path, bearer(server), body)
    assert status == 400, answer
    said: dict[str, Any] = json.loads(answer)
    assert said["error"]
    after = server.api("GET", "/segments/1")
    assert (after["target"], after["revision"]) == (before["target"], before["revision"])


def test_what_is_not_there_is_not_found(server: Served) -> None:
    assert ask(server, "GET", "/api/nothing", bearer(server))[0] == 404
    assert ask(server, "DELETE", "/api/segments/1", bearer(server))[0] == 405


def test_a_stale_change_gets_both_texts(server: Served) -> None:
    server.api("PUT", "/segments/5", {"target": "One.", "revision": 0})
    status, _, body = ask(server, "PUT", "/api/segments/5", bearer(server), b'{"target": "Two.", "revision": 0}')
    answer = json.loads(body)
    assert status == 409
    assert (answer["yours"], answer["theirs"], answer["revision"]) == ("Two.", "One.", 1)


def test_kill_in_the_middle_of_a_thousand_saves_loses_none_that_was_acknowledged(tmp_path: Path) -> None:
    folder = project(tmp_path / "p", TEXT, name="tekst.txt")
    acknowledged: dict[str, str] = {}
    with served(folder, "--engine", "none") as running:
        enough = threading.Event()

        def save(worker: int) -> None:
            for number in range(250):
                segment = str(1 + (worker * 10 + number % 10))
                target = f"Version {number} by {worker}."
                try:
                    running.api("PUT", f"/segments/{segment}", {"target": target, "propagate": False})
                except Exception:
                    return
                acknowledged[segment] = target
                if number == 40:
                    enough.set()

        workers = [threading.Thread(target=save, args=(worker,)) for worker in range(4)]
        for worker in workers:
            worker.start()
        assert enough.wait(300)
        running.kill()
        for worker in workers:
            worker.join()
    assert len(acknowledged) == 40
    with served(folder, "--engine", "none") as again:
        for segment, target in acknowledged.items():
            assert target in {one["target"] for one in again.api("GET", f"/segments/{segment}/revisions")}
        assert again.api("GET", "/progress")["total"]["segments"] == 40
