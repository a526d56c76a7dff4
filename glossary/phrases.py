"""Phrases that could be terms: what a language says about its noun phrases, and what can be done without knowing it."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from glossary.concept import primary
from glossary.frequency import whole_words
from glossary.words import fold

Tag = Literal["noun", "name", "adjective", "verb", "opener", "link", "other", "mark"]
"""What a word is in its place: `opener` a determiner or number, `link` a preposition, `other` any function word."""

FINDERS: dict[str, str] = {"nl": "glossary.language.nl_phrases:DutchPhrases"}
"""Language: what finds its noun phrases. Any other language is left to `PlainPhrases`."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        start: first character.
        end: one past the last.
        raw: as it is written.
        tag: what it is here.
        base: the noun in the singular, the adjective without ending, in lower case; a name, and else, as it is written.
    """

    start: int
    end: int
    raw: str
    tag: Tag
    base: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """What could be a term.

    Attributes:
        words: its words, all of one text and next to each other.
        loose: it holds together by a preposition or by mere neighbourhood, and counts only when it comes back.
    """

    words: tuple[Word, ...]
    loose: bool = False

    @property
    def start(self) -> int:
        """First character."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """One past the last character."""
        return self.words[-1].end

    @property
    def key(self) -> tuple[str, ...]:
        """What all inflected forms of the phrase have in common."""
        return tuple(fold(word.base) or word.base for word in self.words)

    @property
    def text(self) -> str:
        """As it is written, without the capital of the beginning of a sentence."""
        return " ".join(_as_within(word) for word in self.words)

    @property
    def base(self) -> str:
        """The last noun in its base form, all else as it is written."""
        *front, last = self.words
        return " ".join((*map(_as_within, front), last.base if last.tag in ("noun", "name") else _as_within(last)))


def _as_within(word: Word) -> str:
    """A word as inside a sentence: names and adjectives of names keep their capital."""
    if word.tag == "name" or word.base[:1].isupper() or word.raw.isupper():
        return word.raw
    return word.raw.lower()


class PlainPhrases:
    """Runs of one to three longer words, in a language of which nothing is known; all but names must come back."""

    def learn(self, texts: Iterable[str]) -> None:
        """Look at all texts before the first is taken apart; nothing to learn here."""

    def phrases(self, text: str) -> list[Phrase]:
        """Every phrase of a text that could be a term, those inside longer ones too."""
        words: list[Word] = []
        found: list[Phrase] = []
        for start, end, raw in whole_words(text):
            if raw[0].isalpha() and len(raw) > 3:
                words.append(Word(start, end, raw, "noun", raw.lower()))
                found += [Phrase(tuple(words[-length:]), loose=True) for length in range(1, min(3, len(words)) + 1)]
            else:
                words = []
        return found


def phrase_finder(language: str) -> PlainPhrases:
    """What finds the phrases of a language; it remembers what it learnt, so make one for each set of texts."""
    place = FINDERS.get(primary(language))
    if place is None:
        return PlainPhrases()
    module, name = place.split(":")
    finder: PlainPhrases = getattr(importlib.import_module(module), name)()
    return finder


def contains(longer: Sequence[str], shorter: Sequence[str]) -> bool:
    """Whether the words of a shorter phrase stand in a longer one, in the same order and side by side."""
    length = len(shorter)
    return any(tuple(longer[start : start + length]) == tuple(shorter) for start in range(len(longer) - length + 1))
