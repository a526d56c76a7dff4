"""`translate-kit glossary`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run

GLOSSARY = """concept,language,term,status,definition
eternal-leader,nl,eeuwige leider,preferred,=a title
eternal-leader,en,eternal leader,preferred,
eternal-leader,en,everlasting leader,forbidden,
camp,nl,werkkamp,preferred,
camp,en,labour camp,preferred,
camp,en,work camp,deprecated,
"""


@pytest.fixture
def terms(tmp_path: Path) -> Path:
    (tmp_path / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    return tmp_path / "terms.csv"


def test_match_gives_the_documented_json(tkit: Run, terms: Path) -> None:
    done = tkit("glossary", "match", "--glossary", terms, "De eeuwige leiders.", "--json")
    assert json.loads(done.stdout) == [
        {
            "start": 3,
            "end": 18,
            "text": "eeuwige leiders",
            "term": "eeuwige leider",
            "concept": "eternal-leader",
            "targets": ["eternal leader"],
            "status": "preferred",
            "match": "inflected",
        }
    ]
    assert done.stderr == ""


def test_match_explains_what_it_finds(tkit: Run, terms: Path, tmp_path: Path) -> None:
    text = "De eeuwige leiders."
    [found] = json.loads(tkit("glossary", "match", "-g", terms, text, "--explain", "--json").stdout)
    [plain] = json.loads(tkit("glossary", "match", "-g", terms, text, "--json").stdout)
    assert found["why"].startswith("“eeuwige leiders” is a form of “eeuwige leider”")
    assert {key: value for key, value in found.items() if key not in ("why", "rivals")} == plain
    (tmp_path / "t.txt").write_text(f"{text}\n", encoding="utf-8")
    [line] = tkit("glossary", "match", "-g", terms, "--file", "t.txt", "--explain", "--json").stdout.splitlines()
    assert json.loads(line)["matches"] == [found]
    assert f"1: 3–18 {found['why']}" in tkit("glossary", "match", "-g", terms, text, "--explain").stdout


def test_match_reads_a_text_a_line_and_writes_a_json_line_each(tkit: Run, terms: Path, tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_bytes(b"Eeuwige leider\r\n\r\nNiets.\n")
    lines = tkit("glossary", "match", "-g", terms, "--file", "t.txt", "--json").stdout.splitlines()
    rows = [json.loads(line) for line in lines]
    assert [list(row) for row in rows] == [["query", "elapsed_ms", "matches"]] * 3
    assert [row["query"] for row in rows] == ["Eeuwige leider", "", "Niets."]
    assert [len(row["matches"]) for row in rows] == [1, 0, 0]
    assert tkit("glossary", "match", "-g", terms, "--file", "-", "--json", stdin="x").stdout.count("\n") == 1


def test_match_prints_a_table_for_people(tkit: Run, terms: Path) -> None:
    shown = tkit("glossary", "match", "-g", terms, "Een [red]werkkamp[/red].").stdout
    assert "labour camp" in shown
    assert tkit("glossary", "match", "-g", terms, "Niets.").stdout == "No terms found.\n"


def test_the_curated_glossary_is_used_when_none_is_named_and_it_says_so(tkit: Run) -> None:
    done = tkit("glossary", "match", "Juche", "--json")
    assert json.loads(done.stdout)[0]["concept"] == "juche"
    assert "curated" in done.stderr
    assert tkit("glossary", "match", "Juche", "--json", "--quiet").stderr == ""


def test_the_curated_glossary_has_a_name_beside_others(tkit: Run, terms: Path) -> None:
    done = tkit("glossary", "match", "-g", terms, "-g", "curated", "Juche en de eeuwige leider", "--json")
    assert [match["concept"] for match in json.loads(done.stdout)] == ["juche", "eternal-leader"]
    assert done.stderr == ""


def test_a_project_gives_its_own_glossaries(tkit: Run, terms: Path) -> None:
    tkit("init", "job", "--source", "nl", "--target", "en", "--glossary", terms)
    found = json.loads(tkit("glossary", "match", "--project", "job", "Juche, een werkkamp", "--json").stdout)
    assert [match["concept"] for match in found] == ["camp"]


@pytest.mark.parametrize("arguments", [[], ["text", "--file", "x"]])
def test_match_wants_one_kind_of_input(tkit: Run, arguments: list[str]) -> None:
    assert "Give a TEXT or --file" in tkit("glossary", "match", *arguments, code=2).stderr


def test_check_gives_the_documented_json(tkit: Run, terms: Path) -> None:
    done = tkit(
        "glossary",
        "check",
        "-g",
        terms,
        "--json",
        "--source",
        "De eeuwige leider.",
        "--target",
        "The Everlasting leader.",
    )
    [finding] = json.loads(done.stdout)
    assert list(finding)[:7] == ["check", "severity", "segment", "message", "start", "end", "suggestion"]
    assert (finding["check"], finding["severity"], finding["segment"]) == ("term-forbidden", "error", "1")
    assert (finding["start"], finding["end"], finding["suggestion"]) == (4, 22, "Eternal leader")
    assert (finding["source_start"], finding["source_end"], finding["concept"]) == (3, 17, "eternal-leader")
    assert "1 term in the source, 0 with an allowed target (0.0 %)" in done.stderr


def test_check_reads_pairs_and_names_their_lines(tkit: Run, terms: Path, tmp_path: Path) -> None:
    (tmp_path / "p.tsv").write_text(
        "Een werkkamp.\tA labor camp.\n\nEen werkkamp.\tA work camp.\tignored\nEen werkkamp.\tA jail.\n",
        encoding="utf-8",
    )
    findings = json.loads(tkit("glossary", "check", "-g", terms, "--pairs", "p.tsv", "--json").stdout)
    assert [(finding["segment"], finding["check"], finding["severity"]) for finding in findings] == [
        ("3", "term-deprecated", "warning"),
        ("4", "term-missing", "warning"),
    ]
    shown = tkit("glossary", "check", "-g", terms, "--pairs", "p.tsv")
    assert "term-missing" in shown.stdout
    assert "3 terms in the source, 1 with an allowed target (33.3 %); 2 findings." in shown.stderr


@pytest.mark.parametrize(
    ("target", "gate", "code"),
    [
        ("A jail.", "never", 0),
        ("A jail.", "error", 0),
        ("A jail.", "warning", 1),
        ("A labour camp.", "warning", 0),
    ],
)
def test_the_gate_of_check(tkit: Run, terms: Path, target: str, gate: str, code: int) -> None:
    arguments = ("--source", "Een werkkamp.", "--target", target, "--fail-on", gate)
    done = tkit("glossary", "check", "-g", terms, *arguments, "--json", code=code)
    assert isinstance(json.loads(done.stdout), list)
    assert ("--fail-on" in done.stderr) == bool(code)


def test_check_wants_one_kind_of_input(tkit: Run, terms: Path) -> None:
    assert "Give --source and --target" in tkit("glossary", "check", "-g", terms, "--source", "x", code=2).stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["match", "--glossary", "no.csv", "x"], "no.csv: no such file"),
        (["match", "--glossary", ".", "x"], "this is a folder"),
        (["match", "--glossary", "bad.csv", "x"], "bad.csv:3: 2 cells, 3 expected"),
        (["match", "--glossary", "latin.csv", "x"], "latin.csv:1: this is not UTF-8"),
        (["match", "--glossary", "empty.csv", "x"], "empty.csv: the file is empty"),
        (["match", "--glossary", "terms.csv", "--file", "no.txt"], "no.txt: no such file"),
        (["match", "--glossary", "terms.csv", "--file", "latin.csv"], "this is not UTF-8"),
        (["check", "--glossary", "terms.csv", "--pairs", "pairs.tsv"], "pairs.tsv:2: no tab in this line"),
        (["check", "--glossary", "terms.csv", "--pairs", "a.po"], "Check it with `translate-kit check a.po --glossary"),
        (["import", "bad.csv", "--into", "new.csv"], "bad.csv:3"),
        (["export", "--glossary", "bad.csv", "--out", "new.tbx"], "bad.csv:3"),
        (["stats", "--glossary", "bad.csv"], "bad.csv:3"),
        (
            ["export", "--glossary", "bell.csv", "--format", "xliff", "--out", "new.xlf"],
            "bell.csv:2: there is a control",
        ),
        (["match", "--glossary", "cut.xlsx", "x"], "cut.xlsx: this is no XLSX workbook"),
        (["stats", "no.md", "--glossary", "terms.csv"], "no.md: no such file"),
        (["stats", "latin.csv", "--glossary", "terms.csv"], "this is not UTF-8"),
        (["stats", "--glossary", "terms.csv", "--pairs", "no.po"], "no.po: no such file"),
    ],
)
def test_bad_input_ends_with_3_and_writes_nothing(
    tkit: Run, terms: Path, tmp_path: Path, arguments: list[str], message: str
) -> None:
    (tmp_path / "bad.csv").write_text("concept,language,term\nx,nl,leider\nx,en\n", encoding="utf-8")
    (tmp_path / "latin.csv").write_bytes("coördinator,coordinator\n".encode("latin-1"))
    (tmp_path / "empty.csv").touch()
    (tmp_path / "bell.csv").write_bytes(b"leider,leader\nka\x07mp,camp\n")
    (tmp_path / "cut.xlsx").write_bytes(b"PK\x03\x04")
    (tmp_path / "pairs.tsv").write_text("a\tb\nab\n", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    done = tkit("glossary", *arguments, code=3)
    assert message in done.stderr
    assert done.stdout == ""
    assert sorted(tmp_path.iterdir()) == before


BOMB = """<?xml version="1.0"?>
<!DOCTYPE martif [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>
<martif type="TBX"><text><body><termEntry id="x"><langSet xml:lang="nl"><tig><term>&c;</term></tig></langSet>
</termEntry></body></text></martif>
"""
CYCLE = "concept,language,term,relations\na,nl,leider,broader:b\na,en,leader,\nb,nl,kamp,broader:a\nb,en,camp,\n"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("column.csv", b"concept,term,status\nx,leider,preferred\n", "column.csv:1: the column language is missing"),
        ("cycle.csv", CYCLE.encode(), "column relations: the relations go round in a circle: a → b → a."),
        ("long.csv", b"concept,language,term\nx,nl," + b"a" * 10_000 + b"\n", "long.csv:2: column term: 10,000 char"),
        ("pattern.csv", b"leider(s)?,leaders?\n", "pattern.csv:1: column source: 'leider(s)?' looks like a regular"),
        (
            "mixed.csv",
            "leider,leader\ncoördinator,coordinator\n".encode() + "geïnterneerde,internee\n".encode("latin-1"),
            "mixed.csv:3: this is not UTF-8 (byte 0xEF at offset",
        ),
        ("utf16.csv", "leider,leader\n".encode("utf-16-le"), "binary file"),
        ("bomb.tbx", BOMB.encode(), "bomb.tbx"),
    ],
)
def test_a_bad_glossary_is_refused_whole_beside_good_ones(
    tkit: Run, terms: Path, tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "good.csv").write_text("kerk,church\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    for arguments in (
        ("match", "-g", "good.csv", "-g", name, "De kerk en de leider.", "--json"),
        ("import", "good.csv", name, "--into", "new.csv"),
    ):
        done = tkit("glossary", *arguments, code=3)
        assert message in done.stderr
        assert "Traceback" not in done.stderr
        assert done.stdout == ""
    assert {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


def test_a_term_that_is_spelled_like_a_regular_expression_is_taken_as_it_is(tkit: Run, tmp_path: Path) -> None:
    rows = [f"{text},{tag},{text},fixed\n" for text in ("(a+)+$", ".*", "[a-z]{3}") for tag in ("nl", "en")]
    (tmp_path / "g.csv").write_text(f"concept,language,term,flags\n{''.join(rows)}", encoding="utf-8")
    text = "a" * 5_000 + "! (a+)+$ [a-z]{3}"
    found = json.loads(tkit("glossary", "match", "-g", "g.csv", text, "--json").stdout)
    assert [one["term"] for one in found] == ["(a+)+$", "[a-z]{3}"]


def test_conflicts_of_several_glossaries_say_which_one_counts(tkit: Run, terms: Path, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("werkkamp,work camp\n", encoding="utf-8")
    for files in ((terms, "other.csv"), ("other.csv", terms)):
        named = [argument for file in files for argument in ("-g", file)]
        done = tkit("glossary", "conflicts", *named, "--json")
        found = {one["kind"]: one for one in json.loads(done.stdout)}
        assert "2 glossaries, 2 conflicts." in done.stderr
        assert set(found) == {"preferred", "status"}
        for one in found.values():
            assert (one["wins"]["priority"], one["loses"]["priority"]) == (1, 2)
            assert (one["wins"]["glossary"], one["loses"]["glossary"]) == tuple(map(str, files))
            assert one["term"] == "werkkamp"
        wins = [found["preferred"]["wins"]["says"], found["status"]["wins"]["says"]]
        assert wins == (["labour camp", "deprecated"] if files[0] == terms else ["work camp", "preferred"])
        assert "2 conflicts (--fail)" in tkit("glossary", "conflicts", *named, "--fail", code=1).stderr
    assert "No conflicts." in tkit("glossary", "conflicts", "-g", terms, "-g", terms, "--fail").stdout
    shown = tkit("glossary", "conflicts", "-g", "other.csv", "-g", "curated").stdout
    assert "curated)" in shown
    assert "dprk" not in shown
    assert "two glossaries at least" in tkit("glossary", "conflicts", "-g", terms, code=2).stderr


@pytest.mark.parametrize("name", ["out.csv", "out.tsv", "out.tbx", "out.xlsx", "out.xlf"])
def test_export_and_import_go_round(tkit: Run, terms: Path, tmp_path: Path, name: str) -> None:
    tkit("glossary", "export", "-g", terms, "--out", name)
    done = tkit("glossary", "import", name, "--into", "back.csv", "--json")
    assert json.loads(done.stdout) == {"glossary": "back.csv", "concepts": 2, "added": 2, "terms_added": 6}
    tkit("glossary", "import", name, "--into", "back.xlsx")
    assert (
        tkit("glossary", "export", "-g", "back.xlsx", "--format", "csv").stdout
        == tkit("glossary", "export", "-g", "back.csv", "--format", "csv").stdout
    )
    direct = tkit("glossary", "export", "-g", terms, "--format", "csv").stdout
    assert (tmp_path / "back.csv").read_text(encoding="utf-8") == direct
    assert "'=a title" in direct


@pytest.mark.parametrize("style", ["tbx-dca", "tbx-v2", "omegat"])
def test_export_writes_the_other_formats_on_standard_output(tkit: Run, terms: Path, style: str) -> None:
    written = tkit("glossary", "export", "-g", terms, "--format", style).stdout
    assert {"tbx-dca": 'style="dca"', "tbx-v2": "<martif", "omegat": "eeuwige leider\teternal leader"}[style] in written


def test_import_adds_to_what_is_there(tkit: Run, terms: Path, tmp_path: Path) -> None:
    (tmp_path / "more.txt").write_text("leider\tleader\n", encoding="utf-8")
    (tmp_path / "same.csv").write_text(
        "concept,language,term,status\ncamp,nl,arbeidskamp,admitted\ncamp,en,labour camp,preferred\n", encoding="utf-8"
    )
    done = tkit("glossary", "import", "more.txt", "same.csv", "--into", terms)
    assert "1 concept and 3 terms added" in done.stderr
    assert terms.read_text(encoding="utf-8").splitlines() == [
        *(*GLOSSARY.splitlines(), "camp,nl,arbeidskamp,admitted,", "leider,nl,leider,preferred,"),
        "leider,en,leader,preferred,",
    ]


def test_import_leaves_the_comments_of_a_table(tkit: Run, tmp_path: Path) -> None:
    before = "# ours\nconcept,language,term\n# camps\ncamp,nl,werkkamp\ncamp,en,labour camp\n# end\n"
    (tmp_path / "into.csv").write_text(before, encoding="utf-8")
    (tmp_path / "more.csv").write_text("leider,leader\n", encoding="utf-8")
    done = tkit("glossary", "import", "more.csv", "--into", "into.csv")
    assert "1 concept and 2 terms added; into.csv has 2 concepts now." in done.stderr
    lines = (tmp_path / "into.csv").read_text(encoding="utf-8").splitlines()
    assert lines == [*before.splitlines(), "leider,nl,leider", "leider,en,leader"]


def test_import_into_a_plain_list_is_refused(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("werkkamp\tlabour camp\n", encoding="utf-8")
    (tmp_path / "more.csv").write_text("leider,leader\n", encoding="utf-8")
    done = tkit("glossary", "import", "more.csv", "--into", "list.txt", code=3)
    assert "list.txt: a plain list has no room for concepts" in done.stderr
    assert (tmp_path / "list.txt").read_text(encoding="utf-8") == "werkkamp\tlabour camp\n"


def test_import_refuses_what_contradicts(tkit: Run, terms: Path, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("concept,language,term,status\ncamp,en,work camp,preferred\n", encoding="utf-8")
    before = terms.read_bytes()
    done = tkit("glossary", "import", "other.csv", "--into", terms, code=5)
    assert "camp: 'work camp' is deprecated in the one and preferred in the other" in done.stderr
    assert terms.read_bytes() == before


def test_export_to_a_place_that_cannot_be_written(tkit: Run, terms: Path) -> None:
    assert "cannot be written" in tkit("glossary", "export", "-g", terms, "--out", "no/where.csv", code=2).stderr


def test_stats_counts_the_glossary_and_a_text(tkit: Run, terms: Path, tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("De eeuwige leiders.\nEen eeuwige leider.\n", encoding="utf-8")
    stats = json.loads(tkit("glossary", "stats", "-g", terms, "--file", "t.txt", "--json").stdout)
    assert (stats["concepts"], stats["terms"], stats["problems"]) == (2, {"en": 4, "nl": 2}, [])
    assert (stats["used"], stats["unused"]) == ({"eternal-leader": 2}, 1)
    assert stats["matches"] == {"inflected": 1, "exact": 1}
    assert "concepts" in tkit("glossary", "stats", "-g", terms).stdout


def test_stats_of_documents_and_translations(tkit: Run, terms: Path, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Werkkampen\n\nDe *eeuwige leider*.\n", encoding="utf-8")
    (tmp_path / "b.tsv").write_text("Een werkkamp.\tA work camp.\nNiets.\tNothing.\n", encoding="utf-8")
    done = tkit("glossary", "stats", "a.md", "-g", terms, "--pairs", "b.tsv", "--json")
    stats = json.loads(done.stdout)
    assert [(row["document"], row["words"], row["term_words"]) for row in stats["documents"]] == [
        ("a.md", 4, 3),
        ("b.tsv", 3, 1),
    ]
    assert stats["never_used"] == []
    assert [(row["segment"], row["check"]) for row in stats["translations"]["against"]] == [("1", "term-deprecated")]
    shown = tkit("glossary", "stats", "a.md", "-g", terms, "--pairs", "b.tsv").stdout
    assert "a.md: 75.0 % of 4 words, 2 concepts" in shown
    assert "against the glossary" in shown
    assert "accuracy" in shown


def test_stats_shows_what_glossaries_disagree_about(tkit: Run, terms: Path, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("werkkamp,prison camp\n", encoding="utf-8")
    done = json.loads(tkit("glossary", "stats", "-g", terms, "-g", "other.csv", "--json").stdout)
    assert done["conflicts"] == [f"werkkamp: preferred 'labour camp' in {terms}, 'prison camp' in other.csv"]


def test_stats_names_what_is_doubtful(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "g.csv").write_text(
        "concept,language,term,status\na,nl,leider,preferred\na,en,leader,preferred\na,en,chief,preferred\n"
        "b,nl,leider,preferred\nb,en,leader,forbidden\n",
        encoding="utf-8",
    )
    problems = json.loads(tkit("glossary", "stats", "-g", "g.csv", "--json").stdout)["problems"]
    assert problems == [
        "a: several preferred terms in en: leader, chief",
        "b: no allowed term in en",
        "leider → leader: allowed in a, not in b",
    ]


@pytest.mark.parametrize("command", ["match", "check", "import", "export", "extract", "stats"])
def test_every_command_has_an_example(tkit: Run, command: str) -> None:
    assert f"translate-kit glossary {command}" in tkit("glossary", command, "--help").stdout.split("Example:")[1]


@pytest.mark.parametrize("columns", ["0", "1", "20"])
def test_a_table_in_a_very_narrow_terminal_is_complete(
    tkit: Run, terms: Path, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    shown = tkit("glossary", "match", "De eeuwige leider.", "--glossary", terms).stdout.split()
    assert {"line", "place", "write", "3–17", "eeuwige", "leider", "exact", "eternal"} <= set(shown)


def test_match_finds_derivations_when_asked_to(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "g.csv").write_text(
        "concept,language,term,part_of_speech\nx,nl,zelfredzaamheid,noun\nx,en,self-reliance,noun\n", encoding="utf-8"
    )
    match = ("glossary", "match", "-g", "g.csv", "Zelfredzame burgers.", "--json")
    assert json.loads(tkit(*match).stdout) == []
    [found] = json.loads(tkit(*match, "--derivations", "--explain").stdout)
    assert (found["term"], found["match"], found["targets"]) == ("zelfredzaamheid", "related", [])
    assert "derivation" in found["why"]
