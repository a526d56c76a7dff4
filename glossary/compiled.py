"""A compiled term base as bytes, for the cache: the two indexes, and the concepts, decoded when they are asked for.

Compiling 100,000 concepts takes seconds. Reading this back takes the time to read the file and to parse two objects.
Concepts are kept in groups: one call of the encoder for each of them costs more than their text.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Any, overload

from glossary.concept import Concept, Status, Term
from glossary.index import Index

VERSION = 5
"""Of this format and of what `Index.compile` makes; raise it when either changes."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
_SECTIONS = ("source", "target", "ids", "places", "concepts")
GROUP = 16
"""Concepts that are encoded together; finding one decodes all of its group, which takes a tenth of a millisecond."""
_ABOUT = attrgetter("id", "domain", "definition", "note", "source", "extra")
_TERM = attrgetter(
    *("text", "language", "status", "part_of_speech", "gender", "number"),
    *("forms", "flags", "register", "note", "source", "extra"),
)
_PLAIN = 4
"""The fields that most terms have; the others are left out when all of them are empty, as of two terms in three."""
_NO_MORE = ("", "", (), (), "", "", "", ())


class StoredConcepts(Sequence[Concept]):
    """Concepts that are decoded when they are asked for.

    Args:
        count: how many there are.
        places: where each group begins in `block`, and where the last ends.
        block: the JSON of the groups, one after the other.
    """

    def __init__(self, count: int, places: array[int], block: memoryview) -> None:
        self._count, self._places, self._block = count, places, block
        self._decoded: dict[int, Concept] = {}

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, number: int) -> Concept: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[Concept]: ...

    def __getitem__(self, number: int | slice) -> Concept | Sequence[Concept]:
        if isinstance(number, slice):
            return [self[place] for place in range(*number.indices(len(self)))]
        if not -len(self) <= number < len(self):
            raise IndexError(number)
        number %= len(self)
        concept = self._decoded.get(number)
        if concept is None:
            group = number // GROUP
            data = self._block[self._places[group] : self._places[group + 1]]
            for place, row in enumerate(json.loads(bytes(data)), start=group * GROUP):
                self._decoded[place] = _concept(row)
            concept = self._decoded[number]
        return concept

    def __iter__(self) -> Iterator[Concept]:
        for number in range(len(self)):
            yield self[number]


def encode(concepts: Sequence[Concept], source: Index, target: Index) -> bytes:
    """Encode a term base; `decode` is the inverse."""
    places = array("Q", [0])
    parts: list[bytes] = []
    for start in range(0, len(concepts), GROUP):
        group = concepts[start : start + GROUP]
        parts.append(_json([(*_ABOUT(concept), list(map(_row, concept.terms))) for concept in group]))
        places.append(places[-1] + len(parts[-1]))
    ids = [concept.id for concept in concepts]
    if sys.byteorder == "big":
        places.byteswap()
    sections = (source.to_bytes(), target.to_bytes(), _json(ids), places.tobytes(), b"".join(parts))
    sizes = {"count": len(concepts), **dict(zip(_SECTIONS, map(len, sections), strict=True))}
    return b"".join((_json(sizes), b"\n", *sections))


def decode(
    body: bytes,
) -> tuple[StoredConcepts, Callable[[], list[str]], Callable[[], Index], Callable[[], Index]]:
    """Decode what `encode` made, to the last byte: the cache answers for that.

    Returns:
        The concepts, and what gives their ids, the source index and the target index; each is parsed when it is called.
    """
    line = body.index(b"\n")
    sizes: dict[str, int] = json.loads(body[:line])
    view = memoryview(body)
    sections: dict[str, memoryview] = {}
    start = line + 1
    for name in _SECTIONS:
        sections[name] = view[start : start + sizes[name]]
        start += sizes[name]
    places = array("Q")
    places.frombytes(sections["places"])
    if sys.byteorder == "big":
        places.byteswap()
    return (
        StoredConcepts(sizes["count"], places, sections["concepts"]),
        lambda: json.loads(bytes(sections["ids"])),
        lambda: Index.from_bytes(bytes(sections["source"])),
        lambda: Index.from_bytes(bytes(sections["target"])),
    )


def _row(term: Term) -> tuple[Any, ...]:
    row: tuple[Any, ...] = _TERM(term)
    return row[:_PLAIN] if row[_PLAIN:] == _NO_MORE else row


def _json(value: Any) -> bytes:
    return _ENCODER.encode(value).encode("utf-8", "surrogatepass")


def _concept(row: list[Any]) -> Concept:
    id_, domain, definition, note, source, extra, terms = row
    return Concept(
        id=id_,
        domain=domain,
        definition=definition,
        note=note,
        source=source,
        extra=_pairs(extra),
        terms=tuple(_term(*cells) for cells in terms),
    )


def _term(
    text: str,
    language: str,
    status: str,
    part_of_speech: str,
    gender: str = "",
    number: str = "",
    forms: Sequence[str] = (),
    flags: Sequence[str] = (),
    register: str = "",
    note: str = "",
    source: str = "",
    extra: Sequence[Sequence[str]] = (),
) -> Term:
    return Term(
        text=text,
        language=language,
        status=Status(status),
        part_of_speech=part_of_speech,
        gender=gender,
        number=number,
        forms=tuple(forms),
        flags=tuple(flags),
        register=register,
        note=note,
        source=source,
        extra=_pairs(extra),
    )


def _pairs(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in rows)
