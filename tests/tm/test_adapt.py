"""Numbers, dates, times, links and tags are compared by value and put into the target in its notation."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tm import Memory, TranslationUnit
from tm.adapt import adapt
from tm.notation import _Finder, _pattern, mask, masked, notation_of, read_number, values
from tm.store.sqlite import SqliteStore


def meanings(text: str, language: str) -> list[tuple[str, object]]:
    return [(value.kind, value.value if len(value.value) > 1 else value.value[0]) for value in values(text, language)]


@pytest.mark.parametrize(
    ("dutch", "english"),
    [
        ("1,4 miljard", "1.4 billion"),
        ("400.000", "400,000"),
        ("3,5", "3.5"),
        ("1.234.567,89", "1,234,567.89"),
        ("12", "12"),
        ("12 mln", "12 mn"),
        ("15 april", "15 April"),
        ("15 april", "April 15th"),
        ("15 april 2024", "April 15, 2024"),
        ("3 mrt. 2024", "3 Mar. 2024"),
        ("april 2024", "April 2024"),
        ("15-04-2024", "2024-04-15"),
        ("14.30 uur", "2:30 p.m."),
        ("14:30", "2.30 pm"),
        ("9 uur", "9 a.m."),
        ("12 uur", "12 pm"),
        ("19e", "19th"),
        ("1ste", "1st"),
        ("https://voorbeeld.nl/a?b=1", "https://voorbeeld.nl/a?b=1"),
    ],
)
def test_equal_values_mean_the_same_in_both_languages(dutch, english):
    assert meanings(f"Op {dutch}, ja", "nl") == meanings(f"On {english}, yes", "en")
    assert len(meanings(f"Op {dutch}, ja", "nl")) == 1


def test_dates_in_digits_follow_the_country():
    assert meanings("04/03/2024", "en-US") == [("date", (2024, 4, 3))]
    assert meanings("04/03/2024", "en-GB") == [("date", (2024, 3, 4))]
    assert meanings("04/13/2024", "en-GB") == [("date", (2024, 4, 13))]


def test_what_is_no_number_is_taken_as_written():
    assert meanings("versie 1.2.3", "nl") == [("number", "1.2.3")]
    assert read_number("12.34.56", notation_of("nl")) is None


def test_words_of_another_language_are_no_months():
    assert [kind for kind, _ in meanings("15 mei", "de")] == ["number"]


@given(st.text("0123456789.,: -/aeijmnprtuw@hps", max_size=40), st.sampled_from(("nl", "en", "en-US", "de")))
def test_values_lie_in_the_text_one_after_the_other(text, language):
    at = 0
    for value in values(text, language):
        assert at <= value.start < value.end <= len(text)
        assert text[value.start : value.end] == value.text
        at = value.end


@given(st.decimals(0, 10**9, places=2), st.booleans())
def test_a_number_comes_out_of_the_target_with_the_value_that_went_in(number, grouped):
    english = f"{number:,.2f}" if grouped else f"{number:.2f}"
    dutch = english.translate(str.maketrans(",.", ".,"))
    done = adapt(f"Het kost {dutch}.", "Het kost 3,00.", "It costs 3.00.", "nl", "en")
    assert done.complete
    (value,) = values(done.target, "en")
    assert value.value[0] == Decimal(number).normalize()


@pytest.mark.parametrize(
    ("query", "source", "target", "expected"),
    [
        ("Er vielen 15 doden.", "Er vielen 12 doden.", "12 people died.", "15 people died."),
        ("Het kost 1,4 miljard.", "Het kost 3 miljoen.", "It costs 3 million.", "It costs 1.4 billion."),
        ("400.000 mensen", "1.250 mensen", "1,250 people", "400,000 people"),
        ("In 2024", "In 1999", "In 1999", "In 2024"),
        ("Op 3 mei 2024.", "Op 15 april 2023.", "On April 15, 2023.", "On May 3, 2024."),
        ("Op 3 mei.", "Op 15 april.", "On the 15th April.", "On the 3rd May."),
        ("Op 15-04-2024", "Op 02-03-2023", "On 02/03/2023", "On 15/04/2024"),
        ("Om 9.15 uur.", "Om 14.30 uur.", "At 2:30 p.m.", "At 9:15 a.m."),
        ("Om 16 uur.", "Om 9 uur.", "At 9 a.m.", "At 4 p.m."),
        ("de 21e eeuw", "de 19e eeuw", "the 19th century", "the 21st century"),
        ("Zie https://b.nl/x.", "Zie https://a.nl/.", "See https://a.nl/.", "See https://b.nl/x."),
        ("12 en 30", "12 en 15", "12 and 15", "12 and 30"),
        ("5 van 7", "2 van 3", "2 of 3", "5 of 7"),
        ("2 van 3", "3 van 2", "3 of 2", "2 of 3"),
        ("De <i>kat</i>", "De <b>kat</b>", "The <b>cat</b>", "The <i>cat</i>"),
    ],
)
def test_values_are_put_into_the_target_in_its_notation(query, source, target, expected):
    done = adapt(query, source, target, "nl", "en")
    assert done.target == expected
    assert done.changes
    assert all(was in target and now in expected for was, now in done.changes)


@pytest.mark.parametrize(
    ("query", "source", "target"),
    [
        ("Er vielen 15 doden.", "Er vielen 12 doden.", "Twelve people died."),
        ("12 van 15", "12 van 12", "12 of 12"),
        ("15 van 18", "12 van 12", "12 of 12"),
        ("Op 3 mei 2024", "Op 15 april", "On 15 April"),
    ],
)
def test_what_is_not_certain_stays_as_it_is(query, source, target):
    done = adapt(query, source, target, "nl", "en")
    assert done.target == target
    assert not done.complete


def test_values_are_paired_by_the_words_around_them():
    done = adapt("Sinds 2020 zijn er 15 katten.", "Er zijn 12 katten.", "There are 12 cats.", "nl", "en")
    assert (done.target, done.complete) == ("There are 15 cats.", False)


def test_texts_that_differ_in_values_have_one_shape():
    assert mask("Op 3 mei 12 doden", "nl") == mask("Op 15 april 400.000 doden", "nl") != mask("Op 3 mei", "nl")
    assert mask("Geen getal", "nl") is None
    text = "Op 3 mei, 12"
    assert len(masked(text, values(text, "nl"))) == len("Op ., .")


@pytest.fixture
def memory(tmp_path):
    with Memory.open(tmp_path / "m.db") as opened:
        yield opened


def test_a_difference_in_numbers_alone_costs_a_point_when_the_target_takes_them(memory):
    memory.add([TranslationUnit.simple("Er vielen 12 doden op 15 april.", "12 people died on 15 April.")])
    (match,) = memory.lookup("Er vielen 1.250 doden op 3 mei.", threshold=99)
    assert (match.score, match.kind, match.target) == (99, "fuzzy", "1,250 people died on 3 May.")
    assert match.adapted == (("12", "1,250"), ("15 April", "3 May"))
    assert [(penalty.reason, penalty.points) for penalty in match.penalties] == [("numbers", 1)]


def test_a_segment_of_numbers_only_gets_a_match(memory):
    memory.add([TranslationUnit.simple("1.250", "1,250"), TranslationUnit.simple("12", "12")])
    (match,) = memory.lookup("400.000", threshold=75)
    assert (match.score, match.target) == (99, "400,000")


def test_numbers_in_a_fuzzy_match_are_adapted_too(memory):
    memory.add([TranslationUnit.simple("Er vielen 12 doden bij de aanslag.", "12 people died in the attack.")])
    (match,) = memory.lookup("Er vielen 15 doden bij een aanslag.")
    assert (match.target, match.adapted) == ("15 people died in the attack.", (("12", "15"),))
    assert match.score < 95


def test_a_number_that_the_target_does_not_have_is_not_made_up(memory):
    memory.add([TranslationUnit.simple("Er vielen 12 doden.", "Twelve people died.")])
    (match,) = memory.lookup("Er vielen 15 doden.")
    assert (match.target, match.adapted, match.score) == ("Twelve people died.", (), 93)


def test_many_units_of_one_shape_are_one_match(memory):
    memory.add([TranslationUnit.simple(f"{n} katten", f"{n} cats") for n in range(1, 200)])
    found = memory.lookup("1.250 katten", limit=5)
    assert [match.target for match in found] == ["1,250 cats"]


@given(st.text("0123456789.,: -/aeijmnprtuw@hps", max_size=40), st.sampled_from(("nl", "en", "en-US", "de")))
def test_masking_and_reading_see_the_same_values(text, language):
    found = values(text, language)
    assert mask(text, language) == (masked(text, found) if found else None)


@pytest.fixture
def fetched(monkeypatch):
    """The numbers of all units that were taken out of a store."""
    numbers = []
    real = SqliteStore.units

    def units(self, wanted, **options):
        numbers.extend(wanted)
        return real(self, wanted, **options)

    monkeypatch.setattr(SqliteStore, "units", units)
    return numbers


def test_thousands_of_units_that_differ_in_a_number_do_not_hide_what_else_there_is(memory, fetched):
    memory.add([TranslationUnit.simple("Artikelen van de wet", "Articles of the Act")])
    memory.add([TranslationUnit.simple(f"Artikel {n} van de wet", f"Article {n} of the Act") for n in range(1, 5001)])
    found = memory.lookup("Artikel 7000 van de wet", threshold=70)
    assert [(match.score, match.target) for match in found] == [
        (99, "Article 7000 of the Act"),
        (78, "Articles of the Act"),
    ]
    found = memory.lookup("Artikel 12 van de wet", threshold=70)
    assert [(match.score, match.target) for match in found] == [
        (100, "Article 12 of the Act"),
        (85, "Articles of the Act"),
    ]
    # All were read once, to see what each would say; judging each, with every look-up, took seconds.
    assert len(fetched) < 5600


def test_among_thousands_of_equally_good_units_the_newest_are_taken_and_the_others_left(memory, fetched):
    names = [f"{first}{second}{third}" for first in "BDFGH" for second in "aeiou" for third in "klmnprst"]
    memory.add([TranslationUnit.simple(f"Beste {name}, welkom.", f"Dear {name}, welcome.") for name in names])
    fetched.clear()
    found = memory.lookup("Beste Xyz, welkom.", threshold=70, limit=3)
    assert [match.source for match in found] == [f"Beste {name}, welkom." for name in names[: -len(names) - 1 : -1][:3]]
    assert len(fetched) < 100


_PIECES = st.one_of(
    st.sampled_from([name for tag in ("nl", "en") for name in notation_of(tag).months + notation_of(tag).short_months]),
    st.sampled_from(
        [" ", " ", ".", ",", "\n", "\u00a0", "5", "14", "2019", "www.", "https://", "a", "@", "\u0131", "\u017f"]
    ),
)


@given(
    st.lists(st.one_of(_PIECES, _PIECES.map(str.upper)), max_size=8).map("".join), st.sampled_from(("nl", "en", "de"))
)
@example("MAART 2019", "nl")
@example("mrt. 2019", "nl")
@example("Ju\u0131y 5", "en")
@example("augu\u017ftus 1999", "nl")
@example("APR\u01305", "nl")
@example("1 WWW.a.nl", "nl")
def test_the_short_way_to_find_values_finds_all_that_the_long_one_finds(text, language):
    notation = notation_of(language)
    every = [match.span() for match in _pattern(notation, mail=True, words=True).finditer(text)]
    assert [match.span() for match in _Finder(notation).pattern(text).finditer(text)] == every
