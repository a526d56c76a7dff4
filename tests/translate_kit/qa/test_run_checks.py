"""What holds for every check: places in the text, order, fixes that fix, any text at all."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from glossary import CURATED, TermBase
from tests.translate_kit.qa.pairs import CHECK, findings, fixed, segment
from translate_kit.data import Finding, Segment, Severity
from translate_kit.qa import run_checks
from translate_kit.qa.catalogue import CHECKS

DUTCH = "De leider zei „zelfredzaamheid” in 1,4 miljard woorden (op 15 april). "
SIGNS = st.text(alphabet="abeijnz ABM .,:;?!…\"'“”‘’„–-()[]{}<>/%&*_`#|0123456789\u00a0\n\t€$½\u202e\x00", max_size=60)
SAMPLES = """
een de the of and not niet 1,4 1.4 miljard billion 15 april April <b> </b> {name} %s https://a.example „ja” “yes” ‘so’
KV62 H5N1 NAVO NATO UNESCO Myers Meyers YouTube Youtube &Open _Save \\n \\t %1 %(a)s --alles /etc/hosts a.pdf open()
$HOME monday Monday i 21th 20e photo’s foto’s kilometer miles maanden weeks colour color Ã© â€™ p\u0430lace in\u200bvis
eventueel eventually actual rente rent since years on moment this an a apple sinds jaar nooit never niets nothing TODO
- – • 2) … * </b> <i> </i> De The Het koud. warm. nog
leider leader zelfredzaamheid self-reliance *niet* ( ) – … . ? uur pm 20.30 's jaren 60s
"""
WORDS = st.lists(st.sampled_from(SAMPLES.split()), max_size=14).map(" ".join)
TEXT = st.one_of(SIGNS, WORDS)


@pytest.fixture(scope="module")
def termbase() -> TermBase:
    return TermBase.load(CURATED)


def inside(place: tuple[int | None, int | None], text: str) -> bool:
    start, end = place
    if start is None or end is None:
        return start is None and end is None
    return 0 <= start < end <= len(text)


@settings(max_examples=300, deadline=None)
@given(pairs=st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4))
@example(pairs=[(DUTCH, DUTCH)])
@example(pairs=[("", ""), ("a", "")])
@example(pairs=[("Aa", "½a"), ("Aa", "ªa")])
def test_any_text_gets_findings_that_lie_inside_it(termbase: TermBase, pairs: list[tuple[str, str]]) -> None:
    segments = [segment(*pair, number) for number, pair in enumerate(pairs)]
    found = run_checks(segments, termbase=termbase)
    for finding in found:
        place = segments[int(finding.segment)]
        assert inside((finding.start, finding.end), place.target)
        assert inside((finding.source_start, finding.source_end), place.source)
        assert finding.message
        assert "\n" not in finding.message
        assert finding.document == "article.md"
        assert finding.check in CHECK
        if finding.start is not None and finding.suggestion:
            assert finding.suggestion != place.target[finding.start : finding.end]
    order = [(int(finding.segment), -1 if finding.start is None else finding.start) for finding in found]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("check", "source", "target", "right"),
    [
        ("numbers", "Het zijn er 1,4 miljard.", "There are 1.4 million.", "There are 1.4 billion."),
        ("numbers", "Het is 25.550.", "It is 25,50.", "It is 25,550."),
        ("number-notation", "Zo’n 1,5 procent.", "Some 1,5%.", "Some 1.5%."),
        ("number-notation", "Van 80.000 tot 120.000.", "80.000 to 120.000.", "80,000 to 120,000."),
        ("end-punctuation", "Wat willen ze?", "What do they want.", "What do they want?"),
        ("end-punctuation", "Dat kan.", "That may be", "That may be."),
        ("end-punctuation", "„Dat kan.”", "“That may be”", "“That may be.”"),
        ("end-punctuation", "Dat kan…", "That may be.", "That may be…"),
        ("end-punctuation", "Dat kan", "That may be...", "That may be"),
        ("spaces", "Hij zei, dat kan.", " He said , that  may be . ", "He said, that may be."),
        ("spaces", "Hij zei, dat kan.", "He said,that may be.Yes.", "He said, that may be. Yes."),
        ("dashes", "Een kerk –vooral– zonder lijst.", "A church –above all– with no list.",
         "A church – above all – with no list."),
        ("dashes", "Zonder lijst –vooral dat–.", "With no list –above all that–.", "With no list – above all that –."),
        ("start-case", "De leider.", "the leader.", "The leader."),
        ("quote-marks", "„Ze komt wel.”", "„She does come.”", "“She does come.”"),
        ("quote-marks", "”Ze komt wel.”", ",,She does come.”", "“She does come.”"),
        ("quote-marks", "«Ja», zei hij.", "«Yes», he said.", "“Yes”, he said."),
        ("quote-marks", "»Ja«, zei hij.", "»Yes«, he said.", "“Yes”, he said."),
        ("quote-marks", "Een ‘leider’.", "A ’leader‘.", "A ‘leader’."),
        ("repeated-word", "Het land.", "The the country of the country of the country.", "The country of the country."),
        ("entities", "Rusland zei „nee”.", "Russia&#39;s &quot;no&quot;.", "Russia's \"no\"."),
        ("term-forbidden", "De grote leider stierf.", "The big leader died.", "The great leader died."),
    ],
)  # fmt: skip
def test_suggestions_in_their_place_put_it_right(check: str, source: str, target: str, right: str) -> None:
    found = findings(source, target, check, terms=True)
    assert fixed(target, found) == right
    assert findings(source, right, check, terms=True) == []


def test_findings_follow_the_segments_and_then_the_text() -> None:
    found = run_checks([segment("Dat is 5.", "That  is 6", 1), segment("Waar?", "", 2), segment("Ja.", "Yes .", 3)])
    assert [(finding.segment, finding.check) for finding in found] == [
        ("1", "spaces"),
        ("1", "numbers"),
        ("1", "end-punctuation"),
        ("2", "empty"),
        ("3", "spaces"),
    ]


def test_a_check_can_be_left_out_or_set_to_another_severity() -> None:
    segments = [segment("Dat is 5.", "That is 6.")]
    assert run_checks(segments, checks=[check for check in CHECKS if check.id != "numbers"]) == []
    milder = dataclasses.replace(CHECK["numbers"], severity=Severity.INFO)
    assert [finding.severity for finding in run_checks(segments, checks=[milder])] == [Severity.INFO]


def test_without_a_glossary_terms_are_not_checked(termbase: TermBase) -> None:
    segments = [segment("De grote leider stierf.", "The big leader died.")]
    assert run_checks(segments) == []
    found = run_checks(segments, termbase=termbase)
    assert {finding.check for finding in found} >= {"term-forbidden"}


def test_the_same_id_in_two_documents_is_two_segments() -> None:
    one, two = segment("Ja.", "Yes"), dataclasses.replace(segment("Nee.", "No"), document="other.md")
    found = run_checks([one, two])
    assert [finding.document for finding in found] == ["article.md", "other.md"]


def all_findings(source: str, target: str) -> list[Finding]:
    return run_checks([Segment(id="1", source=source, target=target)])


@pytest.mark.parametrize(
    ("source", "target"),
    [
        # each of these was a false alarm on text that people had translated
        ("Meer dan 160 km/u (133 m/s; 300 mph).", "Over 160 km/h (133 m/s; 300 mph)."),
        ("De op drie na grootste taal.", "The fourth largest language."),
        ("Een vijandig 4x4 op 35°W.", "A hostile 4x4 at 35°W."),
        ("In de jaren 70 ontworpen.", "Designed in the 1970’s."),
        ("Vooral –zo luidt het– in 1950–1953.", "Mostly – so it goes – in 1950–53."),
        ("‘s Nachts was ’t stil in ’t land.", "At night it was quiet in the country."),
        ("Rock-’n-roll uit de ’60s.", "Rock ’n’ roll from the ’60s."),
        ("De huizen van de leiders.", "The leaders’ houses."),
        ("Hij bewaakte „anderen.", "He guarded “others."),
        ("Zie https://www.example.org/a?b=1,2;c.", "See https://www.example.org/a?b=1,2;c."),
        ("Boek *North Korea’s Juche Myth*.", "The book *North Korea’s Juche Myth*."),
        ("Dr. B.R. Myers werkt bij Konami Inc.", "Dr B.R. Myers works at Konami Inc."),
        ("Re-existing bestaat.", "Re-existing existing techniques."),
        ("Stap voor stap.", "Step by step, by step."),
        ("Tussen 1492 en 1498 …", "Between 1492 and 1498…"),
        ("Hij zei: ‘Ja’.", "He said: “Yes”."),
        ("Ze wonnen met 7-2 (2:2).", "They won 7–2 (2:2)."),
        ("Het kost € 5,-.", "It costs €5."),
        ("Tussen Wijk bij Duurstede en Utrecht.", "Between Wijk bij Duurstede and Utrecht."),
        ("‘Wat niemand zag’ is een roman.", "‘Wat niemand zag’ (What Nobody Saw) is a novel."),
        ("Lever het in drievoud in.", "Hand it in in triplicate."),
        ("Ze worden steeds hoger en langer.", "They become taller and taller and longer and longer."),
        ("Ze gaan van deur tot deur.", "They go from door to door to check."),
        ("Marokkaanse kaftans.", "Moroccan kaftans."),
        ("Een kip van papier-maché.", "A chicken of papier-mâché."),
        ("Een bestand met een . vooraan.", "A file with a . in front."),
    ],
)
def test_no_false_alarm(source: str, target: str) -> None:
    assert all_findings(source, target) == []


def test_a_number_is_written_anew_only_where_its_notation_is_known() -> None:
    pair = [segment("Er waren 25.550 blokken.", "There were 25.500 blocks.")]
    (dutch,) = run_checks(pair, checks=[CHECK["numbers"]], source_language="nl-BE", target_language="en-GB")
    assert dutch.suggestion == "25,550"
    others = run_checks(pair, checks=[CHECK["numbers"], CHECK["number-notation"]], source_language="xx")
    assert [finding.suggestion for finding in others] == [""] * len(others)


def test_verdicts_that_are_known_are_not_worked_out_again(termbase: TermBase) -> None:
    pair = segment("De eeuwige leider.", "The everlasting leader.")
    known = {("article.md", "1"): termbase.check(pair.source, pair.target)}
    checks = [CHECK["term-forbidden"], CHECK["term-missing"]]
    wanted = run_checks([pair], termbase=termbase, checks=checks)
    assert run_checks([pair], checks=checks, verdicts=known) == wanted != []


@pytest.mark.parametrize(
    "text",
    [
        "1" * 9000,
        "1,5 " + "miljoen " * 3000,
        "9" * 400 + " euro",
        "1." * 5000,
        "half a " + "million " * 900,
        "12-" * 3000,
    ],
    ids=lambda text: text[:8],
)
def test_numbers_of_any_length_are_read(text: str) -> None:
    # Python refuses to make a number of more than 4,300 digits, and a float of more than 308.
    for source, target in ((text, "It is 5."), ("Het is 1,5.", text), (text, text)):
        run_checks([segment(source, target)])


@pytest.mark.parametrize(
    "piece", ["An a", "<", "{a", "“", "/a", "te a ", "Ã©", " –", "a@b.", "http://a.", "(", "abc. b "]
)
def test_long_texts_of_one_piece_are_read_at_once(piece: str) -> None:
    run_checks([segment("De leider is niet hier. " + piece * 4000, "The leader. " + piece * 4000)])
