"""Glossaries as rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary import BadGlossary, Concept, Status, Term, TermBase
from glossary.formats import merge, parse, rewrite
from glossary.formats.csv import write_csv
from glossary.formats.pairs import write_pairs
from glossary.patterns import taken_for_pattern

HEADER = (
    "concept,domain,language,term,status,part_of_speech,gender,number,forms,flags,register,definition,note,source\n"
)


def read_or_say(data: str | bytes, name: str) -> None:
    """Read, and see that a refusal names the file."""
    try:
        read(data, name)
    except BadGlossary as refused:
        message = str(refused)
    else:
        return
    assert message.startswith(name)


def read(text: str | bytes, name: str = "g.csv") -> list[Concept]:
    data = text.encode() if isinstance(text, str) else text
    return parse(data, name=name, source_language="nl", target_language="en")


def pairs(text: str | bytes, name: str = "g.csv") -> dict[str, list[str]]:
    """Source: its targets, the preferred one first."""
    return {
        concept.in_language("nl")[0].text: [term.text for term in concept.in_language("en")]
        for concept in read(text, name)
    }


def test_a_row_is_a_term_and_rows_with_one_id_are_a_concept() -> None:
    rows = (
        HEADER
        + "juche,ideology,nl,Juche,preferred,proper noun,c,singular,Juches|Juche’s,do-not-translate,neutral,"
        + '"State, idea",n,s\n'
        + "juche,,en,Juche idea,admitted,noun,,,,,,,,\n"
    )
    [concept] = read(rows)
    assert (concept.id, concept.domain, concept.definition) == ("juche", "ideology", "State, idea")
    assert concept.terms[0] == Term(
        text="Juche",
        language="nl",
        part_of_speech="proper noun",
        gender="c",
        number="singular",
        forms=("Juches", "Juche’s"),
        flags=("do-not-translate",),
        register="neutral",
        note="n",
        source="s",
    )
    assert concept.terms[1].status is Status.ADMITTED


def test_columns_may_stand_in_any_order_and_be_left_out() -> None:
    [concept] = read("term,LANGUAGE,concept\nleider,nl,x\nleader,en,x\n")
    assert [term.text for term in concept.terms] == ["leider", "leader"]
    assert concept.terms[0].status is Status.PREFERRED


def test_unknown_columns_are_kept_under_their_own_name() -> None:
    text = "concept,language,term,createdBy,concept.image\nx,nl,leider,Jan,a.png\nx,en,leader,,\n"
    [concept] = read(text)
    assert concept.terms[0].extra == (("createdBy", "Jan"),)
    assert concept.extra == (("image", "a.png"),)
    assert read(write_csv([concept])) == [concept]


@pytest.mark.parametrize("text", ["concept;language;term\nx;nl;a, b\n", "concept\tlanguage\tterm\nx\tnl\ta, b\n"])
def test_semicolons_and_tabs_separate_too(text: str) -> None:
    assert read(text)[0].terms[0].text == "a, b"


def test_a_byte_order_mark_utf_16_and_windows_line_ends_are_all_right() -> None:
    text = HEADER + "x,,nl,leider,,,,,,,,,,\r\n\r\nx,,en,leader,,,,,,,,,,\r\n"
    assert read(text.encode("utf-8-sig")) == read(text.encode("utf-16")) == read(text.replace("\r", ""))


def test_comment_lines_and_empty_lines_are_skipped() -> None:
    assert pairs("# made by hand\n\nleider\tleader\n#x\ty\n", "g.txt") == {"leider": ["leader"]}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("g.txt", "leider\tleader\tthe man\nkamp\tcamp\n"),
        ("g.utf8", "leider\tleader\nkamp\tcamp\n"),
        ("g.tab", "# -*- coding: utf-8 -*-\nleider\tleader\nkamp\tcamp\n"),
        ("g.csv", "leider,leader\nkamp,camp\n"),
        ("g.csv", "leider;leader\nkamp;camp\n"),
        ("g.csv", "source,target\nleider,leader\nkamp,camp\n"),
        ("g.csv", "nl,en\nleider,leader\nkamp,camp\n"),
        ("g.csv", "nl-NL,en-GB\nleider,leader\nkamp,camp\n"),
        ("g.csv", "EN,NL\nleader,leider\ncamp,kamp\n"),
        ("g.csv", "term,translation\nleider,leader\nkamp,camp\n"),
        ("g.csv", "Target,Source,Comment\nleader,leider,x\ncamp,kamp,\n"),
        ("g.csv", "Dutch,English\nleider,leader\nkamp,camp\n"),
        ("g.tsv", "source\ttarget\nleider\tleader\nkamp\tcamp\n"),
        ("g.csv", '"leider","leader"\n"kamp","camp"\n'),
    ],
)
def test_plain_lists_of_other_tools_are_read(name: str, text: str) -> None:
    assert pairs(text, name) == {"leider": ["leader"], "kamp": ["camp"]}


@pytest.mark.parametrize(
    "text",
    [
        "leider,leader\nleider,chief\n",
        "leider,leader|chief\n",
        "leider,leader; chief\n",
        "leider,leader\nleider,chief|leader\n",
    ],
)
def test_a_source_may_have_several_targets(text: str) -> None:
    [concept] = read(text)
    assert [(term.text, term.status) for term in concept.in_language("en")] == [
        ("leader", Status.PREFERRED),
        ("chief", Status.ADMITTED),
    ]


def test_a_comment_becomes_the_note_of_the_source_term() -> None:
    [concept] = read("leider\tleader\tman\nleider\tchief\tboss\n", "g.txt")
    assert concept.in_language("nl")[0].note == "man; boss"


def test_quotes_in_a_tab_separated_file_are_quotes() -> None:
    assert pairs('"grote" leider\tgreat leader\n12" scherm\t12" screen\n', "g.txt") == {
        '"grote" leider': ["great leader"],
        '12" scherm': ['12" screen'],
    }


GOOD = "x,,nl,leider,preferred,,,,,,,,,\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "g.csv: the file is empty"),
        (b" \n\n", "g.csv: the file is empty"),
        (b"\xff\xfe\x00", "g.csv:1: this is not UTF-16"),
        (HEADER.encode() + "x,,nl,coördinator,,,,,,,,,,\n".encode("latin-1"), "g.csv:2: this is not UTF-8 (byte 0xF6"),
        (b"\x7fELF\x00\x00", "g.csv:1: this is a binary file"),
        (HEADER.encode() + b"x,,nl,le\x07ider,,,,,,,,,,\n", "g.csv:2: there is a control character (U+0007)"),
        (
            (HEADER + GOOD + "x,,nl,leider\n").encode(),
            "g.csv:3: 4 cells, 14 expected; the last one that is there is term",
        ),
        ((HEADER + GOOD.replace("\n", ",extra\n")).encode(), "g.csv:2: 15 cells, 14 expected."),
        (
            (HEADER + GOOD.replace("nl", "Nederlands!")).encode(),
            "g.csv:2: column language: 'Nederlands!' is no language",
        ),
        (
            (HEADER + GOOD.replace("preferred", "favourite")).encode(),
            "g.csv:2: column status: 'favourite'; expected prefer",
        ),
        ((HEADER + GOOD.replace("leider", "")).encode(), "g.csv:2: column term: empty"),
        ((HEADER + GOOD.replace("leider", "a" * 10_000)).encode(), "g.csv:2: column term: 10,000 characters"),
        ((HEADER + GOOD.replace("x,", ",")).encode(), "g.csv:2: column concept: empty"),
        ((HEADER + GOOD + GOOD).encode(), "g.csv:3: column term: 'leider' stands twice"),
        ((HEADER + GOOD.replace("preferred,,,,", "preferred,,,,|" + "a" * 501)).encode(), "g.csv:2: column forms: 501"),
        ((HEADER + GOOD + 'x,,nl,"lei\nder\n').encode(), "g.csv:3: the row that begins here cannot be read"),
        ((HEADER + 'x,,nl,"a"b,,,,,,,,,,\n').encode(), "g.csv:2: the row that begins here cannot be read"),
        (b"concept,term,term\nx,a,b\n", "g.csv:1: the column language is missing"),
        (b"concept,language\nx,nl\n", "g.csv:1: the column term is missing"),
        (b"language;term\nnl;a\n", "g.csv:1: the column concept is missing"),
        (b"concept,language,term,term\nx,nl,a,b\n", "g.csv:1: column 4 is called term, like an earlier one"),
        (b"concept,language,term,\nx,nl,a,b\n", "g.csv:1: column 4 has no name"),
        (b"concept,language,domain,term\nx,nl,a,b\nx,en,c,d\n", "g.csv:3: column domain: differs from an earlier row"),
        (b"leider,leader\nkamp\n", "g.csv:2: 1 cell; expected source and target"),
        (b"leider,leader\nkamp,\n", "g.csv:2: column target: empty"),
        (b"leider,leader\n,camp\n", "g.csv:2: column source: empty"),
        (b"leider,leader,a,b,c,d\nkamp,camp,x,y,z,0,1\n", "g.csv:2: 7 cells"),
        (b"source,target\n", "g.csv: there are no terms in it, only a header"),
        (b"# only a comment\n", "g.csv: there are no rows in it"),
    ],
)
def test_a_bad_file_is_refused_with_its_place_and_what_was_expected(
    tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "g.csv").write_bytes(content)
    with pytest.raises(BadGlossary) as refused:
        TermBase.load(tmp_path / "g.csv")
    assert message in str(refused.value)


def test_a_missing_file_a_folder_and_a_name_that_is_none_are_refused(tmp_path: Path) -> None:
    for name, message in (
        (tmp_path / "no.csv", "no such file"),
        (tmp_path, "this is a folder"),
        ("a\0b", "not a file name"),
    ):
        with pytest.raises(BadGlossary, match=message):
            TermBase.load(name)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_nothing_but_a_clear_error_comes_of_any_bytes(data: bytes) -> None:
    for name in ("g.csv", "g.txt", "g.tsv", "g.tbx"):
        read_or_say(data, name)


CELLS = st.lists(
    st.lists(
        st.sampled_from(["nl", "en", "x", "leider", '"', "'", "=1+1", "a|b", ";", "#", "preferred", "", " "]),
        max_size=5,
    ),
    max_size=5,
)


@given(CELLS, st.sampled_from(",;\t"))
def test_nothing_but_a_clear_error_comes_of_any_rows(rows: list[list[str]], delimiter: str) -> None:
    text = "concept,language,term,status\n".replace(",", delimiter) + "\n".join(delimiter.join(row) for row in rows)
    read_or_say(text, "g.csv")


VISIBLE = st.characters(codec="utf-8", exclude_categories=("C", "Z"))
WORDS = st.lists(st.text(VISIBLE, min_size=1, max_size=6), min_size=1, max_size=3).map(" ".join)
SPACES = st.sampled_from((" ", "  ", "\n", "\r\n", "\n\n", "\t"))
TEXTS = st.one_of(
    st.just(""),
    WORDS,
    st.builds(lambda one, space, two: one + space + two, WORDS, SPACES, WORDS),
)
FORMS = st.lists(WORDS.filter(lambda text: "|" not in text), max_size=2).map(tuple)
TERM = st.builds(
    Term,
    text=WORDS,
    language=st.sampled_from(("nl", "en", "en-GB")),
    status=st.sampled_from(tuple(Status)),
    part_of_speech=TEXTS,
    gender=TEXTS,
    number=TEXTS,
    forms=FORMS,
    flags=st.lists(st.sampled_from(("case-sensitive", "do-not-translate", "x")), max_size=2).map(tuple),
    register=TEXTS,
    note=TEXTS,
    source=TEXTS,
    extra=st.sampled_from(
        (
            (),
            (("Made by", "=me"),),
            (("Made by", "-x"), ("when", "@now")),
            (("=name", "x"), ("relations", "of a term"), ("term.domain", "y")),
            (("context", "=Zo staat het er."), ("created", "2024-05-01"), ("created_by", "Jan")),
            (("modified", "2024-05-01T12:30"), ("modified_by", "+Piet")),
            (("created_by", "nobody knows when"),),
        )
    ),
).filter(lambda term: not taken_for_pattern(term))
CONCEPTS = st.lists(
    st.builds(
        Concept,
        id=WORDS,
        terms=st.lists(TERM, min_size=1, max_size=4, unique_by=lambda term: (term.language[:2], term.text)).map(tuple),
        domain=TEXTS,
        definition=TEXTS,
        note=TEXTS,
        source=TEXTS,
        extra=st.sampled_from(
            (
                (),
                (("image", "+a.png"),),
                (("images", "-a.png|https://example.org/b.png"), ("created", "2020-01-02")),
                (("relations", "broader:longer-than-any-id-here|related:a b"), ("definition", "another")),
            )
        ),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda concept: concept.id,
)


def in_order(concepts: list[Concept]) -> list[Concept]:
    """With the columns that we have no field for in one order, as the columns of a table are for all rows."""
    return [
        replace(
            concept,
            extra=tuple(sorted(concept.extra)),
            terms=tuple(replace(term, extra=tuple(sorted(term.extra))) for term in concept.terms),
        )
        for concept in concepts
    ]


@given(CONCEPTS, st.sampled_from((",", "\t")))
def test_what_is_written_is_read_back(concepts: list[Concept], delimiter: str) -> None:
    again = read(write_csv(concepts, delimiter=delimiter), "g.tsv" if delimiter == "\t" else "g.csv")
    assert in_order(again) == in_order(concepts)


def test_plain_lists_may_begin_with_a_word_that_is_a_column_of_ours() -> None:
    assert pairs("term,translation\nleider,leader\n") == {"leider": ["leader"]}
    assert pairs("begrip,concept\ntaal,language\n") == {"begrip": ["concept"], "taal": ["language"]}


ODD = [
    *("C++", "F#", ".NET", "A|B", "C:\\data\\web", "{0}", "wat (precies)?", "[sic]", "$", "^", "a.b.c.", "*"),
    "(bio)brandstof",
]
PATTERNS = [
    *("(a+)+$[.*?]{2}", r"re.*gex\d+|x", "[a-z]", "^leider$", "leider(s)?", "werk(kamp|plaats)", r"\bchef\b", r"\d{4}"),
    *("[sn]?", "(?:a)", "x{2,}", "kamp.+"),
]


def glossary_with(text: str, *, forms: str = "", flags: str = "") -> str:
    return HEADER + f'x,,nl,"{text}",,,,,{forms},{flags},,,,\nx,,en,x,,,,,,,,,,\n'


@pytest.mark.parametrize("text", PATTERNS)
def test_a_term_that_is_written_as_a_pattern_is_refused_unless_it_is_spelled_so(text: str) -> None:
    with pytest.raises(BadGlossary, match=r"g\.csv:2: column term: .* looks like a regular expression, .* `fixed`"):
        read(glossary_with(text))
    if "|" not in text:
        with pytest.raises(BadGlossary, match=r"g\.csv:2: .*regular expression"):
            read(glossary_with("leider", forms=f'"{text}"'))
    with pytest.raises(BadGlossary, match=r"g\.tsv:1: column source: .*regular expression"):
        pairs(f"{text}\tleader\n", "g.tsv")
    with pytest.raises(BadGlossary, match=r"g\.tsv:1: column target: .*regular expression"):
        pairs("leider\tleader(s)?\n", "g.tsv")
    [found] = read(glossary_with(text, flags="fixed"))
    assert found.terms[0].text == text
    base = TermBase.from_concepts([found])
    assert [match.text for match in base.match(f"Dat is {text} hier, aaaa a 2 re gex 11.")] == [text]


@pytest.mark.parametrize("text", ODD)
def test_a_term_with_signs_that_patterns_have_too_is_text(text: str) -> None:
    [found] = read(write_csv([Concept(id="x", terms=(Term(text=text, language="nl"), Term(text="x", language="en")))]))
    assert found.terms[0].text == text


@pytest.mark.parametrize("text", ["C++", "F#", ".NET", "A|B"])
def test_such_a_term_is_found_as_it_is_written(text: str) -> None:
    [found] = read(write_csv([Concept(id="x", terms=(Term(text=text, language="nl"), Term(text="x", language="en")))]))
    base = TermBase.from_concepts([found])
    assert [match.text for match in base.match(f"Dat is {text} hier, aaaa a 2 re gex 11.")] == [text]


@given(CONCEPTS)
def test_no_cell_begins_like_a_formula(concepts: list[Concept]) -> None:
    import csv
    import io

    for row in csv.reader(io.StringIO(write_csv(concepts))):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "#", "\t", "\r"))]


def test_the_list_for_omegat_has_the_allowed_pairs_with_a_comment() -> None:
    [concept] = read(
        HEADER
        + "x,,nl,leider,preferred,noun,,,,,,A man,,\nx,,nl,baas,deprecated,noun,,,,,,,,\n"
        + "x,,en,chief,admitted,noun,,,,,,,,\nx,,en,leader,preferred,noun,,,,,,,,\nx,,en,guide,forbidden,noun,,,,,,,,\n"
    )
    written = write_pairs([concept], source_language="nl", target_language="en")
    assert written == "leider\tleader\tA man\nleider\tchief\tA man\n"
    assert pairs(written, "g.txt") == {"leider": ["leader", "chief"]}


COMMENTED = """\
# Reviewed in May.
concept,language,term,status
# Leaders first.
leader,nl,leider,preferred
"#, quoted",,,

