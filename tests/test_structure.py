"""The direction of dependency, and what may not be imported when a command starts."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from re._constants import ANY, CATEGORY, IN, LITERAL, NOT_LITERAL, POSSESSIVE_REPEAT  # type: ignore[import-not-found]
from re._parser import SubPattern, parse  # type: ignore[import-not-found]
from typing import Any

import pytest

from tests.conftest import ROOT
from tm import Memory, TranslationUnit

BASE = {"translate_kit", "translate_kit.data", "translate_kit.errors", "translate_kit.files"}
PARTS = {"segment", "mt", "qa", "scoring", "formats", "reports", "analysis"}
RIM = {"cli", "web", "pipeline", "project", "memories", "export", "imports", "measuring", "delivery", "__main__"}

HEAVY = {
    "ctranslate2",
    "sentencepiece",
    "argostranslate",
    "sacrebleu",
    "simplemma",
    "onnxruntime",
    "sqlalchemy",
    "jinja2",
    "requests",
    "psycopg",
}


SINGLE = (ANY, CATEGORY, IN, LITERAL, NOT_LITERAL)
"""What a pattern has for one character."""


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def python_files(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("package", ["tm", "glossary"])
def test_memory_and_glossary_know_nothing_of_the_rest(package: str) -> None:
    forbidden = {"tm", "glossary", "translate_kit"} - {package}
    for path in python_files(package):
        roots = {name.split(".")[0] for name in imports(path)}
        assert not roots & forbidden, path


def test_no_arrow_points_back() -> None:
    for path in python_files("translate_kit"):
        part = path.relative_to(ROOT / "translate_kit").parts[0].removesuffix(".py")
        for name in imports(path):
            if not name.startswith("translate_kit."):
                continue
            other = name.split(".")[1]
            if part in PARTS:
                assert other not in RIM, f"{path} imports {name}"
            if part in {"data", "errors", "files"}:
                assert name in BASE or name.rpartition(".")[0] in BASE, f"{path} imports {name}"
            if part in {"project", "memories", "pipeline", "export", "imports"}:
                assert other not in {"cli", "web"}, f"{path} imports {name}"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["segment", "a.txt", "--json"],
        ["glossary", "match", "--json", "De eeuwige leider."],
        ["tm", "lookup", "--memory", "m.db", "--json", "Een zin."],
        ["tm", "stats", "--memory", "m.db", "--json"],
        ["models", "list", "--json"],
        ["analyse", "a.txt", "--json"],
        ["status", "--json"],
        ["scores", "list", "--json"],
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_commands_without_a_model_start_without_heavy_imports(arguments: list[str], tmp_path: Path) -> None:
    kit = [sys.executable, "-m", "translate_kit"]
    subprocess.run([*kit, "init", "."], cwd=tmp_path, check=True, capture_output=True)
    (tmp_path / "a.txt").write_text("Een zin.\n", encoding="utf-8")
    with Memory.open(tmp_path / "m.db") as memory:
        memory.add([TranslationUnit.simple("Een zin.", "A sentence.")])
    # The first start compiles the glossary and unpacks the model; that is not what is looked at.
    subprocess.run([*kit, *arguments], cwd=tmp_path, capture_output=True, check=True)
    watched = [sys.executable, "-X", "importtime", "-m", "translate_kit", *arguments]
    done = subprocess.run(watched, cwd=tmp_path, capture_output=True, text=True, check=True)
    imported = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert not imported & HEAVY


def groups_repeated_possessively(parsed: Any) -> Iterator[Any]:
    """Of a parsed pattern: what Python before 3.11.5 matches wrongly, or fails at."""
    for operator, argument in parsed:
        if operator is POSSESSIVE_REPEAT and (len(argument[2]) != 1 or argument[2][0][0] not in SINGLE):
            yield argument
        waiting = [argument]
        while waiting:
            one = waiting.pop()
            if isinstance(one, SubPattern):
                yield from groups_repeated_possessively(one)
            elif isinstance(one, (list, tuple)):
                waiting += one


def patterns() -> Iterator[tuple[str, str]]:
    """The patterns that are written in the code, whole or in parts."""
    for package in ("tm", "glossary", "translate_kit"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and call.args and ast.unparse(call.func).startswith(("re.", "regex.")):
                    for node in ast.walk(call.args[0]):
                        if isinstance(node, ast.Constant) and isinstance(node.value, str):
                            yield f"{path.relative_to(ROOT)}:{node.lineno}", node.value


def test_no_group_is_repeated_possessively() -> None:
    """gh-101955 and gh-106052: in 3.11.0 to 3.11.4 such a group can raise SystemError, or match what it should not."""
    assert [*groups_repeated_possessively(parse(r"a(?:b|c\.)*+"))]
    assert [*groups_repeated_possessively(parse(r"x|(?:a(?P<n>b)?+)"))]
    assert not [*groups_repeated_possessively(parse(r"[ab]++(?:c\s*+)*d?+"))]
    bad = []
    seen = 0
    for place, pattern in patterns():
        try:
            parsed = parse(pattern)
        except (re.error, OverflowError):
            continue
        seen += 1
        bad += [place for _ in groups_repeated_possessively(parsed)]
    assert not bad
    assert seen > 100
