"""Listen on a port and serve an application until a signal ends it."""

from __future__ import annotations

import errno
import json
import logging
import signal
import socket
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from translate_kit.errors import BadOutput, Conflict
from translate_kit.web.guard import MAX_URL_BYTES, TOO_LONG

if TYPE_CHECKING:
    from types import FrameType

    from starlette.types import ASGIApp

MAX_HEAD_BYTES = MAX_URL_BYTES + 32 * 1024
"""The request line with all headers; what is longer is not read to its end."""

FINISH_S = 30
"""So long the requests that run get to finish after a signal."""

BACKLOG = 256


def bind(host: str, port: int) -> socket.socket:
    """Take a port.

    Args:
        host: a name or an address.
        port: 0 for any that is free.

    Returns:
        A socket that listens.

    Raises:
        Conflict: the port is taken.
        BadOutput: there is no such host here, or the port may not be used.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError) as error:
        raise BadOutput(f"--host {host}: no such host ({error}).") from None
    taken = socket.socket(family, kind, protocol)
    try:
        # Else a server that was stopped a moment ago keeps its port for a minute.
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
        taken.listen(BACKLOG)
    except OSError as error:
        taken.close()
        if error.errno == errno.EADDRINUSE:
            raise Conflict(
                f"{host}:{port}: another program listens there. Stop it, or choose another port with --port."
            ) from None
        if error.errno == errno.EADDRNOTAVAIL:
            raise BadOutput(f"--host {host}: this machine has no such address.") from None
        raise BadOutput(f"--port {port}: cannot be used ({error.strerror}). Choose one above 1023.") from None
    return taken


def url_of(listening: socket.socket) -> str:
    """The address of a socket that listens, as a URL without a slash at the end."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(
    app: ASGIApp,
    listening: socket.socket,
    *,
    ready: Callable[[], None],
    log_requests: bool = False,
    stopping: Callable[[], None] = lambda: None,
) -> None:
    """Serve until SIGTERM or SIGINT; requests that run by then are finished.

    Args:
        app: the application.
        listening: what `bind` gave; closed at the end.
        ready: called once when requests are taken.
        log_requests: whether each request is written to standard error, with its text.
        stopping: called when a signal came, to end answers that would go on for ever.
    """
    if log_requests:
        logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(message)s")
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING if log_requests else logging.ERROR)
    config = uvicorn.Config(
        app,
        http=_Protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=log_requests,
        server_header=False,
        # Nobody who is not asked may say where a request comes from.
        proxy_headers=False,
        h11_max_incomplete_event_size=MAX_HEAD_BYTES,
        timeout_graceful_shutdown=FINISH_S,
        backlog=BACKLOG,
    )
    # The server raises the signal again when it is done, which would end this process before it has closed its stores.
    previous = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        _Server(config, ready, stopping).run(sockets=[listening])
    finally:
        listening.close()
        for number, handler in previous.items():
            signal.signal(number, handler)


class _Server(uvicorn.Server):
    """A server that says when it takes requests."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready, self._stopping = ready, stopping

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self._stopping()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


class _Protocol(H11Protocol):
    """Requests that are no HTTP, or too long to be read, are answered with JSON and the status that fits."""

    def send_400_response(self, msg: str) -> None:
        received = self.conn.trailing_data[0]
        status, text = 400, "This is not HTTP, or names no host."
        if len(received) > MAX_HEAD_BYTES:
            status, text = 414, TOO_LONG
            if b"\n" in received[:MAX_HEAD_BYTES]:
                status, text = 431, f"The headers are longer than {MAX_HEAD_BYTES:,} bytes."
        headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
        body = json.dumps({"error": text}).encode()
        for event in (
            h11.Response(status_code=status, headers=headers, reason=b""),
            h11.Data(data=body),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
