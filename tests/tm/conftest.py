"""A memory in each kind of store; PostgreSQL is a private server, started when the first test asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.postgresql import Server, programs
from tm import Memory

Urls = Callable[[str], str]

_numbers = count(1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """The server of this test run."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install 'translate-kit[postgres]'")
    if programs() is None:
        pytest.skip("PostgreSQL is not installed: sh tests/debian-packages")
    server = Server()
    yield server
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Urls:
    """The URL of a memory by a name of the test's choice; nothing is there yet."""
    if request.param == "sqlite":
        return lambda name: str(tmp_path / f"{name}.db")
    server: Server = request.getfixturevalue("postgresql")
    number = next(_numbers)
    return lambda name: server.url(schema=f"test_{number}_{name}")


@pytest.fixture
def memory(url: Urls) -> Iterator[Memory]:
    """An empty memory, in each kind of store."""
    with Memory.open(url("memory")) as opened:
        yield opened
