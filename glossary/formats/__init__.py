"""Glossary files: which format a file is in, and its reader."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from glossary.concept import Concept, Term, primary
from glossary.errors import BadGlossary
from glossary.formats.xml import check_texts
from glossary.relations import cycle, described

MAX_BYTES = 1 << 30
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def read_bytes(path: str | Path) -> bytes:
    """Read a glossary file.

    Raises:
        BadGlossary: it is not there, may not be read, is a folder, or is larger than a glossary can be.
    """
    place = Path(path)
    try:
        if place.is_file() and place.stat().st_size > MAX_BYTES:
            raise BadGlossary(f"{path}: larger than {MAX_BYTES >> 20} MiB; a glossary was expected.")
        return place.read_bytes()
    except FileNotFoundError:
        raise BadGlossary(f"{path}: no such file. Check the name and the folder.") from None
    except IsADirectoryError:
        raise BadGlossary(f"{path}: this is a folder, a glossary file was expected.") from None
    except ValueError as error:
        if isinstance(error, BadGlossary):
            raise
        raise BadGlossary(f"{path!r}: not a file name.") from None
    except OSError as error:
        raise BadGlossary(f"{path}: cannot be read ({error.strerror or error}).") from None


def parse(data: bytes, *, name: str, source_language: str, target_language: str) -> list[Concept]:
    """Parse a glossary file of any format that we know.

    Args:
        data: its bytes.
        name: its name; messages say it.
        source_language: what the first column of a plain two-column file is.
        target_language: what the second is.

    Raises:
        BadGlossary: with file, row and column, and what was expected.
    """
    if not data.strip():
        raise BadGlossary(f"{name}: the file is empty; a glossary was expected.")
    suffix = PurePath(name).suffix.lower()
    if data.startswith(_OLE):
        raise BadGlossary(f"{name}: this is an old or an encrypted workbook. Save it as .xlsx, without a password.")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")) or suffix == ".xlsx":
        from glossary.formats.xlsx import parse_xlsx

        return parse_xlsx(data, name=name, source_language=source_language, target_language=target_language)
    if data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<") or suffix in (".tbx", ".xlf", ".xliff"):
        from glossary.formats.xml import local, parse_root

        root = parse_root(data, name=name)
        if local(root) == "xliff":
            from glossary.formats.xliff import parse_xliff

            return parse_xliff(root, name=name, source_language=source_language, target_language=target_language)
        from glossary.formats.tbx import parse_tbx

        return parse_tbx(root, name=name)
    from glossary.formats.csv import parse_csv

    return parse_csv(
        decode(data, name=name), name=name, source_language=source_language, target_language=target_language
    )


def decode(data: bytes, *, name: str) -> str:
    """Decode a text file: UTF-8, or UTF-16 with a byte order mark.

    Raises:
        BadGlossary: any other encoding, or a binary file.
    """
    codec = "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codec = "utf-16"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        shown = f"byte 0x{data[error.start]:02X}" if error.start < len(data) else "a broken end"
        raise BadGlossary(
            f"{name}:{line}: this is not {codec.upper().removesuffix('-SIG')} ({shown} at offset {error.start}). "
            "Re-save the file as UTF-8."
        ) from None
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise BadGlossary(f"{name}:{line}: this is a binary file (it holds NUL); a text file in UTF-8 was expected.")
    if not text.strip():
        raise BadGlossary(f"{name}: the file is empty; a glossary was expected.")
    return text


_SUFFIXES = {
    ".csv": "csv",
    ".xlf": "xliff",
    ".xliff": "xliff",
    ".tsv": "tsv",
    ".txt": "omegat",
    ".utf8": "omegat",
    ".tab": "omegat",
    ".tbx": "tbx",
    ".xlsx": "xlsx",
}


def format_of(name: str) -> str:
    """The format that a file name stands for; CSV for any other."""
    return _SUFFIXES.get(PurePath(name).suffix.lower(), "csv")


def render(concepts: Sequence[Concept], format: str, *, source_language: str, target_language: str) -> bytes:
    """Write concepts; text is UTF-8.

    Args:
        concepts: what to write.
        format: `csv`, `tsv` (our columns), `omegat` (source, target, comment), `tbx` (v3, DCT style), `tbx-dca`,
            `tbx-v2`, `xlsx`, `xliff` (2.1, its glossary module).
        source_language: of the first column for OmegaT.
        target_language: of the second.

    Raises:
        GlossaryError: the format cannot hold a text.
    """
    if format == "xlsx":
        from glossary.formats.xlsx import write_xlsx

        return write_xlsx(concepts)
    if format == "xliff" or format.startswith("tbx"):
        check_texts(concepts)
    if format == "xliff":
        from glossary.formats.xliff_write import write_xliff

        return write_xliff(concepts, source_language=source_language, target_language=target_language)
    return _text(concepts, format, source_language, target_language).encode()


def _text(concepts: Sequence[Concept], format: str, source_language: str, target_language: str) -> str:
    if format.startswith("tbx"):
        from glossary.formats.tbx_write import write_tbx

        return write_tbx(concepts, style=format.removeprefix("tbx").removeprefix("-") or "dct")
    if format == "omegat":
        from glossary.formats.pairs import write_pairs

        return write_pairs(concepts, source_language=source_language, target_language=target_language)
    from glossary.formats.csv import write_csv

    return write_csv(concepts, delimiter="\t" if format == "tsv" else ",")


def rewrite(
    data: bytes, before: Sequence[Concept], after: Sequence[Concept], *, name: str, source_language: str
) -> bytes:
    """Write concepts in place of what a CSV or TSV file holds.

    Where terms were only added, every line stays as it is; else the comments and the separator do. The encoding and a
    byte order mark stay.

    Args:
        data: the bytes of the file.
        before: what `parse` made of them.
        after: what to write.
        name: its name.
        source_language: of the first column, when it is a plain list.
    """
    from glossary.formats.csv import comments_of, delimiter_of, is_bare, write_csv
    from glossary.formats.insert import inserted

    text = decode(data, name=name)
    new = inserted(text, before, after, name=name)
    if new is None:
        delimiter = delimiter_of(text, name)
        comments = comments_of(text, name=name, source_language=source_language)
        new = write_csv(after, delimiter=delimiter, bare=is_bare(delimiter, name), comments=comments)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return new.encode("utf-16")
    return new.encode("utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8")


def merge(concepts: Iterable[Concept], others: Iterable[Concept]) -> tuple[list[Concept], list[str]]:
    """Add the concepts of another glossary.

    Returns:
        The concepts, with the terms that the others have more and what they say about a concept where it says nothing;
        and what they contradict each other in, one line each.
    """
    merged = {concept.id: concept for concept in concepts}
    conflicts: list[str] = []
    for other in others:
        ours = merged.get(other.id)
        if ours is None:
            merged[other.id] = other
            continue
        known: dict[tuple[str, str], Term] = {(primary(term.language), term.text): term for term in ours.terms}
        added = []
        for term in other.terms:
            same = known.get((primary(term.language), term.text))
            if same is None:
                added.append(term)
            elif same.status is not term.status:
                conflicts.append(
                    f"{other.id}: {term.text!r} is {same.status} in the one and {term.status} in the other"
                )
        for name in ("domain", "definition"):
            mine, theirs = getattr(ours, name), getattr(other, name)
            if mine and theirs and mine != theirs:
                conflicts.append(f"{other.id}: another {name}: {mine!r}, {theirs!r}")
        merged[other.id] = replace(
            ours,
            terms=(*ours.terms, *added),
            domain=ours.domain or other.domain,
            definition=ours.definition or other.definition,
            note=ours.note or other.note,
            source=ours.source or ("" if ours.definition else other.source),
            extra=tuple((dict(other.extra) | dict(ours.extra)).items()),
        )
    found = list(merged.values())
    if not conflicts and (chain := cycle(found)):
        conflicts.append(f"together {described(chain)}")
    return found, conflicts
