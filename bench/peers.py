"""Ways to look a text up among many, ours and those of other tools, and how they are asked and compared.

The others: rapidfuzz over all texts, as they are and after a filter by length; SQLite's FTS5 with `difflib`, as
Supervertaler looks up (the 500 best of FTS5 for the words of three letters and more, scored by `SequenceMatcher`);
PostgreSQL's `pg_trgm` as Weblate asks it. `pg_trgm` can only be asked for texts that share enough groups of three
characters. Weblate asks for a similarity that it works out from the wanted score and the length of the text, takes 50
texts in no particular order, scores them itself, and asks again for 0.05 less while nothing comes back
(`threshold_to_similarity` and `lookup` in its weblate/memory/models.py).

Each gets four times as many results as are asked of it, for some count equal texts one by one.
"""

from __future__ import annotations

import bisect
import contextlib
import math
import re
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from corpus import LENGTHS, LIMIT, THRESHOLD, Query

from tm import Memory
from tm.score import match_score, normalise

if TYPE_CHECKING:
    from tests.postgresql import Server

FTS_CANDIDATES, TRIGRAM_CANDIDATES = 500, 50


@dataclass(frozen=True, slots=True)
class Way:
    """A way to look up.

    Attributes:
        name: for the tables.
        find: gives the normalised texts that are shown for a text.
        build_s: seconds that it took until it could be asked.
        index_bytes: of what is searched.
    """

    name: str
    find: Callable[[str], Iterable[str]]
    build_s: float
    index_bytes: int


@dataclass(slots=True)
class Answers:
    """What a way said to the first so many of the queries.

    Attributes:
        way: the way.
        times_ms: of each.
        processor_ms: of one on average, of this process and the server together.
        found: of each the scores of what was shown, the highest first.
    """

    way: Way
    times_ms: list[float] = field(default_factory=list)
    processor_ms: float = 0.0
    found: list[list[int]] = field(default_factory=list)

    def times(self, queries: list[Query], band: str = "") -> list[float]:
        """Of the queries of a length; without one, of those of the mix."""
        pairs = zip(self.times_ms, queries, strict=False)
        return [ms for ms, query in pairs if (query.band == band if band else query.mixed)]

    def recall(self, truth: list[list[int]], queries: list[Query], band: str = "") -> tuple[float, float] | None:
        """Of the best five matches the share that was found, and of the queries with a match that of the best one.

        By scores, for among equals any will do. None when there is nothing to find.
        """
        wanted = got = asked = best = 0
        for expected, shown, query in zip(truth, self.found, queries, strict=False):
            if not expected or not (query.band == band if band else query.mixed):
                continue
            asked += 1
            best += shown[:1] == expected[:1]
            left = list(shown)
            wanted += len(expected)
            for points in expected:
                if points in left:
                    left.remove(points)
                    got += 1
        return (got / wanted, best / asked) if asked else None


def ask(way: Way, queries: list[Query], budget_s: float, server: Server | None = None) -> Answers:
    """Ask one query after the other until the time is used up, ten at least."""
    answers = Answers(way)
    way.find(queries[0].text)
    began = _processor_s(server)
    ends = time.perf_counter() + budget_s
    shown: list[set[str]] = []
    for query in queries:
        if len(shown) >= 10 and time.perf_counter() > ends:
            break
        start = time.perf_counter()
        shown.append(set(way.find(query.text)))
        answers.times_ms.append(1000 * (time.perf_counter() - start))
    answers.processor_ms = 1000 * (_processor_s(server) - began) / len(shown)
    for query, texts in zip(queries, shown, strict=False):
        scores = sorted((match_score(query.text, text) for text in texts), reverse=True)
        answers.found.append([points for points in scores if points >= THRESHOLD])
    return answers


def _processor_s(server: Server | None) -> float:
    return time.process_time() + (server.processor_s() if server else 0.0)


def ours(name: str, memory: Memory, build_s: float) -> Way:
    """A memory that is filled."""

    def find(text: str) -> list[str]:
        return [normalise(match.source) for match in memory.lookup(text, threshold=THRESHOLD, limit=LIMIT)]

    return Way(name, find, build_s, memory.index("nl").size_bytes)


def every_unit(texts: list[str]) -> Way:
    """All texts, by rapidfuzz."""
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    scorer = Levenshtein.normalized_similarity

    def find(text: str) -> list[str]:
        hits = process.extract(normalise(text), texts, scorer=scorer, score_cutoff=THRESHOLD / 100, limit=4 * LIMIT)
        return [hit for hit, _, _ in hits]

    return Way("rapidfuzz, every unit", find, 0.0, _size(texts))


