"""Numbers, dates, times and their units, compared by value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from translate_kit.data import Finding, Severity
from translate_kit.qa.check import Check, Example, Pair
from translate_kit.qa.numbers import Certainty, Quantity, write_like

_CALENDAR = ("month", "weekday")


@dataclass(frozen=True, kw_only=True)
class Numbers(Check):
    """Numbers that changed, went missing or came from nowhere."""

    id: ClassVar[str] = "numbers"
    name: ClassVar[str] = "Numbers"
    description: ClassVar[str] = (
        "A number, year, time or decade of the source has no counterpart of the same value, or the translation has one "
        "that the source lacks. Values are compared, not figures: 1,4 miljard is 1.4 billion, anderhalf is one and a "
        "half, 20.30 uur is 8.30 pm, jaren zestig is the 1960s. Digits against other digits are an error."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("China telt 1,4 miljard inwoners.", "China has 1.4 million inhabitants."),
        Example("Het kostte 2 biljoen won.", "It cost 2 billion won."),
        Example("Er zijn 34.000 overlopers.", "There are 43,000 defectors."),
        Example("De bijeenkomst begint om 20.30 uur.", "The meeting starts at 8.30 am."),
        Example("In 1950 brak de oorlog uit.", "The war broke out."),
        Example("Veertien banken gaven toe.", "Thirteen banks admitted it."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("China telt 1,4 miljard inwoners.", "China has 1.4 billion inhabitants."),
        Example("Zo’n 400.000 christenen, 1,5 procent.", "Some 400,000 Christians, 1.5 per cent."),
        Example("De Koreaanse Oorlog (1950-1953)", "The Korean War (1950–53)"),
        Example("De bijeenkomst begint om 20.30 uur.", "The meeting starts at 8.30 pm."),
        Example("Sinds de jaren zestig duurt het anderhalf uur.", "Since the 1960s it has taken one and a half hours."),
        Example("Vijfentwintig kerken in de 20e eeuw.", "Twenty-five churches in the twentieth century."),
    )

    severity: Severity = Severity.ERROR

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Turn the comparison into findings."""
        result = pair.quantities
        for source, target in result.differ:
            if source.kind in _CALENDAR:
                continue
            sure = source.certainty is target.certainty is Certainty.DIGITS
            known = sure and len(result.differ) == 1 and pair.context.dutch_to_english
            yield self.finding(
                pair,
                f"The source has {_text(source)}, the translation {_text(target)}.",
                target=(target.start, target.end),
                source=(source.start, source.end),
                suggestion=write_like(source, target) if known else "",
                severity=None if sure else Severity.WARNING,
            )
        for source, target in result.same:
            if source.clock is not None and target.clock is not None and source.clock != target.clock:
                yield self.finding(
                    pair,
                    f"{source.text} is {_clock(source.clock)}, not {_clock(target.clock)}.",
                    target=(target.start, target.end),
                    source=(source.start, source.end),
                )
        for quantity in result.missing:
            if quantity.kind not in _CALENDAR:
                yield self.finding(
                    pair,
                    f"{_text(quantity)} of the source is not in the translation.",
                    source=(quantity.start, quantity.end),
                    severity=_alone(quantity),
                )
        for quantity in result.extra:
            if quantity.kind not in _CALENDAR:
                yield self.finding(
                    pair,
                    f"{_text(quantity)} is not in the source.",
                    target=(quantity.start, quantity.end),
                    severity=_alone(quantity),
                )


