"""The delivery report: its figures are those of the project, a client's eyes are safe, and it prints on A4."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import html

from glossary import CURATED, TermBase
from tests.conftest import Run as Command
from tm import Memory, TranslationUnit
from translate_kit.analysis import RateCard
from translate_kit.data import State
from translate_kit.delivery import delivery
from translate_kit.errors import BadInput
from translate_kit.project import Project
from translate_kit.project.scores import keep
from translate_kit.qa.catalogue import CHECKS
from translate_kit.reports.delivery import Delivery, value
from translate_kit.reports.delivery_html import render
from translate_kit.scoring.figure import Score
from translate_kit.scoring.history import Run
from translate_kit.waivers import Waiver, Waivers

HOSTILE = "<script>alert(1)</script>\u202e\" onload='x'"
TEXT = (
    "# De eeuwige leider\n\nDe leider sprak in 1994. China telt 1,4 miljard inwoners. Ja!\n\n"
    "De leider sprak in 1994.\n\nNiemand zei iets over de grote leider van het land.\n"
)
CARD = RateCard(name="test", price_per_word=Decimal("0.5"))
WAIVED = Waiver(check="end-punctuation", reason=f"House style. {HOSTILE}", source="Ja!")


@pytest.fixture
def project(tkit: Command, tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text(TEXT, encoding="utf-8")
    tkit("init", "p")
    with Memory.open(tmp_path / "p" / "memory.db") as memory:
        memory.add(
            [
                TranslationUnit.simple("De leider sprak in 1994.", "The leader spoke in 1994."),
                TranslationUnit.simple("Niemand zei iets over de grote leider van dat land.", "Nobody said anything."),
            ]
        )
    tkit("add", "a.md", "--project", "p")
    tkit("translate", "--engine", "none", "--project", "p")
    with Project(tmp_path / "p") as opened:
        targets = {
            "De eeuwige leider": "The eternal leader",
            "China telt 1,4 miljard inwoners.": "China has 1.4 million inhabitants.",
            "Ja!": "Yes",
            "De leider sprak in 1994.": "The leader spoke in 1994.",
        }
        for segment in opened.segments():
            if segment.source in targets:
                opened.edit(segment.id, target=targets[segment.source], state=State.TRANSLATED)
    return tmp_path / "p"


@pytest.fixture
def deliver(project: Path) -> Callable[..., Delivery]:
    def made(**settings: object) -> Delivery:
        arguments = {"card": CARD, "waivers": Waivers([WAIVED]), **settings}
        with Project(project) as opened:
            return delivery(opened, termbase=TermBase.load(CURATED), checks=CHECKS, **arguments)  # type: ignore[arg-type]

    return made


def text_of(page: str) -> str:
    return " ".join(html.fromstring(page).xpath("//body")[0].text_content().split())


def test_the_figures_are_those_of_the_project(deliver: Callable[..., Delivery]) -> None:
    found = value(deliver())
    assert found["states"] == {"translated": 5, "draft": 1}
    assert found["segments"] == 6
    assert found["findings"]["error"] >= 1
    assert found["checks"]["numbers"]["error"] == 1
    assert [(one["check"], one["reason"]) for one in found["waived"]] == [("end-punctuation", WAIVED.reason)]
    assert found["checks"]["end-punctuation"]["waived"] == 1
    assert "tags" in found["checks_without_findings"]
    assert found["checks_with_nothing_to_look_at"] == []
    told = (*found["checks"], *found["checks_without_findings"])
    assert sorted(told) == sorted(check.id for check in CHECKS)
    assert found["terms"]["matched"] > 0
    assert found["memories"] == ["memory.db"]


def test_what_had_nothing_to_look_at_is_not_said_to_have_found_nothing(tkit: Command, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("De leider sprak in 1994.\n\nJa!\n", encoding="utf-8")
    tkit("init", "new")
    tkit("add", "a.md", "--project", "new")

    def delivered() -> Delivery:
        with Project(tmp_path / "new") as opened:
            return delivery(opened, termbase=TermBase.load(CURATED), checks=CHECKS)

    found = delivered()
    assert value(found)["checks_without_findings"] == []
    assert "No segment has a translation yet" in text_of(render(found))
    assert "Nothing found by" not in text_of(render(found))
    with Project(tmp_path / "new") as opened:
        opened.edit(opened.segments()[1].id, target="Yes!", state=State.TRANSLATED)
    found = delivered()
    page = text_of(render(found))
    assert "looked at the 1 segment of 2 that has a translation" in page
    # No term of the glossary is in a source that is translated.
    assert "Nothing to look at for: Forbidden term," in page
    assert {"numbers", "tags"} <= set(value(found)["checks_without_findings"])
    idle = value(found)["checks_with_nothing_to_look_at"]
    assert idle
    assert all(name.startswith("term-") for name in idle)


def test_matches_are_those_that_the_drafts_were_made_from(deliver: Callable[..., Delivery]) -> None:
    found = deliver()
    bands = {band: volume.segments for band, volume in found.analysis.total.volumes.items() if volume.segments}
    # The project's memory knows by now what was confirmed; then everything would be a match in context.
    assert bands == {"100": 1, "repetition": 1, "95-99": 1, "new": 3}
    weighted = sum(float(CARD.weighted(one.band, one.volume.words)) for one in found.analysis.judged)
    assert found.saved_words == pytest.approx(found.words - weighted)
    assert found.analysis.total_price == sum(
        (CARD.money(CARD.weighted(band, one.words)) or 0) for band, one in found.analysis.total.volumes.items()
    )


def test_the_page_says_what_is_open_and_what_it_costs(deliver: Callable[..., Delivery]) -> None:
    found = deliver(title="Annual report", client="Client A")
    page = text_of(render(found))
    assert "Delivery report for Client A" in page
    assert "Annual report" in page
    assert re.search(r"1 error and \d+ warnings? are open\. 1 of 6 segments is not confirmed", page)
    assert f"{found.analysis.total_price:,} EUR" in page
    assert "House style." in page
    assert "HTER" in page
    assert "the least that is charged" not in page
    card = replace(CARD, minimum=Decimal(500))
    assert "500.00 EUR, the least that is charged." in text_of(render(deliver(card=card)))


def test_a_reader_who_may_not_see_prices_sees_none(deliver: Callable[..., Delivery]) -> None:
    found = deliver(prices=False)
    assert "EUR" not in render(found)
    told = json.dumps(value(found))
    assert "price" not in told
    assert "EUR" not in told


def test_a_finished_delivery_is_called_ready(deliver: Callable[..., Delivery]) -> None:
    found = deliver()
    done = tuple(replace(segment, state=State.FINAL) for segment in found.segments)
    page = text_of(render(replace(found, qa=replace(found.qa, segments=done, findings=()))))
    assert "Ready. Every segment is confirmed" in page


def test_one_document_can_be_delivered_and_an_unknown_one_not(deliver: Callable[..., Delivery]) -> None:
    assert [row.name for row in deliver(documents=("a.md",)).documents()] == ["a.md"]
    with pytest.raises(BadInput, match=r"no document 'b\.md'"):
        deliver(documents=("b.md",))


def run(score: float, day: int, **settings: object) -> Run:
    scores = (Score("chrF2", score, "nrefs:1", score - 2, score + 2), Score("TER", 90 - score, "case:lc"))
    return Run(measured=f"2026-11-{day:02}T10:00:00Z", scores=scores, segments=6, **settings)  # type: ignore[arg-type]


def test_scores_have_intervals_and_measurements_are_drawn(deliver: Callable[..., Delivery]) -> None:
    runs = [run(50, 1), run(48, 2), run(56.5, 3)]
    page = render(replace(deliver(), quality=runs[-1], history=runs))
    tree = html.fromstring(page)
    assert "54.5–58.5" in text_of(page)
    first, second = tree.xpath("//figure")
    assert "chrF2 +6.5" in " ".join(first.text_content().split())
    assert first.xpath(".//span[@class='ok-text']/text()") == ["+6.5"]
    assert second.xpath(".//span[@class='ok-text']/text()") == ["-6.5"], "a lower TER is better"
    points = [tuple(map(float, point.split(","))) for point in first.xpath(".//polyline/@points")[0].split()]
    heights = [y for _, y in points]
    assert heights[2] < heights[0] < heights[1]
    assert all(0 <= x <= 320 and 0 <= y <= 72 for x, y in points)
    assert first.xpath("count(.//polygon)") == 1
    assert second.xpath("count(.//polygon)") == 0


def test_what_was_measured_over_other_documents_says_nothing_about_these(
    project: Path, deliver: Callable[..., Delivery]
) -> None:
    with Project(project) as opened:
        keep(opened.store, run(50, 1, documents=("a.md", "b.md")))
    assert deliver(documents=("a.md",)).quality is None
    assert deliver().quality is not None
    with Project(project) as opened:
        keep(opened.store, run(60, 2, documents=("a.md",)))
    quality = deliver(documents=("a.md",)).quality
    assert quality is not None
    assert quality.scores[0].score == 60


def test_one_measurement_is_no_trend(deliver: Callable[..., Delivery]) -> None:
    page = render(replace(deliver(), quality=run(50, 1), history=[run(50, 1)]))
    assert not html.fromstring(page).xpath("//figure")
    assert "48.0–52.0" in text_of(page)


def test_hostile_text_stays_text(deliver: Callable[..., Delivery]) -> None:
    page = render(deliver(title=HOSTILE, client=HOSTILE))
    tree = html.fromstring(page)
    assert not tree.xpath("//script | //*[@onload] | //img | //link | //iframe")
    assert "alert(1)" in tree.xpath("//h1")[0].text_content()
    assert "\u202e" not in page


def test_the_page_loads_and_runs_nothing(deliver: Callable[..., Delivery]) -> None:
    page = render(deliver())
    policy = html.fromstring(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//|url\(|@import", page)
    assert not html.fromstring(page).xpath("//*[@style]"), "the policy forbids styles in attributes"


@pytest.mark.skipif(shutil.which("chromium") is None or shutil.which("pdftotext") is None, reason="no Chromium, no PDF")
def test_it_prints_on_a4_with_everything_on_it(deliver: Callable[..., Delivery], tmp_path: Path) -> None:
    runs = [run(50, 1), run(56.5, 3)]
    found = replace(
        deliver(title="Annual report"), quality=runs[-1], history=runs, generated=datetime(2026, 11, 28, tzinfo=UTC)
    )
    (tmp_path / "delivery.html").write_text(render(found), encoding="utf-8")
    browser = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    subprocess.run(
        [*browser, "--no-pdf-header-footer", "--print-to-pdf=delivery.pdf", "delivery.html"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    info = subprocess.run(["pdfinfo", tmp_path / "delivery.pdf"], capture_output=True, text=True, check=True).stdout
    assert "(A4)" in info
    told = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "delivery.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    words = " ".join(told.split())
    for wanted in (
        "Annual report",
        "28 November 2026",
        "Match savings and effort",
        "54.5–58.5",
        "House style",
        "chrF2",
    ):
        assert wanted in words, wanted
    # A table that is wider than the paper would lose its last column.
    assert re.search(r"Band\s+Words\s+Share\s+Weight\s+Weighted", told)


# the command


def test_the_command_writes_the_page_and_the_same_figures_as_json(tkit: Command, project: Path) -> None:
    (project / "waivers.toml").write_text(
        '[[waiver]]\ncheck = "end-punctuation"\nreason = "House style."\nsource = "Ja!"\n', encoding="utf-8"
    )
    (project / "rates.toml").write_text("price_per_word = 0.5\n", encoding="utf-8")
    options = ("--project", "p", "--rate-card", "p/rates.toml")
    done = tkit("report", *options, "--title", "Annual report", "--out", "d.html")
    assert "d.html written" in done.stderr
    page = text_of((project.parent / "d.html").read_text("utf-8"))
    told = json.loads(tkit("report", *options, "--json").stdout)
    assert told["waived"][0]["reason"] == "House style."
    assert told["analysis"]["total"]["price_with_minimum"] in page
    assert "EUR" not in tkit("report", *options, "--no-prices").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--document", "none.md"), 3, "no document 'none.md'"),
        (("--rate-card", "none.toml"), 3, "no such file"),
        (("--waivers", "none.toml"), 3, "no such file"),
        (("--out", "none/d.html"), 2, "cannot be written"),
    ],
)
def test_bad_input_ends_with_its_code(
    tkit: Command, project: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    assert message in tkit("report", "--project", project.name, *arguments, code=code).stderr


def test_without_a_project_there_is_nothing_to_report(tkit: Command) -> None:
    assert "no project here" in tkit("report", code=4).stderr
