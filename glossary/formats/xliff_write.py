"""The glossary module of XLIFF 2.1, written; see `xliff` for what stands where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from glossary.concept import Concept, Term, primary
from glossary.errors import BadGlossary
from glossary.formats.xliff import CORE, FOREIGN, GLS, OWN
from glossary.formats.xml import parse_root

_ID = re.compile(r"[A-Za-z0-9._:-]+\Z")


def write_xliff(concepts: Sequence[Concept], *, source_language: str, target_language: str) -> bytes:
    """Write XLIFF 2.1: a unit for each concept, not to be translated, with its glossary.

    Args:
        concepts: what to write.
        source_language: of the file; the first term in it is the term of the entry.
        target_language: of the file; its allowed terms are the translations.
    """
    from lxml import etree

    spaces: Any = {None: CORE, "gls": GLS, "tk": OWN}
    root = etree.Element(f"{{{CORE}}}xliff", nsmap=spaces)
    root.attrib.update({"version": "2.1", "srcLang": source_language, "trgLang": target_language})
    file = etree.SubElement(root, f"{{{CORE}}}file", {"id": "glossary"})
    foreign: list[tuple[Any, list[Any]]] = []
    for number, concept in enumerate(concepts, start=1):
        unit = etree.SubElement(file, f"{{{CORE}}}unit", {"id": f"u{number}", "translate": "no"})
        glossary = etree.SubElement(unit, f"{{{GLS}}}glossary")
        entry = _Writer(etree.SubElement(glossary, f"{{{GLS}}}glossEntry"), (source_language, target_language))
        entry.write(concept, number)
        foreign.append((glossary[0], entry.foreign))
        segment = etree.SubElement(unit, f"{{{CORE}}}segment")
        etree.SubElement(segment, f"{{{CORE}}}source").text = concept.terms[entry.head].text
    etree.indent(root)
    # After that, so that nothing in them changes.
    for entry_element, elements in foreign:
        entry_element.extend(elements)
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return data + b"\n"


class _Writer:
    """Writes one entry.

    Args:
        entry: the element, empty.
        languages: source and target of the file.

    Attributes:
        head: the number of the term that is the term of the entry.
        foreign: elements of other tools, to be put at its end.
    """

    def __init__(self, entry: Any, languages: tuple[str, str]) -> None:
        self._entry, self._languages = entry, languages
        self._later: list[tuple[str, str, str, int | None]] = []
        self.head = 0
        self.foreign: list[Any] = []

    def write(self, concept: Concept, number: int) -> None:
        """Write a concept; the number makes an id where its own is none."""
        source_language, target_language = self._languages
        self._entry.set("id", concept.id if _ID.match(concept.id) else f"tk{number}")
        if self._entry.get("id") != concept.id:
            self._entry.set(f"{{{OWN}}}concept", concept.id)
        terms = list(enumerate(concept.terms))
        source, target = primary(source_language), primary(target_language)
        self.head = next((place for place, term in terms if primary(term.language) == source), 0)
        head = concept.terms[self.head]
        self._term(f"{{{GLS}}}term", head, self.head, source_language)
        shown = {self.head}
        for place, term in terms:
            if place not in shown and primary(term.language) == target and term.status.allowed:
                self._term(f"{{{GLS}}}translation", term, place, target_language)
                shown.add(place)
        # The standard wants a translation or a definition.
        if len(shown) == 1 and head.do_not_translate:
            self._element(f"{{{GLS}}}translation", head.text).set(f"{{{OWN}}}n", "-")
        elif len(shown) == 1 or concept.definition:
            definition = self._element(f"{{{GLS}}}definition", concept.definition)
            definition.set(f"{{{OWN}}}n", "0")
            if concept.source:
                definition.set("source", concept.source)
        for place, term in terms:
            if place not in shown:
                self._term(f"{{{OWN}}}term", term, place, target_language)
        written = self._entry.find(f"{{{GLS}}}definition") is not None
        about = {"domain": concept.domain, "note": concept.note}
        if not written:
            about |= {"definition": concept.definition, "source": concept.source}
        self._later += [("field", name, value, None) for name, value in about.items() if value]
        for name, value in concept.extra:
            if name == f"{FOREIGN}elements" and self._append(value):
                continue
            if not self._attribute(self._entry, name, value):
                self._later.append(("extra", name, value, None))
        for kind, name, value, number_of_term in self._later:
            element = self._element(f"{{{OWN}}}{kind}", value)
            element.set("name", name)
            if number_of_term is not None:
                element.set("n", str(number_of_term))

    def _term(self, tag: str, term: Term, place: int, language: str) -> None:
        """A term, and its fields after it at the end of the entry."""
        element = self._element(tag, term.text)
        element.set(f"{{{OWN}}}n" if tag.startswith(f"{{{GLS}}}") else "n", str(place))
        if term.source:
            element.set("source", term.source)
        fields = {
            "language": term.language if term.language != language else "",
            # Always, since the order of the terms says something otherwise.
            "status": term.status.value,
            "part_of_speech": term.part_of_speech,
            "gender": term.gender,
            "number": term.number,
            "forms": "|".join(term.forms),
            "flags": " ".join(term.flags),
            "register": term.register,
            "note": term.note,
        }
        self._later += [("field", name, value, place) for name, value in fields.items() if value]
        for name, value in term.extra:
            if not (tag.startswith(f"{{{GLS}}}") and self._attribute(element, name, value)):
                self._later.append(("extra", name, value, place))

    def _element(self, tag: str, text: str) -> Any:
        from lxml import etree

        element = etree.SubElement(self._entry, tag)
        element.text = text
        return element

    def _attribute(self, element: Any, name: str, value: str) -> bool:
        """Write an attribute that another tool had there; whether it is one."""
        if not name.startswith(f"{FOREIGN}{{") or name.startswith((f"{FOREIGN}{{{OWN}}}", f"{FOREIGN}{{{GLS}}}")):
            return False
        try:
            element.set(name.removeprefix(FOREIGN), value)
        except ValueError:
            return False
        return True

    def _append(self, xml: str) -> bool:
        """Keep elements that another tool had there; whether they are XML that may stand there."""
        try:
            made = list(parse_root(f"<x>{xml}</x>".encode(), name="elements"))
        except (BadGlossary, UnicodeEncodeError):
            return False
        if any(
            not element.tag.startswith("{") or element.tag.startswith((f"{{{OWN}}}", f"{{{GLS}}}")) for element in made
        ):
            return False
        for element in made:
            element.tail = None
        self.foreign += made
        return bool(made)
