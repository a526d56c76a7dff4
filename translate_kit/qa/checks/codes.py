"""What a translator copies letter by letter: codes, acronyms, paths, options, names with capitals inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from translate_kit.data import Finding, Severity
from translate_kit.qa.check import Check, Example, Pair
from translate_kit.qa.checks.markup import Kept
from translate_kit.qa.text import TECHNICAL, TECHNICAL_HINT, shown


@dataclass(frozen=True, kw_only=True)
class Codes(Check):
    """Letters and digits in one word."""

    id: ClassVar[str] = "codes"
    name: ClassVar[str] = "Codes"
    description: ClassVar[str] = (
        "A word of capitals and digits (KV62, B-52, H5N1, ISO-8859-1) is lost or changed. Ordinals, units and clock "
        "times are the number check's."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Het graf heet KV62.", "The tomb is called KV26."),
        Example("Het virus H5N1 is nieuw.", "The virus is new."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Het graf heet KV62.", "KV62 is what the tomb is called."),
        Example("De B-52 en de B52.", "The B-52 and the B52."),
    )

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Compare the codes of both sides, hyphens left out."""
        source = list(_CODE.finditer(pair.source_text)) if _DIGIT.search(pair.source_text) else []
        target = list(_CODE.finditer(pair.target_text)) if _DIGIT.search(pair.target_text) else []
        if not source and not target:
            return
        there, here = {_joined(m[0]) for m in source}, {_joined(m[0]) for m in target}
        whole_target, whole_source = _joined(pair.target), _joined(pair.source)
        new = [m for m in target if _joined(m[0]) not in there and _joined(m[0]) not in whole_source]
        for match in source:
            if _joined(match[0]) in here or _joined(match[0]) in whole_target:
                continue
            twin = new.pop(0) if new else None
            yield self.finding(
                pair,
                f"The source has {shown(match[0])}, the translation {shown(twin[0]) if twin else 'nothing like it'}.",
                target=twin.span() if twin else None,
                source=match.span(),
                suggestion=match[0] if twin else "",
            )
        for match in new:
            yield self.finding(pair, f"{shown(match[0])} is not in the source.", target=match.span())


_DIGIT = re.compile(r"\d")
_CODE = re.compile(
    r"(?<![\w.,/€$£-])(?=[\w-]*\d)(?:[A-Z]{1,6}-?\d{1,5}(?:-?[A-Z\d]{1,5})*|\d{1,4}[A-Z]{2,4}\d*)(?![\w-])"
)


def _joined(text: str) -> str:
    return text.replace("-", "").replace(" ", "").replace("\u00a0", "").upper()


