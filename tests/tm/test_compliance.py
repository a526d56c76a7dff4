"""The TMX compliance kit and other tools' files, against an independent reading of them.

Import: each segment is found again from each of its languages to each other one, its characters and spaces as they are.
Export: the same text and codes, element by element, whatever was white space between elements in the file.
"""

from __future__ import annotations

import gzip
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import permutations
from pathlib import Path

import pytest

from tm import Memory
from tm.tmx import read_tmx
from tm.transfer import export_tmx, import_tmx

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "interop" / "tmx"
KIT = sorted({path for part in ("compkit", "ComplianceKit", "ImportTest") for path in SHARED.glob(f"*{part}*.tmx")})
ALL = sorted(SHARED.glob("*.tmx"))
needs_shared = pytest.mark.skipif(not ALL, reason="the interoperability files are not beside the repository")
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
CODES = {"bpt", "ept", "ph", "it", "ut"}


def segments(path: Path) -> list[dict[str, ET.Element]]:
    """The <seg> elements of each unit by language, as Python's own parser reads them."""
    body = ET.parse(path).getroot().find("body")  # noqa: S314 - these files are known
    assert body is not None
    return [
        {
            tuv.get(LANGUAGE) or tuv.get("lang") or "": seg
            for tuv in tu.iter("tuv")
            if (seg := tuv.find("seg")) is not None
        }
        for tu in body.iter("tu")
    ]


def marked(element: ET.Element) -> str:
    """The text of a segment with a mark for each code."""
    parts = [element.text or ""]
    for child in element:
        if child.tag in CODES:
            begins = child.tag == "bpt" or child.get("pos") == "begin"
            ends = child.tag == "ept" or child.get("pos") == "end"
            parts.append("\ue000" if begins else "\ue001" if ends else "\ue002")
        else:
            parts.append(f"\ue000{marked(child)}\ue001")
        parts.append(child.tail or "")
    return "".join(parts)


def canonical(element: ET.Element) -> str:
    """A segment as Canonical XML: attributes in order, entities and character references resolved."""
    return ET.canonicalize(ET.tostring(element, encoding="unicode"), strip_text=False).rstrip()


@needs_shared
@pytest.mark.parametrize("path", KIT, ids=lambda path: path.name)
def test_each_segment_is_found_from_each_language_to_each_other(path: Path, url) -> None:
    with Memory.open(url("m")) as memory:
        counts = import_tmx(memory, path)
        assert (counts.refused, counts.repaired) == (0, 0)
        for by_language in segments(path):
            for source, target in permutations(by_language, 2):
                languages = {"source_language": source, "target_language": target}
                # HTML is looked up as it stands in a document; of other native code only the places are compared.
                queries = ("".join(by_language[source].itertext()), marked(by_language[source]))
                found = [
                    match for query in queries for match in memory.lookup(query, **languages, threshold=100, limit=50)
                ]
                targets = [match.unit.variant(target).marked for match in found if match.unit]
                assert marked(by_language[target]) in targets, (source, target, queries)


@needs_shared
@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_what_is_exported_says_the_same_element_by_element(path: Path, tmp_path: Path) -> None:
    with Memory.open(tmp_path / "m.db") as memory:
        counts = import_tmx(memory, path)
        export_tmx(memory, tmp_path / "out.tmx")
    before, after = segments(path), segments(tmp_path / "out.tmx")
    canonical_before = [{lang: canonical(seg) for lang, seg in unit.items()} for unit in before]
    canonical_after = [{lang: canonical(seg) for lang, seg in unit.items()} for unit in after]
    if counts.merged:
        assert all(unit in canonical_before for unit in canonical_after)
        assert all(unit in canonical_after for unit in canonical_before)
    else:
        assert canonical_after == canonical_before
    # The canonical form is reached at once: another round gives the same bytes.
    with Memory.open(tmp_path / "again.db") as memory:
        import_tmx(memory, tmp_path / "out.tmx")
        export_tmx(memory, tmp_path / "again.tmx")
    assert (tmp_path / "again.tmx").read_bytes() == (tmp_path / "out.tmx").read_bytes()


@needs_shared
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "us-ascii", "windows-1252"])
@pytest.mark.parametrize("packed", [False, True])
def test_the_kit_reads_the_same_in_every_encoding(tmp_path: Path, encoding: str, packed: bool) -> None:
    path = next(path for path in KIT if "ImportTest1D" in path.name)
    units = list(read_tmx(path))
    text = path.read_text("utf-8-sig").replace('encoding="utf-8"', f'encoding="{encoding.removesuffix("-sig")}"')
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    data = (mark + text).encode(encoding, "xmlcharrefreplace")
    (tmp_path / "m.tmx").write_bytes(gzip.compress(data) if packed else data)
    assert list(read_tmx(tmp_path / "m.tmx")) == units


@needs_shared
@pytest.mark.parametrize("path", KIT, ids=lambda path: path.name)
def test_translate_toolkit_reads_the_export_as_it_reads_the_file(path: Path, tmp_path: Path) -> None:
    from translate.storage.tmx import tmxfile

    with Memory.open(tmp_path / "m.db") as memory:
        import_tmx(memory, path)
        export_tmx(memory, tmp_path / "out.tmx")

    def read(file: Path) -> list[tuple[str, str]]:
        with file.open("rb") as stream:
            return [(str(unit.source), str(unit.target)) for unit in tmxfile(stream).units]

    assert read(tmp_path / "out.tmx") == read(path)


@needs_shared
def test_every_file_goes_through_the_command(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "translate_kit", "tm"]
    done = subprocess.run(
        [*command, "import", *map(str, ALL), "--memory", "m.db"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    read = sum(len(list(read_tmx(path))) for path in ALL)
    with Memory.open(tmp_path / "m.db") as memory:
        assert 0 < memory.stats()["units"] <= read
