"""What the matcher must know about a language; the packs know, nothing else does."""

from __future__ import annotations

import importlib
import re
from functools import cache

from glossary.concept import primary

ELLIPSIS = "…"
"""In a form of a term: other words may stand here, as in *zette … op*."""

PACKS: dict[str, str] = {
    "nl": "glossary.language.nl:Dutch",
    "en": "glossary.language.en:English",
}
"""Language: where its pack is. Any other language is matched by `Language` itself, without inflection."""


class Language:
    """A language of which we know nothing: words match as they are written.

    All words that come in and go out are folded (`glossary.words.fold`) and in canonical spelling (`spell`).

    Attributes:
        code: primary language subtag.
        articles: words that are left out of terms and texts alike before they are compared.
        leading: words that are left out at the beginning of a term only.
        joins_nouns: whether nouns are written together to make others, as in *werkkampbewaker*.
        pronouns: words that may stand for a noun that was said before.
        coordinators: words that link two of a kind.
        left_out: where a comparison leaves out the noun that was said before: *more camps than there are …*.
    """

    code = "und"
    articles: frozenset[str] = frozenset()
    leading: frozenset[str] = frozenset()
    joins_nouns: bool = False
    pronouns: frozenset[str] = frozenset()
    coordinators: frozenset[str] = frozenset()
    left_out: re.Pattern[str] | None = None

    def spell(self, word: str) -> str:
        """One spelling for all accepted spellings of a word."""
        return word

    def forms(self, word: str, kind: str) -> frozenset[str]:
        """The inflected forms of a word, itself included.

        Args:
            word: as it stands in the term.
            kind: `noun`, `name`, `adjective`, `verb`, `modifier` (a word inside a longer term), `any` or `fixed`.
        """
        return frozenset((word,))

    def bases(self, form: str) -> tuple[str, ...]:
        """All words that could have the form, at least; `forms` decides."""
        return (form,)

    def splits(self, word: str) -> tuple[tuple[str, ...], ...]:
        """The ways in which a verb comes apart, `ELLIPSIS` where other words stand between its parts.

        Args:
            word: the verb; one of several words has spaces between them.
        """
        return ()

    def ends_clause(self, following: str) -> bool:
        """Whether what is before a word can be the last word of a clause; `following` is empty at the end of a text."""
        return True

    def unlinked(self, rest: str, *, first: bool) -> tuple[str, ...]:
        """What the other part of a solid compound may be, without what links it to the term; see `is_part`."""
        return (rest,)

    def is_part(self, word: str, *, first: bool) -> bool:
        """Whether a word can be the other part of a solid compound; `first` when it comes before the term."""
        return False

    def opaque(self, word: str) -> list[tuple[int, int]]:
        """Where a compound is a word of its own, in which no term is to be looked for: *dienstregeling*."""
        return []

    def is_prefix(self, word: str) -> bool:
        """Whether a word before a hyphen is a mere prefix: *non-*."""
        return False

    def joins(self, first: str, second: str) -> bool:
        """Whether two words with a space between may be one solid word of the glossary."""
        return min(len(first), len(second)) >= 4

    def blocked(self, before: tuple[str, ...], word: str, after: tuple[str, ...], kind: str, base: str) -> bool:
        """Whether the words around say that this is another word, spelt the same.

        Args:
            before: up to six folded words or marks before it, nearest last.
            word: the folded form in the text.
            after: up to four after it, nearest first.
            kind: as for `forms`.
            base: the word of the term.
        """
        return False

    def has_adjective(self, following: str) -> bool:
        """Whether a form before this word that may be adjective or noun is its adjective: *een gelovige vrouw*."""
        return False

    def modern(self, form: str) -> list[tuple[str, int]]:
        """How a form may be spelt today that is spelt as it was once: *kerkeraad*, *aktie*.

        Each with the number of letters that are enough to see whether any term begins so.
        """
        return []

    def derivations(self, form: str) -> tuple[tuple[str, str], ...]:
        """Words that a form is akin to by a suffix, each with the kind that the word must be of; see `forms`."""
        return ()

    def is_finite(self, word: str) -> bool:
        """Whether a folded word behind *and* is a verb that begins another clause."""
        return False

    def like(self, found: str, term: str, wanted: str) -> str:
        """`wanted` in the form in which `found` shows `term`: plural for plural."""
        return wanted


@cache
def language_of(tag: str) -> Language:
    """The pack for a language tag."""
    code = primary(tag)
    if code not in PACKS:
        return Language()
    module, name = PACKS[code].split(":")
    pack: Language = getattr(importlib.import_module(module), name)()
    return pack
