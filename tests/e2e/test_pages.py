"""The coordinator's pages in a real browser."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.e2e.browser import SCREENSHOTS, TKIT, Served, project, served
from translate_kit.web.editor.pages import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Visit = Callable[..., Page]

TEXT = """De leider opende het werkkamp in 1972.

De leider opende het werkkamp in 1982.

Zie de bijlage.

Zie de bijlage.

Hij sprak over zelfredzaamheid.
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    place = tmp_path_factory.mktemp("pages")
    folder = project(place / "p", TEXT, name="tekst.txt")
    with served(folder, "--engine", "none") as running:
        visit = {"started": "2026-01-02T03:04:05Z", "active_ms": 14_000, "idle_ms": 60_000, "keystrokes": 40}
        running.api(
            "PUT",
            "/segments/1",
            {"target": "The leader opened the labour camp in 1973.", "effort": {**visit, "suggestions": ["machine"]}},
        )
        running.api("PUT", "/segments/3", {"target": "See the appendix.", "state": "reviewed"})
        running.api("PUT", "/segments/5", {"target": "He spoke about independence.", "state": "draft"})
        reference = place / "reference.txt"
        reference.write_text(
            "The leader opened the labour camp in 1972.\nThe leader opened the labour camp in 1982.\n"
            "See the appendix.\nSee the appendix.\nHe spoke about self-reliance.\n",
            encoding="utf-8",
        )
        against = ["--reference", str(reference)]
        for arguments in (against, against, []):
            command = [TKIT, "--project", str(folder), "score", *arguments]
            subprocess.run(command, check=True, capture_output=True)
        yield running


def opened(server: Served, visit: Visit, path: str, **how: object) -> Page:
    page = visit(server.way_in, **how)
    page.goto(f"{server.url}{path}")
    page.wait_for_selector("body[data-ready]")
    return page


@pytest.mark.parametrize("path", [path for path, _, _ in PAGES])
def test_a_page_names_each_script_that_it_loads(server: Served, visit: Visit, path: str) -> None:
    """So the browser asks for all at once; one that is found only in another costs a round more."""
    page = opened(server, visit, path)
    named = page.eval_on_selector_all("link[rel=modulepreload]", "links => links.map(link => link.href)")
    loaded = page.evaluate(
        "() => performance.getEntriesByType('resource').map(one => one.name).filter(name => name.endsWith('.js'))"
    )
    assert sorted(named) == sorted(set(loaded))
    assert len(named) > 1


def test_progress_is_counted_by_document_and_person(server: Served, visit: Visit) -> None:
    page = opened(server, visit, "/progress")
    row = page.locator("#documents tr")
    assert row.count() == 1
    assert "tekst.txt" in (row.text_content() or "")
    assert "ann" in (page.text_content("#people") or "")
    effort = page.text_content("#effort") or ""
    # 7 words in 14 seconds are 2 seconds a word: believable, and 1,800 words an hour.
    assert "1,800" in effort
    assert "machine 1" in effort


@pytest.mark.parametrize("format", ["po", "tmx", "xliff", "xliff2", "csv", "html", "translated"])
def test_each_export_has_a_link_that_gives_the_file(server: Served, visit: Visit, format: str) -> None:
    page = opened(server, visit, "/progress")
    labels = {"translated": "translated", "xliff2": "XLIFF 2", "csv": "CSV", "html": "HTML"}
    with page.expect_download() as download:
        page.click(f"#documents .links >> text={labels.get(format, format.upper())}")
    content = download.value.path().read_bytes()
    assert b"See the appendix." in content


