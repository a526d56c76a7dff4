"""Fragments: how quickly the known parts of a segment are found, and how often what they became is right, in one run.

`python bench/fragments.py [--units 100000] [--queries 300]`

The memory is the first part of a shuffled Dutch-English corpus, the queries are sentences of five words and more that
are not in it. For each part the likeliest translation is right when it stands word by word in the human translation of
the query; that is strict, as people also translate in other words. Covered: the share of the words of the human
translations that stand in a right one.

Beside it, with the same parts and the same units: the run of target words with the highest Dice coefficient, 2 × units
with both / (units with the part + units with the run), counted over all units that were taken out of the memory, which
is what one can do without aligning words.
"""

from __future__ import annotations

import argparse
import gzip
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from machine import describe

import tm.fragments as ours
from tm import Memory, TranslationUnit
from tm.fragments import Fragment, Translation, find_fragments

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "data" / "parallel" / "general.tsv.gz"
LIMIT = 10
BANDS = (0.0, 0.2, 0.4, 0.6, 0.8)

Words = tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=300)
    arguments = parser.parse_args()
    if not CORPUS.exists():
        sys.exit(f"{CORPUS} is not there; nothing can be measured.")
    kept, queries = split(arguments.units, arguments.queries)
    print(describe())
    with tempfile.TemporaryDirectory() as folder, Memory.open(str(Path(folder) / "memory.db")) as memory:
        memory.add(TranslationUnit.simple(*pair) for pair in kept)
        asked = f"{len(queries)} queries of {mean_words(queries):.0f} words"
        print(f"{memory.stats()['units']:,} units, {asked}, best {LIMIT}\n")
        find_fragments([memory], queries[0][0])
        times, found = [], []
        for source, _ in queries:
            began = time.perf_counter()
            found.append(find_fragments([memory], source, limit=LIMIT))
            times.append(time.perf_counter() - began)
        parts = [part for one in found for part in one]
        size = statistics.mean(part.words for part in parts)
        print(f"parts a query {len(parts) / len(queries):.1f}, of {size:.1f} words")
        p50, p95 = statistics.median(times), sorted(times)[int(len(times) * 0.95)]
        print(
            f"time a query: p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, the longest {max(times) * 1000:.0f} ms\n"
        )
        print(f"{'':24}{'proposed':>9}{'right':>8}{'covered':>9}   right by confidence " + band_names())
        references = [words(target) for _, target in queries]
        report("aligned words", references, found)
        ours._translations = dice  # the rest stays the same
        report("Dice", references, [find_fragments([memory], source, limit=LIMIT) for source, _ in queries])


def split(units: int, count: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The pairs of the memory, and others to ask for."""
    with gzip.open(CORPUS, "rt", encoding="utf-8") as stream:
        rows = (line.rstrip("\n").split("\t") for line in stream)
        pairs = [(dutch, english) for _, dutch, english in rows if 10 < len(dutch) < 400]
    random.Random(1).shuffle(pairs)
    kept = pairs[:units]
    known = {source for source, _ in kept}
    rest = (pair for pair in pairs[units:] if pair[0] not in known and len(pair[0].split()) >= 5)
    return kept, [pair for pair, _ in zip(rest, range(count), strict=False)]


def words(text: str) -> Words:
    return tuple(word.folded for word in ours._words(text))


def mean_words(queries: Sequence[tuple[str, str]]) -> float:
    return statistics.mean(len(words(source)) for source, _ in queries)


def places(wanted: Words, text: Words) -> list[int]:
    return [at for at in range(len(text) - len(wanted) + 1) if text[at : at + len(wanted)] == wanted]


def report(name: str, references: list[Words], found: list[list[Fragment]]) -> None:
    bands: list[list[bool]] = [[] for _ in BANDS]
    covered = parts = 0
    for reference, fragments in zip(references, found, strict=True):
        inside: set[int] = set()
        for fragment in fragments:
            parts += 1
            if fragment.translations:
                best = fragment.translations[0]
                wanted = words(best.text)
                at = places(wanted, reference)
                bands[min(len(BANDS) - 1, int(best.confidence * len(BANDS)))].append(bool(at))
                inside |= {place + step for place in at for step in range(len(wanted))}
        covered += len(inside)
    every = [right for band in bands for right in band]
    cells = "  ".join(f"{sum(band) / len(band):>4.0%} ({len(band)})" if band else "-" for band in bands)
    share = covered / sum(map(len, references))
    print(f"{name:24}{len(every) / parts:>9.0%}{sum(every) / len(every):>8.1%}{share:>9.1%}   {cells}")


def band_names() -> str:
    return ", ".join(f"{low:.1f}-{low + 0.2:.1f}" for low in BANDS)


def dice(runs: Sequence[ours._Run], source: ours._Sources) -> list[tuple[Translation, ...]]:
    """In place of alignment: the run of target words that goes with a part most exclusively."""
    grams = {key: dict(runs_of(pair)) for key, pair in source.pairs.items()}
    total = Counter(gram for own in grams.values() for gram in own)
    found: list[tuple[Translation, ...]] = []
    for run in runs:
        both = Counter(gram for key in run.places for gram in grams[key])
        scored = [(2 * count / (len(run.places) + total[gram]), len(gram), gram) for gram, count in both.items()]
        if not scored:
            found.append(())
            continue
        score, _, gram = max(scored)
        text = next(grams[key][gram] for key in run.places if gram in grams[key])
        found.append((Translation(text, both[gram], round(score, 3)),))
    return found


def runs_of(pair: ours._Pair) -> Iterator[tuple[Words, str]]:
    for first in range(len(pair.target_words)):
        for last in range(first, min(first + 6, len(pair.target_words))):
            chosen = pair.target_words[first : last + 1]
            yield tuple(word.folded for word in chosen), pair.target[chosen[0].start : chosen[-1].end]


if __name__ == "__main__":
    main()
