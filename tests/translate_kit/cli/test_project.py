"""A project from a script: init, add, translate, edit, export, import, score."""

from __future__ import annotations

import json
from pathlib import Path

import polib
import pytest
from lxml import etree

from tests.conftest import Run

ARTICLE = """# De eeuwige leider

De eeuwige leider predikt zelfredzaamheid. Op 15 april viert men feest.

> De eeuwige leider predikt zelfredzaamheid

Het land telt 26 miljoen inwoners.
"""


@pytest.fixture
def project(tkit: Run, tmp_path: Path) -> Path:
    (tmp_path / "article.md").write_text(ARTICLE, encoding="utf-8")
    tkit("init", "p")
    tkit("--project", "p", "add", "article.md")
    return tmp_path / "p"


def segments(tkit: Run) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(tkit("--project", "p", "status", "--segments", "--json").stdout)[
        "segments"
    ]
    return found


@pytest.mark.usefixtures("project")
def test_status_counts_segments_by_state(tkit: Run) -> None:
    status = json.loads(tkit("--project", "p", "status", "--json").stdout)
    assert status["documents"][0]["segments"] == 5
    assert status["documents"][0]["states"] == {"new": 5}


@pytest.mark.usefixtures("project")
def test_common_options_may_stand_after_the_command(tkit: Run) -> None:
    assert json.loads(tkit("status", "--project", "p", "--json").stdout)["project"] == "p"


def test_the_project_is_found_from_a_folder_below(tkit: Run, project: Path) -> None:
    (project / "deep" / "deeper").mkdir(parents=True)
    assert "article.md" in tkit("status", cwd=project / "deep" / "deeper").stdout


@pytest.mark.usefixtures("project")
def test_translate_fills_every_segment_and_says_by_what(tkit: Run) -> None:
    tkit("--project", "p", "translate")
    found = segments(tkit)
    assert all(s["target"] and s["state"] == "draft" and s["origin"] == "machine" for s in found)
    assert all("argos" in str(s["origin_detail"]) for s in found)


@pytest.mark.usefixtures("project")
def test_translate_again_makes_no_new_versions(tkit: Run) -> None:
    tkit("--project", "p", "translate")
    tkit("--project", "p", "translate", "--again")
    assert len(json.loads(tkit("--project", "p", "edit", "2", "--versions", "--json").stdout)) == 1


@pytest.mark.usefixtures("project")
def test_what_is_confirmed_comes_back_from_the_memory(tkit: Run, tmp_path: Path) -> None:
    tkit("--project", "p", "edit", "5", "--target", "The country has 26 million inhabitants.")
    (tmp_path / "second.md").write_text("Het land telt 26 miljoen inwoners.\n", encoding="utf-8")
    tkit("init", "q", "--tm", str(tmp_path / "p" / "memory.db"))
    tkit("--project", "q", "add", "second.md")
    tkit("--project", "q", "translate", "--engine", "none")
    (found,) = json.loads(tkit("--project", "q", "status", "--segments", "--json").stdout)["segments"]
    assert found["target"] == "The country has 26 million inhabitants."
    assert found["origin"] == "memory"
    assert found["match_score"] == 100
    assert "memory.db" in found["origin_detail"]


@pytest.mark.usefixtures("project")
def test_a_corrected_translation_leaves_the_memory(tkit: Run) -> None:
    lookup = ("tm", "lookup", "--memory", "p/memory.db", "--threshold", "100", "--json")
    source = "Het land telt 26 miljoen inwoners."
    for target in ("A mistake.", "Another mistake.", "The country has 26 million people."):
        tkit("--project", "p", "edit", "5", "--target", target)
        assert [match["target"] for match in json.loads(tkit(*lookup, source).stdout)] == [target]
    tkit("--project", "p", "edit", "5", "--undo")
    assert [match["target"] for match in json.loads(tkit(*lookup, source).stdout)] == ["Another mistake."]
    tkit("--project", "p", "edit", "5", "--state", "rejected")
    assert json.loads(tkit(*lookup, source).stdout) == []


@pytest.mark.usefixtures("project")
def test_undo_goes_back_one_version_and_can_be_undone(tkit: Run) -> None:
    tkit("--project", "p", "edit", "5", "--target", "First.")
    tkit("--project", "p", "edit", "5", "--target", "Second.")
    tkit("--project", "p", "edit", "5", "--undo")
    assert segments(tkit)[4]["target"] == "First."
    tkit("--project", "p", "edit", "5", "--undo")
    assert segments(tkit)[4]["target"] == "Second."


