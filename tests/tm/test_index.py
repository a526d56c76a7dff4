"""Fuzzy lookup finds exactly what scoring every unit finds."""

from __future__ import annotations

import importlib.util
import random
import sys
from itertools import count, islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tm import Memory, TranslationUnit, indexing
from tm.block import Block, QueryText
from tm.index import Index
from tm.score import changes, formal_penalty, normalise, score
from tm.signature import CLASSES, Signers, class_of

ROOT = Path(__file__).parents[2]
AWKWARD = "aabbe \u0301ßéŁжщ漢字\U0001f600\U0001f9d1.-,'"
"""Frequent and rare letters, a combining accent, two-byte, three-byte and astral characters."""


def levenshtein(one: str, other: str) -> int:
    """The textbook's table, to owe nothing to the library that the index uses."""
    row = list(range(len(other) + 1))
    for place, character in enumerate(one, 1):
        above, row[0] = row[0], place
        for column, opposite in enumerate(other, 1):
            above, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, above + (character != opposite))
    return row[-1]


def by_force(texts: dict[int, str], query: str, threshold: int) -> list[tuple[int, int]]:
    scored = ((number, score(levenshtein(query, text), len(query), len(text))) for number, text in texts.items())
    return sorted((hit for hit in scored if hit[1] >= threshold), key=lambda hit: (-hit[1], -hit[0]))


