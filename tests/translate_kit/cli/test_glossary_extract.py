"""`translate-kit glossary extract`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from glossary import TermBase
from tests.conftest import Run
from tm import Memory, TranslationUnit

ARTICLE = "# De jucheleer\n\nDe werkkampbewaker kent de jucheleer. In het werkkamp leert men =de jucheleer.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    (tmp_path / "article.md").write_text(ARTICLE, encoding="utf-8")
    return tmp_path / "article.md"


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    units = [
        TranslationUnit.simple(f"{nl} {did} {what}.", f"{en} {past} {thing}.")
        for nl, en in (("De man", "The man"), ("Een vrouw", "A woman"), ("Mijn zus", "My sister"))
        for did, past in (("zag", "saw"), ("bezocht", "visited"), ("vond", "found"))
        for what, thing in (("het huis", "the house"), ("het werkkamp", "the labour camp"), ("de stad", "the town"))
    ]
    with Memory.open(str(tmp_path / "memory.db")) as opened:
        opened.add(units)
    return tmp_path / "memory.db"


def test_the_rows_are_a_glossary_with_figures_contexts_and_proposals(
    tkit: Run, article: Path, memory: Path, tmp_path: Path
) -> None:
    done = tkit("glossary", "extract", article, "--memory", memory, "--out", "candidates.csv")
    assert done.stdout == ""
    assert "with a proposed translation" in done.stderr
    with (tmp_path / "candidates.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["term"] for row in rows if row["language"] == "en"] == ["labour camp"]
    first = rows[0]
    assert (first["concept"], first["term"], first["status"], first["frequency"]) == (
        "jucheleer",
        "jucheleer",
        "admitted",
        "3",
    )
    assert first["context"] == "De jucheleer"
    assert first["context_3"] == "In het werkkamp leert men =de jucheleer."
    base = TermBase.load(tmp_path / "candidates.csv")
    assert base.match("Twee werkkampen.")[0].targets == ("labour camp",)


def test_json_has_all_figures(tkit: Run, article: Path, memory: Path) -> None:
    done = tkit("glossary", "extract", article, "--memory", memory, "--json")
    assert done.stdout == tkit("glossary", "extract", article, "--memory", memory, "--format", "json").stdout
    found = {row["term"]: row for row in json.loads(done.stdout)}
    assert list(found["werkkamp"]) == [
        *("term", "part_of_speech", "frequency", "c_value", "log_likelihood", "score", "forms", "contexts"),
        "translations",
    ]
    [translation] = found["werkkamp"]["translations"]
    assert (translation["target"], translation["count"]) == ("labour camp", 9)
    assert found["jucheleer"]["translations"] == []


def test_known_terms_are_left_out(tkit: Run, article: Path, tmp_path: Path) -> None:
    (tmp_path / "known.csv").write_text("jucheleer,Juche doctrine\n", encoding="utf-8")
    terms = [
        row["term"] for row in json.loads(tkit("glossary", "extract", article, "-g", "known.csv", "--json").stdout)
    ]
    assert "jucheleer" not in terms
    assert "werkkampbewaker" in terms


def test_a_memory_is_searched_itself_when_there_is_no_file(tkit: Run, memory: Path) -> None:
    rows = json.loads(tkit("glossary", "extract", "--memory", memory, "--min-count", "5", "--json").stdout)
    assert [row["term"] for row in rows][:1] == ["werkkamp"]
    assert rows[0]["frequency"] == 9


def test_a_file_of_pairs_gives_proposals_by_itself(tkit: Run, tmp_path: Path) -> None:
    rows = [
        f"{nl} {did} {what}.\t{en} {past} {thing}.\n"
        for nl, en in (("De man", "The man"), ("Een vrouw", "A woman"), ("Mijn zus", "My sister"))
        for did, past in (("zag", "saw"), ("vond", "found"), ("bezocht", "visited"))
        for what, thing in (("het huis", "the house"), ("de kernproef", "the nuclear test"), ("de stad", "the town"))
    ]
    (tmp_path / "pairs.tsv").write_text("".join(rows), encoding="utf-8")
    found = json.loads(tkit("glossary", "extract", "pairs.tsv", "--json").stdout)
    assert found[0]["term"] == "kernproef"
    assert found[0]["translations"][0]["target"] == "nuclear test"


def test_no_more_than_asked_and_it_says_so(tkit: Run, article: Path) -> None:
    done = tkit("glossary", "extract", article, "--limit", "1")
    assert len(list(csv.reader(io.StringIO(done.stdout)))) == 2
    assert "1 candidate of" in done.stderr


def test_standard_input_is_a_document(tkit: Run) -> None:
    done = tkit("glossary", "extract", "-", "--json", "-q", stdin="De jucheleer.")
    assert [row["term"] for row in json.loads(done.stdout)] == ["jucheleer"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "Give a FILE or --memory"),
        (["no.md"], 3, "no.md: no such file"),
        (["latin.txt"], 3, "latin.txt:1: this is not UTF-8"),
        (["article.md", "--memory", "no.db"], 4, "no.db"),
        (
            ["article.md", "--memory", "pairs.tsv"],
            3,
            "pairs.tsv: this is a file of pairs and no memory. Name it as FILE",
        ),
        (["article.md", "--glossary", "no.csv"], 3, "no.csv: no such file"),
        (["article.md", "--out", "no/where.csv"], 2, "cannot be written"),
    ],
)
def test_bad_input_is_named_and_nothing_is_written(
    tkit: Run, article: Path, tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    (tmp_path / "latin.txt").write_bytes("coördinator".encode("latin-1"))
    (tmp_path / "pairs.tsv").write_text("Een kamp.\tA camp.\n", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    done = tkit("glossary", "extract", *arguments, code=code)
    assert message in done.stderr
    assert done.stdout == ""
    assert sorted(tmp_path.iterdir()) == before