@pytest.mark.usefixtures("project")
def test_stale_edit_is_a_conflict(tkit: Run) -> None:
    tkit("--project", "p", "edit", "5", "--target", "First.", "--if-version", "0")
    done = tkit("--project", "p", "edit", "5", "--target", "Second.", "--if-version", "0", code=5)
    assert "First." in done.stderr
    assert "Second." in done.stderr


@pytest.mark.usefixtures("project")
def test_an_empty_target_cannot_be_confirmed(tkit: Run) -> None:
    assert "empty target" in tkit("--project", "p", "edit", "5", "--target", " ", code=3).stderr


@pytest.mark.usefixtures("project")
def test_post_edited_po_comes_back(tkit: Run, tmp_path: Path) -> None:
    tkit("--project", "p", "translate")
    tkit("--project", "p", "export", "--format", "po", "--out", "article.po")
    entries = polib.pofile(str(tmp_path / "article.po"))
    entry = next(entry for entry in entries if "26 miljoen" in entry.msgid)
    entry.msgstr = "The country has 26 million people."
    entry.flags.remove("fuzzy")
    entries.save()
    counts = json.loads(tkit("--project", "p", "import", "article.po", "--json").stdout)
    assert (counts["read"], counts["changed"], counts["same"], counts["unknown"]) == (5, 1, 4, 0)
    last = segments(tkit)[4]
    assert (last["target"], last["state"], last["origin"]) == (
        "The country has 26 million people.",
        "translated",
        "person",
    )


@pytest.mark.usefixtures("project")
def test_an_older_draft_does_not_replace_what_was_confirmed_meanwhile(tkit: Run) -> None:
    tkit("--project", "p", "translate")
    tkit("--project", "p", "export", "--format", "po", "--out", "old.po")
    tkit("--project", "p", "edit", "5", "--target", "The country has 26 million people.")
    counts = json.loads(tkit("--project", "p", "import", "old.po", "--json").stdout)
    assert (counts["changed"], counts["kept"], counts["same"]) == (0, 1, 4)
    assert segments(tkit)[4]["target"] == "The country has 26 million people."


@pytest.mark.usefixtures("project")
def test_post_edited_xliff_comes_back(tkit: Run, tmp_path: Path) -> None:
    tkit("--project", "p", "translate")
    tkit("--project", "p", "export", "--format", "xliff", "--out", "article.xlf")
    space = "{urn:oasis:names:tc:xliff:document:1.2}"
    tree = etree.parse(str(tmp_path / "article.xlf"))
    target = tree.findall(f".//{space}target")[-1]
    target.text = "The country has 26 million people."
    target.set("state", "final")
    tree.write(str(tmp_path / "article.xlf"), encoding="utf-8", xml_declaration=True)
    counts = json.loads(tkit("--project", "p", "import", "article.xlf", "--json").stdout)
    assert (counts["changed"], counts["same"], counts["unknown"]) == (1, 4, 0)
    assert segments(tkit)[4]["state"] == "final"


@pytest.mark.usefixtures("project")
def test_importing_ones_own_export_changes_nothing(tkit: Run) -> None:
    tkit("--project", "p", "translate")
    tkit("--project", "p", "edit", "5", "--target", "The country has 26 million people.", "--state", "reviewed")
    for kind, name in (("po", "a.po"), ("xliff", "a.xlf")):
        tkit("--project", "p", "export", "--format", kind, "--out", name)
        counts = json.loads(tkit("--project", "p", "import", name, "--json").stdout)
        assert (counts["changed"], counts["same"]) == (0, 5)


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("kind", ["po", "tmx", "xliff", "document", "csv", "html"])
def test_export_to_standard_output(tkit: Run, kind: str) -> None:
    tkit("--project", "p", "translate")
    assert len(tkit("--project", "p", "export", "--format", kind).stdout) > 100


@pytest.mark.usefixtures("project")
def test_a_changed_document_keeps_its_unchanged_segments(tkit: Run, tmp_path: Path) -> None:
    tkit("--project", "p", "edit", "5", "--target", "The country has 26 million people.")
    (tmp_path / "article.md").write_text(ARTICLE.replace("15 april", "16 februari"), encoding="utf-8")
    (added,) = json.loads(tkit("--project", "p", "add", "article.md", "--json").stdout)
    assert (added["segments"], added["kept"]) == (5, 4)
    assert segments(tkit)[4]["target"] == "The country has 26 million people."


@pytest.mark.usefixtures("project")
def test_another_document_of_the_same_name_is_a_conflict(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "article.md").write_text("Iets anders.\n", encoding="utf-8")
    assert "--name" in tkit("--project", "p", "add", "other/article.md", code=5).stderr
    tkit("--project", "p", "add", "other/article.md", "--name", "other.md")


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("name", ["../x.md", "/etc/x.md", "a/../../x.md", ""])
def test_a_name_that_leaves_the_project_is_refused(tkit: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "b.md").write_text("Iets.\n", encoding="utf-8")
    tkit("--project", "p", "add", "b.md", "--name", name, code=3)


