"""Words and mark-up of a text, with offsets: what several checks need."""

from __future__ import annotations

import re
from typing import NamedTuple

BLANK = "\ufffc"
"""Stands for each character of mark-up (OBJECT REPLACEMENT CHARACTER): no letter, no digit, no space."""

TAG = re.compile(r"</?[A-Za-z][\w.:-]*(?:\s+[\w.:-]+(?:\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'|[^\s\"'<>=]+))?)*\s*/?>")
ADDRESS = re.compile(
    r"(?:https?://|ftp://|www\.)[^\s<>\"”“‘’)\]}]*[^\s<>\"”“‘’)\]}.,;:!?…]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE
)
PLACEHOLDER = re.compile(
    r"\{\{[^{}\s][^{}]*\}\}|\{\{ [^{}]+ \}\}|[$#%]\{[\w.]+\}|\{[\w.]*(?:![rsa])?(?::[^{}\s]*|,[^{}]+)?\}"
    r"|<%=?[^<>%]+%>|\$t\([\w.]+\)|(?<![\w%])%(?:\d+\$)?@|(?<![\w%])%L?[1-9]\d?(?![\w%]|[.,]\d)"
    r"|(?<![\d%])%(?:\(\w+\))?(?:\d+\$)?[-+0#]*(?:\d+|\*)?(?:\.\d+)?(?:hh|h|ll|l|L|z|j|t)?[sdiufFeEgGxXocr](?![A-Za-z])"
)
"""Of printf and Python (%s, %(name)d), str.format and ICU ({name}, {0,number}), shells and templates (${x}, {{ x }}),
Ruby (%{x}, #{x}), Objective-C (%@), Qt (%1), ERB (<%= x %>) and i18next ($t(key))."""
ENTITY = re.compile(r"&(?:[A-Za-z]\w*|#\d+|#[xX][0-9A-Fa-f]+);")
TECHNICAL = re.compile(
    r"(?<![\w/<.-])/(?:[\w.-]+/)+[\w.-]*\w|(?<!\w)[A-Za-z]:\\[\w\\.-]*\w|(?<![\w/.-])[\w-]+(?:/[\w.-]+)*\.(?:pdf|docx?|"
    r"xlsx?|pptx?|odt|ods|txt|csv|json|xml|ya?ml|toml|html?|css|js|py|po|tmx|xlf|xliff|tbx|srx|zip|gz|tar|exe|dll|"
    r"sh|jpe?g|png|gif|svg|mp[34]|wav|md|log|ini|conf|db|sql)(?![\w/])|(?<![\w-])--[a-z][\w-]+|(?<!\w)[a-z]\w*"
    r"(?:[.:]+\w+)*\(\)|\$[A-Z_][A-Z0-9_]+\b|(?<!\w)%[A-Z_]{3,}%|\[/?(?:b|i|u|s|url|img|quote|code|list|size|color)"
    r"(?:=[^\]]*)?\]|(?<![\w&/#])[#@](?!\d+\b)\w{2,}"
)
"""Paths, file names, options, functions, variables of a shell, forum tags, hashtags and @names."""
TECHNICAL_HINT = re.compile(r"[/\\#@]\w|[$%][A-Z]|\.[a-z]\w|--\w|\(\)|\[/?[a-z]")
CODE = re.compile(r"`[^`\n]+`")

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_RUNNING = re.compile(r"[^\W_]+(?:['’.,:][^\W_]+)*")
_NOT_PLAIN = re.compile(r"\d|\w[.,:]\w")
_MARKUP_SIGNS = re.compile(r"[<{%&`@]|://|[wW]{3}\.")


class Word(NamedTuple):
    """A word and where it stands."""

    start: int
    end: int
    text: str
    lower: str


def words(text: str) -> list[Word]:
    """The words of a text: runs of letters, apostrophes inside them included, hyphens not."""
    return _placed(text, _WORD)


def running(text: str) -> list[Word]:
    """The words and numbers of a text in a row, for comparing what two segments say."""
    return _placed(text, _RUNNING)


def sequence(text: str) -> list[str]:
    """The words and numbers of a text in lower case, without their places."""
    return [word.lower() for word in _RUNNING.findall(text)]


def _placed(text: str, pattern: re.Pattern[str]) -> list[Word]:
    """The matches of a pattern as words.

    Between two of them stands nothing that the pattern takes, so that each is the next place of its text: finding them
    again is twice as fast as asking a match object for each.
    """
    found = []
    end = 0
    for word in pattern.findall(text):
        start = text.find(word, end)
        end = start + len(word)
        found.append(_new(Word, (start, end, word, word.lower())))
    return found


def runs_plainly(text: str) -> bool:
    """Whether `running` and `words` are the same for a text: no digit in it, and no mark between two letters."""
    return _NOT_PLAIN.search(text) is None


_new = tuple.__new__
"""Of a named tuple's own constructor half the time goes into sorting out arguments, for each word of each text."""


def blanked(text: str) -> str:
    """The text with every tag, placeholder, address, path and piece of code replaced by `BLANK`, at the same length."""
    if _MARKUP_SIGNS.search(text):
        for pattern in (CODE, TAG, ADDRESS, PLACEHOLDER, ENTITY):
            text = pattern.sub(_blank, text)
    if TECHNICAL_HINT.search(text):
        text = TECHNICAL.sub(_blank, text)
    return text


def _blank(match: re.Match[str]) -> str:
    return BLANK * len(match[0])


def shown(text: str, limit: int = 60) -> str:
    """A piece of text for a message, in quotation marks, shortened in the middle when it is long."""
    flat = " ".join(text.split())
    if len(flat) > limit:
        half = (limit - 1) // 2
        flat = f"{flat[:half].rstrip()}…{flat[-half:].lstrip()}"
    return f"“{flat}”"
