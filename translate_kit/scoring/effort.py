"""What post-editing took: HTER, edit distance, drafts accepted untouched, term accuracy, words an hour.

HTER: Snover et al. 2006, "A Study of Translation Edit Rate with Targeted Human Annotation": the translation edit rate
of a machine's draft against what a person made of it. Edit distance: Levenshtein's, over characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from translate_kit.scoring import pace
from translate_kit.scoring.figure import Group, Score
from translate_kit.scoring.metrics import DEFAULT, Counts, Options
from translate_kit.scoring.terms import term_share


@dataclass(frozen=True, slots=True, kw_only=True)
class PostEdit:
    """A segment that a person has confirmed, with the draft that they began with.

    Attributes:
        segment: its id.
        document: where it stands.
        source: what was translated.
        draft: what a memory or a machine proposed before it was confirmed; None when there was nothing.
        post_edit: the last version that was confirmed.
        engine: where the draft came from: a model, `memory`, `repetition`, or empty without a draft.
        person: who confirmed it first after the draft; what a reviewer changed later counts to the segment as well.
        month: of that, as in `2026-11`, in UTC.
        active_ms: how long that person worked in it, None when no times were recorded.
        terms: how many terms of the glossary are in the source.
        terms_allowed: in how many of them the post-edit keeps to the glossary.
    """

    segment: str
    document: str
    source: str
    draft: str | None
    post_edit: str
    engine: str
    person: str
    month: str
    active_ms: int | None = None
    terms: int = 0
    terms_allowed: int = 0

    @property
    def words(self) -> int:
        """Words of the source, parted by white space."""
        return len(self.source.split())


GROUPS: dict[str, Callable[[PostEdit], str]] = {
    "document": lambda edit: edit.document,
    "engine": lambda edit: edit.engine or "none",
    "person": lambda edit: edit.person,
    "month": lambda edit: edit.month,
    "segment": lambda edit: edit.segment,
}
"""By what post-edits can be taken together."""


class Effort:
    """Post-edits, counted once; measured together or by groups.

    Args:
        edits: the segments.
        terms_signature: which glossary their terms are from.
        options: for HTER; see `Options`.
    """

    def __init__(self, edits: Sequence[PostEdit], *, terms_signature: str = "", options: Options = DEFAULT) -> None:
        self.edits = list(edits)
        self._terms_signature = terms_signature
        self._drafted = [row for row, edit in enumerate(self.edits) if edit.draft is not None]
        self._place = {row: place for place, row in enumerate(self._drafted)}
        drafts = [self.edits[row].draft or "" for row in self._drafted]
        finals = [self.edits[row].post_edit for row in self._drafted]
        self._ter = Counts("TER", drafts, finals, options) if drafts else None
        self._distances = [_distance(draft, final) for draft, final in zip(drafts, finals, strict=True)]

    @property
    def words(self) -> int:
        """Words of all sources."""
        return sum(edit.words for edit in self.edits)

    def scores(self, *, confidence: bool = True) -> list[Score]:
        """All measures that there is something for, over all segments; `confidence` gives HTER its interval."""
        return self._measured(range(len(self.edits)), confidence)

    def by(self, key: str, *, confidence: bool = False) -> list[Group]:
        """The measures of each group, in the order of its name (documents and segments: as they come).

        Args:
            key: out of `GROUPS`.
            confidence: with intervals.
        """
        rows: dict[str, list[int]] = {}
        for row, edit in enumerate(self.edits):
            rows.setdefault(GROUPS[key](edit), []).append(row)
        names = list(rows) if key in ("document", "segment") else sorted(rows)
        return [
            Group(
                name,
                len(rows[name]),
                sum(self.edits[row].words for row in rows[name]),
                tuple(self._measured(rows[name], confidence)),
            )
            for name in names
        ]

    def _measured(self, rows: Iterable[int], confidence: bool) -> list[Score]:
        rows = list(rows)
        places = [self._place[row] for row in rows if row in self._place]
        found: list[Score | None] = []
        if places and self._ter is not None:
            ter = self._ter.score(places, confidence=confidence)
            found.append(Score("HTER", ter.score, ter.signature, ter.ci_low, ter.ci_high))
            found.append(_edit_share([self._distances[place] for place in places]))
            found.append(self._untouched([self._drafted[place] for place in places]))
        edits = [self.edits[row] for row in rows]
        terms, allowed = sum(edit.terms for edit in edits), sum(edit.terms_allowed for edit in edits)
        found.append(term_share(allowed, terms, signature=self._terms_signature))
        found.append(_speed(edits))
        return [score for score in found if score is not None]

    def _untouched(self, rows: Sequence[int]) -> Score:
        same = sum(self.edits[row].draft == self.edits[row].post_edit for row in rows)
        return Score("accepted untouched", 100 * same / len(rows), f"accepted:{same}|drafts:{len(rows)}")


def _distance(draft: str, final: str) -> tuple[int, int]:
    """How many characters were inserted, deleted or replaced, and the length of the longer text."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(draft, final), max(len(draft), len(final))


def _edit_share(distances: Sequence[tuple[int, int]]) -> Score | None:
    edits, characters = sum(edits for edits, _ in distances), sum(length for _, length in distances)
    if not characters:
        return None
    signature = f"levenshtein:characters|edits:{edits}|of:{characters}"
    return Score("edit distance", 100 * edits / characters, signature)


def _speed(edits: Sequence[PostEdit]) -> Score | None:
    timed = [edit for edit in edits if pace.believable(edit.words, edit.active_ms or 0)]
    total_ms = sum(edit.active_ms or 0 for edit in timed)
    words = sum(edit.words for edit in timed)
    speed = pace.words_an_hour(words, total_ms)
    if speed is None:
        return None
    rule = f"{pace.LEAST_MS_A_WORD / 1000:g}-{pace.MOST_MS_A_WORD / 1000:g}"
    signature = f"time:active|s/word:{rule}|words:{words}|segments:{len(timed)}|minutes:{total_ms / 60_000:.1f}"
    return Score("words an hour", speed, signature)
