"""Quantities by value: what Dutch and English write differently and mean alike, and what only looks alike."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from translate_kit.qa.numbers import Certainty, compare, read, write_like

SAME = [
    ("1,4 miljard inwoners", "1.4 billion inhabitants"),
    ("1,4 miljard dollar", "$1.4bn"),
    ("400.000 christenen", "400,000 Christians"),
    ("400.000 christenen", "four hundred thousand Christians"),
    ("25.550 blokken", "25,550 blocks"),
    ("1.234.567,89 euro", "€1,234,567.89"),
    ("2 biljoen won", "2 trillion won"),
    ("2,5 procent", "2.5 per cent"),
    ("2,5%", "2.5 percent"),
    ("5 miljoen", "five million"),
    ("anderhalf uur", "one and a half hours"),
    ("anderhalf uur", "1.5 hours"),
    ("anderhalf miljoen", "1.5 million"),
    ("anderhalf miljoen", "a million and a half, 1,500,000 of them"),
    ("twee en een half jaar", "two and a half years"),
    ("drieënhalf jaar", "three-and-a-half years"),
    ("2½ jaar", "2.5 years"),
    ("een half miljoen", "half a million"),
    ("een half miljoen", "500,000"),
    ("een miljoen", "a million"),
    ("1 miljoen", "one million"),
    ("honderd kerken", "a hundred churches"),
    ("duizend kerken", "a thousand churches"),
    ("tweehonderdvijftig", "two hundred and fifty"),
    ("tweehonderdvijftigduizend", "250,000"),
    ("vijfentwintig kerken", "twenty-five churches"),
    ("tweeëntwintig kerken", "22 churches"),
    ("tweeentwintig kerken", "22 churches"),
    ("een dozijn", "a dozen"),
    ("twaalf kerken", "a dozen churches"),
    ("tien jaar", "a decade"),
    ("14 dagen", "a fortnight"),
    ("15 april 1912", "15 April 1912"),
    ("15 april 1912", "April 15, 1912"),
    ("15 april 1912", "the 15th of April, 1912"),
    ("15-4-1912", "15 April 1912"),
    ("1 januari", "1 Jan"),
    ("van november tot februari", "Nov–Feb"),
    ("op maandag", "on Monday"),
    ("maandagavond", "on Monday evening"),
    ("afgelopen juli", "last July’s rain"),
    ("1950-1953", "1950–53"),
    ("in 1995-1996", "in 1995-96"),
    ("de 20e eeuw", "the 20th century"),
    ("de twintigste eeuw", "the 20th century"),
    ("de 1ste dag", "the first day"),
    ("zeventigste verjaardag", "seventieth birthday"),
    ("honderdste verjaardag", "hundredth birthday"),
    ("de derde keer", "the third time"),
    ("op drie na de grootste", "the fourth largest"),
    ("in de jaren zestig", "in the 1960s"),
    ("in de jaren zestig", "in the sixties"),
    ("in de jaren 60", "in the 1960s"),
    ("in de jaren '60", "in the ’60s"),
    ("in de jaren 1960", "in the 1960's"),
    ("de jaren 30 van de 19e eeuw", "the 1830s"),
    ("om 20.30 uur", "at 8.30 pm"),
    ("om 20.30 uur", "at 8:30 p.m."),
    ("om 20.30 uur", "at 20:30"),
    ("om 8.46 uur", "at 8:46 a.m."),
    ("om 2.30 uur", "at 0230 UTC"),
    ("om 11:20", "at 11.20 am"),
    ("om 5 uur 's ochtends", "at 5 am"),
    ("om half drie", "at half past two"),
    ("om half drie", "at 2:30"),
    ("om kwart voor negen", "at quarter to nine"),
    ("om tien over half een", "at twenty to one"),
    ("om vijf voor twaalf", "at 11.55"),
    ("vijf tot tien mensen", "five to ten people"),
    ("twee tot drie miljoen", "two to three million"),
    ("twee à drie miljoen", "two million to three million"),
    ("2 tot 3 miljard", "2 billion to 3 billion"),
    ("tien tot twintig procent", "ten to twenty per cent"),
    ("middernacht", "midnight"),
    ("in achttien zesenzeventig", "in 1876"),
    ("in negentien vijfenvijftig", "in nineteen fifty-five"),
    ("de driehonderdvijfenzestigste dag", "the three hundred and sixty-fifth day"),
    ("de honderdvijftigste keer", "the hundred and fiftieth time"),
    ("een stilte van veertig seconden", "a forty-second silence"),
    ("drie ton per jaar", "300,000 euros a year"),
    ("anderhalf jaar", "eighteen months"),
    ("zes miljoen een getal noemen", "call six million a number"),
    ("pagina 1, 2 of 3", "pages 1,2 or 3"),
    ("2.220 en 2.207 punten", "2,220 and 2,207 points"),
    ("de zondagse jurk", "the Sunday dress"),
    ("een januariavond", "a January evening"),
    ("op paaszondag", "on Easter Sunday"),
    ("24 uur", "24 hours"),
    ("dertienjarige", "13-year-old"),
    ("28-jarige", "28-year-old"),
    ("7-2", "7–2"),
    ("figuur 1.1", "Figure 1.1"),
    ("versie 1.2.3", "version 1.2.3"),
    ("90 kg", "90kg"),
    ("miljoenen mensen", "millions of people"),
    ("honderdduizenden", "hundreds of thousands"),
    ("honderden miljoenen", "hundreds of millions"),
    ("miljarden", "billions"),
    ("een kwart", "25%"),
    ("driekwart", "three quarters"),
    ("twee derde", "two-thirds"),
    ("beide landen, 2 landen", "both countries, 2 of them"),
    ("10\u00a0000 mensen", "10,000 people"),
]

DIFFERENT = [
    ("1,4 miljard", "1.4 million"),
    ("2 biljoen", "2 billion"),
    ("miljarden", "millions"),
    ("400.000", "40,000"),
    ("80.000", "80"),
    ("34.000", "43,000"),
    ("1950", "1955"),
    ("veertien", "forty"),
    ("vijfentwintig", "fifty-two"),
    ("20.30 uur", "8.15 pm"),
    ("jaren zestig", "1970s"),
    ("17e eeuw", "18th century"),
    ("anderhalf miljoen", "half a million"),
    ("april", "August"),
    ("donderdag", "Tuesday"),
]


@pytest.mark.parametrize(("dutch", "english"), SAME)
def test_equal_in_value(dutch: str, english: str) -> None:
    result = compare(read(dutch, "nl"), read(english, "en"))
    assert result.differ == result.misread == ()
    assert [q for q in (*result.missing, *result.extra) if q.certainty is Certainty.DIGITS] == []
    assert result.same


@pytest.mark.parametrize(("dutch", "english"), DIFFERENT)
def test_different_in_value(dutch: str, english: str) -> None:
    result = compare(read(dutch, "nl"), read(english, "en"))
    assert result.differ or result.missing


@pytest.mark.parametrize(
    ("dutch", "english", "written"),
    [
        ("1,4 miljard", "1,4 billion", "1.4 billion"),
        ("400.000", "400.000", "400,000"),
        ("2,5%", "2,5%", "2.5"),
        ("1.234.567,80", "1.234.567,80", "1,234,567.80"),
        ("0,05", "0,05", "0.05"),
    ],
)
def test_dutch_notation_left_in_english_is_told_from_another_value(dutch: str, english: str, written: str) -> None:
    result = compare(read(dutch, "nl"), read(english, "en"))
    assert [write_like(source) for source, _ in result.misread] == [written]
    assert result.differ == result.missing == result.extra == ()


@pytest.mark.parametrize("text", ["KV62 4x4 A1GP G8 MP3", "a one in both", "een twee beide", "May I march on?"])
def test_codes_and_small_words_need_no_counterpart(text: str) -> None:
    for language in ("nl", "en"):
        assert [q for q in read(text, language) if q.certainty is not Certainty.OPTIONAL] == []


def test_the_hour_of_the_day_is_kept_when_it_is_known() -> None:
    assert [q.clock for q in read("om 20.30 uur, 5 uur 's middags, 12 uur 's nachts", "nl")] == [1230, 1020, 0]
    assert [q.clock for q in read("at 8.30 pm, 8:30 a.m., 12 am", "en")] == [1230, 510, 0]
    assert [q.clock for q in read("om 8.30 uur", "nl")] == [None]


def test_offsets_are_those_of_the_text() -> None:
    text = "Er wonen 1,4 miljard mensen, in 1950 zo’n half miljoen, waarvan 2,5 procent op maandag."
    assert [text[q.start : q.end] for q in read(text, "nl")] == [
        "1,4 miljard",
        "1950",
        "half miljoen",
        "2,5 procent",
        "maandag",
    ]


def test_another_language_reads_digits_only() -> None:
    assert [q.value for q in read("vingt mille, 20,000, twenty", "fr")] == [20000]


UNITS = ["", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf"]
UNITS += ["dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien"]
TENS = ["", "", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]
ENGLISH = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
ENGLISH += ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
ENGLISH_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def dutch(value: int) -> str:
    """Spell a number below a million in Dutch, as one word."""
    if value >= 1000:
        return ("" if value < 2000 else dutch(value // 1000)) + "duizend" + dutch(value % 1000)
    if value >= 100:
        return ("" if value < 200 else UNITS[value // 100]) + "honderd" + dutch(value % 100)
    if value < 20:
        return UNITS[value]
    unit = UNITS[value % 10]
    return unit + ("" if not unit else "ën" if unit.endswith("e") else "en") + TENS[value // 10]


def english(value: int) -> str:
    """Spell a number below a million in English."""
    if value >= 1000:
        rest = value % 1000
        joint = " " if rest >= 100 else " and " if rest else ""
        return english(value // 1000) + " thousand" + joint + english(rest)
    if value >= 100:
        return ENGLISH[value // 100] + " hundred" + (" and " + english(value % 100) if value % 100 else "")
    if value < 20:
        return ENGLISH[value]
    return ENGLISH_TENS[value // 10] + ("-" + ENGLISH[value % 10] if value % 10 else "")


@given(st.integers(3, 999_999))
def test_number_words_are_read_as_they_are_spelled(value: int) -> None:
    assert [q.value for q in read(dutch(value), "nl")] == [value], dutch(value)
    assert [q.value for q in read(english(value), "en")] == [value], english(value)


@given(st.integers(0, 10**15), st.integers(0, 4))
def test_grouped_and_decimal_digits_mean_the_same_in_both_notations(value: int, decimals: int) -> None:
    written = f"{value / 10**decimals:,.{decimals}f}" if value < 10**12 else f"{value:,}"
    other = written.translate(str.maketrans(",.", ".,"))
    result = compare(read(other, "nl"), read(written, "en"))
    assert len(result.same) == 1
    assert result.same[0][0].value == result.same[0][1].value


@given(st.text(alphabet="0123456789.,:/-–'’ eén½miljoenduizend%€$uurpm", max_size=40))
@example("0:00½")
def test_whatever_is_read_lies_in_the_text_in_order(text: str) -> None:
    for language in ("nl", "en"):
        end = 0
        for quantity in read(text, language):
            assert end <= quantity.start < quantity.end <= len(text)
            assert quantity.text == text[quantity.start : quantity.end]
            assert quantity.keys or quantity.foreign
            end = quantity.end