leader,en,leader,preferred
#camp,nl,kamp,preferred
camp,nl,werkkamp,preferred
camp,en,labour camp,preferred
# The end.
"""


def rewritten(text: str, name: str = "g.csv", *, without: str = "") -> str:
    data = text.encode()
    concepts = parse(data, name=name, source_language="nl", target_language="en")
    # With another definition, or the lines would stay as they are.
    kept = [replace(concept, definition="d") for concept in concepts if concept.id != without]
    return rewrite(data, concepts, kept, name=name, source_language="nl").decode()


def test_comments_stay_before_their_rows_when_a_file_is_rewritten() -> None:
    lines = rewritten(COMMENTED).splitlines()
    firsts = [line.split(",")[0] + ("" if line.startswith(("#", '"')) else ":" + line.split(",")[2]) for line in lines]
    assert firsts == [
        *("# Reviewed in May.", "concept:language", "# Leaders first.", "leader:nl", '"#', "leader:en", "#camp"),
        *("camp:nl", "camp:en", "# The end."),
    ]
    assert rewritten("\n".join(lines) + "\n").splitlines() == lines


def test_the_comment_of_a_row_that_went_is_kept_at_the_end() -> None:
    lines = rewritten(COMMENTED, without="camp").splitlines()
    assert lines[-2:] == ["#camp,nl,kamp,preferred", "# The end."]


def test_comments_and_separators_of_a_plain_list_stay_too() -> None:
    text = "# ours\nleider;leader\n# second\r\nwerkkamp;labour camp"
    lines = rewritten(text).splitlines()
    assert lines[0] == "# ours"
    assert lines[1].startswith("concept;domain;")
    assert [line for line in lines if line.startswith("#")] == ["# ours", "# second"]
    assert lines[lines.index("# second") + 1].startswith("werkkamp;;nl;werkkamp;")


@given(st.lists(st.sampled_from(["# a", "#", '"# b"', "# c,d", '"#, ""x"""']), max_size=8))
def test_no_comment_is_lost(comments: list[str]) -> None:
    rows = ["concept,language,term,status", *comments, "camp,nl,werkkamp,preferred", *comments]
    after = rewritten("\n".join(rows) + "\n").splitlines()
    assert [line for line in after if line.strip('"').startswith("#")] == comments * 2


