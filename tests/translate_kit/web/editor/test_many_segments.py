"""Answers about thousands of segments, over both stores: as one by one, in as few statements as about a few."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.translate_kit.web.editor.conftest import Office
from translate_kit.data import Finding, Origin, Segment, Severity, State
from translate_kit.project.findings import KeptFindings, as_json
from translate_kit.project.project import read_new
from translate_kit.project.rows import AT_ONCE
from translate_kit.project.store import Change, ProjectStore
from translate_kit.project.work import Visit

MANY = AT_ONCE + 400
"""More than one statement reads."""

CHECKS = (("numbers", Severity.ERROR), ("quotes", Severity.WARNING))


@pytest.fixture
def segments(office: Office) -> list[Segment]:
    """What a project with many segments has, all of them with drafts."""
    text = office.desk.folder.parent / "lang.txt"
    text.write_text("\n\n".join(f"Zin {number} van het kamp." for number in range(MANY)), encoding="utf-8")
    with office.desk.project() as project:
        project.add(read_new([text]))
        project.store.draft(
            [
                Change(one.id, f"Draft {number}, of the camp.", State.DRAFT, Origin.MACHINE)
                for number, one in enumerate(project.store.segments())
            ],
            person="kit",
        )
        return project.store.segments()


@pytest.fixture
def statements(office: Office, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many statements were run since it was last asked."""
    with office.desk.project() as project:
        database: Any = type(project.store.db)
    run = 0
    execute, stream = database.execute, database.stream

    def counted(self: Any, statement: str, values: Sequence[Any] = ()) -> Any:
        nonlocal run
        run += 1
        return execute(self, statement, values)

    def streamed(self: Any, statement: str, values: Sequence[Any] = ()) -> Any:
        nonlocal run
        run += 1
        return stream(self, statement, values)

    monkeypatch.setattr(database, "execute", counted)
    monkeypatch.setattr(database, "stream", streamed)

    def since() -> int:
        nonlocal run
        found, run = run, 0
        return found

    return since


def keep_findings(store: ProjectStore, segments: Sequence[Segment]) -> list[Finding]:
    """Two findings of each segment, every seventh of the first kind waived."""
    findings = [
        Finding(
            check=check,
            severity=severity,
            segment=one.id,
            message=f"What is wrong with {one.source!r}.",
            waived="It is fine." if check == "numbers" and int(one.id) % 7 == 0 else "",
        )
        for one in segments
        for check, severity in CHECKS
    ]
    KeptFindings(store).keep({one.id: 1 for one in segments}, findings)
    return findings


def test_findings_come_with_their_texts_in_as_many_statements_as_one(
    office: Office, segments: list[Segment], statements: Callable[[], int]
) -> None:
    with office.desk.project() as project:
        findings = keep_findings(project.store, segments)
    by_id = {one.id: one for one in segments}
    statements()
    office.done("ann", "GET", "/qa?limit=1")
    few = statements()
    answer = office.done("ann", "GET", "/qa?limit=5000")
    assert statements() == few
    assert answer["findings"] == [
        {**one, "source": by_id[one["segment"]].source, "target": by_id[one["segment"]].target}
        for one in as_json(findings)
    ]
    waived = sum(bool(finding.waived) for finding in findings)
    assert answer["counts"] == [
        {"check": "quotes", "severity": "warning", "count": len(segments), "waived": 0},
        {"check": "numbers", "severity": "error", "count": len(segments) - waived, "waived": waived},
    ]
    assert answer["unchecked"] == 0
    page = office.done("ann", "GET", f"/qa?limit=3&offset={AT_ONCE}")
    assert page["findings"] == answer["findings"][AT_ONCE : AT_ONCE + 3]


def test_findings_of_what_left_its_document_are_not_counted(office: Office) -> None:
    with office.desk.project() as project:
        missing = Finding(check="numbers", severity=Severity.ERROR, segment="1", message="7 is missing.")
        KeptFindings(project.store).keep({"1": 0, "2": 0}, [missing, replace(missing, segment="2")])
        project.store.db.execute("UPDATE segment SET position = NULL WHERE id = 1")
    answer = office.done("ann", "GET", "/qa")
    assert [one["segment"] for one in answer["findings"]] == ["2"]
    assert answer["counts"] == [{"check": "numbers", "severity": "error", "count": 1, "waived": 0}]


