"""Translated Markdown: no target may turn into another block than its source was.

A target stands at the beginning of a line when nothing but the marks of its containers (`> `, `- `, `## `) is before
it; there a beginning that CommonMark would read as a new block is escaped with a backslash, which no renderer shows.
In the end markdown-it reads both documents, and their blocks must be the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from translate_kit.data import Segment
from translate_kit.errors import BadInput
from translate_kit.formats.text import one_line, replaced

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_AT_LINE_START = re.compile(
    r"[ \t]*(?:(?:>|[-+*]|\d{1,9}[.)]|#{1,6})(?:[ \t]+|$)|>)*[ \t]*(?:\[[ xX]\][ \t]+|\[\^[^\]\s]+\]:[ \t]*)?"
)
_OPENS_BLOCK = re.compile(
    r"""(?P<ordered>\d{1,9})(?=[.)](?:[ \t]|$))   # 1. or 1)
    | (?=\#{1,6}(?:[ \t]|$))                      # heading
    | (?=[-+*](?:[ \t]|$))                        # list item
    | (?=>)                                       # quote
    | (?=`{3}|~{3})                               # fenced code
    | (?=([-*_])[ \t]*(?:\2[ \t]*){2,}$)          # thematic break
    | (?=(?:-+|=+)[ \t]*$)                        # underline of a heading
    | (?=<(?:[A-Za-z/!?]))                        # HTML block
    | (?=\[[^\]]*\]:)                             # link definition
    | (?=\|)                                      # table row
    | (?=:?-+:?[ \t]*\|)                          # delimiter row of a table
    """,
    re.VERBOSE,
)
_NOTE_LABEL = re.compile(r"^([ \t>]*)(?=\[\^[^\]\s]+\]:)", re.MULTILINE)
_PIPE = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_CLOSING_HASHES = re.compile(r"([ \t])(#+)$")
_PUNCTUATION = re.compile(r"(?<!\\)([!-/:-@\[-`{-~])")


def translated(text: str, segments: Sequence[Segment]) -> str:
    """The document with its targets in place; see `translate_kit.formats.translated_document`.

    Raises:
        BadInput: a target that changes the blocks even when all its punctuation is escaped.
    """
    result = replaced(text, segments, _safe)
    wanted = blocks(text)
    if blocks(result) == wanted:
        return result
    # Where no single target is guilty, several are together.
    guilty = {segment.id for segment in _guilty(text, segments, wanted) or segments}
    careful = replaced(text, segments, lambda target, before, segment: _escaped(target, before, segment, guilty))
    if blocks(careful) == wanted:
        return careful
    which = next((segment for segment in segments if segment.id in guilty), segments[0])
    raise BadInput(
        f"the target of segment {which.id!r} "
        + ("would change the structure of the document." if which.target else "is empty: its block would be lost."),
        path=which.document or None,
        line=text.count("\n", 0, which.start) + 1,
        remedy="Correct its mark-up." if which.target else "Give it a target, or set it back to new.",
    )


def _guilty(text: str, segments: Sequence[Segment], wanted: list[Block]) -> list[Segment]:
    """The segments whose targets change the blocks, by halving: each look parses the whole document."""
    if blocks(replaced(text, segments, _safe)) == wanted:
        return []
    if len(segments) == 1:
        return list(segments)
    half = len(segments) // 2
    return _guilty(text, segments[:half], wanted) + _guilty(text, segments[half:], wanted)


def _safe(target: str, before: str, segment: Segment) -> str:
    target = one_line(target)
    if segment.kind == "table-cell":
        target = _PIPE.sub(r"\1\\|", target)
    if segment.kind == "heading":
        target = _CLOSING_HASHES.sub(r"\1\\\2", target)
    if not _AT_LINE_START.fullmatch(before):
        return target
    opening = _OPENS_BLOCK.match(target)
    if opening is None or (target.startswith("<") and segment.source.startswith("<")):
        return target
    at = opening.end()
    return f"{target[:at]}\\{target[at:]}"


def _escaped(target: str, before: str, segment: Segment, guilty: set[str]) -> str:
    if segment.id not in guilty:
        return _safe(target, before, segment)
    # Some readers make a table out of an escaped bar above a line of dashes.
    return _PUNCTUATION.sub(r"\\\1", one_line(target).replace("|", "&#124;")).replace(r"\&\#124\;", "&#124;")


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").disable("inline")


_VERBATIM = ("fence", "code_block", "html_block")

Block = tuple[str, int, str]
"""Type of a token, nesting level, and what must stay as it is: code, raw HTML, the kind of a list or heading."""


def blocks(text: str) -> list[Block]:
    """The block structure of a document, without the text in it."""
    # To CommonMark `[^1]: word` is a link definition, to everybody else the text of a footnote.
    text = _NOTE_LABEL.sub(r"\1\\", text)
    return [
        (token.type, token.level, token.tag + token.info + (token.content if token.type in _VERBATIM else ""))
        for token in _parser().parse(text)
    ]
