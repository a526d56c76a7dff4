"""The editor's server as an application: routes, errors in one form, and what every request passes first."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse
from starlette.staticfiles import StaticFiles

from tm.errors import TranslationMemoryError
from translate_kit import __version__
from translate_kit.errors import BadInput, BadOutput, Busy, Conflict, Missing, TranslateKitError
from translate_kit.web.editor import coordinate, notes, pages, search, segments, team, views
from translate_kit.web.editor.auth import Auth
from translate_kit.web.editor.description import describe
from translate_kit.web.editor.desk import Desk
from translate_kit.web.editor.limits import BodyLimit
from translate_kit.web.editor.live import Live
from translate_kit.web.editor.modules import STATIC
from translate_kit.web.editor.saved import StaleEdit
from translate_kit.web.guard import AllowedHosts, Guard

if TYPE_CHECKING:
    from starlette.responses import Response


STATUS: tuple[tuple[type[Exception], int], ...] = (
    (Busy, 503),
    (Conflict, 409),
    (Missing, 503),
    (BadOutput, 507),
    (BadInput, 400),
    (TranslateKitError, 500),
    (TranslationMemoryError, 503),
)
"""The status of an answer to each kind of error, the first that fits."""


PARTS = (segments, notes, search, views, coordinate, team, pages)

NAMED: dict[str, Any] = {
    "title": "translate-kit",
    "version": __version__,
    "description": "Everything that the pages of `translate-kit serve` do. Programs show the token as"
    " `Authorization: Bearer TOKEN`; changes by a page carry the header `X-CSRF-Token`.",
}


def create_app(desk: Desk, *, auth: Auth, hosts: AllowedHosts | None = None) -> FastAPI:
    """The application.

    Args:
        desk: what it works with; the caller closes it afterwards.
        auth: how visitors are known.
        hosts: the names by which it may be called; None for this machine only.
    """
    live = Live(desk)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await live.start()
        try:
            yield
        finally:
            await live.stop()

    app = FastAPI(
        **NAMED,
        # The pages that FastAPI would show for this load their parts from elsewhere; ours are in pages.py.
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
        middleware=[
            Middleware(Guard, hosts=hosts or AllowedHosts.listening_on("127.0.0.1")),
            Middleware(BodyLimit),
            Middleware(GZipMiddleware, minimum_size=2000, compresslevel=1),
        ],
    )
    app.openapi = partial(_described, app)  # type: ignore[method-assign]
    app.state.desk, app.state.auth, app.state.live = desk, auth, live
    for part in PARTS:
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_exception_handler(HTTPException, _http_error)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, _invalid)  # type: ignore[arg-type]
    for kind, _status in STATUS:
        app.add_exception_handler(kind, _known_error)
    return app


def description() -> dict[str, Any]:
    """The OpenAPI document of every editor, without a project: for the reference."""
    app = FastAPI(**NAMED)
    for part in PARTS:
        app.include_router(part.router)
    return describe(app)


def _described(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        app.openapi_schema = describe(app)
    return app.openapi_schema


async def _http_error(request: Request, error: HTTPException) -> Response:
    return await _error(request, error.status_code, str(error.detail), dict(error.headers or {}))


async def _invalid(_: Request, error: RequestValidationError) -> JSONResponse:
    places = [
        f"{'.'.join(str(part) for part in problem['loc'][1:]) or 'body'}: {problem['msg']}"
        for problem in error.errors()
    ]
    return JSONResponse({"error": "; ".join(places[:5]) or "not what was expected"}, 400)


async def _known_error(request: Request, error: Exception) -> Response:
    status = next(status for kind, status in STATUS if isinstance(error, kind))
    if isinstance(error, StaleEdit):
        return JSONResponse(
            {
                "error": str(error),
                "yours": error.yours,
                "theirs": error.row["target"],
                "revision": error.row["revision"],
                "segment": error.row,
            },
            status,
        )
    return await _error(request, status, str(error), {"Retry-After": "1"} if isinstance(error, Busy) else {})


async def _error(request: Request, status: int, text: str, headers: dict[str, str]) -> Response:
    # A page names whoever looks at it, which asks the store.
    return await run_in_threadpool(pages.error_page, request, status, text, headers)
