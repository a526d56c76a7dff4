"""What a language knows about numbers, as data: `nl.py` and `en.py` fill it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberLanguage:
    """The number words and the notation of one language; all words in lower case.

    Attributes:
        decimal: the decimal mark.
        group: the mark between groups of three digits.
        cardinals: number words that count, up to ninety-nine.
        ordinals: third, twentieth; also those that count without being a number (twice, both).
        compound: the value of a number word that is written in one piece (Dutch), and whether it is an ordinal.
        hundred: the word for 100 that multiplies what is before it.
        scales: 1,000 and above, with abbreviations.
        plural_scales: words for an unspecified number of tens, hundreds …: the power of ten.
        one: words that mean 1 before a scale (a million) and nothing by themselves.
        joiners: words between the parts of a number (two hundred and fifty).
        half: words for a half after a whole number (two and a half) or before a scale (half a million).
        quarters: words for a quarter of an hour beside an hour (kwart over acht).
        fixed: words with a value of their own (anderhalf, dozen, noon), each with its readings.
        decades: words for a decade (sixties).
        months: names of the months.
        month_abbreviations: short forms, only believed beside a number.
        vague_months: names that are also other words (May, March).
        weekdays: names of the days, Monday = 0.
        day_stem: what every name of a day has in it.
        day_parts: what may be glued to a weekday (maandagavond).
        ordinal_suffixes: what follows the digits of an ordinal (1st, 16e).
        percent: words for per cent.
        hour: words for the hour after a time (uur, o'clock).
        decade_before: words before the digits of a decade (jaren 70).
    """

    decimal: str
    group: str
    cardinals: Mapping[str, int]
    ordinals: Mapping[str, int]
    compound: Callable[[str], tuple[int, bool] | None]
    hundred: frozenset[str]
    scales: Mapping[str, int]
    plural_scales: Mapping[str, int]
    one: frozenset[str]
    joiners: frozenset[str]
    half: frozenset[str]
    quarters: Mapping[str, int]
    fixed: Mapping[str, tuple[tuple[str, float], ...]]
    decades: Mapping[str, int]
    months: Mapping[str, int]
    month_abbreviations: Mapping[str, int]
    vague_months: frozenset[str]
    weekdays: Mapping[str, int]
    day_stem: str
    day_parts: tuple[str, ...]
    ordinal_suffixes: frozenset[str]
    percent: frozenset[str]
    hour: frozenset[str]
    decade_before: frozenset[str]


_UNIT_SUFFIXES = (
    "kg g mg km m cm mm nm l ml cl dl cc hz khz mhz ghz kb mb gb tb w kw mw gw kwh v kv a ma mph kph kmh h s sec min "
    "ms am pm u uur x ft lb lbs oz in c f k °c °f m2 m3 km2 cm2 cm3 mm2 mi ha px pk"
)
UNIT_SUFFIXES = frozenset(_UNIT_SUFFIXES.split())
"""What may be glued to digits and leaves them a number: 90kg, 12km2, 5mm. Anything else (KV62, 4x4) is a code."""

CURRENCY_SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₩": "KRW", "₽": "RUB"}

CURRENCY_WORDS = {
    **dict.fromkeys(("euro", "euros", "eur"), "EUR"),
    **dict.fromkeys(("dollar", "dollars", "usd"), "USD"),
    **dict.fromkeys(("yen", "jpy"), "JPY"),
    **dict.fromkeys(("won", "krw"), "KRW"),
    **dict.fromkeys(("yuan", "renminbi", "cny"), "CNY"),
    **dict.fromkeys(("roebel", "roebels", "rouble", "roubles", "ruble", "rubles"), "RUB"),
    **dict.fromkeys(("gulden", "guldens", "guilder", "guilders"), "NLG"),
    **dict.fromkeys(("frank", "franken", "franc", "francs"), "CHF"),
    **dict.fromkeys(("roepie", "roepies", "rupee", "rupees"), "INR"),
}
"""Currencies of both languages. Pounds are left out: they also weigh."""

SHARED_SCALES = {"mln": 10**6, "mio": 10**6, "mld": 10**9, "mrd": 10**9}
