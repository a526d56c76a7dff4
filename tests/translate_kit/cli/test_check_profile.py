"""`check` with a profile, against a baseline, and with --fix, as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run
from translate_kit.data import State
from translate_kit.project import Project

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: en\\n"

msgid "Ze komt wel."
msgstr "She does  come."

msgid "De leider sprak in 1994."
msgstr "The leader spoke in 1995."
"""


@pytest.fixture
def po(tmp_path: Path) -> Path:
    path = tmp_path / "a.po"
    path.write_text(PO, encoding="utf-8")
    return path


def checks(done: object) -> list[str]:
    return [finding["check"] for finding in json.loads(done.stdout)]  # type: ignore[attr-defined]


@pytest.mark.usefixtures("po")
def test_a_profile_switches_checks_and_sets_severities(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text('[checks]\nspaces = false\nnumbers = "info"\n', encoding="utf-8")
    found = json.loads(tkit("check", "a.po", "--profile", "p.toml", "--json").stdout)
    assert [(finding["check"], finding["severity"]) for finding in found] == [("numbers", "info")]


@pytest.mark.usefixtures("po")
def test_a_wrong_profile_is_bad_input_with_its_line(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text("[checks]\nspeces = false\n", encoding="utf-8")
    done = tkit("check", "a.po", "--profile", "p.toml", code=3)
    assert "p.toml:2: unknown check 'speces'; did you mean 'spaces'?" in done.stderr


def test_a_baseline_leaves_what_is_new(tkit: Run, po: Path) -> None:
    tkit("check", "a.po", "--json", "--out", "old.json", code=1)
    assert checks(tkit("check", "a.po", "--baseline", "old.json", "--json")) == []
    moved = PO.replace('msgid "Ze', 'msgid "Nee."\nmsgstr "No"\n\nmsgid "Ze')
    po.write_text(moved, encoding="utf-8")
    assert checks(tkit("check", "a.po", "--baseline", "old.json", "--json")) == ["end-punctuation"]


def test_fix_shows_and_then_writes_what_is_certain(tkit: Run, po: Path) -> None:
    done = tkit("check", "a.po", "--fix", "--dry-run", code=1)
    assert "-She does  come.\n+She does come.\n" in done.stdout
    assert "@@ segment 2 @@" not in done.stdout
    assert po.read_text(encoding="utf-8") == PO
    done = tkit("check", "a.po", "--fix", "--json", code=1)
    assert checks(done) == ["numbers"]
    assert "1 segment corrected" in done.stderr
    assert po.read_text(encoding="utf-8") == PO.replace("does  come", "does come")


def test_a_table_cannot_be_fixed_in_place(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("Ze komt wel.\tShe does  come.\n", encoding="utf-8")
    assert "not changed in place" in tkit("check", "a.tsv", "--fix", code=3).stderr
    assert "+She does come." in tkit("check", "a.tsv", "--fix", "--dry-run").stdout


@pytest.mark.parametrize("arguments", [("--dry-run",), ("--fix", "-")])
def test_what_cannot_be_done_is_wrong_usage(tkit: Run, arguments: tuple[str, ...]) -> None:
    tkit("check", *arguments, code=2)


def test_a_project_is_fixed_by_new_versions_but_not_where_it_is_final(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ze komt wel.\n\nZij komt ook.\n", encoding="utf-8")
    tkit("init", "job")
    tkit("--project", "job", "add", "a.txt")
    with Project.find(tmp_path / "job") as project:
        one, two = (segment.id for segment in project.segments())
        project.edit(one, "She does  come.", State.REVIEWED)
        project.edit(two, "She too  comes.", State.FINAL)
    tkit("--project", "job", "check", "--fix")
    with Project.find(tmp_path / "job") as project:
        first, second = project.segments()
        assert (first.target, first.state) == ("She does come.", State.REVIEWED)
        assert (second.target, second.state) == ("She too  comes.", State.FINAL)
        versions = project.store.revisions(one)
        assert [version.target for version in versions] == ["She does  come.", "She does come."]
        assert "check --fix" in versions[-1].person
        assert project.undo(one).target == "She does  come."


def test_the_profile_of_a_project_is_used_by_check_and_by_the_report(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ze komt wel.\n", encoding="utf-8")
    tkit("init", "job")
    tkit("--project", "job", "add", "a.txt")
    with Project.find(tmp_path / "job") as project:
        project.edit(project.segments()[0].id, "She does  come.")
    assert checks(tkit("--project", "job", "check", "--json")) == ["spaces"]
    settings = tmp_path / "job" / "translate-kit.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\n[qa.checks]\nspaces = false\n", encoding="utf-8")
    assert checks(tkit("--project", "job", "check", "--json")) == []


@pytest.mark.usefixtures("po")
def test_findings_are_waived_by_check_or_segment_and_stay_waived(tkit: Run, tmp_path: Path) -> None:
    assert checks(tkit("check", "a.po", "--only", "spaces", "--json")) == ["spaces"]
    assert checks(tkit("check", "a.po", "--segment", "2", "--json", code=1)) == ["numbers"]
    done = tkit("check", "a.po", "--only", "numbers", "--waive", "A misprint.", "--waivers", "w.toml", "--json")
    assert [finding["waived"] for finding in json.loads(done.stdout)] == ["A misprint."]
    assert "1 finding waived in w.toml" in done.stderr
    found = json.loads(tkit("check", "a.po", "--waivers", "w.toml", "--json").stdout)
    assert [(finding["check"], finding["waived"]) for finding in found] == [
        ("spaces", None),
        ("numbers", "A misprint."),
    ]
    told = json.loads(tkit("check", "a.po", "--waivers", "w.toml", "--no-waived", "--json").stdout)
    assert told == [finding for finding in found if not finding["waived"]]
    again = tkit("check", "a.po", "--only", "numbers", "--waive", "Once more.", "--waivers", "w.toml")
    assert "0 findings waived" in again.stderr
    assert (tmp_path / "w.toml").read_text(encoding="utf-8").count("[[waiver]]") == 1


def test_a_part_of_the_findings_is_not_kept_as_if_it_were_all(tkit: Run) -> None:
    for part in (("--only", "numbers"), ("--segment", "1"), ("--baseline", "b.json")):
        assert "--keep keeps all findings" in tkit("check", "--keep", *part, code=2).stderr


def test_a_project_keeps_its_waivers_in_its_folder(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ze komt wel.\n", encoding="utf-8")
    tkit("init", "job")
    tkit("--project", "job", "add", "a.txt")
    with Project.find(tmp_path / "job") as project:
        project.edit(project.segments()[0].id, "She does  come.")
    tkit("--project", "job", "check", "--only", "spaces", "--waive", "As the client wants it.")
    assert (tmp_path / "job" / "waivers.toml").exists()
    tkit("--project", "job", "check", "--fail-on", "warning")


@pytest.mark.usefixtures("po")
@pytest.mark.parametrize(
    "arguments",
    [
        ("--waive", "Because.", "--waivers", "w.toml"),
        ("--waive", " ", "--only", "numbers", "--waivers", "w.toml"),
        ("--waive", "Because.", "--only", "numbers"),
        ("--waive", "Because.", "--only", "numbers", "--waivers", "w.toml", "--fix"),
        ("--only", "nonsense"),
    ],
)
def test_waiving_wants_a_reason_a_choice_and_a_place(tkit: Run, arguments: tuple[str, ...]) -> None:
    tkit("check", "a.po", *arguments, code=2)
