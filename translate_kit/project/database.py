"""Open an SQLite database, and say in our own words what SQLite complains about."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from translate_kit.errors import BadInput, BadOutput, Conflict

BUSY_TIMEOUT_S = 10


def connected(path: Path) -> sqlite3.Connection:
    """Open a database to write; one that is there and may not be written, to read."""
    # The connection is made when the first statement runs, but for a folder that is not there.
    db = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        db.close()
        log = path.with_name(f"{path.name}-wal")
        # What is in the log only would not be seen.
        if not _unwritable(error) or not path.is_file() or (log.exists() and log.stat().st_size):
            raise
        # WAL needs a file beside the database even to read it; `immutable` does without.
        place = f"file:{quote(str(path.absolute()))}?immutable=1"
        return sqlite3.connect(place, uri=True, isolation_level=None)
    except BaseException:
        db.close()
        raise
    return db


def _unwritable(error: sqlite3.OperationalError) -> bool:
    return any(sign in str(error) for sign in ("readonly", "unable to open"))


@contextlib.contextmanager
def translated_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite raises inside into an error with the way out.

    Raises:
        BadInput: the file is damaged, or no database.
        BadOutput: it cannot be written.
        Conflict: another process holds the lock for more than `BUSY_TIMEOUT_S`.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            raise Conflict(
                f"{path}: another process is writing to this project; it was waited for {BUSY_TIMEOUT_S} s. Try again."
            ) from None
        if _unwritable(error) or "full" in text or "I/O" in text:
            remedy = " Look whether the disk is full." if "I/O" in text else ""
            raise BadOutput(f"{path}: cannot be written ({text}).{remedy}") from None
        raise BadInput(f"cannot be used ({text}).", path=path, remedy="Restore it from a backup.") from None
    except sqlite3.DatabaseError as error:
        raise BadInput(f"is not a project database ({error}).", path=path, remedy="Restore it from a backup.") from None
