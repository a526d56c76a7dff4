"""What goes into a decoder and comes out of it, one sentence at a time, whatever is behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from translate_kit.mt.alignment import Alignment, locate
from translate_kit.mt.edits import Edit, Edited, Span, overlaps


@dataclass(frozen=True, slots=True)
class Request:
    """A sentence to translate.

    Attributes:
        text: the sentence.
        pieces: its subword pieces; empty when the decoder has to make them.
        hypotheses: how many translations are wanted; at most as many as the beam is wide.
        beam_size: hypotheses kept at each step of the search; 0 for the decoder's own.
        prefix: target pieces that the translation must begin with.
    """

    text: str
    pieces: Sequence[str] = ()
    hypotheses: int = 1
    beam_size: int = 0
    prefix: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A translation of a sentence, with where its pieces looked.

    Attributes:
        text: the translation.
        pieces: its subword pieces, or stretches of `text` that were put in.
        rows: for each piece its attention to each source piece; empty when the decoder does not say.
        sources: where each source piece stands in the sentence.
        log_probability: of all pieces together; None when the decoder does not say.
        length: pieces that the probability is of, the end of the sentence included.
    """

    text: str
    pieces: tuple[str, ...] = ()
    rows: Sequence[Sequence[float]] = ()
    sources: tuple[Span, ...] = ()
    log_probability: float | None = None
    length: int = 0

    @property
    def score(self) -> float | None:
        """Mean log probability of a piece."""
        return self.log_probability / self.length if self.log_probability is not None and self.length else None

    def alignment(self, target: str = "") -> Alignment:
        """The attention between the sentence and a target that is `text` or has only its punctuation repaired."""
        rows = [(0, row) for row in self.rows]
        return Alignment(self.sources, locate(self.pieces, target or self.text)[: len(rows)], rows)

    def edited(self, edits: Iterable[Edit]) -> Hypothesis:
        """The hypothesis with parts of its text replaced; each new part looks where the old one did."""
        made = Edited.of(self.text, edits)
        if not made.edits:
            return self
        if not self.rows:
            return replace(self, text=made.text)
        items = list(zip(locate(self.pieces, self.text), self.pieces, self.rows, strict=True))
        for edit in reversed(made.edits):
            inside = [number for number, (span, _, _) in enumerate(items) if overlaps(span, [(edit.start, edit.end)])]
            if inside:
                first, last = inside[0], inside[-1] + 1
            else:
                first = last = next(
                    (number for number, (span, _, _) in enumerate(items) if span[0] >= edit.end), len(items)
                )
            old = items[first:last]
            row = _mean([row for _, _, row in old], len(self.rows[0]))
            new = [((edit.start, edit.end), edit.text, row)]
            if old and old[0][0][0] < edit.start:
                new.insert(0, ((old[0][0][0], edit.start), self.text[old[0][0][0] : edit.start], old[0][2]))
            if old and old[-1][0][1] > edit.end:
                new.append(((edit.end, old[-1][0][1]), self.text[edit.end : old[-1][0][1]], old[-1][2]))
            items[first:last] = new
        return replace(
            self, text=made.text, pieces=tuple(piece for _, piece, _ in items), rows=tuple(row for _, _, row in items)
        )


def _mean(rows: Sequence[Sequence[float]], width: int) -> Sequence[float]:
    if not rows:
        return [0.0] * width
    return [sum(column) / len(rows) for column in zip(*rows, strict=True)]


class Decoder(Protocol):
    """Something that translates single sentences.

    Attributes:
        forces: whether it honours `Request.prefix` and gives several hypotheses and scores.
    """

    forces: bool

    def decode(self, requests: Sequence[Request]) -> Iterator[tuple[int, list[Hypothesis]]]:
        """Translate sentences; yields the index of each and its hypotheses, best first, in any order."""
        ...

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The mean log probability of a piece of each target, given its source."""
        ...

    def pieces(self, text: str) -> list[str]:
        """The subword pieces of a target text."""
        ...
