"""What every request of the API is given: the desk, the visitor, and a refusal where the role does not reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from translate_kit.errors import Missing
from translate_kit.project.people import Role
from translate_kit.web.editor.auth import Auth, Visitor, bearer_of, check_csrf
from translate_kit.web.editor.desk import Desk
from translate_kit.web.editor.live import Live


def desk_of(request: Request) -> Desk:
    """What the server works with."""
    desk: Desk = request.app.state.desk
    return desk


def live_of(request: Request) -> Live:
    """What tells the open pages."""
    live: Live = request.app.state.live
    return live


def auth_of(request: Request) -> Auth:
    """How visitors are known."""
    auth: Auth = request.app.state.auth
    return auth


def known_visitor(request: Request) -> Visitor | None:
    """Whoever sent the request; None for somebody unknown."""
    auth = auth_of(request)
    return auth.visitor(request.cookies.get(auth.cookie, ""), bearer_of(request))


def visitor_of(request: Request) -> Visitor:
    """Whoever sent the request.

    Raises:
        HTTPException: 401, nobody that is known; 403, a change that did not come from a page of ours.
    """
    visitor = known_visitor(request)
    if visitor is None:
        how = "Log in." if auth_of(request).team else "Open the address that `translate-kit serve` printed."
        raise HTTPException(401, f"This is not for everybody. {how}", headers={"WWW-Authenticate": "Bearer"})
    check_csrf(request, visitor)
    return visitor


def at_least(role: Role) -> Callable[[Visitor], Visitor]:
    """A visitor who has a role, or one that includes it."""

    def checked(visitor: Annotated[Visitor, Depends(visitor_of)]) -> Visitor:
        if not visitor.role.includes(role):
            raise HTTPException(403, f"{visitor.name} is {visitor.role.value} here; this needs a {role.value}.")
        return visitor

    return checked


DeskOf = Annotated[Desk, Depends(desk_of)]
LiveOf = Annotated[Live, Depends(live_of)]
Reader = Annotated[Visitor, Depends(at_least(Role.READER))]
Translator = Annotated[Visitor, Depends(at_least(Role.TRANSLATOR))]
Reviewer = Annotated[Visitor, Depends(at_least(Role.REVIEWER))]
Coordinator = Annotated[Visitor, Depends(at_least(Role.COORDINATOR))]


def no_machine() -> Missing:
    """What is said where there is no engine."""
    return Missing('this project translates from memory only (engine = "none" in translate-kit.toml).')
