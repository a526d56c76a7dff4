"""Concordance over a million units: how long the best passages of frequent and rare words take, beside plain SQLite.

`python bench/concordance.py [--units 1000000] [--queries 60] [--memory FILE]`

The units are those of `bench/dutch.py`, or those of a memory that is there. For each kind of question the best 20
passages are asked for: a frequent word (of the 60 most frequent ones), two of these, a word that stands in 100 to
10,000 texts, one in fewer, one with an asterisk at its end, and one with an asterisk at its beginning.

The peers, over the same texts in the same file: a scan with `LIKE`, the shortest texts first, which finds parts of
words too; and FTS5's own ranking (`ORDER BY rank`, bm25), which prefers short texts as well and knows nothing of words
that stand together. Right: of our 20 passages the share that is at the same place when every text is looked at (words
together, then the shortest, then the newest); counted for the first questions of each kind. Times are of the wall
clock, and in brackets of the processor.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dutch import Dutch
from machine import describe

from tm import Memory, TranslationUnit
from tm.concordance import Search
from tm.store.base import VARIANT_BITS

LIMIT = 20
FREQUENT, RARE, UNCOMMON = 60, 100, 10_000
CHECKED = 5

Found = TypeVar("Found")

Question = tuple[str, str]
"""Words for a memory, and the same as FTS5 writes them."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=60, help="of each kind")
    parser.add_argument("--memory", help="a SQLite memory that is there already")
    arguments = parser.parse_args()
    print(describe())
    with tempfile.TemporaryDirectory(prefix="bench-concordance-") as folder:
        path = arguments.memory or str(Path(folder) / "memory.db")
        with Memory.open(path) as memory:
            if arguments.memory is None:
                memory.add(TranslationUnit.simple(*pair) for pair in islice(Dutch(1).pairs(), arguments.units))
            print(
                f"{memory.stats()['units']:,} units, the best {LIMIT} of {arguments.queries} questions of each kind\n"
            )
            print(f"{'':26}{'hits':>9}  {'ours: p50':>20}{'p95':>20}  {'LIKE: p50':>20}{'p95':>20}", end="")
            print(f"  {'bm25: p50':>20}{'p95':>20}{'right':>7}")
            db = sqlite3.connect(path)
            for name, questions in asked(db, arguments.queries):
                report(memory, db, name, questions)
            db.close()


def asked(db: sqlite3.Connection, count: int) -> Iterator[tuple[str, list[Question]]]:
    """The questions by their kind."""
    chance = random.Random(7)
    found = db.execute("SELECT term, doc FROM vocabulary ORDER BY doc DESC").fetchall()
    words = [(word, texts) for word, texts in found if word.isalpha() and len(word) > 1]
    frequent = [word for word, _ in words[:FREQUENT]]
    uncommon = [word for word, texts in words if RARE <= texts < UNCOMMON]
    rare = [word for word, texts in words if texts < RARE]
    pairs = [chance.sample(frequent, 2) for _ in range(count)]
    yield "a frequent word", [(word, f'"{word}"') for word in chance.sample(frequent, min(count, len(frequent)))]
    yield "two frequent words", [(" ".join(pair), " AND ".join(f'"{word}"' for word in pair)) for pair in pairs]
    yield "an uncommon word", [(word, f'"{word}"') for word in chance.sample(uncommon, min(count, len(uncommon)))]
    yield "a rare word", [(word, f'"{word}"') for word in chance.sample(rare, min(count, len(rare)))]
    starts = [word[: max(2, len(word) // 2)] for word in chance.sample(uncommon, min(count, len(uncommon)))]
    yield "the beginning of a word", [(f"{start}*", f'"{start}" *') for start in starts]
    ends = [word[len(word) // 2 :] for word in chance.sample(uncommon, min(count, len(uncommon)))]
    # FTS5 has no such question; it is told all words that end so.
    named = {end: " OR ".join(f'"{word}"' for word, _ in found if word.endswith(end)) for end in ends}
    yield "the end of a word", [(f"*{end}", named[end]) for end in ends]


def report(memory: Memory, db: sqlite3.Connection, name: str, questions: Sequence[Question]) -> None:
    hits = [db.execute("SELECT count(*) FROM words WHERE words MATCH ?", (fts,)).fetchone()[0] for _, fts in questions]
    times: list[list[tuple[float, float]]] = [[], [], []]
    right = total = 0
    for number, (wanted, fts) in enumerate(questions):
        passages, taken = timed(partial(memory.concordance, wanted, limit=LIMIT))
        times[0].append(taken)
        _, taken = timed(partial(like, db, wanted))
        times[1].append(taken)
        _, taken = timed(partial(bm25, db, fts))
        times[2].append(taken)
        if number < CHECKED:
            best = exhaustive(db, wanted, fts)
            right += sum(passage.unit_id == unit for passage, unit in zip(passages, best, strict=False))
            total += max(len(best), len(passages))
    cells = "  ".join(f"{at(one, 0.5):>20}{at(one, 0.95):>20}" for one in times)
    print(f"{name:26}{sum(hits) // len(hits):>9,}  {cells}{right / max(total, 1):>7.0%}", flush=True)


def timed(run: Callable[[], list[Found]]) -> tuple[list[Found], tuple[float, float]]:
    wall, cpu = time.perf_counter(), time.process_time()
    found = run()
    return found, ((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000)


def at(times: Sequence[tuple[float, float]], share: float) -> str:
    """A percentile of both clocks."""
    wall, cpu = (sorted(one)[int((len(times) - 1) * share)] for one in zip(*times, strict=True))
    return f"{wall:,.0f} ms ({cpu:,.0f})"


def like(db: sqlite3.Connection, wanted: str) -> list[tuple[int, str]]:
    words = wanted.replace("*", "").split()
    condition = " AND ".join("text LIKE ?" for _ in words)
    query = f"SELECT id, text FROM variant WHERE {condition} ORDER BY length(text) LIMIT {LIMIT}"  # noqa: S608 - only ?s
    return db.execute(query, [f"%{word}%" for word in words]).fetchall()


def bm25(db: sqlite3.Connection, fts: str) -> list[tuple[int, str]]:
    query = "SELECT rowid, text FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?"
    return db.execute(query, (fts, LIMIT)).fetchall()


def exhaustive(db: sqlite3.Connection, wanted: str, fts: str) -> list[int]:
    """The units of the best passages, by looking at every text that FTS5 finds; a passage that is there again once."""
    search, together = Search(wanted), Search(f'"{wanted}"')
    ranked = sorted(
        (not together.spans(text), len(text), -number, text)
        for number, text in db.execute("SELECT rowid, text FROM words WHERE words MATCH ?", (fts,))
        if search.spans(text)
    )
    best: dict[tuple[str, str, int], int] = {}
    for *_, number, text in ranked:
        # The units have two texts each.
        (other,) = db.execute("SELECT text FROM variant WHERE id = ?", (-number ^ 1,)).fetchone()
        best.setdefault((text, other, number & 1), -number >> VARIANT_BITS)
        if len(best) == LIMIT:
            break
    return list(best.values())


if __name__ == "__main__":
    main()
