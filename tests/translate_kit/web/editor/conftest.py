"""An editor's application in this process, over both stores."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.tm.conftest import postgresql  # noqa: F401 - a fixture
from translate_kit.project import Project, Settings
from translate_kit.project.people import People, Role
from translate_kit.project.project import read_new
from translate_kit.web.editor.app import create_app
from translate_kit.web.editor.desk import Desk
from translate_kit.web.editor.team import TeamAuth

PEOPLE = {
    "ann": Role.COORDINATOR,
    "bob": Role.TRANSLATOR,
    "cas": Role.REVIEWER,
    "dirk": Role.READER,
    "eva": Role.TRANSLATOR,
}

PASSWORD = "zeventien kleine katten"  # noqa: S105 - for these tests alone

TEXT = (
    "De leider spreekt.\n\nHet kamp is groot.\n\nDe leider spreekt.\n\nDe leider spreekt.\n\n"
    "Eerste zin. Tweede zin.\n\nLaatste 12 zinnen."
)
"""Segments 1, 3 and 4 have the same source; 5 and 6 are of one paragraph."""


@dataclass
class Office:
    """A team's editor, without a server before it.

    Attributes:
        client: sends requests to it, known as nobody.
        desk: behind it.
        tokens: name → token of a session.
    """

    client: TestClient
    desk: Desk
    tokens: dict[str, str]

    def ask(self, who: str, method: str, path: str, body: Any = None) -> Any:
        """The answer to a request of the API by somebody; empty for somebody unknown."""
        headers = {"Authorization": f"Bearer {self.tokens[who]}"} if who else {}
        return self.client.request(method, f"/api{path}", json=body, headers=headers)

    def done(self, who: str, method: str, path: str, body: Any = None) -> Any:
        """What came of a request that must succeed."""
        answer = self.ask(who, method, path, body)
        assert answer.status_code < 400, (answer.status_code, answer.text)
        return answer.json() if answer.content else None


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> str:
    """Where a project is kept: empty for a file in its folder, or the URL of a schema."""
    if request.param == "sqlite":
        return ""
    url: str = request.getfixturevalue("postgresql").url(schema=f"editor_{secrets.token_hex(4)}")
    return url


def make(folder: Path, store: str = "") -> Path:
    """A project with a text, and with people."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    text = folder.parent / "tekst.txt"
    text.write_text(TEXT, encoding="utf-8")
    with Project.create(folder, Settings(store=store, memories=("memory.db",), engine="none")) as project:
        project.add(read_new([text]))
        accounts = People(project.store)
        accounts.add("ann", Role.COORDINATOR, PASSWORD)
        # A password takes 64 MiB and its time: once is enough.
        with project.store.transaction():
            for name, role in PEOPLE.items():
                project.store.db.execute(
                    "INSERT INTO person (name, role, password, added) SELECT ?, ?, password, added FROM person"
                    " WHERE name = 'ann' ON CONFLICT DO NOTHING",
                    (name, role.value),
                )
    return folder


@contextmanager
def opened(folder: Path) -> Iterator[Office]:
    """The editor of a project."""
    with ExitStack() as stack:
        desk = stack.enter_context(closing(Desk(folder)))
        app = create_app(desk, auth=TeamAuth(desk))
        client = stack.enter_context(
            TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=True, follow_redirects=False)
        )
        with desk.project() as project:
            tokens = {name: People(project.store).log_in(name) for name in PEOPLE}
        yield Office(client, desk, tokens)


@pytest.fixture
def office(tmp_path: Path, store: str) -> Iterator[Office]:
    """The editor of a project in either store."""
    with opened(make(tmp_path / "p", store)) as running:
        yield running


@pytest.fixture
def file_office(tmp_path: Path) -> Iterator[Office]:
    """The editor of a project in a file."""
    with opened(make(tmp_path / "p")) as running:
        yield running


@pytest.fixture
def again() -> Callable[[Path], Any]:
    """Open the editor of a project that is there."""
    return opened
