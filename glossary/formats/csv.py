"""Glossaries as text with separators: our columns, and plain lists of pairs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Literal

from glossary.concept import Concept
from glossary.errors import BadGlossary
from glossary.formats.pairs import read_pairs
from glossary.formats.rows import header_of, read_rows, write_rows

# What a spreadsheet would run as a formula, and what we would skip as a comment.
_RISKY = re.compile(r"'*[=+\-@#\t\r]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def parse_csv(text: str, *, name: str, source_language: str, target_language: str) -> list[Concept]:
    """Parse CSV, TSV or semicolon-separated rows, with our header or as a plain source/target list.

    Args:
        text: the decoded file.
        name: its name; messages say it, and `.tab`, `.tsv`, `.utf8` and `.txt` are tab-separated.
        source_language: of the first column of a plain list.
        target_language: of the second column of a plain list.

    Raises:
        BadGlossary: with file, line and column, and what was expected. Nothing is half-loaded.
    """
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise BadGlossary(f"{name}:{line}: there is a control character (U+{ord(found[0]):04X}); text was expected.")
    delimiter = _delimiter(text, name)
    rows = _rows(text, delimiter, name)
    if "'" in text:
        rows = ((number, list(map(_plain, cells))) for number, cells in rows)
    first = next(rows, None)
    if first is None:
        raise BadGlossary(f"{name}: there are no rows in it; a glossary was expected.")

    def where(line: int) -> str:
        return f"{name}:{line}"

    header = header_of(first[1])
    if header is not None:
        return read_rows(header, rows, where, first[0])
    return read_pairs(
        first,
        rows,
        where,
        name=name,
        separators="|" if delimiter == ";" else "|;",
        source_language=source_language,
        target_language=target_language,
    )


def _delimiter(text: str, name: str) -> str:
    line = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    if "\t" in line or PurePath(name).suffix.lower() in (".tab", ".tsv", ".utf8", ".txt"):
        return "\t"
    outside = re.sub(r'"[^"]*"', "", line)
    return ";" if outside.count(";") > outside.count(",") else ","


def _rows(text: str, delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are neither empty nor a comment, their cells stripped, with the line that they begin on."""
    # OmegaT's tab-separated files know no quoting: a quote there is a quote.
    bare = delimiter == "\t" and PurePath(name).suffix.lower() != ".tsv"
    quoting: Literal[0, 3] = csv.QUOTE_NONE if bare else csv.QUOTE_MINIMAL
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, strict=True)
    line, strip = 1, str.strip
    try:
        for row in reader:
            begun, line = line, reader.line_num + 1
            if row and row[0][:1] != "#":
                cells = list(map(strip, row))
                # Nearly all rows have something in their first cell.
                if cells[0] or any(cells):
                    yield begun, cells
    except csv.Error as error:
        raise BadGlossary(
            f"{name}:{line}: the row that begins here cannot be read ({error}). "
            'A cell with quotes in it is written as "…""…""…".'
        ) from None


def _safe(cell: str) -> str:
    """A cell as a spreadsheet can open it: none that begins like a formula."""
    return f"'{cell}" if _RISKY.match(cell) else cell


def _plain(cell: str) -> str:
    """The inverse of `_safe`."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell


def write_csv(concepts: Iterable[Concept], *, delimiter: str = ",") -> str:
    """Write our columns, unknown ones after them; one row a term, the definition in the first row of its concept.

    Cells that a spreadsheet would run as a formula are written with an apostrophe before them; reading removes it.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    for row in write_rows(concepts):
        writer.writerow(list(map(_safe, row)))
    return out.getvalue()
