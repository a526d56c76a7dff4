"""The blocks of plain text: paragraphs, headings, pull quotes, list items.

Plain text says little about its structure, so it is read off the lines. A blank line ends a block. In a file of long
lines each line is a paragraph. Elsewhere a line break is either one that wrapping made (the next word would not have
fitted on the line), and then it is inside a paragraph, or one that the author made, and then it ends a block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from translate_kit.segment.block import Stretch

LONG_LINE = 120
"""Characters; hard-wrapped text is narrower (mail 72-78, code 80-100), a paragraph on one line is mostly longer."""

MIN_WIDTH = 50
"""Characters; a column narrower than this is a list of short lines (an address, a poem), not wrapped prose."""

HEADING_MAX = 150
"""Characters; a longer line without a full stop is a paragraph that forgot it."""

PULL_QUOTE_MIN = 20
"""Characters; shorter headings can be found in the text by chance."""

SEARCH_MAX = 200_000_000
"""Characters to look through for pull quotes, a fraction of a second; in a longer file they stay headings."""

_BREAK = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_MARKER = re.compile(r"[ \t]*(?:[-*+•‣◦·–—][ \t]+|\(?\d{1,3}[.)][ \t]+|\(?[A-Za-z]\)[ \t]+)(?=\S)")
_LETTER = re.compile(r"[^\W_]")
_STOPPED = re.compile(r"""[.?!…:;,]["'”’“»)\]]*$""")
_FULL_STOP = re.compile(r"""[.?!…:]["'”’“»)\]]*$""")
_QUOTED = re.compile(r"""(?:["“„‘’”«']|,,)\s?[^"”»]+["”’»']{1,2}[.?!…]?""")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank: where it is, and the widths of its indent, list marker and first word."""

    start: int
    end: int
    indent: int
    marker: int
    first_word: int

    @property
    def width(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a file is laid out: a paragraph a line, or wrapped at a width, or neither."""

    by_line: bool
    wrapped: bool
    width: int


def plain_stretches(text: str) -> Iterator[Stretch]:
    """Yield the blocks of a plain text in order, each as one stretch."""
    groups = list(_groups(text))
    layout = _layout(groups)
    blocks: list[tuple[int, int, str]] = []
    for group in groups:
        for first, last, is_item in _blocks(text, group, layout):
            start, end = first.start + (first.marker if is_item else first.indent), last.end
            if _LETTER.search(text, start, end):
                blocks.append((start, end, "list-item" if is_item else _kind(text[start:end], first is last)))
    pulled = _pull_quotes(text, blocks)
    for number, (start, end, kind) in enumerate(blocks):
        yield Stretch("quote" if start in pulled else kind, number, text[start:end], (0,), (start,))


def _pull_quotes(text: str, blocks: list[tuple[int, int, str]]) -> set[int]:
    """Where the headings start that are words of the article, set apart."""
    body = _folded(" ".join(text[start:end] for start, end, kind in blocks if kind == "paragraph"))
    candidates = [(start, end) for start, end, kind in blocks if kind == "heading" and end - start > PULL_QUOTE_MIN]
    if len(candidates) * len(body) > SEARCH_MAX:
        return set()
    return {start for start, end in candidates if _folded(text[start:end]) in body}


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _groups(text: str) -> Iterator[list[_Line]]:
    """The lines between blank lines."""
    group: list[_Line] = []
    position = 0
    while position <= len(text):
        found = _BREAK.search(text, position)
        content = text[position : found.start() if found else len(text)]
        words = content.split(None, 1)
        if words:
            marker = _MARKER.match(content)
            group.append(
                _Line(
                    start=position,
                    end=position + len(content.rstrip()),
                    indent=len(content) - len(content.lstrip()),
                    marker=marker.end() if marker else 0,
                    first_word=len(words[0]),
                )
            )
        elif group:
            yield group
            group = []
        if not found:
            break
        position = found.end()
    if group:
        yield group


def _layout(groups: list[list[_Line]]) -> _Layout:
    widths = sorted(line.width for group in groups for line in group)
    by_line = sum(width for width in widths if width > LONG_LINE) * 2 > sum(widths)
    narrow = [width for width in widths if width <= LONG_LINE]
    if by_line or not narrow:
        return _Layout(by_line=True, wrapped=False, width=0)
    # A twentieth of the lines may stick out (an address that cannot be broken).
    width = narrow[-1 - len(narrow) // 20]
    breaks = [pair for group in groups for pair in pairwise(group)]
    full = sum(line.width + 1 + following.first_word > width for line, following in breaks)
    return _Layout(by_line=False, wrapped=width >= MIN_WIDTH and full * 2 >= len(breaks), width=width)


def _blocks(text: str, group: list[_Line], layout: _Layout) -> Iterator[tuple[_Line, _Line, bool]]:
    """Cut a group of lines into blocks: (first line, last line, whether it is a list item)."""
    first = previous = group[0]
    is_item = bool(first.marker)
    for line in group[1:]:
        indented = is_item and line.indent > first.indent
        joined = indented or _joined(text, previous, line, layout)
        # A dash or a number that wrapping put at the start of a line begins no item.
        begins_item = line.marker > 0 and (
            is_item or not joined or _FULL_STOP.search(text, previous.start, previous.end)
        )
        if begins_item or not joined:
            yield first, previous, is_item
            first, is_item = line, bool(line.marker)
        previous = line
    yield first, previous, is_item


def _joined(text: str, line: _Line, following: _Line, layout: _Layout) -> bool:
    """Whether wrapping made the break between two lines."""
    if layout.by_line or line.width > LONG_LINE or following.width > LONG_LINE:
        return False
    goes_on = text[following.start + following.indent].islower()
    if goes_on and not following.marker and line.width * 2 > layout.width >= MIN_WIDTH:
        return True
    if not layout.wrapped:
        return False
    if line.width + 1 + following.first_word > layout.width:
        return True
    # Wrapped by hand: a line of some length that stops in the middle of a sentence.
    return line.width * 5 > layout.width * 3 and not _FULL_STOP.search(text, line.start, line.end)


def _kind(block: str, one_line: bool) -> str:
    if _QUOTED.fullmatch(block):
        return "quote"
    if one_line and len(block) <= HEADING_MAX and not _STOPPED.search(block):
        return "heading"
    return "paragraph"
