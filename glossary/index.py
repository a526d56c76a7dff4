"""The compiled form of one language's terms: word paths, and which entries they end at.

A term is a path of folded words: `eeuwige leider` is the path "eeuwige leider". Only the words of the terms themselves
are stored; a text's word is led back to them by `Language.bases` and confirmed by `Language.forms`. That keeps the
index as small as the glossary (an automaton over all inflected forms is ten times as large, takes seconds to build for
100,000 concepts and cannot be stored).
"""

from __future__ import annotations

import json
import re
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeVar

from glossary.concept import FIXED, Term
from glossary.language import ELLIPSIS, Language
from glossary.words import BREAK, fold, tokens

_Item = TypeVar("_Item")
_SIMPLE = re.compile(r"[A-Za-z]+(?:[ -][A-Za-z]+)*\Z")
MAX_TERMS = 4096
"""Terms that one concept may have."""

_KINDS = (
    ("noun", "noun"),
    ("proper", "name"),
    ("name", "name"),
    ("abbrev", "name"),
    ("acronym", "name"),
    ("initialism", "name"),
    ("adj", "adjective"),
    ("particip", "adjective"),
    ("verb", "verb"),
    ("adverb", "fixed"),
    ("interjection", "fixed"),
)


def kind_of(term: Term) -> str:
    """How the head of a term inflects, as `Language.forms` wants to hear it."""
    return "fixed" if FIXED in term.flags else _kind_of(term.part_of_speech)


@lru_cache(maxsize=1024)
def _kind_of(part_of_speech: str) -> str:
    spoken = part_of_speech.strip().lower()
    return next((kind for start, kind in _KINDS if spoken.startswith(start)), "any")


def words_of(text: str, language: Language) -> list[tuple[str, str]]:
    """The words of a term, folded and as they are written, without articles that do not count."""
    if _SIMPLE.match(text):
        words = [(language.spell(raw.lower()), raw) for raw in text.replace("-", " ").split()]
    else:
        words = [(language.spell(fold(raw) or raw), raw) for _, _, raw in tokens(text) if raw != BREAK]
    return _counted([word for word, _ in words], words, language)


def path_of(text: str, language: Language) -> tuple[str, ...]:
    """The folded words of a term, without articles that do not count."""
    if text.isascii() and text.isalpha():
        # One plain word, as two terms in three are; an article by itself counts.
        return (language.spell(text.lower()),)
    if _SIMPLE.match(text):
        words = list(map(language.spell, text.lower().replace("-", " ").split()))
        return tuple(_counted(words, words, language))
    return tuple(word for word, _ in words_of(text, language))


def _counted(folded: list[str], items: list[_Item], language: Language) -> list[_Item]:
    """The items whose folded words count: without articles, unless there is nothing else."""
    articles = language.articles
    if articles and not articles.isdisjoint(folded):
        kept = [pair for pair in zip(folded, items, strict=True) if pair[0] not in articles]
        if kept:
            folded, items = [word for word, _ in kept], [item for _, item in kept]
    return items[1:] if len(items) > 1 and folded[0] in language.leading else items


def splits_of(term: Term, language: Language) -> list[tuple[str, ...]]:
    """The paths of a verb whose parts stand apart: *roept … op*, and *stuurt … terug* for the form *stuurt terug*."""
    if _kind_of(term.part_of_speech) != "verb" or FIXED in term.flags:
        return []
    whole = path_of(term.text, language)
    if not whole:
        # A term of quotation marks only.
        return []
    splits = list(language.splits(" ".join(whole)))
    if splits or language.splits(whole[-1]) or any(" " in form for form in term.forms):
        for form in term.forms:
            path = path_of(form, language)
            if len(path) == 2 and language.joins_nouns:
                splits.append((path[0], ELLIPSIS, path[1]))
    return splits


Numbered = tuple[int, int, Term]
"""The number of a concept, the number of the term in it, the term."""


@dataclass(frozen=True, slots=True)
class Code:
    """Where an entry comes from, packed into one integer for storage.

    Attributes:
        concept: number of the concept in the term base.
        term: number of the term within the concept.
        explicit: it is one of the `forms` of the term, which does not inflect further.
    """

    concept: int
    term: int
    explicit: bool

    @classmethod
    def unpack(cls, code: int) -> Code:
        """The inverse of `packed`."""
        rest, explicit = divmod(code, 2)
        return cls(*divmod(rest, MAX_TERMS), bool(explicit))


def packed(concept: int, term: int, explicit: bool) -> int:
    """A `Code` as one integer; see there for the arguments."""
    return (concept * MAX_TERMS + term) * 2 + explicit


