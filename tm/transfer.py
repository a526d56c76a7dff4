"""Bring files into a memory, and a memory out into a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from tm.header import INHERITED, Header
from tm.match import Counts, Problem
from tm.unit import Info, TranslationUnit

if TYPE_CHECKING:
    from tm.memory import Memory
    from tm.tmx_read import TmxReader

Judge = Callable[[TranslationUnit], TranslationUnit | str]
"""What becomes of a unit on its way in: the unit to keep, or the reason to leave it out."""


def import_tmx(
    memory: Memory,
    path: str | Path,
    *,
    lenient: bool = False,
    progress: Callable[[int], None] | None = None,
    judge: Judge | None = None,
    name: str = "",
) -> Counts:
    """Read a TMX file into a memory, all of it or (when it breaks and `lenient` is not set) nothing.

    Args:
        memory: where the units go.
        path: the file, plain or gzipped.
        lenient: leave out what is broken and go on.
        progress: told how many more bytes of the file have been read.
        judge: asked about each unit; None takes them all as they are.
        name: what messages and the memory call the file; by default its path, and its name.

    Returns:
        What became of the units, the ones that could not be read included.

    Raises:
        BadMemoryInput: see `tm.tmx_read.read_tmx`.
    """
    from tm.tmx_read import read_tmx

    reader = read_tmx(path, lenient=lenient, progress=progress, name=name)
    units = reader if judge is None else _judged(reader, judge)
    try:
        return memory.add(units, origin=name or Path(path).name, header=reader.header.as_json(), counts=reader.counts)
    finally:
        reader.close()


def _judged(reader: TmxReader, judge: Judge) -> Iterator[TranslationUnit]:
    counts = reader.counts
    for unit in reader:
        verdict = judge(unit)
        if isinstance(verdict, str):
            counts.read += 1
            counts.note(Problem(verdict, reader.number, detail=unit.variants[0].text[:200]))
        else:
            yield verdict


def export_tmx(
    memory: Memory,
    out: str | Path | IO[bytes],
    *,
    source_language: str | None = None,
    target_language: str | None = None,
) -> int:
    """Write a memory as TMX 1.4b, in the order in which its units came in.

    The header of the first file that was imported is written again. What another file's header said about its units is
    written with each of these.

    Args:
        memory: the memory.
        out: a path or a binary stream.
        source_language: `srclang`; None for that of the first file, else `*all*`.
        target_language: when given, only the pair is written.

    Returns:
        How many units were written.
    """
    from tm.tmx_write import write_tmx

    headers = memory.headers_by_import()
    header = headers[min(headers)] if headers else Header()
    language = source_language or header.get("srclang") or "*all*"
    units = _explicit(memory, header)
    return write_tmx(out, units, source_language=language, target_language=target_language, header=header)


def _explicit(memory: Memory, written: Header) -> Iterator[TranslationUnit]:
    """The units, each with what it has from a header other than the one that is written."""
    full = written.complete()
    fills = {
        number: {name: value for name in INHERITED if (value := header.get(name)) and value != full.get(name)}
        for number, header in memory.headers_by_import().items()
    }
    for number, unit in memory.numbered_units():
        fill = fills.get(number)
        if not fill:
            yield unit
            continue
        info = unit.info
        yield replace(
            unit,
            segment_type=unit.segment_type or fill.get("segtype"),
            info=_filled(info, fill),
        )


def _filled(info: Info, fill: dict[str, str]) -> Info:
    return replace(
        info,
        datatype=info.datatype or fill.get("datatype"),
        memory_format=info.memory_format or fill.get("o-tmf"),
        encoding=info.encoding or fill.get("o-encoding"),
    )
