"""What an editor does all day, over both stores."""

from __future__ import annotations

from typing import Any

import pytest

from tests.translate_kit.web.editor.conftest import Office
from tm import Memory


def target(office: Office, segment: str) -> str:
    text: str = office.done("ann", "GET", f"/segments/{segment}")["target"]
    return text


def remembered(office: Office, source: str) -> list[str]:
    with Memory.open(str(office.desk.folder / "memory.db")) as memory:
        return [
            match.target
            for match in memory.lookup(source, source_language="nl", target_language="en", threshold=100)
        ]  # fmt: skip


def test_a_day_at_work(office: Office) -> None:
    assert office.done("bob", "GET", "/segments/ids")["ids"] == ["1", "2", "3", "4", "5", "6", "7"]
    beside = office.done("bob", "GET", "/segments/1/help")
    assert (beside["segment"]["repetitions"], beside["after"]["source"]) == (2, "Het kamp is groot.")
    office.done("bob", "PUT", "/segments/1/typing", {"target": "The lead", "revision": 0})
    assert office.done("bob", "GET", "/segments/1/help")["typing"]["target"] == "The lead"
    visit = {
        "started": "2026-01-02T03:04:05Z", "active_ms": 6000, "idle_ms": 31_000, "keystrokes": 12,
        "suggestions": ["memory 92"],
    }  # fmt: skip
    saved = office.done("bob", "PUT", "/segments/1", {"target": "The leader speaks.", "revision": 0, "effort": visit})
    assert (saved["propagated"]["ids"], saved["warning"]) == (["3", "4"], "")
    assert office.done("bob", "GET", "/segments/1/help")["typing"] is None
    # The memory has it for the next one.
    assert remembered(office, "De leider spreekt.")[0] == "The leader speaks."
    stale = office.ask("eva", "PUT", "/segments/1", {"target": "The boss speaks.", "revision": 0})
    assert (stale.status_code, stale.json()["theirs"]) == (409, "The leader speaks.")
    office.done("bob", "POST", f"/batches/{saved['propagated']['batch']}/undo")
    assert (target(office, "3"), target(office, "1")) == ("", "The leader speaks.")
    # A finding that shows while it is typed, and is fine.
    office.done("bob", "PUT", "/segments/7", {"target": "Last 13 sentences."})
    assert office.done("bob", "GET", "/segments/7")["errors"] == 1
    (finding,) = [one for one in office.done("bob", "GET", "/qa")["findings"] if one["severity"] == "error"]
    office.done("bob", "POST", "/segments/7/waive", {"check": finding["check"], "reason": "The author says so."})
    assert office.done("bob", "GET", "/segments/7")["errors"] == 0
    # Two sentences that were none, or are one.
    parts = office.done("bob", "POST", "/segments/2/split", {"at": 8, "revision": 0})["segments"]
    assert [one["source"] for one in parts] == ["Het kamp", "is groot."]
    office.done("bob", "POST", "/segments/2/join", {})
    joined = office.done("bob", "POST", "/segments/5/join", {})["segments"][0]
    assert joined["source"] == "Eerste zin. Tweede zin."
    # Comments, and what a coordinator sees.
    comment = office.done("cas", "POST", "/segments/5/comments", {"text": "Really one?"})
    office.done("bob", "PATCH", f"/comments/{comment['id']}", {"resolved": True})
    assert office.done("ann", "GET", "/segments/ids?comments=true")["ids"] == []
    progress = office.done("ann", "GET", "/progress")
    assert {one["name"]: one["segments"] for one in progress["people"]} == {"bob": 2}
    (effort,) = office.done("ann", "GET", "/effort/people")
    assert (effort["active_ms"], effort["idle_ms"], effort["keystrokes"]) == (6000, 31_000, 12)
    assert (effort["words_an_hour"], effort["suggestions"]) == (1800, {"memory": 1})
    kinds = {one["kind"] for one in office.done("ann", "GET", "/activity")}
    assert kinds >= {"propagate", "undo", "waive", "split", "join"}
    for kind in ("po", "tmx", "xliff", "document", "csv", "html"):
        assert office.ask("dirk", "GET", f"/export?format={kind}").content


def test_a_change_that_is_sent_again_because_its_answer_was_lost_is_no_conflict(office: Office) -> None:
    body = {"target": "The camp is large.", "revision": 0}
    first, second = (office.done("bob", "PUT", "/segments/2", body) for _ in range(2))
    assert (first["revision"], second["revision"]) == (1, 1)
    assert len(office.done("bob", "GET", "/segments/2/revisions")) == 1
    assert office.ask("bob", "PUT", "/segments/2", {**body, "state": "draft"}).status_code == 409
    assert office.ask("bob", "PUT", "/segments/2", {**body, "target": "Another."}).status_code == 409


def test_find_and_replace_reaches_the_memory_too(office: Office) -> None:
    office.done("bob", "PUT", "/segments/2", {"target": "The kamp is large."})
    body = {"find": "kamp", "replace": "camp", "filter": {"state": ["translated"]}}
    seen = office.done("bob", "POST", "/replace", body)
    assert [one["after"] for one in seen["changes"]] == ["The camp is large."]
    done = office.done("bob", "POST", "/replace", {**body, "ids": ["2"], "preview": False})
    assert (done["ids"], done["warning"]) == (["2"], "")
    assert remembered(office, "Het kamp is groot.") == ["The camp is large."]


