"""Sentences inside one paragraph.

One regular expression finds every place where a sentence can end; each is then judged by what stands before it (an
abbreviation, initials, a list number) and what follows it (a capital, a figure, an opening quote). Nothing is looked at
twice, so the time is linear in the text.
"""

from __future__ import annotations

import re
from functools import cache

from translate_kit.segment.en import ENGLISH
from translate_kit.segment.nl import DUTCH
from translate_kit.segment.rules import LanguageRules

LANGUAGES: dict[str, LanguageRules] = {"nl": DUTCH, "en": ENGLISH}
"""The language packs; any other language is split by punctuation and capitals alone."""

_PLAIN = LanguageRules(language="")

_END = re.compile(
    r"(?<![.?!…‽])"
    r"(?P<mark>[.?!…‽]++)"
    # Closing quotes, brackets and emphasis, then footnote marks: `einde."[1]`, `einde.²`.
    r"""(?P<close>["'”’“»›)\]}*_~`]*+(?:[.?!…]++["'”’“»›)\]}*_~`]*+)?+(?:\[[\w*]{1,4}\]){0,5}+[⁰¹²³⁴-⁹]{0,4}+)"""
    # A closing quote set off by a space, as in old newspaper text: `een droom. ''`.
    r"""(?P<spaced>\s(?:''|["”»])(?=\s|$))?+"""
    r"(?P<gap>\s++)(?=\S)"
)

_FOOTNOTE_END = re.compile(r"(?<=[^\W\d_]{3}\.)\d{1,2}(?P<gap>\s+)(?=[\"'“„‘”(]?[^\W\d_])")
"""A footnote number glued to the full stop (`gezegd.12 Daarna`)."""

_OPENING = re.compile(
    r"""(?:,,\s?+|''|["'“„‘’”«‹»](?:\s(?=\S))?+|[(\[{¿¡*_~`<]|[–—-]\s?+|•\s?+|…\s?+|\.{2,3}+\s?+)*+"""
)
_WORD = re.compile(r"[^\W\d_]+")
_AFTER_STARTER = re.compile(r",?\s+['’]?[^\W_]")
_BEFORE = re.compile(r"[^\s\"'“„‘’”«»()\[\]{}*_~`,;:/–—]+$")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.)*+-?[^\W\d_]$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]{1,3}$")
_LONGEST_WORD = 24


@cache
def rules_for(language: str) -> LanguageRules:
    """The rules of a language tag (`nl`, `nl-BE`, `en_GB`), or plain ones."""
    return LANGUAGES.get(re.split(r"[-_]", language.lower(), maxsplit=1)[0], _PLAIN)


@cache
def _clitic_start(clitics: tuple[str, ...]) -> re.Pattern[str] | None:
    if not clitics:
        return None
    return re.compile(rf"['’‘`](?:{'|'.join(clitics)})[\s-]+[^\W\d_]")


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
    for match in _END.finditer(text, start, length):
        end, following = match.start("gap"), match.end()
        if match["spaced"] and not _closes(text, start, match.start("spaced") + 1):
            end, following = match.start("spaced"), match.start("spaced") + 1
        if _breaks(text, start, match, following, rules):
            spans.append((start, end))
            start = following
    if start < length:
        spans.append((start, length))
    return spans


def _closes(text: str, start: int, quote: int) -> bool:
    """Whether a quotation mark between spaces ends a quotation that was opened earlier in the paragraph."""
    mark = text[quote]
    if mark == '"':
        return text.count('"', 0, quote) % 2 == 1
    return True


def _breaks(text: str, start: int, match: re.Match[str], following: int, rules: LanguageRules) -> bool:
    """Whether a sentence ends at this mark."""
    first = _OPENING.match(text, following).end()  # type: ignore[union-attr]
    if first >= len(text):
        return False
    letter = text[first]
    if letter.islower():
        return _lower_case_start(text, following, first, rules)
    mark = match["mark"]
    if mark != "." or match["close"]:
        return True
    stop = match.start("mark")
    before = _BEFORE.search(text, max(start, stop - _LONGEST_WORD), stop)
    if before is None:
        return True
    word = before.group()
    return _ends_sentence(text, start, before.start(), word, first, rules)


def _lower_case_start(text: str, following: int, first: int, rules: LanguageRules) -> bool:
    """Whether a sentence starts here although its first letter is a small one."""
    clitic = _clitic_start(rules.clitics)
    if clitic is not None and first > following and (found := clitic.match(text, first - 1)):
        return text[found.end() - 1].isupper()
    # A brand that is written so: iPhone, eBay.
    return text[first + 1 : first + 2].isupper()


def _ends_sentence(text: str, start: int, at: int, word: str, first: int, rules: LanguageRules) -> bool:
    """Whether a full stop after `word` ends the sentence when a capital, figure or sign follows."""
    letter = text[first]
    if word.isdigit():
        # `1. Inleiding` at the start is a number in a list, `in 1993. Daarna` an end.
        return not (at == start and len(word) <= 3)
    if word in rules.closing:
        return letter.isalpha()
    lower = word.lower()
    if lower in rules.binding:
        return False
    if lower in rules.closing:
        return letter.isalpha()
    if lower in rules.leaning and (word.islower() or at == start):
        return _opens_sentence(text, first, rules)
    if (len(word) == 1 and word.isalpha()) or _INITIALS.match(word) or _DOTTED.match(word):
        return _opens_sentence(text, first, rules)
    return True


def _opens_sentence(text: str, first: int, rules: LanguageRules) -> bool:
    """Whether the word here is a function word that opens a sentence: `De man`, but not `De Wever`."""
    found = _WORD.match(text, first)
    if found is None or found.group() not in rules.starters:
        return False
    after = _AFTER_STARTER.match(text, found.end())
    return after is not None and not text[after.end() - 1].isupper()
