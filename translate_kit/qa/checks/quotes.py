"""Quotation marks in English style: “speech”, and ‘inside’ it or for a word held at a distance."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from translate_kit.data import Finding, Severity
from translate_kit.qa.check import Check, Example, Pair

_SIGN = re.compile(r"[\"“”„‟«»‹›‘’‚‛'`´]|,,|''")
_ELISION = re.compile(r"(?:['’‘](?:s|t|n|k|m|r|em|tis|twas|cause|til|round|bout)\b)|['’‘]\d\ds?\b", re.IGNORECASE)
_SINGLE = frozenset("‘’‚‛'‹›`´")
_FOREIGN = {"„": "“", "‟": "“", ",,": "“", "«": "“", "»": "”", "‚": "‘", "‛": "‘", "‹": "‘", "›": "’", "''": "”"}


class Mark(NamedTuple):
    """One quotation mark: where it is, the sign, whether it opens, whether it is a single one."""

    start: int
    end: int
    sign: str
    opens: bool
    single: bool


def marks(text: str) -> list[Mark]:
    """The quotation marks of a text; apostrophes are left out.

    Whether one opens is told by what stands beside it, not by its shape: Dutch newspapers also write ”so”.
    """
    found = []
    expecting = 0
    for match in _SIGN.finditer(text):
        start, end, sign = match.start(), match.end(), match[0]
        before, after = text[start - 1 : start], text[end : end + 1]
        single = sign in _SINGLE
        if single and before.isalnum() and after.isalnum():
            continue
        opens = (not before or before in " \t\u00a0([{–—-/*_\"“„‘'") and bool(after) and not after.isspace()
        if sign in ("„", "‚", ",,"):
            opens = True
        if sign == ",," and not opens:
            continue
        if single and opens and _ELISION.match(text, start):
            continue
        if single:
            if opens:
                expecting += 1
            elif not expecting:
                continue  # the apostrophe of a plural possessive
            else:
                expecting -= 1
        found.append(Mark(start, end, sign, opens, single))
    return found


@dataclass(frozen=True, kw_only=True)
class QuoteMarks(Check):
    """Marks that English does not have, or that point the wrong way."""

    id: ClassVar[str] = "quote-marks"
    name: ClassVar[str] = "Dutch quotation marks"
    description: ClassVar[str] = (
        "The translation has low quotation marks („ or ,,), guillemets, or a closing mark where one opens (”so”)."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("„Ze komt wel.”", "„She does come.”"),
        Example("„Ze komt wel.”", ",,She does come.”"),
        Example("”Ze komt wel.”", "”She does come.”"),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("„Ze komt wel.”", "“She does come.”"),
        Example("’s Nachts brandt er licht.", "In the ’90s there was light."),
    )

    fix: bool = True

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Offer the English mark for each."""
        if not _SIGN.search(pair.target_text):
            return
        for mark in marks(pair.target_text):
            if mark.sign in _FOREIGN:
                better = _FOREIGN[mark.sign]
                if mark.sign in "«»‹›" and mark.opens != (better in "“‘"):
                    better = {"“": "”", "”": "“", "‘": "’", "’": "‘"}[better]
                message = f"{mark.sign} is not an English quotation mark."
            elif mark.opens and mark.sign in "”’":
                better, message = ("“" if mark.sign == "”" else "‘"), f"{mark.sign} closes, and a quotation opens here."
            elif not mark.opens and mark.sign in "“‘":
                better, message = ("”" if mark.sign == "“" else "’"), f"{mark.sign} opens, and a quotation closes here."
            else:
                continue
            yield self.finding(pair, message, target=(mark.start, mark.end), suggestion=better)


