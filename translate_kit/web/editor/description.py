"""The editor's API as OpenAPI describes it: errors, tokens and files added to what the routes say of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.openapi.utils import get_openapi

if TYPE_CHECKING:
    from fastapi import FastAPI

ERRORS: dict[str, str] = {
    "400": "The request is not as it must be, or is about something that is not there.",
    "401": "No token, or one that is not known.",
    "403": "The role does not reach, or a change that did not come from a page of this server.",
    "404": "There is no such thing.",
    "409": "Somebody else changed it meanwhile, or it is locked; nothing was written.",
    "413": "The body is too long.",
    "503": "Something needed is missing, such as a model, a memory or the server of the database.",
    "507": "The project cannot be written, such as on a full disk; nothing was kept.",
}
"""What any request can be answered with; `error` in the body says what happened and what to do."""

FILES: dict[str, str] = {
    "/api/export": "application/octet-stream",
    "/api/effort.csv": "text/csv",
    "/api/analysis.{kind}": "application/octet-stream",
    "/api/events": "text/event-stream",
}
"""What is no JSON."""

GUESSED = frozenset({("post", "/api/session"), ("put", "/api/me/password")})
"""Where passwords could be tried."""

GROUPS: tuple[tuple[str, str], ...] = (
    ("segments", "The grid, what stands beside an open segment, and every change of a target."),
    ("search", "Words in the memories; find and replace in the project."),
    ("project", "How far it is, what was done, what is set, exports, and what others do as they do it."),
    ("coordination", "Checks of the whole project, analysis, scores, effort, the report of a delivery."),
    ("people", "With `serve --team`: logging in, accounts and roles."),
)
"""Name of a group of operations → what it is about."""

_ERROR: dict[str, Any] = {
    "type": "object",
    "title": "Error",
    "properties": {"error": {"type": "string", "description": "What happened, and what to do."}},
    "required": ["error"],
}


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the editor's application."""
    document: dict[str, Any] = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        tags=[{"name": name, "description": about} for name, about in GROUPS],
    )
    schemas = document["components"]["schemas"]
    # Errors of validation have the form of all others; see `app._invalid`.
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Error"] = _ERROR
    document["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    document["security"] = [{"token": []}]
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            answers = operation["responses"]
            answers.pop("422", None)
            if path in FILES:
                answers["200"]["content"] = {FILES[path]: {"schema": {"type": "string"}}}
            answers |= {status: {"description": about, "content": content} for status, about in ERRORS.items()}
            if (method, path) == ("post", "/api/session"):
                operation["security"] = []
            if (method, path) in GUESSED:
                answers["429"] = {"description": "Too many wrong passwords; wait.", "content": content}
    return document
