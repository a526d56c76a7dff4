"""`translate-kit segment`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run

ARTICLE = "# De leider\r\n\r\n> Hij is dr.\r\n> Kim. Ja.\r\n\r\nEen zin –kort– hier.\r\n"


def test_one_segment_a_line_without_line_breaks_inside(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(ARTICLE.encode())
    assert tkit("segment", "a.md").stdout == "De leider\nHij is dr. Kim.\nJa.\nEen zin –kort– hier.\n"


def test_json_has_offsets_into_the_decoded_text(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(ARTICLE.encode("utf-8-sig"))
    found = json.loads(tkit("segment", "a.md", "--json").stdout)
    assert [list(s) for s in found] == [["id", "text", "start", "end", "kind"]] * 4
    assert [s["kind"] for s in found] == ["heading", "quote", "quote", "paragraph"]
    assert all(ARTICLE[s["start"] : s["end"]] == s["text"] for s in found)


def test_standard_input_is_plain_text_unless_told_otherwise(tkit: Run) -> None:
    assert tkit("segment", "-", stdin="*Een* zin. Nog een.\n").stdout == "*Een* zin.\nNog een.\n"
    assert tkit("segment", "-", "--format", "markdown", stdin="# Kop\n").stdout == "Kop\n"
    assert tkit("segment", "-", stdin="# Kop\n").stdout == "# Kop\n"


def test_the_language_chooses_the_abbreviations(tkit: Run) -> None:
    text = "He saw approx. Ten of them."
    assert tkit("segment", "-", "--language", "en", stdin=text).stdout == text + "\n"
    assert tkit("segment", "-", stdin=text).stdout == "He saw approx.\nTen of them.\n"


SRX = """<srx xmlns="http://www.lisa.org/srx20" version="2.0"><header segmentsubflows="yes" cascade="no"/><body>
<languagerules><languagerule languagerulename="d"><rule break="yes"><beforebreak>;</beforebreak></rule></languagerule>
</languagerules><maprules><languagemap languagepattern=".*" languagerulename="d"/></maprules></body></srx>"""


def test_srx_rules_replace_our_own(tkit: Run, tmp_path: Path) -> None:
    (tmp_path / "r.srx").write_text(SRX, encoding="utf-8")
    assert tkit("segment", "--srx", "r.srx", "-", stdin="Een. Twee; drie.").stdout == "Een. Twee;\ndrie.\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "r.srx: the file is empty"),
        (SRX.replace(";<", "(<").encode(), "r.srx:2: the pattern '('"),
        (SRX.replace("2.0", "1.0").encode(), "SRX 2.0 was expected"),
    ],
)
def test_broken_srx_is_refused(tkit: Run, tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "r.srx").write_bytes(content)
    done = tkit("segment", "--srx", "r.srx", "-", stdin="Een.", code=3)
    assert message in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "a.txt: the file is empty"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00", "a.txt (byte 7): this is a binary file"),
        ("Een zin.\nÉén leider.\n".encode("latin-1"), "a.txt:2: this is not UTF-8"),
        ("Zonder merk erbij.".encode("utf-16-be"), "--encoding utf-16-be"),
        (b"a\nbbbb" + b" bbb" * 500_000, "a.txt:2: a line of"),
    ],
)
def test_unreadable_text_is_refused_with_place_and_remedy(
    tkit: Run, tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    done = tkit("segment", "a.txt", "--json", code=3)
    assert message in done.stderr
    assert done.stdout == ""


def test_a_missing_file_is_bad_input_not_wrong_usage(tkit: Run) -> None:
    assert "nowhere.txt: no such file" in tkit("segment", "nowhere.txt", code=3).stderr


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-32"])
def test_text_with_a_byte_order_mark_is_read(tkit: Run, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes("Één. Twee.".encode(encoding))
    assert tkit("segment", "a.txt").stdout == "Één.\nTwee.\n"


def test_an_unknown_encoding_or_format_is_named(tkit: Run) -> None:
    assert "klingon" in tkit("segment", "-", "--encoding", "klingon", stdin="Een.", code=3).stderr
    assert "docx" in tkit("segment", "-", "--format", "docx", stdin="Een.", code=2).stderr


def test_a_text_of_marks_alone_has_no_segments(tkit: Run) -> None:
    assert tkit("segment", "-", stdin="* * *\n").stdout == ""
    assert json.loads(tkit("segment", "-", "--json", stdin="---\n").stdout) == []
