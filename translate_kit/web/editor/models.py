"""What requests and answers of the editor's API look like; the OpenAPI document is made of these."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, field_validator

from translate_kit.data import Severity, State
from translate_kit.project.changes import MAX_TARGET
from translate_kit.project.rows import Filter, Row

MAX_NUMBER = (1 << 53) - 1
"""The highest that every program reads exactly out of JSON."""

MAX_IDS = 500
"""Segments in one request of a grid."""

Id = Annotated[str, Field(pattern=r"^[0-9]{1,18}$", description="The id of a segment.")]
Target = Annotated[str, Field(max_length=MAX_TARGET, description="The text of a target.")]
Revision = Annotated[
    int, Field(ge=0, le=MAX_NUMBER, description="The version that the person saw; 0 before there is one.")
]
Mode = Literal["", "always", "ask", "never"]


class Strict(BaseModel):
    """A body in which a misspelt name is an error and not ignored."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*")
    @classmethod
    def _is_text(cls, value: Any) -> Any:
        """Refuse NUL: PostgreSQL keeps none in a text, no XML does, and nobody means one."""
        if any(isinstance(one, str) and "\0" in one for one in (value if isinstance(value, list) else [value])):
            raise ValueError("a text holds a NUL character")
        return value


class SegmentRow(BaseModel):
    """A segment as a grid shows it."""

    id: str
    number: int = Field(description="Place among all segments, 1-based.")
    document: str
    source: str
    target: str
    state: State
    origin: str = Field(description="Where the target came from: memory, machine, repetition, person, or empty.")
    origin_detail: str
    match_score: int | None
    locked: bool
    revision: int = Field(description="The number of the current version; pass it with a change.")
    kind: str
    key: str
    note: str
    paragraph: int
    assigned_to: str
    comments: int = Field(description="How many are not resolved.")
    last_comment: int = Field(description="The number of the newest one, 0 without any.")
    errors: int = Field(description="Findings of QA that nobody has waived.")
    warnings: int
    notes: int
    repetitions: int = Field(description="How many other segments have the same source.")
    propagation: str
    touched: int = Field(description="The number of its last change.")


def row_json(row: Row) -> dict[str, Any]:
    """A row as `SegmentRow` says."""
    segment = row.segment
    return {
        "id": segment.id,
        "number": row.number,
        "document": segment.document,
        "source": segment.source,
        "target": segment.target,
        "state": segment.state.value,
        "origin": segment.origin.value,
        "origin_detail": segment.origin_detail,
        "match_score": segment.match_score,
        "locked": segment.locked,
        "revision": row.revision,
        "kind": segment.kind,
        "key": segment.key,
        "note": segment.note,
        "paragraph": segment.paragraph,
        "assigned_to": row.assigned_to,
        "comments": row.comments,
        "last_comment": row.last_comment,
        "errors": row.findings.get(Severity.ERROR, 0),
        "warnings": row.findings.get(Severity.WARNING, 0),
        "notes": row.findings.get(Severity.INFO, 0),
        "repetitions": row.repetitions,
        "propagation": row.propagation,
        "touched": row.touched,
    }


class FilterModel(Strict):
    """Which segments are wanted; see `translate_kit.project.rows.Filter`."""

    document: str | None = None
    state: list[State] = []
    origin: list[Literal["", "memory", "machine", "repetition", "person"]] = []
    min_score: int | None = Field(None, ge=0, le=101)
    max_score: int | None = Field(None, ge=0, le=101)
    findings: Literal["any", "warning", "error"] | None = None
    text: str = Field("", max_length=1000)
    where: Literal["source", "target", "both"] = "both"
    regex: bool = False
    case: bool = False
    person: str | None = None
    assigned_to: str | None = None
    locked: bool | None = None
    comments: bool = False
    repetitions: Literal["", "all", "first"] = ""

    def as_filter(self) -> Filter:
        """The same for the store."""
        severities = {"any": Severity.INFO, "warning": Severity.WARNING, "error": Severity.ERROR}
        return Filter(
            document=self.document,
            states=tuple(self.state),
            origins=tuple(self.origin),
            min_score=self.min_score,
            max_score=self.max_score,
            findings=severities[self.findings] if self.findings else None,
            text=self.text,
            where=self.where,
            regex=self.regex,
            case=self.case,
            person=self.person,
            assigned_to=self.assigned_to,
            locked=self.locked,
            comments=self.comments,
            repetitions=self.repetitions,
        )


