"""The served memory: what clients of translate-toolkit's tmserver and of amaGama send, and what nobody should."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from tests.conftest import ROOT, Run
from tests.translate_kit.web.server import PROGRAM, TOKEN, Server, ask, serving
from tm import Memory, TranslationUnit
from tm.score import normalise
from tm.tmx import write_tmx
from translate_kit.web.tmserver import Settings, create_app

UNITS = [
    TranslationUnit.simple("De kat slaapt.", "The cat is asleep.", key="cat.state"),
    TranslationUnit.simple("De kat slaapt!", "The cat sleeps!"),
    TranslationUnit.simple("Open/sluit het bestand", "Open/close the file"),
    TranslationUnit.simple("Regel één\nregel twee\ten drie", "Line one\nline two\tand three"),
    TranslationUnit.simple("De ideeën van Oekraïne 🇺🇦 日本", "The ideas of Ukraine 🇺🇦 Japan"),
    TranslationUnit.simple("100 % zeker? A&B #1 + ;x=y", "100 % certain? A&B #1 + ;x=y"),
    TranslationUnit.simple("/etc/passwd", "the password file"),
    TranslationUnit.simple("../../etc/passwd", "two up"),
    TranslationUnit.simple("woord " * 3000 + "einde", "word " * 3000 + "end"),
]
BEARER = {"Authorization": f"Bearer {TOKEN}"}


def fill(path: Path, units: list[TranslationUnit] = UNITS) -> None:
    with Memory.open(str(path)) as memory:
        memory.add(units)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    fill(folder / "m.db")
    with serving(folder, "--memory", "m.db") as running:
        yield running


@pytest.fixture
def writable(tmp_path: Path) -> Iterator[Server]:
    fill(tmp_path / "m.db")
    with serving(tmp_path, "--memory", "m.db", writable=True) as running:
        yield running


# What clients get


def test_a_match_has_the_fields_of_both_servers_and_those_of_a_lookup(server: Server) -> None:
    answer = server.unit("De kat sliep.")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    best = answer.json[0]
    assert (best["source"], best["target"], best["context"]) == ("De kat slaapt.", "The cat is asleep.", "cat.state")
    assert (best["score"], best["kind"], best["memory"], best["unit_id"]) == (78, "fuzzy", "m.db", 1)
    # Okapi's client takes the quality for a floating-point number and fails at another.
    assert b'"quality":78.0' in answer.body


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.variants[0].text[:20])
def test_any_text_can_be_asked_for_in_the_path(server: Server, unit: TranslationUnit) -> None:
    source, target = (variant.text for variant in unit.variants)
    best = server.unit(source).json[0]
    assert (best["source"], best["target"], best["quality"]) == (source, target, 100.0)


def test_slashes_need_not_be_encoded(server: Server) -> None:
    assert server.ask("/tmserver/nl/en/unit/Open/sluit%20het%20bestand").json[0]["quality"] == 100
    assert server.ask("/tmserver/nl/en/unit/../../etc/passwd").json[0]["target"] == "two up"


@pytest.mark.parametrize(
    "path",
    [
        "/tmserver/nl/en/unit/?source=De%20kat%20slaapt.",
        "/tmserver/nl/en/unit?source=De+kat+slaapt.",
        "/api/v1/nl/en/unit/De%20kat%20slaapt.",
        "/api/v1//nl/en/unit/De%20kat%20slaapt.",
        "//tmserver//nl/en/unit/De%20kat%20slaapt.",
        "/tmserver/nl/en/unit/De%20kat%20slaapt.?style=standard&callback=evil",
    ],
)
def test_other_spellings_of_the_address_do_the_same(server: Server, path: str) -> None:
    assert server.ask(path).json[0]["target"] == "The cat is asleep."


@pytest.mark.parametrize("pair", ["nl/en", "nl-NL/en-GB", "nl_BE/en_US", "nl_be/en_us", "NLD/eng", "Dutch/English"])
def test_languages_compare_by_their_base(server: Server, pair: str) -> None:
    assert server.unit("De kat slaapt.", pair).json[0]["target"] == "The cat is asleep."


def test_a_memory_serves_the_other_direction(server: Server) -> None:
    assert server.unit("The cat is asleep.", "en/nl").json[0]["target"] == "De kat slaapt."


def test_a_pair_that_the_memory_has_not_gets_an_empty_list(server: Server) -> None:
    """Weblate asks for en → de when it is set up, and takes any error for a server that does not work."""
    answer = server.unit("test", "en/de")
    assert (answer.status, answer.json) == (200, [])


@pytest.mark.parametrize("pair", ["x1/en", "nl/e", "nl/..", "nl/%2e%2e", "nl/%00", "n%20l/en", "nl/" + "e" * 300])
def test_what_is_no_language_is_refused(server: Server, pair: str) -> None:
    answer = server.ask(f"/tmserver/{pair}/unit/x")
    assert answer.status == 400
    assert "no language" in answer.json["error"]


def test_the_client_chooses_threshold_and_number(server: Server) -> None:
    def found(query: str) -> list[float]:
        return [match["quality"] for match in server.unit("De kat slaapt", query=query).json]

    assert found("") == [91.0, 91.0]
    assert found("?max_candidates=1") == [91.0]
    assert found("?min_similarity=92") == []
    assert found("?min_similarity=30&max_candidates=500") == [91.0, 91.0]
    assert found("?min_similarity=&max_candidates=") == [91.0, 91.0]


@pytest.mark.parametrize(
    "query", ["?min_similarity=high", "?max_candidates=0", "?max_candidates=-1", "?max_candidates=1e9"]
)
def test_options_that_are_no_numbers_are_refused(server: Server, query: str) -> None:
    answer = server.unit("De kat", query=query)
    assert answer.status == 400
    assert "expected" in answer.json["error"]


@pytest.mark.parametrize("path", ["/tmserver/nl/en/unit/", "/tmserver/nl/en/unit", "/tmserver/nl/en/unit/%20"])
def test_no_text_is_refused(server: Server, path: str) -> None:
    assert server.ask(path).status == 400


def test_the_languages_are_listed_as_weblate_reads_them(server: Server) -> None:
    for path in ("/tmserver/languages/", "/tmserver/languages", "/api/v1/languages/"):
        assert server.ask(path).json == {"sourceLanguages": ["en", "nl"], "targetLanguages": ["en", "nl"]}


def test_regions_are_listed_with_their_language(tmp_path: Path) -> None:
    fill(tmp_path / "m.db", [TranslationUnit.simple("Ja", "Yes", "nl-BE", "EN_GB")])
    with serving(tmp_path, "--memory", "m.db") as running:
        assert running.ask("/tmserver/languages/").json["sourceLanguages"] == ["en", "en_gb", "nl", "nl_be"]


def test_many_texts_get_what_each_gets_alone(server: Server) -> None:
    texts = ["De kat sliep.", "niets", "", "Open/sluit het bestand", "De kat sliep."]
    answer = server.ask("/tmserver/nl/en/lookup?min_similarity=70", method="POST", body=texts)
    assert [len(matches) for matches in answer.json] == [2, 0, 0, 1, 2]
    for text, matches in zip(texts, answer.json, strict=True):
        if text:
            assert server.unit(text, query="?min_similarity=70").json == matches


def test_several_memories_answer_together_and_keep_their_folders_to_themselves(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    fill(tmp_path / "a.db", [TranslationUnit.simple("Ja.", "Yes.")])
    fill(tmp_path / "secret" / "b.db", [TranslationUnit.simple("Ja.", "Yeah.")])
    arguments = ["--memory", "a.db", "--memory", "secret/b.db", "--penalty", "a.db=3"]
    with serving(tmp_path, *arguments) as running:
        answer = running.unit("Ja.")
        assert [(match["quality"], match["memory"]) for match in answer.json] == [(100.0, "b.db"), (97.0, "a.db")]
        assert b"secret" not in answer.body + running.ask("/healthz").body


def test_healthz(server: Server) -> None:
    assert server.ask("/healthz").json == {"status": "ok", "memories": ["m.db"]}


def test_head_says_what_get_would(server: Server) -> None:
    answer = server.ask("/tmserver/nl/en/unit/De%20kat%20slaapt.", method="HEAD")
    assert (answer.status, answer.body) == (200, b"")


@pytest.mark.parametrize(
    "path", ["/", "/nl/en/unit/x", "/tmserver/nl/en/x/y", "/tmserver", "/tmserver/../../etc/passwd"]
)
def test_other_places_are_empty(server: Server, path: str) -> None:
    answer = server.ask(path)
    assert answer.status == 404
    assert "/tmserver/" in answer.json["error"]


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_what_virtaal_sends_through_libcurl(writable: Server) -> None:
    """Virtaal gives libcurl its user and password in the address, takes compressed answers, and uploads for PUT."""

    def curl(path: str, *options: str, stdin: str = "", login: str = "") -> Any:
        url = writable.url.replace("://", f"://{login}") + path
        done = subprocess.run(
            ["curl", "-sS", "--fail-with-body", "--compressed", "--path-as-is", *options, url],
            input=stdin,
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)

    new = quote("Één/twee\ndrie", safe="")
    body = json.dumps({"source": "Één/twee\ndrie", "target": "One/two\nthree", "context": ""})
    login = f"ann:{quote(TOKEN)}@"
    assert curl(f"/nl/en/unit/{new}", "--upload-file", "-", stdin=body, login=login)["added"] == 1
    listed = json.dumps([{"source": "Een", "target": "One", "context": ""}])
    path = "/nl/en/store/" + quote("/home/ann/pö.po", safe="")
    assert curl(path, "--data-binary", "@-", stdin=listed, login=login)["added"] == 1
    (match,) = curl(f"/nl/en/unit/{new}?style=standard")
    assert match["target"] == "One/two\nthree"


# Limits


def test_a_long_text_fits_into_the_body_when_it_does_not_into_the_address(server: Server) -> None:
    text = "woord " * 12_000
    answer = server.unit(text)
    assert answer.status == 414
    assert "/lookup" in answer.json["error"]
    assert server.ask("/tmserver/nl/en/lookup", method="POST", body=[text]).status == 200


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /tmserver/nl/en/unit/" + b"a" * 3_000_000, 414),
        (b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 3_000_000, 431),
        (b"\x16\x03\x01 nonsense\r\n\r\n", 400),
        (b"GET /healthz HTTP/1.1\r\n\r\n", 400),
        (b"GET /healthz HTTP/1.0\r\n\r\n", 421),
    ],
    ids=["address", "headers", "no HTTP", "no host", "no host in HTTP/1.0"],
)
def test_what_is_no_request_is_answered_and_cut_off(server: Server, head: bytes, status: int) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as raw:
        with contextlib.suppress(OSError):  # cut off while it was still sending
            raw.sendall(head)
        try:
            received = raw.recv(4096)
        except ConnectionResetError:
            received = b""
    assert received.startswith(b"HTTP/1.1 %d " % status) or (received == b"" and len(head) > 1_000_000)
    assert server.ask("/healthz").status == 200


def test_a_body_that_is_too_long_is_refused(server: Server) -> None:
    body = json.dumps(["x" * 1_100_000]).encode()
    answer = server.ask("/tmserver/nl/en/lookup", method="POST", body=body)
    assert answer.status == 413
    assert "1,048,576" in answer.json["error"]
    connection = server.connect()
    connection.request("POST", "/tmserver/nl/en/lookup", body=iter([body]), encode_chunked=True)
    assert connection.getresponse().status == 413
    connection.close()


def test_too_many_texts_are_refused(server: Server) -> None:
    answer = server.ask("/tmserver/nl/en/lookup", method="POST", body=["x"] * 1001)
    assert (answer.status, "1,000" in answer.json["error"]) == (413, True)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff", b'{"a": 1}', b"[1]", b'["a", null]', b"[" * 100_000, b"9" * 10_000],
    ids=["empty", "cut off", "no UTF-8", "object", "number", "null", "deep", "long number"],
)
def test_a_body_that_is_no_list_of_texts_is_refused(server: Server, body: bytes) -> None:
    answer = server.ask("/tmserver/nl/en/lookup", method="POST", body=body)
    assert answer.status == 400
    assert answer.json["error"]


def test_a_path_that_is_not_utf8_is_refused(server: Server) -> None:
    answer = server.ask("/tmserver/nl/en/unit/caf%E9")
    assert (answer.status, "UTF-8" in answer.json["error"]) == (400, True)


# Who may ask


@pytest.mark.parametrize("host", ["localhost", "localhost:1234", "127.0.0.1", "[::1]:8888", "LOCALHOST.", "localhost:"])
def test_the_own_names_are_answered(server: Server, host: str) -> None:
    assert server.ask("/healthz", headers={"Host": host}).status == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8888", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1", "a b", "@"],
)
def test_another_host_is_refused(server: Server, host: str) -> None:
    """DNS rebinding: the page of a site that lets its own name point here must not read the memory."""
    answer = server.ask("/tmserver/nl/en/unit/De%20kat%20slaapt.", headers={"Host": host})
    assert answer.status in (400, 421)
    assert b"asleep" not in answer.body


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "", "http://localhost:1", "file://", "http://[", "x"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_pages_of_other_sites_are_refused(server: Server, origin: str, method: str) -> None:
    answer = server.ask("/tmserver/nl/en/lookup", method=method, body=b'["De kat slaapt."]', headers={"Origin": origin})
    assert answer.status == 403
    assert "access-control-allow-origin" not in answer.headers


def test_a_page_of_the_server_itself_may_ask(server: Server) -> None:
    own = f"http://127.0.0.1:{server.port}"
    assert server.ask("/healthz", headers={"Origin": own}).status == 200


@pytest.mark.parametrize("path", ["/healthz", "/tmserver/nl/en/unit/a", "/nothing", "/tmserver/x1/x1/unit/a"])
def test_no_browser_may_guess_embed_or_keep_an_answer(server: Server, path: str) -> None:
    headers = server.ask(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers


def test_further_names_can_be_allowed(tmp_path: Path) -> None:
    fill(tmp_path / "m.db")
    with serving(tmp_path, "--memory", "m.db", "--allow-host", "tm.example") as running:
        assert running.ask("/healthz", headers={"Host": "tm.example:443"}).status == 200
        assert running.ask("/healthz", headers={"Host": "evil.example"}).status == 421
        assert "warning" not in running.messages


def test_listening_to_the_network_is_said_loudly(tmp_path: Path) -> None:
    fill(tmp_path / "m.db")
    with serving(tmp_path, "--memory", "m.db", "--host", "0.0.0.0", "--quiet") as running:  # noqa: S104 - that is what is tested
        assert "everybody who can reach this machine can read the memory" in running.messages
        assert running.ask("/healthz", headers={"Host": "192.0.2.7:8888"}).status == 200
        assert running.ask("/healthz", headers={"Host": "evil.example"}).status == 421


# Changes


CHANGES = [
    ("PUT", "/tmserver/nl/en/unit/Nieuw", {"source": "Nieuw", "target": "New"}),
    ("POST", "/tmserver/nl/en/unit/Nieuw", {"source": "Nieuw", "target": "New", "context": "k"}),
    ("POST", "/tmserver/nl/en/store/a.po", [{"source": "Nieuw", "target": "New", "context": ""}]),
]


@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
def test_a_memory_is_read_only_unless_told_otherwise(server: Server, method: str, path: str, body: object) -> None:
    answer = server.ask(path, method=method, body=body, headers=BEARER)
    assert (answer.status, "--writable" in answer.json["error"]) == (403, True)
    assert server.unit("Nieuw").json == []


@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
def test_changes_need_the_token(writable: Server, method: str, path: str, body: object) -> None:
    basic = {"Authorization": "Basic " + base64.b64encode(b"ann:wrong").decode()}
    for headers in (
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": TOKEN},
        basic,
        {"Authorization": "Basic ="},
    ):
        answer = writable.ask(path, method=method, body=body, headers=headers)
        assert answer.status == 401
        assert "Bearer" in answer.headers["www-authenticate"]
    assert writable.unit("Nieuw").json == []
    answer = writable.ask(path, method=method, body=body, headers=BEARER)
    assert (answer.status, answer.json["added"]) == (200, 1)
    assert writable.unit("Nieuw").json[0]["target"] == "New"


def test_what_was_added_says_when_and_by_whom(writable: Server) -> None:
    login = {"Authorization": "Basic " + base64.b64encode(f"ann:{TOKEN}".encode()).decode()}
    unit = {"source": "Nieuw", "target": "New", "context": "menu.new"}
    assert writable.ask("/tmserver/nl_NL/en_GB/unit/Nieuw", method="PUT", body=unit, headers=login).status == 200
    assert writable.stop() == 0
    with Memory.open(str(writable.folder / "m.db")) as memory:
        (match,) = memory.lookup("Nieuw", key="menu.new")
    assert match.score == 101
    assert match.changed is not None
    assert match.unit is not None
    assert match.unit.info.created_by == "ann"
    assert [variant.language for variant in match.unit.variants] == ["nl-NL", "en-GB"]


def test_the_same_unit_again_is_merged(writable: Server) -> None:
    _, path, unit = CHANGES[0]
    answers = [writable.ask(path, method="PUT", body=unit, headers=BEARER).json for _ in range(2)]
    assert [(counts["added"], counts["merged"]) for counts in answers] == [(1, 0), (0, 1)]


def test_a_list_with_a_bad_unit_adds_nothing(writable: Server) -> None:
    good = {"source": "Nieuw", "target": "New"}
    for bad in ({"source": "a"}, {"source": "", "target": "x"}, {"source": 1, "target": "x"}, "text", None, [good]):
        answer = writable.ask("/tmserver/nl/en/store/a.po", method="POST", body=[good, bad], headers=BEARER)
        assert answer.status == 400
    assert writable.ask("/tmserver/nl/en/store/a.po", method="POST", body=good, headers=BEARER).status == 400
    assert writable.unit("Nieuw").json == []


def test_a_unit_that_a_memory_cannot_keep_is_refused_with_the_reason(writable: Server) -> None:
    unit = {"source": "\ud800", "target": "x"}
    answer = writable.ask("/tmserver/nl/en/unit/x", method="PUT", body=unit, headers=BEARER)
    assert answer.status == 400
    assert "surrogate" in str(answer.json["reasons"])


def test_a_file_is_read_whole(writable: Server) -> None:
    path = writable.folder / "new.tmx"
    write_tmx(path, [TranslationUnit.simple("Nieuw", "New"), UNITS[0]], source_language="nl")
    answer = writable.ask("/tmserver/nl/en/store/new.tmx", method="PUT", body=path.read_bytes(), headers=BEARER)
    assert (answer.status, answer.json["added"], answer.json["merged"]) == (200, 1, 1)
    assert writable.unit("Nieuw").json[0]["target"] == "New"


PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "menu.new"
msgid "Nieuw"
msgstr "New"

#, fuzzy
msgid "Oud"
msgstr "Old?"

msgid "Leeg"
msgstr ""
"""


