"""Files are written whole or not at all, and nothing else is put in their place."""

from __future__ import annotations

import os
import threading
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
