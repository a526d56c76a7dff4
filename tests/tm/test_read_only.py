"""A memory that may be read and not written: found, shown, served; and a change is refused before any work is done."""

from __future__ import annotations

import ctypes
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.tm.test_full_disk import APART
from tm import Memory, TranslationUnit

_DROP_FROM_BOUNDS = 24
_IGNORE_MODES = (1, 2)
"""`PR_CAPBSET_DROP`, and `CAP_DAC_OVERRIDE` and `CAP_DAC_READ_SEARCH` of Linux, with which modes hold nobody."""


def obey_modes() -> None:
    if os.getuid() == 0:
        system = ctypes.CDLL(None)
        if any(system.prctl(_DROP_FROM_BOUNDS, right, 0, 0, 0) for right in _IGNORE_MODES):
            os._exit(77)


Kit = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    """Run `translate-kit tm` as somebody whom the modes of files hold."""

    def run(*arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [str(Path(sys.executable).with_name("translate-kit")), "tm", *arguments],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=False,
            preexec_fn=obey_modes,
        )
        if done.returncode == 77:
            pytest.skip("NOT TESTED: files that may not be written; this superuser cannot do without its rights")
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode == code, done
        return done

    return run


@pytest.fixture(params=["file", "folder", "both"])
def locked(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A memory of which the file, its folder or both may not be written."""
    folder = tmp_path / "locked"
    folder.mkdir()
    with Memory.open(str(folder / "m.db")) as memory:
        memory.add([TranslationUnit.simple(" De kat slaapt.", "The cat is asleep.")])
    modes = {folder / "m.db": 0o444, folder: 0o555}
    if request.param == "file":
        del modes[folder]
    elif request.param == "folder":
        del modes[folder / "m.db"]
    for path, mode in modes.items():
        path.chmod(mode)
    yield folder / "m.db"
    folder.chmod(0o755)


def test_it_is_read_as_any_other(kit: Kit, locked: Path) -> None:
    place = ("--memory", "locked/m.db")
    assert json.loads(kit("lookup", *place, "De kat sliep.", "--json").stdout)[0]["score"] == 78
    assert "[kat]" in kit("concordance", *place, "kat").stdout
    assert "De kat slaapt." in kit("export", *place).stdout
    assert json.loads(kit("stats", *place, "--json").stdout)["units"] == 1
    assert "De kat slaapt." in kit("delete", *place, "--text", "kat", "--dry-run").stdout
    kit("merge", "locked/m.db", "--into", "own.db")


def test_what_cleaning_it_would_do_is_listed(kit: Kit, locked: Path, tmp_path: Path) -> None:
    before = locked.read_bytes()
    tried = json.loads(kit("clean", "--memory", "locked/m.db", "--dry-run", "--json").stdout)
    assert (tried["memory"], tried["dry_run"], tried["read"], tried["undo"]) == ("locked/m.db", True, 1, None)
    assert [(change["step"], change["unit_id"]) for change in tried["changes"]] == [("spaces", 1)]
    assert locked.read_bytes() == before
    # As a copy that may be written has it.
    (tmp_path / "copy.db").write_bytes(before)
    copied = json.loads(kit("clean", "--memory", "copy.db", "--dry-run", "--json").stdout)
    assert {**tried, "memory": ""} == {**copied, "memory": ""}


def test_it_is_not_served_to_those_who_would_write(kit: Kit, locked: Path, tmp_path: Path) -> None:
    done = kit("serve", "--memory", "locked/m.db", "--writable", "--port", "0", code=2)
    assert done.stderr.startswith("error: locked/m.db: the memory may be read, and not written.")
    assert not done.stdout


def test_a_change_is_refused_with_the_way_out(kit: Kit, locked: Path, tmp_path: Path) -> None:
    (tmp_path / "pairs.tsv").write_text("Nee\tNo\n")
    before = locked.read_bytes()
    for command in (["import", "pairs.tsv"], ["clean"], ["delete", "--text", "kat"]):
        done = kit(*command, "--memory", "locked/m.db", code=2)
        assert done.stderr.startswith("error: locked/m.db: the memory may be read, and not written.")
        assert "chmod u+w" in done.stderr
        assert "work on a copy" in done.stderr
    assert locked.read_bytes() == before
    assert not list(tmp_path.glob("**/*undo*"))


def test_none_is_made_where_nothing_may_be_written(kit: Kit, locked: Path, tmp_path: Path) -> None:
    locked.parent.chmod(0o555)
    (tmp_path / "pairs.tsv").write_text("Nee\tNo\n")
    done = kit("import", "pairs.tsv", "--memory", "locked/new.db", code=2)
    assert "locked/new.db: the memory may not be written here" in done.stderr


def test_an_older_one_must_be_brought_up_to_date_elsewhere(kit: Kit, tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    Memory.open(str(folder / "m.db")).close()
    with sqlite3.connect(folder / "m.db") as db:
        db.execute("PRAGMA user_version = 1")
    db.close()
    folder.chmod(0o555)
    done = kit("stats", "--memory", "locked/m.db", code=2)
    folder.chmod(0o755)
    assert "made by an earlier version" in done.stderr


def test_one_that_may_not_be_read_is_said(kit: Kit, tmp_path: Path) -> None:
    Memory.open(str(tmp_path / "m.db")).close()
    (tmp_path / "m.db").chmod(0)
    assert "may not be read" in kit("stats", "--memory", "m.db", code=3).stderr


def test_on_a_mount_that_others_write_to(tmp_path: Path) -> None:
    for name in ("writable", "readable"):
        (tmp_path / name).mkdir()
    mount = f"cd {tmp_path} && mount --bind writable readable && mount -o remount,ro,bind readable"
    try:
        allowed = subprocess.run([*APART, "sh", "-c", mount], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("NOT TESTED: a memory on a read-only mount; `unshare` is not installed")
    if allowed.returncode:
        pytest.skip(f"NOT TESTED: a memory on a read-only mount; this user may not mount ({allowed.stderr.strip()})")
    done = subprocess.run(
        [*APART, "sh", "-c", f"{mount} && exec {sys.executable} -m tests.tm.read_only writable readable"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr[-3000:]
