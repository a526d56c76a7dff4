"""Pick units, delete them, put memories together."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from tests.tm.conftest import Urls
from tests.tm.test_undo import everything
from tm import Memory, TranslationUnit
from tm.select import Wanted, delete, merge, select
from tm.undo import undo
from tm.unit import Info, Prop, Variant


def unit(source: str, target: str, **settings: object) -> TranslationUnit:
    return TranslationUnit.simple(source, target, **settings)


UNITS = [
    unit("een", "one", created=datetime(2020, 5, 1, tzinfo=UTC), created_by="Ann"),
    unit("twee", "two", created=datetime(2020, 1, 1, tzinfo=UTC), changed=datetime(2022, 1, 1, tzinfo=UTC)),
    unit("drie", "three", props=(Prop("x-Client", "Acme"), Prop("x-client", "Beta")), changed_by="bob"),
    TranslationUnit((Variant("nl-BE", ("vier",), Info(created_by="ANN")), Variant("fr", ("quatre",)))),
]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ["een", "twee", "drie", "vier"]),
        (Wanted(before="20210101T000000Z"), ["een", "drie", "vier"]),
        (Wanted(since="20210101T000000Z"), ["twee"]),
        (Wanted(since="20200101T000000Z", before="20210101T000000Z"), ["een"]),
        (Wanted(authors=("ann",)), ["een", "vier"]),
        (Wanted(authors=("ann", "bob")), ["een", "drie", "vier"]),
        (Wanted(properties=(("x-client", None),)), ["drie"]),
        (Wanted(properties=(("X-CLIENT", "Beta"),)), ["drie"]),
        (Wanted(properties=(("x-client", "Gamma"),)), []),
        (Wanted(languages=("fr",)), ["vier"]),
        (Wanted(languages=("nl-NL",)), ["een", "twee", "drie"]),
        (Wanted(languages=("nl", "en")), ["een", "twee", "drie"]),
        (Wanted(text=re.compile("t[wh]")), ["twee", "drie"]),
        (Wanted(text=re.compile("e{2}"), authors=("ann",)), ["een"]),
        (Wanted(origins=("other.tmx",)), []),
        (Wanted(origins=("f.tmx",)), ["een", "twee", "drie", "vier"]),
    ],
)
def test_units_are_picked_by_what_they_say(memory, tmp_path, wanted, found):
    memory.add(UNITS, origin="f.tmx")
    assert [one.variants[0].text for one in select(memory, wanted)] == found
    before = everything(memory)
    gone: list[TranslationUnit] = []
    assert delete(memory, wanted, undo_path=tmp_path / "undo.tmx", report=gone.append) == len(found)
    assert [one.variants[0].text for one in gone] == found
    assert memory.stats()["units"] == 4 - len(found)
    assert (tmp_path / "undo.tmx").exists() is bool(found)
    if found:
        undo(memory, tmp_path / "undo.tmx")
    assert everything(memory) == before


def test_memories_are_put_together_and_taken_apart_again(url: Urls, tmp_path):
    with Memory.open(url("a")) as a, Memory.open(url("b")) as b, Memory.open(url("c")) as c:
        a.add([unit("een", "one", note="a"), unit("twee", "two")], origin="a.tmx", header='{"x": 1}')
        b.add([unit("een", "one", note="b"), unit("drie", "three")], origin="b.tmx")
        c.add([unit("twee", "two", note="c"), unit("vier", "four")])
        before = everything(c)
        done = merge(c, [a, b], undo_path=tmp_path / "undo.tmx")
        assert (done.read, done.added, done.merged) == (4, 2, 2)
        kept = list(c.units())
        assert [(one.variants[0].text, one.origin) for one in kept] == [
            ("twee", ""), ("vier", ""), ("een", "a.tmx"), ("drie", "b.tmx"),
        ]  # fmt: skip
        assert [note.text for note in kept[2].info.notes] == ["a", "b"]
        undo(c, tmp_path / "undo.tmx")
        assert everything(c) == before
        assert a.stats()["units"] == b.stats()["units"] == 2
