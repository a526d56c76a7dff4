"""The editor: the first page, the next segment with all that stands beside it, and many people at once.

`python bench/editor.py [--segments 100000] [--units 1000000] [--people 20] [--seconds 60]`

The project's text and the memory are those of `bench/dutch.py`; each has drafts, and a tenth of the segments are like a
unit of the memory. The server is the one that `translate-kit serve` starts, in a process of its own; requests go over
the loopback interface, as a browser's do, packed. "Next segment" is all that the page waits for when somebody confirms
one: matches, terms, findings, comments (`/help`) and the checks of its draft (`/check`). Where Chromium is installed
the page itself is timed too: from the address to the first rows on the screen.

The people each go through their own part: they open a segment, keep what they type twice, and confirm it, without a
pause to think, which is as much as some hundred people who do think. Afterwards every target that was acknowledged is
looked up in the project.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import httpx
from dutch import Dutch
from machine import describe

from tm import Memory, TranslationUnit
from translate_kit.data import Origin, State
from translate_kit.project import Project, Settings
from translate_kit.project.project import read_new
from translate_kit.project.store import Change

TKIT = str(Path(sys.executable).with_name("translate-kit"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--segments", type=int, default=100_000)
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    arguments = parser.parse_args()
    print(describe())
    with tempfile.TemporaryDirectory(prefix="bench-editor-") as place:
        folder = make(Path(place), arguments.segments, arguments.units)
        with Server(folder) as server:
            time.sleep(5)
            print(f"{arguments.segments:,} segments, {arguments.units:,} units in the memory\n")
            print(f"{'':44} {'p50 ms':>8} {'p95 ms':>8} {'most':>8}")
            first_page(server)
            next_segment(server, arguments.segments)
            people(server, folder, arguments.people, arguments.seconds, arguments.segments)


def make(place: Path, segments: int, units: int) -> Path:
    """A project with drafts, and its memory."""
    dutch, other = Dutch(5), Dutch(6)
    with Memory.open(place / "memory.db") as memory:
        memory.add(TranslationUnit.simple(*pair) for pair in islice(dutch.pairs(), units))
    known = list(islice(Dutch(5).pairs(), segments // 10))
    pairs = list(islice(other.pairs(), segments - len(known)))
    for number, pair in enumerate(known):
        pairs.insert(number * 10, pair)
    source = place / "text.txt"
    source.write_text("\n\n".join(pair[0] for pair in pairs) + "\n", encoding="utf-8")
    targets = dict(pairs)
    with Project.create(place / "project", Settings(memories=("../memory.db",))) as project:
        project.add(read_new([source]))
        project.store.draft(
            [
                Change(one.id, targets.get(one.source, one.source), State.DRAFT, Origin.MACHINE, "bench")
                for one in project.segments()
            ],
            person="bench",
        )
    return place / "project"


class Server:
    """The server, in a process of its own."""

    def __init__(self, folder: Path) -> None:
        command = [TKIT, "--project", str(folder), "serve", "--port", "0", "--no-open", "--json", "--engine", "none"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.process.stdout is not None
        said = json.loads(self.process.stdout.readline())
        self.url, self.way_in, self.token = said["url"], said["open"], said["token"]

    def client(self) -> httpx.Client:
        """Whoever asks, with a connection of their own."""
        return httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {self.token}"}, timeout=60)

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()


def first_page(server: Server) -> None:
    with server.client() as client:
        row("first page, the server's part", [timed(client, "GET", "/")[0] for _ in range(20)])
        row("ids of all segments, packed", [timed(client, "GET", "/api/segments/ids")[0] for _ in range(20)])
        row("filter by text", [timed(client, "GET", "/api/segments/ids?text=kamp")[0] for _ in range(10)])
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        print("Chromium is not installed: the page itself is not timed")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        times = []
        for _ in range(7):
            page = browser.new_page()
            page.goto(server.way_in, wait_until="commit")
            page.close()
            page = browser.new_page()
            began = time.perf_counter()
            page.goto(server.way_in, wait_until="commit")
            page.wait_for_selector(".row .target")
            times.append(1000 * (time.perf_counter() - began))
            page.close()
        row("first page in Chromium, rows on the screen", times)
        page = browser.new_page()
        page.goto(server.way_in)
        page.wait_for_selector("body[data-ready]")
        times = []
        for _ in range(60):
            # A person reads; whoever holds the key down is shown nothing until they stop.
            page.wait_for_timeout(300)
            before = page.get_attribute(".row.open", "data-id")
            began = time.perf_counter()
            page.keyboard.press("Control+ArrowDown")
            page.wait_for_function(
                "id => { const open = document.querySelector('.row.open');"
                " const terms = document.querySelector('.terms, #part-terms + .part-body .hint');"
                " return open && open.dataset.id !== id && terms && !terms.textContent.startsWith('…') }",
                arg=before,
                polling=5,
            )
            times.append(1000 * (time.perf_counter() - began))
        row("next segment in Chromium, help on the screen", times)
        browser.close()


def next_segment(server: Server, segments: int) -> None:
    times, helped, checked, matches = [], [], [], 0
    with server.client() as client:
        for number in range(1, 301):
            name = str(1 + number * (segments // 310))
            spent, answer = timed(client, "GET", f"/api/segments/{name}/help")
            more, _ = timed(client, "POST", f"/api/segments/{name}/check", {"target": answer["segment"]["target"]})
            matches += bool(answer["matches"])
            helped.append(spent)
            checked.append(more)
            times.append(spent + more)
    row("next segment: matches, terms, findings", times)
    row("  matches, terms, kept findings", helped)
    row("  checks of the draft", checked)
    print(f"{'':4}{matches} of 300 segments had a match")


def people(server: Server, folder: Path, count: int, seconds: float, segments: int) -> None:
    part = segments // (count + 1)
    opened: list[float] = []
    saved: list[float] = []
    problems: list[str] = []
    last: dict[str, str] = {}
    ends = time.perf_counter() + seconds

    def work(person: int) -> None:
        with server.client() as client:
            number = 0
            while time.perf_counter() < ends:
                name = str(1 + person * part + number % part)
                number += 1
                try:
                    spent, answer = timed(client, "GET", f"/api/segments/{name}/help")
                    opened.append(spent)
                    target = f"{answer['segment']['target']} ({person}/{number})"
                    for end in (len(target) // 2, len(target)):
                        timed(client, "PUT", f"/api/segments/{name}/typing", {"target": target[:end], "revision": 1})
                    spent, _ = timed(
                        client,
                        "PUT",
                        f"/api/segments/{name}",
                        {"target": target, "revision": answer["segment"]["revision"], "propagate": False},
                    )
                    saved.append(spent)
                    last[name] = target
                except (httpx.HTTPError, AssertionError) as error:
                    problems.append(str(error))

    workers = [threading.Thread(target=work, args=(person,)) for person in range(count)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    row(f"{count} people at once: open a segment", opened)
    row(f"{count} people at once: confirm it", saved)
    with Project(folder) as project:
        lost = sum(project.store.segment(name).target != target for name, target in last.items())
    print(
        f"{'':4}{len(saved):,} confirmed in {seconds:.0f} s ({len(saved) / seconds:.0f}/s),"
        f" {len(problems)} errors, {lost} lost"
    )
    for problem in problems[:3]:
        print(f"{'':4}{problem}")


def timed(client: httpx.Client, method: str, path: str, body: Any = None) -> tuple[float, Any]:
    """Milliseconds, and the answer."""
    began = time.perf_counter()
    answer = client.request(method, path, json=body) if body is not None else client.request(method, path)
    spent = 1000 * (time.perf_counter() - began)
    assert answer.status_code < 400, answer.text[:200]
    is_json = answer.headers.get("content-type", "").startswith("application/json")
    return spent, answer.json() if is_json else answer.text


def row(name: str, times: list[float]) -> None:
    ordered = sorted(times)
    p50, p95 = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)]
    print(f"{name:44} {p50:>8.1f} {p95:>8.1f} {ordered[-1]:>8.1f}", flush=True)


if __name__ == "__main__":
    main()
