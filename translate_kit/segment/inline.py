"""Inline Markdown: what of it may not be cut, and whether anything in it is to be translated."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterator

_TICKS = re.compile(r"(?<!\\)`+")
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>")
_TAG = re.compile(r"<(?:/?[A-Za-z][^<>]*|[!?][^<>]*)>")
_TAG_OR_COMMENT = re.compile(r"<(?:/?[A-Za-z][^<>]*|!--(?:[^-]|-(?!->))*--|[!?][^<>]*)>")
_TARGET = re.compile(r"(?<=\])(?:\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|\[[^\[\]]*+\])", re.DOTALL)
_LINK_TEXT = re.compile(r"!?\[([^\[\]]*+)\](?=[(\[])")
_STOP = re.compile(r"[.?!…](?=\s)")
_WORD = re.compile(r"[^\W_]")
_IMAGE = re.compile(r"\s*!\[[^\[\]]*+\](?:\((?:[^()\\]|\\.|\([^()]*+\))*\)|\[[^\[\]]*+\])\s*", re.DOTALL)


def mask(text: str) -> str:
    """Put other characters for inline mark-up, one for one, so that the sentence splitter does not cut in it.

    Code and autolinks become capital letters (they can open a sentence), tags and link targets become `*`, which the
    splitter takes as closing or opening mark-up; full stops inside the text of a link become commas.
    """
    text = _without_code(text, "X")
    if "<" in text:
        text = _AUTOLINK.sub(lambda match: "X" * len(match.group()), text)
        text = _without_tags(text, lambda match: "*" * len(match.group()))
    if "](" in text or "][" in text:
        text = _LINK_TEXT.sub(_quiet, text)
        text = _TARGET.sub(lambda match: "*" * len(match.group()), text)
    return text


def words_in(text: str) -> bool:
    """Whether anything is left to translate beside code, link targets and tags."""
    text = _AUTOLINK.sub(" ", _without_code(text, " "))
    text = _TARGET.sub(" ", _without_tags(text, lambda _match: " "))
    return _WORD.search(text) is not None


def is_image(text: str) -> bool:
    """Whether a block is one image by itself."""
    return _IMAGE.fullmatch(text) is not None


def _without_tags(text: str, instead: Callable[[re.Match[str]], str]) -> str:
    # Behind the last end of a comment none is looked for: each beginning would be followed to the end of the text.
    cut = text.rfind("-->") + len("-->") if "-->" in text else 0
    return _TAG_OR_COMMENT.sub(instead, text[:cut]) + _TAG.sub(instead, text[cut:])


def _quiet(match: re.Match[str]) -> str:
    whole = match.group()
    return ("*" + whole[1:] if whole[0] == "!" else whole).replace(match[1], _STOP.sub(",", match[1]))


def _without_code(text: str, filler: str) -> str:
    pieces: list[str] = []
    done = 0
    for start, end in _code_spans(text):
        pieces += (text[done:start], filler * (end - start))
        done = end
    return "".join(pieces) + text[done:]


def _code_spans(text: str) -> Iterator[tuple[int, int]]:
    """The code spans: a run of backticks up to the next run of the same length."""
    runs = [match.span() for match in _TICKS.finditer(text)]
    later: defaultdict[int, deque[int]] = defaultdict(deque)
    for index, (start, end) in enumerate(runs):
        later[end - start].append(index)
    skip = 0
    for index, (start, end) in enumerate(runs):
        queue = later[end - start]
        queue.popleft()
        if index < skip:
            continue
        if queue:
            closing = queue[0]
            yield start, runs[closing][1]
            skip = closing + 1