@pytest.mark.usefixtures("project")
def test_score_goes_into_the_history(tkit: Run, tmp_path: Path) -> None:
    tkit("--project", "p", "translate")
    reference = [
        "The eternal leader",
        "The eternal leader preaches self-reliance.",
        "On 15 April there is a celebration.",
        "The eternal leader preaches self-reliance",
        "The country has 26 million inhabitants.",
    ]
    (tmp_path / "ref.txt").write_text("\n".join(reference) + "\n", encoding="utf-8")
    scores = json.loads(tkit("--project", "p", "score", "--reference", "ref.txt", "--json").stdout)
    assert {metric["name"] for metric in scores["metrics"]} == {"BLEU", "chrF2", "chrF2++", "TER", "term accuracy"}
    assert scores["segments"] == 5
    assert len(json.loads(tkit("--project", "p", "scores", "list", "--json").stdout)) == 1


def test_aligned_files_are_scored_without_a_project(tkit: Run, tmp_path: Path) -> None:
    for name, line in (("s", "De eeuwige leider."), ("h", "The eternal leader."), ("r", "The eternal leader.")):
        (tmp_path / name).write_text(line + "\n", encoding="utf-8")
    done = tkit("score", "--hypothesis", "h", "--reference", "r", "--source", "s", "--json")
    by_name = {metric["name"]: metric["score"] for metric in json.loads(done.stdout)["metrics"]}
    assert by_name["TER"] == 0
    assert by_name["term accuracy"] == 100


def test_lines_are_translated_without_a_project(tkit: Run) -> None:
    done = tkit("translate", "--text-file", "-", "--json", stdin="De eeuwige leider.\nHet volk lijdt honger.\n")
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert first["source"] == "De eeuwige leider."
    assert first["target"]
    assert first["terms"][0]["term"] == "eeuwige leider"
    assert second["model"].startswith("argos nl→en")


def test_lines_that_a_memory_knows_are_not_given_to_the_machine(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "pairs.tsv").write_text("Het volk lijdt honger.\tThe people go hungry.\n", encoding="utf-8")
    tkit("tm", "import", "pairs.tsv", "--memory", "memory.db")
    lines = "De eeuwige leider.\n\nHet volk lijdt honger.\nHet volk lijdt hunger.\n"
    command = ("translate", "--text-file", "-", "--tm", "memory.db", "--json")
    first, blank, exact, fuzzy = (json.loads(line) for line in tkit(*command, stdin=lines).stdout.splitlines())
    assert (first["origin"], first["match_score"]) == ("machine", None)
    assert first["origin_detail"].startswith(first["model"])
    assert (blank["origin"], blank["target"]) == ("", "")
    assert (exact["target"], exact["origin"], exact["match_score"]) == ("The people go hungry.", "memory", 100)
    assert (exact["origin_detail"], exact["model"]) == ("memory.db, unit 1", "")
    assert (fuzzy["origin"], fuzzy["match_score"]) == ("memory", 95)
    stricter = [json.loads(line) for line in tkit(*command, "--threshold", "96", stdin=lines).stdout.splitlines()]
    assert [entry["origin"] for entry in stricter] == ["machine", "", "memory", "machine"]
    only = tkit(*command[:-1], "--engine", "none", stdin=lines).stdout
    assert only == "\n\nThe people go hungry.\nThe people go hungry.\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--text-file", "-", "--again"), "--again is for a project"),
        (("--text-file", "-", "--threshold", "90"), "with --tm"),
        (("--text-file", "-", "--engine", "none"), "needs an engine"),
        (("--source", "nl"), "are for --text-file"),
        (("--target", "en"), "are for --text-file"),
    ],
)
@pytest.mark.usefixtures("project")
def test_an_option_that_would_do_nothing_is_refused(tkit: Run, arguments: tuple[str, ...], message: str) -> None:
    assert message in tkit("--project", "p", "translate", *arguments, stdin="De kerk.\n", code=2).stderr


def test_a_memory_that_is_not_there_is_missing_for_lines_too(tkit: Run) -> None:
    assert "none.db" in tkit("translate", "--text-file", "-", "--tm", "none.db", stdin="De kerk.\n", code=4).stderr


def test_doctor_finds_everything(tkit: Run) -> None:
    results = json.loads(tkit("doctor", "--json").stdout)
    assert {result["name"] for result in results} >= {"python", "libraries", "database", "glossary", "model"}
    assert all(result["ok"] for result in results)


