"""BLEU, chrF2 and TER through sacrebleu; nothing is computed here that sacrebleu computes.

BLEU: Papineni et al. 2002. chrF2: Popović 2015. TER: Snover et al. 2006. Signatures and defaults: Post 2018, "A Call
for Clarity in Reporting BLEU Scores". Confidence intervals: bootstrap resampling, Koehn 2004.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from translate_kit.errors import BadInput

METRICS: tuple[tuple[str, str], ...] = (("BLEU", "BLEU"), ("chrF2", "CHRF"), ("TER", "TER"))
"""Our name of a metric, and sacrebleu's class. For BLEU and chrF2 higher is better, for TER lower."""

BOOTSTRAP_SAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Score:
    """One metric over a whole text.

    Attributes:
        name: `BLEU`, `chrF2`, `TER`, `term accuracy`.
        score: 0-100 (TER may exceed 100; term accuracy is a percentage too).
        signature: how to repeat it.
        ci_low: lower end of the 95 % confidence interval, None where it was not asked for.
        ci_high: its upper end.
    """

    name: str
    score: float
    signature: str
    ci_low: float | None = None
    ci_high: float | None = None


def score(
    hypotheses: Sequence[str], references: Sequence[str], *, metrics: Sequence[str] = (), confidence: bool = True
) -> list[Score]:
    """Score translations against one reference each.

    Args:
        hypotheses: what was translated, one segment each.
        references: what it is measured against, aligned with `hypotheses`.
        metrics: names out of `METRICS`; all when empty.
        confidence: add 95 % intervals by bootstrap resampling (1,000 samples; the seed is in the signature).

    Raises:
        BadInput: different lengths, no segments, or an unknown metric.
    """
    if len(hypotheses) != len(references):
        raise BadInput(
            f"{len(hypotheses)} hypotheses and {len(references)} references; there must be one reference a segment."
        )
    if not hypotheses:
        raise BadInput("there are no segments to score.")
    known = dict(METRICS)
    unknown = [name for name in metrics if name not in known]
    if unknown:
        raise BadInput(f"unknown metric {unknown[0]!r}; known: {', '.join(known)}.")
    return [_measure(name, known[name], hypotheses, references, confidence) for name in metrics or known]


def _measure(name: str, kind: str, hypotheses: Sequence[str], references: Sequence[str], confidence: bool) -> Score:
    import sacrebleu

    metric: Any = getattr(sacrebleu, kind)()
    # One segment cannot be resampled: every sample would be the same.
    samples = BOOTSTRAP_SAMPLES if confidence and len(hypotheses) > 1 else 1
    result = metric.corpus_score(list(hypotheses), [list(references)], n_bootstrap=samples)
    signature = metric.get_signature().format()
    if samples == 1:
        return Score(name, float(result.score), signature)
    # sacrebleu resamples in numpy; its scalars are not JSON.
    mean, half = float(result._mean), float(result._ci)
    return Score(name, float(result.score), signature, mean - half, mean + half)
