from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tm.test_cli import run
from tm import Memory, TranslationUnit
from tm.alignment import Alignment
from tm.concordance import fold
from tm.fragments import COUNTED, Fragment, find_fragments
from tm.unit import Variant

PAIRS = [
    ("De Europese Commissie opent een onderzoek.", "The European Commission is opening an inquiry."),
    ("De Europese Commissie wacht af.", "The European Commission is waiting."),
    ("De ministers wachten op de Europese Commissie.", "The ministers are waiting for the European Commission."),
    ("Het rapport is klaar.", "The report is finished."),
    ("Het rapport van de ministers is zoek.", "The report of the ministers is lost."),
    ("De ministers lezen het rapport.", "The ministers are reading the report."),
    ("De kat leest niet.", "The cat does not read."),
    ("Noord-Korea opent de grens.", "North Korea is opening the border."),
    ("Zij wonen in Noord-Korea.", "They live in North Korea."),
    ("Het huis is oud.", "The house is old."),
    ("Zij kopen het huis.", "They are buying the house."),
    ("Het kind leest een boek.", "The child is reading a book."),
    ("Zij wonen in een oud huis.", "They live in an old house."),
    ("Een rapport is geen boek.", "A report is not a book."),
]


@pytest.fixture
def memory(url):
    with Memory.open(url("m")) as opened:
        opened.add(TranslationUnit.simple(*pair) for pair in PAIRS)
        yield opened


def texts(found: list[Fragment]) -> list[str]:
    return [fragment.text for fragment in found]


def best(found: list[Fragment]) -> dict[str, str]:
    return {fragment.text: fragment.translations[0].text for fragment in found if fragment.translations}


def test_the_longest_known_parts_come_with_their_translations(memory):
    found = memory.fragments("Gisteren las de Europese Commissie het rapport in Noord-Korea.")
    assert [(fragment.text, fragment.words, fragment.count) for fragment in found] == [
        ("de Europese Commissie", 3, 3),
        ("in Noord-Korea", 3, 1),
        ("het rapport", 2, 3),
    ]
    assert best(found) == {
        "de Europese Commissie": "the European Commission",
        "in Noord-Korea": "in North Korea",
        "het rapport": "the report",
    }


def test_a_part_says_where_it_stands(memory):
    text = "Gisteren, ‘de <b>Europese</b> Commissie’!"
    (found,) = memory.fragments(text)
    assert text[found.start : found.end] == found.text == "de <b>Europese</b> Commissie"


def test_confidence_is_the_share_of_the_units_that_agree(memory):
    (found,) = memory.fragments("de Europese Commissie")
    (first, *_) = found.translations
    assert (first.text, first.count) == ("the European Commission", 3)
    assert 0.8 < first.confidence <= 1
    assert sum(one.confidence for one in found.translations) <= 1.001


def test_the_units_are_shown_the_newest_first_with_the_part_marked(memory):
    (found,) = memory.fragments("de Europese Commissie", contexts=2)
    assert [passage.unit_id for passage in found.contexts] == [3, 2]
    passage = found.contexts[1]
    assert (passage.memory, passage.language) == (memory.name, "nl")
    ((start, end),) = passage.spans
    assert passage.text[start:end] == "De Europese Commissie"
    assert passage.translations == (("en", "The European Commission is waiting."),)
    assert memory.fragments("de Europese Commissie", contexts=0)[0].contexts == ()


@pytest.mark.parametrize(
    "text", ["DE EUROPESE COMMISSIE", "de europése commissie", "De, Europese – Commissie", "de Europese\ncommissie"]
)
def test_case_accents_and_punctuation_do_not_count(memory, text):
    assert texts(memory.fragments(text)) == [text]


def test_no_part_runs_over_the_end_of_a_sentence(memory):
    assert texts(memory.fragments("Dit is het rapport")) == ["het rapport", "is"]
    assert texts(memory.fragments("Dit is het. Rapport")) == ["is", "het", "Rapport"]


def test_a_word_that_nobody_knows_separates(memory):
    found = memory.fragments("de ministers zeuren over het rapport")
    assert texts(found) == ["de ministers", "het rapport"]


def test_single_words_are_offered_where_no_longer_part_is_known(memory):
    found = memory.fragments("kat zonder grens")
    assert best(found) == {"kat": "cat", "grens": "border"}


