"""Cut a text into pieces, so that each overlapping span of findings and terms can be marked in a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

# C0 and C1 controls have no place in a page, and bidirectional overrides could make a text look like another one.
_HIDDEN = {
    **dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160)), "\ufffd"),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd"),
    0xFFFE: "\ufffd",
    0xFFFF: "\ufffd",
}


@dataclass(frozen=True, slots=True)
class Span:
    """Something to mark: from where to where, its classes, and what to say about it."""

    start: int
    end: int
    classes: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text under the same marks throughout.

    Attributes:
        text: what stands there; joined, the pieces are the whole text.
        classes: of all spans over it, separated by blanks; empty for plain text.
        title: of all spans over it.
    """

    text: str
    classes: str = ""
    title: str = ""


def pieces(text: str, spans: Iterable[Span]) -> list[Piece]:
    """Cut `text` wherever a span begins or ends. Spans outside of it, or empty ones, are left out."""
    valid = [span for span in spans if 0 <= span.start < span.end <= len(text)]
    cuts = sorted({0, len(text), *(span.start for span in valid), *(span.end for span in valid)})
    result = []
    for start, end in pairwise(cuts):
        over = [span for span in valid if span.start <= start and end <= span.end]
        result.append(
            Piece(
                visible(text[start:end]),
                " ".join(dict.fromkeys(name for span in over for name in span.classes.split())),
                "\n".join(dict.fromkeys(visible(span.title) for span in over if span.title)),
            )
        )
    return result


def visible(text: str) -> str:
    """The text with controls and bidirectional overrides replaced by U+FFFD."""
    return text.translate(_HIDDEN)


def flat(text: str) -> str:
    """The text on one line and visible: an escape sequence in it must not reach the terminal."""
    return visible(text.replace("\r", " ").replace("\n", " ").replace("\t", " "))
