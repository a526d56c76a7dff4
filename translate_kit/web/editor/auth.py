"""Who asks, and what they may do: a token for one person, accounts for a team."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from starlette.exceptions import HTTPException
from starlette.requests import Request

from tm.files import written_whole
from translate_kit.project.people import Role

CSRF_HEADER = "x-csrf-token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
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
        # Cookies of one host are shared by all ports: each project has its own.
        self.cookie = f"translate-kit-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:8]}"

    @classmethod
    def of(cls, folder: Path, name: str) -> TokenAuth:
        """That of a project, with a new token the first time; the file can be read by its owner only."""
        path = folder / TOKEN_FILE
        try:
            token = path.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            token = ""
        if len(token) < 20:
            token = secrets.token_urlsafe(24)
            with written_whole(path) as stream:
                stream.write(f"{token}\n".encode())
            path.chmod(0o600)
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
