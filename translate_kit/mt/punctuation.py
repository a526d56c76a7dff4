"""Small repairs of a draft that cannot be wrong: what stands at its ends, and its quotes.

A model learns from sentences and so gives a heading a full stop, or writes the typewriter quotes of its training
text. Only what the source decides is changed; nothing here touches a word.

1. *The end*: closing punctuation is the source's. A stop that the source does not have goes, unless it belongs to an
   abbreviation; one that is missing comes back.
2. *The beginning*: a source that begins with a capital gives a target that does.
3. *Quotes*: where the source has typographic quotes (`„…”`, `”…”`, `‘…’`), the typewriter quotes of an English target
   become `“…”`, single ones inside them `‘…’`, and apostrophes `’`. A source with typewriter quotes keeps them.
4. *The ellipsis* is written as in the source, `…` or `...`.
"""

from __future__ import annotations

import re

_STOPS = ".!?…:;"
_CLOSERS = "\"'”’»)]"
_TYPOGRAPHIC = re.compile("[„“”‘’‚«»‹›]")
_SINGLE_QUOTED = re.compile(r"(?<!\w)[‘‚’](?=\w[^‘’]*?[\w.,!?]’(?!\w))")
_DOUBLE_MARKS = '"„“”«»'
_ABBREVIATION = re.compile(
    r"(?:\b\w\.\w|\b(?:etc|Inc|Ltd|Co|Corp|Jr|Sr|Mr|Mrs|Ms|Dr|Prof|St|No|vs|al|a\.m|p\.m)|(?<!\w)[A-Z])$"
)


def settle(source: str, target: str, *, target_language: str) -> str:
    """Repair the punctuation of a draft after its source.

    Args:
        source: without mark-up.
        target: what the model made of it.
        target_language: quotes are only rewritten for English, whose rules are stated above.
    """
    source, target = source.strip(), target.strip()
    if not source or not target:
        return target
    target = ends(source, target)
    if "…" in source:
        target = target.replace("...", "…")
    if target_language.lower().partition("-")[0] == "en" and _TYPOGRAPHIC.search(source):
        target = _english_quotes(source, target)
    return target


def ends(source: str, target: str) -> str:
    """The repairs at the beginning and the end of a sentence."""
    return _capital(source, _end(source, target)) if source.strip() and target else target


def _end(source: str, target: str) -> str:
    source_body = source.rstrip(_CLOSERS)
    target_body = target.rstrip(_CLOSERS)
    target_closers = target[len(target_body) :]
    wanted = source_body[len(source_body.rstrip(_STOPS)) :]
    words = target_body.rstrip(_STOPS).rstrip()
    given = target_body[len(target_body.rstrip(_STOPS)) :]
    if given == wanted or not words:
        return target
    if not wanted:
        if given == "." and _ABBREVIATION.search(words):
            return target
        # "the so-called 'leader.'" for a heading in quotes: the stop goes, the quote stays.
        return words + target_closers
    if wanted in ("...", "…") and given in ("...", "…"):
        return words + wanted + target_closers
    if source_body == source and target_closers:
        # The source ends with a bare stop; the model put it inside a quote ("he said "no.""), which English allows.
        return target if given[-1:] == wanted[-1:] else words + wanted + target_closers
    return words + wanted + target_closers


def _capital(source: str, target: str) -> str:
    first = next((character for character in source if character.isalnum()), "")
    place = next((number for number, character in enumerate(target) if character.isalnum()), -1)
    if place < 0 or not first.isupper() or not target[place].islower():
        return target
    word = re.match(r"\w+", target[place:])
    if word and word.group()[1:] != word.group()[1:].lower():
        return target  # iPhone, eBay
    return target[:place] + target[place].upper() + target[place + 1 :]


def _english_quotes(source: str, target: str) -> str:
    # Dutch newspapers quote with single marks, English ones with double: ‘…’ becomes “…”, unless the source has both
    # kinds, where the single marks are quotes inside quotes.
    singles_are_outer = bool(_SINGLE_QUOTED.search(source)) and not any(mark in source for mark in _DOUBLE_MARKS)
    out = []
    in_single = False
    for place, character in enumerate(target):
        before = target[place - 1] if place else " "
        after = target[place + 1] if place + 1 < len(target) else " "
        at_start = before.isspace() or before in "([{–—-'‘"
        if character in _DOUBLE_MARKS:
            out.append("“" if at_start and not after.isspace() else "”")
        elif character not in "'‘’":
            out.append(character)
        elif in_single and not after.isalnum() and not (before == "s" and _closes_later(target, place)):
            in_single = False
            out.append("”" if singles_are_outer else "’")
        elif not in_single and not before.isalnum() and after.isalpha() and _closes_later(target, place):
            in_single = True
            out.append("“" if singles_are_outer else "‘")
        else:
            out.append("’")
    return "".join(out)


def _closes_later(target: str, place: int) -> bool:
    """Whether a single quote after `place` can end a quotation."""
    return re.search(r"\S['’](?!\w)", target[place + 1 :]) is not None
