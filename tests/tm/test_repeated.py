"""A source that stands in a memory many times: every one counts, and few of them are looked at."""

from __future__ import annotations

from itertools import count
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tm.lookup
from tm import Memory, Prop, TranslationUnit

_numbers = count(1)


class Kept(NamedTuple):
    """A unit, as far as it differs from the others; the query is `Ja.` between two segments `a`."""

    source: str
    target: str
    previous: str
    following: str
    penalty: int

    def unit(self, number: int) -> TranslationUnit:
        props = (Prop("X-Penalty", str(self.penalty)),) if self.penalty else ()
        # A key of its own keeps it from being merged with another.
        return TranslationUnit.simple(
            self.source, self.target, previous=self.previous, following=self.following, key=f"key {number}", props=props
        )

    def score(self, context: int, memory_penalty: int) -> int:
        lost = self.penalty + memory_penalty
        if self.source == "Ja.":
            return 101 if context == 2 and not lost else 100 - lost
        return 66 - 1 - lost


def expected(kept: list[Kept], *, in_context: bool, penalty: int, limit: int) -> list[tuple[int, int]]:
    best: dict[tuple[str, str], tuple[int, int, int]] = {}
    for number, one in enumerate(kept, 1):
        context = (one.previous == "a") + (one.following == "a") if in_context and one.source == "Ja." else 0
        order = (-one.score(context, penalty), -context, -number)
        if -order[0] >= 50:
            best[one.source, one.target] = min(order, best.get((one.source, one.target), order))
    return [(-score, -number) for score, _, number in sorted(best.values())][:limit]


_kept = st.builds(
    Kept,
    st.sampled_from(["Ja.", "ja."]),
    st.sampled_from(["Yes.", "Yeah.", "Indeed.", "Sure."]),
    st.sampled_from(["a", "b"]),
    st.sampled_from(["a", "b"]),
    st.sampled_from([0, 0, 2]),
)


@given(
    st.lists(_kept, min_size=1, max_size=30),
    st.booleans(),
    st.sampled_from([0, 5]),
    st.integers(1, 6),
    st.integers(1, 4),
)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_best_of_equal_units_are_those_that_looking_at_each_gives(
    monkeypatch, url, kept, in_context, penalty, limit, at_once
):
    monkeypatch.setattr(tm.lookup, "AT_ONCE", at_once)
    monkeypatch.setattr(tm.lookup, "MOST_AT_ONCE", at_once)
    around = "a" if in_context else None
    with Memory.open(url(f"m{next(_numbers)}"), penalty=penalty) as memory:
        assert memory.add([one.unit(number) for number, one in enumerate(kept)]).added == len(kept)
        found = memory.lookup("Ja.", previous=around, following=around, threshold=50, limit=limit)
    assert [(match.score, match.unit_id) for match in found] == expected(
        kept, in_context=in_context, penalty=penalty, limit=limit
    )


@pytest.mark.parametrize("query", ["De kat slaapt nu.", "De kat slaapt nu!", "De kat slaapt dan."])
@pytest.mark.parametrize("target", ["The cat sleeps.", "The cat sleeps, {}."])
def test_of_thousands_of_units_with_one_source_some_are_judged(monkeypatch, tmp_path, query, target):
    judged = []
    judge = tm.lookup._judge
    monkeypatch.setattr(tm.lookup, "_judge", lambda *told: judged.append(told) or judge(*told))
    with Memory.open(tmp_path / "memory.db", penalty=1) as memory:
        memory.add(
            [
                TranslationUnit.simple("De kat slaapt nu.", target.format(number), previous=f"voor {number}")
                for number in range(3000)
            ]
        )
        found = memory.lookup(query, threshold=70)
        assert found[0].unit_id == 3000
        assert len(judged) <= 3 * tm.lookup.AT_ONCE
        judged.clear()
        in_context = memory.lookup("De kat slaapt nu.", previous="voor 77", following="na 77")
        assert in_context[0].unit_id == 78
        assert len(judged) <= 3 * tm.lookup.AT_ONCE
