"""Who asks, and what they may do: a token for one person, accounts for a team."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tm.files import written_whole
from translate_kit.project.people import Role

CSRF_HEADER = "x-csrf-token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
COOKIE_DAYS = 30
TOKEN_FILE = ".editor-token"  # noqa: S105 - a name


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever sent a request.

    Attributes:
        name: as versions and comments name them.
        role: what they may do.
        csrf: what a change by a page must show; empty for a program, which shows the token itself.
    """

    name: str
    role: Role
    csrf: str = ""


class Auth(Protocol):
    """How visitors are known.

    Attributes:
        cookie: the name of the cookie.
        team: whether there are accounts, and a page to log in.
    """

    cookie: str
    team: bool

    def visitor(self, cookie: str, bearer: str) -> Visitor | None:
        """Whoever shows a cookie or a token; None for somebody unknown."""

    def cookie_for(self, token: str) -> str | None:
        """The cookie for a token that was given in the address; None where that is not the way in."""


class TokenAuth:
    """One person on one machine: whoever knows the address with the token in it.

    The token stays the same, so that a page that is open goes on when the server is started again.
    """

    team = False

    def __init__(self, token: str, name: str, folder: Path) -> None:
        self.token, self._name = token, name
        self.cookie = cookie_name(folder)

    @classmethod
    def of(cls, folder: Path, name: str) -> TokenAuth:
        """That of a project, with a new token the first time; the file can be read by its owner only.

        In a folder that cannot be written it is another one each time.
        """
        path = folder / TOKEN_FILE
        try:
            if path.stat().st_mode & 0o077:
                # It came with a copy of the folder, or somebody opened it up.
                path.chmod(0o600)
            token = path.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            token = ""
        if len(token) < 20:
            token = secrets.token_urlsafe(24)
            with suppress(OSError):
                path.unlink(missing_ok=True)
                # Nobody else may read it from the first moment on, and what replaces a file gets its mode.
                path.touch(mode=0o600, exist_ok=False)
                with written_whole(path) as stream:
                    stream.write(f"{token}\n".encode())
        return cls(token, name, folder)

    def visitor(self, cookie: str, bearer: str) -> Visitor | None:
        """See `Auth`."""
        if bearer:
            return Visitor(self._name, Role.COORDINATOR) if _same(bearer, self.token) else None
        if cookie and _same(cookie, derived(self.token, "cookie")):
            return Visitor(self._name, Role.COORDINATOR, derived(self.token, "csrf"))
        return None

    def cookie_for(self, token: str) -> str | None:
        """See `Auth`."""
        return derived(self.token, "cookie") if _same(token, self.token) else None


def cookie_name(folder: Path) -> str:
    """The name of a project's cookie: those of one host are shared by all ports, so each project has its own."""
    return f"translate-kit-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:8]}"


def set_cookie(request: Request, answer: Response, name: str, value: str) -> None:
    """Give a browser what it shows from now on: to no script, no other site, and only encrypted where it came so."""
    secure = "https" in (request.url.scheme, request.headers.get("x-forwarded-proto", "").lower())
    answer.set_cookie(
        name, value, httponly=True, samesite="strict", path="/", secure=secure, max_age=COOKIE_DAYS * 86400
    )


def derived(secret: str, purpose: str) -> str:
    """Another secret, out of which the first cannot be found."""
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode())


def bearer_of(request: Request) -> str:
    """The token of `Authorization: Bearer …`, empty without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def check_csrf(request: Request, visitor: Visitor) -> None:
    """Refuse a change that a page of another site may have made the browser send.

    Raises:
        HTTPException: 403.
    """
    if request.method in SAFE or not visitor.csrf:
        return
    if not _same(request.headers.get(CSRF_HEADER, ""), visitor.csrf):
        raise HTTPException(403, "This change did not come from a page of this server. Load the page again.")
