"""What working on a project took, by person: the raw times, and those that count by `translate_kit.scoring.pace`.

Pauses of half a minute are left out before that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from translate_kit.project.work import Visit
from translate_kit.scoring import pace


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEffort:
    """What one person spent.

    Attributes:
        person: who.
        visits: how often they opened a segment.
        segments: in how many segments.
        words: of the sources of these.
        keystrokes: that changed a text.
        active_ms: milliseconds at work, all visits.
        idle_ms: milliseconds of pauses in an open segment.
        relevant_segments: those that took a believable time.
        relevant_words: of these.
        relevant_ms: of these.
        suggestions: what was inserted, and how often: `machine`, `memory`, `repetition`, `term`, …
    """

    person: str
    visits: int
    segments: int
    words: int
    keystrokes: int
    active_ms: int
    idle_ms: int
    relevant_segments: int
    relevant_words: int
    relevant_ms: int
    suggestions: Mapping[str, int]

    @property
    def words_an_hour(self) -> float | None:
        """Of the relevant segments; None before there are any."""
        return pace.words_an_hour(self.relevant_words, self.relevant_ms)


def by_person(visits: Iterable[Visit], words: Mapping[str, int]) -> list[PersonEffort]:
    """Add visits up.

    Args:
        visits: the raw log, of any people.
        words: segment → words of its source.
    """
    people: dict[str, dict[str, list[Visit]]] = {}
    for visit in visits:
        people.setdefault(visit.person, {}).setdefault(visit.segment, []).append(visit)
    return [_sum(person, segments, words) for person, segments in sorted(people.items())]


def _sum(person: str, segments: Mapping[str, list[Visit]], words: Mapping[str, int]) -> PersonEffort:
    every = [visit for visits in segments.values() for visit in visits]
    relevant = {}
    for segment, visits in segments.items():
        count, spent = words.get(segment, 0), sum(visit.active_ms for visit in visits)
        if pace.believable(count, spent):
            relevant[segment] = spent
    inserted: dict[str, int] = {}
    for visit in every:
        for what in visit.suggestions:
            kind = what.split(" ")[0]
            inserted[kind] = inserted.get(kind, 0) + 1
    return PersonEffort(
        person=person,
        visits=len(every),
        segments=len(segments),
        words=sum(words.get(segment, 0) for segment in segments),
        keystrokes=sum(visit.keystrokes for visit in every),
        active_ms=sum(visit.active_ms for visit in every),
        idle_ms=sum(visit.idle_ms for visit in every),
        relevant_segments=len(relevant),
        relevant_words=sum(words[segment] for segment in relevant),
        relevant_ms=sum(relevant.values()),
        suggestions=inserted,
    )
