"""Installing from an index: over a real server, with everything that can go wrong on the way."""

from __future__ import annotations

import hashlib
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.translate_kit.mt.conftest import Pack
from tests.translate_kit.mt.server import Server, running
from translate_kit.errors import BadInput, Missing
from translate_kit.mt import download, models, packages
from translate_kit.mt.packages import Origin

pytestmark = pytest.mark.usefixtures("data_home")


@pytest.fixture
def server(embedded: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(download, "PAUSE_S", 0.01)
    with running() as serving:
        serving.offer(embedded.read_bytes())
        yield serving


def downloads() -> list[Path]:
    return sorted((packages.folder() / ".downloads").glob("*"))


def interrupted(server: Server) -> int:
    """Stop an installation after the first megabyte; how many bytes were kept."""

    def interrupt(done: int, _total: int | None) -> None:
        if done >= 1_000_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        models.install_official("nl", "en", index=server.url, progress=interrupt)
    have = next(path for path in downloads() if path.suffix == ".part").stat().st_size
    assert 500_000 < have < len(server.files["/package.argosmodel"])
    return have


def ranges(server: Server) -> list[str]:
    return [asked for path, asked in server.requests if path.endswith(".argosmodel")]


def test_newest_package_of_the_pair_is_installed_and_preferred(server: Server, pack: Pack) -> None:
    server.offer(pack(metadata={"package_version": "1.11"}).read_bytes(), package_version="1.11")
    model = models.install_official("nl", "en", index=server.url)
    assert (model.origin, model.version, model.taken_from) == (
        Origin.INDEX,
        "1.11",
        f"{server.url}/package.argosmodel",
    )
    assert models.find("nl", "en") == model
    assert downloads() == []


@pytest.mark.parametrize("ending", ["", "/", "/index.json"])
def test_index_is_named_by_its_folder_or_its_file(server: Server, ending: str) -> None:
    assert download.newest(server.url + ending, "nl", "en").version == "1.8"


def test_index_of_the_environment_is_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARGOS_PACKAGE_INDEX", f"{server.url}/")
    assert models.install_official("nl", "en").origin is Origin.INDEX


def test_progress_ends_with_the_whole_file(server: Server, embedded: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    models.install_official("nl", "en", index=server.url, progress=lambda done, total: seen.append((done, total)))
    size = embedded.stat().st_size
    assert seen[-1] == (size, size)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_installing_again_downloads_nothing(server: Server) -> None:
    model = models.install_official("nl", "en", index=server.url)
    server.offer(server.files["/package.argosmodel"], package_version=model.version)
    server.requests.clear()
    assert models.install_official("nl", "en", index=server.url) == model
    assert ranges(server) == []


def test_broken_connections_are_taken_up_where_they_stopped(server: Server, embedded: Path) -> None:
    server.drops = [2_000_000] * 3
    model = models.install_official("nl", "en", index=server.url)
    assert ranges(server) == ["", "bytes=2000000-", "bytes=4000000-", "bytes=6000000-"]
    assert (model.path / "model/model.bin").is_file()


def test_server_without_ranges_is_asked_for_the_whole_file_again(server: Server) -> None:
    server.ranges, server.drops = False, [2_000_000, 3_000_000]
    assert models.install_official("nl", "en", index=server.url).origin is Origin.INDEX


def test_server_that_says_no_length_is_read_to_the_end(server: Server) -> None:
    server.length = False
    assert models.install_official("nl", "en", index=server.url).origin is Origin.INDEX


def test_download_that_keeps_breaking_is_kept_for_the_next_run(server: Server) -> None:
    server.drops = [3_000_000, *[0] * download.ATTEMPTS]
    with pytest.raises(Missing, match=r"3,000,000 bytes are kept: run the command again"):
        models.install_official("nl", "en", index=server.url)
    assert models.find("nl", "en").origin is Origin.EMBEDDED
    server.requests.clear()
    models.install_official("nl", "en", index=server.url)
    assert ranges(server) == ["bytes=3000000-"]


def test_interrupted_download_is_taken_up_by_the_next_run(server: Server) -> None:
    have = interrupted(server)
    models.install_official("nl", "en", index=server.url)
    assert ranges(server)[-1] == f"bytes={have}-"
    assert downloads() == []


@pytest.mark.parametrize("etag", [True, False])
@pytest.mark.parametrize("longer", [True, False])
def test_file_that_changed_on_the_server_is_downloaded_anew(
    server: Server, pack: Pack, etag: bool, longer: bool
) -> None:
    server.etag = etag
    interrupted(server)
    other = pack(metadata={"from_name": "Nederlands"}, without=() if longer else ("README.md",)).read_bytes()
    server.files["/package.argosmodel"] = other
    model = models.install_official("nl", "en", index=server.url)
    assert model.source_name == "Nederlands"


def test_file_that_became_shorter_than_what_is_here_is_downloaded_anew(server: Server) -> None:
    server.etag = False
    interrupted(server)
    server.files["/package.argosmodel"] = b"short"
    with pytest.raises(BadInput, match="not a zip archive"):
        models.install_official("nl", "en", index=server.url)
    assert downloads() == []


def test_next_link_is_tried_when_one_fails(server: Server) -> None:
    links = [f"{server.url}/gone.argosmodel", "ipfs://somewhere", "package.argosmodel"]
    server.offer(server.files["/package.argosmodel"], links=links)
    assert models.install_official("nl", "en", index=server.url).origin is Origin.INDEX


def test_checksum_of_the_index_is_checked(server: Server) -> None:
    package = server.files["/package.argosmodel"]
    server.offer(package, sha256=hashlib.sha256(package).hexdigest().upper())
    models.install_official("nl", "en", index=server.url)
    models.remove("nl", "en")
    server.offer(package, sha256="0" * 64)
    with pytest.raises(BadInput, match="SHA-256"):
        models.install_official("nl", "en", index=server.url)
    assert models.find("nl", "en").origin is Origin.EMBEDDED
    assert downloads() == []


@pytest.mark.parametrize("what", ["truncated", "other pair", "web page"])
def test_wrong_package_is_refused_and_the_old_one_stays(server: Server, pack: Pack, what: str) -> None:
    old = models.install_file(pack(metadata={"package_version": "1.0"}))
    data = server.files["/package.argosmodel"]
    wrong = {
        "truncated": data[:3_000_000],
        "web page": b"<html>Sign in to the network</html>",
        "other pair": pack(metadata={"from_code": "de"}).read_bytes(),
    }[what]
    server.files["/package.argosmodel"] = wrong
    with pytest.raises(BadInput):
        models.install_official("nl", "en", index=server.url)
    assert models.find("nl", "en") == old
    assert downloads() == []


def test_pair_that_the_index_does_not_have_is_said(server: Server) -> None:
    with pytest.raises(Missing, match=r"index\.json: there is no package for nl to fr"):
        models.install_official("nl", "fr", index=server.url)


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"<html>", "not a package index"), (b'{"a": 1}', "a list was expected"), (b"[" * 100_000, "not a package index")],
)
def test_index_that_is_none_is_refused(server: Server, data: bytes, said: str) -> None:
    server.files["/index.json"] = data
    with pytest.raises(BadInput, match=said):
        models.install_official("nl", "en", index=server.url)


