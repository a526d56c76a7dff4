"""Where translation models lie on this machine, and what they are.

Three places hold Argos packages: the one that ships with translate-kit (`data/`, unpacked at its first use), our own
folder (`$XDG_DATA_HOME/translate-kit/models`) and the folders of Argos Translate itself, which are only read.
Listing them reads their metadata and no more; `argostranslate` (and with it SentencePiece) is imported when a model is
used, for its tokenizers and its settings.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any

from translate_kit.errors import BadInput
from translate_kit.mt import archive

DATA = Path(__file__).parent / "data"
RECORD = "translate-kit.json"
"""Beside `metadata.json` in our own folder: where a package came from."""
_STALE_S = 24 * 3600
_XDG = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")


class Origin(StrEnum):
    """How a model got here."""

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
        origin: how it got here; `argos` for one that Argos Translate installed.
        path: its folder; the archive for an embedded one that was not used yet.
        source_name: the language in English, empty when the package does not say.
        target_name: likewise.
        installed: ISO 8601 time, empty when unknown.
        taken_from: URL or file name that it was installed from, empty when unknown.
    """

    source: str
    target: str
    version: str
    origin: Origin
    path: Path
    source_name: str = ""
    target_name: str = ""
    installed: str = ""
    taken_from: str = ""

    @property
    def label(self) -> str:
        """How drafts and reports name it: `argos nl→en 0.1 (embedded)`."""
        detail = " (embedded)" if self.origin is Origin.EMBEDDED else ""
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
    return _xdg("XDG_DATA_HOME", "~/.local/share") / "translate-kit" / "models"


def argos(module: str) -> ModuleType:
    """Import `argostranslate.<module>`, also where it cannot make its folders.

    Its settings make folders under HOME when they are imported, and fail where that is read-only. Then they get a
    temporary home for the length of the import; packages in the real one are found all the same, see `argos_folder`.
    """
    name = f"argostranslate.{module}"
    with contextlib.suppress(OSError):
        return importlib.import_module(name)
    variables = (*_XDG, "ARGOS_PACKAGES_DIR")
    before = {variable: os.environ.get(variable) for variable in variables}
    with tempfile.TemporaryDirectory(prefix="translate-kit-") as home:
        try:
            os.environ.update(dict.fromkeys(variables, home))
            return importlib.import_module(name)
        finally:
            for variable, value in before.items():
                if value is None:
                    del os.environ[variable]
                else:
                    os.environ[variable] = value


def describe(metadata: dict[str, Any], origin: Origin, path: Path, *, record: dict[str, Any] | None = None) -> Model:
    """A model out of the checked metadata of its package and the record of its installation."""
    record = record or {}
    return Model(
        source=metadata["from_code"],
        target=metadata["to_code"],
        version=metadata["package_version"],
        origin=origin,
        path=path,
        source_name=metadata.get("from_name", ""),
        target_name=metadata.get("to_name", ""),
        installed=str(record.get("installed", "")),
        taken_from=str(record.get("from", "")),
    )


def in_own_folder() -> Iterator[Model]:
    """What was installed, and the embedded packages that were unpacked."""
    embedded = {place_name(contents) for _, contents in embedded_archives()}
    for place in _folders(folder()):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, BadInput):
            record = json.loads((place / RECORD).read_text("utf-8"))
            origin = Origin(record["origin"])
            # A copy that another version of translate-kit unpacked is not this one's.
            if origin is not Origin.EMBEDDED or place.name in embedded:
                yield describe(archive.check_folder(place), origin, place, record=record)


def from_argos() -> Iterator[Model]:
    """What Argos Translate installed. Folders that are not whole packages are left out."""
    for package in _folders(argos_folder()):
        with contextlib.suppress(OSError, BadInput):
            yield describe(archive.check_folder(package), Origin.ARGOS, package)


def argos_folder() -> Path:
    """Where Argos Translate keeps its packages: `argostranslate.settings.package_data_dir`, without importing it.

    Importing it takes time and makes folders under HOME.
    """
    named = os.environ.get("ARGOS_PACKAGES_DIR")
    if named is None:
        with contextlib.suppress(OSError, ValueError, AttributeError):
            settings = _xdg("XDG_CONFIG_HOME", "~/.config") / "argos-translate" / "settings.json"
            named = json.loads(settings.read_text("utf-8")).get("ARGOS_PACKAGES_DIR")
    return (
        Path(named) if isinstance(named, str) else _xdg("XDG_DATA_HOME", "~/.local/share") / "argos-translate/packages"
    )


