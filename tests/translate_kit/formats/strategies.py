"""Segments as awkward as text can be."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

from hypothesis import strategies as st

from translate_kit.data import Origin, Segment, State
from translate_kit.errors import BadInput
from translate_kit.formats.checked import printable

ODD = "\x01\x08\x0b\x0c\x1f\x7f\x85\xa0\r\n\t \u2028\u2029\u202e\u2066\ufeff\ufffe\uffff&<>\"'\\%=+-@#|`*_[]|🙂𐀀é€ⅸ0"
"""Characters that some format has no place for, escapes, or takes for its own."""

chars = st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=("Cs",), exclude_characters="\x00\x04"))
texts = st.text(chars, max_size=40)
words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn")), min_size=1, max_size=12)


def _note(text: str) -> str:
    """As a note comes back from every format: one kind of line end, no white space before it."""
    return "\n".join(line.rstrip() for line in printable(text).split("\n"))


notes = st.text(st.characters(exclude_categories=("Cs", "Cn")), max_size=30).map(_note)


def _consistent(segment: Segment) -> Segment:
    """A new segment has no target, a draft has one: what reading gives back too."""
    if segment.target and segment.state is State.NEW:
        return replace(segment, state=State.DRAFT)
    if not segment.target and segment.state is State.DRAFT:
        return replace(segment, state=State.NEW)
    return segment


segments = st.builds(
    Segment,
    id=words,
    source=texts,
    target=texts,
    start=st.integers(0, 10**6),
    end=st.integers(0, 10**6),
    kind=st.sampled_from(["paragraph", "heading", "quote", "list-item", "table-cell", "caption"]),
    paragraph=st.integers(0, 10**4),
    document=st.sampled_from(["article.md", "map met spatie/één.txt", "c:12", "100%.txt"]),
    state=st.sampled_from(State),
    origin=st.sampled_from(Origin),
    origin_detail=notes.filter(lambda text: "\n" not in text),
    match_score=st.none() | st.integers(50, 101),
    key=st.just("") | words,
    note=notes,
    locked=st.booleans(),
).map(_consistent)

segment_lists = st.lists(segments, max_size=6, unique_by=lambda segment: (segment.document, segment.id))


def by_document(items: list[Segment]) -> list[Segment]:
    """Segments of one document together, documents in the order in which they first occur: the order of XLIFF."""
    order = list(dict.fromkeys(segment.document for segment in items))
    return sorted(items, key=lambda segment: order.index(segment.document))


@st.composite
def mutated(draw: st.DrawFn, seeds: list[bytes], pieces: list[bytes]) -> bytes:
    """A file with a few bytes changed, pieces put in, lines moved, or the end cut off."""
    data = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(data) - 1))
        kind = draw(st.sampled_from(["change", "insert", "cut", "move"]))
        if kind == "change":
            data[place] = draw(st.integers(0, 255))
        elif kind == "insert":
            data[place:place] = draw(st.binary(max_size=5) | st.sampled_from(pieces))
        elif kind == "cut":
            del data[max(place, 1) :]
        else:
            lines = bytes(data).split(b"\n")
            lines.insert(place % len(lines), lines.pop())
            data = bytearray(b"\n".join(lines) or b"\n")
    return bytes(data)


def refusal(adapter: ModuleType, data: bytes, path: str) -> str:
    """What a reader says about bytes that it refuses, empty when it reads them; anything but BadInput is a bug."""
    try:
        adapter.read(data, path=path)
    except BadInput as error:
        return str(error)
    return ""
