"""TermBase eXchange: ISO 30042:2019 (TBX v3, DCT and DCA style) and the older `martif` files (v2), in and out.

Written files are TBX-Basic. What TBX-Basic has no data category for (our `forms`, `flags`, `register` and unknown
columns) goes into notes of the form `translate-kit:name=value`, which other tools show and we read back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from glossary.concept import Concept, Status, Term, primary
from glossary.errors import BadGlossary
from glossary.formats.csv import MAX_TERM_CHARS, TAG

V3 = "urn:iso:std:iso:30042:ed-2"
MIN = "http://www.tbxinfo.net/ns/min"
BASIC = "http://www.tbxinfo.net/ns/basic"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_OURS = "translate-kit:"

_STATUSES: dict[str, Status] = {
    "preferredterm": Status.PREFERRED,
    "standardizedterm": Status.PREFERRED,
    "legalterm": Status.PREFERRED,
    "regulatedterm": Status.PREFERRED,
    "preferred": Status.PREFERRED,
    "admittedterm": Status.ADMITTED,
    "admitted": Status.ADMITTED,
    "deprecatedterm": Status.DEPRECATED,
    "deprecated": Status.DEPRECATED,
    "supersededterm": Status.DEPRECATED,
    "superseded": Status.DEPRECATED,
    "obsolete": Status.DEPRECATED,
    "forbidden": Status.FORBIDDEN,
    "notrecommended": Status.DEPRECATED,
    "proposed": Status.ADMITTED,
    "new": Status.ADMITTED,
}
# TBX knows no forbidden term: it is deprecated, and our note says that it is more than that.
_ADMINISTRATIVE = {
    Status.PREFERRED: "preferredTerm-admn-sts",
    Status.ADMITTED: "admittedTerm-admn-sts",
    Status.DEPRECATED: "deprecatedTerm-admn-sts",
    Status.FORBIDDEN: "deprecatedTerm-admn-sts",
}
_GENDERS = {"m": "masculine", "f": "feminine", "n": "neuter"}
_TERM_FIELDS = {
    "partOfSpeech": "part_of_speech",
    "grammaticalGender": "gender",
    "grammaticalNumber": "number",
    "register": "register",
    "usageRegister": "register",
    "source": "source",
    "note": "note",
}
_CONCEPT_FIELDS = {"subjectField": "domain", "definition": "definition", "note": "note", "source": "source"}


@dataclass(slots=True)
class _Fields:
    """The data categories at one level, repeated ones joined."""

    known: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)

    def add(self, where: dict[str, str], name: str, value: str, glue: str = "; ") -> None:
        if value:
            where[name] = f"{where[name]}{glue}{value}" if name in where else value


def parse_tbx(data: bytes, *, name: str) -> list[Concept]:
    """Parse a TBX file of any of the three styles.

    Entities of a DTD are not expanded: a file that declares some is refused, a mere reference to the DTD of the
    standard is not followed.

    Raises:
        BadGlossary: no XML, another kind of XML, an entry that lacks what it must have.
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
    if _local(root) not in ("tbx", "martif", "TBX"):
        raise BadGlossary(f"{name}: the root element is {_local(root)}; tbx or martif was expected.")
    concepts: list[Concept] = []
    seen: set[str] = set()
    for entry in root.iter():
        if _local(entry) in ("conceptEntry", "termEntry"):
            concept = _concept(entry, name, len(concepts) + 1)
            if concept.id in seen:
                raise BadGlossary(f"{name}:{entry.sourceline}: the id {concept.id} stands twice.")
            seen.add(concept.id)
            concepts.append(concept)
    if not concepts:
        raise BadGlossary(f"{name}: there are no entries in it; conceptEntry or termEntry was expected.")
    return concepts


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _concept(entry: Any, name: str, number: int) -> Concept:
    fields = _Fields()
    terms: list[Term] = []
    for child in entry:
        if _local(child) in ("langSec", "langSet"):
            terms += _language(child, name, fields)
        else:
            _collect(child, fields, _CONCEPT_FIELDS)
    if not terms:
        raise BadGlossary(f"{name}:{entry.sourceline}: an entry without a term.")
    kept: dict[tuple[str, str], Term] = {}
    for term in terms:
        earlier = kept.setdefault((primary(term.language), term.text), term)
        if earlier.status is not term.status:
            raise BadGlossary(
                f"{name}:{entry.sourceline}: {term.text!r} is both {earlier.status} and {term.status} in one entry."
            )
    own = fields.extra.pop(f"{_OURS}id", "")
    return Concept(
        id=own or entry.get("id") or f"c{number}",
        terms=tuple(kept.values()),
        extra=tuple((key.removeprefix(_OURS), value) for key, value in fields.extra.items()),
        **fields.known,
    )