@dataclass(frozen=True, kw_only=True)
class Acronyms(Check):
    """NAVO, NATO."""

    id: ClassVar[str] = "acronyms"
    name: ClassVar[str] = "Acronyms"
    description: ClassVar[str] = (
        "An acronym of the source became another one with nearly the same letters, or one that English has another "
        "acronym for (VN, NAVO, VS) was copied. One that is simply not there is a note: it may well be written out."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("De NAVO vergadert.", "The NAVO is meeting."),
        Example("De DPRK bestaat.", "The DPKR exists."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("De NAVO en de VN.", "NATO and the UN."),
        Example("De EU groeit.", "The European Union is growing."),
    )

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Look for each acronym of the source."""
        found = [w for w in pair.source_words if _is_acronym(w.text)]
        if not found or pair.source_text.isupper():
            return
        here = {w.text.partition("'")[0].partition("’")[0] for w in pair.target_words}
        there = {w.text for w in pair.source_words}
        for word in found:
            english = _ACRONYMS.get(word.text, "") if pair.context.dutch_to_english else ""
            if english:
                twin = next((w for w in pair.target_words if w.text == word.text), None)
                if twin is not None and english not in here:
                    yield self.finding(
                        pair, f"“{word.text}” is {english} in English.", target=(twin.start, twin.end),
                        source=(word.start, word.end), suggestion=english,
                    )  # fmt: skip
                continue
            if word.text in here or word.text.lower() in pair.target_vocabulary or f"{word.text}s" in here:
                continue
            twin = next(
                (
                    w
                    for w in pair.target_words
                    if _is_acronym(w.text) and w.text not in there and _near(word.text, w.text)
                ),
                None,
            )
            if twin is not None:
                yield self.finding(
                    pair, f"The source has “{word.text}”, the translation “{twin.text}”.",
                    target=(twin.start, twin.end), source=(word.start, word.end), suggestion=word.text,
                )  # fmt: skip
            elif len(word.text) > 2 and not _WRITTEN_OUT.search(pair.target_text):
                yield self.finding(
                    pair, f"“{word.text}” is not in the translation.", source=(word.start, word.end),
                    severity=Severity.INFO,
                )  # fmt: skip


_WRITTEN_OUT = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+ (?:(?:of|for|the|and|on) )*[A-Z][a-z]")
"""Two words with capitals inside a sentence: they may be what the acronym stands for."""
_ACRONYMS = {
    "NAVO": "NATO", "VN": "UN", "VS": "US", "VK": "UK", "BBP": "GDP", "BTW": "VAT", "BNP": "GNP", "OVSE": "OSCE",
    "OESO": "OECD", "VAE": "UAE", "EHRM": "ECHR", "EVRM": "ECHR", "WOI": "WWI", "WOII": "WWII",
}  # fmt: skip
"""Acronyms that English spells otherwise."""


def _is_acronym(text: str) -> bool:
    return 1 < len(text) < 7 and text.isupper() and text.isalpha()


def _near(one: str, other: str) -> bool:
    """The same letters in another order, or one letter of at least four lost, added or changed."""
    if sorted(one) == sorted(other):
        return len(one) > 2
    if min(len(one), len(other)) < 4:
        return False
    from rapidfuzz.distance import Levenshtein

    return int(Levenshtein.distance(one, other, score_cutoff=1)) <= 1


@dataclass(frozen=True, kw_only=True)
class InnerCapitals(Check):
    """YouTube, LibreOffice, iPhone."""

    id: ClassVar[str] = "inner-capitals"
    name: ClassVar[str] = "Capitals inside a word"
    description: ClassVar[str] = (
        "A word with capitals inside it (YouTube, LibreOffice, iPhone) has others in the translation, or words in "
        "capitals all through became small ones or the other way round."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Kijk op YouTube.", "Look at Youtube."),
        Example("NIET OPENEN BIJ BRAND", "Do not open in case of fire"),
        Example("Niet openen bij brand", "DO NOT OPEN IN CASE OF FIRE"),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Kijk op YouTube.", "Look at YouTube."),
        Example("NIET OPENEN BIJ BRAND", "DO NOT OPEN IN CASE OF FIRE"),
        Example("EU, VN", "EU, UN"),
    )

    fix: bool = True

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Compare words of the same letters, then the capitals of the whole."""
        seen: set[str] = set()
        for word in pair.source_words:
            if word.lower not in pair.target_vocabulary or word.text in seen or not _CAMEL.fullmatch(word.text):
                continue
            seen.add(word.text)
            forms = [w for w in pair.target_words if w.lower == word.lower]
            if any(w.text == word.text for w in forms) or (forms[0].text.isupper() and pair.target_text.isupper()):
                continue
            yield self.finding(
                pair, f"The source has “{word.text}”, the translation “{forms[0].text}”.",
                target=(forms[0].start, forms[0].end), source=(word.start, word.end), suggestion=word.text,
            )  # fmt: skip
        loud, loud_there = _loud(pair.target_text), _loud(pair.source_text)
        if loud != loud_there and min(len(pair.source_words), len(pair.target_words)) > 1:
            sides = ("source", "translation") if loud_there else ("translation", "source")
            yield self.finding(
                pair, f"The {sides[0]} is in capitals, the {sides[1]} is not.", target=(0, len(pair.target))
            )


_CAMEL = re.compile(r"[^\W\d_]*[a-zà-ÿ][A-ZÀ-Þ][^\W\d_]*")


def _loud(text: str) -> bool:
    """Whether a text is in capitals all through; acronyms by themselves are not."""
    return text.isupper() and sum(len(word) > 3 for word in re.findall(r"[^\W\d_]+", text)) > 1


@dataclass(frozen=True, kw_only=True)
class Technical(Kept):
    """Paths, options, functions, variables."""

    id: ClassVar[str] = "technical"
    name: ClassVar[str] = "Paths, options, functions"
    description: ClassVar[str] = (
        "A path (/etc/hosts, C:\\Temp), a file name (report.pdf), an option (--all), a function (open()), an "
        "environment variable ($HOME), a forum tag ([b]), a hashtag or a @name is lost or changed."
    )
    what: ClassVar[str] = "text"
    pattern: ClassVar[re.Pattern[str]] = TECHNICAL
    hint: ClassVar[re.Pattern[str]] = TECHNICAL_HINT
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Open /etc/hosts met --alles.", "Open /etc/host with --all."),
        Example("Zie verslag.pdf.", "See report.pdf."),
        Example("Roep open() aan in $HOME.", "Call the function in $HOME."),
        Example("Dat is [b]niet[/b] waar.", "That is [b]not true."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Zie verslag.pdf in /tmp/werk.", "In /tmp/werk, see verslag.pdf."),
        Example("Hij en/of zij, 24/7.", "He and/or she, 24/7."),
    )
