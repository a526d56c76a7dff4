"""Signatures: a few machine words a text, whose difference bounds the edit distance of two texts from below.

An edit changes the count of at most two characters (a substitution: one less of this, one more of that) and of at most
four pairs of neighbouring characters. So with `d` edits between two texts whose lengths differ by `g`, of which at
least `g` are insertions or deletions and change one character and three pairs,

    difference of the character counts, summed  ≤ 2 d - g
    difference of the pair counts, summed       ≤ 4 d - g

(Jokinen, Tarhio, Ukkonen 1996 and Ukkonen 1992 for the two counts.) A signature keeps each count modulo twice a width
of 1, 2, 4 or 8 bits as a Johnson code, in which neighbouring numbers differ in one bit: two codes differ in as many
bits as the counts differ, or in fewer when they lie further apart than the width. Characters or pairs that are rare
share a count. Both can only make the difference smaller, so the bound still holds, and the number of bits in which two
signatures differ says it.
"""

from __future__ import annotations

import heapq
import zlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class LengthClass:
    """Texts of similar lengths, which have signatures of one make: long texts have higher counts and need more bits.

    Attributes:
        shortest: characters.
        usual: the length for which the bits are spread.
        character_words: 64-bit words of a signature for the counts of characters.
        pair_words: the same for the counts of pairs. More words tell texts apart better and take longer.
    """

    shortest: int
    usual: int
    character_words: int
    pair_words: int

    @property
    def words(self) -> int:
        """64-bit words of a signature."""
        return self.character_words + self.pair_words


CLASSES = (LengthClass(0, 42, 3, 12), LengthClass(64, 84, 3, 16), LengthClass(112, 165, 4, 24))
"""Chosen by measurement on Dutch text (see bench/memory.py): wider ones leave hardly fewer texts to score."""

_SHORTEST = [made.shortest for made in CLASSES]

_WIDTHS = ((8, 2.0), (4, 0.3), (2, 0.04))
"""Bits for a count that is at least so high on average. Powers of two, so that counts may wrap at 256."""

_SHARED_BITS = 8
"""Of each kind at least so many bits are for the rare ones."""