def grown(text: str, more: str, name: str = "g.csv") -> str:
    """The file after the terms of another came in."""
    data = text.encode()
    before, others = (
        parse(one, name=file, source_language="nl", target_language="en")
        for one, file in ((data, name), (more.encode(), "more.csv"))
    )
    after, conflicts = merge(before, others)
    assert conflicts == []
    changed = rewrite(data, before, after, name=name, source_language="nl").decode()
    again = parse(changed.encode(), name=name, source_language="nl", target_language="en")
    assert [(one.id, set(one.terms)) for one in again] == [(one.id, set(one.terms)) for one in after]
    return changed


def test_terms_come_in_and_every_other_line_stays() -> None:
    more = "concept,language,term,status\nleader,en,chief,preferred\nkerk,nl,kerk,preferred\nkerk,en,church,preferred\n"
    lines = grown(COMMENTED, more).splitlines()
    assert [line for line in lines if line not in COMMENTED.splitlines()] == [
        *("leader,en,chief,preferred", "kerk,nl,kerk,preferred", "kerk,en,church,preferred"),
    ]
    assert [line for line in lines if line in COMMENTED.splitlines()] == COMMENTED.splitlines()
    assert lines.index("leader,en,chief,preferred") == lines.index("leader,en,leader,preferred") + 1


