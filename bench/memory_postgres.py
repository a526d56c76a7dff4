"""A memory in PostgreSQL, ours beside `pg_trgm` as Weblate uses it, on a private server in one run.

`python bench/memory_postgres.py [--units 100000] [--queries 300]`

The units are those of `bench/dutch.py`. Of the queries 20 % are in the memory, 40 % have one to four words changed and
40 % are unrelated. Recall is against scoring every unit with rapidfuzz at the same threshold: of the best five matches
of each query the share that was found, and of the queries that have any match the share whose best one was found.

`pg_trgm` can only be asked for texts that share enough groups of three characters. Weblate asks for a similarity that
it works out from the wanted score and the length of the text, takes 50 texts in no particular order, scores them
itself, and asks again for 0.05 less while nothing comes back (`threshold_to_similarity` and `lookup` in its
weblate/memory/models.py). The other two lines ask for everything above the extension's own default of 0.3, and for the
50 nearest.

Times are of the wall clock. On a machine that does other things besides, the processor's time says more: that of a
query on average, this process and the server together.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dutch import Dutch
from machine import describe

from tests.postgresql import Server, programs
from tm import Memory, TranslationUnit
from tm.score import normalise, score
from tm.tmx import write_tmx
from tm.transfer import export_tmx, import_tmx

THRESHOLD, LIMIT = 70, 5
CANDIDATES = 50
LENGTHS = (("under 15", 0, 15), ("15-40", 15, 40), ("40-120", 40, 120), ("over 120", 120, 10**9))

Found = list[tuple[int, str]]


@dataclass
class Result:
    """What one way to look up gave.

    Attributes:
        name: of the way.
        times_ms: of each query.
        processor_ms: of a query on average, of this process and the server together.
        found: of each query, the best matches as (score, source).
    """

    name: str
    times_ms: list[float] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    processor_ms: float = 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--open", metavar="URL", help=argparse.SUPPRESS)
    parser.add_argument("--import-into", metavar="URL", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.open:
        return opened(arguments.open)
    if arguments.import_into:
        return endless_import(arguments.import_into)
    try:
        import psycopg
    except ImportError:
        sys.exit("psycopg is not installed (pip install 'translate-kit[postgres]'); nothing can be measured.")
    if programs() is None:
        sys.exit("PostgreSQL is not installed (sh tests/debian-packages); nothing can be measured.")
    server = Server(shared_buffers="512MB", work_mem="64MB", maintenance_work_mem="256MB")
    try:
        with psycopg.connect(server.url()) as connection:
            version = connection.info.parameter_status("server_version")
        print(f"{describe()}, PostgreSQL {version}, fsync on, over loopback")
        pairs, queries = texts(arguments.units, arguments.queries)
        characters = sum(len(source) for source, _ in pairs) / len(pairs)
        print(f"{len(pairs):,} units of {characters:.0f} characters; {len(queries)} queries, threshold {THRESHOLD}\n")
        best = exhaustive(server, [source for source, _ in pairs], queries)
        results = [ours(server, pairs, queries), *trigrams(server, pairs, queries)]
        report([best, *results], queries)
    finally:
        server.close()


def texts(units: int, count: int) -> tuple[list[tuple[str, str]], list[str]]:
    """The pairs of the memory, each source once, and the queries."""
    dutch, other, chance = Dutch(1), Dutch(2), random.Random(3)
    pairs: dict[str, str] = {}
    words = []
    while len(pairs) < units:
        segment = dutch.segment()
        source, target = dutch.texts(segment)
        if source not in pairs:
            pairs[source] = target
            words.append((segment, source))
    queries = []
    for number in range(count):
        if number % 5 == 0:
            queries.append(chance.choice(words)[1])
        elif number % 5 < 3:
            queries.append(dutch.texts(dutch.changed(chance.choice(words)[0], chance.randint(1, 4)))[0])
        else:
            queries.append(next(other.pairs())[0])
    return list(pairs.items()), queries


class Clock:
    """Takes the times of queries.

    Attributes:
        result: that they are noted in.
    """

    def __init__(self, server: Server, result: Result) -> None:
        self.result = result
        self._server = server
        self._began = time.process_time() + server.processor_s()

    def time(self, find: Callable[[], Found]) -> None:
        """Answer a query and note how long it took."""
        began = time.perf_counter()
        found = find()
        self.result.times_ms.append(1000 * (time.perf_counter() - began))
        self.result.found.append(found)

    def stop(self) -> Result:
        """Note what all of them took of the processor."""
        spent = time.process_time() + self._server.processor_s() - self._began
        self.result.processor_ms = 1000 * spent / len(self.result.times_ms)
        return self.result


def exhaustive(server: Server, sources: list[str], queries: list[str]) -> Result:
    """Score every unit: slow, and right by definition."""
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import cdist

    normal = [normalise(source) for source in sources]

    def find(query: str) -> Found:
        text = normalise(query)
        distances = cdist([text], normal, scorer=Levenshtein.distance, score_cutoff=len(text))[0]
        near = (distances <= len(text)).nonzero()[0].tolist()
        scored = ((score(int(distances[at]), len(text), len(normal[at])), at) for at in near)
        hits = sorted((hit for hit in scored if hit[0] >= THRESHOLD), reverse=True)[:LIMIT]
        return [(reached, sources[at]) for reached, at in hits]

    clock = Clock(server, Result("every unit, rapidfuzz, one process"))
    for query in queries:
        clock.time(lambda query=query: find(query))
    return clock.stop()


def ours(server: Server, pairs: list[tuple[str, str]], queries: list[str]) -> Result:
    """Import, look up, add, export."""
    url = server.url(schema="ours")
    with tempfile.TemporaryDirectory() as folder, Memory.open(url) as memory:
        path = Path(folder) / "units.tmx"
        write_tmx(path, (TranslationUnit.simple(*pair) for pair in pairs), source_language="nl")
        before, process = server.processor_s(), time.process_time()
        importing = seconds(lambda: import_tmx(memory, path))
        process, before = time.process_time() - process, server.processor_s() - before
        say("TMX import, one transaction, indexed", f"{len(pairs) / importing:,.0f} units/s")
        say("  of which the processor, here and on the server", f"{process:.1f} s, {before:.1f} s of {importing:.1f} s")
        say(
            "TMX import of the same again (all merged)",
            f"{len(pairs) / seconds(lambda: import_tmx(memory, path)):,.0f} units/s",
        )
        say("first fuzzy lookup after it  ", f"{seconds(lambda: memory.lookup('De kat.')):.2f} s")
        exporting = seconds(lambda: export_tmx(memory, Path(folder) / "out.tmx"))
        say("TMX export", f"{len(pairs) / exporting:,.0f} units/s")
        done = subprocess.run([sys.executable, __file__, "--open", url], capture_output=True, text=True, check=True)
        say("another process: open, first fuzzy lookup", done.stdout.strip())
        stats = memory.stats()
        index = memory.index("nl").size_bytes
        say(
            "size on the server, in the index of a process",
            f"{stats['size_bytes'] / len(pairs):.0f}, {index / len(pairs):.0f} bytes a unit",
        )
        equal = [source for source, _ in random.Random(4).sample(pairs, 1000)]
        say(
            "exact and context lookup",
            spread([1000 * seconds(lambda text=text: memory.lookup(text, threshold=100)) for text in equal]),
        )
        for what, searched in (("word", "leider"), ("two frequent words", "de van"), ("wildcards", "*kamp*")):
            times = [1000 * seconds(lambda searched=searched: memory.concordance(searched)) for _ in range(20)]
            say(f"concordance, {what}: {searched}", spread(times))

        def find(query: str) -> Found:
            matches = memory.lookup(query, threshold=THRESHOLD, limit=LIMIT)
            return [(plain(query, match.source), match.source) for match in matches]

        clock = Clock(server, Result("translate-kit"))
        for query in queries:
            clock.time(lambda query=query: find(query))
        result = clock.stop()
        adding = [1000 * seconds(lambda unit=unit: memory.add([unit])) for unit in fresh("los", 300)]
        say("add one unit (a transaction, synced to disk)", spread(adding))
        say("the same while another imports", spread(added_during_import(url, memory)))
    print()
    return result


def added_during_import(url: str, memory: Memory) -> list[float]:
    """Milliseconds that it takes to add a unit while another process imports; nobody waits for its end."""
    other = subprocess.Popen([sys.executable, __file__, "--import-into", url], stdout=subprocess.PIPE)
    assert other.stdout is not None
    other.stdout.readline()
    times = [1000 * seconds(lambda unit=unit: memory.add([unit])) for unit in fresh("tussendoor", 100)]
    assert other.poll() is None
    other.kill()
    other.communicate()
    return times


def endless_import(url: str) -> None:
    """Import until killed."""

    def units() -> Iterator[TranslationUnit]:
        for number, unit in enumerate(fresh("import", 10**8)):
            if number == 3000:
                print("under way", flush=True)
            yield unit

    with Memory.open(url) as memory:
        memory.add(units(), origin="big.tmx")


def opened(url: str) -> None:
    """What a new process needs until it has answered for the first time."""
    opening = time.perf_counter()
    with Memory.open(url, create=False) as memory:
        opened = time.perf_counter()
        memory.lookup("De kat slaapt vandaag niet.", threshold=THRESHOLD)
        print(f"{opened - opening:.2f} s, {time.perf_counter() - opened:.2f} s")


def fresh(name: str, count: int) -> Iterator[TranslationUnit]:
    return (TranslationUnit.simple(f"Een {name} segment nummer {number}.", f"A {name} one.") for number in range(count))


def trigrams(server: Server, pairs: list[tuple[str, str]], queries: list[str]) -> Iterator[Result]:
    """`pg_trgm`, with an index as Weblate's and with the one that sorts by distance."""
    import psycopg

    with psycopg.connect(server.url(), autocommit=True) as connection:
        try:
            connection.execute("CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gin")
        except psycopg.Error as error:
            print(f"pg_trgm is not installed: {error}")
            return
        connection.execute(
            "CREATE TABLE peer (id int PRIMARY KEY, source text, target text, source_id int, target_id int)"
        )
        with connection.cursor() as cursor, cursor.copy("COPY peer FROM STDIN") as copy:
            for number, (source, target) in enumerate(pairs):
                copy.write_row((number, source, target, 1, 2))
        # One index at a time, so that each way is answered by the one that it is meant for.
        gin = "CREATE INDEX peer_index ON peer USING gin (source gin_trgm_ops, target_id, source_id)"
        indexed(connection, "GIN", gin, len(pairs))
        yield asked(server, "pg_trgm as Weblate asks (GIN)", queries, lambda query: weblate(connection, query))
        yield asked(server, "pg_trgm, all above 0.3 (GIN)", queries, lambda query: similar(connection, query))
        connection.execute("DROP INDEX peer_index")
        indexed(connection, "GiST", "CREATE INDEX peer_index ON peer USING gist (source gist_trgm_ops)", len(pairs))
        yield asked(server, "pg_trgm, the 50 nearest (GiST)", queries, lambda query: nearest(connection, query))
        print()


