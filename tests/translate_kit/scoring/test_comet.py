"""COMET is the user's to install: where it is missing, the message says how to get it and what that means."""

from __future__ import annotations

from pathlib import Path

import pytest

from translate_kit.errors import BadInput, Missing
from translate_kit.scoring.comet import comet

TEXTS = (["Een kat."], ["A cat."], ["A cat."])


@pytest.fixture
def no_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder is all that programs are looked for in."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.mark.usefixtures("no_programs")
def test_without_it_the_message_says_what_to_install_and_what_is_downloaded() -> None:
    with pytest.raises(Missing, match="not installed") as caught:
        comet(*TEXTS, None)
    for part in ("pipx install unbabel-comet", "gigabytes", "downloads", "--comet-model"):
        assert part in str(caught.value)


@pytest.fixture
def failing(no_programs: Path) -> Path:
    """A `comet-score` that fails without a word, as one whose environment is broken does."""
    program = no_programs / "comet-score"
    program.write_text("#!/bin/sh\nexit 3\n", encoding="ascii")
    program.chmod(0o755)
    return program


@pytest.mark.usefixtures("failing")
def test_without_a_model_nothing_is_run() -> None:
    with pytest.raises(Missing, match="needs a model"):
        comet(*TEXTS, None)


@pytest.mark.usefixtures("failing")
@pytest.mark.parametrize("name", ["missing.ckpt", "Unbabel/wmt22-comet-da", "."])
def test_what_is_no_checkpoint_is_refused_lest_it_be_downloaded(name: str) -> None:
    with pytest.raises(BadInput, match="checkpoint of a COMET model"):
        comet(*TEXTS, name)


@pytest.mark.usefixtures("failing")
def test_a_command_that_fails_is_reported_with_what_it_may_lack(tmp_path: Path) -> None:
    (tmp_path / "model.ckpt").write_bytes(b"weights")
    with pytest.raises(Missing, match=r"comet-score did not run: exit code 3.*caches"):
        comet(*TEXTS, tmp_path / "model.ckpt")


@pytest.mark.usefixtures("failing")
def test_unequal_lengths_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.ckpt").write_bytes(b"weights")
    with pytest.raises(BadInput, match="1 sources, 2 hypotheses and 1 references"):
        comet(["a"], ["b", "c"], ["d"], tmp_path / "model.ckpt")
