"""The editor in a real browser: what a translator does in a day, and what goes wrong in it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import playwright.sync_api as playwright
import pytest

from tests.e2e.browser import SCREENSHOTS, Served, project, served, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Visit = Callable[..., Page]

TEXT = """# De eeuwige leider

De leider opende het werkkamp in 1972.

De leider opende het werkkamp in 1982.

Zie de bijlage.

Hij sprak over zelfredzaamheid.

Zie de bijlage.

Er waren <b>drie</b> dorpen.

Zie de bijlage.
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    with served(project(tmp_path / "p", TEXT), "--engine", "none") as running:
        yield running


def ready(page: Page) -> Page:
    """The page with its first segment open."""
    page.wait_for_selector("body[data-ready]")
    return page


def write(page: Page, text: str) -> None:
    page.fill("#target-text", text)


def open_number(page: Page) -> int:
    return int(re.findall(r"\d+", page.text_content(".row.open .number") or "")[0])


def wait_saved(server: Served, segment: str, target: str) -> None:
    server.wait(segment, target=target)


def test_confirming_goes_on_to_the_next_segment_and_into_the_memory(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in))
    assert open_number(page) == 1
    write(page, "The eternal leader")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".row.open[data-id='2']")
    wait_saved(server, "1", "The eternal leader")
    row = server.api("GET", "/segments/1")
    assert (row["state"], row["origin"], row["revision"]) == ("translated", "person", 1)
    until(lambda: server.api("GET", "/concordance?q=eternal")["passages"])


def test_the_address_loses_its_token_and_no_other_address_opens_the_page(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in))
    assert "token" not in page.url
    other = visit(server.url, quiet=True)
    assert "translate-kit serve" in (other.text_content("main") or "")


def test_a_match_is_inserted_with_its_numbers_put_right(server: Served, visit: Visit) -> None:
    server.api("PUT", "/segments/2", {"target": "The leader opened the labour camp in 1972."})
    page = ready(visit(f"{server.way_in}#3"))
    page.goto(f"{server.url}/#3")
    page.click(".row[data-id='3']")
    page.wait_for_selector(".suggestions li >> text=1982")
    page.keyboard.press("Control+1")
    assert page.input_value("#target-text") == "The leader opened the labour camp in 1982."
    page.keyboard.press("Control+Enter")
    wait_saved(server, "3", "The leader opened the labour camp in 1982.")
    versions = server.api("GET", "/segments/3/revisions")
    assert versions[-1]["origin_detail"].startswith("memory 9")


def test_a_finding_is_shown_while_typing_and_fixed_with_a_click(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in))
    page.click(".row[data-id='2']")
    write(page, "The  leader opened the labour camp in 1973.")
    page.wait_for_selector(".findings li")
    fix = page.locator(".findings button", has_text="Write")
    before = page.locator(".findings li").count()
    fix.first.click()
    page.wait_for_function("n => document.querySelectorAll('.findings li').length < n", arg=before)


def test_repetitions_follow_and_come_back(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in))
    page.click(".row[data-id='4']")
    write(page, "See the appendix.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".toast >> text=2 repetitions follow")
    page.wait_for_selector(".row[data-id='6'] >> text=See the appendix.")
    page.click(".toast >> button >> text=Undo")
    page.wait_for_selector(".toast >> text=2 taken back")
    assert server.api("GET", "/segments/6")["target"] == ""
    assert server.api("GET", "/segments/4")["target"] == "See the appendix."


def test_repetitions_that_are_asked_about_wait_for_the_answer(server: Served, visit: Visit) -> None:
    server.api("PATCH", "/settings", {"propagation": "ask"})
    page = ready(visit(server.way_in))
    page.click(".row[data-id='4']")
    write(page, "See the appendix.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".toast >> text=2 other segments")
    assert server.api("GET", "/segments/6")["target"] == ""
    page.click(".toast >> button >> text=Fill them too")
    page.wait_for_selector(".row[data-id='8'] >> text=See the appendix.")


def test_what_was_saved_last_is_taken_back_and_done_again(server: Served, visit: Visit) -> None:
    server.api("PUT", "/segments/2", {"target": "First."})
    page = ready(visit(server.way_in))
    page.click(".row[data-id='2']")
    write(page, "Second.")
    page.keyboard.press("Control+Enter")
    wait_saved(server, "2", "Second.")
    page.keyboard.press("Control+Alt+z")
    wait_saved(server, "2", "First.")
    page.click(".toast >> button >> text=Redo")
    wait_saved(server, "2", "Second.")


def test_typing_is_undone_by_the_browsers_own_key_after_an_insertion(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in))
    write(page, "")
    page.keyboard.type("The leader")
    page.keyboard.press("Control+Insert")
    assert page.input_value("#target-text") == "De eeuwige leider"
    page.keyboard.press("Control+z")
    assert page.input_value("#target-text") == "The leader"


def test_the_case_of_a_word_goes_round(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in))
    write(page, "the leader")
    page.keyboard.press("End")
    seen = []
    for _ in range(3):
        page.keyboard.press("F3")
        seen.append(page.input_value("#target-text"))
    assert seen == ["the Leader", "the LEADER", "the leader"]


