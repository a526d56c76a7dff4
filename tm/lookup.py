"""Look a text up in one memory or in several: equal texts by hash, similar ones through the index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import TYPE_CHECKING, Literal

from tm.adapt import Adapted, adapt
from tm.language import base, regions_differ
from tm.match import Match
from tm.notation import mask
from tm.score import CONTEXT, EXACT, LOWEST_THRESHOLD, Penalty, changes, differences, formal_penalty, normalise
from tm.store.base import VARIANT_BITS, VariantRow
from tm.store.rows import hash64, iso_date, unit_from, variant_from
from tm.unit import TranslationUnit, Variant

if TYPE_CHECKING:
    from tm.memory import Memory

SAME_SHAPE = 50
"""So many units that differ in their values alone are looked at, the newest and then so many of the most similar: with
the values of the text put in, all of them give the same target as a rule."""

AT_ONCE = 50
"""So many units of the same score are looked at before it is asked whether more of them can matter."""

UNIT_PENALTY = "x-penalty"
"""The property by which a unit carries a penalty of its own (whole points)."""


@dataclass(frozen=True, slots=True)
class Query:
    """A text to look up.

    Attributes:
        source: the text, mark-up included.
        source_language: its language.
        target_language: the language wanted.
        previous: the source before; "" at the start, None for not known.
        following: the source after, likewise.
        key: the key of the resource, None for none.
        text: the source as it is compared.
    """

    source: str
    source_language: str = "nl"
    target_language: str = "en"
    previous: str | None = None
    following: str | None = None
    key: str | None = None
    text: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", normalise(self.source))


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A match with what it is sorted by: the score, how much of the context agrees, how new it is.

    `complete` says that it differs in values alone, and that its target has all of the query's.
    """

    match: Match
    context: int
    complete: bool = False

    @property
    def order(self) -> tuple[int, int, int]:
        return (-self.match.score, -self.context, -self.match.unit_id)


def check_arguments(threshold: int, limit: int) -> None:
    """Refuse what a lookup cannot do.

    Raises:
        ValueError: a threshold outside 50-101, a limit under 1.
    """
    if not LOWEST_THRESHOLD <= threshold <= CONTEXT:
        raise ValueError(f"threshold {threshold}: a number from {LOWEST_THRESHOLD} to {CONTEXT} was expected")
    if limit < 1:
        raise ValueError(f"limit {limit}: at least 1 was expected")


_NEWEST = 1 << 63
"""Above the number of each unit."""


def find(memory: Memory, query: Query, *, threshold: int, limit: int) -> list[Match]:
    """The matches of one memory, best first; see `Memory.lookup`."""
    check_arguments(threshold, limit)
    found = _Best(limit)
    if query.text:
        for ranked in _equal(memory, query):
            if ranked.match.score >= threshold:
                found.add(ranked)
        if threshold < EXACT and not found.closed_to(EXACT - 1, _NEWEST):
            for ranked in _same_shape(memory, query):
                if ranked.match.score >= threshold:
                    found.add(ranked)
            _similar(memory, query, threshold, found)
    return found.matches


def find_in(memories: Iterable[Memory], query: Query, *, threshold: int, limit: int) -> list[Match]:
    """The matches of several memories, best first; among equals those of the memory named first.

    Each memory's own penalty makes its role: a project's memory has none, an older or borrowed one some points.
    """
    found: list[Match] = []
    for memory in memories:
        found += memory.find(query, threshold=threshold, limit=limit)
    seen = set()
    kept = []
    for match in sorted(found, key=lambda match: -match.score):
        if (match.source, match.target) not in seen:
            seen.add((match.source, match.target))
            kept.append(match)
    return kept[:limit]


def some_match(memory: Memory, query: Query, *, threshold: int) -> Match | None:
    """A match at or above a threshold, whichever: None only when the memory has none.

    For who wants to know in which band the best match is and knows that there is none in a better band. At low
    thresholds this is a few times as quick as `find`.
    """
    if not query.text:
        return None
    with memory.store.reading():
        view = memory.index_view(base(query.source_language))
        for look in (view.closest, view.search):
            for variant, score in look(query.text, threshold):
                for ranked in _ranked(memory, query, [variant], score):
                    if ranked.match.score >= threshold:
                        return ranked.match
    return None


