"""Which of several overlapping places is the term."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import replace

from glossary.match import Hit, Kind

_RANK: dict[Kind, int] = {"exact": 0, "inflected": 1, "related": 2, "compound": 3}


def longest_first(hits: list[Hit]) -> list[tuple[Hit, list[Hit]]]:
    """Resolve overlaps: the longest hit wins, then the better kind, then the earlier glossary and concept.

    A verb whose parts stand apart takes up its parts only. It keeps the place from the first to the last of them unless
    another term stands between; then its place is the first part.

    Returns:
        Each winner with the other hits on exactly its place, sorted by start; no two places overlap.
    """
    ordered = sorted(hits, key=lambda hit: (-_length(hit), _RANK[hit.kind], hit.entry.code, hit.start))
    taken: list[tuple[Hit, list[Hit]]] = []
    spans: dict[tuple[tuple[int, int], ...], list[Hit]] = {}
    occupied: list[tuple[int, int]] = []
    for hit in ordered:
        if hit.parts in spans:
            spans[hit.parts].append(hit)
        elif all(_free(occupied, start, end) for start, end in hit.parts):
            spans[hit.parts] = []
            taken.append((hit, spans[hit.parts]))
            for part in hit.parts:
                insort(occupied, part)
    resolved = []
    for hit, others in taken:
        within = len(hit.parts) > 1 and not _free(occupied, hit.parts[0][1], hit.parts[1][0])
        resolved.append((replace(hit, end=hit.parts[0][1]) if within else hit, others))
    return sorted(resolved, key=lambda pair: pair[0].start)


def _free(occupied: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether no place of a sorted list of separate places overlaps the one from start to end."""
    after = bisect_left(occupied, (start, start))
    return (after == len(occupied) or occupied[after][0] >= end) and (not after or occupied[after - 1][1] <= start)


def _length(hit: Hit) -> int:
    return sum(end - start for start, end in hit.parts)