def embedded_archives() -> Iterator[tuple[Path, archive.Contents]]:
    """The packages that ship with translate-kit."""
    for path in sorted(DATA.glob("translate-*.argosmodel")):
        yield path, archive.inspect(path)


def embedded_unused(own: Iterable[Model]) -> Iterator[Model]:
    """The packages that ship with translate-kit and are not among those in our own folder (yet, or whole any more)."""
    there = {model.path.name for model in own}
    for path, contents in embedded_archives():
        if place_name(contents) not in there:
            yield describe(contents.metadata, Origin.EMBEDDED, path, record={"from": path.name})


def place_name(contents: archive.Contents) -> str:
    """The name of a package's folder in our own.

    The fingerprint in it means that two packages never share a folder, so that none is ever changed in place and a
    process that is reading one is not disturbed.
    """
    metadata = contents.metadata
    version = metadata["package_version"].replace(".", "_")
    return f"translate-{metadata['from_code']}_{metadata['to_code']}-{version}-{contents.fingerprint}"


def unpack(
    path: Path,
    origin: Origin,
    taken_from: str,
    *,
    check: Callable[[Path, archive.Contents], None] | None = None,
) -> Path:
    """Unpack a package into our own folder, where other processes see all of it or nothing.

    Args:
        path: the `.argosmodel` file.
        origin: for the record.
        taken_from: for the record.
        check: called with the unpacked folder before it gets its name; what it raises stops the installation.

    Returns:
        The folder. One with the same contents that is there already is kept.

    Raises:
        BadInput: the archive is not a usable package.
        OSError: our own folder cannot be written.
    """
    contents = archive.inspect(path)
    place = folder() / place_name(contents)
    place.parent.mkdir(parents=True, exist_ok=True)
    _sweep(place.parent)
    stage = Path(tempfile.mkdtemp(prefix=".stage-", dir=place.parent))
    try:
        archive.unpack(path, stage)
        if check is not None:
            check(stage, contents)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        record = {"origin": origin.value, "from": taken_from, "installed": now}
        (stage / RECORD).write_text(json.dumps(record, indent=1) + "\n", "utf-8")
        stage.chmod(0o755)
        try:
            stage.rename(place)
        except OSError:
            if not place.is_dir():
                raise
            _take_over(stage, place)
        return place
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _take_over(stage: Path, place: Path) -> None:
    """Settle with a folder that has the name already: the same contents, unless somebody damaged them."""
    try:
        archive.check_folder(place)
    except BadInput:
        discard(place)
        stage.rename(place)
    else:
        (stage / RECORD).replace(place / RECORD)


_temporary: dict[Path, tuple[tempfile.TemporaryDirectory[str], Path]] = {}


def unpack_for_now(path: Path) -> Path:
    """Unpack a package for this process alone, where our own folder cannot be written."""
    if path not in _temporary:
        home = tempfile.TemporaryDirectory(prefix="translate-kit-")
        place = Path(home.name) / place_name(archive.inspect(path))
        place.mkdir()
        archive.unpack(path, place)
        _temporary[path] = (home, place)
    return _temporary[path][1]


def discard(place: Path) -> None:
    """Remove a folder so that no process ever finds half of it.

    Raises:
        OSError: it cannot be removed.
    """
    trash = Path(tempfile.mkdtemp(prefix=".removed-", dir=place.parent))
    try:
        place.rename(trash / place.name)
    finally:
        shutil.rmtree(trash, ignore_errors=True)


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """Keep other processes from replacing and removing models meanwhile, where the system has file locks."""
    home = folder()
    home.mkdir(parents=True, exist_ok=True)
    with (home / ".lock").open("w") as stream:
        try:
            import fcntl
        except ImportError:
            pass
        else:
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def tag(code: str) -> str:
    """A language code in the one spelling that is compared: `nl_NL` is `nl-nl`."""
    return code.replace("_", "-").lower()


def release(version: str) -> tuple[int, ...]:
    """A version as numbers that can be compared; what is no version comes before all others."""
    from packaging.version import InvalidVersion, Version

    try:
        return Version(version).release
    except InvalidVersion:
        return (0,)


def _xdg(variable: str, otherwise: str) -> Path:
    named = os.environ.get(variable)
    return Path(named) if named else Path(otherwise).expanduser()


def _folders(place: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from sorted(entry for entry in place.iterdir() if entry.is_dir() and not entry.name.startswith("."))


def _sweep(home: Path) -> None:
    """Remove what an installation left that was killed a day ago or more."""
    for left in (*home.glob(".stage-*"), *home.glob(".removed-*")):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _STALE_S:
                shutil.rmtree(left, ignore_errors=True)