def test_of_a_po_file_the_confirmed_units_are_added(writable: Server) -> None:
    answer = writable.ask("/tmserver/nl/en/store/%2Fhome%2Fann%2Fnl.po", method="PUT", body=PO.encode(), headers=BEARER)
    assert (answer.status, answer.json["added"]) == (200, 1)
    assert writable.unit("Nieuw").json[0]["context"] == "menu.new"
    assert writable.unit("Oud").json == writable.unit("Leeg").json == []
    broken = PO.replace('msgstr "New"', "msgstr New").encode()
    answer = writable.ask("/tmserver/nl/en/store/nl.po", method="PUT", body=broken, headers=BEARER)
    assert (answer.status, answer.json["error"][:6]) == (400, "nl.po:")


XLIFF = """<xliff version="1.2">
<file original="a.md" source-language="nl" target-language="{}" datatype="plaintext"><body>
<trans-unit id="1"><source>Nieuw</source><target state="final">New</target></trans-unit>
<trans-unit id="2"><source>Oud</source><target state="needs-translation">Old?</target></trans-unit>
</body></file></xliff>"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "source,target,state\nNieuw,New,translated\nOud,Old?,draft\n"),
        ("a.tsv", "Nieuw\tNew\nOud\t\n"),
        ("a.xlf", XLIFF.format("en")),
        ("told-by-its-content", XLIFF.format("en-GB")),
    ],
)
def test_any_file_of_pairs_is_added_with_its_author(writable: Server, name: str, text: str) -> None:
    basic = {"Authorization": "Basic " + base64.b64encode(f"ann:{TOKEN}".encode()).decode()}
    answer = writable.ask(f"/tmserver/nl/en/store/{name}", method="PUT", body=text.encode(), headers=basic)
    assert (answer.status, answer.json["added"], answer.json["refused"]) == (200, 1, 1), answer.json
    (match,) = writable.unit("Nieuw").json
    assert (match["target"], match["quality"]) == ("New", 100)
    assert match["changed"][:2] == "20"
    assert writable.unit("Oud").json == []
    with Memory.open(str(writable.folder / "m.db")) as memory:
        assert [unit.origin for unit in memory.units() if unit.info.created_by == "ann"] == [name]


def test_a_file_in_other_languages_is_refused_without_advice_for_a_command_line(writable: Server) -> None:
    body = XLIFF.format("fr").encode()
    answer = writable.ask("/tmserver/nl/en/store/a.xlf", method="PUT", body=body, headers=BEARER)
    assert answer.status == 400
    assert answer.json["error"] == "a.xlf: the file says that it is in fr, and en was asked for."
    assert writable.unit("Nieuw").json == []


def test_a_broken_file_changes_nothing_and_names_the_line_but_no_folder(writable: Server) -> None:
    path = writable.folder / "new.tmx"
    write_tmx(path, [TranslationUnit.simple("Nieuw", "New")], source_language="nl")
    broken = path.read_bytes().replace(b"</body>", b"<tu><tuv>")
    answer = writable.ask("/tmserver/nl/en/store/new.tmx", method="PUT", body=broken, headers=BEARER)
    assert answer.status == 400
    assert answer.json["error"].startswith("new.tmx:")
    assert writable.unit("Nieuw").json == []


@pytest.mark.parametrize(
    "name", ["%2e%2e%2f%2e%2e%2fevil.doc", "..%5cevil.doc", "/evil.doc", "a/../evil.doc", "evil.doc"]
)
def test_the_name_of_a_file_leads_nowhere(writable: Server, name: str) -> None:
    answer = writable.ask(f"/tmserver/nl/en/store/{name}", method="PUT", body=b"x", headers=BEARER)
    assert answer.status == 400
    assert answer.json["error"].startswith("evil.doc:")
    assert sorted(path.name for path in writable.folder.iterdir() if "evil" in path.name) == []
    assert not (writable.folder.parent / "evil.doc").exists()


@pytest.mark.parametrize("name", ["", "..", "%2f", "."])
def test_a_file_needs_a_name(writable: Server, name: str) -> None:
    answer = writable.ask(f"/tmserver/nl/en/store/{name}", method="PUT", body=b"x", headers=BEARER)
    assert answer.status == 400


def test_what_no_server_does_is_refused(writable: Server) -> None:
    answer = writable.ask("/tmserver/nl/en/unit/a", method="DELETE", headers=BEARER)
    assert answer.status == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "POST", "PUT"}


def test_a_memory_that_somebody_else_locks_is_a_matter_of_trying_again(writable: Server) -> None:
    """Reading goes on while another process writes."""
    with Memory.open(str(writable.folder / "m.db")) as memory, memory.store.writing():
        assert writable.unit("De kat slaapt.").json[0]["quality"] == 100.0


# Many at once, and the end


def test_twenty_clients_at_once_lose_none_of_a_thousand_requests(tmp_path: Path) -> None:
    fill(tmp_path / "m.db", [TranslationUnit.simple(f"Zin nummer {n} is hier.", str(n)) for n in range(500)])
    with serving(tmp_path, "--memory", "m.db", writable=True) as running:

        def client(number: int) -> list[bool]:
            connection = running.connect()
            found = []
            for step in range(50):
                wanted = (number * 31 + step * 7) % 500
                path = f"/tmserver/nl/en/unit/Zin%20nummer%20{wanted}%20is%20hier.?max_candidates=1"
                answer = ask(connection, path)
                found.append(answer.status == 200 and answer.json[0]["target"] == str(wanted))
            unit = {"source": f"Van klant {number}.", "target": str(number)}
            added = running.ask("/tmserver/nl/en/unit/x", method="PUT", body=unit, headers=BEARER)
            connection.close()
            return [*found, added.status == 200]

        with ThreadPoolExecutor(20) as pool:
            results = [good for found in pool.map(client, range(20)) for good in found]
        assert len(results) == 1020
        assert all(results)
        assert running.stop() == 0
    with Memory.open(str(tmp_path / "m.db")) as memory:
        assert memory.stats()["units"] == 520


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_what_runs_finish_and_closes_the_memory(tmp_path: Path, number: int) -> None:
    fill(tmp_path / "m.db", [TranslationUnit.simple(f"Zin nummer {n} is hier.", str(n)) for n in range(300)])
    with serving(tmp_path, "--memory", "m.db") as running:
        texts = [f"Zin nummer {n} was hier." for n in range(400)]
        connection = running.connect()
        connection.request("POST", "/tmserver/nl/en/lookup", body=json.dumps(texts).encode())
        # An answer on a second connection: by then the first request is being worked on.
        assert running.ask("/healthz").status == 200
        running.process.send_signal(number)
        response = connection.getresponse()
        found = json.loads(response.read())
        connection.close()
        assert running.process.wait(60) == 0
    assert response.status == 200
    assert len(found) == 400
    assert all(found)
    # SQLite takes its log away when the last connection is closed properly.
    assert [path.name for path in tmp_path.glob("m.db*")] == ["m.db"]
    assert "Stopped." in running.messages


def test_after_a_stop_the_port_is_free_at_once(tmp_path: Path) -> None:
    fill(tmp_path / "m.db")
    with serving(tmp_path, "--memory", "m.db") as first:
        assert first.unit("De kat slaapt.").status == 200
        first.stop()
    with serving(tmp_path, "--memory", "m.db", "--port", str(first.port)) as second:
        assert second.port == first.port


def test_a_port_that_is_taken_is_a_conflict(tkit: Run, tmp_path: Path) -> None:
    fill(tmp_path / "m.db")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = tkit("tm", "serve", "--memory", "m.db", "--port", str(port), code=5)
    assert f"127.0.0.1:{port}: another program listens there" in done.stderr
    assert "--port" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--memory", "none.db"], 4, "no such memory"),
        (["--memory", "m.db", "--memory", "none.db"], 4, "none.db: there is no such memory"),
        (["--memory", "notes.txt"], 3, "not a translation memory"),
        (["--memory", "m.db", "--host", "no.such.host.invalid"], 2, "no such host"),
        (["--memory", "m.db", "--host", "192.0.2.1"], 2, "no such address"),
        (["--memory", "m.db", "--threshold", "20"], 2, "50<=x<=101"),
        (["--memory", "m.db", "--port", "70000"], 2, "0<=x<=65535"),
        (["--memory", "m.db", "--penalty", "z.db=1"], 2, "not among the memories"),
        ([], 2, "--memory"),
    ],
)
def test_what_cannot_be_served_is_said_with_its_exit_code(
    tkit: Run, tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    fill(tmp_path / "m.db")
    (tmp_path / "notes.txt").write_text("This is not a database. " * 100, encoding="utf-8")
    done = tkit("tm", "serve", "--port", "0", *arguments, code=code)
    assert message in done.stderr
    assert done.stdout == ""


def test_without_a_token_of_its_own_the_server_makes_one(tmp_path: Path) -> None:
    fill(tmp_path / "m.db")
    command = [str(PROGRAM), "tm", "serve", "--memory", "m.db", "--port", "0", "--json", "--writable"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    started = json.loads(process.stdout.readline())
    process.terminate()
    rest, messages = process.communicate(timeout=60)
    assert process.returncode == 0
    assert rest == ""
    assert len(started["token"]) >= 32
    assert started["token"] in messages
    assert started["memories"] == ["m.db"]


def test_other_commands_do_not_load_the_server(tmp_path: Path) -> None:
    fill(tmp_path / "m.db")
    lookup = ["-X", "importtime", "-m", "translate_kit", "tm", "lookup", "--memory", "m.db", "De kat", "--json"]
    done = subprocess.run([sys.executable, *lookup], cwd=tmp_path, capture_output=True, text=True, check=True)
    loaded = {line.rsplit("|", 1)[-1].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "tm" in loaded
    assert not loaded & {"starlette", "uvicorn", "anyio", "asyncio"}


# From Python, and in the documentation


def test_any_text_that_was_added_is_found_under_its_address(tmp_path: Path) -> None:
    """Whatever a text consists of, the path carries it there whole."""
    with Memory.open(str(tmp_path / "m.db")) as memory:
        app = create_app([memory], settings=Settings(threshold=100, limit=1))

        @given(
            st.text(min_size=1, max_size=60).filter(lambda text: (text.strip() and text.isprintable()) or "\n" in text)
        )
        @settings(max_examples=80, deadline=None)
        def found(text: str) -> None:
            unit = TranslationUnit.simple(text, "x")
            if not normalise(text) or not memory.add([unit]).read:
                return
            status, body = asyncio.run(get(app, f"/tmserver/nl/en/unit/{quote(text, safe='')}"))
            assert status == 200
            assert [normalise(match["source"]) for match in json.loads(body)] == [normalise(text)]

        found()


async def get(app: Starlette, path: str) -> tuple[int, bytes]:
    """One request to an application, without a server."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "query_string": b"", "headers": [(b"host", b"localhost")]}
    with contextlib.suppress(Exception):  # an error is answered, and then raised again for the server's log
        await app({**scope, "path": unquote(path), "raw_path": path.encode()}, receive, send)
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


