"""A backup holds the whole project and nothing else of it; what is restored is the same, in either kind of store."""

from __future__ import annotations

import io
import json
import re
import secrets
import shutil
import stat
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Run
from tests.postgresql import Server
from translate_kit.data import Finding, Origin, Severity, State
from translate_kit.errors import BadInput, BadOutput, Conflict
from translate_kit.memories import remember
from translate_kit.project import Project, Settings
from translate_kit.project.backup import INTEGERS, LEFT_OUT, MANIFEST, TABLES, back_up, count_rows, quoted
from translate_kit.project.changes import Changes
from translate_kit.project.findings import KeptFindings
from translate_kit.project.integrity import verify
from translate_kit.project.people import People, Role
from translate_kit.project.project import read_new
from translate_kit.project.restore import MAX_RATIO, restore
from translate_kit.project.schema import MIGRATIONS
from translate_kit.project.settings import SETTINGS_FILE
from translate_kit.project.splitting import split
from translate_kit.project.store import Change, ProjectStore
from translate_kit.project.work import Visit, Work

TEXT = "# Kop\n\nEén zin. Nog een zin; met “tekens” en 🙂. Eén zin.\n\n- een\n- twee\n"


def filled(folder: Path, store: str = "") -> Project:
    """A project with something in each of its tables."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    project = Project.create(folder, Settings(store=store, memories=("memory.db", "/elsewhere/team.db")))
    for name, text in (("a.md", TEXT), ("b.txt", "Twee documenten.\n")):
        (folder.parent / name).write_text(text, encoding="utf-8")
    project.add(read_new([folder.parent / "a.md", folder.parent / "b.txt"]))
    first, second, third = (segment.id for segment in project.segments()[:3])
    drafts = [Change(s.id, f"Draft {s.id}", State.DRAFT, Origin.MACHINE, "argos") for s in project.segments()]
    project.store.draft(drafts, person="kit")
    project.edit(first, "Heading", by="ann")
    project.edit(second, "One — “sentence”. 🙂", State.REVIEWED, by="bob")
    project.undo(second, by="bob")
    project.edit(second, "One sentence.", by="bob")
    Changes(project.store, person="ann").propagate(second)
    split(project, third, 9, person="ann")
    remember(project, [project.store.segment(second)], person="bob")
    work = Work(project.store)
    comment = work.comment(first, "Is this right?", person="bob")
    work.resolve(comment.id, resolved=True, person="ann")
    work.visited(Visit(segment=first, person="ann", started="2026-01-01T10:00:00Z", active_ms=1200, keystrokes=7))
    work.typed(first, "Headin", 2, person="ann")
    work.set_option("propagation", "ask")
    work.set_locked([first], True, person="ann")
    work.assign([second], "bob", person="ann")
    KeptFindings(project.store).keep(
        {first: 2}, [Finding(check="numbers", severity=Severity.ERROR, segment=first, message="3 is missing")]
    )
    people = People(project.store)
    people.add("ann", Role.COORDINATOR, "correct horse battery")
    people.log_in("ann")
    project.will_write({folder / "a.po": b"msgid"})
    with project.store.transaction():
        project.store.db.execute(
            "INSERT INTO score (measured, result) VALUES ('2026-01-01T00:00:00Z', ?)",
            ('{"metrics": [], "segments": 0}',),
        )
        project.store.db.execute("INSERT INTO score_text (digest, texts) VALUES ('d', '[]')")
    (folder / "waivers.toml").write_text("# none yet\n", encoding="utf-8")
    return project


def content(project: Project) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table: [
            tuple(row)
            for row in project.store.db.execute(f"SELECT {quoted(columns)} FROM {table} ORDER BY {quoted(columns[:2])}")
        ]
        for table, columns in TABLES.items()
    }


def backed_up(project: Project, path: Path, **options: Any) -> Path:
    with path.open("wb") as stream:
        back_up(project, stream, **options)
    return path


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    with filled(tmp_path / "from" / "book") as project:
        return backed_up(project, tmp_path / "book.zip")


def test_every_table_and_column_of_the_schema_is_kept(tmp_path: Path) -> None:
    with ProjectStore(tmp_path / "project.db") as store:
        _, tables = store.db.state()
        there = {
            table: {row[1]: row[2] for row in store.db.execute(f"PRAGMA table_info({table})")}
            for table in tables - {"sqlite_sequence"} - LEFT_OUT
        }
    assert {table: set(columns) for table, columns in TABLES.items()} == {t: set(c) for t, c in there.items()}
    kinds = {name: kind for columns in there.values() for name, kind in columns.items()}
    assert {name for name, kind in kinds.items() if kind == "INTEGER"} == INTEGERS


def test_a_project_comes_back_as_it_was(tmp_path: Path) -> None:
    with filled(tmp_path / "from" / "book") as project:
        before = content(project)
        assert all(before.values()), "each table must be tried"
        path = backed_up(project, tmp_path / "book.zip")
        documents = [project.document(stored).text for stored in project.documents()]
    done = restore(path, tmp_path / "to")
    assert done.missing == ("/elsewhere/team.db",)
    with Project(tmp_path / "to") as again:
        assert content(again) == before
        assert [again.document(stored).text for stored in again.documents()] == documents
        assert verify(again) == []
        assert (again.folder / "waivers.toml").read_text(encoding="utf-8") == "# none yet\n"
        # Work goes on: new rows have numbers that nothing had before.
        comment = Work(again.store).comment(again.segments()[0].id, "More", person="ann")
        assert comment.id > before["comment"][-1][0]
        assert People(again.store).check("ann", "correct horse battery") is not None
        assert again.store.db.execute("SELECT count(*) FROM session").fetchone()[0] == 0
    from tm import Memory

    with Memory.open(str(tmp_path / "to" / "memory.db"), create=False) as memory:
        assert memory.stats()["units"] == 1


def test_a_project_moves_to_a_server_and_back(tmp_path: Path, postgresql: Server) -> None:
    with filled(tmp_path / "from" / "book") as project:
        before = content(project)
        path = backed_up(project, tmp_path / "book.zip")
    url = postgresql.url(schema=f"restored_{secrets.token_hex(4)}")
    restore(path, tmp_path / "served", store=url)
    with Project(tmp_path / "served") as served:
        assert served.settings.store == url
        assert not (served.folder / "project.db").exists()
        assert content(served) == before
        assert verify(served) == []
        comment = Work(served.store).comment(served.segments()[0].id, "More", person="ann")
        assert comment.id == before["comment"][-1][0] + 1
        served.store.db.execute("DELETE FROM comment WHERE id = ?", (comment.id,))
        again = content(served)
        back = backed_up(served, tmp_path / "back.zip")
    assert again["segment"] != before["segment"]
    assert {name for name in TABLES if again[name] != before[name]} == {"segment", "counter"}
    restore(back, tmp_path / "back")
    with Project(tmp_path / "back") as project:
        assert project.settings.store == ""
        assert content(project) == again
        assert verify(project) == []


def test_a_server_takes_a_project_once_and_a_refusal_changes_nothing(
    tmp_path: Path, backup: Path, postgresql: Server
) -> None:
    url = postgresql.url(schema=f"restored_{secrets.token_hex(4)}")
    restore(backup, tmp_path / "one", store=url)
    with Project(tmp_path / "one") as project:
        before = content(project)
        with pytest.raises(Conflict, match="something here already"):
            restore(backup, tmp_path / "two", store=url)
        assert content(project) == before
    assert not (tmp_path / "two").exists()


def test_no_password_of_a_server_is_in_a_backup(tmp_path: Path, postgresql: Server) -> None:
    with filled(tmp_path / "book", postgresql.url(schema=f"p_{secrets.token_hex(4)}")) as project:
        path = backed_up(project, tmp_path / "book.zip")
    with zipfile.ZipFile(path) as archive:
        assert all(postgresql.password.encode() not in archive.read(name) for name in archive.namelist())


def test_settings_keep_their_comments_and_tables(tmp_path: Path) -> None:
    with filled(tmp_path / "from" / "book") as project:
        place = project.folder / SETTINGS_FILE
        text = place.read_text(encoding="utf-8") + '\n[qa]  # ours\nbase = "all"\n'
        place.write_text(text, encoding="utf-8")
        path = backed_up(project, tmp_path / "book.zip")
    restore(path, tmp_path / "to")
    assert (tmp_path / "to" / SETTINGS_FILE).read_text(encoding="utf-8") == text


def test_glossaries_in_the_folder_travel_and_others_are_named(tmp_path: Path) -> None:
    with filled(tmp_path / "from" / "book") as project:
        (project.folder / "terms").mkdir()
        (project.folder / "terms" / "own.csv").write_text("nl,en\nkop,head\n", encoding="utf-8")
        place = project.folder / SETTINGS_FILE
        named = 'glossaries = ["terms/own.csv", "../elsewhere.csv"]'
        place.write_text(re.sub(r"glossaries = \[\]", named, place.read_text(encoding="utf-8")), encoding="utf-8")
    with Project(project.folder) as project, (tmp_path / "book.zip").open("wb") as stream:
        done = back_up(project, stream, memories=False)
    assert "terms/own.csv" in done.files
    assert "memory.db" not in done.files
    assert done.left_out == ("/elsewhere/team.db", "../elsewhere.csv")
    restored = restore(tmp_path / "book.zip", tmp_path / "to")
    assert (tmp_path / "to" / "terms" / "own.csv").read_text(encoding="utf-8") == "nl,en\nkop,head\n"
    assert restored.missing == ("/elsewhere/team.db", "../elsewhere.csv")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_is_of_one_moment_while_others_write(
    tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    store = ""
    if kind == "postgresql":
        store = request.getfixturevalue("postgresql").url(schema=f"project_{secrets.token_hex(4)}")
    project = filled(tmp_path / "from" / "book", store)
    ids = [segment.id for segment in project.segments() if not segment.locked]
    done = threading.Event()
    wrote = []

    def write() -> None:
        with Project(project.folder) as other:
            number = 0
            while not done.is_set():
                number += 1
                with other.store.transaction():
                    for segment_id in ids:
                        other.edit(segment_id, f"Text {number}", by="bob")
                wrote.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(8):
            before = len(wrote)
            for _ in range(600):
                if len(wrote) > before:
                    break
                time.sleep(0.1)
            assert len(wrote) > before, "the writer was to go on meanwhile"
            backed_up(project, tmp_path / f"{number}.zip", memories=False)
    finally:
        done.set()
        writer.join()
        project.close()
    for number in range(8):
        restore(tmp_path / f"{number}.zip", tmp_path / str(number))
        with Project(tmp_path / str(number)) as again:
            targets = {again.store.segment(segment_id).target for segment_id in ids}
            assert len(targets) == 1 or not any(target.startswith("Text ") for target in targets)
            assert verify(again) == []


def test_a_backup_of_an_earlier_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    """Schema 2 had no comments, and no counter; its segments no `touched`."""
    tables = {
        "document": [[1, "a.txt", "text", "utf-8", "../a.txt", "0" * 64, "2025-01-01T00:00:00Z"]],
        "segment": [[1, 1, 0, "Een.", 0, 4, "text", 0, "One.", "translated", "person", 1]],
        "revision": [[1, 1, "One.", "translated", "person", "", None, "2025-01-01T00:00:00Z", "ann"]],
    }
    columns = {
        "document": TABLES["document"],
        "segment": (
            "id", "document_id", "position", "source", "start", "end", "kind", "paragraph", "target", "state", "origin",
            "revision",
        ),
        "revision": TABLES["revision"][:-1],
    }  # fmt: skip
    parts = {f"tables/{name}.jsonl": "".join(json.dumps(row) + "\n" for row in rows) for name, rows in tables.items()}
    parts |= {"project/translate-kit.toml": 'source_language = "nl"\n', "project/source/a.txt": "Een."}
    listed = [{"name": n, "part": f"tables/{n}.jsonl", "columns": columns[n], "rows": 1} for n in tables]
    path = written(tmp_path / "old.zip", {name: text.encode() for name, text in parts.items()}, listed, schema=2)
    restore(path, tmp_path / "to")
    with Project(tmp_path / "to") as project:
        assert project.store.db.state()[0] == len(MIGRATIONS)
        assert project.segments()[0].target == "One."
        assert project.edit("1", "One!", by="bob").target == "One!"


# files that are refused


def written(path: Path, parts: dict[str, bytes], tables: list[Any], **manifest: Any) -> Path:
    """A backup by hand."""
    import hashlib

    listed = [
        {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in parts.items()
    ]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        top = {"format": "translate-kit backup", "version": 1, "schema": len(MIGRATIONS), "parts": listed}
        archive.writestr(MANIFEST, json.dumps({**top, "tables": tables, **manifest}))
    return path


def changed(path: Path, change: Callable[[dict[str, Any], dict[str, bytes]], None]) -> Path:
    """A backup with something else in it, whose manifest fits again in all but what was changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != MANIFEST}
        manifest = json.loads(archive.read(MANIFEST))
    change(manifest, parts)
    del manifest["parts"]
    return written(path.with_name("changed.zip"), parts, manifest.pop("tables"), **manifest)


