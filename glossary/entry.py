"""A term as the matcher needs it, and a place where it may stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from glossary.concept import Term
from glossary.index import Code, kind_of, splits_of, words_of
from glossary.language import ELLIPSIS, Language

Kind = Literal["exact", "inflected", "compound", "related"]
"""How a term stands in a text: as in the glossary (case, accents, quotes, hyphens apart), inflected, as a part of a
compound, or as a derivation with another part of speech than the concept's first term."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A term as the matcher needs it.

    Attributes:
        code: its packed code.
        concept: number of its concept.
        term: the term itself.
        words: the folded words of its path, of the form when it is an explicit one.
        raw: the same words as they are written.
        kinds: for each word how it inflects.
        base: whether it is the term as the glossary has it, and no explicit form or split of it.
    """

    code: int
    concept: int
    term: Term
    words: tuple[str, ...]
    raw: tuple[str, ...]
    kinds: tuple[str, ...]
    base: bool

    @classmethod
    def of(cls, code: int, term: Term, language: Language) -> list[Entry]:
        """The entries behind a code: one for the term, or one for each explicit form."""
        place = Code.unpack(code)
        entries = []
        for text in term.forms if place.explicit else (term.text,):
            pairs = words_of(text, language)
            words, raws = tuple(word for word, _ in pairs), tuple(raw for _, raw in pairs)
            head = "fixed" if place.explicit else kind_of(term)
            inner = "fixed" if head == "fixed" else "modifier"
            kinds = tuple(inner if len(word) > 3 else "fixed" for word in words[:-1])
            entries.append(cls(code, place.concept, term, words, raws, (*kinds, head), not place.explicit))
        for words in () if place.explicit else splits_of(term, language):
            # An infinitive behind the ellipsis is one of ours and inflects; the words of an explicit form do not.
            infinitive = words[0].endswith("n") or not language.joins_nouns
            first = "finite" if words[1] == ELLIPSIS and infinitive else "fixed"
            kinds = (first, *("fixed" for _ in words[1:]))
            entries.append(cls(code, place.concept, term, words, words, kinds, base=False))
        return entries


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in a text where a term may stand; hits may overlap.

    Attributes:
        start: first character.
        end: one past the last.
        entry: the term.
        kind: how it stands there.
        parts: the places of the parts of a verb that stand apart, else the one place.
    """

    start: int
    end: int
    entry: Entry
    kind: Kind
    parts: tuple[tuple[int, int], ...]
