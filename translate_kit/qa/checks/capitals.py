"""Capitals as English wants them: days and peoples, headings, the beginning of each sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from translate_kit.data import Finding
from translate_kit.qa.check import Check, Example, Pair

_PROPER_WORDS = """
    monday tuesday wednesday thursday friday saturday sunday january february april july september october november
    december mondays tuesdays wednesdays thursdays fridays saturdays sundays christmas easter
    english german spanish italian russian chinese japanese korean american european african asian british
    portuguese belgian swedish norwegian greek hungarian romanian bulgarian ukrainian mexican
    brazilian canadian australian indian indonesian vietnamese israeli iranian iraqi syrian egyptian moroccan
    arabic hebrew christian christians christianity muslim muslims islam islamic buddhist buddhists buddhism hindu
    hindus hinduism jewish protestant protestants jesus europe africa asia america europeans americans koreans
    germans russians africans
    """
_PROPER = frozenset(_PROPER_WORDS.split())
"""English words that are never written small. Those that have a small meaning too are left out: march, may, august,
polish, turkey, dutch (in dutch ovens), french (fries), catholic (tastes), danish."""


@dataclass(frozen=True, kw_only=True)
class Capitals(Check):
    """Days, months, peoples, languages, faiths, and I."""

    id: ClassVar[str] = "capitals"
    name: ClassVar[str] = "Days, months and peoples without a capital"
    description: ClassVar[str] = (
        "Dutch writes maandag, januari and christen small, English never: a day, month, people, language or faith "
        "without its capital, or a small i for I."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Op maandag 15 april kwam zij.", "On monday 15 april she came."),
        Example("Christenen en boeddhisten.", "The christians and buddhists."),
        Example("Ik weet dat ik ga.", "I know that i am going."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Op maandag 15 april kwam zij.", "On Monday 15 April she came."),
        Example("Zij mogen in mei marcheren.", "They may march in May."),
        Example("Zie punt i en ii.", "See items i and ii."),
    )

    fix: bool = True

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Look for the words, and for i by itself."""
        if not pair.context.into_english:
            return
        if not _PROPER.isdisjoint(pair.target_vocabulary):
            for word in pair.target_words:
                if (
                    word.lower in _PROPER
                    and word.text == word.lower
                    and not _joined(pair.target_text, word.start, word.end)
                ):
                    better = word.text.capitalize()
                    yield self.finding(
                        pair,
                        f"English writes {better} with a capital.",
                        target=(word.start, word.end),
                        suggestion=better,
                    )
        if "ik" in pair.source_vocabulary and "i" in pair.target_vocabulary:
            for word in pair.target_words:
                if word.text == "i" and not _joined(pair.target_text, word.start, word.end):
                    yield self.finding(
                        pair, "English writes I with a capital.", target=(word.start, word.end), suggestion="I"
                    )


def _joined(text: str, start: int, end: int) -> bool:
    """Whether a word is part of something longer: a path, an address, a compound with a sign."""
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    return before in tuple("-./_#@") or after[:1] in tuple("/_@") or (after[:1] in tuple(".-") and after[1:].isalpha())


@dataclass(frozen=True, kw_only=True)
class TitleCase(Check):
    """Headings In Title Case."""

    id: ClassVar[str] = "title-case"
    name: ClassVar[str] = "Title case"
    description: ClassVar[str] = (
        "Every Longer Word of the Translation Has a Capital, and those of the source do not. In headings that is a "
        "matter of style: there it is a finding where the other headings of the document are written otherwise."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Het volk weet niet wat het wil.", "The People Do Not Know What They Want."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Het volk weet niet wat het wil.", "The people do not know what they want."),
        Example("De Verenigde Naties in New York.", "The United Nations in New York."),
    )

    at_least_words: int = 5

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Nothing in a pair by itself."""
        yield from ()

    def run(self, pairs: Sequence[Pair]) -> Iterable[Finding]:
        """Judge running text segment by segment, headings by the other headings of their document."""
        headings: dict[str, tuple[list[Pair], list[Pair]]] = defaultdict(lambda: ([], []))
        for pair in pairs:
            if not pair.target or not pair.context.into_english:
                continue
            titled = self._titled(pair)
            if pair.segment.kind == "heading":
                if titled is not None:
                    headings[pair.segment.document][titled].append(pair)
            elif titled:
                yield self._found(pair, "The translation is in title case, the source is not.")
        for plain, titled_ones in headings.values():
            if plain and titled_ones:
                rarer, other = (titled_ones, "not in") if len(titled_ones) <= len(plain) else (plain, "in")
                for pair in rarer:
                    yield self._found(pair, f"The other headings of the document are {other} title case.")

    def _titled(self, pair: Pair) -> bool | None:
        """Whether the target is in title case and the source is not; None when it is too short to tell."""
        if _SMALL_WORD.search(pair.target_text) and pair.target_text.count(" ") >= self.at_least_words:
            return False
        words = pair.target_words
        if len(words) < self.at_least_words or pair.target_text.isupper():
            return None
        if not all(word.text[0].isupper() for word in words if len(word.text) > 3):
            return False
        if sum(word.text[0].isupper() for word in words) < _MOST * len(words):
            return False
        source = pair.source_words
        return sum(word.text[0].isupper() for word in source) < 0.6 * len(source)

    def _found(self, pair: Pair, message: str) -> Finding:
        return self.finding(pair, message, target=(0, len(pair.target)))


_SMALL_WORD = re.compile(r"(?<![\w'’-])[a-z]{4,}")
"""What no title case has; it settles nearly all of running text before its words are looked at."""
_MOST = 0.7
"""Title case leaves articles and short prepositions small."""


@dataclass(frozen=True, kw_only=True)
class SentenceCase(Check):
    """The first letter of each further sentence."""

    id: ClassVar[str] = "sentence-case"
    name: ClassVar[str] = "Sentences inside a segment"
    description: ClassVar[str] = (
        "After a full stop, question mark or exclamation mark a sentence begins with a small letter."
    )
    fails: ClassVar[tuple[Example, ...]] = (Example("Het regent. Zij blijft.", "It is raining. she is staying."),)
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Ca. tien, o.a. hier.", "Approx. ten, e.g. here."),
        Example("„Ga!” riep zij.", "“Go!” she called."),
        Example("Hij … sprak.", "He... spoke."),
    )

    fix: bool = True

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Look for a mark, a space and a small letter that the source has not as well."""
        found = list(_SMALL.finditer(pair.target_text))
        if not found or _SMALL_SOURCE.search(pair.source_text):
            return
        for match in found:
            if match[1].lower() in _ABBREVIATIONS or "." in match[1]:
                continue
            place = match.end() - 1
            yield self.finding(
                pair,
                f"A sentence begins after “{match[2]}”.",
                target=(place, place + 1),
                suggestion=pair.target[place].upper(),
            )


_SMALL = re.compile(r"(?<![\w.])([a-z][\w.]{2,})([.?!])[ \u00a0]+(?!i[A-Z])[a-z]")
_SMALL_SOURCE = re.compile(r"[a-zà-ÿ]{3,}[.?!][ \u00a0]+[a-zà-ÿ]")
_ABBREVIATED = (
    "approx etc vol vols fig figs ver vers dept est inc ltd corp bros gen col sgt capt prof rev hon misc min max tel "
    "ext incl excl resp chap para art repr trans app jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed "
    "thu thur thurs fri sat sun viz diff nos pls esq jnr snr lit pron abbr"
)
_ABBREVIATIONS = frozenset(_ABBREVIATED.split())
