"""Segmentation: a document into segments with character offsets.

>>> [s.source for s in segment_text("Dr. Kim kwam om 20.30 uur. Hij bleef.")]
['Dr. Kim kwam om 20.30 uur.', 'Hij bleef.']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from translate_kit.data import Segment
from translate_kit.segment.splitter import split_paragraph

if TYPE_CHECKING:
    from pathlib import Path

    from translate_kit.segment.block import Stretch
    from translate_kit.segment.srx import SrxRules

__all__ = ["FORMATS", "load_srx", "one_line", "segment_text", "split_paragraph", "with_neighbours"]

FORMATS = ("text", "markdown")
"""What `segment_text` can take apart."""

_LINE_BREAK = re.compile(r"\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029][\s>]*")


def segment_text(
    text: str, *, language: str = "nl", format: str = "text", rules: SrxRules | None = None
) -> list[Segment]:
    """Split a document into segments, in the order of the document.

    Args:
        text: the decoded document; line ends of any kind.
        language: ISO 639-1 code or BCP 47 tag of the source.
        format: `text` or `markdown`.
        rules: SRX rules to split the paragraphs by, instead of our own.

    Returns:
        Segments with `text[start:end] == source`, disjoint, without white space around them, ids "1", "2", …;
        `paragraph` is the number of the block. Mark-up that is not translated lies between the segments.

    Raises:
        ValueError: an unknown format.
    """
    split = rules.splitter(language) if rules else None
    segments: list[Segment] = []
    for stretch in _stretches(text, format):
        spans = split(stretch.text) if split else split_paragraph(stretch.text, language=language)
        for start, end in spans:
            start, end = stretch.place(start, end)
            segments.append(
                Segment(
                    id=str(len(segments) + 1),
                    source=text[start:end],
                    start=start,
                    end=end,
                    kind=stretch.kind,
                    paragraph=stretch.block,
                )
            )
    return segments


def one_line(source: str) -> str:
    """The words of a segment on one line: what a memory or an engine should see.

    A segment that runs over several lines holds their line breaks and, in a Markdown quotation, the `>` of the next
    line; each such break becomes one space.
    """
    return _LINE_BREAK.sub(" ", source)


def with_neighbours(segments: Sequence[Segment]) -> Iterator[tuple[Segment | None, Segment, Segment | None]]:
    """Each segment with the one before and the one after it in its document, None at the ends."""
    for number, segment in enumerate(segments):
        before = segments[number - 1] if number else None
        after = segments[number + 1] if number + 1 < len(segments) else None
        yield (
            before if before is not None and before.document == segment.document else None,
            segment,
            after if after is not None and after.document == segment.document else None,
        )


def load_srx(path: str | Path) -> SrxRules:
    """Read an SRX 2.0 file; see `translate_kit.segment.srx`."""
    from translate_kit.segment.srx import load_srx as load

    return load(path)


def _stretches(text: str, format: str) -> Iterable[Stretch]:
    if format == "text":
        from translate_kit.segment.plain import plain_stretches

        return plain_stretches(text)
    if format == "markdown":
        from translate_kit.segment.markdown import markdown_stretches

        return markdown_stretches(text)
    raise ValueError(f"unknown format {format!r}; expected one of {', '.join(FORMATS)}")
