"""The curated glossary holds to its own editorial rules.

The file is read with the csv module alone, so that these rules do not depend on how the glossary package reads it.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import glossary

CURATED = Path(glossary.__file__).parent / "data" / "dprk.nl-en.csv"

COLUMNS = [
    "concept",
    "domain",
    "language",
    "term",
    "status",
    "part_of_speech",
    "gender",
    "number",
    "forms",
    "flags",
    "register",
    "definition",
    "note",
    "source",
]
DOMAINS = {
    "ideology",
    "leadership",
    "state",
    "party",
    "military",
    "nuclear",
    "economy",
    "society",
    "media",
    "prison-camps",
    "human-rights",
    "law",
    "religion",
    "persecution",
    "refugees",
    "geography",
    "history",
    "diplomacy",
    "sanctions",
    "culture",
    "homonym",
}
STATUSES = ["preferred", "admitted", "deprecated", "forbidden"]
ALLOWED = {"preferred", "admitted"}
PARTS_OF_SPEECH = {"noun", "proper-noun", "verb", "adjective", "adverb", "phrase"}
LONGEST_DEFINITION_WORDS = 30

REQUIRED = """
    Juche | juche-ideologie | jucheleer | eeuwige leider | eeuwige president | grote leider | dierbare leider
    opperste leider | zelfredzaamheid | zelfredzaam | zelfvoorziening | zelfvoorzienend | songun | songbun
    wankele klasse | vijandige klasse | kernklasse | Arbeiderspartij van Korea | Opperste Volksvergadering
    Centraal Comité | politbureau | werkkamp | strafkamp | heropvoedingskamp | politiek gevangenkamp | kwanliso
    kyohwaso | dwangarbeid | persoonsverheerlijking | personencultus | overloper | vluchteling | gedwongen terugkeer
    repatriëring | refoulement | mensensmokkelaar | tussenpersoon | ondergrondse kerk | huiskerk | geloofsvervolging
    godsdienstvrijheid | vrijheid van godsdienst of levensovertuiging | christenvervolging | afvalligheid | bekeerling
    Bijbel | Bijbelsmokkel | martelaar | gewetensbezwaarde | schijnproces | staatsmedia | kernproef | kernwapen
    ballistische raket | denuclearisatie | zesmogendhedenoverleg | gedemilitariseerde zone | 38e breedtegraad
    wapenstilstand | Koreaanse Oorlog | sanctie | luxegoederen | zwarte markt | jangmadang | hongersnood
    Moeizame Mars | voedselrantsoen | publiek distributiesysteem | Noord-Korea | DVK | Zuid-Korea | Pyongyang
    Kim Il-sung | Kim Jong-il | Kim Jong-un | berg Paektu | Paektu-bloedlijn | Toren van de Juche-gedachte
    zelfkritieksessie | buurtwacht | inminban | publieke executie | collectieve straf | schuld door associatie
    gedwongen verdwijning | onderzoekscommissie | speciale rapporteur | misdaad tegen de menselijkheid
    staatsideologie | staatsgodsdienst | propaganda | gehersenspoeld | dictatuur | regime | erfopvolging
    geloofsgemeenschap | kerkgenootschap | predikant | dominee | voorganger | zending | zendeling | gemeente
    kerkdienst | dienst | Rodong Sinmun | Minju Choson
"""


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    """Read the glossary, each row with its line under "line"."""
    with CURATED.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        assert reader.fieldnames == COLUMNS
        found = []
        for row in reader:
            assert None not in row, f"line {reader.line_num}: too many cells"
            assert None not in row.values(), f"line {reader.line_num}: too few cells"
            found.append(row | {"line": str(reader.line_num)})
    return found


@pytest.fixture(scope="module")
def concepts(rows: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    """Group the rows by concept."""
    grouped: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        grouped[row["concept"]].append(row)
    return grouped


def forms(row: dict[str, str]) -> list[str]:
    return row["forms"].split("|") if row["forms"] else []


def folded(text: str) -> str:
    """Reduce a term to what a forgiving matcher still tells apart.

    Case, accents, apostrophes, hyphens, spaces, -ize and a final plural or possessive s all go, because a matcher may
    ignore any of them: a forbidden term that differs from an allowed one in no more than that would accuse good text.
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]", "", re.sub(r"iz(e|ed|es|ing|ation)\b", r"is\1", bare)).rstrip("s")


