"""What every request passes before anything looks at it: the host it names, where it comes from, how long it is."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes, urlsplit

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

MAX_URL_BYTES = 64 * 1024
"""A longer path with its query is refused with 414; the batch forms take texts of any length in the body."""

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
)
"""Sent with every answer that does not set them itself."""

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})

_PREFIX = re.compile(rb"^/+(tmserver|api/v1)/+")
"""Clients that are told an address with a slash at its end write a second one after it."""


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """The names by which a server may be called.

    A page of another site can make a browser send requests to an address of its choice by pointing its own name at it
    (DNS rebinding). Such a request still names that site in its Host header, so unknown names are refused.

    Attributes:
        names: names and addresses, in lower case, without port.
        any_address: whether any IP address will do. An address cannot be rebound; a server that listens on all of them
            knows not by which it is called.
    """

    names: frozenset[str]
    any_address: bool = False

    @classmethod
    def listening_on(cls, host: str, extra: Iterable[str] = ()) -> AllowedHosts:
        """The names of a server that listens on a host, and further ones such as that of a proxy before it."""
        names = {_bare(host), *LOOPBACK_NAMES, *(_bare(name) for name in extra)}
        address = _address(_bare(host))
        return cls(frozenset(names), any_address=address is not None and address.is_unspecified)

    def allow(self, authority: str) -> bool:
        """Whether a Host header (`name` or `name:port`) is one of ours."""
        name = _bare(authority)
        return name in self.names or (self.any_address and _address(name) is not None)


class Guard:
    """ASGI middleware: refuses requests that name another host, come from another site's page, or are too long.

    The path is decoded anew, strictly: bytes that are no UTF-8 are refused and not replaced, so that a lookup never
    runs on another text than the one that was asked for.
    """

    def __init__(self, app: ASGIApp, hosts: AllowedHosts) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                known = {name.lower() for name, _ in headers}
                message["headers"] = headers + [pair for pair in HEADERS if pair[0] not in known]
            await send(message)

        try:
            passed = self._checked(scope)
        except HTTPException as error:
            await error_response(error)(scope, receive, with_headers)
            return
        await self._app(passed, receive, with_headers)

    def _checked(self, scope: Scope) -> Scope:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get(b"host", "")
        if not self._hosts.allow(host):
            named = f"This server is not called {host[:100]}." if host else "The request names no host."
            raise HTTPException(421, f"{named} Use the address that it printed when it started.")
        origin = headers.get(b"origin")
        if origin is not None and not _same_origin(origin, host):
            raise HTTPException(403, f"Requests from pages of {origin[:100]} are refused.")
        raw = _PREFIX.sub(rb"/\1/", scope["raw_path"])
        if len(raw) + len(scope["query_string"]) > MAX_URL_BYTES:
            raise HTTPException(414, TOO_LONG)
        try:
            path = unquote_to_bytes(raw).decode()
        except UnicodeDecodeError:
            raise HTTPException(400, "The path is not UTF-8; percent-encode the text as UTF-8.") from None
        return {**scope, "path": path, "raw_path": raw}


TOO_LONG = (
    f"The address is longer than {MAX_URL_BYTES:,} bytes. "
    "Send long texts in the body: POST /tmserver/SOURCE/TARGET/lookup."
)


def error_response(error: HTTPException) -> JSONResponse:
    """An error as JSON: `{"error": "what is wrong and what to do"}`."""
    return JSONResponse({"error": error.detail}, error.status_code, headers=dict(error.headers or {}))


async def read_body(request: Request, limit: int) -> bytes:
    """The body of a request.

    Raises:
        HTTPException: 413, it is longer than `limit` bytes; no more than these are read.
    """
    check_announced(request, limit)
    parts = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise too_large(limit)
        parts.append(part)
    return b"".join(parts)


def check_announced(request: Request, limit: int) -> None:
    """Refuse a body by the length that its header names, before any of it is read."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise too_large(limit)


def too_large(limit: int) -> HTTPException:
    """The refusal of a body."""
    return HTTPException(413, f"The body is longer than {limit:,} bytes. Send it in several parts.")


def _bare(authority: str) -> str:
    """A host without port and brackets, in lower case."""
    text = authority.strip().lower()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    name, separator, port = text.rpartition(":")
    if separator and ":" not in name and (port.isdecimal() or not port):
        text = name
    return text.removesuffix(".")


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def _same_origin(origin: str, host: str) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.strip().lower()


def is_loopback(host: str) -> bool:
    """Whether only programs on this machine can reach a host."""
    name = _bare(host)
    address = _address(name)
    return name == "localhost" or (address is not None and address.is_loopback)
