"""Glossaries as rows: our columns, one row a term, and the plain two or three columns of OmegaT and the MT vendors."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from pathlib import PurePath
from typing import Literal

from glossary.concept import Concept, Status, Term, primary
from glossary.errors import BadGlossary

COLUMNS = (
    *("concept", "domain", "language", "term", "status", "part_of_speech", "gender", "number"),
    *("forms", "flags", "register", "definition", "note", "source"),
)
"""Our columns, in the order in which they are written."""

_STATUSES: dict[str, Status] = {"": Status.PREFERRED} | {status.value: status for status in Status}
_OF_CONCEPT = "concept."
"""Columns about the concept as a whole, in its first row: `concept.note`, `concept.source`, and others that we keep."""

_REQUIRED = ("concept", "language", "term")
MAX_TERM_CHARS = 500
"""A longer term is a sentence, or a broken file."""

_SOURCE_NAMES = {"source", "src", "source term", "source_term", "term", "bron", "brontekst", "bronterm"}
_TARGET_NAMES = {
    *("target", "trg", "tgt", "target term", "target_term", "translation", "translated term"),
    *("doel", "doeltekst", "doelterm", "vertaling"),
}
_COMMENT_NAMES = {"comment", "comments", "note", "notes", "description", "definition", "opmerking", "remark"}
_LANGUAGE_NAMES = {"dutch": "nl", "nederlands": "nl", "english": "en", "engels": "en"}
TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z")
# What a spreadsheet would run as a formula, and what we would skip as a comment.
_RISKY = re.compile(r"'*[=+\-@#\t\r]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(slots=True)
class _Place:
    """Where in a file: for messages."""

    name: str
    line: int

    def bad(self, column: str, message: str) -> BadGlossary:
        return BadGlossary(f"{self.name}:{self.line}: column {column}: {message}")


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


def parse_csv(text: str, *, name: str, source_language: str, target_language: str) -> list[Concept]:
    """Parse CSV, TSV or semicolon-separated rows, with our header or as a plain source/target list.

    Args:
        text: the decoded file.
        name: its name; messages say it, and `.tab`, `.tsv`, `.utf8` and `.txt` are tab-separated.
        source_language: of the first column of a plain list.
        target_language: of the second column of a plain list.

    Raises:
        BadGlossary: with file, line and column, and what was expected. Nothing is half-loaded.
    """
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise BadGlossary(f"{name}:{line}: there is a control character (U+{ord(found[0]):04X}); text was expected.")
    delimiter = _delimiter(text, name)
    rows = _rows(text, delimiter, name)
    first = next(rows, None)
    if first is None:
        raise BadGlossary(f"{name}: there are no rows in it; a glossary was expected.")
    # Our own columns in any case; unknown ones keep theirs, since they are written back.
    spoken = [cell.strip() for cell in first[1]]
    header = [name.lower() if name.lower() in COLUMNS else name for name in spoken]
    if "term" in header and ("concept" in header or "language" in header):
        return _parse_terms(header, rows, _Place(name, first[0]), escaped="'" in text)
    return _parse_pairs(first, rows, name, delimiter, source_language, target_language)


def _delimiter(text: str, name: str) -> str:
    line = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    if "\t" in line or PurePath(name).suffix.lower() in (".tab", ".tsv", ".utf8", ".txt"):
        return "\t"
    outside = re.sub(r'"[^"]*"', "", line)
    return ";" if outside.count(";") > outside.count(",") else ","


def _rows(text: str, delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are neither empty nor a comment, with the number of the line that they begin on."""
    # OmegaT's tab-separated files know no quoting: a quote there is a quote.
    bare = delimiter == "\t" and PurePath(name).suffix.lower() != ".tsv"
    quoting: Literal[0, 3] = csv.QUOTE_NONE if bare else csv.QUOTE_MINIMAL
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, strict=True)
    line = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadGlossary(
                f"{name}:{line}: the row that begins here cannot be read ({error}). "
                'A cell with quotes in it is written as "…""…""…".'
            ) from None
        begun, line = line, reader.line_num + 1
        if any(cell.strip() for cell in row) and not row[0].startswith("#"):
            yield begun, row


def _safe(cell: str) -> str:
    """A cell as a spreadsheet can open it: none that begins like a formula."""
    return f"'{cell}" if _RISKY.match(cell) else cell


