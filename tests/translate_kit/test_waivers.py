"""Waivers: what they fit, and the file that they are kept in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_kit.data import Finding, Segment, Severity
from translate_kit.errors import BadInput
from translate_kit.waivers import COLUMNS, Waiver, Waivers, digest, read_waivers, with_waivers

CAMP = Waiver(
    check="term-missing", reason="He calls it a jail.", source="Een werkkamp.", target="A jail.", concept="camp"
)


def fits(waiver: Waiver, **changes: str) -> bool:
    place = {"source": "Een werkkamp.", "target": "A jail.", "concept": "camp", "found": "", "document": "a.md"}
    return bool(Waivers([waiver]).reason_for(changes.pop("check", "term-missing"), **(place | changes)))


def test_a_waiver_fits_the_finding_that_it_names_and_no_other() -> None:
    assert fits(CAMP)
    assert not fits(CAMP, check="term-forbidden")
    assert not fits(CAMP, source="Het werkkamp.")
    assert not fits(CAMP, target="The jail.")
    assert not fits(CAMP, concept="prison")


def test_white_space_and_the_composition_of_characters_do_not_count() -> None:
    waiver = Waiver(check="c", reason="r", source="een  ide\u0301e\n", target="an idea")
    assert Waivers([waiver]).reason_for("c", source="een idée", target=" an\tidea ") == "r"


def test_what_a_waiver_does_not_say_fits_anything() -> None:
    waiver = Waiver(check="term-missing", reason="r", concept="camp")
    assert fits(waiver, source="x", target="y", found="z", document="b.md")
    assert not fits(Waiver(check="term-missing", reason="r", concept="camp", document="b.md"))
    assert not fits(Waiver(check="term-missing", reason="r", found="prison"), found="jail")


def test_a_digest_stands_for_a_target() -> None:
    waiver = Waiver(check="term-missing", reason="r", target=digest("A jail."))
    assert waiver.target.startswith("sha256:")
    assert fits(waiver)
    assert fits(waiver, target="A  jail.")
    assert not fits(waiver, target="A cell.")


def test_findings_get_the_reason_and_what_is_of_no_use_is_known() -> None:
    segment = Segment(id="1", source="Hij telde 3.", target="He counted 4 of them.", document="a.md")
    one = Finding(check="numbers", severity=Severity.ERROR, segment="1", message="m", start=11, end=12, document="a.md")
    other = Finding(check="numbers", severity=Severity.ERROR, segment="1", message="m", document="a.md")
    waivers = Waivers(
        [
            Waiver(check="numbers", reason="a joke", source="Hij telde 3.", found="4"),
            Waiver(check="numbers", reason="old", source="Hij telde 5."),
            Waiver(check="term-missing", reason="not looked at", concept="x"),
        ]
    )
    assert [finding.waived for finding in waivers.apply([one, other], [segment])] == ["a joke", ""]
    assert [waiver.reason for waiver in waivers.unused(["numbers"])] == ["old"]


TOML = """# kept by hand
[[waiver]]
check = "numbers"
source = "Hij telde 3."
reason = "a joke"  # really
date = 2024-05-01

