"""A negation that was lost, or that came from nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from translate_kit.data import Finding
from translate_kit.qa.check import Check, Example, Pair

_DUTCH = frozenset({"niet", "geen", "nooit", "niets", "niemand", "nergens"})
"""What negates a Dutch sentence beyond doubt."""
_DUTCH_HINTS = re.compile(
    r"\b(?:nee|niks|noch|zonder|geenszins|nauwelijks|amper|evenmin|weinig|tenzij|behalve|uitgezonderd|pas|slechts|"
    r"alleen|enkel|enige|anders?|minder|minst\w*|ten minste|minimaal|uiterlijk|hooguit|hoogstens|maximaal|onvoldoende|"
    r"zelden|gebrek\w*|tekort\w*|nul|gratis|leeg|lege|afwezig\w*|afgezien|laat staan|in plaats|in tegenstelling|"
    r"weiger\w*|ontken\w*|voork[oaw]\w*|vermijd\w*|vermed\w*|ontbr[eoa]\w+|ontbeer\w*|verbo[dt]\w*|verbied\w*|mis\w+|"
    r"faal\w*|gefaald|mislukt\w*|stop\w*|gestopt\w*|verdw\w+|uitgesloten|uitsluit\w*|\w+lo(?:os|ze)|\w*vrije?|"
    r"zo min|min mogelijk|niet-?\w*|non\w*|anti\w*|te \w+ (?:\w+ ){0,4}om)\b",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:not|no|never|nothing|nobody|none|nowhere|neither|nor|cannot)\b|n(?:['’]|\ufffc+)t\b|\bno one\b",
    re.IGNORECASE,
)
"""What negates an English sentence beyond doubt; the apostrophe may be an entity (don&#39;t), which is blanked out."""
_ENGLISH_HINTS = re.compile(
    r"\b(?:without|hardly|barely|scarcely|rarely|seldom|unless|except|instead|rather than|other than|few|fewer|little|"
    r"less|lack\w*|fail\w*|refus\w*|den(?:y|ied|ies|ying)|denial|prevent\w*|avoid\w*|missing|absen\w+|exclud\w+|"
    r"bann?ed|bans?|prohibit\w*|forb\w+|neglect\w*|ignor\w+|reject\w*|anything but|far from|yet to|cease[sd]?|"
    r"devoid|deficient|inevitabl\w+|indispensable|away from|more \w+ than|save[sd]?|"
    r""
    r"stop(?:ped|s)?|otherwise|too|until|out of|free (?:of|from)|non\w*|\w+less|dis(?:agree|like|appear|allow|approv|"
    r"connect|contin|courag|interest|obey|regard|satisf|trust|believ|bel)\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Negation(Check):
    """Not."""

    id: ClassVar[str] = "negation"
    name: ClassVar[str] = "Negation"
    description: ClassVar[str] = (
        "The source says niet, geen, nooit, niets, niemand or nergens, and the translation has no negation at all, "
        "nor a word that could stand for one (without, hardly, refuse, un-, -less); or the translation negates what "
        "the source does not."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("De leider is niet ziek geweest.", "The leader has been ill."),
        Example("Niemand weet waar zij is.", "Everyone knows where she is."),
        Example("Zij mag het land verlaten.", "She may not leave the country."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Dat was niet mogelijk.", "That was impossible."),
        Example("Hij is niet alleen leider maar ook president.", "He is both leader and president."),
        Example("Zij weigerde te komen.", "She would not come."),
        Example("Hij kon zijn ogen niet geloven.", "He could hardly believe his eyes."),
    )

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Look for a side that negates and another that does not even hint at it."""
        if not pair.context.dutch_to_english or pair.source.strip() == pair.target.strip():
            return
        negative = pair.source_vocabulary & _DUTCH
        if negative:
            meant = _STRONG.search(_NOT_MEANT.sub(" ", pair.source_text))
            if meant is None or self._hinted(pair):
                return
            word = next(word for word in pair.source_words if word.lower == meant[0].lower())
            yield self.finding(
                pair, f"“{word.text}” of the source has no negation in the translation.", source=(word.start, word.end)
            )
            return
        target = _TAG_QUESTION.sub(lambda found: " " * len(found[0]), pair.target_text)
        match = _ENGLISH.search(target)
        if match is None or _DUTCH_HINTS.search(pair.source_text) or _NOT_MEANT_ENGLISH.search(pair.target_text):
            return
        if any(_negated(word, "nl") for word in pair.source_vocabulary if word.startswith("on")):
            return
        if pair.target_text.rstrip(" \"'”’").endswith("?"):
            return  # isn't it?
        yield self.finding(pair, f"The source has no negation for “{match[0]}”.", target=match.span())

    def _hinted(self, pair: Pair) -> bool:
        """Whether the translation negates, or has a word that could stand for a negation."""
        target = _NOT_ONLY.sub(" ", pair.target_text)
        if _ENGLISH.search(target) or _ENGLISH_HINTS.search(target):
            return True
        if any(_negated(word, "en") for word in pair.target_vocabulary if word.startswith(_ENGLISH_PREFIXES)):
            return True
        return "nog" in pair.source_vocabulary and not {"yet", "still", "before", "beyond"}.isdisjoint(
            pair.target_vocabulary
        )


_STRONG = re.compile(r"\b(?:niet|geen|nooit|niets|niemand|nergens)\b", re.IGNORECASE)
_TAG_QUESTION = re.compile(r",? [a-z]+n['’]t (?:I|you|he|she|it|we|they|there)\?")
_NOT_ONLY = re.compile(r"\bnot (?:only|just|merely|simply)\b", re.IGNORECASE)
_NOT_MEANT = re.compile(
    r"\bniet (?:alleen|slechts|enkel|zozeer|zelden|onder\w+|(?:anders|meer|minder|langer|verder|later|eerder) dan)\b|"
    r"\bniet (?:te )?(?:missen|vermijden|ontkennen|vergeten|ontkomen|onderschatten|ontgaan|uitgesloten)\b|"
    r"\bniet (?:veel|lang) (?:later|daarna|geleden|na)\b|\b(?:nooit|nergens|niemand|niets) (?:\w+ ){0,3}zo\b|"
    r"\bniets (?:anders|minder)\b|\bal dan niet\b|"
    r"\b(?:niet|geen) on(?!s\b|ze\b|der)\w{4,}|\bgeen (?:twijfel|wonder|ander)\b",
    re.IGNORECASE,
)
"""Litotes and the like: not only, nothing but, not unusual."""
_NOT_MEANT_ENGLISH = re.compile(
    r"\bnot only\b|\bor not\b|\bno doubt\b|\b[Nn]o\. ?\d|\bno (?:later|more|less|fewer) than\b"
)
_ENGLISH_PREFIXES = ("un", "in", "im", "ir", "il", "dis")
_NOT_NEGATED = re.compile(
    "inform|income|inside|into|invent|intent|indeed|inquir|inland|inhabit|instant|increase|include|install|interest|"
    "intense|invest|involve|import|impress|improv|impact|implant|impose|island|disc[ou]|display|disease|dispos|dispatch|"
    "distress|district|distance|under|union|unit|unless|until"
)


@lru_cache(maxsize=8192)
def _negated(word: str, language: str) -> bool:
    """Whether a word is another one with a prefix that negates it: impossible, onmogelijk."""
    import simplemma

    if language == "nl":
        return len(word) > 5 and bool(simplemma.is_known(word[2:], lang="nl"))
    rest = word[3:] if word.startswith("dis") else word[2:]
    return len(rest) > 3 and not _NOT_NEGATED.match(word) and bool(simplemma.is_known(rest, lang="en"))
