"""Each maintenance step by example, and the whole by what it promises."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tm.strategies import units
from tests.tm.test_undo import everything
from tm import Memory, TranslationUnit
from tm import clean as clean_work
from tm.clean import STEPS, Change, Cleaned, NamedStep, clean, steps_named
from tm.clean_steps import (
    Verdict,
    broken_tags,
    control_characters,
    empty,
    identical,
    length_ratio,
    spaces,
    wrong_language,
)
from tm.undo import undo
from tm.unit import Inline, Prop, Variant

BOLD, BOLD_END = Inline("bpt", (("i", "1"),), ("<b>",)), Inline("ept", (("i", "1"),), ("</b>",))


def unit(source: str, target: str, **settings: object) -> TranslationUnit:
    return TranslationUnit.simple(source, target, **settings)


def of(*contents: str | tuple[str | Inline, ...], languages: tuple[str, ...] = ("nl", "en", "fr")) -> TranslationUnit:
    pieces = [(content,) if isinstance(content, str) else content for content in contents]
    return TranslationUnit(tuple(Variant(tag, tuple(p)) for tag, p in zip(languages, pieces, strict=False)), "nl")


def texts(after: TranslationUnit | None) -> tuple[str, ...] | None:
    return None if after is None else tuple(variant.rendered for variant in after.variants)


def run(memory: Memory, *names: str, **how: object) -> tuple[Cleaned, list[Change]]:
    changes: list[Change] = []
    done = clean(memory, steps_named(names), undo_path=None, report=changes.append, **how)
    return done, changes


@pytest.mark.parametrize(
    ("source", "target", "after"),
    [
        ("De\x02 kat", "The cat", ("De kat", "The cat")),
        ("Regel\x0btwee", "Line two", ("Regel twee", "Line two")),
        ("Foto\x92s", "Photo\x92s", ("Foto’s", "Photo’s")),
        ("\ufeffKat", "Cat", ("Kat", "Cat")),
        ("Regel\ttwee\nen drie", "Line", None),
        ("Één co\u00adördinatie", "One", None),
    ],
)
def test_control_characters_go_and_misread_quotes_come_back(source, target, after):
    verdict = control_characters(unit(source, target))
    assert (None if verdict is None else texts(verdict.after)) == after


def test_control_characters_in_codes_go_too():
    verdict = control_characters(of(("a", Inline("ph", (), ("<b\x01>",))), "b"))
    assert texts(verdict.after) == ("a<b>", "b")
    assert verdict.reason == "control characters: U+0001"


@pytest.mark.parametrize(
    ("source", "target", "after"),
    [
        (" De kat. ", "The cat.", ("De kat.", "The cat.")),
        ("De kat.\n", "The cat. ", ("De kat.", "The cat.")),
        ("Naam: ", "Name: ", None),
        (" \tKat", " \tCat", None),
        ("De  kat", "The cat", None),
        ("De kat.", "  ", None),
    ],
)
def test_white_space_at_the_ends_goes_unless_both_sides_have_it(source, target, after):
    verdict = spaces(unit(source, target))
    assert (None if verdict is None else texts(verdict.after)) == after


def test_white_space_before_a_code_at_the_end_goes_and_the_code_stays():
    assert texts(spaces(of((" ", BOLD, "kat", BOLD_END, " "), "cat")).after) == ("<b>kat</b>", "cat")
    assert spaces(of((BOLD, " kat ", BOLD_END), "cat")) is None


@pytest.mark.parametrize(
    ("given_unit", "left"),
    [
        (of("a", "b"), "untouched"),
        (of("a", " \u200b"), None),
        (of((BOLD, BOLD_END), "b"), None),
        (of("a", "", "c"), ("a", "c")),
        (of("a"), None),
        (of("colour", "color", languages=("en-GB", "en-US")), "untouched"),
        (of("a", "b", languages=("nl", "nl")), None),
    ],
)
def test_what_has_no_text_goes(given_unit, left):
    verdict = empty(given_unit)
    assert ("untouched" if verdict is None else texts(verdict.after)) == left


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("De kat zit op de mat.", True),
        ("Klik op de knop", True),
        ("12.345,67 euro", False),
        ("Universiteit van Amsterdam", False),
        ("internet", False),
        ("https://example.org/een/pad/naar/iets", False),
        ("Jan de Vries", False),
        ("MAX_LENGTH = 12", False),
    ],
)
def test_untranslated_text_goes_and_names_and_numbers_stay(text, found):
    verdict = identical(unit(text, text))
    assert (verdict is not None) is found
    assert verdict is None or verdict.after is None
    assert identical(unit(text, text + "!")) is None


def test_of_three_languages_only_the_untranslated_one_goes():
    verdict = identical(of("de kat op de mat", "de kat op  de mat", "le chat"))
    assert texts(verdict.after) == ("de kat op de mat", "le chat")
    assert identical(of("the cat is here", "the cat is here", languages=("en-GB", "en-US"))) is None


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("De kat zit op de mat en het regent.", "The cat sits on the mat and it rains.", False),
        ("The cat sits on the mat and it rains.", "De kat zit op de mat en het regent.", True),
        ("De kat zit op de mat en het regent.", "De poes zit op de mat en het regent.", True),
        ("Zij leest De Telegraaf.", "She reads De Telegraaf.", False),
        ("De Groene Amsterdammer", "De Groene Amsterdammer", False),
        ("Hij zei: “The show must go on.”", "He said: ‘The show must go on.’", False),
    ],
)
def test_a_text_in_the_other_language_goes(source, target, found):
    assert (wrong_language(unit(source, target)) is not None) is found


def test_languages_that_are_not_known_are_not_judged():
    given_unit = TranslationUnit.simple("De kat zit op de mat en het regent.", "Die Katze", "af", "de")
    assert wrong_language(given_unit) is None


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("Ja.", "Yes, of course.", False),
        ("Ja.", "x" * 40, True),
        ("x" * 100, "y" * 300, False),
        ("x" * 100, "y" * 340, True),
        ("x" * 100, "", True),
    ],
)
def test_a_side_that_is_far_too_long_goes(source, target, found):
    assert (length_ratio(unit(source, target)) is not None) is found


def test_wide_characters_count_for_more_than_one():
    assert length_ratio(TranslationUnit.simple("x" * 100, "猫" * 30, "nl", "zh")) is None


@pytest.mark.parametrize(
    ("given_unit", "left"),
    [
        (unit("<b>kat</b>", "<b>cat</b>"), "untouched"),
        (unit("<b>kat", "<b>cat"), "untouched"),
        (unit("<b>kat</b>", "<b>cat"), ("<b>kat</b>", "cat")),
        (unit("kat</b>", "cat"), ("kat", "cat")),
        (unit("<b>a</i>", "a"), ("a", "a")),
        (unit("Gebruik <naam>.", "Use <name> and <x>."), "untouched"),
        (unit("a<br>b", "a<br/>b<p>"), ("a<br>b", "a<br/>b")),
        (of(("de ", BOLD, "kat", BOLD_END), ("the ", BOLD, "cat")), ("de <b>kat</b>", "the cat")),
        (of(("de ", BOLD, "kat"), ("the ", BOLD, "cat")), "untouched"),
    ],
)
def test_a_tag_without_its_partner_goes_unless_all_sides_lack_it(given_unit, left):
    verdict = broken_tags(given_unit)
    assert ("untouched" if verdict is None else texts(verdict.after)) == left


def day(number: int) -> datetime:
    return datetime(2024, 1, number, tzinfo=UTC)


def test_of_duplicates_the_newest_stays_and_nothing_that_was_said_is_lost(memory):
    memory.add(
        [
            unit("De  kat.", "The cat.", created=day(1), note="eerste"),
            unit("De kat.", "The cat.", created=day(3), created_by="ann"),
            unit("De kat.", "The  cat.", created=day(2), props=(Prop("x-a", "1"),)),
            unit("De kat.", "A cat."),
            unit("De kat.", "The cat.", key="k"),
        ]
    )
    done, changes = run(memory, "duplicates")
    assert [(change.unit_id, change.action) for change in changes] == [(1, "remove"), (3, "remove"), (2, "change")]
    assert changes[0].reason == "says the same as unit 2, in the same context"
    assert (done.removed, done.changed) == (2, 1)
    kept = next(one for one in memory.units() if one.unit_id == 2)
    assert texts(kept) == ("De kat.", "The cat.")
    assert kept.info.created == "20240101T000000Z"
    assert [note.text for note in kept.info.notes] == ["eerste"]
    assert kept.info.props == (Prop("x-a", "1"),)
    assert memory.stats()["units"] == 3


def test_a_draft_goes_rather_than_what_was_confirmed(memory):
    memory.add([unit("Ja.", "Yes."), unit("Ja. ", "Yes.", created=day(9), props=(Prop("x-penalty", "10"),))])
    run(memory, "duplicates")
    assert [one.unit_id for one in memory.units()] == [1]


def test_the_same_in_another_context_stays_unless_that_is_asked_for(memory):
    memory.add([unit("Ja.", "Yes.", previous=str(number)) for number in range(3)])
    memory.add([unit("Ja.", "Yes.", key="menu")])
    assert run(memory, "duplicates")[0].removed == 0
    assert run(memory, "context-duplicates")[0].removed == 2
    assert [one.key for one in memory.units()] == [None, "menu"]


def test_the_unit_that_stays_keeps_its_own_neighbours_and_takes_over_the_rest(memory):
    memory.add([unit("Ja.", "Yes.", previous=str(number), following="x", note=f"n{number}") for number in range(3)])
    run(memory, "context-duplicates")
    (kept,) = memory.units()
    assert [(prop.type, prop.value) for prop in kept.info.props] == [("x-prev-source", "2"), ("x-next-source", "x")]
    assert sorted(note.text for note in kept.info.notes) == ["n0", "n1", "n2"]


def test_several_targets_are_named_and_nothing_is_changed(memory):
    memory.add([unit("De kat.", "The cat."), unit("De  kat.", "A cat."), unit("De hond.", "The dog.")])
    before = everything(memory)
    done, changes = run(memory, "several-targets")
    assert [(change.unit_id, change.action) for change in changes] == [(1, "name"), (2, "name")]
    assert changes[0].reason == "another target in unit 2 (A cat.)"
    assert (done.removed, done.changed, everything(memory)) == (0, 0, before)


def test_of_many_other_targets_three_are_named(tmp_path, monkeypatch):
    shown = []
    name = clean_work._Group.shown
    monkeypatch.setattr(clean_work._Group, "shown", lambda self, number: shown.append(number) or name(self, number))
    with Memory.open(tmp_path / "memory.db") as memory:
        memory.add([unit("Ja.", f"Yes {number}.") for number in range(300)])
        _, changes = run(memory, "several-targets")
    assert [change.reason for change in changes[:2]] == [
        "another target in unit 2 (Yes 1.), unit 3 (Yes 2.), unit 4 (Yes 3.), …",
        "another target in unit 1 (Yes 0.), unit 3 (Yes 2.), unit 4 (Yes 3.), …",
    ]
    assert len(changes) == 300
    assert len(shown) == 3 * 300


def test_of_several_targets_the_newest_stays_when_that_is_asked_for(memory):
    memory.add(
        [
            unit("Ja.", "Yeah.", created=day(1)),
            unit("Ja.", "Yes.", created=day(2), previous="a"),
            unit("Ja.", "Yes.", created=day(1), previous="b"),
            unit("Ja.", "OK", key="button"),
        ]
    )
    _, changes = run(memory, "newest-target")
    assert [(change.unit_id, change.reason) for change in changes] == [
        (1, "an older target than that of unit 2 (Yes.)")
    ]


def test_steps_work_on_what_earlier_steps_left(memory, tmp_path):
    memory.add([unit("De kat.", "The cat.", note="a"), unit(" De kat.", "The\x01 cat."), unit("x\x02", "\x03")])
    before = everything(memory)
    changes: list[Change] = []
    done = clean(memory, steps_named([]), undo_path=tmp_path / "undo.tmx", report=changes.append)
    assert [(change.unit_id, change.step, change.action) for change in changes] == [
        (2, "control-characters", "change"),
        (2, "spaces", "change"),
        (3, "control-characters", "change"),
        (3, "empty", "remove"),
    ]
    # Unit 2 has become equal to unit 1 and was merged with it.
    assert [texts(one) for one in memory.units()] == [("De kat.", "The cat.")]
    assert (done.read, done.removed, done.changed) == (3, 2, 0)
    undo(memory, tmp_path / "undo.tmx")
    assert everything(memory) == before


def test_what_a_step_has_changed_can_be_a_duplicate_afterwards(memory, tmp_path):
    memory.add([unit(" De kat.", "The cat.", created=day(1)), unit("De kat.", "The  cat.", created=day(2))])
    before = everything(memory)
    done = clean(memory, steps_named([]), undo_path=tmp_path / "undo.tmx")
    # Each unit counts once, by what became of it in the end.
    assert (done.read, done.removed, done.changed) == (2, 1, 1)
    assert [texts(one) for one in memory.units()] == [("De kat.", "The cat.")]
    assert [one.info.created for one in memory.units()] == ["20240101T000000Z"]
    undo(memory, tmp_path / "undo.tmx")
    assert everything(memory) == before


def test_a_unit_that_is_changed_and_then_removed_counts_as_removed(memory):
    memory.add([unit("De kat.", "The cat."), unit(" De  kat.", "The cat."), unit("De hond. ", "The dog.")])
    done = clean(memory, steps_named([]), undo_path=None)
    assert (done.removed, done.changed) == (1, 1)
    assert [texts(one) for one in memory.units()] == [("De kat.", "The cat."), ("De hond.", "The dog.")]


def test_a_dry_run_says_the_same_and_changes_nothing(memory, tmp_path):
    memory.add([unit(f" zin {number % 40}", f"sentence {number % 40}", key=str(number % 3)) for number in range(300)])
    memory.add([unit("a", ""), unit("Ja.", "Yes. "), unit("Ja.", "Yes.", previous="x")])
    before = everything(memory)
    dry, would = run(memory, dry_run=True)
    assert everything(memory) == before
    done, did = run(memory)
    assert (dry, [change.as_json() for change in would]) == (done, [change.as_json() for change in did])
    assert did


@given(st.lists(units, max_size=8), st.sets(st.sampled_from([step.name for step in STEPS])))
@settings(deadline=None, max_examples=25)
def test_cleaning_can_be_undone_and_leaves_nothing_to_do(tmp_path_factory, given_units, names):
    folder = tmp_path_factory.mktemp("m")
    with Memory.open(folder / "m.db") as memory:
        memory.add(given_units)
        before = everything(memory)
        done = clean(memory, steps_named(names), undo_path=folder / "undo.tmx")
        assert len(everything(memory)) == len(before) - done.removed
        _, again = run(memory, *names)
        assert [change for change in again if change.action != "name"] == []
        assert (folder / "undo.tmx").exists() is (everything(memory) != before)
        if (folder / "undo.tmx").exists():
            undo(memory, folder / "undo.tmx")
        assert everything(memory) == before


def test_a_step_that_is_not_known_is_said():
    with pytest.raises(ValueError, match="polish: no such step; there are control-characters, "):
        steps_named(["polish"])


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_each_step_says_what_it_does(step):
    assert step.summary.endswith(".")


def test_what_another_writer_changes_meanwhile_is_left_for_the_next_time(postgresql):
    address = postgresql.url(schema="test_clean_meanwhile")
    with Memory.open(address) as memory, Memory.open(address) as other:
        memory.add([unit("een", "one"), unit("twee", "two"), unit("drie", "three")])

        def hasty(one: TranslationUnit) -> Verdict:
            if one.variants[0].text == "twee":
                other.add([unit("twee", "two", note="just now")])
            return Verdict(None, "all of them")

        changes: list[Change] = []
        done = clean(memory, [NamedStep("hasty", True, hasty)], undo_path=None, report=changes.append)
        assert ([change.unit_id for change in changes], done.removed) == ([1, 3], 2)
        (kept,) = memory.units()
        assert [note.text for note in kept.info.notes] == ["just now"]
