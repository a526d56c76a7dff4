"""Two runs side by side as one page that needs nothing else; nothing is loaded and nothing runs in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from translate_kit.reports.page import asset, policy, template

if TYPE_CHECKING:
    from translate_kit.scoring.changes import Changes
    from translate_kit.scoring.figure import Score
    from translate_kit.scoring.history import Run


class Figure(NamedTuple):
    """A metric in both runs.

    `gain` is by how many points the second is better, None where they cannot be compared; `p_value` comes from a test,
    None without one; `note` says why they cannot be compared.
    """

    name: str
    before: Score | None
    after: Score | None
    gain: float | None
    p_value: float | None
    note: str


def render(
    before_name: str,
    after_name: str,
    before: Run,
    after: Run,
    figures: Sequence[Figure],
    found: Changes | None,
    limit: int,
) -> str:
    """The page; every text is escaped.

    Args:
        before_name: of the first run.
        after_name: of the second.
        before: the first run.
        after: the second.
        figures: the metrics.
        found: the segments, None where they are not known.
        limit: so many segments that got better and that got worse; 0 for all.
    """
    style = asset("scores.css")
    sections = [
        (title, segments[:limit] if limit else segments, len(segments))
        for title, segments in ((("Worse", found.worse), ("Better", found.better)) if found is not None else ())
    ]
    return template("scores.html.jinja").render(
        names=(before_name, after_name),
        runs=(before, after),
        figures=figures,
        found=found,
        sections=sections,
        style=style,
        policy=policy(style),
    )
