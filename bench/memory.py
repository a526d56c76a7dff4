"""A memory of a million units: lookup, import, export, beside what others do, in one run.

`python bench/memory.py [--units 1000000] [--queries 300] [--of-each-length 40] [--budget 100]`

Units and queries are those of `bench/corpus.py`. Who is slow is asked only as many of the queries as it answers within
the budget (seconds), ten at least; the tables say how many these were, and compare with ours for the same ones. Times
are of the wall clock; what a query takes of the processor on average, this process and a server together, is beside
them: on a machine that does other things besides, that says more. Recall is against scoring every unit.

The peers are described in `bench/peers.py`. A memory in PostgreSQL is one on a private server, on the same machine;
what concerns only that is in `bench/memory_postgres.py`.

`python bench/memory.py --growth [--sizes 10000 100000 1000000 3000000] [--chart FILE.svg]` shows instead how all that
grows with the number of units.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import peers
from chart import write_chart
from corpus import LENGTHS, THRESHOLD, Corpus, Query
from dutch import Dutch
from machine import describe

from tests.postgresql import Server, programs
from tm import Memory, TranslationUnit
from tm.tmx import write_tmx

SIZES = (10_000, 100_000, 1_000_000, 3_000_000)
TRIGRAMS_UP_TO = 1_000_000
"""Beyond that pg_trgm takes minutes to build its index and many seconds to answer."""

Times = list[tuple[float, float]]
"""Milliseconds of the wall clock and of the processor."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--of-each-length", type=int, default=40)
    parser.add_argument("--budget", type=float, default=100.0, help="seconds for each way to look up")
    parser.add_argument("--growth", action="store_true", help="how it grows, in place of one size")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="for --growth")
    parser.add_argument("--chart", type=Path, help="for --growth: an SVG file to draw it in")
    parser.add_argument("--child", nargs="*", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        print(json.dumps(CHILDREN[arguments.child[0]](*arguments.child[1:])))
        return
    print(describe())
    with tempfile.TemporaryDirectory(prefix="bench-memory-") as folder, private_server() as server:
        if arguments.growth:
            growth(Path(folder), server, arguments.sizes, arguments.chart)
            return
        corpus = Corpus(Path(folder) / "units.tmx", arguments.units)
        queries = corpus.queries(arguments.queries, arguments.of_each_length)
        introduce(corpus, queries)
        import_and_export(Path(folder), arguments.units, server)
        with all_ways(Path(folder) / "memory.db", corpus, server) as ways:
            answers = [peers.ask(way, queries, arguments.budget, server) for way in ways]
        peers.report(answers, corpus.best(queries), queries, len(corpus))
        with Memory.open(str(Path(folder) / "memory.db")) as memory:
            exact(memory, [query.text for query in queries])


@contextlib.contextmanager
def private_server() -> Iterator[Server | None]:
    """A PostgreSQL server of our own; None, said, where there is none."""
    try:
        import psycopg
    except ImportError:
        print("PostgreSQL: not measured; psycopg is not installed (pip install 'translate-kit[postgres]')")
        yield None
        return
    if programs() is None:
        print("PostgreSQL: not measured; it is not installed (sh tests/debian-packages)")
        yield None
        return
    server = Server(shared_buffers="512MB", work_mem="64MB", maintenance_work_mem="512MB", max_wal_size="4GB")
    try:
        with psycopg.connect(server.url()) as connection:
            version = connection.info.parameter_status("server_version")
        print(f"PostgreSQL {version}, fsync on, over loopback")
        yield server
    finally:
        server.close()


def introduce(corpus: Corpus, queries: list[Query]) -> None:
    mean = sum(map(len, corpus.texts)) / len(corpus)
    mixed = sum(query.mixed for query in queries)
    print(f"{len(corpus):,} units of {mean:.0f} characters; threshold {THRESHOLD}; {mixed} queries in the mix")
    counts = [(name, [query.mixed for query in queries if query.band == name]) for name, _, _ in LENGTHS]
    made = [f"{name}: {sum(own)} + {len(own) - sum(own)}" for name, own in counts]
    print(f"by length, those of the mix + those made because it has few: {'; '.join(made)}\n")


@contextlib.contextmanager
def all_ways(path: Path, corpus: Corpus, server: Server | None) -> Iterator[Iterator[peers.Way]]:
    """Our memories, filled where they are not yet, and the peers; each is made when it is its turn."""
    with contextlib.ExitStack() as open_ones:
        yield _ways(path, corpus, server, open_ones)


def _ways(path: Path, corpus: Corpus, server: Server | None, open_ones: contextlib.ExitStack) -> Iterator[peers.Way]:
    filled = imported(path, corpus)
    yield peers.ours("ours, SQLite", open_ones.enter_context(Memory.open(str(path))), filled)
    if server:
        url = server.url(schema=f"ours_{len(corpus)}")
        filled = imported(url, corpus)
        yield peers.ours("ours, PostgreSQL", open_ones.enter_context(Memory.open(url)), filled)
    yield peers.every_unit(corpus.texts)
    yield peers.after_length_filter(corpus.texts)
    yield peers.full_text(corpus.texts)
    if server and len(corpus) <= TRIGRAMS_UP_TO:
        with peers.trigrams(server, corpus.texts) as table:
            if table:
                yield table.as_weblate()


_IMPORTED: dict[str, float] = {}
"""Seconds that imports took, by the place: what has been filled is not filled again."""


def imported(place: Path | str, corpus: Corpus) -> float:
    """Fill a memory, in a process of its own; the seconds that it took."""
    if str(place) not in _IMPORTED:
        _IMPORTED[str(place)] = in_child("import", corpus.path, place)["wall_s"]
    return _IMPORTED[str(place)]


def import_and_export(folder: Path, units: int, server: Server | None) -> None:
    """Each in a process of its own, for its time and its memory; the peer on a tenth of the units."""
    tmx, memory = folder / "units.tmx", folder / "memory.db"
    print(f"{'':34} {'TU/s':>10} {'(processor)':>12} {'peak MB':>9}")
    for name, child in (
        ("import into SQLite, all indexed", ("import", tmx, memory)),
        ("export", ("export", memory, folder / "out.tmx")),
        ("read the TMX file only", ("read", tmx)),
    ):
        result = in_child(*child)
        row(name, result)
        if child[0] == "import":
            _IMPORTED[str(memory)] = result["wall_s"]
    if server:
        url = server.url(schema=f"ours_{units}")
        result = in_child("import", tmx, url)
        _IMPORTED[url] = result["wall_s"]
        row("import into PostgreSQL", result)
        row("export out of PostgreSQL", in_child("export", url, folder / "out.tmx"))
    few = folder / "few.tmx"
    write_tmx(
        few, (TranslationUnit.simple(*pair) for pair in islice(Dutch(1).pairs(), units // 10)), source_language="nl"
    )
    row(f"translate-toolkit, parse {units // 10:,}", in_child("toolkit", few))
    row("  (ours, read the same)", in_child("read", few))
    print()
    for name, place in [("SQLite", memory)] + ([("PostgreSQL", url)] if server else []):
        opened, stats = in_child("open", place), in_child("stats", place)
        size, index = stats["size_bytes"] / stats["units"], stats["index_bytes"] / stats["units"]
        print(
            f"{name + ', a new process':34} open {opened['open_s']:.3f} s, "
            f"with the first lookup {opened['first_s']:.2f} s, then {opened['peak_mb']:.0f} MB\n"
            f"{'  bytes a unit':34} {size:.0f} on disk, of which {index:.0f} for fuzzy lookup; "
            f"{stats['in_memory']:.0f} in memory"
        )
    print()


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
        return {"open_s": open_s, "first_s": time.perf_counter() - began, "peak_mb": peak_mb()}


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


def exact(memory: Memory, queries: list[str]) -> None:
    """Exact and context lookup: an index alone."""
    own = queries[::5]
    times, _ = timed(own, lambda query: memory.lookup(query, threshold=100))
    context, _ = timed(own, lambda query: memory.lookup(query, threshold=100, previous="A", following="B"))
    print(f"\n{'exact lookup':34} {shown(times, 50):>16} {shown(times, 95):>16}")
    print(f"{'with context':34} {shown(context, 50):>16} {shown(context, 95):>16}\n")


def growth(folder: Path, server: Server | None, sizes: list[int], chart: Path | None) -> None:
    """The same at several sizes, as a table and a chart."""
    print(
        f"\n{'units':>10}  {'':32}{'queries':>8}{'p50 ms':>9}{'p95 ms':>9}{'processor':>11}"
        f"{'build s':>9}{'bytes/unit':>11}"
        "  p50, one # a doubling from 1 ms"
    )
    lines: dict[str, list[tuple[float, float]]] = {}
    for size in sizes:
        corpus = Corpus(folder / f"{size}.tmx", size)
        queries = corpus.queries(100, 0)
        path = folder / f"{size}.db"
        with all_ways(path, corpus, server) as ways:
            for way in ways:
                one = peers.ask(way, queries, 20.0, server)
                p50, p95 = peers.percentiles(one.times(queries))
                bar = "#" * max(0, round(math.log2(max(p50, 1.0))) + 1) if p50 >= 1 else "."
                print(
                    f"{size:>10,}  {way.name:32}{len(one.times_ms):>8}{p50:>9.2f}{p95:>9.2f}{one.processor_ms:>11.2f}"
                    f"{way.build_s:>9.1f}{way.index_bytes / size:>11.0f}  {bar}",
                    flush=True,
                )
                lines.setdefault(way.name, []).append((size, p50))
        corpus.path.unlink()
        path.unlink()
        if chart:
            # After each size: the last one takes longer than all before it.
            title = "Fuzzy lookup at threshold 70: how long it takes in larger memories"
            write_chart(chart, title, "units in the memory", "milliseconds, median", list(lines.items()))
    if chart:
        print(f"\nwritten: {chart}")


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
