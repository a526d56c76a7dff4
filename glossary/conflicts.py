"""Where concepts contradict each other: within one glossary, and between several."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from glossary.concept import Concept, Status, Term, primary

if TYPE_CHECKING:
    from glossary.termbase import TermBase


def contradictions(base: TermBase) -> list[str]:
    """Source terms for which one concept allows what another of the same glossary does not, one line each."""
    verdicts: dict[tuple[int, str, str], dict[bool, str]] = {}
    for number, concept in enumerate(base.concepts):
        for source, target in _pairs(base, concept):
            key = (base.glossary_of(number), source.text.casefold(), target.text.casefold())
            verdicts.setdefault(key, {}).setdefault(target.status.allowed, concept.id)
    return [
        f"{one} → {other}: allowed in {by[True]}, not in {by[False]}"
        for (_, one, other), by in verdicts.items()
        if len(by) == 2
    ]


def conflicts(base: TermBase) -> list[str]:
    """What an earlier glossary says otherwise than a later one, one line each; the earlier one counts.

    Another preferred target for the same source term, a target that one allows and the other does not, another
    definition or subject field of a concept with the same id.
    """
    if len(base.sources) < 2:
        return []
    found: dict[str, None] = {}
    preferred: dict[str, dict[int, list[str]]] = {}
    verdicts: dict[tuple[str, str], tuple[int, Status]] = {}
    concepts: dict[str, tuple[int, Concept]] = {}
    for number, concept in enumerate(base.concepts):
        place = base.glossary_of(number)
        name = base.sources[place]
        first_place, first = concepts.setdefault(concept.id, (place, concept))
        if first_place != place:
            for field in ("definition", "domain"):
                one, other = getattr(first, field), getattr(concept, field)
                if one and other and one != other:
                    found[f"{concept.id}: {field} {one!r} in {base.sources[first_place]}, {other!r} in {name}"] = None
        for source, target in _pairs(base, concept):
            earlier, status = verdicts.setdefault(
                (source.text.casefold(), target.text.casefold()), (place, target.status)
            )
            if earlier != place and status.allowed is not target.status.allowed:
                line = f"{source.text} → {target.text}: {status} in {base.sources[earlier]}, {target.status} in {name}"
                found[line] = None
            if target.status is Status.PREFERRED:
                preferred.setdefault(source.text, {}).setdefault(place, []).append(target.text)
    for text, by_place in preferred.items():
        (earlier, wanted), *later = by_place.items()
        for place, others in later:
            if not {one.casefold() for one in wanted} & {other.casefold() for other in others}:
                line = f"preferred {wanted[0]!r} in {base.sources[earlier]}, {others[0]!r} in {base.sources[place]}"
                found[f"{text}: {line}"] = None
    return list(found)


def _pairs(base: TermBase, concept: Concept) -> Iterator[tuple[Term, Term]]:
    source, target = primary(base.source_language), primary(base.target_language)
    for term in concept.terms:
        if primary(term.language) == source:
            for other in concept.terms:
                if primary(other.language) == target:
                    yield term, other
