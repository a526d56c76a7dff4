"""The analysis of a job: 100,000 segments against a memory of 100,000 units, and what the lowest band costs.

`python bench/analysis.py [--segments 100000] [--units 100000] [--low-segments 2000]`

Segments and units are those of `bench/dutch.py`; a third of the segments are units changed by a few words, a tenth are
repeated. Times are of the processor, all threads together, and of the wall clock. With `--lowest 50` hardly anything
can be ruled out, so that is measured on a part of the segments, against the whole memory. The peer scores every pair
with rapidfuzz (`process.extractOne` with the same score), on as many segments as it does in half a minute; the bands
must be the same.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dutch import Dutch
from machine import describe
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from tm import Memory, TranslationUnit, normalise
from translate_kit.analysis import Analysis, analyse
from translate_kit.analysis.bands import band_of
from translate_kit.analysis.count import numbers_only
from translate_kit.data import Segment

PEER_SECONDS = 30.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--segments", type=int, default=100_000)
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--low-segments", type=int, default=2_000)
    arguments = parser.parse_args()
    print(describe())
    units = [source for source, _ in islice(Dutch(1).pairs(), arguments.units)]
    segments = job(units, arguments.segments)
    words = sum(len(segment.source.split()) for segment in segments)
    print(f"\n{len(segments):,} segments, {words:,} words; a memory of {len(units):,} units\n")
    print("| what | segments | processor s | wall s | ms a segment |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory(prefix="bench-analysis-") as folder, Memory.open(f"{folder}/memory.db") as memory:
        memory.add([TranslationUnit.simple(source, f"E {number}") for number, source in enumerate(units)])
        memory.lookup("warm", threshold=75)
        part = segments[: arguments.low_segments]
        timed("memory and job, lowest 75", segments, memories=[memory], lowest=75)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        timed("memory and job, lowest 75", part, memories=[memory], lowest=75)
        low = timed("memory and job, lowest 50", part, memories=[memory], lowest=50)
        peer(part, units, low)
    print(f"\npeak memory of the process after the first: {peak:,.0f} MB")
    for one in low.total.volumes.items():
        print(f"  {one[0]:20} {one[1].segments:6,} segments")


def job(units: list[str], size: int) -> list[Segment]:
    """New segments, changed units and repetitions, in documents of a thousand."""
    maker, chance = Dutch(2), random.Random(3)
    fresh = (source for source, _ in maker.pairs())
    sources: list[str] = []
    for _ in range(size):
        kind = chance.random()
        if kind < 0.1 and sources:
            sources.append(chance.choice(sources))
        elif kind < 0.43:
            pairs = [(word, word) for word in chance.choice(units).split(" ")]
            sources.append(" ".join(word for word, _ in maker.changed(pairs, chance.randint(1, 4))))
        else:
            sources.append(next(fresh))
    return [
        Segment(id=str(number), source=source, document=f"{number // 1000}.md") for number, source in enumerate(sources)
    ]


def timed(what: str, segments: list[Segment], **settings: Any) -> Analysis:
    processor, wall = time.process_time(), time.perf_counter()
    result = analyse(segments, **settings)
    processor, wall = time.process_time() - processor, time.perf_counter() - wall
    per_segment = 1000 * processor / len(segments)
    print(f"| {what} | {len(segments):,} | {processor:.1f} | {wall:.1f} | {per_segment:.2f} |", flush=True)
    return result


def peer(segments: list[Segment], units: list[str], ours: Analysis) -> None:
    """Score every unit, and every earlier segment, for the segments that have a band by score."""
    choices = [normalise(unit) for unit in units]
    texts = [normalise(segment.source) for segment in segments]
    seen: set[str] = set()
    done = same = 0
    begun = time.process_time()
    for number, text in enumerate(texts):
        if time.process_time() - begun > PEER_SECONDS:
            break
        done += 1
        if text in seen or numbers_only(text):
            same += 1
            continue
        seen.add(text)
        best = extract(text, choices)
        near = extract(text, list(dict.fromkeys(texts[:number])))
        band = band_of(near, internal=True) if near // 1 and rank(near) > rank(best) else band_of(best)
        # The point off for a formal difference can put a match into the band below.
        same += ours.judged[number].band in (band, band_of(best - 1) if best else "new")
    seconds = time.process_time() - begun
    print(f"| scoring every pair (rapidfuzz) | {done:,} | {seconds:.1f} | – | {1000 * seconds / done:.2f} |")
    print(f"\nthe same band as scoring every pair: {same:,} of {done:,}")


def extract(text: str, choices: list[str]) -> int:
    found = process.extractOne(
        text, choices, scorer=Levenshtein.normalized_similarity, processor=None, score_cutoff=0.5
    )
    if found is None:
        return 0
    longest = max(len(text), len(found[0]))
    return 100 * (longest - Levenshtein.distance(text, found[0])) // longest


def rank(score: int) -> int:
    return next((low for low in (95, 85, 75, 50) if score >= low), 0)


if __name__ == "__main__":
    main()
