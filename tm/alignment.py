"""Which words of a text are made by which of the other, learnt from pairs of texts.

IBM model 1 (Brown et al. 1993) with the preference for the diagonal of Dyer, Chahuneau and Smith (2013): the chance
that a word is made by the one at place i of m falls with the distance of i / m from its own j / n. Some hundred pairs
are enough for the words that several of them share; the rest finds its place by what is left over.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]

ITERATIONS = 5
DIAGONAL = 1.0
"""How quickly the chance falls with the distance from the diagonal; Dyer's 4 is too much for so few texts, measured."""

FROM_NOTHING = 0.08
"""The share of words that no word of the other text makes."""

SMOOTHING = 0.01
"""Added to the count of each pair of words, so that a word of one text does not claim all of it."""


class Alignment:
    """The links between the words of pairs of texts, all learnt at once.

    Args:
        sources: for each pair its source words, at least one.
        targets: likewise its target words.
    """

    def __init__(self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]]) -> None:
        given, given_sizes, vocabulary = _numbered(sources)
        made, made_sizes, made_vocabulary = _numbered(targets)
        # A row for each target word: a link to each source word of its pair, and at the end one to nothing.
        pairs = np.repeat(np.arange(len(made_sizes)), made_sizes)
        widths = given_sizes[pairs] + 1
        ends = np.cumsum(widths)
        rows = np.repeat(np.arange(len(widths)), widths)
        places = np.arange(len(rows)) - (ends - widths)[rows]
        sizes = given_sizes[pairs[rows]]
        nothing = places == sizes
        first_given = (np.cumsum(given_sizes) - given_sizes)[pairs[rows]]
        givers = np.append(given, vocabulary)[np.where(nothing, len(given), first_given + places)]
        first_made = (np.cumsum(made_sizes) - made_sizes)[pairs]
        at = (np.arange(len(made)) - first_made + 0.5) / made_sizes[pairs]
        prior = np.exp(-DIAGONAL * np.abs((places + 0.5) / sizes - at[rows]))
        prior[nothing] = 0
        prior *= ((1 - FROM_NOTHING) / np.bincount(rows, prior, len(widths)))[rows]
        prior[nothing] = FROM_NOTHING
        known, which = np.unique(givers * made_vocabulary + made[rows], return_inverse=True)
        owners = known // max(made_vocabulary, 1)
        chances = np.ones(len(known))
        for _ in range(ITERATIONS):
            counts = np.bincount(which, _shares(prior, chances[which], rows), len(known)) + SMOOTHING
            chances = counts / np.bincount(owners, counts)[owners]
        self._shares = _shares(prior, chances[which], rows)
        self._ends = ends[np.cumsum(made_sizes) - 1] if len(ends) else ends
        self._shapes = list(zip(made_sizes.tolist(), (given_sizes + 1).tolist(), strict=True))

    def links(self, pair: int) -> Array:
        """How certain it is that a source word made a target word.

        Returns:
            A matrix of the target words by the source words of a pair, 0-1; what a row lacks of 1 is made by nothing.
        """
        rows, width = self._shapes[pair]
        end = int(self._ends[pair])
        links: Array = self._shares[end - rows * width : end].reshape(rows, width)[:, :-1]
        return links


def _numbered(texts: Sequence[Sequence[str]]) -> tuple[Array, Array, int]:
    """The words of all texts as numbers, the size of each text, and how many different words there are."""
    numbers: dict[str, int] = {}
    words = np.array([numbers.setdefault(word, len(numbers)) for text in texts for word in text], np.int64)
    return words, np.array([len(text) for text in texts], np.int64), len(numbers)


def _shares(prior: Array, chances: Array, rows: Array) -> Array:
    """How the links of each row share it."""
    shares = prior * chances
    shares /= np.bincount(rows, shares)[rows]
    return shares
