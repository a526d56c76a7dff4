"""The documentation is true: generated pages are current, every command is there, every example in it runs."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.conftest import ROOT
from translate_kit.cli import COMMANDS, cli

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^(```+).*?^\1|(`+)[^`].*?\2", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def commands_of(page: Path) -> list[str]:
    """The lines after `$ ` in the console blocks, continuation lines joined."""
    lines: list[str] = []
    for block in CONSOLE.findall(page.read_text(encoding="utf-8")):
        joined = block.replace("\\\n", " ")
        lines += [line[2:] for line in joined.splitlines() if line.startswith("$ ")]
    return lines


def test_generated_pages_are_current() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "generate.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_an_example_and_its_line_in_the_table(name: str) -> None:
    context = click.Context(cli, info_name="translate-kit")
    command = cli.get_command(context, name)
    assert command is not None
    commands = [command]
    if isinstance(command, click.Group):
        inner = click.Context(command, info_name=name, parent=context)
        commands += [found for sub in command.list_commands(inner) if (found := command.get_command(inner, sub))]
    for found in commands:
        assert found.epilog, f"{name} {found.name} has no example"
        assert "translate-kit " in found.epilog
        assert found.help


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
        assert (page.parent / link).exists(), link


@pytest.mark.parametrize(
    "page", [page for page in PAGES if commands_of(page)], ids=lambda page: page.relative_to(ROOT).as_posix()
)
def test_commands_in_the_docs_run(page: Path, tmp_path: Path) -> None:
    programs = str(Path(sys.executable).parent)
    for line in commands_of(page):
        first = shlex.split(line, comments=True)[0]
        if first in {"make", "git", "pip", "cd", "python3"}:
            continue
        done = subprocess.run(
            ["bash", "-c", f'PATH="{programs}:$PATH"; {line}'],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, (line, done.stdout[-1000:], done.stderr[-2000:])


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if PYTHON.search(page.read_text(encoding="utf-8"))],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)
def test_python_in_the_docs_runs(page: Path, tmp_path: Path) -> None:
    program = "\n".join(PYTHON.findall(page.read_text(encoding="utf-8")))
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