@dataclass(frozen=True, kw_only=True)
class QuotesBalanced(Check):
    """Quotation marks that were lost, or have no partner."""

    id: ClassVar[str] = "quotes"
    name: ClassVar[str] = "Quotation marks"
    description: ClassVar[str] = (
        "A quotation is opened and not closed, or closed and not opened, unless the source does so too (speech may go "
        "on in the next segment); or the source quotes and the translation does not."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("„Ze komt wel”, zei ze.", "“She does come, she said."),
        Example("„Ze komt wel”, zei ze.", "She does come, she said."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("„Hij bewaakte anderen.", "“He guarded others."),
        Example("De ‘eeuwige leiders’ zijn dood.", "The “eternal leaders” are dead."),
        Example("De leiders’ van toen.", "The leaders’ houses of then."),
    )

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Count openings and closings on both sides."""
        if not (_SIGN.search(pair.target_text) or _SIGN.search(pair.source_text)):
            return
        source, target = marks(pair.source_text), marks(pair.target_text)
        odd_source, odd = _odd(source), _odd(target)
        open_there = Counter(mark.opens for mark in odd_source)
        for mark in odd:
            if open_there[mark.opens]:
                open_there[mark.opens] -= 1
                continue
            what = "opens a quotation that is not closed" if mark.opens else "closes a quotation that was not opened"
            yield self.finding(pair, f"{mark.sign} {what}.", target=(mark.start, mark.end))
        pairs_there = [mark for mark in source if mark.opens and mark not in odd_source]
        if pairs_there and not target:
            first = pairs_there[0]
            yield self.finding(
                pair,
                "The quotation marks of the source are not in the translation.",
                source=(first.start, first.end),
                # single marks often set off a word that English puts in italics or leaves plain
                severity=Severity.INFO if first.single else None,
            )


def _odd(found: Sequence[Mark]) -> list[Mark]:
    """The marks without a partner, single and double ones apart."""
    odd = []
    for single in (False, True):
        stack: list[Mark] = []
        for mark in found:
            if mark.single is not single:
                continue
            if mark.opens:
                stack.append(mark)
            elif stack:
                stack.pop()
            else:
                odd.append(mark)
        odd += stack
    return odd


@dataclass(frozen=True, kw_only=True)
class QuoteStyle(Check):
    """One style of quotation marks in a document."""

    id: ClassVar[str] = "quote-style"
    name: ClassVar[str] = "Mixed quotation marks"
    description: ClassVar[str] = (
        "Straight and curly quotation marks in one document, or the same marks of the source turned into single ones "
        "here and double ones there. The rarer kind is reported."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("„Nee.”", '"No."', (("„Ja.”", "“Yes.”"), ("„Wie?”", "“Who?”"))),
        Example("„Nee.”", "‘No.’", (("„Ja.”", "“Yes.”"), ("„Wie?”", "“Who?”"))),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("De ‘leider’.", "The ‘leader’.", (("„Ja.”", "“Yes.”"), ("„Wie?”", "“Who?”"))),
    )

    severity: Severity = Severity.INFO

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Nothing in a pair by itself."""
        yield from ()

    def run(self, pairs: Sequence[Pair]) -> Iterable[Finding]:
        """Count the styles of each document, then report the rarer ones."""
        documents: dict[str, list[tuple[Pair, list[Mark], str]]] = defaultdict(list)
        for pair in pairs:
            if pair.target and _SIGN.search(pair.target_text):
                found = marks(pair.target_text)
                if found:
                    kinds = {mark.single for mark in marks(pair.source_text)}
                    kind = "single" if kinds == {True} else "double" if kinds == {False} else ""
                    documents[pair.segment.document].append((pair, found, kind))
        for entries in documents.values():
            yield from self._straight_or_curly(entries)
            yield from self._single_or_double(entries)

    def _straight_or_curly(self, entries: Sequence[tuple[Pair, list[Mark], str]]) -> Iterator[Finding]:
        straight = [(pair, mark) for pair, found, _ in entries for mark in found if mark.sign in "\"'"]
        curly = [(pair, mark) for pair, found, _ in entries for mark in found if mark.sign in "“”‘’"]
        if not straight or not curly:
            return
        rarer, other = (straight, "curly") if len(straight) <= len(curly) else (curly, "straight")
        for pair, mark in rarer:
            plain = "'" if mark.single else '"'
            shaped = ("‘" if mark.opens else "’") if mark.single else ("“" if mark.opens else "”")
            yield self.finding(
                pair,
                f"Most quotation marks of the document are {other}.",
                target=(mark.start, mark.end),
                suggestion=shaped if other == "curly" else plain,
            )

    def _single_or_double(self, entries: Sequence[tuple[Pair, list[Mark], str]]) -> Iterator[Finding]:
        for kind in ("single", "double"):
            outer = [(pair, found[0]) for pair, found, source_kind in entries if source_kind == kind]
            singles = [(pair, mark) for pair, mark in outer if mark.single]
            doubles = [(pair, mark) for pair, mark in outer if not mark.single]
            if not singles or not doubles:
                continue
            rarer, other = (singles, "double") if len(singles) <= len(doubles) else (doubles, "single")
            for pair, mark in rarer:
                yield self.finding(
                    pair,
                    f"The {kind} quotation marks of the source are {other} ones elsewhere in the translation.",
                    target=(mark.start, mark.end),
                )
