"""Glossaries as workbooks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import Workbook, load_workbook

from glossary import BadGlossary, Concept, GlossaryError, Term, TermBase
from glossary.formats import parse, render
from glossary.formats import xlsx as module
from glossary.formats.rows import COLUMNS
from glossary.formats.xlsx import write_xlsx
from tests.glossary.bases import concept, en, nl
from tests.glossary.test_csv import CONCEPTS, in_order

LANGUAGES = {"source_language": "nl", "target_language": "en"}
HEADER = ("concept", "language", "term", "status", "created")


def book(*rows: Sequence[Any], **sheets: Sequence[Sequence[Any]]) -> bytes:
    """A workbook as Excel writes it: a sheet called Terms with rows, and further ones."""
    made = Workbook()
    first = made.active
    assert first is not None
    first.title = "Terms"
    for row in rows:
        first.append(list(row))
    for title, more in sheets.items():
        sheet = made.create_sheet(title)
        for row in more:
            sheet.append(list(row))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(data: bytes, name: str = "g.xlsx") -> list[Concept]:
    return parse(data, name=name, **LANGUAGES)


def repacked(data: bytes, **parts: bytes) -> bytes:
    """The workbook with other parts: name, `__` for a slash and `_` for the dot."""
    out = io.BytesIO()
    changed = {name.replace("__", "/").replace("_xml", ".xml"): content for name, content in parts.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {**dict.fromkeys(old.namelist()), **changed}:
            new.writestr(name, changed[name] if name in changed else old.read(name))
    return out.getvalue()


def test_our_columns_are_read_from_the_sheet_that_has_something_in_it() -> None:
    data = book(
        HEADER,
        ("leader", "nl", " leider ", None, datetime(2024, 5, 1)),
        (),
        ("# a comment",),
        ("leader", "en", "leader", "admitted", date(2024, 5, 2)),
        ("38", "nl", 38, "", datetime(2024, 5, 1, 12, 30)),
        ("38", "en", 38.5),
        Empty=(),
    )
    [leader, number] = read(data)
    assert [(term.text, term.status, dict(term.extra)) for term in leader.terms] == [
        ("leider", "preferred", {"created": "2024-05-01"}),
        ("leader", "admitted", {"created": "2024-05-02"}),
    ]
    assert [term.text for term in number.terms] == ["38", "38.5"]
    assert number.terms[0].extra == (("created", "2024-05-01T12:30:00"),)


def test_a_plain_list_is_read_with_and_without_a_header() -> None:
    for rows in ([("Dutch", "English", "Note")], []):
        [camp, leader] = read(book(*rows, ("werkkamp", "labour camp|prison camp", "x"), ("leider", "leader")))
        assert [term.text for term in camp.in_language("en")] == ["labour camp", "prison camp"]
        assert camp.terms[0].note == "x"
        assert leader.id == "leider"


def test_the_content_tells_a_workbook_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "terms.csv").write_bytes(book(("leider", "leader")))
    assert TermBase.load(tmp_path / "terms.csv").match("leiders")[0].targets == ("leader",)


@settings(max_examples=40, deadline=None)
@given(CONCEPTS)
def test_what_is_written_is_read_back(concepts: list[Concept]) -> None:
    assert in_order(read(write_xlsx(concepts))) == in_order(concepts)


@settings(max_examples=20, deadline=None)
@given(CONCEPTS)
def test_every_cell_is_text_and_none_is_a_formula(concepts: list[Concept]) -> None:
    written = load_workbook(io.BytesIO(write_xlsx(concepts)))
    assert written.sheetnames == ["Glossary"]
    for row in written["Glossary"].iter_rows():
        for cell in row:
            assert cell.data_type in ("s", "inlineStr", "n")
            assert cell.data_type != "n" or cell.value is None


def test_what_looks_like_a_formula_stays_text_after_it_was_edited() -> None:
    data = write_xlsx([concept(nl("=1+1"), en("@sum"))])
    sheet = load_workbook(io.BytesIO(data))["Glossary"]
    assert (sheet["D2"].value, sheet["D2"].data_type, sheet["D2"].quotePrefix) == ("=1+1", "s", True)
    assert (sheet["D3"].value, sheet["D3"].quotePrefix) == ("@sum", True)
    assert [cell.value for cell in sheet[1]][: len(COLUMNS)] == list(COLUMNS)


def test_other_formats_and_workbooks_hold_the_same() -> None:
    concepts = [concept(nl("leider", forms=("leiders",), note="=x"), en("leader"))]
    through_csv = read(render(read(render(concepts, "xlsx", **LANGUAGES)), "csv", **LANGUAGES), "g.csv")
    assert through_csv == concepts


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            [HEADER, ("a", "nl", "leider", "favourite")],
            "g.xlsx: sheet Terms, row 2: column status: 'favourite'; expected",
        ),
        ([HEADER, (), ("a", "nl", "x" * 10_000)], "g.xlsx: sheet Terms, row 3: column term: 10,000 characters"),
        ([HEADER, ("a", "nl")], "g.xlsx: sheet Terms, row 2: column term: empty"),
        ([HEADER, (None, "nl", "x")], "g.xlsx: sheet Terms, row 2: column concept: empty"),
        ([HEADER, ("a", "nl", "x", "", "soon")], "g.xlsx: sheet Terms, row 2: column created: 'soon' is no date"),
        ([HEADER, ("a", "nl", "x", "", "", "more")], "g.xlsx: sheet Terms, row 2: 6 cells, 5 expected"),
        ([("concept", "term"), ("a", "b")], "g.xlsx: sheet Terms, row 1: the column language is missing"),
        ([HEADER, ("a", "nl", "=1+1")], "g.xlsx: sheet Terms, row 2, column C: a formula (=1+1); text was expected"),
        ([HEADER, ("a", "nl", "#N/A")], "g.xlsx: sheet Terms, row 2, column C: an error of the spreadsheet (#N/A)"),
        ([("leider", "leader"), ("kamp",)], "g.xlsx: sheet Terms, row 2: 1 cell; expected source and target"),
        ([("source", "target")], "g.xlsx: sheet Terms: there are no terms in it, only a header"),
        ([], "g.xlsx: there is nothing in the workbook"),
    ],
)
def test_a_bad_row_is_refused_with_sheet_row_and_column(rows: list[Sequence[Any]], message: str) -> None:
    with pytest.raises(BadGlossary) as refused:
        read(book(*rows))
    assert str(refused.value).startswith(message)


def test_two_sheets_with_something_in_them_are_refused_so_that_nothing_is_lost() -> None:
    with pytest.raises(BadGlossary, match=r"g\.xlsx: there is something in 2 sheets \(Terms, Old\)"):
        read(book(HEADER, ("a", "nl", "x"), Old=(("b", "c"),)))


GOOD = book(("leider", "leader"))
BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (GOOD[:200], "g.xlsx: this is no XLSX workbook"),
        (b"PK\x03\x04 nothing", "g.xlsx: this is no XLSX workbook"),
        (b"leider,leader\n", "g.xlsx: this is no XLSX workbook"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"x" * 600, "g.xlsx: this is an old or an encrypted workbook"),
        (repacked(GOOD, xl__worksheets__sheet1_xml=BOMB), "xl/worksheets/sheet1.xml has a DTD"),
        (repacked(GOOD, xl__workbook_xml=BOMB.decode().encode("utf-16")), "xl/workbook.xml has a DTD"),
        (repacked(GOOD, xl__workbook_xml=b"<a"), "g.xlsx: this workbook cannot be read"),
        (repacked(GOOD, xl__worksheets__sheet1_xml=b"<a"), "g.xlsx: this workbook cannot be read"),
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(BadGlossary) as refused:
        read(data)
    assert message in str(refused.value)


def test_another_archive_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(BadGlossary, match="this is a ZIP archive and no XLSX workbook"):
        read(out.getvalue())


def test_a_workbook_that_unpacks_to_far_more_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 1_000_000)
    bomb = repacked(GOOD, xl__media__zeros_xml=b"0" * 2_000_000)
    assert len(bomb) < 20_000
    with pytest.raises(BadGlossary, match="unpacks to more than"):
        read(bomb)


def test_a_size_that_the_sheet_only_claims_is_not_believed() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    claimed = sheet.replace(b'<dimension ref="A1:B1"', b'<dimension ref="A1:XFD1048576"')
    assert claimed != sheet
    assert len(read(repacked(GOOD, xl__worksheets__sheet1_xml=claimed))) == 1


@pytest.mark.parametrize(
    ("term", "message"),
    [
        (
            nl("leider", note="x" * 40_000),
            "row 2, column note: 40,000 characters; a cell of a workbook has at most 32,767",
        ),
        (nl("lei\x07der"), "row 2, column term: there is a character that no workbook can hold"),
        (nl("lei\ud800der"), "row 2, column term: there is a character that no workbook can hold"),
    ],
)
def test_what_a_workbook_cannot_hold_is_refused_and_not_cut_off(term: Term, message: str) -> None:
    with pytest.raises(GlossaryError) as refused:
        write_xlsx([concept(term, id="x")])
    assert message in str(refused.value)
