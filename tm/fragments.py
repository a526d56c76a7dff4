"""Fragments: the longest parts of a text that a memory knows, with what they probably became."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from tm.concordance import Passage, Search, fold
from tm.language import base
from tm.store.base import VARIANT_BITS
from tm.store.rows import iso_date, unit_from

if TYPE_CHECKING:
    from tm.memory import Memory
    from tm.unit import TranslationUnit

COUNTED = 1000
"""Units with a fragment are counted up to here."""

LEARNT_FROM = 60
"""So many of the newest units with a fragment show what it became, and stand for it among those that are aligned."""

BESIDE = 20
"""Units for each word of a fragment by itself: they tell its translation from that of its neighbours."""

MAX_WORDS = 80
"""Longer texts are not aligned: their words go with anything."""

PROPOSALS = 3
"""Translations of a fragment at most."""

LIKELY = 0.5
"""A target word belongs to a fragment when it is more likely than this that a word of the fragment made it."""

SAMPLED, WINDOWS = 1000, 20
COMMON_SHARE, COMMON_COUNT = 0.02, 20
"""A word is common when it is in this share of a sample of texts, and in so many of them."""

_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
_STOP = re.compile(r"[.!?;:…]")


@dataclass(frozen=True, slots=True)
class Translation:
    """What a fragment probably became.

    Attributes:
        text: as it is written most often.
        count: in how many of the units that were looked at.
        confidence: 0-1: the share of these units, each weighed by how certain the links between the words are.
    """

    text: str
    count: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of a text that a memory knows, and that is in no longer part that it knows.

    Attributes:
        text: as it stands in the text.
        start: its first character there.
        end: one past the last.
        words: how many words it has.
        count: how many units have it in their source; `COUNTED` when there are more.
        translations: the likeliest first; empty when the units do not show any.
        contexts: some of the units, the newest first.
    """

    text: str
    start: int
    end: int
    words: int
    count: int
    translations: tuple[Translation, ...]
    contexts: tuple[Passage, ...]

    def as_json(self) -> dict[str, Any]:
        """The fragment as `tm fragments --json` prints it."""
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "words": self.words,
            "count": self.count,
            "translations": [
                {"text": one.text, "count": one.count, "confidence": one.confidence} for one in self.translations
            ],
            "contexts": [passage.as_json() for passage in self.contexts],
        }


