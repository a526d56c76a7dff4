"""Concordance: where in a memory words and phrases stand, and what they became."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from heapq import merge
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from tm.language import base, canonical
from tm.store.base import VARIANT_BITS, VariantRow
from tm.store.rows import iso_date, unit_from

if TYPE_CHECKING:
    from tm.memory import Memory
    from tm.unit import TranslationUnit

_PART = re.compile(r'"([^"]*)"|(\S+)')
_ANY = r"[^\W_]"
# An accent that makes no letter with the one before it is a part of the word as well.
_LETTER = r"(?:[^\W_]|[\u0300-\u036f])"
_WORD = re.compile(rf"{_LETTER}+(?:[*?]+{_LETTER}*)*|[*?]+(?:{_LETTER}+[*?]*)+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the memory in which everything that was looked for stands.

    Attributes:
        memory: the memory that it came from, as it was opened.
        unit_id: its number there.
        language: of the text, as written in the memory.
        text: the text, without inline codes.
        spans: where in the text, (start, one past the end) in characters, in order.
        translations: the texts of the unit in other languages, (language, text).
        changed: when the unit was changed last (or made), ISO 8601 in UTC; None when the memory does not know.
    """

    memory: str
    unit_id: int
    language: str
    text: str
    spans: tuple[tuple[int, int], ...]
    translations: tuple[tuple[str, str], ...]
    changed: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The passage as `tm concordance --json` prints it."""
        return {
            "memory": self.memory,
            "unit_id": self.unit_id,
            "language": self.language,
            "text": self.text,
            "spans": [list(span) for span in self.spans],
            "translations": [{"language": language, "text": text} for language, text in self.translations],
            "changed": self.changed,
        }


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for.

    Attributes:
        text: words, all of which must be there; "quoted" ones one after the other; `*` is any letters, `?` is one.
        language: of the texts that are searched; None for all.
        case: whether capitals count.
        accents: whether accents count.
        phrases: the words, by phrase, as they are compared.
    """

    text: str
    language: str | None = None
    case: bool = False
    accents: bool = False
    phrases: tuple[tuple[str, ...], ...] = field(init=False)

    def __post_init__(self) -> None:
        phrases = []
        for match in _PART.finditer(self.text):
            words = _WORD.findall(unicodedata.normalize("NFC", match.group(1) or match.group(2) or ""))
            if words:
                phrases.append(tuple(words))
        object.__setattr__(self, "phrases", tuple(phrases))

    @property
    def folded(self) -> list[list[str]]:
        """The phrases without case and accents, as a store looks for them."""
        return [[fold(word) for word in phrase] for phrase in self.phrases]

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where the phrases stand in a text, in order; empty unless every one does."""
        shown, places = _comparable(text, case=self.case, accents=self.accents)
        found: set[tuple[int, int]] = set()
        for phrase in self.phrases:
            words = [_comparable(word, case=self.case, accents=self.accents)[0] for word in phrase]
            pattern = r"[\W_]+".join(_pattern(word) for word in words)
            spans = {match.span() for match in re.finditer(rf"(?<!{_LETTER}){pattern}(?!{_LETTER})", shown)}
            if not spans:
                return ()
            found |= spans
        if places is not None:
            found = {(places[start], places[end - 1] + 1) for start, end in found}
            found = {(start, _past_accents(text, end)) for start, end in found}
        return tuple(sorted(found))


def search(
    memories: Sequence[Memory],
    wanted: Search,
    *,
    other_language: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[Passage]:
    """Find passages, best first; see `Memory.concordance`.

    Args:
        memories: to be searched.
        wanted: what is looked for.
        other_language: units must have it too, and only its texts are shown; None for all.
        limit: how many at most.
        offset: how many of the best to leave out.
    """
    if not wanted.phrases:
        return []
    with ExitStack() as stack:
        for memory in memories:
            stack.enter_context(memory.store.reading())
        streams = [_passages(memory, wanted, other_language, offset + limit) for memory in memories]
        return [passage for _, passage in islice(merge(*streams, key=itemgetter(0)), offset, offset + limit)]


_Rank = tuple[bool, int]
"""Whether the words stand apart, and the length of the text; less is better."""

_Spans = tuple[tuple[int, int], ...]


def _passages(
    memory: Memory, wanted: Search, other_language: str | None, at_once: int
) -> Iterator[tuple[_Rank, Passage]]:
    """The passages of one memory, best first, each text with its translations once."""
    ranked = _ranked(memory, wanted)
    seen: set[tuple[str, tuple[tuple[str, str], ...]]] = set()
    while part := list(islice(ranked, at_once)):
        rows = memory.store.units([row.id >> VARIANT_BITS for _, row, _ in part])
        units = {row.id: unit_from(row, variants) for row, variants in rows}
        for rank, row, spans in part:
            passage = _passage(memory, units[row.id >> VARIANT_BITS], row, spans, other_language)
            if passage is not None and (passage.text, passage.translations) not in seen:
                seen.add((passage.text, passage.translations))
                yield rank, passage


def _ranked(memory: Memory, wanted: Search) -> Iterator[tuple[_Rank, VariantRow, _Spans]]:
    language = None if wanted.language is None else base(wanted.language)
    loose = wanted.folded
    as_one = Search(f'"{wanted.text.replace(chr(34), "")}"', case=wanted.case, accents=wanted.accents)
    several = len(loose) > 1
    if several:
        for row in memory.store.shortest_with_words(language, as_one.folded):
            spans = as_one.spans(row.text)
            if spans and wanted.spans(row.text):
                yield (False, len(row.text)), row, spans
    for row in memory.store.shortest_with_words(language, loose):
        spans = wanted.spans(row.text)
        if spans and not (several and as_one.spans(row.text)):
            yield (several, len(row.text)), row, spans


def _passage(
    memory: Memory,
    unit: TranslationUnit,
    row: VariantRow,
    spans: tuple[tuple[int, int], ...],
    other_language: str | None,
) -> Passage | None:
    others = [variant for variant in unit.variants if canonical(variant.language) != canonical(row.language)]
    if other_language is not None:
        others = [variant for variant in others if base(variant.language) == base(other_language)]
        if not others:
            return None
    info = unit.info
    return Passage(
        memory.name,
        unit.unit_id,
        row.language,
        row.text,
        spans,
        tuple((variant.language, variant.text) for variant in others),
        iso_date(info.changed or info.created),
    )


def fold(text: str) -> str:
    """A text in small letters without accents."""
    return _comparable(text, case=False, accents=False)[0]


def _comparable(text: str, *, case: bool, accents: bool) -> tuple[str, Sequence[int] | None]:
    """A text as it is compared, and for each character of that its place there (None where all have their own)."""
    if text.isascii():
        return (text if case else text.lower()), None
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        shown = character if case else character.lower()
        if not accents:
            shown = "".join(c for c in unicodedata.normalize("NFD", shown) if not unicodedata.combining(c))
        characters.append(shown)
        places += [place] * len(shown)
    shown = "".join(characters)
    if accents:
        # A letter and its accent are one character in the one text and two in the other.
        composed = unicodedata.normalize("NFC", shown)
        if composed != shown:
            return _composed(shown, places)
    return shown, places


def _composed(text: str, places: list[int]) -> tuple[str, list[int]]:
    characters: list[str] = []
    kept: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and unicodedata.combining(text[end]):
            continue
        piece = unicodedata.normalize("NFC", text[start:end])
        characters.append(piece)
        kept += [places[start]] * len(piece)
        start = end
    return "".join(characters), kept


def _past_accents(text: str, end: int) -> int:
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


def _pattern(word: str) -> str:
    """A word with wildcards as a regular expression.

    A part between two asterisks is taken at the first place where it fits, for good: a later one leaves the rest no
    more room, and trying them all takes seconds in a word of a hundred letters.
    """
    first, *others = (re.escape(part).replace(r"\?", _ANY) for part in word.split("*"))
    if not others:
        return first
    *between, last = others
    return first + "".join(f"(?>{_ANY}*?{part})" for part in between) + f"{_ANY}*{last}"
