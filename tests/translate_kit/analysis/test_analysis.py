"""The analysis of a job: each segment in the band that scoring everything would give, and figures that add up."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.conftest import Run
from tm import Memory, TranslationUnit, match_score, normalise
from translate_kit.analysis import BANDS, RateCard, Volume, analyse, count
from translate_kit.analysis import nearest as nearest_module
from translate_kit.analysis.bands import band_of
from translate_kit.data import Segment
from translate_kit.reports.analysis import COLUMNS, render

CARD = RateCard(name="test", price_per_word=Decimal("0.123"), currency="EUR", minimum=Decimal(5))


def job(*documents: list[str]) -> list[Segment]:
    return [
        Segment(id=str(number), source=source, document=f"{chr(97 + place)}.md")
        for place, sources in enumerate(documents)
        for number, source in enumerate(sources, 1)
    ]


@pytest.fixture
def memory(tmp_path: Path):
    with Memory.open(tmp_path / "memory.db") as opened:
        opened.add(
            [
                TranslationUnit.simple("De eerste zin.", "The first.", previous="", following="De tweede zin."),
                TranslationUnit.simple("De derde zin van dit verhaal.", "The third."),
                TranslationUnit.simple("De leider sprak tot het volk in de stad.", "The leader spoke."),
                TranslationUnit.simple("Nur auf Deutsch und ohne Englisch.", "x", target_language="de"),
            ]
        )
        yield opened


def bands(segments: list[Segment], *memories: Memory, **settings_: object) -> list[str]:
    return [one.band for one in analyse(segments, memories=memories, **settings_).judged]  # type: ignore[arg-type]


def test_each_kind_of_segment_is_in_its_band(memory: Memory) -> None:
    segments = job(
        [
            "De eerste zin.",
            "De tweede zin.",
            "De derde zin van dit verhaal.",
            "De derde zin van dat verhaal.",
            "De leider sprak tot het volk in het dorp.",
            "De leider zweeg en het volk ging naar huis.",
            "12.345",
            "De tweede zin.",
            "Wat een onzin, zei de burgemeester gisteren tegen niemand.",
            "Wat een onzin, zei de burgemeester gisteren tegen iemand.",
            "Nur auf Deutsch und ohne Englisch.",
        ],
        ["De tweede zin.", "12.345"],
    )
    assert bands(segments, memory) == [
        "context", "50-74", "100", "95-99", "85-94", "50-74", "numbers", "repetition", "new",
        "internal-95-99", "new", "repetition-across", "repetition-across",
    ]  # fmt: skip


def test_what_is_locked_is_apart_and_no_model_for_repetitions() -> None:
    first, second, third = job(["Een zin.", "Een zin.", "Een zin."])
    locked = Segment(id="1", source=first.source, document=first.document, locked=True)
    assert bands([locked, second, third]) == ["locked", "new", "repetition"]


def test_a_repetition_with_a_match_in_context_is_that(memory: Memory) -> None:
    segments = job(["Een zin.", "De eerste zin.", "Nog een."], ["De eerste zin.", "De tweede zin."])
    assert bands(segments, memory)[3] == "context"


def test_penalties_count(tmp_path: Path) -> None:
    with Memory.open(tmp_path / "memory.db", penalty=10) as memory:
        memory.add([TranslationUnit.simple("De derde zin van dit verhaal.", "The third.")])
        segments = job(["De derde zin van dit verhaal.", "De vierde som van een verhaal."])
        assert bands(segments, memory, internal=False) == ["85-94", "50-74"]


def test_the_best_of_several_memories_counts(tmp_path: Path, memory: Memory) -> None:
    with Memory.open(tmp_path / "other.db") as other:
        other.add([TranslationUnit.simple("De derde zin van een verhaal.", "The third.")])
        segments = job(["De derde zin van dit verhaal."])
        assert bands(segments, other) == ["85-94"]
        assert bands(segments, other, memory) == bands(segments, memory, other) == ["100"]


def test_without_the_lowest_band_these_matches_are_new(memory: Memory) -> None:
    segments = job(["De leider zweeg en het volk ging naar huis."])
    assert bands(segments, memory) == ["50-74"]
    assert bands(segments, memory, lowest=75) == ["new"]
    with pytest.raises(ValueError, match="50 or 75"):
        analyse(segments, lowest=60)


def test_internal_matches_can_be_left_out() -> None:
    segments = job(["Een hele lange zin over niets.", "Een hele lange zin over iets."])
    assert bands(segments) == ["new", "internal-95-99"]
    assert bands(segments, internal=False) == ["new", "new"]


def test_an_empty_job_and_empty_segments() -> None:
    assert analyse([]).total.volume == Volume()
    assert bands(job(["", "  ", "<b></b>"])) == ["new", "new", "numbers"]


sentences = st.lists(
    st.lists(
        st.sampled_from(["de", "leider", "sprak", "volk", "tot", "in", "stad", "1994", "<b>", "é"]), max_size=7
    ).map(" ".join),
    max_size=14,
)


@settings(deadline=None, max_examples=120)
@given(sentences, st.sampled_from([50, 75]), st.booleans())
def test_internal_bands_are_those_of_scoring_every_earlier_segment(
    sources: list[str], lowest: int, indexed: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nearest_module, "SMALL", 0 if indexed else 500)
        found = bands(job(sources), lowest=lowest)
    texts = [normalise(source) for source in sources]
    for number, (band, text) in enumerate(zip(found, texts, strict=True)):
        earlier = [other for other in texts[:number] if other]
        if not text or not any(sign.isalpha() for sign in text.replace("<b>", "")):
            assert band in ("new", "numbers", "repetition")
        elif text in earlier:
            assert band == "repetition"
        else:
            best = max((match_score(text, other) for other in earlier), default=0)
            assert band == (band_of(best, internal=True) if best >= lowest else "new")


@settings(deadline=None, max_examples=25)
@given(sentences, sentences)
def test_memory_bands_are_those_of_its_best_matches(known: list[str], sources: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder, Memory.open(f"{folder}/memory.db") as memory:
        memory.add([TranslationUnit.simple(source, "x") for source in known if source])
        found = bands(job(sources), memory, internal=False)
        for number, (band, source) in enumerate(zip(found, sources, strict=True)):
            previous = sources[number - 1] if number else ""
            following = sources[number + 1] if number + 1 < len(sources) else ""
            best = memory.lookup(source, previous=previous, following=following, threshold=50, limit=1)
            if band not in ("repetition", "numbers", "context"):
                assert band == (band_of(best[0].score) if best else "new")


@settings(deadline=None, max_examples=60)
@given(st.lists(sentences, max_size=4), st.decimals("0", "9", places=4))
def test_all_figures_add_up(documents: list[list[str]], price: Decimal) -> None:
    segments = job(*documents)
    result = analyse(segments, card=RateCard(price_per_word=price))
    counted = [count(segment.source) for segment in segments]
    assert result.total.volume == tuple(map(sum, zip(*counted, strict=True))) if counted else Volume()
    assert result.price() == sum((result.price(part) or Decimal(0) for part in result.parts), Decimal(0))
    assert result.price() == sum((result.price(None, band.id) or Decimal(0) for band in BANDS), Decimal(0))
    assert result.total.weighted_words == sum((part.weighted_words for part in result.parts), Decimal(0))


def test_one_block_and_many_find_what_scoring_all_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = [
        f"De {number}e leider sprak {number % 7} keer tot het volk in stad {number // 3}." for number in range(150)
    ]
    expected = bands(job(sources))
    monkeypatch.setattr(nearest_module, "SMALL", 10)
    assert bands(job(sources)) == expected
    monkeypatch.setattr(nearest_module, "BLOCK", 16)
    assert bands(job(sources)) == expected
    assert len(set(expected)) > 2


def test_a_document_named_total_is_not_taken_for_the_total() -> None:
    segments = [
        Segment(id="1", source=source, document=name) for name, source in (("total", "Een."), ("b", "Twee drie."))
    ]
    result = analyse(segments, card=RateCard(price_per_word=Decimal(1)))
    assert [result.price(part) for part in (*result.parts, result.total)] == [1, 2, 3]


# the command and its formats


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text("# De kop\n\nDe eerste zin van het stuk. De tweede zin van het stuk.\n", "utf-8")
    (tmp_path / "b.tsv").write_text("De eerste zin van het stuk.\t\n=SUM(1)\t\n12\t\n", "utf-8")
    (tmp_path / "rates.toml").write_text('price_per_word = 0.123\nminimum = 5\ncurrency = "EUR"\n', "utf-8")
    return tmp_path


def test_every_format_says_the_same(tkit: Run, files: Path) -> None:
    arguments = ("analyse", "a.md", "b.tsv", "--rate-card", "rates.toml")
    told = json.loads(tkit(*arguments, "--json").stdout)
    assert [part["file"] for part in told["files"]] == ["a.md", "b.tsv"]
    assert (told["total"]["segments"], told["total"]["words"]) == (6, 23)
    assert told["total"]["price_with_minimum"] == "5.00"
    tkit(*arguments, "--format", "csv", "--out", "a.csv")
    rows = list(csv.DictReader((files / "a.csv").read_text("utf-8-sig").splitlines()))
    assert tuple(rows[0]) == COLUMNS
    for part in (*told["files"], told["total"]):
        own = {row["band"]: row for row in rows if row["file"] == part["file"]}
        assert own["total"]["price"] == part["price"]
        assert float(own["total"]["weighted_words"]) == part["weighted_words"]
        for band in part["bands"]:
            assert int(own[band["band"]]["words"]) == band["words"]
    tkit(*arguments, "--format", "xlsx", "--out", "a.xlsx")
    book = load_workbook(files / "a.xlsx")
    assert book.sheetnames == ["Analysis", "Files", "Words by file and band", "Rate card"]
    by_band = list(book["Analysis"].iter_rows(values_only=True))
    assert [row[2] for row in by_band[1:16]] == [band["words"] for band in told["total"]["bands"]]
    assert by_band[16][7] == float(told["total"]["price"])
    assert by_band[17] == ("With the minimum", *[None] * 6, 5)
    assert [row[0] for row in by_band[1:16]] == [band["name"] for band in told["total"]["bands"]]
    # Sorted or filtered are the bands and files, not their totals.
    assert book["Analysis"].auto_filter.ref == "A1:H16"
    assert book["Files"].auto_filter.ref == f"A1:H{len(told['files']) + 1}"
    text = tkit(*arguments).stdout
    assert "With the minimum: 5.00 EUR" in text
    assert f"{told['total']['weighted_words']:,.1f}" in text


def test_a_project_has_a_rate_card_of_its_own(tkit: Run, files: Path) -> None:
    tkit("init", "p")
    tkit("add", "a.md", "--project", "p")
    (files / "p" / "rates.toml").write_text('name = "ours"\nprice_per_word = 0.5\n', encoding="utf-8")
    (files / "other.toml").write_text('name = "other"\n', encoding="utf-8")
    for command, place in (("analyse", ()), ("report", ("analysis",))):
        for named, card in (((), "ours"), (("--rate-card", "other.toml"), "other")):
            told = json.loads(tkit(command, "--json", "--project", "p", *named).stdout)
            for key in place:
                told = told[key]
            assert told["rate_card"]["name"] == card
    # Documents that are no part of the project are not priced by its card.
    assert json.loads(tkit("analyse", "a.md", "--json", "--project", "p").stdout)["rate_card"]["name"] == "default"
    (files / "p" / "rates.toml").write_text("price = 1\n", encoding="utf-8")
    assert "rates.toml:1: unknown key 'price'" in tkit("report", "--project", "p", code=3).stderr


def test_a_project_is_analysed_with_its_memory(tkit: Run, files: Path) -> None:
    tkit("init", "p")
    tkit("add", "a.md", "--project", "p")
    assert json.loads(tkit("analyse", "--json", "--project", "p").stdout)["memories"] == []
    with Memory.open(files / "p" / "memory.db") as memory:
        memory.add([TranslationUnit.simple("De kop", "The heading")])
    told = json.loads(tkit("analyse", "--json", "--project", "p").stdout)
    assert next(band for band in told["total"]["bands"] if band["band"] == "100")["words"] == 2


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("none.md",), 3, "no such file"),
        (("a.md", "--tm", "none.db"), 4, "none.db"),
        (("a.md", "--rate-card", "a.md"), 3, "is not TOML"),
        (("a.md", "--lowest", "60"), 2, "--lowest"),
        ((), 4, "no project here"),
    ],
)
def test_bad_input_ends_with_its_code(
    tkit: Run, files: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    assert files.exists()
    assert message in tkit("analyse", *arguments, code=code).stderr


def test_file_names_are_no_formulas() -> None:
    result = analyse([Segment(id="1", source="Een zin.", document="=cmd|' /C calc'!A0")], card=CARD)
    table = list(csv.reader(io.StringIO(render("csv", result).decode("utf-8-sig"))))
    assert not any(cell.startswith("=") for row in table for cell in row)
    for sheet in load_workbook(io.BytesIO(render("xlsx", result))):
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
