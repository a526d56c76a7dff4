"""Glossaries as text with separators: our columns, and plain lists of pairs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from glossary.concept import Concept
from glossary.errors import BadGlossary
from glossary.formats.pairs import read_pairs
from glossary.formats.rows import header_of, read_rows, write_rows

if TYPE_CHECKING:
    import _csv

# What a spreadsheet would run as a formula, and what we would skip as a comment.
_RISKY = re.compile(r"'*[=+\-@#\t\r]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

Anchor = tuple[str, str, str]
"""The row that a comment stands before: its concept, language and term."""
_TOP: Anchor = ("", "top", "")
_BOTTOM: Anchor = ("", "bottom", "")


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
    delimiter = delimiter_of(text, name)
    rows = _rows(text, delimiter, name)
    if "'" in text:
        rows = ((number, list(map(plain, cells))) for number, cells in rows)
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


def delimiter_of(text: str, name: str) -> str:
    """What separates the cells of a file: tabs by its name or first row, else commas or semicolons."""
    line = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    if "\t" in line or PurePath(name).suffix.lower() in (".tab", ".tsv", ".utf8", ".txt"):
        return "\t"
    outside = re.sub(r'"[^"]*"', "", line)
    return ";" if outside.count(";") > outside.count(",") else ","


def is_bare(delimiter: str, name: str) -> bool:
    """Whether a file knows no quoting, as OmegaT's tab-separated files: a quote there is a quote."""
    return delimiter == "\t" and PurePath(name).suffix.lower() != ".tsv"


def reader_of(text: str, delimiter: str, name: str) -> _csv.Reader:
    """Reads all rows of a file, comments too."""
    quoting: Literal[0, 3] = csv.QUOTE_NONE if is_bare(delimiter, name) else csv.QUOTE_MINIMAL
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, strict=True)


def _rows(text: str, delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are neither empty nor a comment, their cells stripped, with the line that they begin on."""
    reader = reader_of(text, delimiter, name)
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


def written(cells: Sequence[str], delimiter: str, *, bare: bool = False) -> str:
    """A row as text, without the end of its line.

    Args:
        cells: what is in it.
        delimiter: between them.
        bare: see `is_bare`; white space in a cell becomes a blank there.
    """
    safe = list(map(_safe, cells))
    if bare:
        return delimiter.join(" ".join(cell.split()) for cell in safe)
    out = io.StringIO(newline="")
    # Python before 3.13 quotes a cell with a line end in it only if the rows end so too.
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerow(safe)
    return out.getvalue().removesuffix("\r\n")


def _safe(cell: str) -> str:
    """A cell as a spreadsheet can open it: none that begins like a formula."""
    return f"'{cell}" if _RISKY.match(cell) else cell


def plain(cell: str) -> str:
    """The inverse of `_safe`."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell


def write_csv(
    concepts: Iterable[Concept],
    *,
    delimiter: str = ",",
    bare: bool = False,
    comments: Mapping[Anchor, Sequence[str]] | None = None,
) -> str:
    """Write our columns, unknown ones after them; one row a term, the definition in the first row of its concept.

    Cells that a spreadsheet would run as a formula are written with an apostrophe before them; reading removes it.

    Args:
        concepts: what to write.
        delimiter: between the cells.
        bare: see `is_bare`.
        comments: what `comments_of` found in the file that this one replaces; each goes before its row.
    """
    out = io.StringIO(newline="")
    left = dict(comments or {})
    out.writelines(left.pop(_TOP, ()))
    last = left.pop(_BOTTOM, ())
    for row in write_rows(concepts):
        out.writelines(left.pop((row[0], row[2], row[3]), ()))
        out.write(f"{written(row, delimiter, bare=bare)}\n")
    # A row that is there no more leaves its comment behind.
    for lines in (*left.values(), last):
        out.writelines(lines)
    return out.getvalue()


def comments_of(text: str, *, name: str, source_language: str) -> dict[Anchor, list[str]]:
    """The comments of a file that `parse_csv` reads, as they stand in it, by the row that each stands before.

    Args:
        text: the decoded file.
        name: its name.
        source_language: of the first column of a plain list.

    Returns:
        Lines with their ends; the keys are (concept, language, term) of a row, `("", "top", "")` for what stands
        before the header or the first pair, `("", "bottom", "")` for what stands behind the last row.
    """
    lines = io.StringIO(text, newline="").readlines()
    found: dict[Anchor, list[str]] = {}
    waiting: list[str] = []
    header: list[str] | None = None
    first = True
    end = 0
    reader = reader_of(text, delimiter_of(text, name), name)
    for row in reader:
        begun, end = end, reader.line_num
        if row and row[0][:1] == "#":
            waiting += [line.rstrip("\r\n") + "\n" for line in lines[begun:end]]
            continue
        cells = [plain(cell.strip()) for cell in row]
        if not any(cells):
            continue
        if first:
            header, anchor, first = header_of(cells), _TOP, False
        elif header is not None:
            place = dict(zip(header, cells, strict=False))
            anchor = (place.get("concept", ""), place.get("language", ""), " ".join(place.get("term", "").split()))
        else:
            term = " ".join(cells[0].split())
            anchor = (term, source_language, term)
        if waiting:
            found.setdefault(anchor, []).extend(waiting)
            waiting = []
    if waiting:
        found[_BOTTOM] = waiting
    return found
