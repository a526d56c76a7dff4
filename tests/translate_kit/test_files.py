"""Text as people save it: what is read, and what is refused with which message."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_kit.errors import BadInput
from translate_kit.files import MAX_LINE_CHARS, decode, read_text

DUTCH = "Zelfredzaamheid – „één” ideologieën.\r\nTweede regel.\n"


@pytest.mark.parametrize(
    "bom_and_codec", [(b"", "utf-8"), (codecs.BOM_UTF8, "utf-8"), (b"", "utf-16"), (b"", "utf-32")]
)
def test_unicode_is_told_from_its_bytes(bom_and_codec: tuple[bytes, str]) -> None:
    bom, codec = bom_and_codec
    assert decode(bom + DUTCH.encode(codec), path="a.md") == DUTCH


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_names_the_option_that_reads_it(codec: str) -> None:
    data = ("Noord-Korea is een land. " * 20).encode(codec)
    with pytest.raises(BadInput, match=f"--encoding {codec}"):
        decode(data, path="a.md")
    assert decode(data, path="a.md", encoding=codec).startswith("Noord-Korea")


def test_utf16_with_a_mark_and_the_option_loses_the_mark() -> None:
    assert decode(codecs.BOM_UTF16_LE + "één".encode("utf-16-le"), path="a", encoding="utf-16-le") == "één"


def test_latin1_names_line_byte_and_remedy() -> None:
    data = "Eerste regel.\nTweede is geïmporteerd.\n".encode("latin-1")
    with pytest.raises(BadInput, match=r"a\.md:2: this is not UTF-8 \(byte 0xEF.*--encoding latin-1"):
        decode(data, path="a.md")
    assert "geïmporteerd" in decode(data, path="a.md", encoding="latin-1")


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n ", codecs.BOM_UTF8])
def test_nothing_but_white_space_is_an_empty_file(data: bytes) -> None:
    with pytest.raises(BadInput, match="empty"):
        decode(data, path="a.md")
    assert decode(data, path="a.md", allow_empty=True).strip() == ""


@pytest.mark.parametrize("data", [b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)), b"PK\x03\x04\x14\x00\x00\x00"])
def test_a_binary_file_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match="binary file"):
        decode(data, path="a.md")


def test_a_nul_far_into_the_text_is_refused_with_its_line() -> None:
    with pytest.raises(BadInput, match=r"a\.md:3: there are NUL"):
        decode(("x" * 70_000 + "\n\nhier \x00 daar").encode(), path="a.md")


def test_a_line_that_is_no_paragraph_is_refused_with_its_number() -> None:
    with pytest.raises(BadInput, match=r"a\.md:2: a line of 1,000,001 characters"):
        decode(b"kort\n" + b"x" * (MAX_LINE_CHARS + 1), path="a.md")
    assert decode(b"x" * MAX_LINE_CHARS + b"\nkort", path="a.md")


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(BadInput, match="unknown encoding 'utf-9'"):
        decode(b"x", path="a.md", encoding="utf-9")


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nowhere\.md: no such file"):
        read_text(tmp_path / "nowhere.md")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="this is a folder"):
        read_text(tmp_path)


@given(
    st.binary(max_size=300), st.sampled_from([None, "utf-8", "latin-1", "utf-16", "utf-16-le", "idna", "rot13", "hex"])
)
def test_any_bytes_are_decoded_or_refused(data: bytes, encoding: str | None) -> None:
    refusal = ""
    try:
        assert isinstance(decode(data, path="a", encoding=encoding), str)
    except BadInput as refused:
        refusal = str(refused)
    assert not refusal or refusal.startswith("a")


@given(st.text(max_size=200).filter(lambda text: "\x00" not in text and "\ufeff" not in text[:1]))
def test_utf8_round_trip(text: str) -> None:
    assert decode(text.encode("utf-8", "surrogatepass"), path="a", allow_empty=True) == text
