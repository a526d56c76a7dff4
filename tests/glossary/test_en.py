"""English inflection and spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.language import Language, language_of

ENGLISH = language_of("en-GB")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *[("organise", "organize"), ("organisations", "organizations"), ("labour", "labor"), ("honoured", "honored")],
        *[("centre", "center"), ("theatres", "theaters"), ("paralysed", "paralyzed"), ("defence", "defense")],
        *[("travelling", "traveling"), ("counsellor", "counselor"), ("catalogue", "catalog"), ("fulfil", "fulfill")],
        *[("programme", "program"), ("judgement", "judgment"), ("grey", "gray"), ("neighbours", "neighbors")],
    ],
)
def test_british_and_american_spelling_are_one(one: str, other: str) -> None:
    assert ENGLISH.spell(one) == ENGLISH.spell(other)


@pytest.mark.parametrize(
    ("one", "other"), [("four", "for"), ("hour", "hor"), ("your", "yor"), ("rise", "rize"), ("filled", "filed")]
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert ENGLISH.spell(one) != ENGLISH.spell(other)


@pytest.mark.parametrize(
    ("word", "kind", "forms"),
    [
        ("camp", "noun", "camps camp's camps's"),
        ("policy", "noun", "policies policy's"),
        ("church", "noun", "churches church's"),
        ("statesman", "noun", "statesmen"),
        ("crisis", "noun", "crises"),
        ("child", "noun", "children children's"),
        ("persecute", "verb", "persecutes persecuted persecuting"),
        ("pray", "verb", "prays prayed praying"),
        ("deny", "verb", "denies denied denying"),
        ("flee", "verb", "flees fled fleeing"),
        ("commit", "verb", "commits committed committing"),
        ("die", "verb", "died dying"),
        ("lead", "verb", "leads led leading"),
    ],
)
def test_forms(word: str, kind: str, forms: str) -> None:
    for form in forms.split():
        assert form in ENGLISH.forms(word, kind), form
        assert word in ENGLISH.bases(form), form


def test_of_adjectives_only_short_ones_have_degrees() -> None:
    assert ENGLISH.forms("eternal", "adjective") == {"eternal"}
    assert ENGLISH.forms("foreign", "adjective") == {"foreign"}
    for word, forms in (
        ("poor", "poorer poorest"),
        ("holy", "holier holiest"),
        ("free", "freer freest"),
        ("big", "bigger"),
    ):
        for form in forms.split():
            assert form in ENGLISH.forms(word, "adjective"), form
            assert word in ENGLISH.bases(form), form


@given(st.text("abcdeghilmnoprstuy", min_size=5, max_size=12), st.sampled_from(("noun", "verb", "any", "modifier")))
def test_every_form_of_a_word_leads_back_to_it(word: str, kind: str) -> None:
    word = ENGLISH.spell(word.rstrip("sy") + "t")
    for form in ENGLISH.forms(word, kind):
        assert word in ENGLISH.bases(form), form


@pytest.mark.parametrize(
    ("found", "term", "wanted", "suggestion"),
    [
        ("guides", "guide", "leader", "leaders"),
        ("guide", "guide", "leader", "leader"),
        ("guide’s", "guide", "leader", "leader’s"),
        ("everlasting leaders", "everlasting leader", "eternal leader", "eternal leaders"),
        ("doctrines", "doctrine", "ideology", "ideologies"),
        ("Guides", "guide", "church", "churches"),
    ],
)
def test_a_suggestion_takes_the_form_of_what_it_replaces(found: str, term: str, wanted: str, suggestion: str) -> None:
    assert ENGLISH.like(found, term, wanted) == suggestion


def test_a_language_without_a_pack_is_matched_as_it_is_written() -> None:
    plain = language_of("xx")
    assert type(plain) is Language
    assert plain.forms("woord", "noun") == {"woord"}
    assert plain.bases("woord") == ("woord",)
