"""The QA report: every fact on the page, hostile text escaped, nothing loaded, the figures add up."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from glossary import CURATED, TermBase
from translate_kit.data import Finding, Origin, Segment, Severity, State
from translate_kit.qa import run_checks
from translate_kit.reports import findings_csv, findings_text, qa_html, qa_json
from translate_kit.reports.marked import Span, pieces
from translate_kit.reports.qa_report import QaReport

HOSTILE = "<script>alert(1)</script> \" onmouseover='x' & </style></title> {{ 7*7 }} <img src=x onerror=alert(2)>"
SEGMENTS = [
    Segment(
        id="a1", source="De eeuwige leider", target="The eternal leader", kind="heading", document="a.md",
        state=State.TRANSLATED, origin=Origin.PERSON,
    ),
    Segment(
        id="a2", source="Zelfredzaamheid telt 1,4 miljard woorden.", target="Autonomy counts 1.4 million words.",
        document="a.md", state=State.DRAFT, origin=Origin.MACHINE, origin_detail="argos nl→en 0.1 (embedded)",
    ),
    Segment(
        id="a3", source="De grote leider stierf.", target="The big leader died.", document="a.md",
        state=State.DRAFT, origin=Origin.MEMORY, origin_detail="memory.db, unit 7", match_score=96,
    ),
    Segment(id="b1", source="Niets.", target="", document="b.md"),
    Segment(id="b2", source=HOSTILE, target=HOSTILE, document="b.md", origin_detail=HOSTILE, kind=HOSTILE),
]  # fmt: skip
SCORES = [
    {"name": "BLEU", "score": 29.84, "signature": "nrefs:1|bs:1000|tok:13a", "ci_low": 23.7, "ci_high": 35.5},
    {"name": "TER", "score": 112.3, "signature": "case:lc", "ci_low": None, "ci_high": None},
]


@pytest.fixture(scope="module")
def report() -> QaReport:
    termbase = TermBase.load(CURATED)
    return QaReport.build(SEGMENTS, run_checks(SEGMENTS, termbase=termbase), termbase=termbase, scores=SCORES)


@pytest.fixture(scope="module")
def page(report: QaReport) -> str:
    return qa_html.render(report)


def text_of(page: str) -> str:
    return " ".join(html.fromstring(page).text_content().split())


def test_the_page_shows_each_segment_with_its_origin_and_state(page: str) -> None:
    articles = html.fromstring(page).xpath("//article")
    assert len(articles) == len(SEGMENTS)
    shown = [" ".join(article.text_content().split()) for article in articles]
    assert "heading translated Person" in shown[0]
    assert "Machine translation · argos nl→en 0.1 (embedded)" in shown[1]
    assert "Translation memory, 96% · memory.db, unit 7" in shown[2]
    assert "no translation" in shown[3]
    for article, segment in zip(articles, SEGMENTS, strict=True):
        source, target = article.xpath(".//div[contains(@class, 'text ')]")
        assert source.text_content().removeprefix("Source: ") == segment.source
        assert target.text_content().removeprefix("Target: ").replace("no translation", "") == segment.target


def test_the_page_marks_findings_and_terms_at_their_place(page: str) -> None:
    articles = html.fromstring(page).xpath("//article")
    assert articles[1].xpath(".//div[contains(@class, 'target')]//mark[contains(@class, 'finding')]/text()") == [
        "1.4 million"
    ]
    assert articles[0].xpath(".//div[contains(@class, 'target')]//mark[@class='term ok']/text()") == ["eternal leader"]
    forbidden = articles[2].xpath(".//li[@class='forbidden']")[0].text_content()
    assert "big leader" in forbidden
    assert "use" in forbidden
    assert "great leader" in forbidden


def test_each_finding_is_told_in_words_not_in_colour_alone(page: str, report: QaReport) -> None:
    listed = html.fromstring(page).xpath("//ul[@class='found']/li")
    assert len(listed) == len(report.findings)
    for item in listed:
        assert re.search(r"\b(error|warning|note)\b", item.text_content())


def test_summary_scores_and_engine_are_said(page: str, report: QaReport) -> None:
    text = text_of(page)
    errors, warnings, notes = report.by_severity().values()
    assert f"{errors} errors, {warnings} warning" in text
    assert "1.4 billion" in text
    assert "nrefs:1|bs:1000|tok:13a" in text
    assert "23.7–35.5" in text
    assert "112.3" in text
    assert "translate-kit models install nl en" in text
    assert "small model" in text
    assert "dprk.nl-en.csv" in text
    assert notes >= 0


def test_hostile_text_stays_text(page: str) -> None:
    tree = html.fromstring(page)
    assert len(tree.xpath("//script")) == 1
    assert not tree.xpath("//img")
    assert not tree.xpath("//*[@onmouseover or @onerror]")
    assert "49" not in tree.xpath("//article")[4].text_content()


def test_the_policy_allows_nothing_but_the_page_itself(page: str) -> None:
    tree = html.fromstring(page)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy
    for tag in ("style", "script"):
        (element,) = tree.xpath(f"//{tag}")
        digest = base64.b64encode(hashlib.sha256(element.text_content().encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not tree.xpath("//@style")
    assert not tree.xpath("//link | //*[@src] | //a[not(starts-with(@href, '#'))]")


def test_the_page_has_headings_in_order_and_names_its_parts(page: str) -> None:
    tree = html.fromstring(page)
    levels = [int(element.tag[1]) for element in tree.xpath("//h1 | //h2 | //h3")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(tree.xpath("//@aria-labelledby")) <= set(ids)
    assert tree.xpath("/html/@lang") == ["en"]
    assert set(tree.xpath("//article//div/@lang")) == {"nl", "en"}
    assert len(tree.xpath("//form//label")) == len(tree.xpath("//form//select | //form//input"))


def test_controls_and_overrides_are_made_visible() -> None:
    segment = Segment(id="1", source="a\x00b\u202ec", target="x\x1by")
    tree = html.fromstring(qa_html.render(QaReport.build([segment], [])))
    assert tree.xpath("//article")[0].text_content().count("\ufffd") == 3


def test_an_empty_report_says_so() -> None:
    text = text_of(qa_html.render(QaReport.build([], [])))
    assert "There are no segments." in text
    assert "Nothing found" in text


def test_json_has_the_same_facts_and_survives_a_round_trip(report: QaReport) -> None:
    value = json.loads(json.dumps(qa_json.render(report)))
    assert [segment["id"] for segment in value["segments"]] == [segment.id for segment in SEGMENTS]
    assert sum(len(segment["findings"]) for segment in value["segments"]) == len(report.findings)
    assert sum(value["summary"]["findings"].values()) == len(report.findings)
    assert sum(sum(counts.values()) for counts in value["summary"]["checks"].values()) == len(report.findings)
    assert sum(value["summary"]["origins"].values()) == len(SEGMENTS)
    assert value["summary"]["terms"]["matched"] == sum(len(segment["terms"]) for segment in value["segments"])
    assert value["scores"] == SCORES
    assert value["engine"]["models"] == ["argos nl→en 0.1 (embedded)"]
    (term, *_) = value["segments"][0]["terms"]
    assert (term["text"], term["verdict"], term["found"]) == ("eeuwige leider", "ok", "eternal leader")


def test_findings_as_json_have_the_documented_keys(report: QaReport) -> None:
    for finding in report.findings:
        value = qa_json.finding_value(finding)
        assert {"check", "severity", "segment", "message", "start", "end", "suggestion"} <= value.keys()
        assert value["severity"] in ("info", "warning", "error")


def test_an_installed_model_needs_no_apology() -> None:
    segment = Segment(id="1", source="Ja", target="Yes", origin=Origin.MACHINE, origin_detail="argos nl→en 1.4")
    report = QaReport.build([segment], [])
    assert report.models == ("argos nl→en 1.4",)
    assert report.engine_note == report.engine_command == ""


def test_the_date_is_written_out() -> None:
    from dataclasses import replace

    report = replace(QaReport.build([], []), generated=datetime(2026, 4, 5, 7, 8, tzinfo=UTC))
    assert "5 April 2026, 07:08 UTC" in text_of(qa_html.render(report))


def test_the_table_runs_no_formula_and_reads_back() -> None:
    segment = Segment(id="=1+1", source="-ja", target="=HYPERLINK(1)", document="@a")
    finding = Finding(check="c", severity=Severity.ERROR, segment="=1+1", message="+m", document="@a", suggestion="\tx")
    data = findings_csv.render([finding], [segment])
    assert data.startswith(b"\xef\xbb\xbf")
    header, row = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert header == list(findings_csv.COLUMNS)
    cells = dict(zip(header, row, strict=True))
    assert cells["severity"] == "error"
    for name in ("segment", "source", "target", "document", "message", "suggestion"):
        assert cells[name].startswith("'")


def test_lines_for_a_terminal_underline_the_place_and_carry_no_escapes() -> None:
    segment = Segment(id="1", source="a", target="\x1b[31mThe  cat\nsat.", document="a.md")
    finding = Finding(
        check="spaces", severity=Severity.WARNING, segment="1", message="Two.", start=8, end=10, document="a.md",
        suggestion=" x",
    )  # fmt: skip
    head, excerpt, underline = [line for _, line in findings_text.lines([finding], [segment])]
    assert head == "a.md:1: warning: Two. Write “ x”. [spaces]"
    assert excerpt.index("  cat") == underline.index("^^")
    assert "\x1b" not in head + excerpt + underline
    assert findings_text.summary([finding], 1) == "0 errors, 1 warning, 0 notes in 1 segment"


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(-2, 32), st.integers(-2, 32)), max_size=6))
def test_pieces_make_up_the_text_and_cover_each_span(text: str, places: list[tuple[int, int]]) -> None:
    spans = [Span(start, end, f"s{number}") for number, (start, end) in enumerate(places)]
    cut = pieces(text, spans)
    assert len("".join(piece.text for piece in cut)) == len(text)
    for number, (start, end) in enumerate(places):
        covered = sum(len(piece.text) for piece in cut if f"s{number}" in piece.classes.split())
        assert covered == (end - start if 0 <= start < end <= len(text) else 0)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_makes_a_page_with_one_script_and_its_text(source: str, target: str) -> None:
    segment = Segment(id="1", source=source, target=target)
    page = qa_html.render(QaReport.build([segment], run_checks([segment])))
    tree = html.fromstring(page)
    assert len(tree.xpath("//script")) == 1
    assert len(tree.xpath("//article")) == 1