_CHUNK = 512
"""Texts that are signed at once: their counts stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class _Counting:
    """Which count each feature (a character, a pair; 16 bits) belongs to.

    Attributes:
        columns: by feature, the number of its count.
        widths: how many counts there are of 8, 4, 2 and 1 bits, in this order.
    """

    columns: Array
    widths: tuple[int, int, int, int]

    @property
    def size(self) -> int:
        return sum(self.widths)

    def bits(self, counts: Array) -> Array:
        """The Johnson codes of a matrix of counts, one byte a bit."""
        parts = []
        start = 0
        for width, number in zip((8, 4, 2, 1), self.widths, strict=True):
            part = counts[:, start : start + number]
            start += number
            if width == 1:
                parts.append(part & 1)
                continue
            part = part & (2 * width - 1)
            parts += [((part > bit) & (part <= bit + width)).view(np.uint8) for bit in range(width)]
        return np.concatenate(parts, axis=1)


class Signer:
    """Makes the signatures of one class of lengths. Those of two signers can only be compared when these are equal."""

    def __init__(self, characters: _Counting, pairs: _Counting) -> None:
        self._characters = characters
        self._pairs = pairs

    def sign(self, texts: Sequence[str]) -> Array:
        """The signatures of some texts, one a row: the words of the characters first."""
        signed = [self._sign(texts[start : start + _CHUNK]) for start in range(0, len(texts), _CHUNK)]
        return np.concatenate(signed) if len(signed) > 1 else signed[0]

    def _sign(self, texts: Sequence[str]) -> Array:
        codes, owners = _codes(texts)
        counts = _counts(_character_features(codes), owners, self._characters, len(texts))
        pairs, pair_owners = _pair_features(codes, owners)
        pair_counts = _counts(pairs, pair_owners, self._pairs, len(texts))
        bits = np.concatenate((self._characters.bits(counts), self._pairs.bits(pair_counts)), axis=1)
        signed: Array = np.packbits(bits, axis=1).view(np.uint64)
        return signed


class Signers:
    """The signers of all classes of lengths.

    Attributes:
        trained_on: how many texts they have seen.
        data: the signers as bytes; equal signers have equal bytes.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        raw = zlib.decompress(data)
        numbers = np.frombuffer(raw, "<u4", 1 + 8 * len(CLASSES)).tolist()
        tables = np.frombuffer(raw, "<u2", offset=4 * len(numbers)).reshape(2 * len(CLASSES), 65536)
        self.trained_on = numbers[0]
        widths = [(a, b, c, d) for a, b, c, d in zip(*[iter(numbers[1:])] * 4, strict=True)]
        countings = [_Counting(columns, own) for columns, own in zip(tables, widths, strict=True)]
        self._signers = [Signer(*countings[number : number + 2]) for number in range(0, len(countings), 2)]

    @classmethod
    def train(cls, texts: Sequence[str]) -> Signers:
        """Spread the bits over the characters and pairs by how frequent they are in these texts."""
        codes, owners = _codes(texts)
        characters, pairs = _character_features(codes), _pair_features(codes, owners)[0]
        character_rates = np.bincount(characters, minlength=65536) / max(1, len(characters))
        pair_rates = np.bincount(pairs, minlength=65536) / max(1, len(pairs))
        numbers = [len(texts)]
        tables = []
        for made in CLASSES:
            for rates, words in ((character_rates, made.character_words), (pair_rates, made.pair_words)):
                counting = _spread(rates * made.usual, words * 64)
                numbers += counting.widths
                tables.append(counting.columns)
        raw = np.array(numbers, "<u4").tobytes() + np.concatenate(tables).astype("<u2").tobytes()
        return cls(zlib.compress(raw))

    def __getitem__(self, number: int) -> Signer:
        return self._signers[number]


def class_of(length: int) -> int:
    """The number of the class that texts of a length belong to."""
    return bisect_right(_SHORTEST, length) - 1


def _codes(texts: Sequence[str]) -> tuple[Array, Array]:
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    return codes, np.repeat(np.arange(len(texts)), [len(text) for text in texts])


def _character_features(codes: Array) -> Array:
    return codes & 0xFFFF


def _pair_features(codes: Array, owners: Array) -> tuple[Array, Array]:
    first, second = codes[:-1], codes[1:]
    inside = owners[:-1] == owners[1:]
    # For the characters of Latin-1 a pair is its own number; others are spread over the same 16 bits.
    features = (first << 8) + second + (first >> 8) * 40503 + (second >> 8) * 9973
    return (features & 0xFFFF)[inside], owners[:-1][inside]


def _counts(features: Array, owners: Array, counting: _Counting, texts: int) -> Array:
    flat = np.bincount(owners * counting.size + counting.columns[features], minlength=texts * counting.size)
    return flat.astype(np.uint8).reshape(texts, counting.size)


def _spread(rates: Array, bits: int) -> _Counting:
    """Give the frequent features counts of their own, by frequency, and let the rest share the bits that are left."""
    order = np.argsort(-rates, kind="stable")
    columns = np.zeros(65536, np.uint16)
    numbers = []
    at = column = used = 0
    for width, lowest in _WIDTHS:
        begun = at
        while at < len(order) and rates[order[at]] >= lowest and used + width <= bits - _SHARED_BITS:
            columns[order[at]] = column
            at, column, used = at + 1, column + 1, used + width
        numbers.append(at - begun)
    shared = bits - used
    loads = [(0.0, number) for number in range(shared)]
    rest = order[at:]
    seen = int(np.count_nonzero(rates[rest]))
    for feature in rest[:seen]:
        load, number = heapq.heappop(loads)
        columns[feature] = column + number
        heapq.heappush(loads, (load + float(rates[feature]), number))
    columns[rest[seen:]] = column + rest[seen:] % shared
    return _Counting(columns, (numbers[0], numbers[1], numbers[2], shared))
