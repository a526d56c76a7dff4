"""Checks of words, marks and mark-up, case by case."""

from __future__ import annotations

import pytest

from tests.translate_kit.qa.pairs import findings
from translate_kit.data import Severity
from translate_kit.qa.checks.quotes import marks
from translate_kit.qa.text import BLANK, blanked, words


def spans(source: str, target: str, check: str, **more: bool) -> list[str]:
    return [target[f.start or 0 : f.end or 0] for f in findings(source, target, check, **more)]


@pytest.mark.parametrize(
    ("source", "target", "left"),
    [
        ("Ze zitten in werkkampen.", "They are in werkkampen.", ["werkkampen"]),
        ("Dat is helaas niet waar.", "That is helaas niet waar.", ["helaas niet waar"]),
        ("De zelfredzaamheidsideologie.", "The zelfredzaamheidsideologie.", ["zelfredzaamheidsideologie"]),
        ("De radio en het regime.", "The radio and the regime.", []),
        ("Een volk –zo luidt het– leeft.", "A people -zo is it- lives.", ["zo"]),
        ("Het heet ‘zelfkritiek’.", "It is called ‘zelfkritiek’.", []),
        ("Het heet *zelfkritiek*.", "It is called *zelfkritiek*.", []),
        ("De krant Trouw schrijft.", "The newspaper Trouw writes.", []),
        ("Typ `lijst --alles`.", "Type `lijst --alles`.", []),
        ("Zie www.kerken.nl/nieuws.", "See www.kerken.nl/nieuws.", []),
        ("Van der Meer sprak met De Vries.", "Van der Meer spoke to De Vries.", []),
    ],
)
def test_dutch_words_left_in_the_english(source: str, target: str, left: list[str]) -> None:
    assert spans(source, target, "dutch-left", terms=True) == left


def test_a_term_that_is_not_to_be_translated_is_not_dutch_left() -> None:
    assert spans("Het songbun telt.", "The songbun counts.", "dutch-left", terms=True) == []


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("Wij willen dit niet.", Severity.WARNING),
        ("geheime kerken", Severity.WARNING),
        ("radio", Severity.INFO),
        ("Kim Jong-il", None),
        ("1994", None),
        ("DPRK", None),
    ],
)
def test_an_unchanged_text_is_as_grave_as_it_is_dutch(text: str, severity: Severity | None) -> None:
    found = findings(text, text, "unchanged")
    assert [finding.severity for finding in found] == ([] if severity is None else [severity])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Yes,” she said.", [("“", True), ("”", False)]),
        ("‘eigen regie’", [("‘", True), ("’", False)]),
        ("the leaders’ houses", []),
        ("don’t and ’90s and 's nachts", []),
        ("”Ja”, zei ze", [("”", True), ("”", False)]),
        (",,Ja”", [(",,", True), ("”", False)]),
        ("(\"so\")", [('"', True), ('"', False)]),
        ("«Ja»", [("«", True), ("»", False)]),
        ("“‘So’ he said”", [("“", True), ("‘", True), ("’", False), ("”", False)]),
    ],
)  # fmt: skip
def test_quotation_marks_are_told_from_apostrophes(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(mark.sign, mark.opens) for mark in marks(text)] == expected


@pytest.mark.parametrize(
    ("source", "target", "odd"),
    [
        ("„Ja”, zei ze.", "“Yes, she said.", ["“"]),
        ("„Ja”, zei ze.", "Yes”, she said.", ["”"]),
        ("„Hij bewaakte.", "“He guarded.", []),
        ("Dat zei ze.”", "She said so.”", []),
        ("Ja.", '"Yes" "no.', ['"']),
    ],
)
def test_odd_quotation_marks(source: str, target: str, odd: list[str]) -> None:
    assert spans(source, target, "quotes") == odd


def test_lost_double_marks_are_graver_than_lost_single_ones() -> None:
    assert [f.severity for f in findings("„Ja”, zei ze.", "Yes, she said.", "quotes")] == [Severity.WARNING]
    assert [f.severity for f in findings("De ‘leider’.", "The leader.", "quotes")] == [Severity.INFO]


