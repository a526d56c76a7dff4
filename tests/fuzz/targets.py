"""Every parser as a function of bytes that may raise its own errors and nothing else."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from glossary import BadGlossary
from glossary.formats import parse
from tests.conftest import ROOT
from tm.errors import TranslationMemoryError
from tm.tmx_read import read_tmx
from translate_kit.errors import BadInput
from translate_kit.files import decode
from translate_kit.formats import po, tmx, tsv, xliff
from translate_kit.mt import archive
from translate_kit.project.settings import SETTINGS_FILE, read_settings
from translate_kit.segment import load_srx, segment_text

REFUSALS = (BadInput, BadGlossary, TranslationMemoryError)


def _file(read: Callable[[Path], object], name: str) -> Callable[[bytes], object]:
    def target(data: bytes) -> object:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(data)
            return read(path)

    return target


def _segments(format: str) -> Callable[[bytes], object]:
    def target(data: bytes) -> object:
        text = decode(data, path="fuzz", allow_empty=True)
        segments = segment_text(text, format=format)
        assert all(text[segment.start : segment.end] == segment.source for segment in segments)
        return segments

    return target


def _glossary(data: bytes, name: str) -> object:
    return parse(data, name=name, source_language="nl", target_language="en")


TARGETS: dict[str, Callable[[bytes], object]] = {
    "text": _segments("text"),
    "markdown": _segments("markdown"),
    "srx": _file(load_srx, "rules.srx"),
    "glossary-csv": lambda data: _glossary(data, "terms.csv"),
    "glossary-tbx": lambda data: _glossary(data, "terms.tbx"),
    "tmx": _file(lambda path: list(read_tmx(path)), "fuzz.tmx"),
    "tmx-lenient": _file(lambda path: list(read_tmx(path, lenient=True)), "fuzz.tmx"),
    "bilingual-tmx": lambda data: tmx.read(data, path="fuzz.tmx"),
    "po": lambda data: po.read(data, path="fuzz.po"),
    "xliff": lambda data: xliff.read(data, path="fuzz.xlf"),
    "tsv": lambda data: tsv.read(data, path="fuzz.tsv"),
    "settings": _file(lambda path: read_settings(path.parent), SETTINGS_FILE),
    "argosmodel": _file(archive.inspect, "model.argosmodel"),
}

SEEDS: dict[str, list[bytes]] = {
    "text": [(ROOT / "README.md").read_bytes()],
    "markdown": [(ROOT / "translate_kit" / "examples" / "zelfredzaamheid.nl.md").read_bytes()],
    "srx": [
        b'<srx xmlns="http://www.lisa.org/srx20" version="2.0"><header segmentsubflows="yes" cascade="no"/><body>'
        b'<languagerules><languagerule languagerulename="nl"><rule break="no"><beforebreak>\\bdr\\.</beforebreak>'
        b'<afterbreak>\\s</afterbreak></rule><rule break="yes"><beforebreak>[.?!]+</beforebreak><afterbreak>\\s+'
        b'</afterbreak></rule></languagerule></languagerules><maprules><languagemap languagepattern="nl.*" '
        b'languagerulename="nl"/></maprules></body></srx>'
    ],
    "glossary-csv": [
        b"concept,domain,language,term,status\njuche,ideology,nl,juche,preferred\njuche,ideology,en,Juche,preferred\n",
        b"leider\tleader\tcomment\n",
    ],
    "glossary-tbx": [
        b'<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><tbxHeader/><text><body>'
        b'<conceptEntry id="c1"><langSec xml:lang="nl"><termSec><term>leider</term></termSec></langSec>'
        b'<langSec xml:lang="en"><termSec><term>leader</term><termNote type="administrativeStatus">'
        b"preferredTerm-admn-sts</termNote></termSec></langSec></conceptEntry></body></text></tbx>"
    ],
    "settings": [b'source_language = "nl"\nmemories = ["memory.db"]\nthreshold = 75\n'],
    "po": [b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n#, fuzzy\nmsgid "een"\nmsgstr "one"\n'],
    "tsv": ["één\tone\ntwee\ttwo\n".encode()],
    "xliff": [
        b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><file original="a" source-language="nl" '
        b'target-language="en" datatype="plaintext"><body><trans-unit id="1"><source>een <g id="1">b</g></source>'
        b'<target state="translated">one</target></trans-unit></body></file></xliff>'
    ],
}
_TMX = (
    b'<tmx version="1.4"><header creationtool="a" creationtoolversion="1" segtype="sentence" o-tmf="a" adminlang="en" '
    b'srclang="nl" datatype="plaintext"/><body><tu tuid="1"><prop type="x-a">b</prop><tuv xml:lang="nl"><seg>een '
    b'<bpt i="1">&lt;b></bpt>c<ept i="1"/></seg></tuv><tuv xml:lang="en"><seg>one</seg></tuv></tu></body></tmx>'
)
SEEDS |= {name: [_TMX] for name in ("tmx", "tmx-lenient", "bilingual-tmx")}


def run(name: str, data: bytes) -> None:
    """Feed one parser; whatever it raises beyond its own refusals goes through."""
    try:
        TARGETS[name](data)
    except REFUSALS as refusal:
        if not str(refusal):
            raise AssertionError(f"{name}: a refusal without a word") from refusal
