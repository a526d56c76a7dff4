"""The tables that ship with the checks: tab-separated, `#` before a comment, the first line names the columns."""

from __future__ import annotations

from importlib import resources
from typing import NamedTuple


class Row(NamedTuple):
    """A line of a table: its cells by column, and where it stands."""

    cells: dict[str, str]
    line: int


def rows(name: str) -> list[Row]:
    """The rows of `qa/data/{name}.tsv`; cells that a line lacks at its end are empty."""
    text = resources.files("translate_kit.qa").joinpath("data", f"{name}.tsv").read_text(encoding="utf-8")
    header: list[str] = []
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not header:
            header = cells
            continue
        cells += [""] * (len(header) - len(cells))
        found.append(Row(dict(zip(header, cells, strict=True)), number))
    return found
