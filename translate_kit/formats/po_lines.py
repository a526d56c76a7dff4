"""What gettext demands of the lines of a PO file and polib does not check."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from pathlib import Path

from translate_kit.errors import BadInput
from translate_kit.files import decode
from translate_kit.formats.data import Problem

REMEDY = "Run msgfmt -c on the file to see what gettext makes of it."

_CHARSET = re.compile(rb'"?Content-Type:[^\n]*?charset=([\w.:\-]+)', re.IGNORECASE)
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"\s*')
_LINE = re.compile(
    r"(?P<keyword>msgctxt\b|msgid_plural\b|msgid\b|msgstr(?:\s*\[\s*(?P<form>\d+)\s*\]|\b))?\s*"
    r'(?P<strings>(?:"(?:[^"\\]|\\.)*"\s*)*)(?P<rest>.*)',
    re.DOTALL,
)
_SHORT_ESCAPES = {8: r"\b", 9: r"\t", 10: r"\n", 11: r"\v", 12: r"\f", 13: r"\r", 34: r"\"", 92: r"\\"}
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|.)")
_COMES_AFTER = {
    "msgctxt": ("", "msgstr", "msgstr[]"),
    "msgid": ("", "msgstr", "msgstr[]", "msgctxt"),
    "msgid_plural": ("msgid",),
    "msgstr": ("msgid",),
    "msgstr[]": ("msgid_plural", "msgstr[]"),
}


@dataclass(slots=True)
class Facts:
    """What the lines of a file show.

    Attributes:
        text: the same lines with each string in the one spelling that polib knows.
        messages: how many `msgid` there are, the header's included, obsolete ones not.
        has_header: whether the first message with an empty `msgid` has no context, and so is the header.
        problems: what gettext complains of and can still be read.
    """

    text: str = ""
    messages: int = 0
    has_header: bool = False
    problems: list[Problem] = field(default_factory=list)


def decoded(data: bytes, *, path: str | Path, encoding: str | None) -> tuple[str, list[Problem]]:
    """Decode by the byte order mark, the encoding that was named, or the charset in the header.

    Raises:
        BadInput: the bytes are not of that charset, with the line.
    """
    problems: list[Problem] = []
    found = _CHARSET.search(data)
    charset = found[1].decode("ascii", "replace") if found else ""
    codec = encoding
    if codec is None and charset and not data.startswith(_BOMS):
        line = data.count(b"\n", 0, found.start() if found else 0) + 1
        if charset == "CHARSET":
            problems.append(Problem(message="the header still has the placeholder CHARSET for its charset.", line=line))
        elif _is_text_encoding(charset):
            codec = charset
        else:
            raise BadInput(
                f"the header names the charset {charset!r}, which does not exist.",
                path=path,
                line=line,
                remedy="Correct the header, or pass --encoding.",
            )
    text = decode(data, path=path, encoding=codec)
    if not charset and not text.isascii():
        problems.append(Problem(message="characters outside ASCII, but no header that names a charset."))
    return text, problems


def _is_text_encoding(name: str) -> bool:
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    # "hex", "rot13", "zlib" are codecs too; "idna" and "undefined" decode no text of a file.
    return bool(getattr(codec, "_is_text_encoding", False)) and codec.name not in {"idna", "punycode", "undefined"}


def check(text: str, *, path: str | Path) -> Facts:
    """Check keyword order and strings, line by line.

    Raises:
        BadInput: a string without its end, an unknown keyword, a message without `msgstr`; with the line.
    """
    facts = Facts()
    lines: list[str] = []
    previous, message_line, context, empty, settled = "", 0, False, False, False
    for number, raw in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        line = raw.strip()
        is_obsolete = line.startswith("#~")
        lines.append(line)
        if is_obsolete:
            line = line[2:].lstrip()
        if not line or line.startswith("#") or (is_obsolete and line.startswith("|")):
            continue
        keyword, form, string = _statement(line, path, number)
        lines[-1] = f'{"#~ " * is_obsolete}{keyword}{form} "{_plain_escapes(string, number, facts)}"'
        if not keyword:
            if not previous:
                raise _refused("a string that belongs to no keyword.", path, number)
            empty = empty and (previous != "msgid" or not string)
            continue
        keyword = "msgstr[]" if form else keyword
        if previous not in _COMES_AFTER[keyword]:
            raise _refused(_order_message(keyword, previous, message_line), path, number)
        if keyword == "msgid":
            message_line = number
            facts.messages += not is_obsolete
            context, empty = previous == "msgctxt", not string and not is_obsolete
        elif previous == "msgid" and empty and not settled:
            facts.has_header, settled = not context, True
        previous = keyword
    if previous in ("msgctxt", "msgid", "msgid_plural"):
        raise _refused("the last message has no msgstr.", path, message_line or None)
    facts.text = "\n".join(lines)
    return facts


def _statement(line: str, path: str | Path, number: int) -> tuple[str, str, str]:
    """Split a line into its keyword, the index of a plural form in brackets, and the inside of its strings."""
    found = _LINE.match(line)
    keyword = (found["keyword"] or "") if found else ""
    if found is None or not (keyword or found["strings"] or line.startswith('"')):
        raise _refused("a comment, a keyword such as msgid, or a string in quotes was expected.", path, number)
    rest = found["rest"]
    if rest:
        reason = "the string does not end with a quote" if rest.startswith('"') else "text outside the quotes"
        raise _refused(f'{reason} (a quote inside must be written \\").', path, number)
    form = found["form"]
    if form is not None and len(form) > 1:
        raise _refused(f"plural form {form}; no language has so many.", path, number)
    string = "".join(_STRING.findall(found["strings"]))
    return ("msgstr" if form else keyword), (f"[{form}]" if form else ""), string


def _plain_escapes(string: str, number: int, facts: Facts) -> str:
    r"""Write `\a`, octal and hexadecimal escapes of ASCII as the character itself; polib knows none of them."""

    def plain(match: re.Match[str]) -> str:
        sign = match[1]
        if sign in tuple('abfnrtv\\"') and sign != "a":
            return match[0]
        code = 7 if sign == "a" else int(sign[1:], 16) if len(sign) > 1 and sign[0] == "x" else _octal(sign)
        if code is None or not 0 < code < 0x80:
            facts.problems.append(Problem(message=f"{match[0]} is not an escape sequence of PO.", line=number))
            return "\\" + match[0] if code is None else match[0]
        return {8: r"\b", 9: r"\t", 10: r"\n", 11: r"\v", 12: r"\f", 13: r"\r", 34: r"\"", 92: r"\\"}.get(
            code, chr(code)
        )

    return _ESCAPE.sub(plain, string) if "\\" in string else string


def _octal(digits: str) -> int | None:
    return int(digits, 8) if digits[0] in "01234567" else None


def _order_message(keyword: str, previous: str, message_line: int) -> str:
    if previous in ("msgid", "msgid_plural") and keyword in ("msgid", "msgctxt"):
        return f"the message of line {message_line} has no msgstr."
    return f"{keyword} after {previous or 'nothing'}."


def _refused(reason: str, path: str | Path, line: int | None) -> BadInput:
    return BadInput(f"this is not PO: {reason}", path=path, line=line, remedy=REMEDY)
