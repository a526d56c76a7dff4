"""Slips of English itself that a Dutch source leads to: a and an, 21th, photo's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from translate_kit.data import Finding
from translate_kit.qa.check import Check, Example, Pair


@dataclass(frozen=True, kw_only=True)
class Articles(Check):
    """A and an."""

    id: ClassVar[str] = "articles"
    name: ClassVar[str] = "A and an"
    description: ClassVar[str] = (
        "“a” before a vowel sound or “an” before a consonant: often what is left when another word was put in. Judged "
        "by sound (an hour, a university, a one-off); acronyms and words in capitals are let alone."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Een appel per dag.", "A apple a day."),
        Example("Het was een ongewoon land.", "It was a unusual country."),
        Example("Een kerk.", "An church."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Een uur, een universiteit.", "An hour, a university."),
        Example("Een historisch moment.", "An historic moment."),
        Example("Vitamine A en B.", "Vitamins A and B."),
        Example("Een EU-land.", "An EU country."),
    )

    fix: bool = True

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Judge the word after each article by its first letters."""
        if not pair.context.into_english:
            return
        if "a" not in pair.target_vocabulary and "an" not in pair.target_vocabulary:
            return
        for match in _ARTICLE.finditer(pair.target_text):
            article, word = match[1], match[2]
            if not word.islower() or len(word) < 3:
                continue
            vowel = bool(_VOWEL.match(word))
            if (vowel == (article.lower() == "an")) or (article.lower() == "an" and word.startswith("h")):
                continue
            better = ("an" if vowel else "a") if article.islower() else ("An" if vowel else "A")
            yield self.finding(
                pair, f"“{article} {word}” should be “{better} {word}”.", target=match.span(1), suggestion=better
            )


_ARTICLE = re.compile(r"(?<![\w.'’&/-])(a|an|An|(?<!\w )A)[ \u00a0]+([a-z]+)(?![\w’'])")
_VOWEL = re.compile(
    r"(?:[aeio]|u(?!biq|k|ni(?![mn])|r[aioe]|s[aeiu]|t[aeio]|ef|vu|fo|gand|lu))(?!u(?:ro|cal|gen|log|ph|nuch|ler))"
    r"(?!ew)(?!n(?:ce|e)(?:$|[^r]))|hour|honest|honou?r|heir",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Ordinals(Check):
    """21th."""

    id: ClassVar[str] = "ordinals"
    name: ClassVar[str] = "Ordinals"
    description: ClassVar[str] = (
        "The letters after a number are not its own (21th, 2th, 13rd), or Dutch ones (20e, 8ste)."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("In de 21e eeuw.", "In the 21th century."),
        Example("De 2e keer.", "The 2th time."),
        Example("Zijn 80ste verjaardag.", "His 80ste birthday."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("De 11e, 12e, 13e en 21e.", "The 11th, 12th, 13th and 21st."),
        Example("De ring van 2e klas.", "The ring of the 2nd class."),
    )

    fix: bool = True

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Compare the letters with those that the number asks for."""
        if not pair.context.into_english:
            return
        for match in _ORDINAL.finditer(pair.target_text):
            number = int(match[1][-2:])
            right = "th" if 10 < number < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
            if match[2].lower() == right:
                continue
            if match[2].lower() in ("e", "de", "ste") and not _DUTCH_ORDINAL.search(pair.source_text):
                continue
            yield self.finding(
                pair,
                f"“{match[0]}” should be “{match[1]}{right}”.",
                target=match.span(),
                suggestion=f"{match[1]}{right}",
            )


_ORDINAL = re.compile(r"(?<![\w.,])(\d+)(st|nd|rd|th|ste|de|e)\b", re.IGNORECASE)
_DUTCH_ORDINAL = re.compile(r"\d(?:e|de|ste)\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class PluralApostrophe(Check):
    """Photo's."""

    id: ClassVar[str] = "plural-apostrophe"
    name: ClassVar[str] = "Apostrophe of a Dutch plural"
    description: ClassVar[str] = (
        "The source has a plural with an apostrophe (foto’s, video’s), and the translation took the apostrophe over."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Er zijn geen foto’s van.", "There are no photo’s of it."),
        Example("Alle video's zijn weg.", "All video's are gone."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Er zijn geen foto’s van.", "There are no photos of it."),
        Example("Anna’s huis.", "Anna’s house."),
        Example("De foto’s van de moeder.", "The mother’s photos."),
    )

    fix: bool = True

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Look for a word of both sides that ends so; or one of the commonest."""
        if not pair.context.dutch_to_english or ("'" not in pair.target and "’" not in pair.target):
            return
        plurals = {word.lower[:-2] for word in pair.source_words if _PLURAL.fullmatch(word.text)}
        if not plurals:
            return
        plurals |= {_ENGLISH_STEMS[stem] for stem in plurals & _ENGLISH_STEMS.keys()}
        for word in pair.target_words:
            if word.lower[:-2] in plurals and word.lower[-2:] in ("'s", "’s") and word.text.islower():
                better = word.text[:-2] + "s"
                yield self.finding(pair, f"The plural is “{better}”.", target=(word.start, word.end), suggestion=better)


_PLURAL = re.compile(r"[a-zà-ÿ]+[aiouyéà]['’]s")
_ENGLISH_STEMS = {"foto": "photo", "auto": "car", "agenda": "diary", "cd": "cd", "dvd": "dvd", "paraplu": "umbrella"}
