"""What an editor keeps beside the targets, over both stores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.translate_kit.project.test_store import by_person, document, machine, nothing_continued, segments
from translate_kit.data import Finding, Origin, Severity, State
from translate_kit.errors import BadInput, Conflict
from translate_kit.project import rows as rows_of_a_project
from translate_kit.project.changes import Changes
from translate_kit.project.findings import KeptFindings
from translate_kit.project.people import Role
from translate_kit.project.rows import Filter, Rows
from translate_kit.project.store import ProjectStore
from translate_kit.project.work import Visit, Work

SOURCES = ("De leider.", "Het kamp.", "De leider.", "Een ander.", "De leider.")


@pytest.fixture
def store(place: str) -> Iterator[ProjectStore]:
    with ProjectStore(place) as opened:
        opened.put_document(document("a.md"), segments(*SOURCES), nothing_continued)
        opened.put_document(document("b.md"), segments("Slot.", "x" * 20_000), nothing_continued)
        yield opened


@pytest.fixture
def changes(store: ProjectStore) -> Changes:
    return Changes(store, person="ann")


# rows


def test_rows_are_numbered_through_all_documents(store: ProjectStore) -> None:
    rows = Rows(store)
    ids = rows.ids(Filter())
    assert [row.number for row in rows.rows(ids)] == [1, 2, 3, 4, 5, 6, 7]
    assert [row.segment.document for row in rows.rows(ids)] == ["a.md"] * 5 + ["b.md"] * 2


def test_rows_come_in_the_order_asked_for_without_those_that_are_not_there(store: ProjectStore) -> None:
    assert [row.segment.id for row in Rows(store).rows(["3", "x", "99", "1"])] == ["3", "1"]


def test_texts_come_in_the_order_asked_for_across_the_parts_that_are_read(
    store: ProjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_of_a_project, "AT_ONCE", 2)
    store.edit(by_person("4", "Another."), person="ann")
    asked = ["6", "4", "1", "4", "2"]
    assert list(Rows(store).texts(asked)) == [
        ("6", "Slot.", ""),
        ("4", "Een ander.", "Another."),
        ("1", "De leider.", ""),
        ("4", "Een ander.", "Another."),
        ("2", "Het kamp.", ""),
    ]
    assert [row.segment.id for row in Rows(store).rows(asked)] == asked
    assert list(Rows(store).texts([])) == []


@pytest.mark.parametrize("missing", ["99", "x", "1" * 30])
def test_texts_of_a_segment_that_is_not_there_are_refused(store: ProjectStore, missing: str) -> None:
    with pytest.raises(BadInput, match=f"no segment '{missing}'"):
        list(Rows(store).texts(["1", missing]))


def test_a_row_counts_its_repetitions(store: ProjectStore) -> None:
    assert [row.repetitions for row in Rows(store).rows(["1", "2", "3", "7"])] == [2, 0, 2, 0]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (Filter(document="b.md"), ["6", "7"]),
        (Filter(states=(State.TRANSLATED,)), ["2"]),
        (Filter(states=(State.DRAFT, State.TRANSLATED)), ["1", "2"]),
        (Filter(origins=("machine",)), ["1"]),
        (Filter(text="KAMP"), ["2"]),
        (Filter(text="KAMP", case=True), []),
        (Filter(text="camp", where="source"), []),
        (Filter(text="camp", where="target"), ["2"]),
        (Filter(text=r"^De \w+\.$", regex=True), ["1", "3", "5"]),
        (Filter(text="."), ["1", "2", "3", "4", "5", "6"]),
        (Filter(person="ann"), ["2"]),
        (Filter(assigned_to="bob"), ["4"]),
        (Filter(assigned_to="-", document="a.md"), ["1", "2", "3", "5"]),
        (Filter(locked=True), ["5"]),
        (Filter(comments=True), ["3"]),
        (Filter(repetitions="all"), ["1", "3", "5"]),
        (Filter(repetitions="first"), ["1"]),
        (Filter(findings=Severity.WARNING), ["1"]),
        (Filter(findings=Severity.ERROR), []),
        (Filter(max_score=50, document="b.md"), ["6", "7"]),
        (Filter(min_score=50), []),
    ],
)
def test_filters(store: ProjectStore, wanted: Filter, ids: list[str]) -> None:
    work = Work(store)
    store.draft([machine("1", "The leader.")], person="kit")
    store.edit(by_person("2", "The camp."), person="ann")
    work.assign(["4"], "bob", person="ann")
    work.set_locked(["5"], True, person="ann")
    work.comment("3", "Who?", person="ann")
    finding = Finding(check="x", severity=Severity.WARNING, segment="1", message="wrong")
    waived = Finding(check="x", severity=Severity.ERROR, segment="1", message="fine", waived="it is")
    KeptFindings(store).keep({"1": 1}, [finding, waived])
    assert Rows(store).ids(wanted) == ids


def test_a_bad_regular_expression_is_said_to_be_one(store: ProjectStore) -> None:
    with pytest.raises(BadInput, match="no regular expression"):
        Rows(store).ids(Filter(text="(", regex=True))


def test_a_hostile_regular_expression_ends(store: ProjectStore) -> None:
    store.edit(by_person("1", "a" * 5000 + "b"), person="ann")
    with pytest.raises(BadInput, match="takes longer"):
        Rows(store).ids(Filter(text=r"(a+)+(a|b)*(a+)+c\1\2", regex=True, where="target"))


# what others see


def test_a_store_goes_on_after_a_search_that_was_broken_off(store: ProjectStore) -> None:
    store.edit(by_person("1", "a" * 5000 + "b"), person="ann")
    with pytest.raises(BadInput, match="longer than"):
        Rows(store).ids(Filter(text="(a+)+$", regex=True, where="target"))
    assert not store.db.in_transaction
    store.edit(by_person("1", "The leader."), person="ann")
    # Inside a transaction what it has written is found.
    with store.transaction():
        store.edit(by_person("2", "The leader."), person="ann")
        assert Rows(store).ids(Filter(text="leader", where="target")) == ["1", "2"]
        assert store.db.in_transaction


def test_each_change_can_be_seen_by_its_number(store: ProjectStore) -> None:
    before = store.touched()
    store.edit(by_person("2", "The camp."), person="ann")
    Work(store).comment("4", "Hm.", person="ann")
    assert [number for number, _ in store.touched_since(before)] == ["2", "4"]
    assert store.touched_since(store.touched()) == []


# comments, effort, typing


def test_comments_are_resolved_and_opened_again(store: ProjectStore) -> None:
    work = Work(store)
    comment = work.comment("1", "Which leader?", person="ann")
    assert Rows(store).row("1").comments == 1
    assert work.resolve(comment.id, resolved=True, person="bob").resolved_by == "bob"
    assert Rows(store).row("1").comments == 0
    assert work.resolve(comment.id, resolved=False, person="bob").resolved == ""
    with pytest.raises(BadInput):
        work.resolve(99, resolved=True, person="bob")
    with pytest.raises(BadInput):
        work.comment("1", "  ", person="ann")


def test_a_row_names_its_newest_comment_though_it_is_resolved(store: ProjectStore) -> None:
    work, rows = Work(store), Rows(store)
    assert rows.row("1").last_comment == 0
    work.comment("1", "Which one?", person="ann")
    last = work.comment("1", "The first.", person="bob")
    work.comment("2", "Elsewhere.", person="bob")
    work.resolve(last.id, resolved=True, person="ann")
    assert (rows.row("1").last_comment, rows.row("1").comments) == (last.id, 1)


def test_activity_of_one_segment_leaves_out_that_of_others(store: ProjectStore) -> None:
    work = Work(store)
    work.did("comment", person="ann", segment_id="1")
    work.did("lock", person="ann", segment_id="2")
    work.did("export", person="ann")
    assert [(one.kind, one.segment) for one in work.activity(segment_id="2")] == [("lock", "2")]


def test_activity_of_one_segment_is_read_without_that_of_others(tmp_path: Path) -> None:
    # A server's plan goes by how much there is; a file's does not.
    with ProjectStore(tmp_path / "project.db") as store:
        plans: list[str] = []
        execute = store.db.execute

        def explained(statement: str, values: Sequence[Any] = ()) -> Any:
            plans.extend(str(row[3]) for row in execute(f"EXPLAIN QUERY PLAN {statement}", values))
            return execute(statement, values)

        store.db.execute = explained  # type: ignore[method-assign]
        Work(store).activity(segment_id="2")
    assert plans == ["SEARCH activity USING INDEX activity_by_segment (segment_id=? AND id<?)"]


def test_who_segments_are_assigned_to_is_asked_in_parts(store: ProjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_of_a_project, "AT_ONCE", 2)
    work = Work(store)
    work.assign(["2", "5"], "bob", person="ann")
    assert work.owners(["5", "99", "1", "2", "x", "005"]) == {"5": "bob", "1": "", "2": "bob", "005": "bob"}


@pytest.mark.parametrize("name", ["2", "002"])
def test_a_segment_of_somebody_else_is_refused_however_its_id_is_written(store: ProjectStore, name: str) -> None:
    store.edit(by_person("2", "The camp."), person="ann")
    Work(store).assign(["2"], "bob", person="ann")
    done = Changes(store, person="eva", role=Role.TRANSLATOR).set_state([name], State.DRAFT)
    assert (done.ids, done.refused) == ([], {name: "it is assigned to bob"})


def test_visits_are_kept_as_they_were(store: ProjectStore) -> None:
    visit = Visit(
        segment="1",
        person="ann",
        started="2026-01-02T03:04:05Z",
        active_ms=1200,
        keystrokes=7,
        suggestions=("machine",),
    )
    Work(store).visited(visit)
    assert list(Work(store).visits(person="ann")) == [visit]
    assert list(Work(store).visits(person="bob")) == []
    assert list(Work(store).visits(segment_id="1")) == [visit]


def test_typed_text_is_each_persons_own_until_it_is_dropped(store: ProjectStore) -> None:
    work = Work(store)
    work.typed("1", "The lea", 0, person="ann")
    work.typed("1", "The leade", 0, person="ann")
    typing = work.typing("1", person="ann")
    assert typing is not None
    assert (typing.target, typing.revision) == ("The leade", 0)
    assert work.typing("1", person="bob") is None
    work.forget_typing("1", person="ann")
    assert work.typing("1", person="ann") is None


def test_options_are_for_all(store: ProjectStore) -> None:
    work = Work(store)
    assert work.option("propagation", "always") == "always"
    work.set_option("propagation", "ask")
    work.set_option("propagation", "never")
    assert work.option("propagation", "always") == "never"


def test_activity_goes_backwards_in_pages(store: ProjectStore) -> None:
    work = Work(store)
    for number in range(3):
        work.did("export", person="ann", number=number)
    newest = work.activity(limit=2)
    assert [one.detail["number"] for one in newest] == [2, 1]
    assert [one.detail["number"] for one in work.activity(before=newest[-1].id)] == [0]


# findings


def test_findings_are_replaced_by_those_of_the_next_check(store: ProjectStore) -> None:
    kept = KeptFindings(store)
    finding = Finding(check="numbers", severity=Severity.ERROR, segment="1", message="7 is missing", start=1, end=2)
    store.edit(by_person("1", "The leader."), person="ann")
    assert kept.unchecked() == 1
    kept.keep({"1": 1}, [finding])
    assert kept.of("1") == [finding]
    assert kept.with_texts(limit=10) == [(finding, "De leider.", "The leader.")]
    assert kept.unchecked() == 0
    assert Rows(store).row("1").findings == {Severity.ERROR: 1}
    kept.keep({"1": 1}, [])
    assert kept.of("1") == []


def test_findings_of_what_was_changed_while_it_was_checked_are_not_kept(
    store: ProjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_of_a_project, "AT_ONCE", 2)
    kept = KeptFindings(store)
    store.edit(by_person("2", "The camp."), person="ann")
    found = [Finding(check="numbers", severity=Severity.ERROR, segment=name, message="7 is missing") for name in "123"]
    kept.keep({"1": 0, "2": 0, "3": 0}, found)
    assert [finding.segment for finding, _, _ in kept.with_texts(limit=10)] == ["1", "3"]


# repetitions


def test_repetitions_follow_and_are_undone_together(store: ProjectStore, changes: Changes) -> None:
    store.edit(by_person("1", "The leader."), person="ann")
    batch = changes.propagate("1")
    assert batch.ids == ["3", "5"]
    assert store.segment("5").target == "The leader."
    assert store.segment("5").origin is Origin.REPETITION
    assert batch.number is not None
    assert changes.undo(batch.number).ids == ["3", "5"]
    assert store.segment("5").target == ""
    assert store.segment("5").state is State.NEW


def test_a_repetition_that_somebody_translated_otherwise_stays(store: ProjectStore, changes: Changes) -> None:
    store.edit(by_person("3", "The chief."), person="bob")
    store.edit(by_person("1", "The leader."), person="ann")
    assert changes.propagate("1").ids == ["5"]
    assert store.segment("3").target == "The chief."
    assert [(target, count) for target, count, _, _ in changes.alternatives("1")] == [("The chief.", 1)]


def test_what_followed_follows_again_and_what_may_not_does_not(store: ProjectStore, changes: Changes) -> None:
    store.edit(by_person("1", "The leader."), person="ann")
    changes.propagate("1")
    Work(store).set_propagation("5", "never", person="ann")
    store.edit(by_person("1", "The Leader."), person="ann")
    assert changes.propagate("1").ids == ["3"]
    assert store.segment("3").target == "The Leader."
    assert store.segment("5").target == "The leader."


def test_locked_repetitions_do_not_follow(store: ProjectStore, changes: Changes) -> None:
    Work(store).set_locked(["3"], True, person="ann")
    store.edit(by_person("1", "The leader."), person="ann")
    assert changes.propagate("1").ids == ["5"]


def test_undo_of_a_batch_leaves_what_was_changed_since(store: ProjectStore, changes: Changes) -> None:
    store.edit(by_person("1", "The leader."), person="ann")
    batch = changes.propagate("1")
    store.edit(by_person("3", "The boss."), person="bob")
    assert batch.number is not None
    undone = changes.undo(batch.number)
    assert undone.ids == ["5"]
    assert set(undone.refused) == {"3"}
    assert store.segment("3").target == "The boss."
    with pytest.raises(BadInput):
        changes.undo(999)


# states, replacing


def test_a_segment_goes_back_to_any_version_and_forward_again(store: ProjectStore, changes: Changes) -> None:
    for target in ("One.", "Two.", "Three."):
        store.edit(by_person("1", target), person="ann")
    changes.restore("1", 1, expected_revision=3)
    assert store.segment("1").target == "One."
    changes.restore("1", 3, expected_revision=4)
    assert store.segment("1").target == "Three."
    changes.restore("1", 0)
    assert (store.segment("1").target, store.segment("1").state) == ("", State.NEW)
    assert len(store.revisions("1")) == 6
    with pytest.raises(Conflict):
        changes.restore("1", 2, expected_revision=5)
    with pytest.raises(BadInput, match="no version 99"):
        changes.restore("1", 99)


def test_a_state_is_given_to_many_and_refused_for_empty_ones(store: ProjectStore, changes: Changes) -> None:
    store.draft([machine("1", "The leader."), machine("2", "The camp.")], person="kit")
    Work(store).set_locked(["2"], True, person="ann")
    batch = changes.set_state(["1", "2", "3"], State.TRANSLATED)
    assert batch.ids == ["1"]
    assert set(batch.refused) == {"2", "3"}
    assert store.segment("1").origin is Origin.PERSON


def test_replacing_is_shown_first_and_undone_together(store: ProjectStore, changes: Changes) -> None:
    store.edit(by_person("1", "The leader leads."), person="ann")
    store.edit(by_person("2", "Two leaders."), person="ann")
    made = changes.replacements(["1", "2", "3"], r"lead(er\w*)", r"guid\1", regex=True)
    assert [one.after for one in made] == ["The guider leads.", "Two guiders."]
    store.edit(by_person("2", "Three leaders."), person="bob")
    batch = changes.replace(made)
    assert batch.ids == ["1"]
    assert set(batch.refused) == {"2"}
    assert batch.number is not None
    changes.undo(batch.number)
    assert store.segment("1").target == "The leader leads."


@pytest.mark.parametrize(
    ("find", "replace"), [("", "x"), ("(", "x"), ("leader", r"\7"), ("leader", r"\g<no>"), ("leader", r"\g<")]
)
def test_bad_replacements_are_refused(store: ProjectStore, changes: Changes, find: str, replace: str) -> None:
    store.edit(by_person("1", "The leader."), person="ann")
    with pytest.raises(BadInput):
        changes.replacements(["1"], find, replace, regex=True)


def test_a_stale_version_is_refused_whoever_wrote_it(store: ProjectStore, changes: Changes) -> None:
    store.edit(by_person("1", "The leader."), person="ann")
    changes.propagate("1")
    with pytest.raises(Conflict):
        store.edit(by_person("3", "Mine."), person="bob", expected_revision=0)
