"""`tm import`: what comes into a memory out of TMX, tables, PO and XLIFF, and what does not."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import Run
from tests.translate_kit.formats.strategies import segment_lists
from tm import Memory, TranslationUnit
from tm.errors import BadMemoryInput
from tm.match import Counts
from tm.tmx import write_tmx
from tm.unit import Prop
from translate_kit.data import Origin, Segment, State
from translate_kit.errors import BadInput
from translate_kit.formats import export_csv, export_po, export_tmx, export_xliff
from translate_kit.memory_sources import Reading, import_source, open_source

LANGUAGES = {"source_language": "nl", "target_language": "en"}

ARTICLE = [
    Segment(id="1", source="Eén.", target="One.", document="a.md", state=State.REVIEWED, note="let op"),
    Segment(id="2", source="Twee.", target="Two.", document="a.md", state=State.DRAFT, origin=Origin.MACHINE),
    Segment(id="3", source="Drie.", target="Three.", document="a.md", state=State.TRANSLATED),
    Segment(id="4", source="Vier.", document="a.md"),
    Segment(id="5", source="Vijf.", target="Fife.", document="a.md", state=State.REJECTED),
]

EXPORTS = {
    "a.tmx": lambda segments: export_tmx(segments, **LANGUAGES),
    "a.po": lambda segments: export_po(segments, **LANGUAGES),
    "a.xlf": lambda segments: export_xliff(segments, **LANGUAGES),
    "a.csv": lambda segments: export_csv(segments, **LANGUAGES),
    "a.tsv": lambda segments: export_csv(segments, **LANGUAGES, delimiter="\t"),
}


def taken(folder: Path, name: str, data: bytes | str, **how: Any) -> tuple[list[TranslationUnit], Counts]:
    """The units of a fresh memory into which one file was read."""
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    (folder / "m.db").unlink(missing_ok=True)
    reading = Reading(**how)
    with open_source(str(folder / name), reading) as source, Memory.open(folder / "m.db") as memory:
        counts = import_source(memory, source, reading)
        return list(memory.units()), counts


def texts(units: list[TranslationUnit]) -> list[tuple[str, ...]]:
    return [tuple(variant.text for variant in unit.variants) for unit in units]


@pytest.mark.parametrize("name", EXPORTS)
def test_only_what_somebody_confirmed_comes_in(tmp_path: Path, name: str) -> None:
    units, counts = taken(tmp_path, name, EXPORTS[name](ARTICLE))
    assert texts(units) == [("Eén.", "One."), ("Drie.", "Three.")]
    assert (units[0].following, units[1].previous, units[1].document) == ("Twee.", "Twee.", "a.md")
    assert units[0].info.notes[0].text == "let op"
    assert counts.reasons["a draft that nobody has confirmed"] == 1
    assert counts.reasons["a translation that was rejected"] == 1
    assert counts.reasons["not translated"] == (0 if name == "a.tmx" else 1)
    assert counts.read == counts.added + counts.merged + counts.refused


@pytest.mark.parametrize("name", EXPORTS)
def test_drafts_come_in_with_a_penalty_when_asked_for(tmp_path: Path, name: str) -> None:
    units, counts = taken(tmp_path, name, EXPORTS[name](ARTICLE), drafts=True)
    assert texts(units) == [("Eén.", "One."), ("Twee.", "Two."), ("Drie.", "Three.")]
    assert [unit.info.prop("x-penalty") for unit in units] == [None, "10", None]
    assert [unit.info.prop("x-state") for unit in units][:2] == ["reviewed", "draft"]
    assert counts.reasons["a translation that was rejected"] == 1
    with Memory.open(tmp_path / "m.db") as memory:
        (match,) = memory.lookup("Twee.")
        assert (match.score, match.kind) == (90, "exact")


@pytest.mark.parametrize("name", EXPORTS)
@settings(max_examples=25, deadline=None)
@given(segments=segment_lists)
def test_counts_add_up_and_every_confirmed_pair_is_kept(
    tmp_path_factory: pytest.TempPathFactory, name: str, segments: list[Segment]
) -> None:
    folder = tmp_path_factory.mktemp("m")
    units, counts = taken(folder, name, EXPORTS[name](segments))
    assert counts.read == counts.added + counts.merged + counts.refused
    assert len(units) == counts.added
    confirmed = {
        (segment.source, segment.target)
        for segment in segments
        if segment.state.confirmed and segment.source.strip() and segment.target.strip()
    }
    if name != "a.tmx":
        # What XML has no place for is an inline element in TMX, and no part of the text.
        assert set(texts(units)) == confirmed


def test_a_tmx_export_of_a_memory_with_drafts_comes_back_as_it_was(tmp_path: Path) -> None:
    taken(tmp_path, "a.po", EXPORTS["a.po"](ARTICLE), drafts=True)
    with Memory.open(tmp_path / "m.db") as memory:
        before = list(memory.units())
        write_tmx(tmp_path / "out.tmx", before, source_language="nl")
    units, counts = taken(tmp_path, "again.tmx", (tmp_path / "out.tmx").read_bytes())
    assert (units, counts.refused) == (before, 0)


@pytest.mark.parametrize(
    ("value", "kept"),
    [("Draft", 0), ("RejectedSignOff", 0), ("Translated", 1), ("ApprovedSignOff", 1), ("Unspecified", 1)],
)
def test_the_confirmation_level_of_studio_counts(tmp_path: Path, value: str, kept: int) -> None:
    unit = TranslationUnit.simple("Ja.", "Yes.", props=(Prop("x-ConfirmationLevel", value),))
    write_tmx(tmp_path / "given.tmx", [unit], source_language="nl")
    units, counts = taken(tmp_path, "m.tmx", (tmp_path / "given.tmx").read_bytes())
    assert (len(units), counts.refused) == (kept, 1 - kept)


def test_a_draft_that_was_confirmed_elsewhere_loses_its_penalty(tmp_path: Path) -> None:
    draft = TranslationUnit.simple("Ja.", "Yes.", props=(Prop("x-state", "draft"), Prop("x-penalty", "10")))
    confirmed = TranslationUnit.simple("Ja.", "Yes.", props=(Prop("x-state", "reviewed"),), note="n")
    for order in ([draft, confirmed], [confirmed, draft]):
        with Memory.open(tmp_path / f"{order[0].info.prop('x-state')}.db") as memory:
            assert memory.add(order).merged == 1
            assert memory.add(order).merged == 2
            (unit,) = memory.units()
            assert unit.info.props == (Prop("x-state", "reviewed"),)
            assert memory.lookup("Ja.")[0].score == 100


def test_of_two_drafts_the_smaller_penalty_stays(tmp_path: Path) -> None:
    units = [TranslationUnit.simple("Ja.", "Yes.", props=(Prop("x-penalty", points),)) for points in ("10", "5", "20")]
    with Memory.open(tmp_path / "m.db") as memory:
        memory.add(units)
        assert [unit.info.props for unit in memory.units()] == [(Prop("x-penalty", "5"),)]


def test_only_the_pair_comes_out_of_a_file_of_many_languages(tmp_path: Path) -> None:
    from tm.unit import Variant

    many = TranslationUnit(tuple(Variant(tag, (tag,)) for tag in ("fr", "nl-BE", "de", "en-GB")))
    lacking = TranslationUnit((Variant("nl", ("x",)), Variant("fr", ("y",))))
    write_tmx(tmp_path / "given.tmx", [many, lacking], source_language="nl")
    units, counts = taken(tmp_path, "m.tmx", (tmp_path / "given.tmx").read_bytes(), **LANGUAGES)
    assert texts(units) == [("nl-BE", "en-GB")]
    assert counts.reasons == {"not in nl and en": 1}


def test_one_english_is_no_pair_of_two(tmp_path: Path) -> None:
    write_tmx(tmp_path / "in.tmx", [TranslationUnit.simple("Ja.", "Yes.")], source_language="nl")
    data = (tmp_path / "in.tmx").read_bytes()
    units, counts = taken(tmp_path, "a.tmx", data, source_language="en-US", target_language="en-GB")
    assert (units, counts.reasons) == ([], {"not in en-US and en-GB": 1})


# tables


@pytest.mark.parametrize(
    ("name", "table", "pairs"),
    [
        ("a.tsv", 'Hij zei "ja".\tHe said "yes".\tmeer\n\nNee.\tNo.\r\n', [('Hij zei "ja".', 'He said "yes".')] * 1),
        ("a.csv", 'nl,en\n"Ja, hoor.","Yes, ""sir""."\n', [("Ja, hoor.", 'Yes, "sir".')]),
        ("a.csv", "source;target;note\nJa.;Yes.;n\n", [("Ja.", "Yes.")]),
        ("a.csv", "English,Dutch\nYes.,Ja.\n", [("Ja.", "Yes.")]),
        ("a.csv", "Ja.,Yes.\n", [("Ja.", "Yes.")]),
        ("a.csv", '"Twee\nregels.",Two lines.\n', [("Twee\nregels.", "Two lines.")]),
        ("a.tab", "target\tnote\tsource\nYes.\tn\tJa.\n", [("Ja.", "Yes.")]),
        ("a.tsv", "# een opmerking\nJa.\tYes.\n", [("Ja.", "Yes.")]),
    ],
)
def test_tables_of_other_tools(tmp_path: Path, name: str, table: str, pairs: list[tuple[str, str]]) -> None:
    units, counts = taken(tmp_path, name, table)
    assert texts(units)[: len(pairs)] == pairs
    assert counts.refused == 0


def test_a_table_says_who_and_when(tmp_path: Path) -> None:
    table = "source,target,author,date,document,context\nJa.,Yes.,ann,2024-01-02,a.md,k\n"
    ((unit,), _) = taken(tmp_path, "a.csv", table)
    assert (unit.info.created, unit.info.created_by) == ("20240102T000000Z", "ann")
    assert (unit.document, unit.key, unit.previous, unit.following) == ("a.md", "k", "", "")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_says_the_encoding_of_a_table(tmp_path: Path, encoding: str) -> None:
    assert texts(taken(tmp_path, "a.tsv", "één\tone\n".encode(encoding))[0]) == [("één", "one")]


def test_an_encoding_can_be_named_and_a_table_packed(tmp_path: Path) -> None:
    data = gzip.compress("één\tone\n".encode("latin-1"))
    assert texts(taken(tmp_path, "a.tsv.gz", data, encoding="latin-1")[0]) == [("één", "one")]


BROKEN = {
    "a row without a target": ("a.tsv", b"a\tb\nc\nd\te\n", "a row of 1 cells where source and target with a tab"),
    "other bytes": ("a.tsv", b"a\tb\n\xe9\tc\nd\te\n", "bytes that are not UTF-8"),
    "text after a quote": ("a.csv", b'a,b\n"c"d,x\nd,e\n', "a row that is no CSV"),
    "a line without an end": ("a.tsv", b"a\tb\n" + b"x" * 5_000_000 + b"\nd\te\n", "a line of more than"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_row_stops_the_import_unless_lenient(tmp_path: Path, what: str) -> None:
    name, data, reason = BROKEN[what]
    with pytest.raises(BadInput, match=rf"{name}:2: .*{reason}.*--lenient"):
        taken(tmp_path, name, data)
    with Memory.open(tmp_path / "m.db") as memory:
        assert memory.stats()["units"] == 0
    units, counts = taken(tmp_path, name, data, lenient=True)
    assert texts(units) == [("a", "b"), ("d", "e")]
    (problem,) = counts.problems
    assert (problem.line, problem.unit, problem.refused) == (2, 2, True)
    assert reason in problem.reason


def test_an_unclosed_quote_takes_no_more_than_a_cell(tmp_path: Path) -> None:
    data = b'a,b\n"c,d\n' + b"e,f\n" * 300_000
    with pytest.raises(BadInput, match="no CSV"):
        taken(tmp_path, "a.csv", data)
    units, counts = taken(tmp_path, "a.csv", data, lenient=True)
    assert counts.refused == 1
    assert texts(units) == [("a", "b"), ("e", "f")]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.tsv", b"", "empty"),
        ("a.csv", b"\n \n", "empty"),
        ("a.tsv", "één\tone\n".encode("utf-16")[:-1], "this is not UTF-16"),
        ("a.tsv.gz", gzip.compress(b"a\tb\n" * 10_000)[:-30], "damaged or cut off"),
        ("a.doc", b"x", "TMX, PO, XLIFF or a table was expected"),
        ("a.xlf", b"<xliff", "well-formed"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        taken(tmp_path, name, data, lenient=True)


def test_an_unknown_encoding_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="unknown encoding 'klingon'"):
        taken(tmp_path, "a.tsv", b"a\tb\n", encoding="klingon")


def test_a_file_in_other_languages_than_was_said_is_refused(tmp_path: Path) -> None:
    data = export_xliff(ARTICLE, source_language="nl", target_language="fr")
    with pytest.raises(BadInput, match=r"a\.xlf: the file says that it is in fr, and en was asked for"):
        taken(tmp_path, "a.xlf", data, target_language="en")
    assert taken(tmp_path, "a.xlf", data)[0][0].variants[1].language == "fr"
    assert taken(tmp_path, "a.xlf", data, target_language="fr-CA")[0][0].variants[1].language == "fr"


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["a.tsv", "a.csv"]))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str) -> None:
    folder = tmp_path_factory.mktemp("m")
    try:
        _, counts = taken(folder, name, data, lenient=True)
    except (BadInput, BadMemoryInput):
        return
    assert counts.read == counts.added + counts.merged + counts.refused


# the command


def test_the_command_reads_all_kinds_and_standard_input(tkit: Run, tmp_path: Path) -> None:
    for name, export in EXPORTS.items():
        (tmp_path / name).write_bytes(export(ARTICLE))
    reports = json.loads(tkit("tm", "import", *EXPORTS, "--memory", "m.db", "--json").stdout)
    assert [report["file"] for report in reports] == list(EXPORTS)
    assert all(report["read"] == report["added"] + report["merged"] + report["refused"] for report in reports)
    done = tkit("tm", "import", "-", "--memory", "n.db", "--drafts", stdin=EXPORTS["a.po"](ARTICLE))
    assert "<stdin>: 5 read, 3 added, 0 merged, 2 refused" in done.stderr
    done = tkit("tm", "import", "-", "--memory", "n.db", stdin="Ja;Yes\n", code=3)
    assert "<stdin>: neither its name nor its content" in done.stderr
    tkit("tm", "import", "-", "--memory", "n.db", "--format", "csv", stdin="Ja;Yes\n")
    done = tkit("tm", "import", "-", "--memory", "n.db", stdin='<tmx version="1.4"><body><tu>', code=3)
    assert done.stderr.startswith("error: <stdin>:1: this is not well-formed TMX")


def test_no_memory_is_made_when_one_of_the_files_is_none(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("a\tb\n")
    (tmp_path / "b.doc").write_text("x")
    tkit("tm", "import", "a.tsv", "b.doc", "--memory", "m.db", code=3)
    assert not (tmp_path / "m.db").exists()


def test_what_a_po_file_lacks_is_said_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Een"\nmsgstr "One"\n\n#, fuzzy\nmsgid "Twee"\nmsgstr "To"\n\n'
        'msgid ""\n"Drie "\n"en meer"\nmsgstr ""\n',
        encoding="utf-8",
    )
    with Memory.open(str(tmp_path / "m.db")) as memory, open_source(str(tmp_path / "a.po"), Reading()) as source:
        counts = import_source(memory, source, Reading())
    assert [(problem.line, problem.reason) for problem in counts.problems] == [
        (7, "a draft that nobody has confirmed"),
        (11, "not translated"),
    ]