FilterQuery = Annotated[FilterModel, Query()]


class VisitModel(Strict):
    """A stay in a segment."""

    started: str = Field(max_length=40, description="UTC, ISO 8601.")
    active_ms: int = Field(ge=0, le=86_400_000)
    idle_ms: int = Field(0, ge=0, le=86_400_000)
    keystrokes: int = Field(0, ge=0, le=1_000_000)
    suggestions: list[Annotated[str, Field(max_length=100)]] = Field([], max_length=1000)
    revision: Revision = 0


class Edit(Strict):
    """A new version of a target."""

    target: Target
    state: State = State.TRANSLATED
    revision: int | None = Field(
        None, ge=0, le=MAX_NUMBER, description="The version that the person saw; 409 when it is another by now."
    )
    suggestion: str = Field(
        "", max_length=500, description="What it was made from, such as `memory 92, memory.db unit 7`."
    )
    propagate: bool | None = Field(None, description="To its repetitions; null as the segment or the project is set.")
    effort: VisitModel | None = None


class Typed(Strict):
    """What somebody is typing."""

    target: Target
    revision: Revision


class Checkable(Strict):
    """A target that is not saved yet."""

    target: Target


class Seen(Strict):
    """The version that the person saw."""

    revision: int | None = Field(None, ge=0, le=MAX_NUMBER)


class Undone(Seen):
    """What is taken back."""

    to: int | None = Field(
        None,
        ge=0,
        lt=MAX_NUMBER,
        description="The version to go back to, 0 for before there was one; null for the one before.",
    )


class Locked(Strict):
    """Whether a segment is locked."""

    locked: bool


class Propagation(Strict):
    """What happens to repetitions; empty for the project's setting."""

    mode: Mode


class Split(Strict):
    """Where a segment is split."""

    at: int = Field(ge=1, le=MAX_NUMBER, description="Characters of the source before the place.")
    target_at: int | None = Field(
        None, ge=0, le=MAX_NUMBER, description="Likewise of the target; null for all in the first part."
    )
    revision: int | None = Field(None, ge=0, le=MAX_NUMBER)


class CommentText(Strict):
    """A new comment."""

    text: str = Field(min_length=1, max_length=10_000)


class Resolved(Strict):
    """Whether a comment was dealt with."""

    resolved: bool


class Bulk(Strict):
    """One change of many segments."""

    ids: list[Id] = Field(max_length=100_000)
    state: State | None = None
    locked: bool | None = None
    assigned_to: str | None = Field(None, max_length=200)


class WaiverModel(Strict):
    """A finding that is fine."""

    check: str = Field(max_length=100)
    reason: str = Field(min_length=1, max_length=1000)
    concept: str = Field("", max_length=500)
    found: str = Field("", max_length=MAX_TARGET)


class Find(Strict):
    """What is to be found, and where."""

    find: str = Field(min_length=1, max_length=1000)
    regex: bool = False
    case: bool = False
    where: Literal["source", "target", "both"] = "both"
    filter: FilterModel = Field(default_factory=lambda: FilterModel.model_validate({}))


class Replace(Strict):
    """What is to be replaced in targets."""

    find: str = Field(min_length=1, max_length=1000)
    replace: str = Field("", max_length=MAX_TARGET)
    regex: bool = False
    case: bool = False
    filter: FilterModel = Field(default_factory=lambda: FilterModel.model_validate({}))
    ids: list[Id] | None = Field(None, max_length=100_000, description="Only in these, of those that were shown.")
    preview: bool = Field(True, description="Only say what would be changed.")


class Options(Strict):
    """What is set for all who work on the project."""

    propagation: Literal["always", "ask", "never"]


class Presence(Strict):
    """The segment that somebody is in."""

    segment: Id | None = None
