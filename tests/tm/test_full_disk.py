"""A full disk: a clear message, and the memory as it was. The disk is a small one in memory, seen by the test alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

APART = ["unshare", "--mount", *([] if os.getuid() == 0 else ["--user", "--map-root-user"])]


@pytest.mark.parametrize("scenario", ["import", "add", "clean", "export"])
def test_on_a_full_disk(scenario: str, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = f"mount -t tmpfs -o size=2m tmpfs {disk}"
    try:
        allowed = subprocess.run([*APART, "sh", "-c", mount], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("NOT TESTED: a full disk; `unshare` is not installed")
    if allowed.returncode:
        pytest.skip(f"NOT TESTED: a full disk; this user may not mount one ({allowed.stderr.strip()})")
    command = f"{mount} && cd {disk} && exec {sys.executable} -m tests.tm.full_disk {scenario} {tmp_path}"
    done = subprocess.run(
        [*APART, "sh", "-c", command],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr[-3000:]
