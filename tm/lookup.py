"""Look a text up in one memory or in several: equal texts by hash, similar ones through the index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import TYPE_CHECKING, Literal

from tm.adapt import Adapted, adapt
from tm.language import base, regions_differ
from tm.match import Match
from tm.notation import mask, values
from tm.score import CONTEXT, EXACT, LOWEST_THRESHOLD, Penalty, changes, differences, formal_penalty, normalise
from tm.store.base import VARIANT_BITS, VariantRow
from tm.store.rows import hash64, iso_date, unit_from
from tm.unit import TranslationUnit, Variant

if TYPE_CHECKING:
    from tm.memory import Memory

FEW = 8
"""Up to so many units that differ in their values alone are looked at each; among more of them one speaks for all that
give the same target, see `tm.shapes`."""

AT_ONCE = 50
"""So many units of the same score are looked at before it is asked whether more of them can matter."""

MOST_AT_ONCE = 1000
"""So many equal ones are read at once when there are many."""

UNIT_PENALTY = "x-penalty"
"""The property by which a unit carries a penalty of its own (whole points)."""

_OF_A_UNIT = {"unit", "reversed"}
"""Reasons for penalties that a unit can have and another one with the same texts and languages not."""


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

    @property
    def in_context(self) -> bool:
        """Whether something is known about where the text stands."""
        return (self.previous, self.following, self.key) != (None, None, None)


_Order = tuple[int, int, int]
"""What matches are sorted by, see `_Ranked`; the best is the smallest."""


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A match with what it is sorted by: the score, how much of the context agrees, how new it is.

    `complete` says that it differs in values alone, and that its target has all of the query's; `formal` is what its
    form costs, and `text` a hash of its normalised source.
    """

    match: Match
    context: int
    complete: bool
    formal: int
    text: int

    @property
    def order(self) -> _Order:
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


def find(memory: Memory, query: Query, *, threshold: int, limit: int) -> list[Match]:
    """The matches of one memory, best first; see `Memory.lookup`."""
    check_arguments(threshold, limit)
    found = _Best(threshold, limit)
    if query.text:
        _equal(memory, query, found)
        if threshold < EXACT and not found.closed_to((memory.penalty - EXACT + 1, 0, -_NEWEST)):
            done = _same_shape(memory, query, found)
            _similar(memory, query, found, done)
    return found.matches


_NEWEST = 1 << 63
"""Above the number of each unit."""


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
                for ranked in _ranked(memory, query, [variant], score, {}):
                    if ranked.match.score >= threshold:
                        return ranked.match
    return None


class _Best:
    """The best matches so far, one for each pair of source and target."""

    def __init__(self, threshold: int, limit: int) -> None:
        self.threshold = threshold
        self._limit = limit
        self._by_pair: dict[tuple[str, str], _Ranked] = {}
        self._kept: list[_Ranked] | None = []

    def add(self, ranked: _Ranked) -> None:
        """Take a match in, if it reaches the threshold."""
        match = ranked.match
        if match.score < self.threshold:
            return
        known = self._by_pair.get((match.source, match.target))
        if known is None or ranked.order < known.order:
            self._by_pair[match.source, match.target] = ranked
            self._kept = None

    @property
    def _sorted(self) -> list[_Ranked]:
        if self._kept is not None:
            return self._kept
        kept: list[_Ranked] = []
        targets: set[str] = set()
        for ranked in sorted(self._by_pair.values(), key=lambda ranked: ranked.order):
            # With the query's own numbers put in, units of one shape all say the same.
            if not (ranked.complete and ranked.match.target in targets):
                kept.append(ranked)
                targets.add(ranked.match.target)
                if len(kept) == self._limit:
                    break
        # Nothing that comes later makes way for what comes too late now.
        self._by_pair = {(ranked.match.source, ranked.match.target): ranked for ranked in kept}
        self._kept = kept
        return kept

    def closed_to(self, order: _Order) -> bool:
        """Whether a match of this order, or any after it, comes too late."""
        best = self._sorted
        return len(best) == self._limit and best[-1].order <= order

    @property
    def matches(self) -> list[Match]:
        return [ranked.match for ranked in self._sorted]


_Said = dict[tuple[object, ...], int]
"""What the units that were looked at say, with how much of the context of one of them agrees."""


def _equal(memory: Memory, query: Query, found: _Best) -> None:
    """Units with the text itself, the newest first; headings and answers stand in a memory by the thousand."""
    left = sorted(memory.store.with_exact(hash64(query.text)), reverse=True)
    said: _Said = {}
    size = AT_ONCE
    while left:
        if not query.in_context and found.closed_to((memory.penalty - EXACT, 0, -(left[0] >> VARIANT_BITS))):
            return
        for ranked in _ranked(memory, query, left[:size], EXACT, said, found):
            found.add(ranked)
        left, size = left[size:], min(2 * size, MOST_AT_ONCE)


