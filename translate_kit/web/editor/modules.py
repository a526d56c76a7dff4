"""Which script modules a page needs, so that a browser asks for all of them at once and not one after the other."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

STATIC = Path(__file__).with_name("static")
"""The scripts and styles."""

_IMPORT = re.compile(r'^(?:import|export)\b[^;]*?"\./([\w-]+\.js)";', re.MULTILINE)


@cache
def modules_of(*entries: str) -> tuple[str, ...]:
    """Scripts with all that they import, the nearest first.

    Args:
        entries: names of files in `static/`; those that are not there are left out.

    Returns:
        The names of files, each once.
    """
    found: dict[str, None] = {}
    waiting = [name for name in entries if (STATIC / name).is_file()]
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            waiting += _IMPORT.findall((STATIC / name).read_text(encoding="utf-8"))
    return tuple(found)
