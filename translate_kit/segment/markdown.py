"""The blocks of Markdown: CommonMark and tables, with the exact place of every character.

markdown-it-py finds the blocks and tells the lines of each; the text of a block is then found again in those lines.
Front matter, code, HTML blocks and link definitions are never part of a stretch, so they stay as they are. Inline
mark-up stays in the text; `translate_kit.segment.inline` masks the parts of it that no sentence may be cut in.

A block's lines may carry prefixes (`> `, indentation). The text that is split does not hold them, but a segment that
runs over two lines holds the prefix of the second: it is replaced with the rest when the target is written.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from translate_kit.segment.block import Stretch
from translate_kit.segment.inline import is_image, mask, words_in

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(
    r"\ufeff?(?:---[ \t]*(?:\r\n?|\n)(?=[ \t]*(?:#|---|[\w\"'-][^\r\n]*:))(?:.*?(?:\r\n?|\n))??(?:---|\.\.\.)"
    r"|\+\+\+[ \t]*(?:\r\n?|\n).*?(?:\r\n?|\n)\+\+\+)[ \t]*(?=[\r\n]|\Z)",
    re.DOTALL,
)
"""YAML between `---` or TOML between `+++`; a text that opens with a rule has no `key:` right below it."""

_LINE = re.compile(r"([^\r\n]*)(\r\n?|\n|\Z)")
_NOTE_LABEL = re.compile(r"^([ \t>]*)\[\^([^\]\s]+)\]:", re.MULTILINE)
_BR = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:\[[ xX]\]\s+"  # - [ ] task
    r"|\[!\w+\]\s*)"  # > [!NOTE]
)
_NOTE = re.compile(r"^\u2045\u2045[^\s\u2046]+\u2046:\s*", re.MULTILINE)
"""`[^1]: footnote` as `_footnotes` leaves it; to CommonMark, notes on lines one after another are one paragraph."""

_ATTRIBUTES = re.compile(r"\s*\{[#.][^{}]*\}\s*$")
_EMPHASISED = re.compile(r"(\*{1,3}|_{1,3})(?=[^\s*_])([^*_]*[^\s*_])\1")
_ROW_START = re.compile(r"[\s>*+\-\d.)]*\|")
_MAX_NESTING = 100
_CONTAINERS = {"blockquote": "quote", "list_item": "list-item", "heading": "heading", "th": "table-cell"}
_CONTAINERS["td"] = "table-cell"


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Only the block structure is wanted: inline parsing would double the time.
    return MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table").disable("inline")


def markdown_stretches(text: str) -> Iterator[Stretch]:
    """Yield the translatable text of a Markdown document in order; a block with hard line breaks gives several."""
    readable = _footnotes(_without_front_matter(text.replace("\0", "\ufffd")))
    lines = [(match.start(1), match.group(1)) for match in _LINE.finditer(readable)]
    kinds: list[str] = []
    number = row_line = cursor = 0
    for token in _parser().parse(readable):
        container = _CONTAINERS.get(token.type.rpartition("_")[0])
        if container and token.nesting > 0:
            kinds.append(container)
        elif container and token.nesting < 0:
            kinds.pop()
        if token.type != "inline" or not token.map or not token.content.strip():
            continue
        kind = kinds[-1] if kinds else "paragraph"
        if kind == "table-cell":
            if token.map[0] != row_line:
                row_line, cursor = token.map[0], 0
            place, cursor = _cell(token, lines, cursor)
            pieces = [place]
        else:
            pieces = _pieces(token, lines, heading=kind == "heading")
        found = False
        for stretch in _stretches(pieces, kind, number):
            found = True
            yield stretch
        number += found


def _without_front_matter(text: str) -> str:
    """Blank out a YAML or TOML header, keeping its line breaks so that lines and offsets stay what they were."""
    match = _FRONT_MATTER.match(text)
    if not match:
        return text
    return re.sub(r"[^\r\n]", " ", match.group()) + text[match.end() :]


def _footnotes(text: str) -> str:
    """Hide the labels of footnotes from CommonMark, to which a note of one word is a link definition."""
    return _NOTE_LABEL.sub(lambda match: f"{match[1]}\u2045\u2045{match[2]}\u2046:", text)


Piece = tuple[int, str, bool]
"""Where a line of a block starts in the document, its text without prefix, whether two spaces end it."""


def _pieces(token: Token, lines: list[tuple[int, str]], *, heading: bool) -> list[Piece]:
    """Find each line of a block's text in its line of the document."""
    assert token.map is not None  # noqa: S101 - the caller has looked
    pieces: list[Piece] = []
    for content, (offset, line) in zip(token.content.split("\n"), lines[token.map[0] : token.map[1]], strict=False):
        stripped = content.strip()
        if not stripped:
            continue
        spaces = content.endswith("  ")
        at = len(line.rstrip()) - len(stripped) if line.rstrip().endswith(stripped) else -1
        if heading and "#" in line and at < 0:
            # `## Title ##`: the closing marks are not part of the text.
            at = line.find(stripped, line.index("#") + 1)
        elif at < 0:
            at = line.find(stripped)
        if at >= 0:
            pieces.append((offset + at, stripped, spaces))
    return pieces


def _cell(token: Token, lines: list[tuple[int, str]], cursor: int) -> tuple[Piece, int]:
    """Find a table cell in its row, from `cursor` onwards; returns the new cursor too."""
    assert token.map is not None  # noqa: S101 - the caller has looked
    offset, line = lines[token.map[0]]
    if not cursor and (opened := _ROW_START.match(line)):
        cursor = opened.end()
    content = token.content.strip()
    for written in (content.replace("|", "\\|"), content):
        at = line.find(written, cursor)
        if at >= 0:
            return (offset + at, written, False), at + len(written)
    return (offset + cursor, "", False), cursor


def _stretches(pieces: list[Piece], kind: str, number: int) -> Iterator[Stretch]:
    """Join the lines of a block, leave out labels and mark-up around the whole, cut it at hard line breaks."""
    text = "\n".join(content for _, content, _ in pieces)
    flat: list[int] = []
    cuts: list[tuple[int, int]] = []
    position = 0
    masked = mask(text)
    for _, content, spaces in pieces:
        flat.append(position)
        position += len(content) + 1
        backslash = content.endswith("\\") and not content.endswith("\\\\")
        # In code, which is masked, neither is a hard break.
        if (spaces or backslash) and masked[position - 1 : position] == "\n":
            cuts.append((position - 1 - backslash, position))
    if is_image(text):
        kind = "caption"
    start, end = _trimmed(text)
    cuts += [match.span() for match in _NOTE.finditer(text)]
    cuts += [match.span() for match in _BR.finditer(text) if masked[match.start()] == "*"]
    for cut, after in [*sorted(cuts), (end, end)]:
        if start < cut <= end and words_in(text[start:cut]):
            first, last = bisect_right(flat, start) - 1, bisect_left(flat, cut)
            shifted = tuple(offset - start for offset in flat[first:last])
            yield Stretch(kind, number, masked[start:cut], shifted, tuple(at for at, _, _ in pieces[first:last]))
        start = max(start, after)


def _trimmed(text: str) -> tuple[int, int]:
    """The text without a leading label, trailing attributes, and emphasis around all of it."""
    start = label.end() if (label := _LABEL.match(text)) else 0
    end = attributes.start() if (attributes := _ATTRIBUTES.search(text)) else len(text)
    if emphasised := _EMPHASISED.fullmatch(text, start, end):
        start, end = emphasised.span(2)
    return start, end
