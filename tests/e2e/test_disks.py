"""Disks that are full or may not be written. They are small ones in memory that only the test can see."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

APART = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"])]
PROGRAM = Path(sys.executable).with_name("translate-kit")


def apart(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a shell script that may mount; `$tk` is the program, `$disk` a folder to mount on."""
    disk = folder / "disk"
    disk.mkdir(exist_ok=True)
    environment = {**os.environ, "tk": str(PROGRAM), "disk": str(disk)}
    try:
        allowed = subprocess.run([*APART, "mount", "-t", "tmpfs", "tmpfs", disk], capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("NOT TESTED: a full and a read-only disk; `unshare` is not installed")
    if allowed.returncode:
        pytest.skip(f"NOT TESTED: a full and a read-only disk; this user may not mount one ({allowed.stderr!r})")
    return subprocess.run(
        [*APART, "bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text("De eeuwige leider zwijgt.\n\nHet volk ook.\n", encoding="utf-8")
    return tmp_path


def test_a_project_on_a_read_only_disk_can_be_read(folder: Path) -> None:
    done = apart(
        """
        set -e
        mount -t tmpfs tmpfs "$disk"
        "$tk" run a.md --engine none --out "$disk/p" --quiet
        "$tk" --project "$disk/p" edit 1 --target "The eternal leader is silent." --quiet
        mount -o remount,ro "$disk"
        cd "$disk"
        "$tk" --project p status --segments
        "$tk" --project p edit 1 --versions
        "$tk" --project p check --fail-on never --json
        "$tk" --project p export --format po
        "$tk" --project p scores list
        set +e
        "$tk" --project p edit 2 --target "So are the people."
        echo "code $?"
        """,
        folder,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("The eternal leader is silent.") == 3
    assert done.stdout.endswith("code 2\n")
    assert "project.db: cannot be written" in done.stderr


def test_a_full_disk_is_said_and_nothing_is_called_damaged(folder: Path) -> None:
    done = apart(
        """
        mount -t tmpfs -o size=900k tmpfs "$disk"
        "$tk" run a.md --engine none --out "$disk/p" --quiet || exit 9
        head -c 900k /dev/zero > "$disk/filler"
        "$tk" --project "$disk/p" edit 1 --target "The eternal leader is silent."
        echo "code $?"
        "$tk" --project "$disk/p" export --format po --out "$disk/p/a.po"
        echo "code $?"
        rm "$disk/filler"
        "$tk" --project "$disk/p" edit 1 --target "The eternal leader is silent."
        echo "code $?"
        """,
        folder,
    )
    assert done.stdout.splitlines() == ["code 4", "code 4", "code 0"], done.stderr
    assert "project.db: the disk is full. Nothing of this change was kept" in done.stderr
    assert "backup" not in done.stderr
