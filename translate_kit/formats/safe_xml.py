"""Parse XML that a stranger wrote: no DTD, no entity expansion, no network, bounded depth and size.

libxml2 keeps its own limits when `huge_tree` is off: 256 levels, 10 MB in one text or attribute, and a bound on how
much entities may blow a document up. What it lets pass and we refuse is any declaration of an entity: no format that
translate-kit reads needs one.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from lxml import etree

from translate_kit.errors import BadInput
from translate_kit.files import decode

MAX_XML_BYTES = 256 * 1024 * 1024
"""A tree takes some five times the bytes of its file; larger files belong into the streaming TMX reader."""

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that XML 1.0 cannot hold, not even as a character reference (section 2.2, production Char)."""


def parse(data: bytes, *, path: str | Path, encoding: str | None = None) -> etree._Element:
    """Parse a document and return its root element.

    Args:
        data: the bytes of the file.
        path: its name, for messages.
        encoding: what the user said it is; None to believe the byte order mark or the XML declaration.

    Raises:
        BadInput: it is not well-formed, declares entities, or passes a limit; with the line.
    """
    name = "<stdin>" if str(path) == "-" else path
    if len(data) > MAX_XML_BYTES:
        raise BadInput(
            f"{len(data):,} bytes of XML; at most {MAX_XML_BYTES:,} are read at once.",
            path=name,
            remedy="Split the file first.",
        )
    if not data.strip(b" \t\r\n"):
        raise BadInput("the file is empty: there is nothing to read in it.", path=name)
    if encoding is not None:
        data = reencoded(data, path=path, encoding=encoding)
    try:
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            attribute_defaults=False,
            huge_tree=False,
            recover=False,
            remove_pis=False,
            strip_cdata=True,
        )
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _not_well_formed(error, name) from None
    except (LookupError, ValueError) as error:
        raise BadInput(f"this is not XML ({error}).", path=name) from None
    _refuse_entities(root, name)
    return root


def reencoded(data: bytes, *, path: str | Path, encoding: str) -> bytes:
    """The document in UTF-8, when its bytes are not what its XML declaration says.

    Raises:
        BadInput: the bytes are not of that encoding, or there is none of that name.
    """
    text = decode(data, path=path, encoding=encoding)
    return _DECLARATION.sub("", text).encode("utf-8", "replace")


def _not_well_formed(error: etree.XMLSyntaxError, name: str | Path) -> BadInput:
    reason = (error.msg or "not well-formed").split(", line ")[0].strip().rstrip(".")
    lowered = reason.lower()
    if "encoding" in lowered or "not proper utf-8" in lowered or "input conversion" in lowered:
        remedy = "Re-save the file in the encoding that its XML declaration names, or pass --encoding."
    elif "entity" in lowered:
        remedy = "Entities are not expanded; write the characters themselves."
    elif "start tag expected" in lowered or "document is empty" in lowered:
        remedy = "An XML file (XLIFF, TMX) was expected."
    elif "huge" in lowered or "depth" in lowered or "too long" in lowered or "limit" in lowered:
        remedy = "No file of this format needs that much; it may have been made to do harm."
    else:
        remedy = "The file may be cut off or edited by hand: export it again."
    return BadInput(f"this XML is not well-formed ({reason}).", path=name, line=error.lineno or None, remedy=remedy)


def _refuse_entities(root: etree._Element, name: str | Path) -> None:
    remedy = "Write the characters themselves; entities can be made to do harm."
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and next(iter(declared.iterentities()), None) is not None:
        raise BadInput("it declares XML entities; those are not read.", path=name, line=1, remedy=remedy)
    reference = next(root.iter(etree.Entity), None)
    if reference is not None:
        raise BadInput(
            f"an entity that is not declared: {reference.text}.", path=name, line=line_of(reference), remedy=remedy
        )


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(element: etree._Element) -> str:
    """The namespace of an element, empty when it has none."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def line_of(element: etree._Element) -> int | None:
    """The 1-based line on which an element starts, None when the parser does not know."""
    line: Any = element.sourceline
    return line if isinstance(line, int) and line > 0 else None


def indent(element: etree._Element, structural: Collection[str], depth: int = 0) -> None:
    """Break lines between structural elements only: white space inside texts is kept as it is.

    Args:
        element: it and what is in it.
        structural: local names of the elements that hold no text of their own.
        depth: of the element.
    """
    if local_name(element) not in structural or not len(element):
        return
    element.text = "\n" + "  " * (depth + 1)
    for child in element:
        indent(child, structural, depth + 1)
        child.tail = "\n" + "  " * (depth + 1)
    element[-1].tail = "\n" + "  " * depth
