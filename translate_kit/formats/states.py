"""How segment states and origins map onto XLIFF 1.2, XLIFF 2 and PO. `docs/reference/formats.md` has the same table.

XLIFF 1.2 has ten states and 14 qualifiers, XLIFF 2 four states and a free sub-state, PO one flag. Writing loses nothing
in XLIFF; reading a state that another tool wrote takes the nearest one, and never a confirmed one when in doubt.
"""

from __future__ import annotations

from translate_kit.data import Origin, Segment, State

_STATES = {state.value: state for state in State}
_ORIGINS = {origin.value: origin for origin in Origin}

XLIFF12_STATE: dict[State, str] = {
    State.NEW: "new",
    State.DRAFT: "needs-review-translation",
    State.TRANSLATED: "translated",
    State.REVIEWED: "signed-off",
    State.FINAL: "final",
    State.REJECTED: "needs-translation",
}
"""What is written to `target@state`; a rejected target has `state-qualifier="rejected-inaccurate"` beside it."""

REJECTED_QUALIFIER = "rejected-inaccurate"

_XLIFF12_READ: dict[str, State] = {
    "new": State.NEW,
    "needs-translation": State.DRAFT,
    "needs-adaptation": State.DRAFT,
    "needs-l10n": State.DRAFT,
    "needs-review-translation": State.DRAFT,
    "needs-review-adaptation": State.DRAFT,
    "needs-review-l10n": State.DRAFT,
    "translated": State.TRANSLATED,
    "signed-off": State.REVIEWED,
    "final": State.FINAL,
}

_XLIFF2_READ: dict[str, State] = {
    "initial": State.DRAFT,
    "translated": State.TRANSLATED,
    "reviewed": State.REVIEWED,
    "final": State.FINAL,
}

_CONFIRMATION_LEVEL: dict[str, State] = {
    "draft": State.DRAFT,
    "translated": State.TRANSLATED,
    "rejectedtranslation": State.REJECTED,
    "approvedtranslation": State.REVIEWED,
    "rejectedsignoff": State.REJECTED,
    "approvedsignoff": State.FINAL,
}
"""What Trados Studio writes into the TMX property `x-ConfirmationLevel`."""

XLIFF2_STATE: dict[State, str] = {
    State.NEW: "initial",
    State.DRAFT: "initial",
    State.TRANSLATED: "translated",
    State.REVIEWED: "reviewed",
    State.FINAL: "final",
    State.REJECTED: "initial",
}
"""What is written to `segment@state`; what is `initial` and has a target is a draft."""

XLIFF2_REJECTED = "tk:rejected"
"""The sub-state of a rejected segment in XLIFF 2, whose state is `initial`."""

_QUALIFIER_ORIGIN: dict[str, Origin] = {
    "mt-suggestion": Origin.MACHINE,
    "leveraged-mt": Origin.MACHINE,
    "exact-match": Origin.MEMORY,
    "fuzzy-match": Origin.MEMORY,
    "id-match": Origin.MEMORY,
    "tm-suggestion": Origin.MEMORY,
    "leveraged-tm": Origin.MEMORY,
    "leveraged-repository": Origin.MEMORY,
    "leveraged-glossary": Origin.MEMORY,
    "leveraged-inherited": Origin.REPETITION,
}


def xliff12_qualifier(segment: Segment) -> str:
    """The `state-qualifier` of a target, empty for one that a person wrote."""
    if segment.state is State.REJECTED:
        return REJECTED_QUALIFIER
    if segment.origin is Origin.MACHINE:
        return "mt-suggestion"
    if segment.origin is Origin.REPETITION:
        return "leveraged-inherited"
    if segment.origin is Origin.MEMORY:
        if segment.match_score is None:
            return "leveraged-tm"
        return "exact-match" if segment.match_score >= 100 else "fuzzy-match"
    return ""


def from_xliff12(state: str, qualifier: str, approved: str, target: str) -> State:
    """The state of an XLIFF 1.2 target.

    Args:
        state: `target@state`, empty when there is none.
        qualifier: `target@state-qualifier`.
        approved: `trans-unit@approved`.
        target: its text; a segment without one is new, unless it was rejected or somebody confirmed that it is empty
            (a sentence that was merged into its neighbour).

    Returns:
        The nearest state. Without a state, a target that is there counts as translated, unless `approved` says no.
        Approved is no more than that: tools write it as soon as a translator has confirmed the unit.
    """
    if qualifier.startswith("rejected-"):
        return State.REJECTED
    unsaid = State.DRAFT if approved == "no" else State.TRANSLATED
    found = _XLIFF12_READ.get(state, State.DRAFT) if state else unsaid
    return _with_target(found, bool(target), explicit=bool(state))


def _with_target(found: State, has_target: bool, *, explicit: bool) -> State:
    """Keep state and target consistent: a draft has a target, a new segment has none."""
    if has_target:
        return State.DRAFT if found is State.NEW else found
    return found if found.confirmed and explicit else State.NEW


def from_xliff2(state: str, sub_state: str, target: str) -> State:
    """The state of an XLIFF 2 segment; without a `state` it is `initial`, as the specification says."""
    if sub_state == XLIFF2_REJECTED:
        return State.REJECTED
    return _with_target(_XLIFF2_READ.get(state or "initial", State.DRAFT), bool(target), explicit=bool(state))


def origin_of(qualifier: str) -> Origin:
    """Where a target came from, as its `state-qualifier` says."""
    return _QUALIFIER_ORIGIN.get(qualifier, Origin.NONE)


def from_po(*, fuzzy: bool, target: str, noted: str) -> State:
    """The state of a PO entry.

    Args:
        fuzzy: whether it has the flag.
        target: its `msgstr`.
        noted: the state in the comment that our export writes, empty in other files.

    Returns:
        The flag and the text decide, because they are what other tools change; the comment only tells the states
        apart that PO does not.
    """
    state = _STATES.get(noted, State.NEW)
    if not target:
        return State.NEW if state is State.DRAFT else state
    if fuzzy:
        return State.REJECTED if state is State.REJECTED else State.DRAFT
    return state if state.confirmed else State.TRANSLATED


def origin_named(name: str) -> Origin:
    """The origin with this value, `Origin.NONE` for any other word."""
    return _ORIGINS.get(name, Origin.NONE)


def from_tmx(word: str, level: str, target: str) -> State:
    """The state of a TMX unit.

    Args:
        word: the property `x-state` of our own export, empty when there is none.
        level: the property `x-ConfirmationLevel`, likewise.
        target: the translation.

    Returns:
        What the first that is there says; a unit that says nothing was put into a memory by a person.
    """
    return from_word(word.strip().lower() or _CONFIRMATION_LEVEL.get(level.strip().lower(), ""), target)


def from_word(word: str, target: str) -> State:
    """The state of a table's cell; another word, or none, means that a person wrote what is there."""
    known = _STATES.get(word)
    if known is None:
        return State.TRANSLATED if target else State.NEW
    if not target:
        return State.NEW if known is State.DRAFT else known
    return State.DRAFT if known is State.NEW else known
