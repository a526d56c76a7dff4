"""Glossaries as workbooks: our columns, or a plain list of pairs, in the one sheet that has something in it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from glossary.concept import Concept
from glossary.errors import BadGlossary, GlossaryError
from glossary.formats.pairs import read_pairs
from glossary.formats.rows import header_of, read_rows, write_rows
from glossary.formats.xml import UNFIT

MAX_BYTES = 256 << 20
"""What the parts of a workbook may come to when they are unpacked; 100,000 concepts take a sixth of it."""
MAX_PARTS = 1_000
MAX_CELL_CHARS = 32_767
"""What a cell of a spreadsheet holds; a longer text would be cut off there without a word."""
TITLE = "Glossary"

_RISKY = re.compile(r"[=+\-@\t\r]")
_WIDTHS = {"concept": 24, "term": 30, "definition": 50, "note": 40, "source": 40, "forms": 24, "context": 50}


def parse_xlsx(data: bytes, *, name: str, source_language: str, target_language: str) -> list[Concept]:
    """Parse a workbook.

    Args:
        data: its bytes.
        name: its name; messages say it.
        source_language: of the first column of a plain list.
        target_language: of the second column of a plain list.

    Raises:
        BadGlossary: with sheet, row and column, and what was expected. No formula is computed, no link followed.
    """
    _refuse_bombs(data, name)
    sheet, rows = _only_sheet(data, name)

    def where(row: int) -> str:
        return f"{name}: sheet {sheet}, row {row}"

    numbered = iter(rows)
    first = next(numbered)
    header = header_of(first[1])
    if header is None:
        return read_pairs(
            first,
            numbered,
            where,
            name=f"{name}: sheet {sheet}",
            separators="|;",
            source_language=source_language,
            target_language=target_language,
        )
    padded = ((row, cells + [""] * (len(header) - len(cells))) for row, cells in numbered)
    return read_rows(header, padded, where, first[0])


def _refuse_bombs(data: bytes, name: str) -> None:
    """Refuse what is no workbook, what would unpack to far more than it is, and XML with a DTD."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if "[Content_Types].xml" not in archive.namelist():
                raise BadGlossary(f"{name}: this is a ZIP archive and no XLSX workbook.")
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_BYTES:
                limits = f"{MAX_BYTES >> 20} MiB, or {MAX_PARTS:,} parts"
                raise BadGlossary(f"{name}: unpacks to more than {limits}; a glossary was expected.")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    # UTF-16 is ASCII with zeros between, as far as this goes.
                    content = archive.read(part).replace(b"\x00", b"")
                    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                        raise BadGlossary(f"{name}: {part.filename} has a DTD, which is not read for safety.")
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        if isinstance(error, BadGlossary):
            raise
        raise BadGlossary(f"{name}: this is no XLSX workbook ({error}).") from None


def _only_sheet(data: bytes, name: str) -> tuple[str, list[tuple[int, list[str]]]]:
    """The title of the sheet that has something in it, and its rows."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        filled = []
        for sheet in book.worksheets:
            # The size that the file claims says nothing; without it rows are as long as they are.
            sheet.reset_dimensions()
            rows = list(_rows(sheet.iter_rows(), f"{name}: sheet {sheet.title}"))
            if rows:
                filled.append((sheet.title, rows))
    except GlossaryError:
        raise
    except Exception as error:
        # openpyxl raises what its parts raise: KeyError, TypeError, errors of the XML parser and others.
        raise BadGlossary(f"{name}: this workbook cannot be read ({type(error).__name__}: {error}).") from None
    if not filled:
        raise BadGlossary(f"{name}: there is nothing in the workbook; a glossary was expected.")
    if len(filled) > 1:
        titles = ", ".join(title for title, _ in filled)
        raise BadGlossary(
            f"{name}: there is something in {len(filled)} sheets ({titles}), and one was expected. "
            "Save each as a workbook of its own."
        )
    return filled[0]


def _rows(rows: Iterable[Iterable[Any]], sheet: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with something in them, as text without the empty cells at the end, with their numbers.

    A comment is a row with nothing but a cell that begins with #: a term may begin so too.
    """
    for number, cells in enumerate(rows, start=1):
        texts = [_text(cell, sheet, number) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if texts and not (len(texts) == 1 and texts[0].startswith("#")):
            yield number, texts


def _text(cell: Any, sheet: str, row: int) -> str:
    """What a cell shows, as text.

    Raises:
        BadGlossary: a formula, or an error of the spreadsheet.
    """
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        what = "a formula" if cell.data_type == "f" else "an error of the spreadsheet"
        raise BadGlossary(
            f"{sheet}, row {row}, column {cell.column_letter}: {what} ({str(value)[:40]}); text was expected. "
            "Paste the cells as values."
        )
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def write_xlsx(concepts: Iterable[Concept]) -> bytes:
    """Write our columns as a workbook with one sheet.

    Every cell is text: what looks like a formula is shown, not computed, also after it was edited.

    Raises:
        GlossaryError: a text that is longer than a cell may be, or has characters that no workbook can hold.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    rows = list(write_rows(concepts))
    header = rows[0]
    for number, row in enumerate(rows, start=1):
        for text, column in zip(row, header, strict=True):
            _check(text, f"row {number}, column {column}")
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(TITLE)
    sheet.freeze_panes = "A2"
    for number, column in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(column, 14)
    titles = [_cell(sheet, text) for text in header]
    for title in titles:
        title.font = Font(bold=True)
    sheet.append(titles)
    for row in rows[1:]:
        sheet.append([_cell(sheet, text) if text else None for text in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{len(rows)}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _check(text: str, place: str) -> None:
    if len(text) > MAX_CELL_CHARS:
        raise GlossaryError(
            f"{place}: {len(text):,} characters; a cell of a workbook has at most {MAX_CELL_CHARS:,}. "
            "Write CSV or TBX instead."
        )
    if UNFIT.search(text):
        raise GlossaryError(f"{place}: there is a character that no workbook can hold.")


def _cell(sheet: Any, text: str) -> Any:
    """A cell of text, whatever it looks like."""
    from openpyxl.cell import WriteOnlyCell

    made = WriteOnlyCell(sheet, value=text)
    made.data_type = "s"
    if _RISKY.match(text):
        made.quotePrefix = True
    return made
