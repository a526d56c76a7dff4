"""Both stores for the tests of a project."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from tests.tm.conftest import postgresql  # noqa: F401 - a fixture


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a project store can be made: a file, and a schema of a real server."""
    if request.param == "sqlite":
        return str(tmp_path / "project.db")
    url: str = request.getfixturevalue("postgresql").url(schema=f"project_{secrets.token_hex(4)}")
    return url