def _collect(element: Any, fields: _Fields, known: dict[str, str]) -> None:
    """Take a data category in either style, and those in its group."""
    local = _local(element)
    if local == "transacGrp":
        parts = {child.get("type") or _local(child): _text(child) for child in element}
        kind = parts.pop("transactionType", "") or "transaction"
        fields.add(fields.extra, kind, " ".join(filter(None, (parts.get("date"), parts.get("responsibility")))))
    elif local.endswith("Grp"):
        for child in element:
            _collect(child, fields, known)
    else:
        category = element.get("type") if local not in ("note",) and element.get("type") else local
        value = _text(element) or element.get("target", "")
        if category == "note" and value.startswith(_OURS):
            own, _, own_value = value.removeprefix(_OURS).partition("=")
            fields.extra[_OURS + own] = own_value
        elif category in known:
            fields.add(fields.known, known[category], value)
        else:
            fields.add(fields.extra, category, value)


def _language(section: Any, name: str, concept: _Fields) -> list[Term]:
    tag = section.get(_XML_LANG) or section.get("lang") or ""
    if not TAG.match(tag):
        raise BadGlossary(
            f"{name}:{section.sourceline}: column xml:lang: {tag!r} is no language tag; expected nl, en, en-GB …"
        )
    terms = []
    own = _Fields()
    for child in section:
        if _local(child) in ("tig", "ntig", "termSec"):
            # An empty term element says nothing; SDL's converter writes some.
            terms += _term(child, tag, name)
        else:
            _collect(child, own, {"definition": "definition", "note": "note"})
    # TBX allows a definition for each language; we keep one for the concept, the first.
    for category, value in own.known.items():
        if category == "note":
            concept.add(concept.known, category, value)
        elif category in concept.known:
            concept.add(concept.extra, f"{category} {tag}", value)
        else:
            concept.known[category] = value
    for category, value in own.extra.items():
        concept.add(concept.extra, category, value)
    return terms


def _term(section: Any, tag: str, name: str) -> list[Term]:
    fields = _Fields()
    text = ""
    for element in section.iter():
        if _local(element) == "term" and not text:
            text = _text(element)
    for child in section:
        for part in child if _local(child) == "termGrp" else (child,):
            if _local(part) != "term":
                _collect(part, fields, _TERM_FIELDS)
    if not text:
        return []
    if len(text) > MAX_TERM_CHARS:
        raise BadGlossary(
            f"{name}:{section.sourceline}: element term: {len(text):,} characters; a term has at most {MAX_TERM_CHARS}."
        )
    status = Status.PREFERRED
    for category in ("normativeAuthorization", "administrativeStatus"):
        if category in fields.extra:
            spoken = fields.extra.pop(category)
            found = _STATUSES.get(spoken.removesuffix("-admn-sts").replace(" ", "").lower())
            if found is None:
                raise BadGlossary(f"{name}:{section.sourceline}: element {category}: {spoken!r} is no status of TBX.")
            status = found
    own = {key.removeprefix(_OURS): value for key, value in fields.extra.items() if key.startswith(_OURS)}
    known = fields.known | {key: own.pop(key) for key in ("number", "register", "gender") if key in own}
    if own.pop("status", "") == Status.FORBIDDEN:
        status = Status.FORBIDDEN
    forms, flags = own.pop("forms", ""), own.pop("flags", "")
    foreign = {key: value for key, value in fields.extra.items() if not key.startswith(_OURS)}
    return [
        Term(
            text=text,
            language=tag,
            status=status,
            forms=tuple(form for form in forms.split("|") if form),
            flags=tuple(flags.split()),
            extra=tuple((foreign | own).items()),
            **known,
        )
    ]


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
            make.note(entry, f"{_OURS}id={concept.id}")
        if concept.domain:
            make.category(entry, "descrip", "subjectField", concept.domain)
        if concept.definition:
            make.category(entry, "descrip", "definition", concept.definition)
        if concept.source:
            make.category(entry, "admin", "source", concept.source)
        if concept.note:
            make.note(entry, concept.note)
        for name, value in concept.extra:
            make.note(entry, f"{_OURS}{name}={value}")
        for tag in dict.fromkeys(term.language for term in concept.terms):
            section = make.sub(entry, "langSet" if style == "v2" else "langSec")
            section.set(_XML_LANG, tag)
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
        root.set(_XML_LANG, language)
        description = self.sub(header, "fileDesc")
        self.sub(self.sub(description, "titleStmt"), "title", "Glossary")
        self.sub(self.sub(description, "sourceDesc"), "p", "Written by translate-kit")
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
        for name, value in (*own.items(), *term.extra):
            if value:
                self.note(holder, f"{_OURS}{name}={value}")
