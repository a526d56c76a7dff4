"""Translation models: found, installed, removed, described. The public face; the places are in `packages`."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from translate_kit.errors import BadInput, BadOutput, Missing
from translate_kit.mt import archive, packages
from translate_kit.mt.packages import Model, Origin

TRIAL_TIMEOUT_S = 300
"""Loading a full-size model and translating a sentence takes seconds."""

__all__ = ["Model", "Origin", "facts", "find", "install_file", "install_official", "installed", "remove"]


def installed() -> list[Model]:
    """All usable models, by pair; of each pair the one that `find` takes comes first.

    An installed package comes before the embedded one, then the newest version. Nothing is unpacked.
    """
    own = list(packages.in_own_folder())
    models = [*own, *packages.from_argos(), *packages.embedded_unused(own)]
    return sorted(models, key=lambda model: (model.source, model.target, *_rank(model)))


def find(source: str, target: str) -> Model:
    """The best model for a pair of languages, ready for use.

    Args:
        source: language tag; `nl-BE` takes a model for `nl` when there is none of its own.
        target: likewise.

    Raises:
        Missing: there is none; the message says how to get one.
    """
    model = choose(installed(), source, target)
    if model is None:
        raise Missing(
            f"There is no translation model for {source} to {target} on this machine. "
            f"Get one with: translate-kit models install {_base(source)} {_base(target)}"
        )
    if model.ready:
        return model
    try:
        place = packages.unpack(model.path, model.origin, model.taken_from)
    except OSError:
        # A read-only home, a full disk: the embedded model works all the same.
        return dataclasses.replace(model, path=packages.unpack_for_now(model.path))
    unpacked = (own for own in packages.in_own_folder() if own.path == place)
    return next(unpacked, dataclasses.replace(model, path=place))


def choose(models: Iterable[Model], source: str, target: str) -> Model | None:
    """The first of `models` for exactly this pair, else for its base languages, else for a variant of them."""
    models = list(models)
    exact = (packages.tag(source), packages.tag(target))
    base = (_base(source), _base(target))
    for pair in (exact, base):
        for model in models:
            if (packages.tag(model.source), packages.tag(model.target)) == pair:
                return model
    return next((model for model in models if (_base(model.source), _base(model.target)) == base), None)


def install_file(path: str | Path) -> Model:
    """Install an `.argosmodel` file, and replace the package that was installed for its pair.

    Raises:
        BadInput: it is not a usable package; nothing was changed.
        BadOutput: our own folder cannot be written.
    """
    path = Path(path)
    return _install(path, Origin.FILE, path.name)


def install_official(
    source: str, target: str, *, index: str | None = None, progress: Callable[[int, int | None], None] | None = None
) -> Model:
    """Download the newest package for a pair from the Argos index, check it, and install it.

    This is the only function of the project that goes to the network.

    Args:
        source: language code.
        target: language code.
        index: URL of the index, else the one that Argos is configured with (`ARGOS_PACKAGE_INDEX`).
        progress: called with the bytes that are there, and how many there will be (None when the server does not say).

    Returns:
        The model; the one that is there already when the index has none newer.

    Raises:
        Missing: no network, no such package, or a download that broke off; the message says what to do.
        BadInput: what came is not a usable package; nothing was changed.
        BadOutput: our own folder cannot be written.
    """
    from translate_kit.mt import download

    offer = download.newest(index or index_url(), packages.tag(source), packages.tag(target))
    for model in packages.in_own_folder():
        same = (packages.tag(model.source), packages.tag(model.target)) == (packages.tag(source), packages.tag(target))
        if same and model.origin is Origin.INDEX and packages.release(model.version) >= packages.release(offer.version):
            return model
    with _writing():
        place = packages.folder() / ".downloads"
        place.mkdir(parents=True, exist_ok=True)
        path, url = download.fetch(offer, place, progress=progress)
        try:
            return _install(path, Origin.INDEX, url, pair=(packages.tag(source), packages.tag(target)))
        finally:
            path.unlink(missing_ok=True)


def index_url() -> str:
    """The index that Argos is configured with."""
    # Read anew: the setting is fixed when argostranslate is imported, the environment is not.
    return str(packages.argos("settings").get_setting("ARGOS_PACKAGE_INDEX", packages.argos("settings").package_index))


def remove(source: str, target: str) -> list[Model]:
    """Remove what was installed for a pair, from our own folder.

    Returns:
        What was removed. The embedded package stays.

    Raises:
        Missing: nothing was installed for the pair.
        BadOutput: our own folder cannot be written.
    """
    pair = (packages.tag(source), packages.tag(target))
    models = [model for model in installed() if (packages.tag(model.source), packages.tag(model.target)) == pair]
    own = [model for model in models if model.origin in (Origin.FILE, Origin.INDEX)]
    if not own:
        where = next((model.path for model in models if model.origin is Origin.ARGOS), None)
        if where is not None:
            raise Missing(
                f"The model for {source} to {target} belongs to Argos Translate ({where}). "
                f"Remove it there: argospm remove translate-{source}_{target}"
            )
        detail = (
            "The embedded model is part of translate-kit and stays." if models else "See: translate-kit models list"
        )
        raise Missing(f"No model was installed for {source} to {target}. {detail}")
    with _writing(), packages.locked():
        for model in own:
            packages.discard(model.path)
    return own


def facts(model: Model) -> dict[str, Any]:
    """What is known about a model's quality: `summary`, `scores`, `known_failures`, `training_data`, `full_size`.

    Returns:
        The contents of the file beside an embedded package; for others their README as `summary`, when they have one.
    """
    if model.origin is Origin.EMBEDDED:
        card = (packages.DATA / model.taken_from).with_suffix(".toml")
        with contextlib.suppress(OSError, tomllib.TOMLDecodeError):
            return tomllib.loads(card.read_text("utf-8"))
        return {}
    if model.ready:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            readme = packages.argos("package").Package(model.path).get_readme()
            return {"summary": readme.strip()} if readme else {}
    return {}


def _install(path: Path, origin: Origin, taken_from: str, *, pair: tuple[str, str] | None = None) -> Model:
    def check(stage: Path, contents: archive.Contents) -> None:
        found = (packages.tag(contents.metadata["from_code"]), packages.tag(contents.metadata["to_code"]))
        if pair is not None and found != pair:
            raise BadInput(f"this package is for {'→'.join(found)}, {'→'.join(pair)} was expected.", path=taken_from)
        _try(stage, path)

    with _writing():
        place = packages.unpack(path, origin, taken_from, check=check)
        with packages.locked():
            models = list(packages.in_own_folder())
            new = next(model for model in models if model.path == place)
            for old in models:
                replaced = (packages.tag(old.source), packages.tag(old.target)) == (
                    packages.tag(new.source),
                    packages.tag(new.target),
                )
                if replaced and old.path != place and old.origin in (Origin.FILE, Origin.INDEX):
                    packages.discard(old.path)
    return new


def _try(stage: Path, path: Path) -> None:
    """Load a model and translate a sentence, in a process of its own: hostile weights can crash the library."""
    # -P: what lies in the current folder is not to be imported in place of this package.
    command = [sys.executable, "-P", "-m", "translate_kit.mt.trial", str(stage)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TRIAL_TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        raise BadInput("the model did not translate a sentence in five minutes.", path=path) from None
    try:
        error = json.loads(done.stdout)["error"]
    except (ValueError, KeyError, TypeError):
        error = f"it ended the process that loaded it, status {done.returncode}"
    if error:
        raise BadInput(f"the model does not work ({error}).", path=path, remedy="Download it again.")


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BadOutput(
            f"{error.filename or packages.folder()}: cannot be written ({error.strerror or error}). "
            "Set XDG_DATA_HOME to a folder that can."
        ) from None


def _base(code: str) -> str:
    return packages.tag(code).partition("-")[0]


def _rank(model: Model) -> tuple[Any, ...]:
    # Of the same version, what was installed here, then what was installed last.
    newest_first = tuple(-part for part in (*packages.release(model.version), *(0,) * 6)[:6])
    latest_first = tuple(-ord(character) for character in model.installed)
    return (model.origin is Origin.EMBEDDED, newest_first, model.origin is Origin.ARGOS, latest_first)
