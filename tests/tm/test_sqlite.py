"""What holds for a memory in a SQLite file only; what holds in every store is in test_memory.py and test_stores.py."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

import tm.store.sqlite
from tests.tm.test_stores import Job, ready
from tests.tm.writers import numbered
from tm import BadMemoryInput, Memory


def test_other_files_are_no_memories(tmp_path):
    text = tmp_path / "text.db"
    text.write_text("This is not a database. " * 100)
    with pytest.raises(BadMemoryInput, match="not a translation memory"):
        Memory.open(text)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE note (text)")
    db.close()
    with pytest.raises(BadMemoryInput, match="not a translation memory"):
        Memory.open(other)
    with pytest.raises(BadMemoryInput, match="folder"):
        Memory.open(tmp_path)


def test_a_memory_of_a_later_version_is_refused(tmp_path):
    Memory.open(tmp_path / "m.db").close()
    db = sqlite3.connect(tmp_path / "m.db")
    db.execute("PRAGMA user_version = 999")
    db.close()
    with pytest.raises(BadMemoryInput, match="later version"):
        Memory.open(tmp_path / "m.db")


def test_the_index_of_an_older_version_is_made_anew(tmp_path):
    path = tmp_path / "m.db"
    with Memory.open(path) as memory:
        memory.add(numbered("a", number) for number in range(5000))
        assert memory.stats()["index_bytes"] > 0
    with sqlite3.connect(path) as db:
        db.execute("UPDATE block SET data = CAST('TKB1' AS BLOB) || substr(data, 5)")
        db.execute("PRAGMA user_version = 2")
    db.close()
    with Memory.open(path) as memory:
        assert memory.stats()["index_bytes"] == 0
        (best, *_) = memory.lookup("Segment a nummer 7 van die proef.", limit=1)
        assert best.source == "Segment a nummer 7 van de proef."
        assert memory.stats()["index_bytes"] > 0
    assert (tmp_path / "m.db.v2.bak").exists()


def test_the_sqlite_url_is_the_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Memory.open("sqlite:///m.db").close()
    Memory.open(f"sqlite:///{tmp_path}/n.db").close()
    assert (tmp_path / "m.db").exists()
    assert (tmp_path / "n.db").exists()


def schema(path):
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return set(db.execute("SELECT type, name, sql FROM sqlite_master"))


@pytest.mark.parametrize("most", [10**6, 2500])
def test_a_memory_that_is_filled_in_one_go_has_all_indexes(tmp_path, monkeypatch, most):
    monkeypatch.setattr(tm.store.sqlite, "_MANY_UNITS", most)
    Memory.open(tmp_path / "empty.db").close()
    with Memory.open(tmp_path / "m.db") as memory, Memory.open(tmp_path / "m.db") as reader:
        assert reader.lookup("Segment a nummer 7 van de proef.", threshold=100) == []
        counts = memory.add(numbered("a", number % 6900) for number in range(7000))
        assert (counts.read, counts.added, counts.merged) == (7000, 6900, 100)
        for one in (memory, reader):
            assert one.lookup("Segment a nummer 7 van de proef.", threshold=100)[0].score == 100
    assert schema(tmp_path / "m.db") == schema(tmp_path / "empty.db")


def test_what_fills_a_memory_is_found_before_the_transaction_ends(tmp_path):
    Memory.open(tmp_path / "empty.db").close()

    def fill_and_break(memory):
        with memory.store.writing():
            for name in "ab":
                memory.add(numbered(name, number) for number in range(3000))
                assert memory.lookup(f"Segment {name} nummer 2999 van de proef.", threshold=100)
            raise ZeroDivisionError

    with Memory.open(tmp_path / "m.db") as memory:
        with pytest.raises(ZeroDivisionError):
            fill_and_break(memory)
        assert memory.stats()["units"] == 0
        assert schema(tmp_path / "m.db") == schema(tmp_path / "empty.db")
        memory.add(numbered("c", number) for number in range(3000))
        assert memory.lookup("Segment c nummer 2999 van de proef.", threshold=100)
    assert schema(tmp_path / "m.db") == schema(tmp_path / "empty.db")


def test_a_memory_can_be_read_and_searched_while_it_is_filled(tmp_path):
    with Memory.open(tmp_path / "m.db") as memory:
        with memory.store.writing():
            memory.add(numbered("a", number) for number in range(3000))
            read = 0
            for unit in memory.units():
                read += 1
                if read % 500 == 1:
                    assert memory.lookup(unit.variants[0].text, threshold=100)[0].unit_id == unit.unit_id
            assert read == 3000
            units = memory.units()
            next(units)
            memory.add(numbered("b", number) for number in range(3000))
            assert len(list(units)) == 2999
        assert memory.stats()["units"] == 6000
    schema(tmp_path / "m.db")


@pytest.mark.parametrize("turn", range(3))
def test_a_process_that_is_killed_while_it_fills_a_memory_leaves_it_empty_and_whole(tmp_path, turn):
    path = tmp_path / "m.db"
    Memory.open(path).close()
    before = schema(path)
    job = Job("import_slowly", str(path), "groot", "200000")
    ready(job)
    for _ in range(2 + 10 * turn):
        job.line()
    assert "200000" not in job.kill_now(), "killed too late to tell anything"
    assert schema(path) == before
    with Memory.open(path) as memory:
        assert memory.stats()["units"] == 0
        assert memory.add(numbered("groot", number) for number in range(3000)).added == 3000
        assert memory.lookup("Segment groot nummer 2999 van de proef.", threshold=100)
    assert schema(path) == before