def test_oversized_index_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "MAX_INDEX_BYTES", 100)
    with pytest.raises(BadInput, match="more than 100 bytes"):
        models.install_official("nl", "en", index=server.url)


def test_server_that_answers_with_an_error_is_quoted(server: Server) -> None:
    with pytest.raises(Missing, match="404"):
        models.install_official("nl", "en", index=f"{server.url}/nowhere")
    del server.files["/package.argosmodel"]
    with pytest.raises(Missing, match="404"):
        models.install_official("nl", "en", index=server.url)


def test_without_a_network_the_remedy_is_said() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(Missing, match=r"Is there a network\?.*models install FILE"):
        models.install_official("nl", "en", index=closed)


@pytest.mark.parametrize("index", ["file:///etc/", "ftp://127.0.0.1/", "nonsense"])
def test_only_http_is_spoken(index: str) -> None:
    with pytest.raises(Missing, match="only http and https"):
        models.install_official("nl", "en", index=index)


def test_note_of_another_download_is_ignored(server: Server) -> None:
    offer = download.newest(server.url, "nl", "en")
    place = packages.folder()
    place.mkdir(parents=True)
    download.fetch(offer, place)
    target = next(place.glob("*.argosmodel"))
    part, note = place / f"{target.name}.part", place / f"{target.name}.part.json"
    part.write_bytes(b"something else")
    for contents in ("{", json.dumps({"url": "http://other", "size": 14, "validator": ""})):
        note.write_text(contents, "utf-8")
        part.write_bytes(b"something else")
        path, _ = download.fetch(offer, place)
        assert path.read_bytes() == server.files["/package.argosmodel"]