def _plain(cell: str) -> str:
    """The inverse of `_safe`."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell


def _parse_terms(
    header: list[str], rows: Iterator[tuple[int, list[str]]], top: _Place, *, escaped: bool
) -> list[Concept]:
    for column in _REQUIRED:
        if column not in header:
            raise BadGlossary(
                f"{top.name}:{top.line}: the column {column} is missing; expected {', '.join(COLUMNS)} "
                f"({', '.join(_REQUIRED)} at least)."
            )
    for number, column in enumerate(header):
        if not column or column in header[:number]:
            what = "has no name" if not column else f"is called {column}, like an earlier one"
            raise BadGlossary(f"{top.name}:{top.line}: column {number + 1} {what}.")
    reader = _RowReader(header, top.name)
    for line, row in rows:
        if len(row) != len(header):
            raise BadGlossary(
                f"{top.name}:{line}: {len(row)} cells, {len(header)} expected"
                + (f"; the last one that is there is {header[len(row) - 1]}." if len(row) < len(header) else ".")
            )
        cells = list(map(str.strip, row))
        reader.add(list(map(_plain, cells)) if escaped else cells, line)
    return reader.concepts()


class _RowReader:
    """Puts rows together to concepts.

    Args:
        header: the columns that there are.
        name: of the file, for messages.
    """

    def __init__(self, header: list[str], name: str) -> None:
        self._name = name
        # A column that is not there is read from an empty cell behind the last one.
        self._pick = itemgetter(*(header.index(name) if name in header else len(header) for name in COLUMNS))
        own = [(name, place) for place, name in enumerate(header) if name not in COLUMNS]
        self._extra = [(name, place) for name, place in own if not name.startswith(_OF_CONCEPT)]
        self._about = [(name.removeprefix(_OF_CONCEPT), place) for name, place in own if name.startswith(_OF_CONCEPT)]
        self._drafts: dict[str, _Draft] = {}

    def add(self, cells: list[str], line: int) -> None:
        """Take one row."""
        id_, domain, language, text, status_name, part_of_speech, gender, number, *rest = self._pick([*cells, ""])
        forms, flags, register, definition, note, source = rest
        place = _Place(self._name, line)
        if not id_:
            raise place.bad("concept", "empty; every row names its concept.")
        draft = self._drafts.get(id_)
        if draft is None:
            draft = self._drafts[id_] = _Draft()
        if domain and domain != draft.domain:
            draft.domain = _first(draft.domain, domain, "domain", id_, place)
        if definition:
            draft.definition = _first(draft.definition, definition, "definition", id_, place)
        for name, at in self._about:
            if name in ("note", "source") and cells[at]:
                setattr(draft, name, cells[at])
            elif cells[at]:
                draft.extra[name] = cells[at]
        if not _is_tag(language):
            raise place.bad("language", f"{language!r} is no language tag; expected nl, en, en-GB …")
        status = _STATUSES.get(status_name.lower())
        if status is None:
            raise place.bad("status", f"{status_name!r}; expected {', '.join(Status)}.")
        text = _checked(text, place, "term")
        key = (primary(language), text)
        if key in draft.seen:
            raise place.bad("term", f"{text!r} stands twice in the concept {id_}.")
        draft.seen.add(key)
        draft.terms.append(
            Term(
                text=text,
                language=language,
                status=status,
                part_of_speech=part_of_speech,
                gender=gender,
                number=number,
                forms=tuple(_checked(form, place, "forms") for form in forms.split("|") if form.strip())
                if forms
                else (),
                flags=tuple(flags.split()),
                register=register,
                note=note,
                source=source,
                extra=tuple((name, cells[at]) for name, at in self._extra if cells[at]),
            )
        )

    def concepts(self) -> list[Concept]:
        """What the rows made."""
        return [
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


def _first(earlier: str, value: str, column: str, id_: str, place: _Place) -> str:
    """The value that a concept has in all its rows."""
    if earlier and earlier != value:
        raise place.bad(column, f"differs from an earlier row of the concept {id_}.")
    return value


@lru_cache(maxsize=1024)
def _is_tag(text: str) -> bool:
    return TAG.match(text) is not None


def _checked(text: str, place: _Place, column: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise place.bad(column, "empty; a term was expected.")
    if len(text) > MAX_TERM_CHARS:
        raise place.bad(column, f"{len(text):,} characters; a term has at most {MAX_TERM_CHARS}.")
    return text


def _parse_pairs(
    first: tuple[int, list[str]],
    rows: Iterator[tuple[int, list[str]]],
    name: str,
    delimiter: str,
    source_language: str,
    target_language: str,
) -> list[Concept]:
    columns, is_header = _columns(first[1], source_language, target_language)
    splitter = re.compile(r"\s*[|;]\s*" if delimiter != ";" else r"\s*\|\s*")
    found: dict[str, tuple[list[str], list[str]]] = {}
    for line, row in rows if is_header else _chain(first, rows):
        place = _Place(name, line)
        if len(row) < 2 or len(row) > max(3, len(first[1])):
            raise BadGlossary(f"{name}:{line}: {len(row)} cells; expected source and target, and perhaps a comment.")
        cells = [_plain(cell.strip()) for cell in row] + [""]
        source = _checked(cells[columns[0]], place, "source")
        targets = [_checked(cell, place, "target") for cell in splitter.split(cells[columns[1]]) if cell.strip()]
        if not targets:
            raise place.bad("target", "empty; a term was expected.")
        comment = cells[columns[2]] if columns[2] < len(row) else ""
        known, comments = found.setdefault(source, ([], []))
        known += [target for target in targets if target not in known]
        if comment and comment not in comments:
            comments.append(comment)
    if not found:
        raise BadGlossary(f"{name}: there are no terms in it, only a header.")
    return [
        pair_concept(source, targets, "; ".join(comments), source_language, target_language)
        for source, (targets, comments) in found.items()
    ]


def pair_concept(
    source: str, targets: Sequence[str], comment: str, source_language: str, target_language: str
) -> Concept:
    """The concept of a plain pair: the first target is preferred, others are admitted."""
    terms = [Term(text=source, language=source_language, note=comment)]
    for number, target in enumerate(targets):
        status = Status.ADMITTED if number else Status.PREFERRED
        terms.append(Term(text=target, language=target_language, status=status))
    return Concept(id=source, terms=tuple(terms))


def _chain(first: tuple[int, list[str]], rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    yield first
    yield from rows


def _columns(row: list[str], source_language: str, target_language: str) -> tuple[tuple[int, int, int], bool]:
    """Which columns are source, target and comment, and whether the row is a header that says so."""
    names = [_LANGUAGE_NAMES.get(cell.strip().lower(), cell.strip().lower()) for cell in row]
    source, target = primary(source_language), primary(target_language)
    if len(names) < 2:
        return (0, 1, 2), False
    one, two = names[0], names[1]
    tags = TAG.match(one) and TAG.match(two) and {primary(one), primary(two)} == {source, target}
    if tags:
        return ((0, 1, 2) if primary(one) == source else (1, 0, 2)), True
    if one in _SOURCE_NAMES and two in _TARGET_NAMES:
        return (0, 1, 2), True
    if one in _TARGET_NAMES and two in _SOURCE_NAMES:
        return (1, 0, 2), True
    return (0, 1, 2), False


def write_csv(concepts: Iterable[Concept], *, delimiter: str = ",") -> str:
    """Write our columns, unknown ones after them; one row a term, the definition in the first row of its concept.

    Cells that a spreadsheet would run as a formula are written with an apostrophe before them; reading removes it.
    """
    concepts = list(concepts)
    extra = list(dict.fromkeys(name for concept in concepts for term in concept.terms for name, _ in term.extra))
    about = list(dict.fromkeys(name for concept in concepts for name, _ in _about(concept)))
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow((*COLUMNS, *extra, *(f"{_OF_CONCEPT}{name}" for name in about)))
    for concept in concepts:
        for number, term in enumerate(concept.terms):
            known = dict(term.extra)
            whole = {} if number else dict(_about(concept))
            cells = (
                *(concept.id, concept.domain, term.language, term.text, term.status.value, term.part_of_speech),
                *(term.gender, term.number, "|".join(term.forms), " ".join(term.flags), term.register),
                *("" if number else concept.definition, term.note, term.source),
                *(known.get(name, "") for name in extra),
                *(whole.get(name, "") for name in about),
            )
            writer.writerow([_safe(cell) for cell in cells])
    return out.getvalue()


def _about(concept: Concept) -> list[tuple[str, str]]:
    named = [("note", concept.note), ("source", concept.source), *concept.extra]
    return [(name, value) for name, value in named if value]


def write_pairs(concepts: Iterable[Concept], *, source_language: str, target_language: str) -> str:
    """Write source, target and comment with tabs between, as OmegaT reads them.

    Terms that may not be used are left out: the format cannot say so.
    """
    lines = []
    for concept in concepts:
        sources = [term for term in concept.in_language(source_language) if term.status.allowed]
        targets = [term for term in concept.in_language(target_language) if term.status.allowed]
        for source in sources:
            if source.do_not_translate and not targets:
                targets = [source]
            for target in sorted(targets, key=lambda term: term.status is not Status.PREFERRED):
                comment = concept.definition or source.note or target.note or concept.note
                cells = (source.text, target.text, comment)
                lines.append("\t".join(" ".join(cell.split()) for cell in cells).rstrip("\t"))
    return "".join(f"{line}\n" for line in lines)
