"""Whether a run is good enough: not below a limit, not much worse than the run that it is compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from translate_kit.errors import BadInput
from translate_kit.scoring.figure import LOWER_IS_BETTER, gain
from translate_kit.scoring.history import Run

OTHER_SCALES = frozenset({"words an hour", "COMET"})
"""Not per cent: a drop in points that is meant for the others says nothing about them."""

_DRAWN = frozenset(
    ("version", "bs", "ar", "seed", "terms", "accepted", "drafts", "edits", "of", "words", "segments", "minutes")
)
"""What of a signature may differ between two runs that can be compared: how it was sampled, and how much there was."""

_ROUNDING = 1e-9
"""Below any digit that is shown: 55.1 - 54.1 is a little more than 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One rule of a gate and what came of it.

    Attributes:
        metric: what it is about.
        rule: `min`, `max` or `max-drop`.
        limit: of the rule, in points.
        score: of the run.
        before: of the run that it is compared with; None for a limit by itself.
        holds: whether the rule does.
        message: one sentence with the metric, both values, and the run that it was compared with.
    """

    metric: str
    rule: str
    limit: float
    score: float
    before: float | None
    holds: bool
    message: str


def judge(
    run: Run,
    against: Run | None,
    *,
    minimum: Mapping[str, float],
    maximum: Mapping[str, float],
    drops: Mapping[str, float],
    any_drop: float | None,
) -> list[Verdict]:
    """Hold a run to its limits.

    Args:
        run: which one.
        against: the run that a drop is measured from; None when there is none.
        minimum: metric → the least that it may be.
        maximum: metric → the most that it may be.
        drops: metric → by how many points it may be worse than `against`.
        any_drop: the same for all other metrics that both runs have, those on another scale excepted.

    Raises:
        BadInput: the run has no score in a metric that was named, or `against` has none that can be compared.
    """
    found = [_limit(run, metric, limit, "min") for metric, limit in minimum.items()]
    found += [_limit(run, metric, limit, "max") for metric, limit in maximum.items()]
    if against is None:
        return found
    named = {metric.casefold() for metric in drops}
    for metric, limit in drops.items():
        reason = incomparable(run, against, metric)
        if reason:
            raise BadInput(f"--max-drop {metric}: {reason}.")
        found.append(_drop(run, against, metric, limit))
    if any_drop is not None:
        found += [
            _drop(run, against, score.name, any_drop)
            for score in run.scores
            if score.name not in OTHER_SCALES
            and score.name.casefold() not in named
            and not incomparable(run, against, score.name)
        ]
    return found


def incomparable(run: Run, against: Run, metric: str) -> str:
    """Why two runs cannot be compared in a metric, empty if they can."""
    one, other = run.score_of(metric), against.score_of(metric)
    if one is None or other is None:
        return f"{(run if one is None else against).title} has no {metric}"
    if _way(one.signature) != _way(other.signature):
        return f"it was measured in another way in {against.title} ({other.signature}; now {one.signature})"
    return ""


def _way(signature: str) -> list[str]:
    return [part for part in signature.split("|") if part.partition(":")[0] not in _DRAWN]


def metrics_of(runs: Sequence[Run]) -> list[str]:
    """The metrics that any of the runs has, in the order in which they come."""
    return list(dict.fromkeys(score.name for run in runs for score in run.scores))


def _limit(run: Run, metric: str, limit: float, rule: str) -> Verdict:
    score = run.score_of(metric)
    if score is None:
        raise BadInput(f"--{rule} {metric}: {run.title} has no {metric}; it has {', '.join(metrics_of([run]))}.")
    holds = score.score >= limit if rule == "min" else score.score <= limit
    word = {("min", True): "not below", ("min", False): "below", ("max", True): "not above", ("max", False): "above"}
    return Verdict(
        metric=score.name,
        rule=rule,
        limit=limit,
        score=score.score,
        before=None,
        holds=holds,
        message=f"{score.name} is {score.score:.2f} in {run.title}: {word[rule, holds]} the {limit:g} of --{rule}.",
    )


def _drop(run: Run, against: Run, metric: str, limit: float) -> Verdict:
    one, other = run.score_of(metric), against.score_of(metric)
    assert one is not None and other is not None  # noqa: S101, PT018 - `incomparable` was asked before
    drop = -gain(one.name, other.score, one.score)
    rises = one.name in LOWER_IS_BETTER
    if drop > 0:
        how = f"{'rose' if rises else 'fell'} by {drop:.2f}"
    else:
        how = "is the same" if drop == 0 else f"{'fell' if rises else 'rose'} by {-drop:.2f}"
    holds = drop <= limit + _ROUNDING
    return Verdict(
        metric=one.name,
        rule="max-drop",
        limit=limit,
        score=one.score,
        before=other.score,
        holds=holds,
        message=(
            f"{one.name} {how}: {other.score:.2f} in {against.title}, {one.score:.2f} in {run.title};"
            f" {'not more' if holds else 'more'} than the {limit:g} of --max-drop."
        ),
    )