class _Word(NamedTuple):
    """A word of a text: as it is compared, and where it stands."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Pair:
    """A unit with the words of both its texts."""

    memory: Memory
    unit: TranslationUnit
    source: str
    target: str
    source_words: tuple[_Word, ...]
    target_words: tuple[_Word, ...]


_Key = tuple[int, int]
"""A unit of one of several memories: the number of the memory, and that of the unit."""


def find_fragments(
    memories: Sequence[Memory],
    text: str,
    *,
    source_language: str = "nl",
    target_language: str = "en",
    limit: int = 10,
    contexts: int = 3,
) -> list[Fragment]:
    """Find the longest parts of a text that stand word by word in sources of the memories.

    A part is known when its words follow each other in a source, whatever their case, accents and the punctuation
    between them; it ends where a sentence does. Parts of one or two words are left out when each of them is so
    frequent in the memory that it says nothing, and so are numbers. What became of a part is learnt from the newest
    units with it and with its words, by aligning them (see `tm.alignment`).

    Args:
        memories: to be searched; units that several of them have count in each.
        text: HTML-like mark-up in it is passed over.
        source_language: of the text.
        target_language: of the translations.
        limit: how many parts at most.
        contexts: how many units with each part at most.

    Returns:
        The parts with the most words first, then in their order in the text. They may overlap, but none lies within
        another.

    Raises:
        ValueError: a limit under 1, or a negative number of contexts.
    """
    if limit < 1 or contexts < 0:
        raise ValueError(f"limit {limit}, contexts {contexts}: at least 1 and 0 were expected")
    masked = _MARKUP.sub(lambda match: " " * len(match.group()), text)
    words = _words(masked)
    with ExitStack() as stack:
        for memory in memories:
            stack.enter_context(memory.store.reading())
        source = _Sources(memories, source_language, target_language)
        runs = list(_known_runs(words, masked, source))
        if not runs:
            return []
        common = source.common_words()
        runs = [run for run in runs if _says_something([word.folded for word in words[run[0] : run[1]]], common)]
        runs = sorted(runs, key=lambda run: (run[0] - run[1], run[0]))[:limit]
        found = [source.with_run([word.folded for word in words[first:last]]) for first, last in runs]
        beside = {word.folded for first, last in runs for word in words[first:last]} - common
        source.add_beside(sorted(beside))
        translations = _translations(found, source)
    fragments = []
    for (first, last), run, became in zip(runs, found, translations, strict=True):
        start, end = words[first].start, words[last - 1].end
        fragments.append(
            Fragment(
                text[start:end],
                start,
                end,
                last - first,
                run.count,
                became,
                tuple(_passage(source.pairs[key], spans) for key, spans in list(run.places.items())[:contexts]),
            )
        )
    return fragments


def _words(text: str) -> list[_Word]:
    if text.isascii():
        return [_Word(match.group(), match.start(), match.end()) for match in _WORD.finditer(text.lower())]
    return [_Word(fold(match.group()), match.start(), match.end()) for match in _WORD.finditer(text)]


def _known_runs(words: Sequence[_Word], text: str, source: _Sources) -> Iterator[tuple[int, int]]:
    """The runs of words that are known and lie in no longer one, as (first, one past the last).

    Every part of a run that is known is known itself, so the ends only move to the right: at most two questions a word.
    """
    end = reached = 0
    for first in range(len(words)):
        end = max(end, first)
        while end < len(words) and (end == first or not _STOP.search(text[words[end - 1].end : words[end].start])):
            if not source.knows([word.folded for word in words[first : end + 1]]):
                break
            end += 1
        if end > max(first, reached):
            yield first, end
            reached = end


def _says_something(run: Sequence[str], common: set[str]) -> bool:
    if all(word.isdecimal() for word in run):
        return False
    return len(run) > 2 or any(word not in common and not word.isdecimal() and len(word) > 1 for word in run)


@dataclass(slots=True)
class _Run:
    """A run of words and the units that have it.

    Attributes:
        words: as they are compared.
        count: how many units there are, at most `COUNTED`.
        places: the newest of them, with where the run stands in the source.
    """

    words: tuple[str, ...]
    count: int
    places: dict[_Key, tuple[tuple[int, int], ...]]


class _Sources:
    """The sources of several memories, and the units that were taken out of them.

    Attributes:
        pairs: the units so far.
    """

    def __init__(self, memories: Sequence[Memory], source_language: str, target_language: str) -> None:
        self._memories = memories
        self._base = base(source_language)
        self._languages = source_language, target_language
        self.pairs: dict[_Key, _Pair] = {}

    def knows(self, words: Sequence[str]) -> bool:
        """Whether a source has these words in a row."""
        wanted = _search(words)
        for memory in self._memories:
            for most in (4, COUNTED):
                rows = memory.store.with_words(self._base, [words], most)
                if any(wanted.spans(row.text) for row in rows):
                    return True
                if len(rows) < most:
                    break
        return False

    def common_words(self) -> set[str]:
        """The words that many texts have, by a sample from all over the memories."""
        seen: Counter[str] = Counter()
        texts = 0
        for memory in self._memories:
            last = memory.store.last_unit()
            sample = {}
            for window in range(WINDOWS):
                after = last * window // WINDOWS << VARIANT_BITS
                for row in memory.store.variants_after(self._base, after, SAMPLED // WINDOWS):
                    sample[row.id] = row.text
            texts += len(sample)
            for text in sample.values():
                seen.update(set(_WORD.findall(fold(text))))
        lowest = max(COMMON_COUNT, COMMON_SHARE * texts)
        return {word for word, count in seen.items() if count >= lowest}

    def with_run(self, words: Sequence[str]) -> _Run:
        """The units that have a run of words in their source."""
        wanted = _search(words)
        run = _Run(tuple(words), 0, {})
        for number, memory in enumerate(self._memories):
            rows = memory.store.with_words(self._base, [words], COUNTED)
            spans = {row.id >> VARIANT_BITS: wanted.spans(row.text) for row in rows}
            units = [unit for unit, places in spans.items() if places]
            run.count += len(units)
            self._take(number, units[:LEARNT_FROM])
            for unit in units[:LEARNT_FROM]:
                if (number, unit) in self.pairs:
                    places = wanted.spans(self.pairs[number, unit].source)
                    if places:
                        run.places[number, unit] = places
        run.count = min(run.count, COUNTED)
        return run

    def add_beside(self, words: Sequence[str]) -> None:
        """Take some units for each word."""
        for number, memory in enumerate(self._memories):
            numbers = [
                row.id >> VARIANT_BITS
                for word in words
                for row in memory.store.with_words(self._base, [[word]], BESIDE)
            ]
            self._take(number, numbers)

    def _take(self, number: int, units: Iterable[int]) -> None:
        memory = self._memories[number]
        fresh = [unit for unit in dict.fromkeys(units) if (number, unit) not in self.pairs]
        for row, variants in memory.store.units(fresh):
            unit = unit_from(row, variants)
            source, target = (unit.variant(language) for language in self._languages)
            if source is not None and target is not None and source is not target and source.text and target.text:
                words = tuple(_words(source.text)), tuple(_words(target.text))
                self.pairs[number, row.id] = _Pair(memory, unit, source.text, target.text, *words)


def _search(words: Sequence[str]) -> Search:
    return Search(f'"{" ".join(words)}"')


def _translations(runs: Sequence[_Run], source: _Sources) -> list[tuple[Translation, ...]]:
    from tm.alignment import Alignment

    texts: dict[tuple[str, str], int] = {}
    numbers: dict[_Key, int] = {}
    for key, pair in source.pairs.items():
        if 0 < len(pair.source_words) <= MAX_WORDS and 0 < len(pair.target_words) <= MAX_WORDS:
            # The same pair of texts again, as in several memories, teaches nothing new.
            numbers[key] = texts.setdefault((pair.source, pair.target), len(texts))
    aligned = {number: source.pairs[key] for key, number in numbers.items()}
    alignment = Alignment(
        [[word.folded for word in aligned[number].source_words] for number in range(len(texts))],
        [[word.folded for word in aligned[number].target_words] for number in range(len(texts))],
    )
    found = []
    for run in runs:
        votes: dict[tuple[str, ...], list[tuple[str, float]]] = {}
        looked_at = 0
        for key in run.places:
            if key not in numbers:
                continue
            looked_at += 1
            pair = source.pairs[key]
            folded = [word.folded for word in pair.source_words]
            first = _place(folded, run.words)
            values = alignment.links(numbers[key])[:, first : first + len(run.words)].sum(axis=1).tolist()
            begin, end = _likeliest(values, 2 * len(run.words) + 3)
            if begin < end:
                chosen = pair.target_words[begin:end]
                certainty = min(1.0, sum(values[begin:end]) / (end - begin))
                text = pair.target[chosen[0].start : chosen[-1].end]
                votes.setdefault(tuple(word.folded for word in chosen), []).append((text, certainty))
        found.append(_ranked(votes, looked_at))
    return found


def _place(words: Sequence[str], run: Sequence[str]) -> int:
    size = len(run)
    return next(at for at in range(len(words) - size + 1) if tuple(words[at : at + size]) == tuple(run))


def _likeliest(values: Sequence[float], longest: int) -> tuple[int, int]:
    """The words in a row that belong to a fragment: the run with the highest sum above `LIKELY`; empty for none."""
    best, best_sum = (0, 0), 0.0
    for begin in range(len(values)):
        total = 0.0
        for end in range(begin, min(begin + longest, len(values))):
            total += values[end] - LIKELY
            if total > best_sum:
                best, best_sum = (begin, end + 1), total
    return best


def _ranked(votes: dict[tuple[str, ...], list[tuple[str, float]]], looked_at: int) -> tuple[Translation, ...]:
    proposals = [
        Translation(_usual([text for text, _ in cast]), len(cast), round(sum(sure for _, sure in cast) / looked_at, 3))
        for cast in votes.values()
    ]
    proposals.sort(key=lambda one: (-one.confidence, -one.count, one.text))
    return tuple(proposals[:PROPOSALS])


def _usual(texts: Sequence[str]) -> str:
    """The commonest spelling; one with a capital only for its place in the sentence gives way to that without."""
    small = {text for text in texts if not text[:1].isupper()}
    counts = Counter(text[:1].lower() + text[1:] if text[:1].lower() + text[1:] in small else text for text in texts)
    return min(counts, key=lambda text: (-counts[text], len(text), text))


def _passage(pair: _Pair, spans: tuple[tuple[int, int], ...]) -> Passage:
    unit = pair.unit
    source = next(variant for variant in unit.variants if variant.text == pair.source)
    target = next(variant for variant in unit.variants if variant.text == pair.target)
    return Passage(
        pair.memory.name,
        unit.unit_id,
        source.language,
        pair.source,
        spans,
        ((target.language, pair.target),),
        iso_date(unit.info.changed or unit.info.created),
    )
