"""`score` and `scores` as a user calls them: files, projects, the history, limits, pictures, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.translate_kit.scoring.texts import GOOD, REFERENCES, sacrebleu_json, shown, write
from translate_kit.data import Segment, State
from translate_kit.formats import export_csv, export_po, export_tmx, export_xliff

ARTICLE = "# De eeuwige leider\n\nDe leider predikt. Op 15 april is er feest.\n\nHet land telt 26 miljoen inwoners.\n"
REFERENCE = [
    "The eternal leader",
    "The leader preaches.",
    "There is a feast on 15 April.",
    "The country has 26 million.",
]


@pytest.fixture
def texts(tmp_path: Path) -> dict[str, str]:
    return write(tmp_path)


@pytest.fixture
def project(tkit: Run, tmp_path: Path) -> Path:
    """A project of four segments with drafts that a table brought, and a reference."""
    (tmp_path / "article.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "ref.txt").write_text("".join(f"{line}\n" for line in REFERENCE), encoding="utf-8")
    tkit("init", "p", "--engine", "none")
    tkit("--project", "p", "add", "article.md")
    draft(tmp_path / "p", "1", "The eternal leader")
    draft(tmp_path / "p", "2", "The leader preach.")
    draft(tmp_path / "p", "3", "On 15 April there is feast.")
    return tmp_path / "p"


def draft(project: Path, segment: str, target: str) -> None:
    """What `translate` writes, with a model that every machine has."""
    from translate_kit.data import Origin
    from translate_kit.project.store import Change, ProjectStore

    with ProjectStore(project / "project.db") as store:
        store.draft([Change(segment, target, State.DRAFT, Origin.MACHINE, "model nl→en 1")], person="kit")


def as_json(tkit: Run, *arguments: str | Path, code: int = 0) -> Any:
    return json.loads(tkit(*arguments, "--json", code=code).stdout)


def metrics_of(value: Any) -> dict[str, float]:
    return {metric["name"]: metric["score"] for metric in value["metrics"]}


# files


def test_files_score_as_the_sacrebleu_command_scores_them(tkit: Run, texts: dict[str, str]) -> None:
    theirs = sacrebleu_json(
        *(texts["ref"], texts["ref2"], "-i", texts["poor"], "-m", "bleu", "chrf", "ter"), "--confidence"
    )
    ours = as_json(
        tkit, "score", "--hypothesis", texts["poor"], "--reference", texts["ref"], "--reference", texts["ref2"]
    )
    by_name = {metric["name"]: metric for metric in ours["metrics"]}
    assert list(by_name) == ["BLEU", "chrF2", "chrF2++", "TER"]
    for expected in theirs:
        found = by_name[expected["name"]]
        assert (shown(found["score"]), found["signature"]) == (expected["score"], expected["signature"])
        assert (found["ci_low"] + found["ci_high"]) / 2 == pytest.approx(expected["confidence_mean"], rel=1e-14)
    assert ours["segments"] == 12


def test_the_json_has_the_shape_that_is_documented(tkit: Run, texts: dict[str, str]) -> None:
    value = as_json(tkit, "score", "--hypothesis", texts["good"], "--reference", texts["ref"])
    assert {"metrics", "segments"} <= set(value)
    assert all(set(metric) == {"name", "score", "signature", "ci_low", "ci_high"} for metric in value["metrics"])


def test_options_reach_the_metrics(tkit: Run, texts: dict[str, str]) -> None:
    arguments = ("score", "--hypothesis", texts["good"], "--reference", texts["ref"])
    (bleu,) = as_json(
        tkit,
        *arguments,
        *("--metric", "bleu", "--tokenize", "intl", "--lowercase", "--samples", "50", "--seed", "3"),
    )["metrics"]
    assert bleu["signature"].startswith("nrefs:1|bs:50|seed:3|case:lc|eff:no|tok:intl|smooth:exp|")


@pytest.mark.parametrize("kind", ["po", "xlf", "tmx", "csv"])
def test_pairs_out_of_our_formats_score_as_their_targets_do(tkit: Run, tmp_path: Path, kind: str) -> None:
    languages = {"source_language": "nl", "target_language": "en"}
    export = {"po": export_po, "xlf": export_xliff, "tmx": export_tmx, "csv": export_csv}[kind]
    for name, targets in (("hyp", GOOD), ("ref", REFERENCES)):
        segments = [
            Segment(id=str(n), source=f"Zin {n}.", target=text, document=f"{n // 8}.md", state=State.DRAFT)
            for n, text in enumerate(targets)
        ]
        (tmp_path / f"{name}.{kind}").write_bytes(export(segments, **languages))  # type: ignore[operator]
    value = as_json(
        tkit,
        "score",
        "--hypothesis",
        f"hyp.{kind}",
        "--reference",
        f"ref.{kind}",
        "--by",
        "document",
        "--by",
        "segment",
    )
    write(tmp_path)
    plain = as_json(tkit, "score", "--hypothesis", "good", "--reference", "ref")
    assert value["metrics"] == plain["metrics"]
    assert [(part["name"], part["segments"]) for part in value["by_document"]] == [("0.md", 8), ("1.md", 4)]
    assert len(value["by_segment"]) == 12
    assert all(len(part["metrics"]) == 4 for part in value["by_segment"])


def test_a_score_without_a_project_goes_into_a_history_file(tkit: Run, tmp_path: Path, texts: dict[str, str]) -> None:
    for name in ("good", "poor"):
        tkit(
            *("score", "--hypothesis", texts[name], "--reference", texts["ref"], "--name", name),
            *("--history", "h.jsonl"),
        )
    assert len((tmp_path / "h.jsonl").read_text(encoding="utf-8").splitlines()) == 8
    runs = as_json(tkit, "scores", "list", "--history", "h.jsonl")
    assert [run["name"] for run in runs] == ["good", "poor"]
    failed = tkit("scores", "gate", "--history", "h.jsonl", "--max-drop", "1.0", code=1)
    assert "chrF2 fell by" in failed.stderr
    assert "good" in failed.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"one\ntwo\n", "12 segments; hyp has 2"),
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"caf\xe9\n" * 12, "hyp:1: this is not UTF-8"),
        (b"\x00\x01\x02\x00\x00" * 40, "binary"),
    ],
)
def test_a_bad_hypothesis_is_refused(
    tkit: Run, tmp_path: Path, texts: dict[str, str], content: bytes, message: str
) -> None:
    (tmp_path / "hyp").write_bytes(content)
    error = tkit("score", "--hypothesis", "hyp", "--reference", texts["ref"], code=3).stderr
    assert message in error


def test_files_of_unequal_length_are_refused_with_both_counts(tkit: Run, tmp_path: Path, texts: dict[str, str]) -> None:
    (tmp_path / "short").write_text("one\ntwo\n", encoding="utf-8")
    error = tkit("score", "--hypothesis", texts["good"], "--reference", "short", code=3).stderr
    assert "short: 2 segments" in error
    assert "12" in error


def test_an_encoding_that_is_named_is_read(tkit: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_bytes("café crème brûlée\n".encode("latin-1"))
    value = as_json(tkit, "score", "--hypothesis", "a", "--reference", "b", "--encoding", "latin-1")
    assert metrics_of(value)["TER"] == 0


def test_pairs_with_other_sources_are_refused_with_the_place(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("Eén.\tOne.\nTwee.\tTwo.\n", encoding="utf-8")
    (tmp_path / "b.tsv").write_text("Eén.\tOne.\nDrie.\tThree.\n", encoding="utf-8")
    error = tkit("score", "--hypothesis", "a.tsv", "--reference", "b.tsv", code=3).stderr
    assert "b.tsv: the source of segment 2 is 'Drie.'; in a.tsv it is 'Twee.'" in error


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("score", "--hypothesis", "good"), 2, "--reference"),
        (("score", "--hypothesis", "good", "--reference", "missing"), 3, "missing: no such file"),
        (("score", "--hypothesis", "good", "--reference", "ref", "--metric", "METEOR"), 3, "known: BLEU, chrF2"),
        (("score", "--hypothesis", "good", "--reference", "ref", "--tokenize", "flores200"), 2, "flores200"),
        (("score", "--hypothesis", "good", "--reference", "ref", "--by", "person"), 2, "post-edits"),
        (("score", "--source", "s", "--reference", "ref"), 2, "--source goes with --hypothesis"),
        (("score", "--metric", "TER"), 2, "--metric needs a --reference"),
        (("score", "--hypothesis", "good", "--reference", "ref", "--name", "\udce9"), 2, "not UTF-8"),
        (("score",), 4, "no project here"),
        (("scores", "gate", "--history", "none.jsonl"), 2, "name a limit"),
        (("scores", "gate", "--history", "none.jsonl", "--min", "chrF2=55"), 3, "none.jsonl: no such file"),
        (("scores", "gate", "--min", "chrF2"), 2, "chrF2=55"),
        (("scores", "gate", "--min", "chrF2=high"), 2, "'high' is not a number"),
        (("scores", "gate", "--max-drop", "-1"), 2, "not below 0"),
        (("scores", "plot", "--history", "none.jsonl", "--out", "x.gif"), 2, ".svg or .png"),
        (("scores", "compare", "a", "b", "--reference", "ref", "--history", "h"), 2, "--reference is for files"),
    ],
)
@pytest.mark.usefixtures("texts")
def test_wrong_calls_are_refused(tkit: Run, arguments: tuple[str, ...], code: int, message: str) -> None:
    assert message in tkit(*arguments, code=code).stderr


def test_comet_without_its_library_is_missing_and_the_message_says_what_to_do(tkit: Run, texts: dict[str, str]) -> None:
    arguments = ("score", "--hypothesis", texts["good"], "--reference", texts["ref"], "--source", texts["ref2"])
    error = tkit(*arguments, "--metric", "COMET", code=4).stderr
    assert "pipx install unbabel-comet" in error
    assert "downloads" in error


@pytest.mark.parametrize(
    ("line", "message"),
    [("{", "h.jsonl:2: this is not JSON"), ('{"format": 7}', "h.jsonl:2: written by a newer translate-kit")],
)
def test_a_damaged_history_is_refused_before_anything_is_measured_or_written(
    tkit: Run, tmp_path: Path, texts: dict[str, str], line: str, message: str
) -> None:
    arguments = ("score", "--hypothesis", texts["good"], "--reference", texts["ref"], "--history", "h.jsonl")
    tkit(*arguments, "--metric", "TER")
    damaged = (tmp_path / "h.jsonl").read_text(encoding="utf-8") + line + "\n"
    (tmp_path / "h.jsonl").write_text(damaged, encoding="utf-8")
    for command in (arguments, ("scores", "list", "--history", "h.jsonl")):
        done = tkit(*command, code=3)
        assert message in done.stderr
        assert done.stdout == ""
    assert (tmp_path / "h.jsonl").read_text(encoding="utf-8") == damaged


@pytest.mark.parametrize(
    "command", [("list",), ("gate", "--max-drop", "0"), ("compare", "last~1", "last")], ids=lambda words: words[0]
)
def test_no_text_of_a_history_reaches_the_terminal_as_a_command_to_it(
    tkit: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    line = {
        **{"format": 1, "kind": "reference", "signature": "s", "segments": 1, "metric": "BLEU\x1b[31m\x07"},
        **{"name": "red\x1b[31m\x07", "model": "m\x1b[31m"},
    }
    runs = [{**line, "run": f"run{n}\x1b[31m", "measured": f"2026-11-2{n}", "score": 50.0 - n} for n in (1, 2)]
    (tmp_path / "h.jsonl").write_text("".join(json.dumps(run) + "\n" for run in runs), encoding="utf-8")
    done = tkit("scores", *command, "--history", "h.jsonl", code=None)
    assert done.returncode in (0, 1)
    assert "BLEU" in done.stdout
    assert not {"\x1b", "\x07"} & set((done.stdout + done.stderr).replace("\x1b[31merror", ""))


# projects


def test_what_is_measured_in_a_project_is_kept_in_it_and_beside_it(tkit: Run, project: Path) -> None:
    value = as_json(tkit, "--project", "p", "score", "--reference", "ref.txt", "--name", "first", "--by", "document")
    assert (value["run"], value["segments"]) == (1, 4)
    (run,) = as_json(tkit, "--project", "p", "scores", "list")
    assert (run["id"], run["name"], run["documents"], run["model"]) == (
        value["id"],
        "first",
        ["article.md"],
        "model nl→en 1",
    )
    assert run["metrics"] == value["metrics"]
    written = [json.loads(line) for line in (project / "scores.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {line["run"] for line in written} == {value["id"]}
    assert [line["metric"] for line in written if not line["group"]] == [metric["name"] for metric in value["metrics"]]
    assert {line["group"] for line in written} == {"", "document=article.md"}


def test_the_project_scores_as_its_targets_in_a_file_do(tkit: Run, project: Path, tmp_path: Path) -> None:
    value = as_json(tkit, "--project", "p", "score", "--reference", "ref.txt")
    targets = [one["target"] for one in as_json(tkit, "--project", "p", "status", "--segments")["segments"]]
    (tmp_path / "hyp.txt").write_text("".join(f"{text}\n" for text in targets), encoding="utf-8")
    files = as_json(tkit, "score", "--hypothesis", "hyp.txt", "--reference", "ref.txt")
    assert [metric for metric in value["metrics"] if metric["name"] != "term accuracy"] == files["metrics"]
    assert project.exists()


@pytest.mark.usefixtures("project")
def test_measuring_only_keeps_nothing(tkit: Run, tmp_path: Path) -> None:
    value = as_json(tkit, "--project", "p", "score", "--reference", "ref.txt", "--no-history")
    assert value["run"] is None
    assert as_json(tkit, "--project", "p", "scores", "list") == []
    assert not (tmp_path / "p" / "scores.jsonl").exists()


@pytest.mark.usefixtures("project")
def test_as_many_references_as_segments_are_wanted(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "short.txt").write_text("one\n", encoding="utf-8")
    error = tkit("--project", "p", "score", "--reference", "short.txt", code=3).stderr
    assert "short.txt: 1 lines for 4 segments" in error
    error = tkit("--project", "p", "score", "--reference", "ref.txt", "--document", "b.md", code=3).stderr
    assert "'b.md' in this project; there are: article.md" in error


@pytest.mark.usefixtures("project")
def test_post_editing_is_measured_from_the_versions(tkit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no segment of 4 is confirmed" in tkit("--project", "p", "score", code=3).stderr
    monkeypatch.setenv("TRANSLATE_KIT_USER", "ann")
    tkit("--project", "p", "edit", "1", "--target", "The eternal leader")
    monkeypatch.setenv("TRANSLATE_KIT_USER", "bob")
    tkit("--project", "p", "edit", "2", "--target", "The leader preaches.")
    by = [part for key in ("person", "month", "engine", "segment") for part in ("--by", key)]
    value = as_json(tkit, "--project", "p", "score", *by)
    assert (value["kind"], value["segments"]) == ("post-edit", 2)
    found = metrics_of(value)
    # One word of six was changed, by two letters: `preach.` is one to TER.
    assert found["HTER"] == pytest.approx(100 / 6)
    assert found["accepted untouched"] == 50
    assert found["edit distance"] == pytest.approx(100 * 2 / (18 + 20))
    assert "words an hour" not in found
    assert [part["name"] for part in value["by_person"]] == ["ann", "bob"]
    assert metrics_of(value["by_person"][0])["HTER"] == 0
    assert [part["name"] for part in value["by_engine"]] == ["model nl→en 1"]
    assert [part["name"] for part in value["by_segment"]] == ["1", "2"]
    text = tkit("--project", "p", "score", "--by", "person").stdout
    assert "no times recorded" in text
    assert "by person:" in text
    with sqlite3.connect(tmp_path / "p" / "project.db") as database:
        database.execute(
            "INSERT INTO effort (segment_id, person, started, active_ms, idle_ms, keystrokes, suggestions, revision)"
            " VALUES (2, 'bob', '2026-11-28T00:00:00Z', 6000, 0, 5, '[]', 2)"
        )
    database.close()
    # Three words of Dutch in six seconds.
    assert metrics_of(as_json(tkit, "--project", "p", "score"))["words an hour"] == pytest.approx(1800)


@pytest.fixture
def two_runs(tkit: Run, project: Path) -> Path:
    """The project measured, one segment made better and one worse, and measured again."""
    tkit("--project", "p", "score", "--reference", "ref.txt", "--name", "first")
    tkit("--project", "p", "edit", "2", "--target", "The leader preaches.")
    tkit("--project", "p", "edit", "1", "--target", "The =eternal= ruler <b>")
    tkit("--project", "p", "score", "--reference", "ref.txt", "--name", "second")
    return project


@pytest.mark.usefixtures("two_runs")
def test_runs_are_compared_segment_by_segment(tkit: Run) -> None:
    value = as_json(tkit, "--project", "p", "scores", "compare", "first", "last", "--test", "bootstrap")
    assert (value["a"]["run"], value["b"]["run"]) == (1, 2)
    assert value["segments"] == {"metric": "chrF2", "better": 1, "worse": 1, "same": 0, "unchanged": 2}
    (better,), (worse,) = value["better"], value["worse"]
    assert (better["segment"], better["document"], better["source"]) == ("2", "article.md", "De leider predikt.")
    assert better["references"] == ["The leader preaches."]
    assert better["diff"] == [["equal", "The leader "], ["delete", "preach"], ["insert", "preaches"], ["equal", "."]]
    assert better["gain"] == better["score_b"] - better["score_a"] > 0 > worse["gain"]
    by_name = {metric["name"]: metric for metric in value["metrics"]}
    assert by_name["TER"]["gain"] == by_name["TER"]["a"] - by_name["TER"]["b"]
    assert 0 < by_name["chrF2"]["p_value"] <= 1


@pytest.mark.usefixtures("two_runs")
def test_a_comparison_is_written_as_text_page_and_table(tkit: Run, tmp_path: Path) -> None:
    compare = ("--project", "p", "scores", "compare", "1", "2")
    text = tkit(*compare).stdout
    assert "The leader [-preach-]{+preaches+}." in text
    assert "worse by" in text
    tkit(*compare, "--format", "html", "--out", "c.html")
    page = (tmp_path / "c.html").read_text(encoding="utf-8")
    assert "<del>preach</del>" in page
    assert "<ins>preaches</ins>" in page
    assert "ruler &lt;b&gt;" in page
    assert "ruler <b>" not in page
    assert "default-src &#39;none&#39;" in page
    assert "http://" not in page
    assert "https://" not in page
    tkit(*compare, "--format", "csv", "--out", "c.csv")
    table = (tmp_path / "c.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    assert [row["segment"] for row in rows] == ["2", "1"]
    assert float(rows[1]["gain"]) < 0
    assert rows[0]["a"] == "The leader preach."


@pytest.mark.usefixtures("two_runs")
def test_the_gate_ends_with_one_when_a_limit_does_not_hold(tkit: Run) -> None:
    assert "ok" in tkit("--project", "p", "scores", "gate", "--min", "chrF2=20", "--max", "TER=90").stdout
    failed = tkit("--project", "p", "scores", "gate", "--min", "chrF2=99", code=1)
    assert "chrF2 is" in failed.stderr
    assert "99" in failed.stderr
    value = as_json(
        tkit, "--project", "p", "scores", "gate", "--run", "first", "--against", "second", "--max-drop", "0", code=1
    )
    assert value["passed"] is False
    assert (value["run"]["run"], value["against"]["run"]) == (1, 2)
    assert {"metric", "rule", "limit", "score", "before", "holds", "message"} == set(value["verdicts"][0])
    first = tkit("--project", "p", "scores", "gate", "--run", "first", "--max-drop", "1")
    assert "no earlier run measured the same" in first.stderr
    assert "no run has measured COMET" in tkit("--project", "p", "scores", "gate", "--min", "COMET=1", code=3).stderr
    assert (
        "there is no run '9'" in tkit("--project", "p", "scores", "gate", "--min", "TER=1", "--run", "9", code=3).stderr
    )


@pytest.mark.usefixtures("two_runs")
def test_the_history_is_drawn(tkit: Run, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    tkit("--project", "p", "scores", "plot", "--out", "s.png", "--metric", "chrF2")
    assert (tmp_path / "s.png").read_bytes().startswith(b"\x89PNG")
    svg = tkit("--project", "p", "scores", "plot").stdout
    assert "<svg" in svg
    assert ">chrF2++<" in svg


@pytest.mark.usefixtures("two_runs")
def test_a_history_goes_out_and_into_another_copy_of_the_project(tkit: Run, tmp_path: Path) -> None:
    exported = tkit("--project", "p", "scores", "export", "--out", "-").stdout
    assert exported == (tmp_path / "p" / "scores.jsonl").read_text(encoding="utf-8")
    tkit("init", "q", "--engine", "none")
    (tmp_path / "q" / "scores.jsonl").write_text(exported, encoding="utf-8")
    assert as_json(tkit, "--project", "q", "scores", "import") == {"runs": 2, "added": 2}
    assert as_json(tkit, "--project", "q", "scores", "import") == {"runs": 2, "added": 0}
    ours, theirs = (as_json(tkit, "--project", name, "scores", "list") for name in ("p", "q"))
    assert ours == theirs
    done = tkit("--project", "q", "scores", "compare", "first", "second")
    assert "segments of run 1" in done.stderr
    assert "chrF2" in done.stdout
    assert (
        "not kept here" in tkit("--project", "q", "scores", "compare", "1", "2", "--test", "bootstrap", code=3).stderr
    )


@pytest.mark.usefixtures("project")
def test_a_damaged_history_beside_a_project_stops_before_the_work(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "p" / "scores.jsonl").write_text("<<<<<<< ours\n", encoding="utf-8")
    error = tkit("--project", "p", "score", "--reference", "ref.txt", code=3).stderr
    assert "scores.jsonl:1: a merge conflict" in error
    assert as_json(tkit, "--project", "p", "scores", "list") == []
    assert (tmp_path / "p" / "scores.jsonl").read_text(encoding="utf-8") == "<<<<<<< ours\n"


def test_files_are_compared_with_a_reference(tkit: Run, texts: dict[str, str]) -> None:
    value = as_json(
        tkit,
        *("scores", "compare", texts["good"], texts["poor"], "--reference", texts["ref"]),
        *("--sort-by", "TER", "--test", "randomisation", "--test-samples", "200", "--limit", "2"),
    )
    assert value["segments"]["metric"] == "TER"
    assert len(value["worse"]) == 2
    assert value["segments"]["worse"] > 2
    by_name = {metric["name"]: metric for metric in value["metrics"]}
    assert by_name["BLEU"]["p_value"] == pytest.approx(1 / 201)


def test_what_run_measured_can_be_compared_too(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "article.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "ref.txt").write_text("".join(f"{line}\n" for line in REFERENCE), encoding="utf-8")
    tkit("run", "article.md", "--engine", "none", "--reference", "ref.txt", "--out", "out")
    tkit("--project", "out", "edit", "1", "--target", "The eternal leader")
    tkit("--project", "out", "score", "--reference", "ref.txt")
    value = as_json(tkit, "--project", "out", "scores", "compare", "1", "2")
    assert [one["segment"] for one in value["better"]] == ["1"]
    assert tkit("--project", "out", "scores", "gate", "--max-drop", "0", "--min", "chrF2=1").stdout.count("ok") >= 4


# across commands


def test_status_shows_the_last_run_of_each_kind(tkit: Run, project: Path) -> None:
    tkit("--project", "p", "score", "--reference", "ref.txt", "--name", "old")
    tkit("--project", "p", "score", "--reference", "ref.txt", "--name", "new")
    tkit("--project", "p", "edit", "2", "--target", "The leader preaches.")
    tkit("--project", "p", "score")
    lines = tkit("--project", "p", "status").stdout.splitlines()
    assert [line.partition(":")[0] for line in lines[1:]] == ["against a reference", "post-editing"]
    assert "chrF2 " in lines[1]
    assert ", new), 20" in lines[1]
    assert "HTER " in lines[2]
    value = as_json(tkit, "--project", "p", "status")
    assert [(run["kind"], run["run"]) for run in value["last_scores"]] == [("reference", 2), ("post-edit", 3)]
    assert value["last_score"] == value["last_scores"][-1]


def test_runs_of_different_kinds_are_not_compared(tkit: Run, project: Path) -> None:
    tkit("--project", "p", "score", "--reference", "ref.txt")
    tkit("--project", "p", "edit", "2", "--target", "The leader preaches.")
    tkit("--project", "p", "score")
    error = tkit("--project", "p", "scores", "compare", "last~1", "last", code=3).stderr
    assert "measured a translation against a reference, run 2" in error
    assert "what post-editing took" in error


def test_a_run_over_all_steps_keeps_the_history_and_minds_the_waivers_of_the_project(
    tkit: Run, project: Path, tmp_path: Path
) -> None:
    arguments = ("--project", "p", "run", "article.md", "--engine", "none", "--reference", "ref.txt")
    tkit(*arguments)
    assert not (project / "scores.jsonl").exists()
    tkit("--project", "p", "score", "--reference", "ref.txt")
    tkit("--project", "p", "check", "--only", "empty", "--waive", "Comes later.", "--fail-on", "never")
    tkit(*arguments)
    kept = as_json(tkit, "scores", "list", "--history", project / "scores.jsonl")
    assert [run["id"] for run in kept] == [run["id"] for run in as_json(tkit, "--project", "p", "scores", "list")]
    assert len(kept) == 3
    report = json.loads((project / "out" / "qa.json").read_text(encoding="utf-8"))
    missing = [one for segment in report["segments"] for one in segment["findings"] if one["check"] == "empty"]
    assert missing
    assert {one["waived"] for one in missing} == {"Comes later."}
    # What is damaged is said before the work.
    (project / "scores.jsonl").write_text("{", encoding="utf-8")
    assert "scores.jsonl:1: this is not JSON" in tkit(*arguments, code=3).stderr
    assert len(as_json(tkit, "--project", "p", "scores", "list")) == 3
