from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from translate_kit.visible import escaped, flat, visible

HOSTILE = "a\x1b[2Jb\u202ec\x9bd\u2066e\x00"


def test_a_page_shows_a_sign_for_each() -> None:
    assert visible(HOSTILE) == "a\ufffd[2Jb\ufffdc\ufffdd\ufffde\ufffd"
    assert visible("two\nlines\tand a tab") == "two\nlines\tand a tab"
    assert flat("two\r\nlines\tand a tab") == "two  lines and a tab"


def test_a_terminal_shows_what_it_is() -> None:
    assert escaped(HOSTILE) == r"a\x1b[2Jb\u202ec\x9bd\u2066e\x00"
    assert escaped("two\nlines\u2028three") == r"two\nlines\u2028three"
    assert escaped("«\u00a0Ça va\u202f? » क्\u200dष") == "«\u00a0Ça va\u202f? » क्\u200dष"
    assert escaped("«\u00a0Ça va", strict=True) == r"«\xa0Ça va"


@given(st.text(), st.booleans())
def test_nothing_that_acts_on_a_terminal_is_left(text: str, strict: bool) -> None:
    left = {unicodedata.category(char) for char in escaped(text, strict=strict)} & {"Cc", "Zl", "Zp", "Cs"}
    assert not left
    assert not set(escaped(text)) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
    assert not {unicodedata.category(char) for char in flat(text)} & {"Cc"}
