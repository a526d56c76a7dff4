"""The project store: nothing is lost, a person's work is never overwritten by a machine."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from translate_kit.data import Origin, Segment, State
from translate_kit.errors import BadInput, Conflict
from translate_kit.project.findings import KeptFindings
from translate_kit.project.rows import Rows
from translate_kit.project.schema import MIGRATIONS
from translate_kit.project.store import Change, ProjectStore, StoredDocument, now


def document(name: str = "article.md") -> StoredDocument:
    return StoredDocument(name, "markdown", "utf-8", f"../{name}", "0" * 64, now())


def segments(*sources: str) -> list[Segment]:
    return [Segment(id=str(number), source=source) for number, source in enumerate(sources)]


def nothing_continued(_old: Sequence[Segment], _new: Sequence[Segment]) -> dict[int, str]:
    return {}


@pytest.fixture
def store(place: str) -> Iterator[ProjectStore]:
    with ProjectStore(place) as opened:
        opened.put_document(document(), segments("Eén.", "Twee.", "Drie."), nothing_continued)
        yield opened


@pytest.fixture
def file_store(tmp_path: Path) -> Iterator[ProjectStore]:
    with ProjectStore(tmp_path / "project.db") as opened:
        opened.put_document(document(), segments("Eén.", "Twee.", "Drie."), nothing_continued)
        yield opened


def machine(segment_id: str, target: str) -> Change:
    return Change(segment_id, target, State.DRAFT, Origin.MACHINE, "argos")


def by_person(segment_id: str, target: str, state: State = State.TRANSLATED) -> Change:
    return Change(segment_id, target, state, Origin.PERSON)


def test_segments_come_back_in_the_order_of_the_document(store: ProjectStore) -> None:
    assert [s.source for s in store.segments()] == ["Eén.", "Twee.", "Drie."]


def test_machine_fills_a_new_segment(store: ProjectStore) -> None:
    assert store.draft([machine("1", "One.")], person="kit") == 1
    assert store.segment("1").target == "One."
    assert store.segment("1").state is State.DRAFT


def test_machine_never_overwrites_what_a_person_wrote(store: ProjectStore) -> None:
    store.edit(by_person("1", "One!", State.DRAFT), person="ann")
    assert store.draft([machine("1", "One.")], person="kit") == 0
    assert store.segment("1").target == "One!"


def test_machine_never_overwrites_a_confirmed_memory_match(store: ProjectStore) -> None:
    store.edit(Change("1", "One!", State.REVIEWED, Origin.MEMORY), person="ann")
    assert store.draft([machine("1", "One.")], person="kit") == 0


def test_each_change_keeps_its_earlier_version(store: ProjectStore) -> None:
    store.draft([machine("1", "One.")], person="kit")
    store.edit(by_person("1", "One!"), person="ann")
    assert [(r.number, r.target, r.person) for r in store.revisions("1")] == [(1, "One.", "kit"), (2, "One!", "ann")]


def test_stale_write_is_refused_with_both_texts(store: ProjectStore) -> None:
    store.edit(by_person("1", "First"), person="ann")
    with pytest.raises(Conflict, match=r"'First'.*'Second'"):
        store.edit(by_person("1", "Second"), person="bob", expected_revision=0)
    assert store.segment("1").target == "First"


def test_locked_segment_cannot_be_edited(store: ProjectStore) -> None:
    store.db.execute("UPDATE segment SET locked = 1 WHERE id = 1")
    with pytest.raises(Conflict, match="locked"):
        store.edit(by_person("1", "One"), person="ann")
    assert store.draft([machine("1", "One")], person="kit") == 0


@pytest.mark.parametrize("segment_id", ["0", "99", "x", "", "1.5", "²", "9" * 40, "1; DROP TABLE segment"])
def test_unknown_segment_is_refused(store: ProjectStore, segment_id: str) -> None:
    with pytest.raises(BadInput, match="no segment"):
        store.segment(segment_id)


def test_a_changed_document_keeps_the_targets_of_its_unchanged_segments(store: ProjectStore) -> None:
    store.edit(by_person("2", "Two."), person="ann")
    store.put_document(document(), segments("Nul.", "Twee.", "Drie."), lambda _old, _new: {1: "2", 2: "3"})
    now_there = store.segments()
    assert [(s.source, s.target) for s in now_there] == [("Nul.", ""), ("Twee.", "Two."), ("Drie.", "")]


def test_a_segment_that_left_its_document_is_kept(store: ProjectStore) -> None:
    store.edit(by_person("1", "One."), person="ann")
    store.put_document(document(), segments("Twee.", "Drie."), lambda _old, _new: {0: "2", 1: "3"})
    assert "Eén." not in [s.source for s in store.segments()]
    assert store.segment("1").target == "One."


def test_a_failed_write_leaves_nothing_half_done(store: ProjectStore) -> None:
    def changes() -> object:
        yield machine("1", "One.")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.draft(changes(), person="kit")  # type: ignore[arg-type]
    assert store.segment("1").target == ""
    assert store.revisions("1") == []


def test_kill_in_the_middle_of_edits_loses_no_acknowledged_one(tmp_path: Path) -> None:
    path = tmp_path / "project.db"
    with ProjectStore(path) as opened:
        opened.put_document(document(), segments("Eén."), nothing_continued)
    script = (
        "import sys; from pathlib import Path\n"
        "from translate_kit.project.store import *; from translate_kit.data import *\n"
        "store = ProjectStore(Path(sys.argv[1]))\n"
        "for n in range(100000):\n"
        "    store.edit(Change('1', f'version {n}', State.TRANSLATED, Origin.PERSON), person='ann')\n"
        "    print(n, flush=True)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for _ in range(50):
        acknowledged = int(process.stdout.readline())
    process.kill()
    rest = process.stdout.read().split("\n")[:-1]
    process.stdout.close()
    process.wait()
    acknowledged = int(rest[-1]) if rest else acknowledged
    with ProjectStore(path) as opened:
        versions = opened.revisions("1")
    assert len(versions) >= acknowledged + 1
    assert versions[acknowledged].target == f"version {acknowledged}"


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "project.db").write_bytes(b"this is not a database, it is a letter" * 100)
    with pytest.raises(BadInput, match="not a project database"):
        ProjectStore(tmp_path / "project.db")


def test_a_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "project.db"
    ProjectStore(path).close()
    with sqlite3.connect(path) as database:
        database.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    database.close()
    with pytest.raises(BadInput, match="newer translate-kit"):
        ProjectStore(path)


def test_two_processes_that_create_the_same_project_both_succeed(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from translate_kit.project.store import ProjectStore;"
        "ProjectStore(Path(sys.argv[1])).close()"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "project.db")], stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    for process in running:
        _, errors = process.communicate()
        assert process.returncode == 0, errors.decode()


def test_a_held_lock_is_a_conflict(file_store: ProjectStore, tmp_path: Path) -> None:
    store = file_store
    store.db.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(tmp_path / "project.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(Conflict, match="another process"):
            store.edit(by_person("1", "One."), person="ann")
    finally:
        other.close()


def test_what_is_there_already_is_looked_up_under_the_lock(file_store: ProjectStore, tmp_path: Path) -> None:
    store = file_store
    # Two runs that added the same article at the same time both found an empty project, and the segments of the one
    # that was first went out of sight with all that was done to them.
    other = sqlite3.connect(tmp_path / "project.db", timeout=0, isolation_level=None)
    seen: list[str] = []

    def continued(old: Sequence[Segment], _new: Sequence[Segment]) -> dict[int, str]:
        seen.extend(segment.source for segment in old)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        return {}

    store.put_document(document(), segments("Vier."), continued)
    other.close()
    assert seen == ["Eén.", "Twee.", "Drie."]


@pytest.mark.parametrize("version", [0, 1])
def test_a_database_of_something_else_is_refused_and_left_alone(tmp_path: Path, version: int) -> None:
    path = tmp_path / "project.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE bookmark (address TEXT)")
        database.execute(f"PRAGMA user_version = {version}")
    database.close()
    with pytest.raises(BadInput, match="not a project database"):
        ProjectStore(path)
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("bookmark",)]
    database.close()


@pytest.mark.parametrize(
    ("damage", "read"),
    [
        ("UPDATE segment SET state = 'abandoned'", lambda store: store.segments()),
        ("UPDATE segment SET state = 'abandoned'", lambda store: store.segment("1")),
        ("UPDATE segment SET origin = 'dream'", lambda store: store.segments()),
        ("UPDATE revision SET origin = 'dream'", lambda store: store.revisions("1")),
        ("INSERT INTO score (measured, result) VALUES ('', '{')", lambda store: store.scores()),
        ("DROP TABLE revision", lambda store: store.revisions("1")),
        ("DROP TABLE revision", lambda store: store.last_drafts()),
        ("DROP TABLE score", lambda store: store.scores()),
    ],
)
def test_a_damaged_database_is_bad_input(
    store: ProjectStore, tmp_path: Path, damage: str, read: Callable[[ProjectStore], object]
) -> None:
    store.edit(by_person("1", "One."), person="ann")
    store.db.execute(damage)
    with pytest.raises(BadInput, match=re.escape(store.place)):
        read(store)


def test_an_older_schema_is_backed_up_and_migrated(tmp_path: Path) -> None:
    path = tmp_path / "project.db"
    with sqlite3.connect(path) as database:
        database.executescript(MIGRATIONS[0])
        database.execute("PRAGMA user_version = 1")
        database.execute("INSERT INTO document VALUES (1, 'a.md', 'markdown', 'utf-8', '../a.md', '', '')")
    database.close()
    with ProjectStore(path) as store:
        assert [document.name for document in store.documents()] == ["a.md"]
        store.keep_outputs([("a.po", "0" * 64)])
        assert store.outputs("a.po") == {"0" * 64}
    with sqlite3.connect(tmp_path / "project.schema-1.db") as database:
        assert database.execute("SELECT name FROM document").fetchall() == [("a.md",)]
        assert database.execute("PRAGMA user_version").fetchone() == (1,)
    database.close()


def test_what_is_asked_at_every_save_does_not_go_through_all_segments(file_store: ProjectStore) -> None:
    plans: list[str] = []
    execute = file_store.db.execute

    def explained(statement: str, values: Sequence[Any] = ()) -> Any:
        if statement.startswith("SELECT"):
            plans.extend(str(row[3]) for row in execute(f"EXPLAIN QUERY PLAN {statement}", values))
        return execute(statement, values)

    file_store.db.execute = explained  # type: ignore[method-assign]
    file_store.confirmed_targets("article.md", "Eén.")
    file_store.neighbours("1")
    file_store.segment("1")
    file_store.edit(by_person("1", "One."), person="ann", expected_revision=0)
    assert any("segment_by_source" in plan for plan in plans)
    wide = [
        plan for plan in plans if "SCAN" in plan or "segment_by_place (document_id=?)" in plan or "position>?" in plan
    ]
    assert not wide


def test_a_change_of_many_segments_is_seen_in_parts(store: ProjectStore) -> None:
    before = store.touched()
    store.draft([machine(str(number), "Draft.") for number in (1, 2, 3)], person="kit")
    parts = []
    number, last = before, None
    while part := store.touched_since(number, last, 2):
        parts.append([name for name, _ in part])
        last, number = part[-1]
    assert parts == [["1", "2"], ["3"]]


def test_the_same_text_in_another_state_need_not_be_checked_again(store: ProjectStore) -> None:
    kept = KeptFindings(store)
    store.edit(by_person("1", "One.", State.DRAFT), person="ann")
    kept.keep({"1": 1}, [])
    store.edit(by_person("1", "One."), person="ann")
    assert kept.unchecked() == 0
    store.edit(by_person("1", "Two."), person="ann")
    assert kept.unchecked() == 1
    # What was found in an earlier version comes too late.
    kept.keep({"1": 2}, [])
    assert kept.unchecked() == 1


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_a_project_of_each_earlier_version_opens_with_all_that_it_had(tmp_path: Path, version: int) -> None:
    place = tmp_path / "project.db"
    old = sqlite3.connect(place)
    for step in MIGRATIONS[:version]:
        old.executescript(step)
    old.execute(f"PRAGMA user_version = {version}")
    old.execute("INSERT INTO document VALUES (1, 'a.md', 'markdown', 'utf-8', '../a.md', '0', '2026-01-02T03:04:05Z')")
    old.execute(
        'INSERT INTO segment (id, document_id, position, source, start, "end", kind, paragraph, target, state, origin,'
        " revision) VALUES (7, 1, 0, 'Eén.', 0, 4, 'text', 0, 'One.', 'translated', 'person', 2)"
    )
    old.execute(
        "INSERT INTO revision (segment_id, number, target, state, origin, origin_detail, changed, person)"
        " VALUES (7, 1, 'Oen.', 'draft', 'machine', 'argos', '2026-01-02', 'kit'),"
        " (7, 2, 'One.', 'translated', 'person', '', '2026-01-02', 'ann')"
    )
    old.execute("INSERT INTO score VALUES (1, '2026-01-02', '{\"metrics\": [], \"segments\": 1}')")
    if version >= 2:
        old.execute("INSERT INTO output VALUES ('a.en.md', 'abc')")
    old.commit()
    old.close()
    with ProjectStore(place) as store:
        assert store.segment("7").target == "One."
        assert [one.person for one in store.revisions("7")] == ["kit", "ann"]
        assert [one["run"] for one in store.scores()] == [1]
        assert store.outputs() == ({"a.en.md"} if version >= 2 else set())
        # And an editor can be opened on it.
        (row,) = Rows(store).rows(["7"])
        assert (row.revision, row.assigned_to, row.propagation, row.number) == (2, "", "", 1)
        assert KeptFindings(store).unchecked() == 1
        assert store.edit(by_person("7", "One!"), person="ann", expected_revision=2) == 3
    copy = tmp_path / f"project.schema-{version}.db"
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("PRAGMA user_version").fetchone() == (version,)
        assert kept.execute("SELECT target FROM segment").fetchone() == ("One.",)