def test_what_is_said_about_a_concept_comes_with_its_terms() -> None:
    ours = read("concept,language,term,concept.note\nx,nl,leider,ours\n")
    theirs = read(
        "concept,language,term,definition,concept.note,concept.source,relations\n"
        "x,en,leader,Who leads.,theirs,a dictionary,broader:person\n"
    )
    [both], conflicts = merge(ours, theirs)
    assert (conflicts, both.definition, both.source, both.note) == ([], "Who leads.", "a dictionary", "ours")
    assert [relation.concept for relation in both.relations] == ["person"]
    [other_way], _ = merge(theirs, ours)
    assert (other_way.note, other_way.relations) == ("theirs", both.relations)


def test_files_whose_relations_go_round_together_contradict_each_other() -> None:
    one = read("concept,language,term,relations\na,nl,aap,broader:b\n")
    other = read("concept,language,term,relations\nb,nl,bok,broader:a\n")
    assert merge(one, other)[1] == ["together the relations go round in a circle: a → b → a"]


def test_a_column_that_a_new_term_needs_is_added_on_the_right() -> None:
    text = "term;language;concept\r\n# c\r\nleider;nl;leader\r\n\r\nleader;en;leader"
    more = 'concept,language,term,note\nleader,en,chief,"a; b"\n'
    assert grown(text, more).split("\r\n") == [
        *("term;language;concept;note", "# c", "leider;nl;leader;", "", "leader;en;leader;", 'chief;en;leader;"a; b"'),
        "",
    ]
    status = "concept,language,term,status\nleader,en,chief,admitted\n"
    assert grown(text, status).split("\r\n")[-2:] == ["chief;en;leader;admitted", ""]