@dataclass(frozen=True, kw_only=True)
class NumberNotation(Check):
    """Dutch notation left in English."""

    id: ClassVar[str] = "number-notation"
    name: ClassVar[str] = "Notation of numbers"
    description: ClassVar[str] = (
        "The value is right and the marks are Dutch: a decimal comma, or points between thousands. In English 1,4 is "
        "no number and 400.000 is four hundred."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Dat is 1,4 miljard.", "That is 1,4 billion."),
        Example("Er zijn 400.000 christenen.", "There are 400.000 Christians."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Er zijn 400.000 christenen.", "There are 400,000 Christians."),
        Example("Zie figuur 1.1.", "See figure 1.1."),
    )

    severity: Severity = Severity.ERROR
    fix: bool = True

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Offer the English notation."""
        for source, target in pair.quantities.misread if pair.context.dutch_to_english else ():
            better = write_like(source, target)
            yield self.finding(
                pair,
                f"{target.text} is Dutch notation" + (f"; in English: {better}." if better else "."),
                target=(target.start, target.end),
                source=(source.start, source.end),
                suggestion=better,
            )


@dataclass(frozen=True, kw_only=True)
class Dates(Check):
    """Months and days of the week."""

    id: ClassVar[str] = "dates"
    name: ClassVar[str] = "Months and days"
    description: ClassVar[str] = "A month or a day of the week is missing, or became another one."
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Geboren op 15 april 1912.", "Born on 15 August 1912."),
        Example("Elke donderdag komt er iemand.", "Someone comes every Tuesday."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Geboren op 15 april 1912.", "Born on April 15, 1912."),
        Example("In mei, op zondagochtend.", "In May, on Sunday morning."),
    )

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Turn the comparison into findings."""
        result = pair.quantities
        for source, target in result.differ:
            if source.kind in _CALENDAR:
                yield self.finding(
                    pair,
                    f"The source has {_text(source)}, the translation {_text(target)}.",
                    target=(target.start, target.end),
                    source=(source.start, source.end),
                )
        for quantity in result.missing:
            if quantity.kind in _CALENDAR:
                yield self.finding(
                    pair,
                    f"{_text(quantity)} of the source is not in the translation.",
                    source=(quantity.start, quantity.end),
                )
        for quantity in result.extra:
            if quantity.kind in _CALENDAR:
                yield self.finding(
                    pair, f"{_text(quantity)} is not in the source.", target=(quantity.start, quantity.end)
                )


@dataclass(frozen=True, kw_only=True)
class Units(Check):
    """Per cent and currencies beside a number."""

    id: ClassVar[str] = "units"
    name: ClassVar[str] = "Per cent and currencies"
    description: ClassVar[str] = "The number is right, and its per cent or its currency is lost or another one."
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Het kost 5 euro.", "It costs $5."),
        Example("Zo’n 1,5 procent van de bevolking.", "Some 1.5 of the population."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Het kost 5 euro.", "It costs €5."),
        Example("Zo’n 1,5 procent van de bevolking.", "Some 1.5% of the population."),
    )

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Compare the units of numbers that were paired."""
        for source, target in (*pair.quantities.same, *pair.quantities.misread):
            if source.unit == target.unit or not (source.unit or target.unit):
                continue
            if Certainty.DIGITS not in (source.certainty, target.certainty) or not source.unit:
                continue
            if target.unit or (source.unit == "%" and "%" not in {q[1].unit for q in pair.quantities.same}):
                was, became = _UNIT_NAMES.get(source.unit, source.unit), _UNIT_NAMES.get(target.unit, target.unit)
                yield self.finding(
                    pair,
                    f"The source has {was}, the translation {became or 'no unit'}.",
                    target=(target.start, target.end),
                    source=(source.start, source.end),
                )


_UNIT_NAMES = {"%": "per cent", "EUR": "euros", "USD": "dollars", "GBP": "pounds", "": ""}


def _alone(quantity: Quantity) -> Severity:
    """A small number in words that only one side has is often a matter of style (a triad, the three religions)."""
    large = quantity.kind == "n" and quantity.value > _SMALL
    return Severity.WARNING if quantity.certainty is Certainty.DIGITS or large else Severity.INFO


_SMALL = 12


def _text(quantity: Quantity) -> str:
    return f"“{quantity.text}”"


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes, 60)
    return f"{hour % 12 or 12}.{minute:02} {'am' if hour < 12 else 'pm'}"
