"""Each key of the editor's sheet does what the sheet says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.browser import Served, project, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Visit = Callable[..., Page]

REPEATED = 12
TEXT = "\n\n".join(
    [
        "De leider opende het werkkamp in 1972.",
        "De leider opende het werkkamp in 1982.",
        "Hij sprak over zelfredzaamheid.",
        "Er waren <b>drie</b> dorpen.",
        "Het was laat. Wij gingen naar huis.",
        *["Zie de bijlage."] * REPEATED,
    ]
)
FIRST, SECOND, TERM, TAG, PAIR, REPETITION = "1", "2", "3", "4", "5", "7"


class Desk:
    """A page with one way to look at what a key has done."""

    def __init__(self, page: Page, server: Served) -> None:
        self.page, self.server = page, server

    def at(self, segment: str, text: str | None = None, *, state: str = "translated") -> None:
        """Open a segment, with a text that was saved before by a program where one is given."""
        if self.page.locator(".row.open").count():
            self.page.focus("#target-text")
            self.page.keyboard.press("Escape")
        self.page.wait_for_selector(".row.open", state="detached")
        if text is not None:
            row = self.server.api("GET", f"/segments/{segment}")
            if (row["target"], row["state"]) != (text, state):
                self.server.api("PUT", f"/segments/{segment}", {"target": text, "state": state, "propagate": False})
            self.page.wait_for_function(
                "([id, text]) => document.querySelector(`.row[data-id='${id}'] .target`)?.textContent.includes(text)",
                arg=[segment, text],
            )
        self.page.click(f".row[data-id='{segment}'] .source")
        self.page.wait_for_selector(f".row.open[data-id='{segment}']")
        self.page.wait_for_function(
            "() => !document.querySelector('#part-terms + .part-body').textContent.startsWith('…')"
        )

    def opened(self, segment: str) -> None:
        self.page.wait_for_selector(f".row.open[data-id='{segment}']")

    def wait(self, segment: str, **wanted: Any) -> None:
        """Until the server has this."""
        self.server.wait(segment, **wanted)

    def target(self, text: str) -> None:
        self.page.wait_for_function("text => document.querySelector('#target-text').value === text", arg=text)

    def dialog(self, heading: str) -> None:
        self.page.wait_for_selector(f"dialog h2 >> text={heading}")
        self.page.keyboard.press("Escape")
        self.page.wait_for_selector("dialog", state="detached")

    def focused(self, selector: str) -> None:
        self.page.wait_for_function("selector => document.activeElement.matches(selector)", arg=selector)

    def save(self, text: str) -> None:
        self.page.fill("#target-text", text)
        self.page.keyboard.press("Control+s")
        self.wait("1", target=text)
        self.page.wait_for_selector("#saved >> text=Saved")
        self.page.evaluate("document.getElementById('saved').textContent = ''")


Press = Callable[[], None]


def confirm(desk: Desk, press: Press) -> None:
    desk.at(FIRST)
    desk.page.fill("#target-text", "The leader opened the labour camp in 1972.")
    press()
    desk.wait(FIRST, state="translated", target="The leader opened the labour camp in 1972.")
    desk.page.wait_for_selector(f".row:not(.open)[data-id='{FIRST}']")


def review(desk: Desk, press: Press) -> None:
    desk.at(SECOND, "The leader opened the labour camp in 1982.")
    press()
    desk.wait(SECOND, state="reviewed")


def reject(desk: Desk, press: Press) -> None:
    desk.at(SECOND, "The leader opened a camp in 1982.")
    press()
    desk.page.fill("#reject-why", "Which camp?")
    desk.page.keyboard.press("Enter")
    desk.wait(SECOND, state="rejected", comments=1)


def draft(desk: Desk, press: Press) -> None:
    desk.at(SECOND)
    desk.page.fill("#target-text", "The leader")
    press()
    desk.wait(SECOND, state="draft", target="The leader")


def pressed_and_back(selector: str, attribute: str) -> Callable[[Desk, Press], None]:
    def does(desk: Desk, press: Press) -> None:
        desk.at(SECOND)
        before = desk.page.get_attribute(selector, attribute)
        for _ in range(2):
            press()
        assert desk.page.get_attribute(selector, attribute) == before
        press()
        assert desk.page.get_attribute(selector, attribute) != before
        press()

    return does


def undo(desk: Desk, press: Press) -> None:
    desk.at(FIRST)
    desk.save("One.")
    desk.save("Two.")
    leave_text(desk, press)
    press()
    desk.wait(FIRST, target="One.")


def redo(desk: Desk, press: Press) -> None:
    undo(desk, lambda: desk.page.keyboard.press("Control+Alt+z"))
    leave_text(desk, press)
    press()
    desk.wait(FIRST, target="Two.")


def leave_text(desk: Desk, press: Press) -> None:
    if getattr(press, "outside", False):
        desk.page.keyboard.press("Escape")
        desk.page.wait_for_selector(".row.open", state="detached")


def goes(start: str, end: str) -> Callable[[Desk, Press], None]:
    def does(desk: Desk, press: Press) -> None:
        desk.at(start)
        press()
        desk.opened(end)

    return does


def unconfirmed(desk: Desk, press: Press) -> None:
    desk.at(SECOND, "Ready.")
    desk.at(TERM, "He spoke about self-reliance.")
    desk.at(TAG, "There were", state="draft")
    desk.at(SECOND)
    press()
    desk.opened(TAG)


def finding(start: str) -> Callable[[Desk, Press], None]:
    def does(desk: Desk, press: Press) -> None:
        desk.at(FIRST, "The leader opened the labour camp in 1972.")
        desk.at(SECOND, "The leader opened the labour camp in 1983.")
        desk.at(TERM, "He spoke about self-reliance.")
        desk.page.wait_for_selector(f".row[data-id='{SECOND}'] .marks .error, .row[data-id='{SECOND}'] .marks .warning")
        desk.at(start)
        press()
        desk.opened(SECOND)

    return does


def shows(heading: str) -> Callable[[Desk, Press], None]:
    def does(desk: Desk, press: Press) -> None:
        desk.at(SECOND)
        leave_text(desk, press)
        press()
        desk.dialog(heading)

    return does


def focuses(selector: str) -> Callable[[Desk, Press], None]:
    def does(desk: Desk, press: Press) -> None:
        desk.at(SECOND)
        press()
        desk.focused(selector)

    return does


def close(desk: Desk, press: Press) -> None:
    desk.at(SECOND)
    press()
    desk.page.wait_for_selector(".row.open", state="detached")
    desk.focused(f".row[data-id='{SECOND}']")


def suggestion(desk: Desk, press: Press) -> None:
    number = press.number  # type: ignore[attr-defined]
    desk.at(REPETITION)
    offered = desk.page.locator(".suggestions li").nth(number - 1).locator(".suggested").text_content()
    press()
    desk.target(offered or "")


def changes_text(before: str, after: str, segment: str = SECOND) -> Callable[[Desk, Press], None]:
    def does(desk: Desk, press: Press) -> None:
        desk.at(segment)
        desk.page.fill("#target-text", before)
        press()
        desk.target(after)

    return does


def machine(desk: Desk, press: Press) -> None:
    desk.at(SECOND)
    press()
    desk.page.wait_for_selector("#help >> text=translates from memory only")


def concordance(desk: Desk, press: Press) -> None:
    desk.at(SECOND)
    desk.page.fill("#target-text", "leader")
    desk.page.press("#target-text", "Control+a")
    press()
    desk.page.wait_for_function("() => document.getElementById('concordance-text').value === 'leader'")
    desk.focused("#concordance-text")


def join(desk: Desk, press: Press) -> None:
    desk.at(PAIR)
    press()
    desk.wait(PAIR, source="Het was laat. Wij gingen naar huis.")
    desk.page.keyboard.press("Control+Alt+z")
    desk.wait(PAIR, source="Het was laat.")
    desk.opened(PAIR)


DOES: dict[str, Callable[[Desk, Press], None]] = {
    "confirm": confirm,
    "review": review,
    "reject": reject,
    "draft": draft,
    "reviewView": pressed_and_back("#review", "aria-pressed"),
    "undo": undo,
    "redo": redo,
    "next": goes(FIRST, SECOND),
    "previous": goes(SECOND, FIRST),
    "nextUnconfirmed": unconfirmed,
    "nextFinding": finding(FIRST),
    "previousFinding": finding(TERM),
    "goTo": shows("Go to a segment"),
    "filter": focuses("#filter-text"),
    "close": close,
    "suggestion": suggestion,
    "caseForward": changes_text("the leader", "the Leader"),
    "caseBack": changes_text("the leader", "the LEADER"),
    "copySource": changes_text("x", "Er waren <b>drie</b> dorpen.", TAG),
    "nextTag": changes_text("There were ", "There were <b>", TAG),
    "nextTerm": changes_text("He spoke about ", "He spoke about self-reliance", TERM),
    "machine": machine,
    "concordance": concordance,
    "replace": shows("Find and replace"),
    "bulk": shows("All segments of the list"),
    "split": shows("Split a segment"),
    "join": join,
    "comment": focuses("#help textarea"),
    "panes": focuses("#help"),
    "helpView": pressed_and_back(".toggler", "aria-expanded"),
    "sheet": shows("Keys"),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = project(tmp_path_factory.mktemp("keys") / "p", TEXT)
    with served(folder, "--engine", "none") as running:
        for number in range(REPEATED):
            running.api(
                "PUT",
                f"/segments/{int(REPETITION) + number}",
                {"target": f"See appendix {number}.", "state": "translated", "propagate": False},
            )
        yield running


def pressed(page: Page, keys: str, entry: dict[str, Any]) -> Press:
    *modifiers, key = keys.replace("Ctrl", "Control").split("+")
    if len(key) == 1 and "Shift" not in modifiers:
        key = key.lower()

    def press() -> None:
        page.keyboard.press("+".join([*modifiers, key]))

    press.outside = entry.get("outside", False)  # type: ignore[attr-defined]
    press.number = entry.get("value")  # type: ignore[attr-defined]
    return press


def test_each_key_does_what_the_sheet_says(server: Served, visit: Visit) -> None:
    page = visit(server.way_in, quiet=True)
    page.wait_for_selector("body[data-ready]")
    table = [one for one in page.evaluate("import('/static/keys.js').then(({KEYS}) => KEYS)") if "keys" in one]
    assert {one["command"] for one in table} == set(DOES)
    desk = Desk(page, server)
    for entry in table:
        for keys in entry["keys"]:
            try:
                DOES[entry["command"]](desk, pressed(page, keys, entry))
            except Exception as error:
                raise AssertionError(f"{keys}: {entry['command']}") from error
            page.evaluate("document.getElementById('toasts').replaceChildren()")


def test_the_sheet_lists_each_command(server: Served, visit: Visit) -> None:
    page = visit(server.way_in)
    page.wait_for_selector("body[data-ready]")
    page.keyboard.press("F1")
    sheet = page.text_content("dialog .keys") or ""
    for says in page.evaluate("import('/static/keys.js').then(({KEYS}) => KEYS.map(one => one.says).filter(Boolean))"):
        assert says in sheet


def test_a_character_typed_with_altgr_is_no_command(server: Served, visit: Visit) -> None:
    page = visit(server.way_in)
    page.wait_for_selector("body[data-ready]")
    # As Windows tells of ® on a Dutch keyboard (US international): Ctrl and Alt are down as well.
    typed = "{key: %s, ctrlKey: true, altKey: true, modifierAltGraph: %s, bubbles: true, cancelable: true}"
    stopped = "!document.querySelector('#target-text').dispatchEvent(new KeyboardEvent('keydown', %s))"
    assert page.evaluate(stopped % (typed % ("'r'", "false")))
    assert not page.evaluate(stopped % (typed % ("'r'", "true")))
    assert page.get_attribute("#review", "aria-pressed") == "true"
