"""How concepts relate to each other: broader and narrower ones, parts and wholes, related ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glossary.concept import Concept

KINDS = ("broader", "narrower", "part-of", "has-part", "related")
"""`broader:x` says that x is the broader concept, `part-of:x` that x is the whole."""

_UPWARDS = {"broader": ("broader", False), "narrower": ("broader", True), "part-of": ("part", False)}
_UPWARDS["has-part"] = ("part", True)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of a concept to another.

    Attributes:
        kind: one of `KINDS`.
        concept: id of the other concept; it may be in another glossary, or in none.
    """

    kind: str
    concept: str


def parse_relations(text: str) -> tuple[Relation, ...]:
    """Parse `broader:state-religion|related:juche`.

    Raises:
        ValueError: a kind that there is not, or an id that is empty; the message says what was expected.
    """
    relations = []
    for item in text.split("|"):
        if not item.strip():
            continue
        kind, colon, other = item.partition(":")
        kind, other = kind.strip().lower(), other.strip()
        if not colon or kind not in KINDS or not other:
            expected = ", ".join(f"{kind}:ID" for kind in KINDS)
            raise ValueError(f"{item.strip()!r}; expected {expected}, separated by a bar.")
        relations.append(Relation(kind, other))
    return tuple(dict.fromkeys(relations))


def cycle(concepts: Iterable[Concept]) -> tuple[str, ...]:
    """The ids along a chain of broader concepts, or of wholes, that comes back to where it began; () when none does."""
    upwards: dict[str, dict[str, list[str]]] = {"broader": {}, "part": {}}
    for concept in concepts:
        for relation in concept.relations if concept.extra else ():
            if relation.kind in _UPWARDS:
                graph, reverse = _UPWARDS[relation.kind]
                lower, upper = (relation.concept, concept.id) if reverse else (concept.id, relation.concept)
                upwards[graph].setdefault(lower, []).append(upper)
    return next((found for graph in upwards.values() if (found := _cycle(graph))), ())


def _cycle(upwards: dict[str, list[str]]) -> tuple[str, ...]:
    done: set[str] = set()
    for start in upwards:
        # Depth first, without recursion: a chain may be as long as the glossary.
        chain: list[str] = []
        inside: set[str] = set()
        rest: list[list[str]] = [[start]]
        while rest:
            if not rest[-1]:
                rest.pop()
                if chain:
                    left = chain.pop()
                    inside.discard(left)
                    done.add(left)
                continue
            node = rest[-1].pop()
            if node in inside:
                return (*chain[chain.index(node) :], node)
            if node in done:
                continue
            chain.append(node)
            inside.add(node)
            rest.append(list(reversed(upwards.get(node, ()))))
    return ()


def described(chain: Sequence[str]) -> str:
    """A cycle in words."""
    return f"the relations go round in a circle: {' → '.join(chain)}"


def unknown(concepts: Sequence[Concept]) -> list[str]:
    """Relations to concepts that there are not, one line each."""
    ids = {concept.id for concept in concepts}
    return [
        f"{concept.id}: {relation.kind} {relation.concept}, which is not there"
        for concept in concepts
        if concept.extra
        for relation in concept.relations
        if relation.concept not in ids
    ]
