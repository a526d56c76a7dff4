"""The real embedded package, and archives that are wrong in one way each."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from translate_kit.mt import engine, packages

Pack = Callable[..., Path]
TOP = "translate-nl_en-9_9"


@pytest.fixture(scope="session")
def embedded() -> Path:
    """The `.argosmodel` file that ships with the package."""
    return next(packages.DATA.glob("translate-nl_en-*.argosmodel"))


@pytest.fixture(scope="session")
def embedded_files(embedded: Path) -> dict[str, bytes]:
    """Its files, by their names without the top folder."""
    with zipfile.ZipFile(embedded) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


@pytest.fixture
def data_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of one test, empty."""
    home = tmp_path / "data-home"
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def argos(home: Path) -> engine.Engine:
    """The engine over the embedded model, unpacked in the home of the test run."""
    assert home.is_dir()
    return engine.load("argos", "nl", "en")


@pytest.fixture
def pack(tmp_path: Path, embedded_files: dict[str, bytes]) -> Pack:
    """Make an archive like the embedded one, with other metadata, without some files, or with more.

    Keyword arguments: `metadata` (merged over the real one; None values are removed), `without`, `more` (names as they
    stand in the archive), `name`, `compression`.
    """

    def make(
        *,
        metadata: Mapping[str, object] | None = None,
        without: tuple[str, ...] = (),
        more: Mapping[str, bytes] | None = None,
        name: str = "package.argosmodel",
        top: str = TOP,
    ) -> Path:
        files = {name: data for name, data in embedded_files.items() if name not in without}
        if metadata is not None and "metadata.json" in files:
            merged = {**json.loads(files["metadata.json"]), **metadata}
            files["metadata.json"] = json.dumps(
                {key: value for key, value in merged.items() if value is not None}
            ).encode()
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            for inner, data in files.items():
                archive.writestr(f"{top}/{inner}", data)
            for full, data in (more or {}).items():
                archive.writestr(full, data, zipfile.ZIP_DEFLATED)
        return path

    return make
