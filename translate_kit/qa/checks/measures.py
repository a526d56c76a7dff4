"""Units of measure beside a number: kilometres that became miles, months that became weeks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from translate_kit.data import Finding
from translate_kit.qa.check import Check, Example, Pair

_UNITS: tuple[tuple[str, str, str], ...] = (
    ("second", "seconde seconden sec", "second seconds sec"),
    ("minute", "minuut minuten min", "minute minutes min"),
    ("hour", "uur uren u", "hour hours hr hrs h"),
    ("day", "dag dagen daags dagenlang", "day days"),
    ("week", "week weken weeks", "week weeks"),
    ("month", "maand maanden", "month months"),
    ("year", "jaar jaren jarige jarig", "year years"),
    ("decade", "decennium decennia", "decade decades"),
    ("century", "eeuw eeuwen", "century centuries"),
    ("millimetre", "millimeter mm", "millimetre millimetres millimeter millimeters mm"),
    ("centimetre", "centimeter cm", "centimetre centimetres centimeter centimeters cm"),
    ("metre", "meter m", "metre metres meter meters m"),
    ("kilometre", "kilometer km", "kilometre kilometres kilometer kilometers km"),
    ("mile", "mijl mijlen mi", "mile miles mi"),
    ("foot", "voet ft", "foot feet ft"),
    ("inch", "inch duim", "inch inches in"),
    ("gram", "gram g gr", "gram grams gramme grammes g"),
    ("kilogram", "kilo kilogram kg kilo's", "kilo kilos kilogram kilograms kg"),
    ("tonne", "ton", "ton tons tonne tonnes"),
    ("litre", "liter l", "litre litres liter liters l"),
    ("hectare", "hectare hectares ha", "hectare hectares ha"),
    ("acre", "acre acres", "acre acres"),
    ("square metre", "m2 m²", "m2 m²"),
    ("square kilometre", "km2 km²", "km2 km²"),
    ("degree", "graden graad", "degrees degree"),
    ("watt", "watt w", "watt watts w"),
    ("kilowatt", "kilowatt kw", "kilowatt kilowatts kw"),
    ("megawatt", "megawatt mw", "megawatt megawatts mw"),
    ("megabyte", "megabyte mb", "megabyte megabytes mb"),
    ("gigabyte", "gigabyte gb", "gigabyte gigabytes gb"),
)
"""Unit, its Dutch words, its English ones."""

_DUTCH = {word: unit for unit, dutch, _ in _UNITS for word in dutch.split()}
_ENGLISH = {word: unit for unit, _, english in _UNITS for word in english.split()}
_AFTER = re.compile(r"[\s\u00a0\u202f-]?((?:vierkante|kubieke|square|cubic|sq) )?([^\W\d_]+[²³2]?)(?![\w/])")
_GLUED = re.compile(r"^[\d.,\s]+([^\W\d_]+[²³2]?)$")


@dataclass(frozen=True, kw_only=True)
class Measures(Check):
    """Five kilometres, five miles."""

    id: ClassVar[str] = "measures"
    name: ClassVar[str] = "Units of measure"
    description: ClassVar[str] = (
        "The number is right, and the unit after it became another one: 5 kilometer and 5 miles, 6 maanden and 6 "
        "weeks. Where the translation converts, the number differs too, and is the number check's."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Het is 5 kilometer lopen.", "It is a walk of 5 miles."),
        Example("Na 6 maanden kwam hij vrij.", "After 6 weeks he was released."),
        Example("Een pak van 400 gram.", "A packet of 400 kg."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Het is 5 kilometer lopen.", "It is a 5 km walk."),
        Example("Een 12-jarige jongen.", "A 12-year-old boy."),
        Example("Om 5 uur begint de mis.", "Mass begins at 5 pm."),
    )

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Read the word after each number that was paired."""
        if not pair.context.dutch_to_english:
            return
        result = pair.quantities
        if not result.same and not result.misread:
            return
        there: set[tuple[float, str]] = set()
        wrong = []
        for source, target in (*result.same, *result.misread):
            if source.kind != "n" or target.kind != "n":
                continue
            one = _unit(pair.source_text, source.start, source.end, _DUTCH)
            if not one:
                continue
            there.add((source.value, one[0]))
            other = _unit(pair.target_text, target.start, target.end, _ENGLISH)
            if other and one[0] != other[0]:
                wrong.append((source.value, one, other))
        for value, (_, start, end), (became, begin, finish) in wrong:
            # the same number twice (30 seconds, 30 metres) may be paired crosswise
            if (value, became) not in there:
                yield self.finding(
                    pair,
                    f"The source has {pair.source[start:end]}, the translation {pair.target[begin:finish]}.",
                    target=(begin, finish),
                    source=(start, end),
                )


def _unit(text: str, start: int, end: int, known: dict[str, str]) -> tuple[str, int, int] | None:
    """The unit after a number or glued to it, and where it stands with the number before it."""
    glued = _GLUED.match(text[start:end])
    if glued:
        unit = known.get(glued[1].lower(), "")
        return (unit, start, end) if unit else None
    match = _AFTER.match(text, end)
    if match is None:
        return None
    unit = known.get(match[2].lower(), "")
    if not unit:
        return None
    if match[1]:
        unit = f"square {unit}" if match[1].lower()[:2] in ("vi", "sq") else f"cubic {unit}"
    return unit, start, match.end()
