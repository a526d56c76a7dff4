"""What happens to a memory in PostgreSQL on a disk that is full; `python -m tests.tm.full_disk_postgresql SCENARIO`.

It runs in a folder that is a small disk of its own.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.postgresql import Server, account
from tests.tm.full_disk import FEW, MANY, fill_up, kit, unit
from tm import Memory
from tm.errors import MemoryFull, MemoryMissing
from tm.tmx import write_tmx


@contextmanager
def tables_here() -> Iterator[str]:
    """A server elsewhere that keeps the tables of one database on this disk; its URL."""
    folder = Path("tables").absolute()
    folder.mkdir()
    if os.getuid() == 0:
        os.chown(folder, account().pw_uid, account().pw_gid)
    server = Server()
    try:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute(f"CREATE TABLESPACE small LOCATION '{folder}'")
            connection.execute("CREATE DATABASE small TABLESPACE small")
        yield server.url("small")
    finally:
        server.close()


def filled(url: str) -> None:
    with Memory.open(url) as memory:
        memory.add([unit(number) for number in range(FEW)])


def as_it_was(url: str, units: int = FEW) -> None:
    """Every unit that was acknowledged is there, whole and once, and is found."""
    with Memory.open(url, create=False) as memory:
        there = [one.variants[0].text for one in memory.units()]
        assert there == [unit(number).variants[0].text for number in range(units)]
        assert memory.stats()["units"] == units
        assert memory.lookup(there[-1])[0].score == 100
        assert memory.concordance(f'"nummer {units - 1}"')


def import_() -> None:
    """An import that needs more than there is."""
    with tables_here() as url, tempfile.TemporaryDirectory() as elsewhere:
        filled(url)
        big = Path(elsewhere) / "big.tmx"
        write_tmx(big, map(unit, range(MANY)), source_language="nl")
        done = kit("import", str(big), "--memory", url)
        assert done.returncode == 4, done
        assert "the server's disk is full. Nothing of this change was kept; make room" in done.stderr, done.stderr
        as_it_was(url)


def add() -> None:
    """Units one by one until nothing fits any more, and one more when there is room again."""
    with tables_here() as url:
        filled(url)
        filler = fill_up(left=1 << 18)
        kept = FEW
        with Memory.open(url) as memory:

            def add_on() -> None:
                nonlocal kept
                while kept < MANY:
                    memory.add([unit(kept)])
                    kept += 1

            with pytest.raises(MemoryFull, match="the server's disk is full"):
                add_on()
            as_it_was(url, kept)
            filler.unlink()
            memory.add([unit(kept)])
        as_it_was(url, kept + 1)


def clean() -> None:
    """Cleaning without room for what is changed."""
    with tables_here() as url, tempfile.TemporaryDirectory() as elsewhere:
        with Memory.open(url) as memory:
            memory.add([unit(number) for number in range(MANY // 20)])
        filler = fill_up()
        undo = Path(elsewhere) / "undo.tmx"
        done = kit("clean", "--memory", url, "--undo", str(undo))
        assert done.returncode == 4, done
        assert "the server's disk is full" in done.stderr, done.stderr
        assert list(undo.parent.iterdir()) == []
        as_it_was(url, MANY // 20)
        filler.unlink()
        done = kit("clean", "--memory", url, "--undo", str(undo))
        assert f"{MANY // 20:,} changed" in done.stderr, done.stderr
        kit("undo", str(undo), "--memory", url)
        as_it_was(url, MANY // 20)


def log() -> None:
    """All of the server on the disk: without room for its log of writes it stops, and comes back when there is some."""
    tempfile.tempdir = str(Path.cwd())
    # Checkpoints would only make room in the log.
    server = Server(max_wal_size="1GB", checkpoint_timeout="1h")
    try:
        filled(server.url())
        filler = fill_up(left=1 << 20)
        kept = FEW
        with Memory.open(server.url()) as memory:

            def add_on() -> None:
                nonlocal kept
                while kept < MANY:
                    memory.add([unit(number) for number in range(kept, kept + 50)])
                    kept += 50

            with pytest.raises((MemoryFull, MemoryMissing)) as caught:
                add_on()
        assert server.password not in str(caught.value)
        assert kept < MANY
        done = kit("lookup", "--memory", server.url(), "Zin nummer 1 van de proef.")
        assert done.returncode in (0, 4), done
        filler.unlink()
        server.stop()
        server.start()
        with Memory.open(server.url(), create=False) as memory:
            there = memory.stats()["units"]
        # The last ones may have been kept just before the server could no longer say so.
        assert there in (kept, kept + 50), (there, kept)
        as_it_was(server.url(), there)
        with Memory.open(server.url()) as memory:
            memory.add([unit(there)])
        as_it_was(server.url(), there + 1)
    finally:
        server.close()


if __name__ == "__main__":
    {"import": import_, "add": add, "clean": clean, "log": log}[sys.argv[1]]()
