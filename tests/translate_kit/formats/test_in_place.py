"""New targets in files that stay otherwise as they were, byte for byte where the format allows it."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate_kit.data import Segment
from translate_kit.errors import BadInput
from translate_kit.formats import export_po, export_xliff, read_bilingual
from translate_kit.formats.in_place import with_targets

PO = """# A comment
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: en\\n"

#. extracted
#: a.c:1
#, fuzzy, c-format
#| msgid "Een"
msgid "Eén"
msgstr "One"

msgctxt "menu"
msgid "Twee regels"
msgstr ""
"Two "
"lines"
msgid "Drie"
msgid_plural "Drieën"
msgstr[0] "Three"
msgstr[1] "Threes"

#~ msgid "Weg"
#~ msgstr "Gone"
"""
XLIFF = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:x="urn:x">
<!-- a comment --><file original="a.md" source-language="nl" target-language="en" datatype="plaintext"><body>
<trans-unit id="1" x:own="kept"><source>Ja.</source><target state="translated">Yes .</target>
<alt-trans><target>Yes .</target></alt-trans></trans-unit>
<trans-unit id="2"><source>Nee <x id="1"/>.</source><target>No <x id="1"/> .</target></trans-unit>
<trans-unit id="3"><source>Ja!</source><target>Yes .</target></trans-unit>
<trans-unit id="4"><source>A. B.</source>
<seg-source><mrk mtype="seg" mid="0">A.</mrk> <mrk mtype="seg" mid="1">B.</mrk></seg-source>
<target><mrk mtype="seg" mid="0">A .</mrk> <mrk mtype="seg" mid="1">B.</mrk></target></trans-unit>
</body></file></xliff>
"""
XLIFF2 = """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="nl" trgLang="en"><file id="f">
<unit id="u"><segment id="a"><source>Ja.</source><target>Yes .</target></segment>
<segment id="b"><source>Nee.</source><target>No.</target></segment></unit>
</file></xliff>
"""


def changed_lines(old: bytes, new: bytes) -> list[str]:
    lines = difflib.ndiff(old.decode().splitlines(), new.decode().splitlines())
    return [line for line in lines if line[0] in "+-"]


def test_a_po_file_changes_in_the_strings_only() -> None:
    written, left = with_targets(PO.encode(), {1: "Two new lines", 3: "Threes!"}, path="a.po")
    assert left == []
    assert sorted(changed_lines(PO.encode(), written)) == [
        '+ msgstr "Two new lines"',
        '+ msgstr[1] "Threes!"',
        '- "Two "',
        '- "lines"',
        '- msgstr ""',
        '- msgstr[1] "Threes"',
    ]


def test_a_long_po_string_is_wrapped_where_it_was() -> None:
    target = "A much longer text that goes on and on, so that it does not fit on one line of a file like this one."
    written, _ = with_targets(PO.encode(), {0: target, 1: target}, path="a.po")
    assert f'msgstr "{target}"' in written.decode()
    assert all(len(line) < 80 for line in written.decode().split("\n") if target not in line)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "latin-1"])
def test_line_ends_and_encoding_of_a_po_file_stay(newline: str, codec: str) -> None:
    text = PO.replace("UTF-8", "ISO-8859-1" if codec == "latin-1" else "UTF-8").replace("\n", newline)
    written, _ = with_targets(text.encode(codec), {0: "Oné"}, path="a.po")
    assert written == text.replace('msgstr "One"', 'msgstr "Oné"').encode(codec)


def test_an_xliff_file_keeps_what_is_not_ours() -> None:
    written, left = with_targets(XLIFF.encode(), {0: "Yes.", 1: "No.", 3: "A."}, path="a.xlf")
    assert left == [1]
    text = written.decode()
    assert '<trans-unit id="1" x:own="kept"><source>Ja.</source><target state="translated">Yes.</target>' in text
    assert "<alt-trans><target>Yes .</target></alt-trans>" in text
    assert '<trans-unit id="3"><source>Ja!</source><target>Yes .</target>' in text
    assert '<target><mrk mtype="seg" mid="0">A.</mrk> <mrk mtype="seg" mid="1">B.</mrk></target>' in text
    assert "<!-- a comment -->" in text
    assert '<target>No <x id="1"/> .</target>' in text


def test_an_xliff_2_file() -> None:
    written, left = with_targets(XLIFF2.encode(), {0: "Yes & no."}, path="a.xlf")
    assert left == []
    assert written.decode() == XLIFF2.replace("<target>Yes .</target>", "<target>Yes &amp; no.</target>")


def test_other_formats_are_refused() -> None:
    with pytest.raises(BadInput, match="not changed in place"):
        with_targets(b"Ja.\tYes .\n", {0: "Yes."}, path="a.tsv")


TEXT = st.text(alphabet="ab \"\\\n\té<&'%-", min_size=1, max_size=200).filter(str.strip)


@settings(deadline=None, max_examples=60)
@given(pairs=st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4), new=TEXT, data=st.data())
@pytest.mark.parametrize("name", ["po", "xlf"])
def test_whatever_is_exported_can_be_changed(
    name: str, pairs: list[tuple[str, str]], new: str, data: st.DataObject
) -> None:
    segments = [Segment(id=str(n), source=f"{n} {source}", target=target) for n, (source, target) in enumerate(pairs)]
    write = export_po if name == "po" else export_xliff
    file = write(segments, source_language="nl", target_language="en")
    chosen = data.draw(st.integers(0, len(pairs) - 1))
    written, left = with_targets(file, {chosen: new}, path=f"a.{name}")
    found = [segment.target for segment in read_bilingual(f"a.{name}", data=written)]
    assert found == [segment.target if n != chosen or left else new for n, segment in enumerate(segments)]
    assert name == "xlf" or left == []
