"""The match score: what is compared, the formula, and what is taken off.

`score = floor(100 × (1 − levenshtein(a, b) / max(len(a), len(b))))` over the normalised characters of two sources
(Levenshtein 1966; every insertion, deletion and substitution costs 1). Worked examples are in the explanation of the
match score in the documentation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tm.notation import MASKS, masked, values
from tm.unit import TAG_ALONE, TAG_CLOSE, TAG_OPEN, Variant

CONTEXT, EXACT = 101, 100
LOWEST_THRESHOLD = 50

Operation = Literal["equal", "delete", "insert"]
Difference = tuple[Operation, str]
"""A piece of two texts: in both, in the unit's source only (`delete`), or in the text looked up only (`insert`)."""


@dataclass(frozen=True, slots=True)
class Penalty:
    """Points that were taken off a score, and why.

    Attributes:
        reason: `case`, `punctuation`, `tags`, `numbers` (or several, with commas), `language`, `reversed`, `memory`,
            `unit`.
        points: how many.
    """

    reason: str
    points: int


_FOLDS = {
    **dict.fromkeys("‘’‚‛′‹›ʼ´", "'"),
    **dict.fromkeys("“”„‟″«»〝〞", '"'),
    **dict.fromkeys("‐‑‒–—―−⁃", "-"),
}
_FOLDED = re.compile("[‘’‚‛′‹›ʼ´“”„‟″«»〝〞‐‑‒–—―−⁃]")
MARKUP = re.compile(r"</[A-Za-z][^<>]*>|<[A-Za-z][^<>]*?(/?)>")
"""HTML-like tags in a text; the group is the slash of one that stands alone."""
_TAG_CHARACTER = re.compile(f"[{TAG_OPEN}{TAG_CLOSE}{TAG_ALONE}]")
_MASK = re.compile(f"[{''.join(MASKS.values())}]")
TOKEN = re.compile(r"\d+(?:[.,:/'-]\d+)*|\w+|\s+|[^\w\s]")
"""Words, numbers, runs of white space and single other characters; together they are the text."""
_NOT_WORD = re.compile(r"[^\w\s]|_")


def normalise(text: str) -> str:
    """Write a text as it is compared.

    That is: Unicode NFC, each run of white space as one blank, each inline tag as one private-use character, quotes and
    dashes in one shape.

    Args:
        text: `Variant.marked`, or a text with HTML-like mark-up in it.

    Returns:
        The normalised characters; white space at both ends is gone.
    """
    if "<" in text:
        text = MARKUP.sub(_tag_character, text)
    if not text.isascii():
        # There are one or two at most: several times as quick as str.translate, which looks at each character.
        text = _FOLDED.sub(_fold, unicodedata.normalize("NFC", text))
    # White space other than the blank is not printable. Nearly every text is as it should be, and imports look at all.
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    return " ".join(text.split())


def _fold(match: re.Match[str]) -> str:
    return _FOLDS[match[0]]


def score(distance: int, length: int, other_length: int) -> int:
    """The score of two normalised sources by their Levenshtein distance and their lengths in characters."""
    longest = max(length, other_length)
    # In whole numbers: 100 * (1 - 31 / 100) is 68.999… in floating point.
    return 100 * (longest - distance) // longest if longest else EXACT


def largest_distance(threshold: int, longest: int) -> int:
    """The largest distance at which two sources of at most `longest` characters still reach a score."""
    return longest * (100 - threshold) // 100


def match_score(one: str, other: str) -> int:
    """The score of two sources, without penalties."""
    from rapidfuzz.distance import Levenshtein

    first, second = normalise(one), normalise(other)
    return score(Levenshtein.distance(first, second), len(first), len(second))


def differences(query: str, source: str) -> list[Difference]:
    """How the text looked up differs from a unit's source, word by word.

    Returns:
        Pieces in order. Those that are not inserted make the source, those that are not deleted the text looked up.
    """
    from rapidfuzz.distance import Levenshtein

    new, old = TOKEN.findall(query), TOKEN.findall(source)
    found: list[Difference] = []
    for step in Levenshtein.opcodes(old, new):
        before = "".join(old[step.src_start : step.src_end])
        after = "".join(new[step.dest_start : step.dest_end])
        if step.tag == "equal":
            found.append(("equal", before))
            continue
        if before:
            found.append(("delete", before))
        if after:
            found.append(("insert", after))
    return found


def changes(query: str, source: Variant) -> tuple[str, ...]:
    """What kinds of difference there are between a text looked up, mark-up included, and a unit's source.

    Returns:
        Out of `words`, `numbers` (also dates, times, links), `tags`, `case`, `punctuation`, `quotes`; the last one are
        quotes and dashes of another shape, which normalising makes equal.
    """
    new, old = normalise(query), normalise(source.marked)
    found = []
    if new != old:
        values_new, values_old = values(new, source.language), values(old, source.language)
        bare_new, bare_old = masked(new, values_new), masked(old, values_old)
        if _words(bare_new) != _words(bare_old):
            found.append("words")
        if [value.text for value in values_new] != [value.text for value in values_old]:
            found.append("numbers")
        if "words" not in found and _words(bare_new, fold=False) != _words(bare_old, fold=False):
            found.append("case")
        if _punctuation(bare_new) != _punctuation(bare_old):
            found.append("punctuation")
    if _tags_differ(new, old) or _codes(query) != _codes(source.rendered):
        found.append("tags")
    if new != old and not found:
        # The same words and marks in other places: a comma that moved, a blank before a colon.
        found.append("punctuation")
    if new == old and not found and _FOLDED.findall(query) != _FOLDED.findall(source.text):
        found.append("quotes")
    return tuple(found)


def formal_penalty(changed: Sequence[str]) -> Penalty | None:
    """The point that a difference in case, punctuation, tags or numbers alone costs; None when words differ too."""
    formal = [kind for kind in changed if kind != "quotes"]
    if not formal or "words" in formal:
        return None
    return Penalty(", ".join(formal), 1)


def _tag_character(match: re.Match[str]) -> str:
    if match.group().startswith("</"):
        return TAG_CLOSE
    return TAG_ALONE if match.group(1) else TAG_OPEN


def _words(text: str, *, fold: bool = True) -> list[str]:
    bare = _NOT_WORD.sub(" ", _MASK.sub(" 0 ", _TAG_CHARACTER.sub("", text)))
    return (bare.casefold() if fold else bare).split()


def _punctuation(text: str) -> list[str]:
    return _NOT_WORD.findall(_MASK.sub(" ", _TAG_CHARACTER.sub("", text)))


def _tags_differ(new: str, old: str) -> bool:
    if _TAG_CHARACTER.findall(new) != _TAG_CHARACTER.findall(old):
        return True
    return new != old and _TAG_CHARACTER.sub("", new) == _TAG_CHARACTER.sub("", old)


def _codes(text: str) -> list[str]:
    return [match.group() for match in MARKUP.finditer(text)]
