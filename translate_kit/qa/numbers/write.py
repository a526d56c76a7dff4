"""Write a quantity of a Dutch source in English notation, for a fix that is certain."""

from __future__ import annotations

from translate_kit.qa.numbers.quantity import Quantity

_SCALES = ((10**12, "trillion", "biljoen"), (10**9, "billion", "miljard"), (10**6, "million", "miljoen"))


def write_like(quantity: Quantity) -> str:
    """English digits for a Dutch number, with the scale word if the source has one; empty when that is not certain.

    1,4 miljard → 1.4 billion; 400.000 → 400,000; 2,5 → 2.5; 1950 → 1950.
    """
    if quantity.kind != "n" or not quantity.text or not quantity.text[0].isdigit():
        return ""
    value = quantity.value
    lower = quantity.text.lower()
    for size, english, dutch in _SCALES:
        if dutch in lower:
            return f"{grouped(value / size)} {english}"
    digits = quantity.text.rstrip("% \u00a0")
    if not all(sign.isdigit() or sign in ".," for sign in digits):
        return ""
    if digits.isdigit():
        return digits
    decimals = len(digits.partition(",")[2])
    return f"{value:,.{decimals}f}"


def grouped(value: float) -> str:
    """A number with English marks and no more decimals than it needs: 1.4, 400,000."""
    rounded = round(value, 4)
    if rounded == int(rounded):
        return f"{int(rounded):,}" if abs(rounded) >= 10_000 or rounded >= 1000 else str(int(rounded))
    return f"{rounded:,.4f}".rstrip("0")
