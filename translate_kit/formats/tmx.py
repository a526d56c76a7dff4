"""TMX, over the reader and writer of the `tm` package.

Segments that have a target are written, each with the sources before and after it in its document, so that a memory
finds them again as context matches. What XML cannot hold is written as `<ph type="x-char-000b"/>`. Reading: native code
inside inline elements belongs to the text, as it stood in the document; an element without any is one tag of its kind.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tm.errors import TranslationMemoryError
from tm.tmx import read_tmx, write_tmx
from tm.unit import Content, Inline, Prop, TranslationUnit, Variant
from translate_kit.data import Segment, State
from translate_kit.errors import BadInput
from translate_kit.formats import states
from translate_kit.formats.checked import printable, require_writable, verified
from translate_kit.formats.data import Bilingual, Problem
from translate_kit.formats.safe_xml import NOT_XML, parse, reencoded
from translate_kit.segment import with_neighbours

_CHARACTER = "x-char-"
_ID, _STATE, _ORIGIN, _DETAIL, _SCORE = "x-id", "x-state", "x-origin", "x-origin-detail", "x-match-score"
_LEVEL = "x-confirmationlevel"
_KIND, _PARAGRAPH, _START, _END, _LOCKED = "x-kind", "x-paragraph", "x-start", "x-end", "x-locked"


def export(segments: Iterable[Segment], *, source_language: str, target_language: str) -> bytes:
    """Write the segments that have text on both sides; see `translate_kit.formats.export_tmx`."""
    segments = require_writable(segments, "TMX")
    counts = Counter(segment.id for segment in segments)
    written = [segment for segment in segments if _has_text(segment.source) and _has_text(segment.target)]
    out = io.BytesIO()
    units = (
        _unit(before, segment, after, source_language, target_language, unique=counts[segment.id] == 1)
        for before, segment, after in with_neighbours(segments)
        if _has_text(segment.source) and _has_text(segment.target)
    )
    write_tmx(out, units, source_language=source_language)
    data = out.getvalue()
    return verified(data, written, lambda data: read(data, path="export.tmx"), "TMX")


def read(data: bytes, *, path: str | Path, encoding: str | None = None) -> Bilingual:
    """Read the pairs of a TMX file; in one of several languages, the pair of its first unit.

    Raises:
        BadInput: not TMX, not well-formed, or it declares entities; with the line.
    """
    name = "<stdin>" if str(path) == "-" else str(path)
    if encoding is not None:
        data = reencoded(data, path=path, encoding=encoding)
    with tempfile.NamedTemporaryFile(prefix="translate-kit-", suffix=".tmx") as copy:
        copy.write(data)
        copy.flush()
        try:
            reader = read_tmx(copy.name)
            units = list(reader)
        except TranslationMemoryError as error:
            if not data.startswith(b"\x1f\x8b"):
                # Reading the whole tree, libxml2 knows better where and why it stopped than reading a stream.
                parse(data, path=path)
            raise _bad_input(str(error), copy.name, name) from None
    header, counts = reader.header, reader.counts
    source_language = header.get("srclang") or ""
    target_language = ""
    segments: list[Segment] = []
    for number, unit in enumerate(units, 1):
        source, target = _pair(unit, target_language)
        if target is not None and not target_language:
            target_language = target.language
        if source_language in ("", "*all*"):
            source_language = source.language
        segments.append(_segment(unit, number, source, target))
    problems = [
        Problem(message=f"{problem.reason}{': ' * bool(problem.detail)}{problem.detail}.", line=problem.line or None)
        for problem in counts.problems
    ]
    return Bilingual(
        format="tmx",
        version=header.version,
        source_language=source_language,
        target_language=target_language,
        segments=segments,
        problems=problems,
    )


def _bad_input(message: str, copy: str, name: str) -> BadInput:
    found = re.match(re.escape(copy) + r"(?::(\d+))?: ", message)
    if found is None:
        return BadInput(message.replace(copy, name), path=name)
    line = int(found[1]) if found[1] else None
    remedy = "Repair the file, or import it into a memory with `tm import --lenient`, which leaves out what is broken."
    text = message[found.end() :].split(" Repair the file", 1)[0]
    return BadInput(text, path=name, line=line, remedy=remedy if "well-formed" in text else "")


def _has_text(text: str) -> bool:
    """Whether there is anything for a memory to keep."""
    return bool(NOT_XML.sub("", text))


def _unit(
    before: Segment | None,
    segment: Segment,
    after: Segment | None,
    source_language: str,
    target_language: str,
    *,
    unique: bool,
) -> TranslationUnit:
    facts = {
        _ID: "" if unique else segment.id,
        _STATE: segment.state.value,
        _ORIGIN: segment.origin.value,
        _DETAIL: printable(segment.origin_detail),
        _SCORE: "" if segment.match_score is None else str(segment.match_score),
        _KIND: segment.kind,
        _PARAGRAPH: str(segment.paragraph),
        _START: str(segment.start),
        _END: str(segment.end),
        _LOCKED: "yes" if segment.locked else "",
    }
    unit = TranslationUnit.simple(
        "",
        "",
        source_language,
        target_language,
        previous=None if before is None else printable(before.source),
        following=None if after is None else printable(after.source),
        key=segment.key or None,
        document=segment.document or None,
        note=printable(segment.note) or None,
        tuid=segment.id if unique else f"{segment.document}#{segment.id}",
        props=tuple(Prop(kind, value) for kind, value in facts.items() if value),
    )
    variants = (
        Variant(source_language, _content(segment.source)),
        Variant(target_language, _content(segment.target)),
    )
    return TranslationUnit(variants, source_language, unit.tuid, "sentence", unit.info)


def _content(text: str) -> Content:
    """Text as a TMX segment holds it, each character that XML has no place for as an inline element."""
    pieces: list[str | Inline] = []
    position = 0
    for number, found in enumerate(NOT_XML.finditer(text), 1):
        if found.start() > position:
            pieces.append(text[position : found.start()])
        kind = f"{_CHARACTER}{ord(found[0]):04x}"
        pieces.append(Inline("ph", (("x", str(number)), ("type", kind))))
        position = found.end()
    if position < len(text):
        pieces.append(text[position:])
    return tuple(pieces)


def _pair(unit: TranslationUnit, target_language: str) -> tuple[Variant, Variant | None]:
    """Source and target of a unit: the source is what `srclang` says, else the first variant."""
    wanted = unit.source_language
    source = unit.variant(wanted) if wanted and wanted != "*all*" else None
    source = source or unit.variants[0]
    others = [variant for variant in unit.variants if variant is not source]
    same = [variant for variant in others if variant.language == target_language]
    return source, next(iter(same or others), None)


def _segment(unit: TranslationUnit, number: int, source: Variant, target: Variant | None) -> Segment:
    props = {prop.type: prop.value for prop in reversed(unit.info.props)}
    translation = "" if target is None else text_of(target.content)
    notes = [note.text for info in (unit.info, *(variant.info for variant in unit.variants)) for note in info.notes]
    return Segment(
        id=props.get(_ID) or unit.tuid or str(number),
        source=text_of(source.content),
        target=translation,
        start=_number(props.get(_START)) or 0,
        end=_number(props.get(_END)) or 0,
        kind=props.get(_KIND) or "paragraph",
        paragraph=_number(props.get(_PARAGRAPH)) or 0,
        document=unit.document or "",
        state=state_of(unit, translation),
        origin=states.origin_named(props.get(_ORIGIN) or ""),
        origin_detail=props.get(_DETAIL) or "",
        match_score=_number(props.get(_SCORE)),
        key=unit.key or "",
        note="\n".join(notes),
        locked=props.get(_LOCKED) == "yes",
    )


def state_of(unit: TranslationUnit, target: str) -> State:
    """How far the translation in a unit is, as its properties or those of a variant say."""
    word = level = ""
    for info in (unit.info, *(variant.info for variant in unit.variants)):
        for prop in info.props:
            kind = prop.type.lower()
            if kind == _STATE:
                word = word or prop.value
            elif kind == _LEVEL:
                level = level or prop.value
    return states.from_tmx(word, level, target)


def text_of(content: Content) -> str:
    """The text of a segment; see the policy at the top of the module."""
    parts = []
    for piece in content:
        if isinstance(piece, str):
            parts.append(piece)
            continue
        kind = piece.attribute("type") or ""
        inside = text_of(piece.content)
        name = piece.attribute("i") or piece.attribute("x") or ""
        tag = f'{piece.kind} i="{name}"' if name else piece.kind
        if re.fullmatch(_CHARACTER + "[0-9a-f]{4}", kind):
            parts.append(chr(int(kind.removeprefix(_CHARACTER), 16)))
        elif piece.kind == "hi":
            parts.append(f"<{tag}>{inside}</hi>")
        else:
            parts.append(inside or f"<{tag}/>")
    return "".join(parts)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,9}", text) else None
