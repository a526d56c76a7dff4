"""Derived data in the user's cache folder: written whole, read only when every byte is as it was written.

A file begins with a line that names its content and the hash of what follows. Data only, nothing in it is run. A
folder that cannot be written, a full disk and a damaged file all mean the same: the data are derived again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from pathlib import Path

_MAGIC = b"translate-kit glossary cache 1 "


def folder() -> Path | None:
    """Where derived data are kept: `$XDG_CACHE_HOME/translate-kit` or what the system uses for it.

    None when the user has no home.
    """
    named = os.environ.get("XDG_CACHE_HOME", "")
    if named and Path(named).is_absolute():
        return Path(named) / "translate-kit"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "translate-kit" / "cache"
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "translate-kit"


def read(name: str, key: str) -> bytes | None:
    """What was written under a name with the same key, or None.

    Args:
        name: of the file in the cache folder.
        key: what the data were derived from; data with another key are not returned.
    """
    place = folder()
    if place is None:
        return None
    try:
        data = (place / name).read_bytes()
    except (OSError, ValueError):
        return None
    head, found, body = data.partition(b"\n")
    if not found or head != _head(key, body):
        return None
    return body


def write(name: str, key: str, body: bytes) -> bool:
    """Keep data; another process sees all of it or nothing.

    Returns:
        Whether they could be kept.
    """
    place = folder()
    if place is None:
        return False
    part = place / f".{name}.{os.urandom(6).hex()}.part"
    try:
        place.mkdir(parents=True, exist_ok=True)
        # `open` makes a file of the mode that the umask leaves: others who share the folder can read it.
        with part.open("xb") as stream:
            stream.write(_head(key, body) + b"\n")
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(place / name)
    except (OSError, ValueError):
        with contextlib.suppress(OSError, ValueError):
            part.unlink(missing_ok=True)
        return False
    return True


def _head(key: str, body: bytes) -> bytes:
    keyed = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return _MAGIC + keyed.encode("ascii") + b" " + hashlib.sha256(body).hexdigest().encode("ascii")
