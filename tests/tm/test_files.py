"""Files are written whole or not at all, and nothing else is put in their place."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tm.files import written_whole


def write(path: Path, content: bytes = b"new") -> None:
    with written_whole(path) as stream:
        stream.write(content)


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write(path)
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.tmx"]


@pytest.fixture(params=[0o022, 0o027, 0o077, 0o000], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def test_a_new_file_has_the_mode_that_open_gives_while_it_is_written_too(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "a.tmx"
    with written_whole(path) as stream:
        assert os.fstat(stream.fileno()).st_mode & 0o777 == 0o666 & ~umask
    assert path.stat().st_mode & 0o777 == 0o666 & ~umask


@pytest.mark.parametrize("mode", [0o600, 0o666, 0o755, 0o400])
def test_a_file_keeps_its_mode_whatever_the_umask_and_is_never_open_to_more(
    tmp_path: Path, umask: int, mode: int
) -> None:
    path = tmp_path / "a.tmx"
    path.write_bytes(b"old")
    path.chmod(mode)
    with written_whole(path) as stream:
        assert os.fstat(stream.fileno()).st_mode & 0o777 & ~mode == 0
        stream.write(b"new")
    assert path.stat().st_mode & 0o777 == mode
    assert path.read_bytes() == b"new"


def test_the_umask_of_the_process_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Threads share it: one that made a file while it was 0 would let everybody write there.
    asked = []
    monkeypatch.setattr(os, "umask", lambda mask: asked.append(mask) or 0o022)
    write(tmp_path / "a.tmx")
    assert asked == []


def test_the_bytes_are_kept_before_the_name_and_the_name_before_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.tmx"
    kept: list[tuple[str, bool]] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        kept.append(("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file", path.exists()))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    write(path)
    assert kept == [("file", False), ("folder", True)]


def test_a_folder_that_may_only_be_written_to_is_enough(tmp_path: Path) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    folder.chmod(0o300)
    write(folder / "a.tmx")
    folder.chmod(0o700)
    assert (folder / "a.tmx").read_bytes() == b"new"


def test_what_fails_in_the_middle_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    path.write_bytes(b"old")

    def stop_half_way() -> None:
        with written_whole(path) as stream:
            stream.write(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stop_half_way()
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.tmx"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    target, link = tmp_path / "elsewhere" / "real.po", tmp_path / "link.po"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write(link)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write(pipe)
    reader.join()
    assert read == [b"new"]
    assert pipe.is_fifo()


@pytest.mark.parametrize("letter", ["x", "é", "東"])
def test_the_longest_name_that_the_system_allows_is_written(tmp_path: Path, letter: str) -> None:
    path = tmp_path / (letter * (os.pathconf(tmp_path, "PC_NAME_MAX") // len(letter.encode())))
    write(path)
    assert path.read_bytes() == b"new"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        write(tmp_path)
