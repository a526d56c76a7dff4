"""Dutch inflection, and the guard of compounds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.language import language_of
from glossary.language.nl_verbs import STRONG
from glossary.words import fold

DUTCH = language_of("nl")


@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        *[("kamp", "kampen"), ("leider", "leiders"), ("kernproef", "kernproeven"), ("ideologie", "ideologieën")],
        *[("bijbel", "bijbels"), ("foto", "foto’s"), ("gevangenis", "gevangenissen"), ("raam", "ramen")],
        *[("bom", "bommen"), ("huis", "huizen"), ("brief", "brieven"), ("kans", "kansen"), ("dag", "dagen")],
        *[("kolonie", "koloniën"), ("idee", "ideeën"), ("ziekte", "ziekten"), ("vrijheid", "vrijheden")],
        *[("partijlid", "partijleden"), ("hoofdstad", "hoofdsteden"), ("museum", "musea"), ("politicus", "politici")],
        *[("crisis", "crises"), ("kind", "kinderen"), ("weeskind", "weeskinderen"), ("monnik", "monniken")],
        *[("golf", "golven"), ("prijs", "prijzen"), ("wet", "wetten"), ("staat", "staten"), ("volk", "volkeren")],
        *[("gevangene", "gevangenen"), ("regime", "regimes"), ("baby", "baby’s"), ("vlees", "vlezen")],
    ],
)
def test_plural_of_a_noun(singular: str, plural: str) -> None:
    assert fold(plural) in DUTCH.forms(singular, "noun")
    assert singular in DUTCH.bases(fold(plural))


@pytest.mark.parametrize(
    ("word", "form"),
    [
        *[("kamp", "kampje"), ("leider", "leidertje"), ("boom", "boompje"), ("bom", "bommetje"), ("foto", "fotootje")],
        *[("koning", "koninkje"), ("regering", "regerinkjes"), ("leider", "leidertjes"), ("partij", "partijtje")],
    ],
)
def test_diminutive(word: str, form: str) -> None:
    assert form in DUTCH.forms(word, "noun")
    assert word in DUTCH.bases(form)


@pytest.mark.parametrize(
    ("word", "form"),
    [
        *[("zelfredzaam", "zelfredzame"), ("ondergronds", "ondergrondse"), ("vijandig", "vijandige"), ("wit", "witte")],
        *[("doof", "dove"), ("boos", "boze"), ("zelfredzaam", "zelfredzamer"), ("vijandig", "vijandigste")],
        *[("zwaar", "zwaardere"), ("eeuwige", "eeuwig"), ("zelfredzame", "zelfredzaam"), ("eeuwig", "eeuwigs")],
        *[("grote", "groot"), ("boze", "boos"), ("loze", "loos"), ("eeuwige", "eeuwigen")],
    ],
)
def test_forms_of_an_adjective(word: str, form: str) -> None:
    assert form in DUTCH.forms(word, "adjective")
    assert word in DUTCH.bases(form)


@pytest.mark.parametrize(
    ("infinitive", "forms"),
    [
        ("vervolgen", "vervolg vervolgt vervolgde vervolgden vervolgd vervolgende"),
        ("martelen", "martel martelt martelde gemarteld gemartelde"),
        ("geloven", "geloof gelooft geloofde geloofden geloofd"),
        ("bekeren", "bekeer bekeert bekeerde bekeerd bekeerden"),
        ("pakken", "pak pakt pakte pakten gepakt gepakte"),
        ("oproepen", "opgeroepen opriep opriepen oproept opgeroepene"),
        ("deporteren", "deporteert deporteerde gedeporteerd gedeporteerden"),
        ("terugsturen", "teruggestuurd terugstuurt terugstuurde"),
        ("verdwijnen", "verdween verdwenen verdwijnt verdwijnend verdwenene"),
        ("terugzenden", "terugzond teruggezonden"),
        ("ondervragen", "ondervroeg ondervraagd"),
        ("overvallen", "overviel overvallen"),
        ("vrijlaten", "vrijgelaten vrijliet"),
        ("gaan", "ging gegaan"),
        ("ontvangen", "ontving ontvangen"),
    ],
)
def test_forms_of_a_verb(infinitive: str, forms: str) -> None:
    for form in forms.split():
        assert form in DUTCH.forms(infinitive, "verb"), form
        assert infinitive in DUTCH.bases(form), form


def test_a_participle_behind_an_inseparable_prefix_has_no_ge() -> None:
    assert "vergezonden" not in DUTCH.forms("verzenden", "verb")
    assert "verzonden" in DUTCH.forms("verzenden", "verb")


@pytest.mark.parametrize(
    ("word", "kind", "other"),
    [
        *[
            ("leider", "noun", "leiding"),
            ("kamp", "noun", "kamper"),
            ("kern", "noun", "kerst"),
            ("partij", "noun", "part"),
        ],
        *[("vervolgen", "verb", "vervolgens"), ("verbannen", "verb", "verband"), ("staat", "noun", "stad")],
        *[("man", "noun", "maan"), ("dienst", "noun", "dienen"), ("god", "name", "goed")],
    ],
)
def test_other_words_are_no_forms(word: str, kind: str, other: str) -> None:
    assert other not in DUTCH.forms(word, kind)


def test_fixed_words_numbers_and_letters_do_not_inflect() -> None:
    assert DUTCH.forms("leider", "fixed") == {"leider"}
    assert DUTCH.forms("38", "noun") == {"38", "38's", "38s"}
    assert DUTCH.forms("vn", "name") == {"vn", "vn's", "vns"}


SYLLABLES = st.builds(
    "{}{}{}".format,
    st.sampled_from(("", "b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "st", "t", "v", "z", "ge", "op")),
    st.sampled_from(("a", "aa", "e", "ee", "i", "ie", "o", "oo", "oe", "u", "uu", "ij")),
    st.sampled_from(("", "b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "st", "t", "mp", "ng", "ch")),
)
WORDS = st.lists(SYLLABLES, min_size=1, max_size=4).map("".join).filter(lambda word: len(word) > 2)


@given(WORDS, st.sampled_from(("noun", "name", "adjective", "modifier", "finite")))
def test_every_form_of_a_word_leads_back_to_it(word: str, kind: str) -> None:
    if kind == "finite":
        word += "en"
    for form in DUTCH.forms(word, kind):
        # Letters thrown together break the rules of spelling where the same ones meet; real words do not.
        if not re.search(r"(.)\1\1", f"{word} {form}"):
            assert word in DUTCH.bases(form), form


@pytest.mark.parametrize("infinitive", [*STRONG, *(f"op{verb}" for verb in STRONG), *(f"ver{verb}" for verb in STRONG)])
def test_every_form_of_a_strong_verb_leads_back_to_it(infinitive: str) -> None:
    assert all(infinitive in DUTCH.bases(form) for form in DUTCH.forms(infinitive, "verb"))


@pytest.mark.parametrize("word", ["bewaker", "terrein", "beginsel", "staat", "wet"])
def test_known_words_can_be_part_of_a_compound(word: str) -> None:
    assert DUTCH.is_part(word, first=False)


@pytest.mark.parametrize("word", ["ioen", "bege", "heid", "schap", "omen", "de", "xyz", ""])
def test_endings_and_scraps_cannot(word: str) -> None:
    assert not DUTCH.is_part(word, first=False)


@pytest.mark.parametrize("word", ["over", "onder", "aan", "ver"])
def test_prefixes_cannot_come_first(word: str) -> None:
    assert not DUTCH.is_part(word, first=True)


@pytest.mark.parametrize(
    ("word", "form"),
    [("baby", "baby'tje"), ("baby", "baby'tjes"), ("azc", "azc'tje"), ("sms", "sms'je"), ("foto", "foto's")],
)
def test_an_apostrophe_stands_before_some_endings(word: str, form: str) -> None:
    assert form in DUTCH.forms(word, "noun")
    assert word in DUTCH.bases(form)