def test_the_whole_project_is_checked_and_a_finding_waived(server: Served, visit: Visit) -> None:
    page = opened(server, visit, "/qa")
    page.click("#run")
    page.wait_for_selector("#said >> text=Done")
    page.wait_for_selector("#findings >> text=1973")
    before = page.locator("#findings tr").count()
    page.select_option("[name=severity]", "error")
    page.wait_for_function("n => document.querySelectorAll('#findings tr').length <= n", arg=before)
    page.select_option("[name=severity]", "")
    page.locator("#findings button").first.click()
    page.fill("#findings input", "The author asked for it")
    page.click("#findings >> button >> text=Waive")
    page.wait_for_function("n => document.querySelectorAll('#findings tr').length === n - 1", arg=before)
    page.check("[name=waived]")
    page.wait_for_selector("#findings >> text=The author asked for it")
    assert "The author asked for it" in (server.folder / "waivers.toml").read_text(encoding="utf-8")
    page.locator("#findings a").first.click()
    page.wait_for_selector(".row.open")


def test_the_analysis_gives_bands_and_the_same_as_the_command(server: Served, visit: Visit) -> None:
    page = opened(server, visit, "/analysis")
    page.click("#run")
    page.wait_for_selector("#result table")
    done = subprocess.run(
        [TKIT, "--project", str(server.folder), "analyse", "--json"], check=True, capture_output=True, text=True
    )
    total = json.loads(done.stdout)["total"]
    assert f"{total['words']:,}" in (page.text_content("#result") or "")
    assert "101 (in context)" in (page.text_content("#result") or "")
    for kind in ("xlsx", "csv"):
        with page.expect_download() as download:
            page.click(f"a[href$='.{kind}']")
        assert download.value.path().stat().st_size > 100


def test_the_analysis_is_priced_by_the_rate_card_of_the_project(server: Served, visit: Visit) -> None:
    (server.folder / "rates.toml").write_text("price_per_word = 0.5\nminimum = 900\n", encoding="utf-8")
    try:
        page = opened(server, visit, "/analysis")
        page.click("#run")
        page.wait_for_selector("#result >> text=With the minimum")
        assert "900.00 EUR" in (page.text_content("#result") or "")
    finally:
        (server.folder / "rates.toml").unlink()


def test_scores_are_drawn_over_time(server: Served, visit: Visit) -> None:
    page = opened(server, visit, "/scores")
    assert page.locator(".line-chart").count() >= 3
    assert page.locator("#runs tr").count() == 3
    titles = [title.partition(":")[0] for title in page.locator("figcaption").all_text_contents()]
    # What was measured against a reference and what was measured in post-edits make no line together.
    assert [title.split()[2] for title in titles if title.startswith("term accuracy, ")] == [
        "reference",
        "post-editing",
    ]
    assert "chrF2" in titles
    assert "|" in (page.text_content("#runs") or "")


def test_the_report_of_the_delivery_opens(server: Served, visit: Visit) -> None:
    page = opened(server, visit, "/progress")
    page.click("#make-report")
    page.click("#report-said >> a")
    page.wait_for_load_state()
    assert "words an hour" in page.content()


def test_the_links_of_reports_open_their_segment(server: Served, visit: Visit) -> None:
    page = visit(server.way_in)
    page.goto(f"{server.url}/segment/4")
    page.wait_for_selector(".row.open[data-id='4']")
    assert visit(server.way_in, quiet=True).goto(f"{server.url}/segment/99").status == 400  # type: ignore[union-attr]


def test_activity_says_who_did_what(server: Served, visit: Visit) -> None:
    server.api("POST", "/segments/2/lock", {"locked": True})
    page = opened(server, visit, "/activity")
    assert "lock" in (page.text_content("#activity") or "")
    assert "ann" in (page.text_content("#activity") or "")


def test_the_api_is_described(server: Served, visit: Visit) -> None:
    page = opened(server, visit, "/docs")
    text = page.text_content("#operations") or ""
    for path in server.api("GET", "/openapi.json")["paths"]:
        assert path in text


@pytest.mark.parametrize("path", ["/progress", "/qa", "/analysis", "/scores", "/activity", "/docs"])
@pytest.mark.parametrize(("size", "dark"), [((1400, 900), False), ((1400, 900), True), ((360, 740), False)])
def test_the_pages_have_no_barrier_and_fit(
    server: Served, visit: Visit, path: str, size: tuple[int, int], dark: bool
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(server, visit, path, width=size[0], height=size[1], dark=dark)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{path[1:]}-{size[0]}{'-dark' if dark else ''}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
