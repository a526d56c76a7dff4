"""Of units that differ in their values alone, one speaks only for those that say the same: no target is missed."""

from __future__ import annotations

from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

import tm.lookup
from tm import Memory, TranslationUnit, Variant
from tm.adapt import _written, adapt, style
from tm.language import base, regions_differ
from tm.lookup import Query
from tm.match import Match
from tm.notation import mask, notation_of, values
from tm.score import changes, formal_penalty, normalise, score
from tm.unit import Info, Prop

_numbers = count(1)

NUMBERS = {
    "nl": ("5", "7", "12", "012", "1250", "1.250", "1.250,50", "2024", "3 miljoen", "3.000.000", "1 250", "12.30.1"),
    "en": ("5", "7", "12", "012", "1250", "1,250", "1,250.50", "2024", "3 million", "3,000,000", "1 250", "Twelve"),
}
DATES = {
    "nl": ("3 mei 2011", "03-05-2011", "2011-05-03", "12 mei 2024", "5 jan. 2011", "7 mei", "mei 2024", "5e mei"),
    "en": ("3 May 2011", "May 3, 2011", "03/05/2011", "3/5/2011", "12 MAY 2024", "Jan. 5, 2011", "7th May", "May 2024"),
}
TIMES = {
    "nl": ("14.30 uur", "14:30", "2 uur", "9 uur", "09:00", "12.05 uur", "5e"),
    "en": ("2:30 p.m.", "14:30", "2 a.m.", "2:00 AM", "9 am", "09:00", "9:00", "12:05 P.M.", "5th"),
}
FRAMES = {
    "nl": (
        "Artikel {0}",
        "Van {0} tot {1}.",
        "Op {2} zijn er {0}.",
        "{2}, {3}",
        "<b>{0}</b> om {3}",
        "Zie <a id={1}>{0}</a>",
        "www.a{0}.nl of {1}",
        "{0}",
    ),
    "en": (
        "Article {0}",
        "Section  {0}",
        "From {0} to {1}.",
        "To {1} from {0}.",
        "There are {0} on {2}.",
        "On {2} there are “{0}”.",
        'On {2} there are "{0}".',
        "{2}, {3}",
        "At {3} <b>{0}</b>",
        "See <a id={1}>{0}</a>",
        "www.a{0}.nl or {1}",
        "{0} and {0}",
        "None at all",
        "{0}",
    ),
}


def texts(language: str) -> st.SearchStrategy[str]:
    number = st.sampled_from(NUMBERS[language])
    return st.builds(
        str.format,
        st.sampled_from(FRAMES[language]),
        number,
        number,
        st.sampled_from(DATES[language]),
        st.sampled_from(TIMES[language]),
    )


dutch = st.builds(Variant, st.sampled_from(("nl", "nl-NL", "nl-BE")), texts("nl").map(lambda text: (text,)))
english = st.builds(Variant, st.sampled_from(("en", "en-GB", "en-US")), texts("en").map(lambda text: (text,)))
german = st.just(Variant("de", ("12",)))
infos = st.builds(
    lambda key, points: Info(props=tuple(prop for prop in (key, points) if prop)),
    st.sampled_from((None, None, None, Prop("x-context", "k"), Prop("x-context", "l"))),
    st.sampled_from((None, None, None, None, Prop("x-penalty", "2"), Prop("X-Penalty", "9"))),
)
units = st.builds(
    TranslationUnit,
    st.one_of(
        st.tuples(dutch, english),
        st.tuples(dutch, english),
        st.tuples(english, dutch),
        st.tuples(dutch, english, german, english),
        st.tuples(dutch, dutch, english),
        st.tuples(dutch, german),
    ),
    st.sampled_from(("nl", "nl", "en", "")),
    info=infos,
)
queries = st.one_of(
    st.builds(Query, texts("nl"), st.sampled_from(("nl", "nl-NL")), st.sampled_from(("en", "en-US"))),
    st.builds(Query, texts("nl"), st.just("nl"), st.just("en"), key=st.just("k")),
    st.builds(Query, texts("en"), st.sampled_from(("en", "en-US")), st.just("nl")),
)


