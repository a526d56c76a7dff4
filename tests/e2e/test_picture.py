"""The picture of the editor in the documentation: made here, so that it can be made again."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.e2e.browser import SCREENSHOTS, TKIT, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

PICTURE = ROOT / "docs" / "images" / "editor.png"
MAX_BYTES = 150_000


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """The sample article as a translator finds it after some segments."""
    subprocess.run([TKIT, "demo", "--out", str(tmp_path / "zelfredzaamheid")], check=True, capture_output=True)
    return tmp_path / "zelfredzaamheid"


def test_the_picture_of_the_editor_can_be_made_again(article: Path, visit: Callable[..., Page]) -> None:
    with served(article) as running:
        running.api("PUT", "/segments/1", {"target": "Self-reliance for all eternity"})
        page = visit(running.way_in, width=1200, height=720)
        page.wait_for_selector("body[data-ready]")
        page.wait_for_selector("#target-text")
        page.keyboard.press("Control+u")
        page.wait_for_selector("#help >> text=gelovigen")
        page.fill("#target-text", "About a doctrine that nobody says they need, except the devotees.")
        page.wait_for_selector("#help .terms >> text=devotee")
        # What is typed is checked on the next pause.
        page.wait_for_timeout(2000)
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / "editor-docs.png")
    assert (SCREENSHOTS / "editor-docs.png").read_bytes().startswith(b"\x89PNG")


def test_the_picture_is_small() -> None:
    assert PICTURE.stat().st_size <= MAX_BYTES
