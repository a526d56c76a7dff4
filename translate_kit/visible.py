"""Texts as a page or a terminal may show them: what is in them is hostile until it has been made visible.

An escape sequence is a command to a terminal, a control character has no place in a page, and a bidirectional override
makes a text look like another one.
"""

from __future__ import annotations

_BIDIRECTIONAL = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_HIDDEN = dict.fromkeys(
    (*range(9), 11, 12, *range(14, 32), *range(127, 160), *_BIDIRECTIONAL, 0xFFFE, 0xFFFF), "\ufffd"
)
_LINE_ENDS = str.maketrans("\r\n\t", "   ")

_HARMLESS = frozenset("\u00a0\u202f\u200c\u200d")
"""Not printable by Python's rule, and in place in a text: spaces that do not break, and what joins letters or not."""


def visible(text: str) -> str:
    """The text for a page: controls and bidirectional overrides replaced by U+FFFD, lines and tabs as they are."""
    return text.translate(_HIDDEN)


def flat(text: str) -> str:
    """The text on one line, with a blank for the end of a line and for a tab, and the rest as `visible`."""
    return visible(text.translate(_LINE_ENDS))


def escaped(text: str, *, strict: bool = False) -> str:
    r"""The text on one line for a terminal, with what cannot be seen written out: `\n`, `\x1b`, `\u202e`.

    Args:
        text: as it is.
        strict: whether to write out spaces that do not break and the joiners of letters, too: where texts are compared.
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or (char in _HARMLESS and not strict) else char.encode("unicode_escape").decode()
        for char in text
    )
