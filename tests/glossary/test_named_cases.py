"""What matching has to find, one case a line, with the glossary that ships."""

from __future__ import annotations

import pytest

from glossary import CURATED, TermBase
from tests.glossary.bases import base, concept, en, nl


@pytest.fixture(scope="module")
def curated() -> TermBase:
    return TermBase.load(CURATED)


@pytest.mark.parametrize(
    ("case", "text", "wanted"),
    [
        ("plural in -en", "Twee werkkampen.", ["werkkampen"]),
        ("plural in -s", "Drie leiders.", ["leiders"]),
        ("plural in ’s", "Oude satellietfoto’s.", ["satellietfoto’s"]),
        ("adjective in -e", "Een zelfredzame burger.", ["zelfredzame"]),
        ("verb, conjugated", "China deporteerde hen.", ["deporteerde"]),
        ("verb, prefix apart", "China zette hen in de winter uit.", ["zette hen in de winter uit"]),
        ("verb, prefix apart, te", "Om hen uit te zetten.", ["uit te zetten"]),
        ("verb, participle", "Zij is uitgezet.", ["uitgezet"]),
        ("diminutive", "Een kerkje in het dal.", ["kerkje"]),
        ("trema", "De repatriering begon.", ["repatriering"]),
        ("hyphen for nothing", "De werk-kampen.", ["werk-kampen"]),
        ("space for hyphen", "De juche ideologie.", ["juche ideologie"]),
        ("old spelling", "De kerkeraad.", ["kerkeraad"]),
        ("compound, hyphen", "De Juche-ideologie.", ["Juche-ideologie"]),
        ("compound, solid", "De jucheleer.", ["jucheleer"]),
        ("compound of two terms", "Een werkkampbewaker.", ["werkkamp", "bewaker"]),
        ("compound with -s-", "Het zelfredzaamheidsbeginsel.", ["zelfredzaamheid"]),
        ("compound with -en-", "Een vluchtelingenboot.", ["vluchteling"]),
        ("compound, term last", "Een oud-verslaggever.", ["verslaggever"]),
        ("part said once for two", "Werk- en strafkampen.", ["Werk-", "strafkampen"]),
        ("several words, inflected", "De eeuwige leiders.", ["eeuwige leiders"]),
        ("low and curly quotes", "De „eeuwige leider” en de ‘Juche’.", ["eeuwige leider", "Juche"]),
        ("straight quotes and guillemets", "\"Juche\" en «songun»", ["Juche", "songun"]),
        ("capital at the start", "Zelfredzaamheid!", ["Zelfredzaamheid"]),
        ("capitals", "ZELFREDZAAMHEID", ["ZELFREDZAAMHEID"]),
        ("accents", "In Panmunjŏm.", ["Panmunjŏm"]),
        ("no term in another word", "Naar aanleiding van.", []),
        ("another meaning of a form", "De stad kampt met regen.", []),
        ("longest first", "De grote leider is een leider.", ["grote leider", "leider"]),
    ],
)  # fmt: skip
def test_a_dutch_term_is_found(curated: TermBase, case: str, text: str, wanted: list[str]) -> None:
    assert [match.text for match in curated.match(text)] == wanted, case


@pytest.mark.parametrize(
    ("case", "target"),
    [
        ("plural", "Two organised labour camps."),
        ("possessive", "The organised labour camp’s gate."),
        ("-ize and -or", "An organized labor camp."),
        ("hyphen", "An organised labour-camp."),
        ("capitals", "ORGANISED LABOUR CAMP"),
        ("article", "The organised, a labour camp."),
    ],
)
def test_an_english_term_is_found(case: str, target: str) -> None:
    terms = base(
        concept(nl("georganiseerd", "adjective"), en("organised", pos="adjective")),
        concept(nl("werkkamp"), en("the labour camp")),
    )
    assert [verdict.kind for verdict in terms.check("Een georganiseerd werkkamp.", target)] == ["ok", "ok"], case


def test_words_stand_between_where_the_entry_allows_it() -> None:
    loose = base(nl("eeuwige leider", forms=("eeuwige … leider",)))
    assert [match.term for match in loose.match("De eeuwige en dierbare leider.")] == ["eeuwige leider"]
    assert base("eeuwige leider").match("De eeuwige en dierbare leider.") == []


def test_a_derivation_that_is_another_term_has_targets_of_its_own(curated: TermBase) -> None:
    noun, adjective = curated.match("Zelfredzaamheid maakt zelfredzame burgers.")
    assert (noun.targets[0], adjective.targets[0]) == ("self-reliance", "self-reliant")
    assert set(noun.targets).isdisjoint(adjective.targets)
