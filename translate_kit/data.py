"""The data that every part passes on: segments, their states and origins, suggestions, findings.

Frozen dataclasses without behaviour, so that `segment`, `mt`, `qa`, `scoring`, `formats` and `reports` can share them
without knowing each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class State(StrEnum):
    """Where a segment stands, in order; `REJECTED` sends it back. Locking is a flag of the segment, not a state."""

    NEW = "new"
    DRAFT = "draft"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"
    FINAL = "final"
    REJECTED = "rejected"

    @property
    def confirmed(self) -> bool:
        """Whether a person stands behind the target: `translated` or beyond."""
        return self in (State.TRANSLATED, State.REVIEWED, State.FINAL)


class Origin(StrEnum):
    """Where a target came from."""

    NONE = ""
    MEMORY = "memory"
    MACHINE = "machine"
    REPETITION = "repetition"
    PERSON = "person"


class Severity(IntEnum):
    """How much a finding matters, comparable: `INFO < WARNING < ERROR`."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The lower-case word used in JSON, SARIF and on the command line."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """The smallest piece that is translated at once, with its target when it has one.

    Attributes:
        id: unique in its project, or in its file for a file by itself.
        source: the text to translate, inline mark-up included, as it stands in the document.
        start: where `source` begins, in characters of the document's decoded text.
        end: one past its last character; `text[start:end] == source`.
        kind: `heading`, `paragraph`, `quote`, `list-item`, `table-cell`, `caption`, or a format's own word.
        paragraph: 0-based number of its block; segments of one block follow each other in running text.
        document: the name of the document that it belongs to (relative, `/` between folders).
        target: the translation, empty when there is none.
        state: how far it is.
        origin: where `target` came from.
        origin_detail: which memory and unit, or which engine and model.
        match_score: 0-101 for a target out of a memory, else None.
        key: the context key of a resource (`msgctxt`, `resname`), empty in prose.
        note: a comment for the translator.
        locked: nobody may change it.
    """

    id: str
    source: str
    start: int = 0
    end: int = 0
    kind: str = "paragraph"
    paragraph: int = 0
    document: str = ""
    target: str = ""
    state: State = State.NEW
    origin: Origin = Origin.NONE
    origin_detail: str = ""
    match_score: int | None = None
    key: str = ""
    note: str = ""
    locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What is offered for a segment.

    Attributes:
        target: the proposed translation.
        origin: memory, machine or repetition.
        detail: which memory and unit, or which engine and model.
        match_score: 50-101 out of a memory, else None.
    """

    target: str
    origin: Origin
    detail: str = ""
    match_score: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A problem that a check reports.

    Attributes:
        check: the id of the check, such as `numbers`.
        severity: how much it matters.
        segment: the id of the segment.
        message: what is wrong, one sentence for a translator.
        start: where in the target, in characters; None when it is about the whole target.
        end: one past the last character.
        suggestion: what to write instead, empty when that is not certain.
        source_start: where in the source, when there is a place.
        source_end: one past the last character.
        document: the document of the segment.
        concept: id of the concept, of a finding about a term.
        waived: why a person found it to be fine, empty when nobody did.
    """

    check: str
    severity: Severity
    segment: str
    message: str
    start: int | None = None
    end: int | None = None
    suggestion: str = ""
    source_start: int | None = None
    source_end: int | None = None
    document: str = ""
    concept: str = ""
    waived: str = ""


_TERMS = "; terms: "


def machine_detail(model: str, terms: Iterable[tuple[str, str]]) -> str:
    """The `origin_detail` of a machine target: the model, and the terms that were enforced with how.

    Examples:
        >>> machine_detail("argos nl→en 0.1", [("labour camp", "stand-in")])
        'argos nl→en 0.1; terms: labour camp (stand-in)'
    """
    enforced = ", ".join(dict.fromkeys(f"{term} ({how})" for term, how in terms))
    return f"{model}{_TERMS}{enforced}" if enforced else model


def machine_model(origin_detail: str) -> str:
    """The model that an `origin_detail` of a machine target names; the inverse of `machine_detail`."""
    return origin_detail.partition(_TERMS)[0]
