"""What happens to a memory on a disk that is full; `python -m tests.tm.full_disk SCENARIO` in a folder of its own."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tm import Memory, TranslationUnit
from tm.errors import MemoryFull
from tm.tmx import write_tmx

FEW, MANY = 500, 60_000


def kit(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "translate_kit", "tm", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def unit(number: int) -> TranslationUnit:
    return TranslationUnit.simple(f" Zin nummer {number} van de proef.", f"Sentence number {number} of the trial.")


def filled() -> None:
    with Memory.open("m.db") as memory:
        memory.add([unit(number) for number in range(FEW)])


def as_it_was() -> None:
    with Memory.open("m.db") as memory:
        assert memory.stats()["units"] == FEW
        assert memory.lookup(unit(FEW - 1).variants[0].text)[0].score == 100
        assert memory.concordance(f'"nummer {FEW - 1}"')
    db = sqlite3.connect("m.db")
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    db.close()


def fill_up(*, left: int = 0) -> Path:
    """Take every byte but so many."""
    filler = Path("filler")
    with filler.open("wb", buffering=0) as stream:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while True:
                    os.write(stream.fileno(), b"x" * size)
            except OSError:
                continue
    os.truncate(filler, max(0, filler.stat().st_size - left))
    return filler


def import_() -> None:
    """An import that needs more than there is."""
    filled()
    write_tmx(Path(sys.argv[2]) / "big.tmx", map(unit, range(MANY)), source_language="nl")
    done = kit("import", f"{sys.argv[2]}/big.tmx", "--memory", "m.db")
    assert done.returncode == 4, done
    assert "the disk is full. Nothing of this change was kept" in done.stderr, done.stderr
    as_it_was()


def add() -> None:
    """Units one by one until nothing fits any more, and one more when there is room again."""
    filled()
    filler = fill_up(left=1 << 17)
    kept = FEW
    with Memory.open("m.db") as memory:

        def add_on() -> None:
            nonlocal kept
            while kept < MANY:
                memory.add([unit(kept)])
                kept += 1

        with pytest.raises(MemoryFull, match="the disk is full"):
            add_on()
        assert memory.stats()["units"] == kept
        filler.unlink()
        memory.add([unit(kept)])
    with Memory.open("m.db") as memory:
        assert [one.variants[0].text for one in memory.units()] == [
            unit(number).variants[0].text for number in range(kept + 1)
        ]


def clean() -> None:
    """Cleaning without room for what is changed."""
    filled()
    filler = fill_up()
    for left in (0, 1 << 16, 1 << 18):
        os.truncate(filler, filler.stat().st_size - left)
        done = kit("clean", "--memory", "m.db", "--undo", "undo.tmx")
        assert done.returncode == 4, done
        assert "the disk is full" in done.stderr or "No space left" in done.stderr, done
        assert list(Path().glob("*undo.tmx*")) == []
    filler.unlink()
    as_it_was()
    done = kit("clean", "--memory", "m.db", "--undo", "undo.tmx")
    assert f"{FEW} changed" in done.stderr, done.stderr
    kit("undo", "undo.tmx", "--memory", "m.db")
    as_it_was()


def export() -> None:
    """An export that does not fit leaves the older one."""
    filled()
    Path("out.tmx").write_text("older")
    fill_up(left=1 << 16)
    done = kit("export", "--memory", "m.db", "--out", "out.tmx")
    assert done.returncode == 4, done
    assert "out.tmx: cannot be written (No space left on device)" in done.stderr, done.stderr
    assert Path("out.tmx").read_text() == "older"


if __name__ == "__main__":
    {"import": import_, "add": add, "clean": clean, "export": export}[sys.argv[1]]()
