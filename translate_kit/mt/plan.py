"""What of a source goes to the model, and in which pieces.

A segment is mostly one sentence and goes as it is. Bullets, blank lines and white space at its ends are not text; a
number or a URL by itself needs no model; and a sentence longer than those that models are trained on is cut at a pause.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_LEADING = re.compile(r"\s*(?:(?:#{1,6}|>|[-*+•–—▪◦·]|\d{1,3}[.)])[ \t]+)*")
# A blank line always separates; a single line break only after the end of a sentence, since Markdown and mail wrap
# sentences at any space.
_BREAK = re.compile(r"\s*\n[ \t]*\n\s*|(?<=[.!?:;…\"”’)])[ \t]*\n\s*")

_GROUPED_BY_POINT = frozenset(("nl", "de", "es", "it", "pt", "da", "id", "tr"))
"""Languages that write 1.234.567,89."""
_GROUPED_BY_COMMA = frozenset(("en", "ja", "ko", "zh", "he", "th"))
"""Languages that write 1,234,567.89."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
NUMBER_WORD = re.compile(r"(?<![\w.,])(?=\d\D?\d)\d+(?:[.,]\d+)*(?!\w)")
"""A number of two digits or more that is a word by itself."""
_CLEAR = {
    ".": re.compile(r"\d+|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+"),
    ",": re.compile(r"\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+"),
}
_SWAP = str.maketrans(".,", ",.")


MAX_CHARACTERS = 4_000
"""Nobody writes such a sentence; what is longer is cut at a space, so that the cost of a text grows with its length."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a source.

    Attributes:
        text: as it stands there.
        translate: whether it is text; else it is copied.
        keep: (start, end) in `text` of what must pass unharmed.
    """

    text: str
    translate: bool
    keep: tuple[tuple[int, int], ...] = ()


def parts(source: str, keep: Sequence[tuple[int, int]] = ()) -> list[Part]:
    """Cut a source into text and what separates it; the parts joined are the source."""
    cuts = [0]
    if found := _LEADING.match(source):
        cuts.append(found.end())
    at = cuts[-1]
    while found := _BREAK.search(source, at):
        at = found.end()
        if any(start < found.end() and end > found.start() for start, end in keep):
            continue
        if bullet := _LEADING.match(source, at):
            at = bullet.end()
        cuts += [found.start(), at]
    cuts += [max(len(source.rstrip()), cuts[-1]), len(source)]
    out = []
    for number, (start, end) in enumerate(itertools.pairwise(cuts)):
        translate = number % 2 == 1
        for one, two in _stretches(source, start, end, keep) if translate else [(start, end)]:
            kept = tuple((max(at, one) - one, min(to, two) - one) for at, to in keep if at < two and to > one)
            if one < two:
                out.append(Part(source[one:two], translate, kept))
    return out


def _stretches(source: str, start: int, end: int, keep: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cut an endless text: after the last end of a sentence, else after the last space, that is near enough."""
    while end - start > MAX_CHARACTERS:
        window = source[start : start + MAX_CHARACTERS]
        pauses = [found.end() for found in re.finditer(r"[.!?…][”’\"')]*\s+", window)]
        spaces = [found.end() for found in re.finditer(r"\s+", window)]
        length = next((cuts[-1] for cuts in (pauses, spaces) if cuts and cuts[-1] > 1), MAX_CHARACTERS)
        opened, closed = window.rfind("<", 0, length), window.rfind(">", 0, length)
        inside = next((at - start for at, to in keep if at < start + length < to), opened if opened > closed else 0)
        length = inside if inside > 0 else length
        yield start, start + length
        start += length
    yield start, end


def without_model(text: str, source_language: str, target_language: str) -> str | None:
    """The translation of a text without a letter in it, or None when it takes a model.

    Numbers get the target's grouping and decimal marks where there is one way to read them (`400.000`, `1,4`);
    anything else (`12.30`, `1.2.3`) is copied.

    Args:
        text: plain text in which what passes unharmed was taken out.
        source_language: language tag.
        target_language: language tag.
    """
    if any(character.isalpha() for character in text):
        return None
    written = [number_written(number, source_language, target_language) for number in _NUMBER.findall(text)]
    if any(number is None for number in written):
        return text
    numbers = iter(written)
    return _NUMBER.sub(lambda _found: str(next(numbers)), text)


def number_written(number: str, source_language: str, target_language: str) -> str | None:
    """A number in the notation of the target, None when it can be read in two ways (`12.30`, `1.2.3`)."""
    mark, other = _group_mark(source_language), _group_mark(target_language)
    if not (mark and other):
        return number if number.isdigit() else None
    if not _CLEAR[mark].fullmatch(number):
        return None
    return number.translate(_SWAP) if mark != other else number


def numbers_expected(text: str, source_language: str, target_language: str) -> Counter[str]:
    """The numbers that a translation of `text` must hold, as it must write them.

    Left out are single digits, which may become words, numbers that can be read in two ways, and digits in a word.
    """
    written = (number_written(number, source_language, target_language) for number in NUMBER_WORD.findall(text))
    return Counter(number for number in written if number is not None)


def numbers_wrong(expected: Counter[str], target: str) -> int:
    """How many of the expected numbers the target lacks, or has too often."""
    found = Counter(NUMBER_WORD.findall(target))
    return sum(abs(found[number] - count) for number, count in expected.items())


def _group_mark(language: str) -> str:
    base = language.lower().replace("_", "-").partition("-")[0]
    return "." if base in _GROUPED_BY_POINT else "," if base in _GROUPED_BY_COMMA else ""


def chunks(pieces: Sequence[str], limit: int) -> list[tuple[int, int]]:
    """Cut subword pieces into stretches of at most `limit`, at the strongest pause in the second half of each.

    Returns:
        (start, end) of each stretch; they follow each other without a gap.
    """
    out = []
    start = 0
    while len(pieces) - start > limit:
        middle = start + limit // 2
        cut = max(range(middle, start + limit + 1), key=lambda place: (_pause(pieces, place), place))
        out.append((start, cut))
        start = cut
    out.append((start, len(pieces)))
    return out


def _pause(pieces: Sequence[str], place: int) -> int:
    before, after = pieces[place - 1], pieces[place]
    if before.endswith("@@") or ("▁" in "".join(pieces[:1]) and not after.startswith("▁")):
        return 0
    return 3 if before[-1:] in (".", "!", "?", ";", ":", "…") else 2 if before[-1:] in (",", "–", "—", ")") else 1