def test_numbers_alone_are_no_part(memory):
    memory.add([TranslationUnit.simple("In 2024 12 katten", "In 2024 12 cats")])
    assert texts(memory.fragments("2024 12")) == []
    assert texts(memory.fragments("2024 12 katten")) == ["2024 12 katten"]


def test_frequent_words_alone_say_nothing_unless_there_are_three(url):
    with Memory.open(url("m")) as memory:
        memory.add(
            TranslationUnit.simple(f"van de ene in de zaal {n}", f"of the one in the room {n}") for n in range(60)
        )
        memory.add([TranslationUnit.simple("van de kat", "of the cat")])
        assert texts(memory.fragments("van de hond en van de kat, de zaal in")) == ["van de kat"]
        assert texts(memory.fragments("ene in de")) == ["ene in de"]


@pytest.mark.parametrize("text", ["", " \n", "…!?", "<b></b>", "onbekend", "\ud800", "\x00", "<" * 50, "a" * 100_000])
def test_where_nothing_is_known_nothing_is_found(memory, text):
    assert memory.fragments(text) == []


def test_an_empty_memory_knows_nothing(url):
    with Memory.open(url("m")) as empty:
        assert empty.fragments("de kat") == []
        assert find_fragments([], "de kat") == []


def test_several_memories_answer_together(memory, url):
    with Memory.open(url("other")) as other:
        other.add([TranslationUnit.simple("Het rapport van de kat.", "The cat's report.")])
        found = memory.fragments("het rapport", others=[other])
        assert [(fragment.text, fragment.count) for fragment in found] == [("het rapport", 4)]
        (found,) = memory.fragments("het rapport", contexts=9, others=[other])
        assert {passage.memory for passage in found.contexts} == {memory.name, other.name}
        (longer,) = memory.fragments("het rapport van de kat", others=[other])
        assert longer.words == 5


def test_a_memory_serves_the_other_direction(memory):
    found = memory.fragments("about the European Commission", source_language="en", target_language="nl")
    assert [(text, became.lower()) for text, became in best(found).items()] == [
        ("the European Commission", "de europese commissie")
    ]


def test_units_without_the_wanted_language_count_but_show_nothing(url):
    with Memory.open(url("m")) as memory:
        memory.add([TranslationUnit((Variant("nl", ("De kat slaapt.",)), Variant("de", ("Die Katze.",))), "nl")])
        (found,) = memory.fragments("de kat slaapt")
        assert (found.count, found.translations, found.contexts) == (1, (), ())


def test_regions_of_a_language_are_one_language(url):
    with Memory.open(url("m")) as memory:
        memory.add([TranslationUnit.simple("De kat slaapt.", "The cat sleeps.", "nl-BE", "en_GB")])
        (found,) = memory.fragments("de kat slaapt", source_language="nl-NL", target_language="en-US")
        assert found.translations[0].text.lower() == "the cat sleeps"


def test_counting_and_learning_stay_within_bounds(tmp_path):
    with Memory.open(str(tmp_path / "m.db")) as memory:
        memory.add(
            TranslationUnit.simple(f"de grote kat nummer {n}", f"the big cat number {n}") for n in range(COUNTED + 200)
        )
        (found,) = memory.fragments("de grote kat", contexts=500)
        assert found.count == COUNTED
        assert found.translations[0].text == "the big cat"
        assert found.translations[0].count <= len(found.contexts) < 100


def test_texts_that_are_too_long_to_align_are_still_contexts(memory):
    long = "woord " * 200
    memory.add([TranslationUnit.simple(f"{long}een zeldzame passage", f"{long}a rare passage")])
    (found,) = memory.fragments("zeldzame passage")
    assert (found.count, found.translations, len(found.contexts)) == (1, (), 1)


def test_the_limit_keeps_the_longest(memory):
    text = "Gisteren las de Europese Commissie het rapport in Noord-Korea."
    assert texts(memory.fragments(text, limit=1)) == ["de Europese Commissie"]


@pytest.mark.parametrize(("limit", "contexts"), [(0, 3), (-1, 3), (5, -1)])
def test_nonsense_limits_are_refused(memory, limit, contexts):
    with pytest.raises(ValueError, match="expected"):
        memory.fragments("x", limit=limit, contexts=contexts)


WORDS = st.lists(st.sampled_from(["één", "Twee", "drie", "vier", "vijf", "zes"]), min_size=1, max_size=8)


