"""Tables of pairs, row by row, for a memory: TSV and CSV as other tools and spreadsheets write them.

Unlike `translate_kit.formats.tsv`, which a project reads whole, this reads a table of any length in constant memory and
can leave out the rows that are broken. A TSV has no quoting unless its header is that of our own export; a CSV is RFC
4180, with commas or semicolons. A header names the columns; without one the first is the source and the second the
target.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import IO, Any

from tm.language import base
from tm.match import Problem
from tm.tmx_read import tmx_date_of
from tm.unit import MAX_SEGMENT_CHARS
from translate_kit.data import Segment
from translate_kit.errors import BadInput
from translate_kit.files import codecs_same
from translate_kit.formats import states
from translate_kit.formats.tsv import unguarded

COLUMNS: dict[str, tuple[str, ...]] = {
    "source": ("source", "source text", "source_text", "src"),
    "target": ("target", "target text", "target_text", "trg", "tgt", "translation"),
    "document": ("document", "file"),
    "key": ("key", "context", "msgctxt"),
    "note": ("note", "notes", "comment", "comments"),
    "state": ("state", "status"),
    "origin": ("origin",),
    "origin_detail": ("origin_detail",),
    "created": ("created", "creationdate", "date"),
    "created_by": ("created_by", "creationid", "author"),
    "changed": ("changed", "changedate"),
    "changed_by": ("changed_by", "changeid"),
}
"""What is read out of a table, and the headings by which it is known; source and target also by their languages."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNDECODED = re.compile("[\udc80-\udcff]")
_MAX_LINE = 4 * MAX_SEGMENT_CHARS


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A row of a table, or a unit of another file of pairs.

    Attributes:
        segment: source, target, state, document, key, note, origin.
        line: 1-based line of the file, 0 when it is not known.
        created: a TMX date, None when nobody said.
        created_by: a name.
        changed: a TMX date.
        changed_by: a name.
    """

    segment: Segment
    line: int = 0
    created: str | None = None
    created_by: str | None = None
    changed: str | None = None
    changed_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """Where in a row is what.

    Attributes:
        columns: by our name, the number of the column.
        delimiter: between columns.
        quoted: whether quotes keep a cell together.
        own: whether our own export wrote the table, so that formulas have an apostrophe before them.
        header: whether the first line is one.
        source_language: what the header says, empty when it does not.
        target_language: likewise.
    """

    columns: dict[str, int]
    delimiter: str
    quoted: bool
    own: bool = False
    header: bool = False
    source_language: str = ""
    target_language: str = ""


class Table:
    """The rows of a table.

    Attributes:
        source_language: what the header says, empty when it does not.
        target_language: likewise.
    """

    def __init__(
        self,
        stream: IO[bytes] | gzip.GzipFile,
        *,
        name: str,
        tabs: bool,
        encoding: str | None = None,
        languages: tuple[str, str] = ("nl", "en"),
        lenient: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        """Read the header of a table.

        Args:
            stream: its bytes, unpacked.
            name: what messages call it.
            tabs: whether tabs separate the columns, without quoting; else commas or semicolons do.
            encoding: what the user said it is; None for UTF-8, or UTF-16/32 with a byte order mark.
            languages: of the source and of the target; a header may name the columns by them.
            lenient: hand out a `Problem` for what is broken, instead of raising.
            progress: told how many more bytes have been read.

        Raises:
            BadInput: it is empty, or not in the encoding.
        """
        self._name = name
        self._lenient = lenient
        self._encoding, text = _decoded(stream, name, encoding, progress)
        self._lines = _Lines(text, name, self._encoding)
        try:
            first = next((line for line in self._lines if line.strip() and not line.startswith("# ")), "")
        except _LongLine as error:
            raise BadInput(f"{error}; a table of pairs was expected.", path=name, line=1) from None
        if not first:
            raise BadInput("the file is empty: there is nothing to read in it.", path=name)
        self._layout = _layout(first, tabs=tabs, languages=languages)
        self._first = "" if self._layout.header else first
        self.source_language = self._layout.source_language
        self.target_language = self._layout.target_language

    def __iter__(self) -> Iterator[Pair | Problem]:
        """The rows; those that cannot be read as problems.

        Raises:
            BadInput: a row that cannot be read, when the table is not read leniently.
        """
        layout, lines = self._layout, self._lines
        fed = chain([self._first], lines) if self._first else lines
        if layout.quoted:
            # A cell without its closing quote would take in the rest of the file.
            csv.field_size_limit(MAX_SEGMENT_CHARS)
            rows: Iterator[list[str]] = csv.reader(fed, delimiter=layout.delimiter, strict=True)
        else:
            rows = map(partial(_cells, layout.delimiter), fed)
        before = lines.number - bool(self._first)
        while True:
            try:
                cells = next(rows)
            except StopIteration:
                return
            except (csv.Error, _LongLine) as error:
                yield self._refused(f"a row that is no {'CSV' if layout.quoted else 'TSV'} ({error})", lines.number)
                before = lines.number
                continue
            line, before = before + 1, lines.number
            if any(cell.strip() for cell in cells):
                yield self._item(cells, line)

    def _item(self, cells: list[str], line: int) -> Pair | Problem:
        layout = self._layout
        wanted = max(layout.columns["source"], layout.columns["target"])
        if len(cells) <= wanted:
            between = {"\t": "a tab", ";": "a semicolon"}.get(layout.delimiter, "a comma")
            return self._refused(
                f"a row of {len(cells)} cells where source and target with {between} between were expected", line
            )
        values = {name: cells[column] for name, column in layout.columns.items() if column < len(cells)}
        undecoded = next((found for value in values.values() if (found := _UNDECODED.search(value))), None)
        if undecoded is not None:
            byte = ord(undecoded[0]) - 0xDC00
            return self._refused(f"bytes that are not {self._encoding.upper().removesuffix('-SIG')}", line, byte)
        if layout.own:
            values = {name: unguarded(value) for name, value in values.items()}
        segment = Segment(
            id=str(line),
            source=values["source"],
            target=values["target"],
            document=values.get("document", ""),
            key=values.get("key", ""),
            note=values.get("note", ""),
            state=states.from_word(values.get("state", "").strip().lower(), values["target"]),
            origin=states.origin_named(values.get("origin", "")),
            origin_detail=values.get("origin_detail", ""),
        )
        return Pair(
            segment=segment,
            line=line,
            created=tmx_date_of(values.get("created", "")),
            created_by=values.get("created_by") or None,
            changed=tmx_date_of(values.get("changed", "")),
            changed_by=values.get("changed_by") or None,
        )

    def _refused(self, reason: str, line: int, byte: int | None = None) -> Problem:
        if self._lenient:
            return Problem(reason, line=line)
        shown = "" if byte is None else f" (byte 0x{byte:02X})"
        remedy = "Repair the file, or pass --lenient to leave out what is broken."
        if byte is not None:
            remedy = "Pass --encoding latin-1 (or what it is), or --lenient to leave out what is broken."
        raise BadInput(f"{reason}{shown}.", path=self._name, line=line, remedy=remedy)


class _LongLine(Exception):
    """A line that no pair of segments could need."""


class _Lines(Iterator[str]):
    """The lines of a text, with the number of the one that was handed out last."""

    def __init__(self, text: io.TextIOWrapper, name: str, encoding: str) -> None:
        self._text = text
        self._name = name
        self._encoding = encoding
        self.number = 0

    def __next__(self) -> str:
        try:
            line = self._text.readline(_MAX_LINE)
            if not line:
                raise StopIteration
            self.number += 1
            if len(line) == _MAX_LINE and not line.endswith("\n"):
                while line and not line.endswith("\n"):
                    line = self._text.readline(_MAX_LINE)
                raise _LongLine(f"a line of more than {_MAX_LINE:,} characters")
        except UnicodeError:
            raise BadInput(
                f"this is not {self._encoding.upper()}.",
                path=self._name,
                line=self.number + 1,
                remedy="Re-save the file as UTF-8.",
            ) from None
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise BadInput(f"the compressed file is damaged or cut off ({error}).", path=self._name) from None
        return line


class _Counted(io.RawIOBase):
    """A stream whose first bytes were read already, and that says how much of the file has been read."""

    def __init__(self, head: bytes, stream: IO[bytes] | gzip.GzipFile, progress: Callable[[int], None] | None) -> None:
        self._head = head
        self._stream = stream
        self._progress = progress
        # Of a compressed file, the packed bytes count: they are what the size of the file says.
        self._raw = getattr(stream, "fileobj", None) or stream
        self._at = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data, self._head = (self._head, b"") if self._head else (self._stream.read(len(buffer)), b"")
        buffer[: len(data)] = data
        if self._progress is not None:
            at = self._raw.tell()
            self._progress(at - self._at)
            self._at = at
        return len(data)


def _decoded(
    stream: IO[bytes] | gzip.GzipFile, name: str, encoding: str | None, progress: Callable[[int], None] | None
) -> tuple[str, io.TextIOWrapper]:
    head = stream.read(4)
    marked = next((codec for bom, codec in _BOMS if head.startswith(bom)), None)
    codec = encoding or marked or "utf-8"
    if encoding and marked and codecs_same(encoding, marked):
        codec = marked
    try:
        wide = codecs.lookup(codec).name.startswith(("utf-16", "utf-32"))
    except LookupError:
        raise BadInput(f"unknown encoding {codec!r}.", path=name, remedy="Try utf-8, latin-1, utf-16.") from None
    # Bytes that are not in the encoding come through as lone surrogates, so that the rows after them can be read.
    buffered = io.BufferedReader(_Counted(head, stream, progress), 1 << 16)
    errors = "strict" if wide else "surrogateescape"
    return codec, io.TextIOWrapper(buffered, encoding=codec, errors=errors, newline="")


def _cells(delimiter: str, line: str) -> list[str]:
    return line.rstrip("\r\n").split(delimiter)


def _layout(first: str, *, tabs: bool, languages: tuple[str, str]) -> _Layout:
    """How a table is laid out, by its first line."""
    delimiters = "\t" if tabs else ",;\t"
    for delimiter in delimiters:
        try:
            headings = next(csv.reader([first], delimiter=delimiter, strict=True), [])
        except csv.Error:
            continue
        names = [heading.strip().lower() for heading in headings]
        columns = {
            ours: number
            for ours, theirs in COLUMNS.items()
            if (number := next((names.index(name) for name in theirs if name in names), -1)) >= 0
        }
        said = ["", ""]
        for side, (ours, language) in enumerate(zip(("source", "target"), languages, strict=True)):
            column = next((at for at, name in enumerate(names) if base(name) == base(language)), None)
            if ours not in columns and column is not None:
                columns[ours] = column
                said[side] = headings[column].strip()
        if "source" in columns and "target" in columns:
            own = "id" in names and "kind" in names
            return _Layout(
                columns=columns,
                delimiter=delimiter,
                quoted=own or not tabs,
                own=own,
                header=True,
                source_language=said[0],
                target_language=said[1],
            )
    counts = {delimiter: first.count(delimiter) for delimiter in delimiters}
    delimiter = max(delimiters, key=lambda delimiter: counts[delimiter])
    return _Layout(columns={"source": 0, "target": 1}, delimiter=delimiter, quoted=not tabs)