class _Best:
    """The best matches so far, one for each pair of source and target."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._by_pair: dict[tuple[str, str], _Ranked] = {}
        self._targets: set[str] = set()

    def add(self, ranked: _Ranked) -> bool:
        """Take a match in; whether it says something that none before it did."""
        match = ranked.match
        known = self._by_pair.get((match.source, match.target))
        if known is None or ranked.order < known.order:
            self._by_pair[match.source, match.target] = ranked
        new = not (ranked.complete and match.target in self._targets)
        self._targets.add(match.target)
        return new

    @property
    def _sorted(self) -> list[_Ranked]:
        kept: list[_Ranked] = []
        targets: set[str] = set()
        for ranked in sorted(self._by_pair.values(), key=lambda ranked: ranked.order):
            # With the query's own numbers put in, units of one shape all say the same.
            if not (ranked.complete and ranked.match.target in targets):
                kept.append(ranked)
                targets.add(ranked.match.target)
                if len(kept) == self._limit:
                    break
        return kept

    def closed_to(self, score: int, unit: int) -> bool:
        """Whether a match of this score and out of this unit, or an older one, comes too late."""
        best = self._sorted
        return len(best) == self._limit and best[-1].order <= (-score, 0, -unit)

    @property
    def matches(self) -> list[Match]:
        return [ranked.match for ranked in self._sorted]


def _equal(memory: Memory, query: Query) -> Iterable[_Ranked]:
    language = base(query.source_language)
    for row in memory.store.exact([hash64(query.text)]):
        if row.base == language and normalise(variant_from(row).marked) == query.text:
            yield from _ranked(memory, query, [row.id], EXACT)


def _same_shape(memory: Memory, query: Query) -> Iterable[_Ranked]:
    """Units that say the same but for numbers, dates, times and links, and whose target takes those of the query."""
    masked = mask(query.text, query.source_language)
    if masked is None:
        return
    language = base(query.source_language)
    for row in memory.store.shaped(hash64(masked), SAME_SHAPE):
        text = normalise(variant_from(row).marked) if row.base == language else ""
        if text and text != query.text and mask(text, query.source_language) == masked:
            for ranked in _ranked(memory, query, [row.id], EXACT - 1):
                if ranked.complete:
                    yield ranked


def _similar(memory: Memory, query: Query, threshold: int, found: _Best) -> None:
    hits = iter(memory.index_view(base(query.source_language)).search(query.text, threshold))
    said_before = 0
    skipped: set[int] = set()
    for score, group in groupby(hits, key=lambda hit: hit[1]):
        if score == EXACT:
            continue
        variants = (variant for variant, _ in group if variant not in skipped)
        while part := list(islice(variants, AT_ONCE)):
            # Penalties only lower a score, and the newest of a score come first: nothing below matters any more.
            if found.closed_to(score, part[0] >> VARIANT_BITS):
                return
            for ranked in _ranked(memory, query, part, score):
                if ranked.match.score >= threshold and not found.add(ranked):
                    said_before += 1
            if said_before >= SAME_SHAPE and not skipped:
                masked = mask(query.text, query.source_language)
                skipped = set() if masked is None else memory.store.with_shape(hash64(masked))


def _ranked(memory: Memory, query: Query, variants: Sequence[int], score: int) -> Iterable[_Ranked]:
    positions: dict[int, list[int]] = {}
    for number in variants:
        positions.setdefault(number >> VARIANT_BITS, []).append(number & ((1 << VARIANT_BITS) - 1))
    for row, rows in memory.store.units(list(positions)):
        unit = unit_from(row, rows)
        for position in positions[row.id]:
            source = next(
                (variant for variant, kept in zip(unit.variants, rows, strict=True) if _position(kept) == position),
                None,
            )
            target = unit.variant(query.target_language)
            if source is not None and target is not None and target.content and target is not source:
                yield _judge(memory, query, unit, source, target, score)


def _position(row: VariantRow) -> int:
    return row.id & ((1 << VARIANT_BITS) - 1)


def _judge(
    memory: Memory, query: Query, unit: TranslationUnit, source: Variant, target: Variant, score: int
) -> _Ranked:
    differs = changes(query.source, source)
    context = _context(query, unit) if score == EXACT else 0
    penalties = list(_penalties(memory, query, unit, source, target))
    formal = formal_penalty(differs)
    adapted = Adapted(target.rendered, (), complete=False)
    if "numbers" in differs or "tags" in differs:
        adapted = adapt(query.source, source.rendered, target.rendered, query.source_language, target.language)
    complete = adapted.complete and differs == ("numbers",)
    if complete:
        # A difference in numbers alone, and the target has them all: equal, but for the point that it costs.
        score = EXACT
    if formal is not None:
        penalties.append(formal)
    lost = sum(penalty.points for penalty in penalties)
    kind: Literal["context", "exact", "fuzzy"] = "fuzzy"
    if score == EXACT and formal is None:
        kind = "context" if context == _ALL_OF_IT else "exact"
    reached = CONTEXT if kind == "context" and not lost else max(0, score - lost)
    match = Match(
        reached,
        kind,
        source.rendered,
        adapted.target,
        memory.name,
        unit.unit_id,
        iso_date(unit.info.changed or unit.info.created or source.info.changed or source.info.created),
        tuple(penalties),
        tuple(differences(query.source, source.rendered)),
        differs,
        adapted.changes,
        unit,
    )
    return _Ranked(match, context, complete)


def _penalties(
    memory: Memory, query: Query, unit: TranslationUnit, source: Variant, target: Variant
) -> Iterable[Penalty]:
    if memory.penalty:
        yield Penalty("memory", memory.penalty)
    own = unit.info.prop(UNIT_PENALTY)
    if own is not None and own.strip().isdecimal():
        yield Penalty("unit", int(own))
    if memory.language_penalty and (
        regions_differ(query.source_language, source.language) or regions_differ(query.target_language, target.language)
    ):
        yield Penalty("language", memory.language_penalty)
    if memory.reversed_penalty and unit.reversed_for(query.source_language):
        yield Penalty("reversed", memory.reversed_penalty)


_ALL_OF_IT = 2


def _context(query: Query, unit: TranslationUnit) -> int:
    """How much of the context agrees: 2 all of it (both neighbours, or the key), 1 one neighbour, 0 nothing."""
    if query.key is not None and unit.key == query.key:
        return _ALL_OF_IT
    sides = 0
    if query.previous is not None and unit.previous is not None:
        sides += normalise(query.previous) == normalise(unit.previous)
    if query.following is not None and unit.following is not None:
        sides += normalise(query.following) == normalise(unit.following)
    return sides
