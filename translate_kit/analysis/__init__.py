"""Analysis of a job, as in the trade: words, repetitions, match bands, weighted words, effort and price."""

from translate_kit.analysis.analysis import Analysis, Judged, Part, analyse
from translate_kit.analysis.bands import BANDS, Band
from translate_kit.analysis.count import Volume, count, words_of
from translate_kit.analysis.rates import RateCard, project_rate_card, read_rate_card

__all__ = [
    "BANDS",
    "Analysis",
    "Band",
    "Judged",
    "Part",
    "RateCard",
    "Volume",
    "analyse",
    "count",
    "project_rate_card",
    "read_rate_card",
    "words_of",
]
