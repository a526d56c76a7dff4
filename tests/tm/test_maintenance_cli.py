"""`tm clean|undo|filter|delete|merge` as a user runs them."""

from __future__ import annotations

import json
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import Run
from tm import Memory, TranslationUnit
from tm.tmx import read_tmx
from tm.unit import Prop


@pytest.fixture
def memory_file(tmp_path: Path) -> Path:
    with Memory.open(tmp_path / "m.db") as memory:
        memory.add(
            [
                TranslationUnit.simple("De kat.", "The cat.", created_by="ann"),
                TranslationUnit.simple(" De  hond.", "The dog.\x1b[31m"),
                TranslationUnit.simple("De hond.", "The dog.", props=(Prop("x-client", "Acme"),)),
                TranslationUnit.simple("Nee", "Nope", note="x"),
                TranslationUnit.simple("leeg", " "),
            ],
            origin="old.tmx",
        )
    return tmp_path / "m.db"


def texts(path: Path) -> list[str]:
    with Memory.open(path) as memory:
        return [unit.variants[1].text for unit in memory.units()]


def test_a_dry_run_lists_and_changes_nothing(tkit: Run, memory_file: Path) -> None:
    before = texts(memory_file)
    done = tkit("tm", "clean", "--memory", "m.db", "--dry-run")
    assert "remove  unit 5  empty: no text in en" in done.stdout
    assert "\x1b[31m" not in done.stdout
    assert "“The dog.\\x1b[31m”" in done.stdout
    assert "would be removed" in done.stderr
    assert texts(memory_file) == before
    assert list(memory_file.parent.glob("*.tmx")) == []


def test_cleaning_says_how_to_take_it_back_and_it_does(tkit: Run, memory_file: Path) -> None:
    before = texts(memory_file)
    report = json.loads(tkit("tm", "clean", "--memory", "m.db", "--json").stdout)
    assert [(change["step"], change["unit_id"], change["action"]) for change in report["changes"]][:1] == [
        ("control-characters", 2, "change")
    ]
    assert report["removed"] == 1
    assert report["steps"]["empty"] == {"remove": 1, "change": 0, "name": 0}
    assert texts(memory_file) != before
    undone = json.loads(tkit("tm", "undo", report["undo"], "--memory", "m.db", "--json").stdout)
    assert undone == {"restored": 2, "removed": 1, "same": 0, "kept": 0}
    assert texts(memory_file) == before


def test_no_file_is_written_when_nothing_changes(tkit: Run, memory_file: Path) -> None:
    report = json.loads(tkit("tm", "clean", "--memory", "m.db", "--step", "identical", "--json").stdout)
    assert (report["changes"], report["undo"]) == ([], None)
    assert list(memory_file.parent.glob("*.tmx")) == []


def test_an_undo_file_replaces_no_other_file(tkit: Run, memory_file: Path) -> None:
    (memory_file.parent / "u.tmx").write_text("precious")
    done = tkit("tm", "clean", "--memory", "m.db", "--undo", "u.tmx", code=2)
    assert "u.tmx: there is a file already" in done.stderr
    done = tkit("tm", "clean", "--memory", "m.db", "--undo", "no/such/u.tmx", code=2)
    assert "cannot be written" in done.stderr
    assert texts(memory_file)[4] == " "


def test_units_are_listed_written_and_deleted_by_condition(tkit: Run, memory_file: Path) -> None:
    lines = tkit("tm", "filter", "--memory", "m.db", "--text", "(?i)DOG", "--json").stdout.splitlines()
    assert [json.loads(line)["unit_id"] for line in lines] == [2, 3]
    tkit("tm", "filter", "--memory", "m.db", "--property", "x-client=Acme", "--out", "acme.tmx")
    (unit,) = read_tmx(memory_file.parent / "acme.tmx")
    assert unit.variants[0].text == "De hond."
    done = tkit("tm", "delete", "--memory", "m.db", "--author", "ANN", "--dry-run")
    assert "unit 1, ann, old.tmx" in done.stdout
    assert len(texts(memory_file)) == 5
    report = json.loads(tkit("tm", "delete", "--memory", "m.db", "--author", "ANN", "--undo", "u.tmx", "--json").stdout)
    assert (report["deleted"], report["undo"], [unit["unit_id"] for unit in report["units"]]) == (1, "u.tmx", [1])
    assert len(texts(memory_file)) == 4
    assert "1 unit as before" in tkit("tm", "undo", "u.tmx", "--memory", "m.db").stderr
    assert texts(memory_file)[0] == "The cat."
    tkit("tm", "delete", "--memory", "m.db", "--author", "ANN", "--no-undo")
    assert len(list(memory_file.parent.glob("*.tmx"))) == 2


