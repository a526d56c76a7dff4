"""Sentences inside one paragraph.

One regular expression finds every place where a sentence can end; each is then judged by what stands before it (an
abbreviation, initials, a list number) and what follows it (a capital, a figure, an opening quote). Nothing is looked at
twice, so the time is linear in the text.
"""

from __future__ import annotations

import re
from functools import cache

from translate_kit.segment.en import ENGLISH
from translate_kit.segment.glued import item_starts
from translate_kit.segment.nl import DUTCH
from translate_kit.segment.rules import LanguageRules

LANGUAGES: dict[str, LanguageRules] = {"nl": DUTCH, "en": ENGLISH}
"""The language packs; any other language is split by punctuation and capitals alone."""

_PLAIN = LanguageRules(language="")

_END = re.compile(
    r"(?<![.?!…‽])"
    r"(?P<mark>[.?!…‽]++)"
    # Closing quotes, brackets, emphasis; footnote marks: `einde."[1]`, `einde.[^a]`, `einde.²`, `gezegd.12 Daarna`.
    r"""(?P<close>["'”’“»›)\]}*_~`]*+(?:[.?!…]++["'”’“»›)\]}*_~`]*+)?"""
    r"""(?:\[\^?[\w*-]{1,12}\]){0,5}[⁰¹²³⁴-⁹]{0,4}+(?:(?<=[^\W\d_]{4}\.)\d{1,2}(?=\s+[^\W\d_]))?)"""
    # A closing quote set off by a space, as in old newspaper text: `een droom. ''`.
    r"""(?:(?P<spaced>\s(?:''|["”»])(?=\s|$))|(?!\s(?:''|["”»])(?:\s|$)))"""
    r"(?P<gap>\s++)(?=\S)"
)
"""Where a sentence can end.

Repetitions are possessive or short, and what follows one begins with other characters: a hostile text cannot make it go
back far. Groups are not repeated possessively, which Python before 3.11.5 gets wrong.
"""

_OPENING = re.compile(
    r"""(?:,,\s?+|''|["'“„‘’”«‹»](?:\s(?=\S))?|[(\[{¿¡*_~`<]|[–—-]\s?+|•\s?+|…\s?+|\.{2,3}+\s?+){0,8}"""
)
_WORD = re.compile(r"[^\W\d_]+")
_NEXT_WORD = re.compile(r"\s+((?:['’]t\b)|[^\W\d_]+)")
_NUMBER = re.compile(r"\d|[IVXLC]+\b|[A-Z]\b")
_BEFORE = re.compile(r"[^\s\"'“„‘’”«»()\[\]{}*_~`,;:/–—]+$")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.)*-?[^\W\d_]$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]{1,3}$")
_LONGEST_WORD = 24
_NO_START = frozenset(".?!…:;,)]}%/\\")
_GOES_ON = frozenset(",;:")
_LONGEST_BRACKET = 200


@cache
def rules_for(language: str) -> LanguageRules:
    """The rules of a language tag (`nl`, `nl-BE`, `en_GB`), or plain ones."""
    return LANGUAGES.get(re.split(r"[-_]", language.lower(), maxsplit=1)[0], _PLAIN)


@cache
def _clitic_start(clitics: tuple[str, ...]) -> re.Pattern[str] | None:
    if not clitics:
        return None
    return re.compile(rf"['’‘`](?:{'|'.join(clitics)})[\s-]{{1,3}}[^\W\d_]")


def split_paragraph(text: str, *, language: str = "nl") -> list[tuple[int, int]]:
    """Find the sentences of one paragraph.

    Args:
        text: the paragraph; line breaks inside it count as spaces.
        language: ISO 639-1 code or BCP 47 tag.

    Returns:
        (start, end) of each sentence in characters, in order, without the white space around it.
    """
    rules = rules_for(language)
    length = len(text.rstrip())
    start = len(text) - len(text.lstrip())
    spans: list[tuple[int, int]] = []
    quotes = _Quotes(text)
    for stop in [*item_starts(text[:length]), length]:
        for match in _END.finditer(text, start, stop):
            end, following = match.start("gap"), match.end()
            if match["spaced"] and quotes.opens(match.start("spaced") + 1):
                end, following = match.start("spaced"), match.start("spaced") + 1
            if following < stop and _breaks(text, start, match, following, rules):
                spans.append((start, end))
                start = following
        end = start + len(text[start:stop].rstrip())
        if start < end:
            spans.append((start, end))
        start = stop
    return spans


