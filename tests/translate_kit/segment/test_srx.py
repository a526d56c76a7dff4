"""SRX 2.0: rules that other tools wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import SHARED
from translate_kit.errors import BadInput
from translate_kit.segment import load_srx, segment_text
from translate_kit.segment import srx as srx_module

HEAD = '<srx xmlns="http://www.lisa.org/srx20" version="2.0"><header segmentsubflows="yes" cascade="{cascade}"/><body>'


def write(
    tmp_path: Path, rules: dict[str, list[tuple[str, str, str]]], maps: list[tuple[str, str]], cascade: str
) -> Path:
    from xml.sax.saxutils import escape, quoteattr

    groups = "".join(
        f"<languagerule languagerulename={quoteattr(name)}>"
        + "".join(
            f'<rule break="{kind}"><beforebreak>{escape(before)}</beforebreak>'
            f"<afterbreak>{escape(after)}</afterbreak></rule>\n"
            for kind, before, after in group
        )
        + "</languagerule>\n"
        for name, group in rules.items()
    )
    mapped = "".join(
        f"<languagemap languagepattern={quoteattr(pattern)} languagerulename={quoteattr(name)}/>"
        for pattern, name in maps
    )
    path = tmp_path / "rules.srx"
    path.write_text(
        f"{HEAD.format(cascade=cascade)}\n<languagerules>{groups}</languagerules><maprules>{mapped}</maprules></body></srx>",
        encoding="utf-8",
    )
    return path


def split(tmp_path: Path, rules: list[tuple[str, str, str]], text: str) -> list[str]:
    loaded = load_srx(write(tmp_path, {"all": rules}, [(".*", "all")], "no"))
    return [s.source for s in segment_text(text, rules=loaded)]


END = ("yes", r"[.?!]+", r"\s")


def test_a_break_rule_breaks(tmp_path: Path) -> None:
    assert split(tmp_path, [END], "Bijv. dit. Of dat?! Ja") == ["Bijv.", "dit.", "Of dat?!", "Ja"]


def test_the_first_rule_that_matches_decides(tmp_path: Path) -> None:
    exception = ("no", r"\b[Bb]ijv\.", r"\s")
    assert split(tmp_path, [exception, END], "Bijv. dit. Of dat.") == ["Bijv. dit.", "Of dat."]
    assert split(tmp_path, [END, exception], "Bijv. dit. Of dat.") == ["Bijv.", "dit.", "Of dat."]


def test_a_rule_without_before_or_after_matches_anything_there(tmp_path: Path) -> None:
    assert split(tmp_path, [("yes", ";", "")], "a;b ;c") == ["a;", "b ;", "c"]
    assert split(tmp_path, [("yes", "", "#")], "a #b #c") == ["a", "#b", "#c"]


def test_rules_see_the_whole_paragraph_with_line_breaks_as_spaces(tmp_path: Path) -> None:
    text = "Een regel die op de gewone breedte van zo'n tekst is afgebroken en dan\ndoorloopt. Klaar."
    assert split(tmp_path, [("yes", "\n", ""), END], text) == [text[: text.index(" Klaar")], "Klaar."]


def test_language_maps_are_tried_in_order_without_case(tmp_path: Path) -> None:
    rules = {"dutch": [("no", r"bijv\.", r"\s")], "default": [END]}
    maps = [("NL.*", "dutch"), (".*", "default")]
    text = "Dit is bijv. goed. Ja."
    cascading = load_srx(write(tmp_path, rules, maps, "yes"))
    assert [s.source for s in segment_text(text, rules=cascading, language="nl")] == ["Dit is bijv. goed.", "Ja."]
    assert len(segment_text(text, rules=cascading, language="de")) == 3
    first_alone = load_srx(write(tmp_path, rules, maps, "no"))
    assert len(segment_text(text, rules=first_alone, language="nl-BE")) == 1


def test_markdown_is_split_by_rules_outside_its_marks(tmp_path: Path) -> None:
    rules = load_srx(write(tmp_path, {"all": [END]}, [(".*", "all")], "no"))
    found = segment_text("> Zie `a. B`. En\n> dan.\n", format="markdown", rules=rules)
    assert [s.source for s in found] == ["Zie `a. B`.", "En\n> dan."]


@pytest.mark.parametrize(
    ("before", "text", "first"),
    [
        (r"\x{2E}", "a. b", "a."),
        (r"\u002E", "a. b", "a."),
        (r"\Q.*\E", "a.* b", "a.*"),
        (r"\h\.", "a .b", "a ."),
        (r"[\p{Po}&&[^,]]", "a, b. c", "a, b."),
        (r"(?i)EINDE", "het einde of", "het einde"),
        (r"\p{Lu}{2,}+", "xAB c", "xAB"),
        (r"\p{IsGreek}", "aβ c", "aβ"),
        (r"[[:punct:]]", "a! c", "a!"),
    ],
)
def test_icu_patterns_are_understood(tmp_path: Path, before: str, text: str, first: str) -> None:
    assert split(tmp_path, [("yes", before, "")], text)[0] == first


@pytest.mark.parametrize("pattern", ["(", "[a", "*a", r"\p{NoSuchThing}", "a{5,2}", r"\N{NO SUCH CHARACTER}"])
def test_a_pattern_that_cannot_be_read_is_refused_with_its_line(tmp_path: Path, pattern: str) -> None:
    path = write(tmp_path, {"all": [END, ("yes", pattern, "")]}, [(".*", "all")], "no")
    with pytest.raises(BadInput, match=r"rules\.srx:\d+: the pattern"):
        load_srx(path)


def test_a_back_reference_is_refused_before_the_break_and_understood_after_it(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="back references in <beforebreak>"):
        split(tmp_path, [("yes", r"(a)b\1", "")], "aba")
    rules = [("yes", ";", r"(\w)\1"), ("yes", ",", r"(\d)\1")]
    assert split(tmp_path, rules, "a;bb;cd,11,12") == ["a;", "bb;cd,", "11,12"]


def test_a_pattern_that_never_ends_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(srx_module, "TIMEOUT_S", 0.2)
    with pytest.raises(BadInput, match="seconds over one paragraph"):
        split(tmp_path, [("yes", "", "(x+x+)+y")], "x" * 5000)


BAD = {
    "empty": (b"", "empty"),
    "not XML": (b"rules", "not well-formed XML"),
    "cut off": (HEAD.encode(), "not well-formed XML"),
    "another format": (b"<tmx version='1.4'/>", "<srx> was expected"),
    "SRX 1.0": (b"<srx version='1.0'><header/><body/></srx>", "SRX 2.0 was expected"),
    "no rules": (HEAD.encode() + b"</body></srx>", "there are no rules"),
    "DTD": (b"<!DOCTYPE srx [<!ENTITY a 'b'>]>" + HEAD.encode() + b"&a;</body></srx>", "DTD"),
    "external entity": (
        b'<!DOCTYPE srx [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + HEAD.encode() + b"&a;</body></srx>",
        "DTD",
    ),
    "map to nothing": (
        HEAD.encode()
        + b"<languagerules/><maprules>\n<languagemap languagepattern='.*' languagerulename='x'/></maprules>"
        b"</body></srx>",
        ":2: languagemap to rules that are not there: 'x'",
    ),
    "bad break": (
        HEAD.encode() + b"<languagerules><languagerule languagerulename='a'><rule break='maybe'/></languagerule>"
        b"</languagerules></body></srx>",
        "break='maybe'",
    ),
    "nameless": (HEAD.encode() + b"<languagerules><languagerule/></languagerules></body></srx>", "languagerulename"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_not_srx_2_is_refused(tmp_path: Path, name: str) -> None:
    content, message = BAD[name]
    path = tmp_path / "bad.srx"
    path.write_bytes(content)
    with pytest.raises(BadInput) as error:
        load_srx(path)
    assert message in str(error.value)
    assert str(error.value).startswith(str(path))


def test_an_entity_bomb_is_refused(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    path = tmp_path / "bomb.srx"
    path.write_text(f'<!DOCTYPE srx [<!ENTITY e0 "x">{entities}]>{HEAD}&e11;</body></srx>', encoding="utf-8")
    with pytest.raises(BadInput):
        load_srx(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        load_srx(tmp_path / "nowhere.srx")


FILES = sorted((SHARED / "data" / "interop" / "srx").glob("*.srx"))


@pytest.mark.skipif(not FILES, reason="the rule sets of other tools are not beside this checkout")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_rule_sets_of_other_tools_are_read_and_applied(path: Path) -> None:
    rules = load_srx(path)
    assert sum(map(len, rules.rules.values())) > 1
    text = "De leider sprak m.b.t. Korea.\n\nEen andere alinea."
    segments = segment_text(text, rules=rules)
    assert [text[s.start : s.end] for s in segments] == [s.source for s in segments]
    assert segments[-1].source == "Een andere alinea."


@pytest.mark.skipif(not FILES, reason="the rule sets of other tools are not beside this checkout")
def test_the_dutch_rules_of_omegat() -> None:
    rules = load_srx(next(path for path in FILES if path.name.startswith("omegat__data")))
    text = "Zij sprak m.b.t. Korea. Hij zei niets, zie blz. 5. Klaar... en toen? Ja."
    assert [s.source for s in segment_text(text, rules=rules)] == [
        "Zij sprak m.b.t. Korea.",
        "Hij zei niets, zie blz. 5.",
        "Klaar... en toen?",
        "Ja.",
    ]