def scored(memory: Memory, unit: TranslationUnit, source: Variant, query: Query) -> tuple[bool, int, int, Match] | None:
    """One unit by the rules of the documentation: complete, lost, context, match."""
    target = unit.variant(query.target_language)
    text = normalise(source.text)
    if base(source.language) != base(query.source_language) or target is None or target is source:
        return None
    differs = changes(query.source, source)
    formal = formal_penalty(differs)
    adapted = adapt(query.source, source.text, target.text, query.source_language, target.language)
    language = query.source_language
    complete = differs == ("numbers",) and adapted.complete and mask(query.text, language) == mask(text, language)
    reached = 100 if complete else score(Levenshtein.distance(query.text, text), len(query.text), len(text))
    context = 2 if reached == 100 and not complete and query.key is not None and query.key == unit.key else 0
    lost = memory.penalty + (formal.points if formal else 0)
    own = unit.info.prop("x-penalty")
    lost += int(own) if own else 0
    regions = ((query.source_language, source.language), (query.target_language, target.language))
    lost += memory.language_penalty * any(regions_differ(one, other) for one, other in regions)
    lost += memory.reversed_penalty * unit.reversed_for(query.source_language)
    reached = 101 if context and not lost else max(0, reached - lost)
    shown = adapted.target if "numbers" in differs or "tags" in differs else target.text
    return complete, -reached, -context, Match(reached, "fuzzy", source.text, shown, "", unit.unit_id)


Row = tuple[int, str, str, int]


def every_unit(memory: Memory, query: Query) -> list[tuple[bool, int, int, Match]]:
    """All of them, adapted and scored, best first."""
    every = [scored(memory, unit, source, query) for unit in memory.units() for source in unit.variants]
    return sorted((one for one in every if one is not None), key=lambda one: (one[1], one[2], -one[3].unit_id))


def best(every: list[tuple[bool, int, int, Match]], threshold: int, limit: int) -> list[Row]:
    """The first of them, and what says the same left out."""
    kept: list[Match] = []
    seen: set[tuple[str, str]] = set()
    for complete, _, _, match in every:
        pair = (match.source, match.target)
        said = complete and match.target in {other.target for other in kept}
        if match.score >= threshold and pair not in seen and not said:
            kept.append(match)
        seen.add(pair)
    return [(match.score, match.source, match.target, match.unit_id) for match in kept[:limit]]


def looked_up(memory: Memory, query: Query, threshold: int, limit: int) -> list[Row]:
    found = memory.find(query, threshold=threshold, limit=limit)
    return [(match.score, match.source, match.target, match.unit_id) for match in found]


@given(st.data())
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
def test_a_memory_full_of_values_gives_what_adapting_and_scoring_every_unit_gives(url, monkeypatch, data):
    monkeypatch.setattr(tm.lookup, "FEW", data.draw(st.sampled_from((0, 0, 0, 3, 64))))
    monkeypatch.setattr(tm.lookup, "AT_ONCE", data.draw(st.sampled_from((1, 2, 50))))
    penalties = {name: data.draw(st.sampled_from((0, 2))) for name in ("penalty", "reversed_penalty")}
    with Memory.open(url(f"m{next(_numbers)}"), **penalties) as memory:
        for _ in range(2):
            memory.add(data.draw(st.lists(units, min_size=5, max_size=40)))
            for query in data.draw(st.lists(queries, min_size=1, max_size=4)):
                every = every_unit(memory, query)
                some = (data.draw(st.integers(50, 101)), data.draw(st.integers(1, 4)))
                for threshold, limit in ((99, 100), (50, 100), some):
                    assert looked_up(memory, query, threshold, limit) == best(every, threshold, limit)
            memory.remove(data.draw(st.lists(st.integers(1, 40), max_size=10)))


SHAPED = ("Artikel {0} van {1}", "Op {2} om {3}", "{0}", "{3}, {2}", "Van {0} tot {1}")


