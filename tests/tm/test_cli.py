from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tm import Memory, TranslationUnit
from tm.tmx import read_tmx, write_tmx


def run(*arguments: str, stdin: str = "", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "translate_kit", "tm", *arguments], input=stdin, capture_output=True, text=True, cwd=cwd
    )


@pytest.fixture
def folder(tmp_path):
    units = [
        TranslationUnit.simple("De kat slaapt.", "The cat is asleep.", tuid="1"),
        TranslationUnit.simple("De hond blaft.", "The dog barks."),
        TranslationUnit.simple("De hond blaft.", "The dog barks."),
    ]
    write_tmx(tmp_path / "old.tmx", units, source_language="nl")
    return tmp_path


def test_import_lookup_and_export(folder):
    done = run("import", "old.tmx", "--memory", "m.db", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert "3 read, 2 added, 1 merged, 0 refused" in done.stderr
    done = run("lookup", "--memory", "m.db", "--threshold", "70", "De kat sliep.", "--json", cwd=folder)
    (match,) = json.loads(done.stdout)
    assert (match["score"], match["kind"], match["target"], match["unit_id"]) == (78, "fuzzy", "The cat is asleep.", 1)
    assert match["diff"] == [
        ["equal", "De kat "], ["delete", "slaapt"], ["insert", "sliep"], ["equal", "."],
    ]  # fmt: skip
    done = run("export", "--memory", "m.db", "--out", "new.tmx", cwd=folder)
    assert done.returncode == 0
    assert len(list(read_tmx(folder / "new.tmx"))) == 2


def test_the_batch_form_prints_one_line_a_query(folder):
    run("import", "old.tmx", "--memory", "m.db", cwd=folder)
    done = run("lookup", "--memory", "m.db", "--file", "-", "--json", stdin="De kat slaapt.\n\nniets\n", cwd=folder)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["query"] for line in lines] == ["De kat slaapt.", "", "niets"]
    assert [[match["score"] for match in line["matches"]] for line in lines] == [[100], [], []]
    assert all(line["elapsed_ms"] >= 0 for line in lines)


def test_stats(folder):
    run("import", "old.tmx", "--memory", "m.db", cwd=folder)
    stats = json.loads(run("stats", "--memory", "m.db", "--json", cwd=folder).stdout)
    assert stats["units"] == 2
    assert {"language": "nl", "variants": 2, "characters": 28, "words": 6} in stats["languages"]


def test_a_person_sees_the_difference_marked(folder):
    run("import", "old.tmx", "--memory", "m.db", cwd=folder)
    done = run("lookup", "--memory", "m.db", "De kat sliep.", cwd=folder)
    assert "[-slaapt-]{+sliep+}" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("lookup", "--memory", "none.db", "x"), 4, "no such memory"),
        (("export", "--memory", "none.db"), 4, "no such memory"),
        (("stats", "--memory", "none.db"), 4, "no such memory"),
        (("import", "none.tmx", "--memory", "m.db"), 3, "none.tmx: no such file"),
        (("import", "notes.doc", "--memory", "m.db"), 3, "was expected"),
        (("lookup", "--memory", "m.db"), 2, "one of them"),
        (("lookup", "--memory", "m.db", "--threshold", "20", "x"), 2, "50<=x<=101"),
        (("lookup", "--memory", "postgresql://127.0.0.1:1/y", "x"), 4, "pg_isready --host=127.0.0.1 --port=1"),
        (("lookup", "--memory", "m.db", "--penalty", "z.db=1", "x"), 2, "not among the memories"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_exit_code(folder, arguments, code, message):
    (folder / "notes.doc").write_text("x")
    Memory.open(folder / "m.db").close()
    done = run(*arguments, cwd=folder)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_an_export_that_cannot_be_written_leaves_nothing(folder):
    run("import", "old.tmx", "--memory", "m.db", cwd=folder)
    done = run("export", "--memory", "m.db", "--out", "no/such/folder/x.tmx", cwd=folder)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr


def test_an_import_of_a_missing_file_makes_no_memory(tmp_path):
    assert run("import", "none.tmx", "--memory", "m.db", cwd=tmp_path).returncode == 3
    assert not (tmp_path / "m.db").exists()


def on_terminal(*arguments: str) -> str:
    """What a terminal gets to show."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "translate_kit", "tm", *arguments, "--quiet"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs):
        os.close(theirs)
        parts = []
        # The end of a terminal is an error.
        with suppress(OSError):
            while part := os.read(ours, 1 << 16):
                parts.append(part)
    os.close(ours)
    return b"".join(parts).decode()


@pytest.mark.parametrize(
    "command",
    [
        ["lookup", "Rode katten slapen hier altijd graag", "--threshold", "50"],
        ["concordance", "katten"],
        ["fragments", "Rode katten slapen"],
        ["filter", "--text", "katten"],
        ["clean", "--dry-run"],
    ],
)
def test_no_text_of_a_memory_acts_on_the_terminal(tmp_path, command):
    hostile = "Rode katten\x1b[2J slapen\u202e hier\naltijd"
    with Memory.open(str(tmp_path / "m.db")) as memory:
        memory.add([TranslationUnit.simple(hostile, "Red cats\x1b]0;gone\x07 sleep", created_by="\x1b[2J")])
    shown = on_terminal(*command, "--memory", str(tmp_path / "m.db"))
    for written_out in (r"\x1b[2J", r"\u202e", r"\n", r"\x1b]0;gone\x07"):
        assert written_out in shown, shown
    for acting in ("\x1b[2J", "\u202e", "\x1b]", "\x07"):
        assert acting not in shown, shown
