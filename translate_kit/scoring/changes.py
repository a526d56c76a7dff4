"""Two translations of the same segments side by side: which got better, which got worse, and what was changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from translate_kit.errors import BadInput
from translate_kit.scoring.figure import gain
from translate_kit.scoring.metrics import DEFAULT, Counts, Options, known_metrics

Difference = tuple[str, str]
"""`equal`, `delete` or `insert`, and the text."""

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentChange:
    """One segment in both translations.

    Attributes:
        number: its place, from 1.
        segment: its id, or its number where it has none.
        document: where it stands, or empty.
        source: empty where it is not known.
        references: one or more.
        before: the first translation.
        after: the second.
        score_before: of the first, in the metric that was chosen.
        score_after: of the second.
        gain: by how many points the second is better; below 0 when it is worse.
    """

    number: int
    segment: str
    document: str
    source: str
    references: tuple[str, ...]
    before: str
    after: str
    score_before: float
    score_after: float
    gain: float

    @property
    def diff(self) -> list[Difference]:
        """What was changed, word by word: without the insertions it is `before`, without the deletions `after`."""
        return differences(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of the segments.

    Attributes:
        metric: that the segments are compared by.
        better: those that got better, the most first.
        worse: those that got worse, the most first.
        same: how many score the same with another text.
        unchanged: how many have the same text.
    """

    metric: str
    better: list[SegmentChange]
    worse: list[SegmentChange]
    same: int
    unchanged: int


def changes(
    before: Sequence[str],
    after: Sequence[str],
    references: Sequence[Sequence[str]],
    *,
    metric: str = "chrF2",
    sources: Sequence[str] = (),
    segments: Sequence[tuple[str, str]] = (),
    options: Options = DEFAULT,
) -> Changes:
    """Compare two translations segment by segment.

    Args:
        before: the first.
        after: the second, as many.
        references: the sets of references.
        metric: out of `METRICS`.
        sources: of the segments, where they are known.
        segments: document and id of each, where they are known.
        options: see `Options`.

    Raises:
        BadInput: the lengths differ, or the metric is unknown.
    """
    if len(before) != len(after):
        raise BadInput(f"{len(before)} segments and {len(after)}; only the same ones can be compared.")
    (metric,) = known_metrics([metric])
    differing = [row for row in range(len(before)) if before[row] != after[row]]
    if not differing:
        return Changes(metric, [], [], 0, len(before))
    sets = [[lines[row] for row in differing] for lines in references]
    firsts = Counts(metric, [before[row] for row in differing], sets, options).segment_scores()
    seconds = Counts(metric, [after[row] for row in differing], sets, options).segment_scores()
    found = [
        SegmentChange(
            number=row + 1,
            segment=segments[row][1] if segments else str(row + 1),
            document=segments[row][0] if segments else "",
            source=sources[row] if sources else "",
            references=tuple(lines[row] for lines in references),
            before=before[row],
            after=after[row],
            score_before=first.score,
            score_after=second.score,
            gain=gain(metric, first.score, second.score),
        )
        for row, first, second in zip(differing, firsts, seconds, strict=True)
    ]
    better = sorted((one for one in found if one.gain > 0), key=lambda one: (-one.gain, one.number))
    worse = sorted((one for one in found if one.gain < 0), key=lambda one: (one.gain, one.number))
    return Changes(metric, better, worse, len(found) - len(better) - len(worse), len(before) - len(found))


def differences(before: str, after: str) -> list[Difference]:
    """How two texts differ, word by word, with as few words deleted and inserted as possible.

    Changed words with nothing but a space between them are one change: *the suspect* for *a defendant*, not two.
    """
    from rapidfuzz.distance import Levenshtein

    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    found: list[Difference] = []
    deleted = inserted = space = ""
    changed = False
    for step in Levenshtein.opcodes(old, new):
        one = "".join(old[step.src_start : step.src_end])
        other = "".join(new[step.dest_start : step.dest_end])
        if step.tag != "equal":
            deleted, inserted, space, changed = deleted + space + one, inserted + space + other, "", True
        elif changed and one.isspace():
            space = one
        else:
            found += _changed(deleted, inserted)
            found.append(("equal", space + one))
            deleted = inserted = space = ""
            changed = False
    found += _changed(deleted, inserted)
    return [*found, ("equal", space)] if space else found


def _changed(deleted: str, inserted: str) -> list[Difference]:
    return [(tag, text) for tag, text in (("delete", deleted), ("insert", inserted)) if text]
