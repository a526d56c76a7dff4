"""Models are found, made ready, installed and removed, and nothing is ever half there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.translate_kit.mt.conftest import Pack
from translate_kit.errors import BadInput, BadOutput, Missing
from translate_kit.mt import archive, engine, models, packages
from translate_kit.mt.packages import Origin

pytestmark = pytest.mark.usefixtures("data_home")


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file() and file.name != ".lock"}


def put_into_argos(embedded: Path, name: str, version: str) -> Path:
    place = packages.argos_folder() / name
    place.mkdir(parents=True)
    archive.unpack(embedded, place)
    metadata = json.loads((place / "metadata.json").read_text("utf-8"))
    (place / "metadata.json").write_text(json.dumps({**metadata, "package_version": version}), "utf-8")
    return place


# Finding


def test_listing_unpacks_nothing(data_home: Path) -> None:
    (model,) = models.installed()
    assert model.origin is Origin.EMBEDDED
    assert not model.ready
    assert not data_home.exists()


def test_first_use_unpacks_the_embedded_package(data_home: Path, embedded_files: dict[str, bytes]) -> None:
    model = models.find("nl", "en")
    assert model.ready
    assert data_home in model.path.parents
    assert model.label == f"argos nl→en {model.version} (embedded)"
    for name, data in embedded_files.items():
        assert (model.path / name).read_bytes() == data
    assert models.installed() == [models.find("nl", "en")]


def test_concurrent_first_uses_in_several_processes_all_get_the_whole_package(data_home: Path) -> None:
    code = (
        "from translate_kit.mt import engine;"
        "print(engine.load('argos', 'nl', 'en').translate(['Dit is een zin.'])[0].target)"
    )

    def use(_number: int) -> str:
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    with ThreadPoolExecutor(6) as pool:
        outputs = set(pool.map(use, range(6)))
    assert len(outputs) == 1
    assert outputs.pop().strip()
    assert [entry.name[0] != "." for entry in models.find("nl", "en").path.parent.iterdir()] == [True]


def test_embedded_package_works_where_nothing_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("not a folder", "utf-8")
    # Also for a test that runs as root, whom no permission stops.
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(variable, str(blocked))
    code = (
        "from translate_kit.mt import engine;"
        "print(engine.load('argos', 'nl', 'en').translate(['Dit is een zin.'])[0].target)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize(("source", "target"), [("nl-BE", "en"), ("nl_NL", "en-GB"), ("NL", "EN")])
def test_variant_of_a_language_takes_the_model_of_the_language(source: str, target: str) -> None:
    assert models.find(source, target).label.startswith("argos nl→en")


def test_missing_pair_names_the_command_that_gets_it() -> None:
    with pytest.raises(Missing, match="translate-kit models install nl fr"):
        models.find("nl", "fr")


def test_package_in_the_folder_of_argos_is_found_and_preferred(embedded: Path) -> None:
    place = put_into_argos(embedded, "translate-nl_en-1_0", "1.0")
    model = models.find("nl", "en")
    assert (model.path, model.origin, model.label) == (place, Origin.ARGOS, "argos nl→en 1.0")


@pytest.mark.parametrize("variables", [{}, {"ARGOS_PACKAGES_DIR": "named"}, {"XDG_DATA_HOME": "elsewhere"}])
@pytest.mark.parametrize("in_settings", [False, True])
def test_folder_of_argos_is_the_one_that_argos_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], in_settings: bool
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME")
    for variable, name in variables.items():
        monkeypatch.setenv(variable, str(tmp_path / name))
    if in_settings:
        settings = tmp_path / ".config/argos-translate/settings.json"
        settings.parent.mkdir(parents=True)
        settings.write_text(json.dumps({"ARGOS_PACKAGES_DIR": str(tmp_path / "from-settings")}), "utf-8")
    ours = packages.argos_folder()
    code = "from argostranslate import settings; print(settings.package_data_dir)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert str(ours) == done.stdout.strip()


def test_newest_version_comes_first(embedded: Path) -> None:
    for version in ("1.9", "1.10", "1.2"):
        put_into_argos(embedded, f"v{version}", version)
    assert [model.version for model in models.installed()][:3] == ["1.10", "1.9", "1.2"]


def test_broken_folders_are_left_out(embedded: Path, data_home: Path) -> None:
    place = put_into_argos(embedded, "translate-nl_en-1_0", "1.0")
    (place / "model/model.bin").unlink()
    (place.parent / "empty").mkdir()
    own = models.find("nl", "en").path
    (own.parent / "half").mkdir()
    (own.parent / "half" / packages.RECORD).write_text('{"origin": "fi', "utf-8")
    assert [model.origin for model in models.installed()] == [Origin.EMBEDDED]


# Installing and removing


def test_installed_file_is_preferred_to_the_embedded_package(pack: Pack) -> None:
    embedded = models.find("nl", "en")
    model = models.install_file(pack(metadata={"package_version": "0.0.1"}))
    assert model.origin is Origin.FILE
    assert models.find("nl", "en") == model
    assert embedded in models.installed()


def test_installing_replaces_what_was_installed_for_the_pair(pack: Pack) -> None:
    first = models.install_file(pack(metadata={"package_version": "2.0"}))
    second = models.install_file(pack(metadata={"package_version": "1.0"}))
    assert models.find("nl", "en") == second
    assert not first.path.exists()


def test_installing_the_same_file_twice_changes_nothing(pack: Pack) -> None:
    path = pack(metadata={"package_version": "2.0"})
    assert models.install_file(path).path == models.install_file(path).path
    assert len(models.installed()) == 2


def test_removing_brings_the_embedded_package_back(pack: Pack) -> None:
    model = models.install_file(pack(metadata={"package_version": "2.0"}))
    assert models.remove("nl", "en") == [model]
    assert models.find("nl", "en").origin is Origin.EMBEDDED
    assert not model.path.exists()


def test_embedded_package_cannot_be_removed() -> None:
    models.find("nl", "en")
    with pytest.raises(Missing, match="part of translate-kit"):
        models.remove("nl", "en")
    with pytest.raises(Missing, match="No model was installed for nl to fr"):
        models.remove("nl", "fr")


def test_package_of_argos_is_not_removed(embedded: Path) -> None:
    place = put_into_argos(embedded, "translate-nl_en-1_0", "1.0")
    with pytest.raises(Missing, match="belongs to Argos Translate"):
        models.remove("nl", "en")
    assert place.is_dir()


@pytest.mark.parametrize("wrong", ["truncated", "checksum", "weights", "tokenizer", "empty weights"])
def test_refused_package_changes_nothing(
    pack: Pack, data_home: Path, embedded_files: dict[str, bytes], wrong: str
) -> None:
    kept = models.install_file(pack(metadata={"package_version": "1.0"}, name="good.argosmodel"))
    before = snapshot(data_home)
    top = "translate-nl_en-9_9"
    if wrong == "weights":
        # All parts there, all checksums right, and the weights cut in half.
        half = embedded_files["model/model.bin"][:4_000_000]
        path = pack(without=("model/model.bin",), more={f"{top}/model/model.bin": half})
    elif wrong == "empty weights":
        path = pack(without=("model/model.bin",), more={f"{top}/model/model.bin": b""})
    elif wrong == "tokenizer":
        path = pack(without=("sentencepiece.model",), more={f"{top}/sentencepiece.model": b"nonsense"})
    else:
        path = pack()
        data = bytearray(path.read_bytes())
        data[3_000_000] ^= 0xFF
        path.write_bytes(data[: len(data) // 2] if wrong == "truncated" else data)
    with pytest.raises(BadInput) as refused:
        models.install_file(path)
    assert str(path) in str(refused.value)
    assert snapshot(data_home) == before
    assert models.find("nl", "en") == kept
    assert [entry for entry in packages.folder().iterdir() if entry.name.startswith(".stage")] == []


def test_folder_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, embedded: Path) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("not a folder", "utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(blocked))
    with pytest.raises(BadOutput, match="Set XDG_DATA_HOME"):
        models.install_file(embedded)


def test_leftovers_of_a_killed_installation_are_swept_a_day_later(pack: Pack) -> None:
    home = packages.folder()
    old, new = home / ".stage-old", home / ".stage-new"
    for place in (old, new):
        place.mkdir(parents=True)
    os.utime(old, (0, 0))
    models.install_file(pack())
    assert not old.exists()
    assert new.exists()


@pytest.mark.parametrize("part", ["model/model.bin", "sentencepiece.model"])
def test_model_that_was_damaged_after_its_installation_is_said_with_the_remedy(pack: Pack, part: str) -> None:
    model = models.install_file(pack(metadata={"package_version": "1.0"}))
    (model.path / part).write_bytes(b"\x06\x00\x00\x00 nonsense")
    with pytest.raises(Missing, match=r"cannot be loaded .* models install nl en"):
        engine.load("argos", "nl", "en").translate(["Een zin."])


def test_module_in_the_current_folder_is_not_run_by_the_trial(
    pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "translate_kit").mkdir()
    (tmp_path / "translate_kit" / "__init__.py").write_text("raise SystemExit('wrong one')", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert models.install_file(pack()).ready


# What is said about them


def test_each_embedded_package_has_its_facts_beside_it() -> None:
    archives = list(packages.DATA.glob("*.argosmodel"))
    assert archives
    for path in archives:
        facts = tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))
        assert facts["summary"]
        assert facts["known_failures"]
        assert facts["training_data"]
        assert "models install" in facts["full_size"]["command"]
        for score in facts["scores"]:
            assert score["set"]
            assert score["segments"] > 500
            assert {"bleu", "chrf2", "ter"} <= score.keys()
    assert {path.stem for path in packages.DATA.glob("*.toml")} == {path.stem for path in archives}


def test_facts_of_an_installed_package_are_its_readme(pack: Pack, embedded_files: dict[str, bytes]) -> None:
    model = models.install_file(pack(metadata={"package_version": "1.0"}))
    assert models.facts(model) == {"summary": embedded_files["README.md"].decode().strip()}
    assert models.facts(models.find("nl", "en")) == models.facts(model)


def test_embedded_package_holds_its_sentence_splitter_for_argos(embedded: Path) -> None:
    # Without it argostranslate goes to the network for one, so that the two could not be compared offline.
    with zipfile.ZipFile(embedded) as stream:
        assert any(name.endswith("minisbd/nl.onnx") for name in stream.namelist())


def test_damaged_copy_of_the_embedded_package_is_unpacked_again() -> None:
    model = models.find("nl", "en")
    shutil.rmtree(model.path / "model")
    assert [found.ready for found in models.installed()] == [False]
    assert (models.find("nl", "en").path / "model/model.bin").is_file()
