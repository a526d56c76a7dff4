"""Punctuation and spaces: the end of the sentence, brackets, double spaces, dashes, the first letter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from translate_kit.data import Finding, Severity
from translate_kit.qa.check import Check, Example, Pair
from translate_kit.qa.text import BLANK

_CLOSERS = " \t\u00a0\"'”’»)]}*_" + BLANK
_ENDS = ".?!:;…"
_ABBREVIATION = re.compile(r"(?:\b[A-Z]|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|St|etc|a\.m|p\.m|B\.C|A\.D|D\.C|U\.S|no|vol))\.$")


@dataclass(frozen=True, kw_only=True)
class EndPunctuation(Check):
    """The mark at the end."""

    id: ClassVar[str] = "end-punctuation"
    name: ClassVar[str] = "End of the sentence"
    description: ClassVar[str] = (
        "The source ends with a full stop, question mark, exclamation mark, colon, semicolon or ellipsis, and the "
        "translation with another one or with none; or the other way round."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Wat willen ze?", "What do they want."),
        Example("Dat kan.", "That may be"),
        Example("Hulp vragen is verraad", "Asking for help is treason."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("„Ze komt wel.”", "“She does come.”"),
        Example("Dan ben je toch…", "But then you’re..."),
        Example("Hij werkt bij Konami Inc.", "He works at Konami Inc."),
    )

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Compare the last marks, looking through closing quotes, brackets and emphasis."""
        wanted, source_place = _end(pair.source_text)
        got, place = _end(pair.target_text)
        if wanted == got or not place or not source_place:
            return
        if not wanted and got == "." and _ABBREVIATION.search(pair.target_text[: place + 1]):
            return
        if wanted == "." and not got and _ABBREVIATION.search(pair.source_text[: source_place + 1]):
            return
        if got:
            begin = place - 2 if got == "…" and pair.target_text[place] == "." else place
            message = (
                f"The source ends with “{wanted}”, the translation with “{got}”."
                if wanted
                else f"The source has no “{got}” at the end."
            )
            # an empty suggestion would say that there is none: what goes is taken together with what stays
            begin = begin if wanted or not begin else begin - 1
            yield self.finding(
                pair,
                message,
                target=(begin, place + 1),
                source=(source_place, source_place + 1),
                suggestion=wanted or (pair.target[begin] if begin < place else ""),
                severity=Severity.INFO if {wanted, got} == {"!", "."} else None,  # how loud to be is a matter of style
            )
        else:
            yield self.finding(
                pair,
                f"The source ends with “{wanted}”, the translation with no mark.",
                target=(place, place + 1),
                source=(source_place, source_place + 1),
                suggestion=pair.target[place] + wanted,
            )


def _end(text: str) -> tuple[str, int]:
    """The mark at the end of a text, an ellipsis as one, and where it (or the last letter) is."""
    stripped = text.rstrip(_CLOSERS)
    place = len(stripped) - 1
    if place < 0:
        return "", 0
    if stripped.endswith(("...", "…")):
        return "…", place
    return (stripped[-1] if stripped[-1] in _ENDS else ""), place


@dataclass(frozen=True, kw_only=True)
class Spaces(Check):
    """Spaces too many or too few."""

    id: ClassVar[str] = "spaces"
    name: ClassVar[str] = "Spaces"
    description: ClassVar[str] = (
        "Two spaces in a row, a space before a comma or a full stop, none after one, or a space at the beginning or "
        "the end that the source does not have."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Ze komt wel.", "She does  come."),
        Example("Hij zei, dat kan.", "He said , that may be."),
        Example("Hij zei, dat kan.", "He said,that may be."),
        Example("Ze komt wel.", "She does come. "),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Het zijn 25.550 blokken.", "There are 25,550 blocks."),
        Example("Toen … niets.", "Then … nothing."),
    )

    fix: bool = True

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Look for each kind; every fix is certain."""
        target = pair.target
        body_start, body_end = len(target) - len(target.lstrip()), len(target.rstrip())
        if body_start >= body_end:
            return
        if body_start and pair.source[:1].strip():
            yield self.finding(
                pair, "There is a space at the beginning.", target=(0, body_start + 1), suggestion=target[body_start]
            )
        if body_end < len(target) and pair.source[-1:].strip():
            yield self.finding(
                pair,
                "There is a space at the end.",
                target=(body_end - 1, len(target)),
                suggestion=target[body_end - 1],
            )
        if "  " in target and "  " not in pair.source.strip():
            for match in _DOUBLE.finditer(target, body_start, body_end):
                yield self.finding(pair, "There are two spaces in a row.", target=match.span(), suggestion=" ")
        if not _ODD_SPACE.search(pair.target_text):
            return
        for match in _BEFORE.finditer(pair.target_text):
            if match[0] in pair.source:
                continue
            yield self.finding(
                pair,
                f"There is a space before “{match[1]}”.",
                target=match.span(),
                suggestion=match[1],
            )
        for match in _AFTER.finditer(pair.target_text):
            if match[0] in pair.source:
                continue
            yield self.finding(
                pair,
                f"There is no space after “{match[0][1]}”.",
                target=match.span(),
                suggestion=f"{match[0][:2]} {match[0][2:]}",
            )


_ODD_SPACE = re.compile(r"[ \u00a0][,;:?!.]|[,;.?!][^\W\d_]")
_DOUBLE = re.compile(r"(?<=\S) {2,}(?=\S)")
_BEFORE = re.compile(r"(?<=[\w)”’\"'])[ \u00a0]+([,;:?!]|\.(?!\w|\.))(?=\s|$|[”’\"'])")
_AFTER = re.compile(rf"(?:[^\W\d_]|{BLANK})[,;](?=[^\W\d_])[^\W\d_]|[a-z][.?!][A-Z](?=[a-z])")


@dataclass(frozen=True, kw_only=True)
class Brackets(Check):
    """Brackets without their partner."""

    id: ClassVar[str] = "brackets"
    name: ClassVar[str] = "Brackets"
    description: ClassVar[str] = "A bracket in the translation lacks its partner, and the source has no such odd one."
    fails: ClassVar[tuple[Example, ...]] = (
        Example("De oorlog (1950-1953) duurde lang.", "The war (1950–53 lasted long."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("De oorlog (1950-1953) duurde lang.", "The war (1950–53) lasted long."),
        Example("a) de leider", "a) the leader"),
    )

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Match brackets as a stack; what the source leaves open may stay open."""
        odd = _odd_brackets(pair.target_text)
        if not odd:
            return
        tolerated = Counter(sign for _, sign in _odd_brackets(pair.source_text))
        for place, sign in odd:
            if tolerated[sign]:
                tolerated[sign] -= 1
                continue
            yield self.finding(pair, f"“{sign}” has no partner.", target=(place, place + 1))


