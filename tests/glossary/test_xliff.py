"""The glossary module of XLIFF 2."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree

from glossary import BadGlossary, Concept, GlossaryError, Status, TermBase
from glossary.formats import parse, render
from glossary.formats.xliff import CORE, GLS
from tests.conftest import SHARED, Run
from tests.glossary.bases import concept, en, nl
from tests.glossary.test_csv import CONCEPTS, in_order

LANGUAGES = {"source_language": "nl", "target_language": "en"}
SCHEMAS = SHARED / "data" / "interop" / "schemas"

FOREIGN = """<?xml version="1.0"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="nl-NL" trgLang="en-GB"
 xmlns:gls="urn:oasis:names:tc:xliff:glossary:2.0" xmlns:my="urn:my">
<file id="f1">
 <unit id="1"><gls:glossary>
   <gls:glossEntry id="g1" ref="#m1" my:a="1">
    <gls:term source="Van  Dale" my:b="2">eeuwige
      leider</gls:term>
    <gls:translation id="t1">eternal leader</gls:translation>
    <gls:translation id="t2">leader for ever</gls:translation>
    <gls:definition source="us">Who leads
      for ever.</gls:definition>
    <my:elem c="3"><my:inner/></my:elem>
   </gls:glossEntry>
   <gls:glossEntry><gls:term>werkkamp</gls:term><gls:translation>labour camp</gls:translation></gls:glossEntry>
  </gls:glossary><segment><source>De <mrk id="m1" type="term">eeuwige leider</mrk></source></segment></unit>
 <unit id="2"><gls:glossary>
   <gls:glossEntry><gls:term>werkkamp</gls:term><gls:translation>labour camp</gls:translation></gls:glossEntry>
   <gls:glossEntry id="g1"><gls:term>leider</gls:term><gls:translation>leader</gls:translation></gls:glossEntry>
  </gls:glossary><segment><source>werkkamp</source></segment></unit>
