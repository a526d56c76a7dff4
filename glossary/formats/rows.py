"""Our columns, one row a term, whatever kind of table they stand in: CSV, TSV, XLSX."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from glossary.concept import Concept, Status, Term, primary
from glossary.errors import BadGlossary
from glossary.fields import DATES, OF_CONCEPT, wrong
from glossary.patterns import taken_for_pattern
from glossary.relations import cycle, described

COLUMNS = (
    *("concept", "domain", "language", "term", "status", "part_of_speech", "gender", "number"),
    *("forms", "flags", "register", "definition", "note", "source"),
)
"""Our columns, in the order in which they are written."""

_REQUIRED = ("concept", "language", "term")
_STATUSES: dict[str, Status] = {"": Status.PREFERRED} | {status.value: status for status in Status}
_OF_CONCEPT = "concept."
"""Columns about the concept as a whole, in its first row: `concept.note`, `concept.source`, and others that we keep."""
_OF_TERM = "term."
"""Columns about the term whose names would be taken for something else without it."""
MAX_TERM_CHARS = 500
"""A longer term is a sentence, or a broken file."""
TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z")

Where = Callable[[int], str]
"""Names the place of a row in messages: `terms.csv:3`."""


@dataclass(slots=True)
class _Draft:
    """A concept while its rows come in."""

    domain: str = ""
    definition: str = ""
    note: str = ""
    source: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)


def header_of(cells: Sequence[str]) -> list[str] | None:
    """The names of the columns when a row is a header of ours, None when it is none.

    Our own columns in any case; unknown ones keep theirs, since they are written back.
    """
    spoken = [cell.strip() for cell in cells]
    header = [name.lower() if name.lower() in COLUMNS else name for name in spoken]
    # Two of the three that must be there: the message then names the third. A plain list may well begin with *term*.
    return header if sum(name in header for name in _REQUIRED) >= 2 else None


def read_rows(header: Sequence[str], rows: Iterable[tuple[int, list[str]]], where: Where, top: int) -> list[Concept]:
    """Put rows together to concepts.

    Args:
        header: what `header_of` made of the first row.
        rows: number and cells of each further row, stripped.
        where: names a row.
        top: the number of the header.

    Raises:
        BadGlossary: with row and column, and what was expected.
    """
    for column in _REQUIRED:
        if column not in header:
            raise BadGlossary(
                f"{where(top)}: the column {column} is missing; expected {', '.join(COLUMNS)} "
                f"({', '.join(_REQUIRED)} at least)."
            )
    for number, column in enumerate(header):
        if not column or column in header[:number]:
            what = "has no name" if not column else f"is called {column}, like an earlier one"
            raise BadGlossary(f"{where(top)}: column {number + 1} {what}.")
    return _RowReader(header, where).read(rows)


class _RowReader:
    """Puts rows together to concepts.

    Args:
        header: the columns that there are.
        where: names a row, for messages.
    """

    def __init__(self, header: Sequence[str], where: Where) -> None:
        self._header, self._where = header, where
        # A column that is not there is read from an empty cell behind the last one.
        self._pick = itemgetter(*(header.index(name) if name in header else len(header) for name in COLUMNS))
        own = [(name, place) for place, name in enumerate(header) if name not in COLUMNS]
        about = [name for name, _ in own if name.startswith(_OF_CONCEPT) or name in OF_CONCEPT]
        self._extra = [(_own_name(name), place) for name, place in own if name not in about]
        self._about = [(name.removeprefix(_OF_CONCEPT), place) for name, place in own if name in about]
        # Columns whose cells are looked at, by the names in the header.
        self._checked = [
            (header[place], name, place)
            for name, place in self._extra + self._about
            if name in DATES or (name in OF_CONCEPT and header[place] in about)
        ]
        self._drafts: dict[str, _Draft] = {}
        self._related: dict[str, int] = {}
        self._kinds: dict[tuple[str, str], tuple[str, Status]] = {}

    def read(self, rows: Iterable[tuple[int, list[str]]]) -> list[Concept]:
        """Read all rows. This runs once a row of a glossary of perhaps a million, so it does not call much."""
        width, pick, drafts, kinds = len(self._header), self._pick, self._drafts, self._kinds
        more = bool(self._checked or self._about)
        for number, cells in rows:
            if len(cells) != width:
                raise self._short(cells, number)
            cells.append("")
            id_, domain, language, text, status_name, part_of_speech, gender, count, *rest = pick(cells)
            forms, flags, register, definition, note, source = rest
            draft = drafts.get(id_)
            if draft is None:
                if not id_:
                    raise self._bad(number, "concept", "empty; every row names its concept.")
                draft = drafts[id_] = _Draft()
            if domain and domain != draft.domain:
                draft.domain = self._first(draft.domain, domain, "domain", id_, number)
            if definition:
                draft.definition = self._first(draft.definition, definition, "definition", id_, number)
            if more:
                self._about_concept(draft, cells, id_, number)
            try:
                spoken, status = kinds[language, status_name]
            except KeyError:
                spoken, status = kinds[language, status_name] = self._kind(language, status_name, number)
            if not text or len(text) > MAX_TERM_CHARS or "  " in text or not text.isprintable():
                text = self._text(text, number, "term")
            if (spoken, text) in draft.seen:
                raise self._bad(number, "term", f"{text!r} stands twice in the concept {id_}.")
            draft.seen.add((spoken, text))
            term = Term(
                text=text,
                language=language,
                status=status,
                part_of_speech=part_of_speech,
                gender=gender,
                number=count,
                forms=self._forms(forms, number) if forms else (),
                flags=tuple(flags.split()) if flags else (),
                register=register,
                note=note,
                source=source,
                extra=tuple((name, cells[at]) for name, at in self._extra if cells[at]) if self._extra else (),
            )
            if message := taken_for_pattern(term):
                raise self._bad(number, "term", message)
            draft.terms.append(term)
        return self._concepts()

    def _about_concept(self, draft: _Draft, cells: Sequence[str], id_: str, number: int) -> None:
        for column, name, at in self._checked:
            if cells[at] and (message := wrong(name, cells[at])):
                raise self._bad(number, column, message)
        for name, at in self._about:
            if name in ("note", "source") and cells[at]:
                setattr(draft, name, cells[at])
            elif cells[at]:
                draft.extra[name] = cells[at]
                if name == "relations":
                    self._related[id_] = number

    def _kind(self, language: str, status_name: str, number: int) -> tuple[str, Status]:
        """The primary language and the status that two cells say."""
        if not TAG.match(language):
            raise self._bad(number, "language", f"{language!r} is no language tag; expected nl, en, en-GB …")
        status = _STATUSES.get(status_name.lower())
        if status is None:
            raise self._bad(number, "status", f"{status_name!r}; expected {', '.join(Status)}.")
        return primary(language), status

    def _forms(self, cell: str, number: int) -> tuple[str, ...]:
        return tuple(self._text(form, number, "forms") for form in cell.split("|") if form.strip())

    def _text(self, text: str, number: int, column: str) -> str:
        return checked_text(text, f"{self._where(number)}: column {column}")

    def _first(self, earlier: str, value: str, column: str, id_: str, number: int) -> str:
        """The value that a concept has in all its rows."""
        if earlier and earlier != value:
            raise self._bad(number, column, f"differs from an earlier row of the concept {id_}.")
        return value

    def _bad(self, number: int, column: str, message: str) -> BadGlossary:
        return BadGlossary(f"{self._where(number)}: column {column}: {message}")

    def _short(self, cells: Sequence[str], number: int) -> BadGlossary:
        expected = len(self._header)
        last = f"; the last one that is there is {self._header[len(cells) - 1]}" if len(cells) < expected else ""
        return BadGlossary(f"{self._where(number)}: {cells_of(cells)}, {expected} expected{last}.")

    def _concepts(self) -> list[Concept]:
        concepts = [
            Concept(
                id=id_,
                domain=draft.domain,
                definition=draft.definition,
                note=draft.note,
                source=draft.source,
                extra=tuple(draft.extra.items()),
                terms=tuple(draft.terms),
            )
            for id_, draft in self._drafts.items()
        ]
        if self._related and (chain := cycle(concepts)):
            number = next(self._related[id_] for id_ in chain if id_ in self._related)
            raise self._bad(number, "relations", f"{described(chain)}.")
        return concepts


def cells_of(cells: Sequence[str]) -> str:
    """How many cells there are: 1 cell, 2 cells."""
    return f"{len(cells)} cell{'' if len(cells) == 1 else 's'}"


def checked_text(text: str, place: str) -> str:
    """A term with its white space made regular.

    Raises:
        BadGlossary: it is empty, or longer than a term can be.
    """
    text = " ".join(text.split())
    if not text:
        raise BadGlossary(f"{place}: empty; a term was expected.")
    if len(text) > MAX_TERM_CHARS:
        raise BadGlossary(f"{place}: {len(text):,} characters; a term has at most {MAX_TERM_CHARS}.")
    return text


def write_rows(concepts: Iterable[Concept]) -> Iterator[list[str]]:
    """The header and a row a term: our columns, unknown ones after them; what is about a concept in its first row."""
    concepts = list(concepts)
    extra = list(dict.fromkeys(name for concept in concepts for term in concept.terms for name, _ in term.extra))
    about = list(dict.fromkeys(name for concept in concepts for name, _ in _about(concept)))
    names = [_OF_TERM + name if _misread(name) else name for name in extra]
    names += [name if name in OF_CONCEPT else _OF_CONCEPT + name for name in about]
    yield [*COLUMNS, *names]
    for concept in concepts:
        for number, term in enumerate(concept.terms):
            known = dict(term.extra)
            whole = {} if number else dict(_about(concept))
            yield [
                *(concept.id, concept.domain, term.language, term.text, term.status.value, term.part_of_speech),
                *(term.gender, term.number, "|".join(term.forms), " ".join(term.flags), term.register),
                *("" if number else concept.definition, term.note, term.source),
                *(known.get(name, "") for name in extra),
                *(whole.get(name, "") for name in about),
            ]


def _about(concept: Concept) -> list[tuple[str, str]]:
    named = [("note", concept.note), ("source", concept.source), *concept.extra]
    return [(name, value) for name, value in named if value]


def _misread(name: str) -> bool:
    """Whether a column about the term would be taken for one of ours, or for one about the concept."""
    rest = name.removeprefix(_OF_TERM)
    plain = name.lower() in COLUMNS or name in OF_CONCEPT or name.startswith(_OF_CONCEPT)
    return plain or (rest != name and _misread(rest))


def _own_name(column: str) -> str:
    """The name that a column about the term has in `Term.extra`."""
    rest = column.removeprefix(_OF_TERM)
    return rest if rest != column and _misread(rest) else column
