"""Translation by a LibreTranslate server that the user names, over its documented HTTP interface.

Nothing goes to the network unless `LIBRETRANSLATE_URL` is set (and `LIBRETRANSLATE_API_KEY`, where the server wants
one): then the sources of a job go to that server. Mark-up stays here, as with every engine; it is put back by the
places of the words and by what is spelled alike, since a server says nothing of attention.
"""

from __future__ import annotations

import http.client
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from translate_kit import __version__
from translate_kit.errors import Missing
from translate_kit.mt.alignment import ATOM, Alignment
from translate_kit.mt.decoding import Hypothesis, Request
from translate_kit.mt.engine import Draft, Progress
from translate_kit.mt.job import Job, Outcome, Spans
from translate_kit.mt.judging import Sentence
from translate_kit.mt.markup import Marked
from translate_kit.mt.terms import Enforcer, plain

if TYPE_CHECKING:
    from glossary import TermBase

URL = "LIBRETRANSLATE_URL"
API_KEY = "LIBRETRANSLATE_API_KEY"
TIMEOUT_S = 120
BATCH_TEXTS = 32
BATCH_CHARACTERS = 4_000
ATTEMPTS = 4
MAX_WAIT_S = 60
MAX_ANSWER_BYTES = 64 * 2**20


class LibreTranslateEngine:
    """A LibreTranslate server as a translation engine.

    Args:
        url: of the server, such as `http://localhost:5000`.
        source_language: language code.
        target_language: language code.
        api_key: empty when the server wants none.
    """

    name = "libretranslate"
    forces = False

    def __init__(self, url: str, source_language: str, target_language: str, *, api_key: str = "") -> None:
        self._url = url.rstrip("/")
        self._source, self._target = source_language, target_language
        self._api_key = api_key
        self.model = f"libretranslate {source_language}→{target_language} ({urllib.parse.urlsplit(url).netloc})"

    @classmethod
    def for_pair(cls, source_language: str, target_language: str) -> Self:
        """The engine over the server that the environment names.

        Raises:
            Missing: it names none, or one that is no HTTP address.
        """
        url = os.environ.get(URL, "")
        if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
            raise Missing(
                f"No LibreTranslate server is configured{f' ({URL}={url} is no http address)' if url else ''}. "
                f"Set {URL} to its address, such as http://localhost:5000, or use --engine argos."
            )
        codes = [language.partition("-")[0].lower() for language in (source_language, target_language)]
        return cls(url, *codes, api_key=os.environ.get(API_KEY, ""))

    def translate(
        self,
        sources: Sequence[str],
        *,
        progress: Progress | None = None,
        termbase: TermBase | None = None,
        keep: Sequence[Spans] | None = None,
    ) -> list[Draft]:
        """Translate all sources of a job; see `Engine.translate`.

        Raises:
            Missing: the server cannot be reached, or refuses; the message has its reason.
        """
        enforcer = Enforcer(termbase, self) if termbase is not None else None

        def run(texts: Sequence[Marked]) -> Iterator[tuple[int, Outcome]]:
            sentences = [Sentence(marked.text, kept=tuple(word for word, _ in marked.stand_ins)) for marked in texts]
            for number, done in enforcer.translate(sentences) if enforcer is not None else plain(self, sentences):
                align = partial(_by_place, texts[number].text)
                yield number, Outcome(done.hypothesis.text, align, terms=done.terms, missed=done.missed)

        job = Job(self._source, self._target, self.model, termbase=termbase)
        return job.translate(sources, run, keep=keep, progress=progress)

    def decode(self, requests: Sequence[Request]) -> Iterator[tuple[int, list[Hypothesis]]]:
        """Translate texts; see `Decoder.decode`. A server knows no prefix and no n-best list."""
        for start, end in _batches(requests):
            batch = [request.text for request in requests[start:end]]
            targets: Any = self._post(batch).get("translatedText")
            texts_only = isinstance(targets, list) and all(isinstance(target, str) for target in targets)
            if not texts_only or len(targets) != len(batch):
                raise Missing(f"{self._url}: the answer is not that of a LibreTranslate server (a list of texts).")
            for number, target in enumerate(targets, start):
                yield number, [Hypothesis(target.strip())]

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """A server gives no scores: all alike."""
        return [0.0] * len(pairs)

    def pieces(self, text: str) -> list[str]:
        """A server takes no pieces; a text is one."""
        return [text]

    def _post(self, texts: Sequence[str]) -> dict[str, Any]:
        body = {"q": texts, "source": self._source, "target": self._target, "format": "text"}
        if self._api_key:
            body["api_key"] = self._api_key
        request = urllib.request.Request(  # noqa: S310 (the scheme was checked)
            f"{self._url}/translate",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "User-Agent": f"translate-kit/{__version__}"},
        )
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with urllib.request.urlopen(request, timeout=TIMEOUT_S) as response:  # noqa: S310
                    answer = json.loads(response.read(MAX_ANSWER_BYTES))
            except urllib.error.HTTPError as error:
                with error:
                    if error.code == http.HTTPStatus.TOO_MANY_REQUESTS and attempt < ATTEMPTS:
                        time.sleep(_wait(error.headers.get("Retry-After"), attempt))
                        continue
                    raise Missing(f"{self._url}: the server refuses: {_reason(error)}.") from None
            except ValueError:
                raise Missing(f"{self._url}: the answer is not JSON; is this a LibreTranslate server?") from None
            except (OSError, http.client.HTTPException) as error:
                raise Missing(
                    f"{self._url}: the server cannot be reached ({getattr(error, 'reason', None) or error}). "
                    "Start it, or use --engine argos."
                ) from None
            if isinstance(answer, dict):
                return answer
            break
        raise Missing(f"{self._url}: the answer is not that of a LibreTranslate server.")


def _batches(texts: Sequence[Request]) -> Iterator[tuple[int, int]]:
    start = characters = 0
    for number, marked in enumerate(texts):
        if number > start and (number - start == BATCH_TEXTS or characters + len(marked.text) > BATCH_CHARACTERS):
            yield start, number
            start, characters = number, 0
        characters += len(marked.text)
    if start < len(texts):
        yield start, len(texts)


def _by_place(source: str, _target: str) -> Alignment:
    """No weights at all: `alignment` then goes by places and spelling."""
    return Alignment([found.span() for found in ATOM.finditer(source)], (), ())


def _wait(retry_after: str | None, attempt: int) -> float:
    asked = float(retry_after) if retry_after and retry_after.isdigit() else 2.0**attempt
    return min(asked, MAX_WAIT_S)


def _reason(error: urllib.error.HTTPError) -> str:
    try:
        message = json.loads(error.read(MAX_ANSWER_BYTES))["error"]
    except (ValueError, KeyError, TypeError, OSError, http.client.HTTPException):
        message = error.reason
    return f"{error.code} {message}".rstrip(".")
