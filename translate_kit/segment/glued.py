"""Lists whose line breaks were lost, as when a web page is pasted: `CD&V: 22 VLD: 21 Vlaams Belang: 10`.

No full stop tells where such an item ends; its shape does, because the next has the same. Four shapes count, and each
only when it repeats, in a paragraph that holds no sentence and does not end in a full stop:

- label and value: `Hoofdstad: Leuven Hoogste punt: Walshoutem Dialect: Brabants`
- items that end in years, or three or more in brackets: `Gemeenteraadslid (1995-2001) Schepen (2001-2006)`,
  `« Bessy » 1952-1995 « Jerom » 1960-1991`, `Jansen (PvdA) Pietersen (VVD) Bakker (D66)`
- items that begin with a year: `2007: 21 februari 2008: 6 februari 2009: 25 februari`
- numbers that count up, and bullets: `1. Inleiding 2. Methode 3. Uitkomsten`, `• Melk • Brood • Kaas`
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

MAX_CHARS = 20_000
"""A longer paragraph is no list that lost its line breaks."""

_ENDS_OPEN = re.compile(r"[^.?!…:;,\s]['\"”’»)\]]*\s*\Z|(?:\.\.\.|…)\)\s*\Z")
_SENTENCE_END = re.compile(r"[^\W\d_]{2}[.?!]+['\"”’»)\]]*(?=\s)")
_YEARS = r"(?<!\d)[12]\d{3}(?!\d)(?:\s?[-–]\s?(?:[12]\d{3}|\d\d|heden|nu|present|\.\.\.|…|\?)?(?!\w))?"
_YEARS_CLOSED = re.compile(rf"\([^()]*?{_YEARS}\)(?P<gap>\s+(?=[^\W_a-zß-ÿ]|[«„“‘\"'(]))?")
_BRACKET_CLOSED = re.compile(r"\([^()]*+\)(?P<gap>\s+(?=[^\W\d_a-zß-ÿ]))?")
_YEARS_OPEN = re.compile(rf"(?<=\s){_YEARS}(?P<gap>\s+(?=[^\W\d_a-zß-ÿ]|[«„“‘\"]\s?\S))?")
_YEAR_LED = re.compile(r"(?:(?<=\s)|\A)[12]\d{3}(?:[-–/]\d{2,4})?\s?[:–-]\s")
_TOKEN = re.compile(r"\S+")
_COUNTED = re.compile(r"(?:(?<=\s)|\A)(\d{1,2})[.)]\s+(?=[«„“‘\"']?[^\W\d_a-zß-ÿ])")
_BULLET = re.compile(r"(?:(?<=\s)|\A)[•▪◦‣●■]\s")


def item_starts(text: str) -> list[int]:
    """Where the second and later items start in a paragraph that is a glued list; empty for anything else."""
    if len(text) > MAX_CHARS or not _ENDS_OPEN.search(text, max(0, len(text) - 40)):
        return []
    starts = set(_counted(text)) | set(_bullets(text))
    if not _SENTENCE_END.search(text):
        # A year that leads its item is a label too, one that is told apart more surely.
        for shape in (_year_closed, _bracket_closed, _year_open):
            starts.update(shape(text))
        starts.update(_year_led(text) or _labelled(text))
    return sorted(starts - {0})


def _counted(text: str) -> list[int]:
    """`1. … 2. … 3. …` from the first character on."""
    found = list(_COUNTED.finditer(text))
    numbers = [int(match[1]) for match in found]
    if len(found) < 2 or found[0].start() or any(later != earlier + 1 for earlier, later in pairwise(numbers)):
        return []
    return [match.start() for match in found]


def _bullets(text: str) -> list[int]:
    found = [match.start() for match in _BULLET.finditer(text)]
    return found if len(found) >= 2 else []


def _year_led(text: str) -> list[int]:
    found = [match.start() for match in _YEAR_LED.finditer(text)]
    return found if len(found) >= 3 and found[0] == 0 else []


def _year_closed(text: str) -> list[int]:
    return _after_ends(_YEARS_CLOSED, text, 2)


def _bracket_closed(text: str) -> list[int]:
    return _after_ends(_BRACKET_CLOSED, text, 3)


def _year_open(text: str) -> list[int]:
    return _after_ends(_YEARS_OPEN, text, 3)


def _after_ends(pattern: re.Pattern[str], text: str, least: int) -> list[int]:
    """After each end, if nearly all are followed by what looks like a new item (in prose: by a small letter)."""
    found = [match for match in pattern.finditer(text) if match.end() < len(text)]
    starts = [match.end() for match in found if match["gap"]]
    return starts if len(starts) >= least and len(starts) * 4 >= len(found) * 3 else []


def _labelled(text: str) -> list[int]:
    """`label: value label: value …`, the first label at the start: three or more, or two with a number between."""
    tokens = [(match.start(), match.group()) for match in _TOKEN.finditer(text)]
    words = [word for _, word in tokens]
    colons = [at for at in _outside_brackets(words) if words[at].endswith(":")]
    numeric = len(colons) == 2 and words[colons[0] + 1][0].isdigit()
    if (len(colons) < 3 and not numeric) or colons[0] > 4:
        return []
    starts = []
    for previous, colon in pairwise(colons):
        label = _label_start(words, previous, colon, colons[0] + 1)
        if label is None or words[label - 1][-1] in ",;":
            return []
        if numeric and (label > previous + 3 or not _capital(words[label])):
            # Between two labels alone, no more than a number and its unit.
            return []
        starts.append(tokens[label][0])
    return starts


def _outside_brackets(words: list[str]) -> Iterator[int]:
    depth = 0
    for at, word in enumerate(words):
        if depth == 0 and "(" not in word:
            yield at
        depth = max(0, depth + word.count("(") - word.count(")"))


def _label_start(words: list[str], previous: int, colon: int, usual: int) -> int | None:
    """Where in `value value label label:` the label begins; the value holds one word at least.

    Args:
        words: the words of the paragraph.
        previous: index of the word that ends the label before.
        colon: index of the word that ends this label.
        usual: how many words the first label has.
    """
    first = previous + 2
    if first > colon:
        return None
    after_bracket = [at + 1 for at in range(first - 1, colon) if words[at].endswith(")")]
    if after_bracket:
        return after_bracket[-1]
    start = next((at for at in range(colon, first - 1, -1) if _capital(words[at])), None)
    if start is None:
        return first if words[first - 1][0].isdigit() else None
    if start < colon:
        # `Demer, Zenne Aantal inwoners:`: a capital, then small letters.
        return start
    while start > first and _capital(words[start - 1]) and not words[start - 2].endswith(","):
        start -= 1
    if start == first and _capital(words[first - 1]):
        # Capitals all the way: `Gerda Van Langendonck West-Vlaanderen:`; the labels have one length then.
        start = max(first, colon - usual + 1)
    return start


def _capital(word: str) -> bool:
    return word.lstrip("«„“‘\"'(")[:1].isupper()
