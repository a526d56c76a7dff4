"""`check` where changes are looked at: formats of CI servers, the examples in the docs, the hook before a commit."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree, html

from tests.conftest import ROOT, Run

BAD = "China telt 1,4 miljard inwoners.\tChina has 1.4 million inhabitants.\n"
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "In 1994."\nmsgstr "In 1995."\n'
PROGRAMS = Path(sys.executable).parent
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", (ROOT / "docs/how-to/qa-in-ci.md").read_text("utf-8"), re.M | re.S)


def test_sarif_names_the_file_and_the_line_as_git_does(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "locale").mkdir()
    (tmp_path / "locale" / "é a.po").write_text(PO, encoding="utf-8")
    done = tkit("check", "locale/é a.po", "--format", "sarif", code=1)
    location = json.loads(done.stdout)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == {"uri": "locale/%C3%A9%20a.po", "uriBaseId": "%SRCROOT%"}
    assert location["region"]["startLine"] == 5


def test_a_finding_in_a_project_points_into_its_source_document(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Kop\n\nEen zin. China telt 1,4 miljard inwoners.\n", encoding="utf-8")
    tkit("init", "p")
    tkit("add", "a.md", "--project", "p")
    tkit("edit", "3", "--target", "China has 1.4 million inhabitants.", "--state", "translated", "--project", "p")
    done = tkit("check", "--project", "p", "--format", "sarif", "--fail-on", "never")
    results = json.loads(done.stdout)["runs"][0]["results"]
    location = next(one for one in results if one["ruleId"] == "numbers")["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "p/source/a.md"
    assert (location["region"]["startLine"], location["region"]["startColumn"]) == (3, 10)


def test_as_many_tests_fail_as_findings_make_the_exit_code(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text(BAD, encoding="utf-8")
    done = tkit("check", "a.tsv", "--format", "junit", "--out", "out.xml", code=1)
    assert etree.parse(tmp_path / "out.xml").getroot().get("failures") == "1"
    assert "1 finding at or above" in done.stderr
    tkit("check", "a.tsv", "--format", "junit", "--out", "out.xml", "--fail-on", "never")
    assert etree.parse(tmp_path / "out.xml").getroot().get("failures") == "0"


def test_the_page_links_into_the_editor(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text(BAD, encoding="utf-8")
    done = tkit("check", "a.tsv", "--format", "html", "--editor-url", "http://127.0.0.1:8765/", code=1)
    assert html.fromstring(done.stdout).xpath("//article//a[text()='Edit']/@href") == [
        "http://127.0.0.1:8765/segment/1"
    ]


def test_an_editor_that_is_no_web_address_is_refused(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text(BAD, encoding="utf-8")
    done = tkit("check", "a.tsv", "--format", "html", "--editor-url", "javascript:alert(1)", code=2)
    assert "no http:// or https:// address" in done.stderr


@pytest.mark.parametrize(("number", "schema"), [(0, "vendor.github-workflows"), (1, "vendor.gitlab-ci")])
def test_the_examples_in_the_docs_are_what_the_servers_accept(number: int, schema: str, tmp_path: Path) -> None:
    path = tmp_path / "example.yml"
    path.write_text(EXAMPLES[number], encoding="utf-8")
    done = subprocess.run(
        [PROGRAMS / "check-jsonschema", "--builtin-schema", schema, path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def pre_commit(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(folder / ".cache"),
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    return subprocess.run(
        [PROGRAMS / "pre-commit", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_hook_is_one_that_pre_commit_accepts(tmp_path: Path) -> None:
    done = pre_commit("validate-manifest", ROOT / ".pre-commit-hooks.yaml", folder=tmp_path)
    assert done.returncode == 0, done.stdout
    config = tmp_path / "config.yaml"
    config.write_text(EXAMPLES[2], encoding="utf-8")
    done = pre_commit("validate-config", config, folder=tmp_path)
    assert done.returncode == 0, done.stdout


def test_the_hook_stops_a_commit_with_a_wrong_number_and_lets_the_corrected_one_pass(tmp_path: Path) -> None:
    # The hook as it is, but run from what is installed here: pre-commit itself would install the package anew.
    hook = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8").replace("language: python", "language: system")
    indented = "".join(f"    {line}\n" for line in hook.splitlines())
    (tmp_path / ".pre-commit-config.yaml").write_text(f"repos:\n- repo: local\n  hooks:\n{indented}", encoding="utf-8")
    (tmp_path / "nl-en.tsv").write_text(BAD, encoding="utf-8")
    (tmp_path / "other.txt").write_text("geen vertaling\n", encoding="utf-8")
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "nl-en.tsv", "other.txt", ".pre-commit-config.yaml"], cwd=tmp_path, check=True)
    done = pre_commit("run", folder=tmp_path)
    assert done.returncode == 1
    assert "nl-en.tsv:1: error:" in done.stdout
    (tmp_path / "nl-en.tsv").write_text(BAD.replace("million", "billion"), encoding="utf-8")
    subprocess.run(["git", "add", "nl-en.tsv"], cwd=tmp_path, check=True)
    done = pre_commit("run", folder=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "Passed" in done.stdout


def test_a_workbook_is_not_poured_into_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text(BAD, encoding="utf-8")
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "translate_kit", "check", "a.tsv", "--format", "xlsx", "--fail-on", "never"]
    done = subprocess.run(command, cwd=tmp_path, stdout=theirs, stderr=subprocess.PIPE, text=True, check=False)
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert "--out" in done.stderr
    piped = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert piped.stdout.startswith(b"PK")
