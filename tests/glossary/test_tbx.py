"""TermBase eXchange."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from lxml import etree

from glossary import BadGlossary, Concept, Status, Term, TermBase
from glossary.formats import parse
from glossary.formats.tbx_write import BASIC, MIN, V3, write_tbx
from tests.conftest import SHARED
from tests.glossary.bases import concept, en, nl
from tests.glossary.test_csv import CONCEPTS

STYLES = ("dct", "dca", "v2")

DCT = """<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
     xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
<tbxHeader><fileDesc><sourceDesc><p>by hand</p></sourceDesc></fileDesc></tbxHeader>
<text><body><conceptEntry id="c1">
  <min:subjectField>ideology</min:subjectField>
  <descripGrp><basic:definition>one  who
     leads</basic:definition><basic:source>us</basic:source></descripGrp>
  <transacGrp><basic:transactionType>origination</basic:transactionType><date>2024-05-01</date></transacGrp>
  <langSec xml:lang="nl"><termSec><term>leider</term><min:partOfSpeech>noun</min:partOfSpeech>
    <min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus>
    <basic:context>De leider sprak.</basic:context></termSec></langSec>
  <langSec xml:lang="EN-GB"><termSec><term>lea<hi>der</hi></term><note>a note</note></termSec>
    <termSec><term>head</term><min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec>
    <termSec><term>chief</term><min:administrativeStatus>admittedTerm-admn-sts</min:administrativeStatus></termSec>
    <termSec><term/></termSec></langSec>
</conceptEntry></body></text></tbx>"""

MARTIF = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p/></sourceDesc></fileDesc></martifHeader>
<text><body><termEntry id="e1"><descrip type="subjectField">ideology</descrip>
  <langSet xml:lang="nl"><tig><term>leider</term><termNote type="partOfSpeech">noun</termNote></tig></langSet>
  <langSet xml:lang="en"><ntig><termGrp><term>leader</term>
    <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termGrp></ntig></langSet>
</termEntry></body></text></martif>"""


ENTRY = '<termEntry id="e0"><langSet xml:lang="nl"><tig><term>a</term></tig></langSet></termEntry>'


def read(text: str, name: str = "g.tbx") -> list[Concept]:
    return parse(text.encode(), name=name, source_language="nl", target_language="en")


def test_version_3_is_read() -> None:
    [found] = read(DCT)
    assert (found.id, found.domain, found.definition, found.source) == ("c1", "ideology", "one who leads", "us")
    assert found.extra == (("created", "2024-05-01"),)
    assert found.terms[0] == Term(
        text="leider", language="nl", part_of_speech="noun", extra=(("context", "De leider sprak."),)
    )
    assert [(term.text, term.language, term.status, term.note) for term in found.terms[1:]] == [
        ("leader", "EN-GB", Status.PREFERRED, "a note"),
        ("head", "EN-GB", Status.DEPRECATED, ""),
        ("chief", "EN-GB", Status.ADMITTED, ""),
    ]


def test_the_older_martif_is_read_and_its_dtd_is_not_looked_for() -> None:
    [found] = read(MARTIF)
    assert [(term.text, term.part_of_speech, term.status) for term in found.terms] == [
        ("leider", "noun", Status.PREFERRED),
        ("leader", "", Status.DEPRECATED),
    ]


def test_tbx_is_known_by_its_content_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "terms.xml").write_text("\ufeff" + DCT.split("?>", 1)[1], encoding="utf-8")
    assert TermBase.load(tmp_path / "terms.xml").match("de leiders")[0].targets == ("leader", "chief")


@pytest.mark.parametrize("style", STYLES)
@given(concepts=CONCEPTS)
def test_what_is_written_is_read_back(style: str, concepts: list[Concept]) -> None:
    assert sorted(map(normal, read(write_tbx(concepts, style=style)))) == sorted(map(normal, concepts))


def normal(concept: Concept) -> tuple[object, ...]:
    """A concept whose terms stand by language, as TBX has them."""
    terms = sorted(concept.terms, key=lambda term: [one.language for one in concept.terms].index(term.language))
    flat = [(term.text, term.language, term.status, term.forms, term.flags, sorted(term.extra)) for term in terms]
    more = [(term.part_of_speech, term.gender, term.number, term.register, term.note, term.source) for term in terms]
    about = (concept.id, concept.domain, concept.definition, concept.note, concept.source, sorted(concept.extra))
    return repr(about), repr(flat), repr(more)


def test_a_forbidden_term_is_deprecated_for_others_and_forbidden_for_us() -> None:
    text = write_tbx([concept(nl("leider"), en("guide", "forbidden"))])
    assert "deprecatedTerm-admn-sts" in text
    assert read(text)[0].terms[1].status is Status.FORBIDDEN


