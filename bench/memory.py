"""A memory of a million units: lookup, import, export, beside what others do, in one run.

`python bench/memory.py [--units 1000000] [--queries 300] [--slow-queries 40] [--growth]`

The units are those of `bench/dutch.py`. Of the queries 20 % are in the memory, 40 % have one to four words changed and
40 % are unrelated. A peer that takes long gets only the first queries (`--slow-queries`), and ours is shown for the
same ones. Times are of the wall clock, and in brackets of the processor: on a machine that does other things besides,
the second says more.

The peers: rapidfuzz's `process.extract` over all sources, as they are and after a filter by length; SQLite FTS5 with
`difflib`, as Supervertaler looks up (the 500 best of FTS5 for the words of three letters and more, scored by
`SequenceMatcher`). Recall is against scoring every unit: of the best five matches of each query the share that was
found. PostgreSQL and `pg_trgm` are in `bench/memory_postgres.py`.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dutch import Dutch
from machine import describe

from tm import Memory, TranslationUnit
from tm.score import normalise, score
from tm.tmx import write_tmx

THRESHOLD, LIMIT = 70, 5
"""The peers get four times the limit, for they count equal sources one by one."""
LENGTHS = (("under 15", 0, 15), ("15-40", 15, 40), ("40-120", 40, 120), ("over 120", 120, 10**9))
FTS_CANDIDATES = 500

Times = list[tuple[float, float]]
"""Milliseconds of the wall clock and of the processor."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--slow-queries", type=int, default=40)
    parser.add_argument("--growth", action="store_true", help="also at a hundredth, a tenth and three times the units")
    parser.add_argument("--child", nargs="*", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        print(json.dumps(CHILDREN[arguments.child[0]](*arguments.child[1:])))
        return
    print(describe())
    with tempfile.TemporaryDirectory(prefix="bench-memory-") as folder:
        whole = Path(folder)
        sources, queries = texts(whole / "units.tmx", arguments.units, arguments.queries)
        mean = sum(map(len, sources)) / len(sources)
        print(f"{len(sources):,} units of {mean:.0f} characters; {len(queries)} queries, threshold {THRESHOLD}\n")
        import_and_export(whole, arguments.units)
        with Memory.open(whole / "memory.db") as memory:
            lookups(memory, sources, queries, arguments.slow_queries)
            exact(memory, queries)
        if arguments.growth:
            sizes = [arguments.units // 100, arguments.units // 10, arguments.units, arguments.units * 3]
            growth(whole, sizes, queries)


def pairs_of(words: Sequence[Any], dutch: Dutch, units: int, keep: int, chance: random.Random) -> Iterator[Any]:
    """Units without end of the generator, a sample of whose words is kept to make queries of."""
    for number in range(units):
        segment = dutch.segment()
        source, target = dutch.texts(segment)
        if len(words) < keep:
            words.append((segment, source))  # type: ignore[attr-defined]
        elif chance.random() < keep / (number + 1):
            words[chance.randrange(keep)] = (segment, source)  # type: ignore[index]
        yield source, target


def texts(path: Path, units: int, count: int) -> tuple[list[str], list[str]]:
    """Write the units as TMX; their sources, and the queries."""
    dutch, other, chance = Dutch(1), Dutch(2), random.Random(3)
    words: list[Any] = []
    sources = []

    def made() -> Iterator[TranslationUnit]:
        for source, target in pairs_of(words, dutch, units, 10_000, chance):
            sources.append(source)
            yield TranslationUnit.simple(source, target)

    write_tmx(path, made(), source_language="nl")
    queries = []
    for number in range(count):
        if number % 5 == 0:
            queries.append(chance.choice(words)[1])
        elif number % 5 < 3:
            queries.append(dutch.texts(dutch.changed(chance.choice(words)[0], chance.randint(1, 4)))[0])
        else:
            queries.append(next(other.pairs())[0])
    return sources, queries


def import_and_export(folder: Path, units: int) -> None:
    """Each in a process of its own, for its time and its memory; the peer on a tenth of the units."""
    tmx, memory = folder / "units.tmx", folder / "memory.db"
    print(f"{'':34} {'TU/s':>10} {'(processor)':>12} {'peak MB':>9}")
    for name, child in (
        ("import into SQLite, all indexed", ("import", tmx, memory)),
        ("export", ("export", memory, folder / "out.tmx")),
        ("read the TMX file only", ("read", tmx)),
    ):
        row(name, in_child(*child))
    few = folder / "few.tmx"
    write_tmx(
        few, (TranslationUnit.simple(*pair) for pair in islice(Dutch(1).pairs(), units // 10)), source_language="nl"
    )
    row(f"translate-toolkit, parse {units // 10:,}", in_child("toolkit", few))
    row("  (ours, read the same)", in_child("read", few))
    opened = in_child("open", memory)
    print(
        f"\nopen the memory in a new process: {opened['open_s']:.3f} s; with the first lookup {opened['first_s']:.2f} s"
    )
    stats = in_child("stats", memory)
    size, index = stats["size_bytes"] / stats["units"], stats["index_bytes"] / stats["units"]
    print(
        f"bytes a unit: {size:.0f} in the file, of which {index:.0f} for fuzzy lookup; "
        f"{stats['in_memory']:.0f} in memory\n"
    )


def row(name: str, result: dict[str, float]) -> None:
    rate, processor = result["units"] / result["wall_s"], result["units"] / result["cpu_s"]
    print(f"{name:34} {rate:>10,.0f} {processor:>12,.0f} {result['peak_mb']:>9,.0f}")


def in_child(*arguments: object) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, __file__, "--child", *map(str, arguments)], capture_output=True, text=True, check=True
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def measured(run: Callable[[], int]) -> dict[str, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    units = run()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"units": units, "wall_s": wall, "cpu_s": cpu, "peak_mb": peak_mb()}


def peak_mb() -> float:
    """The most memory that this process has held; what `resource` says goes back to before it was this process."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="utf-8"))
        if found:
            return int(found.group(1)) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def child_import(tmx: str, memory: str) -> dict[str, float]:
    from tm.transfer import import_tmx

    with Memory.open(memory) as opened:
        return measured(lambda: import_tmx(opened, tmx).read)


def child_export(memory: str, tmx: str) -> dict[str, float]:
    from tm.transfer import export_tmx

    with Memory.open(memory) as opened:
        return measured(lambda: export_tmx(opened, tmx))


def child_read(tmx: str) -> dict[str, float]:
    from tm.tmx import read_tmx

    return measured(lambda: sum(1 for _ in read_tmx(tmx)))


def child_toolkit(tmx: str) -> dict[str, float]:
    from translate.storage.tmx import tmxfile

    def parse() -> int:
        with Path(tmx).open("rb") as stream:
            return sum(1 for unit in tmxfile(stream, "nl", "en").units if unit.source and unit.target)

    return measured(parse)


def child_open(memory: str) -> dict[str, float]:
    began = time.perf_counter()
    with Memory.open(memory) as opened:
        open_s = time.perf_counter() - began
        opened.lookup("De kat slaapt.", threshold=THRESHOLD)
        return {"open_s": open_s, "first_s": time.perf_counter() - began}


def child_stats(memory: str) -> dict[str, Any]:
    with Memory.open(memory) as opened:
        index = opened.index("nl")
        return {**opened.stats(), "in_memory": index.size_bytes / len(index)}


CHILDREN: dict[str, Callable[..., dict[str, Any]]] = {
    "import": child_import,
    "export": child_export,
    "read": child_read,
    "toolkit": child_toolkit,
    "open": child_open,
    "stats": child_stats,
}


def lookups(memory: Memory, sources: list[str], queries: list[str], slow: int) -> None:
    """Ours for all queries, by length; then ours and the peers for the first ones, with recall."""
    memory.lookup(queries[0], threshold=THRESHOLD)
    times, _ = timed(queries, lambda query: memory.lookup(query, threshold=THRESHOLD, limit=LIMIT))
    print(f"{'fuzzy lookup by length of query':34} {'queries':>8} {'p50 ms':>16} {'p95 ms':>16}")
    for name, low, high in (("all", 0, 10**9), *LENGTHS):
        own = [time for time, query in zip(times, queries, strict=True) if low <= len(query) < high]
        if own:
            print(f"{name:34} {len(own):>8} {shown(own, 50):>16} {shown(own, 95):>16}")
    few = queries[:slow]
    normal = [normalise(source) for source in sources]
    ours, found = timed(few, lambda query: memory.lookup(query, threshold=THRESHOLD, limit=LIMIT))
    peers: list[tuple[str, Times, list[set[str]]]] = [
        ("ours", ours, [{normalise(match.source) for match in matches} for matches in found])
    ]
    truth = [best(query, normal) for query in few]
    for name, way in (
        ("rapidfuzz, every unit", extract(normal)),
        ("rapidfuzz, after a length filter", by_length(normal)),
    ):
        took, answers = timed(few, way)
        peers.append((name, took, answers))
    took, answers = timed(few, full_text(normal))
    peers.append((f"SQLite FTS5 ({FTS_CANDIDATES}) + difflib", took, answers))
    base = percentile([wall for wall, _ in ours], 50), percentile([wall for wall, _ in ours], 95)
    print(f"\n{f'first {slow} queries':34} {'p50 ms':>16} {'p95 ms':>16} {'times ours':>13} {'recall':>8}")
    for name, took, answers in peers:
        p50, p95 = percentile([wall for wall, _ in took], 50), percentile([wall for wall, _ in took], 95)
        times_ours = f"{p50 / base[0]:.0f} / {p95 / base[1]:.0f}"
        recall = recalled(truth, answers, few, normal)
        print(f"{name:34} {shown(took, 50):>16} {shown(took, 95):>16} {times_ours:>13} {recall:>8.1%}")


def best(query: str, normal: list[str]) -> list[int]:
    """The scores of the best matches, by scoring every unit; equal sources count once."""
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import cdist

    text = normalise(query)
    distances = cdist([text], normal, scorer=Levenshtein.distance, score_cutoff=len(text))[0]
    near = (distances <= len(text)).nonzero()[0].tolist()
    scored = {normal[at]: score(int(distances[at]), len(text), len(normal[at])) for at in near}
    return sorted((reached for reached in scored.values() if reached >= THRESHOLD), reverse=True)[:LIMIT]


def recalled(truth: list[list[int]], answers: list[set[str]], queries: list[str], normal: list[str]) -> float:
    """The share of the best matches that are among the answers, by their scores."""
    from tm.score import match_score

    wanted = found = 0
    for expected, answer, query in zip(truth, answers, queries, strict=True):
        reached = sorted((match_score(query, text) for text in answer), reverse=True)
        wanted += len(expected)
        for points in expected:
            if points in reached:
                reached.remove(points)
                found += 1
    return found / wanted if wanted else 1.0


def extract(normal: list[str]) -> Callable[[str], set[str]]:
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    def way(query: str) -> set[str]:
        scorer = Levenshtein.normalized_similarity
        text = normalise(query)
        hits = process.extract(text, normal, scorer=scorer, score_cutoff=THRESHOLD / 100, limit=4 * LIMIT)
        return {text for text, _, _ in hits}

    return way


def by_length(normal: list[str]) -> Callable[[str], set[str]]:
    import bisect

    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    ordered = sorted(normal, key=len)
    lengths = [len(text) for text in ordered]

    def way(query: str) -> set[str]:
        text = normalise(query)
        low = bisect.bisect_left(lengths, len(text) * THRESHOLD / 100)
        high = bisect.bisect_right(lengths, len(text) * 100 / THRESHOLD)
        scorer = Levenshtein.normalized_similarity
        hits = process.extract(text, ordered[low:high], scorer=scorer, score_cutoff=THRESHOLD / 100, limit=4 * LIMIT)
        return {text for text, _, _ in hits}

    return way


def full_text(normal: list[str]) -> Callable[[str], set[str]]:
    """Candidates of FTS5 by its ranking, scored by difflib and cut at the threshold."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE texts USING fts5(source)")
    db.executemany("INSERT INTO texts VALUES (?)", ((text,) for text in normal))

    def way(query: str) -> set[str]:
        text = normalise(query)
        words = [word for word in re.findall(r"\w+", text) if len(word) >= 3]
        if not words:
            return set()
        expression = " OR ".join(f'"{word}"' for word in words)
        statement = "SELECT source FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?"
        candidates = [row[0] for row in db.execute(statement, (expression, FTS_CANDIDATES))]
        scored = [(SequenceMatcher(None, text, other).ratio(), other) for other in candidates]
        return {other for ratio, other in scored if ratio >= THRESHOLD / 100}

    return way


def exact(memory: Memory, queries: list[str]) -> None:
    """Exact and context lookup: an index alone."""
    own = queries[::5]
    times, _ = timed(own, lambda query: memory.lookup(query, threshold=100))
    context, _ = timed(own, lambda query: memory.lookup(query, threshold=100, previous="A", following="B"))
    print(f"\n{'exact lookup':34} {shown(times, 50):>16} {shown(times, 95):>16}")
    print(f"{'with context':34} {shown(context, 50):>16} {shown(context, 95):>16}\n")


def growth(folder: Path, sizes: list[int], queries: list[str]) -> None:
    """The same at other sizes, as a table and a chart."""
    print(f"{'units':>10} {'import TU/s':>12} {'p50 ms':>16} {'p95 ms':>16}  p50 of the processor, one # a millisecond")
    for size in sizes:
        tmx, path = folder / f"{size}.tmx", folder / f"{size}.db"
        units = (TranslationUnit.simple(*pair) for pair in islice(Dutch(1).pairs(), size))
        write_tmx(tmx, units, source_language="nl")
        result = in_child("import", tmx, path)
        tmx.unlink()
        with Memory.open(path) as memory:
            memory.lookup(queries[0], threshold=THRESHOLD)
            times, _ = timed(queries, lambda query, memory=memory: memory.lookup(query, threshold=THRESHOLD))  # type: ignore[misc]
        path.unlink()
        bar = "#" * max(1, round(percentile([cpu for _, cpu in times], 50)))
        rate = result["units"] / result["wall_s"]
        print(f"{size:>10,} {rate:>12,.0f} {shown(times, 50):>16} {shown(times, 95):>16}  {bar}")


def timed(queries: list[str], way: Callable[[str], Any]) -> tuple[Times, list[Any]]:
    times, answers = [], []
    for query in queries:
        wall, cpu = time.perf_counter(), time.thread_time()
        answers.append(way(query))
        times.append((1000 * (time.perf_counter() - wall), 1000 * (time.thread_time() - cpu)))
    return times, answers


def percentile(values: list[float], share: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)]


def shown(times: Times, share: int) -> str:
    wall, cpu = percentile([wall for wall, _ in times], share), percentile([cpu for _, cpu in times], share)
    return f"{wall:.2f} ({cpu:.2f})" if wall < 10 else f"{wall:.0f} ({cpu:.0f})"


if __name__ == "__main__":
    main()
