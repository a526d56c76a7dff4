"""A `.argosmodel` file is hostile until shown otherwise."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path

import pytest

from tests.translate_kit.mt.conftest import TOP, Pack
from translate_kit.errors import BadInput
from translate_kit.mt import archive


def test_the_embedded_package_is_in_order(embedded: Path) -> None:
    contents = archive.inspect(embedded)
    assert (contents.metadata["from_code"], contents.metadata["to_code"]) == ("nl", "en")
    assert contents.size_bytes > embedded.stat().st_size


def test_unpacking_gives_every_file_as_it_was(embedded: Path, embedded_files: dict[str, bytes], tmp_path: Path) -> None:
    archive.unpack(embedded, tmp_path)
    found = {file.relative_to(tmp_path).as_posix(): file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    assert found == embedded_files


def test_same_contents_have_the_same_fingerprint_however_they_are_packed(embedded: Path, pack: Pack) -> None:
    repacked = archive.inspect(pack()).fingerprint
    assert repacked == archive.inspect(embedded).fingerprint
    assert archive.inspect(pack(more={f"{TOP}/NOTE": b"x"})).fingerprint != repacked


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("metadata.json", "metadata.json is missing"),
        ("model/model.bin", "weights"),
        ("model/config.json", "config.json is missing"),
        ("model/shared_vocabulary.json", "vocabulary is missing"),
        ("sentencepiece.model", "tokenizer is missing"),
    ],
)
def test_missing_part_is_named(pack: Pack, missing: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        archive.inspect(pack(without=(missing,)))


def test_models_from_before_config_json_are_accepted(pack: Pack) -> None:
    # Binary version 5 of CTranslate2 kept in model.bin what is in config.json since version 6.
    old = pack(
        without=("model/config.json", "model/model.bin"),
        more={f"{TOP}/model/model.bin": b"\x05\x00\x00\x00" + b"w" * 64},
    )
    assert archive.inspect(old).folder == TOP


def test_separate_vocabularies_and_bpe_are_accepted(pack: Pack) -> None:
    other = pack(
        without=("model/shared_vocabulary.json", "sentencepiece.model"),
        more={
            f"{TOP}/model/source_vocabulary.txt": b"a",
            f"{TOP}/model/target_vocabulary.txt": b"a",
            f"{TOP}/bpe.model": b"#",
        },
    )
    assert archive.inspect(other).folder == TOP


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("/etc/passwd", "outside the package"),
        ("../escape", "outside the package"),
        (f"{TOP}/../../escape", "outside the package"),
        (f"{TOP}/model\\..\\escape", "outside the package"),
        ("C:/escape", "outside the package"),
        (f"{TOP}/bell\x07", "control characters"),
        ("loose-file", "outside a folder"),
        ("second/metadata.json", "2 folders"),
        (f"{TOP}/metadata.json", "same name"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_hostile_name_is_refused(pack: Pack, name: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        archive.inspect(pack(more={name: b"x"}))


@pytest.mark.parametrize(("kind", "said"), [(stat.S_IFLNK, "symbolic link"), (stat.S_IFIFO, "special file")])
def test_links_and_special_files_are_refused(pack: Pack, kind: int, said: str) -> None:
    path = pack()
    entry = zipfile.ZipInfo(f"{TOP}/model/extra")
    entry.external_attr = (kind | 0o644) << 16
    with zipfile.ZipFile(path, "a") as stream:
        stream.writestr(entry, "/etc/passwd")
    with pytest.raises(BadInput, match=said):
        archive.inspect(path)


def test_decompression_bomb_is_refused(pack: Pack) -> None:
    with pytest.raises(BadInput, match="decompression bomb"):
        archive.inspect(pack(more={f"{TOP}/zeros": bytes(8 * 2**20)}))


def test_more_bytes_than_any_model_has_are_refused(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_TOTAL_BYTES", 2**20)
    with pytest.raises(BadInput, match="would unpack to"):
        archive.inspect(pack())


def test_thousands_of_files_are_refused(pack: Pack) -> None:
    with pytest.raises(BadInput, match="files in it"):
        archive.inspect(pack(more={f"{TOP}/{number}": b"" for number in range(archive.MAX_ENTRIES)}))


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ({"from_code": None}, "'from_code' should be a text"),
        ({"from_code": 7}, "'from_code' should be a text"),
        ({"from_code": "../nl"}, "language code"),
        ({"to_code": "e/n"}, "language code"),
        ({"package_version": 0.1}, "'package_version' should be a text"),
        ({"package_version": "../../1"}, "should be a version"),
        ({"from_name": ["Dutch"]}, "'from_name' should be a text"),
        ({"links": "http://x"}, "'links' should be a list"),
        ({"type": "sbd"}, "type 'sbd'"),
    ],
)
def test_metadata_of_the_wrong_type_is_refused(pack: Pack, metadata: dict[str, object], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        archive.inspect(pack(metadata=metadata))


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"{", "not JSON"), (b"\xff\xfe", "not JSON"), (b"[]", "an object"), (b"[" * 100_000, "not JSON")],
)
def test_metadata_that_is_not_an_object_is_refused(pack: Pack, data: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        archive.inspect(pack(without=("metadata.json",), more={f"{TOP}/metadata.json": data}))


def test_oversized_metadata_is_not_read(pack: Pack) -> None:
    noise = os.urandom(archive.MAX_METADATA_BYTES + 1)
    with pytest.raises(BadInput, match="larger than 1 MiB"):
        archive.inspect(pack(without=("metadata.json",), more={f"{TOP}/metadata.json": noise}))


def test_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.argosmodel"
    path.write_bytes(b"not a zip archive at all")
    with pytest.raises(BadInput, match="not a zip archive"):
        archive.inspect(path)


def test_missing_file_and_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        archive.inspect(tmp_path / "none.argosmodel")
    with pytest.raises(BadInput, match="a folder"):
        archive.inspect(tmp_path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_truncated_archive_is_refused(embedded: Path, tmp_path: Path, share: float) -> None:
    data = embedded.read_bytes()
    path = tmp_path / "a.argosmodel"
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(BadInput, match="truncated"):
        archive.inspect(path)


def test_damaged_weights_are_found_by_their_checksum(pack: Pack, tmp_path: Path) -> None:
    path = pack()
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as stream:
        at = stream.getinfo(f"{TOP}/model/model.bin").header_offset
    data[at + 100_000] ^= 0xFF
    path.write_bytes(data)
    target = tmp_path / "out"
    target.mkdir()
    with pytest.raises(BadInput, match=r"model\.bin' in it is damaged"):
        archive.unpack(path, target)


def test_encrypted_entry_is_refused(pack: Pack) -> None:
    path = pack(more={f"{TOP}/secret": b"x"})
    data = bytearray(path.read_bytes())
    # The flags of the last entry of the table of contents: bit 0 says that it is encrypted.
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(BadInput, match="encrypted"):
        archive.inspect(path)
