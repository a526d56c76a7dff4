"""The same source words translated in two ways: repeated segments, and a pull quote beside the sentence it quotes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from typing import ClassVar

from translate_kit.data import Finding, Severity
from translate_kit.qa.check import Check, Example, Pair
from translate_kit.qa.text import shown

_BEFORE = (("Maar een façade waarachter mensen verdwijnen, is ook een gebouw.",
            "But a façade behind which people disappear is a building too."),)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Repetitions(Check):
    """The same source, another target."""

    id: ClassVar[str] = "repetition-differs"
    name: ClassVar[str] = "Repetition translated differently"
    description: ClassVar[str] = (
        "The same source segment stands elsewhere with another translation. Case and blanks do not count."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Mijn moeder had gelijk.", "Mum had it right.", (("Mijn moeder had gelijk.", "My mother was right."),)),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example(
            "Mijn moeder had gelijk.", "My mother was right.", (("Mijn moeder had gelijk.", "My mother was right."),)
        ),
    )

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Nothing in a pair by itself."""
        yield from ()

    def run(self, pairs: Sequence[Pair]) -> Iterable[Finding]:
        """Report every segment whose target is not the commonest one; of equals the first counts."""
        groups: dict[tuple[str, str], list[Pair]] = defaultdict(list)
        for pair in pairs:
            if pair.target.strip() and pair.source.strip():
                groups[_plain(pair.source), pair.segment.key].append(pair)
        for group in groups.values():
            if len(group) == 1:
                continue
            targets: dict[str, list[Pair]] = defaultdict(list)
            for pair in group:
                targets[_plain(pair.target)].append(pair)
            if len(targets) == 1:
                continue
            model = max(targets.values(), key=len)[0]
            for pair in group:
                if _plain(pair.target) != _plain(model.target):
                    yield self.finding(
                        pair,
                        f"The same source is {shown(model.target, 100)} in segment {model.segment.id}.",
                        target=(0, len(pair.target)),
                        source=(0, len(pair.source)),
                    )


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


@dataclass(frozen=True, kw_only=True)
class Quoted(Check):
    """A pull quote and the sentence that it quotes."""

    id: ClassVar[str] = "quotation-differs"
    name: ClassVar[str] = "Quoted words translated differently"
    description: ClassVar[str] = (
        "All words of this source (four at least) stand in a row in another segment, as those of a pull quote or of a "
        "caption do, and their translation does not: the same words were translated in two ways."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example(
            "Een façade waarachter mensen verdwijnen, is ook een gebouw",
            "A front that people vanish behind is a building too",
            _BEFORE,
        ),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example(
            "Een façade waarachter mensen verdwijnen, is ook een gebouw",
            "A façade behind which people disappear is a building too",
            _BEFORE,
        ),
        Example("Mijn moeder niet", "Not my mother", (("Mijn moeder niet, zei ze.", "My mother does not, she said."),)),
    )

    at_least_words: int = 4

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Nothing in a pair by itself."""
        yield from ()

    def run(self, pairs: Sequence[Pair]) -> Iterable[Finding]:
        """Find each source inside the others by how it begins, then compare targets."""
        sources = [pair.source_sequence for pair in pairs]
        hits = self._hits(sources)
        for number, source in enumerate(sources):
            for other, start in hits.get(source, ()):
                if other == number:
                    continue
                if len(sources[other]) == len(source) and (
                    other > number or _plain(pairs[other].source) == _plain(pairs[number].source)
                ):
                    continue  # the same words on both sides: reported once, or by the check of repetitions
                ends = (start == 0, start + len(source) == len(sources[other]))
                finding = self._compared(pairs[number], pairs[other], ends)
                if finding is not None:
                    yield finding
                    break

    def _hits(self, sources: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], list[tuple[int, int]]]:
        """Source → the segments that have all its words in a row, each with the number of the first one.

        Of equal sources the first stands for all: among themselves they are repetitions, and a text in which one
        stands ten thousand times would be compared a hundred million times. A source is looked up by its first words,
        twice as many where it has them, so that few others begin alike.
        """
        distinct: dict[tuple[str, ...], int] = {}
        for number, source in enumerate(sources):
            if len(source) >= self.at_least_words:
                distinct.setdefault(source, number)
        begins: dict[int, dict[int, list[tuple[str, ...]]]] = defaultdict(lambda: defaultdict(list))
        for source in distinct:
            size = self.at_least_words * (2 if len(source) >= 2 * self.at_least_words else 1)
            begins[size][hash(source[:size])].append(source)
        hits: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
        for sentence, number in distinct.items():
            for size, known in begins.items():
                for start, run in enumerate(_runs(sentence, size)):
                    for source in known.get(run, ()):
                        if source is not sentence and sentence[start : start + len(source)] == source:
                            hits[source].append((number, start))
        repeated = {source for number, source in enumerate(sources) if distinct.get(source, number) != number}
        for source in repeated | hits.keys():
            hits[source].append((distinct[source], 0))
            hits[source].sort()
        return hits

    def _compared(self, quote: Pair, sentence: Pair, ends: tuple[bool, bool]) -> Finding | None:
        """A finding when the words of the quote's target do not stand in a row in the sentence's.

        Args:
            quote: the shorter segment.
            sentence: the one that has its source words.
            ends: whether these words begin, and whether they end, the sentence's source.
        """
        quote_words, sentence_words = quote.target_running, sentence.target_running
        mine, theirs = [word.lower for word in quote_words], [word.lower for word in sentence_words]
        if not mine or not theirs or _inside(mine, theirs):
            return None
        blocks = [b for b in SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks() if b.size]
        begin, end = _window(blocks, len(mine), len(theirs), ends)
        held = {block.a + step for block in blocks for step in range(block.size)}
        odd = [place for place in range(len(mine)) if place not in held]
        span = (
            (quote_words[odd[0]].start, quote_words[odd[-1]].end)
            if odd
            else (quote_words[0].start, quote_words[-1].end)
        )
        there = sentence.target[sentence_words[begin].start : sentence_words[end - 1].end]
        return self.finding(
            quote,
            f"The same source words are {shown(there, 120)} in segment {sentence.segment.id}.",
            target=span,
            source=(0, len(quote.source)),
            # the same everyday words in another article may well be another sentence
            severity=None if quote.segment.document == sentence.segment.document else Severity.INFO,
        )


def _runs(source: tuple[str, ...], size: int) -> Iterator[int]:
    """A number for each run of so many words."""
    return map(hash, zip(*(source[start:] for start in range(size)), strict=False))


def _window(blocks: Sequence[Match], mine: int, theirs: int, ends: tuple[bool, bool]) -> tuple[int, int]:
    """Which of the sentence's words stand for the quote: from and to where, as far as the words in common tell."""
    if not blocks:
        return 0, theirs
    first, last = blocks[0], blocks[-1]
    begin = 0 if ends[0] else max(0, first.b - first.a)
    end = theirs if ends[1] else min(theirs, last.b + last.size + mine - (last.a + last.size))
    return begin, end


def _inside(part: Sequence[str], whole: Sequence[str]) -> bool:
    return any(list(whole[start : start + len(part)]) == list(part) for start in range(len(whole) - len(part) + 1))
