from __future__ import annotations

import re
from fnmatch import fnmatchcase
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tm.test_cli import run
from tm import Memory, TranslationUnit
from tm.concordance import Search, fold
from tm.unit import Variant


@pytest.fixture
def memory(url):
    with Memory.open(url("m")) as opened:
        opened.add(
            [
                TranslationUnit.simple("De eeuwige leider sprak.", "The eternal leader spoke."),
                TranslationUnit.simple("Een leider is niet eeuwig.", "A leader is not eternal."),
                TranslationUnit.simple("De café-eigenaar zag één kat.", "The café owner saw one cat."),
                TranslationUnit.simple("De gevangenkampen in Noord-Korea.", "The prison camps in North Korea."),
                TranslationUnit.simple("Leider", "Leader"),
                TranslationUnit.simple(
                    "De leider van de eeuwige staat leest.", "The leader of the eternal state reads."
                ),
            ]
        )
        yield opened


def shown(passages) -> list[str]:
    texts = []
    for passage in passages:
        text = passage.text
        for start, end in reversed(passage.spans):
            text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
        texts.append(text)
    return texts


def test_a_word_is_found_on_both_sides_the_shortest_text_first(memory):
    assert shown(memory.concordance("leider"))[:2] == ["[Leider]", "De eeuwige [leider] sprak."]
    (passage,) = memory.concordance("prison")
    assert (passage.language, passage.text) == ("en", "The prison camps in North Korea.")
    assert passage.translations == (("nl", "De gevangenkampen in Noord-Korea."),)


def test_words_that_stand_together_come_first_and_all_must_be_there(memory):
    assert shown(memory.concordance("eeuwige leider")) == [
        "De [eeuwige leider] sprak.",
        "De [leider] van de [eeuwige] staat leest.",
    ]


def test_a_quoted_phrase_must_stand_as_it_is(memory):
    assert shown(memory.concordance('"eeuwige leider"')) == ["De [eeuwige leider] sprak."]
    assert shown(memory.concordance('"noord korea"')) == ["De gevangenkampen in [Noord-Korea]."]
    assert memory.concordance('"leider eeuwige"') == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gevangen*", ["De [gevangenkampen] in Noord-Korea."]),
        ("*kampen", ["De [gevangenkampen] in Noord-Korea."]),
        ("*kamp*", ["De [gevangenkampen] in Noord-Korea."]),
        ("k?t", ["De café-eigenaar zag één [kat]."]),
        ("lees?", ["De leider van de eeuwige staat [leest]."]),
        ('"noord* k*a"', ["De gevangenkampen in [Noord-Korea]."]),
        ("xyz*", []),
    ],
)
def test_wildcards_stand_for_letters_of_one_word(memory, text, expected):
    assert shown(memory.concordance(text, language="nl")) == expected


def test_case_and_accents_count_when_asked(memory):
    assert len(memory.concordance("LEIDER")) == 4
    assert shown(memory.concordance("Leider", case=True)) == ["[Leider]"]
    assert shown(memory.concordance("cafe een", language="nl")) == ["De [café]-eigenaar zag [één] kat."]
    assert memory.concordance("cafe", accents=True) == []
    assert shown(memory.concordance("cafe\u0301", accents=True, language="nl")) == ["De [café]-eigenaar zag één kat."]


def test_one_language_is_searched_and_another_shown(memory):
    memory.add(
        [
            TranslationUnit(
                (Variant("nl-BE", ("De trein.",)), Variant("en", ("The train.",)), Variant("fr", ("Le train.",)))
            )
        ]
    )
    assert {passage.language for passage in memory.concordance("train")} == {"fr", "en"}
    (passage,) = memory.concordance("trein", language="nl", other_language="fr")
    assert passage.translations == (("fr", "Le train."),)
    assert memory.concordance("kat", language="nl", other_language="fr") == []


