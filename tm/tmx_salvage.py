"""Take out of a broken TMX file the units that are whole."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from tm.files import open_binary

MAX_UNIT_CHARS = 4_000_000
"""A longer unit is not waited for: its end tag is probably missing."""

_READ_BYTES = 1 << 16
_START = re.compile(r"<tu(?=[\s>])")
_END = re.compile(r"</tu\s*>")
_UNDECODED = re.compile("[\udc80-\udcff]")
_ENCODING = re.compile(rb"""^[^>]*?encoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two unit starts: a unit, or the reason why there is none."""

    line: int
    element: Any = None
    reason: str = ""


def salvaged(path: Path, *, skip: int = 0) -> Iterator[Piece]:
    """The units of a file, each parsed by itself.

    Args:
        path: the file.
        skip: how many units at the start are not wanted.

    Yields:
        One piece for each `<tu`, with its line.
    """
    parser = etree.XMLParser(
        load_dtd=False, no_network=True, resolve_entities=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    seen = 0
    for line, text in _chunks(path):
        seen += 1
        if seen <= skip:
            continue
        if not text:
            too_long = f"a unit of more than {MAX_UNIT_CHARS:,} characters"
            yield Piece(line, reason="a unit that never ends" if text is None else too_long)
            continue
        if _UNDECODED.search(text):
            yield Piece(line, reason="bytes that are not in the encoding that the file declares")
            continue
        try:
            element = etree.fromstring(text, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            yield Piece(line, reason=str(error).partition(", line ")[0])
            continue
        yield Piece(line, element)


def _chunks(path: Path) -> Iterator[tuple[int, str | None]]:
    """Line and text of each unit; None for one that has no end before the next one begins, "" for one too long."""
    buffer = ""
    line = 1
    stream = _text(path)
    more = True
    while more or buffer:
        start = _START.search(buffer)
        if start is None:
            keep = max(buffer.rfind("<"), 0) if more and len(buffer) - buffer.rfind("<") < 16 else len(buffer)
            line += buffer.count("\n", 0, keep)
            buffer = buffer[keep:]
            added = next(stream, "")
            more = bool(added)
            if not more:
                return
            buffer += added
            continue
        line += buffer.count("\n", 0, start.start())
        buffer = buffer[start.start() :]
        end = _END.search(buffer)
        following = _START.search(buffer, 3)
        while end is None and following is None and more and len(buffer) < MAX_UNIT_CHARS:
            added = next(stream, "")
            more = bool(added)
            # A tag can lie across the edge of what has been read.
            edge = max(len(buffer) - 16, 3)
            buffer += added
            end = _END.search(buffer, edge)
            following = _START.search(buffer, edge)
        if end is not None and (following is None or end.start() < following.start()):
            yield line, buffer[: end.end()]
            stop = end.end()
        else:
            yield line, "" if following is None and len(buffer) >= MAX_UNIT_CHARS else None
            stop = following.start() if following is not None else len(buffer)
        line += buffer.count("\n", 0, stop)
        buffer = buffer[stop:]


def _text(path: Path) -> Iterator[str]:
    with open_binary(path) as stream:
        first = stream.read(_READ_BYTES)
        name = _encoding(first)
        # A byte that is not in the encoding comes through as half a surrogate pair, which tells its unit.
        errors = "replace" if name.startswith(("utf-16", "utf-32")) else "surrogateescape"
        decoder = codecs.getincrementaldecoder(name)(errors=errors)
        data = first
        while data:
            text = decoder.decode(data)
            if text:
                yield text
            try:
                data = stream.read(_READ_BYTES)
            except (EOFError, OSError):
                return


def _encoding(first: bytes) -> str:
    for bom, name in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if first.startswith(bom):
            return name
    declared = _ENCODING.match(first)
    if declared is not None:
        try:
            name = codecs.lookup(declared.group(1).decode("ascii")).name
        except LookupError:
            return "utf-8"
        # What can be read so is not in two or four bytes a character, whatever it says.
        return "utf-8" if name.startswith(("utf-16", "utf-32")) else name
    return "utf-8"
