"""Write a quantity of a Dutch source in English notation, for a fix that is certain."""

from __future__ import annotations

import re

from translate_kit.qa.numbers.quantity import Quantity

_SCALES = ((10**12, "trillion", "biljoen"), (10**9, "billion", "miljard"), (10**6, "million", "miljoen"))
_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
_PERCENT = re.compile(r"[ \u00a0]?(?:%|per cent|percent|procent|pct)$", re.IGNORECASE)


def write_like(quantity: Quantity, replaced: Quantity | None = None) -> str:
    """English digits for a Dutch number, with the scale word if the source has one; empty when that is not certain.

    1,4 miljard → 1.4 billion; 400.000 → 400,000; 2,5 → 2.5; 1950 → 1950.

    Args:
        quantity: of the source.
        replaced: what stands in the target instead; its sign or words for per cent are kept.
    """
    match = _FIGURES.match(quantity.text)
    if match is None or quantity.kind != "n":
        return ""
    tail = _PERCENT.search(replaced.text) if replaced is not None else None
    kept = tail[0] if tail else ""
    lower = quantity.text.lower()
    for size, english, dutch in _SCALES:
        if dutch in lower:
            return f"{grouped(quantity.value / size)} {english}{kept}"
    if not _PERCENT.fullmatch(quantity.text, match.end()) and match.end() < len(quantity.text):
        return ""
    digits = match[0]
    if digits.isdigit() or not any(kind == "n" for kind, _ in quantity.keys):
        return digits + kept  # a figure 1.1 of the source has English marks already
    decimals = len(digits.partition(",")[2])
    return f"{quantity.value:,.{decimals}f}{kept}"


def grouped(value: float) -> str:
    """A number with English marks and no more decimals than it needs: 1.4, 400,000."""
    rounded = round(value, 4)
    if rounded == int(rounded):
        return f"{int(rounded):,}" if abs(rounded) >= 10_000 or rounded >= 1000 else str(int(rounded))
    return f"{rounded:,.4f}".rstrip("0")
