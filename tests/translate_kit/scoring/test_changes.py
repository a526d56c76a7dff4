"""Two translations side by side: which segments got better or worse, and word by word what was changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.translate_kit.scoring.texts import GOOD, POOR, REFERENCES
from translate_kit.errors import BadInput
from translate_kit.scoring import segment_scores
from translate_kit.scoring.changes import changes, differences


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("the cat", "the cat", [("equal", "the cat")]),
        ("the cat sat", "the dog sat", [("equal", "the "), ("delete", "cat"), ("insert", "dog"), ("equal", " sat")]),
        ("", "new", [("insert", "new")]),
        ("old", "", [("delete", "old")]),
        ("", "", []),
        ("in a day.", "in two days.", [("equal", "in "), ("delete", "a day"), ("insert", "two days"), ("equal", ".")]),
        ("a b", "a b c", [("equal", "a b"), ("insert", " c")]),
    ],
)
def test_words_are_compared_and_neighbouring_changes_are_one(
    before: str, after: str, expected: list[tuple[str, str]]
) -> None:
    assert differences(before, after) == expected


texts = st.text(st.sampled_from("ab ,.é\n"), max_size=30)


@given(texts, texts)
def test_without_insertions_it_is_the_first_without_deletions_the_second(before: str, after: str) -> None:
    steps = differences(before, after)
    assert "".join(text for tag, text in steps if tag != "insert") == before
    assert "".join(text for tag, text in steps if tag != "delete") == after
    assert all(text for _, text in steps)


@pytest.mark.parametrize("metric", ["chrF2", "BLEU", "TER"])
def test_segments_are_sorted_by_how_much_they_changed_in_the_metric(metric: str) -> None:
    found = changes(GOOD, POOR, [REFERENCES], metric=metric)
    assert found.metric == metric
    assert len(found.better) + len(found.worse) + found.same + found.unchanged == len(GOOD)
    assert [one.gain for one in found.worse] == sorted(one.gain for one in found.worse)
    assert all(one.gain < 0 for one in found.worse)
    assert len(found.worse) > 6
    before, after = (
        [row[0].score for row in segment_scores(texts, REFERENCES, metrics=[metric])] for texts in (GOOD, POOR)
    )
    for one in (*found.better, *found.worse):
        row = one.number - 1
        assert (one.score_before, one.score_after) == (before[row], after[row])
        assert one.gain == (before[row] - after[row] if metric == "TER" else after[row] - before[row])
        assert (one.before, one.after, one.references) == (GOOD[row], POOR[row], (REFERENCES[row],))


def test_the_other_way_round_the_better_ones_are_the_worse_ones() -> None:
    there, back = changes(GOOD, POOR, [REFERENCES]), changes(POOR, GOOD, [REFERENCES])
    assert [one.number for one in there.worse] == [one.number for one in back.better]


def test_the_same_text_has_no_changes() -> None:
    found = changes(GOOD, GOOD, [REFERENCES])
    assert (found.better, found.worse, found.same, found.unchanged) == ([], [], 0, len(GOOD))


def test_unequal_lengths_are_refused_with_both_counts() -> None:
    with pytest.raises(BadInput, match="12 segments and 3"):
        changes(GOOD, GOOD[:3], [REFERENCES])
