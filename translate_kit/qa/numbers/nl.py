"""Dutch numbers: 1,4 miljard, 400.000, vijfentwintig, anderhalf, jaren zestig, 20.30 uur."""

from __future__ import annotations

from functools import lru_cache

from translate_kit.qa.numbers.language import SHARED_SCALES, NumberLanguage

_UNITS = {
    "een": 1,
    "één": 1,
    "twee": 2,
    "drie": 3,
    "vier": 4,
    "vijf": 5,
    "zes": 6,
    "zeven": 7,
    "acht": 8,
    "negen": 9,
}
_TEENS = {
    "tien": 10,
    "elf": 11,
    "twaalf": 12,
    "dertien": 13,
    "veertien": 14,
    "vijftien": 15,
    "zestien": 16,
    "zeventien": 17,
    "achttien": 18,
    "negentien": 19,
}
_TENS = {
    "twintig": 20,
    "dertig": 30,
    "veertig": 40,
    "vijftig": 50,
    "zestig": 60,
    "zeventig": 70,
    "tachtig": 80,
    "negentig": 90,
}


def _below_hundred() -> dict[str, int]:
    words = {**_UNITS, **_TEENS, **_TENS}
    for unit, value in _UNITS.items():
        for ten, tens in _TENS.items():
            # tweeëntwintig and drieëntwintig take a diaeresis, and are often met without it
            for joint in ("ën", "en") if unit.endswith("e") else ("en",):
                words[f"{unit}{joint}{ten}"] = tens + value
    return words


CARDINALS = _below_hundred()

_IRREGULAR = {"eerste": 1, "tweede": 2, "derde": 3, "achtste": 8}
ORDINALS = {
    **{
        word + ("ste" if value >= 20 or value == 1 else "de"): value
        for word, value in CARDINALS.items()
        if value not in (1, 3, 8)
    },
    **_IRREGULAR,
}


def _small(word: str) -> int | None:
    """The value of a word below a hundred, with a leading `en` (honderdenvijf); 0 for nothing."""
    if not word:
        return 0
    return CARDINALS.get(word) or CARDINALS.get(word.removeprefix("en"))


def _below_thousand(word: str) -> int | None:
    before, hundred, after = word.partition("honderd")
    if not hundred:
        return _small(word)
    factor, rest = _small(before), _small(after)
    return None if factor is None or rest is None else (factor or 1) * 100 + rest


@lru_cache(maxsize=4096)
def compound(word: str) -> tuple[int, bool] | None:
    """The value of a compound (tweehonderdvijftig, drieduizendste, dertienjarige), and whether it is an ordinal."""
    for ending in ("jarige", "jarig", "koppige", "delige", "voudige", "voudig", "tal", "maal", "wielige"):
        if word.endswith(ending):
            plain = word[: -len(ending)]
            counted = CARDINALS.get(plain) or (compound(plain) or (0,))[0]
            return (counted, False) if counted else None
    if "honderd" not in word and "duizend" not in word:
        return None
    ordinal = word.endswith(("ste", "de"))
    if ordinal:
        stem = word.removesuffix("ste")
        if stem == word:
            stem = word.removesuffix("de")
        word = stem
    before, thousand, after = word.partition("duizend")
    value: int | None
    if not thousand:
        value = _below_thousand(word)
    else:
        factor, rest = _below_thousand(before), _below_thousand(after.removeprefix("en") if after != "en" else after)
        value = None if factor is None or rest is None else (factor or 1) * 1000 + rest
    return None if not value else (value, ordinal)


NL = NumberLanguage(
    decimal=",",
    group=".",
    cardinals=CARDINALS,
    ordinals={
        **ORDINALS,
        "laatste": 0,
        "tweemaal": 2,
        "driemaal": 3,
        "dubbel": 2,
        "dubbele": 2,
        "beide": 2,
        "beiden": 2,
        "allebei": 2,
        "drievoudig": 3,
        "drievoudige": 3,
        "tweeling": 2,
        "drieling": 3,
    },
    compound=compound,
    hundred=frozenset({"honderd"}),
    scales={
        "duizend": 10**3,
        "miljoen": 10**6,
        "miljard": 10**9,
        "biljoen": 10**12,
        "biljard": 10**15,
        "triljoen": 10**18,
        **SHARED_SCALES,
    },
    plural_scales={
        "tientallen": 1,
        "honderden": 2,
        "duizenden": 3,
        "tienduizenden": 4,
        "honderdduizenden": 5,
        "miljoenen": 6,
        "miljarden": 9,
        "biljoenen": 12,
    },
    one=frozenset({"een", "één"}),
    joiners=frozenset({"en"}),
    half=frozenset({"half", "halve"}),
    quarters={"kwart": 15},
    fixed={
        "anderhalf": (("n", 1.5),),
        "anderhalve": (("n", 1.5),),
        **{
            f"{unit}{joint}{half}": (("n", value + 0.5),)
            for unit, value in _UNITS.items()
            for joint in ("ën", "en")
            for half in ("half", "halve")
        },
        "half": (("n", 0.5), ("n", 30), ("n", 50)),
        "halve": (("n", 0.5), ("n", 30), ("n", 50)),
        "helft": (("n", 0.5), ("n", 50)),
        "kwart": (("n", 0.25), ("n", 25), ("n", 4)),
        "kwartier": (("n", 15), ("n", 0.25)),
        "driekwart": (("n", 0.75), ("n", 75), ("n", 3)),
        "dozijn": (("n", 12),),
        "tiental": (("n", 10), ("scale", 1)),
        "twintigtal": (("n", 20), ("scale", 1)),
        "honderdtal": (("n", 100), ("scale", 2)),
        "decennium": (("n", 10),),
        "decennia": (("n", 10), ("scale", 1)),
        "eeuw": (("n", 100),),
        "eeuwen": (("scale", 2),),
        "week": (("n", 7),),
        "etmaal": (("n", 24),),
        "middernacht": (("t", 0), ("n", 12)),
        "sabbat": (("weekday", 6), ("weekday", 5)),
    },
    decades={f"{word}{ending}": value for word, value in _TENS.items() for ending in ("er", "ers")},
    months={
        "januari": 1,
        "februari": 2,
        "maart": 3,
        "april": 4,
        "mei": 5,
        "juni": 6,
        "juli": 7,
        "augustus": 8,
        "september": 9,
        "oktober": 10,
        "november": 11,
        "december": 12,
    },
    month_abbreviations={
        "jan": 1,
        "feb": 2,
        "febr": 2,
        "mrt": 3,
        "apr": 4,
        "jun": 6,
        "jul": 7,
        "aug": 8,
        "sep": 9,
        "sept": 9,
        "okt": 10,
        "nov": 11,
        "dec": 12,
    },
    vague_months=frozenset(),
    weekdays={
        "maandag": 0,
        "dinsdag": 1,
        "woensdag": 2,
        "donderdag": 3,
        "vrijdag": 4,
        "zaterdag": 5,
        "zondag": 6,
    },
    day_stem="dag",
    day_parts=("avond", "ochtend", "morgen", "middag", "nacht", "en", "s"),
    ordinal_suffixes=frozenset({"e", "de", "ste", "er"}),
    percent=frozenset({"procent", "percent", "pct"}),
    hour=frozenset({"uur", "u", "uren"}),
    decade_before=frozenset({"jaren"}),
)
