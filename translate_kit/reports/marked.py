"""Cut a text into pieces, so that each overlapping span of findings and terms can be marked in a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from translate_kit.visible import flat as flat
from translate_kit.visible import visible as visible


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