[[waiver]]
check = "term-missing"
concept = "camp"
reason = "r"
"""
CSV = "check,source,reason,date\nnumbers,Hij telde 3.,a joke,2024-05-01\nquotes,'=x,r,\n"


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_toml_and_csv_are_read_with_the_lines(tmp_path: Path) -> None:
    first, second = read_waivers(written(tmp_path, "w.toml", TOML)).waivers
    assert (first.check, first.reason, first.date, first.line) == ("numbers", "a joke", "2024-05-01", 2)
    assert (second.concept, second.line) == ("camp", 8)
    first, second = read_waivers(written(tmp_path, "w.csv", CSV)).waivers
    assert (first.source, first.date, first.line) == ("Hij telde 3.", "2024-05-01", 2)
    assert (second.source, second.line) == ("=x", 3)


@pytest.mark.parametrize("name", ["w.toml", "w.csv"])
def test_an_empty_file_has_no_waivers(tmp_path: Path, name: str) -> None:
    assert read_waivers(written(tmp_path, name, "")).waivers == ()


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("w.toml", "[[waiver]\n", "w.toml: is not TOML"),
        ("w.toml", "waiver = 3\n", "`waiver` is no list of tables"),
        ("w.toml", "waivers = []\n", "unknown key 'waivers'"),
        ("w.toml", '\n[[waiver]]\ncheck = "c"\nsource = "s"\n', "w.toml:2: a waiver without a reason"),
        ("w.toml", '[[waiver]]\nreason = "r"\nsource = "s"\n', "w.toml:1: a waiver without a check"),
        ("w.toml", '[[waiver]]\ncheck = "c"\nreason = "r"\n', "w.toml:1: a waiver of everything that c finds"),
        ("w.toml", '[[waiver]]\ncheck = "c"\nreason = "r"\nwho = "x"\n', "w.toml:1: unknown key 'who'"),
        ("w.toml", "[[waiver]]\ncheck = 3\n", "w.toml:1: check must be text, not 3"),
        ("w.toml", '[[waiver]]\ncheck = "c"\nsource = "s"\nreason = "r"\ndate = "soon"\n', "'soon' is no date"),
        ("w.csv", "check,reason,source\nc,r\n", "w.csv:2: 2 cells, 3 expected"),
        ("w.csv", "check,reason,who\nc,r,s\n", "w.csv:2: unknown key 'who'"),
        ("w.csv", 'check,reason,source\nc,r,"s\n', "w.csv:2: the row that begins here cannot be read"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_waivers(written(tmp_path, name, text))
    assert message in str(refused.value)


def test_a_missing_or_misencoded_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes('[[waiver]]\nreason = "idée"'.encode("latin-1"))
    for name, message in (("no.toml", "no such file"), ("latin.toml", "this is not UTF-8")):
        with pytest.raises(BadInput, match=message):
            read_waivers(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "before"), [("w.toml", TOML), ("w.csv", CSV), ("w.toml", TOML.rstrip()), ("w.csv", "")]
)
def test_what_the_file_held_stays_as_it_is(tmp_path: Path, name: str, before: str) -> None:
    new = Waiver(check="quotes", reason="r", source="s")
    text = with_waivers(before, [new], name)
    assert text.startswith(before)
    assert read_waivers(written(tmp_path, name, text)).waivers[-1] == new


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C",)) | st.sampled_from("\x7f'\"\\=+-@"), max_size=12
).map(lambda text: " ".join(text.split()))
WAIVERS = st.lists(
    st.builds(
        Waiver,
        **dict.fromkeys(COLUMNS, TEXTS)
        | {
            "check": TEXTS.filter(bool),
            "reason": TEXTS.filter(bool),
            "concept": TEXTS.filter(bool),
            "date": st.just(""),
        },
    ),
    max_size=3,
)


@pytest.mark.parametrize("name", ["w.toml", "w.csv"])
@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_a_waiver_of_a_text_of_several_lines_fits_when_it_was_read_back(tmp_path: Path, name: str, end: str) -> None:
    text = f"One.{end}Two."
    waiver = Waiver(check="term-missing", reason="Said.", source=text, target=text)
    waivers = read_waivers(written(tmp_path, name, with_waivers("", [waiver], name)))
    assert waivers.reason_for("term-missing", source=text, target=text) == "Said."


@pytest.mark.parametrize("name", ["w.toml", "w.csv"])
@given(waivers=WAIVERS)
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, name: str, waivers: list[Waiver]
) -> None:
    folder = tmp_path_factory.mktemp("w")
    assert list(read_waivers(written(folder, name, with_waivers("", waivers, name))).waivers) == waivers


@given(st.text(max_size=80))
def test_nothing_but_a_clear_error_comes_of_any_text(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("w")
    for name in ("w.toml", "w.csv"):
        (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            read_waivers(folder / name)
        except BadInput as refused:
            assert name in str(refused)  # noqa: PT017 - most texts are refused, some are no waivers