_PARTNER = {")": "(", "]": "[", "}": "{"}
_BRACKET = re.compile(r"[()\[\]{}]")


def _odd_brackets(text: str) -> list[tuple[int, str]]:
    stack: list[tuple[int, str]] = []
    odd = []
    for match in _BRACKET.finditer(text):
        sign = match[0]
        if sign not in _PARTNER:
            stack.append((match.start(), sign))
        elif stack and stack[-1][1] == _PARTNER[sign]:
            stack.pop()
        else:
            odd.append((match.start(), sign))
    return odd + stack


@dataclass(frozen=True, kw_only=True)
class Dashes(Check):
    """Dutch asides: –zo staat het er–."""

    id: ClassVar[str] = "dashes"
    name: ClassVar[str] = "Dashes of an aside"
    description: ClassVar[str] = (
        "Dutch newspapers glue the dashes of an aside to its first and last word; English has a space on both sides "
        "of a short dash."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example(
            "Een kerk zonder torens en –vooral– zonder lijst.", "A church without steeples and –above all– no list."
        ),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example(
            "Een kerk zonder torens en –vooral– zonder lijst.", "A church without steeples and – above all – no list."
        ),
        Example("De oorlog (1950–1953)", "The war (1950–1953)"),
    )

    fix: bool = True

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Offer a space on the side where it lacks."""
        if "–" not in pair.target_text:
            return
        for match in _GLUED.finditer(pair.target_text):
            fixed = " – " if match[0].endswith("–") and match[0][0] == " " else ""
            yield self.finding(
                pair, "The dash needs a space on both sides.", target=match.span(),
                suggestion=fixed or (" –" if match[0] == "–" else " – "),
            )  # fmt: skip


_GLUED = re.compile(r" –(?=\w)|(?<=\w)– |(?<=[a-z])–(?=[,.;:?!])")


@dataclass(frozen=True, kw_only=True)
class StartCase(Check):
    """The first letter."""

    id: ClassVar[str] = "start-case"
    name: ClassVar[str] = "First letter"
    description: ClassVar[str] = "The source begins with a capital and the translation with a small letter."
    fails: ClassVar[tuple[Example, ...]] = (Example("De leider sprak.", "the leader spoke."),)
    passes: ClassVar[tuple[Example, ...]] = (
        Example("’s Nachts is het donker.", "At night it is dark."),
        Example("iPhones zijn duur.", "iPhones are expensive."),
        Example("Noord-Korea:", "North Korea:"),
    )

    fix: bool = True

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Compare the case of the first word; an inner capital (iPhone) and a bare address are left alone."""
        if not pair.source_words or not pair.target_words:
            return
        first, was = pair.target_words[0], pair.source_words[0]
        if not was.text[0].isupper() or not first.text.islower():
            return
        if first.text[0].upper() == first.text[0]:
            # "½a": what stands first has no capital.
            return
        if BLANK in pair.target_text[: first.start] or any(sign.isdigit() for sign in pair.target[: first.start]):
            return
        yield self.finding(
            pair,
            "The source begins with a capital.",
            target=(first.start, first.start + 1),
            source=(was.start, was.start + 1),
            suggestion=first.text[0].upper(),
        )
