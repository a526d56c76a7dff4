"""Inline mark-up is read out of a source, and comes back whole around the right words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_kit.mt.alignment import ATOM, Alignment, locate
from translate_kit.mt.markup import Mark, Marked, parse
from translate_kit.mt.restore import restore


def word_for_word(source: str, target: str, links: dict[int, int] | None = None) -> Alignment:
    """Target word n looks at source word `links[n]`, else at source word n."""
    sources = [found.span() for found in re.finditer(r"\S+", source)]
    targets = [found.span() for found in re.finditer(r"\S+", target)]
    rows = []
    for number in range(len(targets)):
        row = [0.0] * len(sources)
        at = (links or {}).get(number, number)
        if at < len(sources):
            row[at] = 1.0
        rows.append((0, row))
    return Alignment(sources, targets, rows)


def translated(source: str, target: str, links: dict[int, int] | None = None) -> str:
    marked = parse(source)
    return restore(marked, target, word_for_word(marked.text, target, links))


def in_order(marks: tuple[Mark, ...] | list[Mark]) -> list[tuple[str, str]]:
    return [one for mark in marks for one in ((mark.opening, mark.closing), *in_order(mark.children))]


# Reading


@pytest.mark.parametrize(
    ("source", "text", "marks"),
    [
        ("De *leider* spreekt.", "De leider spreekt.", [("*", "*")]),
        ("De __leider__ spreekt.", "De leider spreekt.", [("__", "__")]),
        ("***Alles*** is ~~oud~~", "Alles is oud", [("*", "*"), ("**", "**"), ("~~", "~~")]),
        ("**De *eeuwige* leider**", "De eeuwige leider", [("**", "**"), ("*", "*")]),
        ('Lees [het *plan*](a_(b).md "t").', "Lees het plan.", [("[", '](a_(b).md "t")'), ("*", "*")]),
        ("[een][ref] ![foto](a.png)", "een foto", [("[", "][ref]"), ("![", "](a.png)")]),
        ('<g id="1">Een <x id="2"/>zin</g>', "Een zin", [('<g id="1">', "</g>"), ('<x id="2"/>', "")]),
        ("<B>vet</b>", "vet", [("<B>", "</b>")]),
        ("een<br>twee", "een twee", [("<br>", "")]),
        ("een  \ntwee", "een twee", [("  \n", "")]),
        ("woord[^1] en", "woord en", [("[^1]", "")]),
        ("een \\* twee", "een twee", [("\\*", "")]),
        ("5 euro* *zonder btw", "5 euro zonder btw", [("*", ""), ("*", "")]),
        ("<!-- nota --> zin", "zin", [("<!-- nota -->", "")]),
        (
            '<bpt i="1">&lt;b&gt;</bpt>vet<ept i="1">&lt;/b&gt;</ept>',
            "vet",
            [('<bpt i="1">&lt;b&gt;</bpt>', '<ept i="1">&lt;/b&gt;</ept>')],
        ),
        ('<sc id="1"/>vet<ec startRef="1"/>', "vet", [('<sc id="1"/>', '<ec startRef="1"/>')]),
        ('<ph id="1">{0}</ph> keer', "keer", [('<ph id="1">{0}</ph>', "")]),
        ("een <b><x/></b> twee", "een twee", [("<b><x/></b>", "")]),
        ("a <b>c <i>d</b> e</i>", "a c d e", [("<b>", "</b>"), ("<i>", ""), ("</i>", "")]),
        ("\ue001vet\ue002", "vet", [("\ue001", ""), ("\ue002", "")]),
    ],
)
def test_mark_up_is_taken_out(source: str, text: str, marks: list[tuple[str, str]]) -> None:
    marked = parse(source)
    assert marked.text == text
    assert in_order(marked.marks) == marks


@pytest.mark.parametrize(
    "text",
    [
        "5 * 3 = 15 en 2 * 2 = 4",
        "snake_case_naam blijft",
        "een [haakje] en een [ losse",
        "dat is 50% van 20% de rest",
        "a < b en b > c",
        "het kost 5 {of meer} euro",
        "5*3 en __niet gesloten",
        "Jansen & Zonen",
        "om 12:30 – of later…",
    ],
)
def test_what_only_looks_like_mark_up_stays_text(text: str) -> None:
    assert parse(text) == Marked(text, ())


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("Gebruik `tkit *run*` nu.", ["`tkit *run*`"]),
        ("Gebruik ``a`b`` nu.", ["``a`b``"]),
        ("Zie https://a.nl/b_c_d?e=f.", ["https://a.nl/b_c_d?e=f"]),
        ("(zie www.a.nl/b_(c))", ["www.a.nl/b_(c)"]),
        ("Mail a.b@c.nl, of <d@e.nl>", ["a.b@c.nl", "<d@e.nl>"]),
        ("%d van %(totaal)s, %1$s en {0} of {naam}", ["%d", "%(totaal)s", "%1$s", "{0}", "{naam}"]),
        ("${a} {{ b }} #{c}", ["${a}", "{{ b }}", "#{c}"]),
        ("<code>x = 1</code> en <kbd>Ctrl</kbd>", ["<code>x = 1</code>", "<kbd>Ctrl</kbd>"]),
        ('<span translate="no">De Telegraaf</span> schrijft', ['<span translate="no">De Telegraaf</span>']),
    ],
)
def test_what_must_pass_unharmed_has_a_stand_in(source: str, kept: list[str]) -> None:
    marked = parse(source)
    assert [original for _, original in marked.stand_ins] == kept
    assert marked.written(marked.text) == " ".join(source.split())


def test_stand_in_is_never_a_word_of_the_source() -> None:
    marked = parse("XX1 en XX2 zijn {0} en {1}")
    assert [stand_in for stand_in, _ in marked.stand_ins] == ["XX3", "XX4"]


def test_eleventh_stand_in_is_not_taken_for_the_first() -> None:
    source = " ".join(f"{{{number}}}" for number in range(12))
    marked = parse(source)
    assert marked.copied(marked.text)
    assert marked.written(marked.text) == source


@pytest.mark.parametrize("target", ["zonder", "XX1 en XX1", "XX1s", "aXX1", "xx1"])
def test_lost_doubled_or_changed_stand_in_is_noticed(target: str) -> None:
    assert not parse("met {0}").copied(target)


def test_spans_of_the_caller_pass_unharmed() -> None:
    source = "De krant *De Telegraaf* schrijft"
    marked = parse(source, keep=[(10, 22)])
    assert marked.stand_ins == (("XX1", "De Telegraaf"),)
    assert marked.text == "De krant XX1 schrijft"


def test_entities_are_read_and_written_again() -> None:
    marked = parse("Jansen &amp; Zonen &lt; 5")
    assert marked.text == "Jansen & Zonen < 5"
    assert marked.written("Jansen & Sons < 5") == "Jansen &amp; Sons &lt; 5"


def test_ampersand_of_plain_text_is_left_alone() -> None:
    assert parse("Jansen & Zonen").written("Jansen & Sons") == "Jansen & Sons"


# Putting back


@pytest.mark.parametrize(
    ("source", "target", "links", "expected"),
    [
        ("Het *nieuwe* plan.", "The new plan.", {}, "The *new* plan."),
        ("Ik heb *gisteren* gewerkt", "Yesterday I worked", {0: 2, 1: 0, 2: 3}, "*Yesterday* I worked"),
        ("**Alles is nieuw**", "Everything is new", {}, "**Everything is new**"),
        ("**Alles is nieuw**.", "Everything is new.", {}, "**Everything is new**."),
        ("**Alles is nieuw.**", "Everything is new.", {}, "**Everything is new.**"),
        ("Hij zei *“nee”* toen", "He said “no” then", {}, "He said *“no”* then"),
        ("Hij zei “*nee*” toen", "He said “no” then", {}, "He said “*no*” then"),
        ("*a* en **b** en `c`", "a and b and XX1", {}, "*a* and **b** and `c`"),
        ("**Een *rode* auto** rijdt", "A red car drives", {}, "**A *red* car** drives"),
        ("een<br/>twee drie", "one two three", {}, "one<br/>two three"),
        ("een  \ntwee drie", "one two three", {}, "one  \ntwee three".replace("twee", "two")),
        ("een <x/>twee", "one two", {}, "one <x/>two"),
        ("een<x/> twee", "one two", {}, "one<x/> two"),
        ("een <x/> twee", "one two", {}, "one <x/> two"),
        ("<x/>een twee", "one two", {}, "<x/>one two"),
        ("een twee<x/>", "one two", {}, "one two<x/>"),
        ("een plan[^1] en twee", "a plan and two", {}, "a plan[^1] and two"),
        ("een plan[^1].", "a plan.", {}, "a plan[^1]."),
        ("een plan.[^1]", "a plan.", {}, "a plan.[^1]"),
        ("vijf euro* per dag", "five euros a day", {}, "five euros* a day"),
        ("De [grote leider](x) van nu", "The great leader of now", {}, "The [great leader](x) of now"),
    ],
)
def test_marks_go_where_their_words_went(source: str, target: str, links: dict[int, int], expected: str) -> None:
    assert translated(source, target, links) == expected


def test_what_was_taken_out_as_a_word_is_a_word_again() -> None:
    marked = parse("Zie https://a.nl, nu", form=None)
    assert restore(marked, "See now", word_for_word(marked.text, "See now", {0: 0, 1: 2})) in (
        "See https://a.nl now",
        "See now https://a.nl",
    )


def test_two_pairs_whose_words_became_one_are_both_there() -> None:
    out = translated("*rode* **auto**", "redcar", {0: 0})
    assert out in ("***redcar***", "**_redcar_**", "*" + "**redcar**" + "*")


def test_marks_survive_a_target_without_a_word() -> None:
    assert translated("**ja**", "—") == "**—**"
    assert translated("<x/>*ja* nee", "…") == "…<x/>**"


def test_pieces_are_found_in_their_text_though_some_were_normalised() -> None:
    text = "“Ja…” zei hij"
    spans = locate(['▁"', "Ja", '..."', "▁zei", "▁h", "ij"], text)
    assert [text[start:end] for start, end in spans] == ["", "Ja", "", "zei", "h", "ij"]


# Properties

WORDS = st.sampled_from(["de", "eeuwige", "leider", "Juche", "1,4", "miljard", "zegt", "nee", "in", "Pyongyang"])


@st.composite
def tagged(draw: st.DrawFn) -> str:
    """A sentence with tags of distinct ids, nested at will."""
    number = iter(range(1, 100))

    def part(depth: int) -> str:
        kind = draw(st.integers(0, 5 if depth < 3 else 2))
        if kind <= 2:
            return " ".join(draw(st.lists(WORDS, min_size=1, max_size=3)))
        if kind == 3:
            return f'<x id="{next(number)}"/>'
        if kind == 4:
            return f"{{{next(number)}}}"
        name = next(number)
        inner = " ".join(part(depth + 1) for _ in range(draw(st.integers(1, 3))))
        return f'<g id="{name}">{inner}</g>'

    return " ".join(part(0) for _ in range(draw(st.integers(1, 4)))) + draw(st.sampled_from(["", ".", "?"]))


def structure(marks: tuple[Mark, ...] | list[Mark], inside: str = "") -> set[tuple[str, str, str]]:
    return {
        one
        for mark in marks
        for one in ((inside, mark.opening, mark.closing), *structure(mark.children, mark.opening or inside))
    }


@given(st.data(), tagged(), st.lists(st.sampled_from(["the", "leader", "says", "no", ",", "Juche"]), max_size=8))
def test_no_mark_is_lost_doubled_or_torn_apart_whatever_the_model_does(
    data: st.DataObject, source: str, words: list[str]
) -> None:
    form = data.draw(st.sampled_from([0, 1, None]))
    marked = parse(source, form=form)
    target = " ".join(words + [stand_in for stand_in, _ in marked.stand_ins])
    atoms = [found.span() for found in ATOM.finditer(target)]
    sources = [found.span() for found in ATOM.finditer(marked.text)]
    weight = st.floats(0, 1)
    rows = [(0, data.draw(st.lists(weight, min_size=len(sources), max_size=len(sources)))) for _ in atoms]
    out = restore(marked, target, Alignment(sources, atoms, rows))
    tags = re.findall(r"<[^>]+>|\{\d+\}", source)
    assert sorted(re.findall(r"<[^>]+>|\{\d+\}", out)) == sorted(tags)
    opened: list[str] = []
    for tag in re.findall(r"<g[^>]*>|</g>", out):
        if tag == "</g>":
            opened.pop()
        else:
            opened.append(tag)
    assert opened == []
    # The text between the tags is the target, white space and what was put back aside.
    bare = re.sub(r"<[^>]+>|\{\d+\}", "", out)
    plain = re.sub("|".join(stand_in for stand_in, _ in marked.stand_ins) or "(?!)", "", target)
    assert bare.split() == plain.split()


@given(tagged())
def test_mark_up_of_an_untranslated_text_stays_where_it_was(source: str) -> None:
    marked = parse(source)
    spans = [found.span() for found in ATOM.finditer(marked.text)]
    same = Alignment(spans, spans, [(number, [1.0]) for number in range(len(spans))])
    out = restore(marked, marked.text, same)
    assert structure(parse(out).marks) == structure(marked.marks)
    assert parse(out).text == marked.text


@given(st.text(alphabet="ab *_~`[]()<>/&{}%\\!\n\"'=.1", max_size=40))
def test_any_text_can_be_read(source: str) -> None:
    for form in (0, 1, None):
        marked = parse(source, form=form)
        assert "  " not in marked.text
        assert marked.text == marked.text.strip()


@given(st.lists(st.text(alphabet="abcdeéë.,?“”’–", min_size=1), min_size=1))
def test_plain_text_is_only_stripped_of_surplus_white_space(words: list[str]) -> None:
    assert parse("  ".join(words) + "\n") == Marked(" ".join(words), ())
