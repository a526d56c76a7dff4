"""What a change noted brings the memory back exactly, whatever was in it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tm.conftest import Urls
from tests.tm.strategies import units
from tm import BadMemoryInput, Memory, MemoryConflict, TranslationUnit
from tm.clean import clean, steps_named
from tm.journal import Journal, Record
from tm.store.base import UnitRow, VariantRow
from tm.store.rows import hash64, identity_text
from tm.store.sqlite import SqliteStore
from tm.tmx import read_tmx
from tm.undo import undo, write_undo
from tm.unit import Info, Inline, Prop, Variant

Rows = list[tuple[UnitRow, list[VariantRow]]]


def everything(memory: Memory) -> Rows:
    with memory.store.reading():
        return [(row, list(variants)) for row, variants in memory.store.every_unit()]


def unit(source: str, target: str, **settings: object) -> TranslationUnit:
    return TranslationUnit.simple(source, target, **settings)


def changed(
    memory: Memory, path: Path, how: list[tuple[int, TranslationUnit | None]], new: list[TranslationUnit]
) -> None:
    """Change units by their place in the memory (None takes one out), add some, and write the undo file."""
    seen = memory.store.last_unit()
    with memory.store.writing():
        journal = Journal(memory.store, seen)
        there = [Record(row, variants) for row, variants in memory.store.every_unit()]
        journal.remove([there[place] for place, after in how if after is None])
        journal.change([(there[place], after) for place, after in how if after is not None])
        journal.add([(hash64(identity_text(one)), one) for one in new], 0)
        write_undo(path, memory, journal, "test")
        journal.close()


odd = [
    TranslationUnit((Variant("nl", ("a\x02b\x85c\r\n",)), Variant("en", ()))),
    TranslationUnit(
        (Variant("nl_NL", ("x",)), Variant("en", ("y",))), "nl", "t", "sentence", Info(other=(("q", "1"),))
    ),
    TranslationUnit((Variant("nl", ("x",)), Variant("en", ("y",))), "", "t", info=Info(created="yesterday")),
    TranslationUnit((Variant("nl", (Inline("ph", (("odd", "1"),)), "x")), Variant("en", ("z",))), "nl", "t"),
    TranslationUnit(
        (Variant("nl", ("p",)), Variant("en", ("q",))), "*all*", info=Info(props=(Prop("x-undo-unit", "1"),))
    ),
    unit("k", "l", tuid="t"),
]


@given(
    st.lists(units | st.sampled_from(odd), min_size=1, max_size=8),
    st.lists(st.none() | units | st.sampled_from(odd), min_size=8, max_size=8),
    st.lists(units | st.sampled_from(odd), max_size=3),
)
@settings(deadline=None, max_examples=25)
def test_undoing_brings_every_row_back(tmp_path_factory, before_units, afters, new):
    folder = tmp_path_factory.mktemp("m")
    with Memory.open(folder / "m.db") as memory:
        memory.add(before_units, origin="f.tmx")
        before = everything(memory)
        changed(memory, folder / "undo.tmx", list(zip(range(len(before)), afters, strict=False)), new)
        done = undo(memory, folder / "undo.tmx")
        assert everything(memory) == before
        assert done.kept == 0
        # A second time there is nothing left to do.
        again = undo(memory, folder / "undo.tmx")
        assert (again.restored, again.removed, again.kept) == (0, 0, 0)


def test_undoing_in_each_store(memory, tmp_path):
    memory.add([unit(f"zin {number}", f"sentence {number}", tuid="1") for number in range(1200)], origin="f.tmx")
    memory.add([unit("zin 3 ", "sentence 3"), *odd])
    before = everything(memory)
    how = [(number, None) for number in range(0, 1200, 2)]
    # One becomes equal to another that stays, and is merged with it; one gets a text that nobody had; one a property.
    how += [(1200, unit("zin 3", "sentence 3")), (1, unit("zin één", "sentence one"))]
    how += [(5, replace(before_unit(before, 5), info=Info(props=(Prop("x-a", "b"),))))]
    changed(memory, tmp_path / "undo.tmx", how, [unit("nieuw", "new"), unit("zin 7", "sentence 7", note="n")])
    assert memory.stats()["units"] == 1207 - 600 - 1 + 1
    assert [match.target for match in memory.lookup("zin één")] == ["sentence one"]
    assert memory.lookup("zin 4", threshold=100) == []
    done = undo(memory, tmp_path / "undo.tmx")
    assert everything(memory) == before
    assert (done.removed, done.kept, done.same) == (2, 0, 0)
    assert memory.lookup("zin één", threshold=100) == []
    assert [match.target for match in memory.lookup("zin 4", threshold=100)] == ["sentence 4"]
    assert [passage.text for passage in memory.concordance('"sentence 4"')] == ["sentence 4"]
    assert memory.concordance("één") == []
    if isinstance(memory.store, SqliteStore):
        with sqlite3.connect(memory.store.path) as db:
            db.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
        db.close()


def before_unit(rows: Rows, place: int) -> TranslationUnit:
    return Record(*rows[place]).unit


def test_fuzzy_lookup_finds_what_was_brought_back_in_every_process(url: Urls, tmp_path):
    with Memory.open(url("m")) as memory:
        memory.add([unit(f"De kat slaapt {word}.", word) for word in ("vast", "licht", "diep", "nooit", "graag")])
        changed(memory, tmp_path / "undo.tmx", [(1, None)], [])
        with Memory.open(url("m")) as other:
            assert "licht" not in [match.target for match in other.lookup("De kat slaapt lichtjes.", limit=9)]
            undo(memory, tmp_path / "undo.tmx")
            for reader in (memory, other):
                assert reader.lookup("De kat slaapt lichtjes.")[0].target == "licht"
        with Memory.open(url("m")) as third:
            assert third.lookup("De kat slaapt lichtjes.")[0].target == "licht"


def test_the_undo_file_is_tmx_that_others_can_read(memory, tmp_path):
    memory.add([unit("een", "one", note="n"), unit("twee", "two", tuid="7")])
    changed(memory, tmp_path / "undo.tmx", [(0, None)], [])
    reader = read_tmx(tmp_path / "undo.tmx")
    (kept,) = reader
    assert [variant.text for variant in kept.variants] == ["een", "one"]
    assert kept.info.notes[0].text == "n"
    assert kept.info.prop("x-undo-rows") is None
    assert reader.header.props[0] == Prop("x-undo-what", "test")


def test_what_somebody_changed_since_is_not_lost_by_undoing(memory, tmp_path):
    memory.add([unit("een ", "one"), unit("twee", "two"), unit("twee", "two", key="k")])
    changed(memory, tmp_path / "undo.tmx", [(0, unit("een", "one")), (1, None)], [])
    memory.add([unit("een", "one", note="better than before")])
    with pytest.raises(MemoryConflict, match="has been changed since"):
        undo(memory, tmp_path / "undo.tmx")
    assert memory.stats()["units"] == 2
    done = undo(memory, tmp_path / "undo.tmx", keep_changed=True)
    assert (done.restored, done.kept) == (2, 1)
    assert "better than before" in [note.text for one in memory.units() for note in one.info.notes]


def test_what_somebody_has_added_again_since_is_there_once_after_undoing(memory, tmp_path):
    memory.add([unit(f"zin {number}", f"sentence {number}", note="before") for number in range(3)])
    changed(memory, tmp_path / "undo.tmx", [(0, None), (1, None), (2, None)], [])
    # With its sides the other way round it is the same unit.
    memory.add([unit("sentence 1", "zin 1", source_language="en", target_language="nl", note="again")])
    done = undo(memory, tmp_path / "undo.tmx")
    assert (done.restored, done.same, done.kept) == (3, 0, 0)
    notes = {tuple(variant.text for variant in one.variants): one.info.notes for one in memory.units()}
    assert {texts: [note.text for note in own] for texts, own in notes.items()} == {
        ("zin 0", "sentence 0"): ["before"],
        ("sentence 1", "zin 1"): ["again", "before"],
        ("zin 2", "sentence 2"): ["before"],
    }
    again = undo(memory, tmp_path / "undo.tmx")
    assert (again.restored, again.same, again.kept) == (0, 3, 0)
    assert memory.stats()["units"] == 3


def test_an_undo_file_of_another_memory_is_refused(url: Urls, tmp_path):
    with Memory.open(url("a")) as memory, Memory.open(url("b")) as other:
        memory.add([unit(str(number), "x") for number in range(5)])
        changed(memory, tmp_path / "undo.tmx", [(4, None)], [])
        other.add([unit("a", "b")])
        with pytest.raises(BadMemoryInput, match="of another memory"):
            undo(other, tmp_path / "undo.tmx")
        assert other.stats()["units"] == 1


def test_other_files_are_no_undo_files(memory, tmp_path):
    from tm.tmx import write_tmx

    write_tmx(tmp_path / "m.tmx", [unit("a", "b")], source_language="nl")
    with pytest.raises(BadMemoryInput, match="not an undo file"):
        undo(memory, tmp_path / "m.tmx")


@pytest.mark.parametrize("broken", ["", "[]", "[1, 2]", "[[1], [[2]]]", "x"])
def test_a_broken_undo_file_is_said_and_changes_nothing(memory, tmp_path, broken):
    memory.add([odd[0], unit("a", "b")])
    changed(memory, tmp_path / "undo.tmx", [(0, None)], [])
    before = everything(memory)
    text = (tmp_path / "undo.tmx").read_text("utf-8")
    start = text.index('<prop type="x-undo-rows">') + len('<prop type="x-undo-rows">')
    (tmp_path / "undo.tmx").write_text(text[:start] + broken + text[text.index("</prop>", start) :], "utf-8")
    with pytest.raises(BadMemoryInput, match="unit 1 of an undo file has broken x-undo-rows"):
        undo(memory, tmp_path / "undo.tmx")
    assert everything(memory) == before


def test_nothing_is_changed_when_the_undo_file_cannot_be_written(memory, tmp_path):
    memory.add([unit(" a", "b")])
    before = everything(memory)
    with pytest.raises(OSError, match="no-such-folder"):
        clean(memory, steps_named([]), undo_path=tmp_path / "no-such-folder" / "undo.tmx")
    assert everything(memory) == before


def test_cleaning_that_is_killed_leaves_the_memory_as_it_was_or_can_be_undone(url: Urls, tmp_path):
    address = url("m")
    with Memory.open(address) as memory:
        memory.add([unit(f" zin {number}", f"sentence {number}") for number in range(3000)])
        before = everything(memory)

    def start(name: str) -> subprocess.Popen[bytes]:
        path = str(tmp_path / name)
        return subprocess.Popen(
            [sys.executable, "-m", "translate_kit", "tm", "clean", "--memory", address, "--undo", path]
        )

    started = time.monotonic()
    assert start("whole.tmx").wait(120) == 0
    took = time.monotonic() - started
    with Memory.open(address) as memory:
        undo(memory, tmp_path / "whole.tmx")
        for turn in range(6):
            job = start(f"{turn}.tmx")
            time.sleep(took * (turn + 1) / 6)
            job.kill()
            job.wait()
            now = everything(memory)
            assert len(now) == 3000
            if now != before:
                undo(memory, tmp_path / f"{turn}.tmx")
            assert everything(memory) == before
