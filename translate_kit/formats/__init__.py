"""Files in and out: source documents, translated documents, PO, XLIFF, TMX, tables, HTML.

One adapter a module; the table `FORMATS` says which file is whose. The adapters are imported when they are needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from translate_kit.errors import BadInput
from translate_kit.files import read_bytes
from translate_kit.formats.data import Bilingual, Document, Problem

if TYPE_CHECKING:
    from translate_kit.data import Segment, Suggestion

__all__ = [
    "FORMATS",
    "Bilingual",
    "Document",
    "Format",
    "Problem",
    "encode_document",
    "export_csv",
    "export_html",
    "export_po",
    "export_tmx",
    "export_xliff",
    "export_xliff2",
    "format_of",
    "open_bilingual",
    "read_bilingual",
    "read_document",
    "translated_document",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file.

    Attributes:
        name: the word on the command line and in JSON.
        title: for people.
        suffixes: of file names, lower case.
        module: the adapter.
        bilingual: whether it holds pairs; else it is a source document.
        marks: one of these near the beginning of the bytes tells the format of a file with another suffix.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    module: str
    bilingual: bool = True
    marks: tuple[bytes, ...] = ()


FORMATS: tuple[Format, ...] = (
    Format(
        name="po",
        title="gettext PO",
        suffixes=(".po", ".pot"),
        module="translate_kit.formats.po",
        marks=(b'\nmsgid "', b'msgid "'),
    ),
    Format(
        name="xliff",
        title="XLIFF",
        suffixes=(".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff", ".txlf"),
        module="translate_kit.formats.xliff",
        marks=(b"<xliff", b":xliff ", b"urn:oasis:names:tc:xliff:"),
    ),
    Format(
        name="tmx",
        title="TMX",
        suffixes=(".tmx",),
        module="translate_kit.formats.tmx",
        marks=(b"<tmx",),
    ),
    Format(
        name="tsv",
        title="tab-separated table",
        suffixes=(".tsv", ".tab", ".csv"),
        module="translate_kit.formats.tsv",
    ),
    Format(
        name="markdown",
        title="Markdown",
        suffixes=(".md", ".markdown", ".mdown"),
        module="translate_kit.formats.markdown",
        bilingual=False,
    ),
    Format(
        name="text",
        title="plain text",
        suffixes=(".txt", ".text"),
        module="translate_kit.formats.text",
        bilingual=False,
    ),
)
"""Every kind of file, in the order in which content is looked at."""

_NAMED = {known.name: known for known in FORMATS}


def format_of(path: str | Path, data: bytes | None = None, *, bilingual: bool | None = None) -> Format | None:
    """The format of a file: by its suffix, else by its content.

    Args:
        path: its name.
        data: its bytes, when they are there.
        bilingual: only formats of pairs, or only of documents; None for all.

    Returns:
        None when neither the suffix nor the content is known.
    """
    wanted = [known for known in FORMATS if bilingual is None or known.bilingual is bilingual]
    suffix = Path(str(path)).suffix.lower()
    by_suffix = next((known for known in wanted if suffix in known.suffixes), None)
    if by_suffix is not None or data is None:
        return by_suffix
    # UTF-16 is ASCII with zeros between, as far as the marks go.
    head = data[:4096].replace(b"\x00", b"")
    by_mark = next((known for known in wanted if any(mark in head for mark in known.marks)), None)
    if by_mark is not None or bilingual is False:
        return by_mark
    first = head.split(b"\n", 1)[0]
    return _NAMED["tsv"] if b"\t" in first else None


def read_document(
    path: str | Path,
    *,
    data: bytes | None = None,
    encoding: str | None = None,
    language: str | None = "nl",
    name: str | None = None,
    format: str | None = None,
) -> Document:
    """Read and segment a source document.

    Args:
        path: a file, or `-` for standard input; `.md` and `.markdown` are Markdown, all else is plain text.
        data: its bytes, where they have been read already.
        encoding: what the user said it is; None to tell from the bytes (UTF-8, or UTF-16/32 with a byte order mark).
        language: of the source, a tag; None to leave it without segments.
        name: its name in a project; None for the file's own.
        format: `text` or `markdown`; None to tell from the path.

    Returns:
        The document; each segment has its name.

    Raises:
        BadInput: it cannot be read or decoded, or is no document.
    """
    from translate_kit.formats import text

    if data is None:
        data = read_bytes(path)
    known = format_of(path, data)
    if format is None and known is not None and known.bilingual and Path(str(path)).suffix.lower() in known.suffixes:
        raise BadInput(
            f"this is {known.title}, a file of pairs; a source document was expected.",
            path=path,
            remedy="Use `translate-kit import` for post-edited work, `translate-kit tm import` for a memory.",
        )
    kind = format or (known.name if known is not None and not known.bilingual else "text")
    return text.read(data, path=path, encoding=encoding, language=language, kind=kind, name=name)


def translated_document(text: str, segments: Iterable[Segment], *, format: str | None = None) -> str:
    """The document with each segment's stretch of text replaced by its target.

    Args:
        text: the decoded text of the source document.
        segments: of this document; one without a target keeps its source, unless a person confirmed that it is empty.
        format: `text` or `markdown`; None to tell from the name of the segments' document.

    Returns:
        The same structure: what lies between the segments is untouched, line breaks inside a target become spaces, and
        in Markdown a target that would begin a heading, a list or another block is escaped.

    Raises:
        BadInput: a segment is not where it says it is, two overlap, or a target would still change the structure.
    """
    segments = list(segments)
    if format is None:
        named = next((segment.document for segment in segments if segment.document), "")
        known = format_of(named, bilingual=False)
        format = known.name if known is not None else "text"
    if format == "markdown":
        from translate_kit.formats import markdown

        return markdown.translated(text, segments)
    from translate_kit.formats import text as plain

    return plain.translated(text, segments)


def encode_document(document: Document, text: str) -> bytes:
    """Encode a translated text as its source document was, byte order mark included.

    A text that the encoding cannot hold (a curly quote in Latin-1) is written as UTF-8 with a byte order mark, so that
    nothing is lost and every program can see what it is.
    """
    from translate_kit.formats import text as plain

    return plain.encode(document, text)


def read_bilingual(path: str | Path, *, data: bytes | None = None, encoding: str | None = None) -> list[Segment]:
    """Read the pairs of a PO, XLIFF, TMX, TSV or CSV file, by its suffix, else by its content.

    Ids: what our own exports say; else in PO the number of the entry (`12[1]` for a plural form), in XLIFF the
    trans-unit's id (`7[2]` for a part of a segmented one), in TMX the `tuid` or the number, in a table the line.

    Args:
        path: the file, or `-` for standard input.
        data: its bytes, where they have been read already.
        encoding: what the user said it is; None to tell from the content.

    Raises:
        BadInput: it cannot be read, with line and remedy.
    """
    return open_bilingual(path, data=data, encoding=encoding).segments


def open_bilingual(path: str | Path, *, data: bytes | None = None, encoding: str | None = None) -> Bilingual:
    """Read a file of pairs with its languages, its version and what breaks its standard; see `read_bilingual`."""
    if data is None:
        data = read_bytes(path)
    known = format_of(path, data, bilingual=True)
    if known is None:
        formats = ", ".join(suffix for form in FORMATS if form.bilingual for suffix in form.suffixes[:2])
        raise BadInput(
            "neither its name nor its content is that of a file of pairs.", path=path, remedy=f"Expected: {formats}."
        )
    bilingual: Bilingual = _adapter(known).read(data, path=path, encoding=encoding)
    return bilingual


def export_po(
    segments: Iterable[Segment],
    *,
    source_language: str,
    target_language: str,
    project: str = "translate-kit",
    texts: Mapping[str, str] | None = None,
    terms: Mapping[str, Sequence[str]] | None = None,
    revised: datetime | None = None,
) -> bytes:
    """Segments as gettext PO, UTF-8: `fuzzy` on every target below `translated`, `msgctxt` where a source repeats.

    Args:
        segments: in the order of their documents; the pair of document and id must be unique.
        source_language: a language tag, for the header.
        target_language: the same.
        project: for `Project-Id-Version`.
        texts: the text of each document, so that references have line numbers; without it they have the offset.
        terms: by segment id, the glossary terms to show with it, as in `eeuwige leider = eternal leader`.
        revised: for `PO-Revision-Date`; None for now.

    Raises:
        BadInput: two segments with one id, or a character that PO cannot hold.
        ExportLost: what was written does not read back the same.
    """
    from translate_kit.formats import po

    return po.export(
        segments,
        source_language=source_language,
        target_language=target_language,
        project=project,
        texts=texts,
        terms=terms,
        revised=revised,
    )


def export_xliff(
    segments: Iterable[Segment],
    *,
    source_language: str,
    target_language: str,
    suggestions: Mapping[str, Sequence[Suggestion]] | None = None,
    terms: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """Segments as XLIFF 1.2, one `<file>` a document, valid against the strict schema.

    Args:
        segments: the pair of document and id must be unique.
        source_language: a language tag.
        target_language: the same.
        suggestions: by segment id, what becomes `<alt-trans>`.
        terms: by segment id, the glossary terms that become notes.

    Raises:
        BadInput: two segments with one id, half of a surrogate pair.
        ExportLost: what was written does not read back the same.
    """
    from translate_kit.formats import xliff

    return xliff.export(
        segments,
        source_language=source_language,
        target_language=target_language,
        suggestions=suggestions,
        terms=terms,
    )


def export_xliff2(
    segments: Iterable[Segment],
    *,
    source_language: str,
    target_language: str,
    suggestions: Mapping[str, Sequence[Suggestion]] | None = None,
    terms: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """Segments as XLIFF 2.1, one `<file>` a document, valid against the schemas of the core and its modules.

    Args:
        segments: the pair of document and id must be unique.
        source_language: a language tag.
        target_language: the same.
        suggestions: by segment id, what becomes `<mtc:match>`; of fuzzy ones the source is not known, they are left
            out.
        terms: by segment id, the glossary terms that become notes.

    Raises:
        BadInput: two segments with one id, half of a surrogate pair.
        ExportLost: what was written does not read back the same.
    """
    from translate_kit.formats import xliff2_write

    return xliff2_write.export(
        segments,
        source_language=source_language,
        target_language=target_language,
        suggestions=suggestions,
        terms=terms,
    )


def export_tmx(segments: Iterable[Segment], *, source_language: str, target_language: str) -> bytes:
    """Segments with text on both sides as TMX 1.4b, context and document as properties.

    Raises:
        BadInput: two segments with one id, a character that XML cannot hold.
        ExportLost: what was written does not read back the same.
    """
    from translate_kit.formats import tmx

    return tmx.export(segments, source_language=source_language, target_language=target_language)


def export_csv(
    segments: Iterable[Segment], *, source_language: str, target_language: str, delimiter: str = ","
) -> bytes:
    """Segments as a table that Excel opens: UTF-8 with a byte order mark, no cell that it would run as a formula.

    Raises:
        BadInput: two segments with one id, a NUL.
        ExportLost: what was written does not read back the same.
    """
    from translate_kit.formats import tsv

    return tsv.export(segments, source_language=source_language, target_language=target_language, delimiter=delimiter)


def export_html(segments: Iterable[Segment], *, source_language: str, target_language: str) -> bytes:
    """Segments as one page with source and target side by side; it loads nothing and runs nothing."""
    from translate_kit.formats import html

    return html.export(segments, source_language=source_language, target_language=target_language)


def _adapter(known: Format) -> ModuleType:
    import importlib

    return importlib.import_module(known.module)
