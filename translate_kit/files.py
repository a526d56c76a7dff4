"""Read text as people save it, with a clear message where that is impossible."""

from __future__ import annotations

import codecs
import sys
from pathlib import Path

from translate_kit.errors import BadInput

MAX_LINE_CHARS = 1_000_000
"""A longer line is not prose: nobody could post-edit it, and the segmenter would hold it whole."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_bytes(path: str | Path) -> bytes:
    """Read a file, or standard input for `-`.

    Raises:
        BadInput: it is not there, is a folder, or may not be read.
    """
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise BadInput("no such file.", path=path, remedy="Check the name and the folder.") from None
    except IsADirectoryError:
        raise BadInput("this is a folder, a file was expected.", path=path) from None
    except PermissionError:
        raise BadInput("may not be read (permission denied).", path=path) from None
    except OSError as error:
        raise BadInput(f"cannot be read ({error.strerror or error}).", path=path) from None


def read_text(path: str | Path, *, encoding: str | None = None, allow_empty: bool = False) -> str:
    """Read a text file; see `decode` for what is refused. Line ends are kept as they are."""
    return decode(read_bytes(path), path=path, encoding=encoding, allow_empty=allow_empty)


def read_lines(path: str | Path) -> list[str]:
    """The lines of a file or of standard input, without their ends (those of Windows too); none of an empty one.

    Raises:
        BadInput: see `decode`.
    """
    text = read_text(path, allow_empty=True)
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")] if text else []


def decode(data: bytes, *, path: str | Path, encoding: str | None = None, allow_empty: bool = False) -> str:
    r"""Decode a text file: UTF-8, or UTF-16/32 with a byte order mark, or the encoding that was named.

    Args:
        data: the bytes of the file.
        path: its name, for messages.
        encoding: what the user said it is; None to tell from the bytes.
        allow_empty: whether a text without anything but white space is all right.

    Returns:
        The text without a byte order mark, `\r\n` kept.

    Raises:
        BadInput: wrong or unknown encoding (with line and byte), a binary file, an empty file, a line of more than
            `MAX_LINE_CHARS` characters.
    """
    name = "<stdin>" if str(path) == "-" else path
    marked = next((codec for bom, codec in _BOMS if data.startswith(bom)), None)
    codec = encoding or marked or "utf-8"
    if encoding and marked and codecs_same(encoding, marked):
        codec = marked
    if codec == "utf-8":
        _refuse_binary(data, name)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        shown = f"0x{data[error.start]:02X}" if error.start < len(data) else "end of file"
        raise BadInput(
            f"this is not {codec.upper().removesuffix('-SIG')} (byte {shown} at offset {error.start}).",
            path=name,
            line=line,
            remedy="Re-save the file as UTF-8 or pass --encoding latin-1 (or what it is).",
        ) from None
    except (LookupError, ValueError):
        raise BadInput(f"unknown encoding {codec!r}.", path=name, remedy="Try utf-8, latin-1, utf-16.") from None
    if "\x00" in text:
        raise BadInput(
            "there are NUL characters in it; a text file was expected.",
            path=name,
            line=text.count("\n", 0, text.index("\x00")) + 1,
        )
    if not allow_empty and not text.strip():
        raise BadInput("the file is empty: there is nothing to read in it.", path=name)
    _refuse_long_lines(text, name)
    return text


def codecs_same(one: str, other: str) -> bool:
    """Whether two encoding names mean the same family (`utf-8` and `utf-8-sig`, `utf-16` and `utf-16-le`)."""
    try:
        first, second = codecs.lookup(one).name, codecs.lookup(other).name
    except (LookupError, ValueError):
        return False
    return first.removesuffix("-sig") == second.removesuffix("-sig") or first.startswith(second)


def _refuse_binary(data: bytes, name: str | Path) -> None:
    head = data[:65536]
    nul = head.find(b"\x00")
    if nul < 0:
        return
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if max(even, odd) > 0.4 * half and min(even, odd) < 0.05 * half:
        guess = "utf-16-le" if odd > even else "utf-16-be"
        raise BadInput(
            "this looks like UTF-16 without a byte order mark.", path=name, byte=nul, remedy=f"Pass --encoding {guess}."
        )
    raise BadInput(
        "this is a binary file; a text file (UTF-8) was expected.",
        path=name,
        byte=nul,
        remedy="Save the document as plain text or Markdown first.",
    )


def _refuse_long_lines(text: str, name: str | Path) -> None:
    if len(text) <= MAX_LINE_CHARS:
        return
    start = number = 0
    while start <= len(text):
        number += 1
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        if stop - start > MAX_LINE_CHARS:
            raise BadInput(
                f"a line of {stop - start:,} characters; at most {MAX_LINE_CHARS:,} are read as one paragraph.",
                path=name,
                line=number,
                remedy="Break it into lines first, one paragraph each.",
            )
        start = stop + 1
