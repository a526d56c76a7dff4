"""No request is read beyond a size that its path allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from translate_kit.web.guard import error_response, too_large

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY_BYTES = 2 * 1024 * 1024
"""The ids of 100,000 segments fit in; a target is at most a page."""


class BodyLimit:
    """ASGI middleware: 413 for a longer body, of which no more is read."""

    def __init__(self, app: ASGIApp, limit: int = MAX_BODY_BYTES) -> None:
        self._app, self._limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"").decode("latin-1")
        if announced.isdecimal() and int(announced) > self._limit:
            await error_response(too_large(self._limit))(scope, receive, send)
            return
        size = 0

        async def limited() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self._limit:
                raise HTTPException(413, too_large(self._limit).detail)
            return message

        await self._app(scope, limited, send)
