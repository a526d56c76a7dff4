"""Scores are sacrebleu's own, to the last digit."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from translate_kit.errors import BadInput
from translate_kit.scoring import score

HYPOTHESES = [
    "The eternal leader spoke to the people on 15 April.",
    "Self-reliance is the core of the doctrine.",
    "More than 400,000 prisoners were counted.",
    "The underground church meets at night.",
]
REFERENCES = [
    "On 15 April the eternal leader addressed the people.",
    "Self-reliance is at the heart of the doctrine.",
    "More than 400,000 prisoners have been counted.",
    "The underground church gathers at night.",
]


@pytest.mark.parametrize(("name", "option"), [("BLEU", "bleu"), ("chrF2", "chrf"), ("TER", "ter")])
@pytest.mark.parametrize("confidence", [False, True])
def test_equals_the_sacrebleu_command(tmp_path: Path, name: str, option: str, confidence: bool) -> None:
    (tmp_path / "hyp").write_text("\n".join(HYPOTHESES) + "\n", encoding="utf-8")
    (tmp_path / "ref").write_text("\n".join(REFERENCES) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "sacrebleu", "ref", "-i", "hyp", "-m", option, "-w", "12", "-f", "json"]
    done = subprocess.run(
        [*command, "--confidence"] if confidence else command, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    theirs = json.loads(done.stdout)
    (ours,) = score(HYPOTHESES, REFERENCES, metrics=[name], confidence=confidence)
    assert round(ours.score, 12) == theirs["score"]
    for part in ("case", "tok", "version", "bs", "seed"):
        value = theirs.get({"tok": "tok", "bs": "bs", "seed": "seed"}.get(part, part))
        if value is not None:
            assert f"{part}:{value}" in ours.signature
    if confidence:
        assert ours.ci_low is not None
        assert ours.ci_high is not None
        mean, half = theirs["confidence_mean"], theirs["confidence_var"]
        assert ours.ci_low == pytest.approx(mean - half)
        assert ours.ci_high == pytest.approx(mean + half)


def test_a_perfect_translation_scores_the_maximum() -> None:
    bleu, chrf, ter = score(REFERENCES, REFERENCES, confidence=False)
    assert (round(bleu.score), round(chrf.score), ter.score) == (100, 100, 0)


def test_one_segment_has_no_interval() -> None:
    assert score(HYPOTHESES[:1], REFERENCES[:1])[0].ci_low is None


def test_unequal_lengths_are_refused() -> None:
    with pytest.raises(BadInput, match="4 hypotheses and 3 references"):
        score(HYPOTHESES, REFERENCES[:3])


def test_nothing_to_score_is_refused() -> None:
    with pytest.raises(BadInput, match="no segments"):
        score([], [])


def test_unknown_metric_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadInput, match="BLEU, chrF2, TER"):
        score(HYPOTHESES, REFERENCES, metrics=["METEOR"])
