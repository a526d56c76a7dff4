"""What is saved stays saved, and whoever works goes on working, when something around the editor fails."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
import pytest
from starlette.testclient import TestClient

from tests.postgresql import Server
from tests.translate_kit.web.editor.conftest import PASSWORD, Office, make, opened
from tm.errors import MemoryMissing
from translate_kit.data import Finding, Segment
from translate_kit.errors import Missing
from translate_kit.project import Project, database
from translate_kit.web.editor.app import create_app
from translate_kit.web.editor.auth import TOKEN_FILE, TokenAuth
from translate_kit.web.editor.desk import Desk
from translate_kit.web.editor.live import MOST_WAITING, Live
from translate_kit.web.editor.team import FREE_TRIES, FREE_TRIES_ADDRESS, Brake

SAVED = {"target": "The leader speaks.", "propagate": False}


def end_connections(server: Server) -> None:
    with psycopg.connect(server.url(), autocommit=True) as other:
        # Ten seconds: without them it does not wait until they have ended, and a request may come before that.
        other.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            " AND application_name = 'translate-kit'"
        )


def test_a_connection_that_the_server_ended_is_not_used_again(tmp_path: Path, postgresql: Server) -> None:
    with opened(make(tmp_path / "p", postgresql.url(schema="ended"))) as office:
        office.done("bob", "PUT", "/segments/1", SAVED)
        end_connections(postgresql)
        for _ in range(3):
            assert office.done("bob", "GET", "/segments/1")["target"] == SAVED["target"]
        office.done("bob", "PUT", "/segments/2", SAVED)


def test_a_server_that_is_away_is_said_to_be_and_found_again(tmp_path: Path, postgresql: Server) -> None:
    with opened(make(tmp_path / "p", postgresql.url(schema="away"))) as office:
        postgresql.stop()
        try:
            for _ in range(2):
                assert office.ask("bob", "PUT", "/segments/1", SAVED).status_code == 503
            # A page has nobody to greet then.
            page = office.client.get(
                "/", headers={"Accept": "text/html", "Authorization": f"Bearer {office.tokens['bob']}"}
            )
            assert page.status_code == 503
            assert postgresql.password not in page.text
        finally:
            postgresql.start()
        office.done("bob", "PUT", "/segments/1", SAVED)


def test_a_connection_that_is_lost_within_a_change_keeps_nothing_of_it(tmp_path: Path, postgresql: Server) -> None:
    def lose_it(project: Project) -> None:
        with project.store.transaction():
            project.edit("1", "Half.", by="bob")
            end_connections(postgresql)
            project.edit("2", "Half.", by="bob")

    with opened(make(tmp_path / "p", postgresql.url(schema="within"))) as office:
        with office.desk.project() as project:
            with pytest.raises(Missing, match="went away"):
                lose_it(project)
            assert not project.store.db.in_transaction
        assert office.done("bob", "GET", "/segments/1")["target"] == ""


def test_whoever_waits_in_vain_for_others_is_told_to_try_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 0.2)
    with opened(make(tmp_path / "p")) as office:
        other = sqlite3.connect(tmp_path / "p" / "project.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        answer = office.ask("bob", "PUT", "/segments/1", SAVED)
        # 409 would say that somebody has another text for it.
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        assert "theirs" not in answer.json()
        other.execute("ROLLBACK")
        other.close()
        office.done("bob", "PUT", "/segments/1", SAVED)


def test_on_a_full_disk_nothing_is_kept_by_half_and_work_can_be_taken_away(file_office: Office) -> None:
    file_office.done("bob", "PUT", "/segments/1", SAVED)
    with file_office.desk.project() as project:
        pages = project.store.db.execute("PRAGMA page_count").fetchone()[0]
        project.store.db.execute(f"PRAGMA max_page_count = {pages}")
    long = {"target": "x" * 90_000}
    assert file_office.ask("bob", "PUT", "/segments/2", long).status_code == 507
    now = file_office.done("bob", "GET", "/segments/2")
    assert (now["target"], now["revision"]) == ("", 0)
    assert file_office.done("bob", "GET", "/segments/2/revisions") == []
    assert b"The leader speaks." in file_office.ask("dirk", "GET", "/export?format=po").content


def test_what_is_saved_is_not_said_to_have_failed_when_the_memory_cannot_be_written(file_office: Office) -> None:
    memory = file_office.desk.folder / "memory.db"
    for name in ("memory.db-wal", "memory.db-shm"):
        memory.with_name(name).unlink(missing_ok=True)
    memory.write_bytes(b"This is no memory." * 1000)
    saved = file_office.done("bob", "PUT", "/segments/1", SAVED)
    assert "memory.db" in saved["warning"]
    assert file_office.done("bob", "GET", "/segments/1")["target"] == SAVED["target"]
    # And one can translate without.
    beside = file_office.done("bob", "GET", "/segments/2/help")
    assert beside["matches"] == []
    assert "memory.db" in beside["warning"]


def test_what_is_saved_is_not_said_to_have_failed_when_it_cannot_be_checked(file_office: Office) -> None:
    (file_office.desk.folder / "waivers.toml").write_text("[[waiver\n")
    saved = file_office.done("bob", "PUT", "/segments/1", SAVED)
    assert "waivers.toml" in saved["warning"]
    assert file_office.done("bob", "GET", "/segments/1")["target"] == SAVED["target"]


def test_what_was_found_in_a_text_that_is_another_by_now_is_not_kept(
    file_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, find = file_office.desk, file_office.desk.findings
    with desk.project() as project:
        project.edit("7", "Last 13 sentences.", by="bob")

        def meanwhile(segments: Sequence[Segment]) -> list[Finding]:
            found = find(segments)
            with desk.project() as others:
                others.edit("7", "Last 12 sentences.", by="cas")
            return found

        monkeypatch.setattr(desk, "findings", meanwhile)
        assert [one.check for one in desk.recheck(project, ["7"]) if one.severity == 3] == ["numbers"]
    assert file_office.done("ann", "GET", "/qa")["findings"] == []
    assert file_office.done("ann", "GET", "/qa")["unchecked"] == 1


# pages that listen


def test_pages_hear_of_every_segment_of_a_large_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate_kit.web.editor.live.AT_ONCE", 2)
    with opened(make(tmp_path / "p")) as office:
        heard: list[str] = []

        async def listen() -> None:
            live = Live(office.desk)
            await live.start()
            events = live.events("page")
            await anext(events)
            await asyncio.sleep(1)
            office.done("ann", "POST", "/segments/bulk", {"ids": list("1234567"), "locked": True})
            while len(heard) < 7:
                event = await asyncio.wait_for(anext(events), 60)
                if event.startswith("event: segments"):
                    heard.extend(json.loads(event.partition("data: ")[2])["ids"])
            await events.aclose()  # type: ignore[attr-defined]
            await live.stop()

        asyncio.run(listen())
        assert heard == list("1234567")


def test_a_page_that_reads_no_more_is_let_go(file_office: Office) -> None:
    async def listen() -> list[str]:
        live = Live(file_office.desk)
        events = live.events("asleep")
        await anext(events)
        for number in range(MOST_WAITING + 100):
            live.present(str(number), "bob", str(number))
        return [event async for event in events]

    assert len(asyncio.run(asyncio.wait_for(listen(), 60))) == MOST_WAITING


def test_whoever_is_logged_out_hears_no_more(file_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate_kit.web.editor.live.QUIET_S", 0.1)
    auth = file_office.client.app.state.auth  # type: ignore[attr-defined]

    async def listen() -> int:
        live = Live(file_office.desk)
        events = live.events("page", lambda: auth.visitor("", file_office.tokens["bob"]) is not None)
        for _ in range(3):
            await anext(events)
        file_office.done("bob", "DELETE", "/session")
        return len([event async for event in events])

    assert asyncio.run(asyncio.wait_for(listen(), 60)) <= 2


# who comes in


def test_passwords_that_are_tried_together_count_one_by_one(file_office: Office) -> None:
    answers: list[int] = []

    def guess(number: int) -> None:
        body = {"name": "bob", "password": f"guess number {number}"}
        answers.append(file_office.ask("", "POST", "/session", body).status_code)

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(4 * FREE_TRIES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(401) <= FREE_TRIES + 1
    assert set(answers) == {401, 429}


def test_behind_a_proxy_each_address_is_counted_by_itself() -> None:
    brake = Brake()
    for number in range(FREE_TRIES_ADDRESS):
        brake.failed(f"name {number}", "address 192.0.2.1")
    assert brake.wait_s("name ann", "address 192.0.2.1") > 0
    assert brake.wait_s("name ann", "address 192.0.2.2") == 0


def test_what_a_proxy_says_is_believed_from_this_machine_alone(file_office: Office) -> None:
    def tried(peer: str, said: str) -> None:
        client = TestClient(file_office.client.app, base_url="http://127.0.0.1", client=(peer, 5000))
        body = {"name": "nobody", "password": "guess"}
        client.post("/api/session", json=body, headers={"X-Forwarded-For": said})

    tried("127.0.0.1", "203.0.113.9, 192.0.2.7")
    tried("198.51.100.1", "192.0.2.8")
    counted = file_office.client.app.state.auth.brake._wrong  # type: ignore[attr-defined]
    assert {key for key in counted if key.startswith("address")} == {"address 192.0.2.7", "address 198.51.100.1"}


def test_an_account_is_no_way_to_guess_at_others(file_office: Office) -> None:
    for number in range(FREE_TRIES_ADDRESS):
        file_office.ask("", "POST", "/session", {"name": f"guessed {number}", "password": "guess"})
        if number == FREE_TRIES_ADDRESS // 2:
            file_office.done("", "POST", "/session", {"name": "bob", "password": PASSWORD})
    assert file_office.ask("", "POST", "/session", {"name": "other", "password": "guess"}).status_code == 429


def test_a_program_that_logs_out_is_out(file_office: Office) -> None:
    file_office.done("bob", "DELETE", "/session")
    assert file_office.ask("bob", "GET", "/segments/1").status_code == 401
    assert file_office.ask("cas", "GET", "/segments/1").status_code == 200


def test_a_cookie_that_came_encrypted_is_sent_only_so(file_office: Office) -> None:
    body = {"name": "bob", "password": PASSWORD}
    plain = file_office.client.post("/api/session", json=body)
    behind = file_office.client.post("/api/session", json=body, headers={"X-Forwarded-Proto": "https"})
    assert "Secure" not in plain.headers["set-cookie"]
    assert "Secure" in behind.headers["set-cookie"]
    auth = TokenAuth.of(file_office.desk.folder, "ann")
    one = TestClient(create_app(file_office.desk, auth=auth), base_url="http://127.0.0.1", follow_redirects=False)
    answer = one.get(f"/?token={auth.token}", headers={"X-Forwarded-Proto": "https"})
    assert "Secure" in answer.headers["set-cookie"]


def test_two_projects_on_one_machine_have_two_cookies(tmp_path: Path) -> None:
    names = []
    for number in range(2):
        with opened(make(tmp_path / f"{number}" / "p")) as office:
            answer: Any = office.client.post("/api/session", json={"name": "bob", "password": PASSWORD})
            names += list(answer.cookies)
    assert len(set(names)) == 2


def test_nobody_else_can_read_the_token(tmp_path: Path) -> None:
    first = TokenAuth.of(tmp_path, "ann").token
    place = tmp_path / TOKEN_FILE
    assert place.stat().st_mode & 0o777 == 0o600
    place.chmod(0o644)
    assert TokenAuth.of(tmp_path, "ann").token == first
    assert place.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_written_gets_a_token_for_the_time_being(tmp_path: Path) -> None:
    nowhere = tmp_path / "not there"
    assert TokenAuth.of(nowhere, "ann").token != TokenAuth.of(nowhere, "ann").token


def test_a_memory_that_was_named_and_is_not_there_is_missing_from_the_start(tmp_path: Path) -> None:
    with pytest.raises(MemoryMissing, match=r"none\.db"):
        Desk(make(tmp_path / "p"), memories=[str(tmp_path / "none.db")])
