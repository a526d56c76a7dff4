"""What working on a project took, by person: the raw times, and those that count by `translate_kit.scoring.pace`.

Pauses of half a minute are left out before that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

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


@dataclass(slots=True)
class _Sum:
    """What is added up of one person."""

    visits: int = 0
    keystrokes: int = 0
    active_ms: int = 0
    idle_ms: int = 0
    spent_ms: dict[str, int] = field(default_factory=dict)
    suggestions: dict[str, int] = field(default_factory=dict)


def by_person(visits: Iterable[Visit], words_of: Callable[[Iterable[str]], Mapping[str, int]]) -> list[PersonEffort]:
    """Add visits up, one after another: a log of any length needs a number for each segment of each person.

    Args:
        visits: the raw log, of any people.
        words_of: gives the words of the sources of segments by their ids.
    """
    people: dict[str, _Sum] = {}
    for visit in visits:
        one = people.setdefault(visit.person, _Sum())
        one.visits += 1
        one.keystrokes += visit.keystrokes
        one.active_ms += visit.active_ms
        one.idle_ms += visit.idle_ms
        one.spent_ms[visit.segment] = one.spent_ms.get(visit.segment, 0) + visit.active_ms
        for what in visit.suggestions:
            kind = what.split(" ")[0]
            one.suggestions[kind] = one.suggestions.get(kind, 0) + 1
    words = words_of({segment for one in people.values() for segment in one.spent_ms})
    return [_effort(person, one, words) for person, one in sorted(people.items())]


def _effort(person: str, done: _Sum, words: Mapping[str, int]) -> PersonEffort:
    relevant = [segment for segment, spent in done.spent_ms.items() if pace.believable(words[segment], spent)]
    return PersonEffort(
        person=person,
        visits=done.visits,
        segments=len(done.spent_ms),
        words=sum(words[segment] for segment in done.spent_ms),
        keystrokes=done.keystrokes,
        active_ms=done.active_ms,
        idle_ms=done.idle_ms,
        relevant_segments=len(relevant),
        relevant_words=sum(words[segment] for segment in relevant),
        relevant_ms=sum(done.spent_ms[segment] for segment in relevant),
        suggestions=done.suggestions,
    )
