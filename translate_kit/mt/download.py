"""The Argos index and its packages, over HTTP: the only module of translate-kit that goes to the network by itself.

A download goes to a `.part` file with a note of what it is a part of. When the connection breaks, it is taken up where
it stopped, in the same run and in the next one, if the server offers ranges and still has the same file (`If-Range`
with its ETag or date, and the same size); otherwise it starts anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from translate_kit import __version__
from translate_kit.errors import BadInput, Missing
from translate_kit.mt import archive, packages

Progress = Callable[[int, int | None], None]
"""Called with the bytes that are there, and how many there will be (None when the server does not say)."""

TIMEOUT_S = 30
ATTEMPTS = 5
"""Broken connections in a row without a byte of progress before we give up."""
PAUSE_S = 0.5
CHUNK_BYTES = 2**17
MAX_INDEX_BYTES = 16 * 2**20
MAX_PACKAGE_BYTES = archive.MAX_TOTAL_BYTES

_BROKEN = (OSError, http.client.HTTPException)


@dataclass(frozen=True, slots=True)
class Offer:
    """A package that the index has.

    Attributes:
        source: language code.
        target: language code.
        version: of the package.
        links: where it is, `http` or `https`; at least one.
        sha256: of the file in hex, empty when the index does not say.
    """

    source: str
    target: str
    version: str
    links: tuple[str, ...]
    sha256: str = ""


def newest(index: str, source: str, target: str) -> Offer:
    """The newest package for a pair of languages in an index.

    Args:
        index: URL of the index, or of the folder that has it as `index.json`.
        source: language code.
        target: language code.

    Raises:
        Missing: the index cannot be reached, or has no package for the pair.
        BadInput: it is not an index.
    """
    url = index if index.endswith(".json") else index.rstrip("/") + "/index.json"
    offers = [offer for offer in _offers(_read_index(url), url) if (offer.source, offer.target) == (source, target)]
    if not offers:
        raise Missing(f"{url}: there is no package for {source} to {target} to download.")
    return max(offers, key=lambda offer: packages.release(offer.version))


def fetch(offer: Offer, folder: Path, *, progress: Progress | None = None) -> tuple[Path, str]:
    """Download a package into a folder.

    Returns:
        The file, and the URL that it came from.

    Raises:
        Missing: every link failed; what is there already is kept for the next try.
        BadInput: it is not what the index says it is (its checksum).
        OSError: the folder cannot be written.
    """
    failures = []
    for link in offer.links:
        name = (
            f"translate-{offer.source}_{offer.target}-{offer.version}-{hashlib.sha256(link.encode()).hexdigest()[:8]}"
        )
        download = _Download(link, folder / f"{name}.argosmodel")
        try:
            path = download.run(progress)
        except Missing as error:
            failures.append(str(error))
            continue
        if offer.sha256 and _sha256(path) != offer.sha256.lower():
            path.unlink()
            raise BadInput(
                "this is not the file that the index describes (its SHA-256 is another one).",
                path=link,
                remedy="Try again later; nothing was changed.",
            )
        return path, link
    raise Missing(" ".join(failures))


class _Download:
    """One file on its way here."""

    def __init__(self, url: str, target: Path) -> None:
        self._url, self._target = url, target
        self._part = target.with_name(f"{target.name}.part")
        self._note = target.with_name(f"{target.name}.part.json")

    def run(self, progress: Progress | None) -> Path:
        """Fetch the file, taking up what is there.

        Raises:
            Missing: the server cannot be reached, refuses, or the connection keeps breaking.
            OSError: the folder cannot be written.
        """
        failures = 0
        while True:
            before = self._have()
            try:
                complete, reason = self._once(progress)
            except urllib.error.HTTPError as error:
                error.close()
                raise Missing(f"{self._url}: the server answered {error.code} {error.reason}.") from None
            if complete:
                break
            failures = 0 if self._have() > before else failures + 1
            # Without a single byte there is most likely no network: say so at once.
            if failures >= ATTEMPTS or (failures and not self._have()):
                kept = f" {self._have():,} bytes are kept: run the command again to go on." if self._have() else ""
                raise Missing(f"{self._url}: {reason}. Is there a network?{kept}")
            time.sleep(PAUSE_S * failures)
        self._part.replace(self._target)
        self._note.unlink(missing_ok=True)
        return self._target

    def _have(self) -> int:
        return self._part.stat().st_size if self._part.exists() else 0

    def _once(self, progress: Progress | None) -> tuple[bool, str]:
        """One request; whether the file is complete now, and what broke off otherwise."""
        note = self._read_note()
        have = self._have() if note else 0
        headers = {}
        if have and note:
            headers["Range"] = f"bytes={have}-"
            if note["validator"]:
                headers["If-Range"] = note["validator"]
        try:
            response = _open(self._url, headers)
        except urllib.error.HTTPError as error:
            if error.code != http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                raise
            # The file is shorter than what we have of it: another one. Begin anew.
            error.close()
            self._forget()
            return self._once(progress)
        except _BROKEN as error:
            return False, _reason(error)
        with response:
            if have and note and response.status == http.HTTPStatus.PARTIAL_CONTENT:
                total = _total(response.headers.get("Content-Range", ""), have)
                if total is None or total != note["size"] or not _same(note["validator"], response):
                    # Another file than the one that we have the beginning of.
                    self._forget()
                    return self._once(progress)
            else:
                have, total = 0, _length(response)
                self._write_note(total, _validator(response))
            if total is not None and total > MAX_PACKAGE_BYTES:
                raise Missing(f"{self._url}: {total:,} bytes; at most {MAX_PACKAGE_BYTES:,} are downloaded.")
            with self._part.open("ab" if have else "wb") as stream:
                return self._copy(response, stream, have, total, progress)

    def _copy(
        self, response: Any, stream: IO[bytes], have: int, total: int | None, progress: Progress | None
    ) -> tuple[bool, str]:
        while True:
            if progress is not None:
                progress(have, total)
            try:
                chunk = response.read1(CHUNK_BYTES)
            except _BROKEN as error:
                return False, _reason(error)
            if not chunk:
                complete = total is None or have == total
                return complete, f"the connection broke off after {have:,} of {total or 0:,} bytes"
            have += len(chunk)
            if have > (MAX_PACKAGE_BYTES if total is None else total):
                raise Missing(f"{self._url}: the server sends more than it announced.")
            stream.write(chunk)

    def _read_note(self) -> dict[str, Any] | None:
        with contextlib.suppress(OSError, ValueError):
            note = json.loads(self._note.read_text("utf-8"))
            if note.get("url") == self._url and isinstance(note.get("size"), int):
                return {"validator": str(note.get("validator", "")), "size": note["size"]}
        return None

    def _write_note(self, size: int | None, validator: str) -> None:
        self._note.write_text(json.dumps({"url": self._url, "size": size, "validator": validator}), "utf-8")

    def _forget(self) -> None:
        self._part.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)


def _open(url: str, headers: dict[str, str]) -> Any:
    if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
        raise Missing(f"{url}: only http and https addresses are downloaded.")
    # An identity encoding, or the sizes would be those of something else.
    every = {"User-Agent": f"translate-kit/{__version__}", "Accept-Encoding": "identity", **headers}
    return urllib.request.urlopen(urllib.request.Request(url, headers=every), timeout=TIMEOUT_S)  # noqa: S310 (checked)


def _reason(error: BaseException) -> str:
    reason = getattr(error, "reason", None) or error
    return f"cannot be reached ({reason})" if isinstance(error, urllib.error.URLError) else f"broke off ({reason})"


def _length(response: Any) -> int | None:
    value = response.headers.get("Content-Length", "")
    return int(value) if value.isdigit() else None


def _total(content_range: str, have: int) -> int | None:
    found = re.fullmatch(r"bytes (\d+)-\d+/(\d+)", content_range.strip())
    return int(found[2]) if found and int(found[1]) == have else None


def _validator(response: Any) -> str:
    """What `If-Range` takes: a strong ETag, else the date (RFC 9110, 13.1.5)."""
    tag = response.headers.get("ETag", "")
    return str(tag if tag and not tag.startswith("W/") else response.headers.get("Last-Modified", ""))


def _same(validator: str, response: Any) -> bool:
    now = _validator(response)
    return not validator or not now or now == validator


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read_index(url: str) -> list[Any]:
    try:
        with _open(url, {}) as response:
            data = response.read(MAX_INDEX_BYTES + 1)
    except urllib.error.HTTPError as error:
        error.close()
        raise Missing(f"{url}: the server answered {error.code} {error.reason}.") from None
    except _BROKEN as error:
        raise Missing(
            f"{url}: {_reason(error)}. Is there a network? "
            "A package from elsewhere is installed with: translate-kit models install FILE.argosmodel"
        ) from None
    if len(data) > MAX_INDEX_BYTES:
        raise BadInput(f"more than {MAX_INDEX_BYTES:,} bytes, an index was expected.", path=url)
    try:
        index = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"this is not a package index ({error}).", path=url) from None
    if not isinstance(index, list):
        raise BadInput("this is not a package index (a list was expected).", path=url)
    return index


def _offers(index: list[Any], url: str) -> Iterator[Offer]:
    for entry in index:
        # Anything that is not a translation package with the fields that we need is somebody else's business.
        if not isinstance(entry, dict) or entry.get("type", "translate") != "translate":
            continue
        codes = [entry.get(name) for name in ("from_code", "to_code", "package_version")]
        links = entry.get("links")
        if not all(isinstance(code, str) for code in codes) or not isinstance(links, list):
            continue
        whole = [urllib.parse.urljoin(url, link) for link in links if isinstance(link, str)]
        usable = tuple(link for link in whole if urllib.parse.urlsplit(link).scheme in ("http", "https"))
        source, target, version = map(str, codes)
        if usable and archive.VERSION.match(version):
            sha256 = entry.get("sha256", "")
            yield Offer(
                packages.tag(source), packages.tag(target), version, usable, sha256 if isinstance(sha256, str) else ""
            )
