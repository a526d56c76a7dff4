"""Scores of a translation, each with the signature that makes it repeatable."""

from translate_kit.scoring.figure import LOWER_IS_BETTER, Score
from translate_kit.scoring.metrics import METRICS, Counts, Options, score, segment_scores
from translate_kit.scoring.significance import SystemScore, significance
from translate_kit.scoring.terms import term_accuracy

__all__ = [
    "LOWER_IS_BETTER",
    "METRICS",
    "Counts",
    "Options",
    "Score",
    "SystemScore",
    "score",
    "segment_scores",
    "significance",
    "term_accuracy",
]