@given(st.lists(WORDS, min_size=1, max_size=8), WORDS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_the_parts_are_those_that_trying_every_run_finds(tmp_path_factory, sources, query):
    """Every run of words that a source has, and that is in no longer such run, and nothing else."""
    with Memory.open(str(tmp_path_factory.mktemp("m") / "m.db")) as memory:
        memory.add(TranslationUnit.simple(" ".join(words), "x") for words in sources)
        found = memory.fragments(" ".join(query), limit=100)
    kept = [f" {fold(' '.join(words))} " for words in sources]
    runs = [(first, last) for first in range(len(query)) for last in range(first + 1, len(query) + 1)]
    known = [run for run in runs if any(f" {fold(' '.join(query[slice(*run)]))} " in text for text in kept)]
    maximal = [run for run in known if not any(one != run and one[0] <= run[0] and run[1] <= one[1] for one in known)]
    longest_first = sorted(maximal, key=lambda run: (run[0] - run[1], run[0]))
    assert texts(found) == [" ".join(query[slice(*run)]) for run in longest_first]
    for fragment in found:
        wanted = f" {fold(fragment.text)} "
        assert fragment.count == len({text for text in kept if wanted in text})


def test_words_are_paired_by_what_they_share():
    pairs = [("de kat", "the cat"), ("de hond", "the dog"), ("een kat", "a cat"), ("een rode hond", "a red dog")]
    alignment = Alignment([source.split() for source, _ in pairs], [target.split() for _, target in pairs])
    for number in range(len(pairs)):
        links = alignment.links(number)
        assert links.argmax(axis=1).tolist() == list(range(len(links)))
        assert (links.sum(axis=1) <= 1.000001).all()
        assert (links >= 0).all()


@given(st.lists(st.tuples(WORDS, WORDS), max_size=6))
@settings(deadline=None)
def test_links_are_shares_whatever_the_texts(pairs):
    alignment = Alignment([source for source, _ in pairs], [target for _, target in pairs])
    for number, (source, target) in enumerate(pairs):
        links = alignment.links(number)
        assert links.shape == (len(target), len(source))
        assert (links >= 0).all()
        assert (links.sum(axis=1) <= 1.000001).all()


@pytest.fixture
def folder(tmp_path):
    with Memory.open(str(tmp_path / "m.db")) as memory:
        memory.add(TranslationUnit.simple(*pair) for pair in PAIRS)
    return tmp_path


def test_the_command_prints_json(folder):
    done = run("fragments", "--memory", "m.db", "Wie is de Europese Commissie?", "--json", "--limit", "1", cwd=folder)
    (found,) = json.loads(done.stdout)
    assert (found["text"], found["start"], found["words"], found["count"]) == ("de Europese Commissie", 7, 3, 3)
    assert found["translations"][0]["text"] == "the European Commission"
    assert set(found["contexts"][0]) == {"memory", "unit_id", "language", "text", "spans", "translations", "changed"}


def test_the_batch_form_prints_one_line_a_text(folder):
    done = run("fragments", "--memory", "m.db", "--file", "-", "--json", stdin="het rapport\n\nniets\n", cwd=folder)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["query"] for line in lines] == ["het rapport", "", "niets"]
    assert [len(line["fragments"]) for line in lines] == [1, 0, 0]
    assert all(line["elapsed_ms"] >= 0 for line in lines)


def test_a_person_sees_parts_translations_and_units(folder):
    done = run("fragments", "--memory", "m.db", "Wie leest het rapport?", cwd=folder)
    assert re.search(r"^het rapport  in 3 units$", done.stdout, re.MULTILINE)
    assert re.search(r"^ +\d+%  the report$", done.stdout, re.MULTILINE)
    assert "The ministers are reading the report." in done.stdout
    assert "nothing is known" in run("fragments", "--memory", "m.db", "onzin", cwd=folder).stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--memory", "none.db", "x"), 4, "no such memory"),
        (("--memory", "m.db"), 2, "one of them"),
        (("--memory", "m.db", "x", "--file", "-"), 2, "one of them"),
        (("--memory", "m.db", "x", "--limit", "0"), 2, "x>=1"),
        (("x",), 2, "--memory"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_exit_code(folder, arguments, code, message):
    done = run("fragments", *arguments, cwd=folder)
    assert done.returncode == code
    assert message in done.stderr
