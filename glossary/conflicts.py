"""Where concepts contradict each other: within one glossary, and between several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from glossary.concept import Concept, Status, Term, primary

if TYPE_CHECKING:
    from glossary.termbase import TermBase

_ABOUT: Final[tuple[Literal["definition", "domain"], ...]] = ("definition", "domain")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """What one glossary says.

    Attributes:
        glossary: its file.
        priority: its place among the glossaries, 1 for the one that counts before all others.
        concept: id of the concept there.
        says: a status, a preferred target, a definition or a subject field.
    """

    glossary: str
    priority: int
    concept: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """What two glossaries say about the same thing.

    Attributes:
        kind: `preferred` (another preferred target for a source term), `status` (a target that one allows and the other
            does not), `definition` or `domain` (of concepts with the same id).
        term: the source term; empty for `definition` and `domain`.
        target: the target term, for `status`.
        wins: the glossary with the higher priority.
        loses: the other one.
    """

    kind: Literal["preferred", "status", "definition", "domain"]
    term: str
    target: str
    wins: Says
    loses: Says

    def __str__(self) -> str:
        """One line for people; what counts comes first."""
        about = f"{self.term} → {self.target}" if self.target else self.term or self.wins.concept
        field = "" if self.kind == "status" else f"{self.kind} "
        one, other = (says.says if self.kind == "status" else repr(says.says) for says in (self.wins, self.loses))
        return f"{about}: {field}{one} in {self.wins.glossary}, {other} in {self.loses.glossary}"


def conflicts(base: TermBase) -> list[str]:
    """`disagreements` as lines, each once."""
    return list(dict.fromkeys(map(str, disagreements(base))))


def disagreements(base: TermBase) -> list[Disagreement]:
    """What an earlier glossary says otherwise than a later one; the earlier one counts.

    Another preferred target for the same source term, a target that one allows and the other does not, another
    definition or subject field of a concept with the same id. Nothing for a single glossary.
    """
    if len(base.sources) < 2:
        return []
    found: list[Disagreement] = []
    preferred: dict[str, tuple[str, dict[int, list[Says]]]] = {}
    statuses: dict[tuple[str, str], tuple[Status, Says]] = {}
    concepts: dict[str, tuple[int, Concept]] = {}
    for number, concept in enumerate(base.concepts):
        place = base.glossary_of(number)
        first_place, first = concepts.setdefault(concept.id, (place, concept))
        if first_place != place:
            found += _about(base, (first_place, first), (place, concept))
        for source, target in _pairs(base, concept):
            said = _says(base, place, concept, target.status.value)
            status, earlier = statuses.setdefault(
                (source.text.casefold(), target.text.casefold()), (target.status, said)
            )
            if earlier.priority != said.priority and status.allowed is not target.status.allowed:
                found.append(
                    Disagreement(kind="status", term=source.text, target=target.text, wins=earlier, loses=said)
                )
            if target.status is Status.PREFERRED:
                wanted = _says(base, place, concept, target.text)
                # Of any case: the matcher does not tell *Juche* from *juche* either.
                _, by_place = preferred.setdefault(source.text.casefold(), (source.text, {}))
                by_place.setdefault(place, []).append(wanted)
    for text, by_place in preferred.values():
        first_says, *later = by_place.values()
        for others in later:
            if not {one.says.casefold() for one in first_says} & {other.says.casefold() for other in others}:
                found.append(Disagreement(kind="preferred", term=text, target="", wins=first_says[0], loses=others[0]))
    return found


def _about(base: TermBase, one: tuple[int, Concept], other: tuple[int, Concept]) -> Iterator[Disagreement]:
    for kind in _ABOUT:
        earlier, later = getattr(one[1], kind), getattr(other[1], kind)
        if earlier and later and earlier != later:
            wins, loses = _says(base, *one, earlier), _says(base, *other, later)
            yield Disagreement(kind=kind, term="", target="", wins=wins, loses=loses)


def _says(base: TermBase, place: int, concept: Concept, says: str) -> Says:
    return Says(glossary=str(base.sources[place]), priority=place + 1, concept=concept.id, says=says)


def _pairs(base: TermBase, concept: Concept) -> Iterator[tuple[Term, Term]]:
    source, target = primary(base.source_language), primary(base.target_language)
    for term in concept.terms:
        if primary(term.language) == source:
            for other in concept.terms:
                if primary(other.language) == target:
                    yield term, other
