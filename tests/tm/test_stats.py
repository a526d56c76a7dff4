"""What `tm stats` counts, in each store."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Run
from tm import Memory, TranslationUnit
from tm.unit import Info, Variant


def day(year: int) -> datetime:
    return datetime(year, 3, 1, tzinfo=UTC)


@pytest.fixture
def filled(memory: Memory) -> Memory:
    memory.add([TranslationUnit.simple("De kat  slaapt.", "The cat sleeps.", created=day(2020), created_by="ann")])
    memory.add(
        [
            TranslationUnit.simple(
                "Ja.", "Yes.", created=day(2020), created_by="ann", changed=day(2023), changed_by="bob"
            ),
            TranslationUnit.simple("Nee.", "No.", created_by="ann"),
            TranslationUnit(
                (Variant("nl-BE", ("één\ntwee",)), Variant("fr", ("un deux",))),
                info=Info(usage_count=7, last_used="20240101T000000Z"),
            ),
        ],
        origin="old.tmx",
    )
    return memory


def test_stats_count_units_words_people_years_and_files(filled: Memory) -> None:
    found = filled.stats()
    assert found["units"] == 4
    assert {one["language"]: (one["variants"], one["words"], one["characters"]) for one in found["languages"]} == {
        "nl": (3, 5, 22), "en": (3, 5, 22), "nl-BE": (1, 2, 8), "fr": (1, 2, 7),
    }  # fmt: skip
    assert (found["oldest"], found["newest"]) == ("20200301T000000Z", "20230301T000000Z")
    assert found["years"] == [{"year": "2020", "units": 1}, {"year": "2023", "units": 1}]
    assert found["undated"] == 2
    assert found["authors"] == [
        {"name": "ann", "made": 3, "changed": 0},
        {"name": "bob", "made": 0, "changed": 1},
    ]
    assert found["origins"] == [{"name": "old.tmx", "units": 3}, {"name": "", "units": 1}]
    assert (found["used"], found["last_used"], found["imports"]) == (7, "20240101T000000Z", 1)
    assert found["size_bytes"] > 0
    assert found["words_bytes"] > 0


def test_an_empty_memory_has_stats_too(memory: Memory) -> None:
    found = memory.stats()
    assert (found["units"], found["languages"], found["years"], found["authors"], found["used"]) == (0, [], [], [], 0)
    assert found["oldest"] is None


@given(st.lists(st.text(" \t\n\x0b\x0cab", min_size=1, max_size=30), min_size=1, max_size=6, unique=True))
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_words_are_what_stands_between_blanks(memory: Memory, texts: list[str]) -> None:
    with memory.store.writing():
        memory.store.delete([unit.unit_id for unit in memory.units()])
    memory.add([TranslationUnit.simple(text, "x", "nl", "en") for text in texts])
    words = {one["language"]: one["words"] for one in memory.stats()["languages"]}
    assert words["nl"] == sum(len(text.split()) for text in texts)


def test_the_command_prints_them_for_people_and_for_programs(tkit: Run, tmp_path) -> None:
    with Memory.open(tmp_path / "m.db") as memory:
        unit = TranslationUnit.simple("Ja.", "Yes.", created=day(2020), created_by="ann\x1b[31m")
        memory.add([unit], origin="old.tmx")
    assert json.loads(tkit("tm", "stats", "--memory", "m.db", "--json").stdout)["units"] == 1
    shown = tkit("tm", "stats", "--memory", "m.db").stdout
    for part in ("1 unit from 1 import\n", "2020-03-01", "ann\\x1b[31m", "old.tmx", "for fuzzy lookup"):
        assert part in shown
    assert "\x1b" not in shown
