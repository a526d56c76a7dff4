from __future__ import annotations

import gzip
import io
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.conftest import ROOT
from tests.tm.strategies import units
from tm import BadMemoryInput, Memory, TranslationUnit
from tm.tmx import Header, read_tmx, write_tmx
from tm.transfer import export_tmx, import_tmx
from tm.unit import Info, Inline, Note, Prop, Variant

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "interop"
KIT = sorted((SHARED / "tmx").glob("*.tmx"))
needs_shared = pytest.mark.skipif(not KIT, reason="the interoperability files are not beside the repository")


SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("tmx14.rng")))
DTD = SHARED / "schemas" / "okapi__tmx14.dtd"


def assert_valid(root: Any) -> None:
    """Valid by our own schema of TMX 1.4b, and by the standard's DTD where the repository has it beside it."""
    assert SCHEMA.validate(root), SCHEMA.error_log.last_error
    if DTD.exists():
        dtd = etree.DTD(str(DTD))
        assert dtd.validate(root), dtd.error_log.last_error


def tmx(body: str, *, head: str = "", version: str = "1.4", declaration: str = '<?xml version="1.0"?>') -> str:
    return (
        f'{declaration}{head}<tmx version="{version}"><header creationtool="t" creationtoolversion="1" '
        f'segtype="sentence" o-tmf="x" adminlang="en" srclang="nl" datatype="plaintext"/>\n'
        f"<body>\n{body}\n</body></tmx>"
    )


def tu(source: str = "Ja.", target: str = "Yes.", attributes: str = "") -> str:
    variants = (("nl", source), ("en", target))
    inside = "\n".join(f'<tuv xml:lang="{language}"><seg>{text}</seg></tuv>' for language, text in variants)
    return f"<tu {attributes}>{inside}</tu>"


def written(given_units: list[TranslationUnit], **settings: object) -> bytes:
    stream = io.BytesIO()
    write_tmx(stream, given_units, **{"source_language": "nl", **settings})
    return stream.getvalue()


@given(st.lists(units, max_size=4))
@settings(deadline=None, max_examples=60)
def test_what_is_written_is_read_back_the_same(tmp_path_factory, given_units):
    path = tmp_path_factory.mktemp("tmx") / "m.tmx"
    path.write_bytes(written(given_units))
    seen = set()
    expected = []
    for unit in given_units:
        if unit.tuid is not None and unit.tuid in seen:
            return
        seen.add(unit.tuid)
        expected.append(unit)
    assert list(read_tmx(path)) == expected


@given(st.lists(units, max_size=4))
@settings(deadline=None, max_examples=60)
def test_what_is_written_is_valid_tmx(given_units):
    assert_valid(etree.fromstring(written(given_units)))


def test_translate_toolkit_reads_what_is_written(tmp_path):
    from translate.storage.tmx import tmxfile

    path = tmp_path / "m.tmx"
    write_tmx(
        path,
        [TranslationUnit.simple('Jan & "Piet" <3', "J & P <3"), TranslationUnit.simple("Café\nbar", "Café\nbar")],
        source_language="nl",
        target_language="en",
    )
    with path.open("rb") as stream:
        file = tmxfile(stream, "nl", "en")
    assert [(unit.source, unit.target) for unit in file.units] == [('Jan & "Piet" <3', "J & P <3"), ("Café\nbar",) * 2]


def test_characters_that_xml_cannot_hold_do_not_break_the_file(tmp_path):
    path = tmp_path / "m.tmx"
    write_tmx(path, [TranslationUnit.simple("a\x0bb", "a\ufffeb")], source_language="nl")
    assert [unit.variants[0].text for unit in read_tmx(path)] == ["a\ufffdb"]


def test_only_the_pair_is_written_when_a_target_language_is_named():
    three = TranslationUnit(tuple(Variant(tag, (tag,)) for tag in ("nl-NL", "en-GB", "fr")))
    lacking = TranslationUnit((Variant("nl", ("x",)), Variant("fr", ("y",))))
    text = written([three, lacking], target_language="en").decode()
    assert "fr" not in text
    assert text.count("<tu>") == 1


