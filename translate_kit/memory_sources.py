"""Files that a memory can be filled from: TMX, tables, PO and XLIFF.

TMX and tables are read unit by unit; PO and XLIFF are read whole by their adapters. A target that nobody has confirmed
(the states below `translated`, `fuzzy` in PO, a TMX property that says so) is left out, because a memory would offer it
as if a person stood behind it; with `drafts` it comes in with a penalty of its own.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tm.files import open_binary
from tm.language import base, closeness
from tm.lookup import UNIT_PENALTY
from tm.match import Counts, Problem
from tm.unit import NO_INFO, Prop, TranslationUnit, Variant
from translate_kit import formats
from translate_kit.data import Origin, Segment, State
from translate_kit.errors import BadInput
from translate_kit.formats.tmx import state_of
from translate_kit.memory_tables import Pair, Table

if TYPE_CHECKING:
    from tm.memory import Memory

DRAFT_PENALTY = 10
"""Points off every match with a unit that nobody has confirmed: never an exact match, and below what a person made."""

KINDS = ("tmx", "po", "xliff", "tsv", "csv")
"""What files can be, as the option says it."""

LANGUAGES = ("nl", "en")
"""Of files that do not say theirs."""

_UNCONFIRMED = {
    State.NEW: "a draft that nobody has confirmed",
    State.DRAFT: "a draft that nobody has confirmed",
    State.REJECTED: "a translation that was rejected",
}
"""Why a memory does not take a target as it is, by its state."""

STREAMED = (".tmx", ".tmx.gz", ".tsv", ".tsv.gz", ".csv", ".csv.gz")
"""Files with these endings may be of any size: they are read unit by unit."""

_HEAD_BYTES = 4096
_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How files are to be read.

    Attributes:
        kind: one of `KINDS`; None to tell from the name, else from the content.
        source_language: what files that do not say theirs are in; of a TMX file only this pair is read.
        target_language: likewise.
        encoding: of tables, PO and XLIFF, when they do not say so.
        drafts: whether to take what nobody has confirmed, with a penalty of `DRAFT_PENALTY`.
        lenient: leave out what is broken in TMX and tables, and go on.
        created: a TMX date for units that do not say theirs; of TMX files none is made up.
        created_by: the author of those units.
    """

    kind: str | None = None
    source_language: str | None = None
    target_language: str | None = None
    encoding: str | None = None
    drafts: bool = False
    lenient: bool = False
    created: str | None = None
    created_by: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be read into a memory.

    Attributes:
        name: what messages call it.
        path: where its bytes are.
        kind: one of `KINDS`.
    """

    name: str
    path: Path
    kind: str

    @property
    def size_bytes(self) -> int:
        """The size of the file, packed if it is."""
        return self.path.stat().st_size


@contextmanager
def open_source(name: str, reading: Reading) -> Iterator[Source]:
    """Find out what a file is; standard input (`-`) is copied to a temporary file meanwhile.

    Raises:
        BadInput: it is none of the kinds.
        tm.errors.BadMemoryInput: it is not there, or cannot be opened.
    """
    if name != "-":
        yield Source(name, Path(name), _kind(name, Path(name), reading.kind))
        return
    with tempfile.NamedTemporaryFile(prefix="translate-kit-") as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
        copy.flush()
        yield Source("<stdin>", Path(copy.name), _kind("", Path(copy.name), reading.kind))


def import_source(
    memory: Memory, source: Source, reading: Reading, progress: Callable[[int], None] | None = None
) -> Counts:
    """Read a file into a memory: all of it, or nothing when it breaks.

    Args:
        memory: where the units go.
        source: the file.
        reading: how.
        progress: told how many more bytes have been read.

    Returns:
        What became of its units; those that nobody has confirmed or translated are among the refused.

    Raises:
        BadInput: it cannot be read, with the line; or it says that it is in other languages.
        tm.errors.BadMemoryInput: the same for TMX.
    """
    if source.kind == "tmx":
        from tm.transfer import import_tmx

        return import_tmx(
            memory,
            source.path,
            lenient=reading.lenient,
            progress=progress,
            judge=lambda unit: judged(unit, reading),
            name=source.name if source.name == "<stdin>" else "",
        )
    counts = Counts()
    if source.kind in ("tsv", "csv"):
        with open_binary(source.path) as stream:
            table = Table(
                stream,
                name=source.name,
                tabs=source.kind == "tsv",
                encoding=reading.encoding,
                languages=_wanted(reading),
                lenient=reading.lenient,
                progress=progress,
            )
            languages = _languages(source, reading, table.source_language, table.target_language)
            return memory.add(_units(table, languages, reading, counts), origin=Path(source.name).name, counts=counts)
    bilingual = formats.open_bilingual(source.path, encoding=reading.encoding)
    if progress is not None:
        progress(source.size_bytes)
    languages = _languages(source, reading, bilingual.source_language, bilingual.target_language)
    lines = bilingual.lines or [0] * len(bilingual.segments)
    pairs = (Pair(segment=segment, line=line) for segment, line in zip(bilingual.segments, lines, strict=True))
    return memory.add(_units(pairs, languages, reading, counts), origin=Path(source.name).name, counts=counts)


def judged(unit: TranslationUnit, reading: Reading) -> TranslationUnit | str:
    """What becomes of a unit of a TMX file: the unit to keep, or the reason to leave it out."""
    if reading.source_language or reading.target_language:
        pair = _pair(unit, reading)
        if pair is None:
            return f"not in {' and '.join(filter(None, (reading.source_language, reading.target_language)))}"
        unit = pair
    if unit.info is NO_INFO and all(variant.info is NO_INFO for variant in unit.variants):
        return unit
    state = state_of(unit, "x")
    # One with a penalty of its own has been told apart from the others already.
    if state.confirmed or unit.info.prop(UNIT_PENALTY) is not None:
        return unit
    if not reading.drafts or state is State.REJECTED:
        return _UNCONFIRMED[state]
    return unit.with_prop(UNIT_PENALTY, str(DRAFT_PENALTY))


def _pair(unit: TranslationUnit, reading: Reading) -> TranslationUnit | None:
    """The unit with the pair alone; with one language given, that one and the others."""
    kept: list[Variant] = []
    for language in filter(None, (reading.source_language, reading.target_language)):
        best = max(unit.variants, key=lambda variant: closeness(language, variant.language))
        if not closeness(language, best.language):
            return None
        kept.append(best)
    if len(kept) == 1:
        return unit
    if kept[0] is kept[1]:
        # One English variant is not a pair of en-US and en-GB.
        return None
    return replace(unit, variants=tuple(variant for variant in unit.variants if variant in kept))


def _kind(name: str, path: Path, kind: str | None) -> str:
    with open_binary(path) as stream:
        head = stream.read(_HEAD_BYTES)
    if kind is not None:
        return kind
    plain = name.lower().removesuffix(".gz")
    known = formats.format_of(plain, head, bilingual=True)
    if known is None or known.name not in KINDS:
        suffixes = ", ".join(suffix for form in formats.FORMATS if form.name in KINDS for suffix in form.suffixes)
        raise BadInput(
            "neither its name nor its content is that of a file of pairs; TMX, PO, XLIFF or a table was expected "
            f"({suffixes}).",
            path=name or "<stdin>",
            remedy="Name the kind with --format.",
        )
    return "csv" if known.name == "tsv" and plain.endswith(".csv") else known.name


def _wanted(reading: Reading) -> tuple[str, str]:
    return reading.source_language or LANGUAGES[0], reading.target_language or LANGUAGES[1]


def _languages(source: Source, reading: Reading, *said: str) -> tuple[str, str]:
    """The languages of a file: what it says, else what the options say."""
    asked = (reading.source_language, reading.target_language)
    for option, language, wanted in zip(("--source", "--target"), said, asked, strict=True):
        if language and wanted and base(language) != base(wanted):
            raise BadInput(
                f"the file says that it is in {language}, and {wanted} was asked for.",
                path=source.name,
                remedy=f"Leave out {option} to take it as it is.",
            )
    usual = _wanted(reading)
    return said[0] or usual[0], said[1] or usual[1]


def _units(
    items: Iterable[Pair | Problem], languages: tuple[str, str], reading: Reading, counts: Counts
) -> Iterator[TranslationUnit]:
    number = 0

    def pairs() -> Iterator[tuple[int, Pair]]:
        nonlocal number
        for item in items:
            number += 1
            if isinstance(item, Problem):
                counts.read += 1
                counts.note(replace(item, unit=number))
            else:
                yield number, item

    for before, (position, pair), after in _with_neighbours(pairs()):
        segment = pair.segment
        reason = ""
        if not segment.source.strip():
            reason = "no source"
        elif not segment.target.strip():
            reason = "not translated"
        elif not segment.state.confirmed and (not reading.drafts or segment.state is State.REJECTED):
            reason = _UNCONFIRMED[segment.state]
        if reason:
            counts.read += 1
            counts.note(Problem(reason, position, pair.line, detail=segment.source[:_SHOWN]))
        else:
            yield _unit(before, pair, after, languages, reading)


def _with_neighbours(pairs: Iterable[tuple[int, Pair]]) -> Iterator[tuple[Pair | None, tuple[int, Pair], Pair | None]]:
    before: Pair | None = None
    current: tuple[int, Pair] | None = None
    for pair in pairs:
        if current is not None:
            yield before, current, pair[1]
            before = current[1]
        current = pair
    if current is not None:
        yield before, current, None


def _unit(
    before: Pair | None, pair: Pair, after: Pair | None, languages: tuple[str, str], reading: Reading
) -> TranslationUnit:
    segment = pair.segment
    facts = {
        # `translated` goes without saying.
        "x-state": "" if segment.state is State.TRANSLATED else segment.state.value,
        "x-origin": "" if segment.origin in (Origin.NONE, Origin.PERSON) else segment.origin.value,
        "x-origin-detail": segment.origin_detail,
        UNIT_PENALTY: "" if segment.state.confirmed else str(DRAFT_PENALTY),
    }
    unit = TranslationUnit.simple(
        segment.source,
        segment.target,
        *languages,
        previous=_neighbour(before, segment),
        following=_neighbour(after, segment),
        key=segment.key or None,
        document=segment.document or None,
        note=segment.note or None,
        props=tuple(Prop(kind, value) for kind, value in facts.items() if value),
    )
    dates = {
        name: value
        for name in ("created", "created_by", "changed", "changed_by")
        if (value := getattr(pair, name) or getattr(reading, name, None)) is not None
    }
    return replace(unit, info=replace(unit.info, **dates)) if dates else unit


def _neighbour(other: Pair | None, segment: Segment) -> str | None:
    """The source beside a segment in its document, empty at the ends; None when there is no document."""
    if not segment.document:
        return None
    return other.segment.source if other is not None and other.segment.document == segment.document else ""
