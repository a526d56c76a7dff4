"""Make one unit of two that say the same."""

from __future__ import annotations

from dataclasses import replace

from tm.language import canonical
from tm.lookup import UNIT_PENALTY
from tm.unit import NO_INFO, Info, Prop, TranslationUnit, Variant

MERGED_TUID = "x-merged-tuid"
"""The property that keeps the identifier which a merged unit had."""

STATE = "x-state"
"""The property that says how far a translation is, as in our own exports."""


def merged(older: TranslationUnit, newer: TranslationUnit) -> TranslationUnit:
    """The older unit with what the newer one adds; both have the same texts, languages and context.

    The earlier creation and the later change count, the higher usage and the later use; notes and properties of both
    are kept, once each. What both say, and differently, stays as it was in the older one. A penalty stays only when
    both have one: what one of them trusts needs none.
    """
    info = _without_needless_penalty(_merged_info(older.info, newer.info), older.info, newer.info)
    tuid = older.tuid if older.tuid is not None else newer.tuid
    if newer.tuid is not None and newer.tuid != tuid:
        kept = Prop(MERGED_TUID, newer.tuid)
        if kept not in info.props:
            info = replace(info, props=(*info.props, kept))
    theirs = {_variant_key(variant): variant for variant in newer.variants}
    return replace(
        older,
        tuid=tuid,
        segment_type=older.segment_type if older.segment_type is not None else newer.segment_type,
        source_language=older.source_language or newer.source_language,
        info=info,
        variants=tuple(_merged_variant(variant, theirs.get(_variant_key(variant))) for variant in older.variants),
    )


def _variant_key(variant: Variant) -> tuple[str, object]:
    return canonical(variant.language), variant.content


def _merged_variant(older: Variant, newer: Variant | None) -> Variant:
    if newer is None or newer.info == older.info:
        return older
    return replace(older, info=_merged_info(older.info, newer.info))


def _merged_info(older: Info, newer: Info) -> Info:
    if newer is NO_INFO or newer == older:
        return older
    if older is NO_INFO:
        return newer
    first = older if _or_late(older.created) <= _or_late(newer.created) else newer
    last = older if (older.changed or "") >= (newer.changed or "") else newer
    known = {name for name, _ in older.other}
    return Info(
        created=first.created,
        created_by=first.created_by if first.created_by is not None else older.created_by or newer.created_by,
        changed=last.changed,
        changed_by=last.changed_by if last.changed_by is not None else older.changed_by or newer.changed_by,
        usage_count=max((n for n in (older.usage_count, newer.usage_count) if n is not None), default=None),
        last_used=max((day for day in (older.last_used, newer.last_used) if day is not None), default=None),
        tool=older.tool if older.tool is not None else newer.tool,
        tool_version=older.tool_version if older.tool is not None else newer.tool_version,
        datatype=older.datatype if older.datatype is not None else newer.datatype,
        encoding=older.encoding if older.encoding is not None else newer.encoding,
        memory_format=older.memory_format if older.memory_format is not None else newer.memory_format,
        other=older.other + tuple(pair for pair in newer.other if pair[0] not in known),
        notes=older.notes + tuple(note for note in newer.notes if note not in older.notes),
        props=older.props + tuple(prop for prop in newer.props if prop not in older.props),
    )


def _without_needless_penalty(both: Info, older: Info, newer: Info) -> Info:
    penalties = [info.prop(UNIT_PENALTY) for info in (older, newer)]
    if penalties[0] == penalties[1]:
        return both
    if None not in penalties:
        points = [int(value) if value is not None and value.strip().isdecimal() else 0 for value in penalties]
        dropped = newer if points[0] <= points[1] else older
    else:
        dropped = newer if penalties[0] is None else older
    # A draft and its state go together: once the same translation has been confirmed elsewhere it is no draft.
    doubtful = [prop for prop in dropped.props if prop.type.lower() in (UNIT_PENALTY, STATE)]
    kept = older if dropped is newer else newer
    props = tuple(prop for prop in both.props if prop not in doubtful or prop in kept.props)
    return replace(both, props=props)


def _or_late(date: str | None) -> str:
    return "9" if date is None else date
