"""What follows out of a change that is saved, and what is said when one is refused."""

from __future__ import annotations

from typing import Any

from tm.errors import TranslationMemoryError
from translate_kit.errors import Busy, Conflict, TranslateKitError
from translate_kit.project import Project
from translate_kit.project.rows import Rows
from translate_kit.web.editor.auth import Visitor
from translate_kit.web.editor.desk import Desk
from translate_kit.web.editor.models import row_json

Json = dict[str, Any]


def after_change(desk: Desk, project: Project, ids: list[str], visitor: Visitor) -> str:
    """What follows out of a change that is saved: the memory and the findings. What to tell where that fails.

    The change itself is kept by now: whoever made it must not be told that it failed.
    """
    warnings = [remembered(desk, project, ids, visitor)]
    try:
        desk.recheck(project, ids)
    except TranslateKitError as error:
        warnings.append(f"It is saved, and could not be checked: {error}")
    return " ".join(filter(None, warnings))


def remembered(desk: Desk, project: Project, ids: list[str], visitor: Visitor) -> str:
    """Bring the memory up to date; what to tell the person when it cannot be."""
    try:
        desk.remember(project, ids, person=visitor.name)
    except (TranslateKitError, TranslationMemoryError) as error:
        return str(error)
    return ""


class StaleEdit(Conflict):
    """A change of what somebody else has changed meanwhile.

    Attributes:
        yours: the text that was refused.
        row: the segment as it is now.
    """

    def __init__(self, message: str, yours: str, row: Json) -> None:
        super().__init__(message)
        self.yours, self.row = yours, row


def refused_for(project: Project, segment_id: str, yours: str, error: Conflict) -> Conflict:
    """A refusal with both texts, where somebody has changed the segment."""
    if isinstance(error, Busy):
        # Nobody has changed the segment; it was only not the turn of whoever wanted to.
        return error
    return StaleEdit(str(error), yours, row_json(Rows(project.store).row(segment_id)))
