"""Compare language tags the way memories and tools write them: `nl`, `nl-NL`, `nl_BE`, `NLD`, `Dutch`."""

from __future__ import annotations

from functools import lru_cache

_NAMES = {
    "bulgarian": "bg",
    "catalan": "ca",
    "chinese": "zh",
    "croatian": "hr",
    "czech": "cs",
    "danish": "da",
    "dutch": "nl",
    "english": "en",
    "estonian": "et",
    "finnish": "fi",
    "flemish": "nl-BE",
    "french": "fr",
    "german": "de",
    "greek": "el",
    "hungarian": "hu",
    "indonesian": "id",
    "irish": "ga",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "latvian": "lv",
    "lithuanian": "lt",
    "maltese": "mt",
    "nederlands": "nl",
    "norwegian": "no",
    "polish": "pl",
    "portuguese": "pt",
    "romanian": "ro",
    "russian": "ru",
    "slovak": "sk",
    "slovenian": "sl",
    "spanish": "es",
    "swedish": "sv",
    "turkish": "tr",
    "ukrainian": "uk",
    "vlaams": "nl-BE",
}
"""Names that tools write where a tag belongs."""

_THREE_LETTERS = {
    "bul": "bg", "cat": "ca", "ces": "cs", "chi": "zh", "cze": "cs", "dan": "da", "deu": "de", "dut": "nl",
    "ell": "el", "eng": "en", "est": "et", "fin": "fi", "fra": "fr", "fre": "fr", "ger": "de", "gle": "ga",
    "gre": "el", "hrv": "hr", "hun": "hu", "ita": "it", "jpn": "ja", "kor": "ko", "lav": "lv", "lit": "lt",
    "mlt": "mt", "nld": "nl", "nor": "no", "pol": "pl", "por": "pt", "ron": "ro", "rum": "ro", "rus": "ru",
    "slk": "sk", "slo": "sk", "slv": "sl", "spa": "es", "swe": "sv", "tur": "tr", "ukr": "uk", "zho": "zh",
}  # fmt: skip
"""ISO 639-2 codes (both kinds) of the languages that also have a two-letter code in `_NAMES`."""


@lru_cache(maxsize=4096)
def canonical(tag: str) -> str:
    """Write a tag in one way: `nl_nl` → `nl-NL`, `NLD` → `nl`, `Dutch (Belgium)` → `nl`, `zh-hant-tw` → `zh-Hant-TW`.

    A tag that is none (free text) comes back in lower case, so that it at least equals itself.
    """
    text = tag.strip().replace("_", "-")
    name = _NAMES.get(text.partition("(")[0].strip().lower())
    if name:
        return name
    parts = [part for part in text.split("-") if part]
    if not parts:
        return ""
    first = parts[0].lower()
    shaped = [_THREE_LETTERS.get(first, first)]
    for part in parts[1:]:
        if len(part) == 4 and part.isalpha():
            shaped.append(part.title())
        elif len(part) == 2 and part.isalpha():
            shaped.append(part.upper())
        else:
            shaped.append(part.lower())
    return "-".join(shaped)


@lru_cache(maxsize=4096)
def base(tag: str) -> str:
    """The language without region and script: `nl-BE` → `nl`."""
    return canonical(tag).partition("-")[0]


def regions_differ(one: str, other: str) -> bool:
    """Whether both tags say more than the language, and not the same: `nl-BE` and `nl-NL`, but not `nl` and `nl-NL`."""
    first, second = canonical(one), canonical(other)
    return first != second and "-" in first and "-" in second


def closeness(wanted: str, tag: str) -> int:
    """How well a tag serves a wanted one: 3 the same, 2 one of them plain, 1 another region, 0 another language."""
    first, second = canonical(wanted), canonical(tag)
    if first == second:
        return 3
    if base(first) != base(second):
        return 0
    return 2 if "-" not in first or "-" not in second else 1
