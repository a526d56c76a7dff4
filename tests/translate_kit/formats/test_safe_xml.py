"""XML that was made to do harm, or is broken, is refused at once and with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from translate_kit.errors import BadInput
from translate_kit.formats import read_bilingual, safe_xml

XLIFF = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="f" source-language="nl"'
    ' datatype="plaintext"><body><trans-unit id="1"><source>{}</source></trans-unit></body></file></xliff>'
)
TMX = (
    '<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en"'
    ' srclang="nl" datatype="plaintext"/><body><tu><tuv xml:lang="nl"><seg>{}</seg></tuv>'
    '<tuv xml:lang="en"><seg>b</seg></tuv></tu></body></tmx>'
)

LAUGHS = (
    "<!DOCTYPE x ["
    + '<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://localhost:1/x.dtd"> %p;<!ENTITY a9 "b">]>'


@pytest.fixture(params=["a.xlf", "a.tmx"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / str(request.param)


def _body(place: Path, text: str) -> str:
    return (XLIFF if place.suffix == ".xlf" else TMX).format(text)


@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE, PARAMETER], ids=["laughs", "outside", "parameter"])
def test_entities_are_refused(place: Path, doctype: str) -> None:
    place.write_text(doctype + _body(place, "&a9;"), encoding="utf-8")
    with pytest.raises(BadInput, match=r"(?i)entit"):
        read_bilingual(place)


def test_entities_in_attributes_are_refused(place: Path) -> None:
    place.write_text(LAUGHS + _body(place, "a").replace('version="1.', 'x="&a9;" version="1.'), encoding="utf-8")
    with pytest.raises(BadInput):
        read_bilingual(place)


def test_an_entity_that_nobody_declared_is_refused(place: Path) -> None:
    place.write_text(_body(place, "&eacute;"), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_bilingual(place)
    assert caught.value.line == 1


def test_a_doctype_without_entities_is_read(place: Path) -> None:
    place.write_text('<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n' + _body(place, "a"), encoding="utf-8")
    assert read_bilingual(place)[0].source == "a"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_file_that_was_cut_off_is_refused(place: Path, share: float) -> None:
    whole = _body(place, "a" * 500)
    place.write_text(whole[: int(len(whole) * share)], encoding="utf-8")
    with pytest.raises(BadInput, match="well-formed") as caught:
        read_bilingual(place)
    assert caught.value.line == 1
    assert caught.value.remedy


def test_another_encoding_than_declared_is_refused(place: Path) -> None:
    place.write_bytes(b'<?xml version="1.0" encoding="UTF-8"?>\n' + _body(place, "caf\xe9").encode("latin-1"))
    with pytest.raises(BadInput, match="well-formed") as caught:
        read_bilingual(place)
    assert caught.value.line == 2


def test_the_encoding_that_was_named_wins_over_the_declaration(place: Path) -> None:
    place.write_bytes(b'<?xml version="1.0" encoding="UTF-8"?>\n' + _body(place, "caf\xe9").encode("latin-1"))
    assert read_bilingual(place, encoding="latin-1")[0].source == "caf\xe9"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_other_encodings_are_read(place: Path, encoding: str) -> None:
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    text = f'<?xml version="1.0" encoding="{declared}"?>' + _body(place, "caf\xe9")
    place.write_bytes(text.encode(encoding))
    assert read_bilingual(place)[0].source == "caf\xe9"


def test_an_encoding_that_does_not_exist_is_refused(place: Path) -> None:
    place.write_text('<?xml version="1.0" encoding="utf-99"?>' + _body(place, "a"), encoding="utf-8")
    with pytest.raises(BadInput):
        read_bilingual(place)


def test_an_attribute_of_twenty_megabytes_is_refused(place: Path) -> None:
    long = "a" * 20_000_000
    place.write_text(_body(place, "a").replace('version="1.', f'x="{long}" version="1.'), encoding="utf-8")
    with pytest.raises(BadInput):
        read_bilingual(place)


def test_elements_nested_a_thousand_deep_are_refused(place: Path) -> None:
    place.write_text(_body(place, '<g id="1">' * 1000 + "</g>" * 1000), encoding="utf-8")
    with pytest.raises(BadInput):
        read_bilingual(place)


def test_an_empty_file_is_refused(place: Path) -> None:
    place.write_bytes(b" \n")
    with pytest.raises(BadInput):
        read_bilingual(place)


def test_a_binary_file_is_refused(place: Path) -> None:
    place.write_bytes(bytes(range(256)))
    with pytest.raises(BadInput):
        read_bilingual(place)


def test_more_bytes_than_a_tree_may_take_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_xml, "MAX_XML_BYTES", 100)
    with pytest.raises(BadInput, match="at most 100"):
        safe_xml.parse(b"<a>" + b" " * 100 + b"</a>", path="a.xlf")


def test_a_missing_file_is_refused(place: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        read_bilingual(place)
