"""Term accuracy: the share of glossary terms in the source whose target holds an allowed term."""

from __future__ import annotations

from collections.abc import Iterable

from glossary import Verdict
from translate_kit.scoring.metrics import Score

ALLOWED = ("ok",)


def term_accuracy(verdicts: Iterable[Verdict], *, signature: str) -> Score | None:
    """Measure how well a translation keeps to a glossary.

    Args:
        verdicts: one for each match of a glossary term in the sources.
        signature: which glossary, in which version.

    Returns:
        Allowed matches per hundred; None when the sources hold no term.
    """
    kinds = [verdict.kind for verdict in verdicts]
    if not kinds:
        return None
    allowed = sum(kind in ALLOWED for kind in kinds)
    return Score("term accuracy", 100 * allowed / len(kinds), f"{signature}|terms:{len(kinds)}")