@given(st.data())
@settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
def test_of_many_units_of_one_shape_each_other_target_is_found(tmp_path_factory, monkeypatch, data):
    monkeypatch.setattr(tm.lookup, "FEW", 0)
    frame = data.draw(st.sampled_from(SHAPED))

    def filled(frame: str, language: str) -> str:
        kinds = (NUMBERS[language], NUMBERS[language], DATES[language], TIMES[language])
        return frame.format(*(data.draw(st.sampled_from(kind)) for kind in kinds))

    frames = data.draw(st.lists(st.sampled_from(FRAMES["en"]), min_size=1, max_size=3))
    added = [
        TranslationUnit.simple(filled(frame, "nl"), filled(data.draw(st.sampled_from(frames)), "en"))
        for _ in range(data.draw(st.integers(20, 60)))
    ]
    with Memory.open(tmp_path_factory.mktemp("m") / "m.db") as memory:
        memory.add(added)
        for _ in range(4):
            query = Query(filled(frame, "nl"))
            every = every_unit(memory, query)
            for threshold, limit in ((99, 100), (60, 100), (60, 2)):
                assert looked_up(memory, query, threshold, limit) == best(every, threshold, limit)


@given(
    st.sampled_from(("en", "en-US", "nl")),
    st.dates(),
    st.times(),
    st.data(),
)
@settings(max_examples=100)
def test_values_of_one_style_make_the_same_of_what_is_put_in_their_place(language, date, time, data):
    put_in = data.draw(
        st.sampled_from(
            (
                f"{date.day} {notation_of('nl').months[date.month - 1]} {date.year:04}",
                f"{date.day} {notation_of('nl').months[date.month - 1]}",
                f"{time.hour}.{time.minute:02} uur",
            )
        )
    )
    (value,) = values(put_in, "nl")
    made: dict[object, set[str | None]] = {}
    for text in DATES[base(language)] + TIMES[base(language)]:
        (old,) = values(text, language)
        if old.kind == value.kind:
            written = _written(value, old, notation_of("nl"), notation_of(language))
            made.setdefault(style(old, language), set()).add(written)
    assert all(len(written) == 1 for written in made.values())


def test_hundreds_of_units_of_one_shape_do_not_hide_an_old_one_that_says_something_else(memory):
    older = [TranslationUnit.simple("Artikel 7 van de wet", "Section 7 of the Act")]
    memory.add(
        older + [TranslationUnit.simple(f"Artikel {n} van de wet", f"Article {n} of the Act") for n in range(8, 400)]
    )
    for _ in range(2):
        found = memory.lookup("Artikel 700 van de wet", threshold=70)
        assert [(match.score, match.target, match.unit_id) for match in found] == [
            (99, "Article 700 of the Act", memory.store.last_unit()),
            (99, "Section 700 of the Act", 1),
        ]
        memory.add([TranslationUnit.simple("Artikel 900 van de wet", "Article 900 of the Act")])
    memory.remove([1])
    assert [match.target for match in memory.lookup("Artikel 700 van de wet")] == ["Article 700 of the Act"]


def test_a_unit_that_is_trusted_less_makes_way_for_one_that_is_trusted(memory):
    doubted = (Prop("x-penalty", "5"),)
    memory.add([TranslationUnit.simple("12 katten", "12 cats")])
    memory.add([TranslationUnit.simple(f"{n} katten", f"{n} cats", props=doubted) for n in range(100, 300)])
    (match,) = memory.lookup("1.250 katten")
    assert (match.score, match.target, match.unit_id) == (99, "1,250 cats", 1)
    memory.remove([1])
    (match,) = memory.lookup("1.250 katten")
    assert (match.score, match.unit_id) == (94, 201)


def test_each_way_in_which_a_date_is_written_in_the_targets_is_found(memory):
    names = notation_of("nl").months[6:], notation_of("en").months[6:]
    for dutch_name, name in zip(*names, strict=True):
        for day in range(1, 9):
            date = f"{day} {name}" if day % 2 else f"{name} {day}"
            memory.add([TranslationUnit.simple(f"Op {day} {dutch_name} om 9 uur", f"On {date} at 9 a.m.")])
    found = memory.lookup("Op 30 mei om 14.30 uur")
    assert [match.target for match in found] == ["On May 30 at 2:30 p.m.", "On 30 May at 2:30 p.m."]


def test_a_value_that_the_text_shares_stays_in_each_way_in_which_targets_write_it(memory):
    for number in range(10, 30):
        shown = "1,250" if number % 2 else "1250"
        memory.add([TranslationUnit.simple(f"Van 1.250 tot {number}", f"From {shown} to {number}")])
    found = memory.lookup("Van 1.250 tot 7")
    assert [match.target for match in found] == ["From 1,250 to 7", "From 1250 to 7"]