def names(rows: list[dict[str, str]]) -> Iterator[tuple[str, dict[str, str]]]:
    for row in rows:
        for name in [row["term"], *forms(row)]:
            yield name, row


def test_file_is_utf8_without_byte_order_mark_in_composed_form() -> None:
    text = CURATED.read_bytes().decode("utf-8")
    assert not text.startswith("\ufeff")
    assert "\r" not in text
    assert text == unicodedata.normalize("NFC", text)


def test_there_are_enough_concepts(concepts: dict[str, list[dict[str, str]]]) -> None:
    assert len(concepts) >= 300


def test_required_terms_are_present(rows: list[dict[str, str]]) -> None:
    dutch = {row["term"] for row in rows if row["language"] == "nl" and row["status"] in ALLOWED}
    required = {term.strip() for term in re.split(r"[|\n]", REQUIRED) if term.strip()}
    assert required - dutch == set()


def test_closed_lists_hold(rows: list[dict[str, str]]) -> None:
    for row in rows:
        where = f"line {row['line']}: {row['term']}"
        assert row["domain"] in DOMAINS, where
        assert row["language"] in {"nl", "en"}, where
        assert row["status"] in STATUSES, where
        assert row["part_of_speech"] in PARTS_OF_SPEECH or _may_be_any_part_of_speech(row), where
        assert row["gender"] in {"", "m", "f", "c", "n"}, where
        assert row["number"] in {"", "singular-only", "plural-only"}, where
        assert set(row["flags"].split()) <= {"case-sensitive", "do-not-translate"}, where
        assert row["register"] in {"", "regime", "formal", "informal", "technical"}, where


def _may_be_any_part_of_speech(row: dict[str, str]) -> bool:
    """English for a homonym: "in dienst hebben" is a noun in Dutch and "employ" in English."""
    return (row["domain"], row["language"], row["part_of_speech"]) == ("homonym", "en", "")


def test_every_domain_is_in_use(rows: list[dict[str, str]]) -> None:
    assert DOMAINS - {row["domain"] for row in rows} == set()


def test_cells_have_no_stray_spaces_and_cannot_run_in_a_spreadsheet(rows: list[dict[str, str]]) -> None:
    for row in rows:
        for column in COLUMNS:
            cell = row[column]
            where = f"line {row['line']}, {column}: {cell!r}"
            assert cell == " ".join(cell.split()), where
            assert not cell.startswith(("=", "+", "-", "@")), where
            assert ";" not in row["term"], where


def test_concept_names_are_slugs(concepts: dict[str, list[dict[str, str]]]) -> None:
    for concept in concepts:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", concept), concept


def test_rows_of_a_concept_stand_together(rows: list[dict[str, str]]) -> None:
    starts = [row["concept"] for before, row in zip([None, *rows], rows, strict=False) if _starts(before, row)]
    assert [concept for concept, count in Counter(starts).items() if count > 1] == []


def _starts(before: dict[str, str] | None, row: dict[str, str]) -> bool:
    return before is None or before["concept"] != row["concept"]


def test_rows_of_a_concept_are_in_order(concepts: dict[str, list[dict[str, str]]]) -> None:
    for concept, terms in concepts.items():
        order = [(["nl", "en"].index(row["language"]), STATUSES.index(row["status"])) for row in terms]
        assert order == sorted(order), concept


def test_concept_has_one_domain_and_one_definition_on_its_first_row(
    concepts: dict[str, list[dict[str, str]]],
) -> None:
    for concept, terms in concepts.items():
        assert len({row["domain"] for row in terms}) == 1, concept
        assert terms[0]["definition"].endswith("."), concept
        assert len(terms[0]["definition"].split()) <= LONGEST_DEFINITION_WORDS, concept
        assert [row["line"] for row in terms[1:] if row["definition"]] == [], concept


