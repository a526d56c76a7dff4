"""Small term bases for the tests."""

from __future__ import annotations

from itertools import pairwise

from glossary import Concept, Status, Term, TermBase


def nl(text: str, pos: str = "noun", **fields: object) -> Term:
    return Term(text=text, language="nl", part_of_speech=pos, **fields)  # type: ignore[arg-type]


def en(text: str, status: str = "preferred", pos: str = "noun", **fields: object) -> Term:
    return Term(text=text, language="en", status=Status(status), part_of_speech=pos, **fields)  # type: ignore[arg-type]


def concept(*terms: Term, id: str | None = None) -> Concept:
    return Concept(id=id or terms[0].text, terms=terms)


def base(*terms: Term | str | Concept) -> TermBase:
    """A concept for each Dutch term, with itself in capitals as its English target; concepts as they are."""
    concepts = []
    for term in terms:
        if isinstance(term, Concept):
            concepts.append(term)
        else:
            source = nl(term) if isinstance(term, str) else term
            concepts.append(concept(source, en(f"english {source.text}", pos=source.part_of_speech)))
    return TermBase.from_concepts(concepts)


def found(terms: TermBase, text: str) -> list[tuple[str, str, str]]:
    """(text, term, match) of each match, with its offsets checked."""
    matches = terms.match(text)
    assert all(text[match.start : match.end] == match.text for match in matches)
    assert all(one.end <= other.start for one, other in pairwise(matches))
    return [(match.text, match.term, match.match) for match in matches]