def after_length_filter(texts: list[str]) -> Way:
    """The texts whose length can reach the threshold, by rapidfuzz."""
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    start = time.perf_counter()
    # Copied, so that they lie in this order in memory too: going from place to place costs more than the filter saves.
    ordered = [f"{text} "[:-1] for text in sorted(texts, key=len)]
    lengths = [len(text) for text in ordered]
    build_s = time.perf_counter() - start
    scorer = Levenshtein.normalized_similarity

    def find(text: str) -> list[str]:
        text = normalise(text)
        low = bisect.bisect_left(lengths, len(text) * THRESHOLD / 100)
        high = bisect.bisect_right(lengths, len(text) * 100 / THRESHOLD)
        hits = process.extract(text, ordered[low:high], scorer=scorer, score_cutoff=THRESHOLD / 100, limit=4 * LIMIT)
        return [hit for hit, _, _ in hits]

    return Way("rapidfuzz, after a length filter", find, build_s, _size(texts) + 8 * len(texts))


def _size(texts: list[str]) -> int:
    return sum(map(sys.getsizeof, texts)) + 8 * len(texts)


def full_text(texts: list[str]) -> Way:
    """Candidates of FTS5 by its ranking, scored by difflib and cut at the threshold; the database is in memory."""
    from difflib import SequenceMatcher

    start = time.perf_counter()
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE texts USING fts5(source)")
    db.executemany("INSERT INTO texts VALUES (?)", ((text,) for text in texts))
    db.commit()
    build_s = time.perf_counter() - start
    size = db.execute(
        "SELECT (SELECT sum(length(block)) FROM texts_data) + (SELECT sum(length(sz)) FROM texts_docsize)"
    ).fetchone()[0]

    def find(text: str) -> list[str]:
        text = normalise(text)
        words = [word for word in re.findall(r"\w+", text) if len(word) >= 3]
        if not words:
            return []
        expression = " OR ".join(f'"{word}"' for word in words)
        statement = "SELECT source FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?"
        candidates = [row[0] for row in db.execute(statement, (expression, FTS_CANDIDATES))]
        return [other for other in candidates if SequenceMatcher(None, text, other).ratio() >= THRESHOLD / 100]

    return Way(f"SQLite FTS5 ({FTS_CANDIDATES}) + difflib", find, build_s, size)


@contextlib.contextmanager
def trigrams(server: Server, texts: list[str]) -> Iterator[Trigrams | None]:
    """A table with `pg_trgm`, as long as it is needed; None, said, where the extension is not installed."""
    import psycopg

    with psycopg.connect(server.url(), autocommit=True) as connection:
        try:
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE EXTENSION IF NOT EXISTS btree_gin")
        except psycopg.Error as error:
            print(f"pg_trgm: not measured; it is not installed ({error})")
            yield None
            return
        yield Trigrams(connection, texts)
        connection.execute("DROP TABLE peer")