@pytest.mark.parametrize(
    ("check", "source", "target", "messages"),
    [
        ("tags", "Een <b>kerk</b><br/>.", "A <b>church</b>.", ["The tag “<br/>” is not in the translation."]),
        ("tags", "Een kerk.", "A <i>church.", ["The tag “<i>” is not in the source."]),
        ("tags", "Een <a href='x y'>kerk</a>", "A <a href='x y'>church</a>", []),
        ("tags", "Een <br /> kerk", "A <br/> church", []),
        ("placeholders", "{a} en {b}", "{b} and {a}", []),
        ("placeholders", "%(naam)s", "%(name)s", [
            "The placeholder “%(naam)s” is not in the translation.",
            "The placeholder “%(name)s” is not in the source.",
        ]),
        ("placeholders", "Meer dan 50% sneller", "Over 50% faster", []),
        ("placeholders", "{{ naam }} ${x}", "{{ naam }}", ["The placeholder “${x}” is not in the translation."]),
        ("addresses", "Mail a@example.org.", "Mail b@example.org.", [
            "The address “a@example.org” is not in the translation.",
            "The address “b@example.org” is not in the source.",
        ]),
        ("addresses", "Zie [hier](https://example.org/a).", "See https://example.org/a.", []),
        ("markdown", "Een **sterk** en *schuin* woord", "A **strong** and slanted word", [
            "The source has 1 piece of emphasis, the translation none.",
        ]),
        ("markdown", "Een woord", "A [word](https://example.org)", [
            "The translation has 1 link, the source none.",
        ]),
        ("brackets", "Een (klein) woord", "A (small] word", ["“]” has no partner.", "“(” has no partner."]),
        ("brackets", "1) een", "1) a", []),
    ],
)  # fmt: skip
def test_markup(check: str, source: str, target: str, messages: list[str]) -> None:
    assert sorted(f.message for f in findings(source, target, check)) == sorted(messages)


def test_markup_is_blanked_at_its_length() -> None:
    text = "a <b> {name} %s https://example.org/x. &amp; `code` z"
    plain = blanked(text)
    assert len(plain) == len(text)
    assert plain.replace(BLANK, "").split() == ["a", ".", "z"]
    assert [word.lower for word in words(plain)] == ["a", "z"]


@pytest.mark.parametrize(
    ("source", "target", "severity"),
    [
        ("Het is 5.", "It is 6.", Severity.ERROR),
        ("Het is 5.", "It is.", Severity.WARNING),
        ("Veertien.", "Thirteen.", Severity.WARNING),
        ("De drie religies.", "The religions.", Severity.INFO),
    ],
)
def test_numbers_in_digits_are_graver_than_in_words(source: str, target: str, severity: Severity) -> None:
    assert [finding.severity for finding in findings(source, target, "numbers")] == [severity]


def test_the_wrong_half_of_the_day_is_found() -> None:
    (finding,) = findings("Het begint om 20.30 uur.", "It starts at 8.30 am.", "numbers")
    assert finding.message == "20.30 is 8.30 pm, not 8.30 am."


@pytest.mark.parametrize(
    ("source", "target", "count"),
    [
        ("Dat is 5 procent.", "That is 5.", 1),
        ("Dat is 5 procent.", "That is 5 percent.", 0),
        ("Het kost 5 miljoen dollar.", "It costs €5 million.", 1),
        ("Het kost 5 miljoen dollar.", "It costs US$5 million.", 0),
        ("Het kost 5 miljoen won.", "It costs 5 million won.", 0),
    ],
)
def test_units(source: str, target: str, count: int) -> None:
    assert len(findings(source, target, "units")) == count


def test_quote_style_counts_by_document() -> None:
    pairs = (("„Ja.”", "“Yes.”"), ("„Nee.”", "“No.”"))
    (opening, closing) = findings("„Wie?”", '"Who?"', "quote-style", *pairs)
    assert (opening.suggestion, closing.suggestion) == ("“", "”")
    assert not findings("De ‘leider’.", "The ‘leader’.", "quote-style", *pairs)


def test_a_short_text_may_have_any_length() -> None:
    assert not findings("Zo is het.", "And that is how it is, all told.", "length")
    (finding,) = findings("Zo is het.", "And that is how it is, as everybody here will tell you.", "length")
    assert "550%" in finding.message


def test_a_profile_can_limit_the_characters_of_a_translation() -> None:
    import dataclasses

    from tests.translate_kit.qa.pairs import CHECK, segment
    from translate_kit.qa import run_checks

    limited = dataclasses.replace(CHECK["length"], most_chars=4)  # type: ignore[call-arg]
    (finding,) = run_checks([segment("Ja.", "Indeed"), segment("Ja.", "Yes.", 2)], checks=[limited])
    assert finding.message == "The translation has 6 characters; 4 are allowed."