def test_effort_is_added_up_in_a_few_statements(
    office: Office, segments: list[Segment], statements: Callable[[], int]
) -> None:
    people = ("ann", "bob")
    visits = [
        Visit(
            segment=one.id,
            person=people[number % 2],
            started="2026-01-02T03:04:05Z",
            # Every fifth takes longer than anybody believes.
            active_ms=2_000 + number if number % 5 else 900_000,
            idle_ms=5,
            keystrokes=3,
            suggestions=("memory 92", "term") if number % 3 else (),
        )
        for number, one in enumerate(segments)
    ]
    # Who was somewhere twice has read it once.
    visits += [visits[0], visits[-1]]
    with office.desk.project() as project, project.store.transaction():
        project.store.db.executemany(
            "INSERT INTO effort (segment_id, person, started, active_ms, idle_ms, keystrokes, suggestions, revision)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
            [
                (int(one.segment), one.person, one.started, one.active_ms, one.idle_ms, one.keystrokes,
                 json.dumps(one.suggestions))
                for one in visits
            ],
        )  # fmt: skip
    statements()
    assert office.done("cas", "GET", "/effort/people") == []
    few = statements()
    answer = office.done("ann", "GET", "/effort/people")
    # Two for the visits, two for the sources; of nothing, one.
    assert statements() - few == 3
    words = {one.id: len(one.source.split()) for one in segments}
    assert [one["person"] for one in answer] == list(people)
    for found in answer:
        theirs = [visit for visit in visits if visit.person == found["person"]]
        spent = {
            name: sum(visit.active_ms for visit in theirs if visit.segment == name)
            for name in {visit.segment for visit in theirs}
        }
        relevant = [name for name in spent if 250 * words[name] <= spent[name] <= 30_000 * words[name]]
        inserted = sum(bool(visit.suggestions) for visit in theirs)
        assert found == {
            "person": found["person"],
            "visits": len(theirs),
            "segments": len(spent),
            "words": sum(words[name] for name in spent),
            "keystrokes": 3 * len(theirs),
            "active_ms": sum(spent.values()),
            "idle_ms": 5 * len(theirs),
            "relevant_segments": len(relevant),
            "relevant_words": sum(words[name] for name in relevant),
            "relevant_ms": sum(spent[name] for name in relevant),
            "suggestions": {"memory": inserted, "term": inserted},
            "words_an_hour": sum(words[name] for name in relevant) * 3_600_000 / sum(spent[name] for name in relevant),
        }
    (own,) = office.done("bob", "GET", "/effort/people")
    assert own == answer[1]
    # The raw log is read in parts too, and none is lost or comes twice where two of them meet.
    assert [one["segment"] for one in office.done("ann", "GET", "/effort")] == [one.segment for one in visits]


def test_places_of_a_text_are_found_in_as_many_statements_as_one(
    office: Office, segments: list[Segment], statements: Callable[[], int]
) -> None:
    statements()
    one = office.done("ann", "POST", "/find", {"find": f"Zin {MANY - 1}", "where": "source"})
    few = statements()
    assert [hit["id"] for hit in one["hits"]] == [segments[-1].id]
    answer = office.done("ann", "POST", "/find", {"find": "camp", "where": "both"})
    assert statements() == few
    assert answer["total"] == len(segments)
    assert answer["hits"] == [
        {
            "id": one.id,
            "spans": {"source": [], "target": [[one.target.index("camp"), one.target.index("camp") + 4]]},
        }
        for one in segments[: len(answer["hits"])]
    ]
    assert len(answer["hits"]) == 2000


def test_what_replacing_would_do_is_shown_in_a_few_statements(
    office: Office, segments: list[Segment], statements: Callable[[], int]
) -> None:
    asked = {"find": "camp", "replace": "site", "preview": True}
    statements()
    office.done("bob", "POST", "/replace", {**asked, "ids": ["1"]})
    few = statements()
    answer = office.done("bob", "POST", "/replace", {**asked, "ids": [one.id for one in reversed(segments)]})
    # One more for whom they are assigned to, one more for the texts.
    assert statements() - few == 2
    assert answer["total"] == len(segments)
    assert answer["changes"][0] == {
        "id": segments[-1].id,
        "before": segments[-1].target,
        "after": segments[-1].target.replace("camp", "site"),
    }


def test_replacing_in_a_segment_that_is_not_there_is_refused(office: Office) -> None:
    answer = office.ask(
        "ann", "POST", "/replace", {"find": "a", "replace": "b", "preview": True, "ids": ["1", "999999"]}
    )
    assert answer.status_code == 400
    assert "there is no segment '999999'" in answer.text