class Trigrams:
    """A table of texts in PostgreSQL with an index of `pg_trgm`."""

    def __init__(self, connection: Any, texts: list[str]) -> None:
        self._connection = connection
        # It takes the similarity of two texts for as cheap as comparing numbers, and would not use its index in a small
        # table.
        connection.execute("SET enable_seqscan = off")
        start = time.perf_counter()
        self._connection.execute("CREATE TABLE peer (id int PRIMARY KEY, source text, source_id int, target_id int)")
        with self._connection.cursor() as cursor, cursor.copy("COPY peer FROM STDIN") as copy:
            for number, text in enumerate(texts):
                copy.write_row((number, text, 1, 2))
        self._filled_s = time.perf_counter() - start

    def _indexed(self, statement: str) -> tuple[float, int]:
        """Make one index: each way is answered by the one that it is meant for."""
        start = time.perf_counter()
        self._connection.execute("DROP INDEX IF EXISTS peer_index")
        self._connection.execute(statement)
        self._connection.execute("VACUUM ANALYZE peer")
        (size,) = self._connection.execute("SELECT pg_relation_size('peer_index')").fetchone()
        return self._filled_s + time.perf_counter() - start, size

    def as_weblate(self) -> Way:
        """Asked as Weblate asks."""
        gin = "CREATE INDEX peer_index ON peer USING gin (source gin_trgm_ops, target_id, source_id)"
        self._gin = self._indexed(gin)
        return Way("pg_trgm as Weblate asks (GIN)", self._weblate, *self._gin)

    def above_default(self) -> Way:
        """Everything above the extension's own default; with the index of `as_weblate`, to be asked after that."""
        return Way("pg_trgm, all above 0.3 (GIN)", self._similar, *self._gin)

    def nearest(self) -> Way:
        """The 50 nearest."""
        gist = "CREATE INDEX peer_index ON peer USING gist (source gist_trgm_ops)"
        return Way("pg_trgm, the 50 nearest (GiST)", self._nearest, *self._indexed(gist))

    def _weblate(self, text: str) -> list[str]:
        query = normalise(text)
        base = 0.127264 * math.log(24.282 * THRESHOLD)
        length = min(max(1, len(re.sub(r"\W", "", query))), 2000)
        boost = (min(base * 1.2, 0.985) - base) * math.sqrt(length) / math.sqrt(2000)
        similarity = min(1.0, round(base + boost, 3))
        while similarity > 0.3:
            self._connection.execute("SELECT set_limit(%s::real)", (similarity,))
            sql = "SELECT source FROM peer WHERE source %% %s = true AND source_id = 1 AND target_id = 2 LIMIT %s"
            found = [other for (other,) in self._connection.execute(sql, (query, TRIGRAM_CANDIDATES))]
            if found:
                return _scored(query, found)
            similarity -= 0.05
        return []

    def _similar(self, text: str) -> list[str]:
        query = normalise(text)
        self._connection.execute("SELECT set_limit(0.3::real)")
        sql = "SELECT source FROM peer WHERE source %% %s AND source_id = 1 AND target_id = 2"
        return _scored(query, [other for (other,) in self._connection.execute(sql, (query,))])

    def _nearest(self, text: str) -> list[str]:
        query = normalise(text)
        sql = "SELECT source FROM peer ORDER BY source <-> %s LIMIT %s"
        return _scored(query, [other for (other,) in self._connection.execute(sql, (query, TRIGRAM_CANDIDATES))])


def _scored(query: str, found: Iterable[str]) -> list[str]:
    """What comes back is scored and sorted as ours is."""
    scored = sorted(((match_score(query, text), text) for text in set(found)), reverse=True)
    return [text for points, text in scored if points >= THRESHOLD][: 4 * LIMIT]


def report(answers: list[Answers], truth: list[list[int]], queries: list[Query], units: int) -> None:
    """Print the tables; the first of the answers are those that the others are compared with."""
    base = answers[0]
    print(
        f"{'fuzzy lookup, ms':36}{'queries':>8}{'p50':>9}{'p95':>9}{'processor':>11}{'times ours':>16}"
        f"{'best 5':>8}{'best 1':>8}{'build s':>9}{'bytes/unit':>11}"
    )
    for one in answers:
        own, compared = one.times(queries), base.times(queries)[: len(one.times(queries))]
        p50, p95 = percentiles(own)
        base50, base95 = percentiles(compared)
        print(
            f"{one.way.name:36}{len(own):>8}{p50:>9.2f}{p95:>9.2f}{one.processor_ms:>11.2f}"
            f"{f'{p50 / base50:.1f} / {p95 / base95:.1f}':>16}"
            + "".join(f"{part:>8.1%}" for part in one.recall(truth, queries) or (1.0, 1.0))
            + f"{one.way.build_s:>9.1f}{one.way.index_bytes / units:>11.0f}"
        )
    print(f"\n{'by length of the query':36}" + "".join(f"{name:>28}" for name, _, _ in LENGTHS))
    for one in answers:
        cells = []
        for name, _, _ in LENGTHS:
            times, recall = one.times(queries, name), one.recall(truth, queries, name)
            found = f"{recall[0]:.0%}" if recall else "-"
            p50, p95 = percentiles(times)
            cells.append(f"{p50:.1f} / {p95:.1f}, {found} of {len(times)}" if times else "-")
        print(f"{one.way.name:36}" + "".join(f"{cell:>28}" for cell in cells))
    print("(p50 / p95, of the best five matches the share that was found, of so many queries)")


def percentiles(times: list[float]) -> tuple[float, float]:
    """The median, and what 95 of 100 stay within."""
    if not times:
        return math.nan, math.nan
    ordered = sorted(times)
    return ordered[len(ordered) // 2], ordered[math.ceil(0.95 * len(ordered)) - 1]
