"""Scores of a translation, each with the signature that makes it repeatable."""

from translate_kit.scoring.metrics import METRICS, Score, score
from translate_kit.scoring.terms import term_accuracy

__all__ = ["METRICS", "Score", "score", "term_accuracy"]
