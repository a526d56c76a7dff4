"""`check` as a user or a pipeline runs it: formats, the gate, loose files, the project, bad input."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.conftest import Run

PAIRS = "China telt 1,4 miljard inwoners.\tChina has 1.4 million inhabitants.\nDat kan.\tThat may be\nJa.\tYes.\n"
PO = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: en\\n"

msgid "De leider sprak in 1994."
msgstr "The leader spoke in 1995."

#, fuzzy
msgid "Wat willen ze?"
msgstr "What do they want?"
"""
XLIFF = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a.md" source-language="nl" target-language="en" datatype="plaintext"><body>
<trans-unit id="7"><source>Dat is niet waar.</source><target>Dat is niet waar.</target></trans-unit>
</body></file></xliff>
"""
TMX = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en"
 srclang="nl" datatype="plaintext"/><body>
<tu tuid="u1"><tuv xml:lang="nl"><seg>„Ja”, zei ze.</seg></tuv><tuv xml:lang="en"><seg>„Yes”, she said.</seg></tuv></tu>
</body></tmx>
"""
KEYS = {"check", "severity", "segment", "message", "start", "end", "suggestion"}


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.tsv"
    path.write_text(PAIRS, encoding="utf-8")
    return path


@pytest.mark.usefixtures("pairs")
def test_json_is_printed_and_the_gate_still_holds(tkit: Run) -> None:
    done = tkit("check", "pairs.tsv", "--json", code=1)
    found = json.loads(done.stdout)
    assert [(finding["check"], finding["severity"], finding["segment"]) for finding in found] == [
        ("numbers", "error", "1"),
        ("end-punctuation", "warning", "2"),
    ]
    assert all(finding.keys() >= KEYS for finding in found)
    number = found[0]
    assert "China has 1.4 million inhabitants."[number["start"] : number["end"]] == "1.4 million"
    assert number["suggestion"] == "1.4 billion"
    assert "--fail-on error" in done.stderr


@pytest.mark.parametrize(
    ("gate", "lines", "code"),
    [
        ("error", "1 2 3", 1),
        ("error", "2 3", 0),
        ("warning", "2 3", 1),
        ("warning", "3", 0),
        ("never", "1 2 3", 0),
    ],
)
def test_the_gate(tkit: Run, pairs: Path, gate: str, lines: str, code: int) -> None:
    rows = PAIRS.splitlines(keepends=True)
    pairs.write_text("".join(rows[int(number) - 1] for number in lines.split()), encoding="utf-8")
    tkit("check", "pairs.tsv", "--fail-on", gate, code=code)


@pytest.mark.usefixtures("pairs")
def test_text_names_the_place_and_counts_on_standard_error(tkit: Run) -> None:
    done = tkit("check", "pairs.tsv", code=1)
    first = "The source has “1,4 miljard”, the translation “1.4 million”. Write “1.4 billion”."
    assert done.stdout.splitlines()[0] == f"pairs.tsv:1: error: {first} [numbers]"
    assert "1 error, 1 warning, 0 notes in 3 segments" in done.stderr


@pytest.mark.usefixtures("pairs")
def test_csv_opens_in_a_spreadsheet(tkit: Run) -> None:
    done = tkit("check", "pairs.tsv", "--format", "csv", "--fail-on", "never")
    rows = list(csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"))))
    assert [row["check"] for row in rows] == ["numbers", "end-punctuation"]
    assert rows[0]["target"] == "China has 1.4 million inhabitants."


def test_html_goes_to_a_file(tkit: Run, pairs: Path) -> None:
    done = tkit("check", pairs.name, "--format", "html", "--out", "qa.html", code=1)
    assert done.stdout == ""
    page = (pairs.parent / "qa.html").read_text(encoding="utf-8")
    assert "1.4 billion" in page
    assert "pairs.tsv" in page


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.po", PO, [("1", "numbers")]),
        ("a.xlf", XLIFF, [("7", "unchanged")]),
        ("a.tmx", TMX, [("u1", "quote-marks")]),
    ],
)
def test_each_kind_of_file(tkit: Run, tmp_path: Path, name: str, content: str, expected: list[tuple[str, str]]) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    found = json.loads(tkit("check", name, "--json", "--fail-on", "never").stdout)
    assert [(finding["segment"], finding["check"]) for finding in found if finding["severity"] != "info"] == expected


def test_several_files_are_one_job_and_keep_their_findings_apart(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("Mijn moeder had gelijk.\tMy mother was right.\n", encoding="utf-8")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "a.tsv").write_text("Mijn moeder had gelijk.\tMum had it right.\n", encoding="utf-8")
    found = json.loads(tkit("check", "a.tsv", "b/a.tsv", "--json").stdout)
    assert [(finding["document"], finding["check"]) for finding in found] == [("b/a.tsv: a.tsv", "repetition-differs")]


def test_terms_are_held_to_the_glossary_that_is_named(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("De grote leider sprak.\tThe big leader spoke.\n", encoding="utf-8")
    (tmp_path / "terms.csv").write_text("grote leider,great leader\n", encoding="utf-8")
    assert json.loads(tkit("check", "a.tsv", "--json").stdout) == []
    found = json.loads(tkit("check", "a.tsv", "--glossary", "terms.csv", "--json").stdout)
    assert [(finding["check"], finding["suggestion"]) for finding in found] == [("term-missing", "great leader")]


def test_the_project_is_checked_with_its_glossary(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "article.md").write_text("De grote leider sprak.\n\nJa.\n", encoding="utf-8")
    tkit("init", "p")
    tkit("--project", "p", "add", "article.md")
    segments = json.loads(tkit("--project", "p", "status", "--segments", "--json").stdout)["segments"]
    tkit("--project", "p", "edit", segments[0]["id"], "--target", "The big leader spoke.")
    found = json.loads(tkit("--project", "p", "check", "--json", code=1).stdout)
    assert {(finding["segment"], finding["check"]) for finding in found} >= {
        (segments[0]["id"], "term-forbidden"),
        (segments[1]["id"], "empty"),
    }


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.po", None, "no such file"),
        ("empty.tsv", b"", "empty"),
        ("binary.tsv", b"\x00\x01\x02\xff" * 20, "binary"),
        ("latin.tsv", "één\tone\n".encode("latin-1"), "UTF-8"),
        ("broken.xlf", b"<xliff><file></xliff>", "line"),
        ("broken.tmx", b"<tmx version='1.4'><body><tu>", ""),
        ("one-column.tsv", b"only a source\n", "tab"),
        ("picture.png", b"\x89PNG\r\n", ""),
    ],
)
def test_bad_input_ends_with_code_3_and_writes_nothing(
    tkit: Run, tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = tkit("check", name, "--format", "html", "--out", "qa.html", code=3)
    assert name in done.stderr
    assert said in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "qa.html").exists()


@pytest.mark.usefixtures("pairs")
def test_a_glossary_that_is_broken_or_missing_ends_with_code_3(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "terms.csv").write_text("concept,language,term\nx,nl\n", encoding="utf-8")
    for name in ("terms.csv", "missing.csv"):
        assert name in tkit("check", "pairs.tsv", "--glossary", name, code=3).stderr


@pytest.mark.usefixtures("pairs")
def test_a_place_that_cannot_be_written_ends_with_code_2(tkit: Run) -> None:
    assert "cannot be written" in tkit("check", "pairs.tsv", "--out", "nowhere/deep/qa.txt", code=2).stderr


def test_without_files_and_project_the_way_out_is_named(tkit: Run) -> None:
    assert "translate-kit init" in tkit("check", code=4).stderr