@needs_shared
@pytest.mark.parametrize("path", KIT, ids=lambda path: path.name)
def test_other_tools_files_come_out_of_a_memory_as_they_went_in(path, tmp_path, url):
    with Memory.open(url("m")) as memory:
        counts = import_tmx(memory, path)
        assert counts.read == counts.added + counts.merged + counts.refused
        assert counts.refused == 0
        assert export_tmx(memory, tmp_path / "out.tmx") == counts.added
        # Once more: what was merged stays so.
        assert import_tmx(memory, tmp_path / "out.tmx").added == 0
    assert_valid(etree.parse(tmp_path / "out.tmx").getroot())
    before, after = list(read_tmx(path)), list(read_tmx(tmp_path / "out.tmx"))
    if counts.merged:
        assert {_texts(unit) for unit in after} == {_texts(unit) for unit in before}
    else:
        assert after == before
        assert read_tmx(tmp_path / "out.tmx").header == read_tmx(path).header.complete()


def _texts(unit: TranslationUnit) -> tuple[tuple[str, str], ...]:
    return tuple((variant.language, variant.rendered) for variant in unit.variants)


def test_everything_that_tmx_can_say_is_kept(tmp_path):
    path = tmp_path / "m.tmx"
    says = 'creationdate="20200102T030405Z" creationid="a" changedate="20210102T030405Z" changeid="b" usagecount="7"'
    says += ' lastusagedate="20220102T030405Z" creationtool="c" creationtoolversion="d" datatype="e"'
    says += ' o-encoding="f" o-tmf="g"'
    inside = '<note xml:lang="en" o-encoding="h">i</note><prop type="x-j" xml:lang="nl">k</prop>'
    seg = 'l <bpt i="1" x="2" type="m">n<sub datatype="o">p</sub></bpt>q<ept i="1">r</ept><hi type="s">t</hi>'
    seg += '<it pos="end">u</it><ph x="1" assoc="p">v</ph><ut x="9">w</ut>'
    path.write_text(
        tmx(
            f'<tu tuid="1" srclang="en" segtype="block" {says}>{inside}'
            f'<tuv xml:lang="nl" {says}>{inside}<seg>{seg}</seg></tuv></tu>'
        )
    )
    info = Info(
        "20200102T030405Z", "a", "20210102T030405Z", "b", 7, "20220102T030405Z", "c", "d", "e", "f", "g",
        notes=(Note("i", "en", "h"),), props=(Prop("x-j", "k", "nl"),),
    )  # fmt: skip
    content = (
        "l ",
        Inline("bpt", (("i", "1"), ("x", "2"), ("type", "m")), ("n", Inline("sub", (("datatype", "o"),), ("p",)))),
        "q",
        Inline("ept", (("i", "1"),), ("r",)),
        Inline("hi", (("type", "s"),), ("t",)),
        Inline("it", (("pos", "end"),), ("u",)),
        Inline("ph", (("x", "1"), ("assoc", "p")), ("v",)),
        Inline("ut", (("x", "9"),), ("w",)),
    )
    assert list(read_tmx(path)) == [TranslationUnit((Variant("nl", content, info),), "en", "1", "block", info)]


def test_the_header_is_kept(tmp_path):
    path = tmp_path / "m.tmx"
    path.write_text(
        '<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="phrase" o-tmf="x" adminlang="en" '
        'srclang="nl" datatype="html" changeid="me"><note>n</note><prop type="p">v</prop>'
        '<ude name="u" base="b"><map unicode="#xF8FF" code="#xF0"/></ude></header><body/></tmx>'
    )
    header = read_tmx(path).header
    assert (header.get("segtype"), header.notes, header.props) == ("phrase", (Note("n"),), (Prop("p", "v"),))
    again = tmp_path / "again.tmx"
    again.write_bytes(written([], header=header))
    assert read_tmx(again).header == header


def test_units_of_a_second_file_say_what_their_header_said(tmp_path, url):
    (tmp_path / "a.tmx").write_text(tmx(tu("a", "b")))
    (tmp_path / "b.tmx").write_text(tmx(tu("c", "d")).replace('"plaintext"', '"html"'))
    with Memory.open(url("m")) as memory:
        import_tmx(memory, tmp_path / "a.tmx")
        import_tmx(memory, tmp_path / "b.tmx")
        export_tmx(memory, tmp_path / "out.tmx")
    assert [unit.info.datatype for unit in read_tmx(tmp_path / "out.tmx")] == [None, "html"]


