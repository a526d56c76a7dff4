"""How often words occur in general text: the list that ships for a language, made by `bench/frequency.py`."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from glossary.concept import primary
from glossary.words import fold, tokens

LISTS: dict[str, str] = {"nl": "nl-frequency.txt.gz"}
"""Language: its list, beside the curated glossary."""

_HYPHENS = "-‐‑"


class Frequencies:
    """Counts of the words of a language.

    Args:
        counts: by folded word.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self.total = sum(counts.values())

    def count(self, word: str) -> int:
        """How often a folded word occurs in the text of the list."""
        return self._counts.get(word, 0)

    def __len__(self) -> int:
        return len(self._counts)


@cache
def frequencies(language: str) -> Frequencies:
    """The list of a language; an empty one where none ships."""
    name = LISTS.get(primary(language))
    if name is None:
        return Frequencies({})
    text = gzip.decompress((Path(__file__).parent / "data" / name).read_bytes()).decode("utf-8")
    counts: dict[str, int] = {}
    for line in text.splitlines():
        count, *words = line.split(" ")
        counts.update(dict.fromkeys(words, int(count)))
    return Frequencies(counts)


def whole_words(text: str) -> list[tuple[int, int, str]]:
    """The words and marks of a text as `words.tokens` has them, but words with a hyphen between them as one."""
    joined: list[tuple[int, int, str]] = []
    for start, end, raw in tokens(text):
        if joined and start == joined[-1][1] + 1 and text[start - 1] in _HYPHENS and raw[0].isalnum():
            first = joined.pop()
            joined.append((first[0], end, text[first[0] : end]))
        else:
            joined.append((start, end, raw))
    return joined


def written_words(text: str) -> Iterator[str]:
    """The words of a text folded, those with a hyphen whole, no marks."""
    for _, _, raw in whole_words(text):
        if raw[0].isalnum():
            yield "-".join(fold(part) for part in raw.replace("‐", "-").replace("‑", "-").split("-"))
