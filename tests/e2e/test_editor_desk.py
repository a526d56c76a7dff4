"""The editor as somebody uses it all day: links, terms, tags, review, two windows, an ended session, little room."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.browser import SCREENSHOTS, TKIT, Served, project, served

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    Visit = Callable[..., Page]

TEXT = """# De **eeuwige** leider

De leider opende het werkkamp in 1972.

De leider opende het werkkamp in 1982.

Hij sprak over zelfredzaamheid in Pyongyang.

Lees de [bijlage](https://example.org/b "Bijlage") en **alle** regels van {naam}.

Er waren <b>drie</b> dorpen.

Zie de bijlage.

Klik op Opslaan.

Zie de bijlage.

Het was laat. Wij gingen naar huis.
"""
NUMBER, TERM, TAGS, BOLD, SAVE, PAIR = "2", "4", "5", "6", "8", "10"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    with served(project(tmp_path / "p", TEXT), "--engine", "none") as running:
        yield running


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """For tests that change nothing."""
    with served(project(tmp_path_factory.mktemp("shared") / "p", TEXT), "--engine", "none") as running:
        yield running


def ready(page: Page, segment: str = "") -> Page:
    page.wait_for_selector("body[data-ready]")
    if segment:
        page.click(f".row[data-id='{segment}'] .source")
        page.wait_for_selector(f".row.open[data-id='{segment}']")
        page.wait_for_function("() => !document.querySelector('#part-terms + .part-body').textContent.startsWith('…')")
    return page


def wait(server: Served, segment: str, target: str) -> None:
    server.wait(segment, target=target)


def value(page: Page, text: str) -> None:
    page.wait_for_function("text => document.querySelector('#target-text').value === text", arg=text)


# the list


def test_a_link_shows_the_same_list(server: Served, visit: Visit) -> None:
    server.api("PUT", "/segments/2", {"target": "The leader opened the camp.", "state": "draft"})
    server.api("PUT", "/segments/3", {"target": "The leader opened the camp.", "state": "translated"})
    page = ready(visit(server.way_in))
    page.click("#filters-more summary")
    page.check("[name=state][value=draft]")
    page.select_option("[name=where]", "target")
    page.fill("#filter-text", "leader")
    page.wait_for_url("**text=leader**")
    page.wait_for_selector("#shown >> text=1 of 11 segments")
    link = page.url
    assert "state=draft" in link
    other = page.context.new_page()
    other.goto(link)
    ready(other)
    assert other.text_content("#shown") == "1 of 11 segments"
    assert other.input_value("#filter-text") == "leader"
    other.click("#filters-more summary")
    other.click("#filters-more >> button >> text=Clear")
    other.wait_for_selector("#shown >> text=11 segments")
    assert "state" not in other.url


def test_the_states_are_counted_and_each_shows_its_segments(server: Served, visit: Visit) -> None:
    server.api("PUT", "/segments/2", {"target": "The leader.", "state": "draft"})
    page = ready(visit(server.way_in))
    page.wait_for_selector("#states button:has-text('new 10')")
    page.click("#states button:has-text('draft 1')")
    page.wait_for_selector("#shown >> text=1 of 11 segments")
    assert page.get_attribute("#states button[value=draft]", "aria-pressed") == "true"
    page.click("#states button[value=draft]")
    page.wait_for_selector("#shown >> text=11 segments")


def test_a_comment_is_new_until_somebody_has_seen_it(server: Served, visit: Visit) -> None:
    server.api("POST", f"/segments/{SAVE}/comments", {"text": "Which button?"})
    page = ready(visit(server.way_in))
    assert page.get_attribute(f".row[data-id='{SAVE}'] .comments", "aria-label") == "1 open comment, new to you"
    ready(page, SAVE)
    page.wait_for_selector(".comment-list >> text=Which button?")
    page.wait_for_selector(f".row[data-id='{SAVE}'] .comments:not(.unread)")
    page.reload()
    ready(page)
    assert page.locator(f".row[data-id='{SAVE}'] .comments.unread").count() == 0


def test_a_comment_that_is_being_written_stays_while_others_are_settled(server: Served, visit: Visit) -> None:
    server.api("POST", f"/segments/{SAVE}/comments", {"text": "Which button?"})
    page = ready(visit(server.way_in), SAVE)
    page.wait_for_selector(".comment-list li")
    page.fill("#help textarea", "The one below")
    page.focus(".comment-list button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".comment-list .resolved")
    assert page.input_value("#help textarea") == "The one below"
    assert page.evaluate("document.activeElement.textContent") == "Open again"
    page.click("#help form button:text-is('Comment')")
    page.wait_for_selector(".comment-list >> text=The one below")
    assert page.input_value("#help textarea") == ""


def test_a_split_in_another_window_is_shown(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in))
    server.api("POST", f"/segments/{NUMBER}/split", {"at": 17})
    page.wait_for_selector("#shown >> text=12 segments")
    server.api("POST", f"/segments/{NUMBER}/join", {})
    page.wait_for_selector("#shown >> text=11 segments")


# terms and tags


def test_terms_of_the_source_are_reached_by_key(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in), TERM)
    page.fill("#target-text", "He spoke about ")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    card = page.locator(".card", has_text="self-reliance")
    card.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.card') !== null")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "zelfredzaamheid"
    page.keyboard.press("Enter")
    value(page, "He spoke about self-reliance")
    assert card.count() == 0
    page.hover(".row.open .term")
    card.wait_for()
    page.mouse.move(5, 5)
    card.wait_for(state="detached")


def test_whoever_is_at_a_term_stays_there_when_the_checks_are_done(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in), TERM)
    page.wait_for_selector(".row.open .term")
    held: list[Route] = []
    page.route("**/check", lambda route: held.append(route))
    with page.expect_request("**/check"):
        page.fill("#target-text", "He spoke about Pyongyang")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.locator(".card", has_text="self-reliance").wait_for()
    held.pop().continue_()
    page.wait_for_selector(".row.open .term.missing")
    assert page.evaluate("document.activeElement.textContent") == "zelfredzaamheid"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.card') !== null")


def test_mark_up_of_markdown_is_chips_and_what_is_missing_is_offered(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in), TAGS)
    chips = page.locator(".row.open .source .chip").all_text_contents()
    assert "".join(chips) == '[](https://example.org/b "Bijlage")****{naam}'
    page.fill("#target-text", "Read the [annex](https://example.org/b)")
    missing = page.locator(".tagbar button")
    # The title of a link may be translated, its address is there.
    assert missing.all_text_contents() == ["**", "**", "{naam}"]
    page.fill("#target-text", "all")
    page.press("#target-text", "Control+a")
    for _ in range(2):
        missing.first.click()
    page.fill("#target-text", "Read [the annex](https://example.org/b 'Annex') and **all** rules of {naam}. <u>")
    page.wait_for_selector(".tagbar >> text=not in the source")
    assert page.locator(".tagbar .chip").all_text_contents() == ["<u>"]


MARKED = [
    'Zie [de **bijlage**](https://example.org/a_(b) "Titel") en ![een plaatje](x.png).',
    "Klik op `code **x**`, op ``twee ` ticks``, of op <https://example.org>.",
    'Er waren <b class="x">drie</b> dorpen<br/> en <ph id="1"/> {0} van {{naam}} en %s, %(aantal)d, ${x}, 5% korting.',
    "Een *schuine* _tekst_, een ~~fout~~, een snake_case_naam en een voetnoot[^1].",
    "2 * 3 * 4 is geen nadruk, en 3*4 ook niet.",
    "Mail naar https://example.org/pad?x=1. Of www.example.org!",
    "Losse **sterren en [haken] en een < b dan.",
]


@pytest.mark.parametrize("text", MARKED)
def test_chips_are_what_the_translation_by_machine_keeps(shared: Served, visit: Visit, text: str) -> None:
    from translate_kit.mt.markup import Mark, parse

    def flat(marks: tuple[Mark, ...] | list[Mark]) -> list[str]:
        return [part for mark in marks for part in (mark.opening, *flat(mark.children), mark.closing) if part]

    page = visit(shared.way_in)
    found = page.evaluate("text => import('/static/tags.js').then(({tags}) => tags(text).map(one => one.text))", text)
    assert found == flat(parse(text, form=None).marks)


def test_a_pair_of_tags_goes_around_the_selection(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in), BOLD)
    page.fill("#target-text", "three villages")
    page.evaluate("document.querySelector('#target-text').setSelectionRange(0, 5)")
    page.keyboard.press("Control+,")
    value(page, "<b>three</b> villages")
    page.fill("#target-text", "</b>three<b>")
    page.wait_for_selector(".tagbar >> text=closed without being open")


# saving, taking back


def test_all_that_was_done_is_taken_back_and_done_again(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in), "7")
    for text in ("See one.", "See two."):
        page.fill("#target-text", text)
        page.keyboard.press("Control+s")
        wait(server, "7", text)
    page.fill("#target-text", "See the appendix.")
    page.keyboard.press("Control+Enter")
    wait(server, "9", "See the appendix.")
    for segment, target in (("9", ""), ("7", "See two."), ("7", "See one."), ("7", "")):
        page.keyboard.press("Control+Alt+z")
        wait(server, segment, target)
    for segment, target in (
        ("7", "See one."),
        ("7", "See two."),
        ("7", "See the appendix."),
        ("9", "See the appendix."),
    ):
        page.keyboard.press("Control+Alt+y")
        wait(server, segment, target)


def test_all_segments_of_the_list_are_changed_at_once_and_back(server: Served, visit: Visit) -> None:
    for segment in (NUMBER, "3"):
        server.api("PUT", f"/segments/{segment}", {"target": "The leader.", "state": "draft", "propagate": False})
    page = ready(visit(server.way_in))
    page.wait_for_selector("#states button:has-text('draft 2')")
    page.click("#states button[value=draft]")
    page.wait_for_selector("#shown >> text=2 of 11 segments")
    page.keyboard.press("Control+Alt+a")
    page.wait_for_selector("dialog >> text=2 segments are in the list")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".toast >> text=2 changed.")
    assert server.api("GET", "/progress/states")["translated"] == 2
    page.keyboard.press("Control+Alt+z")
    page.wait_for_selector(".toast >> text=2 taken back.")
    assert server.api("GET", "/progress/states")["draft"] == 2


def test_taking_back_leaves_alone_what_somebody_else_has_written_since(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in, quiet=True), NUMBER)
    page.fill("#target-text", "Mine.")
    page.keyboard.press("Control+Enter")
    wait(server, NUMBER, "Mine.")
    server.api("PUT", f"/segments/{NUMBER}", {"target": "Theirs."})
    page.wait_for_selector(f".row[data-id='{NUMBER}'] >> text=Theirs.")
    page.keyboard.press("Control+Alt+z")
    page.wait_for_selector(".toast >> text=somebody else has changed it since")
    assert server.api("GET", f"/segments/{NUMBER}")["target"] == "Theirs."


def test_a_split_is_made_with_the_keyboard_and_taken_back(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in), NUMBER)
    page.fill("#target-text", "The leader opened the camp.")
    page.keyboard.press("Control+Alt+s")
    page.wait_for_selector("dialog")
    page.keyboard.press("Home")
    for _ in range(2):
        page.keyboard.press("Control+ArrowRight")
    # Nothing can be changed there.
    page.keyboard.type("xyz")
    page.wait_for_selector("dialog strong >> text=/^De leider$/")
    page.keyboard.press("Tab")
    page.keyboard.press("Home")
    for _ in range(2):
        page.keyboard.press("Control+ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector("#shown >> text=12 segments")
    wait(server, NUMBER, "The leader")
    assert server.api("GET", f"/segments/{NUMBER}")["source"] == "De leider"
    page.keyboard.press("Control+Alt+z")
    page.wait_for_selector("#shown >> text=11 segments")
    wait(server, NUMBER, "The leader opened the camp.")


def test_a_conflict_and_a_replacement_are_shown_word_by_word(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in, quiet=True), NUMBER)
    page.fill("#target-text", "The leader opened a camp.")
    server.api("PUT", f"/segments/{NUMBER}", {"target": "The leader opened the camp."})
    page.wait_for_selector(".toast >> text=Somebody else has changed")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("dialog .diff")
    assert page.text_content("dialog .diff del") == "the"
    assert page.text_content("dialog .diff ins") == "a"
    page.click("dialog >> button >> text=Keep theirs")
    page.keyboard.press("Control+h")
    page.fill("#replace-find", "camp")
    page.fill("#replace-with", "prison")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog .preview del")
    assert page.text_content("dialog .preview del") == "camp"
    assert page.text_content("dialog .preview ins") == "prison"
    page.fill("#replace-find", "lead")
    assert page.locator("dialog button.primary").is_disabled()
    page.click("dialog >> button >> text=Show")
    page.wait_for_selector("dialog .preview ins >> text=prisoner")
    page.check("#replace-words")
    page.click("dialog >> button >> text=Show")
    page.wait_for_selector("dialog >> text=Nothing found in the targets.")
    page.fill("#replace-find", "leader")
    page.fill("#replace-with", r"c\o")
    page.click("dialog >> button >> text=Show")
    page.wait_for_selector(r"dialog .preview ins >> text=c\o")


def test_what_is_typed_in_one_window_is_seen_in_the_other(server: Served, visit: Visit) -> None:
    one = ready(visit(server.way_in), NUMBER)
    two = one.context.new_page()
    two.goto(one.url)
    ready(two, NUMBER)
    one.bring_to_front()
    one.fill("#target-text", "Typed here.")
    value(two, "Typed here.")
    two.bring_to_front()
    two.keyboard.press("End")
    two.fill("#target-text", "Typed here, and there.")
    one.wait_for_selector(".toast >> text=in another window")
    two.keyboard.press("Control+Enter")
    wait(server, NUMBER, "Typed here, and there.")


def test_two_windows_send_a_change_that_waited_once(tmp_path: Path, visit: Visit) -> None:
    folder = project(tmp_path / "p", TEXT)
    with served(folder, "--engine", "none") as first:
        one = ready(visit(first.way_in, quiet=True), NUMBER)
        two = one.context.new_page()
        two.goto(one.url)
        ready(two, SAVE)
        port = int(first.url.rpartition(":")[2])
        first.kill()
        for page, text in ((one, "In one."), (two, "In two.")):
            page.bring_to_front()
            page.fill("#target-text", text)
            page.keyboard.press("Control+Enter")
            page.wait_for_selector("#outbox:not([hidden])")
    with served(folder, "--engine", "none", port=port) as second:
        wait(second, NUMBER, "In one.")
        wait(second, SAVE, "In two.")
        for page in (one, two):
            page.wait_for_selector("#outbox[hidden]", state="attached")
            assert page.locator("dialog").count() == 0
        assert [len(second.api("GET", f"/segments/{one}/revisions")) for one in (NUMBER, SAVE)] == [1, 1]


def test_where_the_browser_keeps_nothing_the_server_is_told_at_once(server: Served, visit: Visit) -> None:
    page = visit(server.way_in)
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }")
    page.reload()
    ready(page, NUMBER)
    page.locator("#target-text").press_sequentially("Half a sentence")
    page.wait_for_selector("#saved >> text=Typed text is kept")
    page.wait_for_timeout(300)
    typing = server.api("GET", f"/segments/{NUMBER}/help")["typing"]
    assert typing["target"] == "Half a sentence"
    page.keyboard.press("Control+Enter")
    wait(server, NUMBER, "Half a sentence")


def test_whoever_is_not_known_any_more_loses_no_text(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in, quiet=True), NUMBER)
    page.context.clear_cookies()
    page.fill("#target-text", "Typed meanwhile.")
    page.wait_for_selector("#saved >> text=Kept in this browser")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#outbox >> text=1 change waits in this browser")
    assert "translate-kit serve" in (page.text_content("#outbox") or "")
    again = page.context.new_page()
    again.goto(server.way_in)
    wait(server, NUMBER, "Typed meanwhile.")
    page.wait_for_selector("#outbox[hidden]", state="attached")


PASSWORD = "zeventien kleine katten"  # noqa: S105 - for these tests alone


def log_in(page: Page, url: str, name: str) -> None:
    page.goto(f"{url}/login")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")


def test_a_session_that_has_ended_is_begun_again_by_the_same_person_only(tmp_path: Path, visit: Visit) -> None:
    folder = project(tmp_path / "p", TEXT)
    for name in ("ann", "bob"):
        add = [TKIT, "--project", str(folder), "people", "add", name, "--role", "coordinator", "--password-stdin"]
        subprocess.run(add, input=PASSWORD, check=True, capture_output=True, text=True)
    with served(folder, "--team", "--engine", "none") as team:
        page = visit(f"{team.url}/login", width=360, height=740, quiet=True)
        log_in(page, team.url, "ann")
        ready(page, NUMBER)
        beside = visit(f"{team.url}/login", quiet=True)
        log_in(beside, team.url, "bob")
        ready(beside, "3")
        page.wait_for_selector(".row[data-id='3'] .present[aria-label='bob is in this segment']")
        other = page.context.new_page()
        other.goto(f"{team.url}/progress")
        other.click("#log-out")
        other.wait_for_selector("#login")
        page.fill("#target-text", "Typed by Ann.")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#outbox >> text=1 change waits in this browser")
        assert page.get_attribute("#outbox a", "href") == "/login"
        log_in(other, team.url, "bob")
        page.wait_for_selector("#outbox >> text=bob is logged in in this browser now")
        other.wait_for_selector("#log-out")
        other.click("#log-out")
        other.wait_for_selector("#login")
        log_in(other, team.url, "ann")
        page.wait_for_selector("#outbox[hidden]", state="attached")
        beside.wait_for_selector(f".row[data-id='{NUMBER}'] >> text=Typed by Ann.")
        beside.click(f".row[data-id='{NUMBER}'] .source")
        beside.click("#part-versions + .part-body summary")
        beside.wait_for_selector(".version-list >> text=1: ann")


# review


def test_a_reviewer_sees_who_changed_what_and_goes_back(server: Served, visit: Visit) -> None:
    for target, state in (("The leader opened the camp.", "draft"), ("The leader opened a camp.", "translated")):
        server.api("PUT", f"/segments/{NUMBER}", {"target": target, "state": state})
    page = ready(visit(server.way_in), NUMBER)
    page.keyboard.press("Control+Alt+r")
    page.wait_for_selector(".row.open .changes .step")
    step = page.locator(".row.open .changes .step")
    assert "ann · translated" in (step.text_content() or "")
    assert step.locator("time").count() == 1
    step.get_by_role("button", name="Back to before this").click()
    value(page, "The leader opened the camp.")
    page.keyboard.press("Control+Alt+Enter")
    page.fill("#reject-why", "It is one certain camp")
    page.keyboard.press("Enter")
    server.wait(NUMBER, target="The leader opened the camp.", state="rejected", comments=1)
    ready(page, NUMBER)
    page.click("#part-versions + .part-body summary")
    page.wait_for_selector(".version-list >> text=ann")
    assert page.locator(".version-list li").count() >= 3


def test_other_translations_of_a_repetition_show_where_they_stand(server: Served, visit: Visit) -> None:
    server.api("PUT", "/segments/7", {"target": "See the annex.", "propagate": False})
    page = ready(visit(server.way_in), "9")
    around = page.locator(".suggestions .repetition .around")
    around.wait_for()
    assert around.text_content() == "… Er waren <b>drie</b> dorpen. | here | Klik op Opslaan. …"


def test_the_effort_in_a_segment_is_shown_to_whom_it_is_about(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in), NUMBER)
    page.keyboard.type("The leader")
    page.wait_for_selector("#effort >> text=/This segment: 0:0[0-9], 10 keys/")


# for everybody


SIZES = {
    "wide": {"width": 1400, "height": 900},
    "1024-dark": {"width": 1024, "height": 700, "dark": True},
    "narrow": {"width": 360, "height": 740},
    "zoomed-400": {"width": 320, "height": 256},
}
SMALL = """() => [...document.querySelectorAll('button, summary, select, input, a, textarea')].filter(one => {
    const box = one.getBoundingClientRect();
    const label = one.closest('label')?.getBoundingClientRect();
    return one.checkVisibility() && box.width && !one.matches('.skip') && (box.height < 24 || box.width < 24)
        && !(label?.height >= 24);
}).map(one => one.outerHTML)"""


@pytest.mark.parametrize("size", SIZES)
def test_whatever_the_size_the_open_segment_is_in_view_and_each_target_is_large_enough(
    tmp_path: Path, visit: Visit, size: str
) -> None:
    text = "\n\n".join(
        f"Zin nummer {number} is hier {'heel ' * (number % 9)}lang, en **dik**." for number in range(1, 90)
    )
    with served(project(tmp_path / "p", text), "--engine", "none") as server:
        page = visit(server.way_in, **SIZES[size])
        ready(page)
        page.keyboard.press("Control+g")
        page.keyboard.type("71")
        page.keyboard.press("Enter")
        page.wait_for_selector(".row.open[data-id='71']")
        page.wait_for_timeout(600)
        field = page.locator("#target-text").bounding_box()
        assert field is not None
        assert field["y"] >= 0
        assert field["y"] + field["height"] <= SIZES[size]["height"]
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
        assert (
            page.evaluate("""() => {
            const box = document.querySelector('#target-text').getBoundingClientRect();
            return document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2).id;
        }""")
            == "target-text"
        )
        assert page.evaluate(SMALL) == []
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"editor-at-{size}.png")


@pytest.mark.parametrize("part", ["plain", "review", "filters", "menu", "card", "sheet", "split", "replace", "reject"])
def test_no_part_of_the_editor_is_a_barrier(server: Served, visit: Visit, part: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for target, state in (("He spoke about autonomy.", "draft"), ("He talked about **autonomy**.", "translated")):
        server.api("PUT", f"/segments/{TERM}", {"target": target, "state": state})
    server.api("POST", f"/segments/{TERM}/comments", {"text": "Really?"})
    page = ready(visit(server.way_in, dark=part in ("review", "menu", "replace")), TERM)
    page.wait_for_selector(".row.open .term")
    steps: dict[str, Callable[[], object]] = {
        "plain": lambda: page.emulate_media(forced_colors="active"),
        "review": lambda: page.keyboard.press("Control+Alt+r"),
        "filters": lambda: page.click("#filters-more summary"),
        "menu": lambda: page.click(".row.open .menu summary"),
        "card": lambda: page.focus(".row.open .term"),
        "sheet": lambda: page.keyboard.press("F1"),
        "split": lambda: page.keyboard.press("Control+Alt+s"),
        "replace": lambda: page.keyboard.press("Control+h"),
        "reject": lambda: page.keyboard.press("Control+Alt+Enter"),
    }
    steps[part]()
    page.wait_for_timeout(500)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"editor-{part}.png")
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert found.violations_count == 0, found.generate_report()


def test_the_tab_key_leads_through_the_page_and_out_again(server: Served, visit: Visit) -> None:
    page = ready(visit(server.way_in), TERM)
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
        if seen[-1] == "BODY":
            break
    assert "BODY" in seen
    assert "concordance-text" in seen
    assert page.evaluate("document.getAnimations().length") == 0
