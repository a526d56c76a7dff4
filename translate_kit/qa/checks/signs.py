"""Signs: doubled ones, those at the beginning, segments of nothing else, and how many sentences there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from translate_kit.data import Finding, Severity
from translate_kit.qa.check import Check, Example, Pair
from translate_kit.qa.text import shown


@dataclass(frozen=True, kw_only=True)
class RepeatedSigns(Check):
    """Two commas."""

    id: ClassVar[str] = "repeated-signs"
    name: ClassVar[str] = "Doubled punctuation"
    description: ClassVar[str] = "Two marks in a row that no text has (,, .. ., ;;), unless the source has them too."
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Ja, dat kan.", "Yes,, that is possible."),
        Example("Dat kan.", "That is possible.."),
        Example("Zeker, nee.", "Surely., no."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Wat?! Echt...", "What?! Really..."),
        Example("Hij werkt bij Konami, Inc.", "He works at Konami, Inc., in Tokyo."),
    )

    fix: bool = True

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Look for the pairs of marks."""
        if not _TWO_SIGNS.search(pair.target_text):
            return
        for match in _REPEATED.finditer(pair.target_text):
            if match[0] not in pair.source:
                yield self.finding(
                    pair, f"“{match[0]}” should be one mark.", target=match.span(), suggestion=match[0][0]
                )


_TWO_SIGNS = re.compile(r"[,.;:][ \u00a0]?[,.;:]")
_REPEATED = re.compile(
    r",[ \u00a0]?,(?![,\w\"'“”‘’„])|(?<![.])\.\.(?![.])|;;|(?<!:)::(?![:\w])|"
    r"(?<=[a-z]{3})(?<!etc)(?<!vol)(?<!fig)(?<!approx)\.,|,\.(?!\d)|;,|,;|:,"
)


@dataclass(frozen=True, kw_only=True)
class StartSigns(Check):
    """What stands before the first word."""

    id: ClassVar[str] = "start-signs"
    name: ClassVar[str] = "Signs at the beginning"
    description: ClassVar[str] = (
        "The source begins with a bullet, a dash, an ellipsis, a heading mark or the number of an item, and the "
        "translation does not; or the other way round."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("- Niemand weet het.", "Nobody knows."),
        Example("… en toen niets.", "and then nothing."),
        Example("2) De kerk", "The church"),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("– Niemand weet het.", "- Nobody knows."),
        Example("... en toen niets.", "… and then nothing."),
        Example("-5 graden", "Minus 5 degrees"),
    )

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Compare what the two sides begin with, by kind."""
        source, target = _START.match(pair.source), _START.match(pair.target)
        if source is None and target is None:
            return
        one, other = _kind(source), _kind(target)
        if one == other:
            return
        if source is not None:
            yield self.finding(
                pair, f"The source begins with {shown(source[1])}, the translation does not.", source=source.span(1)
            )
        elif target is not None:
            yield self.finding(pair, f"The source does not begin with {shown(target[1])}.", target=target.span(1))


_START = re.compile(
    r"\s*(?:(?=[-–—•*·…#>.\d(a-z])([-–—•·](?=[ \u00a0\w])(?!\d)|[*#>]+(?= )|…|\.\.\.|\(?(?:\d{1,2}|[a-h])\)(?=\s)))"
)


def _kind(match: re.Match[str] | None) -> str:
    if match is None:
        return ""
    sign = match[1]
    if sign[-1] == ")":
        return sign.strip("()")
    return {"–": "-", "—": "-", "•": "-", "·": "-", "*": "-", "...": "…"}.get(sign, sign)


@dataclass(frozen=True, kw_only=True)
class OnlySigns(Check):
    """Signs that stand for a pause: * * *."""

    id: ClassVar[str] = "only-signs"
    name: ClassVar[str] = "Segment of signs only"
    description: ClassVar[str] = "The source has no letter and no digit, and the translation is not the same."
    fails: ClassVar[tuple[Example, ...]] = (Example("* * *", "***!"),)
    passes: ClassVar[tuple[Example, ...]] = (Example("* * *", "* * *"), Example("—", "—"))

    fix: bool = True

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Compare the two, blanks left out."""
        if _ALNUM.search(pair.source) or not pair.source.strip():
            return
        if "".join(pair.source.split()) != "".join(pair.target.split()):
            yield self.finding(
                pair, "The source has signs only, and the translation others.", target=(0, len(pair.target)),
                suggestion=pair.source,
            )  # fmt: skip


_ALNUM = re.compile(r"[^\W_]")


@dataclass(frozen=True, kw_only=True)
class SentenceCount(Check):
    """How many sentences there are."""

    id: ClassVar[str] = "sentence-count"
    name: ClassVar[str] = "Number of sentences"
    description: ClassVar[str] = (
        "The translation has more or fewer sentences than the source. A translator may join and split them, so this "
        "is a note; with two fifths of the length gone too, one was left out."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Het regent. Zij blijft. Hij gaat weg.", "It is raining. She is staying."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Het regent. Zij blijft.", "It is raining. She is staying."),
        Example("Dr. Myers komt.", "Dr. Myers is coming."),
    )

    shorter: float = 0.6

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Count the ends of sentences inside each side."""
        source, target = _ends(pair.source_text), _ends(pair.target_text)
        if source == target:
            return
        lost = target < source and len(pair.target) < self.shorter * len(pair.source) and len(pair.source) > 40
        yield self.finding(
            pair,
            f"The source has {_counted(source + 1)}, the translation {target + 1}.",
            severity=None if lost else Severity.INFO,
        )


def _counted(number: int) -> str:
    return f"{number} sentence{'' if number == 1 else 's'}"


def _ends(text: str) -> int:
    if not _MARK.search(text):
        return 0
    return len(_INNER_END.findall(text))


_MARK = re.compile(r"[.?!…][\"'”’)\]]*\s")
_INNER_END = re.compile(r"(?<=[^\W\d_]{3})[.?!…]+[\"'”’)\]]*\s+[\"'“„‘(\[]*[A-ZÀ-Þ\d]")
