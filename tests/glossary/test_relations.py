"""Relations between concepts, images, dates and people."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary import BadGlossary, Concept, Term, TermBase
from glossary.fields import wrong
from glossary.formats import parse
from glossary.formats.tbx_write import write_tbx
from glossary.relations import KINDS, Relation, cycle, parse_relations, unknown
from glossary.stats import survey

HEADER = "concept,language,term,relations,images,context,created,created_by,modified,modified_by\n"
LANGUAGES = {"source_language": "nl", "target_language": "en"}


def related(id: str, relations: str = "") -> Concept:
    extra = (("relations", relations),) if relations else ()
    return Concept(id=id, terms=(Term(text=id, language="nl"),), extra=extra)


def read(rows: str) -> list[Concept]:
    return parse((HEADER + rows).encode(), name="g.csv", **LANGUAGES)


def test_columns_about_relations_images_context_dates_and_people() -> None:
    [juche, _, faith] = read(
        "juche,nl,Juche,broader:faith | related:songun,juche.png|https://example.org/b.png,De Juche leeft.,"
        "2024-05-01,Jan,2024-06-01T12:30,Piet\njuche,en,Juche idea,,,,,,,\nsongun,nl,songun,,,,,,,\n"
        "faith,nl,geloof,,,,,,,\n"
    )
    assert juche.relations == (Relation("broader", "faith"), Relation("related", "songun"))
    assert juche.images == ("juche.png", "https://example.org/b.png")
    assert juche.terms[0].context == "De Juche leeft."
    assert dict(juche.terms[0].extra) == {
        "context": "De Juche leeft.",
        "created": "2024-05-01",
        "created_by": "Jan",
        "modified": "2024-06-01T12:30",
        "modified_by": "Piet",
    }
    assert (faith.relations, faith.images, faith.terms[0].context) == ((), (), "")


@pytest.mark.parametrize("style", ["dct", "dca", "v2"])
def test_tbx_has_them_in_its_own_categories(style: str) -> None:
    concepts = read("a,nl,a,related:b,x.png|y.png,Een zin.,2024-05-01,Jan,2024-06-01,\nb,nl,b,,,,,,,\n")
    text = write_tbx(concepts, style=style)
    for word in ("origination", "modification", "xGraphic", "context", "responsibility", "2024-06-01"):
        assert word in text
    again = parse(text.encode(), name="g.tbx", **LANGUAGES)
    assert [(one.relations, one.images, sorted(one.terms[0].extra)) for one in again] == [
        (one.relations, one.images, sorted(one.terms[0].extra)) for one in concepts
    ]


def test_several_changes_in_tbx_keep_the_latest_and_the_rest_as_text() -> None:
    def group(kind: str, day: str, person: str) -> str:
        return (
            f'<transacGrp><transac type="transactionType">{kind}</transac><date>{day}</date>'
            f'<transacNote type="responsibility">{person}</transacNote></transacGrp>'
        )

    changes = group("origination", "2020-01-01", "An") + group("modification", "2021-01-01", "Bo")
    changes += group("modification", "2022-01-01", "Cy") + group("modification", "2020-06-01", "Di")
    changes += group("check", "some day", "Ed")
    text = (
        '<martif type="TBX"><text><body><termEntry id="a"><langSet xml:lang="nl"><tig><term>a</term>'
        f"{changes}</tig></langSet></termEntry></body></text></martif>"
    )
    [concept] = parse(text.encode(), name="g.tbx", **LANGUAGES)
    assert dict(concept.terms[0].extra) == {
        "created": "2020-01-01",
        "created_by": "An",
        "modified": "2022-01-01",
        "modified_by": "Cy",
        "modification": "2021-01-01 Bo; 2020-06-01 Di",
        "check": "some day Ed",
    }


@pytest.mark.parametrize(
    ("cell", "column", "message"),
    [
        ("wider:b", "relations", "'wider:b'; expected broader:ID, narrower:ID"),
        ("broader", "relations", "'broader'; expected broader:ID"),
        ("broader:", "relations", "'broader:'; expected broader:ID"),
        ("javascript:alert(1)", "images", "expected a file in the folder of the glossary"),
        ("../../secret.png", "images", "expected a file in the folder"),
        ("/etc/x.png", "images", "expected a file in the folder"),
        ("c:\\x.png", "images", "expected a file in the folder"),
        ("May 2024", "created", "'May 2024' is no date; expected 2024-05-01"),
        ("2024-13-01", "modified", "'2024-13-01' is no date"),
    ],
)
def test_a_wrong_value_is_refused_with_row_and_column(cell: str, column: str, message: str) -> None:
    names = HEADER.strip().split(",")
    row = ["a", "nl", "leider", *("" for _ in names[3:])]
    row[names.index(column)] = cell
    with pytest.raises(BadGlossary) as refused:
        read("x,nl,y,,,,,,,\n" + ",".join(row) + "\n")
    assert str(refused.value).startswith(f"g.csv:3: column {column}: ")
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("relations", "chain"),
    [
        ({"a": "broader:b", "b": "broader:c", "c": "broader:a"}, "a → b → c → a"),
        ({"a": "narrower:b", "b": "narrower:a"}, "b → a → b"),
        ({"a": "broader:a"}, "a → a"),
        ({"a": "part-of:b", "b": "part-of:a"}, "a → b → a"),
        ({"x": "broader:a", "a": "broader:b", "b": "narrower:x|broader:a"}, "a → b → a"),
    ],
)
def test_a_cycle_is_an_error_that_names_the_chain_and_a_row_of_it(relations: dict[str, str], chain: str) -> None:
    rows = "".join(f"{id_},nl,{id_},{cell},,,,,,\n" for id_, cell in relations.items())
    with pytest.raises(BadGlossary) as refused:
        read(rows)
    assert f"column relations: the relations go round in a circle: {chain}." in str(refused.value)
    assert str(refused.value).startswith("g.csv:")


def test_what_is_no_cycle() -> None:
    assert cycle([related("a", "broader:b|broader:c"), related("b", "broader:c"), related("c", "narrower:a")]) == ()
    assert cycle([related("a", "related:b"), related("b", "related:a")]) == ()
    assert cycle([related("a", "broader:b"), related("b", "part-of:a")]) == ()


def test_a_chain_as_long_as_the_glossary_is_walked() -> None:
    chain = [related(str(number), f"broader:{number + 1}") for number in range(20_000)]
    assert cycle(chain) == ()
    assert len(cycle([*chain, related("20000", "broader:0")])) == 20_002


def test_a_cycle_through_two_glossaries_is_found_and_both_are_named(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text(HEADER + "a,nl,a,broader:b,,,,,,\n", encoding="utf-8")
    (tmp_path / "two.csv").write_text(HEADER + "b,nl,b,broader:a,,,,,,\n", encoding="utf-8")
    TermBase.load(tmp_path / "one.csv")
    with pytest.raises(BadGlossary, match=r"one\.csv, .*two\.csv: the relations go round in a circle: a → b → a"):
        TermBase.load(tmp_path / "one.csv", tmp_path / "two.csv")


def test_a_cycle_in_tbx_names_the_line() -> None:
    text = write_tbx([related("a", "broader:b"), related("b", "broader:a")])
    with pytest.raises(BadGlossary, match=r"g\.tbx:\d+: note translate-kit:relations: .* a → b → a"):
        parse(text.encode(), name="g.tbx", **LANGUAGES)


def test_relations_to_what_is_not_there_are_a_problem_not_an_error() -> None:
    concepts = [related("a", "broader:b|related:c"), related("b")]
    assert unknown(concepts) == ["a: related c, which is not there"]
    assert "a: related c, which is not there" in survey(TermBase.from_concepts(concepts))["problems"]


def test_a_foreign_date_that_is_none_is_kept_apart() -> None:
    text = (
        '<martif type="TBX"><text><body><termEntry id="a"><langSet xml:lang="nl"><tig><term>a</term>'
        '<admin type="created">once</admin></tig></langSet></termEntry></body></text></martif>'
    )
    [concept] = parse(text.encode(), name="g.tbx", **LANGUAGES)
    assert concept.terms[0].extra == (("created (TBX)", "once"),)


IDS = st.text("abc-: ", min_size=1, max_size=4).map(str.strip).filter(bool)


@given(st.lists(st.builds(Relation, st.sampled_from(KINDS), IDS), max_size=4, unique=True))
def test_relations_are_read_back(relations: list[Relation]) -> None:
    text = "|".join(f"{relation.kind}:{relation.concept}" for relation in relations)
    assert parse_relations(text) == tuple(relations)


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3), max_size=6))
def test_a_cycle_is_found_when_and_only_when_there_is_one(graph: dict[str, list[str]]) -> None:
    found = cycle([related(id_, "|".join(f"broader:{other}" for other in others)) for id_, others in graph.items()])

    def reaches(start: str, goal: str) -> bool:
        seen: set[str] = set()
        rest = list(graph.get(start, ()))
        while rest:
            node = rest.pop()
            if node == goal:
                return True
            if node not in seen:
                seen.add(node)
                rest += graph.get(node, ())
        return False

    assert bool(found) == any(reaches(node, node) for node in graph)
    assert all(other in graph[one] for one, other in pairwise(found))


@given(st.text(max_size=20))
def test_any_cell_is_right_or_says_why(text: str) -> None:
    for column in ("relations", "images", "created", "modified", "context", "other"):
        assert wrong(column, text) == "" or text.strip() == "" or "expected" in wrong(column, text)
