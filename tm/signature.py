"""Signatures: a few machine words a text, which bound the edit distance to a query from below.

An edit changes the count of at most two characters: a substitution gives one less of this, one more of that. So with
`d` edits between two texts whose lengths differ by `g`, of which at least `g` are insertions or deletions and change
one character,

    difference of the character counts, summed  ≤ 2 d - g

(Jokinen, Tarhio, Ukkonen 1996). Of the pairs of neighbouring characters of a text, a substituted or deleted character
takes two, and an inserted one parts one. All others are in the query too, and not far from where they are in the text:
with `d` edits, a place moves by `x` only if `|x|` of them lie before it and `|Q - n - x|` after it, for lengths of `n`
and `Q`. So the pairs of a text's first half are in the first `(d + Q) // 2 + 1` characters of the query, those of the
second half in what follows its first `(Q - d) // 2`, and

    pairs of both halves that are not there, summed  ≤ 2 d - max(0, Q - n)

(Ukkonen 1992 for the count, Gravano and others 2001 for the place.)

A signature keeps the counts of characters modulo twice a width of 1, 2, 4 or 8 bits as a Johnson code, in which
neighbouring numbers differ in one bit: two codes differ in as many bits as the counts differ, or in fewer when they lie
further apart than the width. The counts of the pairs of each half, up to the width, are kept as that many bits: those
that are set here and not in the code of the query say how many are missing, or fewer. What is rare shares a count.
All this can only make the differences smaller, so the bounds still hold.
"""

from __future__ import annotations

import heapq
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
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
        half_words: the same for the counts of the pairs of each half. More words tell texts apart better and take
            longer.
        bands: in so many bands of lengths the texts are looked for, each with the distance that it allows.
    """

    shortest: int
    usual: int
    character_words: int
    half_words: int
    bands: int

    @property
    def words(self) -> int:
        """64-bit words of a signature."""
        return self.character_words + 2 * self.half_words


CLASSES = (LengthClass(0, 42, 3, 6, 1), LengthClass(64, 84, 3, 8, 1), LengthClass(112, 165, 0, 14, 3))
"""Chosen by measurement on Dutch text (see bench/memory.py): wider ones leave hardly fewer texts to score.

