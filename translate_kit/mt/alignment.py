"""Which target words stand for which source words.

The weights are the model's own attention: for each target piece, how much it looked at each source piece. They are
noisy: a decoder often looks ahead, at the noun when it writes the article. Three things make them usable. Source words
share themselves out, so that one that is taken by its own translation weighs less for its neighbours. Words at about
the same place get a little weight for that. And words that are spelled alike on both sides are aligned for certain.

Measured on 288 sentences translated by the embedded model, each with one name or number marked that stands in its
translation too (the spelling rule switched off): attention alone finds exactly that word in 79 %, with sharing in
91 %, with sharing and places in 94 %.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ATOM = re.compile(r"\w+(?:[-'’.,/]\w+)*|[^\w\s]")
"""A word (with what holds it together: *self-reliance*, *1.4*) or one mark of punctuation."""
THRESHOLD = 0.5
"""A target word belongs to a mark when more than this share of its attention is on the mark's source words."""
SHARING_ROUNDS = 2
PLACE_WEIGHT = 0.05
"""Added for a word at the same relative place, less further off, nothing at a third of the sentence."""
_LOOK_AHEAD = 24


@dataclass(frozen=True, slots=True)
class Alignment:
    """How target pieces attend to source pieces.

    Attributes:
        source: (start, end) of each source piece in the source text.
        target: (start, end) of each target piece in the target text.
        rows: for each target piece, the index of a first source piece and the weights from there on.
    """

    source: Sequence[tuple[int, int]]
    target: Sequence[tuple[int, int]]
    rows: Sequence[tuple[int, Sequence[float]]]


def locate(pieces: Iterable[str], text: str) -> list[tuple[int, int]]:
    """Where each subword piece stands in the text that it belongs to.

    Tokenizers normalise (`…` becomes `...`) and post-processing replaces quotes, so a piece need not be found; such
    a piece gets an empty span where it should have been, and the next ones are found again.

    Args:
        pieces: SentencePiece (`▁woord`) or BPE (`woor@@`, `d`) pieces, in order.
        text: what they were made of, or what was made of them.
    """
    spans = []
    at = 0
    for piece in pieces:
        surface = piece.replace("▁", " ").strip().removesuffix("@@")
        found = text.find(surface, at, at + len(surface) + _LOOK_AHEAD) if surface else -1
        if found < 0:
            spans.append((at, at))
        else:
            spans.append((found, found + len(surface)))
            at = found + len(surface)
    return spans


class Weights:
    """How much each word or mark of a target looks at each word of its source.

    Attributes:
        words: (start, end) of the words of the source.
        atoms: (start, end) of the words and marks of the target.
        is_word: for each atom, whether it is a word.
        table: for each atom, its share of each source word.
    """

    def __init__(self, source: str, target: str, alignment: Alignment) -> None:
        self._source, self._target = source, target
        self.words = [found.span() for found in ATOM.finditer(source) if _is_word(found.group())]
        self.atoms = [found.span() for found in ATOM.finditer(target)]
        self.is_word = [_is_word(target[start:end]) for start, end in self.atoms]
        self.table = self._word_weights(alignment)

    def words_in(self, start: int, end: int) -> list[int]:
        """The numbers of the source words that lie in a span, wholly or in part."""
        return [number for number, (one, two) in enumerate(self.words) if one < end and two > start]

    def mass(self, atom: int, words: Sequence[int]) -> float:
        """The share of an atom that some source words have together."""
        return sum(self.table[atom][word] for word in words)

    def _word_weights(self, alignment: Alignment) -> list[list[float]]:
        """For each target atom the share of its attention on each source word."""
        word_of = [_overlapping(span, self.words) for span in alignment.source]
        weights = [[0.0] * len(self.words) for _ in self.atoms]
        for span, (first, row) in zip(alignment.target, alignment.rows, strict=True):
            for atom in _overlapping(span, self.atoms):
                mine = weights[atom]
                for offset, weight in enumerate(row):
                    # The row ends with the end-of-sentence piece, which is no word.
                    if first + offset < len(word_of):
                        for word in word_of[first + offset]:
                            mine[word] += weight
        weights = self._shared(weights)
        self._anchor(weights)
        return weights

    def _shared(self, weights: list[list[float]]) -> list[list[float]]:
        """Let source words share themselves out over the target words (Sinkhorn's scaling, a few rounds)."""
        targets = [atom for atom, is_word in enumerate(self.is_word) if is_word]
        if not targets or not self.words:
            return weights
        matrix = [
            [
                weights[atom][word]
                + PLACE_WEIGHT * max(0.0, 1 - 3 * abs(number / len(targets) - word / len(self.words)))
                for word in range(len(self.words))
            ]
            for number, atom in enumerate(targets)
        ]
        for _ in range(SHARING_ROUNDS):
            taken = [sum(column) or 1.0 for column in zip(*matrix, strict=True)]
            matrix = [[weight / whole for weight, whole in zip(row, taken, strict=True)] for row in matrix]
            matrix = [[weight / (sum(row) or 1.0) for weight in row] for row in matrix]
        shared = [[0.0] * len(self.words) for _ in weights]
        for atom, row in zip(targets, matrix, strict=True):
            shared[atom] = row
        return shared

    def _anchor(self, weights: list[list[float]]) -> None:
        """Names, numbers and stand-ins are spelled alike on both sides: that says more than attention does."""
        sources = [self._source[start:end].casefold() for start, end in self.words]
        targets = [self._target[start:end].casefold() for start, end in self.atoms]
        for atom, text in enumerate(targets):
            if (len(text) > 3 or text.isdigit()) and targets.count(text) == 1 and sources.count(text) == 1:
                weights[atom] = [0.0] * len(sources)
                weights[atom][sources.index(text)] = 1.0


def _is_word(text: str) -> bool:
    return text[0].isalnum() or text[0] == "_"


def _overlapping(span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> list[int]:
    return [number for number, (start, end) in enumerate(spans) if start < span[1] and end > span[0]]
