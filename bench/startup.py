"""How long a command that needs no model takes, start to end: whole processes, wall time and processor time.

On a busy machine the wall time says more about the others; the processor time is the command's own.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from machine import describe

RUNS = 15
KIT = str(Path(sys.executable).with_name("translate-kit"))

COMMANDS: tuple[list[str], ...] = (
    ["--help"],
    ["segment", "article.md", "--json"],
    ["glossary", "match", "--json", "De eeuwige leider predikt zelfredzaamheid."],
    ["glossary", "check", "--json", "--source", "De eeuwige leider.", "--target", "The eternal leader."],
    ["tm", "lookup", "--memory", "memory.db", "--threshold", "70", "--json", "De leider spreekt."],
    ["tm", "stats", "--memory", "memory.db", "--json"],
    ["check", "pairs.tsv", "--json", "--fail-on", "never"],
    ["status", "--json"],
    ["scores", "list", "--json"],
    ["models", "list", "--json"],
    ["inspect", "pairs.tsv", "--json"],
)


def main() -> None:
    """Print a table of the commands that need no model."""
    print(describe())
    with tempfile.TemporaryDirectory() as folder:
        _prepare(Path(folder))
        baseline = _times([sys.executable, "-c", "pass"], folder)
        print(
            f"\n| command | wall, fastest of {RUNS}, ms | wall, median | processor, median |\n| --- | --- | --- | --- |"
        )
        print(_row("python -c pass", baseline))
        for arguments in COMMANDS:
            times = _times([KIT, *arguments], folder)
            name = " ".join(word for word in arguments if " " not in word)
            print(_row(f"`{name}`", times))
        heavy = _times([sys.executable, "-c", "import argostranslate.translate"], folder)
        print(_row("python -c 'import argostranslate.translate'", heavy))


def _prepare(folder: Path) -> None:
    from tm import Memory, TranslationUnit

    subprocess.run([KIT, "init", "."], cwd=folder, check=True, capture_output=True)
    (folder / "article.md").write_text("# Kop\n\nDe leider spreekt. Het volk zwijgt.\n", encoding="utf-8")
    (folder / "pairs.tsv").write_text("De leider spreekt.\tThe leader speaks.\n", encoding="utf-8")
    with Memory.open(folder / "memory.db") as memory:
        memory.add([TranslationUnit.simple("De leider spreekt.", "The leader speaks.")])


def _row(name: str, times: list[tuple[float, float]]) -> str:
    wall, processor = zip(*times, strict=True)
    figures = (min(wall), statistics.median(wall), statistics.median(processor))
    return f"| {name} | " + " | ".join(f"{figure:.0f}" for figure in figures) + " |"


def _times(command: list[str], folder: str) -> list[tuple[float, float]]:
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    times = []
    for _ in range(RUNS):
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, cwd=folder, capture_output=True, check=True)
        wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
        processor = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        times.append((1000 * wall, 1000 * processor))
    return times


if __name__ == "__main__":
    main()