def refused(path: Path, tmp_path: Path, match: str, error: type[Exception] = BadInput) -> None:
    """Nothing is left behind, neither a folder nor what it was made in."""
    before = sorted(entry.name for entry in tmp_path.iterdir())
    with pytest.raises(error, match=match):
        restore(path, tmp_path / "to")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == before


def test_a_folder_with_a_project_is_refused(tmp_path: Path, backup: Path) -> None:
    Project.create(tmp_path / "to", Settings()).close()
    before = (tmp_path / "to" / SETTINGS_FILE).read_bytes()
    refused(backup, tmp_path, "there is a project here already", Conflict)
    assert (tmp_path / "to" / SETTINGS_FILE).read_bytes() == before


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path, backup: Path) -> None:
    (tmp_path / "to").mkdir()
    (tmp_path / "to" / "diary.txt").write_text("mine", encoding="utf-8")
    refused(backup, tmp_path, "is not empty", Conflict)
    assert (tmp_path / "to" / "diary.txt").read_text(encoding="utf-8") == "mine"


def test_an_empty_folder_is_filled(tmp_path: Path, backup: Path) -> None:
    (tmp_path / "to").mkdir()
    restore(backup, tmp_path / "to")
    with Project(tmp_path / "to") as project:
        assert verify(project) == []


