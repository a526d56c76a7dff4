"""Which of several translations of a sentence is the best: terms, likelihood, and what must not be lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from glossary import TermBase, TermMatch, Verdict
from translate_kit.mt import plan
from translate_kit.mt.carriers import leftover
from translate_kit.mt.decoding import Hypothesis
from translate_kit.mt.edits import Span, overlaps
from translate_kit.mt.placing import doubled, stutter

Key = tuple[int, int, str]
"""Start, end and concept of a match: what tells it from the others of its sentence."""

TERM_WEIGHT = 3.0
"""Nats a piece that a right term may cost. On the documents that the settings were chosen on, 1 to 4 differ by half a
point of term accuracy and 0.1 of chrF2."""
SCORES_APART = 1.5
"""Scores of two translations of one sentence differ by less, almost always."""
PENALTIES = {"ok": 0.0, "missing": 1.0, "deprecated": 1.0, "forbidden": 1.5, "fewer": 0.5}
LOOSE = 0.6
"""Part of the penalty for what may well have a name of its own: a homonym, a part of a compound, a derivation."""
NUMBER_WEIGHT, STUTTER_WEIGHT, DOUBLED_WEIGHT = 4.0, 0.3, 4.0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to translate.

    Attributes:
        text: the sentence.
        pieces: its subword pieces, when they are known.
        kept: what must be in its translation as it is, as often as here: stand-ins of mark-up.
    """

    text: str
    pieces: Sequence[str] = ()
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a translation makes of the terms of its source.

    Attributes:
        penalty: the sum over the terms that are wrong, each by how much it matters.
        missed: the matches that it does not have right.
        misused: the verdicts on deprecated and forbidden terms.
        found: for each match that it has right, what stands for it.
        places: where the right terms stand.
        faults: wrong numbers and repetitions, weighted.
        lost: stand-ins of mark-up that are not there as often as in the source, and stand-ins of terms left over.
    """

    penalty: float
    missed: frozenset[Key]
    misused: tuple[Verdict, ...]
    found: Mapping[Key, str]
    places: tuple[Span, ...]
    faults: float
    lost: int


@dataclass(slots=True)
class Candidate:
    """A possible translation of a sentence.

    Attributes:
        hypothesis: the translation.
        judgement: on it.
        step: how it came about; empty for the draft as it is.
        put: how single terms came into it.
        score: mean log probability of a piece; None as long as nobody knows.
    """

    hypothesis: Hypothesis
    judgement: Judgement
    step: str = ""
    put: Mapping[Key, str] = field(default_factory=dict)
    score: float | None = None


def key_of(match: TermMatch) -> Key:
    """What tells a match from the others of its sentence."""
    return match.start, match.end, match.concept


class Judge:
    """Judges the translations of one sentence.

    Args:
        termbase: the glossary.
        sentence: the sentence.
    """

    def __init__(self, termbase: TermBase, sentence: Sentence) -> None:
        self._sentence = sentence
        self._check = termbase.checker(sentence.text)
        self._languages = termbase.source_language, termbase.target_language
        self._numbers = plan.numbers_expected(sentence.text, *self._languages)
        self._stutter = stutter(sentence.text)

    def judge(self, target: str) -> Judgement:
        """Judge a translation."""
        penalty = 0.0
        missed: set[Key] = set()
        misused: list[Verdict] = []
        found: dict[Key, str] = {}
        places: list[Span] = []
        for verdict in self._check(target):
            key = key_of(verdict.match)
            loose = verdict.match.homonyms or verdict.match.match in ("compound", "related")
            penalty += PENALTIES[verdict.kind] * (LOOSE if loose and verdict.kind != "forbidden" else 1.0)
            if verdict.kind == "ok":
                found[key] = verdict.found
                if verdict.start is not None and verdict.end is not None:
                    places.append((verdict.start, verdict.end))
            else:
                missed.add(key)
            if verdict.kind in ("deprecated", "forbidden"):
                misused.append(verdict)
        right = {key: text for key, text in found.items() if key not in missed}
        faults, lost = self._faults(target, places), self._lost(target)
        return Judgement(penalty, frozenset(missed), tuple(misused), right, tuple(places), faults, lost)

    def wrong_numbers(self, target: str) -> list[tuple[Span, str]]:
        """The numbers of the sentence, where and as the target should write them; none when they all are right."""
        if not self._numbers or not plan.numbers_wrong(self._numbers, target):
            return []
        return [
            (place.span(), written)
            for place in plan.NUMBER_WORD.finditer(self._sentence.text)
            if place[0] not in self._sentence.kept
            and (written := plan.number_written(place[0], *self._languages)) is not None
        ]

    def _faults(self, target: str, places: Sequence[Span]) -> float:
        wrong = plan.numbers_wrong(self._numbers, target) if self._numbers else 0
        repeated = max(0, stutter(target) - self._stutter)
        at_terms = sum(overlaps(span, places) for span in doubled(target)) if repeated else 0
        return NUMBER_WEIGHT * wrong + STUTTER_WEIGHT * repeated + DOUBLED_WEIGHT * at_terms

    def _lost(self, target: str) -> int:
        lost = leftover(self._sentence.text, target)
        for kept, count in Counter(self._sentence.kept).items():
            lost += abs(len(re.findall(rf"(?<!\w){re.escape(kept)}(?!\w)", target)) - count)
        return lost


def hopeful(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that may be the best one, whatever their scores turn out to be, the least damaged first."""
    damage = [(one.judgement.lost, TERM_WEIGHT * one.judgement.penalty + one.judgement.faults) for one in candidates]
    lost, least = min(damage)
    found = [
        number for number, (mark_up, harm) in enumerate(damage) if mark_up == lost and harm <= least + SCORES_APART
    ]
    return [candidates[number] for number in sorted(found, key=lambda number: damage[number])]


def best(candidates: Iterable[Candidate]) -> Candidate:
    """The candidate that loses no mark-up and has the most terms right for the least damage; the first among equals."""
    return max(candidates, key=_worth)


def _worth(candidate: Candidate) -> tuple[int, float]:
    judgement = candidate.judgement
    score = candidate.score if candidate.score is not None else 0.0
    return -judgement.lost, score - TERM_WEIGHT * judgement.penalty - judgement.faults