def test_an_application_needs_a_memory_and_sensible_settings(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one"):
        create_app([])
    with Memory.open(str(tmp_path / "m.db")) as memory:
        for wrong in (Settings(threshold=49), Settings(threshold=102), Settings(limit=0)):
            with pytest.raises(ValueError, match="expected"):
                create_app([memory], settings=wrong)


def test_a_memory_that_fails_is_said_as_json(tmp_path: Path) -> None:
    with Memory.open(str(tmp_path / "m.db")) as memory:
        memory.add(UNITS)
        app = create_app([memory])
        assert asyncio.run(get(app, "/healthz"))[0] == 200
        memory.close()
        (tmp_path / "m.db").write_bytes(b"no memory any more" * 1000)
        status, body = asyncio.run(get(app, "/healthz"))
    assert status == 500
    assert json.loads(body)["error"]
    assert b"Traceback" not in body


def test_the_how_to_shows_what_the_server_answers(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "how-to" / "serve-a-memory.md").read_text(encoding="utf-8")
    commands = re.findall(r"^curl .*$", page, re.MULTILINE)
    assert len(commands) == 2
    fill(tmp_path / "memory.db", [TranslationUnit.simple("De kat slaapt.", "The cat is asleep.")])
    with serving(tmp_path, "--memory", "memory.db") as running:
        answers = [
            json.loads(subprocess.check_output(["bash", "-c", line.replace("8888", str(running.port)) + " -sS"]))
            for line in commands
        ]
    (shown,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    assert answers[0] == json.loads(shown)
    assert [[match["score"] for match in matches] for matches in answers[1]] == [[100], []]
