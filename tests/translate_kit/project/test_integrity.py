"""Each kind of damage to a project is found, named and answered with a remedy; a whole project is said to be whole."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Run
from translate_kit.project import Project, Settings
from translate_kit.project.changes import Changes
from translate_kit.project.integrity import CHECKS, verify
from translate_kit.project.project import read_new
from translate_kit.project.splitting import join, split

TEXT = "# Kop\n\nEén zin met “tekens”. Nog een zin.\r\n\nEén zin met “tekens”.\n"


@pytest.fixture(params=["sqlite", "postgresql"])
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Project]:
    store = ""
    if request.param == "postgresql":
        store = request.getfixturevalue("postgresql").url(schema=f"project_{secrets.token_hex(4)}")
    with Project.create(tmp_path / "p", Settings(store=store)) as opened:
        for name in ("a.md", "b.md"):
            (tmp_path / name).write_bytes(TEXT.encode())
        opened.add(read_new([tmp_path / "a.md", tmp_path / "b.md"]))
        for segment in opened.segments():
            opened.edit(segment.id, f"Target {segment.id}", by="ann")
        yield opened


def damage(project: Project, *statements: str) -> None:
    """Change the tables behind the program's back, rules between them included."""
    db = project.store.db
    if project.settings.store:
        db.execute("SET session_replication_role TO replica")
    else:
        db.execute("PRAGMA foreign_keys = OFF")
    for statement in statements:
        assert db.execute(statement).rowcount, statement


def kinds(project: Project) -> list[str]:
    return [problem.kind for problem in verify(project)]


def test_a_project_that_was_worked_on_is_whole(project: Project) -> None:
    first, second, *_ = project.segments()
    project.undo(first.id, by="ann")
    ids = split(project, project.segments()[1].id, 8, 3, person="ann")
    assert verify(project) == []
    join(project, ids[0], person="ann")
    changes = Changes(project.store, person="ann")
    changes.propagate(second.id)
    batch = changes.replace(changes.replacements([s.id for s in project.segments()], "Target", "Text"))
    assert batch.number is not None
    changes.undo(batch.number)
    (project.folder.parent / "a.md").write_bytes(f"Nieuw begin.\n\n{TEXT}".encode())
    project.add(read_new([project.folder.parent / "a.md"]))
    assert verify(project) == []


