"""Dutch terms in running text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from glossary import Status, Term, TermBase
from glossary.words import TOKEN
from tests.glossary.bases import base, concept, en, found, nl


@pytest.mark.parametrize(
    ("term", "text", "match"),
    [
        ("leider", "De leider sprak.", "exact"),
        ("leider", "LEIDER", "exact"),
        ("leider", "Leiders spraken.", "inflected"),
        ("kernproef", "de kernproeven van 2017", "inflected"),
        ("ideologie", "ideologieën", "inflected"),
        ("ideologie", "ideologiee\u0308n", "inflected"),
        ("foto", "foto’s", "inflected"),
        ("foto", "foto's", "inflected"),
        ("leider", "des leiders", "inflected"),
        ("Kim", "Kims zoon", "inflected"),
        ("eeuwige leider", "de eeuwige leiders", "inflected"),
        ("eeuwige leider", "een eeuwig leider", "inflected"),
        ("eeuwig leider", "de eeuwige leider", "inflected"),
        ("de eeuwige leider", "een eeuwige leider", "exact"),
        ("vrijheid van godsdienst", "vrijheden van godsdienst", "inflected"),
        ("werk\u00adkamp", "werkkamp", "exact"),
        ("werkkamp", "werk\u00adkamp", "exact"),
        ("Noord-Korea", "Noord-Korea’s leider", "inflected"),
        ("Noord-Korea", "Noord‑Korea", "exact"),
        ("Noord-Korea", "Noord–Korea", "exact"),
        ("eeuwige leider", "de eeuwige\nleider", "exact"),
        ("eeuwige leider", "de „eeuwige” leider", "exact"),
        ("eeuwige leider", "**eeuwige leider**", "exact"),
        ("coördinator", "coordinator", "exact"),
        ("R&D", "de R&D van het regime", "exact"),
        ("38e breedtegraad", "over de 38e breedtegraad", "exact"),
    ],
)
def test_a_term_is_found_as_it_is_inflected_quoted_and_spelt(term: str, text: str, match: str) -> None:
    assert [(word, kind) for _, word, kind in found(base(term), text)] == [(term, match)]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("kerkenraad", "kerkeraad"),
        ("kerkenraad", "kerkeraden"),
        ("gevangenenkamp", "gevangenekampen"),
        ("communisme", "kommunisme"),
        ("communist", "kommunisten"),
        ("actie", "akties"),
        ("product", "produkten"),
        (nl("deporteren", "verb"), "gedeporteerd"),
        (nl("produceren", "verb"), "produceerde"),
    ],
)
def test_old_spelling_is_found_as_the_new_one(term: str, text: str) -> None:
    assert [seen for seen, _, _ in found(base(term), f"De {text} van toen.")] == [text]


@pytest.mark.parametrize(("term", "text"), [("cast", "kast"), ("code", "kudde"), ("mens", "meisje"), ("kerk", "kern")])
def test_other_words_are_no_old_spelling(term: str, text: str) -> None:
    assert found(base(term), text) == []


@pytest.mark.parametrize("written", ["Juche-ideologie", "jucheideologie", "Juche ideologie", "juche-ideologie"])
@pytest.mark.parametrize("text", ["Juche-ideologie", "jucheideologie", "Juche ideologie", "de juche‑ideologie"])
def test_hyphen_space_and_solid_spelling_are_one(written: str, text: str) -> None:
    assert [word for _, word, _ in found(base(written), text)] == [written]


@pytest.mark.parametrize("text", ["leid en er", "onder druk", "kam pen", "leid ers"])
def test_words_that_only_together_look_like_a_form_are_not_joined(text: str) -> None:
    assert found(base("kamp", "leider", nl("onderdrukken", "verb")), text) == []


@pytest.mark.parametrize(
    ("term", "text", "part"),
    [
        ("werkkamp", "de werkkampbewaker", "werkkamp"),
        ("raket", "een luchtafweerraket", "raket"),
        ("Juche", "de jucheleer", "juche"),
        ("Juche", "de Juche-leer", "Juche"),
        ("zelfredzaamheid", "het zelfredzaamheidsbeginsel", "zelfredzaamheid"),
        ("kernproef", "het kernproefterrein", "kernproef"),
        ("mensenrecht", "mensenrechtenactivist", "mensenrecht"),
        ("kamp", "twee strafkampen", "kampen"),
        ("leider", "de partijleider", "leider"),
        ("leider", "de ex-leider", "leider"),
        ("grondwet", "de grondwetsherziening", "grondwet"),
        ("Kim", "de Kim-dynastie", "Kim"),
        ("VN", "het VN-rapport", "VN"),
        ("zelfredzaamheid", "ZELFREDZAAMHEIDSBEGINSEL", "ZELFREDZAAMHEID"),
        ("ideologie", "de ideologieënstrijd", "ideologie"),
        ("kernproef", "de kernproevenreeks", "kernproeven"),
        ("leider", "de partijleidersverkiezing", "leider"),
        ("Juche-leer", "de jucheleerboeken", "jucheleer"),
        ("toezicht", "twee toezichtcamera’s", "toezicht"),
        ("propaganda", "radiopropaganda’s", "propaganda’s"),
        ("smokkel", "de smokkelwaar", "smokkel"),
        ("rantsoen", "een rantsoenbon", "rantsoen"),
    ],
)
def test_a_term_inside_a_compound_is_found_where_it_stands(term: str, text: str, part: str) -> None:
    assert found(base(term), text) == [(part, term, "compound")]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("leider", "Naar aanleiding van de begeleider en de opleider."),
        ("kamp", "De kampioen kampeert."),
        ("kamp", "Veel gezinnen kampen met honger."),
        ("kamp", "Ze hebben te kampen met honger."),
        ("leger", "Het wordt steeds leger in de straten."),
        ("leger", "De straten zijn leger dan ooit."),
        ("geloof", "Ik geloof het niet."),
        ("geloof", "Dat geloof ik niet."),
        ("geloof", "Zij geloven in een beter leven."),
        ("geloof", "Ze willen geloven dat het lukt."),
        ("bestand", "Het dak is bestand tegen regen."),
        ("bestand", "het hoofdbestanddeel van melk"),
        ("dienst", "de dienstregeling van het dienstmeisje"),
        ("vreemdeling", "het Vreemdelingenlegioen en het vreemdelingenlegioen"),
        ("priester", "priesteressen en priesteresje"),
        ("pastor", "pastorale pastoraten"),
        ("geloof", "de geloofwaardigheid, geloofwaardiger dan ooit"),
        ("mensenhandel", "mensenhandelaars"),
        ("preek", "het buikspreken"),
        ("missie", "de aandelenemissie, de transmissielijn"),
        (nl("dopen", "verb"), "de dop gaat eraf: hij dopte erwten"),
        (nl("bekeren", "verb"), "een beker, zij bekert"),
        (nl("geloven", "verb"), "de geloften"),
        (nl("preken", "verb"), "Hij had zijn preken begraven."),
        (nl("geloven", "verb"), "het geloof"),
        (nl("bidden", "verb", forms=("bad", "baden")), "in bad, het bad"),
        ("verhoor", "De commissie wil de getuigen morgen verhoren."),
        ("leger", "De zaal werd leger, en hoe later, des te leger en leger."),
        ("volk", "Dat klopt volkomen."),
        ("non", "een non-lineair verhaal"),
        ("kerk", "Het leger vluchtte uit Duinkerken."),
        ("VN", "vn"),
        ("DVK", "dvk"),
        ("macht", "overmacht en onmacht"),
        (nl("vervolgen", "verb"), "Vervolgens ging hij weg."),
        (nl("verbannen", "verb"), "in verband met het verband"),
        (nl("vluchten", "verb"), "een goedkope vlucht, het aantal vluchten, op de vlucht, binnenlandse vluchten"),
        ("eeuwige leider", "Zijn roem is eeuwig. Leider is hij."),
        ("eeuwige leider", "eeuwig, leider"),
        ("eeuwige leider", "eeuwige\n\nleider"),
        ("R&D", "R D"),
    ],
)
def test_what_only_looks_like_a_term_is_left_alone(term: object, text: str) -> None:
    assert found(base(term), text) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("term", "text", "seen"),
    [
        ("kamp", "De kampen met politieke gevangenen.", "kampen"),
        ("kamp", "In kampen met hoge hekken.", "kampen"),
        ("geloof", "Hij verloor zijn geloof in de partij.", "geloof"),
        ("geloof", "Het geloof dat hij aanhangt.", "geloof"),
        ("leger", "Het leger dan ook.", "leger"),
        ("leider", "Toen ik leider werd.", "leider"),
        (nl("vluchten", "verb"), "Zij vluchten naar China.", "vluchten"),
        (nl("vluchten", "verb"), "Wie vlucht, komt in een kamp.", "vlucht"),
        (nl("terugsturen", "verb"), "Als men je terugstuurt, wacht het kamp.", "terugstuurt"),
        (nl("verbannen", "verb"), "Zij zijn verbannen naar een rots.", "verbannen"),
        ("dienst", "de kerkdienst", "dienst"),
        ("vluchteling", "Er komen vluchtelingen.", "vluchtelingen"),
        ("verhoor", "De verhoren duren lang.", "verhoren"),
        ("verhoor", "Men mag niet zonder verhoren.", "verhoren"),
        (nl("bidden", "verb", forms=("bad", "baden")), "Ik bad elke dag.", "bad"),
        (nl("vluchten", "verb"), "De gevluchte arts sprak.", "gevluchte"),
        (nl("ontvluchten", "verb"), "Een ontvluchte gevangene.", "ontvluchte"),
    ],
)
def test_the_neighbours_leave_the_term_its_reading(term: object, text: str, seen: str) -> None:
    assert [word for word, *_ in found(base(term), text)] == [seen]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("verb", "text", "seen"),
    [
        ("oproepen", "Hij roept het volk op om te vechten.", "roept het volk op"),
        ("oproepen", "Ze riepen allen op.", "riepen allen op"),
        ("oproepen", "Hij wil hen op te roepen krijgen.", "op te roepen"),
        ("oproepen", "Zij werden opgeroepen.", "opgeroepen"),
        ("terugsturen", "China stuurt hem terug naar Noord-Korea.", "stuurt hem terug"),
        ("gevangennemen", "Zij namen hem gevangen.", "namen hem gevangen"),
    ],
)
def test_a_verb_is_found_when_its_prefix_stands_apart(verb: str, text: str, seen: str) -> None:
    assert found(base(nl(verb, "verb")), text) == [(seen, verb, "inflected")]


def test_a_preposition_is_no_part_of_the_verb() -> None:
    assert found(base(nl("oproepen", "verb")), "Hij roept op de berg. Zij riepen. Op straat was het stil.") == []


def test_a_term_between_the_parts_of_a_verb_is_found_too() -> None:
    terms = base(nl("terugsturen", "verb"), "vluchteling")
    assert found(terms, "China stuurt de vluchtelingen terug.") == [
        ("stuurt", "terugsturen", "inflected"),
        ("vluchtelingen", "vluchteling", "inflected"),
    ]
    assert terms.match("China stuurt de vluchtelingen terug.")[0].parts == ((6, 12), (30, 35))


def test_an_explicit_form_may_leave_room_for_other_words() -> None:
    terms = base(nl("op het spel zetten", "verb", forms=("zet … op het spel",)))
    assert found(terms, "Hij zet zijn leven op het spel.") == [
        ("zet zijn leven op het spel", "op het spel zetten", "inflected"),
    ]


def test_explicit_forms_are_found_and_do_not_inflect_further() -> None:
    terms = base(nl("ster", forms=("sterretjes",)))
    assert found(terms, "de sterretjes") == [("sterretjes", "ster", "inflected")]
    assert found(base(nl("lid", "x", forms=("leden",))), "ledens") == []


def test_a_fixed_term_is_found_as_written_only() -> None:
    terms = base(nl("leger", flags=("fixed",), forms=("legers",)))
    assert [word for word, *_ in found(terms, "leger legers legertje legerkamp")] == ["leger", "legers"]


def test_case_counts_where_the_glossary_says_so() -> None:
    terms = base(nl("Partij", flags=("case-sensitive",)))
    assert [word for word, *_ in found(terms, "de Partij en een partij, de Partijen")] == ["Partij", "Partijen"]
    lower = base(nl("partij", flags=("case-sensitive",)))
    assert [word for word, *_ in found(lower, "Partij won. De Partij, de partij. “Partij")] == [
        "Partij",
        "partij",
        "Partij",
    ]


def test_an_acronym_is_upper_case_with_any_ending() -> None:
    assert [word for word, *_ in found(base("DVK"), "de DVK, DVK’s, dvk en Dvk")] == ["DVK", "DVK’s"]


def test_the_longest_term_wins_and_the_rest_is_resolved() -> None:
    terms = base("leider", "eeuwige leider", "eeuwige leider van het volk", "volk")
    assert [
        word for _, word, _ in found(terms, "De eeuwige leider van het volk, de eeuwige leiders, de leider, het volk")
    ] == [
        *("eeuwige leider van het volk", "eeuwige leider", "leider", "volk"),
    ]


def test_a_compound_gives_its_longest_part() -> None:
    assert found(base("kamp", "kampbewaker", "werkkamp"), "werkkampbewaker") == [
        ("kampbewaker", "kampbewaker", "compound"),
    ]


def test_another_part_of_speech_is_related_with_its_own_targets() -> None:
    terms = base(
        concept(
            nl("zelfredzaamheid"), nl("zelfredzaam", "adjective"),
            en("self-reliance"), en("self-reliant", pos="adjective"),
        )
    )  # fmt: skip
    one, other = terms.match("Zelfredzame burgers leren zelfredzaamheid.")
    assert (one.match, one.targets) == ("related", ("self-reliant",))
    assert (other.match, other.targets) == ("exact", ("self-reliance",))


def test_targets_are_the_allowed_ones_with_the_preferred_first() -> None:
    terms = base(
        concept(
            nl("leider"), en("chief", "admitted"), en("leader"), en("guide", "forbidden"), en("head", "deprecated"),
        )
    )  # fmt: skip
    assert terms.match("leider")[0].targets == ("leader", "chief")


def test_a_term_that_stays_untranslated_is_its_own_target() -> None:
    match = base(concept(nl("Juche", flags=("do-not-translate",)))).match("de Juche")[0]
    assert match.do_not_translate
    assert match.targets == ("Juche",)


def test_the_status_is_that_of_the_source_term() -> None:
    terms = base(concept(nl("leider", status=Status.DEPRECATED), en("leader")))
    assert terms.match("leider")[0].status is Status.DEPRECATED


def test_concepts_with_the_same_term_give_all_their_targets() -> None:
    terms = base(concept(nl("dienst"), en("service"), id="church"), concept(nl("dienst"), en("department"), id="state"))
    match = terms.match("diensten")[0]
    assert (match.concept, match.homonyms, match.targets) == ("church", ("state",), ("service", "department"))


def test_concepts_that_share_a_form_give_all_their_targets() -> None:
    terms = base(concept(nl("dopen", "verb"), en("baptise")), concept(nl("doop"), en("baptism")))
    match = terms.match("Dopen")[0]
    assert (match.concept, match.homonyms, match.targets) == ("dopen", ("doop",), ("baptise", "baptism"))


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        *[("Een gelovige vrouw.", ["devout"]), ("De gelovige zweeg.", ["believer", "devout"])],
        *[("De gelovige, vrouw.", ["believer", "devout"]), ("De gelovige vertelde.", ["believer", "devout"])],
        *[("Een gelovige ook.", ["believer", "devout"]), ("De gelovige Maria.", ["believer", "devout"])],
    ],
)
def test_an_adjective_before_its_noun_is_no_noun(text: str, concepts: list[str]) -> None:
    believer = concept(nl("gelovige"), en("believer"), id="believer")
    match = base(believer, concept(nl("gelovig", "adjective"), en("devout"), id="devout")).match(text)[0]
    assert [match.concept, *match.homonyms] == concepts


def test_an_adjective_of_two_words_before_its_noun_is_no_noun() -> None:
    woman = concept(nl("Noord-Koreaanse"), en("North Korean woman"), id="woman")
    terms = base(woman, concept(nl("Noord-Koreaans", "adjective"), en("North Korean"), id="adjective"))
    assert [match.concept for match in terms.match("Noord-Koreaanse kinderen.")] == ["adjective"]
    assert [match.concept for match in terms.match("De Noord-Koreaanse zweeg.")] == ["woman"]


def test_many_texts_are_matched_like_one() -> None:
    terms = base("leider")
    texts = ["de leider", "", "de leiders"]
    assert terms.match_many(texts) == [terms.match(text) for text in texts]


def test_other_languages_are_matched_as_they_are_written() -> None:
    terms = TermBase.from_concepts([concept(nl("leider"), en("leader"))], source_language="en", target_language="nl")
    match = terms.match("The leaders")[0]
    assert (match.text, match.term, match.targets) == ("leaders", "leader", ("leider",))


PIECES = st.sampled_from(
    [
        *(
            "eeuwige leider",
            "eeuwige",
            "leiders",
            "Juche",
            "jucheleer",
            "werkkampbewakers",
            "kernproeven",
            "VN",
            "VN’s",
        ),
        *(
            "-",
            "–",
            " ",
            " ",
            "\n\n",
            "’s",
            "”",
            "„",
            ".",
            "*",
            "_",
            "\u00ad",
            "\u0301",
            "ﬁ",
            "İ",
            "ß",
            "ŉ",
            "한국",
            "\ud800",
        ),
        *("roept", "op", "te", "roepen", "stuurt", "terug", "de", "geloof", "ik", "met", "kampen", "zelfredzaamheids"),
    ]
)
TERMS = base(
    *("leider", "eeuwige leider", "Juche", "Juche-leer", "werkkamp", "bewaker", "kernproef", "VN", "kamp", "geloof"),
    *("zelfredzaamheid", "한국", "ﬁlm", "ß", "İ", "ik"),
    *(nl("oproepen", "verb"), nl("terugsturen", "verb")),
)


@settings(max_examples=400)
@given(st.lists(PIECES | st.text(max_size=3), max_size=14).map("".join))
@example("stuurt de leider op te roepen terug")
@example("İİİİleider Straße-leiders ﬁlms")
def test_offsets_are_exact_and_matches_do_not_overlap_in_any_text(text: str) -> None:
    place = 0
    for match in TERMS.match(text):
        assert place <= match.start < match.end <= len(text)
        assert text[match.start : match.end] == match.text
        assert match.parts[0][0] == match.start
        place = match.end
    assert TERMS.match(text) == TERMS.match(text)


@given(st.lists(PIECES, max_size=10).map("".join))
def test_composed_and_decomposed_text_have_the_same_terms(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert [match.term for match in TERMS.match(composed)] == [match.term for match in TERMS.match(decomposed)]


@given(st.text(min_size=1, max_size=20))
def test_every_term_is_found_in_a_text_that_is_the_term(text: str) -> None:
    term = " ".join(text.split())
    if not any(found.group(1) for found in TOKEN.finditer(term)) or term.startswith(("de ", "het ", "een ")):
        return
    matches = base(nl(term, "fixed thing", flags=("fixed",))).match(term)
    assert [match.term for match in matches] == [term]


def test_a_term_like_a_regular_expression_is_taken_as_it_is() -> None:
    terms = base(nl("(a+)+$", "x"), nl("[leider]", "x"))
    assert [word for _, word, _ in found(terms, "x (a+)+$ leider")] == ["(a+)+$"]


def test_a_long_hostile_text_takes_no_quadratic_time() -> None:
    terms = base("a b", "a a", nl("oproepen", "verb"))
    assert len(terms.match("a " * 20_000)) == 10_000
    assert terms.match("roept " * 5_000) == []
    assert terms.match("x" * 100_000) == []
    # Words with a shared part, old spellings and rivals are looked for in short words, and once for each place.
    assert base("werkkamp").match("werk- en " + "kamp" * 25_000) == []
    assert base("kerkenraad").match("kerke" * 20_000) == []
    assert len(terms.explain("a b " * 10_000)) == 10_000


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("in werk- en strafkampen", [("werk-", "werkkamp"), ("strafkampen", "strafkamp")]),
        ("in werk-, straf- en andere huizen", []),
        ("werk-, straf- en heropvoedingskampen", [("werk-", "werkkamp"), ("straf-", "strafkamp")]),
        ("werk‑ of de strafkampen", [("werk‑", "werkkamp"), ("strafkampen", "strafkamp")]),
        ("werk- en/of strafkampen", [("werk-", "werkkamp"), ("strafkampen", "strafkamp")]),
        ("Noord- en Zuid-Korea", [("Noord-", "Noord-Korea")]),
        ("mensensmokkel en -handel", [("-handel", "mensenhandel")]),
        ("mensensmokkel -handel", []),
        ("het werk- strafkampen", [("strafkampen", "strafkamp")]),
        ("werk - en strafkampen", [("strafkampen", "strafkamp")]),
        ("vervolg- en opleidingen", []),
        ("werk-", []),
        ("-", []),
        ("werk- en", []),
        ("en -handel", []),
    ],
)
def test_a_part_that_is_said_once_for_two_words_counts_for_both(text: str, wanted: list[tuple[str, str]]) -> None:
    terms = base("werkkamp", "strafkamp", nl("Noord-Korea", "proper noun"), "mensenhandel", "vervolging")
    assert [(seen, term) for seen, term, _ in found(terms, text)] == wanted


def test_a_term_before_a_loose_hyphen_is_part_of_a_compound() -> None:
    assert found(base("kerk"), "kerk- en schoolgebouwen") == [("kerk", "kerk", "compound")]
    assert found(base("kerk"), "de kerk - en de school") == [("kerk", "kerk", "exact")]


def test_the_parts_of_a_verb_stand_in_one_clause() -> None:
    terms = base(nl("terugsturen", "verb"), nl("uitzetten", "verb"))
    assert found(terms, "Hij stuurde een brief en kwam terug.") == []
    assert found(terms, "Zij zetten koffie en keken uit.") == []
    assert [term for _, term, _ in found(terms, "China stuurt mannen en vrouwen terug.")] == ["terugsturen"]
    assert [term for _, term, _ in found(terms, "Zij zetten vaders en gasten uit.")] == ["uitzetten"]


def test_a_noun_may_leave_room_for_other_words() -> None:
    terms = base(nl("eeuwige leider", forms=("eeuwige … leider", "eeuwige … leiders")))
    [match] = terms.match("De eeuwige en dierbare leider sprak.")
    assert (match.text, match.parts) == ("eeuwige en dierbare leider", ((3, 10), (23, 29)))
    assert found(terms, "De eeuwige sneeuw. Een leider sprak.") == []


def test_overlaps_are_resolved_and_explained() -> None:
    terms = base(
        concept(nl("leider"), en("leader"), id="leader"),
        concept(nl("eeuwige leider"), en("eternal leader"), id="eternal"),
        concept(nl("dienst"), en("service"), id="church"), concept(nl("dienst"), en("department"), id="state"),
    )  # fmt: skip
    first, second = terms.explain("De eeuwige leiders in dienst.")
    assert [one.match for one in (first, second)] == terms.match("De eeuwige leiders in dienst.")
    [rival] = first.rivals
    assert (rival.text, rival.term, rival.concept, rival.match) == ("leiders", "leider", "leader", "inflected")
    assert (rival.start, rival.end, rival.reason, rival.accepted) == (11, 18, "longer", False)
    assert first.why == ("“eeuwige leiders” is a form of “eeuwige leider”; it is longer than “leider” (leader).")
    [rival] = second.rivals
    assert (rival.concept, rival.reason, rival.accepted) == ("state", "earlier", True)
    assert "the same word as in state" in second.why


@pytest.mark.parametrize(
    ("terms", "text", "reason"),
    [
        ([nl("gelovig", "adjective"), nl("gelovige")], "de gelovige", "closer"),
        ([concept(nl("kamp"), en("camp"), id="1"), concept(nl("kamp"), en("match"), id="2")], "een kamp", "earlier"),
        ([nl("uitzetten", "verb"), nl("zetten", "verb")], "Zij zetten hen uit.", "longer"),
    ],
)
def test_the_reason_why_a_place_won_is_named(terms: list[object], text: str, reason: str) -> None:
    explained = base(*terms).explain(text)  # type: ignore[arg-type]
    assert [rival.reason for one in explained for rival in one.rivals] == [reason]


@given(
    st.lists(st.sampled_from(["eeuwige", "leiders", "zetten", "uit", "en", "dienst-", "-", "kamp", "."]), max_size=9)
)
def test_explanations_are_of_the_matches_and_no_candidate_goes_unexplained(words: list[str]) -> None:
    terms = base("leider", "eeuwige leider", "dienst", "kamp", nl("uitzetten", "verb"), nl("zetten", "verb"))
    text = " ".join(words)
    explained = terms.explain(text)
    assert [one.match for one in explained] == terms.match(text)
    for one in explained:
        for rival in one.rivals:
            assert text[rival.start : rival.end] == rival.text
            assert rival.start < one.match.parts[-1][1]
            assert one.match.parts[0][0] < rival.end


@pytest.mark.parametrize(
    ("term", "text", "seen"),
    [
        (nl("zelfredzaamheid"), "Een zelfredzame burger is zelfredzaam.", ["zelfredzame", "zelfredzaam"]),
        (nl("zelfredzaamheid"), "zelfredzamer", ["zelfredzamer"]),
        (nl("straffeloos", "adjective"), "De straffeloosheid.", ["straffeloosheid"]),
        (nl("vervolging"), "Zij worden vervolgd.", ["vervolgd"]),
        (nl("ondervraging"), "Men ondervroeg hem.", ["ondervroeg"]),
        (nl("onderdrukken", "verb"), "De onderdrukking.", ["onderdrukking"]),
        (nl("smokkelen", "verb"), "Een smokkelaar en twee smokkelaars.", ["smokkelaar", "smokkelaars"]),
        (nl("deporteren", "verb"), "Hij is niet deporteerbaar.", ["deporteerbaar"]),
        (nl("communisme"), "Communisten met communistische ideeën.", ["Communisten", "communistische"]),
        (nl("ideologie"), "ideologische scholing", ["ideologische"]),
        (nl("zending"), "Hij zendt een brief.", []),
        (nl("zuivering"), "zuiver water", []),
        (nl("verbanning"), "een verband", []),
        (nl("kerk"), "kerkelijke leiders", []),
        (nl("vervolging", flags=("fixed",)), "Zij worden vervolgd.", []),
    ],
)
def test_a_word_that_only_a_suffix_tells_from_a_term_is_related_when_asked_for(
    term: Term, text: str, seen: list[str]
) -> None:
    terms = base(term)
    assert [match.text for match in terms.match(text, derivations=True)] == seen
    assert terms.match(text) == []
    for match in terms.match(text, derivations=True):
        assert (match.match, match.term, match.targets) == ("related", term.text, ())
    assert terms.check(text, "Something else.") == []


def test_a_derivation_that_the_glossary_has_is_what_the_glossary_says() -> None:
    terms = base("zelfredzaamheid", nl("zelfredzaam", "adjective"))
    [match] = terms.match("zelfredzame burgers", derivations=True)
    assert (match.term, match.match, match.targets) == ("zelfredzaam", "inflected", ("english zelfredzaam",))


def test_a_form_that_its_neighbours_make_another_word_is_no_derivation() -> None:
    terms = base(nl("vlucht"), nl("vluchten", "verb"), "vluchting")
    assert [match.match for match in terms.match("een vlucht naar Parijs", derivations=True)] == ["exact"]
