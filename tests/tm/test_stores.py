"""Several processes at one memory, and processes that are killed: the same must hold in every store."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar

import pytest

from tests.conftest import ROOT
from tests.tm.writers import numbered
from tm import Memory, TranslationUnit
from tm.index import Index
from tm.store.base import Store
from tm.tmx import write_tmx
from tm.unit import Info, Prop


class Job(subprocess.Popen[str]):
    """A job of `tests.tm.writers` in a process of its own."""

    all: ClassVar[list[Job]] = []

    def __init__(self, *arguments: str) -> None:
        super().__init__(
            [sys.executable, "-m", "tests.tm.writers", *arguments],
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self.stdout is not None
        self.line = self.stdout.readline
        Job.all.append(self)

    def kill_now(self) -> list[str]:
        """Kill -9; what the job had said and was not read yet."""
        self.send_signal(signal.SIGKILL)
        # Not communicate(): that reads past what readline() has already taken from the pipe and not given out yet.
        assert self.stdout is not None
        said = self.stdout.read()
        self.communicate()
        return said.splitlines()

    def done(self) -> str:
        """Wait; the last thing that the job said."""
        said, complaint = self.communicate(timeout=300)
        assert self.returncode == 0, complaint
        return said.splitlines()[-1]


@pytest.fixture(autouse=True)
def _no_job_is_left() -> Iterator[None]:
    yield
    while Job.all:
        job = Job.all.pop()
        if job.poll() is None:
            job.kill_now()


def ready(*jobs: Job) -> None:
    for job in jobs:
        assert job.line() == "ready\n", job.communicate()[1]


def kept(url: str) -> list[str]:
    """The sources of all units; each has both of its sides, and is found."""
    with Memory.open(url, create=False) as memory:
        units = list(memory.units())
        assert memory.stats()["units"] == len(units) == len({unit.unit_id for unit in units})
        for unit in units:
            assert [variant.language for variant in unit.variants] == ["nl", "en"]
        for unit in units[:1] + units[-1:]:
            assert memory.lookup(unit.variants[0].text)[0].unit_id == unit.unit_id
    return [unit.variants[0].text for unit in units]


def test_two_writers_and_eight_readers_at_once(url):
    address, count = url("m"), 300
    Memory.open(address).close()
    readers = [Job("read_on", address, f"one,two:{count}") for _ in range(8)]
    ready(*readers)
    writers = [Job("add_one_by_one", address, name, str(count)) for name in ("one", "two")]
    for job in (*writers, *readers):
        job.done()
    expected = [numbered(name, number).variants[0].text for name in ("one", "two") for number in range(count)]
    assert sorted(kept(address)) == sorted(expected)


def test_what_two_processes_add_at_once_is_there_once(url):
    address, count = url("m"), 400
    Memory.open(address).close()
    jobs = [Job("add_shared", address, name, str(count)) for name in ("one", "two")]
    ready(*jobs)
    for job in jobs:
        assert job.stdin is not None
        job.stdin.write("go\n")
        job.stdin.flush()
    assert sum(int(job.done()) for job in jobs) == count
    assert sorted(kept(address)) == sorted(numbered("gedeeld", number).variants[0].text for number in range(count))


def test_what_several_say_about_one_unit_is_all_kept(url):
    address = url("m")
    with Memory.open(address) as memory:
        memory.add([numbered("a", 0), numbered("b", 0)])
    start = threading.Barrier(4)

    def work(name: str) -> None:
        with Memory.open(address) as memory:
            start.wait()
            for number in range(10):
                about = (Prop(f"x-{name}", str(number)),)
                told = [unit.__class__(unit.variants, "nl", info=Info(props=about)) for unit in both]
                memory.add(told if name in "pq" else told[::-1])

    both = (numbered("a", 0), numbered("b", 0))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, "pqrs"))
    with Memory.open(address) as memory:
        units = list(memory.units())
    assert len(units) == 2
    expected = {(f"x-{name}", str(number)) for name in "pqrs" for number in range(10)}
    for unit in units:
        assert {(prop.type, prop.value) for prop in unit.info.props} == expected


def test_killed_while_adding_one_by_one_loses_nothing_that_was_acknowledged(url):
    address = url("m")
    for turn, first in enumerate((50, 230, 410)):
        name = f"beurt{turn}"
        job = Job("add_one_by_one", address, name, "1000")
        ready(job)
        acknowledged = [int(job.line()) for _ in range(first)]
        acknowledged += [int(line) for line in job.kill_now()]
        sources = [source for source in kept(address) if f" {name} " in source]
        # One more can be there: kept, and killed before it was said.
        assert len(acknowledged) <= len(sources) <= len(acknowledged) + 1
        assert sources == [numbered(name, number).variants[0].text for number in range(len(sources))]


@pytest.mark.parametrize("turn", range(3))
def test_an_import_that_is_killed_leaves_the_memory_as_it_was(url, turn):
    address = url("m")
    with Memory.open(address) as memory:
        memory.add([numbered("eerst", 1)])
    job = Job("import_slowly", address, "groot", "200000")
    ready(job)
    for _ in range(2 + 5 * turn):
        job.line()
    said = job.kill_now()
    assert "200000" not in said, "killed too late to tell anything"
    assert kept(address) == [numbered("eerst", 1).variants[0].text]
    with Memory.open(address) as memory:
        assert memory.headers_by_import() == {}
        assert memory.add([numbered("groot", 0), numbered("eerst", 1)]).added == 1


def test_an_import_killed_at_any_moment_is_there_whole_or_not_at_all(url, tmp_path):
    count = 4000
    path = tmp_path / "big.tmx"
    write_tmx(path, (numbered("groot", number) for number in range(count)), source_language="nl")
    address = url("m")
    Memory.open(address).close()
    started = time.monotonic()
    job = Job("import_file", address, str(path))
    job.done()
    took = time.monotonic() - started
    whole = 0
    for turn in range(6):
        address = url(f"m{turn}")
        Memory.open(address).close()
        job = Job("import_file", address, str(path))
        ready(job)
        time.sleep(took * turn / 6)
        acknowledged = str(count) in job.kill_now()
        there = len(kept(address))
        assert there in ((count,) if acknowledged else (0, count))
        whole += there == count
    assert whole < 6


def test_several_processes_make_a_memory_at_once(url):
    address = url("m")
    jobs = [Job("add_one_by_one", address, f"job{number}", "5") for number in range(4)]
    for job in jobs:
        assert job.done() == "4"
    assert len(kept(address)) == 20


def test_a_reader_keeps_its_view_while_others_write(url):
    address = url("m")
    with Memory.open(address) as one, Memory.open(address) as other:
        one.add(numbered("a", number) for number in range(50))
        running = one.units()
        next(running)
        other.add(numbered("b", number) for number in range(50))
        assert len(list(running)) == 49
        assert len(list(one.units())) == 100


def test_a_transaction_that_breaks_frees_the_memory_for_others(url):
    address = url("m")

    def broken():
        yield numbered("a", 0)
        raise RuntimeError("gone")

    with Memory.open(address) as one, Memory.open(address) as other:
        with pytest.raises(RuntimeError, match="gone"):
            one.add(broken())
        assert other.add([numbered("a", 0)]).added == 1
        assert one.add([numbered("a", 0)]).merged == 1


def test_numbers_of_units_are_never_used_twice(url):
    with Memory.open(url("m")) as memory:
        memory.add([numbered("a", 0), numbered("a", 1)])
        with memory.store.writing():
            assert memory.store.delete([2, 2, 77]) == 1
        memory.add([numbered("a", 2)])
        assert [unit.unit_id for unit in memory.units()] == [1, 3]
        assert memory.unit(2) is None
        assert memory.lookup(numbered("a", 1).variants[0].text, threshold=100) == []


def test_many_units_are_read_and_deleted_at_once(url):
    with Memory.open(url("m")) as memory:
        memory.add([numbered("a", number) for number in range(1, 2001)])
        gone = [number for number in range(2000, 0, -1) if number % 3]
        with memory.store.writing():
            assert memory.store.delete([*gone, 5000, *gone[:7]]) == len(gone)
        found = memory.store.units(range(2500, 0, -1))
        assert [row.id for row, _ in found] == [number for number in range(1, 2001) if not number % 3]
        for row, variants in found:
            unit = numbered("a", row.id)
            assert [variant.text for variant in variants] == [variant.text for variant in unit.variants]
            assert [variant.id for variant in variants] == [row.id << 10, row.id << 10 | 1]
        assert memory.store.units([]) == memory.store.units([1]) == []
        assert memory.unit(3) is not None


def test_threads_share_a_memory(url):
    with Memory.open(url("m")) as memory:
        memory.add(numbered("a", number) for number in range(100))

        def find(number: int) -> str:
            return memory.lookup(numbered("a", number).variants[0].text)[0].target

        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(find, range(100))) == [numbered("a", number).variants[1].text for number in range(100)]


def test_units_can_be_changed_while_they_are_read(url):
    with Memory.open(url("m")) as memory:
        memory.add(numbered("a", number) for number in range(10))
        for unit in memory.units():
            memory.add([TranslationUnit.simple(unit.variants[1].text, "x", "en", "nl")])
        assert memory.stats()["units"] == 20


def save_and_break(store: Store, index: Index) -> None:
    with store.writing():
        index.save(store)
        assert not index.unsaved
        raise RuntimeError("gone")


def test_nothing_is_missed_after_a_block_of_the_index_that_was_not_kept(url):
    with Memory.open(url("m")) as memory:
        for start in range(0, 6000, 2000):
            memory.add(numbered("a", number) for number in range(start, start + 2000))
        with memory.store.reading():
            index = memory.index("nl")
        assert index.unsaved
        with pytest.raises(RuntimeError, match="gone"):
            save_and_break(memory.store, index)
        for number in (0, 4321, 5999):
            assert memory.lookup(numbered("a", number).variants[0].text + "!", threshold=95)
    with Memory.open(url("m")) as memory:
        assert memory.lookup(numbered("a", 4321).variants[0].text + "!", threshold=95)


def test_an_older_view_of_a_memory_whose_index_has_grown_misses_nothing(url):
    with Memory.open(url("m")) as memory, Memory.open(url("m")) as other:
        memory.add([numbered("a", 0)])
        with memory.store.reading():
            memory.store.last_unit()
            # In another thread, with a view of its own, the same index takes in a block that this view does not have.
            with ThreadPoolExecutor(1) as pool:
                for start in range(1, 6001, 3000):
                    other.add(numbered("a", number) for number in range(start, start + 3000))
                later = numbered("a", 4000).variants[0].text + "!"
                assert pool.submit(memory.lookup, later, threshold=95).result()
                other.add([numbered("b", 0)])
                assert pool.submit(memory.lookup, later, threshold=95).result()
            assert memory.lookup(numbered("a", 0).variants[0].text + "!", threshold=95)[0].unit_id == 1
        assert memory.lookup(later, threshold=95)
