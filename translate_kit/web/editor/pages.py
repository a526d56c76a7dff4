"""The pages: HTML with what the scripts need to begin, every text escaped."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from tm.errors import TranslationMemoryError
from translate_kit import __version__
from translate_kit.errors import TranslateKitError
from translate_kit.project.rows import Rows
from translate_kit.web.editor.auth import Visitor, set_cookie
from translate_kit.web.editor.coordinate import report_page
from translate_kit.web.editor.models import row_json
from translate_kit.web.editor.modules import modules_of
from translate_kit.web.editor.request import DeskOf, auth_of, known_visitor, visitor_of
from translate_kit.web.editor.views import settings_json

router = APIRouter(include_in_schema=False)

FIRST_ROWS = 60
"""Rows that come with the page, so that something is there before the first request."""

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

PAGES = (
    ("/", "editor.html", "Editor"),
    ("/progress", "progress.html", "Progress"),
    ("/qa", "qa.html", "Checks"),
    ("/analysis", "analysis.html", "Analysis"),
    ("/scores", "scores.html", "Scores"),
    ("/activity", "activity.html", "Activity"),
    ("/docs", "docs.html", "API"),
)
"""Path, template and name in the navigation."""

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(request: Request, template: str, visitor: Visitor | None, /, status: int = 200, **values: Any) -> Response:
    """A page out of a template.

    Args:
        request: what it answers.
        template: a file of `templates/`.
        visitor: who looks at it; None before they are known.
        status: of the answer.
        values: what the template shows.
    """
    auth = auth_of(request)
    text = _templates.get_template(template).render(
        version=__version__,
        path=request.url.path,
        pages=[(path, name) for path, _, name in PAGES] + ([("/people", "People")] if auth.team else []),
        visitor=visitor,
        csrf=visitor.csrf if visitor else "",
        team=auth.team,
        modules=modules_of(f"{Path(template).stem}.js", "theme.js"),
        **values,
    )
    return HTMLResponse(text, status, headers={"Content-Security-Policy": CSP})


def error_page(request: Request, status: int, text: str, headers: dict[str, str]) -> Response:
    """An error: JSON for the API, a page for a person."""
    if request.url.path.startswith(("/api/", "/static/")) or "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"error": text}, status, headers=headers)
    try:
        visitor = known_visitor(request)
    except (TranslateKitError, TranslationMemoryError):
        # What is wrong may be that nobody can be looked up.
        visitor = None
    answer = page(request, "error.html", visitor, status, title="Error", message=text)
    answer.headers.update({name: value for name, value in headers.items() if name.lower() != "www-authenticate"})
    return answer


Known = Annotated[Visitor, Depends(visitor_of)]


@router.get("/", response_model=None)
def editor(request: Request, desk: DeskOf, token: str | None = None) -> Response:
    """The editor; with a token in the address, the way in."""
    auth = auth_of(request)
    if token is not None:
        cookie = auth.cookie_for(token)
        if cookie is None:
            raise HTTPException(401, "This address has expired. Open the one that `translate-kit serve` printed last.")
        answer = RedirectResponse(request.url.path, 303)
        set_cookie(request, answer, auth.cookie, cookie)
        return answer
    visitor = known_visitor(request)
    if visitor is None and auth.team:
        return RedirectResponse("/login", 303)
    visitor = visitor_of(request)
    with desk.project() as project:
        rows = Rows(project.store)
        begin: dict[str, Any] = {
            "rows": [row_json(row) for row in rows.first(FIRST_ROWS)],
            "total": rows.count(),
            "settings": settings_json(desk, project, visitor),
        }
    return page(
        request,
        "editor.html",
        visitor,
        title="Editor",
        begin=begin,
        total=begin["total"],
        documents=begin["settings"]["documents"],
        folder=desk.folder.resolve().name,
    )


@router.get("/segment/{segment_id}", response_model=None)
def segment(segment_id: str, desk: DeskOf, _: Known) -> Response:
    """Where the links of reports lead: the editor, with the segment open."""
    with desk.project() as project:
        found = project.store.segment(segment_id)
    return RedirectResponse(f"/#{found.id}", 303)


@router.get("/login", response_model=None)
def login(request: Request) -> Response:
    """The way in for somebody with an account."""
    if not auth_of(request).team or known_visitor(request) is not None:
        return RedirectResponse("/", 303)
    return page(request, "login.html", None, title="Log in")


@router.get("/people", response_model=None)
def people(request: Request, desk: DeskOf, visitor: Known) -> Response:
    """Accounts, roles and who works on what."""
    if not auth_of(request).team:
        raise HTTPException(404, "This server has no accounts; `translate-kit serve --team` has.")
    with desk.project() as project:
        documents = [document.name for document in project.documents()]
    return page(request, "people.html", visitor, title="People", documents=documents, folder=desk.folder.resolve().name)


@router.get("/report", response_model=None)
def report(desk: DeskOf, _: Known) -> Response:
    """The last report of a delivery."""
    made = desk.jobs.latest("report")
    if made is None:
        raise HTTPException(404, "No report was made yet: the page Progress has a button for it.")
    return report_page(made.output)


def _plain(path: str, template: str, name: str) -> None:
    @router.get(path, response_model=None)
    def show(request: Request, desk: DeskOf, visitor: Known) -> Response:
        return page(request, template, visitor, title=name, folder=desk.folder.resolve().name)


for _path, _template, _name in PAGES[1:]:
    _plain(_path, _template, _name)
