"""Standard input and output that are closed, full, without a reader, or in another encoding than UTF-8."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("translate-kit")
TEXT = "De „eeuwige” leider – zwijgt. 東"

needs_full_device = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")


def shell(line: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"],
        cwd=folder,
        capture_output=True,
        env={**os.environ, "tk": str(PROGRAM), **environment},
        check=False,
    )
    assert b"Traceback" not in done.stderr
    assert b"This is a bug" not in done.stderr
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text("De eeuwige leider zwijgt.\n\n" * 3000, encoding="utf-8")
    (tmp_path / "pairs.tsv").write_text("Er zijn 10 kampen.\tThere are 12 camps.\n" * 3000, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        "segment a.md",
        "segment a.md --json",
        "glossary match --file a.md",
        "glossary match --file a.md --json",
        "check pairs.tsv --fail-on never",
        "check pairs.tsv --fail-on never --json",
    ],
)
def test_a_reader_that_went_away_is_no_error_and_no_broken_gate(folder: Path, command: str) -> None:
    assert shell(f'"$tk" --quiet {command} | head -c 1 > /dev/null', folder).returncode == 0


def test_a_message_that_nobody_reads_is_no_error(folder: Path) -> None:
    assert shell('( sleep 1; "$tk" segment missing.md 2>&1 ) | true', folder).returncode == 0


@needs_full_device
@pytest.mark.parametrize("locale", ["C.UTF-8", "C", ""])
@pytest.mark.parametrize("command", ["segment a.md", "segment a.md --json", "check pairs.tsv --json", "--help"])
def test_a_full_disk_under_standard_output_is_said(folder: Path, command: str, locale: str) -> None:
    done = shell(f'"$tk" {command} > /dev/full', folder, LANG=locale, LC_ALL=locale)
    assert done.returncode == 4
    assert b"No space left on device" in done.stderr


@pytest.mark.parametrize("command", ["segment a.md", "check pairs.tsv --fail-on never --json"])
def test_a_closed_standard_output_is_no_bug(folder: Path, command: str) -> None:
    assert shell(f'"$tk" {command} >&-', folder).returncode == 0


@pytest.mark.parametrize("command", ["segment -", "translate --text-file -", "glossary match --file -"])
def test_a_closed_standard_input_is_an_empty_one(folder: Path, command: str) -> None:
    closed, empty = shell(f'"$tk" {command} <&-', folder), shell(f'"$tk" {command} < /dev/null', folder)
    assert (closed.returncode, closed.stdout, closed.stderr) == (empty.returncode, empty.stdout, empty.stderr)


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "ascii"},
    ],
)
def test_pipes_are_utf_8_in_any_locale(tmp_path: Path, locale: dict[str, str]) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert shell('"$tk" segment a.txt | "$tk" segment -', tmp_path, **locale).stdout.decode().split() == TEXT.split()
    assert json.loads(shell('"$tk" segment a.txt --json', tmp_path, **locale).stdout.decode())[0]["text"] in TEXT
    assert shell('"$tk" glossary match --file a.txt', tmp_path, **locale).returncode == 0


def test_a_file_name_that_is_not_utf_8_stays_json(tmp_path: Path) -> None:
    try:
        (tmp_path / "caf\udce9.tsv").write_text("een\tone\n")
    except OSError:
        pytest.skip("this file system has no such names")
    done = shell('"$tk" inspect --json caf*.tsv', tmp_path)
    assert json.loads(done.stdout.decode())[0]["file"] == "caf\udce9.tsv"


def test_a_current_folder_that_was_removed_is_no_bug(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    assert shell('cd gone && rmdir ../gone && "$tk" status', tmp_path).returncode == 4


@pytest.mark.parametrize(
    "command", ["translate --text-file lines.txt --json", "glossary match --file lines.txt --json"]
)
def test_line_ends_of_windows_are_no_part_of_the_text(tmp_path: Path, command: str) -> None:
    (tmp_path / "lines.txt").write_bytes(b"De leider.\r\nHet volk.\r\n")
    lines = [json.loads(line) for line in shell(f'"$tk" {command}', tmp_path).stdout.decode().splitlines()]
    assert [line.get("source", line.get("query")) for line in lines] == ["De leider.", "Het volk."]
    assert not any("\r" in line.get("target", "") for line in lines)
