"""A LibreTranslate server as the engine: real HTTP, to a server in the test that speaks the documented interface."""

from __future__ import annotations

import http.server
import json
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from translate_kit.errors import Missing
from translate_kit.mt import engine, libretranslate
from translate_kit.mt.engine import Draft

Answer = Callable[[dict[str, Any]], tuple[int, Any]]
WORDS = {"de": "the", "leider": "leader", "spreekt": "speaks", "het": "the", "volk": "people", "tot": "to"}


def word_by_word(request: dict[str, Any]) -> tuple[int, Any]:
    return 200, {"translatedText": [" ".join(map(one, text.split())) for text in request["q"]]}


def one(word: str) -> str:
    english = WORDS.get(word.lower().rstrip("."), word.rstrip("."))
    return (english.capitalize() if word[0].isupper() else english) + "." * word.endswith(".")


class Server:
    def __init__(self) -> None:
        self.answer: Answer = word_by_word
        self.requests: list[dict[str, Any]] = []
        self.headers: dict[str, str] = {}
        self.url = ""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    state = Server()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.requests.append({"path": self.path, **request})
            status, answer = state.answer(request)
            body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            for name, value in state.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Keep the output of the tests clean."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as serving:
        thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        state.url = f"http://127.0.0.1:{serving.server_address[1]}"
        monkeypatch.setenv("LIBRETRANSLATE_URL", state.url + "/")
        try:
            yield state
        finally:
            serving.shutdown()
            thread.join()


def test_sources_go_in_one_batch_and_come_back_in_order(server: Server) -> None:
    drafts = engine.load("libretranslate", "nl-NL", "en").translate(
        ["De leider spreekt.", "Het volk.", "De leider spreekt."]
    )
    assert [draft.target for draft in drafts] == ["The leader speaks.", "The people.", "The leader speaks."]
    assert server.requests == [
        {
            "path": "/translate",
            "q": ["De leider spreekt.", "Het volk."],
            "source": "nl",
            "target": "en",
            "format": "text",
        }
    ]
    assert drafts[0].model == f"libretranslate nl→en ({server.url.removeprefix('http://')})"
    assert drafts[0].score is None


def test_mark_up_stays_here(server: Server) -> None:
    draft = engine.load("libretranslate", "nl", "en").translate(["De **leider** spreekt tot {0} en `code`."])[0]
    assert draft.target == "The **leader** speaks to {0} en `code`."
    assert server.requests[0]["q"] == ["De leider spreekt tot XX1 en XX2."]


def test_many_sources_go_in_several_batches(server: Server) -> None:
    seen: list[int] = []
    sources = [f"De leider spreekt tot {number}." for number in range(100)]
    drafts = engine.load("libretranslate", "nl", "en").translate(sources, progress=seen.append)
    assert [draft.target for draft in drafts] == [f"The leader speaks to {number}." for number in range(100)]
    assert [len(request["q"]) for request in server.requests] == [32, 32, 32, 4]
    assert sum(seen) == 100


def test_api_key_is_sent_where_one_is_set(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBRETRANSLATE_API_KEY", "secret")
    engine.load("libretranslate", "nl", "en").translate(["Het volk."])
    assert server.requests[0]["api_key"] == "secret"


def garbling(request: dict[str, Any]) -> tuple[int, Any]:
    """A model that cannot write long numbers: what it sees of one comes out cut short, or twice."""
    cut = [text.replace("25.550", "25,50").replace("1.953", "1,953 and 1,953") for text in request["q"]]
    return word_by_word({"q": cut})


def test_number_that_was_garbled_is_carried_through_by_a_stand_in(server: Server) -> None:
    server.answer = garbling
    drafts = engine.load("libretranslate", "nl", "en").translate(
        ["Het volk 25.550 in 2024.", "De **1.953** leider.", "De leider in 1984."]
    )
    assert [draft.target for draft in drafts] == [
        "The people 25,550 in 2024.",
        "The **1,953** leader.",
        "The leader in 1984.",
    ]
    assert [request["q"] for request in server.requests] == [
        ["Het volk 25.550 in 2024.", "De 1.953 leider.", "De leider in 1984."],
        ["Het volk 3481 in 3482.", "De 3481 leider."],
    ]


def test_number_that_never_comes_right_gives_the_draft_with_the_fewest_wrong(server: Server) -> None:
    def without_stand_ins(request: dict[str, Any]) -> tuple[int, Any]:
        return word_by_word({"q": [text.replace("3481", "12").replace("3482", "13") for text in request["q"]]})

    server.answer = without_stand_ins
    draft = engine.load("libretranslate", "nl", "en").translate(["Het volk 1.200 in 2024 en {0}."])[0]
    # Untouched, the server copies both numbers, one of them in the wrong notation.
    assert draft.target == "The people 1.200 in 2024 en {0}."


def test_what_needs_no_model_is_not_sent(server: Server) -> None:
    assert engine.load("libretranslate", "nl", "en").translate(["400.000", ""]) == [Draft("400,000", ""), Draft("", "")]
    assert server.requests == []


def test_busy_server_is_asked_again(server: Server) -> None:
    answers = iter([(429, {"error": "Slowdown"}), (429, {"error": "Slowdown"})])
    server.headers = {"Retry-After": "0"}
    server.answer = lambda request: next(answers, word_by_word(request))
    assert engine.load("libretranslate", "nl", "en").translate(["Het volk."])[0].target == "The people."
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("status", "answer", "said"),
    [
        (400, {"error": "nl is not supported"}, "400 nl is not supported"),
        (403, {"error": "Visit the site to get an API key"}, "403 Visit the site"),
        (500, b"<html>", "500"),
        (200, b"<html>", "not JSON"),
        (200, {"translatedText": "one text"}, "a list of texts"),
        (200, {"translatedText": []}, "a list of texts"),
        (200, [], "not that of a LibreTranslate server"),
    ],
)
def test_refusal_and_nonsense_are_said(server: Server, status: int, answer: Any, said: str) -> None:
    server.answer = lambda _request: (status, answer)
    with pytest.raises(Missing, match=said):
        engine.load("libretranslate", "nl", "en").translate(["Het volk."])


@pytest.mark.parametrize("url", ["", "localhost:5000", "file:///etc/passwd"])
def test_server_must_be_named(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv(libretranslate.URL, url)
    with pytest.raises(Missing, match="Set LIBRETRANSLATE_URL"):
        engine.load("libretranslate", "nl", "en")


def test_server_that_is_not_there_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv(libretranslate.URL, f"http://127.0.0.1:{free.getsockname()[1]}")
    with pytest.raises(Missing, match="use --engine argos"):
        engine.load("libretranslate", "nl", "en").translate(["Het volk."])
