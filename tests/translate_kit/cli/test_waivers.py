"""Waivers on the command line: `glossary waive`, `glossary check --waivers`, `check --waivers`."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from pathlib import Path

import pytest

from tests.conftest import Run

PAIR = ("--source", "Een werkkamp.", "--target", "A jail.")
REASON = "The speaker calls it a jail."


@pytest.fixture
def terms(tmp_path: Path) -> Path:
    (tmp_path / "terms.csv").write_text("werkkamp,labour camp\nleider,leader\n", encoding="utf-8")
    return tmp_path / "terms.csv"


@pytest.mark.parametrize("name", ["w.toml", "w.csv"])
def test_a_waived_finding_is_shown_as_such_and_does_not_trip_the_gate(tkit: Run, terms: Path, name: str) -> None:
    gate = ("glossary", "check", "-g", terms, *PAIR, "--fail-on", "warning", "--json")
    tkit(*gate, code=1)
    tkit("glossary", "waive", "-g", terms, "--waivers", name, *PAIR, "--reason", REASON, "--person", "An")
    done = tkit(*gate, "--waivers", name)
    [finding] = json.loads(done.stdout)
    assert (finding["check"], finding["severity"], finding["waived"]) == ("term-missing", "warning", REASON)
    assert "0 findings, 1 more waived" in done.stderr
    shown = tkit("glossary", "check", "-g", terms, *PAIR, "--waivers", name).stdout
    assert "waived" in shown


def test_it_is_back_when_the_target_changes(tkit: Run, terms: Path) -> None:
    tkit("glossary", "waive", "-g", terms, "--waivers", "w.toml", *PAIR, "--reason", REASON, "--hash")
    changed = ("--source", "Een werkkamp.", "--target", "A cell.")
    gate = ("glossary", "check", "-g", terms, "--waivers", "w.toml", "--fail-on", "warning", "--json")
    tkit(*gate, *PAIR)
    done = tkit(*gate, *changed, code=1)
    assert json.loads(done.stdout)[0]["waived"] is None
    assert "1 waiver fits nothing any more and can go (w.toml, line 1)" in done.stderr


def test_waive_writes_who_and_when_and_leaves_the_rest_of_the_file(tkit: Run, terms: Path, tmp_path: Path) -> None:
    (tmp_path / "w.toml").write_text("# ours\n", encoding="utf-8")
    arguments = ("glossary", "waive", "-g", terms, "--waivers", "w.toml", *PAIR, "--reason", REASON, "--person", "An")
    done = tkit(*arguments, "--json")
    assert json.loads(done.stdout) == {"waivers": "w.toml", "added": 1, "checks": ["term-missing"]}
    text = (tmp_path / "w.toml").read_text(encoding="utf-8")
    assert text.startswith("# ours\n")
    [waiver] = tomllib.loads(text)["waiver"]
    assert (waiver["person"], waiver["concept"], waiver["target"]) == ("An", "werkkamp", "A jail.")
    assert len(waiver["date"]) == 10
    assert "has that already" in tkit(*arguments).stderr
    assert (tmp_path / "w.toml").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ["--source", "Een werkkamp.", "--target", "A labour camp.", "--reason", "r"],
            3,
            "nothing is found in this pair",
        ),
        ([*PAIR, "--reason", "r", "--concept", "leider"], 3, "nothing is found in this pair"),
        ([*PAIR, "--reason", "r", "--check", "term-forbidden"], 3, "nothing is found in this pair"),
        ([*PAIR, "--reason", " "], 2, "--reason is empty"),
        ([*PAIR], 2, "--reason"),
    ],
)
def test_waive_refuses_what_there_is_not(
    tkit: Run, terms: Path, tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    done = tkit("glossary", "waive", "-g", terms, "--waivers", "w.toml", *arguments, code=code)
    assert message in done.stderr
    assert not (tmp_path / "w.toml").exists()


def test_a_broken_file_is_neither_read_nor_written_over(tkit: Run, terms: Path, tmp_path: Path) -> None:
    (tmp_path / "w.toml").write_text('[[waiver]]\ncheck = "c"\n', encoding="utf-8")
    before = (tmp_path / "w.toml").read_bytes()
    for command in (("waive", "--reason", "r"), ("check",)):
        done = tkit("glossary", *command, "-g", terms, "--waivers", "w.toml", *PAIR, code=3)
        assert "w.toml:1: a waiver without a reason" in done.stderr
    assert (tmp_path / "w.toml").read_bytes() == before


def test_the_same_file_serves_check(tkit: Run, terms: Path, tmp_path: Path) -> None:
    (tmp_path / "p.tsv").write_text("Een werkkamp.\tA jail.\nHij telde 3.\tHe counted 4.\n", encoding="utf-8")
    tkit("check", "p.tsv", "-q", code=1)
    tkit("glossary", "waive", "-g", terms, "--waivers", "w.toml", *PAIR, "--reason", REASON)
    with (tmp_path / "w.toml").open("a", encoding="utf-8") as out:
        out.write(
            '[[waiver]]\ncheck = "numbers"\nsource = "Hij telde 3."\ntarget = "He counted 4."\nreason = "a joke"\n'
        )
    arguments = ("check", "p.tsv", "--glossary", terms, "--waivers", "w.toml", "--fail-on", "warning")
    done = tkit(*arguments, "--json")
    found = json.loads(done.stdout)
    assert {row["check"]: row["waived"] for row in found} == {"term-missing": REASON, "numbers": "a joke"}
    assert [row["concept"] for row in found] == ["werkkamp", None]
    assert "0 errors, 0 warnings, 0 notes, 2 waived in 2 segments" in done.stderr
    assert "waived: " in tkit(*arguments).stdout
    table = tkit(*arguments, "--format", "csv").stdout.removeprefix("\ufeff")
    assert [row["waived"] for row in csv.DictReader(io.StringIO(table))] == [REASON, "a joke"]
    page = tkit(*arguments, "--format", "html").stdout
    assert "Waived: a joke" in page
    # Without the glossary no term was looked at, so its waiver is not called useless.
    assert "fit nothing" not in tkit("check", "p.tsv", "--waivers", "w.toml").stderr


def test_a_project_uses_its_own_waivers(tkit: Run, terms: Path, tmp_path: Path) -> None:
    tkit("init", "job", "--glossary", terms)
    (tmp_path / "a.txt").write_text("Hij telde 3.\n", encoding="utf-8")
    tkit("add", "--project", "job", "a.txt")
    found = json.loads(tkit("check", "--project", "job", "--json", "--fail-on", "never").stdout)
    rows = [f'[[waiver]]\ncheck = "{row["check"]}"\nsource = "Hij telde 3."\nreason = "r"\n' for row in found]
    (tmp_path / "job" / "waivers.toml").write_text("".join(rows), encoding="utf-8")
    again = json.loads(tkit("check", "--project", "job", "--json", "--fail-on", "warning").stdout)
    assert [row["waived"] for row in again] == ["r"] * len(found)
    (tmp_path / "job" / "waivers.toml").write_text("[[waiver]]\n", encoding="utf-8")
    assert "waivers.toml:1: a waiver without a check" in tkit("check", "--project", "job", code=3).stderr


def test_a_finding_about_a_document_is_waived_by_its_line(tkit: Run, terms: Path, tmp_path: Path) -> None:
    terms.write_text("werkkamp,labour camp|prison camp\nleider,leader\n", encoding="utf-8")
    (tmp_path / "p.tsv").write_text(
        "Een werkkamp.\tA labour camp.\n\nTwee werkkampen.\tTwo prison camps.\n", encoding="utf-8"
    )
    check = ("glossary", "check", "-g", terms, "--pairs", "p.tsv", "--json")
    [finding] = json.loads(tkit(*check).stdout)
    assert (finding["check"], finding["severity"], finding["segment"]) == ("term-inconsistent", "info", "3")
    assert (finding["start"], finding["end"], finding["source_start"], finding["source_end"]) == (4, 16, 5, 15)
    assert finding["elsewhere"] == {"segment": "1", "start": 2, "end": 13, "source_start": 4, "source_end": 12}
    assert finding["suggestion"] == "labour camps"
    assert "in segment 1" in finding["message"]
    waive = ("glossary", "waive", "-g", terms, "--waivers", "w.toml", "--pairs", "p.tsv", "--reason", REASON)
    assert "1 finding waived" in tkit(*waive, "--line", "3").stderr
    [finding] = json.loads(tkit(*check, "--waivers", "w.toml").stdout)
    assert finding["waived"] == REASON
    assert "p.tsv:2: there is no pair on this line" in tkit(*waive, "--line", "2", code=3).stderr
    assert "nothing is found in this pair" in tkit(*waive, "--line", "1", code=3).stderr
    assert "--line" in tkit(*waive, code=2).stderr
    assert "--line" in tkit(*waive, "--line", "3", *PAIR, code=2).stderr


def test_the_excuse_of_a_note_is_named(tkit: Run, terms: Path) -> None:
    pair = ("--source", "De leider zag de leider.", "--target", "The leader saw him.")
    [finding] = json.loads(tkit("glossary", "check", "-g", terms, *pair, "--json").stdout)
    assert (finding["check"], finding["severity"], finding["excuse"]) == ("term-fewer", "info", "pronoun")
    assert (finding["start"], finding["end"]) == (15, 18)
    tkit("glossary", "check", "-g", terms, *pair, "--fail-on", "warning")
    wrong = ("--source", "De leider zag de leider.", "--target", "The leader saw none.")
    tkit("glossary", "check", "-g", terms, *wrong, "--fail-on", "warning", code=1)
