"""Write new targets into a bilingual file, everything else in it left as it is.

A PO file is patched line by line, so that a version control system shows the changed strings and nothing more; an
XLIFF file goes through its tree. What was written is read back and compared before anybody gets it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate_kit.errors import BadInput
from translate_kit.formats.checked import ExportLost

if TYPE_CHECKING:
    from lxml import etree

    from translate_kit.formats.data import Bilingual

WRITABLE = ("po", "xliff")
"""The formats that can be changed in place."""


def with_targets(
    data: bytes, targets: Mapping[int, str], *, path: str | Path, encoding: str | None = None
) -> tuple[bytes, list[int]]:
    """A file with some of its targets replaced.

    Args:
        data: the bytes of the file.
        targets: number of a segment, as the file is read, from 0 → its new target.
        path: its name.
        encoding: what the user said it is.

    Returns:
        The bytes, and the numbers of the segments that were left as they are: a target with inline codes in XLIFF.

    Raises:
        BadInput: it cannot be read, or is in a format that is not written in place.
        ExportLost: what was to be written does not read back the same.
    """
    from translate_kit.formats import open_bilingual

    file = open_bilingual(path, data=data, encoding=encoding)
    if file.format not in WRITABLE:
        raise BadInput(
            f"{file.format.upper()} is not changed in place.",
            path=path,
            remedy="PO and XLIFF files are, and the segments of a project.",
        )
    write: Callable[..., tuple[bytes, list[int]]] = _po if file.format == "po" else _xliff
    written, left = write(data, file, targets, path=path, encoding=encoding)
    again = open_bilingual(path, data=written, encoding=encoding)
    wanted = [
        targets[number] if number in targets and number not in left else segment.target
        for number, segment in enumerate(file.segments)
    ]
    if [segment.target for segment in again.segments] != wanted or [segment.source for segment in again.segments] != [
        segment.source for segment in file.segments
    ]:
        raise ExportLost(f"{path}: the changed file does not read back as it should. Nothing was written.")
    return written, left


_MSGSTR = re.compile(r'\s*msgstr(?:\[(\d+)\])?\s*"')
_STRING = re.compile(r'\s*"((?:[^"\\]|\\.)*)"\s*')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_WIDTH = 79


def _po(
    data: bytes, file: Bilingual, targets: Mapping[int, str], *, path: str | Path, encoding: str | None
) -> tuple[bytes, list[int]]:
    from translate_kit.formats import po_lines

    text, _ = po_lines.decoded(data, path=path, encoding=encoding)
    codec = _codec(data, text, encoding)
    lines = re.split(r"(?<=\n)", text)
    places: dict[int, list[int]] = defaultdict(list)
    for number, line in enumerate(file.lines):
        places[line].append(number)
    changed: dict[int, tuple[int, list[str]]] = {}
    left = []
    for line, numbers in places.items():
        for number in numbers:
            if number not in targets:
                continue
            found = _msgstr(lines, line - 1, numbers.index(number))
            if found is None:
                left.append(number)
                continue
            begin, end = found
            changed[begin] = (end, _written(lines[begin:end], targets[number]))
    out: list[str] = []
    at = 0
    while at < len(lines):
        if at in changed:
            end, new = changed[at]
            out += new
            at = end
        else:
            out.append(lines[at])
            at += 1
    return "".join(out).encode(codec), left


def _codec(data: bytes, text: str, encoding: str | None) -> str:
    """The codec with which a text was decoded: the one that gives the same bytes again."""
    declared = re.search(r"charset=([\w.-]+)", text[:4000])
    for codec in (encoding, "utf-8", declared[1] if declared else None, "utf-8-sig", "utf-16", "latin-1"):
        try:
            if codec and text.encode(codec) == data:
                return codec
        except (LookupError, UnicodeError):
            continue
    raise ExportLost("the file is in an encoding in which it cannot be written again. Nothing was written.")


def _msgstr(lines: list[str], entry: int, form: int) -> tuple[int, int] | None:
    """From and to which line the string of an entry stands.

    Args:
        lines: of the file.
        entry: a line of the entry, from 0.
        form: which of its `msgstr`, from 0.
    """
    at, seen = entry, -1
    while at < len(lines):
        blank = not lines[at].strip()
        if at > entry and (blank or (seen >= 0 and lines[at].lstrip().startswith(("msgid ", "msgctxt ", "#")))):
            return None
        if _MSGSTR.match(lines[at]):
            seen += 1
            if seen == form:
                end = at + 1
                while end < len(lines) and _STRING.fullmatch(lines[end].rstrip("\r\n")):
                    end += 1
                return at, end
        at += 1
    return None


def _written(old: list[str], target: str) -> list[str]:
    """The lines of a string: on one line where it was or fits, else an empty one and a line for each piece."""
    head = _MSGSTR.match(old[0])
    keyword = head[0][:-1] if head else "msgstr "
    newline = old[0][len(old[0].rstrip("\r\n")) :] or "\n"
    pieces = target.splitlines(keepends=True) if "\n" in target else [target]
    pieces = [piece for part in pieces for piece in ([part] if len(old) == 1 else _wrapped(part))]
    if len(pieces) == 1 and (len(old) == 1 or len(pieces[0]) + len(keyword) + 2 <= _WIDTH):
        return [f'{keyword}"{_escaped(pieces[0])}"{newline}']
    return [f'{keyword}""{newline}', *(f'"{_escaped(piece)}"{newline}' for piece in pieces)]


def _wrapped(text: str) -> list[str]:
    pieces, current = [], ""
    for word in re.findall(r"\S*\s*", text):
        if current and len(_escaped(current + word.rstrip())) > _WIDTH - 2:
            pieces.append(current)
            current = ""
        current += word
    return [*pieces, current] if current else pieces or [""]


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(sign, sign) for sign in text)


def _xliff(
    data: bytes, file: Bilingual, targets: Mapping[int, str], *, path: str | Path, encoding: str | None
) -> tuple[bytes, list[int]]:
    from lxml import etree

    from translate_kit.formats.safe_xml import parse

    root = parse(data, path=path, encoding=encoding)
    elements: dict[str, list[etree._Element]] = defaultdict(list)
    for element in _targets(root):
        elements["".join(map(str, element.itertext()))].append(element)
    places: dict[str, list[int]] = defaultdict(list)
    for number, segment in enumerate(file.segments):
        if segment.target:
            places[segment.target].append(number)
    left = []
    for number, target in targets.items():
        old = file.segments[number].target
        same, found = places[old], elements[old]
        # with an inline code in it, or where it is not sure which of them it is, the text is not touched
        if len(same) != len(found) or len(found[same.index(number)]):
            left.append(number)
            continue
        found[same.index(number)].text = target
    tree = root.getroottree()
    declared = data.lstrip().startswith((b"<?xml", b"\xef\xbb\xbf<?xml", b"\xff\xfe", b"\xfe\xff"))
    info = tree.docinfo
    options: dict[str, Any] = {"xml_declaration": declared, "encoding": encoding or info.encoding or "UTF-8"}
    if info.standalone is not None:
        options["standalone"] = info.standalone
    written: bytes = etree.tostring(tree, **options)
    return written + (b"\n" if data.endswith(b"\n") and not written.endswith(b"\n") else b""), left


def _targets(root: etree._Element) -> list[etree._Element]:
    """The elements that hold the target of a segment, in the order of the file: targets, or segments marked in one."""
    from translate_kit.formats.safe_xml import local_name

    found = []
    for element in root.iter():
        if local_name(element) != "target":
            continue
        parent = element.getparent()
        if parent is None or local_name(parent) not in ("trans-unit", "segment"):
            continue
        marked = [
            child for child in element.iterdescendants() if local_name(child) == "mrk" and child.get("mtype") == "seg"
        ]
        found += marked if len(marked) > 1 else [element]
    return found
