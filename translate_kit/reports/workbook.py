"""Workbooks that Excel opens: typed cells, a frozen header with filters, no cell that would be run as a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from translate_kit.reports.marked import visible

MAX_CELL_CHARS = 32_767
"""What a cell of a spreadsheet holds."""
MAX_ROWS = 1_048_576
"""What a sheet holds, the header included."""

_RISKY = re.compile(r"'*[=+\-@\t\r]")
_UNFIT = re.compile("[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f]")

Value = str | int | float | Decimal | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Attributes:
        title: its heading.
        width: in characters.
        format: how Excel shows its numbers, such as `0.00`.
        wrap: whether long text goes on in the next line of the cell.
    """

    title: str
    width: int = 14
    format: str = ""
    wrap: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with a heading over each column.

    Attributes:
        title: its name, at most 31 characters.
        columns: from left to right.
        rows: taken one by one, so that a hundred thousand are no burden.
        colours: what a row with this text in one of its cells is coloured with, as RRGGBB.
        bold: rows from this number on (from 0) are totals, shown bold; None for none.
    """

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    colours: dict[str, str] | None = None
    bold: int | None = None


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Write sheets as XLSX."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(book: Any, sheet: Sheet) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    written = book.create_sheet(sheet.title[:31])
    written.freeze_panes = "A2"
    for number, column in enumerate(sheet.columns, 1):
        written.column_dimensions[get_column_letter(number)].width = column.width
    bold = Font(bold=True)
    head_fill = PatternFill("solid", fgColor="E4EDF5")
    fills = {text: PatternFill("solid", fgColor=colour) for text, colour in (sheet.colours or {}).items()}
    wrapped, top = Alignment(wrap_text=True, vertical="top"), Alignment(vertical="top")
    head = []
    for column in sheet.columns:
        cell = WriteOnlyCell(written, value=column.title)
        cell.font, cell.fill, cell.alignment = bold, head_fill, wrapped
        head.append(cell)
    written.append(head)
    count = 0
    # The header takes a row, and a note about what was left out would take another.
    for row in sheet.rows:
        if count >= MAX_ROWS - 2:
            note = f"More rows than a sheet holds ({MAX_ROWS:,}); the rest is left out. CSV and JSON have them all."
            written.append([WriteOnlyCell(written, value=note)])
            break
        cells = []
        for column, value in zip(sheet.columns, row, strict=True):
            cell = _cell(written, value)
            cell.alignment = wrapped if column.wrap else top
            if column.format and not isinstance(value, str):
                cell.number_format = column.format
            if isinstance(value, str) and value in fills:
                cell.fill = fills[value]
            if sheet.bold is not None and count >= sheet.bold:
                cell.font = bold
            cells.append(cell)
        written.append(cells)
        count += 1
    # Totals stay where they are when somebody sorts or filters what is above them.
    filtered = count if sheet.bold is None else min(count, sheet.bold)
    if filtered:
        written.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{filtered + 1}"


def _cell(sheet: Any, value: Value) -> Any:
    """A cell of its type; text stays text whatever it looks like, also after somebody has edited it."""
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value=value)
    text = _UNFIT.sub("\ufffd", visible(value))
    if len(text) > MAX_CELL_CHARS:
        text = text[: MAX_CELL_CHARS - 1] + "…"
    made = WriteOnlyCell(sheet, value=text)
    made.data_type = "s"
    if _RISKY.match(text):
        made.quotePrefix = True
    return made
