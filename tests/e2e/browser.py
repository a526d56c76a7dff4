"""A served project, and a real Chromium that opens it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

SCREENSHOTS = ROOT / "build" / "screenshots"
TKIT = str(Path(sys.executable).with_name("translate-kit"))


def chromium() -> str:
    """The browser's program.

    Skips the test where there is none, which fails in CI.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("Chromium is not installed: sh tests/debian-packages")
    return found


@dataclass
class Served:
    """A server of a project.

    Attributes:
        process: the server.
        url: its address.
        way_in: the address with the token.
        token: for programs.
        folder: of the project.
    """

    process: subprocess.Popen[str]
    url: str
    way_in: str
    token: str
    folder: Path

    def api(self, method: str, path: str, body: Any = None, *, token: str | None = None) -> Any:
        """Ask the API; an answer that is an error fails the test."""
        import httpx

        answer = httpx.request(
            method,
            f"{self.url}/api{path}",
            json=body,
            headers={"Authorization": f"Bearer {self.token if token is None else token}"},
            timeout=60,
        )
        assert answer.status_code < 400, (answer.status_code, answer.text)
        return answer.json() if answer.content else None

    def wait(self, segment: str, **wanted: Any) -> None:
        """Until the API says this of a segment."""
        row: dict[str, Any] = {}

        def holds() -> bool:
            row.update(self.api("GET", f"/segments/{segment}"))
            return all(row[name] == value for name, value in wanted.items())

        until(holds, {"wanted": wanted, "found": row})

    def kill(self) -> None:
        """As a power cut does."""
        self.process.kill()
        self.process.wait()


@contextlib.contextmanager
def served(folder: Path, *arguments: str, port: int = 0) -> Iterator[Served]:
    """Serve a project, as a user does, until the end of the block."""
    process = subprocess.Popen(
        [TKIT, "--project", str(folder), "serve", "--port", str(port), "--no-open", "--json", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TRANSLATE_KIT_USER": "ann"},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        line = process.stdout.readline()
        if not line:
            raise AssertionError(process.stderr.read())
        said = json.loads(line)
        yield Served(process, said["url"], said["open"], said["token"], folder)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=60)
        assert "Traceback" not in errors, errors


def project(folder: Path, text: str, *, name: str = "tekst.md", translate: bool = False) -> Path:
    """Make a project with one document."""

    def run(*arguments: str) -> None:
        subprocess.run([TKIT, *arguments], check=True, capture_output=True, cwd=folder.parent)

    run("init", str(folder), "--source", "nl", "--target", "en")
    document = folder.parent / name
    document.write_text(text, encoding="utf-8")
    run("--project", str(folder), "add", str(document))
    if translate:
        run("--project", str(folder), "translate")
    return folder


def until(holds: Callable[[], object], otherwise: object = "it did not come to hold") -> None:
    """Wait for what a page does after what can be seen of it: a quarter of a minute is enough for anything."""
    for _ in range(150):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError(otherwise)
