"""A job from sources to drafts, whatever engine does the translating.

Different sources are translated once, text is told from what separates it, mark-up is taken out and put back, what
needs no model is settled here, and a text whose stand-ins or numbers did not come through is tried again in another
form.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from translate_kit.mt import plan, punctuation
from translate_kit.mt.alignment import ATOM, Alignment
from translate_kit.mt.engine import KEPT, Draft, EnforcedTerm, Progress
from translate_kit.mt.markup import STAND_INS, Marked, parse, text_spans
from translate_kit.mt.restore import restore

if TYPE_CHECKING:
    from glossary import TermBase, TermMatch

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an engine made of one plain text.

    Attributes:
        target: the translation.
        align: gives the alignment with a target that punctuation was repaired in; only asked for where there is
            mark-up.
        log_probability: of all its pieces together, None when the engine does not say.
        length: its pieces.
        terms: the terms that were enforced in it.
        missed: terms of the glossary that it has wrong.
    """

    target: str
    align: Callable[[str], Alignment]
    log_probability: float | None = None
    length: int = 0
    terms: tuple[EnforcedTerm, ...] = ()
    missed: int = 0


Run = Callable[[Sequence[Marked]], Iterator[tuple[int, Outcome]]]
"""Translates plain texts; yields the index of each and its outcome, in any order."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A way to show a text to an engine.

    Attributes:
        form: of the stand-ins, see `markup.parse`.
        numbers: whether numbers get stand-ins as well.
        terms: whether the terms that are not to be translated do.
    """

    form: int | None
    numbers: bool
    terms: bool


_ATTEMPTS = (
    _Attempt(0, numbers=False, terms=False),
    _Attempt(0, numbers=True, terms=True),
    _Attempt(len(STAND_INS) - 1, numbers=True, terms=True),
    _Attempt(None, numbers=False, terms=True),
)
"""Tried in turn until every stand-in came through once, the numbers are right and what is not to be translated is
there; the last is always taken, unless an earlier one had only its numbers wrong."""


@dataclass(frozen=True, slots=True)
class _Untranslated:
    """A term that is to stay as it is: its place in a part of a source, and what a draft says of it."""

    place: tuple[int, int]
    term: EnforcedTerm


@dataclass(frozen=True, slots=True)
class _Best:
    """What came of an attempt whose stand-ins came through.

    Attributes:
        wrongs: terms that should have stayed as they are, numbers and other terms that are wrong.
        marked: the source as the engine got it.
        target: what it made of it.
        outcome: more about that.
        kept: whether the terms that are not to be translated had stand-ins.
    """

    wrongs: tuple[int, int, int]
    marked: Marked
    target: str
    outcome: Outcome
    kept: bool


@dataclass(slots=True)
class _Part:
    """One part of a source on its way through the engine."""

    assembly: _Assembly
    place: int
    attempt: int
    marked: Marked
    numbers: Counter[str]
    best: _Best | None = None


@dataclass(slots=True)
class _Assembly:
    """A source with the targets of its parts as they come in."""

    places: list[int]
    parts: list[plan.Part]
    targets: list[str]
    untranslated: list[tuple[_Untranslated, ...]]
    terms: list[tuple[EnforcedTerm, ...]]
    waiting: int = 0
    log_probability: float | None = 0.0
    length: int = 0
    by_model: bool = False


