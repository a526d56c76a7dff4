"""COMET is an extra: where it is missing, the message says how to get it and what that means."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import pytest

from translate_kit.errors import Missing
from translate_kit.scoring.comet import comet


def installed() -> bool:
    try:
        return bool(version("unbabel-comet"))
    except PackageNotFoundError:
        return False


def test_without_it_or_without_a_model_the_message_says_what_to_install_and_what_is_downloaded() -> None:
    with pytest.raises(Missing) as caught:
        comet(["Een kat."], ["A cat."], ["A cat."], None)
    message = str(caught.value)
    assert ("not installed" in message) is not installed()
    for part in ("pip install 'translate-kit[comet]'", "gigabytes", "downloads", "--comet-model"):
        assert part in message
