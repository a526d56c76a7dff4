"""What TMX 1.4b says about a translation unit, as data.

Dates are kept as TMX writes them (`YYYYMMDDThhmmssZ`, UTC), so that they come out as they went in; as strings of one
form they also compare in order of time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from tm.language import base, closeness
from tm.store.base import MAX_VARIANTS

TAG_OPEN, TAG_CLOSE, TAG_ALONE = "\ue000", "\ue001", "\ue002"
"""The private-use characters that stand for inline codes in `Variant.marked`: opening, closing, by itself."""

PREVIOUS_TYPES = ("x-prev-source", "prev", "x-context-pre", "x-previous-source", "context-pre", "x-prevsegment")
"""Types of `<prop>` in which tools keep the source before; the first is the one that we write (the second is OmegaT's,
the third memoQ's)."""

FOLLOWING_TYPES = ("x-next-source", "next", "x-context-post", "x-following-source", "context-post", "x-nextsegment")
"""The same for the source after."""

KEY_TYPES = ("x-context", "id", "x-segment-id", "x-key", "x-resname", "x-msgctxt", "key")
"""The same for the key of a resource string."""

DOCUMENT_TYPES = ("x-document", "file", "x-file", "x-original")
"""The same for the document that the unit came from."""


@dataclass(frozen=True, slots=True)
class Inline:
    """An inline element of a segment.

    Attributes:
        kind: `bpt`, `ept`, `ph`, `it`, `hi`, `sub` or `ut`.
        attributes: name and value, in the order of the file.
        content: what is inside; native code for all kinds but `hi` and `sub`, whose content is text.
    """

    kind: str
    attributes: tuple[tuple[str, str], ...] = ()
    content: Content = ()

    def attribute(self, name: str) -> str | None:
        """The value of one attribute, None when it is not there."""
        return next((value for known, value in self.attributes if known == name), None)


Content = tuple["str | Inline", ...]
"""What a `<seg>` holds: text and inline elements, in order."""


@dataclass(frozen=True, slots=True)
class Note:
    """A comment (`<note>`)."""

    text: str
    language: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Prop:
    """A property (`<prop>`); its type is whatever the tool that wrote it chose."""

    type: str
    value: str
    language: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Info:
    """What TMX can say about a unit and about each of its variants alike.

    Attributes:
        created: `creationdate`.
        created_by: `creationid`.
        changed: `changedate`.
        changed_by: `changeid`.
        usage_count: `usagecount`.
        last_used: `lastusagedate`.
        tool: `creationtool`.
        tool_version: `creationtoolversion`.
        datatype: `datatype`.
        encoding: `o-encoding`.
        memory_format: `o-tmf`.
        other: attributes that TMX does not know.
        notes: in order.
        props: in order.
    """

    created: str | None = None
    created_by: str | None = None
    changed: str | None = None
    changed_by: str | None = None
    usage_count: int | None = None
    last_used: str | None = None
    tool: str | None = None
    tool_version: str | None = None
    datatype: str | None = None
    encoding: str | None = None
    memory_format: str | None = None
    other: tuple[tuple[str, str], ...] = ()
    notes: tuple[Note, ...] = ()
    props: tuple[Prop, ...] = ()

    def prop(self, *types: str) -> str | None:
        """The value of the first property that has one of these types, compared without regard to case."""
        if not self.props:
            return None
        for wanted in types:
            for prop in self.props:
                if prop.type.lower() == wanted:
                    return prop.value
        return None


NO_INFO = Info()
"""Shared by all units and variants that say nothing about themselves."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A unit in one language (`<tuv>`).

    Attributes:
        language: the tag as it was written.
        content: text and inline elements.
        info: dates, authors, notes, properties of this variant.
    """

    language: str
    content: Content
    info: Info = NO_INFO

    @property
    def plain(self) -> bool:
        """Whether there is nothing but text in it."""
        content = self.content
        return not content or (len(content) == 1 and content[0].__class__ is str)

    @property
    def text(self) -> str:
        """The text alone, without inline codes; the text inside `<hi>` belongs to it, that inside `<sub>` does not."""
        content = self.content
        if len(content) == 1 and isinstance(content[0], str):
            return content[0]
        return "".join(_text(content))

    @property
    def rendered(self) -> str:
        """The text with the native code that the inline elements hold, as it stood in the document."""
        content = self.content
        if len(content) == 1 and isinstance(content[0], str):
            return content[0]
        return "".join(_rendered(content))

    @property
    def marked(self) -> str:
        """The text with one private-use character for each inline code, for comparing."""
        content = self.content
        if len(content) == 1 and isinstance(content[0], str):
            return content[0]
        return "".join(_marked(content))


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """A text in two or more languages (`<tu>`), with everything that TMX says about it.

    Attributes:
        variants: one a language, in the order of the file.
        source_language: `srclang` of the unit or else of its file; empty or `*all*` when each can be the source.
        tuid: the identifier that the file gave it.
        segment_type: `block`, `paragraph`, `sentence` or `phrase`.
        info: dates, authors, counts, notes, properties.
        origin: the file or project that it was read from.
        unit_id: its number in a memory; 0 when it is in none.
    """

    variants: tuple[Variant, ...]
    source_language: str = ""
    tuid: str | None = None
    segment_type: str | None = None
    info: Info = NO_INFO
    origin: str = field(default="", compare=False)
    unit_id: int = field(default=0, compare=False)

    @classmethod
    def simple(
        cls,
        source: str,
        target: str,
        source_language: str = "nl",
        target_language: str = "en",
        *,
        previous: str | None = None,
        following: str | None = None,
        key: str | None = None,
        document: str | None = None,
        created: datetime | None = None,
        created_by: str | None = None,
        changed: datetime | None = None,
        changed_by: str | None = None,
        note: str | None = None,
        tuid: str | None = None,
        props: tuple[Prop, ...] = (),
        origin: str = "",
    ) -> TranslationUnit:
        """A unit of two plain texts, with its context as the properties that `previous` and the others read back."""
        context = (
            (PREVIOUS_TYPES[0], previous),
            (FOLLOWING_TYPES[0], following),
            (KEY_TYPES[0], key),
            (DOCUMENT_TYPES[0], document),
        )
        info = Info(
            created=None if created is None else tmx_date(created),
            created_by=created_by,
            changed=None if changed is None else tmx_date(changed),
            changed_by=changed_by,
            notes=(Note(note),) if note else (),
            props=tuple(Prop(kind, value) for kind, value in context if value is not None) + props,
        )
        return cls(
            (
                Variant(source_language, (source,) if source else ()),
                Variant(target_language, (target,) if target else ()),
            ),
            source_language,
            tuid,
            info=NO_INFO if info == NO_INFO else info,
            origin=origin,
        )

    def variant(self, language: str) -> Variant | None:
        """The variant that serves a language best: the same tag, else the same language, the first of equals."""
        best = max(self.variants, key=lambda variant: closeness(language, variant.language), default=None)
        return best if best is not None and closeness(language, best.language) else None

    @property
    def previous(self) -> str | None:
        """The source of the segment before, as the common tools note it; None when nobody did."""
        return _context(self, PREVIOUS_TYPES)

    @property
    def following(self) -> str | None:
        """The source of the segment after."""
        return _context(self, FOLLOWING_TYPES)

    @property
    def key(self) -> str | None:
        """The key of the resource that the segment belongs to."""
        return self.info.prop(*KEY_TYPES)

    @property
    def document(self) -> str | None:
        """The document that the unit came from."""
        return self.info.prop(*DOCUMENT_TYPES)

    def reversed_for(self, source_language: str) -> bool:
        """Whether the unit was translated out of another language than this one."""
        own = self.source_language
        return bool(own) and own != "*all*" and base(own) != base(source_language)

    def with_prop(self, kind: str, value: str) -> TranslationUnit:
        """The same unit with one more property."""
        return replace(self, info=replace(self.info, props=(*self.info.props, Prop(kind, value))))


def tmx_date(moment: datetime) -> str:
    """A moment as TMX writes it; one without a time zone is taken as UTC."""
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _context(unit: TranslationUnit, types: tuple[str, ...]) -> str | None:
    value = unit.info.prop(*types)
    if value is None:
        for variant in unit.variants:
            value = variant.info.prop(*types)
            if value is not None:
                break
    if value is not None and value.startswith("<seg>"):
        # memoQ writes the neighbour as an escaped <seg> element.
        value = value.removeprefix("<seg>").removesuffix("</seg>")
    return value


def _text(content: Content) -> Iterator[str]:
    for piece in content:
        if isinstance(piece, str):
            yield piece
        elif piece.kind == "hi":
            yield from _text(piece.content)


def _rendered(content: Content) -> Iterator[str]:
    for piece in content:
        if isinstance(piece, str):
            yield piece
        else:
            yield from _rendered(piece.content)


def _marked(content: Content) -> Iterator[str]:
    for piece in content:
        if isinstance(piece, str):
            yield piece
        elif piece.kind == "hi":
            yield TAG_OPEN
            yield from _marked(piece.content)
            yield TAG_CLOSE
        elif piece.kind == "bpt" or (piece.kind == "it" and piece.attribute("pos") == "begin"):
            yield TAG_OPEN
        elif piece.kind == "ept" or piece.kind == "it":
            yield TAG_CLOSE
        else:
            yield TAG_ALONE


MAX_SEGMENT_CHARS = 1_000_000
"""A longer text is no segment: nobody could match or edit it."""

_MOST_USES = (1 << 63) - 1
"""No store counts further."""

_NUL = "a NUL character, which neither XML nor PostgreSQL can hold"


def unfit(unit: TranslationUnit) -> str:
    """Why a memory cannot keep a unit, empty when it can."""
    filled = False
    if len(unit.variants) > MAX_VARIANTS:
        return f"more than {MAX_VARIANTS:,} variants"
    for variant in unit.variants:
        language, content = variant.language, variant.content
        if not language or language.isspace():
            return "a variant without a language"
        text = content[0] if len(content) == 1 and isinstance(content[0], str) else variant.rendered
        if text:
            filled = True
            if len(text) > MAX_SEGMENT_CHARS:
                return f"a segment of more than {MAX_SEGMENT_CHARS:,} characters"
            if "\0" in text or "\0" in language:
                return _NUL
        elif content and content != ("",):
            filled = True
    if not filled:
        return "no text in it"
    if (unit.tuid is not None and "\0" in unit.tuid) or "\0" in unit.source_language:
        return _NUL
    info = unit.info
    if info is not NO_INFO:
        about = (info.created, info.created_by, info.changed, info.changed_by, info.last_used)
        if any(value is not None and "\0" in value for value in about):
            return _NUL
        if info.usage_count is not None and info.usage_count > _MOST_USES:
            return f"a usage count above {_MOST_USES:,}"
    return ""