</file></xliff>"""


def read(text: str | bytes, name: str = "g.xlf") -> list[Concept]:
    return parse(text.encode() if isinstance(text, str) else text, name=name, **LANGUAGES)


def written(concepts: list[Concept]) -> bytes:
    return render(concepts, "xliff", **LANGUAGES)


def test_entries_of_other_tools_are_read_once_each_whatever_units_they_stand_beside() -> None:
    leader, camp, other = read(FOREIGN)
    assert [(term.text, term.language, term.status) for term in leader.terms] == [
        ("eeuwige leider", "nl-NL", Status.PREFERRED),
        ("eternal leader", "en-GB", Status.PREFERRED),
        ("leader for ever", "en-GB", Status.ADMITTED),
    ]
    assert (leader.id, leader.definition, leader.source) == ("g1", "Who leads for ever.", "us")
    assert leader.terms[0].source == "Van  Dale"
    assert (camp.id, other.id) == ("werkkamp", "g1-2")


def test_elements_in_a_namespace_that_is_no_address_are_kept() -> None:
    concepts = read(FOREIGN.replace("urn:my", "myNamespace"))
    again = written(concepts)
    assert [concept.terms for concept in read(again)] == [concept.terms for concept in concepts]
    [kept] = etree.fromstring(again).iter("{myNamespace}elem")
    assert (kept.get("c"), len(kept)) == ("3", 1)


def test_an_entity_that_only_a_dtd_could_explain_is_refused() -> None:
    with pytest.raises(BadGlossary, match=r"g\.xlf:19: &eacute; is declared nowhere in the file"):
        read(
            FOREIGN.replace("?>", '?><!DOCTYPE xliff SYSTEM "x.dtd">').replace("<gls:term>leider", "<gls:term>&eacute;")
        )


def test_what_other_tools_have_in_an_entry_is_written_back_where_it_was() -> None:
    concepts = read(FOREIGN)
    again = written(concepts)
    root = etree.fromstring(again)
    entry = root.find(f".//{{{GLS}}}glossEntry")
    assert entry is not None
    assert entry.get("{urn:my}a") == "1"
    assert entry.find(f"{{{GLS}}}term").get("{urn:my}b") == "2"  # type: ignore[union-attr]
    assert entry.find("{urn:my}elem/{urn:my}inner") is not None
    # The prefix of a namespace is nobody's business.
    assert repr(in_order(read(again))).replace("ns1:", "my:").replace("xmlns:ns1", "xmlns:my") == repr(
        in_order(concepts)
    )


@settings(deadline=None)
@given(CONCEPTS)
def test_what_is_written_is_read_back(concepts: list[Concept]) -> None:
    assert in_order(read(written(concepts))) == in_order(concepts)


def test_only_what_may_be_written_is_a_translation_for_other_tools() -> None:
    [entry] = etree.fromstring(
        written([concept(nl("leider"), en("leader"), en("guide", "forbidden"), en("head", "deprecated"), nl("baas"))])
    ).iter(f"{{{GLS}}}glossEntry")
    assert [element.text for element in entry.iter(f"{{{GLS}}}translation")] == ["leader"]
    assert [element.text for element in entry.iter(f"{{{GLS}}}term")] == ["leider"]


def test_a_term_that_stays_as_it_is_has_itself_as_its_translation() -> None:
    songbun = concept(nl("songbun", flags=("do-not-translate",)), id="songbun")
    data = written([songbun])
    assert [element.text for element in etree.fromstring(data).iter(f"{{{GLS}}}translation")] == ["songbun"]
    assert read(data) == [songbun]


def test_what_is_written_is_valid(tkit: Run, tmp_path: Path) -> None:
    concepts = [
        concept(nl("leider", note="a\nb"), en("leader"), en("x", "forbidden"), id="a b"),
        concept(nl("alleen"), id="no translation"),
        concept(en("only English", "forbidden"), id="c"),
    ]
    (tmp_path / "g.xlf").write_bytes(written(concepts))
    tkit("inspect", "g.xlf")
    if not SCHEMAS.exists():
        return
    for name, tag, space in (("xliff_core_2.0", "xliff", CORE), ("glossary", "glossary", GLS)):
        schema = etree.XMLSchema(etree.parse(str(local_schema(tmp_path, name))))
        for element in etree.fromstring(written(concepts)).iter(f"{{{space}}}{tag}"):
            schema.assertValid(etree.fromstring(etree.tostring(element)))


def local_schema(folder: Path, name: str) -> Path:
    """A schema with the one that it imports from the web beside it."""
    text = (SCHEMAS / f"oasis__schemas_{name}.xsd").read_text(encoding="utf-8")
    xml = SCHEMAS / "oasis__schemas_informativeCopiesOf3rdPartySchemas_w3c_xml.xsd"
    text = text.replace("informativeCopiesOf3rdPartySchemas/w3c/xml.xsd", xml.as_uri())
    (folder / f"{name}.xsd").write_text(text, encoding="utf-8")
    return folder / f"{name}.xsd"


OASIS = sorted((SHARED / "data" / "interop" / "xlf").glob("oasis*[gG]ls_*")) if SHARED.exists() else []


@pytest.mark.parametrize("path", OASIS, ids=lambda path: path.name[-60:])
def test_the_examples_of_the_standard_are_read_or_refused_as_it_says(path: Path) -> None:
    if "invalid_Bad" in path.name and "invalid-extension" not in path.name:
        with pytest.raises(BadGlossary, match=r"stands twice|neither a translation nor a definition"):
            read(path.read_bytes())
    else:
        concepts = read(path.read_bytes())
        assert in_order(read(written(concepts))) == in_order(concepts)


ENTRY = FOREIGN[FOREIGN.index("<gls:glossEntry>") : FOREIGN.index("</gls:glossary>")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (FOREIGN.replace('version="2.1"', 'version="1.2"'), "g.xlf: this is XLIFF 1.2, which has no glossaries"),
        (FOREIGN.replace("gls:", "my:"), "g.xlf: there is no glossary in it"),
        (FOREIGN.replace('srcLang="nl-NL"', 'srcLang="??"'), "g.xlf:3: '??' is no language tag"),
        (FOREIGN.replace('id="t2"', 'id="t1"'), "g.xlf:10: the id t1 stands twice in one glossary"),
        (FOREIGN.replace("<gls:translation>labour camp</gls:translation>", "", 1), "neither a translation nor a"),
        (FOREIGN.replace("labour camp", "", 1), "g.xlf:15: a translation without text"),
        (FOREIGN.replace("labour camp", "x" * 10_000, 1), "element translation: 10,000 characters; a term has at most"),
        (FOREIGN[:-20], "this is no well-formed XML"),
        (FOREIGN.replace("<xliff", '<!DOCTYPE a [<!ENTITY b "bb">]><xliff'), "declares XML entities in a DTD"),
        ("g.xlf", "g.xlf:1: this is no well-formed XML"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(BadGlossary) as refused:
        read(text)
    assert message in str(refused.value)


def test_bad_values_in_our_own_elements_are_refused() -> None:
    good = written([concept(nl("leider", extra=(("created", "2024-05-01"),)), en("leader"))]).decode()
    for old, new, message in (
        (">preferred<", ">favourite<", "field status: 'favourite'; expected preferred"),
        (">2024-05-01<", ">soon<", "extra created: 'soon' is no date"),
        ('name="status" n="0">preferred', 'name="language" n="0">??', "field language: '??' is no language tag"),
    ):
        assert old in good
        with pytest.raises(BadGlossary, match=message.replace("?", r"\?")):
            read(good.replace(old, new, 1))


def test_a_cycle_is_refused() -> None:
    concepts = [
        Concept(id=one, terms=(nl(one), en(one)), extra=(("relations", f"broader:{other}"),))
        for one, other in ("ab", "ba")
    ]
    with pytest.raises(
        BadGlossary, match=r"g\.xlf:\d+: extra relations: the relations go round in a circle: a → b → a"
    ):
        read(written(concepts))


@pytest.mark.parametrize("format_", ["xliff", "tbx", "tbx-v2"])
def test_a_character_that_xml_cannot_hold_is_named(format_: str) -> None:
    with pytest.raises(GlossaryError, match=r"concept 'x': XML cannot hold U\+0007, which is in"):
        render([concept(nl("lei\x07der"), id="x")], format_, **LANGUAGES)


def test_a_glossary_is_loaded_from_xliff(tmp_path: Path) -> None:
    (tmp_path / "g.xlf").write_text(FOREIGN, encoding="utf-8")
    assert TermBase.load(tmp_path / "g.xlf").match("De eeuwige leiders")[0].targets == (
        "eternal leader",
        "leader for ever",
    )