@dataclass(frozen=True)
class Index:
    """Paths and where they end.

    Attributes:
        paths: a whole path, words separated by a space: the packed code of the entry that ends there, or several.
        open: every proper beginning of a path of several words.
        words: every word that stands in a path of several words.
    """

    paths: dict[str, int | list[int]]
    open: frozenset[str]
    words: frozenset[str]

    @classmethod
    def compile(cls, terms: Iterable[Numbered], language: Language) -> Index:
        """Compile terms that come as (concept number, term number, term)."""
        paths: dict[str, int | list[int]] = {}
        opened: set[str] = set()
        words: set[str] = set()

        def add(path: tuple[str, ...], code: int) -> None:
            joined = " ".join(path)
            known = paths.setdefault(joined, code)
            if known is not code and known != code:
                if isinstance(known, int):
                    paths[joined] = [known, code]
                elif code not in known:
                    known.append(code)
            if len(path) > 1:
                words.update(path)
                beginning = path[0]
                opened.add(beginning)
                for word in path[1:-1]:
                    beginning = f"{beginning} {word}"
                    opened.add(beginning)

        for concept, number, term in terms:
            for split in splits_of(term, language):
                add(split, packed(concept, number, explicit=False))
            for place, text in enumerate((term.text, *term.forms)):
                path = path_of(text, language)
                if not path:
                    continue
                code = packed(concept, number, explicit=place > 0)
                # Most terms are one word that no other term is.
                if len(path) == 1:
                    if paths.setdefault(path[0], code) != code:
                        add(path, code)
                    continue
                add(path, code)
                # The solid spelling: jucheideologie for Juche-ideologie, for juche ideologie where nouns are joined.
                if 2 <= len(path) <= 3 and ("-" in text or language.joins_nouns) and all(map(str.isalpha, path)):
                    add(("".join(path),), code)
        return cls(paths, frozenset(opened), frozenset(words))

    def to_bytes(self) -> bytes:
        """Encode the index; `from_bytes` is the inverse.

        The sizes of the parts as JSON, a line feed, then the paths of one word, sorted, and the others, one a line;
        their codes as integers of eight bytes; and where several entries end at a path, their codes as JSON. Taking
        lines apart takes a third of the time of parsing JSON.
        """
        # Sorted, so that sorting them again after loading costs next to nothing.
        paths = [*self._sorted, *(path for path in self.paths if " " in path)]
        values = [self.paths[path] for path in paths]
        several = {number: value for number, value in enumerate(values) if not isinstance(value, int)}
        codes = array("Q", [value if isinstance(value, int) else 0 for value in values])
        if sys.byteorder == "big":
            codes.byteswap()
        parts = (
            *("\n".join(lines).encode("utf-8", "surrogatepass") for lines in (paths, self.open, self.words)),
            codes.tobytes(),
            json.dumps(several).encode(),
        )
        return b"".join((json.dumps([len(part) for part in parts]).encode(), b"\n", *parts))

    @classmethod
    def from_bytes(cls, data: bytes) -> Index:
        """The inverse of `to_bytes`."""
        line = data.index(b"\n")
        place, parts = line + 1, []
        for size in json.loads(data[:line]):
            parts.append(data[place : place + size])
            place += size
        paths, opened, words = (part.decode("utf-8", "surrogatepass").split("\n") if part else [] for part in parts[:3])
        codes = array("Q")
        codes.frombytes(parts[3])
        if sys.byteorder == "big":
            codes.byteswap()
        known: dict[str, int | list[int]] = dict(zip(paths, codes, strict=True))
        for number, several in json.loads(parts[4]).items():
            known[paths[int(number)]] = several
        return cls(known, frozenset(opened), frozenset(words))

    def codes(self, path: str) -> Sequence[int]:
        """The packed codes of the entries that end at a path."""
        found = self.paths.get(path, ())
        return (found,) if isinstance(found, int) else found

    def knows(self, word: str) -> bool:
        """Whether the word stands in any path."""
        return word in self.paths or word in self.words

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(path for path in self.paths if " " not in path)

    def begins(self, word: str) -> bool:
        """Whether a longer solid path begins with the word."""
        place = bisect_right(self._sorted, word)
        return place < len(self._sorted) and self._sorted[place].startswith(word)

    @cached_property
    def beginnings(self) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """The first three, four and five letters of short, middling and long solid paths.

        They say at which places of a compound it is worth looking for a term; see `beginning`.
        """
        found: tuple[set[str], set[str], set[str]] = (set(), set(), set())
        for path in self._sorted:
            length = 5 if len(path) >= 7 else 4 if len(path) == 6 else 3
            if len(path) >= 3:
                found[length - 3].add(path[:length])
        return frozenset(found[0]), frozenset(found[1]), frozenset(found[2])

    def beginning(self, word: str, place: int) -> bool:
        """Whether a form of a solid path could begin at a place of a word."""
        three, four, five = self.beginnings
        return word[place : place + 5] in five or word[place : place + 4] in four or word[place : place + 3] in three
