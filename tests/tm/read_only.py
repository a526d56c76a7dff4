"""A memory in a folder that is mounted read-only, while others can write to it: `python -m tests.tm.read_only W R`.

The folder W may be written, R is the same one and may not.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tm import Memory, MemoryReadOnly, TranslationUnit
from translate_kit.web.tmserver import Settings, create_app

TOKEN = "let me"  # noqa: S105 - of a server that lives as long as the test

writable, readable = (Path(name) / "m.db" for name in sys.argv[1:3])


def unit(number: int) -> TranslationUnit:
    return TranslationUnit.simple(f"Zin nummer {number} van de proef.", f"Sentence number {number} of the trial.")


def scores(memory: Memory, number: int) -> list[int]:
    found = memory.lookup(unit(number).variants[0].text, threshold=100)
    assert bool(memory.concordance(f'"nummer {number}"')) == bool(found)
    return [match.score for match in found]


def serve(memory: Memory) -> None:
    app = create_app([memory], settings=Settings(token=TOKEN))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        assert client.get("/tmserver/nl/en/unit/Zin nummer 1 van de proef.").json()[0]["quality"] == 100
        unit = {"source": "Nee", "target": "No"}
        done = client.put("/tmserver/nl/en/unit/Nee", json=unit, headers={"authorization": f"Bearer {TOKEN}"})
        assert done.status_code == 403
        assert "may be read, and not written" in done.json()["error"]


def main() -> None:
    with Memory.open(str(writable)) as memory:
        # So many that the fuzzy index is built, and would be kept by the first lookup that may.
        memory.add([unit(number) for number in range(10_000)])
    assert sorted(path.name for path in writable.parent.iterdir()) == ["m.db"]
    with Memory.open(str(readable)) as memory:
        assert scores(memory, 1) == [100]
        assert memory.lookup("Sentence number 77 of the trail.", source_language="en", target_language="nl")
        with pytest.raises(MemoryReadOnly, match="may be read, and not written"):
            memory.add([unit(10_000)])
        with pytest.raises(MemoryReadOnly):
            memory.remove([1])
        assert memory.stats()["units"] == len(list(memory.units())) == 10_000
        assert scores(memory, 10_000) == []
        serve(memory)
        # Somebody else comes, writes, goes; and comes again, and stays.
        with Memory.open(str(writable)) as other:
            other.add([unit(10_000)])
        assert scores(memory, 10_000) == [100]
        with Memory.open(str(writable)) as other:
            other.add([unit(10_001)])
            assert scores(memory, 10_001) == [100]
            other.remove([5])
            assert scores(memory, 4) == []
        assert scores(memory, 10_001) == [100]
        assert memory.stats()["units"] == 10_001
    log = writable.with_name("m.db-wal")
    with Memory.open(str(writable)) as other:
        other.add([unit(10_002)])
        kept = log.read_bytes()
    log.write_bytes(kept)
    with pytest.raises(MemoryReadOnly, match=r"still in m\.db-wal"):
        Memory.open(str(readable))
    with Memory.open(str(writable)) as memory:
        assert scores(memory, 10_002) == [100]
    with pytest.raises(MemoryReadOnly, match="may not be written here"):
        Memory.open(str(readable.with_name("new.db")))


if __name__ == "__main__":
    main()
