"""The glossary module of XLIFF 2 (`gls:glossary`): terms beside the text that they are for, in and out.

An entry of the module has one source term, its translations, one definition, and no word about which of them may be
used. Written entries have the allowed translations only, so that another tool does not offer a forbidden one. All else
that a concept has stands in elements of our own inside the entry, which the schema allows; `n` says which term of the
concept they are about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from glossary.concept import Concept, Status, Term, primary
from glossary.errors import BadGlossary
from glossary.fields import DATES, OF_CONCEPT, wrong
from glossary.formats.rows import MAX_TERM_CHARS, TAG
from glossary.formats.xml import local, text_of
from glossary.patterns import taken_for_pattern
from glossary.relations import cycle, described

CORE = "urn:oasis:names:tc:xliff:document:2.0"
GLS = "urn:oasis:names:tc:xliff:glossary:2.0"
OWN = "urn:translate-kit:glossary:1"

_TERM_FIELDS = ("language", "status", "part_of_speech", "gender", "number", "forms", "flags", "register", "note")
FOREIGN = "xliff:"
"""Before the names of what other tools have in an entry: attributes, and whole elements as XML."""


def parse_xliff(root: Any, *, name: str, source_language: str, target_language: str) -> list[Concept]:
    """Read every glossary of an XLIFF 2 file, out of its root element.

    The same entry beside several units is one concept.

    Args:
        root: of the file.
        name: of the file, for messages.
        source_language: of the terms when the file does not say.
        target_language: of the translations when the file does not say.

    Raises:
        BadGlossary: XLIFF 1, a file without a glossary, an entry that breaks the standard.
    """
    version = root.get("version", "")
    if not version.startswith("2"):
        raise BadGlossary(f"{name}: this is XLIFF {version}, which has no glossaries; 2.0 or later was expected.")
    languages = (root.get("srcLang") or source_language, root.get("trgLang") or target_language)
    for language in languages:
        if not TAG.match(language):
            raise BadGlossary(f"{name}:{root.sourceline}: {language!r} is no language tag; expected nl, en, en-GB …")
    found = _Found()
    for glossary in root.iter(f"{{{GLS}}}glossary"):
        seen: set[str] = set()
        for element in glossary.iter(f"{{{GLS}}}glossEntry", f"{{{GLS}}}translation"):
            id_ = element.get("id")
            if id_ in seen:
                raise BadGlossary(f"{name}:{element.sourceline}: the id {id_} stands twice in one glossary.")
            if id_:
                seen.add(id_)
        for entry in glossary.iter(f"{{{GLS}}}glossEntry"):
            found.add(_Entry(entry, f"{name}:{entry.sourceline}", languages).concept(), entry.sourceline)
    if not found.lines:
        raise BadGlossary(f"{name}: there is no glossary in it (gls:glossary with a gls:glossEntry was expected).")
    if chain := cycle(found.concepts):
        line = next((found.lines[id_] for id_ in chain if id_ in found.lines), root.sourceline)
        raise BadGlossary(f"{name}:{line}: extra relations: {described(chain)}.")
    return found.concepts


class _Found:
    """The concepts of a file: an entry that stands beside several units once, others with ids of their own."""

    def __init__(self) -> None:
        self.concepts: list[Concept] = []
        self.lines: dict[str, Any] = {}
        self._known: set[tuple[object, ...]] = set()
        self._numbers: dict[str, int] = {}

    def add(self, concept: Concept, line: Any) -> None:
        """Take the concept of one entry."""
        content = (concept.id, concept.definition, *((term.text, term.language) for term in concept.terms))
        if content in self._known:
            return
        self._known.add(content)
        id_ = concept.id
        while id_ in self.lines:
            number = self._numbers[concept.id] = self._numbers.get(concept.id, 1) + 1
            id_ = f"{concept.id}-{number}"
        self.lines[id_] = line
        self.concepts.append(concept if id_ == concept.id else replace(concept, id=id_))


class _Entry:
    """Reads one entry.

    Args:
        entry: the element.
        place: file and line.
        languages: of the term and of the translations.
    """

    def __init__(self, entry: Any, place: str, languages: Sequence[str]) -> None:
        self._entry, self._place, self._languages = entry, place, languages
        # By the number of the term, None for the concept: our fields, and what we have no field for.
        self._fields: dict[int | None, dict[str, str]] = {}
        self._extra: dict[int | None, dict[str, str]] = {}
        self._terms: dict[int, tuple[str, str, str]] = {}

    def concept(self) -> Concept:
        """The concept that the entry describes."""
        definition = source = ""
        self._foreign(self._entry, None, ("ref",))
        foreign: list[str] = []
        whole = True
        for child in self._entry:
            space, kind = child.tag.rpartition("}")[0].removeprefix("{"), local(child)
            if space == GLS and kind in ("term", "translation"):
                self._take(child, text_of(child), self._languages[kind == "translation"])
                whole = whole and kind == "term"
            elif space == GLS and kind == "definition":
                definition, source = "".join(child.itertext()), child.get("source", "")
                definition = definition if child.get(f"{{{OWN}}}n") else " ".join(definition.split())
                whole = False
            elif space == OWN and kind == "term":
                self._take(child, text_of(child), self._languages[1])
            elif space == OWN and kind in ("field", "extra"):
                self._field(child)
            else:
                foreign.append(_as_xml(child))
        if whole:
            raise BadGlossary(f"{self._place}: an entry with neither a translation nor a definition.")
        if foreign:
            self._extra.setdefault(None, {})[f"{FOREIGN}elements"] = "\n".join(foreign)
        terms = [self._term(number) for number in sorted(self._terms)]
        kept: dict[tuple[str, str], Term] = {}
        for term in terms:
            kept.setdefault((primary(term.language), term.text), term)
        id_ = self._entry.get(f"{{{OWN}}}concept") or self._entry.get("id") or terms[0].text
        fields = self._fields.get(None, {})
        return Concept(
            id=id_,
            terms=tuple(kept.values()),
            domain=fields.get("domain", ""),
            definition=fields.get("definition", definition),
            note=fields.get("note", ""),
            source=fields.get("source", source),
            extra=self._checked(self._extra.get(None, {}), (*DATES, *OF_CONCEPT)),
        )

    def _foreign(self, element: Any, number: int | None, names: Sequence[str]) -> None:
        """Keep attributes that are not ours."""
        for name, value in element.attrib.items():
            if name in names or (name.startswith("{") and not name.startswith(f"{{{OWN}}}")):
                self._extra.setdefault(number, {})[f"{FOREIGN}{name}"] = value

    def _take(self, element: Any, text: str, language: str) -> None:
        """Keep a term; one that we wrote only because the standard wants it is passed over."""
        spoken = element.get(f"{{{OWN}}}n") or element.get("n") or ""
        if spoken == "-":
            return
        if not text:
            raise BadGlossary(f"{self._place}: a {local(element)} without text.")
        if len(text) > MAX_TERM_CHARS:
            what = f"element {local(element)}: {len(text):,} characters"
            raise BadGlossary(f"{self._place}: {what}; a term has at most {MAX_TERM_CHARS}.")
        number = int(spoken) if spoken.isdecimal() and len(spoken) < 6 else len(self._terms)
        while number in self._terms:
            number += 1
        self._terms[number] = (text, language, element.get("source", ""))
        self._foreign(element, number, ("id", "ref"))

    def _field(self, element: Any) -> None:
        name, value = element.get("name", ""), "".join(element.itertext())
        spoken = element.get("n", "")
        number = int(spoken) if spoken.isdecimal() and len(spoken) < 6 else None
        where = self._fields if local(element) == "field" else self._extra
        where.setdefault(number, {})[name] = value

    def _term(self, number: int) -> Term:
        text, language, source = self._terms[number]
        fields = self._fields.get(number, {})
        known = {name: fields.get(name, "") for name in _TERM_FIELDS}
        if known["language"] and not TAG.match(known["language"]):
            raise BadGlossary(f"{self._place}: field language: {known['language']!r} is no language tag.")
        try:
            # Of several translations the first one counts as preferred, as in a plain list.
            default = Status.ADMITTED if self._is_later(number, language) else Status.PREFERRED
            status = Status(known["status"]) if known["status"] else default
        except ValueError:
            raise BadGlossary(
                f"{self._place}: field status: {known['status']!r}; expected {', '.join(Status)}."
            ) from None
        term = Term(
            text=text,
            language=known["language"] or language,
            status=status,
            part_of_speech=known["part_of_speech"],
            gender=known["gender"],
            number=known["number"],
            forms=tuple(form for form in known["forms"].split("|") if form),
            flags=tuple(known["flags"].split()),
            register=known["register"],
            note=known["note"],
            source=source,
            extra=self._checked(self._extra.get(number, {}), DATES),
        )
        if message := taken_for_pattern(term):
            raise BadGlossary(f"{self._place}: term: {message}")
        return term

    def _is_later(self, number: int, language: str) -> bool:
        return any(other < number and self._terms[other][1] == language for other in self._terms)

    def _checked(self, extra: dict[str, str], names: Iterable[str]) -> tuple[tuple[str, str], ...]:
        for name, value in extra.items():
            if name in names and (message := wrong(name, value)):
                raise BadGlossary(f"{self._place}: extra {name}: {message}")
        return tuple(extra.items())


def _as_xml(element: Any) -> str:
    """An element as XML that depends on nothing around it (exclusive canonical XML)."""
    from copy import copy

    from lxml import etree

    alone = copy(element)
    alone.tail = None
    try:
        data: bytes = etree.tostring(alone, method="c14n", exclusive=True)
    except etree.C14NError:
        # A namespace that is no absolute address (the test suite of XLIFF 2.2 has one) has no canonical form.
        etree.cleanup_namespaces(alone)
        data = etree.tostring(alone, encoding="utf-8")
    return data.decode("utf-8")
