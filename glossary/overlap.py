"""Which of several overlapping places is the term, and why."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass, replace
from typing import Literal

from glossary.entry import Hit, Kind

_RANK: dict[Kind, int] = {"exact": 0, "inflected": 1, "related": 2, "compound": 3}

Reason = Literal["longer", "closer", "earlier"]
"""Why a place won: it is longer; as long, and closer to what the glossary says (`exact` before `inflected` …); as long
and as close, and its row stands in an earlier glossary or earlier in the same."""


@dataclass(frozen=True, slots=True)
class Beaten:
    """A place where a term may have stood, had not another one taken it.

    Attributes:
        hit: the place.
        by: the one that won.
        reason: what decided.
    """

    hit: Hit
    by: Hit
    reason: Reason


def longest_first(hits: list[Hit]) -> list[tuple[Hit, list[Hit]]]:
    """Resolve overlaps: the longest hit wins, then the better kind, then the earlier glossary and concept.

    A verb whose parts stand apart takes up its parts only. It keeps the place from the first to the last of them unless
    another term stands between; then its place is the first part.

    Returns:
        Each winner with the other hits on exactly its place, sorted by start; no two places overlap.
    """
    taken, occupied = _resolve(hits)
    resolved = []
    for hit, others in taken:
        within = len(hit.parts) > 1 and not is_free(occupied, hit.parts[0][1], hit.parts[1][0])
        resolved.append((replace(hit, end=hit.parts[0][1]) if within else hit, others))
    return sorted(resolved, key=lambda pair: pair[0].start)


def beaten(hits: list[Hit]) -> list[Beaten]:
    """What `longest_first` leaves out, by the winner that took its place; those on exactly the same place too."""
    taken, _ = _resolve(hits)
    won = {id(hit) for hit, _ in taken}
    places = sorted((part, number) for number, (hit, _) in enumerate(taken) for part in hit.parts)
    found = []
    for hit in _ordered(hits):
        if id(hit) in won:
            continue
        by = taken[next(number for start, end in hit.parts if (number := _at(places, start, end)) is not None)][0]
        longer, closer = _length(by) > _length(hit), _RANK[by.kind] < _RANK[hit.kind]
        found.append(Beaten(hit, by, "longer" if longer else "closer" if closer else "earlier"))
    return found


def _at(places: list[tuple[tuple[int, int], int]], start: int, end: int) -> int | None:
    """The number of the place in a sorted list of separate places that overlaps the one from start to end."""
    after = bisect_right(places, ((start, end), len(places)))
    near = places[max(0, after - 1) : after + 1]
    return next((number for (first, last), number in near if first < end and start < last), None)


def _ordered(hits: list[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: (-_length(hit), _RANK[hit.kind], hit.entry.code, hit.start))


def _resolve(hits: list[Hit]) -> tuple[list[tuple[Hit, list[Hit]]], list[tuple[int, int]]]:
    """The winners in their order with the others on their places, and all places that they take."""
    taken: list[tuple[Hit, list[Hit]]] = []
    spans: dict[tuple[tuple[int, int], ...], list[Hit]] = {}
    occupied: list[tuple[int, int]] = []
    for hit in _ordered(hits):
        if hit.parts in spans:
            spans[hit.parts].append(hit)
        elif all(is_free(occupied, start, end) for start, end in hit.parts):
            spans[hit.parts] = []
            taken.append((hit, spans[hit.parts]))
            for part in hit.parts:
                insort(occupied, part)
    return taken, occupied


def is_free(occupied: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether no place of a sorted list of separate places overlaps the one from start to end."""
    after = bisect_left(occupied, (start, start))
    return (after == len(occupied) or occupied[after][0] >= end) and (not after or occupied[after - 1][1] <= start)


def _length(hit: Hit) -> int:
    return sum(end - start for start, end in hit.parts)
