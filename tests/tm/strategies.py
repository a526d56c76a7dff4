"""Units as other tools could have written them, for properties."""

from __future__ import annotations

from hypothesis import strategies as st

from tm.unit import NO_INFO, Info, Inline, Note, Prop, TranslationUnit, Variant

xml_text = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff").filter(lambda c: c.isprintable())
    | st.sampled_from("\t\n <>&\"'"),
    max_size=30,
)
names = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)
dates = st.datetimes().map(lambda moment: moment.strftime("%Y%m%dT%H%M%SZ").rjust(16, "0"))
notes = st.builds(Note, xml_text, st.none() | st.just("nl"), st.none() | st.just("utf-8"))
props = st.builds(Prop, names.map("x-".__add__), xml_text, st.none() | st.just("en"), st.none())
infos = st.just(NO_INFO) | st.builds(
    Info,
    created=st.none() | dates,
    created_by=st.none() | xml_text,
    changed=st.none() | dates,
    changed_by=st.none() | xml_text,
    usage_count=st.none() | st.integers(0, 10**6),
    last_used=st.none() | dates,
    tool=st.none() | names,
    tool_version=st.none() | names,
    datatype=st.none() | names,
    encoding=st.none() | names,
    memory_format=st.none() | names,
    other=st.just(()) | st.builds(lambda name, value: ((name, value),), names.map("other".__add__), xml_text),
    notes=st.lists(notes, max_size=2).map(tuple),
    props=st.lists(props, max_size=2).map(tuple),
)


def _joined(pieces: list[str | Inline]) -> tuple[str | Inline, ...]:
    """Neighbouring texts are one text in XML, and an empty one is none."""
    joined: list[str | Inline] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        elif piece != "":
            joined.append(piece)
    return tuple(joined)


native = xml_text.map(lambda text: (text,) if text else ())
codes = st.one_of(
    st.builds(Inline, st.just("bpt"), st.just((("i", "1"), ("type", "bold"))), native),
    st.builds(Inline, st.just("ept"), st.just((("i", "1"),)), native),
    st.builds(Inline, st.just("ph"), st.just(()) | st.just((("x", "1"),)), native),
    st.builds(Inline, st.just("it"), st.sampled_from(((("pos", "begin"),), (("pos", "end"),))), native),
    st.builds(Inline, st.just("ut"), st.just(()), native),
    st.builds(Inline, st.just("hi"), st.just((("type", "x"),)), native),
    st.builds(Inline, st.just("ph"), st.just(()), st.tuples(st.builds(Inline, st.just("sub"), st.just(()), native))),
)
contents = native | st.lists(xml_text | codes, max_size=5).map(_joined)
variants = st.builds(Variant, st.sampled_from(("nl", "nl-NL", "en", "EN-GB", "fr_FR")), contents, infos)
units = st.builds(
    TranslationUnit,
    st.lists(variants, min_size=1, max_size=3).map(tuple),
    st.sampled_from(("nl", "en", "*all*")),
    st.none() | xml_text,
    st.none() | st.sampled_from(("block", "paragraph", "sentence", "phrase")),
    infos,
).filter(lambda unit: any(variant.content for variant in unit.variants))
