"""Tables: tab-separated pairs as other tools write them, and our own CSV with every column.

A plain TSV has one pair a line, source and target, more columns ignored, no quoting: a quote is a quote. Our own table
is RFC 4180 (quotes around what needs them, tab or comma), with a header, and safe to open in a spreadsheet: a cell that
a spreadsheet would run as a formula gets an apostrophe, which reading takes off again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

from translate_kit.data import Segment, State
from translate_kit.errors import BadInput
from translate_kit.files import MAX_LINE_CHARS, decode
from translate_kit.formats import states
from translate_kit.formats.checked import printable, require_writable, verified
from translate_kit.formats.data import Bilingual

COLUMNS = (
    "document",
    "id",
    "source",
    "target",
    "state",
    "origin",
    "origin_detail",
    "match_score",
    "key",
    "note",
    "kind",
    "paragraph",
    "start",
    "end",
    "locked",
)
"""The header of our own table."""

_FORMULA = re.compile("'*[=+\\-@\t\r]")
_GUARDED = re.compile("'+[=+\\-@\t\r]")
_HEADER_WORDS = {"source", "target", "source text", "target text"}


def export(segments: Iterable[Segment], *, source_language: str, target_language: str, delimiter: str = ",") -> bytes:
    """Write segments as a table; see `translate_kit.formats.export_csv`."""
    segments = require_writable(segments, "CSV", refused="\x00")
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for segment in segments:
        writer.writerow([guarded(cell) for cell in _cells(segment)])
    # Excel takes a CSV file without a byte order mark for the code page of the machine.
    data = ("\ufeff" + out.getvalue()).encode("utf-8")
    del source_language, target_language
    return verified(data, segments, lambda written: read(written, path="export.csv"), "CSV")


def read(data: bytes, *, path: str | Path, encoding: str | None = None) -> Bilingual:
    """Read a plain TSV, or a table that `export` wrote.

    Raises:
        BadInput: it cannot be decoded, or a line has no tab; with the line.
    """
    text = decode(data, path=path, encoding=encoding)
    head = text.split("\n", 1)[0].rstrip("\r")
    for delimiter in (",", "\t", ";"):
        cells = {cell.strip().strip('"').lower() for cell in head.split(delimiter)}
        # A plain TSV may have `source` and `target` above its columns, too.
        if {"source", "target"} <= cells and (delimiter != "\t" or cells & {"id", "state"}):
            return _own_table(text, delimiter, path)
    return _plain(text, path)


def _cells(segment: Segment) -> list[str]:
    return [
        segment.document,
        segment.id,
        segment.source,
        segment.target,
        segment.state.value,
        segment.origin.value,
        printable(segment.origin_detail),
        "" if segment.match_score is None else str(segment.match_score),
        segment.key,
        printable(segment.note),
        segment.kind,
        str(segment.paragraph),
        str(segment.start),
        str(segment.end),
        "yes" if segment.locked else "",
    ]


def guarded(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula, as text; also one that looks guarded already."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that `export` put before what a spreadsheet would run."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _own_table(text: str, delimiter: str, path: str | Path) -> Bilingual:
    # The module's default is 131,072 characters for one cell; `decode` has refused longer lines than this already.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_LINE_CHARS))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    segments: list[Segment] = []
    try:
        header = [name.strip().lower() for name in next(reader)]
        for row in reader:
            if not row:
                continue
            if len(row) != len(header):
                raise BadInput(
                    f"{len(row)} cells, the header has {len(header)}.",
                    path=path,
                    line=reader.line_num,
                    remedy="Save it from the spreadsheet as CSV again.",
                )
            cells = dict(zip(header, map(unguarded, row), strict=True))
            segments.append(_segment(cells, reader.line_num))
    except csv.Error as error:
        raise BadInput(f"this is not CSV ({error}).", path=path, line=reader.line_num) from None
    return Bilingual(format="tsv", segments=segments)


def _segment(cells: dict[str, str], line: int) -> Segment:
    def number(name: str) -> int | None:
        return int(cells[name]) if re.fullmatch("[0-9]{1,9}", cells.get(name, "")) else None

    target = cells["target"]
    state = cells.get("state", "")
    return Segment(
        id=cells.get("id") or str(line),
        source=cells["source"],
        target=target,
        document=cells.get("document", ""),
        state=states.from_word(state, target),
        origin=states.origin_named(cells.get("origin", "")),
        origin_detail=cells.get("origin_detail", ""),
        match_score=number("match_score"),
        key=cells.get("key", ""),
        note=cells.get("note", ""),
        kind=cells.get("kind", "") or "paragraph",
        paragraph=number("paragraph") or 0,
        start=number("start") or 0,
        end=number("end") or 0,
        locked=cells.get("locked", "") == "yes",
    )


def _plain(text: str, path: str | Path) -> Bilingual:
    segments: list[Segment] = []
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.removesuffix("\r")
        if not line.strip() or (number == 1 and line.startswith("# ")):
            continue
        source, tab, rest = line.partition("\t")
        if not tab:
            raise BadInput(
                "a line without a tab; source and target separated by one were expected.",
                path=path,
                line=number,
                remedy="Put one pair on each line: source, tab, target.",
            )
        target, _, more = rest.partition("\t")
        if number == 1 and {source.strip().lower(), target.strip().lower()} <= _HEADER_WORDS:
            continue
        note = more.partition("\t")[0]
        state = State.TRANSLATED if target else State.NEW
        segments.append(Segment(id=str(number), source=source, target=target, state=state, note=note))
    return Bilingual(format="tsv", segments=segments)
