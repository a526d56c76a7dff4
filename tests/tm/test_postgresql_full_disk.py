"""A full disk under PostgreSQL: a clear message, and what was acknowledged is there. The disk is in memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.postgresql import programs
from tests.tm.test_full_disk import APART


@pytest.mark.parametrize(("scenario", "size_mb"), [("import", 24), ("add", 24), ("clean", 24), ("log", 96)])
def test_on_a_full_disk(scenario: str, size_mb: int) -> None:
    pytest.importorskip("psycopg", reason="NOT TESTED: a full disk under PostgreSQL; psycopg is not installed")
    if programs() is None:
        pytest.skip("NOT TESTED: a full disk under PostgreSQL; it is not installed: sh tests/debian-packages")
    # Not pytest's own folder, which nobody else may enter: the server does not run as root.
    with tempfile.TemporaryDirectory(prefix="translate-kit-disk-") as folder:
        disk = Path(folder)
        disk.chmod(0o755)
        mount = f"mount -t tmpfs -o size={size_mb}m,mode=755 tmpfs {disk}"
        try:
            allowed = subprocess.run([*APART, "sh", "-c", mount], capture_output=True, text=True, check=False)
        except FileNotFoundError:
            pytest.skip("NOT TESTED: a full disk under PostgreSQL; `unshare` is not installed")
        if allowed.returncode:
            reason = allowed.stderr.strip()
            pytest.skip(f"NOT TESTED: a full disk under PostgreSQL; this user may not mount one ({reason})")
        # Who is root only apart from the rest becomes himself again: the server does not run as root.
        user, group = os.getuid(), os.getgid()
        again = f"unshare --user --map-user={user} --map-group={group}" if user else ""
        command = f"{mount} && cd {disk} && exec {again} {sys.executable} -m tests.tm.full_disk_postgresql {scenario}"
        done = subprocess.run(
            [*APART, "sh", "-c", command],
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
            },
        )
    assert done.returncode == 0, done.stderr[-3000:]