@given(st.data())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_that_was_cut_off_is_refused(tmp_path: Path, backup: Path, data: st.DataObject) -> None:
    whole = backup.read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    refused(cut, tmp_path, r"cut\.zip")


@given(st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_file_is_refused_or_was_damaged_where_it_does_not_count(
    tmp_path: Path, backup: Path, data: st.DataObject
) -> None:
    """A changed byte is found by a checksum, or is one that says nothing, such as the time of an entry."""
    broken = bytearray(backup.read_bytes())
    broken[data.draw(st.integers(0, len(broken) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    (tmp_path / "broken.zip").write_bytes(broken)
    shutil.rmtree(tmp_path / "to", ignore_errors=True)
    try:
        restore(tmp_path / "broken.zip", tmp_path / "to")
    except BadInput:
        assert not (tmp_path / "to").exists()
    else:
        with Project(tmp_path / "to") as project, Project(tmp_path / "from" / "book") as original:
            assert content(project) == content(original)


@pytest.mark.parametrize("data", [b"", b"PK", b"# a text\n", b"SQLite format 3\0" + bytes(100)])
def test_a_file_that_is_no_backup_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(data)
    refused(tmp_path / "x.zip", tmp_path, "no backup of a project")


def test_another_zip_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("letter.txt", "Dear")
    refused(tmp_path / "x.zip", tmp_path, "no backup of a project")


@pytest.mark.parametrize("key", ["version", "schema"])
def test_a_newer_version_is_refused(tmp_path: Path, backup: Path, key: str) -> None:
    path = changed(backup, lambda manifest, _: manifest.update({key: 99}))
    refused(path, tmp_path, "newer translate-kit.*Update translate-kit")


@pytest.mark.parametrize(
    "name",
    ["../outside.txt", "source/../../outside.txt", "/etc/outside", "source\\..\\..\\outside", "source//x", "./x", "."],
)
def test_a_path_that_leaves_the_folder_is_refused(tmp_path: Path, backup: Path, name: str) -> None:
    path = changed(backup, lambda _, parts: parts.update({f"project/{name}": b"hostile"}))
    refused(path, tmp_path, "would leave the folder")
    assert not list(tmp_path.rglob("outside*"))


@pytest.mark.parametrize("name", ["project.db", "project.db-wal", ".editor-token"])
def test_what_is_no_part_of_a_backup_is_refused(tmp_path: Path, backup: Path, name: str) -> None:
    path = changed(backup, lambda _, parts: parts.update({f"project/{name}": b"hostile"}))
    refused(path, tmp_path, "does not belong into a backup")


def test_a_zip_bomb_is_refused_before_anything_is_unpacked(tmp_path: Path, backup: Path) -> None:
    path = changed(backup, lambda _, parts: parts.update({"project/source/zeros": bytes((1 << 26) * 2)}))
    assert path.stat().st_size < (1 << 26) / MAX_RATIO
    refused(path, tmp_path, "would unpack to .* which no project does")


def test_a_size_that_is_a_lie_is_found(tmp_path: Path, backup: Path) -> None:
    """The size of an entry in the zip's directory is less than what comes out."""
    data = bytearray(backup.read_bytes())
    with zipfile.ZipFile(backup) as archive:
        entry = archive.getinfo("tables/segment.jsonl")
        place = data.rindex(b"tables/segment.jsonl") - 46
        assert data[place : place + 4] == b"PK\x01\x02"
        data[place + 24 : place + 28] = (entry.file_size - 10).to_bytes(4, "little")
    (tmp_path / "lie.zip").write_bytes(data)
    refused(tmp_path / "lie.zip", tmp_path, "another size")


def test_a_part_that_nothing_lists_is_refused(tmp_path: Path, backup: Path) -> None:
    with zipfile.ZipFile(backup, "a") as archive:
        archive.writestr("project/extra.txt", "x")
    refused(backup, tmp_path, "is not what manifest.json lists")


def test_a_table_or_column_that_is_not_known_is_refused(tmp_path: Path, backup: Path) -> None:
    for change in (
        {"name": "segment; DROP TABLE segment"},
        {"columns": ['id") VALUES (1); --']},
        {"columns": ["id", "id"]},
        {"columns": "id"},
        {"part": "tables/none.jsonl"},
        {"name": "session"},
    ):
        path = changed(backup, lambda manifest, _, change=change: manifest["tables"][1].update(change))  # type: ignore[misc]
        refused(path, tmp_path, "a table that is not known")


@pytest.mark.parametrize(
    "row",
    [
        b"[1]\n", b"{}\n", b"[\n", b"\xff\n", b"null\n", b"[" * 100_000 + b"\n", b'["\\ud800","x"]\n', b'["a",1]\n',
        b'[["a"],"b"]\n', b'["a","b"]', b"[1e999,2]\n",
    ],
)  # fmt: skip
def test_a_row_that_is_none_is_refused(tmp_path: Path, backup: Path, row: bytes) -> None:
    def change(manifest: dict[str, Any], parts: dict[str, bytes]) -> None:
        parts["tables/option.jsonl"] = row
        manifest["tables"][-1]["rows"] = 1

    refused(changed(backup, change), tmp_path, r"option\.jsonl, row 1, is not as it must be")


@pytest.mark.parametrize("number", ["9223372036854775808", "true", "1.5", "9" * 5000])
def test_a_number_that_is_none_is_refused(tmp_path: Path, backup: Path, number: str) -> None:
    path = changed(backup, lambda _, parts: parts.update({"tables/counter.jsonl": f"[{number},1]\n".encode()}))
    refused(path, tmp_path, "row 1, is not as it must be")


def test_rows_that_do_not_belong_together_are_refused(tmp_path: Path, backup: Path) -> None:
    path = changed(backup, lambda _, parts: parts.update({"tables/document.jsonl": b""}))
    refused(path, tmp_path, "has 0 rows")

    def change(manifest: dict[str, Any], parts: dict[str, bytes]) -> None:
        parts["tables/document.jsonl"] = b""
        manifest["tables"][0]["rows"] = 0

    refused(changed(backup, change), tmp_path, r"changed\.zip: does not make a project .*FOREIGN KEY")


def test_settings_that_are_none_are_refused(tmp_path: Path, backup: Path) -> None:
    path = changed(backup, lambda _, parts: parts.update({"project/translate-kit.toml": b"thresold = 75\n"}))
    refused(path, tmp_path, r"changed\.zip: translate-kit\.toml in it: unknown setting")


def test_a_folder_that_cannot_be_made_is_said_to_be_so(tmp_path: Path, backup: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises((BadOutput, Conflict)):
        restore(backup, tmp_path / "file" / "to")


# as a user does it


def test_backup_and_restore_from_the_command_line(tkit: Run, tmp_path: Path) -> None:
    filled(tmp_path / "book").close()
    done = json.loads(tkit("--project", "book", "backup", "--json").stdout)
    path = tmp_path / done["file"]
    assert re.fullmatch(r"book-\d{8}-\d{6}\.zip", path.name)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert done["rows"]["document"] == 2
    said = tkit("restore", path, "again").stderr
    assert "2 documents" in said
    assert "warning: /elsewhere/team.db" in said
    first, second = (tkit("--project", folder, "status", "--segments").stdout for folder in ("book", "again"))
    assert first == second
    assert "there is a project here already" in tkit("restore", path, "again", code=5).stderr
    assert "no such file" in tkit("restore", "none.zip", "x", code=3).stderr
    assert "no project here" in tkit("--project", "none", "backup", code=4).stderr
    assert "cannot be written" in tkit("--project", "book", "backup", "--out", "no/such/folder.zip", code=2).stderr


def test_a_backup_goes_through_a_pipe(tmp_path: Path) -> None:
    filled(tmp_path / "book").close()
    program = str(Path(sys.executable).with_name("translate-kit"))
    done = subprocess.run(
        ["sh", "-c", f'"{program}" --project book backup --out - | cat > book.zip'],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert b"Traceback" not in done.stderr
    restore(tmp_path / "book.zip", tmp_path / "to")
    with Project(tmp_path / "to") as project:
        assert verify(project) == []


def test_progress_counts_every_row(tmp_path: Path) -> None:
    with filled(tmp_path / "book") as project:
        seen: list[int] = []
        back_up(project, io.BytesIO(), progress=seen.append)
        assert sum(seen) == count_rows(project)


def test_a_project_with_damage_is_backed_up_with_a_warning(tkit: Run, tmp_path: Path) -> None:
    filled(tmp_path / "book").close()
    (tmp_path / "book" / "source" / "a.md").unlink()
    assert "a.md: cannot be read" in tkit("--project", "book", "backup", "--out", "b.zip").stderr
    assert "1 problem, which the project had" in tkit("restore", "b.zip", "to").stderr
