"""Term accuracy: the share of glossary terms in the source whose target holds an allowed term."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from translate_kit.scoring.figure import Score

if TYPE_CHECKING:
    from glossary import Verdict


def term_accuracy(verdicts: Iterable[Verdict], *, signature: str) -> Score | None:
    """Measure how well a translation keeps to a glossary.

    Args:
        verdicts: on the glossary terms of the sources; `glossary.accuracy` says which count, and which are allowed.
        signature: which glossary, in which version.

    Returns:
        Allowed matches per hundred; None when the sources hold no term.
    """
    from glossary import accuracy

    return term_share(*accuracy(verdicts), signature=signature)


def term_share(allowed: int, terms: int, *, signature: str) -> Score | None:
    """Term accuracy out of two counts; None when there are no terms."""
    return Score("term accuracy", 100 * allowed / terms, f"{signature}|terms:{terms}") if terms else None
