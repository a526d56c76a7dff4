"""Candidates for terms."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.extract import Candidate, as_concepts, c_values, extract, log_likelihood
from glossary.formats import parse, render
from glossary.frequency import frequencies, written_words
from glossary.phrases import phrase_finder
from tests.glossary.bases import base, nl

LANGUAGES = {"source_language": "nl", "target_language": "en"}


def terms(*texts: str, **options: object) -> list[str]:
    return [candidate.term for candidate in extract(texts, **options)]  # type: ignore[arg-type]


def phrases(text: str) -> set[str]:
    finder = phrase_finder("nl")
    finder.learn([text])
    return {phrase.base for phrase in finder.phrases(text) if not phrase.loose}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De eeuwige leiders zwijgen.", {"eeuwige leider", "leider"}),
        ("Hij zat in een heropvoedingskamp.", {"heropvoedingskamp"}),
        ("De werkkampbewakers van de volksrepubliek.", {"werkkampbewaker", "volksrepubliek"}),
        ("Toen kwam Kim Jong-il uit Pyongyang.", {"Kim Jong-il", "Pyongyang"}),
        ("Er volgden sancties van de VN-Veiligheidsraad.", {"sanctie", "VN-Veiligheidsraad"}),
        ("Ze waren ziek en stil, maar niet vijandig.", set()),
        ("Wij geloven dat zij liegen.", set()),
        ("De gevluchte directeur sprak.", {"gevluchte directeur", "directeur"}),
        ("Hij las https://www.example.org/rapport niet.", set()),
        ("Er waren zevenentwintig kernproeven.", {"kernproef"}),
        ("De staat vervolgt christenen.", {"staat", "christen"}),
    ],
)
def test_noun_phrases_of_a_sentence(text: str, expected: set[str]) -> None:
    assert phrases(text) == expected


def test_a_phrase_with_a_preposition_counts_only_when_it_comes_back() -> None:
    assert "vrijheid van godsdienst" not in terms("De vrijheid van godsdienst is een recht.")
    found = terms("De vrijheid van godsdienst is een recht.", "Zonder vrijheid van godsdienst is er geen hoop.")
    assert "vrijheid van godsdienst" in found


def test_inflected_forms_are_one_candidate_under_the_base_form_with_its_contexts() -> None:
    texts = [
        "Het werkkamp ligt hier.",
        "De werkkampen liggen daar.",
        "Werkkampen zijn er nog.",
        "Een werkkamp is groot.",
    ]
    [found] = [candidate for candidate in extract(texts) if candidate.term == "werkkamp"]
    assert found.frequency == 4
    assert set(found.forms) == {"werkkamp", "werkkampen"}
    assert found.contexts == tuple(texts[:3])
    assert found.part_of_speech == "noun"


def test_a_plural_with_adjectives_stays_as_it_is_written() -> None:
    assert "politieke gevangenkampen" in terms("Zij zaten in politieke gevangenkampen.")
    both = terms("Zij zaten in geheime kampen.", "Een geheime dienst heeft een geheim kamp.", "De geheime kamp is er.")
    assert "geheime kamp" in both


def test_words_of_general_language_come_after_those_of_the_subject() -> None:
    found = terms(
        "De jucheleer is een boek van de schrijver.", "De jucheleer kent veel vragen over het huis en de school."
    )
    assert found[0] == "jucheleer"
    assert found.index("jucheleer") < found.index("school")


def test_known_terms_are_left_out_in_all_their_forms_but_not_what_has_them_inside() -> None:
    known = base(nl("werkkamp"), nl("zelfredzaamheid"))
    found = terms("De werkkampen en de werkkampbewaker.", "Zelfredzaamheid is een idee van het werkkamp.", known=known)
    assert "werkkampbewaker" in found
    assert not {"werkkamp", "zelfredzaamheid"} & set(found)


def test_what_is_rarer_than_asked_is_left_out() -> None:
    texts = ["De jucheleer.", "Een jucheleer en een kernproef."]
    assert "kernproef" in terms(*texts)
    assert "kernproef" not in terms(*texts, min_count=2)
    assert "jucheleer" in terms(*texts, min_count=2)


def test_a_text_counts_once_however_often_it_is_given() -> None:
    [one] = [candidate for candidate in extract(["De jucheleer."] * 5) if candidate.term == "jucheleer"]
    assert one.frequency == 1


def test_another_language_gives_what_comes_back() -> None:
    assert terms("Das Straflager ist groß.", "Ein Straflager.", "Nichts davon.", language="de") == ["straflager"]


def test_no_text_gives_no_candidates() -> None:
    assert extract([]) == extract(["", " ", "…"]) == []


@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_text_gives_candidates_that_stand_in_it(texts: list[str]) -> None:
    for candidate in extract(texts):
        assert candidate.frequency >= 1
        assert candidate.contexts
        assert candidate.term.strip()
        assert all(context in texts for context in candidate.contexts)


def test_the_example_of_rayson_and_garside() -> None:
    # 2 (a ln(a/E1) + b ln(b/E2)) by hand: 100 of 1,000 words against 50 of 1,000.
    expected = 2 * (100 * math.log(100 / 75) + 50 * math.log(50 / 75))
    assert log_likelihood(100, 1000, 50, 1000) == pytest.approx(expected)
    assert log_likelihood(50, 1000, 100, 1000) == pytest.approx(-expected)
    assert log_likelihood(10, 100, 10, 100) == log_likelihood(3, 0, 1, 5) == log_likelihood(0, 5, 0, 5) == 0


@given(st.integers(0, 500), st.integers(1, 10**6), st.integers(0, 500), st.integers(1, 10**6))
def test_log_likelihood_has_the_sign_of_the_difference(a: int, c: int, b: int, d: int) -> None:
    found = log_likelihood(min(a, c), c, min(b, d), d)
    difference = min(a, c) / c - min(b, d) / d
    assert found * difference >= 0 or abs(found) < 1e-6


def test_c_value_takes_off_what_is_part_of_longer_candidates() -> None:
    # Frantzi & Ananiadou (2000), with log2(words + 1): 9 minus the mean of the longer ones.
    frequency = {("cel",): 9, ("basaal", "cel"): 5, ("groot", "basaal", "cel"): 1}
    values = c_values(frequency)
    assert values["cel",] == (pytest.approx(9 - (5 + 1) / 2), 6)
    assert values["basaal", "cel"] == (pytest.approx(math.log2(3) * 4), 4)
    assert values["groot", "basaal", "cel"] == (pytest.approx(2.0), 1)


def test_the_frequency_list_that_ships_knows_general_words_and_not_those_of_the_subject() -> None:
    known = frequencies("nl-BE")
    assert known.total > 400_000
    assert known.count("de") > known.count("school") > 0
    assert known.count("jucheleer") == known.count("songbun") == 0
    assert len(frequencies("xx")) == frequencies("xx").total == 0


def test_words_with_a_hyphen_are_counted_whole() -> None:
    assert list(written_words("De Juche‑ideologie – één foto’s.")) == ["de", "juche-ideologie", "een", "foto's"]


def candidate(term: str, *contexts: str) -> Candidate:
    figures = {"frequency": 2, "c_value": 2.0, "log_likelihood": 12.5, "score": 12.5}
    return Candidate(term=term, forms=(term,), contexts=contexts, part_of_speech="noun", **figures)  # type: ignore[arg-type]


def test_candidates_become_rows_to_curate_that_are_read_back() -> None:
    concepts = as_concepts(
        [candidate("kernproef", "Een kernproef.", "=2"), candidate("Kernproef")], {}, taken=["kernproef"]
    )
    assert [concept.id for concept in concepts] == ["kernproef-2", "kernproef-3"]
    [first, second] = parse(render(concepts, "csv", **LANGUAGES), name="c.csv", **LANGUAGES)
    assert [first, second] == concepts
    assert first.terms[0].status == "admitted"
    assert dict(first.terms[0].extra) == {
        "context": "Een kernproef.",
        "context_2": "=2",
        "frequency": "2",
        "c_value": "2",
        "log_likelihood": "12.5",
    }
