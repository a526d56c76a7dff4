from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tm.strategies import units
from tm import Memory, MemoryMissing, TranslationUnit
from tm.lookup import Query, find_in
from tm.notation import mask
from tm.store.base import VARIANT_BITS
from tm.store.rows import hash64
from tm.unit import Info, Inline, Prop, Variant

_numbers = count(1)


def unit(source: str, target: str, **settings: object) -> TranslationUnit:
    return TranslationUnit.simple(source, target, **settings)


def test_equal_source_scores_100_and_names_its_unit(memory):
    made = datetime(2024, 4, 15, 12, 30, tzinfo=UTC)
    memory.add([unit("De kat slaapt.", "The cat is asleep.", created=made)])
    (match,) = memory.lookup("De kat slaapt.")
    assert (match.score, match.kind, match.target) == (100, "exact", "The cat is asleep.")
    assert (match.memory, match.unit_id, match.changed) == (memory.name, 1, "2024-04-15T12:30:00Z")
    assert match.penalties == ()


def test_same_neighbours_make_it_101(memory):
    memory.add(
        [
            unit("Ja.", "Yes.", previous="Komt u?", following="Mooi."),
            unit("Ja.", "I do.", previous="Neemt u haar tot vrouw?", following="Applaus."),
        ]
    )
    found = memory.lookup("Ja.", previous="Neemt u haar tot  vrouw?", following="Applaus.")
    assert [(match.score, match.kind, match.target) for match in found] == [
        (101, "context", "I do."),
        (100, "exact", "Yes."),
    ]


def test_same_key_makes_it_101(memory):
    memory.add([unit("Open", "Open", key="menu.open"), unit("Open", "Opened", key="state.open")])
    assert [(match.score, match.target) for match in memory.lookup("Open", key="state.open")] == [
        (101, "Opened"),
        (100, "Open"),
    ]


def test_one_neighbour_is_no_context_match_but_comes_first(memory):
    memory.add([unit("Ja.", "Yes.", previous="A", following="B"), unit("Ja.", "Yeah.", previous="C", following="D")])
    assert [(match.score, match.target) for match in memory.lookup("Ja.", previous="A", following="X")] == [
        (100, "Yes."),
        (100, "Yeah."),
    ]


def test_threshold_100_finds_equal_sources_only(memory):
    memory.add([unit("De kat slaapt.", "The cat is asleep."), unit("De kat slaapt", "The cat sleeps")])
    assert [match.target for match in memory.lookup("De kat slaapt.", threshold=100)] == ["The cat is asleep."]


def test_threshold_101_finds_context_matches_only(memory):
    memory.add([unit("Ja.", "Yes.", key="a"), unit("Ja.", "Yeah.", key="b")])
    assert [match.target for match in memory.lookup("Ja.", key="b", threshold=101)] == ["Yeah."]


@pytest.mark.parametrize("threshold", [49, 102, -1])
def test_thresholds_outside_50_to_101_are_refused(memory, threshold):
    with pytest.raises(ValueError, match="50 to 101"):
        memory.lookup("x", threshold=threshold)


@pytest.mark.parametrize(
    ("source", "query", "reason"),
    [
        ("De kat slaapt.", "de kat slaapt.", "case"),
        ("De kat slaapt.", "De kat slaapt!", "punctuation"),
        ("Er zijn 12 katten.", "Er zijn katten.", None),
        ("Er zijn 12 katten.", "Er zijn 15 katten.", "numbers"),
    ],
)
def test_a_difference_in_form_alone_costs_one_point(memory, source, query, reason):
    memory.add([unit(source, "x")])
    (match,) = memory.lookup(query)
    if reason is None:
        assert match.penalties == ()
    else:
        assert [(penalty.reason, penalty.points) for penalty in match.penalties] == [(reason, 1)]
    assert match.score < 100


def test_other_tags_at_the_same_places_never_make_100(memory):
    memory.add([unit("De <b>kat</b> slaapt.", "The <b>cat</b> is asleep.")])
    (match,) = memory.lookup("De <i>kat</i> slaapt.")
    assert (match.score, match.kind, match.differs) == (99, "fuzzy", ("tags",))


def test_memories_and_units_carry_penalties(url):
    with Memory.open(url("old"), penalty=5) as old:
        old.add([unit("Ja.", "Yes."), unit("Nee.", "No.", props=(Prop("x-penalty", "10"),))])
        (match,) = old.lookup("Ja.", key="k")
        assert (match.score, match.kind, match.penalties[0].reason) == (95, "exact", "memory")
        assert old.lookup("Nee.")[0].score == 85
        assert old.lookup("Nee.", threshold=86) == []


def test_several_memories_answer_together_best_first(url):
    with Memory.open(url("a"), penalty=1) as first, Memory.open(url("b")) as second:
        first.add([unit("Ja.", "Yeah."), unit("Ja.", "Yes.")])
        second.add([unit("Ja.", "Yes.")])
        found = find_in([first, second], Query("Ja."), threshold=75, limit=5)
        assert [(match.score, match.target, match.memory) for match in found] == [
            (100, "Yes.", second.name),
            (99, "Yeah.", first.name),
        ]


def test_a_memory_made_in_the_other_direction_serves_too(url):
    with Memory.open(url("m"), reversed_penalty=2) as memory:
        memory.add([TranslationUnit.simple("The cat.", "De kat.", "en", "nl")])
        (match,) = memory.lookup("De kat.")
        assert (match.score, match.target, match.penalties[0].reason) == (98, "The cat.", "reversed")