class _Quotes:
    """Tells whether a straight quotation mark between spaces opens or closes, by counting those before it."""

    def __init__(self, text: str) -> None:
        self._text, self._counted, self._open = text, 0, False

    def opens(self, at: int) -> bool:
        if self._text[at] != '"':
            return False
        self._open ^= bool(self._text.count('"', self._counted, at) & 1)
        self._counted = at
        return not self._open


def _breaks(text: str, start: int, match: re.Match[str], following: int, rules: LanguageRules) -> bool:
    """Whether a sentence ends at this mark."""
    first = _OPENING.match(text, following).end()  # type: ignore[union-attr]
    if first >= len(text):
        return False
    letter = text[first]
    bracket = text[following] == "("
    if letter in _NO_START or (bracket and _goes_on_after_bracket(text, following)):
        return False
    if letter.islower() and not (bracket and _ends_at_bracket(text, following)):
        return _lower_case_start(text, following, first, rules)
    if match["mark"] != ".":
        return True
    stop = match.start("mark")
    before = _BEFORE.search(text, max(start, stop - _LONGEST_WORD), stop)
    if before is None:
        return True
    word = before.group()
    if match["close"].strip("*_~"):
        # A quote or bracket closes after it: enough for a break, save after a word that something must follow.
        return word.lower() not in rules.binding
    return _ends_sentence(text, start, before.start(), word, first, rules)


def _goes_on_after_bracket(text: str, opening: int) -> bool:
    """Whether small letters follow the bracket that opens here: `het venster „Wat nu?” (Ctrl+U) toont …`."""
    closing = text.find(")", opening, opening + _LONGEST_BRACKET)
    after = text[closing + 1 : closing + 3].lstrip()
    return closing > 0 and (after[:1].islower() or after[:1] in _GOES_ON)


def _ends_at_bracket(text: str, opening: int) -> bool:
    """Whether nothing or a new sentence follows the bracket that opens here: `„…” (debat, 1992)`, a source."""
    closing = text.find(")", opening, opening + _LONGEST_BRACKET)
    after = text[closing + 1 : closing + 3].lstrip()
    return closing > 0 and (not after or after[0].isupper())


def _lower_case_start(text: str, following: int, first: int, rules: LanguageRules) -> bool:
    """Whether a sentence starts here although its first letter is a small one."""
    clitic = _clitic_start(rules.clitics)
    if clitic is not None and first > following and (found := clitic.match(text, first - 1)):
        return text[found.end() - 1].isupper()
    # A brand that is written so: iPhone, eBay.
    return text[first + 1 : first + 2].isupper()


def _ends_sentence(text: str, start: int, at: int, word: str, first: int, rules: LanguageRules) -> bool:
    """Whether a full stop after `word` ends the sentence when a capital, figure or sign follows."""
    if word.isdigit():
        # `1. Inleiding` at the start is a number in a list, `in 1993. Daarna` an end.
        return not (at == start and len(word) <= 3)
    lower = word.lower()
    if word in rules.closing or (word in rules.units and text[max(0, at - 2) : at - 1].isdigit()):
        return True
    if lower in rules.binding:
        return False
    if lower in rules.numbered and _NUMBER.match(text, first):
        return False
    if lower in rules.closing or (lower in rules.numbered and not _DOTTED.match(word)):
        return True
    if lower in rules.leaning or _INITIALS.match(word) or _DOTTED.match(word):
        return _opens_sentence(text, first, rules)
    return True


def _opens_sentence(text: str, first: int, rules: LanguageRules) -> bool:
    """Whether a function word opens a sentence here: `De man`, `In Nederland`, but not `De Wever`, `Op de Beeck`."""
    found = _WORD.match(text, first)
    if found is None or found.group() not in rules.starters:
        return False
    word = found.group()
    following = _NEXT_WORD.match(text, found.end())
    if following is None:
        return True
    if word in rules.surname_prepositions and following[1] in rules.articles:
        after = _NEXT_WORD.match(text, following.end())
        return after is None or not after[1][0].isupper()
    return word not in rules.particles or not following[1][0].isupper()