def test_tmx_1_1_names_languages_without_a_prefix(tmp_path):
    path = tmp_path / "m.tmx"
    path.write_text(tmx(tu().replace("xml:lang", "lang"), version="1.1"))
    assert [variant.language for variant in next(read_tmx(path)).variants] == ["nl", "en"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings_and_gzip(tmp_path, encoding):
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    text = tmx(tu("één", "one"), declaration=f'<?xml version="1.0" encoding="{declared}"?>')
    for name, data in (("m.tmx", text.encode(encoding)), ("m.tmx.gz", gzip.compress(text.encode(encoding)))):
        (tmp_path / name).write_bytes(data)
        assert next(read_tmx(tmp_path / name)).variants[0].text == "één"


def test_an_entity_bomb_is_refused(tmp_path):
    path = tmp_path / "m.tmx"
    path.write_text(tmx(tu("&b;"), head='<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'))
    with pytest.raises(BadMemoryInput, match=r"m\.tmx:1: .*entities"):
        read_tmx(path)


def test_an_external_entity_is_not_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    path = tmp_path / "m.tmx"
    path.write_text(tmx(tu("&s;"), head=f'<!DOCTYPE tmx [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'))
    with pytest.raises(BadMemoryInput, match="entities"):
        read_tmx(path)


@pytest.mark.parametrize(
    ("before", "piece", "after"),
    [
        ('<tu><tuv xml:lang="nl"><seg>', "x", "</seg></tuv></tu>"),
        ('<tu><tuv xml:lang="nl"><seg>', '<ph x="1"/>a ', "</seg></tuv></tu>"),
        ('<tu tuid="', "x", '"><tuv xml:lang="nl"><seg>y</seg></tuv></tu>'),
        ("<tu>", "<note/>", '<tuv xml:lang="nl"><seg>y</seg></tuv></tu>'),
    ],
    ids=["text", "elements", "attribute", "notes"],
)
def test_an_endless_unit_is_refused_in_bounded_memory(tmp_path, before, piece, after):
    with (tmp_path / "m.tmx").open("w") as stream:
        stream.write(tmx(tu()).removesuffix("\n</body></tmx>"))
        stream.write(f"\n{before}")
        for _ in range(60):
            stream.write(piece * (1_000_000 // len(piece)))
        stream.write(f"{after}{tu('Nee.', 'No.')}</body></tmx>")

    def read(*options: str) -> subprocess.CompletedProcess[str]:
        # libxml2 takes its memory from the system, where nothing in Python counts it.
        return subprocess.run(
            [sys.executable, "-m", "translate_kit", "tm", "import", "m.tmx", "--memory", "m.db", *options],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (800_000_000, 800_000_000)),
        )

    refused = read()
    assert refused.returncode == 3
    assert "m.tmx:5: this is not well-formed TMX, unit 2 (8,000,000 bytes without the end of a unit)" in refused.stderr
    told = read("--lenient").stderr
    assert "refused: a unit of more than 4,000,000 characters" in told
    assert "m.tmx: 3 read, 2 added, 0 merged, 1 refused" in told


@pytest.mark.parametrize("bad", ["-3", "9" * 23, "9" * 5000, "many", "\u0663"])
def test_a_count_that_is_none_is_left_out_and_said(tmp_path, bad):
    path = tmp_path / "m.tmx"
    path.write_text(tmx(tu(attributes=f'usagecount="{bad}"')))
    reader = read_tmx(path)
    assert next(reader).info.usage_count is None
    assert reader.counts.reasons == {"a usagecount that is no number, left out": 1}


def test_an_entity_that_nobody_knows_is_said_with_its_line(tmp_path):
    path = tmp_path / "m.tmx"
    path.write_text(tmx(tu("a&nbsp;b") + tu("Nee.", "No.")))
    with pytest.raises(BadMemoryInput, match=r"m\.tmx:3: .*Entity 'nbsp' not defined"):
        list(read_tmx(path))
    assert [unit.variants[0].text for unit in read_tmx(path, lenient=True)] == ["Nee."]


def test_utf_8_that_says_it_is_utf_16_is_read_when_lenient(tmp_path):
    path = tmp_path / "m.tmx"
    path.write_text(f'<?xml version="1.0" encoding="UTF-16"?>\n{tmx(tu("één")).partition(chr(10))[2]}')
    with pytest.raises(BadMemoryInput, match="not well-formed"):
        list(read_tmx(path))
    assert [unit.variants[0].text for unit in read_tmx(path, lenient=True)] == ["één"]


def test_an_unclosed_unit_stops_the_import_and_leaves_the_memory_as_it_was(tmp_path, url):
    path = tmp_path / "m.tmx"
    broken = '<tu><tuv xml:lang="nl"><seg>half</seg>'
    path.write_text(tmx(f"{tu()}\n{broken}\n{tu('Nee.', 'No.')}"))
    with Memory.open(url("m")) as memory:
        with pytest.raises(BadMemoryInput, match=r"m\.tmx:\d+: .*unit"):
            import_tmx(memory, path)
        assert memory.stats()["units"] == 0
        counts = import_tmx(memory, path, lenient=True)
        assert (counts.read, counts.added, counts.refused) == (3, 2, 1)
        assert [(problem.line, problem.reason) for problem in counts.problems if problem.refused] == [
            (5, "a unit that never ends")
        ]
        assert memory.lookup("Nee.")[0].target == "No."


def test_a_cut_off_file_gives_what_is_whole_when_lenient(tmp_path):
    whole = tmx("\n".join(tu(str(number), "x") for number in range(100))).encode()
    path = tmp_path / "m.tmx"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadMemoryInput, match="not well-formed"):
        list(read_tmx(path))
    reader = read_tmx(path, lenient=True)
    texts = [unit.variants[0].text for unit in reader]
    assert texts == [str(number) for number in range(len(texts))]
    assert len(texts) > 40
    assert reader.counts.refused == 1


def test_a_wrong_encoding_is_said_with_its_line(tmp_path):
    path = tmp_path / "m.tmx"
    path.write_bytes(tmx(tu("één")).encode("latin-1"))
    with pytest.raises(BadMemoryInput, match=r"m\.tmx:3: .*UTF-8"):
        list(read_tmx(path))


def test_units_in_another_encoding_are_refused_one_by_one_when_lenient(tmp_path):
    path = tmp_path / "m.tmx"
    path.write_bytes(tmx("\n".join((tu("Ja.", "Yes."), tu("één", "one"), tu("Nee.", "No.")))).encode("latin-1"))
    reader = read_tmx(path, lenient=True)
    assert [unit.variants[0].text for unit in reader] == ["Ja.", "Nee."]
    (problem,) = reader.counts.problems
    assert (problem.line, problem.refused) == (5, True)
    assert problem.reason == "bytes that are not in the encoding that the file declares"


@pytest.mark.parametrize("bad", ["-0010101T000000Z", "20201301T000000Z", "yesterday", "20200101T250000Z"])
def test_a_date_that_is_none_is_left_out_and_said(tmp_path, bad):
    path = tmp_path / "m.tmx"
    path.write_text(tmx(tu(attributes=f'creationdate="{bad}"')))
    reader = read_tmx(path)
    assert next(reader).info.created is None
    assert [(problem.line, problem.detail, problem.refused) for problem in reader.counts.problems] == [(3, bad, False)]


@pytest.mark.parametrize("written_as", ["2020-01-02T03:04:05Z", "20200102T030405", "2020-01-02 03:04:05"])
def test_dates_of_other_forms_are_understood(tmp_path, written_as):
    path = tmp_path / "m.tmx"
    path.write_text(tmx(tu(attributes=f'changedate="{written_as}"')))
    assert next(read_tmx(path)).info.changed == "20200102T030405Z"


def test_a_tuid_that_comes_twice_is_kept_as_a_property_and_said(tmp_path):
    path = tmp_path / "m.tmx"
    path.write_text(tmx(tu("a", "b", 'tuid="1"') + tu("c", "d", 'tuid="1"')))
    reader = read_tmx(path)
    first, second = reader
    assert (first.tuid, second.tuid, second.info.props) == ("1", None, (Prop("x-duplicate-tuid", "1"),))
    assert reader.counts.repaired == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", "not well-formed"), ("hello", "not well-formed"), ("<html/>", "<tmx> element was expected")],
)
def test_what_is_no_tmx_is_refused(tmp_path, text, expected):
    path = tmp_path / "m.tmx"
    path.write_text(text)
    with pytest.raises(BadMemoryInput, match=expected):
        list(read_tmx(path))
    with pytest.raises(BadMemoryInput):
        list(read_tmx(path, lenient=True))


def test_a_damaged_gzip_file_is_refused(tmp_path):
    path = tmp_path / "m.tmx.gz"
    path.write_bytes(gzip.compress(tmx(tu() * 1000).encode())[:-40])
    with pytest.raises(BadMemoryInput, match="damaged or cut off"):
        list(read_tmx(path))


def test_a_header_without_its_attributes_is_completed():
    assert Header().complete("nl").get("srclang") == "nl"
    assert Header((("x-own", "1"),)).complete().props == (Prop("x-attribute-x-own", "1"),)