def test_a_concept_whose_name_looks_like_a_comment_is_none() -> None:
    lines = grown(
        "concept,language,term\n'#1,nl,leider\nx,nl,kamp\n", "concept,language,term\n'#1,en,leader\n"
    ).splitlines()
    assert lines == ["concept,language,term", "'#1,nl,leider", "'#1,en,leader", "x,nl,kamp"]


def test_a_file_without_quoting_gets_none() -> None:
    text = 'concept\tlanguage\tterm\tnote\nx\tnl\tleider\tso "called\n'
    more = 'concept,language,term,note\nx,en,leader,"the ""big"" one"\n'
    assert grown(text, more).splitlines()[-1] == 'x\ten\tleader\tthe "big" one'


def test_the_byte_order_mark_and_utf_16_stay() -> None:
    text = "concept,language,term\nx,nl,coördinator\n"
    for encoding in ("utf-8-sig", "utf-16"):
        before = parse(text.encode(encoding), name="g.csv", source_language="nl", target_language="en")
        after, _ = merge(before, read("leider,leader\n"))
        data = rewrite(text.encode(encoding), before, after, name="g.csv", source_language="nl")
        assert data.decode(encoding).splitlines()[:2] == text.splitlines()
        assert parse(data, name="g.csv", source_language="nl", target_language="en") == after


