"""What holds for a memory in a SQLite file only; what holds in every store is in test_memory.py and test_stores.py."""

from __future__ import annotations

import sqlite3

import pytest

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


def test_the_sqlite_url_is_the_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Memory.open("sqlite:///m.db").close()
    Memory.open(f"sqlite:///{tmp_path}/n.db").close()
    assert (tmp_path / "m.db").exists()
    assert (tmp_path / "n.db").exists()
