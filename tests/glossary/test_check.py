"""Verdicts on a translation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary import TermBase, Verdict, accuracy
from tests.glossary.bases import base, concept, en, nl

LEADERS = base(
    concept(nl("leider"), en("leader"), en("chief", "admitted"), en("head", "deprecated"), en("guide", "forbidden")),
    concept(
        nl("eeuwige leider"),
        en("eternal leader"),
        en("everlasting leader", "forbidden", note="The title has a fixed form."),
        en("leader", "forbidden"),
    ),
    concept(nl("werkkamp"), en("labour camp"), en("work camp", "admitted"), en("camp", "forbidden")),
    concept(nl("Juche", "proper noun", flags=("do-not-translate",))),
    concept(
        nl("zelfredzaamheid"), nl("zelfredzaam", "adjective"),
        en("self-reliance"), en("self-reliant", pos="adjective"), en("self-sufficiency", "forbidden"),
    ),
    concept(nl("vervolgen", "verb"), en("persecute", pos="verb")),
    concept(nl("persvrijheid"), en("freedom of the press"), en("press freedom", "admitted")),
)  # fmt: skip


def verdicts(source: str, target: str, terms: TermBase = LEADERS) -> list[tuple[str, str, str]]:
    """(kind, source, found) of each verdict, its offsets checked."""
    judged = terms.check(source, target)
    for verdict in judged:
        assert source[verdict.match.start : verdict.match.end] == verdict.match.text
        if verdict.start is not None:
            assert target[verdict.start : verdict.end] == verdict.found
        assert verdict.message
    return [(verdict.kind, verdict.match.text, verdict.found) for verdict in judged]


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("De leider sprak.", "The leader spoke.", "leader"),
        ("De leiders spraken.", "Leaders spoke.", "Leaders"),
        ("Het hoofd van de leider.", "The leader’s head.", "leader’s"),
        ("De leider sprak.", "The chief spoke.", "chief"),
        ("Een werkkamp.", "A labor camp.", "labor camp"),
        ("Twee werkkampen.", "Two labour camps.", "labour camps"),
        ("Een werkkamp.", "A labour-camp.", "labour-camp"),
        ("De Juche.", "JUCHE", "JUCHE"),
        ("Zelfredzaamheid.", "Self reliance.", "Self reliance"),
        ("Zelfredzaamheid.", "Selfreliance.", "Selfreliance"),
        ("Zij werden vervolgd.", "They were persecuted.", "persecuted"),
        ("Persvrijheid.", "Freedom of press.", "Freedom of press"),
        ("Persvrijheid.", "Freedom of the press.", "Freedom of the press"),
    ],
)
def test_an_allowed_target_is_found_inflected_and_in_either_spelling(source: str, target: str, found: str) -> None:
    assert verdicts(source, target) == [("ok", verdicts(source, target)[0][1], found)]


def test_a_missing_term_says_what_was_expected() -> None:
    [verdict] = LEADERS.check("De werkkampen.", "The prisons.")
    assert (verdict.kind, verdict.start, verdict.end, verdict.suggestion) == ("missing", None, None, "labour camp")
    assert "“labour camp” or “work camp”" in verdict.message
    assert (verdict.check, verdict.severity) == ("term-missing", "warning")


def test_a_forbidden_term_is_found_where_it_stands_with_what_to_write() -> None:
    [verdict] = LEADERS.check("De eeuwige leiders.", "The Everlasting leaders.")
    assert (verdict.kind, verdict.found, verdict.suggestion) == ("forbidden", "Everlasting leaders", "Eternal leaders")
    assert (verdict.start, verdict.end) == (4, 23)
    assert "The title has a fixed form." in verdict.message
    assert (verdict.check, verdict.severity) == ("term-forbidden", "error")


def test_a_deprecated_term_is_a_warning() -> None:
    [verdict] = LEADERS.check("De leider.", "The head.")
    assert (verdict.kind, verdict.check, verdict.severity) == ("deprecated", "term-deprecated", "warning")


def test_a_forbidden_term_inside_an_allowed_one_is_no_misuse() -> None:
    assert verdicts("De eeuwige leider.", "The eternal leader.") == [("ok", "eeuwige leider", "eternal leader")]
    assert verdicts("Het werkkamp.", "The labour camp.") == [("ok", "werkkamp", "labour camp")]


def test_a_forbidden_term_without_its_concept_in_the_source_is_nobodys_business() -> None:
    assert verdicts("De gids sprak.", "The guide spoke.") == []


def test_a_forbidden_term_beside_an_allowed_one_is_reported_too() -> None:
    assert verdicts("De leider.", "The leader, the guide.") == [
        ("ok", "leider", "leader"),
        ("forbidden", "leider", "guide"),
    ]


def test_a_glossary_may_want_one_of_two_spellings() -> None:
    terms = base(concept(nl("werkkamp"), en("labour camp"), en("labor camp", "deprecated")))
    assert verdicts("Werkkampen.", "Labour camps.", terms) == [("ok", "Werkkampen", "Labour camps")]
    [verdict] = terms.check("Werkkampen.", "Labor camps.")
    assert (verdict.kind, verdict.suggestion) == ("deprecated", "Labour camps")


def test_a_deprecated_term_beside_an_allowed_one_is_the_translation_of_something_else() -> None:
    assert verdicts("Het hoofd van de leider.", "The head of the leader.") == [("ok", "leider", "leader")]


def test_one_allowed_target_does_not_serve_two_matches() -> None:
    assert verdicts("De leider zag de leider.", "The leader saw him.") == [
        ("ok", "leider", "leader"),
        ("fewer", "leider", "him"),
    ]


def test_a_repeated_term_that_is_simply_not_there_is_a_warning() -> None:
    [_, verdict] = LEADERS.check("De leider zag de leider.", "The leader saw nobody.")
    assert (verdict.kind, verdict.severity, verdict.excuse, verdict.found) == ("fewer", "warning", "", "leader")
    assert (verdict.start, verdict.end, verdict.target_term) == (4, 10, "leader")


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("De leider zag de leider.", "The leader saw himself.", "himself"),
        ("De leider sprak, en de leider ging.", "The leader spoke, and he went.", "he"),
        ("De partij van de leider wacht op de leider.", "The leader and their party wait.", "their"),
    ],
)
def test_a_pronoun_for_a_repeated_term_is_a_note_and_says_where_it_is(source: str, target: str, found: str) -> None:
    [_, verdict] = LEADERS.check(source, target)
    assert (verdict.kind, verdict.severity, verdict.excuse, verdict.found) == ("fewer", "info", "pronoun", found)
    assert target[verdict.start : verdict.end] == found
    assert source[verdict.match.start : verdict.match.end] == "leider"


def test_a_pronoun_that_the_source_has_too_stands_for_no_term() -> None:
    [_, verdict] = LEADERS.check("De leider zag hem en de leider.", "The leader saw him and the boss.")
    assert (verdict.kind, verdict.severity, verdict.excuse) == ("fewer", "warning", "")


def test_a_pronoun_before_the_term_does_not_stand_for_it() -> None:
    [_, verdict] = LEADERS.check("De leider zag de leider.", "It saw the leader and the boss.")
    assert verdict.excuse == ""


def test_a_plural_may_serve_two_singulars() -> None:
    source, target = "De leider van noord en de leider van zuid.", "The leaders of north and south."
    [_, verdict] = LEADERS.check(source, target)
    assert (verdict.kind, verdict.severity, verdict.excuse, verdict.found) == ("fewer", "info", "ellipsis", "leaders")
    [_, verdict] = LEADERS.check("De leider van noord en de leider.", "The leader’s north and south.")
    assert verdict.excuse == ""


def test_the_last_word_of_a_term_may_be_said_once_for_several() -> None:
    terms = base(
        concept(nl("werkkamp"), en("labour camp")), concept(nl("strafkamp"), en("penal camp")),
        concept(nl("persvrijheid"), en("freedom of the press")),
    )  # fmt: skip
    source, target = "De werkkampen en strafkampen.", "The labor and harsh penal camps."
    first, second = terms.check(source, target)
    assert (first.kind, first.severity, first.excuse, first.found) == (
        *("missing", "info", "ellipsis"),
        "labor and harsh penal camps",
    )
    assert (first.start, first.end) == (4, 31)
    assert second.kind == "ok"
    assert accuracy([first, second]) == (2, 2)
    for other in ("The labour, and penal. Camps.", "The labour of penal camps.", "Labour and prisons.", ""):
        assert terms.check("De werkkampen.", other)[0].excuse == "", other
    assert terms.check("Persvrijheid.", "Freedom and the press.")[0].excuse == ""


def test_a_segment_of_thousands_of_terms_is_judged() -> None:
    # Every match looked at every place of the target once: 2,400 terms took more than a minute.
    times = 3_000
    right = LEADERS.check("De leider zweeg. " * times, "The leader was silent. " * times)
    assert accuracy(right) == (times, times)
    assert [verdict.start for verdict in right[:2]] == [4, 27]
    fewer = LEADERS.check("De leider zweeg. " * times, "The leader was silent. ")
    assert [verdict.kind for verdict in fewer] == ["ok", *["fewer"] * (times - 1)]
    assert {verdict.kind for verdict in LEADERS.check("De leider. " * times, "It. " * times)} == {"missing"}


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("organisation", "The organisation's roof."), ("organisation", "The organization’s roof."),
        ("catalogue", "A catalogue's end."), ("defence", "The Defense's case."), ("centre", "The centre’s doors."),
    ],
)  # fmt: skip
def test_a_possessive_has_the_spellings_of_its_word(term: str, text: str) -> None:
    assert [verdict.kind for verdict in base(concept(nl("aap"), en(term))).check("De aap.", text)] == ["ok"]


def test_a_comparison_may_leave_the_term_out() -> None:
    source = "Er zijn meer leiders in het noorden dan er leiders in het zuiden zijn."
    for target, shown in (
        ("There are more leaders in the North than there are in the South.", "than there are"),
        ("There are more leaders in the North than in the South.", "than in"),
    ):
        kinds = [(v.kind, v.severity, v.excuse, v.found) for v in LEADERS.check(source, target)]
        assert kinds == [("ok", "", "", "leaders"), ("fewer", "info", "ellipsis", shown)]
    before, fewer = LEADERS.check(
        source, "Rather than in the South there are leaders in the North, there are more here."
    )
    assert (before.kind, fewer.kind, fewer.severity) == ("ok", "fewer", "warning")
    assert LEADERS.check(source, "There are more leaders than others.")[1].severity == "warning"


PRESS = base(
    concept(nl("persvrijheid"), en("freedom of the press"), en("press freedom", "admitted")),
    concept(nl("leider"), en("leader"), en("chief", "admitted"), en("head", "deprecated"), en("guide", "forbidden")),
)


def test_a_term_is_translated_as_at_its_first_place_in_the_document() -> None:
    pairs = [
        ("De persvrijheid.", "The freedom of the press."),
        ("De persvrijheden.", "The freedoms of the press."),
        ("Over persvrijheid.", "About press freedom."),
        ("De leider wil persvrijheid.", "The chief wants freedom of the press."),
    ]
    judged = list(PRESS.check_document(pairs))
    assert [[verdict.kind for verdict in of_pair] for of_pair in judged] == [
        *(["ok"], ["ok"], ["ok", "inconsistent"], ["ok", "ok"])
    ]
    verdict = judged[2][1]
    assert (verdict.check, verdict.severity, verdict.found) == ("term-inconsistent", "info", "press freedom")
    assert (pairs[2][0][verdict.match.start : verdict.match.end], pairs[2][1][verdict.start : verdict.end]) == (
        *("persvrijheid", "press freedom"),
    )
    assert verdict.suggestion == "freedom of the press"
    use = verdict.elsewhere
    assert use is not None
    assert (use.segment, pairs[0][1][use.start : use.end], use.found) == (1, *["freedom of the press"] * 2)
    assert pairs[0][0][use.match.start : use.match.end] == "persvrijheid"
    assert "segment 1" in verdict.message
    assert accuracy(verdict for of_pair in judged for verdict in of_pair) == (5, 5)


def test_only_allowed_targets_of_whole_terms_are_compared_in_a_document() -> None:
    pairs = [
        ("De leider.", "The guide."),
        ("De leider.", "The leader."),
        ("De partijleider.", "The party chief."),
        ("De leiders en de leider.", "The leaders and the chief."),
    ]
    kinds = [[verdict.kind for verdict in of_pair] for of_pair in PRESS.check_document(pairs)]
    assert kinds == [["forbidden"], ["ok"], ["ok"], ["ok", "ok", "inconsistent"]]
    assert list(PRESS.check_document([])) == []


def test_a_word_of_a_longer_target_is_not_counted_twice() -> None:
    source = "De leider zag de eeuwige leider."
    assert verdicts(source, "The leader saw the eternal leader.") == [
        ("ok", "leider", "leader"),
        ("ok", "eeuwige leider", "eternal leader"),
    ]
    assert verdicts(source, "He saw the eternal leader.") == [
        ("fewer", "leider", "leader"),
        ("ok", "eeuwige leider", "eternal leader"),
    ]


def test_an_english_verb_may_have_its_object_before_the_particle() -> None:
    terms = base(
        concept(nl("terugsturen", "verb"), en("send back", pos="verb", forms=("sent back",))),
        concept(nl("vluchteling"), en("refugee")),
    )
    verdicts = terms.check("China stuurt vluchtelingen terug.", "China sends the refugees back.")
    assert [(verdict.kind, verdict.found) for verdict in verdicts] == [
        ("ok", "sends the refugees back"),
        ("ok", "refugees"),
    ]
    assert [one.kind for one in terms.check("Zij werd teruggestuurd.", "She came back.")] == ["missing"]


def test_a_derivation_wants_its_own_target() -> None:
    assert verdicts("Zelfredzame burgers.", "Self-reliant citizens.") == [("ok", "Zelfredzame", "Self-reliant")]
    [verdict] = LEADERS.check("Zelfredzame burgers.", "Citizens with self-reliance.")
    assert (verdict.kind, verdict.severity) == ("missing", "info")


def test_what_is_not_to_be_translated_must_be_there() -> None:
    [verdict] = LEADERS.check("De Juche.", "The doctrine.")
    assert verdict.kind == "missing"
    assert "not to be translated" in verdict.message


def test_a_compound_may_have_a_name_of_its_own() -> None:
    [verdict] = LEADERS.check("De partijleider.", "The party boss.")
    assert (verdict.match.match, verdict.kind, verdict.severity) == ("compound", "missing", "info")
    [verdict] = LEADERS.check("De partijleider.", "The party guide.")
    assert (verdict.kind, verdict.severity) == ("forbidden", "warning")


def test_targets_of_a_homonym_are_accepted() -> None:
    terms = base(concept(nl("dienst"), en("service"), id="church"), concept(nl("dienst"), en("department"), id="state"))
    assert verdicts("De dienst.", "The department.", terms) == [("ok", "dienst", "department")]


def test_a_concept_without_an_allowed_target_says_so() -> None:
    terms = base(concept(nl("gids"), en("guide", "forbidden")))
    [verdict] = terms.check("De gids.", "The man.")
    assert "no allowed target" in verdict.message


def test_accuracy_counts_each_match_once() -> None:
    judged = [
        *LEADERS.check("De leider zag de leider.", "The leader saw the guide."),
        *LEADERS.check("De leider.", "The leader, the guide."),
        *LEADERS.check("De leider zag de leider.", "The leader saw him."),
        *LEADERS.check("Het werkkamp.", "The prison."),
    ]
    assert accuracy(judged) == (4, 6)
    assert accuracy([]) == (0, 0)


def test_accuracy_counts_right_what_comes_one_by_one_and_is_gone() -> None:
    # It told matches apart by their address, which a generator gives to the next one.
    pairs = [("De leider.", "The leader."), ("De leider.", "The boss."), ("De leider.", "The leader, the guide.")] * 50
    assert accuracy(verdict for pair in pairs for verdict in LEADERS.check(*pair)) == (100, 150)
    # And two targets of one source shared their matches.
    check = LEADERS.checker("De leider.")
    assert accuracy([*check("The leader."), *check("The boss.")]) == (1, 2)


def test_a_text_without_terms_or_without_a_target() -> None:
    assert LEADERS.check("Niets.", "Nothing.") == []
    assert [verdict.kind for verdict in LEADERS.check("De leider.", "")] == ["missing"]


PIECES = st.sampled_from(
    [
        *("leider", "eeuwige leider", "werkkampen", "Juche", "zelfredzaamheid", "partijleider", "vervolgd", "leaders"),
        *("eternal leader", "guide", "camp", "labour camp", "-", " ", " ", "’s", ".", "\u0301", "İ", "chief", "self"),
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=2), max_size=10).map("".join)


@given(TEXTS, TEXTS)
def test_each_match_has_its_verdict_and_each_verdict_its_place(source: str, target: str) -> None:
    judged = LEADERS.check(source, target)
    matches = LEADERS.match(source)
    assert [verdict.match for verdict in judged[: len(matches)]] == matches
    for verdict in judged:
        assert isinstance(verdict, Verdict)
        assert (verdict.start is None) == (verdict.kind == "missing" and not verdict.excuse)
        if verdict.start is not None:
            assert target[verdict.start : verdict.end] == verdict.found != ""
    assert all(verdict.kind in ("forbidden", "deprecated") for verdict in judged[len(matches) :])
    assert not any(verdict.further for verdict in judged[: len(matches)])
    assert all(verdict.further for verdict in judged[len(matches) :])
    allowed, total = accuracy(judged)
    assert 0 <= allowed <= total == len(matches)


@given(st.lists(st.sampled_from(["leader", "eternal leader", "labour camp", "Juche", "self-reliance"]), max_size=6))
def test_a_faithful_translation_has_no_findings(words: list[str]) -> None:
    dutch = {
        "leader": "leider",
        "eternal leader": "eeuwige leider",
        "labour camp": "werkkamp",
        "Juche": "Juche",
        "self-reliance": "zelfredzaamheid",
    }
    judged = LEADERS.check(", ".join(dutch[word] for word in words), ", ".join(words))
    assert [verdict.kind for verdict in judged] == ["ok"] * len(words)


@pytest.mark.parametrize("text", ["'", "“”", "-", "labour"])
def test_a_term_without_words_or_of_one_word_shares_no_last_word(text: str) -> None:
    terms = base(concept(nl("werkkamp"), en(text)))
    assert [verdict.kind for verdict in terms.check("Een werkkamp.", "A jail and a camp.")] == ["missing"]
    assert base(concept(nl(text, "verb"), en("x"))).check("Een kamp.", "A camp.") == []


def test_homonyms_are_translated_in_two_ways_and_that_is_right() -> None:
    terms = base(
        concept(nl("gemeente"), en("congregation"), en("parish", "admitted"), id="church"),
        concept(nl("gemeente"), en("municipality"), id="state"),
    )
    targets = ("The congregation.", "Two municipalities.", "A congregation.", "The parish.")
    judged = list(terms.check_document(("De gemeente.", target) for target in targets))
    assert [[verdict.kind for verdict in verdicts] for verdicts in judged] == [
        *(["ok"], ["ok"], ["ok"], ["ok", "inconsistent"]),
    ]
    assert [verdicts[0].target_concept for verdicts in judged] == ["church", "state", "church", "church"]
