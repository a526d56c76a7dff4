"""TBX-Basic, written: ISO 30042:2019 in DCT and DCA style, and the older `martif`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from glossary.concept import Concept, Status, Term
from glossary.fields import images_of
from glossary.formats.tbx import OURS, TRANSACTIONS, WRITTEN
from glossary.formats.xml import XML_LANG, local

V3 = "urn:iso:std:iso:30042:ed-2"
MIN = "http://www.tbxinfo.net/ns/min"
BASIC = "http://www.tbxinfo.net/ns/basic"
# TBX knows no forbidden term: it is deprecated, and our note says that it is more than that.
_ADMINISTRATIVE = {
    Status.PREFERRED: "preferredTerm-admn-sts",
    Status.ADMITTED: "admittedTerm-admn-sts",
    Status.DEPRECATED: "deprecatedTerm-admn-sts",
    Status.FORBIDDEN: "deprecatedTerm-admn-sts",
}
_GENDERS = {"m": "masculine", "f": "feminine", "n": "neuter"}


def write_tbx(concepts: Iterable[Concept], *, style: str = "dct", language: str = "en") -> str:
    """Write TBX-Basic.

    Args:
        concepts: what to write.
        style: `dct` or `dca` (ISO 30042:2019), or `v2` (martif).
        language: of the file itself.
    """
    from lxml import etree

    make = _Maker(style)
    root = make.root(language)
    body = etree.SubElement(make.sub(root, "text"), make.tag("body"))
    for number, concept in enumerate(concepts, start=1):
        entry = make.sub(body, "termEntry" if style == "v2" else "conceptEntry")
        entry.set("id", _xml_id(concept.id, number))
        if entry.get("id") != concept.id:
            make.note(entry, f"{OURS}id={concept.id}")
        if concept.domain:
            make.category(entry, "descrip", "subjectField", concept.domain)
        if concept.definition:
            make.category(entry, "descrip", "definition", concept.definition)
        if concept.source:
            make.category(entry, "admin", "source", concept.source)
        if concept.note:
            make.note(entry, concept.note)
        make.others(entry, concept.extra)
        for tag in dict.fromkeys(term.language for term in concept.terms):
            section = make.sub(entry, "langSet" if style == "v2" else "langSec")
            section.set(XML_LANG, tag)
            for term in concept.terms:
                if term.language == tag:
                    make.term(section, term)
    etree.indent(root)
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text.decode("utf-8") + "\n"


def _xml_id(text: str, number: int) -> str:
    """An XML name; ids that are none become numbers, and the id itself goes into a note."""
    head, rest = text[:1], text[1:]
    fits = (head.isascii() and (head.isalpha() or head == "_")) and all(
        part.isascii() and (part.isalnum() or part in "._-") for part in rest
    )
    return text if fits else f"tk{number}"


class _Maker:
    """Makes the elements of one style."""

    def __init__(self, style: str) -> None:
        self.style = style

    def tag(self, name: str) -> str:
        return name if self.style == "v2" else f"{{{V3}}}{name}"

    def sub(self, parent: Any, name: str, text: str | None = None) -> Any:
        from lxml import etree

        element = etree.SubElement(parent, self.tag(name))
        element.text = text
        return element

    def root(self, language: str) -> Any:
        from lxml import etree

        if self.style == "v2":
            root = etree.Element("martif", {"type": "TBX-Basic"})
            header = self.sub(root, "martifHeader")
        else:
            spaces: Any = {None: V3} | ({"min": MIN, "basic": BASIC} if self.style == "dct" else {})
            root = etree.Element(self.tag("tbx"), {"type": "TBX-Basic", "style": self.style}, nsmap=spaces)
            header = self.sub(root, "tbxHeader")
        root.set(XML_LANG, language)
        description = self.sub(header, "fileDesc")
        self.sub(self.sub(description, "titleStmt"), "title", "Glossary")
        self.sub(self.sub(description, "sourceDesc"), "p", WRITTEN)
        if self.style == "v2":
            encoding = self.sub(self.sub(header, "encodingDesc"), "p", "TBXBasicXCSV02.xcs")
            encoding.set("type", "XCSURI")
        return root

    def category(self, parent: Any, element: str, name: str, value: str) -> None:
        from lxml import etree

        if self.style == "dct":
            space = MIN if name in ("subjectField", "partOfSpeech", "administrativeStatus") else BASIC
            etree.SubElement(parent, f"{{{space}}}{name}").text = value
        else:
            self.sub(parent, element, value).set("type", name)

    def note(self, parent: Any, text: str) -> None:
        self.sub(parent, "note", text)

    def term(self, section: Any, term: Term) -> None:
        holder = self.sub(section, "tig" if self.style == "v2" else "termSec")
        self.sub(holder, "term", term.text)
        if term.part_of_speech:
            self.category(holder, "termNote", "partOfSpeech", term.part_of_speech)
        self.category(holder, "termNote", "administrativeStatus", _ADMINISTRATIVE[term.status])
        own = {
            "status": term.status.value if term.status is Status.FORBIDDEN else "",
            "gender": term.gender,
            "number": term.number,
            "forms": "|".join(term.forms),
            "flags": " ".join(term.flags),
            "register": term.register,
        }
        if term.gender in _GENDERS:
            self.category(holder, "termNote", "grammaticalGender", _GENDERS[term.gender])
        if term.source:
            self.category(holder, "admin", "source", term.source)
        if term.note:
            self.note(holder, term.note)
        for name, value in own.items():
            if value:
                self.note(holder, f"{OURS}{name}={value}")
        self.others(holder, term.extra)

    def image(self, parent: Any, image: str) -> None:
        from lxml import etree

        if self.style == "dct":
            element = etree.SubElement(parent, f"{{{BASIC}}}xGraphic")
            element.text = image
        else:
            element = self.sub(parent, "xref", image)
            element.set("type", "xGraphic")
        element.set("target", image)

    def others(self, parent: Any, pairs: Sequence[tuple[str, str]]) -> None:
        """What we have no field for: where the standard has a category, in that; else as notes."""
        values = dict(pairs)
        about_term = local(parent) in ("tig", "termSec")
        for name, value in pairs:
            if name in TRANSACTIONS.values() and value:
                kind = next(kind for kind, own in TRANSACTIONS.items() if own == name)
                self.transaction(parent, kind, value, values.get(f"{name}_by", ""))
            elif name == "context" and about_term:
                self.category(parent, "descrip", "context", value)
            elif name == "images" and not about_term:
                for image in images_of(value):
                    self.image(parent, image)
            elif value and not (name.endswith("_by") and values.get(name.removesuffix("_by"))):
                self.note(parent, f"{OURS}{name.replace('%', '%25').replace('=', '%3D')}={value}")

    def transaction(self, parent: Any, kind: str, day: str, person: str) -> None:
        group = self.sub(parent, "transacGrp")
        self.category(group, "transac", "transactionType", kind)
        self.sub(group, "date", day)
        if person:
            self.category(group, "transacNote", "responsibility", person)
