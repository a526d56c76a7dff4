"""Read the annotated text of tests/data/terms and measure matching and checking with it.

The rules of annotation are in tests/data/terms/README.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from glossary import TermBase, TermMatch, Verdict

TERMS = Path(__file__).parent.parent / "data" / "terms"
OPTIONAL = "homonym"

_MARK = re.compile(r"\[\[([^\[\]|]+)\|([^\[\]|]+)\|([^\[\]|]+)\]\]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A term that a person marked.

    Attributes:
        start: first character in the bare text.
        end: one past the last.
        concepts: ids of the concepts that are right.
        kind: how the term stands there.
    """

    start: int
    end: int
    concepts: frozenset[str]
    kind: str


@dataclass(frozen=True, slots=True)
class Annotated:
    """A sentence without its marks, and the marks."""

    line: int
    group: str
    text: str
    marks: tuple[Mark, ...]


def rows(name: str) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of a file of tests/data/terms, without its comments."""
    for line, row in enumerate((TERMS / name).read_text(encoding="utf-8").splitlines(), 1):
        if not row.startswith("#"):
            yield line, row.split("\t")


def annotated(name: str) -> list[Annotated]:
    """The sentences of a file."""
    return [parse(line, group, marked) for line, (group, marked) in rows(name)]


def parse(line: int, group: str, marked: str) -> Annotated:
    """A sentence with its marks taken out."""
    text, last, marks = "", 0, []
    for found in _MARK.finditer(marked):
        text += marked[last : found.start()]
        surface, concepts, kind = found.groups()
        marks.append(Mark(len(text), len(text) + len(surface), frozenset(concepts.split("/")), kind))
        text += surface
        last = found.end()
    return Annotated(line, group, text + marked[last:], tuple(marks))


@dataclass(slots=True)
class Matching:
    """How matches agree with marks.

    Precision is the share of the matches that lie on a mark and have its concept, recall the share of the marks that
    such a match lies on; F1 is their harmonic mean. Marks of kind `homonym` and the matches on them do not count.

    Attributes:
        sentences: how many there were.
        right: matches that agree with a mark.
        false: matches that agree with none.
        missed: marks without a match.
        exact_spans: right matches with the very characters of the mark.
        first_concept: right matches whose own concept is right, and not only one of its homonyms.
        marks: number of marks of each kind.
        missed_of_kind: of these the missed ones.
        same_kind: of these the ones whose match has the same kind.
        false_of_kind: false matches by the kind that the matcher gave them.
        mistakes: a line for each false or missed one, to read when tuning.
    """

    sentences: int = 0
    right: int = 0
    false: int = 0
    missed: int = 0
    exact_spans: int = 0
    first_concept: int = 0
    marks: Counter[str] = field(default_factory=Counter)
    missed_of_kind: Counter[str] = field(default_factory=Counter)
    same_kind: Counter[str] = field(default_factory=Counter)
    false_of_kind: Counter[str] = field(default_factory=Counter)
    mistakes: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.false)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)

    @property
    def exact_f1(self) -> float:
        """F1 when a match counts only with the very characters of the mark."""
        return 2 * self.exact_spans / (2 * self.right + self.false + self.missed)


def measure_matching(matches: Callable[[str], Iterable[TermMatch]], sentences: Iterable[Annotated]) -> Matching:
    """Match each sentence with a function such as `TermBase.match` and compare with its marks."""
    result = Matching()
    for sentence in sentences:
        result.sentences += 1
        open_marks = [mark for mark in sentence.marks if mark.kind != OPTIONAL]
        result.marks.update(mark.kind for mark in open_marks)
        for match in matches(sentence.text):
            mark = next((mark for mark in open_marks if _agree(match, mark)), None)
            if mark is not None:
                open_marks.remove(mark)
                result.right += 1
                result.exact_spans += (match.start, match.end) == (mark.start, mark.end)
                result.first_concept += match.concept in mark.concepts
                result.same_kind[mark.kind] += match.match == mark.kind
            elif not any(_agree(match, mark) for mark in sentence.marks if mark.kind == OPTIONAL):
                result.false += 1
                result.false_of_kind[match.match] += 1
                what = f"false {match.match} {match.text!r} {match.concept}"
                result.mistakes.append(f"{sentence.line} {sentence.group}: {what}: {sentence.text}")
        for mark in open_marks:
            result.missed += 1
            result.missed_of_kind[mark.kind] += 1
            surface, wanted = sentence.text[mark.start : mark.end], "/".join(sorted(mark.concepts))
            what = f"missed {mark.kind} {surface!r} {wanted}"
            result.mistakes.append(f"{sentence.line} {sentence.group}: {what}: {sentence.text}")
    return result


def _agree(match: TermMatch, mark: Mark) -> bool:
    overlap = match.start < mark.end and mark.start < match.end
    return overlap and not mark.concepts.isdisjoint((match.concept, *match.homonyms))


def false_alarms(terms: TermBase) -> tuple[int, list[tuple[int, Verdict]]]:
    """(number of correct pairs, (line, verdict) of each error or warning about them)."""
    alarms, pairs = [], 0
    for line, (source, target) in rows("correct.tsv"):
        pairs += 1
        alarms += [
            (line, verdict) for verdict in terms.check(source, target) if verdict.severity in ("error", "warning")
        ]
    return pairs, alarms


@dataclass(frozen=True, slots=True)
class Planted:
    """A planted error, and the verdicts about its pair that are not `ok`."""

    line: int
    kind: str
    concept: str
    verdicts: tuple[Verdict, ...]

    @property
    def found(self) -> bool:
        """Whether a verdict names the concept and the kind of the error."""
        return any(self._names(verdict) for verdict in self.verdicts)

    @property
    def others(self) -> list[Verdict]:
        """Errors and warnings about anything else."""
        return [one for one in self.verdicts if one.severity in ("error", "warning") and not self._names(one)]

    def _names(self, verdict: Verdict) -> bool:
        concepts = (verdict.match.concept, *verdict.match.homonyms)
        return verdict.kind == self.kind and self.concept in concepts


def planted_errors(terms: TermBase) -> list[Planted]:
    """Check each pair with a planted error."""
    return [
        Planted(line, kind, concept, tuple(verdict for verdict in terms.check(source, target) if verdict.kind != "ok"))
        for line, (source, target, kind, concept) in rows("planted.tsv")
    ]