@given(
    st.lists(st.sampled_from(["x", "y"]), max_size=3),
    st.lists(st.sampled_from(["# a", "", '"# b', '# c"']), max_size=3),
)
def test_no_line_is_lost_when_terms_come_in(ids: list[str], between: list[str]) -> None:
    rows = [row for id_ in dict.fromkeys(ids) for row in (f"{id_},nl,{id_}{id_}", *between, f'{id_},en,"{id_} ""q"""')]
    text = "\n".join(["concept,language,term", "z,nl,zz", *rows]) + "\n"
    try:
        read(text)
    except BadGlossary:
        return
    lines = grown(text, "concept,language,term\nx,en,new\nw,nl,kerk\n").splitlines()
    rest = iter(lines)
    assert all(line in rest for line in text.splitlines())


@given(CONCEPTS, CONCEPTS, st.data(), st.sampled_from((",", ";", "\t")))
def test_whatever_comes_into_a_table_is_read_back(
    concepts: list[Concept], others: list[Concept], data: st.DataObject, delimiter: str
) -> None:
    name = "g.tsv" if delimiter == "\t" else "g.csv"
    held = write_csv(concepts, delimiter=delimiter)
    before = read(held, name)
    known = data.draw(st.sampled_from(before))
    # A term that a concept of the table lacks, and concepts that it has not.
    fresh = [replace(term, text=f"{term.text}=") for term in others[0].terms]
    grown_one = replace(known, terms=(*known.terms, *fresh))
    taken = {concept.id for concept in before}
    after = [grown_one if one is known else one for one in before]
    after += [concept for concept in others if concept.id not in taken]
    seen = [(term.language[:2], term.text) for term in grown_one.terms]
    if len(set(seen)) < len(seen):
        return
    changed = rewrite(held.encode(), before, after, name=name, source_language="nl").decode()
    assert in_order(read(changed, name)) == in_order(after)
    assert [line for line in changed.splitlines() if line.startswith(held.splitlines()[0])]