def test_missing_tags_and_terms_are_inserted_by_key(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in))
    page.click(".row[data-id='7']")
    write(page, "There were ")
    page.keyboard.press("Control+,")
    page.keyboard.type("three")
    page.keyboard.press("Control+,")
    assert page.input_value("#target-text") == "There were <b>three</b>"
    assert page.locator(".row.open .backdrop .chip").count() == 2
    page.click(".row[data-id='5']")
    page.wait_for_selector(".terms li")
    write(page, "He spoke about ")
    page.keyboard.press("Control+.")
    assert page.input_value("#target-text") == "He spoke about self-reliance"


def test_two_people_at_one_segment_lose_nothing(server: Served, visit: Visit) -> None:
    ann, bob = ready(visit(server.way_in, quiet=True)), ready(visit(server.way_in, quiet=True))
    for page, text in ((ann, "Ann's camp."), (bob, "Bob's camp.")):
        page.click(".row[data-id='2']")
        write(page, text)
    ann.keyboard.press("Control+Enter")
    wait_saved(server, "2", "Ann's camp.")
    bob.keyboard.press("Control+Enter")
    dialog = bob.locator("dialog[open]")
    dialog.wait_for()
    assert "Ann's camp." in (dialog.text_content() or "")
    assert "Bob's camp." in (dialog.text_content() or "")
    assert server.api("GET", "/segments/2")["target"] == "Ann's camp."
    dialog.get_by_text("Save mine as the next version").click()
    wait_saved(server, "2", "Bob's camp.")
    assert [one["target"] for one in server.api("GET", "/segments/2/revisions")] == ["Ann's camp.", "Bob's camp."]


def test_a_change_by_somebody_else_appears_by_itself(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in))
    server.api("PUT", "/segments/5", {"target": "He spoke about self-reliance."})
    page.wait_for_selector(".row[data-id='5'] >> text=He spoke about self-reliance.")


def test_a_crash_of_the_browser_loses_no_keystroke(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in))
    page.click(".row[data-id='2']")
    write(page, "")
    page.keyboard.type("Half a sent")
    page.wait_for_selector("#saved >> text=Typed text is kept")
    page.keyboard.type("ence")
    again = page.context.new_page()
    with contextlib.suppress(playwright.Error):
        # The page's process dies: none of its own events runs.
        page.goto("chrome://crash", timeout=2000)
    again.goto(f"{server.url}/#2")
    ready(again)
    assert again.input_value("#target-text") == "Half a sentence"
    # Another browser of the same person has what the server was told.
    other = visit(server.way_in)
    ready(other)
    other.click(".row[data-id='2']")
    other.wait_for_function("document.querySelector('#target-text').value.startsWith('Half a sent')")


def test_what_is_confirmed_while_the_server_is_away_is_sent_when_it_is_back(tmp_path: Path, visit: Visit) -> None:
    folder = project(tmp_path / "p", TEXT)
    with served(folder, "--engine", "none") as first:
        page = ready(visit(first.way_in, quiet=True))
        port = int(first.url.rpartition(":")[2])
        write(page, "The eternal leader")
        first.kill()
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#outbox:not([hidden])")
        page.wait_for_selector(".row.open[data-id='2']")
    with served(folder, "--engine", "none", port=port) as second:
        wait_saved(second, "1", "The eternal leader")
        page.wait_for_selector("#outbox[hidden]", state="attached")


def test_filters_and_find_and_replace(server: Served, visit: Visit) -> None:
    for segment, target in (("2", "The leader opened the camp in 1972."), ("3", "The leader opened the camp in 1982.")):
        server.api("PUT", f"/segments/{segment}", {"target": target})
    page = ready(visit(server.way_in))
    page.keyboard.press("Control+f")
    page.keyboard.type("werkkamp")
    page.wait_for_selector("#shown >> text=2 of 8")
    page.keyboard.press("Control+h")
    page.fill("#replace-find", "the camp")
    page.fill("#replace-with", "the labour camp")
    page.click("dialog >> button >> text=Show")
    page.wait_for_selector("dialog >> text=2 segments")
    page.locator("dialog .preview input").nth(1).uncheck()
    page.click("dialog >> button.primary")
    wait_saved(server, "2", "The leader opened the labour camp in 1972.")
    assert server.api("GET", "/segments/3")["target"] == "The leader opened the camp in 1982."
    page.click(".toast >> button >> text=Undo")
    wait_saved(server, "2", "The leader opened the camp in 1972.")


