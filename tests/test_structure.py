"""The direction of dependency, and what may not be imported when a command starts."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

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
