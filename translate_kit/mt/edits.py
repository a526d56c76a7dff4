"""Parts of a text replaced by others, with the way back: where a place of the new text was in the old one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands from `start` to `end` becomes `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A text after some edits.

    Attributes:
        before: the text as it was.
        edits: in order, without overlaps.
        text: the text as it is now.
        places: where each edit's text stands in it.
    """

    before: str
    edits: tuple[Edit, ...]
    text: str
    places: tuple[Span, ...]

    @classmethod
    def of(cls, text: str, edits: Iterable[Edit]) -> Edited:
        """Make some edits; one that overlaps an earlier one is left out."""
        kept: list[Edit] = []
        parts: list[str] = []
        places: list[Span] = []
        at = length = 0
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
            if edit.start < at:
                continue
            parts += [text[at : edit.start], edit.text]
            length += edit.start - at
            places.append((length, length + len(edit.text)))
            length += len(edit.text)
            at = edit.end
            kept.append(edit)
        return cls(text, tuple(kept), "".join((*parts, text[at:])), tuple(places))

    def was(self, span: Span) -> Span:
        """Where a span of the new text was: a place inside a replacement becomes the end of what was replaced."""
        return self._was(span[0], first=True), self._was(span[1], first=False)

    def _was(self, place: int, *, first: bool) -> int:
        shift = 0
        for edit, (start, end) in zip(self.edits, self.places, strict=True):
            if place <= start and not (first and place == start):
                break
            if place < end or (place == end and not first):
                return edit.start if first else edit.end
            shift = edit.end - end
        return place + shift


def overlaps(span: Span, spans: Iterable[Span]) -> bool:
    """Whether a span shares a character with any of some others."""
    return any(start < span[1] and end > span[0] for start, end in spans)
