"""Argos packages as files: check a `.argosmodel` before anything of it touches the disk, and unpack it.

An `.argosmodel` is a zip archive with one folder that holds `metadata.json`, a CTranslate2 model in `model/` and a
tokenizer. It may come from anywhere, so it is hostile until shown otherwise: `zipfile.extractall`, which Argos's own
installer uses, neither notices missing parts nor limits what it unpacks.
"""

from __future__ import annotations

import hashlib
import json
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from translate_kit.errors import BadInput

MAX_ENTRIES = 1_000
MAX_TOTAL_BYTES = 4 * 2**30
"""Unpacked. The largest official packages come to some 500 MB."""
MAX_RATIO = 200
"""Unpacked bytes for one packed byte, looked at in files of more than `RATIO_FROM_BYTES`; weights hardly shrink."""
RATIO_FROM_BYTES = 2**20
MAX_METADATA_BYTES = 2**20
CHUNK_BYTES = 2**20

LANGUAGE_CODE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*\Z")
VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,31}\Z")
VOCABULARIES = tuple(
    tuple(f"model/{name}.{ending}" for name in names)
    for names in (("shared_vocabulary",), ("source_vocabulary", "target_vocabulary"))
    for ending in ("json", "txt")
)
TOKENIZERS = ("sentencepiece.model", "bpe.model")
CONFIG_SINCE = 6
"""CTranslate2 models of this binary version (2022) and later do not load without their `config.json`."""

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a checked archive holds.

    Attributes:
        folder: the one folder at its top.
        metadata: the object in `metadata.json`.
        size_bytes: of all files, unpacked.
        fingerprint: 12 hex digits over the names, sizes and checksums of its files; the same contents have the same
            fingerprint however they are packed.
    """

    folder: str
    metadata: dict[str, Any]
    size_bytes: int
    fingerprint: str


def inspect(path: Path) -> Contents:
    """Check an archive without reading the weights: its table of contents, its parts, its metadata.

    Raises:
        BadInput: it cannot be a usable Argos package; the message names what is wrong. Damage inside the files shows
            when they are read, see `unpack`.
    """
    with _opened(path) as archive:
        return _inspect(archive, path)


def unpack(path: Path, into: Path, *, progress: Callable[[int], None] | None = None) -> Contents:
    """Check an archive and unpack the files of its folder into `into`, an existing empty folder.

    Args:
        path: the `.argosmodel` file.
        into: gets `metadata.json`, `model/` and so on, without the archive's own top folder.
        progress: called with how many more bytes were written.

    Raises:
        BadInput: as for `inspect`; also checksum errors. What was unpacked up to there is left in `into`.
        OSError: `into` cannot be written.
    """
    with _opened(path) as archive:
        contents = _inspect(archive, path)
        for entry in archive.infolist():
            if entry.is_dir():
                continue
            target = into.joinpath(*PurePosixPath(entry.filename).parts[1:])
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as stream:
                for chunk in _read(archive, entry, path):
                    stream.write(chunk)
                    if progress is not None:
                        progress(len(chunk))
        return contents


def check_folder(folder: Path) -> dict[str, Any]:
    """The metadata of an unpacked package.

    Raises:
        BadInput: parts are missing, or the metadata is not what it should be.
    """
    names = {str(file.relative_to(folder).as_posix()) for file in folder.rglob("*") if file.is_file()}
    if "metadata.json" not in names:
        raise BadInput("metadata.json is missing.", path=folder)
    metadata = _metadata((folder / "metadata.json").read_bytes(), folder)
    _require_parts(names, lambda: (folder / "model/model.bin").open("rb").read(4), folder)
    return metadata


def _opened(path: Path) -> zipfile.ZipFile:
    if not path.exists():
        raise BadInput("no such file.", path=path, remedy="Check the name and the folder.")
    if path.is_dir():
        raise BadInput("this is a folder, an .argosmodel file was expected.", path=path)
    try:
        return zipfile.ZipFile(path)
    except PermissionError:
        raise BadInput("may not be read (permission denied).", path=path) from None
    except _DAMAGED:
        with path.open("rb") as stream:
            cut = stream.read(4) == b"PK\x03\x04"
        message = (
            "the archive is truncated: its table of contents is missing."
            if cut
            else "this is not an Argos package (not a zip archive)."
        )
        raise BadInput(message, path=path, remedy="Download it again.") from None


def _inspect(archive: zipfile.ZipFile, path: Path) -> Contents:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise BadInput(f"{len(entries):,} files in it; a package has at most {MAX_ENTRIES:,}.", path=path)
    for entry in entries:
        _refuse_hostile(entry, path)
    total = sum(entry.file_size for entry in entries)
    if total > MAX_TOTAL_BYTES:
        raise BadInput(f"it would unpack to {total:,} bytes; at most {MAX_TOTAL_BYTES:,} are accepted.", path=path)
    names = [entry.filename for entry in entries if not entry.is_dir()]
    if twice := {name for name in names if names.count(name) > 1}:
        raise BadInput(f"two files in it have the same name, {min(twice)!r}.", path=path)
    tops = {PurePosixPath(name).parts[0] for name in names}
    loose = [name for name in names if len(PurePosixPath(name).parts) == 1]
    if loose or len(tops) != 1:
        what = f"{min(loose)!r} outside a folder" if loose else f"{len(tops)} folders"
        raise BadInput(f"one folder was expected at its top, there is {what}.", path=path)
    folder = tops.pop()
    inner = {name.partition("/")[2]: archive.getinfo(name) for name in names}
    if "metadata.json" not in inner:
        raise BadInput(f"{folder}/metadata.json is missing.", path=path)
    if inner["metadata.json"].file_size > MAX_METADATA_BYTES:
        raise BadInput("metadata.json is larger than 1 MiB.", path=path)
    metadata = _metadata(b"".join(_read(archive, inner["metadata.json"], path)), path)
    _require_parts(inner.keys(), lambda: next(iter(_read(archive, inner["model/model.bin"], path)), b"")[:4], path)
    listing = "\n".join(f"{name} {entry.file_size} {entry.CRC:08x}" for name, entry in sorted(inner.items()))
    fingerprint = hashlib.sha256(listing.encode()).hexdigest()[:12]
    return Contents(folder, metadata, total, fingerprint)


def _refuse_hostile(entry: zipfile.ZipInfo, path: Path) -> None:
    name = entry.filename
    parts = PurePosixPath(name).parts
    if name.startswith("/") or "\\" in name or re.match(r"[A-Za-z]:", name) or ".." in parts or not parts:
        raise BadInput(f"{name!r} in it points outside the package.", path=path, remedy="Do not use this file.")
    if any(ord(character) < 32 for character in name):
        raise BadInput(f"{name!r} in it has control characters in its name.", path=path)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        what = "a symbolic link" if kind == stat.S_IFLNK else "a special file"
        raise BadInput(f"{name!r} in it is {what}.", path=path, remedy="Do not use this file.")
    if entry.flag_bits & 1:
        raise BadInput(f"{name!r} in it is encrypted.", path=path)
    if entry.file_size > RATIO_FROM_BYTES and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
        raise BadInput(
            f"{name!r} would grow from {entry.compress_size:,} to {entry.file_size:,} bytes (a decompression bomb).",
            path=path,
            remedy="Do not use this file.",
        )


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> Iterable[bytes]:
    # zipfile stops at the size that the table of contents promises and compares the checksum there, so an entry
    # that is longer than it says cannot fill the disk.
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(CHUNK_BYTES):
                yield chunk
    except _DAMAGED as error:
        raise BadInput(
            f"{entry.filename!r} in it is damaged ({error}).", path=path, remedy="Download it again."
        ) from None


def _metadata(data: bytes, path: Path) -> dict[str, Any]:
    try:
        metadata = json.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise BadInput(f"metadata.json is not JSON ({error}).", path=path) from None
    if not isinstance(metadata, dict):
        raise BadInput("metadata.json does not hold an object.", path=path)
    for name, pattern in (("from_code", LANGUAGE_CODE), ("to_code", LANGUAGE_CODE), ("package_version", VERSION)):
        value = metadata.get(name)
        if not isinstance(value, str):
            raise BadInput(f"metadata.json: {name!r} should be a text, it is {value!r}.", path=path)
        if not pattern.match(value):
            expected = "a language code" if name != "package_version" else "a version"
            raise BadInput(f"metadata.json: {name!r} should be {expected}, it is {value!r}.", path=path)
    for name in ("from_name", "to_name", "argos_version", "type", "target_prefix"):
        if not isinstance(metadata.get(name, ""), str):
            raise BadInput(f"metadata.json: {name!r} should be a text, it is {metadata[name]!r}.", path=path)
    for name in ("languages", "source_languages", "target_languages", "links"):
        if not isinstance(metadata.get(name, []), list):
            raise BadInput(f"metadata.json: {name!r} should be a list, it is {metadata[name]!r}.", path=path)
    if (kind := metadata.get("type", "translate")) != "translate":
        raise BadInput(f"this is an Argos package of type {kind!r}; a translation model was expected.", path=path)
    return metadata


def _require_parts(names: Iterable[str], model_head: Callable[[], bytes], path: Path) -> None:
    names = set(names)
    if "model/model.bin" not in names:
        raise BadInput("model/model.bin (the weights) is missing.", path=path)
    if "model/config.json" not in names and int.from_bytes(model_head(), "little") >= CONFIG_SINCE:
        raise BadInput("model/config.json is missing.", path=path)
    if not any(names.issuperset(files) for files in VOCABULARIES):
        raise BadInput("the vocabulary is missing (model/shared_vocabulary.json, or source and target).", path=path)
    if not names.intersection(TOKENIZERS):
        raise BadInput(f"the tokenizer is missing ({' or '.join(TOKENIZERS)}).", path=path)
