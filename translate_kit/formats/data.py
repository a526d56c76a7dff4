"""What a file holds once it is read: a document with its segments, or the pairs of a bilingual file."""

from __future__ import annotations

from dataclasses import dataclass, field

from translate_kit.data import Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    r"""A source document, decoded and segmented.

    Attributes:
        name: its name in a project, relative, `/` between folders.
        format: `text` or `markdown`.
        text: the decoded text, line ends as they are, without a byte order mark.
        newline: the line end that it uses most, `\n` when it has only one line.
        encoding: the codec to write it back with, as in `utf-8` or `utf-16-le`.
        bom: whether it began with a byte order mark.
        segments: in the order of the text, without overlap.
    """

    name: str
    format: str
    text: str
    newline: str = "\n"
    encoding: str = "utf-8"
    bom: bool = False
    segments: list[Segment] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What in a file breaks its standard.

    Attributes:
        message: one sentence, with what the standard wants.
        line: 1-based, None when it concerns the whole file.
    """

    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bilingual:
    """A file of source and target pairs.

    Attributes:
        format: the name in the table of formats: `po`, `xliff`, `tmx`, `tsv`.
        version: of the format, as the file says it; empty where the format has none.
        source_language: as the file says it, empty when it does not.
        target_language: the same; the first one where a file has several.
        segments: in the order of the file.
        problems: what breaks the standard and could still be read.
        lines: the 1-based line of each segment; empty where the reader of the format does not say.
    """

    format: str
    version: str = ""
    source_language: str = ""
    target_language: str = ""
    segments: list[Segment] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    @property
    def documents(self) -> list[str]:
        """The names of the documents that the segments belong to, in the order of the file."""
        return list(dict.fromkeys(segment.document for segment in self.segments if segment.document))