def indexed(connection: Any, kind: str, statement: str, units: int) -> None:
    building = seconds(lambda: connection.execute(statement))
    connection.execute("VACUUM ANALYZE peer")
    (size,) = connection.execute("SELECT pg_relation_size('peer_index')").fetchone()
    say(f"pg_trgm, {kind} index", f"{building:.1f} s to make, {size / units:.0f} bytes a unit")


def asked(server: Server, name: str, queries: list[str], find: Callable[[str], Iterable[str]]) -> Result:
    """Look everything up; what comes back is scored and sorted as ours is."""

    def best(query: str) -> Found:
        scored = sorted(((plain(query, text), text) for text in set(find(query))), reverse=True)
        return [hit for hit in scored if hit[0] >= THRESHOLD][:LIMIT]

    clock = Clock(server, Result(name))
    for query in queries:
        clock.time(lambda query=query: best(query))
    return clock.stop()


def weblate(connection: Any, query: str) -> list[str]:
    base = 0.127264 * math.log(24.282 * THRESHOLD)
    length = min(max(1, len(re.sub(r"\W", "", query))), 2000)
    boost = (min(base * 1.2, 0.985) - base) * math.sqrt(length) / math.sqrt(2000)
    similarity = min(1.0, round(base + boost, 3))
    while similarity > 0.3:
        connection.execute("SELECT set_limit(%s::real)", (similarity,))
        sql = "SELECT source FROM peer WHERE source %% %s = true AND source_id = 1 AND target_id = 2 LIMIT %s"
        found = [text for (text,) in connection.execute(sql, (query, CANDIDATES))]
        if found:
            return found
        similarity -= 0.05
    return []


