"""Plain lists: source and target, perhaps a comment, as OmegaT and the vendors of machine translation use them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from glossary.concept import Concept, Status, Term, primary
from glossary.errors import BadGlossary
from glossary.formats.rows import TAG, Where, cells_of, checked_text
from glossary.patterns import taken_for_pattern

_SOURCE_NAMES = {"source", "src", "source term", "source_term", "term", "bron", "brontekst", "bronterm"}
_TARGET_NAMES = {
    *("target", "trg", "tgt", "target term", "target_term", "translation", "translated term"),
    *("doel", "doeltekst", "doelterm", "vertaling"),
}
_LANGUAGE_NAMES = {"dutch": "nl", "nederlands": "nl", "english": "en", "engels": "en"}


def read_pairs(
    first: tuple[int, list[str]],
    rows: Iterator[tuple[int, list[str]]],
    where: Where,
    *,
    name: str,
    separators: str,
    source_language: str,
    target_language: str,
) -> list[Concept]:
    """Put pairs together to concepts.

    Args:
        first: number and cells of the first row, which may be a header.
        rows: the rows after it.
        where: names a row, for messages.
        name: of the file, for messages.
        separators: characters that separate several targets in one cell.
        source_language: of the first column.
        target_language: of the second.

    Raises:
        BadGlossary: with row and column, and what was expected.
    """
    columns, is_header = _columns(first[1], source_language, target_language)
    splitter = re.compile(rf"\s*[{separators}]\s*")
    found: dict[str, tuple[list[str], list[str]]] = {}
    for number, row in rows if is_header else _chain(first, rows):
        if len(row) < 2 or len(row) > max(3, len(first[1])):
            raise BadGlossary(f"{where(number)}: {cells_of(row)}; expected source and target, and perhaps a comment.")
        cells = [*(cell.strip() for cell in row), ""]
        source = checked_text(cells[columns[0]], f"{where(number)}: column source")
        targets = [
            checked_text(cell, f"{where(number)}: column target")
            for cell in splitter.split(cells[columns[1]])
            if cell.strip()
        ]
        if not targets:
            raise BadGlossary(f"{where(number)}: column target: empty; a term was expected.")
        for column, text in (("source", source), *(("target", target) for target in targets)):
            if message := taken_for_pattern(Term(text=text, language="")):
                raise BadGlossary(f"{where(number)}: column {column}: {message}")
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