@st.composite
def edited(draw: st.DrawFn, text: str) -> str:
    characters = list(text)
    for _ in range(draw(st.integers(0, 1 + len(text) // 3))):
        at = draw(st.integers(0, len(characters)))
        step = draw(st.sampled_from(("put", "drop", "swap")))
        if step == "put" or at == len(characters):
            characters.insert(at, draw(st.sampled_from(AWKWARD)))
        elif step == "drop":
            del characters[at]
        else:
            characters[at] = draw(st.sampled_from(AWKWARD))
    return "".join(characters)


words = st.text(st.sampled_from(AWKWARD), min_size=1, max_size=150).map(normalise).filter(bool)
much = st.builds(str.__mul__, words, st.integers(1, 600)).map(lambda text: text[:320])
"""What repeats itself: the same pairs more often than a signature counts."""


@st.composite
def queries_with_neighbours(draw: st.DrawFn) -> tuple[str, list[str]]:
    query = draw(words | much)
    near = draw(st.lists(edited(query).map(normalise).filter(bool), max_size=6))
    return query, near + draw(st.lists(words, max_size=4))


class Kept:
    """A store that keeps only what an index asks for."""

    provisional = False

    def __init__(self, texts: dict[int, str], blocks: list[bytes]) -> None:
        self.texts, self.data = texts, blocks

    def blocks(self, _language: str, known: Any) -> tuple[list[int], list[tuple[int, int, bytes]]]:
        numbers = range(1, len(self.data) + 1)
        last = max(self.texts, default=0)
        return list(numbers), [(number, last, self.data[number - 1]) for number in numbers if number not in known]

    def variants_after(self, *_: object) -> list[object]:
        return []


@given(queries_with_neighbours(), st.integers(50, 100))
@settings(deadline=None, max_examples=150)
def test_a_block_gives_what_scoring_every_text_gives(case, threshold):
    query, others = case
    texts = dict(enumerate(others, 1))
    index = Index("nl")
    if texts:
        data = Block.build(list(texts), list(texts.values()), Signers.train(others))
        index.refresh(Kept(texts, [data]))
    assert index.search(query, threshold) == by_force(texts, query, threshold)


@given(words | much, st.data())
@settings(deadline=None, max_examples=150)
def test_signatures_bound_the_distance_from_below(text, data):
    other = normalise(data.draw(edited(text)))
    signers = Signers.train([*data.draw(st.lists(words, max_size=3)), text])
    distance, longer = levenshtein(text, other), len(text) - len(other)
    more = data.draw(st.integers(0, 4))
    for made, signer in zip(CLASSES, map(signers.__getitem__, range(len(CLASSES))), strict=True):
        (signed,) = signer.sign([other])
        assert len(signed) == made.words
        for wanted in signer.wanted(text, [distance, distance + more]):
            characters = made.character_words
            assert np.bitwise_count(signed ^ wanted)[:characters].sum() <= 2 * distance - abs(longer)
            assert np.bitwise_count(signed & wanted)[characters:].sum() <= 2 * distance - max(0, longer)


@given(st.integers(1, 400), st.integers(0, 700), st.integers(50, 100))
def test_lengths_outside_the_window_cannot_reach_the_threshold(size, other, threshold):
    query = QueryText.of("x" * size, threshold)
    within = query.first <= other <= query.last
    assert within == (score(abs(size - other), size, other) >= threshold)


@given(st.lists(words, min_size=1, max_size=20))
@settings(deadline=None, max_examples=100)
def test_a_block_gives_its_texts_back(texts):
    block = Block(Block.build(range(1, len(texts) + 1), texts, Signers.train(texts)))
    assert sorted(block.texts()) == list(enumerate(texts, 1))
    assert len(block) == len(texts)
    assert all(class_of(length) == part.made for part in block.parts for length in part.lengths.tolist())


def test_signers_survive_as_bytes():
    signers = Signers.train(["De kat slaapt.", "Ѐ漢\U0001f600"])
    again = Signers(signers.data)
    assert again.trained_on == 2
    text = ["De hond blaft " * 12]
    assert all((again[number].sign(text) == signers[number].sign(text)).all() for number in range(len(CLASSES)))


def test_other_bytes_are_no_block():
    with pytest.raises(ValueError, match="not a block"):
        Block(b"something else")


@pytest.fixture(scope="module")
def dutch() -> Any:
    """The generator of segments that the benchmarks use."""
    spec = importlib.util.spec_from_file_location("dutch", ROOT / "bench" / "dutch.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["dutch"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def segments(dutch) -> list[str]:
    return [normalise(source) for source, _ in islice(dutch.Dutch(1).pairs(), 6000)]


@pytest.mark.parametrize("threshold", [50, 70, 85])
def test_among_thousands_of_segments_none_is_missed(segments, dutch, threshold):
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import cdist

    maker, chance = dutch.Dutch(2), random.Random(threshold)  # noqa: S311
    queries = [normalise(source) for source, _ in islice(maker.pairs(), 10)]
    for text in chance.sample(segments, 30):
        pairs = [(word, word) for word in text.split(" ")]
        queries.append(" ".join(word for word, _ in maker.changed(pairs, chance.randint(1, 4))))
    half = len(segments) // 2
    signers = Signers.train(segments)
    blocks = [Block.build(range(1, half + 1), segments[:half], signers)]
    blocks.append(Block.build(range(half + 1, len(segments) + 1), segments[half:], Signers.train(segments[:10])))
    index = Index("nl")
    index.refresh(Kept(dict(enumerate(segments, 1)), blocks))
    distances = cdist(queries, segments, scorer=Levenshtein.distance)
    found = 0
    for query, row in zip(queries, distances, strict=True):
        scored = ((n, score(d, len(query), len(segments[n - 1]))) for n, d in enumerate(row.tolist(), 1))
        expected = sorted((hit for hit in scored if hit[1] >= threshold), key=lambda hit: (-hit[1], -hit[0]))
        assert index.search(query, threshold) == expected
        some = index.view().closest(query, threshold, count=20)
        assert set(some) <= set(expected)
        assert some == sorted(some, key=lambda hit: (-hit[1], -hit[0]))
        # The best match is so like the query that it is among the few whose signatures differ least.
        assert not expected or expected[0][1] < 75 or some[0][1] == expected[0][1]
        found += len(expected)
    assert found > 5


def test_some_match_finds_one_exactly_when_there_is_one(tmp_path, segments, dutch):
    from tm.lookup import Query, some_match

    maker, chance = dutch.Dutch(3), random.Random(5)  # noqa: S311
    queries = [source for source, _ in islice(maker.pairs(), 20)]
    for text in chance.sample(segments, 20):
        pairs = [(word, word) for word in text.split(" ")]
        queries.append(" ".join(word for word, _ in maker.changed(pairs, chance.randint(3, 9))))
    with Memory.open(tmp_path / "memory.db", penalty=3) as memory:
        memory.add([TranslationUnit.simple(text, f"E {text}") for text in segments[:2000]])
        memory.add([TranslationUnit.simple(text, "Eine", target_language="de") for text in queries[20:30]])
        answers = set()
        for query in queries:
            some = some_match(memory, Query(query), threshold=50)
            best = memory.lookup(query, threshold=50, limit=1)
            assert (some is None) == (not best), query
            answers.add(some is None)
            if some is not None:
                assert 50 <= some.score <= best[0].score
                assert some.target.startswith("E ")
        assert answers == {True, False}
        assert some_match(memory, Query("  "), threshold=50) is None


@pytest.fixture
def small_blocks(monkeypatch):
    """Blocks of a few texts, so that a test of a hundred units goes through everything that a million go through."""
    import tm.index
    import tm.lookup
    import tm.memory

    monkeypatch.setattr(tm.lookup, "AT_ONCE", 2)
    for module in (indexing, tm.index, tm.memory):
        monkeypatch.setattr(module, "TAIL", 5)
    for module in (indexing, tm.index):
        monkeypatch.setattr(module, "BLOCK", 64)


_numbers = count(1)


def expected_matches(units: list[TranslationUnit], query: str, threshold: int, limit: int) -> list[tuple[int, str]]:
    """What `Memory.lookup` promises, by scoring every unit."""
    text = normalise(query)
    scored = []
    for number, unit in enumerate(units, 1):
        source = unit.variants[0]
        other = normalise(source.text)
        reached = score(levenshtein(text, other), len(text), len(other))
        penalty = formal_penalty(changes(query, source))
        scored.append((-reached + (penalty.points if penalty else 0), -number, source.text, unit.variants[1].text))
    best: dict[tuple[str, str], tuple[int, int]] = {}
    for lost, number, source_text, target in sorted(scored):
        if -lost >= threshold:
            best.setdefault((source_text, target), (-lost, -number))
    return sorted(((s, -n) for s, n in best.values()), key=lambda pair: (-pair[0], pair[1]))[:limit]


@given(st.data())
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lookup_gives_what_scoring_every_unit_gives(small_blocks, url, data):
    query, others = data.draw(queries_with_neighbours())
    query = "".join(c for c in query if c.isalpha() or c == " ").strip() or "a"
    others = [other for other in others if other] * data.draw(st.integers(1, 3))
    units = [TranslationUnit.simple(text, f"target {number}") for number, text in enumerate(others, 1)]
    threshold, limit = data.draw(st.integers(50, 100)), data.draw(st.integers(1, 6))
    cut = data.draw(st.integers(0, len(units)))
    with Memory.open(url(f"m{next(_numbers)}")) as memory:
        memory.add(units[:cut])
        memory.lookup(query, threshold=threshold)
        memory.add(units[cut:])
        for _ in range(2):
            found = memory.lookup(query, threshold=threshold, limit=limit)
            expected = expected_matches(units, query, threshold, limit)
            assert [(match.score, -match.unit_id) for match in found] == [(s, n) for s, n in expected]


def test_blocks_are_made_by_adding_by_looking_up_and_put_together(small_blocks, url, segments):
    units = [TranslationUnit.simple(text, text) for text in dict.fromkeys(segments[:400])]
    with Memory.open(url("m")) as memory, Memory.open(url("m")) as other:
        memory.add(units[:40])
        assert memory.stats()["index_bytes"] > 0
        for start in range(40, len(units), 3):
            memory.add(units[start : start + 3])
            assert other.lookup(units[start].variants[0].text + "!", threshold=60)[0].unit_id == start + 1
        numbers, _ = memory.store.blocks("nl", range(10**6))
        assert 2 <= len(numbers) < 20
        index = memory.index("nl")
        assert len(index) == len(units)
        assert not index.unsaved


def test_a_language_in_which_nothing_was_looked_up_is_indexed_when_somebody_does(small_blocks, url, segments):
    with Memory.open(url("m")) as memory:
        memory.add([TranslationUnit.simple(text, f"{text} in English") for text in segments[:100]])
        assert memory.store.indexed_languages() == {"nl"}
        query = f"{segments[7]} in Englisch"
        assert memory.lookup(query, source_language="en", target_language="nl")[0].target == segments[7]
        assert memory.store.indexed_languages() == {"nl", "en"}
        memory.add([TranslationUnit.simple(text, f"{text} in English") for text in segments[100:200]])
        query = f"{segments[150]} in Englisch"
        assert memory.lookup(query, source_language="en", target_language="nl")[0].target == segments[150]


def test_a_memory_that_may_not_be_written_is_searched_all_the_same(small_blocks, tmp_path, segments):
    with Memory.open(tmp_path / "m.db") as memory, Memory.open(tmp_path / "m.db") as other:
        for start in range(0, 60, 3):
            memory.add([TranslationUnit.simple(text, text) for text in segments[start : start + 3]])
        memory.store._db.execute("BEGIN IMMEDIATE")
        other.store._db.execute("PRAGMA busy_timeout = 10")
        assert other.lookup(segments[0] + "!", threshold=60)[0].source == segments[0]
        assert other.index("nl").unsaved
        memory.store._db.execute("ROLLBACK")
        other.lookup(segments[0])
        assert not other.index("nl").unsaved


def test_a_deleted_unit_is_no_match_and_a_later_one_is_found(small_blocks, url):
    with Memory.open(url("m")) as memory:
        memory.add([TranslationUnit.simple(f"De kat slaapt {'nu ' * n}", str(n)) for n in range(1, 30)])
        (first, *_) = memory.lookup("De kat slaapt nu")
        with memory.store.writing():
            memory.store.delete([first.unit_id])
        assert first.unit_id not in [match.unit_id for match in memory.lookup("De kat slaapt nu", threshold=50)]
        memory.add([TranslationUnit.simple("De kat slaapt no", "new")])
        assert memory.lookup("De kat slaapt nu")[0].target == "new"


def test_texts_that_were_put_back_are_found_in_every_process(small_blocks, url, segments):
    with Memory.open(url("m")) as memory, Memory.open(url("m")) as other:
        memory.add([TranslationUnit.simple(text, text) for text in segments[:30]])
        (kept,) = memory.store.units([29])
        with memory.store.writing():
            memory.store.delete([29])
        assert all(match.unit_id != 29 for match in other.lookup(segments[28] + "!", threshold=60))
        with memory.store.writing():
            memory.store.restore([kept[0]], kept[1])
            indexing.write_blocks(memory.store, "nl", [(kept[1][0].id, segments[28])])
        assert other.lookup(segments[28] + "!", threshold=60)[0].unit_id == 29


def test_threads_that_look_up_and_add_miss_nothing(small_blocks, tmp_path, segments):
    from concurrent.futures import ThreadPoolExecutor

    texts = list(dict.fromkeys(segments))[:120]
    with Memory.open(tmp_path / "m.db") as memory:

        def add_and_find(start: int) -> list[str]:
            missed = []
            for text in texts[start::4]:
                memory.add([TranslationUnit.simple(text, text)])
                if all(match.source != text for match in memory.lookup(text + "!", threshold=60, limit=50)):
                    missed.append(text)
            return missed

        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(add_and_find, range(4))) == [[], [], [], []]
        assert memory.stats()["units"] == len(texts)


def test_what_was_added_while_units_were_read_is_safe_at_once(tmp_path):
    with Memory.open(tmp_path / "m.db") as memory, Memory.open(tmp_path / "m.db") as other:
        memory.add([TranslationUnit.simple("a", "b"), TranslationUnit.simple("c", "d")])
        for unit in memory.units():
            memory.add([TranslationUnit.simple(unit.variants[0].text * 2, "x")])
            assert other.lookup(unit.variants[0].text * 2, threshold=100)