def similar(connection: Any, query: str) -> list[str]:
    connection.execute("SELECT set_limit(0.3::real)")
    sql = "SELECT source FROM peer WHERE source %% %s AND source_id = 1 AND target_id = 2"
    return [text for (text,) in connection.execute(sql, (query,))]


def nearest(connection: Any, query: str) -> list[str]:
    sql = "SELECT source FROM peer ORDER BY source <-> %s LIMIT %s"
    return [text for (text,) in connection.execute(sql, (query, CANDIDATES))]


def plain(query: str, source: str) -> int:
    """The score without penalties."""
    from rapidfuzz.distance import Levenshtein

    one, other = normalise(query), normalise(source)
    return score(Levenshtein.distance(one, other), len(one), len(other))


def report(results: list[Result], queries: list[str]) -> None:
    truth = results[0].found
    print(f"{'fuzzy lookup, ms':38}{'p50':>9}{'p95':>9}{'processor':>12}{'of the best 5':>16}{'of the best':>13}")
    for result in results:
        five, best = recall(truth, result.found)
        p50, p95 = percentiles(result.times_ms)
        print(f"{result.name:38}{p50:>9.1f}{p95:>9.1f}{result.processor_ms:>12.1f}{five:>15.1%} {best:>12.1%}")
    print(f"\n{'p50 / p95 by length of the query':38}" + "".join(f"{name:>18}" for name, _, _ in LENGTHS))
    for result in results:
        cells = []
        for _, low, high in LENGTHS:
            times = [ms for ms, query in zip(result.times_ms, queries, strict=True) if low <= len(query) < high]
            cells.append("{:.1f} / {:.1f}".format(*percentiles(times)) if times else "-")
        print(f"{result.name:38}" + "".join(f"{cell:>18}" for cell in cells))
    counts = [sum(low <= len(query) < high for query in queries) for _, low, high in LENGTHS]
    print(f"{'queries':38}" + "".join(f"{count:>18}" for count in counts))


def recall(truth: list[Found], found: list[Found]) -> tuple[float, float]:
    """By scores, for among equals any will do: of the best five, and of the queries with a match its best one."""
    wanted = got = queries = best = 0
    for right, own in zip(truth, found, strict=True):
        if right:
            queries += 1
            best += bool(own) and own[0][0] == right[0][0]
        scores = [reached for reached, _ in own]
        for reached, _ in right:
            wanted += 1
            if reached in scores:
                scores.remove(reached)
                got += 1
    return got / max(1, wanted), best / max(1, queries)


def percentiles(times: list[float]) -> tuple[float, float]:
    return statistics.median(times), sorted(times)[math.ceil(0.95 * len(times)) - 1]


def spread(times: list[float]) -> str:
    return "p50 {:.2f} ms, p95 {:.2f} ms".format(*percentiles(times))


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def say(what: str, figure: str) -> None:
    print(f"{what:50}{figure}", flush=True)


if __name__ == "__main__":
    main()
