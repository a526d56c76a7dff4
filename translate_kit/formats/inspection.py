"""What a file is, and what in it breaks its standard."""

from __future__ import annotations

import gzip
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from translate_kit.data import Segment
from translate_kit.errors import BadInput
from translate_kit.files import read_bytes
from translate_kit.formats.data import Bilingual, Problem

MAX_PROBLEMS = 1_000
"""More are counted, not kept: a file of a wrong version has one on each line."""

_XLIFF2 = "urn:oasis:names:tc:xliff:document:2"
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What was found out about one file.

    Attributes:
        file: its name as it was given.
        format: the name in the table of formats; empty for a file that could not be read at all.
        title: the same for people.
        version: of the standard, as the file says it.
        source_language: as the file says it, empty when it does not.
        target_language: the same.
        units: how many pairs, or segments of a document.
        words: of the sources: what stands between white space and holds a letter or a digit, tags left out.
        states: how many units are in each state; empty for a document.
        documents: the names of the documents that the units belong to.
        encoding: of a document.
        problems: in the order of the file, at most `MAX_PROBLEMS`.
        problem_count: how many there are.
    """

    file: str
    format: str = ""
    title: str = ""
    version: str = ""
    source_language: str = ""
    target_language: str = ""
    units: int = 0
    words: int = 0
    states: dict[str, int] = field(default_factory=dict)
    documents: list[str] = field(default_factory=list)
    encoding: str = ""
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0

    def as_json(self) -> dict[str, Any]:
        """The object that `inspect --json` prints."""
        return {
            "file": self.file,
            "format": self.format,
            "version": self.version,
            "source_language": self.source_language,
            "target_language": self.target_language,
            "units": self.units,
            "words": self.words,
            "states": self.states,
            "documents": self.documents,
            "encoding": self.encoding,
            "problems": [{"line": problem.line, "message": problem.message} for problem in self.problems],
            "problem_count": self.problem_count,
        }


def inspect(path: str | Path, *, encoding: str | None = None, language: str = "nl") -> Inspection:
    """Find out what a file is; one that cannot be read has the reason among its problems.

    Args:
        path: the file, or `-` for standard input.
        encoding: what the user said it is.
        language: of the source of a document, for its segments.
    """
    from translate_kit.formats import format_of

    name = "<stdin>" if str(path) == "-" else str(path)
    known = None
    try:
        data = read_bytes(path)
        known = format_of(path, data)
        if known is not None and not known.bilingual:
            # A suffix such as .txt says little: the content may say more.
            known = format_of("", data, bilingual=True) if known.name == "text" and b"\t" not in data[:4096] else known
            known = known or format_of(path, data)
        if known is None or not known.bilingual:
            return _document(path, data, name, encoding, language)
        bilingual = _bilingual(known.module, data, name, encoding)
    except BadInput as error:
        problem = Problem(message=f"{error.message} {error.remedy}".strip(), line=error.line)
        return Inspection(
            file=name,
            format=known.name if known else "",
            title=known.title if known else "",
            problems=[problem],
            problem_count=1,
        )
    problems = _sorted(bilingual.problems + _broken_rules(known.name, data, name, encoding))
    return Inspection(
        file=name,
        format=known.name,
        title=known.title,
        version=bilingual.version,
        source_language=bilingual.source_language,
        target_language=bilingual.target_language,
        units=len(bilingual.segments),
        words=words(bilingual.segments),
        states=dict(Counter(segment.state.value for segment in bilingual.segments)),
        documents=bilingual.documents,
        problems=problems[:MAX_PROBLEMS],
        problem_count=len(problems),
    )


def words(segments: Sequence[Segment]) -> int:
    """The words of the sources: what stands between white space and holds a letter or a digit, tags left out."""
    return sum(
        any(char.isalnum() for char in word) for segment in segments for word in _TAG.sub("", segment.source).split()
    )


def _document(path: str | Path, data: bytes, name: str, encoding: str | None, language: str) -> Inspection:
    from translate_kit.formats import FORMATS, format_of, text

    known = format_of(path, bilingual=False) or next(known for known in FORMATS if known.name == "text")
    document = text.read(data, path=path, encoding=encoding, language=language, kind=known.name)
    return Inspection(
        file=name,
        format=known.name,
        title=known.title,
        units=len(document.segments),
        words=words(document.segments),
        encoding=document.encoding + (" with a byte order mark" if document.bom else ""),
    )


def _bilingual(module: str, data: bytes, name: str, encoding: str | None) -> Bilingual:
    import importlib

    found: Bilingual = importlib.import_module(module).read(data, path=name, encoding=encoding)
    return found


def _broken_rules(name: str, data: bytes, path: str, encoding: str | None) -> list[Problem]:
    if name not in ("xliff", "tmx"):
        return []
    from translate_kit.formats import safe_xml

    if data.startswith(b"\x1f\x8b"):
        data = gzip.GzipFile(fileobj=io.BytesIO(data)).read(safe_xml.MAX_XML_BYTES + 1)
    root = safe_xml.parse(data, path=path, encoding=encoding)
    found: Iterator[Problem]
    if name == "tmx":
        from translate_kit.formats.rules import tmx14

        found = tmx14.problems(root)
    else:
        from translate_kit.formats.rules import xliff2, xliff12

        space = safe_xml.namespace(root)
        found = xliff2.problems(root) if space.startswith(_XLIFF2) else xliff12.problems(root, space)
    return list(found)


def _sorted(problems: list[Problem]) -> list[Problem]:
    """In the order of the file, each once."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.line or 0, problem.message))
