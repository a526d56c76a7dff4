"""`translate-kit models` as a user runs it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.translate_kit.mt.conftest import Pack
from tests.translate_kit.mt.server import Server, running

pytestmark = pytest.mark.usefixtures("data_home")


@pytest.fixture
def server(embedded: Path) -> Iterator[Server]:
    with running() as serving:
        serving.offer(embedded.read_bytes())
        yield serving


def test_list_shows_the_embedded_model_as_the_one_in_use(tkit: Run) -> None:
    (model,) = json.loads(tkit("models", "list", "--json").stdout)
    assert {key: model[key] for key in ("source", "target", "origin", "used")} == {
        "source": "nl",
        "target": "en",
        "origin": "embedded",
        "used": True,
    }
    assert model["size_bytes"] > 1_000_000
    assert "nl→en" in tkit("models", "list").stdout


def test_info_says_openly_that_the_model_is_small_how_it_scores_and_how_to_get_a_better_one(tkit: Run) -> None:
    shown = tkit("models", "info").stdout
    for expected in (
        "small",
        "BLEU",
        "chrF2",
        "TER",
        "segments",
        "Known failures",
        "translate-kit models install nl en",
    ):
        assert expected in shown
    facts = json.loads(tkit("models", "info", "nl", "en", "--json").stdout)
    assert facts["scores"][0]["bleu"] > 0
    assert facts["known_failures"]
    assert facts["model"].endswith("(embedded)")


def test_install_from_the_index_says_where_it_goes_before_it_does(tkit: Run, server: Server) -> None:
    done = tkit("models", "install", "nl", "en", "--index", server.url, "--json")
    assert done.stderr.index(f"Going to the network: {server.url}") < done.stderr.index("Installed:")
    assert json.loads(done.stdout)["origin"] == "index"
    listed = json.loads(tkit("models", "list", "--json").stdout)
    assert [(model["origin"], model["used"]) for model in listed] == [("index", True)]


def test_install_file_then_remove(tkit: Run, pack: Pack) -> None:
    path = pack(metadata={"package_version": "3.2"})
    assert "3.2" in tkit("models", "install", path).stderr
    listed = json.loads(tkit("models", "list", "--json").stdout)
    assert [(model["version"], model["used"]) for model in listed] == [("3.2", True), (listed[1]["version"], False)]
    assert tkit("models", "info").stdout.startswith("argos nl→en 3.2 (Dutch to English)\n  from:   a file")
    gone = json.loads(tkit("models", "remove", "nl", "en", "--json").stdout)
    assert [model["version"] for model in gone] == ["3.2"]
    assert [model["origin"] for model in json.loads(tkit("models", "list", "--json").stdout)] == ["embedded"]


def test_broken_file_has_exit_code_3_and_changes_nothing(tkit: Run, tmp_path: Path) -> None:
    path = tmp_path / "broken.argosmodel"
    path.write_bytes(b"no zip")
    before = tkit("models", "list", "--json").stdout
    done = tkit("models", "install", path, code=3)
    assert f"{path}: this is not an Argos package" in done.stderr
    assert tkit("models", "list", "--json").stdout == before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["install", "missing.argosmodel"], 3, "no such file"),
        (["install"], 2, "Missing argument"),
        (["install", "a", "b", "c"], 2, "Give two languages"),
        (["install", "a.argosmodel", "--index", "http://127.0.0.1"], 2, "--index goes with"),
        (["remove", "nl", "en"], 4, "part of translate-kit"),
        (["remove", "nl", "fr"], 4, "translate-kit models list"),
        (["info", "nl", "fr"], 4, "translate-kit models install nl fr"),
    ],
)
def test_wrong_use_has_its_exit_code_and_remedy(tkit: Run, arguments: list[str], code: int, said: str) -> None:
    assert said in tkit("models", *arguments, code=code).stderr


def test_without_a_network_the_exit_code_is_4(tkit: Run) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    done = tkit("models", "install", "nl", "en", "--index", url, code=4)
    assert "Is there a network?" in done.stderr


def test_refused_download_leaves_the_models_as_they_were(
    tkit: Run, server: Server, pack: Pack, data_home: Path
) -> None:
    tkit("models", "install", pack(metadata={"package_version": "1.0"}))
    before = tkit("models", "list", "--json").stdout
    # What came is looked at after the download, before anything is replaced.
    server.files["/package.argosmodel"] = server.files["/package.argosmodel"][:5_000_000]
    tkit("models", "install", "nl", "en", "--index", server.url, code=3)
    assert tkit("models", "list", "--json").stdout == before
    assert not list(data_home.rglob("*.part"))


def test_download_bar_is_drawn_on_a_terminal(server: Server) -> None:
    pty = pytest.importorskip("pty")
    main, side = pty.openpty()
    command = [
        str(Path(sys.executable).with_name("translate-kit")),
        *("models", "install", "nl", "en", "--index", server.url),
    ]
    process = subprocess.Popen(command, stderr=side, stdout=subprocess.DEVNULL, env={**os.environ, "TERM": "xterm"})
    os.close(side)
    shown = b""
    while True:
        try:
            chunk = os.read(main, 65536)
        except OSError:
            break
        if not chunk:
            break
        shown += chunk
    os.close(main)
    assert process.wait() == 0
    assert b"download" in shown
    assert b"MB" in shown
