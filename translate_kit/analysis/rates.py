"""Rate cards: what a word in each band counts, how many words an hour a person does, what a word costs.

Money and weights are decimal numbers from the file to the report: no binary fraction comes near them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from translate_kit.analysis.bands import BANDS
from translate_kit.analysis.count import Hyphens
from translate_kit.errors import BadInput
from translate_kit.files import read_text
from translate_kit.toml_lines import line_of

DEFAULT_WEIGHTS: dict[str, Decimal] = {band.id: Decimal(band.weight) for band in BANDS}
WORDS_PER_HOUR = Decimal(300)
"""New words a person translates in an hour: 2,000 to 3,000 a day is what the trade reckons with (RWS, glossary,
"Translation productivity"), and a day has eight hours."""

RATES_FILE = "rates.toml"
"""In the folder of a project: its rate card."""

_KEYS = {
    "name": str,
    "currency": str,
    "price_per_word": Decimal,
    "minimum": Decimal,
    "decimals": int,
    "words_per_hour": Decimal,
    "hyphens": str,
    "weights": dict,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RateCard:
    """How an analysis is priced.

    Attributes:
        name: for reports.
        weights: band → per cent of a new word.
        price_per_word: of a new word, in `currency`; None for no price.
        currency: ISO 4217, such as `EUR`.
        minimum: the least that a job costs.
        decimals: of an amount of money.
        words_per_hour: new words.
        hyphens: whether a hyphen joins or splits words, see `analysis.count`.
    """

    name: str = "default"
    weights: Mapping[str, Decimal] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    price_per_word: Decimal | None = None
    currency: str = "EUR"
    minimum: Decimal = Decimal(0)
    decimals: int = 2
    words_per_hour: Decimal = WORDS_PER_HOUR
    hyphens: Hyphens = "join"

    def weighted(self, band: str, words: int) -> Decimal:
        """What words of a band come to, in new words; exact."""
        return words * self.weights[band] / 100

    def money(self, weighted_words: Decimal) -> Decimal | None:
        """What they cost, rounded half up to the smallest coin; None without a price."""
        return None if self.price_per_word is None else self.rounded(weighted_words * self.price_per_word)

    def rounded(self, amount: Decimal) -> Decimal:
        """An amount of money, rounded half up."""
        return amount.quantize(Decimal(1).scaleb(-self.decimals), rounding=ROUND_HALF_UP)

    def hours(self, weighted_words: Decimal) -> Decimal:
        """How long they take, to the hundredth of an hour."""
        return (weighted_words / self.words_per_hour).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def read_rate_card(path: str | Path) -> RateCard:
    """Read a rate card (TOML).

    Raises:
        BadInput: it is not there or not TOML, or a key is unknown or has no fitting value.
    """
    text = read_text(path, allow_empty=True)
    try:
        table = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, InvalidOperation) as error:
        where = re.search(r"line (\d+)", str(error))
        # Without a number it says "at end of document".
        line = int(where[1]) if where else text.count("\n") + 1
        raise BadInput(f"is not TOML ({error}).", path=path, line=line) from None
    values: dict[str, Any] = {}
    for name, value in table.items():
        place = _Place(path, text, (name,))
        if name not in _KEYS:
            raise place.wrong(f"unknown key {name!r}.", remedy=f"Known: {', '.join(_KEYS)}.")
        values[name] = _weights(value, place) if name == "weights" else _value(name, value, place)
    values.setdefault("name", Path(path).stem)
    return RateCard(**values)


def project_rate_card(folder: Path) -> RateCard:
    """The rate card of a project, the default one where it has none; see `read_rate_card`."""
    place = folder / RATES_FILE
    return read_rate_card(place) if place.exists() else RateCard()


@dataclass(frozen=True, slots=True)
class _Place:
    """A key of a rate card, to say where it stands."""

    path: str | Path
    text: str
    keys: tuple[str, ...]

    def wrong(self, message: str, remedy: str = "") -> BadInput:
        return BadInput(message, path=self.path, line=line_of(self.text, self.keys), remedy=remedy)


def _value(name: str, value: Any, place: _Place) -> Any:
    if _KEYS[name] is Decimal:
        number = _number(name, value, place)
        if name == "words_per_hour" and not number:
            raise place.wrong("words_per_hour must be above 0.")
        return number
    if _KEYS[name] is int:
        if type(value) is not int or not 0 <= value <= 6:
            raise place.wrong(f"{name} must be a whole number from 0 to 6, not {value!r}.")
        return value
    if not isinstance(value, str):
        raise place.wrong(f"{name} must be text, not {value!r}.")
    if name == "hyphens" and value not in ("join", "split"):
        raise place.wrong(f"hyphens must be join or split, not {value!r}.")
    if name == "currency" and not (len(value) == 3 and value.isascii() and value.isalpha() and value.isupper()):
        raise place.wrong(f"currency must be a code of three letters such as EUR, not {value!r}.")
    return value


def _number(name: str, value: Any, place: _Place) -> Decimal:
    """A number of 0 or more, or a string that is one."""
    try:
        number = Decimal(value) if isinstance(value, (str, int, Decimal)) and type(value) is not bool else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or not 0 <= number < 10**9:
        raise place.wrong(f"{name} must be a number of 0 or more, not {value!r}.")
    return number


def _weights(table: Any, place: _Place) -> dict[str, Decimal]:
    if not isinstance(table, dict):
        raise place.wrong("weights must be a table: [weights], then a line for each band.")
    weights = dict(DEFAULT_WEIGHTS)
    for band, value in table.items():
        own = _Place(place.path, place.text, (*place.keys, band))
        if band not in weights:
            raise own.wrong(f"unknown band {band!r}.", remedy=f"Known: {', '.join(weights)}.")
        weights[band] = _number(f"the weight of {band}", value, own)
        if weights[band] > 1000:
            raise own.wrong(f"the weight of {band} is {value}; per cent were expected.")
    return weights
