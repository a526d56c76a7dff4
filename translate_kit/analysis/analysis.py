"""How much work a job is: every segment in one band, by what a memory, or the job itself, already has of it.

The order of the bands decides, as in Trados Studio: what is locked; a match in context; what was there earlier in the
job; numbers alone; the best match of a memory; the nearest earlier segment, where that is in a better band; nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

from tm.score import CONTEXT, EXACT, LOWEST_THRESHOLD, normalise
from translate_kit.analysis.bands import BANDS, FUZZY, band_of
from translate_kit.analysis.count import Volume, count, numbers_only
from translate_kit.analysis.rates import RateCard
from translate_kit.data import Segment
from translate_kit.segment import one_line, with_neighbours

if TYPE_CHECKING:
    from tm.lookup import Query
    from tm.memory import Memory

_QUICK = 75
"""From this threshold on a lookup takes half a millisecond among 100,000 units; at 50 it takes sixteen."""
_NOTHING = Volume()


class Judged(NamedTuple):
    """A segment with its band.

    Attributes:
        document: its document.
        segment: its id.
        band: the id of its band.
        volume: how much it is.
    """

    document: str
    segment: str
    band: str
    volume: Volume


@dataclass(frozen=True, slots=True)
class Part:
    """A document of the job, or all of it.

    Attributes:
        name: of the document.
        volumes: band → how much is in it; every band is there.
        card: what it is priced by.
        whole: whether it is the whole job.
    """

    name: str
    volumes: Mapping[str, Volume]
    card: RateCard
    whole: bool = False

    @property
    def volume(self) -> Volume:
        """All bands together."""
        return _sum(self.volumes.values())

    @property
    def weighted_words(self) -> Decimal:
        """Words by their weights, in new words; exact."""
        return sum((self.card.weighted(band, one.words) for band, one in self.volumes.items()), Decimal(0))

    @property
    def hours(self) -> Decimal:
        """How long they take a person, to the hundredth of an hour."""
        return self.card.hours(self.weighted_words)


@dataclass(frozen=True, slots=True)
class Analysis:
    """The analysis of a job.

    Attributes:
        parts: its documents, in order.
        judged: its segments, in order.
        card: what it is priced by.
        source_language: BCP 47.
        target_language: BCP 47.
        memories: the names of the memories that were asked.
        lowest: the lowest match score that was looked for.
        internal: whether earlier segments of the job were looked at.
    """

    parts: tuple[Part, ...]
    judged: tuple[Judged, ...]
    card: RateCard
    source_language: str
    target_language: str
    memories: tuple[str, ...]
    lowest: int
    internal: bool

    @property
    def total(self) -> Part:
        """All documents together."""
        volumes = {band.id: _sum(part.volumes[band.id] for part in self.parts) for band in BANDS}
        return Part("total", volumes, self.card, whole=True)

    def price(self, part: Part | None = None, band: str | None = None) -> Decimal | None:
        """What a document or all of them, a band or all of them, costs; None without a price in the rate card.

        Each band of each document is rounded to the smallest coin, and everything else is a sum of these: what a report
        shows adds up in every direction. The minimum of the rate card is not in it, see `total_price`.
        """
        if self.card.price_per_word is None:
            return None
        cells = (
            self.card.money(self.card.weighted(name, volume.words))
            for one in (self.parts if part is None or part.whole else (part,))
            for name, volume in one.volumes.items()
            if band in (None, name)
        )
        return self.card.rounded(sum((cell for cell in cells if cell is not None), Decimal(0)))

    @property
    def total_price(self) -> Decimal | None:
        """What the job costs, its minimum included."""
        price = self.price()
        return None if price is None else max(price, self.card.rounded(self.card.minimum))


def analyse(
    segments: Sequence[Segment],
    *,
    memories: Sequence[Memory] = (),
    card: RateCard | None = None,
    source_language: str = "nl",
    target_language: str = "en",
    internal: bool = True,
    lowest: int = LOWEST_THRESHOLD,
    recorded: Mapping[tuple[str, str], int] | None = None,
    progress: Callable[[int], None] = lambda _segments: None,
) -> Analysis:
    """Find the band of every segment of a job.

    Args:
        segments: in the order of their documents; `document` says which one each belongs to.
        memories: open memories; each with its penalty.
        card: what to price by; None for the default weights without a price.
        source_language: of the segments.
        target_language: what the memories' units must have.
        internal: also look for the nearest earlier segment of the job.
        lowest: the lowest match score that counts, 50 or 75; below it everything is new. The matches from 50 to 74 take
            most of the time, as hardly anything can be ruled out for them.
        recorded: document and id → the match score of a segment, as it was found when the work began, for a job whose
            memory has grown meanwhile; the others have none. The memories are not asked then.
        progress: told how many more segments have been looked up.

    Raises:
        ValueError: another `lowest`.
    """
    if lowest not in (50, 75):
        raise ValueError(f"lowest is {lowest}: 50 or 75 was expected")
    card = card or RateCard()
    texts = [normalise(one_line(segment.source)) for segment in segments]
    first: dict[str, int] = {}
    for number, text in enumerate(texts):
        if text and not segments[number].locked:
            first.setdefault(text, number)
    bands: list[str] = []
    scores: dict[int, int] = {}
    for number, (before, segment, after) in enumerate(with_neighbours(segments)):
        band = ""
        if segment.locked:
            band = "locked"
        elif not texts[number]:
            band = "new"
        else:
            repeated = first[texts[number]] != number
            if recorded is not None:
                score = recorded.get((segment.document, segment.id), 0)
            else:
                query = _query(before, segment, after, source_language, target_language)
                score = _score(memories, query, lowest, exact=repeated)
            if score == CONTEXT:
                band = "context"
            elif repeated:
                same = segments[first[texts[number]]].document == segment.document
                band = "repetition" if same else "repetition-across"
            elif numbers_only(segment.source):
                band = "numbers"
            else:
                scores[number] = score
        bands.append(band)
        progress(1)
    near = _internal(texts, first, scores, lowest) if internal else {}
    for number, score in scores.items():
        found = near.get(number, 0)
        bands[number] = band_of(found, internal=True) if found > score else band_of(score)
    judged = tuple(
        Judged(segment.document, segment.id, band, count(segment.source, hyphens=card.hyphens))
        for segment, band in zip(segments, bands, strict=True)
    )
    names = tuple(memory.name for memory in memories)
    return Analysis(_parts(judged, card), judged, card, source_language, target_language, names, lowest, internal)


def _query(
    before: Segment | None, segment: Segment, after: Segment | None, source_language: str, target_language: str
) -> Query:
    from tm.lookup import Query

    return Query(
        one_line(segment.source),
        source_language,
        target_language,
        one_line(before.source) if before else "",
        one_line(after.source) if after else "",
        segment.key or None,
    )


def _score(memories: Sequence[Memory], query: Query, lowest: int, *, exact: bool) -> int:
    """The best match score of all memories, 0 below the lowest; exact where only a match in context counts.

    Below 75 it is the score of some match, which is in the same band.
    """
    from tm.lookup import some_match

    best = 0
    for memory in memories:
        threshold = CONTEXT if exact else max(_QUICK, best + 1) if best < EXACT else CONTEXT
        matches = memory.find(query, threshold=threshold, limit=1)
        best = max([best, *(match.score for match in matches)])
    if best or exact or lowest >= _QUICK:
        return best
    some = (some_match(memory, query, threshold=lowest) for memory in memories)
    return next((min(match.score, _QUICK - 1) for match in some if match is not None), 0)


def _internal(texts: Sequence[str], first: Mapping[str, int], scores: Mapping[int, int], lowest: int) -> dict[int, int]:
    """For segments that a better band than the memory's can still be found for: the band of the nearest earlier one."""
    from translate_kit.analysis.nearest import SMALL, Earlier

    lows = [band.low for band in FUZZY if band.low is not None and band.low >= lowest]
    earlier = Earlier(list(first))
    places = {number: place for place, number in enumerate(first.values())}

    def best(number: int) -> tuple[int, int]:
        better = [low for low in lows if low > scores[number]]
        return number, earlier.best(places[number], better)

    if len(scores) <= SMALL:
        return dict(map(best, scores))
    from concurrent.futures import ThreadPoolExecutor

    # numpy and rapidfuzz let go of Python's lock while they work.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(pool.map(best, scores))


def _parts(judged: Sequence[Judged], card: RateCard) -> tuple[Part, ...]:
    volumes: dict[str, dict[str, Volume]] = {}
    for one in judged:
        own = volumes.setdefault(one.document, {band.id: _NOTHING for band in BANDS})
        own[one.band] = own[one.band].plus(one.volume)
    return tuple(Part(name, own, card) for name, own in volumes.items())


def _sum(volumes: Iterable[Volume]) -> Volume:
    return reduce(Volume.plus, volumes, _NOTHING)