@pytest.mark.usefixtures("project")
def test_a_target_from_standard_input_is_text_without_the_last_line_end(tkit: Run) -> None:
    tkit("--project", "p", "edit", "1", "--target", "-", stdin=b"The eternal\r\nleader\r\n")
    assert segments(tkit)[0]["target"] == "The eternal\nleader"
    assert "UTF-8" in tkit("--project", "p", "edit", "1", "--target", "-", stdin=b"caf\xe9", code=3).stderr


@pytest.mark.usefixtures("project")
def test_no_text_reaches_the_terminal_as_a_command_to_it(tkit: Run) -> None:
    done = tkit("--project", "p", "edit", "1", "--target", "red\x1b[31m\x07\nhead")
    assert "red\ufffd[31m\ufffd head" in done.stderr
    for listing in (["status", "--segments"], ["edit", "1", "--versions"]):
        assert "red\ufffd[31m\ufffd head\n" in tkit("--project", "p", *listing).stdout
    assert segments(tkit)[0]["target"] == "red\x1b[31m\x07\nhead"


def test_documents_that_would_overwrite_each_others_exports_are_refused_before_the_work(
    tkit: Run, tmp_path: Path
) -> None:
    for name in ("a.md", "a.txt"):
        (tmp_path / name).write_text(ARTICLE, encoding="utf-8")
    assert "'a.po'" in tkit("run", "a.md", "a.txt", "--engine", "none", "--out", "out", code=3).stderr
    assert not (tmp_path / "out").exists()
    tkit("run", "a.md", "--engine", "none", "--out", "out")
    before = (tmp_path / "out" / "a.po").read_bytes()
    assert "'a.po'" in tkit("run", "a.txt", "--engine", "none", "--out", "out", code=3).stderr
    assert (tmp_path / "out" / "a.po").read_bytes() == before
    assert json.loads(tkit("--project", "out", "status", "--json").stdout)["documents"][0]["name"] == "a.md"


@pytest.fixture
def exported(tkit: Run, tmp_path: Path) -> Path:
    (tmp_path / "article.md").write_text(ARTICLE, encoding="utf-8")
    tkit("run", "article.md", "--engine", "none", "--out", "out")
    return tmp_path / "out"


def run_again(tkit: Run, code: int = 0) -> str:
    return tkit("run", "article.md", "--engine", "none", "--out", "out", code=code).stderr


def test_a_second_run_overwrites_what_the_first_wrote(tkit: Run, exported: Path) -> None:
    tkit("--project", "out", "edit", "1", "--target", "The eternal leader")
    run_again(tkit)
    assert "The eternal leader" in (exported / "article.en.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["article.po", "article.xlf"])
def test_work_done_in_an_exported_file_is_not_overwritten_but_asked_for(tkit: Run, exported: Path, name: str) -> None:
    # Whoever opened the PO beside the report in Poedit, saved it and ran again, lost all of it.
    path = exported / name
    text = path.read_text(encoding="utf-8")
    before, after = {
        "article.po": ('msgid "Het land telt 26 miljoen inwoners."\nmsgstr ""', '"26 million people live here."'),
        "article.xlf": ("inwoners.</source>", "<target state='translated'>26 million people live here.</target>"),
    }[name]
    assert before in text
    path.write_text(text.replace(before, before.removesuffix('""') + after), encoding="utf-8")
    edited = path.read_bytes()
    message = run_again(tkit, code=5)
    assert f"import out/{name}" in message
    assert path.read_bytes() == edited
    tkit("--project", "out", "import", path)
    run_again(tkit)
    assert "26 million people live here." in path.read_text(encoding="utf-8")
    assert "26 million people live here." in (exported / "article.en.md").read_text(encoding="utf-8")


def test_an_edited_document_and_files_of_something_else_are_not_overwritten(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "article.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "article.po").write_text("mine", encoding="utf-8")
    assert "article.po" in run_again(tkit, code=5)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["article.po"]
    (tmp_path / "out" / "article.po").unlink()
    run_again(tkit)
    (tmp_path / "out" / "article.en.md").write_text("mine", encoding="utf-8")
    assert "Move it away" in run_again(tkit, code=5)
    assert (tmp_path / "out" / "article.en.md").read_text(encoding="utf-8") == "mine"


def test_what_a_broken_memory_does_not_take_is_kept_in_the_project_and_that_is_said(tkit: Run, project: Path) -> None:
    (project / "memory.db").write_bytes(b"no database" * 1000)
    message = tkit("--project", "p", "edit", "1", "--target", "The eternal leader", code=3).stderr
    assert "memory.db" in message
    assert "The project has kept what was confirmed" in message
    assert segments(tkit)[0]["target"] == "The eternal leader"
