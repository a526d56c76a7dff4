"""The blocks of plain text: paragraphs, headings, pull quotes, list items.

Plain text says little about its structure, so it is read off the lines: a blank line ends a block; in a file of long
lines each line is a paragraph; elsewhere a line break that the wrapping made is joined, and one that the author made
(the next word would still have fitted) is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from translate_kit.segment.block import Stretch

LONG_LINE = 120
"""Characters; hard-wrapped text is narrower (mail 72-78, code 80-100), a paragraph on one line is mostly longer."""

MIN_WIDTH = 50
"""Characters; a column narrower than this is a list of short lines (an address, a poem), not wrapped prose."""

_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]++")
_BREAK = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_MARKER = re.compile(r"[ \t]*(?:[-*+•‣◦·–—][ \t]+|\(?\d{1,3}[.)][ \t]+|\(?[A-Za-z]\)[ \t]+)(?=\S)")
_LETTER = re.compile(r"[^\W_]")
_STOPPED = re.compile(r"""[.?!…:;,]["'”’“»)\]]*$""")
_QUOTED = re.compile(r"""(?:["“„‘’”«']|,,).*["”’“»'][.?!…]?$""", re.DOTALL)
_HEADING_MAX = 150


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    indent: int
    marker: int
    first_word: int

    @property
    def width(self) -> int:
        return self.end - self.start


def plain_stretches(text: str) -> Iterator[Stretch]:
    """Yield the blocks of a plain text in order, each as one stretch."""
    groups = list(_groups(text))
    lines = [line for group in groups for line in group]
    long_chars = sum(line.width for line in lines if line.width > LONG_LINE)
    by_line = long_chars * 2 > sum(line.width for line in lines)
    width = max((line.width for line in lines if line.width <= LONG_LINE), default=0)
    number = 0
    for group in groups:
        for first, last, is_item in _blocks(text, group, width, by_line):
            start, end = first.start + (first.marker if is_item else first.indent), last.end
            if not _LETTER.search(text, start, end):
                continue
            kind = "list-item" if is_item else _kind(text, start, end, first is last)
            yield Stretch(kind, number, text[start:end], (0,), (start,))
            number += 1


def _groups(text: str) -> Iterator[list[_Line]]:
    """The lines between blank lines."""
    group: list[_Line] = []
    position = 0
    while position <= len(text):
        found = _BREAK.search(text, position)
        stop = found.start() if found else len(text)
        content = text[position:stop]
        stripped = content.strip()
        if stripped:
            indent = len(content) - len(content.lstrip())
            marker = _MARKER.match(content)
            end = position + len(content.rstrip())
            word = len(stripped.split(None, 1)[0])
            group.append(_Line(position, end, indent, marker.end() if marker else 0, word))
        elif group:
            yield group
            group = []
        if not found:
            break
        position = found.end()
    if group:
        yield group


def _blocks(text: str, group: list[_Line], width: int, by_line: bool) -> Iterator[tuple[_Line, _Line, bool]]:
    """Cut a group of lines into blocks: (first line, last line, whether it is a list item)."""
    first = previous = group[0]
    is_item = bool(first.marker)
    for line in group[1:]:
        joined = not by_line and _wrapped(text, previous, line, width)
        starts_item = bool(line.marker) and (is_item or not joined or text[previous.end - 1] in ".:;?!")
        if starts_item or not joined:
            yield first, previous, is_item
            first, is_item = line, bool(line.marker)
        previous = line
    yield first, previous, is_item


def _wrapped(text: str, line: _Line, following: _Line, width: int) -> bool:
    """Whether the break between two lines was made by wrapping at `width`, so that they are one paragraph."""
    if width < MIN_WIDTH or line.width > LONG_LINE or following.width > LONG_LINE:
        return False
    if line.width + 1 + following.first_word > width:
        return True
    # Wrapped by hand, or a word taken out later: the sentence goes on in small letters.
    opens_small = text[following.start + following.indent].islower()
    return opens_small and line.width * 2 > width and not following.marker


def _kind(text: str, start: int, end: int, one_line: bool) -> str:
    block = text[start:end]
    if _QUOTED.match(block) and not _inner_end(block):
        return "quote"
    if one_line and end - start <= _HEADING_MAX and not _STOPPED.search(block):
        return "heading"
    return "paragraph"


def _inner_end(block: str) -> bool:
    """Whether the quotation that opens a block closes before its end."""
    return re.search(r"""[”»"](?=\s*[,\w])""", block[1:]) is not None
