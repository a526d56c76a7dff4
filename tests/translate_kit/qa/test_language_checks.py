"""Negation, names, units, calques, spelling, capitals: what is found, and what a translator may well write."""

from __future__ import annotations

import pytest

from tests.translate_kit.qa.pairs import findings, segment
from translate_kit.data import Severity
from translate_kit.qa import run_checks
from translate_kit.qa.catalogue import CHECKS

CHECK = {check.id: check for check in CHECKS}


@pytest.mark.parametrize(
    ("check", "source", "target"),
    [
        ("negation", "Dat is niet waar.", "That is true."),
        ("negation", "Niet alleen hij, niemand ging.", "Not only he, everyone went."),
        ("negation", "De trein is laat.", "The train is not late."),
        ("names", "De staat Idaho is groot.", "The state of Idhao is large."),
        ("names", "In Qatar woont niemand in Qatar.", "Nobody in Qatar lives in Qattar."),
        ("names", "Damascus en Damascus.", "Damascus and Damoscus."),
        ("measures", "Ongeveer 70 km ver.", "About seventy miles away."),
        ("measures", "Drie maanden later.", "Three weeks later."),
        ("measures", "Een huis van 80 m².", "A house of 80 m."),
        ("calques", "Hij las. Toen ging hij.", "He read. Then went he."),
        ("acronyms", "De VS en de EU.", "The VS and the EU."),
        ("characters", "Het kost € 5.", "It costs â‚¬ 5."),
        ("other-language", "Hij lacht.", "Onze buren organiseren elk jaar een feest."),
        ("placeholders", "Bladzijde %1 van %2.", "Page %1 of %3."),
        ("placeholders", "Hallo %{naam}.", "Hello %{name}."),
        ("spaces", "Hallo {naam}, welkom.", "Hello {naam},welcome."),
        ("line-breaks", "\nEen", "One"),
        ("same-target", "Een kat op de mat.", "A dog in the garden."),
    ],
)
def test_found(check: str, source: str, target: str) -> None:
    before = (("Een hond in de tuin zonder hek.", "A dog in the garden."),) if check == "same-target" else ()
    assert findings(source, target, check, *before)


@pytest.mark.parametrize(
    ("check", "source", "target"),
    [
        ("negation", "Dat is niet uitgesloten.", "That is possible."),
        ("negation", "Niet alleen hij ging.", "He and others went."),
        ("negation", "Hij is niet thuis, toch?", "He is out, isn’t he?"),
        ("negation", "Zij is onzeker.", "She is not sure."),
        ("negation", "Kosmonaut nr. 11.", "Cosmonaut No. 11."),
        ("names", "In Italië en Servië.", "In Italy and Serbia."),
        ("names", "Ovechkins eerste doelpunt.", "Ovechkin's first goal."),
        ("names", "De Rus Chroesjtsjov.", "The Russian Khrushchev."),
        ("names", "Volgens Poetin.", "According to Putin."),
        ("measures", "Om 5 uur gaat zij 3 km lopen.", "At 5 she goes for a 3-kilometre walk."),
        ("measures", "Zij liep 30 meter in 30 seconden.", "In 30 seconds she ran 30 metres."),
        ("technical", "Hij en/of zij.", "He and/or she."),
        ("codes", "De 4x4 van 90kg.", "The 90kg 4x4."),
        ("title-case", "De Verenigde Naties.", "The United Nations Security Council Resolution."),
        ("title-case", "Het Serengeti-park in Tanzania.", "They visit the Serengeti National Park Lodge."),
        ("repeated-signs", "Wacht...", "Wait..."),
        ("other-language", "Een paar duizend.", "A couple of thousand staff live here in summer in bases over there."),
        ("placeholders", "88% van de 5%.", "88% of the 5%."),
        ("accelerators", "Blokker & Zn. in *_heel_* kort.", "Blokker & Son *_very_* briefly."),
        ("articles", "Een VN-besluit.", "An UN decision, a UN one, a X-ray."),
        ("ordinals", "De 11e en de 112e.", "The 11th and the 112th."),
    ],
)
def test_let_alone(check: str, source: str, target: str) -> None:
    assert findings(source, target, check) == []


def test_a_declared_variety_of_english_is_held_to() -> None:
    pair = [segment("De kleur.", "The color.")]
    assert run_checks(pair, checks=[CHECK["spelling-variety"]]) == []
    (finding,) = run_checks(pair, checks=[CHECK["spelling-variety"]], target_language="en-GB")
    assert (finding.severity, finding.suggestion) == (Severity.WARNING, "colour")


def test_where_neither_spelling_prevails_it_is_a_note() -> None:
    texts = ["The colour.", "The color.", "The centre.", "The theater."]
    found = run_checks([segment("De.", text, n) for n, text in enumerate(texts)], checks=[CHECK["spelling-variety"]])
    assert [(finding.segment, finding.severity) for finding in found] == [("1", Severity.INFO), ("3", Severity.INFO)]


def test_headings_are_held_to_the_other_headings_of_their_document() -> None:
    titled, plain = "How The People Live In Peace", "How the people live in peace"
    dutch = "Hoe het volk in vrede leeft"
    alike = [segment(dutch, titled, n, kind="heading") for n in range(3)]
    assert run_checks(alike, checks=[CHECK["title-case"]]) == []
    (finding,) = run_checks([*alike, segment(dutch, plain, 9, kind="heading")], checks=[CHECK["title-case"]])
    assert finding.segment == "9"


def test_ten_thousand_sources_alike_are_compared_in_no_time() -> None:
    # Each with each would be a hundred million comparisons.
    segments = [
        segment(f"Op bladzijde {n} staat een lange tekst.", f"Page {n} has a long text.", n) for n in range(10_000)
    ]
    assert run_checks(segments, checks=[CHECK["near-repetition-differs"]]) == []