def test_an_empty_project_is_whole(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p", Settings()) as project:
        assert verify(project) == []


def test_the_check_leaves_no_transaction_open(project: Project) -> None:
    verify(project)
    assert not project.store.db.in_transaction
    project.edit(project.segments()[0].id, "More", by="ann")


@pytest.mark.parametrize(
    ("kind", "says", "statement"),
    [
        ("targets", "its last version 'Target 1'", "UPDATE segment SET target = 'Oth' WHERE id = 1"),
        ("targets", "its state or origin is not that", "UPDATE segment SET state = 'final' WHERE id = 1"),
        ("targets", "its last version 'Changed'", "UPDATE revision SET target = 'Changed' WHERE segment_id = 2"),
        ("revisions", "there are none", "DELETE FROM revision WHERE segment_id = 1"),
        ("revisions", "versions must be 1 to 5, and there are 1", "UPDATE segment SET revision = 5 WHERE id = 1"),
        ("revisions", "from 2 to 2", "UPDATE revision SET number = 2 WHERE segment_id = 1"),
        ("positions", "a.md: the places of its 4 segments", "UPDATE segment SET position = 9 WHERE id = 4"),
        ("positions", "3 different ones", "UPDATE segment SET position = 1 WHERE id = 3"),
        ("positions", "3 segments are not 0 to 2", "UPDATE segment SET position = NULL WHERE id = 1"),
        ("orphans", "rows of `segment` belong to no `document`", "DELETE FROM document WHERE name = 'b.md'"),
        ("orphans", "1 rows of `revision` belong to no `segment`", "DELETE FROM segment WHERE id = 8"),
        (
            "orphans",
            "1 rows of `comment` belong to no `segment`",
            "INSERT INTO comment (segment_id, person, made, text) VALUES (99, 'x', 'y', 'z')",
        ),
        (
            "orphans",
            "1 rows of `finding`",
            "INSERT INTO finding (segment_id, position, severity, waived, finding) VALUES (99, 0, 1, 0, '{}')",
        ),
        ("values", "has the state 'done', which is none", "UPDATE segment SET state = 'done' WHERE id = 1"),
        ("values", "has the origin 'oracle'", "UPDATE revision SET origin = 'oracle' WHERE segment_id = 1"),
        ("counters", "behind the changes", "UPDATE counter SET touched = 0"),
        ("counters", "behind the changes", "DELETE FROM counter"),
        ("counters", "behind the changes", "UPDATE revision SET batch = 7 WHERE segment_id = 1"),
        ("documents", "segment 2 is", "UPDATE segment SET source = 'Een zin.' WHERE id = 2"),
        ("documents", "segment 3 is", 'UPDATE segment SET start = 0, "end" = 3 WHERE id = 3'),
    ],
)  # fmt: skip
def test_damage_to_a_table_is_found(project: Project, kind: str, says: str, statement: str) -> None:
    damage(project, statement)
    found = [problem for problem in verify(project) if problem.kind == kind]
    assert len(found) == 1
    assert says in found[0].message
    assert found[0].remedy


@pytest.mark.parametrize("content", [b"Something else\n", b"", None])
def test_a_document_that_was_changed_or_lost_is_found(project: Project, content: bytes | None) -> None:
    place = project.folder / "source" / "b.md"
    place.unlink() if content is None else place.write_bytes(content)
    (problem,) = verify(project)
    assert (problem.kind, problem.document) == ("documents", "b.md")
    assert "translate-kit add" in problem.remedy
    # And the remedy helps.
    project.add(read_new([project.folder.parent / "b.md"]))
    assert verify(project) == []


def test_waivers_that_cannot_be_read_are_found(project: Project) -> None:
    (project.folder / "waivers.toml").write_text("[[waiver]]\ncheck =\n", encoding="utf-8")
    (problem,) = verify(project)
    assert problem.kind == "waivers"
    assert "line 2" in problem.message


def test_every_check_is_tried_here() -> None:
    assert set(CHECKS) == {
        "database", "orphans", "values", "revisions", "targets", "positions", "counters", "documents", "waivers",
    }  # fmt: skip


@pytest.fixture
def in_a_file(tkit: Run, tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("\n\n".join(f"Zin nummer {n}." for n in range(2000)), encoding="utf-8")
    tkit("init", "p")
    tkit("--project", "p", "add", "a.txt")
    return tmp_path / "p" / "project.db"


def test_a_damaged_file_is_found(tkit: Run, in_a_file: Path) -> None:
    """Pages in the middle are overwritten, as by a disk that fails."""
    with closing(sqlite3.connect(in_a_file)) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'segment_by_source'").fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
    data = bytearray(in_a_file.read_bytes())
    data[(root - 1) * size + 8 : root * size] = bytes(size - 8)
    in_a_file.write_bytes(data)
    done = tkit("--project", "p", "status", "--verify", code=3)
    assert done.stdout.startswith("database: ")
    assert "translate-kit restore" in done.stdout


def test_an_index_that_lacks_a_row_is_found(tkit: Run, in_a_file: Path) -> None:
    with closing(sqlite3.connect(in_a_file)) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_master SET sql = replace(sql, 'source)', 'target)') WHERE name = 'segment_by_source'")
        db.commit()
    assert "database: " in tkit("--project", "p", "status", "--verify", code=3).stdout


def test_the_command_says_what_is_wrong_and_ends_with_3(tkit: Run, in_a_file: Path) -> None:
    assert "Nothing is damaged." in tkit("--project", "p", "status", "--verify").stderr
    assert json.loads(tkit("--project", "p", "status", "--verify", "--json").stdout)["problems"] == []
    with closing(sqlite3.connect(in_a_file)) as db:
        db.execute("UPDATE segment SET target = 'x'")
        db.commit()
    done = tkit("--project", "p", "status", "--verify", code=3)
    assert done.stdout.splitlines()[0].startswith("targets: segment 1: its target is 'x', its last version ''. Write")
    assert done.stdout.splitlines()[-1] == "targets: and 1,980 more of this kind."
    assert "p: 2,000 problems." in done.stderr
    done = tkit("--project", "p", "status", "--verify", "--json", code=3)
    assert len(json.loads(done.stdout)["problems"]) == 2000
