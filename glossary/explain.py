"""Why a term was found at a place, and which other terms might have been."""

from __future__ import annotations

from dataclasses import dataclass

from glossary.check import TermMatch
from glossary.entry import Hit
from glossary.overlap import Beaten

_WORDS = {"longer": "is longer", "closer": "is closer to the glossary", "earlier": "stands earlier in the glossaries"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """Another term that might have stood where a match stands.

    Attributes:
        start: first character of its place.
        end: one past the last.
        text: as it stands in the source.
        term: in its base form.
        concept: id of its concept.
        match: how it would stand there: `exact`, `inflected`, `compound` or `related`.
        accepted: it is a homonym of the match, whose targets are accepted too.
        reason: why the match won: `longer`, `closer` to what the glossary says, `earlier` in the glossaries.
    """

    start: int
    end: int
    text: str
    term: str
    concept: str
    match: str
    accepted: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A match and why it is one.

    Attributes:
        match: as `TermBase.match` gives it.
        why: one sentence.
        rivals: the terms that it took the place of, the strongest first.
    """

    match: TermMatch
    why: str
    rivals: tuple[Rival, ...]


def explained(text: str, match: TermMatch, hit: Hit, lost: list[tuple[Beaten, str]]) -> Explanation:
    """Put an explanation together.

    Args:
        text: the source.
        match: the match.
        hit: its place.
        lost: what it took the place of, each with the id of its concept.
    """
    rivals = tuple(
        Rival(
            start=one.hit.start,
            end=one.hit.end,
            text=text[one.hit.start : one.hit.end],
            term=one.hit.entry.term.text,
            concept=concept,
            match=one.hit.kind,
            accepted=one.hit.parts == hit.parts and concept in match.homonyms,
            reason=one.reason,
        )
        for one, concept in lost
    )
    return Explanation(match=match, why=_why(match, hit, rivals), rivals=rivals)


def _why(match: TermMatch, hit: Hit, rivals: tuple[Rival, ...]) -> str:
    how = {
        "exact": "written as in the glossary",
        "inflected": f"a form of “{match.term}”",
        "compound": f"“{match.term}” in a longer word",
        "related": f"a derivation: of “{match.term}”, or beside the first term of its concept",
    }[match.match]
    sentence = f"“{match.text}” is {how}"
    if len(hit.parts) > 1:
        sentence += ", with other words between its parts"
    others = [rival for rival in rivals if not rival.accepted]
    if others:
        sentence += "; it " + ", ".join(f"{_WORDS[one.reason]} than “{one.term}” ({one.concept})" for one in others[:3])
    same = [rival.concept for rival in rivals if rival.accepted]
    if same:
        sentence += f"; the same word as in {', '.join(dict.fromkeys(same))}, whose targets are accepted too"
    return f"{sentence}."
