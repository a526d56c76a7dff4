"""Open files to read; write a file whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import gzip
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from tm.errors import BadMemoryInput


@contextlib.contextmanager
def written_whole(path: str | Path) -> Iterator[IO[bytes]]:
    """Open a temporary file beside `path` for writing bytes; flush, sync and rename it over `path` at the end.

    A new file gets the mode that `open` would give it, one that replaces another the mode of that. When the block
    raises, the temporary file is removed and whatever was at `path` stays as it was. A link stays a link: what it leads
    to is written. What is no file (a device, a pipe) is written to, not replaced.

    Raises:
        OSError: the folder cannot be written, or the disk is full.
    """
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            yield device
        return
    mode = path.stat().st_mode & 0o777 if path.exists() else None
    handle, name = _beside(path, 0o666 if mode is None else mode)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            name.chmod(mode)
        name.replace(path)
    except BaseException:
        name.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _beside(path: Path, mode: int) -> tuple[int, Path]:
    """A new file in the folder of another, open for writing, with a mode that the system takes the umask off."""
    while True:
        # Only the beginning of the name: with all of it a long one would not fit.
        name = path.with_name(f".{path.name[:40]}.{os.urandom(6).hex()}.part")
        with contextlib.suppress(FileExistsError):
            return os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode), name


def _sync_folder(folder: Path) -> None:
    """Have the names in a folder last through a loss of power, where the system lets one ask for that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except PermissionError:
        # One may write into it, and not look.
        return
    try:
        os.fsync(handle)
    except OSError as error:
        # Some file systems (of networks, mostly) have no such thing for folders.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            raise
    finally:
        os.close(handle)


def open_binary(path: str | Path) -> IO[bytes] | gzip.GzipFile:
    """Open a file for reading; a gzipped one (by its first bytes) unpacked.

    Raises:
        BadMemoryInput: it cannot be opened.
    """
    path = Path(path)
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        raise BadMemoryInput(f"{path}: no such file. Check the name and the folder.") from None
    except IsADirectoryError:
        raise BadMemoryInput(f"{path}: this is a folder, a file was expected.") from None
    except OSError as error:
        raise BadMemoryInput(f"{path}: cannot be read ({error.strerror or error}).") from None
    if stream.read(2) == b"\x1f\x8b":
        stream.close()
        return gzip.open(path)
    stream.seek(0)
    return stream


_LEAST_ROOM_BYTES = 1 << 16


def no_room(path: str | Path) -> bool:
    """Whether the disk of a file is full, or so nearly that nothing can be written there."""
    with contextlib.suppress(OSError):
        return shutil.disk_usage(Path(path).absolute().parent).free < _LEAST_ROOM_BYTES
    return False
