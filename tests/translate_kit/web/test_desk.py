"""What stands behind the editor's requests: the memory that confirmed segments go into."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tm import Memory
from tm.errors import TranslationMemoryError
from translate_kit.project import Project, Settings
from translate_kit.project.project import read_new
from translate_kit.web.editor.desk import Desk

COUNT = 40


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    (tmp_path / "a.txt").write_text("\n\n".join(f"Zin nummer {n}." for n in range(COUNT)), encoding="utf-8")
    with Project.create(tmp_path / "p", Settings()) as project:
        project.add(read_new([tmp_path / "a.txt"]))
    with closing(Desk(tmp_path / "p")) as opened:
        yield opened


def confirm(desk: Desk, number: int, target: str) -> None:
    with desk.project() as project:
        segment = project.segments()[number]
        project.edit(segment.id, target, by="ann")
        desk.remember(project, [segment.id], person="ann")


def targets(desk: Desk) -> list[str]:
    with Memory.open(str(desk.folder / "memory.db"), create=False) as memory:
        return sorted(variant.text for unit in memory.units() for variant in unit.variants if variant.language == "en")


def test_what_is_confirmed_can_be_read_at_once_and_what_it_replaces_is_gone(desk: Desk) -> None:
    confirm(desk, 0, "First")
    assert targets(desk) == ["First"]
    confirm(desk, 0, "Second")
    assert targets(desk) == ["Second"]


def test_many_at_once_lose_nothing(desk: Desk) -> None:
    workers = [threading.Thread(target=confirm, args=(desk, n, f"Sentence {n}")) for n in range(COUNT)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert targets(desk) == sorted(f"Sentence {n}" for n in range(COUNT))


def test_a_memory_that_was_replaced_under_the_server_gets_what_is_confirmed_next(desk: Desk, tmp_path: Path) -> None:
    confirm(desk, 0, "First")
    place = desk.folder / "memory.db"
    for path in desk.folder.glob("memory.db*"):
        path.rename(tmp_path / f"old-{path.name}")
    with Memory.open(str(tmp_path / "new.db")):
        pass
    (tmp_path / "new.db").rename(place)
    confirm(desk, 1, "Second")
    assert targets(desk) == ["Second"]


def test_after_an_error_the_next_one_is_kept(desk: Desk) -> None:
    confirm(desk, 0, "First")
    place = desk.folder / "memory.db"
    place.rename(desk.folder / "away.db")
    place.write_bytes(b"no memory at all, and long enough to be looked at" * 20)
    with pytest.raises(TranslationMemoryError, match="The project has kept what was confirmed"):
        confirm(desk, 1, "Second")
    for path in desk.folder.glob("memory.db*"):
        path.unlink()
    confirm(desk, 2, "Third")
    assert targets(desk) == ["Third"]
