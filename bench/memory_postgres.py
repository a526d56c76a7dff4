"""A memory in PostgreSQL: what only concerns that, and more ways to ask `pg_trgm`, on a private server in one run.

`python bench/memory_postgres.py [--units 100000] [--queries 300] [--of-each-length 40] [--budget 60]`

Units and queries are those of `bench/corpus.py`; the peers are described in `bench/peers.py`. Besides asking as Weblate
does, `pg_trgm` is asked for everything above its own default of 0.3, and for the 50 nearest. `bench/memory.py` shows
lookups in PostgreSQL beside those in SQLite and all other peers.

Times are of the wall clock. On a machine that does other things besides, the processor's time says more: that of this
process and the server together.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import peers
from corpus import THRESHOLD, Corpus
from machine import describe
from memory import in_child, introduce, private_server

from tests.postgresql import Server
from tm import Memory, TranslationUnit


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--of-each-length", type=int, default=40)
    parser.add_argument("--budget", type=float, default=60.0, help="seconds for each way to look up")
    parser.add_argument("--import-into", metavar="URL", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.import_into:
        return endless_import(arguments.import_into)
    print(describe())
    with tempfile.TemporaryDirectory(prefix="bench-memory-") as folder, private_server() as server:
        if server is None:
            sys.exit(1)
        corpus = Corpus(Path(folder) / "units.tmx", arguments.units)
        queries = corpus.queries(arguments.queries, arguments.of_each_length)
        introduce(corpus, queries)
        url = server.url(schema="ours")
        filled = in_and_out(server, url, corpus)
        answers = []
        with Memory.open(url) as memory:
            everyday(url, memory, corpus)
            answers.append(peers.ask(peers.ours("ours, PostgreSQL", memory, filled), queries, arguments.budget, server))
        answers.append(peers.ask(peers.every_unit(corpus.texts), queries, arguments.budget, server))
        with peers.trigrams(server, corpus.texts) as table:
            if table:
                ways = (table.as_weblate, table.above_default, table.nearest)
                answers += [peers.ask(way(), queries, arguments.budget, server) for way in ways]
        peers.report(answers, corpus.best(queries), queries, len(corpus))


def in_and_out(server: Server, url: str, corpus: Corpus) -> float:
    """Import, the same again, export, open, each in a process of its own; seconds that the import took."""
    before = server.processor_s()
    done = in_child("import", corpus.path, url)
    spent = server.processor_s() - before
    say("TMX import, one transaction, indexed", f"{len(corpus) / done['wall_s']:,.0f} units/s, {done['wall_s']:.1f} s")
    say("  of the processor, in the process, on the server", f"{done['cpu_s']:.1f} s, {spent:.1f} s")
    say("  most memory of the process, largest of the server", f"{done['peak_mb']:.0f} MB, {server_mb(server):.0f} MB")
    again = in_child("import", corpus.path, url)
    say("TMX import of the same again (all merged)", f"{len(corpus) / again['wall_s']:,.0f} units/s")
    export = in_child("export", url, corpus.path.with_name("out.tmx"))
    say("TMX export", f"{len(corpus) / export['wall_s']:,.0f} units/s, {export['peak_mb']:.0f} MB")
    opened = in_child("open", url)
    say(
        "another process: open, with the first fuzzy lookup",
        f"{opened['open_s']:.2f} s, {opened['first_s']:.2f} s; then {opened['peak_mb']:.0f} MB",
    )
    stats = in_child("stats", url)
    say(
        "size on the server, in the index of a process",
        f"{stats['size_bytes'] / len(corpus):.0f}, {stats['in_memory']:.0f} bytes a unit",
    )
    return float(done["wall_s"])


def server_mb(server: Server) -> float:
    """The most memory of its own that a process of the server holds now, without what they share."""
    found = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text("utf-8")
        except OSError:
            continue
        if f"PPid:\t{server.process_id}\n" in text and (own := re.search(r"RssAnon:\s+(\d+) kB", text)):
            found = max(found, int(own.group(1)))
    return found / 1024


def everyday(url: str, memory: Memory, corpus: Corpus) -> None:
    """Exact lookups, concordance, units one by one."""
    equal = random.Random(4).sample(corpus.texts, 1000)
    memory.lookup(equal[0], threshold=100)
    say(
        "exact and context lookup",
        spread([1000 * seconds(lambda text=text: memory.lookup(text, threshold=100)) for text in equal]),
    )
    for what, searched in (("word", "leider"), ("two frequent words", "de van"), ("wildcards", "*kamp*")):
        times = [1000 * seconds(lambda searched=searched: memory.concordance(searched)) for _ in range(20)]
        say(f"concordance, {what}: {searched}", spread(times))
    memory.lookup("De kat.", threshold=THRESHOLD)
    adding = [1000 * seconds(lambda unit=unit: memory.add([unit])) for unit in fresh("los", 300)]
    say("add one unit (a transaction, synced to disk)", spread(adding))
    say("the same while another imports", spread(added_during_import(url, memory)))
    print()


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


def fresh(name: str, count: int) -> Iterator[TranslationUnit]:
    return (TranslationUnit.simple(f"Een {name} segment nummer {number}.", f"A {name} one.") for number in range(count))


def spread(times: list[float]) -> str:
    return "p50 {:.2f} ms, p95 {:.2f} ms".format(*peers.percentiles(times))


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def say(what: str, figure: str) -> None:
    print(f"{what:50}{figure}", flush=True)


if __name__ == "__main__":
    main()
