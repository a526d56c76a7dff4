"""Glossary files: which format a file is in, and its reader."""

from __future__ import annotations

import codecs
from pathlib import Path

from glossary.concept import Concept
from glossary.errors import BadGlossary

MAX_BYTES = 1 << 30


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
    from glossary.formats.csv import parse_csv

    if not data.strip():
        raise BadGlossary(f"{name}: the file is empty; a glossary was expected.")
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
