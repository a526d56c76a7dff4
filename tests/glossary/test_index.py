"""The compiled form of terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary import Concept
from glossary.index import Index, path_of, words_of
from glossary.language import language_of
from tests.glossary.bases import concept, nl

TEXTS = st.text(st.sampled_from("aB-é' .1\u00ad") | st.characters(), min_size=1, max_size=8)


def compiled(*concepts: Concept, language: str = "nl") -> Index:
    numbered = [(number, place, term) for number, one in enumerate(concepts) for place, term in enumerate(one.terms)]
    return Index.compile(numbered, language_of(language))


@given(st.lists(st.tuples(TEXTS, st.sampled_from(["noun", "verb"]), st.lists(TEXTS, max_size=2)), max_size=6))
def test_an_index_comes_back_from_its_bytes(rows: list[tuple[str, str, list[str]]]) -> None:
    index = compiled(*(concept(nl(text, pos, forms=tuple(forms)), id="x") for text, pos, forms in rows))
    again = Index.from_bytes(index.to_bytes())
    assert again == index
    assert all(again.codes(path) == index.codes(path) for path in index.paths)
    assert all(again.begins(path[:2]) == index.begins(path[:2]) for path in index.paths)


def test_terms_that_are_spelt_alike_share_a_path() -> None:
    index = compiled(concept(nl("dienst")), concept(nl("Dienst")), concept(nl("dienst", "verb")))
    assert len(index.codes("dienst")) == 3
    assert Index.from_bytes(index.to_bytes()).codes("dienst") == index.codes("dienst")


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
@given(words=st.lists(st.sampled_from(["the", "De", "een", "a", "Labour", "grey", "camp", "het", "X"]), max_size=4))
def test_plain_terms_have_the_path_that_any_other_has(language: str, words: list[str]) -> None:
    # A hyphen or a blank between plain words takes a shorter way than quotes and accents do.
    pack = language_of(language)
    for joint in (" ", "-"):
        plain = path_of(joint.join(words), pack)
        quoted = path_of(" ".join(f"“{word}”" for word in words), pack)
        assert plain == quoted == tuple(word for word, _ in words_of(joint.join(words), pack)), words