def test_the_review_view_shows_what_each_step_changed(server: Served, visit: Visit) -> None:
    server.api("PUT", "/segments/2", {"target": "The leader opened the camp.", "state": "draft"})
    server.api("PUT", "/segments/2", {"target": "The leader opened the labour camp.", "state": "translated"})
    server.api("PUT", "/segments/2", {"target": "The leader opened a labour camp.", "state": "reviewed"})
    page = ready(visit(server.way_in))
    page.click("#review")
    page.wait_for_selector(".row[data-id='2'] .step")
    steps = page.locator(".row[data-id='2'] .step")
    assert steps.count() == 2
    assert "labour" in (steps.nth(0).locator("ins").first.text_content() or "")
    assert steps.nth(1).locator("del").first.text_content() == "the"


def test_a_segment_is_split_and_joined_again(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in))
    page.click(".row[data-id='2']")
    page.click(".row.open details.menu summary")
    page.click(".row.open >> button >> text=Split…")
    page.evaluate("document.getElementById('split-source').setSelectionRange(17, 17)")
    page.click("dialog >> button >> text=Split")
    page.wait_for_selector("#shown >> text=9 segments")
    assert server.api("GET", "/segments/2")["source"] == "De leider opende"
    page.click(".row[data-id='2']")
    page.click(".row.open details.menu summary")
    page.click(".row.open >> button >> text=Join")
    page.wait_for_selector("#shown >> text=8 segments")
    assert server.api("GET", "/segments/2")["source"] == "De leider opende het werkkamp in 1972."


def test_comments_are_made_and_settled(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in))
    page.keyboard.press("Control+Alt+c")
    page.keyboard.type("Which leader?")
    page.click("#help >> button >> text=Comment")
    page.wait_for_selector(".comment-list >> text=Which leader?")
    page.click(".comment-list >> button >> text=Settled")
    page.wait_for_selector(".comment-list .resolved")


def test_a_visit_is_kept_with_its_keystrokes(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in))
    page.keyboard.type("The leader")
    page.keyboard.press("Control+Enter")
    wait_saved(server, "1", "The leader")
    until(lambda: any(one["segment"] == "1" for one in server.api("GET", "/effort")))
    [one] = [one for one in server.api("GET", "/effort") if one["segment"] == "1"]
    assert one["keystrokes"] == 10
    assert one["person"] == "ann"
    assert one["revision"] == 1


def test_hostile_text_is_shown_and_not_run(tmp_path: Path, visit: Visit) -> None:
    hostile = '<img src=x onerror="document.title=1"> <script>document.title=2</script> tekst'
    folder = project(tmp_path / "p", f"Eerst.\n\n{hostile}\n", name="tekst.txt")
    with served(folder, "--engine", "none") as running:
        running.api("PUT", "/segments/1", {"target": hostile})
        page = ready(visit(running.way_in, quiet=True))
        page.wait_for_selector(".row[data-id='2'] .source >> text=tekst")
        page.click(".row[data-id='2']")
        page.wait_for_selector(".row.open[data-id='2']")
        assert page.title().startswith("Editor")
        assert page.locator("#grid img, #grid script, #help img").count() == 0


def test_everything_works_from_the_keyboard(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in))
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".row.open[data-id='3']")
    assert page.evaluate("document.activeElement.id") == "target-text"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.wait_for_selector("dialog .keys")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    page.keyboard.press("Control+g")
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    page.wait_for_selector(".row.open[data-id='7']")


SIZES = {
    "wide-light": (1400, 900, False),
    "wide-dark": (1400, 900, True),
    "narrow-light": (360, 740, False),
    "narrow-dark": (360, 740, True),
}


@pytest.mark.parametrize("size", SIZES)
def test_the_editor_has_no_barrier_and_fits(server: Served, visit: Visit, size: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    server.api("PUT", "/segments/2", {"target": "The leader opened the  camp in 1973.", "state": "draft"})
    server.api("PUT", "/segments/4", {"target": "See the appendix."})
    server.api("POST", "/segments/2/comments", {"text": "Which one?"})
    width, height, dark = SIZES[size]
    page = ready(visit(server.way_in, width=width, height=height, dark=dark))
    page.click(".row[data-id='2']")
    if width < 600:
        # Where there is little room, what stands beside the segment is one line until somebody opens it.
        page.wait_for_selector(".toggler >> text=finding")
        page.keyboard.press("Control+Alt+h")
    page.wait_for_selector(".findings li")
    page.wait_for_timeout(300)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"editor-{size}.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert found.violations_count == 0, found.generate_report()
