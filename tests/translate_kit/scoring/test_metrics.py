"""Scores are sacrebleu's own, to the last digit: each is held beside what the command prints for the same files."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.translate_kit.scoring.texts import (
    GOOD,
    OTHER_REFERENCES,
    POOR,
    REFERENCES,
    sacrebleu,
    sacrebleu_json,
    shown,
    write,
)
from translate_kit.errors import BadInput
from translate_kit.scoring import METRICS, Counts, Options, score, segment_scores
from translate_kit.scoring.metrics import scores_by_group

COMMAND = {
    "BLEU": ("-m", "bleu"),
    "chrF2": ("-m", "chrf"),
    "chrF2++": ("-m", "chrf", "--chrf-word-order", "2"),
    "TER": ("-m", "ter"),
}


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return write(tmp_path_factory.mktemp("texts"))


@pytest.mark.parametrize("name", METRICS)
@pytest.mark.parametrize("system", ["good", "poor"])
def test_score_signature_and_interval_equal_the_command(paths: dict[str, str], name: str, system: str) -> None:
    theirs = sacrebleu_json(paths["ref"], "-i", paths[system], *COMMAND[name], "--confidence")
    (ours,) = score({"good": GOOD, "poor": POOR}[system], REFERENCES, metrics=[name])
    assert (ours.name, ours.signature) == (theirs["name"], theirs["signature"])
    assert shown(ours.score) == theirs["score"]
    assert ours.ci_low is not None
    assert ours.ci_high is not None
    # We keep the ends of the interval, the command its middle and half its width.
    assert (ours.ci_low + ours.ci_high) / 2 == pytest.approx(theirs["confidence_mean"], rel=1e-15, abs=2e-14)
    assert (ours.ci_high - ours.ci_low) / 2 == pytest.approx(theirs["confidence_var"], rel=1e-14, abs=2e-14)


@pytest.mark.parametrize("name", METRICS)
def test_without_an_interval_the_signature_says_nothing_of_samples(paths: dict[str, str], name: str) -> None:
    theirs = sacrebleu_json(paths["ref"], "-i", paths["good"], *COMMAND[name])
    (ours,) = score(GOOD, REFERENCES, metrics=[name], confidence=False)
    assert (shown(ours.score), ours.signature) == (theirs["score"], theirs["signature"])
    assert (ours.ci_low, ours.ci_high) == (None, None)


@pytest.mark.parametrize("name", METRICS)
def test_several_references_equal_the_command(paths: dict[str, str], name: str) -> None:
    theirs = sacrebleu_json(paths["ref"], paths["ref2"], "-i", paths["poor"], *COMMAND[name])
    (ours,) = score(POOR, [REFERENCES, OTHER_REFERENCES], metrics=[name], confidence=False)
    assert (shown(ours.score), ours.signature) == (theirs["score"], theirs["signature"])
    assert "nrefs:2" in ours.signature


@pytest.mark.parametrize(
    ("name", "options", "arguments"),
    [
        ("BLEU", {"tokenize": "intl"}, ("--tokenize", "intl")),
        ("BLEU", {"tokenize": "char"}, ("--tokenize", "char")),
        ("BLEU", {"tokenize": "none"}, ("--tokenize", "none")),
        ("BLEU", {"tokenize": "zh"}, ("--tokenize", "zh")),
        ("BLEU", {"lowercase": True}, ("-lc",)),
        ("BLEU", {"smooth_method": "floor", "smooth_value": 0.3}, ("-s", "floor", "-sv", "0.3")),
        ("BLEU", {"smooth_method": "add-k"}, ("-s", "add-k")),
        ("BLEU", {"smooth_method": "none"}, ("-s", "none")),
        ("chrF2", {"lowercase": True}, ("--chrf-lowercase",)),
        ("chrF2++", {"chrf_whitespace": True}, ("--chrf-whitespace",)),
        ("TER", {"ter_case_sensitive": True}, ("--ter-case-sensitive",)),
        ("TER", {"ter_normalized": True, "ter_no_punct": True}, ("--ter-normalized", "--ter-no-punct")),
    ],
    ids=lambda value: "" if isinstance(value, tuple) else str(value),
)
def test_options_equal_the_command(
    paths: dict[str, str], name: str, options: dict[str, Any], arguments: tuple[str, ...]
) -> None:
    theirs = sacrebleu_json(paths["ref"], "-i", paths["poor"], *COMMAND[name], *arguments, "--confidence")
    (ours,) = score(POOR, REFERENCES, metrics=[name], options=Options(**options))
    assert (shown(ours.score), ours.signature) == (theirs["score"], theirs["signature"])
    assert ours.ci_low is not None
    assert ours.ci_low == pytest.approx(theirs["confidence_mean"] - theirs["confidence_var"], rel=1e-13)


def test_another_seed_and_number_of_samples_equal_the_command(paths: dict[str, str]) -> None:
    arguments = (paths["ref"], "-i", paths["good"], "-m", "bleu", "--confidence", "--confidence-n", "250")
    theirs = sacrebleu_json(*arguments, seed=7)
    (ours,) = score(GOOD, REFERENCES, metrics=["BLEU"], options=Options(samples=250, seed=7))
    assert ours.signature == theirs["signature"]
    assert "bs:250|seed:7" in ours.signature
    assert ours.ci_low is not None
    assert ours.ci_low == pytest.approx(theirs["confidence_mean"] - theirs["confidence_var"], rel=1e-13)


@pytest.mark.parametrize("name", METRICS)
def test_segments_equal_the_command_at_sentence_level(paths: dict[str, str], name: str) -> None:
    theirs = sacrebleu(paths["ref"], "-i", paths["poor"], *COMMAND[name], "--sentence-level").splitlines()
    ours = [found for (found,) in segment_scores(POOR, REFERENCES, metrics=[name])]
    assert len(ours) == len(theirs)
    for found, line in zip(ours, theirs, strict=True):
        # `chrF2|nrefs:1|… = 51.6…`, and for BLEU more about its n-grams after it.
        head, _, figures = line.partition(" = ")
        assert head == f"{found.name}|{found.signature}"
        assert shown(found.score) == float(figures.split(" ")[0])


@pytest.mark.parametrize("name", METRICS)
def test_a_document_scores_as_the_command_scores_its_lines_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / "ref").write_text("\n".join(REFERENCES[5:]) + "\n", encoding="utf-8")
    (tmp_path / "hyp").write_text("\n".join(GOOD[5:]) + "\n", encoding="utf-8")
    theirs = sacrebleu_json(str(tmp_path / "ref"), "-i", str(tmp_path / "hyp"), *COMMAND[name])
    documents = ["a.md"] * 5 + ["b.md"] * 7
    words = [len(line.split()) for line in GOOD]
    first, second = scores_by_group([Counts(name, GOOD, REFERENCES)], documents, words)
    assert (first.name, first.segments, second.name, second.segments) == ("a.md", 5, "b.md", 7)
    assert second.words == sum(words[5:])
    assert (shown(second.scores[0].score), second.scores[0].signature) == (theirs["score"], theirs["signature"])


@given(
    st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40)), min_size=2, max_size=8),
    st.sampled_from(list(METRICS)),
)
@settings(max_examples=60)
def test_any_text_scores_as_sacrebleu_scores_it(pairs: list[tuple[str, str]], name: str) -> None:
    import sacrebleu as theirs

    hypotheses, references = [pair[0].rstrip() for pair in pairs], [pair[1].rstrip() for pair in pairs]
    metric: Any = {
        "BLEU": theirs.BLEU,
        "chrF2": theirs.CHRF,
        "chrF2++": lambda: theirs.CHRF(word_order=2),
        "TER": theirs.TER,
    }[name]()
    (ours,) = score(hypotheses, references, metrics=[name], options=Options(samples=20))
    try:
        expected = metric.corpus_score(hypotheses, [references], n_bootstrap=20)
    except TypeError:
        # See `test_samples_without_any_match_do_not_stop_us`.
        assert ours.ci_low is not None
        return
    assert ours.score == float(expected.score)
    assert ours.ci_low == pytest.approx(float(expected._mean) - float(expected._ci), rel=1e-12, abs=1e-12)
    assert ours.signature == str(metric.get_signature())


def test_samples_drawn_one_by_one_are_those_that_sacrebleu_draws_at_once() -> None:
    for length in (2, 3, 17, 997):
        at_once = np.random.default_rng(12345).choice(length, size=(40, length), replace=True)
        generator = np.random.default_rng(12345)
        assert all((generator.choice(length, size=length) == row).all() for row in at_once)


def test_samples_without_any_match_do_not_stop_us() -> None:
    # Sacrebleu 2.6.0 stops with "don't know how to coerce float and float32": some samples have nothing in common with
    # their reference, others do.
    (found,) = score(["abc def", "xyz"], ["abc def", "qqq"], metrics=["chrF2"])
    assert found.ci_low is not None
    assert found.ci_high is not None
    assert found.ci_low < found.score < found.ci_high


def test_a_perfect_translation_scores_the_maximum() -> None:
    bleu, chrf, chrf_plus, ter = score(REFERENCES, REFERENCES, confidence=False)
    assert [round(found.score, 9) for found in (bleu, chrf, chrf_plus, ter)] == [100, 100, 100, 0]


def test_the_order_of_segments_does_not_matter_to_the_score() -> None:
    order = [7, 2, 9, 0, 11, 4, 1, 10, 3, 8, 5, 6]
    mixed = score([GOOD[row] for row in order], [REFERENCES[row] for row in order], confidence=False)
    assert [asdict(found) for found in mixed] == [asdict(found) for found in score(GOOD, REFERENCES, confidence=False)]


def test_one_segment_has_no_interval() -> None:
    assert all(found.ci_low is None for found in score(GOOD[:1], REFERENCES[:1]))


def test_metrics_come_in_one_order_and_once_whatever_was_asked_for() -> None:
    found = score(GOOD, REFERENCES, metrics=["ter", "BLEU", "TER"], confidence=False)
    assert [one.name for one in found] == ["BLEU", "TER"]


def test_unequal_lengths_are_refused_with_both_counts() -> None:
    with pytest.raises(BadInput, match="12 hypotheses and 3 references;"):
        score(GOOD, REFERENCES[:3])
    with pytest.raises(BadInput, match="12 hypotheses and 3 references in set 2;"):
        score(GOOD, [REFERENCES, REFERENCES[:3]])


def test_nothing_to_score_is_refused() -> None:
    with pytest.raises(BadInput, match="no segments"):
        score([], [])


def test_unknown_metric_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadInput, match=r"'METEOR'; known: BLEU, chrF2, chrF2\+\+, TER"):
        score(GOOD, REFERENCES, metrics=["METEOR"])


@pytest.mark.parametrize(
    ("options", "message"),
    [({"tokenize": "flores200"}, "unknown tokeniser"), ({"smooth_method": "x"}, "unknown smoothing")],
)
def test_unknown_options_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        score(GOOD, REFERENCES, options=Options(**options))
