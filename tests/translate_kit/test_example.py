"""The sample article and its reference hold what the README beside them promises."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from glossary import CURATED, TermBase, Verdict

EXAMPLES = resources.files("translate_kit") / "examples"
ARTICLE = (EXAMPLES / "zelfredzaamheid.nl.md").read_text(encoding="utf-8")
REFERENCE = (EXAMPLES / "zelfredzaamheid.en.txt").read_text(encoding="utf-8")
REFERENCE_LINES = REFERENCE.removesuffix("\n").split("\n")
BODY_BLOCKS = [block for block in ARTICLE.strip().split("\n\n") if not block.startswith(("#", ">"))]
PULL_QUOTES = re.findall(r"^> (.+)$", ARTICLE, re.MULTILINE)


@pytest.fixture(scope="module")
def segments() -> list[dict[str, str]]:
    """What `translate-kit segment FILE --json` prints for the article."""
    path = str(EXAMPLES / "zelfredzaamheid.nl.md")
    command = [sys.executable, "-m", "translate_kit", "segment", path, "--json"]
    done = subprocess.run(command, capture_output=True, check=True)
    found: list[dict[str, str]] = json.loads(done.stdout)
    return found


def words(text: str) -> list[str]:
    return re.findall(r"[\w’'-]+", text.casefold())


def test_body_has_700_to_900_words() -> None:
    assert 700 <= len(" ".join(BODY_BLOCKS).split()) <= 900


@pytest.mark.parametrize(
    ("feature", "pattern"),
    [
        ("one title", r"\A# \S.*[^.]\n"),
        ("three or four headings", r"(?s)(?:\n## [^\n]+[^.\n]\n.*){3}"),
        ("two or three pull quotes without a full stop", r"(?s)(?:\n> [^\n]+[^.\n]\n.*){2}"),
        ("a list", r"(?:\n- [^\n]+){3}"),
        ("Dutch low quotes", r"„[^„”]+”"),
        ("a quotation with a comma after it", r"”, (?:vroeg|zei) \w+"),
        ("speech of two sentences in one pair of quotes", r"„[A-Z][^„”]+\. [A-Z][^„”]+\.”"),
        ("an apostrophe that begins a word", r" ’s nachts"),
        ("an apostrophe inside a word", r"collega’s"),
        ("single quotes", r"‘eigen regie’"),
        ("an aside between dashes", r" –zo luidt de gedachte– "),
        ("abbreviation o.a.", r"\bo\.a\. [a-z]"),
        ("abbreviation bijv.", r"\bbijv\. [a-z]"),
        ("abbreviation dr.", r"\bdr\. [A-Z]"),
        ("abbreviation m.b.t.", r"\bm\.b\.t\. [a-z]"),
        ("abbreviation nr.", r"\bnr\. \d"),
        ("initials", r"\bB\.R\. Myers"),
        ("a date", r"\b15 april 1912\b"),
        ("an ordinal", r"\b20e eeuw\b"),
        ("a number with a scale", r"\b1,4 miljard\b"),
        ("thousands", r"\b400\.000\b"),
        ("a decimal comma", r"\b1,5 procent\b"),
        ("a range of years", r"\b1950-1953\b"),
        ("an ellipsis inside a sentence", r"\w… \w"),
        ("an address before a full stop", r" https://www\.example\.org/\w+\.\s"),
        ("a link", r"\[[^\]]+\]\(https://[^)]+\)"),
        ("emphasis", r" \*\w+\* "),
    ],
)
def test_article_has(feature: str, pattern: str) -> None:
    assert re.search(pattern, ARTICLE), feature


@pytest.mark.parametrize(
    "term",
    [
        "Juche ",
        "Juche-ideologie",
        "jucheleer",
        "eeuwige leider ",
        "eeuwige leiders",
        "zelfredzaamheid",
        "minder zelfredzaam",
        "zelfredzame",
        "persoonsverheerlijking",
        "werkkampbewaker",
        "politieke gevangenkampen",
        "ondergrondse kerk",
        "geloofsvervolging",
        "godsdienstvrijheid",
        "kernproef ",
        "kernproeven",
        "sancties",
        "overlopers",
        "songbun",
    ],
)
def test_article_uses_the_term(term: str) -> None:
    assert term in ARTICLE


def test_there_are_three_pull_quotes_and_each_is_in_the_body_word_for_word() -> None:
    assert len(PULL_QUOTES) == 3
    body = words(" ".join(BODY_BLOCKS))
    for quote in PULL_QUOTES:
        wanted = words(quote)
        assert any(body[at : at + len(wanted)] == wanted for at in range(len(body))), quote


def test_each_pull_quote_is_translated_as_the_sentence_that_it_quotes(segments: list[dict[str, str]]) -> None:
    for number, segment in enumerate(segments):
        if segment["kind"] == "quote":
            translated = " ".join(words(REFERENCE_LINES[number]))
            others = [" ".join(words(line)) for at, line in enumerate(REFERENCE_LINES) if at != number]
            assert any(translated in other for other in others), REFERENCE_LINES[number]


def test_reference_has_one_line_a_segment(segments: list[dict[str, str]]) -> None:
    assert len(REFERENCE_LINES) == len(segments)
    assert REFERENCE.endswith("\n")
    assert all(line == line.strip() and line for line in REFERENCE_LINES)


def test_reference_is_in_the_order_of_the_segments(segments: list[dict[str, str]]) -> None:
    """Names, numbers, mark-up and closing question marks fall on the same lines: nothing has slipped by one."""
    anchors = ("pyongyang", "stalin", "myers", "open doors", "kim il-sung", "kim jong-il", "juche", "](https", "*")
    for number, (segment, target) in enumerate(zip(segments, REFERENCE_LINES, strict=True)):
        for anchor in anchors:
            assert segment["text"].casefold().count(anchor) == target.casefold().count(anchor), (number, anchor)
        assert segment["text"].rstrip("”’").endswith("?") == target.rstrip("”’").endswith("?"), number


def value(number: str, *, thousands: str, decimal: str) -> float:
    return float(number.rstrip(".,").replace(thousands, "").replace(decimal, "."))


def test_numbers_agree_by_value(segments: list[dict[str, str]]) -> None:
    for segment, target in zip(segments, REFERENCE_LINES, strict=True):
        dutch = [value(found, thousands=".", decimal=",") for found in re.findall(r"\d[\d.,]*", segment["text"])]
        english = [value(found, thousands=",", decimal=".") for found in re.findall(r"\d[\d.,]*", target)]
        assert sorted(dutch) == sorted(english), segment["text"]
        assert ("miljard" in segment["text"]) == ("billion" in target)
        assert ("procent" in segment["text"]) == ("per cent" in target)


def test_segments_have_the_kinds_of_the_document(segments: list[dict[str, str]]) -> None:
    kinds = [segment["kind"] for segment in segments]
    assert kinds.count("heading") == 1 + ARTICLE.count("\n## ")
    assert kinds.count("quote") == len(PULL_QUOTES)
    assert kinds.count("list-item") == ARTICLE.count("\n- ")
    assert set(kinds) == {"heading", "quote", "list-item", "paragraph"}


def test_reference_is_english_newspaper_typography() -> None:
    assert "„" not in REFERENCE
    assert REFERENCE.count("“") == REFERENCE.count("”") > 5
    assert not set("\"'") & set(REFERENCE), "straight quotes"
    assert not re.search(r"[a-z]–[a-z]| –[a-z]", REFERENCE), "a dash without its spaces"
    assert "  " not in REFERENCE


@pytest.fixture(scope="module")
def verdicts(segments: list[dict[str, str]]) -> list[Verdict]:
    """What the curated glossary says about the reference."""
    termbase = TermBase.load(CURATED, source_language="nl", target_language="en")
    pairs = zip(segments, REFERENCE_LINES, strict=True)
    return [verdict for segment, target in pairs for verdict in termbase.check(segment["text"], target)]


def test_at_least_25_concepts_of_the_curated_glossary_occur(verdicts: list[Verdict]) -> None:
    assert len({verdict.match.concept for verdict in verdicts}) >= 25


@pytest.mark.parametrize("kind", ["exact", "inflected", "compound"])
def test_terms_occur_as_they_are_and_inflected_and_in_compounds(verdicts: list[Verdict], kind: str) -> None:
    assert any(verdict.match.match == kind for verdict in verdicts)


def test_reference_uses_only_allowed_terms(verdicts: list[Verdict]) -> None:
    wrong = [(v.match.text, v.check, v.found) for v in verdicts if v.kind not in ("ok", "fewer")]
    assert not wrong


def check(pairs: list[tuple[str, str]], folder: Path) -> list[dict[str, str]]:
    """What `translate-kit check` finds in pairs of source and target, with the curated glossary."""
    table = folder / "pairs.tsv"
    table.write_text("".join(f"{source}\t{target}\n" for source, target in pairs), encoding="utf-8")
    command = [sys.executable, "-m", "translate_kit", "check", table, "--glossary", CURATED, "--json"]
    done = subprocess.run([*command, "--fail-on", "never"], capture_output=True, check=True)
    found: list[dict[str, str]] = json.loads(done.stdout)
    return found


def test_no_check_finds_anything_in_the_reference(segments: list[dict[str, str]], tmp_path: Path) -> None:
    sources = [segment["text"] for segment in segments]
    assert check(list(zip(sources, REFERENCE_LINES, strict=True)), tmp_path) == []


def test_a_pull_quote_in_other_words_than_its_sentence_is_found(segments: list[dict[str, str]], tmp_path: Path) -> None:
    number = next(number for number, segment in enumerate(segments) if segment["kind"] == "quote")
    targets = [*REFERENCE_LINES]
    targets[number] = "A head of state who never falls sick, never resigns and has need of nobody"
    findings = check(list(zip((segment["text"] for segment in segments), targets, strict=True)), tmp_path)
    assert [
        (finding["check"], finding["segment"]) for finding in findings if finding["check"] == "quotation-differs"
    ] == [("quotation-differs", str(number + 1))]
