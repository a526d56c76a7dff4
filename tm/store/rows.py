"""Turn units into rows and back; the same for every store."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import Any

from tm.errors import BadMemoryInput
from tm.language import base, canonical
from tm.notation import mask
from tm.score import normalise
from tm.store.base import MAX_VARIANTS, VARIANT_BITS, UnitRow, VariantRow
from tm.unit import NO_INFO, Content, Info, Inline, Note, Prop, TranslationUnit, Variant

_PLAIN_FIELDS = ("tool", "tool_version", "datatype", "encoding", "memory_format")
_DATED_FIELDS = ("created", "created_by", "changed", "changed_by", "usage_count", "last_used")

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def hash64(text: str) -> int:
    """A signed 64-bit hash that is the same in every process; two texts share one by chance at 1 in 10¹⁹.

    Raises:
        UnicodeEncodeError: a lone surrogate, which is no text.
    """
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def content_json(content: Content) -> str:
    """Text and inline elements as JSON: a string, or `[kind, {attributes}, [content]]`, in a list."""
    return _encode([_plain_content(piece) for piece in content])


def content_from(text: str) -> Content:
    """The content that `content_json` wrote."""
    return _content(json.loads(text))


def _plain_content(piece: str | Inline) -> Any:
    if isinstance(piece, str):
        return piece
    return [piece.kind, dict(piece.attributes), [_plain_content(inner) for inner in piece.content]]


def _content(pieces: list[Any]) -> Content:
    return tuple(
        piece if isinstance(piece, str) else Inline(piece[0], tuple(piece[1].items()), _content(piece[2]))
        for piece in pieces
    )


def identity_text(unit: TranslationUnit) -> str:
    """What makes two units the same: the texts with their codes, in each language, and the context."""
    if len(unit.variants) == 2 and unit.info is NO_INFO:
        # By far the most common case, and an import makes a million of these.
        first, second = unit.variants
        this, that = first.content, second.content
        bare = first.info is NO_INFO and second.info is NO_INFO
        if bare and len(this) == len(that) == 1 and isinstance(this[0], str) and isinstance(that[0], str):
            one = f"{canonical(first.language)}\x1f{this[0]}"
            two = f"{canonical(second.language)}\x1f{that[0]}"
            return f"{one}\x1e{two}" if one <= two else f"{two}\x1e{one}"
    texts = sorted(
        f"{canonical(variant.language)}\x1f{variant.text if variant.plain else content_json(variant.content)}"
        for variant in unit.variants
    )
    context = (unit.previous, unit.following, unit.key)
    if context != (None, None, None):
        texts += [_encode(context)]
    return "\x1e".join(texts)


def info_extra(info: Info, *, dated: bool) -> dict[str, Any]:
    """What TMX says, ready for JSON, empty fields left out; `dated` includes dates, names and counts."""
    if info is NO_INFO:
        return {}
    extra: dict[str, Any] = {}
    for name in _PLAIN_FIELDS + (_DATED_FIELDS if dated else ()):
        value = getattr(info, name)
        if value is not None:
            extra[name] = value
    if info.other:
        extra["other"] = dict(info.other)
    if info.notes:
        extra["notes"] = [_trimmed(note.text, note.language, note.encoding) for note in info.notes]
    if info.props:
        extra["props"] = [_trimmed(prop.type, prop.value, prop.language, prop.encoding) for prop in info.props]
    return extra


def info_from(extra: dict[str, Any], **dated: Any) -> Info:
    """The `Info` out of what `info_extra` made."""
    values = {name: extra[name] for name in _PLAIN_FIELDS + _DATED_FIELDS if name in extra}
    values.update((name, value) for name, value in dated.items() if value is not None)
    if "other" in extra:
        values["other"] = tuple(extra["other"].items())
    if "notes" in extra:
        values["notes"] = tuple(Note(*note) for note in extra["notes"])
    if "props" in extra:
        values["props"] = tuple(Prop(*prop) for prop in extra["props"])
    return Info(**values) if values else NO_INFO


def _trimmed(*values: str | None) -> list[str | None]:
    kept = list(values)
    while kept and kept[-1] is None:
        kept.pop()
    return kept


def unit_row(unit: TranslationUnit, number: int, identity: int, origin: int) -> UnitRow:
    """The row of a unit."""
    info = unit.info
    extra = info_extra(info, dated=False)
    if unit.segment_type is not None:
        extra["segment_type"] = unit.segment_type
    return UnitRow(
        number,
        identity,
        unit.tuid,
        unit.source_language,
        info.created,
        info.created_by,
        info.changed,
        info.changed_by,
        info.usage_count,
        info.last_used,
        origin,
        _encode(extra) if extra else None,
    )


def variant_rows(unit: TranslationUnit, number: int) -> list[VariantRow]:
    """The rows of the variants of a unit; see `rows_and_texts`."""
    return rows_and_texts(unit, number)[0]


def rows_and_texts(unit: TranslationUnit, number: int) -> tuple[list[VariantRow], list[str]]:
    """The rows of the variants of a unit, and their normalised texts.

    Raises:
        BadMemoryInput: more variants than a unit can have.
    """
    if len(unit.variants) > MAX_VARIANTS:
        raise BadMemoryInput(f"a unit with {len(unit.variants)} variants; at most {MAX_VARIANTS} are kept.")
    rows, texts = [], []
    first = number << VARIANT_BITS
    for position, variant in enumerate(unit.variants):
        content = variant.content
        if len(content) == 1 and isinstance(content[0], str):
            # As nearly all are, and an import makes millions of these.
            text, kept = content[0], None
            normalised = normalise(text)
        else:
            text = variant.text
            kept = None if variant.plain else content_json(content)
            normalised = normalise(variant.marked)
        extra = info_extra(variant.info, dated=True) if variant.info is not NO_INFO else None
        texts.append(normalised)
        masked = mask(normalised, variant.language)
        rows.append(
            VariantRow(
                first | position,
                variant.language,
                base(variant.language),
                text,
                hash64(normalised),
                None if masked is None else hash64(masked),
                kept,
                _encode(extra) if extra else None,
            )
        )
    return rows, texts


def variant_from(row: VariantRow) -> Variant:
    """The variant that a row keeps."""
    content: Content = content_from(row.content) if row.content else (row.text,) if row.text else ()
    return Variant(row.language, content, info_from(json.loads(row.extra)) if row.extra else NO_INFO)


def unit_from(row: UnitRow, variants: list[VariantRow], origin: str = "") -> TranslationUnit:
    """The unit that rows keep."""
    extra = json.loads(row.extra) if row.extra else {}
    info = info_from(
        extra,
        created=row.created,
        created_by=row.created_by,
        changed=row.changed,
        changed_by=row.changed_by,
        usage_count=row.usage_count,
        last_used=row.last_used,
    )
    return TranslationUnit(
        tuple(variant_from(variant) for variant in variants),
        row.source_language,
        row.tuid,
        extra.get("segment_type"),
        info,
        origin,
        row.id,
    )


def iso_date(date: str | None) -> str | None:
    """A TMX date as ISO 8601; what is no TMX date stays as it is."""
    if date is None or len(date) != 16 or date[8] != "T" or not date.endswith("Z"):
        return date
    return f"{date[:4]}-{date[4:6]}-{date[6:8]}T{date[9:11]}:{date[11:13]}:{date[13:15]}Z"
