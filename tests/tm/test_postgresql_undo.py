"""Several at once at a memory in PostgreSQL, one of them undoing or cleaning: every unit is there once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.postgresql import Server
from tests.tm.writers import numbered
from tm import Memory, MemoryConflict, TranslationUnit
from tm import undo as undo_module
from tm.select import Wanted, delete
from tm.store.rows import hash64, identity_text
from tm.undo import journaled, undo


@pytest.fixture
def address(request: pytest.FixtureRequest, postgresql: Server) -> str:
    return postgresql.url(schema=f"undo_{abs(hash(request.node.name)):x}"[:40])


def noted(number: int, note: str = "") -> TranslationUnit:
    unit = numbered("a", number)
    return TranslationUnit.simple(unit.variants[0].text, unit.variants[1].text, note=note or None)


def removed(memory: Memory, undo_path: Path) -> None:
    """Take everything out, so that it can be undone."""
    delete(memory, Wanted(), undo_path=undo_path)
    assert memory.stats()["units"] == 0


def once(address: str, count: int) -> list[TranslationUnit]:
    """The units, each of which is there once, and found."""
    with Memory.open(address) as memory:
        units = list(memory.units())
        assert sorted(unit.variants[0].text for unit in units) == sorted(
            numbered("a", number).variants[0].text for number in range(count)
        )
        for unit in units[:5]:
            assert [match.unit_id for match in memory.lookup(unit.variants[0].text + "!", limit=1)] == [unit.unit_id]
    return units


def notes_of(unit: TranslationUnit) -> list[str]:
    return sorted(note.text for note in unit.info.notes)


@pytest.fixture
def in_the_middle(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], None]:
    """Have something done by others, once, when the next undoing has brought its units back and has not ended."""
    finish = undo_module._Reindexed.finish

    def between(work: Callable[[], None]) -> None:
        pending = [work]

        def finish_after(self: undo_module._Reindexed) -> None:
            if pending:
                pending.pop()()
            finish(self)

        monkeypatch.setattr(undo_module._Reindexed, "finish", finish_after)

    return between


def test_an_import_notices_that_an_undoing_has_brought_back_what_it_adds(address, tmp_path):
    def importing() -> Iterator[TranslationUnit]:
        for number in range(2500):
            yield noted(number, "import" if number == 7 else "")
        assert undo(other, tmp_path / "undo.tmx").restored == 10

    with Memory.open(address) as memory, Memory.open(address) as other:
        memory.add([noted(number) for number in range(10)])
        removed(memory, tmp_path / "undo.tmx")
        counts = memory.add(importing())
        assert (counts.read, counts.added, counts.merged) == (2500, 2490, 10)
        assert notes_of(once(address, 2500)[7]) == ["import"]
        # Later changes need not look through everything again.
        assert memory.add([noted(2500)]).added == 1
    once(address, 2501)


def test_an_undoing_notices_that_another_has_added_what_it_brings_back(address, tmp_path, in_the_middle):
    with Memory.open(address) as memory, Memory.open(address) as other:
        memory.add([noted(number, "before") for number in range(10)])
        removed(memory, tmp_path / "undo.tmx")
        in_the_middle(lambda: other.add([noted(3, "meanwhile"), noted(10)]))
        done = undo(memory, tmp_path / "undo.tmx")
    assert (done.restored, done.same, done.kept) == (10, 0, 0)
    units = {unit.variants[0].text: unit for unit in once(address, 11)}
    assert notes_of(units[noted(3).variants[0].text]) == ["before", "meanwhile"]


def test_what_others_add_beside_an_undoing_does_not_disturb_it(address, tmp_path, in_the_middle):
    turns = []

    def add_another() -> None:
        turns.append(other.add([noted(10)]).added)

    with Memory.open(address) as memory, Memory.open(address) as other:
        memory.add([noted(number) for number in range(10)])
        removed(memory, tmp_path / "undo.tmx")
        in_the_middle(add_another)
        assert undo(memory, tmp_path / "undo.tmx").restored == 10
        assert [unit.unit_id for unit in memory.units()][:10] == list(range(1, 11))
    assert turns == [1]
    once(address, 11)


def test_two_undoings_of_one_change_at_once_bring_it_back_once(address, tmp_path, in_the_middle):
    with Memory.open(address) as memory, Memory.open(address) as other, ThreadPoolExecutor(1) as pool:
        memory.add([noted(number) for number in range(10)])
        removed(memory, tmp_path / "undo.tmx")
        started = threading.Event()

        def second():
            started.set()
            return undo(other, tmp_path / "undo.tmx")

        later = []

        def begin() -> None:
            later.append(pool.submit(second))
            assert started.wait(10)

        in_the_middle(begin)
        first = undo(memory, tmp_path / "undo.tmx")
        done = later[0].result(60)
        assert (first.restored, first.same) == (10, 0)
        assert (done.restored, done.same) == (0, 10)
    once(address, 10)


def test_two_undoings_that_bring_back_the_same_unit_under_two_numbers(address, tmp_path, in_the_middle):
    with Memory.open(address) as memory, Memory.open(address) as other:
        for name in ("first", "second"):
            memory.add([noted(0, name)])
            removed(memory, tmp_path / f"{name}.tmx")
        in_the_middle(lambda: undo(other, tmp_path / "second.tmx"))
        assert undo(memory, tmp_path / "first.tmx").restored == 1
    assert notes_of(once(address, 1)[0]) == ["first", "second"]


def test_a_change_that_clashes_with_what_another_adds_leaves_nothing_behind(address, tmp_path):
    unit = noted(0)
    with Memory.open(address) as memory, Memory.open(address) as other:

        def changed() -> None:
            with journaled(memory, tmp_path / "undo.tmx", "test") as journal:
                journal.add([(hash64(identity_text(unit)), unit)], 0)
                other.add([noted(0, "other")])

        with pytest.raises(MemoryConflict, match=r"added the same units at the same time.*try again"):
            changed()
        assert list(tmp_path.iterdir()) == []
        with journaled(memory, tmp_path / "undo.tmx", "test") as journal:
            journal.add([(hash64(identity_text(unit)), unit)], 0)
            assert (journal.added, journal.merged) == (0, 1)
    assert notes_of(once(address, 1)[0]) == ["other"]
