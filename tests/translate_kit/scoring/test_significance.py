"""Paired tests are those of the sacrebleu command, to the last digit."""

from __future__ import annotations

import os
import re

import pytest

from tests.translate_kit.scoring.texts import GOOD, OTHER_REFERENCES, POOR, REFERENCES, sacrebleu, write
from translate_kit.errors import BadInput
from translate_kit.scoring import METRICS, Options, significance

SYSTEMS = {"good": GOOD, "poor": POOR, "ref2": OTHER_REFERENCES}


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return write(tmp_path_factory.mktemp("texts"))


CELL = re.compile(r"([\d.]+)(?: \(([\d.]+) ± ([\d.]+)\))?(?: \(p = ([\d.]+)\))?")


@pytest.mark.parametrize(
    ("test", "arguments"),
    [("bootstrap", ("--paired-bs",)), ("randomisation", ("--paired-ar", "--paired-ar-n", "600"))],
)
@pytest.mark.parametrize("word_order", [0, 2])
def test_equals_the_command(paths: dict[str, str], test: str, arguments: tuple[str, ...], word_order: int) -> None:
    # The command measures only one kind of chrF at a time.
    metrics = ["BLEU", "chrF2++" if word_order else "chrF2", "TER"]
    # As a table: for JSON the command stops, it has numbers of numpy's.
    theirs = sacrebleu(
        paths["ref"],
        "-i",
        *(paths[name] for name in SYSTEMS),
        *("-m", "bleu", "chrf", "ter", "--chrf-word-order", str(word_order)),
        *("-f", "latex", "-nc", *arguments),
    )
    rows = [line.split("&")[1:] for line in theirs.splitlines() if line.endswith("\\\\")][1:]
    ours = significance(SYSTEMS, REFERENCES, metrics=metrics, test=test, samples=0 if test == "bootstrap" else 600)
    assert [(found.metric, found.system) for found in ours] == [(m, s) for m in metrics for s in SYSTEMS]
    for found in ours:
        cell = rows[list(SYSTEMS).index(found.system)][metrics.index(found.metric)]
        match = CELL.match(cell.strip())
        assert match is not None
        figures = [None if value is None else f"{value:.14f}" for value in (found.score, found.mean, found.ci)]
        assert figures == list(match.groups()[:3])
        assert (None if found.p_value is None else f"{found.p_value:.4f}") == match[4]
        assert (found.mean is None) == (test == "randomisation")
        assert (found.p_value is None) == (found.system == "good")


def test_signature_equals_the_command(paths: dict[str, str]) -> None:
    theirs = sacrebleu(
        paths["ref"], "-i", paths["good"], paths["poor"], "-m", "bleu", "--paired-bs", "-f", "text", seed=99
    )
    ours = significance(SYSTEMS, REFERENCES, metrics=["BLEU"], options=Options(seed=99))
    assert ours[0].signature in theirs
    assert "bs:1000|seed:99" in ours[0].signature


def test_the_environment_is_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SACREBLEU_SEED", "4")
    significance(SYSTEMS, REFERENCES, metrics=["TER"], samples=10)
    assert os.environ["SACREBLEU_SEED"] == "4"
    monkeypatch.delenv("SACREBLEU_SEED")
    significance(SYSTEMS, REFERENCES, metrics=["TER"], samples=10)
    assert "SACREBLEU_SEED" not in os.environ


def test_a_much_better_system_is_better_by_more_than_chance_and_a_few_words_are_not() -> None:
    nearly = [*GOOD[:-1], "In each household two portraits hang on the wall."]
    found = significance({"good": GOOD, "poor": POOR, "nearly": nearly}, REFERENCES, metrics=["chrF2"])
    _, poor, few = (one.p_value for one in found)
    assert poor is not None
    assert few is not None
    assert poor < 0.01
    assert few > 0.2


def test_all_metrics_when_none_is_named() -> None:
    found = significance(SYSTEMS, REFERENCES, samples=10)
    assert list(dict.fromkeys(one.metric for one in found)) == list(METRICS)


def test_one_system_is_refused() -> None:
    with pytest.raises(BadInput, match="one system"):
        significance({"good": GOOD}, REFERENCES)


def test_an_unknown_test_is_refused() -> None:
    with pytest.raises(BadInput, match="known: bootstrap, randomisation"):
        significance(SYSTEMS, REFERENCES, test="t-test")


def test_systems_of_unequal_length_are_refused() -> None:
    with pytest.raises(BadInput, match="11 hypotheses and 12 references"):
        significance({"good": GOOD, "short": POOR[1:]}, REFERENCES)


def test_a_test_that_would_fill_the_memory_is_refused_before_it_does() -> None:
    with pytest.raises(BadInput, match="GB of memory"):
        significance({"a": ["x"] * 50_000, "b": ["y"] * 50_000}, ["x"] * 50_000)
