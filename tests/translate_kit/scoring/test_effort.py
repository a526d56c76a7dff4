"""What post-editing took, over all segments and by document, engine, person, month and segment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_kit.project.effort import by_person
from translate_kit.project.work import Visit
from translate_kit.scoring import Score, score
from translate_kit.scoring.effort import GROUPS, Effort, PostEdit


def edit(segment: str, draft: str | None, post_edit: str, **more: object) -> PostEdit:
    values: dict[str, object] = {
        "document": "a.md",
        "source": "Een zin van vijf woorden.",
        "engine": "argos" if draft is not None else "",
        "person": "ann",
        "month": "2026-11",
    }
    return PostEdit(segment=segment, draft=draft, post_edit=post_edit, **{**values, **more})  # type: ignore[arg-type]


EDITS = [
    edit("1", "The cat sleeps.", "The cat sleeps.", terms=2, terms_allowed=2, active_ms=9_000),
    edit("2", "The dog barks loud.", "The dog barks loudly.", person="bob", active_ms=36_000),
    edit("3", None, "A sentence without a draft.", month="2026-12", document="b.md", terms=2, terms_allowed=1),
    edit("4", "In the night it rain.", "It rained in the night.", engine="memory", document="b.md"),
]


def by_name(scores: list[Score] | tuple[Score, ...]) -> dict[str, Score]:
    return {found.name: found for found in scores}


def test_hter_is_the_translation_edit_rate_of_the_drafts_against_their_post_edits() -> None:
    drafted = [one for one in EDITS if one.draft is not None]
    (ter,) = score([one.draft or "" for one in drafted], [one.post_edit for one in drafted], metrics=["TER"])
    hter = by_name(Effort(EDITS).scores())["HTER"]
    assert (hter.score, hter.signature, hter.ci_low, hter.ci_high) == (
        ter.score,
        ter.signature,
        ter.ci_low,
        ter.ci_high,
    )


def test_edit_distance_is_edits_per_hundred_characters_of_the_longer_text() -> None:
    found = by_name(Effort(EDITS[:2]).scores())["edit distance"]
    # Two letters were added to 21 characters; the other segment of 15 was left alone.
    assert found.score == pytest.approx(100 * 2 / (15 + 21))
    assert "edits:2|of:36" in found.signature


def test_accepted_untouched_counts_the_drafts_that_stayed_as_they_were() -> None:
    found = by_name(Effort(EDITS).scores())["accepted untouched"]
    assert found.score == pytest.approx(100 / 3)
    assert found.signature == "accepted:1|drafts:3"


def test_term_accuracy_is_of_the_post_edits_with_or_without_a_draft() -> None:
    found = by_name(Effort(EDITS, terms_signature="glossary:x").scores())["term accuracy"]
    assert (found.score, found.signature) == (75.0, "glossary:x|terms:4")


def test_words_an_hour_counts_the_segments_whose_time_is_known() -> None:
    found = by_name(Effort(EDITS).scores())["words an hour"]
    # Ten words in 45 seconds.
    assert found.score == pytest.approx(800)
    assert "words:10|segments:2|minutes:0.8" in found.signature


def test_words_an_hour_leaves_out_what_nobody_has_read_or_somebody_went_away_from() -> None:
    # Five words: 1.25 to 150 seconds.
    quick, slow = edit("5", "It.", "It.", active_ms=1_249), edit("6", "It.", "It.", active_ms=150_001)
    assert by_name(Effort([*EDITS, quick, slow]).scores())["words an hour"].score == pytest.approx(800)
    assert "words an hour" not in by_name(Effort([quick, slow]).scores())
    (person,) = by_person(
        [
            Visit(segment=one.segment, person="ann", started="", active_ms=one.active_ms or 0)
            for one in (*EDITS[:2], quick, slow)
        ],
        lambda ids: {one.segment: one.words for one in (*EDITS, quick, slow) if one.segment in set(ids)},
    )
    assert person.words_an_hour == pytest.approx(800)


def test_without_times_there_are_no_words_an_hour() -> None:
    assert "words an hour" not in by_name(Effort(EDITS[2:]).scores())


def test_segments_without_a_draft_have_no_measure_of_editing() -> None:
    assert set(by_name(Effort([EDITS[2]]).scores())) == {"term accuracy"}


def test_groups_hold_the_same_measures_of_their_part() -> None:
    effort = Effort(EDITS)
    ann, bob = effort.by("person")
    assert (ann.name, ann.segments, ann.words, bob.name, bob.segments) == ("ann", 3, 15, "bob", 1)
    assert by_name(bob.scores)["HTER"] == by_name(Effort([EDITS[1]]).scores())["HTER"]
    assert by_name(bob.scores)["words an hour"].score == pytest.approx(500)
    assert [group.name for group in effort.by("engine")] == ["argos", "memory", "none"]
    assert [group.name for group in effort.by("month")] == ["2026-11", "2026-12"]
    assert [group.name for group in effort.by("document")] == ["a.md", "b.md"]
    assert [group.name for group in effort.by("segment")] == ["1", "2", "3", "4"]


texts = st.text(alphabet="ab .", min_size=1, max_size=12)
edits = st.builds(
    edit,
    st.integers(1, 99).map(str),
    st.none() | texts,
    texts,
    person=st.sampled_from(["ann", "bob"]),
    document=st.sampled_from(["a.md", "b.md"]),
    active_ms=st.none() | st.integers(0, 10_000),
)


@given(st.lists(edits, min_size=1, max_size=8), st.sampled_from(list(GROUPS)))
def test_groups_part_the_segments_and_each_measures_as_it_would_alone(found: list[PostEdit], key: str) -> None:
    groups = Effort(found).by(key)
    assert sum(group.segments for group in groups) == len(found)
    assert sum(group.words for group in groups) == sum(one.words for one in found)
    for group in groups:
        alone = Effort([one for one in found if GROUPS[key](one) == group.name])
        assert list(group.scores) == alone.scores(confidence=False)


@given(st.lists(texts, min_size=1, max_size=6))
def test_drafts_that_nobody_touched_took_no_editing(finals: list[str]) -> None:
    found = by_name(Effort([edit(str(n), text, text) for n, text in enumerate(finals)]).scores(confidence=False))
    assert (found["HTER"].score, found["edit distance"].score, found["accepted untouched"].score) == (0, 0, 100)
