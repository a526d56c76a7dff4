"""What all tests share: the installed command, an empty home, and no skipping in CI."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

# CI must say the same of the same commit: it repeats its examples. Elsewhere new ones are tried each time.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder of the whole test run, empty at first; the embedded model is unpacked there once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session", autouse=True)
def _own_home(home: Path) -> None:
    """Keep the tests away from the models, caches and settings of whoever runs them."""
    for name in [name for name in os.environ if name.startswith(("XDG_", "ARGOS_"))]:
        del os.environ[name]
    os.environ["HOME"] = str(home)


@pytest.fixture
def tkit(tmp_path: Path) -> Run:
    """Run the installed `translate-kit` as a user would, in an empty folder.

    Keyword arguments: `stdin` (str or bytes), `cwd`, `code` (the exit code that is expected, 0 unless given; None for
    any).
    """

    def run(
        *arguments: str | Path, stdin: str | bytes = b"", cwd: Path | None = None, code: int | None = 0
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [str(Path(sys.executable).with_name("translate-kit")), *map(str, arguments)],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            cwd=cwd or tmp_path,
            check=False,
            timeout=300,
        )
        result = subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        )
        assert "Traceback" not in result.stderr, result.stderr
        if code is not None:
            assert result.returncode == code, (result.returncode, result.stdout[-2000:], result.stderr[-2000:])
        return result

    return run


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI a skipped test is a failure: what it needs is to be installed there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        print("\nCI: tests were skipped; see above for what was missing.")
