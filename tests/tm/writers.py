"""What other processes do to a memory in the tests; `python -m tests.tm.writers JOB URL …` does it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tm import Memory, TranslationUnit
from tm.transfer import import_tmx


def numbered(name: str, number: int) -> TranslationUnit:
    """A unit whose two sides tell which it is, so that half a one is seen."""
    return TranslationUnit.simple(f"Segment {name} nummer {number} van de proef.", f"Segment {name} number {number}.")


def say(text: object) -> None:
    print(text, flush=True)


def add_one_by_one(url: str, name: str, count: str) -> None:
    """Add units, each in a transaction of its own, and say each number when it is kept."""
    with Memory.open(url) as memory:
        say("ready")
        for number in range(int(count)):
            memory.add([numbered(name, number)])
            say(number)


def add_shared(url: str, name: str, count: str) -> None:
    """Add units that others add as well, some at a time, and say how many were new here."""
    with Memory.open(url) as memory:
        say("ready")
        sys.stdin.readline()
        added = 0
        for start in range(0, int(count), 20):
            added += memory.add([numbered("gedeeld", start + place) for place in _order(name)]).added
        say(added)


def _order(name: str) -> list[int]:
    places = list(range(20))
    return places if name == "one" else places[::-1]


def import_file(url: str, path: str) -> None:
    """Import a TMX file, and say when its first and its last unit are on their way into the memory."""
    with Memory.open(url) as memory:
        say("ready")
        say(import_tmx(memory, Path(path)).added)


def import_slowly(url: str, name: str, count: str) -> None:
    """Add many units in one transaction, and say every thousandth."""

    def units() -> Iterator[TranslationUnit]:
        for number in range(int(count)):
            if number % 1000 == 0:
                say(number)
            yield numbered(name, number)

    with Memory.open(url) as memory:
        say("ready")
        say(memory.add(units(), origin="big.tmx").added)


def read_on(url: str, writers: str) -> None:
    """Look units up until all that the writers add are there; complain about half units, and units that are gone."""
    names, count = writers.split(":")[0].split(","), int(writers.split(":")[1])
    before = rounds = 0
    with Memory.open(url, create=False) as memory:
        say("ready")
        while before < len(names) * count:
            rounds += 1
            for name in names:
                number = rounds * 7 % count
                for match in memory.lookup(f"Segment {name} nummer {number} van een proef.", threshold=60, limit=10):
                    _check(match.unit)
            with memory.store.reading():
                units = list(memory.units())
                total = memory.stats()["units"]
            for unit in units:
                _check(unit)
            if not before <= len(units) == total:
                raise SystemExit(f"{before} units, then {len(units)}, and {total} by the statistics of the same view")
            last = units[-1] if units else None
            if last and last.unit_id not in {match.unit_id for match in memory.lookup(last.variants[0].text)}:
                raise SystemExit(f"{last} is in the memory and not found")
            before = len(units)
    say(rounds)


def _check(unit: TranslationUnit | None) -> None:
    if unit is None or len(unit.variants) != 2:
        raise SystemExit(f"half a unit: {unit}")
    source, target = (variant.text for variant in unit.variants)
    if target != source.replace("nummer", "number").removesuffix(" van de proef.") + ".":
        raise SystemExit(f"two halves: {unit}")


JOBS: dict[str, Callable[..., None]] = {
    "add_one_by_one": add_one_by_one,
    "add_shared": add_shared,
    "import_file": import_file,
    "import_slowly": import_slowly,
    "read_on": read_on,
}

if __name__ == "__main__":
    JOBS[sys.argv[1]](*sys.argv[2:])