def test_the_place_of_a_word_behind_decomposed_letters_is_right(memory):
    memory.add([TranslationUnit.simple("e\u0301e\u0301n İstanbul brug", "one bridge")])
    assert shown(memory.concordance("brug")) == ["e\u0301e\u0301n İstanbul [brug]"]
    assert shown(memory.concordance("een istanbul")) == ["[e\u0301e\u0301n İstanbul] brug"]


def test_nothing_is_found_by_nothing(memory):
    assert memory.concordance("") == memory.concordance(' "" - ') == []


def test_a_deleted_unit_is_found_no_more(memory):
    (passage,) = memory.concordance("gevangenkampen")
    with memory.store.writing():
        memory.store.delete([passage.unit_id])
    assert memory.concordance("gevangenkampen") == []
    assert memory.concordance("gevangen*") == []


@pytest.fixture
def crowded(url):
    """A memory in which a good passage is older than thousands of others with the same frequent words."""
    with Memory.open(url("crowded")) as opened:
        opened.add(
            [TranslationUnit.simple("De KAT van de buren", "1"), TranslationUnit.simple("En van wie is de poes?", "2")]
        )
        opened.add(
            TranslationUnit.simple(f"Hier is de kat {number} die altijd van iemand anders was.", f"x {number}")
            for number in range(5000)
        )
        yield opened


@pytest.mark.parametrize(
    ("text", "case", "best"),
    [
        ("de", False, "[De] KAT van [de] buren"),
        ("van de", False, "De KAT [van de] buren"),
        ("de van", False, "[De] KAT [van] [de] buren"),
        ("KAT", True, "De [KAT] van de buren"),
        ("ka*", True, None),
        ("*oes", False, "En van wie is de [poes]?"),
        ("*e*", False, "[De] KAT van [de] [buren]"),
        ("v?n de", False, "De KAT [van de] buren"),
    ],
)
def test_the_best_of_all_passages_come_first_however_old_they_are(crowded, text, case, best):
    found = shown(crowded.concordance(text, case=case, language="nl", limit=3))
    if best is None:
        assert found == [f"Hier is de [kat] {number} die altijd van iemand anders was." for number in (9, 8, 7)]
    else:
        assert found[0] == best


def test_pages_follow_each_other_and_end(crowded):
    whole = crowded.concordance("de", language="nl", limit=10_000)
    assert len(whole) == 5002
    pages = [crowded.concordance("de", language="nl", limit=1700, offset=offset) for offset in range(0, 6000, 1700)]
    assert [passage for page in pages for passage in page] == whole
    lengths = [len(passage.text) for passage in whole]
    assert lengths == sorted(lengths)


def test_memories_answer_together(memory, url):
    with Memory.open(url("other")) as other:
        other.add([TranslationUnit.simple("Onze leider", "Our leader"), TranslationUnit.simple("Leider", "Guide")])
        found = memory.concordance("leider", others=[other], limit=3)
        assert [(passage.text, passage.memory == other.name) for passage in found] == [
            ("Leider", False),
            ("Leider", True),
            ("Onze leider", True),
        ]


_numbers = count(1)
few_words = st.lists(st.sampled_from(["de", "De", "dé", "kat", "kater", "xy"]), min_size=1, max_size=4)
patterns = st.lists(st.sampled_from(["de", "kat", "kat*", "*e", "?y", '"de kat"']), min_size=1, max_size=3)


@given(st.lists(few_words.map(" ".join), max_size=12), patterns.map(" ".join), st.booleans(), st.booleans())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_passages_are_those_of_looking_at_every_text_in_order(url, texts, wanted, case, accents):
    with Memory.open(url(f"m{next(_numbers)}")) as memory:
        memory.add([TranslationUnit.simple(text, f"{number}") for number, text in enumerate(texts)])
        search = Search(wanted, "nl", case, accents)
        together = Search('"' + wanted.replace('"', "") + '"', "nl", case, accents)
        expected = sorted(
            ((not together.spans(text), len(text), -number), text)
            for number, text in enumerate(texts)
            if search.spans(text)
        )
        found = memory.concordance(wanted, language="nl", case=case, accents=accents)
        assert [passage.text for passage in found] == [text for _, text in expected]