def test_a_date_may_be_a_month_or_a_year_and_a_list_shows_what_units_are_picked_by(tkit: Run, tmp_path: Path) -> None:
    moments = (
        datetime(2023, 12, 31, tzinfo=UTC),
        datetime(2024, 1, 1, tzinfo=UTC),
        datetime(2024, 5, 1, 9, tzinfo=UTC),
    )
    with Memory.open(str(tmp_path / "m.db")) as memory:
        memory.add(
            TranslationUnit.simple(
                f"Zin {number}", "x", created=moment, created_by="ann", props=(Prop("x-client", "Acme"),)
            )
            for number, moment in enumerate(moments)
        )
    for value, expected in (("2024", [2, 3]), ("2024-05", [3]), ("2024-05-01", [3]), ("2023-12", [1, 2, 3])):
        lines = tkit("tm", "filter", "--memory", "m.db", "--since", value, "--json").stdout.splitlines()
        assert [json.loads(line)["unit_id"] for line in lines] == expected
    found = json.loads(lines[2])
    assert (found["changed"], found["authors"]) == ("2024-05-01T09:00:00Z", ["ann"])
    assert found["properties"] == [{"type": "x-client", "value": "Acme"}]
    shown = tkit("tm", "filter", "--memory", "m.db", "--since", "2024-02").stdout
    assert "unit 3, 2024-05-01, ann, x-client=Acme" in shown


def test_the_way_back_can_be_pasted(tkit: Run, memory_file: Path) -> None:
    memory_file.rename(memory_file.parent / "our memory.db")
    done = tkit("tm", "delete", "--memory", "our memory.db", "--author", "ann")
    command = next(line for line in done.stderr.splitlines() if line.startswith("To take it back: "))
    program, *arguments = shlex.split(command.removeprefix("To take it back: "))
    assert program == "translate-kit"
    assert tkit(*arguments).stderr == "1 unit as before\n"


def test_memories_become_one(tkit: Run, memory_file: Path) -> None:
    tkit("tm", "merge", "m.db", "--into", "new.db", "--no-undo")
    report = json.loads(tkit("tm", "merge", "m.db", "--into", "new.db", "--json").stdout)
    assert report == {"read": 5, "added": 0, "merged": 5, "undo": None}
    assert texts(memory_file.parent / "new.db") == texts(memory_file)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("clean",), 2, "Missing option '--memory'"),
        (("clean", "--memory", "none.db"), 4, "no such memory"),
        (("clean", "--memory", "m.db", "--step", "polish"), 2, "polish: no such step"),
        (("clean", "--memory", "m.db", "--undo", "u.tmx", "--no-undo"), 2, "contradict"),
        (("delete", "--memory", "m.db"), 2, "Say which units"),
        (("delete", "--memory", "m.db", "--before", "yesterday"), 2, "a date such as 2024-05-01"),
        (("delete", "--memory", "m.db", "--text", "("), 2, "no regular expression"),
        (("delete", "--memory", "m.db", "--since", "2024-13"), 2, "a date such as 2024-05-01"),
        (("concordance", "--memory", "m.db", '"-"'), 2, "there is no word in it"),
        (("filter", "--memory", "none.db"), 4, "no such memory"),
        (("undo", "none.tmx", "--memory", "m.db"), 3, "none.tmx: no such file"),
        (("merge", "none.db", "--into", "m.db"), 4, "no such memory"),
        (("merge", "m.db", "--into", "./m.db"), 2, "cannot be put into itself"),
    ],
)
def test_what_cannot_be_done_is_said(
    tkit: Run, memory_file: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    assert message in tkit("tm", *arguments, code=code).stderr
    assert len(texts(memory_file)) == 5


def test_undoing_what_somebody_changed_since_is_a_conflict(tkit: Run, memory_file: Path) -> None:
    tkit("tm", "clean", "--memory", "m.db", "--undo", "u.tmx")
    with Memory.open(memory_file) as memory:
        memory.add([TranslationUnit.simple("De  hond.", "The dog.[31m", note="better")])
    assert "has been changed since" in tkit("tm", "undo", "u.tmx", "--memory", "m.db", code=5).stderr
    assert "1 changed since and left" in tkit("tm", "undo", "u.tmx", "--memory", "m.db", "--keep-changed").stderr


def test_the_steps_are_listed(tkit: Run) -> None:
    names = [step["name"] for step in json.loads(tkit("tm", "clean", "--steps", "--json").stdout)]
    assert names[:2] == ["control-characters", "spaces"]
    assert "wrong-language" in tkit("tm", "clean", "--steps").stdout
