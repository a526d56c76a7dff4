"""`translate-kit.toml`: what a project is set to."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from tm.files import written_whole
from translate_kit.errors import BadInput, BadOutput
from translate_kit.files import read_text

SETTINGS_FILE = "translate-kit.toml"
QA_TABLE = "qa"
"""The part of the file that says which checks run; `translate_kit.qa.profile` reads it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a project.

    Attributes:
        source_language: BCP 47, such as `nl`.
        target_language: BCP 47, such as `en`.
        memories: URLs or paths (relative to the project) of the memories that are read; the first is written to.
        glossaries: paths of the glossaries, the first counts most; empty for the one that ships.
        engine: `argos`, `libretranslate`, or `none` for memory only.
        threshold: per cent, 50-101; a match below it is not used as a draft.
        store: where segments and their versions are kept: empty for `project.db`, or the URL of a PostgreSQL schema.
    """

    source_language: str = "nl"
    target_language: str = "en"
    memories: tuple[str, ...] = ("memory.db",)
    glossaries: tuple[str, ...] = ()
    engine: str = "argos"
    threshold: int = 75
    store: str = ""


_COMMENTS = {
    "source_language": "the language of the documents in source/",
    "memories": "read before machine translation; what is confirmed goes into the first",
    "glossaries": "the first counts most; empty: the curated glossary that ships",
    "engine": "argos (offline machine translation), libretranslate (a server of yours) or none (memory only)",
    "threshold": "per cent: a match below it is not used as a draft",
    "store": "empty: project.db in this folder; for a team postgresql://user@host/database?schema=NAME",
}


def write_settings(folder: Path, settings: Settings) -> None:
    """Write `translate-kit.toml`, whole or not at all.

    Raises:
        BadOutput: the folder cannot be written.
    """
    lines = ["# A translate-kit project.", ""]
    for field in fields(settings):
        value = getattr(settings, field.name)
        # JSON's strings, numbers and flat lists are TOML's too.
        shown = json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
        comment = f"  # {_COMMENTS[field.name]}" if field.name in _COMMENTS else ""
        lines.append(f"{field.name} = {shown}{comment}")
    try:
        with written_whole(folder / SETTINGS_FILE) as stream:
            stream.write(("\n".join(lines) + "\n").encode())
    except OSError as error:
        raise BadOutput(f"{folder}: cannot be written ({error.strerror or error}).") from None


def read_settings(folder: Path) -> Settings:
    """Read `translate-kit.toml`.

    Raises:
        BadInput: it is not TOML, or a setting is unknown, has the wrong type or is no language tag.
    """
    path = folder / SETTINGS_FILE
    try:
        table = tomllib.loads(read_text(path, allow_empty=True))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(
            f"is not TOML ({error}).", path=path, remedy="Correct it, or run `translate-kit init`."
        ) from None
    known = {field.name: getattr(Settings(), field.name) for field in fields(Settings)}
    values: dict[str, Any] = {}
    for name, value in table.items():
        if name == QA_TABLE:
            continue
        if name not in known:
            raise BadInput(f"unknown setting {name!r}.", path=path, remedy=f"Known: {', '.join(known)}.")
        default = known[name]
        if isinstance(default, tuple):
            fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
        else:
            fits = type(value) is type(default)
        if not fits:
            expected = "a list of strings" if isinstance(default, tuple) else type(default).__name__
            raise BadInput(f"{name} must be {expected}, not {value!r}.", path=path)
        values[name] = tuple(value) if isinstance(default, tuple) else value
    settings = Settings(**values)
    require_languages(settings, path)
    if not 50 <= settings.threshold <= 101:
        raise BadInput(f"threshold must be 50 to 101, not {settings.threshold}.", path=path)
    return settings


_STORE_LINE = re.compile(r"^[ \t]*store[ \t]*=.*$", re.MULTILINE)


def with_store(text: str, store: str, path: Path) -> str:
    """The text of a `translate-kit.toml` with another store; all else, comments included, stays as it is.

    Raises:
        BadInput: the line of the store cannot be told from the rest.
    """
    line = f"store = {json.dumps(store, ensure_ascii=False)}  # {_COMMENTS['store']}"
    before = tomllib.loads(text)
    if before.get("store", "") == store:
        return text
    changed = _STORE_LINE.sub(lambda _: line, text, count=1) if "store" in before else f"{line}\n{text}"
    try:
        fits = tomllib.loads(changed) == {**before, "store": store}
    except tomllib.TOMLDecodeError:
        fits = False
    if not fits:
        raise BadInput("write the setting `store` in one line of its own, before the tables.", path=path)
    return changed


_TAG = re.compile("[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def require_languages(settings: Settings, path: Path) -> None:
    """Refuse what no export could write as the language of a file.

    Raises:
        BadInput: the source or target language is not formed like a BCP 47 tag.
    """
    for name in ("source_language", "target_language"):
        tag = getattr(settings, name)
        if not _TAG.fullmatch(tag):
            raise BadInput(f"{name} must be a language tag such as nl or en-GB, not {tag!r}.", path=path)
