"""Source documents: decode, segment, and put the targets back in place. Plain text is the plainest case."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from translate_kit.data import Segment
from translate_kit.errors import BadInput
from translate_kit.files import decode
from translate_kit.formats.data import Document
from translate_kit.segment import segment_text

_MARKED = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_BREAKS = re.compile(r"\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]\s*")


def read(
    data: bytes, *, path: str | Path, encoding: str | None, language: str | None, kind: str, name: str | None = None
) -> Document:
    """Decode and segment a document; see `translate_kit.formats.read_document`."""
    text = decode(data, path=path, encoding=encoding)
    mark, codec = next(((mark, codec) for mark, codec in _MARKED if data.startswith(mark)), (b"", ""))
    if name is None:
        name = "stdin" if str(path) == "-" else Path(path).name
    found = [] if language is None else segment_text(text, language=language, format=kind)
    segments = [replace(segment, document=name) for segment in found]
    return Document(
        name=name,
        format=kind,
        text=text,
        newline=_newline(text),
        encoding=codec or encoding or "utf-8",
        bom=bool(mark),
        segments=segments,
    )


def encode(document: Document, text: str) -> bytes:
    """Encode a translated text; see `translate_kit.formats.encode_document`."""
    mark = next((mark for mark, codec in _MARKED if codec == document.encoding), b"") if document.bom else b""
    try:
        return mark + text.encode(document.encoding)
    except UnicodeEncodeError:
        return codecs.BOM_UTF8 + text.encode("utf-8", "replace")


def translated(text: str, segments: Iterable[Segment]) -> str:
    """The text with each segment replaced by its target, on one line."""
    return replaced(text, segments, lambda target, _before, _segment: one_line(target))


def replaced(text: str, segments: Iterable[Segment], safe: Callable[[str, str, Segment], str]) -> str:
    """Replace each segment's stretch of text.

    Args:
        text: the source document.
        segments: in any order.
        safe: makes a target fit to stand in the document; gets the target, what has been written before it on its
            line, and the segment.

    Raises:
        BadInput: a segment is not where it says it is, or two overlap.
    """
    parts: list[str] = []
    position, line = 0, ""
    for segment in sorted(segments, key=lambda segment: (segment.start, segment.end)):
        if segment.start < position or text[segment.start : segment.end] != segment.source:
            raise BadInput(
                f"segment {segment.id!r} is not at characters {segment.start}-{segment.end} of the document.",
                path=segment.document or None,
                line=text.count("\n", 0, segment.start) + 1,
                remedy="The document has changed since it was segmented: add it to the project again.",
            )
        between = text[position : segment.start]
        line = _last_line(line + between)
        kept = not segment.target.strip() and not segment.state.confirmed
        written = segment.source if kept else safe(segment.target, line, segment)
        parts += [between, written]
        line = _last_line(line + written)
        position = segment.end
    return "".join((*parts, text[position:]))


def one_line(target: str) -> str:
    """A target without line breaks and without white space around it: those would make new blocks."""
    return _LINE_BREAKS.sub(" ", target).strip()


def _last_line(text: str) -> str:
    return re.split("[\r\n]", text)[-1]


def _newline(text: str) -> str:
    windows, old = text.count("\r\n"), len(re.findall("\r(?!\n)", text))
    unix = text.count("\n") - windows
    counts = {"\n": unix, "\r\n": windows, "\r": old}
    best = max(counts, key=lambda end: counts[end])
    return best if counts[best] else "\n"
