"""Text that was not translated: no target, the source itself, Dutch words left in the English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from translate_kit.data import Finding, Severity
from translate_kit.qa.check import Check, Example, Pair
from translate_kit.qa.checks.dutch import FUNCTION_WORDS, is_dutch, left_in_english
from translate_kit.qa.text import shown


@dataclass(frozen=True, kw_only=True)
class Empty(Check):
    """No target at all."""

    id: ClassVar[str] = "empty"
    name: ClassVar[str] = "Not translated"
    description: ClassVar[str] = "The segment has no translation, or one of blanks only."
    fails: ClassVar[tuple[Example, ...]] = (Example("Niemand weet het.", ""), Example("Niemand weet het.", "  "))
    passes: ClassVar[tuple[Example, ...]] = (Example("Niemand weet het.", "Nobody knows."),)

    severity: Severity = Severity.ERROR

    def run(self, pairs: Sequence[Pair]) -> Iterable[Finding]:
        """Look at pairs without a target too."""
        for pair in pairs:
            if pair.source.strip() and not pair.target.strip():
                yield self.finding(pair, "There is no translation.")


@dataclass(frozen=True, kw_only=True)
class Unchanged(Check):
    """The target is the source."""

    id: ClassVar[str] = "unchanged"
    name: ClassVar[str] = "Same as the source"
    description: ClassVar[str] = (
        "The translation is the source itself. Names, numbers and words that both languages share may stay; a text "
        "with Dutch words in it may not."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("De leider is niet ziek.", "De leider is niet ziek."),
        Example("geheime kerken", "geheime kerken"),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Kim Jong-il", "Kim Jong-il"),
        Example("New York, 1994", "New York, 1994"),
        Example("Radio Free Asia", "Radio Free Asia"),
    )

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Judge a target that equals its source by the words in it."""
        if pair.source.strip() != pair.target.strip():
            return
        # the second half of Jong-il is a name too
        lower = [w.lower for w in pair.target_words if w.text.islower() and pair.target[w.start - 1 : w.start] != "-"]
        dutch = any(word.lower in FUNCTION_WORDS for word in pair.target_words) or len(lower) > 1
        if not dutch and not lower:
            return
        yield self.finding(
            pair,
            "The translation is the same as the source.",
            target=(0, len(pair.target)),
            source=(0, len(pair.source)),
            severity=None if dutch else Severity.INFO,
        )


@dataclass(frozen=True, kw_only=True)
class DutchLeft(Check):
    """Dutch words in the English."""

    id: ClassVar[str] = "dutch-left"
    name: ClassVar[str] = "Dutch left in the English"
    description: ClassVar[str] = (
        "Words that are in the source, stand unchanged in the translation and are Dutch, not English: the machine "
        "copies what it does not know. Names, terms that the glossary leaves untranslated, and words inside mark-up "
        "are not meant."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Zij zaten in werkkampen.", "They were held in werkkampen."),
        Example("Dat is niet waar.", "That is niet waar."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("De president van de radio.", "The president of the radio."),
        Example("Het songbun van de familie.", "The songbun of the family."),
        Example("De partij Het Volk is klein.", "The party Het Volk is small."),
    )

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Report each run of Dutch words once."""
        if pair.source.strip() == pair.target.strip() or pair.context.target_language[:2] != "en":
            return
        suspects = left_in_english(pair)
        run: list[int] = []
        for number in [*suspects, None]:
            if run and number != run[-1] + 1:
                first, last = pair.target_words[run[0]], pair.target_words[run[-1]]
                text = pair.target[first.start : last.end]
                yield self.finding(
                    pair, f"{shown(text)} looks like Dutch.", target=(first.start, last.end), source=_place(pair, text)
                )
                run = []
            if number is not None:
                run.append(number)


def _place(pair: Pair, text: str) -> tuple[int, int] | None:
    start = pair.source.find(text)
    return (start, start + len(text)) if start >= 0 else None


@dataclass(frozen=True, kw_only=True)
class OtherLanguage(Check):
    """A target that is not English at all."""

    id: ClassVar[str] = "other-language"
    name: ClassVar[str] = "Not in English"
    description: ClassVar[str] = (
        "The words that every sentence has (de, het, niet; the, of, not) are Dutch in the translation, German or "
        "French, not English: the wrong text stands in the target."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("De leider is niet ziek.", "De president is nooit ziek geweest."),
        Example("De leider is niet ziek.", "Der Führer ist nicht krank und das ist gut."),
        Example("De leider is niet ziek.", "Le chef n’est pas malade et il est dans la ville."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("De leider is niet ziek.", "The leader is not ill."),
        Example(
            "De film Het is niet de schuld van de.", "The film Het is niet de schuld van de is not new to the town."
        ),
    )

    severity: Severity = Severity.ERROR

    at_least_words: int = 3

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Count the words of each language that the target has."""
        if not pair.context.into_english or pair.source.strip() == pair.target.strip():
            return
        found = pair.target_vocabulary
        if len(found) <= self.at_least_words or not found.isdisjoint(_COMMON["English"]):
            return
        language, count = max(
            ((name, len(found & common)) for name, common in _COMMON.items()), key=lambda entry: entry[1]
        )
        if count < self.at_least_words and self._dutch(pair):
            language = "Dutch"
        elif count < self.at_least_words:
            return
        yield self.finding(pair, f"The translation looks {language}.", target=(0, len(pair.target)))

    def _dutch(self, pair: Pair) -> bool:
        """Whether the dictionary of Dutch has most of the longer words, and that of English has not."""
        longer = [word.lower for word in pair.target_words if len(word.text) > 3 and word.text.islower()]
        return len(longer) >= self.at_least_words and sum(map(is_dutch, longer)) >= _MOST * len(longer)


_MOST = 0.6
_COMMON_WORDS = {
    "English": "the and to with for from that this which were are has have not by",
    "Dutch": "de van en een op te met door om",
    "German": "der das und ist nicht ein eine einen zu von mit auf für dem den im er sie es sich auch",
    "French": "le la les un une des et est pas dans il elle que qui ne du pour sur au avec sa",
}
_COMMON = {name: frozenset(words.split()) for name, words in _COMMON_WORDS.items()}
_COMMON["Dutch"] |= FUNCTION_WORDS
"""The commonest words of each language; those that English has too (in, over, of, was, die, war, son) prove nothing."""
