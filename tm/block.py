"""A block of the fuzzy index: some ten thousand texts by length, with their signatures, as one run of bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tm.signature import CLASSES, Array, Signer, Signers, class_of

_NONE: Array = np.zeros(0, np.int64)
_MAGIC = b"TKB2"
_HEAD = struct.Struct("<4sII")
_PART = struct.Struct("<IIII")
_ENCODINGS = ("latin-1", "utf-16-le", "utf-32-le")
_MOST = 0.6
"""Share of texts from which on it is quicker not to pick them out."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Texts that may be close enough to a query, in order of length.

    Attributes:
        texts: as bytes (Latin-1) or as strings.
        lengths: in characters.
        variants: the numbers of the variants that they belong to.
    """

    texts: list[bytes] | list[str]
    lengths: Array
    variants: Array

    def part(self, start: int, stop: int) -> Candidates:
        """Those from one place to another."""
        return Candidates(self.texts[start:stop], self.lengths[start:stop], self.variants[start:stop])


@dataclass(frozen=True, slots=True)
class QueryText:
    """A text that is looked for, with what is allowed for a text of each length.

    Attributes:
        text: normalised.
        lengths: those that can reach the threshold, from the shortest, and one more.
        distances: by length, from the shortest: the largest distance at which a text still reaches the threshold.
        character_bound: likewise, the largest difference of the characters of two signatures that leaves a chance.
        pair_bound: likewise, how many pairs of the text can be missing in the query.
    """

    text: str
    lengths: Array
    distances: Array
    character_bound: Array
    pair_bound: Array

    @property
    def first(self) -> int:
        """The shortest length that can reach the threshold."""
        return int(self.lengths[0])

    @property
    def last(self) -> int:
        """The longest."""
        return int(self.lengths[-1]) - 1

    @classmethod
    def of(cls, text: str, threshold: int) -> QueryText:
        """The query for a threshold, per cent."""
        size = len(text)
        lengths = np.arange(-(-size * threshold // 100), size * 100 // threshold + 2)
        distances = np.maximum(lengths[:-1], size) * (100 - threshold) // 100
        gaps = np.abs(lengths[:-1] - size)
        longer = np.maximum(size - lengths[:-1], 0)
        # A signature has fewer bits than this type can count; a bound beyond them allows everything.
        bounds = [np.minimum(2 * distances - less, 65535).astype(np.uint16) for less in (gaps, longer)]
        return cls(text, lengths.astype(np.uint32), distances, bounds[0], bounds[1])

    def bands(self, made: int, signer: Signer) -> list[Band]:
        """What the texts of a class of lengths are compared with.

        Args:
            made: the number of the class.
            signer: makes its signatures.
        """
        steps = CLASSES[made].bands - 1
        # Up to the query's own length the distance is the same; from there on it grows with the length of the text.
        own, longest = len(self.text) - self.first, self.last - self.first
        ends = [own + (longest - own) * step // steps + 1 for step in range(steps)] + [longest + 1]
        starts = [0, *ends[:-1]]
        wanted = signer.wanted(self.text, [int(self.distances[end - 1]) for end in ends])
        return [Band(*band) for band in zip(starts, ends, wanted, strict=True) if band[0] < band[1]]


@dataclass(frozen=True, slots=True)
class Band:
    """Some of the lengths that are looked for.

    Attributes:
        start: the place of the shortest among the query's lengths.
        stop: the place after the longest.
        wanted: what signatures are compared with, see `Signer.wanted`.
    """

    start: int
    stop: int
    wanted: Array


class _Part:
    """The texts of a block that are of one class of lengths and whose characters take the same number of bytes.

    Attributes:
        made: the number of the class.
        lengths: in characters, ascending.
        variants: numbers of the variants.
    """

    def __init__(
        self, made: int, encoding: str, lengths: Array, variants: Array, signatures: Array, text: bytes, at: int
    ) -> None:
        self.made = made
        self.encoding = encoding
        self.lengths = lengths
        self.variants = variants
        self._words = signatures.reshape(CLASSES[made].words, len(lengths))
        self._data = text
        self._width = 1 << _ENCODINGS.index(encoding)
        ends = np.cumsum(lengths, dtype=np.int64) * self._width + at
        self._ends = ends.astype(np.uint32) if ends[-1] < 1 << 32 else ends

    @property
    def size_bytes(self) -> int:
        """Bytes in memory."""
        arrays = (self.lengths, self.variants, self._words, self._ends)
        return sum(array.nbytes for array in arrays) + int(self.lengths.sum()) * self._width

    def search(self, query: QueryText, bands: Sequence[Band]) -> Iterator[Candidates]:
        """The texts that the bounds leave."""
        for band in bands:
            kept = self._left(query, band)
            if len(kept):
                yield self._candidates(kept)

    def _left(self, query: QueryText, band: Band) -> Array:
        """The places of the texts of a band that the bounds leave."""
        places = self.lengths.searchsorted(query.lengths[band.start : band.stop + 1])
        start, stop = int(places[0]), int(places[-1])
        if start == stop:
            return _NONE
        # How many texts there are of each length, to spread what is allowed for that length.
        counts = np.diff(places)
        words = [word[start:stop] for word in self._words]
        allowed = query.pair_bound[band.start : band.stop].repeat(counts)
        kept = np.arange(stop - start)
        characters = CLASSES[self.made].character_words
        if characters:
            most = query.character_bound[band.start : band.stop].repeat(counts)
            likely = np.flatnonzero(_bits(np.bitwise_xor, words[:characters], band.wanted[:characters]) <= most)
            if not len(likely):
                return _NONE
            # Where nearly all are left, going through all in order is quicker than picking.
            if len(likely) < _MOST * (stop - start):
                kept = likely
                words = [word.take(kept) for word in words]
                allowed = allowed.take(kept)
        missing = _bits(np.bitwise_and, words[characters:], band.wanted[characters:])
        return kept.compress(missing <= allowed) + start

    def closest(self, query: QueryText, bands: Sequence[Band], count: int) -> Candidates | None:
        """The texts whose signatures differ least, of those with a length that can reach the threshold."""
        start, stop = self.lengths.searchsorted([query.first, query.last + 1]).tolist()
        if start == stop:
            return None
        kept = np.arange(start, stop)
        if count < stop - start:
            different = np.concatenate([self._differences(query, band) for band in bands])
            kept = np.sort(np.argpartition(different, count)[:count]) + start
        return self._candidates(kept)

    def _differences(self, query: QueryText, band: Band) -> Array:
        """By how much the signatures of the texts of a band differ."""
        places = self.lengths.searchsorted(query.lengths[band.start : band.stop + 1])
        words = [word[places[0] : places[-1]] for word in self._words]
        characters = CLASSES[self.made].character_words
        different = _bits(np.bitwise_and, words[characters:], band.wanted[characters:])
        # What a text is shorter by is missing too, but in it.
        shorter = np.maximum(len(query.text) - query.lengths[band.start : band.stop].astype(np.int64), 0)
        different += shorter.astype(np.uint16).repeat(np.diff(places))
        if characters:
            different += _bits(np.bitwise_xor, words[:characters], band.wanted[:characters])
        return different

    def _candidates(self, kept: Array) -> Candidates:
        return Candidates(self._texts(kept), self.lengths.take(kept), self.variants.take(kept))

    def _texts(self, positions: Array) -> list[bytes] | list[str]:
        ends = self._ends.take(positions).tolist()
        sizes = (self.lengths.take(positions) * self._width).tolist()
        data = self._data
        pieces = [data[end - size : end] for end, size in zip(ends, sizes, strict=True)]
        return pieces if self._width == 1 else [piece.decode(self.encoding, "surrogatepass") for piece in pieces]

    def texts(self) -> list[tuple[int, str]]:
        """All texts, with the numbers of their variants."""
        everything = self._texts(np.arange(len(self.lengths)))
        texts = [text if isinstance(text, str) else text.decode(self.encoding) for text in everything]
        return list(zip(self.variants.tolist(), texts, strict=True))


class Block:
    """Texts of one language with their signatures; never changed.

    Attributes:
        signers_data: what the signatures were made with, see `tm.signature.Signers`.
        parts: the texts.
    """

    def __init__(self, data: bytes) -> None:
        """Take a block out of the bytes that `build` made; nothing is copied.

        Raises:
            ValueError: these are no such bytes.
        """
        magic, signers_size, parts = _HEAD.unpack_from(data)
        if magic != _MAGIC:
            raise ValueError("not a block of this version")
        at = _HEAD.size
        self.signers_data = data[at : at + signers_size]
        at = _aligned(at + signers_size)
        self.parts = []
        for _ in range(parts):
            made, kind, count, text_size = _PART.unpack_from(data, at)
            words = CLASSES[made].words
            at += _PART.size
            variants = np.frombuffer(data, "<i8", count, at)
            at += 8 * count
            signatures = np.frombuffer(data, "<u8", words * count, at)
            at += 8 * words * count
            lengths = np.frombuffer(data, "<u4", count, at)
            at += 4 * count
            self.parts.append(_Part(made, _ENCODINGS[kind], lengths, variants, signatures, data, at))
            at = _aligned(at + text_size)

    @staticmethod
    def signers_in(head: bytes) -> bytes:
        """What the signatures of a block were made with, out of its first bytes; empty when it takes more of them."""
        magic, size, _ = _HEAD.unpack_from(head)
        return head[_HEAD.size : _HEAD.size + size] if magic == _MAGIC and len(head) >= _HEAD.size + size else b""

    @staticmethod
    def build(variants: Sequence[int], texts: Sequence[str], signers: Signers) -> bytes:
        """Make a block.

        Args:
            variants: the numbers of the variants.
            texts: their normalised texts.
            signers: make the signatures.
        """
        groups: dict[tuple[int, int], list[int]] = {}
        for index, text in enumerate(texts):
            groups.setdefault((class_of(len(text)), _kind(text)), []).append(index)
        pieces = [_padded(_HEAD.pack(_MAGIC, len(signers.data), len(groups)) + signers.data)]
        for (made, kind), members in sorted(groups.items()):
            members.sort(key=lambda index: len(texts[index]))
            own = [texts[index] for index in members]
            signed = signers[made].sign(own)
            data = "".join(own).encode(_ENCODINGS[kind], "surrogatepass")
            pieces += [
                _PART.pack(made, kind, len(members), len(data)),
                np.array([variants[index] for index in members], "<i8").tobytes(),
                signed.T.astype("<u8").tobytes(),
                _padded(np.array([len(text) for text in own], "<u4").tobytes() + data),
            ]
        return b"".join(pieces)

    def __len__(self) -> int:
        return sum(len(part.lengths) for part in self.parts)

    @property
    def size_bytes(self) -> int:
        """Bytes in memory."""
        return sum(part.size_bytes for part in self.parts)

    def texts(self) -> list[tuple[int, str]]:
        """All texts, with the numbers of their variants."""
        return [pair for part in self.parts for pair in part.texts()]

    def search(self, query: QueryText, bands: Mapping[int, Sequence[Band]]) -> list[Candidates]:
        """The texts that the bounds leave, in groups; `bands` are the query's, by class of lengths."""
        return [candidates for part in self.parts for candidates in part.search(query, bands.get(part.made, ()))]

    def closest(self, query: QueryText, bands: Mapping[int, Sequence[Band]], count: int) -> list[Candidates]:
        """At most so many texts of each part, whose signatures differ least, whatever the bounds say."""
        found = (part.closest(query, bands[part.made], count) for part in self.parts if part.made in bands)
        return [candidates for candidates in found if candidates is not None]


def _kind(text: str) -> int:
    if text.isascii():
        return 0
    highest = max(text)
    return 0 if highest <= "\xff" else 1 if highest <= "\uffff" else 2


def _aligned(at: int) -> int:
    return -(-at // 8) * 8


def _padded(data: bytes) -> bytes:
    return data + bytes(_aligned(len(data)) - len(data))


def _bits(how: np.ufunc, words: Sequence[Array], wanted: Array) -> Array:
    """How many bits are left of each of many signatures, given word by word, and the one that is wanted.

    By exclusive or those in which they differ, by and those that it should not have.
    """
    total: Array = np.bitwise_count(how(words[0], wanted[0])).astype(np.uint16)
    for word, own in zip(words[1:], wanted[1:], strict=True):
        total += np.bitwise_count(how(word, own))
    return total