@pytest.mark.parametrize("style", STYLES)
def test_lines_of_a_text_come_back_out_of_our_own_files(style: str) -> None:
    lines = "first  line\nsecond\n\nthird"
    before = [
        Concept(
            id="x",
            definition=lines,
            note=lines,
            terms=(Term(text="leider", language="nl", note=lines, extra=(("context", lines), ("own", lines))),),
        )
    ]
    assert read(write_tbx(before, style=style)) == before


def test_where_a_reference_leads_is_kept_beside_what_it_says() -> None:
    reference = '<ref type="crossReference" target="e2">see chief</ref><langSet xml:lang="nl">'
    [found] = read(MARTIF.replace('<langSet xml:lang="nl">', reference))
    assert found.extra == (("crossReference", "see chief"), ("crossReference target", "e2"))


def test_the_written_file_has_the_structure_of_tbx_basic() -> None:
    root = etree.fromstring(write_tbx([concept(nl("leider", gender="m"), en("leader"), id="x y")]).encode())
    assert (root.tag, root.get("type"), root.get("style")) == (f"{{{V3}}}tbx", "TBX-Basic", "dct")
    [entry] = root.iter(f"{{{V3}}}conceptEntry")
    assert entry.get("id") == "tk1"
    assert [
        section.get("{http://www.w3.org/XML/1998/namespace}lang") for section in entry.iter(f"{{{V3}}}langSec")
    ] == [
        *("nl", "en"),
    ]
    assert [element.text for element in entry.iter(f"{{{MIN}}}partOfSpeech")] == ["noun", "noun"]
    assert [element.text for element in entry.iter(f"{{{BASIC}}}grammaticalGender")] == ["masculine"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<tbx", "g.tbx:1: this is no well-formed XML"),
        ("<html><body/></html>", "g.tbx: the root element is html; tbx or martif was expected"),
        ("<tbx><text><body/></text></tbx>", "g.tbx: there are no entries in it"),
        (DCT.replace("preferredTerm-admn-sts", "good"), "g.tbx:10: element administrativeStatus: 'good' is no status"),
        (DCT.replace('"nl"', '"??"'), "'??' is no language tag"),
        (DCT.replace("lea<hi>der</hi>", "x" * 10_000), "10,000 characters; a term has at most 500"),
        (DCT.replace("<term>chief", "<term>head"), "'head' is both deprecated and admitted in one entry"),
        (MARTIF.replace("<body>", f"<body>{ENTRY}{ENTRY}"), "the id e0 stands twice"),
        (MARTIF.replace("<term>leider<", "<term><").replace("<term>leader<", "<term><"), "an entry without a term"),
        (
            '<!DOCTYPE martif [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
            "<martif><text>&c;</text></martif>",
            "declares XML entities in a DTD",
        ),
        (
            '<!DOCTYPE martif [<!ENTITY a SYSTEM "file:///etc/hostname">]><martif><text>&a;</text></martif>',
            "declares XML entities in a DTD",
        ),
        ('<!DOCTYPE martif SYSTEM "x.dtd">' + MARTIF.partition("dtd\">")[2].replace("leider", "lei&eacute;r"),
         "g.tbx:4: &eacute; is declared nowhere in the file"),
        ("<tbx>" + "<a>" * 5_000 + "</a>" * 5_000 + "</tbx>", "g.tbx:1: this is no well-formed XML"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(BadGlossary) as refused:
        read(text)
    assert message in str(refused.value)
    assert "aaaa" not in str(refused.value)


FOREIGN = {"version 3": DCT.encode(), "martif": MARTIF.encode()} | {
    path.name: path.read_bytes() for path in sorted((SHARED / "data" / "interop" / "tbx").glob("*.tbx"))
}
"""The two above, and files that other tools wrote, where they are at hand."""


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("style", STYLES)
def test_files_of_other_tools_lose_nothing_on_the_way(name: str, style: str) -> None:
    concepts = parse(FOREIGN[name], name=name + ".tbx", source_language="de", target_language="en")
    assert concepts
    assert read(write_tbx(concepts, style=style)) == concepts


def test_translate_toolkit_reads_what_is_written(tmp_path: Path) -> None:
    from translate.storage.tbx import tbxfile

    (tmp_path / "g.tbx").write_text(
        write_tbx([concept(nl("eeuwige leider"), en("eternal leader"))], style="v2"), encoding="utf-8"
    )
    store = tbxfile.parsefile(str(tmp_path / "g.tbx"))
    assert [(unit.source, unit.target) for unit in store.units] == [("eeuwige leider", "eternal leader")]
