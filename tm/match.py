"""What a memory returns: matches, counts, statistics."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from tm.score import Difference, Penalty
from tm.unit import TranslationUnit

MAX_PROBLEMS = 1000
"""How many problems are kept word for word; the rest is counted by reason."""


@dataclass(frozen=True, slots=True)
class Match:
    """A unit that fits a text.

    Attributes:
        score: 0-101 after penalties.
        kind: `context` (equal, in the same context), `exact` (equal after normalising) or `fuzzy`.
        source: the unit's source, inline elements as the native code in them.
        target: the unit's target likewise, with the numbers of the text looked up where they could be put in.
        memory: the memory that it came from, as it was opened.
        unit_id: its number there.
        changed: when the unit was changed last (or made), ISO 8601 in UTC; None when the memory does not know.
        penalties: what was taken off the score, and why.
        diff: the text looked up against the source, word by word.
        differs: kinds of difference, see `tm.score.changes`.
        adapted: what was replaced in the target: (was, is now).
        unit: the whole unit.
    """

    score: int
    kind: Literal["context", "exact", "fuzzy"]
    source: str
    target: str
    memory: str
    unit_id: int
    changed: str | None = None
    penalties: tuple[Penalty, ...] = ()
    diff: tuple[Difference, ...] = ()
    differs: tuple[str, ...] = ()
    adapted: tuple[tuple[str, str], ...] = ()
    unit: TranslationUnit | None = field(default=None, compare=False, repr=False)

    def as_json(self) -> dict[str, Any]:
        """The match as `tm lookup --json` prints it."""
        return {
            "score": self.score,
            "kind": self.kind,
            "source": self.source,
            "target": self.target,
            "memory": self.memory,
            "unit_id": self.unit_id,
            "changed": self.changed,
            "penalties": [asdict(penalty) for penalty in self.penalties],
            "diff": [[operation, text] for operation, text in self.diff],
            "differs": list(self.differs),
            "adapted": [list(pair) for pair in self.adapted],
        }


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that was refused or repaired.

    Attributes:
        reason: what was wrong, one phrase.
        unit: 1-based number of the unit in its file, 0 when the problem is outside any.
        line: 1-based line of the file, 0 when it is not known.
        refused: whether the unit was left out; else it was repaired and taken.
        detail: the text at fault, shortened.
    """

    reason: str
    unit: int = 0
    line: int = 0
    refused: bool = True
    detail: str = ""


@dataclass(slots=True)
class Counts:
    """What became of the units that were read: `read == added + merged + refused`.

    Attributes:
        read: how many there were.
        added: new in the memory.
        merged: with an older unit that says the same.
        refused: left out; see `reasons`.
        repaired: taken, with something put right (these are among `added` and `merged`).
        reasons: how many were refused or repaired, by reason.
        problems: the first `MAX_PROBLEMS` of them, one by one.
    """

    read: int = 0
    added: int = 0
    merged: int = 0
    refused: int = 0
    repaired: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    def note(self, problem: Problem) -> None:
        """Count a problem, and keep it while there is room."""
        self.reasons[problem.reason] += 1
        if problem.refused:
            self.refused += 1
        else:
            self.repaired += 1
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem)

    def as_json(self) -> dict[str, Any]:
        """The counts as `tm import --json` prints them."""
        return {
            "read": self.read,
            "added": self.added,
            "merged": self.merged,
            "refused": self.refused,
            "repaired": self.repaired,
            "reasons": dict(self.reasons),
            "problems": [asdict(problem) for problem in self.problems],
        }
