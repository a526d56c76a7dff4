"""Where a segment stands in its file: the lines and columns that SARIF and editors want.

A column is given only where the text stands in the file as it is in the segment: in source documents and in plain
tables. PO and XML escape and wrap their texts, so there the line is all that can be said.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import unescape

from translate_kit.data import Finding, Segment

_MSGSTR = re.compile(r"^[ \t]*(msgid\b|msgstr\b)[^\n]*", re.MULTILINE)
_FIRST_STRING = re.compile(r'msgid\s*"(.*)"')
_UNIT = re.compile(r"<(?:[\w.-]+:)?(trans-unit|unit|tu)\b([^>]*)>|<(?:[\w.-]+:)?(target|seg)\b[^>]*>", re.DOTALL)
_ID = re.compile(r"""\b(?:id|tuid)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file.

    Attributes:
        path: of the file, as it was named; `/` between folders.
        line: 1-based; None when it is not known.
        column: 1-based, in characters; None when it is not known.
        end_line: of the end.
        end_column: one past the last character.
        target_column: where the target begins on `line`; None when it does not stand there as it is.
        source_column: likewise the source.
    """

    path: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    target_column: int | None = None
    source_column: int | None = None

    def of(self, finding: Finding) -> tuple[Place, bool]:
        """The place of a finding, and whether it is exactly the words that its suggestion replaces."""
        sides = ((self.target_column, finding.start, finding.end, True),)
        if finding.start is None:
            sides = ((self.source_column, finding.source_start, finding.source_end, False),)
        for begin, start, end, replaced in sides:
            if begin is not None and start is not None and end is not None:
                found = replace(self, column=begin + start, end_line=self.line, end_column=begin + end)
                return found, replaced
        return self, False


def in_text(path: str, text: str, segments: Iterable[Segment]) -> list[Place]:
    """The places of segments in the decoded text of their source document."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def at(offset: int) -> tuple[int, int]:
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    places = []
    for segment in segments:
        line, column = at(segment.start)
        end_line, end_column = at(segment.end)
        one_line = column if line == end_line else None
        places.append(Place(path, line, column, end_line, end_column, source_column=one_line))
    return places


def in_pairs(path: str, text: str, segments: Sequence[Segment], format: str) -> list[Place]:
    """The places of the segments of a file of pairs.

    Args:
        path: its name.
        text: its decoded text; empty when it cannot be read again, as with standard input.
        segments: all of them, in the order of the file.
        format: `po`, `xliff`, `tmx` or `tsv`.

    Returns:
        One place a segment; without a line where the file does not say so plainly.
    """
    if not text:
        return [Place(path)] * len(segments)
    if format == "po":
        return _by_order(path, _po_lines(text), segments)
    if format == "tsv":
        return _in_table(path, text, segments)
    return _in_xml(path, text, segments)


def _by_order(path: str, lines: Sequence[int], segments: Sequence[Segment]) -> list[Place]:
    if len(lines) != len(segments):
        return [Place(path)] * len(segments)
    return [Place(path, line) for line in lines]


def _po_lines(text: str) -> list[int]:
    """The lines of each `msgstr`, that of the header left out."""
    lines: list[int] = []
    header = True
    line, at = 1, 0
    for match in _MSGSTR.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        if match[1] == "msgid":
            first = _FIRST_STRING.search(match[0])
            empty = first is not None and not first[1]
            following = text[match.end() : match.end() + 16].lstrip()
            header = empty and not following.startswith('"') and not lines
        elif not header:
            lines.append(line)
    return lines


def _in_table(path: str, text: str, segments: Sequence[Segment]) -> list[Place]:
    """In a plain table the id of a segment is its line, and its texts stand there as they are."""
    lines = text.split("\n")
    places = []
    for segment in segments:
        number = int(found[0]) if (found := re.match("[0-9]{1,9}", segment.id)) else 0
        row = lines[number - 1].removesuffix("\r") if 0 < number <= len(lines) else ""
        source, tab, rest = row.partition("\t")
        if tab and source == segment.source and rest.partition("\t")[0] == segment.target:
            target = len(source) + 2
            end = target + len(segment.target)
            places.append(Place(path, number, 1, number, end, target_column=target, source_column=1))
        else:
            places.append(Place(path))
    return places


def _in_xml(path: str, text: str, segments: Sequence[Segment]) -> list[Place]:
    """By the ids of the units; of a unit with several segments each is at its own target where there are as many."""
    units: dict[str, list[tuple[int, list[int]]]] = {}
    ordered: list[tuple[int, list[int]]] = []
    line, at = 1, 0
    for match in _UNIT.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        if match[1]:
            found = _ID.search(match[2])
            ordered.append((line, []))
            if found:
                units.setdefault(unescape(found[1] or found[2] or ""), []).append(ordered[-1])
        elif ordered:
            ordered[-1][1].append(line)
    if len(ordered) == len(segments):
        return [Place(path, targets[-1] if targets else begin) for begin, targets in ordered]
    used: dict[str, int] = {}
    places = []
    for segment in segments:
        name = segment.id if segment.id in units else re.sub(r"(?:\[[^\]]*\])?(?:#\d+)?$", "", segment.id)
        candidates = units.get(name, [])
        if len(candidates) != 1:
            places.append(Place(path))
            continue
        begin, targets = candidates[0]
        number = used.get(name, 0)
        used[name] = number + 1
        places.append(Place(path, targets[number] if number < len(targets) else begin))
    return places
