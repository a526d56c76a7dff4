"""The words of texts as PostgreSQL searches them, for concordance: see `tm.concordance` for what is found in the end.

PostgreSQL's own parsers are not used: what they take for a word (addresses, numbers, words with hyphens) depends on the
configuration and the locale of the server.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

LONGEST_TEXT = 30_000
"""Characters. Longer ones are no segments and exceed what a `tsvector` can hold: every search looks at them."""

LONGEST_WORD = 500
"""Characters; more are not compared here."""

_MOST_PLACES = 255
"""So often the places of a word in one text are kept by PostgreSQL."""

_WORD = re.compile(r"[^\W_]+")
_SIGMA = "Σ"


def words_of(text: str) -> list[str] | None:
    """The words of a text in order, in small letters and without accents; None for a text that is too long."""
    if len(text) > LONGEST_TEXT:
        return None
    words = _WORD.findall(folded(text))
    if len(text) > LONGEST_WORD:
        words = [word[:LONGEST_WORD] for word in words]
    if len(words) > _MOST_PLACES and Counter(words).most_common(1)[0][1] > _MOST_PLACES:
        return None
    return words


def folded(text: str) -> str:
    """The same as `tm.concordance.fold`, in a third of the time; an import does it for every text."""
    if text.isascii():
        return text.lower()
    # In small letters by the character: a sigma at the end of a word is not another letter.
    text = "".join(map(str.lower, text)) if _SIGMA in text else text.lower()
    return "".join([c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)])


def vector(words: Iterable[str]) -> str:
    """A `tsvector` of words with their places."""
    return " ".join([f"'{word}':{place}" for place, word in enumerate(words, 1)])


def query(phrases: Sequence[Sequence[str]], known: Callable[[str], list[str] | None]) -> str | None:
    """A `tsquery` for texts in which every phrase may stand.

    Args:
        phrases: words that follow each other, folded; with `*` and `?` in them.
        known: finds the words of the memory that one with `*` or `?` stands for; None when there are too many.

    Returns:
        The query, empty when it would find everything; None when nothing can be found.
    """
    parts = []
    for phrase in phrases:
        *before, last = phrase
        if not any("*" in word or "?" in word for word in (*before, last.rstrip("*"))):
            beginning = ":*" if last.endswith("*") else ""
            parts.append(" <-> ".join(map(_quoted, (*before, last.rstrip("*")))) + beginning)
            continue
        for word in phrase:
            terms = known(word) if "*" in word or "?" in word else [word]
            if terms == []:
                return None
            if terms is not None:
                parts.append(" | ".join(map(_quoted, terms)))
    return " & ".join(f"({part})" for part in parts if part)


def _quoted(word: str) -> str:
    return "'" + word[:LONGEST_WORD].replace("\\", "\\\\").replace("'", "''") + "'"
