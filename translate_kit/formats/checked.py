"""What every export checks: that the segments can be written, and that what was written says the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from translate_kit.data import Segment
from translate_kit.errors import BadInput, TranslateKitError
from translate_kit.formats.data import Bilingual

_CONTROL = re.compile("[\x00-\x1f\x7f\x80-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class ExportLost(TranslateKitError):
    """An export that, read back, is not what was given: it is not handed out."""


def require_writable(segments: Iterable[Segment], format_name: str, *, refused: str = "") -> list[Segment]:
    """Check that segments can be written at all.

    Args:
        segments: what to export.
        format_name: for messages.
        refused: characters that the format cannot hold in a source or target, not even escaped.

    Returns:
        The same segments as a list.

    Raises:
        BadInput: two segments with one document and id, an id that cannot be written, half of a surrogate pair.
    """
    segments = list(segments)
    seen: set[tuple[str, str]] = set()
    bad = re.compile(f"[\ud800-\udfff{re.escape(refused)}]") if refused else _SURROGATE
    for segment in segments:
        name = f"segment {segment.id!r}" + (f" of {segment.document!r}" if segment.document else "")
        if (segment.document, segment.id) in seen:
            raise BadInput(f"{name} is there twice; what is exported must be found again by its id.")
        seen.add((segment.document, segment.id))
        if not segment.id or any(_CONTROL.search(word) for word in (segment.id, segment.document)):
            raise BadInput(f"{name}: ids and document names must not be empty or hold control characters.")
        if any(_SURROGATE.search(word) for word in (segment.id, segment.document, segment.key)):
            raise BadInput(f"{name}: half of a surrogate pair in its id, document or key is not text.")
        for side, text in (("source", segment.source), ("target", segment.target)):
            found = bad.search(text)
            if found:
                raise BadInput(
                    f"{name}: {format_name} cannot hold the character U+{ord(found[0]):04X} in its {side}.",
                    remedy="Remove it from the text.",
                )
    return segments


def printable(text: str) -> str:
    """A note or a detail for people: line ends as one character, other control characters shown as U+FFFD."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]", REPLACEMENT, text)


def verified(data: bytes, segments: Sequence[Segment], read: Callable[[bytes], Bilingual], format_name: str) -> bytes:
    """Read an export back and compare it with what was to be written.

    Args:
        data: the bytes of the file.
        segments: what was to be written.
        read: the reader of the format.
        format_name: for the message.

    Returns:
        The same bytes.

    Raises:
        ExportLost: a segment is missing, there is one more, or a text differs.
    """
    wanted = {(segment.document, segment.id): (segment.source, segment.target) for segment in segments}
    found = {(segment.document, segment.id): (segment.source, segment.target) for segment in read(data).segments}
    if wanted == found:
        return data
    lost = next((key for key in wanted if wanted[key] != found.get(key)), None)
    which = f"segment {lost[1]!r} of {lost[0]!r}" if lost else "a segment that nobody asked for"
    raise ExportLost(
        f"the {format_name} export does not read back as what was given: {len(segments)} segments in, "
        f"{len(found)} out, the first difference in {which}. Nothing was written."
    )


def by_document(segments: Iterable[Segment]) -> dict[str, list[Segment]]:
    """Segments by the name of their document, in the order in which the documents come first."""
    documents: dict[str, list[Segment]] = {}
    for segment in segments:
        documents.setdefault(segment.document, []).append(segment)
    return documents
