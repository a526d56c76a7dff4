"""A job from sources to drafts, whatever engine does the translating.

Different sources are translated once, text is told from what separates it, mark-up is taken out and put back, what
needs no model is settled here, and a text whose stand-ins or numbers did not come through is tried again in another
form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from translate_kit.mt import plan, punctuation
from translate_kit.mt.alignment import ATOM, Alignment, restore
from translate_kit.mt.engine import Draft, Progress
from translate_kit.mt.markup import STAND_INS, Marked, parse

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
    """

    target: str
    align: Callable[[str], Alignment]
    log_probability: float | None = None
    length: int = 0


Run = Callable[[Sequence[Marked]], Iterator[tuple[int, Outcome]]]
"""Translates plain texts; yields the index of each and its outcome, in any order."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A way to show a text to an engine.

    Attributes:
        form: of the stand-ins, see `markup.parse`.
        numbers: whether numbers get stand-ins as well.
    """

    form: int | None
    numbers: bool


_ATTEMPTS = (
    _Attempt(0, numbers=False),
    _Attempt(0, numbers=True),
    _Attempt(len(STAND_INS) - 1, numbers=True),
    _Attempt(None, numbers=False),
)
"""Tried in turn until every stand-in came through once and the numbers are right; the last is always taken, unless an
earlier one had only its numbers wrong."""


@dataclass(slots=True)
class _Part:
    """One part of a source on its way through the engine."""

    assembly: _Assembly
    place: int
    attempt: int
    marked: Marked
    numbers: Counter[str]
    best: tuple[int, Marked, str, Outcome] | None = None
    """Of the attempts whose stand-ins came through: numbers that are wrong, and what came."""


@dataclass(slots=True)
class _Assembly:
    """A source with the targets of its parts as they come in."""

    places: list[int]
    parts: list[plan.Part]
    targets: list[str]
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
    """

    def __init__(self, source_language: str, target_language: str, model: str) -> None:
        self._source_language, self._target_language, self._model = source_language, target_language, model

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

        assemblies = _assemblies(sources, keep)
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
        return True

    def _read(self, assembly: _Assembly, place: int, attempt: int, before: _Part | None = None) -> _Part:
        part, way = assembly.parts[place], _ATTEMPTS[attempt]
        numbers = (plan.NUMBER_WORD, self._written) if way.numbers else None
        marked = parse(part.text, form=way.form, keep=part.keep, numbers=numbers)
        if before is not None:
            return _Part(assembly, place, attempt, marked, before.numbers, before.best)
        expected = plan.numbers_expected(marked.text, self._source_language, self._target_language)
        return _Part(assembly, place, attempt, marked, expected)

    def _written(self, number: str) -> str | None:
        return plan.number_written(number, self._source_language, self._target_language)

    def _accepted(self, part: _Part, outcome: Outcome) -> bool:
        """Take what came for a part, unless another attempt may be better."""
        target = punctuation.settle(part.marked.text, outcome.target, target_language=self._target_language)
        if part.marked.copied(target):
            wrong = plan.numbers_wrong(part.numbers, part.marked.written(target)) if part.numbers else 0
            if part.best is None or wrong < part.best[0]:
                part.best = (wrong, part.marked, target, outcome)
        last = part.attempt == len(_ATTEMPTS) - 1
        # Without stand-ins that could be lost, the last way shows nothing that the first has not shown.
        nothing_new = part.attempt == len(_ATTEMPTS) - 2 and part.best is not None
        if part.best is None or (part.best[0] and not (last or nothing_new)):
            return False
        self._finish(part, *part.best[1:])
        return True

    def _finish(self, part: _Part, marked: Marked, target: str, outcome: Outcome) -> None:
        assembly = part.assembly
        alignment = outcome.align(target) if marked.marks else Alignment((), (), ())
        assembly.targets[part.place] = restore(marked, target, alignment)
        assembly.waiting -= 1
        assembly.by_model = True
        assembly.length += outcome.length
        if assembly.log_probability is not None and outcome.log_probability is not None:
            assembly.log_probability += outcome.log_probability
        else:
            assembly.log_probability = None

    def _draft(self, assembly: _Assembly) -> Draft:
        target = "".join(assembly.targets)
        if not assembly.by_model:
            return Draft(target, "")
        if assembly.log_probability is None or not assembly.length:
            return Draft(target, self._model)
        return Draft(target, self._model, round(assembly.log_probability / assembly.length, 4))


def _assemblies(sources: Sequence[str], keep: Sequence[Spans] | None) -> list[_Assembly]:
    # Each different source once: repetitions are common in what people translate.
    places: dict[tuple[str, tuple[tuple[int, int], ...]], list[int]] = {}
    for place, source in enumerate(sources):
        places.setdefault((source, tuple(keep[place]) if keep else ()), []).append(place)
    out = []
    for (source, kept), where in places.items():
        parts = plan.parts(source, kept)
        out.append(_Assembly(where, parts, [part.text for part in parts]))
    return out
