"""A server as a user starts it, on a free port, and plain requests to it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

PROGRAM = Path(sys.executable).with_name("translate-kit")
TOKEN = "open sesame"  # noqa: S105 - for these tests alone


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Server:
    process: subprocess.Popen[str]
    url: str
    folder: Path

    @property
    def port(self) -> int:
        port = urlsplit(self.url).port
        assert port
        return port

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(
        self, path: str, *, method: str = "GET", body: object = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """One request; a body that is not bytes goes as JSON."""
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        connection = self.connect()
        try:
            return ask(connection, path, method=method, body=data, headers=headers or {})
        finally:
            connection.close()

    def unit(self, text: str, pair: str = "nl/en", query: str = "") -> Answer:
        return self.ask(f"/tmserver/{pair}/unit/{quote(text, safe='')}{query}")

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)

    @property
    def messages(self) -> str:
        return (self.folder / "messages.txt").read_text(encoding="utf-8")


def ask(
    connection: http.client.HTTPConnection, path: str, *, method: str = "GET", body: Any = None, headers: Any = None
) -> Answer:
    connection.request(method, path, body=body, headers=headers or {})
    response = connection.getresponse()
    names = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, names, response.read())


@contextmanager
def serving(folder: Path, *arguments: str, writable: bool = False) -> Iterator[Server]:
    """Start `translate-kit tm serve`, and see that it is gone afterwards."""
    environment = {**os.environ, "TRANSLATE_KIT_TOKEN": TOKEN}
    command = [str(PROGRAM), "tm", "serve", "--port", "0", "--json", *arguments, *(["--writable"] if writable else [])]
    with (folder / "messages.txt").open("w", encoding="utf-8") as messages:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=messages, text=True
        )
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, (folder / "messages.txt").read_text(encoding="utf-8")
            yield Server(process, json.loads(line)["url"], folder)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait(60)
            if process.stdout is not None:
                process.stdout.close()
