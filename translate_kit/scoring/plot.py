"""Scores over time as a picture: SVG for pages, PNG for whatever takes no SVG.

Drawn by matplotlib, an extra: with what it needs it takes 100 MB on the disk, and no other command needs it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from translate_kit.errors import BadInput, Missing
from translate_kit.reports.marked import flat
from translate_kit.scoring.figure import LOWER_IS_BETTER
from translate_kit.scoring.history import Run

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMATS = ("svg", "png")
_COLOURS = ("#1f4e79", "#a3211b", "#1d6339", "#7a4b00", "#6b3fa0", "#2f7d8a", "#5d574e")
_STYLES = ("o-", "s--", "^-.", "D:", "v-", "P--", "X-.")
"""Markers and lines differ as well as colours, so that print and colour-blind readers lose nothing."""

_SHOWN_LABELS = 12


def plot(runs: Sequence[Run], metrics: Sequence[str], *, format: str = "svg", title: str = "") -> bytes:
    """Draw metrics over runs, each with its 95 % interval where it was measured.

    Measures of which more is better and those of which less is better get a panel each.

    Args:
        runs: oldest first.
        metrics: which ones; a run that has not measured one leaves a gap.
        format: out of `FORMATS`.
        title: above the picture.

    Raises:
        BadInput: there are no runs, or none of them has the metric.
        Missing: matplotlib is not installed.
    """
    if not runs:
        raise BadInput("there are no scores to draw.", remedy="`translate-kit score --reference FILE` measures.")
    for metric in metrics:
        if not any(run.score_of(metric) for run in runs):
            raise BadInput(f"no run has measured {metric!r}.", remedy="`scores list` shows what there is.")
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError as error:
        raise Missing(f"drawing needs matplotlib ({error}). Get it: pip install 'translate-kit[plot]'") from None

    names = [next(score.name for run in runs if (score := run.score_of(metric)) is not None) for metric in metrics]
    panels = [
        (label, chosen)
        for label, chosen in (
            ("higher is better", [name for name in names if name not in LOWER_IS_BETTER]),
            ("lower is better", [name for name in names if name in LOWER_IS_BETTER]),
        )
        if chosen
    ]
    # Text stays text in SVG, and the same runs give the same bytes: a picture in version control changes when they do.
    # A name with two $ is no formula.
    settings: Any = {"svg.fonttype": "none", "svg.hashsalt": "translate-kit", "text.parse_math": False}
    with mpl.rc_context(settings):
        figure = Figure(figsize=(8, 1 + 3.2 * len(panels)), layout="constrained")
        axes: Any = figure.subplots(len(panels), 1, squeeze=False, sharex=True)
        for row, (label, chosen) in enumerate(panels):
            _panel(axes[row][0], runs, chosen, label, first=sum(len(before) for _, before in panels[:row]))
        _dates(axes[-1][0], runs)
        if title:
            figure.suptitle(flat(title), fontsize="medium")
        out = io.BytesIO()
        figure.savefig(
            out,
            format=format,
            dpi=150,
            metadata={"Date": None, "Title": flat(title) or "Scores"} if format == "svg" else {},
        )
    return out.getvalue()


def _panel(axes: Axes, runs: Sequence[Run], metrics: Sequence[str], label: str, first: int) -> None:
    for number, metric in enumerate(metrics, first):
        found = [(place, score) for place, run in enumerate(runs) if (score := run.score_of(metric)) is not None]
        places, values = [place for place, _ in found], [score.score for _, score in found]
        colour = _COLOURS[number % len(_COLOURS)]
        axes.plot(places, values, _STYLES[number % len(_STYLES)], color=colour, label=metric, markersize=5)
        bounds = [
            (place, score.ci_low, score.ci_high)
            for place, score in found
            if score.ci_low is not None and score.ci_high is not None
        ]
        axes.vlines(
            [place for place, _, _ in bounds],
            [low for _, low, _ in bounds],
            [high for _, _, high in bounds],
            colors=colour,
            alpha=0.45,
        )
        axes.annotate(f"{values[-1]:.1f}", (places[-1], values[-1]), textcoords="offset points", xytext=(6, 4))
    axes.set_title(label, loc="left", fontsize="small")
    axes.grid(visible=True, axis="y", alpha=0.3)
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1), fontsize="small", frameon=False)
    axes.margins(x=0.08)


def _dates(axes: Axes, runs: Sequence[Run]) -> None:
    step = -(-len(runs) // _SHOWN_LABELS)
    places = list(range(0, len(runs), step))
    axes.set_xticks(places)
    shown = [runs[place] for place in places]
    axes.set_xticklabels(
        [f"{flat(run.name) or run.number or run.id}\n{run.measured[:10]}" for run in shown], fontsize="x-small"
    )
