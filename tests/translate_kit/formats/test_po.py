"""PO: what we write reads back the same, opens in other tools, and bad files are refused with their line."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from translate.storage import factory
from translate.storage import po as toolkit_po

from tests.translate_kit.formats.strategies import mutated, refusal, segment_lists, texts
from translate_kit.data import Origin, Segment, State
from translate_kit.errors import BadInput
from translate_kit.formats import export_po, open_bilingual, po, read_bilingual

LANGUAGES = {"source_language": "nl", "target_language": "en"}

ARTICLE = [
    Segment(id="1", source="De eeuwige leider", target="The eternal leader", document="a.md", state=State.TRANSLATED),
    Segment(
        id="2",
        source="Hij zei: „Ga weg”.",
        target="He said: “Go away”.",
        document="a.md",
        start=18,
        end=36,
        state=State.DRAFT,
        origin=Origin.MACHINE,
        origin_detail="argos nl-en 1.9",
        note="citaat",
    ),
    Segment(id="3", source="Leeg", document="a.md"),
]


def test_each_segment_is_one_entry_and_drafts_are_fuzzy() -> None:
    entries = polib.pofile(export_po(ARTICLE, **LANGUAGES).decode())
    assert [(entry.msgid, entry.msgstr, "fuzzy" in entry.flags) for entry in entries] == [
        ("De eeuwige leider", "The eternal leader", False),
        ("Hij zei: „Ga weg”.", "He said: “Go away”.", True),
        ("Leeg", "", False),
    ]


@pytest.mark.parametrize("state", State)
def test_fuzzy_is_everything_below_translated(state: State) -> None:
    written = export_po([Segment(id="1", source="a", target="b", state=state)], **LANGUAGES)
    fuzzy = "fuzzy" in polib.pofile(written.decode())[0].flags
    assert fuzzy is (state in (State.NEW, State.DRAFT, State.REJECTED))


def test_references_have_the_line_of_the_document_when_its_text_is_known() -> None:
    text = "# De eeuwige leider\n\nHij zei: „Ga weg”."
    segment = Segment(id="1", source=text[21:], start=21, end=len(text), document="a b.md")
    entry = polib.pofile(export_po([segment], texts={"a b.md": text}, **LANGUAGES).decode())[0]
    assert entry.occurrences == [("a%20b.md", "3")]


def test_the_header_is_complete() -> None:
    revised = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    header = polib.pofile(export_po(ARTICLE, project="Krant 12", revised=revised, **LANGUAGES).decode()).metadata
    assert header["Project-Id-Version"] == "Krant 12"
    assert header["Language"] == "en"
    assert header["Content-Type"] == "text/plain; charset=UTF-8"
    assert header["Plural-Forms"] == "nplurals=2; plural=(n != 1);"
    assert header["PO-Revision-Date"] == "2026-01-02 03:04+0000"
    assert header["X-Generator"].startswith("translate-kit ")


def test_a_source_that_occurs_twice_is_told_apart_by_its_context() -> None:
    twice = [Segment(id=str(number), source="Ja.", target=f"Yes {number}.", document="a.md") for number in (1, 2)]
    entries = polib.pofile(export_po(twice, **LANGUAGES).decode(), check_for_duplicates=True)
    assert [entry.msgctxt for entry in entries] == ["a.md#1", "a.md#2"]


def test_glossary_terms_are_shown_and_are_not_the_note(tmp_path: Path) -> None:
    written = export_po(ARTICLE, terms={"1": ["eeuwige leider = eternal leader"]}, **LANGUAGES)
    assert "#. term: eeuwige leider = eternal leader" in written.decode()
    (tmp_path / "a.po").write_bytes(written)
    assert [segment.note for segment in read_bilingual(tmp_path / "a.po")] == ["", "citaat", ""]


def test_lines_are_wrapped_at_79_columns() -> None:
    written = export_po([Segment(id="1", source="een woord " * 40, target="a word " * 60)], **LANGUAGES).decode()
    assert max(len(line) for line in written.splitlines() if line.startswith('"')) <= 79


@given(segment_lists)
def test_our_own_export_reads_back_the_same(given_segments: list[Segment]) -> None:
    written = export_po(given_segments, **LANGUAGES)
    assert po.read(written, path="a.po").segments == given_segments


@given(segment_lists)
def test_our_own_export_breaks_no_rule(given_segments: list[Segment]) -> None:
    assert po.read(export_po(given_segments, **LANGUAGES), path="a.po").problems == []


# translate-toolkit does not know the escapes \\b, \\f and \\v, which gettext, polib and we do.
@given(st.lists(texts.filter(lambda text: text.strip() and not set(text) & set("\b\f\v")), max_size=5, unique=True))
def test_translate_toolkit_reads_what_we_write(sources: list[str]) -> None:
    given_segments = [Segment(id=str(n), source=text, target=text[::-1]) for n, text in enumerate(sources)]
    store = toolkit_po.pofile.parsestring(export_po(given_segments, **LANGUAGES))
    units = [unit for unit in store.units if not unit.isheader()]
    assert [str(unit.source) for unit in units] == sources


def test_the_toolkit_factory_opens_it(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_bytes(export_po(ARTICLE, **LANGUAGES))
    units = [unit for unit in factory.getobject(str(tmp_path / "a.po")).units if not unit.isheader()]
    assert [unit.isfuzzy() for unit in units] == [False, True, False]
    assert [unit.istranslated() for unit in units] == [True, False, False]


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")
@pytest.mark.parametrize(
    "awkward", ["plain", 'quotes " and \\ back\\nslash', "tab\tand %d percent", "🙂 \u202eabc\u202c"]
)
def test_msgfmt_accepts_it(tmp_path: Path, awkward: str) -> None:
    segments = [*ARTICLE, Segment(id="x", source=awkward, target=awkward, document="b 1.md", state=State.FINAL)]
    segments += [Segment(id=f"d{n}", source="dubbel", target="double", document="b 1.md", key="k") for n in (1, 2)]
    (tmp_path / "a.po").write_bytes(export_po(segments, **LANGUAGES))
    done = subprocess.run(
        ["msgfmt", "-c", "-v", "-o", "/dev/null", str(tmp_path / "a.po")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "2 translated messages, 3 fuzzy translations, 1 untranslated message" in done.stderr
    assert "warning" not in done.stderr


def test_work_done_in_another_tool_comes_back_with_its_id_and_document(tmp_path: Path) -> None:
    place = tmp_path / "a.po"
    place.write_bytes(export_po(ARTICLE, **LANGUAGES))
    catalogue = polib.pofile(str(place))
    catalogue[1].msgstr = "He said: “Leave”."
    catalogue[1].flags.remove("fuzzy")
    catalogue.save()
    edited = read_bilingual(place)[1]
    assert (edited.document, edited.id, edited.target) == ("a.md", "2", "He said: “Leave”.")
    assert edited.state is State.TRANSLATED


@given(segment_lists)
@example([Segment(id="0", source="a", document="a.md"), Segment(id="00000000\xa0\xa0", source="b", document="a.md")])
def test_a_tool_that_wraps_our_comments_breaks_nothing(segments: list[Segment]) -> None:
    plain = [replace(s, source=f"bron {n}", target="doel", state=State.DRAFT) for n, s in enumerate(segments)]
    noted = [
        replace(s, note="Een lange noot die geen enkel gereedschap op een regel laat staan, want te lang. " * 2)
        for s in plain
    ]
    noted = [replace(s, note=s.note.strip()) for s in noted]
    rewritten = polib.pofile(export_po(noted, terms={s.id: ["term " * 30] for s in noted}, **LANGUAGES).decode())
    rewritten.wrapwidth = 40
    assert po.read(str(rewritten).encode(), path="a.po").segments == noted


def test_two_segments_with_one_id_are_refused() -> None:
    with pytest.raises(BadInput, match="there twice"):
        export_po([Segment(id="1", source="a"), Segment(id="1", source="b")], **LANGUAGES)


@pytest.mark.parametrize("bad", ["a\x00b", "a\x04b", "a\ud800b"])
def test_characters_that_po_cannot_hold_are_refused(bad: str) -> None:
    with pytest.raises(BadInput, match=r"cannot hold the character U\+"):
        export_po([Segment(id="1", source="a", target=bad)], **LANGUAGES)


def _read(tmp_path: Path, data: str | bytes) -> list[Segment]:
    (tmp_path / "a.po").write_bytes(data.encode() if isinstance(data, str) else data)
    return read_bilingual(tmp_path / "a.po")


HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: en\\n"\n\n'


def test_plural_forms_are_segments_of_their_own(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        HEADER
        + 'msgid "a"\nmsgstr "b"\n\n#, fuzzy\nmsgid "%d kamp"\nmsgid_plural "%d kampen"\n'
        + 'msgstr[0] "%d camp"\nmsgstr[1] "%d camps"\n',
    )
    assert [(segment.id, segment.source, segment.target, segment.state) for segment in found] == [
        ("1", "a", "b", State.TRANSLATED),
        ("2[0]", "%d kamp", "%d camp", State.DRAFT),
        ("2[1]", "%d kampen", "%d camps", State.DRAFT),
    ]


def test_a_plural_form_on_its_own_line_is_read_as_gettext_reads_it(tmp_path: Path) -> None:
    found = _read(tmp_path, HEADER + 'msgid "a"\nmsgid_plural "b"\nmsgstr[0]\n"c"\nmsgstr[1] "d" "e"\n')
    assert [segment.target for segment in found] == ["c", "de"]


def test_obsolete_entries_are_left_out_and_previous_sources_are_not_sources(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        HEADER + '#| msgid "oud"\n#, fuzzy\nmsgid "nieuw"\nmsgstr "new"\n\n#~ msgid "weg"\n#~ msgstr "gone"\n',
    )
    assert [(segment.source, segment.target) for segment in found] == [("nieuw", "new")]


def test_crlf_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    text = HEADER + '# opmerking\n#. uitleg\nmsgctxt "k"\nmsgid "a"\nmsgstr ""\n"b"\n'
    found = _read(tmp_path, b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert [(segment.key, segment.source, segment.target) for segment in found] == [("k", "a", "b")]
    assert found[0].note == "uitleg\nopmerking"


def test_the_charset_of_the_header_counts(tmp_path: Path) -> None:
    latin = HEADER.replace("UTF-8", "ISO-8859-1") + 'msgid "één"\nmsgstr "one"\n'
    assert _read(tmp_path, latin.encode("latin-1"))[0].source == "één"


def test_a_message_without_a_header_is_read(tmp_path: Path) -> None:
    assert [segment.source for segment in _read(tmp_path, 'msgctxt "c"\nmsgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr ""\n')]
    assert [segment.source for segment in _read(tmp_path, 'msgid "a"\nmsgstr "b"\n')] == ["a"]


def test_escapes_that_gettext_knows_are_read(tmp_path: Path) -> None:
    assert _read(tmp_path, HEADER + 'msgid "\\x41\\101\\a\\\\x41"\nmsgstr ""\n')[0].source == "AA\x07\\x41"


@pytest.mark.parametrize(
    ("body", "line", "says"),
    [
        ('msgid "a\nmsgstr "b"\n', 6, "does not end with a quote"),
        ('msgid "a"b"\nmsgstr "c"\n', 6, "outside the quotes"),
        ('msgid "a"\n\nmsgid "b"\nmsgstr ""\n', 8, "of line 6 has no msgstr"),
        ('msgid "a"\nmsgstr "b"\nmsgstr "c"\n', 8, "msgstr after msgstr"),
        ('msgid "a"\n', 6, "has no msgstr"),
        ("msgid a\n", 6, "outside the quotes"),
        ('mesgid "a"\n', 6, "was expected"),
        ('domain "x"\n', 6, "was expected"),
        ('msgstr "a"\nmsgid "b"\nmsgstr "c"\n', 6, "msgstr after msgstr"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr "c"\n', 8, "msgstr after msgid_plural"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[12] "c"\n', 8, "plural form 12"),
        ("<html>\n", 6, "was expected"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(tmp_path: Path, body: str, line: int, says: str) -> None:
    with pytest.raises(BadInput, match=says) as caught:
        _read(tmp_path, HEADER + body)
    assert caught.value.line == line
    assert caught.value.remedy


def test_bytes_that_are_not_of_the_charset_are_refused_with_their_line(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not UTF-8") as caught:
        _read(tmp_path, HEADER.encode() + b'msgid "a"\nmsgstr "caf\xe9"\n')
    assert caught.value.line == 7


@pytest.mark.parametrize("charset", ["UTF-88", "hex", "undefined", "idna", "rot13"])
def test_a_charset_that_does_not_exist_is_refused(tmp_path: Path, charset: str) -> None:
    with pytest.raises(BadInput, match="does not exist") as caught:
        _read(tmp_path, HEADER.replace("UTF-8", charset) + 'msgid "é"\nmsgstr "e"\n')
    assert caught.value.line == 3


@pytest.mark.parametrize(
    ("body", "line", "says"),
    [
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', 9, "same message as in line 6"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\nmsgstr[1] ""\n', 6, "without Plural-Forms"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[1] ""\n', 6, "numbered from 0"),
        ('msgid "a\\q"\nmsgstr "b"\n', 6, "not an escape"),
    ],
)
def test_what_gettext_refuses_and_can_be_read_is_a_problem(tmp_path: Path, body: str, line: int, says: str) -> None:
    (tmp_path / "a.po").write_text(HEADER + body, encoding="utf-8")
    problems = open_bilingual(tmp_path / "a.po").problems
    assert [(problem.line, says in problem.message) for problem in problems] == [(line, True)]


def test_plural_forms_must_be_as_many_as_the_header_promises(tmp_path: Path) -> None:
    header = HEADER.rstrip("\n") + '\n"Plural-Forms: nplurals=3; plural=n;\\n"\n\n'
    (tmp_path / "a.po").write_text(
        header + 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\nmsgstr[1] ""\n', encoding="utf-8"
    )
    assert "promises nplurals=3" in open_bilingual(tmp_path / "a.po").problems[0].message


def test_a_text_that_is_the_name_of_a_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x").write_text('msgid "geheim"\nmsgstr "secret"\n', encoding="utf-8")
    with pytest.raises(BadInput):
        po.read(b"x", path="a.po")


@given(mutated([export_po(ARTICLE, **LANGUAGES)], [b'"', b"\n", b"\\", b"msgid ", b"#~ ", b'msgstr[1] "x"', b"\r"]))
def test_a_mutated_file_is_read_or_refused(data: bytes) -> None:
    assert refusal(po, data, "a.po")[:4] in ("", "a.po")
