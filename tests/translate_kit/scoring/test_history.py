"""The history of scores as JSON lines: what is written is read back, what is damaged is named with its line."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_kit.errors import BadInput
from translate_kit.scoring import Score
from translate_kit.scoring.history import KINDS, Run, find, lines, merged, previous, read

RUN = Run(
    measured="2026-11-28T01:00:00Z",
    name="baseline",
    scores=(Score("BLEU", 38.25, "nrefs:1|tok:13a", 31.5, 45.0), Score("TER", 41.0, "case:lc")),
    groups=(("document=a.md", Score("BLEU", 40.0, "nrefs:1|tok:13a")),),
    segments=12,
    words=240,
    documents=("a.md", "b.md"),
    model="argos nl→en 0.1",
    glossary="glossary:1234",
    reference="abcdef0123",
    version="0.1.0",
)
LATER = dataclasses.replace(RUN, measured="2026-11-29T01:00:00Z", name="")
OTHER = dataclasses.replace(RUN, measured="2026-11-28T12:00:00Z", name="", reference="9876543210")


def text_of(*runs: Run) -> str:
    return "".join(f"{line}\n" for line in lines(runs))


def without_given(runs: list[Run]) -> list[Run]:
    return [dataclasses.replace(run, given_id="") for run in runs]


def test_one_line_a_score_with_its_keys_in_one_order() -> None:
    found = lines([RUN])
    assert len(found) == 3
    assert list(json.loads(found[0])) == [
        *("format", "run", "measured", "kind", "name", "metric", "group", "score", "ci_low", "ci_high", "signature"),
        *("segments", "words", "documents", "model", "glossary", "reference", "version"),
    ]
    assert len({json.loads(line)["run"] for line in found}) == 1
    assert json.loads(found[2])["group"] == "document=a.md"


figures = st.floats(-1e9, 1e9)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
scores = st.builds(Score, words.filter(bool), figures, words.filter(bool), st.none() | figures, st.none() | figures)
some_runs = st.builds(
    Run,
    measured=st.datetimes().map(lambda when: when.strftime("%Y-%m-%dT%H:%M:%SZ")),
    kind=st.sampled_from(KINDS),
    name=words,
    scores=st.lists(scores, min_size=1, max_size=3, unique_by=lambda score: score.name).map(tuple),
    groups=st.lists(st.tuples(words.filter(bool), scores), max_size=3, unique_by=lambda entry: entry[0]).map(tuple),
    segments=st.integers(0, 10**6),
    words=st.integers(0, 10**6),
    documents=st.lists(words, max_size=3).map(tuple),
    model=words,
    reference=words,
)


@given(st.lists(some_runs, max_size=4, unique_by=lambda run: run.id))
def test_what_is_written_is_read_back_in_the_order_of_time(runs: list[Run]) -> None:
    assert without_given(read("h.jsonl", text_of(*runs))) == sorted(runs, key=lambda run: run.measured)


@given(some_runs)
def test_the_id_is_the_same_after_reading_and_says_nothing_of_the_number(run: Run) -> None:
    (back,) = read("h.jsonl", text_of(dataclasses.replace(run, number=3)))
    assert back.id == run.id == dataclasses.replace(back, given_id="").id


@given(some_runs, st.floats(1, 100))
def test_another_score_is_another_run(run: Run, more: float) -> None:
    first = dataclasses.replace(run.scores[0], score=run.scores[0].score + more)
    changed = dataclasses.replace(run, scores=(first, *run.scores[1:]))
    assert changed.id != run.id


def test_lines_of_two_branches_merge_by_keeping_both() -> None:
    ours, theirs = text_of(RUN, LATER), text_of(RUN, OTHER)
    union = ours + theirs
    assert [run.measured for run in read("h.jsonl", union)] == [RUN.measured, OTHER.measured, LATER.measured]
    assert text_of(*merged(read("h", ours), read("h", theirs))) == text_of(RUN, OTHER, LATER)


def test_windows_line_ends_and_empty_lines_are_no_matter(tmp_path: Path) -> None:
    path = tmp_path / "h.jsonl"
    path.write_bytes(b"\r\n" + text_of(RUN).replace("\n", "\r\n").encode() + b"\n\n")
    assert without_given(read(path)) == [RUN]


def test_an_empty_history_has_no_runs(tmp_path: Path) -> None:
    (tmp_path / "h.jsonl").write_bytes(b"")
    assert read(tmp_path / "h.jsonl") == []


GOOD = lines([RUN])[0]


def changed(**values: object) -> str:
    return json.dumps({**json.loads(GOOD), **values})


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON"),
        (GOOD[:-20], "not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("12", "a score was expected"),
        ("{}", "number of the format is missing"),
        (changed(format=2), r"written by a newer translate-kit \(history format 2, this one knows 1\)"),
        (changed(format=True), "number of the format is missing"),
        (changed(run=""), "'run' must be a text"),
        (changed(metric=7), "'metric' must be a text"),
        (changed(kind="guess"), "'kind' must be reference or post-edit"),
        (changed(score="38"), "'score' must be a number"),
        (changed(score=float("nan")), "'score' must be a number"),
        (changed(ci_low=[]), "'ci_low' must be a number"),
        (changed(segments=None), "'segments' must be a number"),
        (changed(documents="a.md"), "'documents' must be a list"),
        (changed(model=3), "'model' must be a text"),
        (changed(score=39.0), "another BLEU of run .* than in line 1"),
        (changed(name="\ud800"), "half of a surrogate pair"),
        ("<<<<<<< HEAD", "merge conflict"),
        ("=======", "merge conflict"),
    ],
)
def test_a_damaged_line_is_refused_with_its_number(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "scores.jsonl"
    path.write_text(f"{GOOD}\n\n{line}\n", encoding="utf-8")
    with pytest.raises(BadInput, match=rf"scores\.jsonl:3: .*{message}"):
        read(path)


def test_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "scores.jsonl"
    path.write_bytes(GOOD.encode() + b"\n" + GOOD.replace("→", "é").encode("latin-1") + b"\n")
    with pytest.raises(BadInput, match=r"scores\.jsonl:2: this is not UTF-8"):
        read(path)


def read_or_refused(text: str) -> tuple[list[Run], str]:
    try:
        return read("h.jsonl", text), ""
    except BadInput as error:
        return [], str(error)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(json.loads(GOOD))), json_values)
def test_a_line_with_any_value_is_read_or_refused(key: str, value: object) -> None:
    runs, message = read_or_refused(changed(**{key: value}))
    assert message.startswith("h.jsonl:1: ") or read("h.jsonl", text_of(*runs)) == runs


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    runs, message = read_or_refused(text)
    assert message.startswith("h.jsonl:") or runs == []


RUNS = [
    dataclasses.replace(RUN, number=1),
    dataclasses.replace(OTHER, number=2),
    dataclasses.replace(LATER, number=3),
]


@pytest.mark.parametrize(
    ("wanted", "number"),
    [("1", 1), ("3", 3), ("baseline", 1), ("last", 3), ("last~1", 2), ("last~2", 1), (OTHER.id, 2), (LATER.id[:5], 3)],
)
def test_a_run_is_found_by_number_name_id_and_place(wanted: str, number: int) -> None:
    assert find(RUNS, wanted).number == number


@pytest.mark.parametrize("wanted", ["9", "first", "last~3", "", "ab"])
def test_an_unknown_run_is_refused_with_the_latest(wanted: str) -> None:
    with pytest.raises(BadInput, match=r"1 \(baseline\), 2, 3|only 3 runs"):
        find(RUNS, wanted)


def test_without_runs_the_message_says_how_to_measure() -> None:
    with pytest.raises(BadInput, match="translate-kit score"):
        find([], "last")


def test_the_run_before_is_the_latest_one_against_the_same_reference() -> None:
    assert previous(RUNS, RUNS[2]) is RUNS[0]
    assert previous(RUNS, RUNS[1]) is None
