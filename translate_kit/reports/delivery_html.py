"""The delivery report as one page for a client: nothing to load, no script, fit for A4 paper, a phone and the dark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from translate_kit.data import Severity, State
from translate_kit.reports.delivery import SHOWN_TERMS, SHOWN_WAIVERS, Delivery, band_rows
from translate_kit.reports.page import VERDICTS, asset, plural, policy, template
from translate_kit.scoring.figure import LOWER_IS_BETTER

if TYPE_CHECKING:
    from translate_kit.scoring.figure import Score
    from translate_kit.scoring.history import Run

_STATES = {
    State.FINAL: "final",
    State.REVIEWED: "reviewed",
    State.TRANSLATED: "translated",
    State.DRAFT: "draft",
    State.REJECTED: "rejected",
    State.NEW: "not begun",
}
_WIDTH, _HEIGHT, _EDGE = 320.0, 72.0, 8.0


class ScoreRow(NamedTuple):
    """A score with the places of its bar and its interval, from 0 to 100."""

    name: str
    better: str
    shown: str
    interval: str
    signature: str
    bar: float | None
    low: float | None
    high: float | None


class Trend(NamedTuple):
    """A metric over the measurements, drawn.

    Attributes:
        name: of the metric.
        line: the points of the line, as SVG has them.
        band: the points around the interval, empty without one.
        points: the places of the dots.
        first: when the first one was.
        last: when the last one was.
        change: from the first to the last, in points.
        better: whether that is an improvement; None for neither.
    """

    name: str
    line: str
    band: str
    points: list[tuple[float, float]]
    first: str
    last: str
    change: str
    better: bool | None


def render(delivery: Delivery) -> str:
    """The page. Every text of the delivery is escaped."""
    style = asset("qa.css") + "\n" + asset("delivery.css")
    by_severity = delivery.qa.by_severity()
    allowed, terms = delivery.qa.term_accuracy()
    total = delivery.analysis.total_price if delivery.prices else None
    waived = delivery.waived
    return template("delivery.html.jinja").render(
        delivery=delivery,
        style=style,
        policy=policy(style),
        errors=by_severity[Severity.ERROR],
        warnings=by_severity[Severity.WARNING],
        notes=by_severity[Severity.INFO],
        unconfirmed=len(delivery.segments) - delivery.confirmed,
        states=[(_STATES[state], state.value, count) for state, count in delivery.by_state().items()],
        checks=delivery.by_check(),
        clean=[check.name for check in delivery.clean_checks()],
        idle=[check.name for check in delivery.idle_checks()],
        waived=waived[:SHOWN_WAIVERS],
        more_waived=max(0, len(waived) - SHOWN_WAIVERS),
        check_names={check.id: check.name for check in delivery.checks},
        bands=band_rows(delivery),
        price="" if total is None else f"{total:,} {delivery.analysis.card.currency}",
        least=total is not None and total != delivery.analysis.price(),
        effort=_rows(delivery.effort),
        quality=_rows(delivery.quality),
        trends=_trends(delivery.history),
        allowed=allowed,
        matched=terms,
        verdicts=[(kind, *VERDICTS[kind], count) for kind in VERDICTS if (count := delivery.qa.by_verdict().get(kind))],
        terms=[row for row in delivery.terms() if not row.kept][:SHOWN_TERMS],
        more_terms=max(0, sum(not row.kept for row in delivery.terms()) - SHOWN_TERMS),
        documents=delivery.documents(),
        plural=plural,
    )


def _rows(run: Run | None) -> list[ScoreRow]:
    return [_row(score) for score in run.scores] if run is not None else []


def _row(score: Score) -> ScoreRow:
    per_cent = score.name != "words an hour" and score.name != "COMET"

    def place(value: float | None) -> float | None:
        return round(min(100.0, max(0.0, value)), 2) if per_cent and value is not None else None

    low, high = score.ci_low, score.ci_high
    return ScoreRow(
        score.name,
        "lower is better" if score.lower_is_better else "higher is better",
        f"{score.score:,.0f}" if score.name == "words an hour" else f"{score.score:.1f}",
        "" if low is None or high is None else f"{low:.1f}–{high:.1f}",
        score.signature,
        place(score.score),
        place(low),
        place(high),
    )


def _trends(runs: Sequence[Run]) -> list[Trend]:
    """A small chart for each metric that was measured more than once."""
    if len(runs) < 2:
        return []
    trends = []
    for name in (score.name for score in runs[-1].scores):
        measured = [(run, found) for run in runs if (found := run.score_of(name)) is not None]
        if len(measured) > 1:
            trends.append(_trend(name, [run.measured[:10] for run, _ in measured], [score for _, score in measured]))
    return trends


def _trend(name: str, dates: Sequence[str], scores: Sequence[Score]) -> Trend:
    lows = [score.score if score.ci_low is None else score.ci_low for score in scores]
    highs = [score.score if score.ci_high is None else score.ci_high for score in scores]
    bottom, top = min(lows), max(highs)
    span = (top - bottom) or 1.0
    step = (_WIDTH - 2 * _EDGE) / (len(scores) - 1)

    def at(number: int, value: float) -> tuple[float, float]:
        return round(_EDGE + number * step, 1), round(
            _HEIGHT - _EDGE - (value - bottom) / span * (_HEIGHT - 2 * _EDGE), 1
        )

    points = [at(number, score.score) for number, score in enumerate(scores)]
    around = [at(number, high) for number, high in enumerate(highs)]
    around += [at(number, low) for number, low in reversed(list(enumerate(lows)))]
    change = scores[-1].score - scores[0].score
    flat = round(abs(change), 1) == 0
    return Trend(
        name,
        _joined(points),
        _joined(around) if lows != highs else "",
        points,
        dates[0],
        dates[-1],
        f"{change:+.1f}",
        None if flat else (change < 0) is (name in LOWER_IS_BETTER),
    )


def _joined(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)