def test_what_many_are_set_to_reaches_the_memory_too(office: Office) -> None:
    office.done("bob", "PUT", "/segments/2", {"target": "The camp is large.", "state": "draft"})
    assert remembered(office, "Het kamp is groot.") == []
    done = office.done("bob", "POST", "/segments/bulk", {"ids": ["1", "2"], "state": "translated"})
    assert (done["ids"], done["refused"]) == (["2"], {"1": "an empty target cannot be 'translated'"})
    assert remembered(office, "Het kamp is groot.") == ["The camp is large."]
    # The text is the same, so what was found in it is still true.
    assert office.done("ann", "GET", "/qa")["unchecked"] == 0


def test_a_regular_expression_cannot_make_targets_without_end(office: Office) -> None:
    office.done("bob", "PUT", "/segments/2", {"target": "a" * 2000})
    answer = office.ask("bob", "POST", "/replace", {"find": "a", "replace": "b" * 1000, "preview": True})
    assert answer.status_code == 400
    assert "100,000" in answer.json()["error"]


@pytest.mark.parametrize("replace", ["\\", r"\g<", r"\g<x>", r"\q", r"\7", r"\x00", r"\ud800", r"\u12"])
def test_a_bad_replacement_is_said_to_be_one(file_office: Office, replace: str) -> None:
    file_office.done("bob", "PUT", "/segments/2", {"target": "The camp."})
    body = {"find": "camp", "replace": replace, "regex": True}
    for preview in (True, False):
        answer = file_office.ask("bob", "POST", "/replace", {**body, "preview": preview})
        assert answer.status_code == 400, answer.text
    assert target(file_office, "2") == "The camp."


def test_a_regular_expression_that_is_too_deep_is_refused(file_office: Office) -> None:
    body = {"find": "(" * 480 + "a" + ")" * 480, "regex": True}
    assert file_office.ask("bob", "POST", "/find", body).status_code == 400


BIG = 10**30


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/segments/1", {"target": "a\0b"}),
        ("PUT", "/segments/1/typing", {"target": "a\0b", "revision": 0}),
        ("POST", "/segments/1/comments", {"text": "a\0b"}),
        ("POST", "/segments/1/effort", {"started": "\0", "active_ms": 1}),
        ("POST", "/segments/1/effort", {"started": "", "active_ms": 1, "suggestions": ["a\0b"]}),
        ("POST", "/segments/bulk", {"ids": ["1"], "assigned_to": "a\0b"}),
        ("POST", "/replace", {"find": "a", "replace": "\0"}),
        ("GET", "/segments/ids?person=a%00b", None),
        ("POST", "/people", {"name": "a\0b", "role": "translator", "password": "zeventien katten"}),
        ("POST", "/session", {"name": "a\0b", "password": "zeventien katten"}),
        ("PUT", "/segments/1/typing", {"target": "a", "revision": BIG}),
        ("POST", "/segments/1/effort", {"started": "", "active_ms": 1, "revision": BIG}),
        ("POST", "/segments/1/undo", {"to": BIG}),
        ("POST", f"/batches/{BIG}/undo", None),
        ("PATCH", f"/comments/{BIG}", {"resolved": True}),
        ("GET", f"/activity?before={BIG}", None),
        ("GET", f"/qa?offset={BIG}", None),
        ("POST", "/segments/999999999999999999/comments", {"text": "?"}),
        ("POST", "/segments/bulk", {"ids": ["999999999999999999"], "state": "draft"}),
    ],
)
def test_what_no_store_keeps_is_refused_by_both(office: Office, method: str, path: str, body: Any) -> None:
    answer = office.ask("ann", method, path, body)
    assert answer.status_code == 400, answer.text
    assert "PostgreSQL" not in answer.json()["error"]
    assert office.done("ann", "GET", "/segments/1")["revision"] == 0


def test_a_target_of_a_page_is_kept_and_checked(office: Office) -> None:
    text = "De leider 😀 spreekt. " * 4761
    assert 99_900 < len(text) < 100_000
    office.done("bob", "POST", "/segments/1/check", {"target": text})
    office.done("bob", "PUT", "/segments/1", {"target": text, "propagate": False})
    office.done("bob", "PUT", "/segments/1", {"target": text[:-1] + "!", "propagate": False})
    assert target(office, "1") == text[:-1] + "!"
    assert len(office.done("bob", "GET", "/segments/1/revisions")) == 2
    assert office.ask("bob", "PUT", "/segments/1", {"target": "x" * 100_001}).status_code == 400


def test_a_file_is_named_so_that_no_header_can_be_broken_out_of(office: Office) -> None:
    named = office.ask("dirk", "GET", "/export?format=po").headers["content-disposition"]
    assert named == "attachment; filename*=UTF-8''tekst.txt.po"
    assert office.ask("dirk", "GET", "/export?format=po&document=x%0d%0aSet-Cookie:%20a=b").status_code == 400
