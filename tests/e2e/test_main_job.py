"""The main job as a user does it: from a wheel, in an empty environment, without a network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import polib
import pytest
from lxml import etree
from translate.storage import factory

from tests.conftest import ROOT, SHARED

GUARD = """
import socket

def _refused(*_arguments, **_settings):
    raise OSError("the network was touched")

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = _refused
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment into which our wheel was installed, and nothing else by hand."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", folder, ROOT], check=True)
    (wheel,) = folder.glob("translate_kit-*.whl")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    programs = folder / "venv" / "bin"
    subprocess.run([programs / "python", *pip[1:], "install", wheel], check=True)
    return programs


@pytest.fixture(scope="module")
def offline(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], dict[str, str]]:
    """What to put before a command so that it has no network, and its environment with an empty home."""
    folder = tmp_path_factory.mktemp("offline")
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder / "home"), "LANG": "C.UTF-8"}
    (folder / "home").mkdir()
    for unshare in (["unshare", "-n"], ["unshare", "-r", "-n"]):
        try:
            if subprocess.run([*unshare, "true"], capture_output=True, check=False).returncode == 0:
                return unshare, environment
        except FileNotFoundError:
            break
    warnings.warn(
        "NO NETWORK NAMESPACE HERE: `unshare -n` is not allowed, a guard on Python's sockets is used instead",
        stacklevel=1,
    )
    (folder / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    return [], {**environment, "PYTHONPATH": str(folder)}


@pytest.fixture(scope="module")
def demo(
    installed: Path, offline: tuple[list[str], dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """`translate-kit demo`, run once; the folder of its results, and what it said."""
    folder = tmp_path_factory.mktemp("demo")
    prefix, environment = offline
    done = subprocess.run(
        [*prefix, installed / "translate-kit", "demo", "--out", "out"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder / "out", done


Demo = tuple[Path, subprocess.CompletedProcess[str]]


def test_the_network_is_really_gone(offline: tuple[list[str], dict[str, str]]) -> None:
    prefix, environment = offline
    probe = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)"
    done = subprocess.run([*prefix, sys.executable, "-c", probe], env=environment, capture_output=True, check=False)
    assert done.returncode != 0


def test_demo_writes_every_file_that_it_promises(demo: Demo) -> None:
    out, done = demo
    names = {path.name for path in out.iterdir() if path.is_file()}
    stem = "zelfredzaamheid"
    assert {f"{stem}.en.md", f"{stem}.po", f"{stem}.tmx", f"{stem}.xlf", "qa.html", "qa.json", "scores.json"} <= names
    assert not [name for name in names if name.endswith(".part")]
    assert "results in out" in done.stderr
    assert done.stdout == ""


def test_no_deep_learning_framework_is_pulled_in(installed: Path) -> None:
    listed = subprocess.run([installed / "pip", "list", "--format", "json"], capture_output=True, check=True)
    names = {package["name"].lower() for package in json.loads(listed.stdout)}
    assert not names & {"torch", "stanza", "spacy", "tensorflow", "jax", "transformers"}


def test_translated_document_has_the_structure_of_its_source(demo: Demo) -> None:
    out, _ = demo
    source = (out / "zelfredzaamheid.nl.md").read_text(encoding="utf-8")
    target = (out / "zelfredzaamheid.en.md").read_text(encoding="utf-8")

    def shape(text: str) -> list[str]:
        return [
            line.split(" ")[0] if line[:1] in "#>-*" else "" if not line.strip() else "text"
            for line in text.splitlines()
        ]

    assert shape(target) == shape(source)
    assert target != source


def test_every_segment_has_a_machine_draft_and_says_which_model(demo: Demo) -> None:
    report = json.loads((demo[0] / "qa.json").read_text(encoding="utf-8"))
    assert len(report["segments"]) > 40
    for segment in report["segments"]:
        assert segment["target"]
        assert segment["origin"] == "machine"
        assert segment["origin_detail"]


def test_po_opens_in_polib_and_translate_toolkit_and_msgfmt(demo: Demo) -> None:
    path = demo[0] / "zelfredzaamheid.po"
    entries = polib.pofile(str(path))
    assert all(entry.fuzzy and entry.msgstr for entry in entries)
    store = factory.getobject(str(path))
    assert sum(unit.istranslatable() for unit in store.units) == len(entries)
    done = subprocess.run(["msgfmt", "-c", "-o", os.devnull, path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_xliff_opens_in_translate_toolkit(demo: Demo) -> None:
    store = factory.getobject(str(demo[0] / "zelfredzaamheid.xlf"))
    report = json.loads((demo[0] / "qa.json").read_text(encoding="utf-8"))
    assert [unit.source for unit in store.units] == [segment["source"] for segment in report["segments"]]


def test_tmx_opens_in_translate_toolkit_and_follows_its_dtd(demo: Demo) -> None:
    path = demo[0] / "zelfredzaamheid.tmx"
    assert len(factory.getobject(str(path)).units) > 40
    dtd = SHARED / "data" / "interop" / "schemas" / "omegat__src_main_resources_schemas_tmx14.dtd"
    if dtd.exists():
        rules = etree.DTD(str(dtd))
        assert rules.validate(etree.parse(str(path))), rules.error_log


def test_scores_have_signatures(demo: Demo) -> None:
    scores = json.loads((demo[0] / "scores.json").read_text(encoding="utf-8"))
    by_name = {metric["name"]: metric for metric in scores["metrics"]}
    assert set(by_name) == {"BLEU", "chrF2", "chrF2++", "TER", "term accuracy"}
    assert "version:" in by_name["BLEU"]["signature"]
    assert 5 < by_name["chrF2"]["score"] < 100
    assert 0 < by_name["term accuracy"]["score"] <= 100


def test_qa_report_says_that_the_model_is_a_small_one_and_loads_nothing(demo: Demo) -> None:
    html = (demo[0] / "qa.html").read_text(encoding="utf-8")
    assert "translate-kit models install nl en" in html
    tree = etree.HTML(html)
    assert not tree.xpath("//script/@src | //link/@href | //img/@src[not(starts-with(., 'data:'))]")


def test_second_run_keeps_what_a_person_translated(
    demo: Demo, installed: Path, offline: tuple[list[str], dict[str, str]]
) -> None:
    out, _ = demo
    prefix, environment = offline

    def kit(*arguments: str) -> str:
        command = [*prefix, installed / "translate-kit", *arguments]
        done = subprocess.run(command, cwd=out.parent, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    kit("--project", "out", "edit", "1", "--target", "A heading that a person wrote")
    kit("demo", "--out", "out")
    assert "A heading that a person wrote" in (out / "zelfredzaamheid.en.md").read_text(encoding="utf-8")
    history = json.loads(kit("--project", "out", "scores", "list", "--json"))
    assert [entry["run"] for entry in history] == [1, 2]
    lookup = ("tm", "lookup", "--memory", "out/memory.db", "--json", "--threshold", "100")
    (unit,) = json.loads(kit(*lookup, _first_source(out)))
    assert unit["target"] == "A heading that a person wrote"


def _first_source(out: Path) -> str:
    source: str = json.loads((out / "qa.json").read_text(encoding="utf-8"))["segments"][0]["source"]
    return source