class Job:
    """Sources to translate in one go.

    Args:
        source_language: language tag.
        target_language: language tag.
        model: the label that drafts carry.
        termbase: what it says is not to be translated comes through unharmed; the engine sees to its other terms.
    """

    def __init__(
        self, source_language: str, target_language: str, model: str, *, termbase: TermBase | None = None
    ) -> None:
        self._source_language, self._target_language, self._model = source_language, target_language, model
        self._termbase = termbase

    def translate(
        self, sources: Sequence[str], run: Run, *, keep: Sequence[Spans] | None = None, progress: Progress | None = None
    ) -> list[Draft]:
        """Translate all sources.

        Args:
            sources: segments, inline mark-up included.
            run: the engine.
            keep: for each source (start, end) of the parts that must pass unharmed.
            progress: called with how many more sources are done; the calls add up to `len(sources)`.

        Returns:
            One draft for each source, in the same order.
        """
        drafts = [Draft("", "")] * len(sources)

        def done(assembly: _Assembly) -> None:
            draft = self._draft(assembly)
            for place in assembly.places:
                drafts[place] = draft
            if progress is not None:
                progress(len(assembly.places))

        kept = keep or [()] * len(sources)
        untranslated = [self._untranslated(source, spans) for source, spans in zip(sources, kept, strict=True)]
        assemblies = _assemblies(sources, kept, untranslated)
        waiting = [part for assembly in assemblies for part in self._to_translate(assembly)]
        for assembly in assemblies:
            if not assembly.waiting:
                done(assembly)
        while waiting:
            again: list[_Part] = []
            for number, outcome in run([part.marked for part in waiting]):
                part = waiting[number]
                if not self._accepted(part, outcome):
                    again.append(self._read(part.assembly, part.place, part.attempt + 1, part))
                elif not part.assembly.waiting:
                    done(part.assembly)
            waiting = again
        return drafts

    def _untranslated(self, source: str, kept: Spans) -> list[TermMatch]:
        """The terms of a source that are to stay as they are and are not kept, or part of mark-up, anyway."""
        matches = self._termbase.match(source) if self._termbase is not None else []
        matches = [match for match in matches if match.do_not_translate and match.match == "exact"]
        texts = text_spans(source) if matches else []
        return [
            match
            for match in matches
            if any(start <= match.start and match.end <= end for start, end in texts)
            and not any(start < match.end and match.start < end for start, end in kept)
        ]

    def _to_translate(self, assembly: _Assembly) -> Iterator[_Part]:
        for place, part in enumerate(assembly.parts):
            if not part.translate or self._settled(assembly, place):
                continue
            assembly.waiting += 1
            yield self._read(assembly, place, 0)

    def _settled(self, assembly: _Assembly, place: int) -> bool:
        """Whether a part needs no engine; then its target is set."""
        marked = parse(assembly.parts[place].text, form=None, keep=assembly.parts[place].keep)
        target = plan.without_model(marked.text, self._source_language, self._target_language)
        if target is None:
            return False
        if target != marked.text:
            spans = [found.span() for found in ATOM.finditer(marked.text)]
            word_for_word = Alignment(spans, spans, [(number, [1.0]) for number in range(len(spans))])
            assembly.targets[place] = restore(marked, target, word_for_word)
        assembly.terms[place] = tuple(one.term for one in assembly.untranslated[place])
        return True

    def _read(self, assembly: _Assembly, place: int, attempt: int, before: _Part | None = None) -> _Part:
        part, way = assembly.parts[place], _ATTEMPTS[attempt]
        numbers = (plan.NUMBER_WORD, self._written) if way.numbers else None
        loose = [] if way.terms else [one.place for one in assembly.untranslated[place]]
        keep = [span for span in part.keep if span not in loose]
        marked = parse(part.text, form=way.form, keep=keep, numbers=numbers)
        if before is not None:
            return _Part(assembly, place, attempt, marked, before.numbers, before.best)
        expected = plan.numbers_expected(marked.text, self._source_language, self._target_language)
        return _Part(assembly, place, attempt, marked, expected)

    def _written(self, number: str) -> str | None:
        return plan.number_written(number, self._source_language, self._target_language)

    def _accepted(self, part: _Part, outcome: Outcome) -> bool:
        """Take what came for a part, unless another attempt may be better."""
        target = punctuation.settle(part.marked.text, outcome.target, target_language=self._target_language)
        kept = _ATTEMPTS[part.attempt].terms
        if part.marked.copied(target):
            written = part.marked.written(target)
            untranslated = () if kept else part.assembly.untranslated[part.place]
            lost = sum(not _holds(written, one.term.target) for one in untranslated)
            wrong = plan.numbers_wrong(part.numbers, written) if part.numbers else 0
            wrongs = (lost, wrong, outcome.missed)
            if part.best is None or wrongs < part.best.wrongs:
                part.best = _Best(wrongs, part.marked, target, outcome, kept)
        last = part.attempt == len(_ATTEMPTS) - 1
        if part.best is None:
            return False
        lost, wrong, _ = part.best.wrongs
        # Without stand-ins that could be lost, the last way shows nothing that the first has not shown.
        nothing_new = part.attempt == len(_ATTEMPTS) - 2 and not lost
        if (lost or wrong) and not (last or nothing_new):
            return False
        self._finish(part, part.best)
        return True

    def _finish(self, part: _Part, best: _Best) -> None:
        assembly, outcome = part.assembly, best.outcome
        alignment = outcome.align(best.target) if best.marked.marks else Alignment((), (), ())
        assembly.targets[part.place] = restore(best.marked, best.target, alignment)
        kept = assembly.untranslated[part.place] if best.kept else ()
        assembly.terms[part.place] = (*(one.term for one in kept), *outcome.terms)
        assembly.waiting -= 1
        assembly.by_model = True
        assembly.length += outcome.length
        if assembly.log_probability is not None and outcome.log_probability is not None:
            assembly.log_probability += outcome.log_probability
        else:
            assembly.log_probability = None

    def _draft(self, assembly: _Assembly) -> Draft:
        target = "".join(assembly.targets)
        terms = tuple(term for found in assembly.terms for term in found)
        if not assembly.by_model:
            return Draft(target, "", terms=terms)
        score = None
        if assembly.log_probability is not None and assembly.length:
            score = round(assembly.log_probability / assembly.length, 4)
        return Draft(target, self._model, score, terms)


def _assemblies(
    sources: Sequence[str], keep: Sequence[Spans], untranslated: Sequence[Sequence[TermMatch]]
) -> list[_Assembly]:
    # Each different source once: repetitions are common in what people translate.
    places: dict[tuple[str, tuple[tuple[int, int], ...]], list[int]] = {}
    for place, source in enumerate(sources):
        places.setdefault((source, tuple(keep[place])), []).append(place)
    out = []
    for (source, kept), where in places.items():
        terms = untranslated[where[0]]
        parts = plan.parts(source, sorted((*kept, *((term.start, term.end) for term in terms))))
        starts = itertools.accumulate((len(part.text) for part in parts), initial=0)
        stay = [
            tuple(
                _Untranslated(
                    (term.start - start, term.end - start), EnforcedTerm(term.text, term.concept, term.text, KEPT)
                )
                for term in terms
                if start <= term.start < start + len(part.text)
            )
            for part, start in zip(parts, starts, strict=False)
        ]
        out.append(_Assembly(where, parts, [part.text for part in parts], stay, [()] * len(parts)))
    return out


def _holds(target: str, term: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(term)}(?!\w)", target, re.IGNORECASE) is not None
