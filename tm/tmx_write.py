"""Write TMX 1.4b, unit by unit.

The elements are put together as text: a million units are written some times faster so than through a serialiser of
trees. The tests read everything back and validate it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from tm.files import written_whole
from tm.header import Header
from tm.language import base, canonical
from tm.unit import NO_INFO, Content, Info, Note, Prop, TranslationUnit, Variant

_FLUSH_CHARS = 1 << 18
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
)
_TO_ESCAPE = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_INLINE_ATTRIBUTES = {
    "bpt": ("i", "x", "type"),
    "ept": ("i",),
    "sub": ("datatype", "type"),
    "it": ("pos", "x", "type"),
    "ph": ("x", "assoc", "type"),
    "hi": ("x", "type"),
    "ut": ("x",),
}
"""The inline elements of TMX 1.4b and what they may say."""

UNKNOWN_ATTRIBUTE = "x-attribute-"
"""The type of a property that stands for an attribute which TMX does not know begins with this."""


def write_tmx(
    out: str | Path | IO[bytes],
    units: Iterable[TranslationUnit],
    *,
    source_language: str,
    target_language: str | None = None,
    header: Header | None = None,
) -> int:
    """Write units as TMX 1.4b, streaming; a file is written whole or not at all.

    Characters that XML cannot hold (control characters, lone surrogates) become U+FFFD.

    Args:
        out: a path, or a binary stream.
        units: taken one by one.
        source_language: `srclang` of the file; `*all*` when there is no one source.
        target_language: when given, only the variants of the pair are written, and units without one of them left out.
        header: what else the file says about itself.

    Returns:
        How many units were written.

    Raises:
        OSError: the place cannot be written.
    """
    if isinstance(out, (str, Path)):
        with written_whole(out) as stream:
            return write_tmx(
                stream, units, source_language=source_language, target_language=target_language, header=header
            )
    full = (header or Header()).complete(source_language)
    count = 0
    parts = [_head(full)]
    size = 0
    for text in _unit_texts(units, full, source_language, target_language):
        parts.append(text)
        size += len(text)
        count += 1
        if size > _FLUSH_CHARS:
            out.write("".join(parts).encode())
            parts.clear()
            size = 0
    parts.append("</body>\n</tmx>\n")
    out.write("".join(parts).encode())
    return count


def _unit_texts(
    units: Iterable[TranslationUnit], header: Header, source_language: str, target_language: str | None
) -> Iterator[str]:
    of_file = header.get("srclang") or ""
    bases = None if target_language is None else (base(source_language), base(target_language))
    for unit in units:
        variants = unit.variants
        if bases is not None:
            variants = tuple(variant for variant in variants if base(variant.language) in bases)
            if len({base(variant.language) for variant in variants}) < len(set(bases)):
                continue
        yield _unit(unit, variants, of_file)


def _head(header: Header) -> str:
    attributes = "".join(f' {name}="{_attribute(value)}"' for name, value in header.attributes)
    inside = "".join(_note(note) for note in header.notes) + "".join(_prop(prop) for prop in header.props)
    for encoding in header.encodings:
        maps = "".join(
            "<map" + "".join(f' {name}="{_attribute(value)}"' for name, value in one) + "/>" for one in encoding.maps
        )
        names = "".join(f' {name}="{_attribute(value)}"' for name, value in encoding.attributes)
        inside += f"<ude{names}>{maps}</ude>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
        f"<header{attributes}>{inside}</header>\n<body>\n"
    )


def _unit(unit: TranslationUnit, variants: tuple[Variant, ...], of_file: str) -> str:
    attributes = ""
    if unit.tuid is not None:
        attributes = f' tuid="{_attribute(unit.tuid)}"'
    if unit.segment_type is not None:
        attributes += f' segtype="{_attribute(unit.segment_type)}"'
    if unit.source_language and unit.source_language != of_file:
        attributes += f' srclang="{_attribute(unit.source_language)}"'
    inside = ""
    if unit.info is not NO_INFO:
        more, inside = _info(unit.info)
        attributes += more
    return f"<tu{attributes}>{inside}\n{''.join([_variant(variant) for variant in variants])}</tu>\n"


def _variant(variant: Variant) -> str:
    language = _attribute(variant.language)
    content = variant.content
    text = _text(content[0]) if len(content) == 1 and isinstance(content[0], str) else segment_xml(content)
    if variant.info is NO_INFO:
        return f'<tuv xml:lang="{language}"><seg>{text}</seg></tuv>\n'
    attributes, inside = _info(variant.info)
    return f'<tuv xml:lang="{language}"{attributes}>{inside}<seg>{text}</seg></tuv>\n'


def _info(info: Info) -> tuple[str, str]:
    attributes = ""
    for name, value in (
        ("creationdate", info.created),
        ("creationid", info.created_by),
        ("changedate", info.changed),
        ("changeid", info.changed_by),
        ("usagecount", info.usage_count),
        ("lastusagedate", info.last_used),
        ("creationtool", info.tool),
        ("creationtoolversion", info.tool_version),
        ("datatype", info.datatype),
        ("o-encoding", info.encoding),
        ("o-tmf", info.memory_format),
    ):
        if value is not None:
            attributes += f' {name}="{_attribute(str(value))}"'
    inside = "".join([_note(note) for note in info.notes]) + "".join([_prop(prop) for prop in info.props])
    for name, value in info.other:
        inside += _prop(Prop(UNKNOWN_ATTRIBUTE + name, value))
    return attributes, inside


def _note(note: Note) -> str:
    return f"<note{_language_and_encoding(note)}>{_text(note.text)}</note>"


def _prop(prop: Prop) -> str:
    return f'<prop type="{_attribute(prop.type)}"{_language_and_encoding(prop)}>{_text(prop.value)}</prop>'


def _language_and_encoding(item: Note | Prop) -> str:
    language = "" if item.language is None else f' xml:lang="{_attribute(item.language)}"'
    encoding = "" if item.encoding is None else f' o-encoding="{_attribute(item.encoding)}"'
    return language + encoding


def segment_xml(content: Content) -> str:
    """Text and inline elements as XML; attributes that TMX does not know are left out, an unknown element is a `hi`."""
    parts = []
    for piece in content:
        if isinstance(piece, str):
            parts.append(_text(piece))
            continue
        known = _INLINE_ATTRIBUTES.get(piece.kind)
        kind = piece.kind if known else "hi"
        attributes = "".join(
            f' {name}="{_attribute(value)}"' for name, value in piece.attributes if name in (known or ())
        )
        if not known:
            attributes = f' type="{_attribute("x-" + piece.kind)}"'
        parts.append(f"<{kind}{attributes}>{segment_xml(piece.content)}</{kind}>")
    return "".join(parts)


def _text(text: str) -> str:
    if _TO_ESCAPE.search(text):
        return _ILLEGAL.sub("\ufffd", text).translate(_IN_TEXT)
    return text


def _attribute(text: str) -> str:
    if text.isalnum():
        return text
    return _ILLEGAL.sub("\ufffd", text).translate(_IN_ATTRIBUTE)


def language_of(header: Header) -> str:
    """The source language of a file, empty for none or for `*all*`."""
    language = header.get("srclang") or ""
    return "" if language == "*all*" else canonical(language)
