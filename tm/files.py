"""Open files to read; write a file whole or not at all."""

from __future__ import annotations

import contextlib
import gzip
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from tm.errors import BadMemoryInput


@contextlib.contextmanager
def written_whole(path: str | Path) -> Iterator[IO[bytes]]:
    """Open a temporary file beside `path` for writing bytes; flush, sync and rename it over `path` at the end.

    When the block raises, the temporary file is removed and whatever was at `path` stays as it was. A link stays a
    link: what it leads to is written. What is no file (a device, a pipe) is written to, not replaced.

    Raises:
        OSError: the folder cannot be written, or the disk is full.
    """
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            yield device
        return
    # Only the beginning of the name: with all of it a long one would not fit.
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp makes files that only their owner reads; a result should have the mode that open() would give it.
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


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