Of short texts the characters rule most out, in a fifth of the words; of long ones they rule out hardly any.
"""

_SHORTEST = [made.shortest for made in CLASSES]

_CHARACTER_WIDTHS = ((8, 2.0), (4, 0.3), (2, 0.04))
"""Bits for a count that is at least so high on average. Powers of two, so that counts may wrap at 256."""

_PAIR_WIDTHS = ((8, 1.5), (4, 0.3), (2, 0.06))

_SHARED_CHARACTER_BITS, _SHARED_PAIR_BITS = 8, 128
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

    def cyclic(self, counts: Array) -> Array:
        """The Johnson codes of a matrix of counts modulo 256, one byte a bit."""
        parts = []
        for width, part in self._by_width(counts):
            if width == 1:
                parts.append(part & 1)
                continue
            part = part & (2 * width - 1)
            parts += [((part > bit) & (part <= bit + width)).view(np.uint8) for bit in range(width)]
        return np.concatenate(parts, axis=1)

    def levels(self, counts: Array) -> Array:
        """As many bits of a matrix of counts as the counts say, up to their widths; one byte a bit."""
        parts = self._by_width(counts)
        return np.concatenate([(part > bit).view(np.uint8) for width, part in parts for bit in range(width)], axis=1)

    def _by_width(self, counts: Array) -> Iterator[tuple[int, Array]]:
        start = 0
        for width, number in zip((8, 4, 2, 1), self.widths, strict=True):
            yield width, counts[:, start : start + number]
            start += number


class Signer:
    """Makes the signatures of one class of lengths. Those of two signers can only be compared when these are equal."""

    def __init__(self, characters: _Counting, pairs: _Counting) -> None:
        self._characters = characters
        self._pairs = pairs

    def sign(self, texts: Sequence[str]) -> Array:
        """The signatures of some texts, one a row: the words of the characters, of the first half, of the second."""
        signed = [self._sign(texts[start : start + _CHUNK]) for start in range(0, len(texts), _CHUNK)]
        return np.concatenate(signed) if len(signed) > 1 else signed[0]

    def wanted(self, text: str, distances: Sequence[int]) -> Array:
        """What the signature of a text is compared with when a query is looked for, one row for each distance.

        Args:
            text: the query.
            distances: to look for texts so far away at most, in edits.

        Returns:
            The words of the query's characters, and of the pairs that the first and the second half shall not have:
            those whose bits a signature has too are missing.
        """
        size = len(text)
        windows = [(text[: (most + size) // 2 + 1], text[max(0, (size - most) // 2) :]) for most in distances]
        codes, owners = _codes([part for pair in windows for part in pair])
        halves = ~_packed(self._pairs.levels(self._pair_counts(codes, owners, 2 * len(windows))))
        characters = self._of_characters(*_codes([text]), 1).repeat(len(windows), axis=0)
        return np.concatenate((characters, halves.reshape(len(windows), -1)), axis=1)

    def _sign(self, texts: Sequence[str]) -> Array:
        codes, owners = _codes(texts)
        sizes = np.array([len(text) for text in texts])
        # A pair belongs to the half in which it begins, and each half counts as a text of its own.
        second = np.arange(len(codes)) >= (sizes.cumsum() - sizes + sizes // 2)[owners]
        counts = self._pair_counts(codes, owners, 2 * len(texts), 2 * owners + second)
        halves = _packed(self._pairs.levels(counts)).reshape(len(texts), -1)
        return np.concatenate((self._of_characters(codes, owners, len(texts)), halves), axis=1)

    def _of_characters(self, codes: Array, owners: Array, texts: int) -> Array:
        if not self._characters.size:
            return np.zeros((texts, 0), np.uint64)
        counts = _counts(_character_features(codes), owners, self._characters, texts)
        return _packed(self._characters.cyclic(counts.astype(np.uint8)))

    def _pair_counts(self, codes: Array, owners: Array, rows: int, counted_for: Array | None = None) -> Array:
        """How often each pair is there, in a row for each text or for what else the first character counts for."""
        features, inside = _pair_features(codes, owners)
        counted_for = owners if counted_for is None else counted_for
        # More than 255 are not told apart: fewer would be missing than there are.
        return np.minimum(_counts(features, counted_for[:-1][inside], self._pairs, rows), 255).astype(np.uint8)


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
            kinds = (
                _spread(character_rates * made.usual, made.character_words, _CHARACTER_WIDTHS, _SHARED_CHARACTER_BITS),
                _spread(pair_rates * made.usual / 2, made.half_words, _PAIR_WIDTHS, _SHARED_PAIR_BITS),
            )
            for counting in kinds:
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
    """The pairs, and at which characters one begins."""
    first, second = codes[:-1], codes[1:]
    inside = owners[:-1] == owners[1:]
    # For the characters of Latin-1 a pair is its own number; others are spread over the same 16 bits.
    features = (first << 8) + second + (first >> 8) * 40503 + (second >> 8) * 9973
    return (features & 0xFFFF)[inside], inside


def _counts(features: Array, owners: Array, counting: _Counting, rows: int) -> Array:
    flat = np.bincount(owners * counting.size + counting.columns[features], minlength=rows * counting.size)
    return flat.reshape(rows, counting.size)


def _packed(bits: Array) -> Array:
    packed: Array = np.packbits(bits, axis=1).view(np.uint64)
    return packed


def _spread(rates: Array, words: int, width_from: Sequence[tuple[int, float]], least_shared: int) -> _Counting:
    """Give the frequent features counts of their own, by frequency, and let the rest share the bits that are left."""
    bits = 64 * words
    order = np.argsort(-rates, kind="stable")
    columns = np.zeros(65536, np.uint16)
    if not bits:
        return _Counting(columns, (0, 0, 0, 0))
    numbers = []
    at = column = used = 0
    for width, lowest in width_from:
        begun = at
        while at < len(order) and rates[order[at]] >= lowest and used + width <= bits - least_shared:
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
