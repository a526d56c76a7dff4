"""Translation models on this machine: found, made ready, installed, removed.

Three places hold Argos packages: the one that ships with this package (`data/`, unpacked at its first use), our own
folder (`$XDG_DATA_HOME/translate-kit/models`) and the folders of Argos Translate itself, which are only read.
Packages are described by `argostranslate.package`; it unpacks without checks and so does not install.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any

from translate_kit.errors import BadInput, Missing
from translate_kit.mt import archive

DATA = Path(__file__).parent / "data"
RECORD = "translate-kit.json"
"""Beside `metadata.json` in our own folder: where a package came from."""


class Source(StrEnum):
    """Where a model came from."""

    EMBEDDED = "embedded"
    FILE = "file"
    INDEX = "index"
    ARGOS = "argos"


@dataclass(frozen=True, slots=True)
class Model:
    """A translation model on this machine.

    Attributes:
        source: code of the language that it translates from (`nl`).
        target: code of the language that it translates to.
        version: of the package.
        origin: how it got here.
        path: its folder; the archive for an embedded one that was not used yet.
        source_name: the language in English, empty when the package does not say.
        target_name: likewise.
        installed: ISO 8601 time, empty when unknown.
        taken_from: URL or file name that it was installed from, empty when unknown.
    """

    source: str
    target: str
    version: str
    origin: Source
    path: Path
    source_name: str = ""
    target_name: str = ""
    installed: str = ""
    taken_from: str = ""

    @property
    def label(self) -> str:
        """How drafts and reports name it: `argos nl→en 0.1 (embedded)`."""
        detail = " (embedded)" if self.origin is Source.EMBEDDED else ""
        return f"argos {self.source}→{self.target} {self.version}{detail}"

    @property
    def ready(self) -> bool:
        """Whether it is unpacked."""
        return self.path.is_dir()

    @property
    def size_bytes(self) -> int:
        """Of its files, as they lie there."""
        if self.path.is_file():
            return self.path.stat().st_size
        return sum(file.stat().st_size for file in self.path.rglob("*") if file.is_file())


def folder() -> Path:
    """Our own folder for models; it need not exist."""
    home = os.environ.get("XDG_DATA_HOME") or os.path.join(os.path.expanduser("~"), ".local", "share")  # noqa: PTH111, PTH118
    return Path(home) / "translate-kit" / "models"


def installed() -> list[Model]:
    """All usable models, by pair; of each pair the one that `find` takes comes first.

    An installed package comes before the embedded one, the newest version first. Nothing is unpacked.
    """
    models = [*_own(), *_argos_own(), *_embedded()]
    return sorted(models, key=lambda model: (model.source, model.target, *_rank(model)))


def find(source: str, target: str) -> Model:
    """The best model for a pair of languages, ready for use.

    Args:
        source: language tag; `nl-BE` takes a model for `nl` when there is none of its own.
        target: likewise.

    Raises:
        Missing: there is none; the message says how to get one.
    """
    models = installed()
    for wanted in dict.fromkeys(((_tag(source), _tag(target)), (_base(source), _base(target)))):
        for model in models:
            if (_tag(model.source), _tag(model.target)) == wanted:
                return _ready(model)
    for model in models:
        if (_base(model.source), _base(model.target)) == (_base(source), _base(target)):
            return _ready(model)
    raise Missing(
        f"There is no translation model for {source} to {target} on this machine. "
        f"Get one with: translate-kit models install {_base(source)} {_base(target)}"
    )


def argos(module: str) -> ModuleType:
    """Import `argostranslate.<module>`, also where it cannot create its folders.

    Its settings make folders under HOME when they are imported, and fail where that is read-only. Then they get a
    temporary home for the length of the import; packages in the real one are still found (`_argos_folders`).
    """
    name = f"argostranslate.{module}"
    try:
        return importlib.import_module(name)
    except OSError:
        pass
    variables = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "ARGOS_PACKAGES_DIR")
    before = {variable: os.environ.pop(variable, None) for variable in variables}
    with tempfile.TemporaryDirectory(prefix="translate-kit-") as home:
        try:
            os.environ.update(dict.fromkeys(variables, home))
            return importlib.import_module(name)
        finally:
            for variable, value in before.items():
                os.environ.pop(variable, None)
                if value is not None:
                    os.environ[variable] = value


def _tag(code: str) -> str:
    return code.replace("_", "-").lower()


def _base(code: str) -> str:
    return _tag(code).partition("-")[0]


def _rank(model: Model) -> tuple[Any, ...]:
    from packaging.version import InvalidVersion, Version

    try:
        release = Version(model.version).release
    except InvalidVersion:
        release = (0,)
    # Newest first; of the same version the one that was installed here, then the last one installed.
    parts = tuple(-part for part in (*release, *(0,) * 6)[:6])
    return (model.origin is Source.EMBEDDED, parts, model.origin is Source.ARGOS, _reversed(model.installed))


def _reversed(text: str) -> tuple[int, ...]:
    return tuple(-ord(character) for character in text)


def _describe(metadata: dict[str, Any], **known: Any) -> Model:
    package = argos("package").AvailablePackage(metadata)
    return Model(
        source=package.from_code,
        target=package.to_code,
        version=package.package_version,
        source_name=package.from_name,
        target_name=package.to_name,
        **known,
    )


def _folders(place: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from sorted(entry for entry in place.iterdir() if entry.is_dir() and not entry.name.startswith("."))


def _own() -> Iterator[Model]:
    embedded = {name for name, _ in _embedded_archives()}
    for place in _folders(folder()):
        try:
            record = json.loads((place / RECORD).read_text("utf-8"))
            origin = Source(record["origin"])
            # A copy that an earlier or later translate-kit unpacked is not this one's.
            if origin is Source.EMBEDDED and place.name not in embedded:
                continue
            metadata = archive.check_folder(place)
            yield _describe(
                metadata,
                origin=origin,
                path=place,
                installed=str(record.get("installed", "")),
                taken_from=str(record.get("from", "")),
            )
        except (OSError, ValueError, KeyError, TypeError, BadInput):
            continue


def _argos_folders() -> list[Path]:
    home = os.environ.get("XDG_DATA_HOME") or os.path.join(os.path.expanduser("~"), ".local", "share")  # noqa: PTH111, PTH118
    named = os.environ.get("ARGOS_PACKAGES_DIR")
    places = [Path(named)] if named else [Path(home) / "argos-translate" / "packages"]
    return list(dict.fromkeys([*places, *argos("settings").package_dirs]))


def _argos_own() -> Iterator[Model]:
    for place in _argos_folders():
        for package in _folders(place):
            try:
                yield _describe(archive.check_folder(package), origin=Source.ARGOS, path=package)
            except (OSError, BadInput):
                continue


def _embedded_archives() -> Iterator[tuple[str, Path]]:
    """The archives that ship with us, each with the name of the folder that it is unpacked to."""
    for path in sorted(DATA.glob("translate-*.argosmodel")):
        yield _place_name(archive.inspect(path)), path


def _place_name(contents: archive.Contents) -> str:
    # The fingerprint in the name: two packages never share a folder, so none is ever changed in place.
    metadata = contents.metadata
    pair = f"translate-{metadata['from_code']}_{metadata['to_code']}"
    return f"{pair}-{metadata['package_version'].replace('.', '_')}-{contents.fingerprint}"


def _embedded() -> Iterator[Model]:
    for name, path in _embedded_archives():
        if not (folder() / name / RECORD).is_file():
            yield _describe(archive.inspect(path).metadata, origin=Source.EMBEDDED, path=path, taken_from=path.name)


def _ready(model: Model) -> Model:
    if model.ready:
        return model
    try:
        place = _install(model.path, Source.EMBEDDED, model.path.name)
    except OSError:
        place = _temporary_place(model.path)
    return _replaced(model, place)


def _replaced(model: Model, place: Path) -> Model:
    import dataclasses

    return dataclasses.replace(model, path=place)


_temporary: dict[Path, tuple[Any, Path]] = {}


def _temporary_place(path: Path) -> Path:
    """Unpack for this process alone, where our own folder cannot be written."""
    if path not in _temporary:
        home = tempfile.TemporaryDirectory(prefix="translate-kit-")
        place = Path(home.name) / path.stem
        place.mkdir()
        archive.unpack(path, place)
        _temporary[path] = (home, place)
    return _temporary[path][1]


def _install(path: Path, origin: Source, taken_from: str) -> Path:
    """Unpack an archive beside its place and rename: other processes see all of it or nothing.

    Raises:
        OSError: our own folder cannot be written.
    """
    name = _place_name(archive.inspect(path))
    place = folder() / name
    place.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=".stage-", dir=place.parent))
    try:
        archive.unpack(path, stage)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        record = {"origin": origin.value, "from": taken_from, "installed": now}
        (stage / RECORD).write_text(json.dumps(record, indent=1) + "\n", "utf-8")
        stage.chmod(0o755)
        try:
            stage.rename(place)
        except OSError:
            # Another process was quicker with the same contents.
            if not (place / RECORD).is_file():
                raise
        return place
    finally:
        shutil.rmtree(stage, ignore_errors=True)
