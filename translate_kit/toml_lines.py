"""In which line of a TOML text something stands: the reader of the standard library does not say."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADER = re.compile(r"\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")


def line_of(text: str, place: Sequence[str]) -> int | None:
    """The 1-based line in which a key of a TOML text stands; that of the nearest key around it, when it has none.

    Args:
        text: of the file.
        place: the keys from the top; the number of a table in a list is a key as well.
    """
    best: tuple[int, int | None] = (0, None)
    header: tuple[str, ...] = ()
    counts: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        opened = _HEADER.fullmatch(line)
        if opened:
            header = _parts(opened[2])
            if opened[1] == "[[":
                counts[header] = counts.get(header, -1) + 1
                header = (*header, str(counts[header]))
            found = header
        else:
            key = _KEY.match(line)
            if key is None:
                continue
            found = (*header, *_parts(key[1]))
        shared = next(
            (i for i, (a, b) in enumerate(zip(found, place, strict=False)) if a != b), min(len(found), len(place))
        )
        if shared == len(found) and shared > best[0]:
            best = (shared, number)
    return best[1]


def _parts(key: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.\s]+", key))
