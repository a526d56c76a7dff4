"""XML as it may be read from anybody: no entities, no DTD, no network, no bombs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from glossary.concept import Concept
from glossary.errors import BadGlossary, GlossaryError

UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML 1.0 cannot hold."""

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parse_root(data: bytes, *, name: str) -> Any:
    """Parse a file and return its root element.

    Entities of a DTD are not expanded: a file that declares some, or has one whose meaning only a DTD elsewhere could
    say, is refused; a mere reference to the DTD of a standard is not followed.

    Raises:
        BadGlossary: it is not well-formed, nested too deeply, or declares or needs entities.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        place = f"{name}:{line}" if line else name
        raise BadGlossary(f"{place}: this is no well-formed XML ({str(error).split(', line')[0]}).") from None
    dtd: Any = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(iter(dtd.iterentities()), None) is not None:
        raise BadGlossary(f"{name}: declares XML entities in a DTD, which is not read for safety. Remove the DTD.")
    entity: Any = next(root.iter(etree.Entity), None)
    if entity is not None:
        raise BadGlossary(
            f"{name}:{entity.getparent().sourceline}: {entity.text} is declared nowhere in the file, and a DTD is not "
            "read for safety. Write the character itself."
        )
    return root


def local(element: Any) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text_of(element: Any) -> str:
    """The text in an element, white space made regular."""
    return " ".join("".join(element.itertext()).split())


def check_texts(concepts: Iterable[Concept]) -> None:
    """See that XML can hold every text.

    Raises:
        GlossaryError: with the concept and the character.
    """
    for concept in concepts:
        whole = [concept.id, concept.domain, concept.definition, concept.note, concept.source]
        whole += [text for pair in concept.extra for text in pair]
        for term in concept.terms:
            whole += [term.text, term.language, term.part_of_speech, term.gender, term.number, term.register, term.note]
            whole += [term.source, *term.forms, *term.flags, *(text for pair in term.extra for text in pair)]
        for text in whole:
            if found := UNFIT.search(text):
                character = f"U+{ord(found[0]):04X}"
                raise GlossaryError(f"concept {concept.id!r}: XML cannot hold {character}, which is in {text[:40]!r}.")
