"""A compiled term base as bytes, for the cache: the two indexes, and the concepts, each decoded when it is asked for.

Compiling 100,000 concepts takes seconds. Reading this back takes the time to read the file and to parse two objects.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, overload

from glossary.concept import Concept, Status, Term
from glossary.index import Index

VERSION = 2
"""Of this format and of what `Index.compile` makes; raise it when either changes."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
_SECTIONS = ("source", "target", "ids", "places", "concepts")


class StoredConcepts(Sequence[Concept]):
    """Concepts that are decoded when they are asked for.

    Args:
        places: where each begins in `block`, and where the last ends.
        block: their JSON, one after the other.
    """

    def __init__(self, places: array[int], block: memoryview) -> None:
        self._places, self._block = places, block
        self._decoded: dict[int, Concept] = {}

    def __len__(self) -> int:
        return len(self._places) - 1

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
            data = self._block[self._places[number] : self._places[number + 1]]
            concept = self._decoded[number] = _concept(json.loads(bytes(data)))
        return concept

    def __iter__(self) -> Iterator[Concept]:
        for number in range(len(self)):
            yield self[number]


def encode(concepts: Iterable[Concept], source: Index, target: Index) -> bytes:
    """Encode a term base; `decode` is the inverse."""
    places = array("Q", [0])
    parts: list[bytes] = []
    ids: list[str] = []
    for concept in concepts:
        parts.append(_json(_row(concept)))
        places.append(places[-1] + len(parts[-1]))
        ids.append(concept.id)
    if sys.byteorder == "big":
        places.byteswap()
    sections = (_json(source.to_json()), _json(target.to_json()), _json(ids), places.tobytes(), b"".join(parts))
    sizes = dict(zip(_SECTIONS, map(len, sections), strict=True))
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
        StoredConcepts(places, sections["concepts"]),
        lambda: json.loads(bytes(sections["ids"])),
        lambda: Index.from_json(json.loads(bytes(sections["source"]))),
        lambda: Index.from_json(json.loads(bytes(sections["target"]))),
    )


def _json(value: Any) -> bytes:
    return _ENCODER.encode(value).encode("utf-8", "surrogatepass")


def _row(concept: Concept) -> list[Any]:
    terms = [
        (
            *(term.text, term.language, term.status.value, term.part_of_speech, term.gender, term.number),
            *(term.forms, term.flags, term.register, term.note, term.source, term.extra),
        )
        for term in concept.terms
    ]
    about = (concept.id, concept.domain, concept.definition, concept.note, concept.source, concept.extra)
    return [*about, terms]


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
    gender: str,
    number: str,
    forms: list[str],
    flags: list[str],
    register: str,
    note: str,
    source: str,
    extra: list[list[str]],
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


def _pairs(rows: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in rows)