def test_definitions_differ(concepts: dict[str, list[dict[str, str]]]) -> None:
    counted = Counter(terms[0]["definition"] for terms in concepts.values())
    assert [definition for definition, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_concept_has_exactly_one_preferred_term(concepts: dict[str, list[dict[str, str]]], language: str) -> None:
    for concept, terms in concepts.items():
        preferred = [row["term"] for row in terms if (row["language"], row["status"]) == (language, "preferred")]
        assert len(preferred) == 1, (concept, preferred)


def test_no_term_stands_twice_in_a_concept(concepts: dict[str, list[dict[str, str]]]) -> None:
    for concept, terms in concepts.items():
        counted = Counter((row["language"], name.casefold()) for name, row in names(terms))
        assert [key for key, count in counted.items() if count > 1] == [], concept


def test_no_name_is_both_allowed_and_not_allowed_even_to_a_forgiving_matcher(
    concepts: dict[str, list[dict[str, str]]],
) -> None:
    for concept, terms in concepts.items():
        allowed = {(row["language"], folded(name)) for name, row in names(terms) if row["status"] in ALLOWED}
        barred = {(row["language"], folded(name)) for name, row in names(terms) if row["status"] not in ALLOWED}
        assert allowed & barred == set(), concept


def test_no_barred_english_is_a_part_of_allowed_english(concepts: dict[str, list[dict[str, str]]]) -> None:
    for concept, terms in concepts.items():
        english = [row for row in terms if row["language"] == "en"]
        allowed = [f" {name.casefold()} " for name, row in names(english) if row["status"] in ALLOWED]
        for name, row in names(english):
            if row["status"] not in ALLOWED:
                inside = [other for other in allowed if f" {name.casefold()} " in other]
                assert inside == [], (concept, name)


def test_concepts_that_share_a_dutch_term_do_not_contradict_each_other(
    concepts: dict[str, list[dict[str, str]]],
) -> None:
    sharing: dict[str, set[str]] = defaultdict(set)
    for concept, terms in concepts.items():
        for name, row in names(terms):
            if row["language"] == "nl" and row["status"] in ALLOWED:
                sharing[name.casefold()].add(concept)
    for dutch, together in sharing.items():
        english = [pair for concept in together for pair in names(concepts[concept]) if pair[1]["language"] == "en"]
        allowed = {name.casefold() for name, row in english if row["status"] in ALLOWED}
        barred = {name.casefold() for name, row in english if row["status"] not in ALLOWED}
        assert allowed & barred == set(), (dutch, together)


def test_homonym_concepts_hold_a_dutch_form_of_a_real_one(concepts: dict[str, list[dict[str, str]]]) -> None:
    def dutch(terms: list[dict[str, str]]) -> set[str]:
        return {name.casefold() for name, row in names(terms) if row["language"] == "nl"}

    real = {name for terms in concepts.values() if terms[0]["domain"] != "homonym" for name in dutch(terms)}
    for concept, terms in concepts.items():
        if terms[0]["domain"] == "homonym":
            assert any(name in real or set(name.split()) & real for name in dutch(terms)), concept


def test_deprecated_and_forbidden_terms_say_why(rows: list[dict[str, str]]) -> None:
    for row in rows:
        if row["status"] not in ALLOWED:
            assert row["note"] or row["source"], f"line {row['line']}: {row['term']}"


def test_do_not_translate_terms_have_the_same_english(concepts: dict[str, list[dict[str, str]]]) -> None:
    for concept, terms in concepts.items():
        kept = {
            language: {r["term"] for r in terms if r["language"] == language and "do-not-translate" in r["flags"]}
            for language in ("nl", "en")
        }
        assert kept["nl"] == kept["en"], concept


def test_forms_are_well_formed_and_say_something_new(rows: list[dict[str, str]]) -> None:
    for row in rows:
        for form in forms(row):
            where = f"line {row['line']}: {form!r}"
            assert form, where
            assert form == " ".join(form.split()), where
            assert form.casefold() != row["term"].casefold(), where


def test_grammar_fits_the_part_of_speech(rows: list[dict[str, str]]) -> None:
    for row in rows:
        where = f"line {row['line']}: {row['term']}"
        if row["gender"]:
            assert row["language"] == "nl", where
            assert row["part_of_speech"] in {"noun", "proper-noun"}, where
        if row["number"]:
            assert row["part_of_speech"] in {"noun", "proper-noun"}, where
        if (row["language"], row["part_of_speech"]) == ("nl", "noun") and row["number"] != "plural-only":
            assert row["gender"] or row["status"] not in ALLOWED, where


def test_preferred_terms_share_a_part_of_speech(concepts: dict[str, list[dict[str, str]]]) -> None:
    def kind(row: dict[str, str]) -> str:
        return row["part_of_speech"].removeprefix("proper-")

    for concept, terms in concepts.items():
        kinds = {kind(row) for row in terms if row["status"] == "preferred" and not _may_be_any_part_of_speech(row)}
        assert len(kinds) == 1, (concept, kinds)
