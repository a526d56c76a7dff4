"""Which file is whose, and the files of other tools."""

from __future__ import annotations

from pathlib import Path

import pytest

from translate_kit.errors import BadInput
from translate_kit.formats import FORMATS, format_of, open_bilingual, read_bilingual, read_document

INTEROP = Path(__file__).parents[4] / "shared/data/interop"
KINDS = ("po", "xlf", "xliff", "tmx", "tab")
OTHERS = sorted(place for kind in KINDS for place in (INTEROP / kind).glob("*"))

REFUSED = {
    "okapi__Test02.po": "was expected",
    "okapi__Test03.po": "was expected",
    "omegat__data_filters_po_file-POFilter-multiple.po": "has no msgstr",
    "oasis__test-suite_core_invalid_bad_SegmentWithoutSource.xlf": "without a <source>",
    "oasis__test-suite_core_invalid_bad_UnitWithoutSegment.xlf": "no <segment>",
    "okapi__invalid_xml_entity.xlf": "well-formed",
    "okapi__net_sf_okapi_steps_xliffkit_reader_TestDocument01.odt.xlf": "well-formed",
    "omegat__data_filters_xliff_filters3_file-XLIFFFilter-invalid-content.xlf": "well-formed",
}
"""The files of other tools that cannot be read, and what is wrong with them; all the others can."""


@pytest.mark.skipif(not OTHERS, reason="../shared is not there")
def test_the_files_of_other_tools_are_there() -> None:
    assert len(OTHERS) > 300


@pytest.mark.parametrize("place", OTHERS, ids=lambda place: place.name)
def test_files_of_other_tools_are_read_or_refused_with_a_reason(place: Path) -> None:
    wanted = REFUSED.get(place.name)
    if wanted is None:
        segments = read_bilingual(place)
        ids = [(segment.document, segment.id) for segment in segments]
        assert all(identifier for _, identifier in ids)
    else:
        with pytest.raises(BadInput, match=wanted) as caught:
            read_bilingual(place)
        assert caught.value.line
        assert str(place) in str(caught.value)


def test_every_suffix_belongs_to_one_format() -> None:
    suffixes = [suffix for known in FORMATS for suffix in known.suffixes]
    assert len(suffixes) == len(set(suffixes))


@pytest.mark.parametrize(
    ("name", "content", "format"),
    [
        ("a.po", b"", "po"),
        ("a.PO", b"", "po"),
        ("a.sdlxliff", b"", "xliff"),
        ("a.txt", b"msgid", "text"),
        ("a", b'# comment\nmsgid ""\nmsgstr ""\n', "po"),
        ("a.xml", b'<?xml version="1.0"?><xliff version="1.2"/>', "xliff"),
        ("a.xml", '\ufeff<tmx version="1.4">'.encode("utf-16-le"), "tmx"),
        ("-", b"bron\tdoel\n", "tsv"),
    ],
)
def test_a_format_is_known_by_suffix_else_by_content(name: str, content: bytes, format: str) -> None:
    known = format_of(name, content)
    assert known is not None
    assert known.name == format


def test_a_bilingual_file_with_a_wrong_suffix_is_read_by_content(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text('msgid "a"\nmsgstr "b"\n', encoding="utf-8")
    assert open_bilingual(tmp_path / "a.txt").format == "po"


def test_a_file_without_pairs_is_refused_with_what_would_do(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Een zin.\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"Expected: .po, .pot, .xlf"):
        read_bilingual(tmp_path / "a.txt")


@pytest.mark.parametrize("read", [read_bilingual, read_document])
def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path, read: object) -> None:
    assert callable(read)
    for place in (tmp_path / "none.po", tmp_path):
        with pytest.raises(BadInput):
            read(place)


@pytest.mark.parametrize("encoding", ["undefined", "hex", "no-such"])
@pytest.mark.parametrize("name", ["a.po", "a.xlf", "a.tmx", "a.tsv"])
def test_an_encoding_that_is_none_is_refused(tmp_path: Path, name: str, encoding: str) -> None:
    (tmp_path / name).write_text("<a>", encoding="utf-8")
    with pytest.raises(BadInput, match="unknown encoding"):
        read_bilingual(tmp_path / name, encoding=encoding)