words = st.text("aAbéE\u0301ß-' ", min_size=1, max_size=12)


@given(st.lists(words, min_size=1, max_size=5), words, st.booleans(), st.booleans())
@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_text_with_the_word_is_found(url, texts, wanted, case, accents):
    found_words = re.findall(r"[^\W_]+", wanted)
    if not found_words:
        return
    with Memory.open(url(f"m{next(_numbers)}")) as memory:
        memory.add([TranslationUnit.simple(text, f"{number}") for number, text in enumerate(texts)])
        search = Search(found_words[0], "nl", case, accents)
        expected = sorted({text for text in texts if search.spans(text)})
        found = memory.concordance(found_words[0], language="nl", case=case, accents=accents)
        assert sorted({passage.text for passage in found}) == expected
        assert all(passage.spans for passage in found)


@pytest.mark.parametrize("accents", [False, True])
def test_an_accent_on_a_letter_that_takes_none_does_not_end_the_word(memory, accents):
    memory.add([TranslationUnit.simple("Een b\u0301rug.", "A bridge.")])
    assert shown(memory.concordance("b\u0301rug", accents=accents)) == ["Een [b\u0301rug]."]
    assert memory.concordance("rug", accents=accents) == []


def test_texts_and_words_of_any_length_are_found(memory):
    long = "x" * 3000
    texts = [f"{'woord ' * 9000}einde", f"Het {long} woord.", "nu " * 300 + "einde"]
    memory.add([TranslationUnit.simple(text, "x") for text in texts])
    assert {passage.text for passage in memory.concordance("einde")} == {texts[0], texts[2]}
    assert {passage.text for passage in memory.concordance(f'"{long} woord"')} == {texts[1]}
    assert {passage.text for passage in memory.concordance("x*", language="nl")} == {texts[1]}


@given(st.text("ab", min_size=1, max_size=12), st.from_regex(r"[ab*?]*[ab][ab*?]*", fullmatch=True))
def test_wildcards_match_what_they_match_in_names_of_files(word, pattern):
    found = bool(Search(pattern).spans(f"een {word}, twee"))
    assert found == fnmatchcase(word, pattern)


def test_many_wildcards_and_a_long_word_are_no_way_to_stop_a_server():
    # Trying each asterisk at each place would take longer than the universe is old.
    assert Search("*a*a*a*a*a*a*a*b").spans("a" * 3000) == ()
    assert Search("*a*a*a*a*a*a*a*b").spans("a" * 3000 + "b") == ((0, 3001),)


def test_a_unit_that_was_put_back_is_found_again(memory):
    with memory.store.writing():
        ((row, variants),) = memory.store.units([1])
        memory.store.delete([1])
        memory.store.restore([row], variants)
    assert shown(memory.concordance('"eeuwige leider"')) == ["De [eeuwige leider] sprak."]


@given(st.text("aAéE\u0301ßİ ij", max_size=20))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=20) | st.text("aΣσİé\u0301\u0323 ", max_size=8))
def test_both_ways_of_folding_are_the_same(text):
    from tm.store.postgres_words import folded

    assert folded(text) == fold(text)


def test_the_command_marks_what_was_found(tmp_path):
    with Memory.open(tmp_path / "m.db") as memory:
        memory.add([TranslationUnit.simple("De kat slaapt.", "The cat is asleep.")])
    done = run("concordance", "--memory", "m.db", "kat", cwd=tmp_path)
    assert "De [kat] slaapt." in done.stdout
    assert "The cat is asleep." in done.stdout
    done = run("concordance", "--memory", "m.db", "sl*", "--json", cwd=tmp_path)
    assert '"spans"' in done.stdout
    assert run("concordance", "--memory", "none.db", "x", cwd=tmp_path).returncode == 4
