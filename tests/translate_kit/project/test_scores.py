"""The history of scores in a project, and what its versions say about post-editing; in both stores."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from translate_kit.data import Origin, Segment, State
from translate_kit.project.scores import Texts, bring_in, history, keep, post_edits, reference_digest, texts_of
from translate_kit.project.store import Change, ProjectStore, StoredDocument, now
from translate_kit.project.work import Visit, Work
from translate_kit.scoring import Score
from translate_kit.scoring.history import Run, lines, read


@pytest.fixture
def store(place: str) -> Iterator[ProjectStore]:
    with ProjectStore(place) as opened:
        document = StoredDocument("a.md", "markdown", "utf-8", "../a.md", "0" * 64, now())
        sources = ("Eén kat.", "Twee katten slapen.", "Drie.")
        opened.put_document(document, [Segment(id="", source=text) for text in sources], lambda _old, _new: {})
        yield opened


RUN = Run(
    measured="2026-11-28T01:00:00Z",
    name="baseline",
    scores=(Score("BLEU", 38.25, "nrefs:1", 31.5, 45.0), Score("TER", 41.0, "case:lc")),
    groups=(("document=a.md", Score("BLEU", 40.0, "nrefs:1")),),
    segments=3,
    words=6,
    documents=("a.md",),
    model="argos nl→en 0.1",
    reference="abcdef0123",
    version="0.1.0",
)
TEXTS = Texts(
    hypotheses=("One cat.", "Two \U0001f63a\x00 cats.", ""),
    references=(("A cat.", "Two cats sleep.", "Three."), ("One cat.", "Two cats are asleep.", "3")),
    sources=("Eén kat.", "Twee katten slapen.", "Drie."),
    segments=(("a.md", "1"), ("a.md", "2"), ("a.md", "3")),
)


def test_a_run_comes_back_as_it_was_kept_with_its_number(store: ProjectStore) -> None:
    kept = keep(store, RUN, TEXTS)
    assert kept == dataclasses.replace(RUN, number=kept.number)
    (back,) = history(store)
    assert dataclasses.replace(back, given_id="") == kept
    assert back.id == RUN.id


def test_the_texts_of_a_run_come_back(store: ProjectStore) -> None:
    kept = keep(store, RUN, TEXTS)
    assert texts_of(store, kept) == TEXTS
    assert texts_of(store, keep(store, RUN)) is None


def test_the_same_texts_are_kept_once(store: ProjectStore) -> None:
    keep(store, RUN, TEXTS)
    keep(store, RUN, dataclasses.replace(TEXTS, hypotheses=("One.", "Two.", "Three.")))
    # Two translations, two references, the sources, the places.
    assert store.db.execute("SELECT count(*) FROM score_text").fetchone()[0] == 6


def test_runs_come_in_the_order_of_time_also_when_they_were_brought_in(store: ProjectStore) -> None:
    keep(store, dataclasses.replace(RUN, measured="2026-11-20T00:00:00Z"))
    assert bring_in(store, [dataclasses.replace(RUN, measured="2026-11-10T00:00:00Z")]) == 1
    assert [run.measured[:10] for run in history(store)] == ["2026-11-10", "2026-11-20"]


def test_what_is_brought_in_twice_is_there_once(store: ProjectStore) -> None:
    keep(store, RUN, TEXTS)
    later = dataclasses.replace(RUN, measured="2026-12-01T00:00:00Z")
    written = "".join(f"{line}\n" for line in lines([RUN, later]))
    assert bring_in(store, read("h.jsonl", written)) == 1
    assert bring_in(store, read("h.jsonl", written)) == 0
    assert "".join(f"{line}\n" for line in lines(history(store))) == written


def test_a_run_that_an_earlier_version_kept_is_read(store: ProjectStore) -> None:
    old = {
        "metrics": [{"name": "TER", "score": 41.0, "signature": "case:lc", "ci_low": None, "ci_high": None}],
        "segments": 3,
        "words": 6,
        "model": "argos",
        "glossary": "glossary:1",
        "version": "0.0.9",
    }
    store.db.execute("INSERT INTO score (measured, result) VALUES (?, ?)", (now(), json.dumps(old)))
    (run,) = history(store)
    assert (run.score_of("TER"), run.segments, run.kind, run.reference) == (
        Score("TER", 41.0, "case:lc"),
        3,
        "reference",
        "",
    )
    assert len(run.id) == 10
    assert bring_in(store, read("h.jsonl", "\n".join(lines([run])))) == 0


def test_a_project_of_the_schema_before_is_brought_forward_with_its_scores(tmp_path: Path) -> None:
    from translate_kit.project.schema import MIGRATIONS

    path = tmp_path / "old.db"
    with sqlite3.connect(path) as database:
        for step in MIGRATIONS[:3]:
            database.executescript(step)
        result = {"metrics": [{"name": "TER", "score": 41.0, "signature": "case:lc"}], "segments": 3}
        database.execute("INSERT INTO score VALUES (1, '2026-11-01T00:00:00Z', ?)", (json.dumps(result),))
        database.execute("PRAGMA user_version = 3")
    database.close()
    with ProjectStore(path) as store:
        keep(store, RUN, TEXTS)
        assert [run.number for run in history(store)] == [1, 2]


def test_the_digest_of_references_tells_their_sets_and_lines_apart() -> None:
    digests = [
        reference_digest(sets)
        for sets in ([["a", "b"]], [["a"], ["b"]], [["ab"]], [["b", "a"]], [["a", "b"], ["a", "b"]])
    ]
    assert len(set(digests)) == 5
    assert reference_digest([("a", "b")]) == digests[0]


def draft(
    store: ProjectStore, segment: str, target: str, origin: Origin = Origin.MACHINE, detail: str = "argos"
) -> None:
    store.draft([Change(segment, target, State.DRAFT, origin, detail)], person="kit")


def confirm(
    store: ProjectStore, segment: str, target: str, person: str = "ann", state: State = State.TRANSLATED
) -> None:
    store.edit(Change(segment, target, state, Origin.PERSON), person=person)


def test_a_post_edit_has_its_draft_its_engine_and_who_confirmed_it(store: ProjectStore) -> None:
    draft(store, "1", "A cat.", detail="argos nl→en 0.1; terms: cat (n-best)")
    confirm(store, "1", "One cat.")
    (edit,) = post_edits(store, store.segments())
    assert (edit.draft, edit.post_edit, edit.engine, edit.person) == ("A cat.", "One cat.", "argos nl→en 0.1", "ann")
    assert (edit.document, edit.source, edit.month, edit.words) == ("a.md", "Eén kat.", now()[:7], 2)
    assert edit.active_ms is None


def test_what_nobody_has_confirmed_is_no_post_edit(store: ProjectStore) -> None:
    draft(store, "1", "A cat.")
    confirm(store, "2", "Two cats", state=State.DRAFT)
    assert post_edits(store, store.segments()) == []


def test_the_draft_is_the_last_one_before_the_confirmation(store: ProjectStore) -> None:
    draft(store, "1", "Cat.", detail="old model")
    draft(store, "1", "A cat.", detail="new model")
    confirm(store, "1", "One cat.", state=State.DRAFT)
    confirm(store, "1", "One cat.")
    (edit,) = post_edits(store, store.segments())
    assert (edit.draft, edit.engine) == ("A cat.", "new model")


def test_a_reviewer_changes_the_post_edit_not_who_made_it(store: ProjectStore) -> None:
    draft(store, "1", "A cat.")
    confirm(store, "1", "One cat.")
    confirm(store, "1", "A single cat.", "bob", State.REVIEWED)
    (edit,) = post_edits(store, store.segments())
    assert (edit.draft, edit.post_edit, edit.person) == ("A cat.", "A single cat.", "ann")


def test_after_a_rejection_the_new_draft_counts_and_who_confirmed_it_then(store: ProjectStore) -> None:
    draft(store, "1", "Cat.")
    confirm(store, "1", "A dog.")
    # Rejected, it is the machine's again.
    store.edit(Change("1", "Cat.", State.REJECTED, Origin.MACHINE, "argos"), person="bob")
    draft(store, "1", "A cat.", detail="better model")
    confirm(store, "1", "One cat.", "bob")
    (edit,) = post_edits(store, store.segments())
    assert (edit.draft, edit.post_edit, edit.engine, edit.person) == ("A cat.", "One cat.", "better model", "bob")


def test_a_segment_that_was_opened_again_is_no_post_edit(store: ProjectStore) -> None:
    draft(store, "1", "A cat.")
    confirm(store, "1", "One cat.")
    confirm(store, "1", "One cat?", state=State.DRAFT)
    assert post_edits(store, store.segments()) == []


def test_a_translation_from_scratch_has_no_draft(store: ProjectStore) -> None:
    confirm(store, "3", "Three.")
    (edit,) = post_edits(store, store.segments())
    assert (edit.draft, edit.engine) == (None, "")


@pytest.mark.parametrize("origin", [Origin.MEMORY, Origin.REPETITION])
def test_drafts_out_of_a_memory_are_one_engine(store: ProjectStore, origin: Origin) -> None:
    draft(store, "1", "A cat.", origin, "memory.db, unit 12")
    confirm(store, "1", "A cat.")
    (edit,) = post_edits(store, store.segments())
    assert edit.engine == origin.value


def test_only_the_segments_that_are_asked_for(store: ProjectStore) -> None:
    for segment in ("1", "2"):
        confirm(store, segment, "x")
    assert [edit.segment for edit in post_edits(store, store.segments()[1:])] == ["2"]


def test_the_time_is_what_the_post_editor_was_active_in_all_visits(store: ProjectStore) -> None:
    draft(store, "1", "A cat.")
    confirm(store, "1", "One cat.")
    for person, active_ms in (("ann", 4000), ("bob", 90_000), ("ann", 1500)):
        Work(store).visited(
            Visit(
                segment="1",
                person=person,
                started=now(),
                active_ms=active_ms,
                idle_ms=60_000,
                keystrokes=12,
                suggestions=(),
                revision=2,
            )
        )
    (edit,) = post_edits(store, store.segments())
    assert edit.active_ms == 5500
