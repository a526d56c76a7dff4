"""Text as words with exact offsets, and words as they are compared.

Words are cut out of the text as it stands and folded one by one, so offsets never have to be mapped back.
"""

from __future__ import annotations

import re
import unicodedata

# Combining marks, soft hyphens and zero-width characters belong to the word that they stand in.
_INNER = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_APOSTROPHES = "'\u2018\u2019\u201b\u02bc\u00b4`"
# Quotes and the emphasis of Markdown say nothing about a term: „eeuwige” leider is a use of eeuwige leider.
_QUOTES = "\"'`_*~«»‹›\u2018-\u201f\u00b4\u02bc"
_HYPHENS = "\\-\u2010-\u2013\ufe63\uff0d"

TOKEN = re.compile(
    rf"([^\W_]+(?:[{_INNER}]+[^\W_]*|[{_APOSTROPHES}][^\W_]+)*)"
    rf"|\n[^\S\n]*\n\s*"
    rf"|[^\w\s{_QUOTES}{_HYPHENS}{_INNER}]"
    rf"|(?<![^\W_])[{_HYPHENS}]|[{_HYPHENS}](?![^\W_])"
)
"""A word (group 1), an empty line, or a mark that ends whatever went before it.

A hyphen or a short dash between two letters joins, so it is no token; with a space on one side it is a mark.
"""

BREAK = "\n"
"""The word that stands for an empty line."""


def fold(word: str) -> str:
    """Fold case, accents, ligatures, apostrophes and invisible characters: what is left are letters, digits and '.

    Examples:
        >>> fold("Ideologieën"), fold("foto’s"), fold("ﬁlm")
        ('ideologieen', "foto's", 'film')
    """
    if word.isascii():
        return word.lower().replace("`", "'")
    return "".join(map(_fold_character, word))


def _fold_character(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    loose = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join("'" if part in _APOSTROPHES else part for part in loose if part.isalnum())


def folded_offsets(word: str) -> list[int]:
    """Where in the raw word each folded character comes from, with one more entry for the end."""
    offsets: list[int] = []
    for place, character in enumerate(word):
        offsets += [place] * len(fold(character))
    return [*offsets, len(word)]


def tokens(text: str) -> list[tuple[int, int, str]]:
    """The words and marks of a text as (start, end, raw); an empty line is `BREAK`."""
    found = [(*token.span(), token[0]) for token in TOKEN.finditer(text)]
    if "\n" in text:
        found = [(start, end, BREAK if raw[0] == "\n" else raw) for start, end, raw in found]
    return found