@pytest.mark.parametrize(
    ("stored", "asked", "expected"),
    [
        ("nl-NL", "nl", 100),
        ("Dutch", "nl-NL", 100),
        ("nl_BE", "nl-BE", 100),
        ("nl-BE", "nl-NL", 99),
        ("de", "nl", None),
    ],
)
def test_languages_compare_by_their_base(memory, stored, asked, expected):
    memory.add([TranslationUnit.simple("De kat.", "The cat.", stored, "en-GB")])
    found = memory.lookup("De kat.", source_language=asked)
    assert [match.score for match in found] == ([] if expected is None else [expected])


def test_a_unit_says_the_same_is_merged_and_nothing_of_it_lost(memory):
    older = TranslationUnit(
        (Variant("nl", ("Ja.",)), Variant("en", ("Yes.",))),
        "nl",
        "1",
        info=Info(created="20200101T000000Z", created_by="ann", usage_count=3, props=(Prop("x-a", "1"),)),
    )
    newer = TranslationUnit(
        (Variant("en", ("Yes.",), Info(changed_by="bob")), Variant("nl", ("Ja.",))),
        "nl",
        "2",
        info=Info(created="20210101T000000Z", created_by="eve", usage_count=1, props=(Prop("x-b", "2"),)),
    )
    assert memory.add([older, newer]).merged == 1
    assert memory.add([newer]).merged == 1
    (kept,) = memory.units()
    assert (kept.info.created, kept.info.created_by, kept.info.usage_count) == ("20200101T000000Z", "ann", 3)
    assert {prop.type for prop in kept.info.props} == {"x-a", "x-b", "x-merged-tuid"}
    assert kept.variants[1].info.changed_by == "bob"


def test_counts_add_up(memory):
    counts = memory.add(
        [
            unit("a", "b"),
            unit("a", "b"),
            unit("", ""),
            unit("\ud800", "x"),
            unit("x" * 1_000_001, "y"),
            unit("a\0", "y"),
            unit("a", "y", created_by="\0"),
            TranslationUnit(tuple(Variant(f"x{number}", ("a",)) for number in range(1025))),
            replace(unit("a", "d"), info=Info(usage_count=1 << 63)),
            replace(unit("a", "e"), info=Info(usage_count=(1 << 63) - 1)),
            unit("a", "c"),
        ]
    )
    assert (counts.read, counts.added, counts.merged, counts.refused) == (11, 3, 1, 7)
    assert counts.read == counts.added + counts.merged + counts.refused
    assert sum(counts.reasons.values()) == 7
    assert counts.reasons["more than 1,024 variants"] == counts.reasons[f"a usage count above {(1 << 63) - 1:,}"] == 1


def test_when_the_source_of_units_breaks_nothing_is_kept(memory):
    def broken():
        yield from (unit(str(number), "x") for number in range(5000))
        raise RuntimeError("gone")

    memory.add([unit("a", "b")])
    with pytest.raises(RuntimeError):
        memory.add(broken())
    assert memory.stats()["units"] == 1


def test_a_second_reader_sees_what_was_added_meanwhile(url):
    with Memory.open(url("m")) as one, Memory.open(url("m")) as two:
        one.add([unit("De kat slaapt.", "a")])
        assert two.lookup("De kat sliep.")[0].target == "a"
        one.add([unit("De kat sliep!", "b")])
        assert [match.target for match in two.lookup("De kat sliep.")] == ["b", "a"]


def test_lookup_many_knows_the_neighbours_of_a_document(memory):
    memory.add([unit("B", "b", previous="A", following="C")])
    found = list(memory.lookup_many(["A", "B", "C"], in_order=True))
    assert [[match.score for match in matches] for matches in found] == [[], [101], []]


def test_inline_elements_come_back_as_the_code_in_them(memory):
    bold = (Inline("bpt", (("i", "1"),), ("<b>",)), "kat", Inline("ept", (("i", "1"),), ("</b>",)))
    memory.add([TranslationUnit((Variant("nl", ("De ", *bold)), Variant("en", ("The ", *bold))), "nl")])
    (match,) = memory.lookup("De <b>kat</b>")
    assert (match.score, match.source, match.target) == (100, "De <b>kat</b>", "The <b>kat</b>")


@given(st.lists(units, max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_units_come_out_as_they_went_in(url, given_units):
    with Memory.open(url(f"m{next(_numbers)}")) as memory:
        counts = memory.add(given_units)
        kept = list(memory.units())
        assert counts.read == counts.added + counts.merged + counts.refused == len(given_units)
        if not counts.merged:
            assert kept == given_units


def test_a_missing_memory_names_the_command_that_makes_one(url):
    with pytest.raises(MemoryMissing, match="tm import"):
        Memory.open(url("none"), create=False)


def test_units_that_differ_in_a_number_speak_for_each_other_and_hide_nothing_else(memory):
    units = [TranslationUnit.simple(f"Artikel {n} van de wet", f"Article {n} of the Act") for n in range(1, 301)]
    memory.add([TranslationUnit.simple("Artikelen van de wet", "Articles of the Act"), *units])
    found = memory.lookup("Artikel 700 van de wet", threshold=70)
    assert [(match.score, match.target) for match in found] == [
        (99, "Article 700 of the Act"),
        (81, "Articles of the Act"),
    ]
    ids = [unit.unit_id << VARIANT_BITS for unit in memory.units() if "Artikel " in unit.variants[0].text]
    assert memory.store.with_shape(hash64(mask("Artikel 700 van de wet", "nl"))) == ids
