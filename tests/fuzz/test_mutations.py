"""Broken files: whatever is done to a good one, each parser reads it or refuses it in its own words.

`make fuzz` looks deeper, with coverage feedback.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import SEEDS, TARGETS, run

HOSTILE = st.sampled_from(
    [
        b"",
        b"\x00",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf",
        b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>",
        b"&b;",
        b"&#0;",
        b"<![CDATA[",
        b"-->",
        b'"',
        b"\r",
        b"\t",
        b"\\",
        b"\xe2\x80\xa8",
        b"9" * 400,
        b"=cmd",
        b"\n\n",
        b"> ",
        b"```\n",
        b"| a | b |\n| - | - |\n",
    ]
)


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=150)
@given(data=st.data())
def test_a_mutated_file_is_read_or_refused(name: str, data: st.DataObject) -> None:
    content = data.draw(st.sampled_from(SEEDS.get(name, [b""])))
    for _ in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 40)))
        content = content[:start] + data.draw(st.one_of(HOSTILE, st.binary(max_size=8))) + content[end:]
    run(name, content)
