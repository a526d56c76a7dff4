"""TermBase eXchange: ISO 30042:2019 (TBX v3, DCT and DCA style) and the older `martif` files (v2), read.

Written files (`tbx_write`) are TBX-Basic. What TBX-Basic has no data category for (our `forms`, `flags`, `register` and
unknown columns) goes into notes of the form `translate-kit:name=value`, which other tools show and we read back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from glossary.concept import Concept, Status, Term, primary
from glossary.errors import BadGlossary
from glossary.fields import DATES, OF_CONCEPT, is_date, wrong
from glossary.formats.rows import MAX_TERM_CHARS, TAG
from glossary.formats.xml import XML_LANG, local, text_of
from glossary.patterns import taken_for_pattern
from glossary.relations import cycle, described

OURS = "translate-kit:"
WRITTEN = "Written by translate-kit"
"""What the header of our files says."""

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
_TERM_FIELDS = {
    "partOfSpeech": "part_of_speech",
    "grammaticalGender": "gender",
    "grammaticalNumber": "number",
    "register": "register",
    "usageRegister": "register",
    "source": "source",
    "note": "note",
}
_OWN = ("status", "gender", "number", "forms", "flags", "register")
"""Fields of a term that TBX-Basic has no data category for, or not for all our values."""
TRANSACTIONS = {"origination": "created", "modification": "modified"}
_CONCEPT_FIELDS = {"subjectField": "domain", "definition": "definition", "note": "note", "source": "source"}


@dataclass(slots=True)
class _Fields:
    """The data categories at one level, repeated ones joined.

    Attributes:
        exact: whether the white space in a text is its own; in files of other tools it may be their indentation.
        known: those that we have a field for.
        extra: the others.
    """

    exact: bool
    known: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)

    def add(self, where: dict[str, str], name: str, value: str, glue: str = "; ") -> None:
        if value:
            where[name] = f"{where[name]}{glue}{value}" if name in where else value

    def text_of(self, element: Any) -> str:
        return "".join(element.itertext()).strip() if self.exact else text_of(element)


def parse_tbx(root: Any, *, name: str) -> list[Concept]:
    """Read a TBX file of any of the three styles, out of its root element.

    Raises:
        BadGlossary: another kind of XML, an entry that lacks what it must have.
    """
    if local(root) not in ("tbx", "martif", "TBX"):
        raise BadGlossary(f"{name}: the root element is {local(root)}; tbx or martif was expected.")
    concepts: list[Concept] = []
    lines: dict[str, Any] = {}
    exact = any(element.text == WRITTEN for element in root.iterfind("{*}tbxHeader//{*}p")) or any(
        element.text == WRITTEN for element in root.iterfind("martifHeader//p")
    )
    for entry in root.iter():
        if local(entry) in ("conceptEntry", "termEntry"):
            concept = _concept(entry, name, len(concepts) + 1, exact=exact)
            if concept.id in lines:
                raise BadGlossary(f"{name}:{entry.sourceline}: the id {concept.id} stands twice.")
            lines[concept.id] = entry.sourceline
            concepts.append(concept)
    if chain := cycle(concepts):
        line = next(lines[id_] for id_ in chain if id_ in lines)
        raise BadGlossary(f"{name}:{line}: note translate-kit:relations: {described(chain)}.")
    if not concepts:
        raise BadGlossary(f"{name}: there are no entries in it; conceptEntry or termEntry was expected.")
    return concepts


def _concept(entry: Any, name: str, number: int, *, exact: bool) -> Concept:
    fields = _Fields(exact)
    terms: list[Term] = []
    for child in entry:
        if local(child) in ("langSec", "langSet"):
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
    own = fields.extra.pop(f"{OURS}id", "")
    return Concept(
        id=own or entry.get("id") or f"c{number}",
        terms=tuple(kept.values()),
        extra=tuple(_checked(fields.extra, f"{name}:{entry.sourceline}", (*DATES, *OF_CONCEPT)).items()),
        **fields.known,
    )


def _checked(extra: dict[str, str], place: str, names: Sequence[str]) -> dict[str, str]:
    """What we have no field for, under its own name.

    A foreign category that is called like one of our columns, and holds something else than that column, is set apart.
    """
    found: dict[str, str] = {}
    for key, value in extra.items():
        name = key.removeprefix(OURS)
        if name in names and (message := wrong(name, value)):
            if key != name:
                raise BadGlossary(f"{place}: note {key}: {message}")
            name = f"{name} (TBX)"
        found[name] = value
    return found


def _collect(element: Any, fields: _Fields, known: dict[str, str]) -> None:
    """Take a data category in either style, and those in its group."""
    kind = local(element)
    if kind == "transacGrp":
        _transaction(element, fields)
    elif kind.endswith("Grp"):
        for child in element:
            _collect(child, fields, known)
    else:
        category = element.get("type") if kind != "note" and element.get("type") else kind
        target = element.get("target", "")
        value = fields.text_of(element) or target
        if category == "note" and value.startswith(OURS):
            own, _, own_value = value.removeprefix(OURS).partition("=")
            fields.extra[OURS + own.replace("%3D", "=").replace("%25", "%")] = own_value
        elif category == "xGraphic":
            fields.add(fields.extra, "images", value, glue="|")
        elif category in known:
            fields.add(fields.known, known[category], value)
        else:
            fields.add(fields.extra, category, value)
            if target not in ("", value):
                fields.add(fields.extra, f"{category} target", target)


def _transaction(element: Any, fields: _Fields) -> None:
    """Who made or changed it, and when: `created`, `modified` and the people; the latest change counts."""
    parts = {child.get("type") or local(child): text_of(child) for child in element}
    kind = parts.pop("transactionType", "") or "transaction"
    day, person = parts.get("date", ""), parts.get("responsibility", "")
    name = TRANSACTIONS.get(kind.lower(), "")
    earlier = fields.extra.get(name, "")
    if not name or not is_date(day) or (earlier and (name == "created" or earlier > day)):
        fields.add(fields.extra, kind, " ".join(filter(None, (day, person))))
        return
    if earlier:
        fields.add(fields.extra, kind, " ".join(filter(None, (earlier, fields.extra.pop(f"{name}_by", "")))))
    fields.extra[name] = day
    if person:
        fields.extra[f"{name}_by"] = person


def _language(section: Any, name: str, concept: _Fields) -> list[Term]:
    tag = section.get(XML_LANG) or section.get("lang") or ""
    if not TAG.match(tag):
        raise BadGlossary(
            f"{name}:{section.sourceline}: column xml:lang: {tag!r} is no language tag; expected nl, en, en-GB …"
        )
    terms = []
    own = _Fields(concept.exact)
    for child in section:
        if local(child) in ("tig", "ntig", "termSec"):
            # An empty term element says nothing; SDL's converter writes some.
            terms += _term(child, tag, name, exact=concept.exact)
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


def _term(section: Any, tag: str, name: str, *, exact: bool) -> list[Term]:
    fields = _Fields(exact)
    text = ""
    for element in section.iter():
        if local(element) == "term" and not text:
            text = text_of(element)
    for child in section:
        for part in child if local(child) == "termGrp" else (child,):
            if local(part) != "term":
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
    own = {key: fields.extra.pop(f"{OURS}{key}", "") for key in _OWN}
    known = fields.known | {key: own[key] for key in ("number", "register", "gender") if own[key]}
    if own["status"] == Status.FORBIDDEN:
        status = Status.FORBIDDEN
    term = Term(
        text=text,
        language=tag,
        status=status,
        forms=tuple(form for form in own["forms"].split("|") if form),
        flags=tuple(own["flags"].split()),
        extra=tuple(_checked(fields.extra, f"{name}:{section.sourceline}", DATES).items()),
        **known,
    )
    if message := taken_for_pattern(term):
        raise BadGlossary(f"{name}:{section.sourceline}: element term: {message}")
    return [term]
