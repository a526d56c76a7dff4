"""A served memory: answers a second and their times, ours beside translate-toolkit's own tmserver, in one run.

`python bench/tmserver.py [--units 100000] [--queries 400] [--peer PYTHON]`

The units are those of `bench/dutch.py`. Of the queries 20 % are in the memory, 40 % have one to four words changed and
40 % are unrelated; threshold 75, best 5. Both servers run in a process of their own and are asked over loopback on
connections that stay open: by one client, then by eight at once. Recall is against scoring every unit with rapidfuzz
in the way of each server, of the queries that have a match the share whose best one came back.

The peer was part of translate-toolkit up to 3.18; --peer names an interpreter that has it and cheroot
(pip install 'translate-toolkit==3.18.1' cheroot). It gets as many of the queries as fit into a minute, and its
database gets statistics (ANALYZE), which it does not make itself: without them SQLite joins its tables in an order that
takes 2 s a query with 10,000 units and minutes with 100,000.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from corpus import pairs_and_queries
from machine import describe

from tm import Memory, TranslationUnit
from tm.score import normalise, score

THRESHOLD, LIMIT = 75, 5
CLIENTS = 8
PEER_S = 60

FILL = """
import json, sys
from translate.storage.tmdb import TMDB
units = [{"source": source, "target": target, "context": ""} for source, target in json.load(sys.stdin)]
memory = TMDB(sys.argv[1], 5, 75, 1000)
memory.add_list(units, "nl", "en")
memory.connection.execute("ANALYZE")
"""

Times = list[float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=400)
    parser.add_argument("--peer", metavar="PYTHON", default=sys.executable, help="an interpreter that has the peer")
    arguments = parser.parse_args()
    pairs, queries = pairs_and_queries(arguments.units, arguments.queries)
    characters = sum(len(source) for source, _ in pairs) / len(pairs)
    print(describe())
    print(f"{len(pairs):,} units of {characters:.0f} characters; {len(queries)} queries, threshold {THRESHOLD}\n")
    best = best_scores([source for source, _ in pairs], queries)
    print(f"{'':46}{'answers/s':>11}{'p50 ms':>9}{'p95 ms':>9}{'recall':>9}")
    with tempfile.TemporaryDirectory() as folder:
        ours(Path(folder), pairs, queries, best)
        peer(arguments.peer, Path(folder), pairs, queries, best)


def best_scores(sources: list[str], queries: list[str]) -> list[int]:
    """For each query the score of the unit that is most like it."""
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import cdist

    normal = [normalise(source) for source in sources]
    found = []
    for query in queries:
        text = normalise(query)
        distances = cdist([text], normal, scorer=Levenshtein.distance)[0]
        found.append(max(score(int(d), len(text), len(other)) for d, other in zip(distances, normal, strict=True)))
    return found


def ours(folder: Path, pairs: list[tuple[str, str]], queries: list[str], best: list[int]) -> None:
    path = folder / "memory.db"
    with Memory.open(str(path)) as memory:
        memory.add(TranslationUnit.simple(*pair) for pair in pairs)
        memory.lookup("De kat.")
        times = []
        for query in queries:
            began = time.perf_counter()
            memory.lookup(query, threshold=THRESHOLD, limit=LIMIT)
            times.append(time.perf_counter() - began)
        row("translate-kit, in the process, without HTTP", times, sum(times))
    command = [sys.executable, "-m", "translate_kit", "tm", "serve", "--memory", str(path), "--port", "0", "--json"]
    with running(command) as process:
        assert process.stdout is not None
        port = urlsplit(json.loads(process.stdout.readline())["url"]).port
        assert port
        asked("translate-kit tm serve", port, queries, best)
        connection = http.client.HTTPConnection("127.0.0.1", port)
        began = time.perf_counter()
        connection.request("POST", "/tmserver/nl/en/lookup", body=json.dumps(queries).encode())
        assert len(json.loads(connection.getresponse().read())) == len(queries)
        row(
            f"translate-kit tm serve, {len(queries)} texts in one request",
            [],
            time.perf_counter() - began,
            len(queries),
        )
        connection.request("GET", "/healthz")
        connection.getresponse().read()
        print(f"{'translate-kit tm serve, memory of the process':46}{resident_mb(process.pid):>8.0f} MB")


def peer(python: str, folder: Path, pairs: list[tuple[str, str]], queries: list[str], best: list[int]) -> None:
    name = "translate-toolkit tmserver"
    probe = "import cheroot, translate.services.tmserver; from translate import __version__ as v; print(v.sver)"
    found = subprocess.run([python, "-c", probe], capture_output=True, text=True)
    if found.returncode:
        print(f"{name}: not installed here; name an interpreter that has it with --peer.")
        return
    name += f" {found.stdout.strip()}"
    path = folder / "peer.db"
    began = time.perf_counter()
    subprocess.run([python, "-c", FILL, str(path)], input=json.dumps(pairs), text=True, check=True)
    print(f"{name + ', filling':46}{len(pairs) / (time.perf_counter() - began):>8,.0f} units/s")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = ["-d", str(path), "-b", "127.0.0.1", "-p", str(port), "--max-candidates", "5", "--min-similarity", "75"]
    with running([python, "-m", "translate.services.tmserver", *options]) as process:
        wait_for(port, process)
        asked(name, port, queries, best, limit_s=PEER_S)
        print(f"{name + ', memory of the process':46}{resident_mb(process.pid):>8.0f} MB")


def asked(name: str, port: int, queries: list[str], best: list[int], limit_s: float = 1e9) -> None:
    """One client, then several at once."""
    began = time.perf_counter()
    times, answers = client(port, queries, began + limit_s)
    row(f"{name}, 1 client", times, time.perf_counter() - began, recall=recall(best, answers))
    share = max(1, min(len(queries), len(times)) // CLIENTS)
    with ThreadPoolExecutor(CLIENTS) as pool:
        began = time.perf_counter()
        parts = [list(islice(cycle(queries), share * n, share * (n + 1))) for n in range(CLIENTS)]
        done = list(pool.map(lambda part: client(port, part, began + limit_s)[0], parts))
        row(f"{name}, {CLIENTS} clients", [one for part in done for one in part], time.perf_counter() - began)


def client(port: int, queries: list[str], until: float) -> tuple[Times, list[Any]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    times, answers = [], []
    for query in queries:
        began = time.perf_counter()
        if began > until:
            break
        connection.request("GET", f"/tmserver/nl/en/unit/{quote(query, safe='')}")
        response = connection.getresponse()
        answers.append(json.loads(response.read()))
        assert response.status == 200
        times.append(time.perf_counter() - began)
    connection.close()
    return times, answers


def recall(best: list[int], answers: list[Any]) -> float:
    """Of the queries with a match the share for which one with its score (a point less for form alone) came back."""
    wanted = [(reached, answer) for reached, answer in zip(best, answers, strict=False) if reached >= THRESHOLD]
    found = [answer and answer[0]["quality"] >= reached - 1 for reached, answer in wanted]
    return sum(map(bool, found)) / len(found) if found else 1.0


def row(name: str, times: Times, elapsed_s: float, count: int = 0, recall: float | None = None) -> None:
    cells = f"{name:46}{(count or len(times)) / elapsed_s:>11,.0f}"
    if times:
        p50, p95 = statistics.median(times), sorted(times)[int(len(times) * 0.95)]
        cells += f"{p50 * 1000:>9.1f}{p95 * 1000:>9.1f}"
    print(cells + ("" if recall is None else f"{recall:>9.1%}"), flush=True)


@contextmanager
def running(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "PYTHONPATH": ""}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def wait_for(port: int, process: subprocess.Popen[str]) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            assert process.poll() is None, "the peer ended"
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the peer does not listen")


def resident_mb(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


if __name__ == "__main__":
    main()
