"""The form of a term is read off the Dutch and given to the English."""

from __future__ import annotations

import pytest

from glossary import Term
from translate_kit.mt.inflect import Form, article, auxiliary_near, form_of, inflected, source_form


def dutch(text: str, spoken: str = "noun", number: str = "") -> Term:
    return Term(text=text, language="nl", part_of_speech=spoken, number=number)


def english(text: str, spoken: str = "noun", number: str = "") -> Term:
    return Term(text=text, language="en", part_of_speech=spoken, number=number)


@pytest.mark.parametrize(
    ("text", "term", "form"),
    [
        ("overloper", "overloper", Form.BASE),
        ("overlopers", "overloper", Form.PLURAL),
        ("Kampen", "kamp", Form.PLURAL),
        ("eeuwige leiders", "eeuwige leider", Form.PLURAL),
        ("kerkje", "kerk", Form.BASE),
        ("politieke gevangenkampen", "politiek gevangenkamp", Form.PLURAL),
    ],
)
def test_number_of_a_dutch_noun(text: str, term: str, form: Form) -> None:
    assert source_form(text, dutch(term)) is form


def test_term_that_is_only_plural_is_plural_as_it_stands() -> None:
    assert source_form("Tien Principes", dutch("Tien Principes", number="plural-only")) is Form.PLURAL


@pytest.mark.parametrize(
    ("text", "term", "auxiliary", "form"),
    [
        ("vervolgen", "vervolgen", False, Form.BASE),
        ("vervolgt", "vervolgen", False, Form.THIRD),
        ("vervolgde", "vervolgen", False, Form.PAST),
        ("vervolgd", "vervolgen", True, Form.PARTICIPLE),
        ("verdwenen", "verdwijnen", True, Form.PARTICIPLE),
        ("verdwenen", "verdwijnen", False, Form.PAST),
        ("gebeden", "bidden", True, Form.PARTICIPLE),
        ("bad", "bidden", False, Form.PAST),
        ("teruggestuurd", "terugsturen", True, Form.PARTICIPLE),
    ],
)
def test_form_of_a_dutch_verb(text: str, term: str, auxiliary: bool, form: Form) -> None:
    assert source_form(text, dutch(term, "verb"), auxiliary=auxiliary) is form


def test_auxiliary_counts_in_its_own_clause_only() -> None:
    text = "Hij is ziek, en gisteren verdwenen zij."
    assert not auxiliary_near(text, text.index("verdwenen"), "nl")
    assert auxiliary_near("Zij zijn verdwenen.", 9, "nl")
    assert not auxiliary_near("Zij zijn verdwenen.", 9, "fr")


@pytest.mark.parametrize(
    ("term", "form", "words"),
    [
        (english("head of state"), Form.PLURAL, "heads of state"),
        (english("heir apparent"), Form.PLURAL, "heirs apparent"),
        (english("missionary"), Form.PLURAL, "missionaries"),
        (english("clergyman"), Form.PLURAL, "clergymen"),
        (english("purge"), Form.PLURAL, "purges"),
        (english("church"), Form.PLURAL, "churches"),
        (english("self-reliance", number="singular-only"), Form.PLURAL, "self-reliance"),
        (english("human rights", number="plural-only"), Form.PLURAL, "human rights"),
        (english("religious", "adjective"), Form.PLURAL, "religious"),
        (english("stand trial", "verb"), Form.PAST, "stood trial"),
        (english("kidnap", "verb"), Form.PARTICIPLE, "kidnapped"),
        (english("preach", "verb"), Form.THIRD, "preaches"),
        (english("flee", "verb"), Form.GERUND, "fleeing"),
        (english("go over", "verb"), Form.PARTICIPLE, "gone over"),
        (Term(text="Lager", language="de", part_of_speech="noun"), Form.PLURAL, "Lager"),
    ],
)
def test_english_term_in_a_form(term: Term, form: Form, words: str) -> None:
    assert inflected(term, form) == words


@pytest.mark.parametrize(
    ("seen", "base", "verb", "auxiliary", "form"),
    [
        ("Students", "student", False, False, Form.PLURAL),
        ("student", "student", False, False, Form.BASE),
        ("sold", "sell", True, False, Form.PAST),
        ("sold", "sell", True, True, Form.PARTICIPLE),
        ("sells", "sell", True, False, Form.THIRD),
        ("selling", "sell", True, True, Form.GERUND),
    ],
)
def test_form_in_which_an_english_word_stands(seen: str, base: str, verb: bool, auxiliary: bool, form: Form) -> None:
    assert form_of(seen, base, verb=verb, auxiliary=auxiliary) is form


@pytest.mark.parametrize(
    "word", ["asylum seeker", "NGO", "hour", "uprising", "underground church", "SPA", "8-year-old"]
)
def test_an(word: str) -> None:
    assert article(word) == "an"


@pytest.mark.parametrize("word", ["union", "UN", "European", "one-party state", "camp", "uranium mine", "WPK", "house"])
def test_a(word: str) -> None:
    assert article(word) == "a"