def _same_shape(memory: Memory, query: Query, found: _Best) -> set[int]:
    """Take in units that say the same but for their values, and whose target takes those of the query.

    Returns:
        The variants that need no looking at any more: these, and those that give the same target as one of these.
    """
    masked = mask(query.text, query.source_language)
    if masked is None:
        return set()
    shape = hash64(masked)
    numbers = memory.store.with_shape(shape)
    if len(numbers) <= FEW:
        groups = [[number] for number in reversed(numbers)]
    else:
        languages = (query.source_language, query.target_language)
        asked = values(query.source, query.source_language)
        groups = memory.shapes.alike(memory.store, shape, numbers, asked, languages)
    done: set[int] = set()
    for group in groups:
        if found.closed_to((memory.penalty - EXACT + 1, 0, -(group[-1] >> VARIANT_BITS))):
            break
        if _best_of(memory, query, group, found):
            done.update(group)
    return done


def _best_of(memory: Memory, query: Query, group: Sequence[int], found: _Best) -> bool:
    """Take in the best of variants that all give the same target; whether they do so with all values of the query.

    They differ in their penalties: the newest is the best, unless it has one that another need not have.
    """
    end, size = len(group), 1
    complete = False
    while end > 0:
        ranked = list(_ranked(memory, query, group[max(0, end - size) : end], EXACT - 1, {}))
        if not all(one.complete for one in ranked):
            return False
        for one in ranked:
            found.add(one)
            complete = True
        if any(not _OF_A_UNIT.intersection(penalty.reason for penalty in one.match.penalties) for one in ranked):
            break
        end -= size
        size = AT_ONCE
    return complete


def _similar(memory: Memory, query: Query, found: _Best, done: set[int]) -> None:
    hits = iter(memory.index_view(base(query.source_language)).search(query.text, found.threshold))
    said: _Said = {}
    of_text: Counter[int] = Counter()
    skipped = set(done)
    for score, group in groupby(hits, key=lambda hit: hit[1]):
        if score == EXACT:
            continue
        lost = memory.penalty - score
        variants = (variant for variant, _ in group if variant not in skipped)
        while part := list(islice(variants, AT_ONCE)):
            # Penalties only lower a score, and the newest of a score come first: nothing below matters any more.
            if found.closed_to((lost, 0, -(part[0] >> VARIANT_BITS))):
                return
            for ranked in _ranked(memory, query, part, score, said):
                found.add(ranked)
                of_text[ranked.text] += 1
                late = (lost + ranked.formal, 0, -ranked.match.unit_id)
                if of_text[ranked.text] % AT_ONCE == 0 and found.closed_to(late):
                    # All further units with this source are older, and cost at least as much.
                    skipped |= set(memory.store.with_exact(ranked.text))


def _ranked(
    memory: Memory, query: Query, variants: Sequence[int], score: int, said: _Said, found: _Best | None = None
) -> Iterator[_Ranked]:
    """Judge units by the numbers of their sources, the newest first.

    Left out are those that say what newer ones, here or in `said`, have said in no less of the context, and of equal
    ones those that come too late for `found`.
    """
    positions: dict[int, list[int]] = {}
    for number in variants:
        positions.setdefault(number >> VARIANT_BITS, []).append(number & ((1 << VARIANT_BITS) - 1))
    in_context = score == EXACT and query.in_context
    for row, rows in reversed(memory.store.units(list(positions))):
        unit: TranslationUnit | None = None
        trusted = UNIT_PENALTY not in (row.extra or "").lower()
        texts = tuple((kept.language, kept.text, kept.content) for kept in rows)
        for position in positions[row.id]:
            what = (row.source_language, texts, position)
            known = said.get(what)
            if known is not None and not in_context:
                continue
            unit = unit or unit_from(row, rows)
            context = _context(query, unit) if in_context else 0
            if known is not None and known >= context:
                continue
            pairs = zip(unit.variants, rows, strict=True)
            source, text = next(((own, kept.exact) for own, kept in pairs if _position(kept) == position), (None, 0))
            target = unit.variant(query.target_language)
            if source is None or target is None or not target.content or target is source:
                continue
            if score == EXACT:
                if base(source.language) != base(query.source_language) or normalise(source.marked) != query.text:
                    continue
                reach = CONTEXT if context == _ALL_OF_IT and not memory.penalty else EXACT - memory.penalty
                if found is not None and found.closed_to((-reach, -context, -unit.unit_id)):
                    continue
            if trusted:
                said[what] = context
            yield _judge(memory, query, unit, (source, target), score, context, text)


def _position(row: VariantRow) -> int:
    return row.id & ((1 << VARIANT_BITS) - 1)


def _judge(
    memory: Memory,
    query: Query,
    unit: TranslationUnit,
    pair: tuple[Variant, Variant],
    score: int,
    context: int,
    text: int,
) -> _Ranked:
    source, target = pair
    differs = changes(query.source, source)
    penalties = list(_penalties(memory, query, unit, source, target))
    formal = formal_penalty(differs)
    adapted = Adapted(target.rendered, (), complete=False)
    if "numbers" in differs or "tags" in differs:
        adapted = adapt(query.source, source.rendered, target.rendered, query.source_language, target.language)
    complete = adapted.complete and differs == ("numbers",) and _same_but_for_values(query, source)
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
    return _Ranked(match, context, complete, 0 if formal is None else formal.points, text)


def _same_but_for_values(query: Query, source: Variant) -> bool:
    language = query.source_language
    if base(source.language) != base(language):
        return False
    return mask(query.text, language) == mask(normalise(source.marked), language)


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
