"""Bad input: each kind gets its exit code and a message with place and remedy, and leaves nothing half-written."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.conftest import Run

ARTICLE = "# Noord-Korea\n\nDe eeuwige leider predikt zelfredzaamheid.\n"


def left_behind(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


BAD_DOCUMENTS = {
    "empty.md": (b"", "empty"),
    "blank.md": (b" \n\n\t\n", "empty"),
    "binary.md": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200), "binary file"),
    "latin1.md": ("De ideologieën van één leider.\n".encode("latin-1"), "--encoding latin-1"),
    "utf16.md": (("Een land zonder merkteken. " * 10).encode("utf-16-le"), "--encoding utf-16-le"),
}


@pytest.mark.parametrize("name", BAD_DOCUMENTS)
@pytest.mark.parametrize("command", ["run", "segment"])
def test_unreadable_document_is_refused(tkit: Run, tmp_path: Path, name: str, command: str) -> None:
    content, message = BAD_DOCUMENTS[name]
    (tmp_path / name).write_bytes(content)
    done = tkit(command, name, *(["--out", "out"] if command == "run" else []), code=3)
    assert name in done.stderr
    assert message in done.stderr
    assert done.stdout == ""
    assert left_behind(tmp_path) == [name]


@pytest.mark.parametrize("command", ["run", "segment"])
def test_fifty_megabytes_in_one_line_are_refused(tkit: Run, tmp_path: Path, command: str) -> None:
    with (tmp_path / "long.md").open("wb") as stream:
        for _ in range(50):
            stream.write(b"woord " * (1024 * 1024 // 6))
    done = tkit(command, "long.md", *(["--out", "out"] if command == "run" else []), code=3)
    assert "long.md:1: a line of" in done.stderr
    assert left_behind(tmp_path) == ["long.md"]


def test_utf16_with_a_mark_is_read(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(ARTICLE.encode("utf-16"))
    segments = json.loads(tkit("segment", "a.md", "--json").stdout)
    assert segments[0]["text"] == "Noord-Korea"


def test_latin1_is_read_when_it_is_named(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("De ideologieën van één leider.\n".encode("latin-1"))
    assert "ideologieën" in tkit("segment", "a.md", "--encoding", "latin-1").stdout


@pytest.mark.parametrize("command", ["run", "segment"])
def test_missing_document_is_refused(tkit: Run, tmp_path: Path, command: str) -> None:
    done = tkit(command, "nowhere.md", code=3)
    assert "nowhere.md: no such file" in done.stderr
    assert left_behind(tmp_path) == []


def test_one_bad_document_among_good_ones_stops_all(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "bad.md").write_bytes(b"\xff\xfe\xfd")
    tkit("run", "good.md", "bad.md", "--out", "out", code=3)
    assert left_behind(tmp_path) == ["bad.md", "good.md"]


def test_out_that_is_a_file_is_refused_before_the_work(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    done = tkit("run", "a.md", "--out", "out", code=2)
    assert "--out out" in done.stderr
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_read_only_out_is_refused_before_the_work(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(ARTICLE, encoding="utf-8")
    # /proc/sys cannot take a file from anybody, the superuser included; a folder's write bits would not stop that one.
    folder = "/proc/sys" if os.geteuid() == 0 else tmp_path / "locked"
    if os.geteuid() != 0:
        (tmp_path / "locked").mkdir(mode=0o500)
    done = tkit("run", "a.md", "--out", folder, code=2)
    assert "cannot be written" in done.stderr
    assert left_behind(tmp_path) == ["a.md"]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"concept,language,term,status\njuche,nl,Juche,prefered\n", "terms.csv:2"),
        (b"concept,language,term,status\njuche,nl,Juche\njuche,en,,preferred\n", "terms.csv:"),
        (b"\xff\xfeterm", "terms.csv"),
        (b"", "terms.csv"),
        (b'source,target\n"Juche,Juche\n', "terms.csv"),
    ],
    ids=["unknown-status", "missing-column", "encoding", "empty", "open-quote"],
)
def test_broken_glossary_is_refused_with_its_row(tkit: Run, tmp_path: Path, content: bytes, place: str) -> None:
    (tmp_path / "a.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "terms.csv").write_bytes(content)
    done = tkit("run", "a.md", "--glossary", "terms.csv", "--out", "out", code=3)
    assert place in done.stderr
    assert left_behind(tmp_path) == ["a.md", "terms.csv"]


def test_missing_glossary_is_refused(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(ARTICLE, encoding="utf-8")
    assert "none.csv" in tkit("run", "a.md", "--glossary", "none.csv", "--out", "out", code=3).stderr


def test_missing_memory_is_refused(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(ARTICLE, encoding="utf-8")
    done = tkit("run", "a.md", "--tm", "none.db", "--out", "out", code=4)
    assert "none.db" in done.stderr
    assert "tm import" in done.stderr


def test_reference_of_another_length_is_refused_with_both_counts(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "a.en.txt").write_text("North Korea\n", encoding="utf-8")
    done = tkit("run", "a.md", "--reference", "a.en.txt", "--out", "out", code=3)
    assert "a.en.txt: 1 lines for 2 segments" in done.stderr
    assert left_behind(tmp_path) == ["a.en.txt", "a.md"]


def test_a_model_that_is_not_there_names_the_command_that_gets_it(tkit: Run, tmp_path: Path) -> None:
    tkit("init", "p", "--source", "fr", "--target", "de")
    (tmp_path / "a.md").write_text("Bonjour.\n", encoding="utf-8")
    tkit("--project", "p", "add", "a.md")
    done = tkit("--project", "p", "translate", code=4)
    assert "translate-kit models install fr de" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["status"], 4),
        (["--project", "none", "status"], 4),
        (["run"], 2),
        (["nonsense"], 2),
        (["segment", "--nonsense"], 2),
        (["edit", "1"], 2),
    ],
)
def test_wrong_usage_and_missing_projects(tkit: Run, arguments: list[str], code: int) -> None:
    done = tkit(*arguments, code=code)
    assert done.stderr.strip()


def test_broken_project_settings_are_refused_with_the_setting(tkit: Run, tmp_path: Path) -> None:
    tkit("init", "p")
    settings = tmp_path / "p" / "translate-kit.toml"
    settings.write_text("threshold = 'high'\n", encoding="utf-8")
    assert "threshold must be int" in tkit("--project", "p", "status", code=3).stderr
    settings.write_text("threshold = = 75\n", encoding="utf-8")
    assert "is not TOML" in tkit("--project", "p", "status", code=3).stderr


def test_damaged_project_database_is_refused(tkit: Run, tmp_path: Path) -> None:
    tkit("init", "p")
    (tmp_path / "p" / "project.db").write_bytes(b"no database" * 1000)
    assert "not a project database" in tkit("--project", "p", "status", code=3).stderr


def test_output_into_a_closed_pipe_is_no_error(tmp_path: Path, tkit: Run) -> None:
    import subprocess
    import sys

    (tmp_path / "a.md").write_text("Een zin. " * 20_000, encoding="utf-8")
    program = Path(sys.executable).with_name("translate-kit")
    pipe = ["bash", "-c", f"'{program}' segment a.md | head -n 1"]
    done = subprocess.run(pipe, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "Een zin.\n"
    assert done.stderr == ""


@pytest.mark.parametrize(
    "arguments", [["run", "a.md", "--out", ""], ["demo", "--out", ""], ["--project", "", "status"]], ids=str
)
def test_an_empty_name_is_not_the_current_folder(tkit: Run, tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "a.md").write_text(ARTICLE, encoding="utf-8")
    assert "empty" in tkit(*arguments, code=2).stderr
    assert left_behind(tmp_path) == ["a.md"]


@pytest.mark.parametrize("tag", ["", "n\nl", "dutch!", "nl_NL", '"'])
def test_what_is_no_language_tag_is_refused_before_the_project_is_made(tkit: Run, tmp_path: Path, tag: str) -> None:
    assert "language tag" in tkit("init", "p", "--target", tag, code=3).stderr
    assert not (tmp_path / "p").exists()
