"""A real HTTP server on loopback that serves a package index and a package, and can misbehave as servers do."""

from __future__ import annotations

import hashlib
import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Server:
    """What is served, and what was asked for.

    Attributes:
        files: path and contents.
        ranges: whether it honours `Range`.
        etag: whether it sends an ETag (of the contents).
        length: whether it says how long a file is.
        drops: for each of the next requests for a package, the bytes after which it breaks the connection.
        requests: path and `Range` header of each request.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    ranges: bool = True
    etag: bool = True
    length: bool = True
    drops: list[int] = field(default_factory=list)
    requests: list[tuple[str, str]] = field(default_factory=list)
    url: str = ""

    def offer(self, package: bytes, **fields: Any) -> None:
        """Serve `package`, and an index that has it for nl to en."""
        self.files["/package.argosmodel"] = package
        entry = {
            "package_version": "1.8",
            "argos_version": "1.5",
            "from_code": "nl",
            "from_name": "Dutch",
            "to_code": "en",
            "to_name": "English",
            "links": [f"{self.url}/package.argosmodel"],
            **fields,
        }
        others = [
            {"type": "sbd", "package_version": "9", "from_codes": ["nl"], "links": []},
            {**entry, "from_code": "de", "package_version": "9.9"},
            {**entry, "package_version": "1.9" if entry["package_version"] == "1.11" else "0.0.1"},
            {**entry, "package_version": "99", "links": ["ipfs://only"]},
            "not an object",
        ]
        self.files["/index.json"] = json.dumps([*others[:2], entry, *others[2:]]).encode()


def _handler(server: Server) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = self.headers.get("Range", "")
            server.requests.append((self.path, asked))
            data = server.files.get(self.path)
            if data is None:
                self.send_error(404)
                return
            tag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
            start = int(asked.removeprefix("bytes=").rstrip("-") or 0) if asked and server.ranges else 0
            if self.headers.get("If-Range", tag) != tag:
                start = 0
            if start and start >= len(data):
                self.send_response(416)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            body = data[start:]
            self.send_response(206 if start else 200)
            if server.etag:
                self.send_header("ETag", tag)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
            if server.length:
                self.send_header("Content-Length", str(len(body)))
            else:
                self.send_header("Connection", "close")
                self.close_connection = True
            self.end_headers()
            if server.drops and self.path.endswith(".argosmodel"):
                self.wfile.write(body[: server.drops.pop(0)])
                self.close_connection = True
            else:
                self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Keep the output of the tests clean."""

    return Handler


@contextmanager
def running() -> Iterator[Server]:
    """Serve on a free port of loopback until the block ends."""
    server = Server()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(server)) as http_server:
        server.url = f"http://127.0.0.1:{http_server.server_address[1]}"
        thread = threading.Thread(target=http_server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            http_server.shutdown()
            thread.join()
