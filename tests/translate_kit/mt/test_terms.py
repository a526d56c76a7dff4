"""Machine translation keeps to the glossary: what holds whatever the model writes.

The embedded model will be replaced by a better one, so nothing here depends on its exact output.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from glossary import CURATED, Concept, Status, Term, TermBase, accuracy
from translate_kit.data import Segment
from translate_kit.mt.argos import ArgosEngine
from translate_kit.mt.engine import Draft, load
from translate_kit.qa import run_checks
from translate_kit.qa.catalogue import CHECKS

SENTENCES = (
    "De eeuwige leider predikt zelfredzaamheid.",
    "In de strafkampen van Noord-Korea zitten 120.000 mensen.",
    "Een werkkampbewaker sprak met de *zendeling* over de ondergrondse kerk.",
    "Zijn persoonsverheerlijking begon op 15 april 1972.",
    "De onderzoekscommissie noemt het [misdaden tegen de menselijkheid](https://www.example.org/rapport).",
    "De overlopers vertelden over het songbun van hun ouders.",
    "„De godsdienstvrijheid bestaat op papier”, zei de hulpverlener.",
)
WITHOUT_TERMS = ("Het regende de hele dag.", "Zij kocht twee broden en een fles melk.")


@pytest.fixture(scope="module")
def termbase() -> TermBase:
    return TermBase.load(CURATED)


@pytest.fixture(scope="module")
def engine() -> ArgosEngine:
    found = load("argos", "nl", "en")
    assert isinstance(found, ArgosEngine)
    return found


@pytest.fixture(scope="module")
def drafts(engine: ArgosEngine, termbase: TermBase) -> list[Draft]:
    return engine.translate(SENTENCES, termbase=termbase)


def share(termbase: TermBase, drafts: Sequence[Draft]) -> float:
    verdicts = [
        verdict
        for source, draft in zip(SENTENCES, drafts, strict=True)
        for verdict in termbase.check(source, draft.target)
    ]
    allowed, total = accuracy(verdicts)
    assert total > 8
    return allowed / total


def test_terms_are_kept_to_more_often_than_without_the_glossary(
    engine: ArgosEngine, termbase: TermBase, drafts: list[Draft]
) -> None:
    assert share(termbase, drafts) >= 0.9
    assert share(termbase, drafts) >= share(termbase, engine.translate(SENTENCES))


def test_an_enforced_term_is_in_the_target_and_says_how(drafts: list[Draft]) -> None:
    enforced = [(draft, term) for draft in drafts for term in draft.terms]
    assert enforced
    for draft, term in enforced:
        assert term.target.casefold() in draft.target.casefold()
        assert term.how in {"n-best", "stand-in", "prefix", "replaced", "kept"}


def test_no_word_is_doubled_by_enforcement(drafts: list[Draft]) -> None:
    for draft in drafts:
        for term in draft.terms:
            doubled = rf"\b{re.escape(term.target)}\s+{re.escape(term.target)}\b"
            assert not re.search(doubled, draft.target, re.IGNORECASE), draft.target


def test_numbers_and_mark_up_survive_enforcement(drafts: list[Draft]) -> None:
    assert "120,000" in drafts[1].target
    assert drafts[2].target.count("*") == 2
    assert "1972" in drafts[3].target
    assert drafts[4].target.count("](https://www.example.org/rapport)") == 1
    segments = [
        Segment(id=str(number), source=source, target=draft.target)
        for number, (source, draft) in enumerate(zip(SENTENCES, drafts, strict=True))
    ]
    marks = [check for check in CHECKS if check.id in {"tags", "markdown", "addresses", "placeholders"}]
    assert len(marks) == 4
    assert run_checks(segments, checks=marks) == []


def test_a_sentence_without_terms_is_as_it_was(engine: ArgosEngine, termbase: TermBase) -> None:
    kept = engine.translate(WITHOUT_TERMS, termbase=termbase)
    assert [draft.target for draft in kept] == [draft.target for draft in engine.translate(WITHOUT_TERMS)]
    assert all(draft.terms == () for draft in kept)


def test_the_same_sources_give_the_same_drafts(engine: ArgosEngine, termbase: TermBase, drafts: list[Draft]) -> None:
    assert engine.translate(SENTENCES, termbase=termbase) == drafts


def test_every_draft_still_says_which_model(drafts: list[Draft]) -> None:
    assert all(draft.model.startswith("argos nl→en") for draft in drafts)


def test_a_term_that_is_not_translated_stays_as_it_is(engine: ArgosEngine) -> None:
    own = TermBase.from_concepts(
        [
            Concept(
                id="minju",
                terms=(
                    Term(text="Minju Choson", language="nl", status=Status.PREFERRED, flags=("do-not-translate",)),
                    Term(text="Minju Choson", language="en", status=Status.PREFERRED, flags=("do-not-translate",)),
                ),
            )
        ]
    )
    (draft,) = engine.translate(["De krant Minju Choson schreef erover."], termbase=own)
    assert "Minju Choson" in draft.target


def test_a_draft_does_not_depend_on_the_others_of_its_job(
    engine: ArgosEngine, termbase: TermBase, drafts: list[Draft]
) -> None:
    assert [engine.translate([source], termbase=termbase)[0] for source in SENTENCES] == drafts


def test_a_word_without_an_end_is_copied_with_a_glossary_too(engine: ArgosEngine, termbase: TermBase) -> None:
    (draft,) = engine.translate(["x" * 300_000], termbase=termbase)
    assert draft.target == "x" * 300_000


@pytest.mark.parametrize("steps", [("n-best",), ("prefix",), ("stand-in",), ("replaced",), ()])
def test_each_way_by_itself_says_nothing_of_the_others(
    termbase: TermBase, engine: ArgosEngine, steps: tuple[str, ...]
) -> None:
    from translate_kit.mt import models

    one = ArgosEngine(models.find("nl", "en"), term_steps=steps)
    for draft in one.translate(SENTENCES, termbase=termbase):
        assert {term.how for term in draft.terms} <= {*steps, "kept", "replaced"}
        for term in draft.terms:
            # Emphasis may stand around a part of the term.
            assert term.target.casefold() in draft.target.replace("*", "").casefold()
