"""A memory over HTTP, in the interface of translate-toolkit's tmserver and of amaGama.

GET  /tmserver/nl/en/unit/TEXT            the matches of a text
PUT  /tmserver/nl/en/unit/TEXT            add a unit (POST likewise)
POST /tmserver/nl/en/store/NAME           add a list of units
PUT  /tmserver/nl/en/store/NAME           add the units of a file
POST /tmserver/nl/en/lookup               the matches of many texts (ours)
GET  /tmserver/languages/                 the languages that there are
GET  /healthz                             whether the memories answer

Everything but files is JSON; an error is `{"error": "what is wrong and what to do"}`. `/api/v1` stands for `/tmserver`
too, as with amaGama.
"""

from __future__ import annotations

import base64
import hmac
import json
import re
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.endpoints import HTTPEndpoint
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tm.errors import BadMemoryInput, MemoryConflict, MemoryReadOnly, TranslationMemoryError
from tm.score import CONTEXT, LOWEST_THRESHOLD
from tm.unit import TranslationUnit, tmx_date
from translate_kit.errors import BadInput
from translate_kit.memory_sources import STREAMED, Reading, import_source, open_source
from translate_kit.web.guard import AllowedHosts, Guard, check_announced, error_response, read_body, too_large
from translate_kit.web.served import ServedMemories, checked_language

if TYPE_CHECKING:
    from tm.match import Counts
    from tm.memory import Memory

MAX_LOOKUP_BYTES = 1024 * 1024
MAX_TEXTS = 1000
MAX_MATCHES = 1000
MAX_UNITS_BYTES = 16 * 1024 * 1024
MAX_FILE_BYTES = 256 * 1024 * 1024

PREFIXES = ("/tmserver", "/api/v1")


@dataclass(frozen=True, slots=True)
class Settings:
    """How requests are answered.

    Attributes:
        threshold: the lowest score, per cent, 50-101, when a request does not say.
        limit: how many matches at most, likewise.
        token: what a request must show to change something; None when nothing may be changed.
    """

    threshold: int = 75
    limit: int = 5
    token: str | None = None


def create_app(
    memories: Sequence[Memory], *, settings: Settings | None = None, hosts: AllowedHosts | None = None
) -> Starlette:
    """The server as an ASGI application.

    Args:
        memories: open; the caller closes them when the application has stopped. All answer, the first takes changes.
        settings: see there; without it nothing may be changed.
        hosts: the names by which it may be called; without it those of this machine's loopback.

    Raises:
        ValueError: no memories, or a threshold or limit out of range.
    """
    settings = settings or Settings()
    if not LOWEST_THRESHOLD <= settings.threshold <= CONTEXT or settings.limit < 1:
        raise ValueError(f"threshold {settings.threshold}, limit {settings.limit}: 50-101 and at least 1 were expected")
    served = ServedMemories(memories)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        served.close()

    register_url_convertor("text", _Text())
    routes = [Route("/healthz", Health)]
    for prefix in PREFIXES:
        pair = prefix + "/{source_language}/{target_language}"
        routes += [
            Route(prefix + "/languages", Languages),
            Route(prefix + "/languages/", Languages),
            Route(pair + "/unit", Unit),
            Route(pair + "/unit/{text:text}", Unit),
            Route(pair + "/store/{name:text}", Store),
            Route(pair + "/lookup", Lookup),
        ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Guard, hosts=hosts or AllowedHosts.listening_on("127.0.0.1"))],
        exception_handlers={
            HTTPException: _refused,
            TranslationMemoryError: _memory_failed,
            Exception: lambda _request, _error: JSONResponse({"error": "Something went wrong in the server."}, 500),
        },
        lifespan=lifespan,
    )
    app.state.served = served
    app.state.settings = settings
    return app


class _Text(Convertor[str]):
    """The rest of the path, line breaks and slashes included."""

    regex = r"[\s\S]*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - what the table of handlers says
    if error.status_code == 404:
        error.detail = "Nothing is here. Matches are at /tmserver/SOURCE/TARGET/unit/TEXT."
    elif error.status_code == 405:
        error.detail = f"{request.method} cannot be done here."
    return error_response(error)


def _memory_failed(_request: Request, error: Exception) -> Response:
    if isinstance(error, MemoryConflict):
        return JSONResponse({"error": str(error)}, 503, headers={"retry-after": "5"})
    if isinstance(error, MemoryReadOnly):
        return JSONResponse({"error": str(error)}, 403)
    return JSONResponse({"error": str(error)}, 500)


class Health(HTTPEndpoint):
    """`/healthz`."""

    async def get(self, request: Request) -> Response:
        """200 when every memory can be read, else 500 or 503."""
        served = _served(request)
        await served.check()
        return JSONResponse({"status": "ok", "memories": list(served.names.values())})


class Languages(HTTPEndpoint):
    """`/tmserver/languages/`: any of them can be the source."""

    async def get(self, request: Request) -> Response:
        """The languages, twice."""
        found = await _served(request).languages()
        return JSONResponse({"sourceLanguages": found, "targetLanguages": found})


class Unit(HTTPEndpoint):
    """`/tmserver/nl/en/unit/TEXT`, or with the text as `?source=TEXT`."""

    async def get(self, request: Request) -> Response:
        """The matches of the text, best first."""
        source_language, target_language = _pair(request)
        text = request.path_params.get("text") or request.query_params.get("source", "")
        if not text.strip():
            raise HTTPException(400, "No text: write it behind /unit/, percent-encoded, or as ?source=TEXT.")
        return JSONResponse((await _matches(request, [text], source_language, target_language))[0])

    async def put(self, request: Request) -> Response:
        """Add a unit: `{"source": …, "target": …, "context": …}`, the last one may be left out."""
        return await self._add(request)

    async def post(self, request: Request) -> Response:
        """The same: another translation of a source is another unit, as with the other servers."""
        return await self._add(request)

    async def _add(self, request: Request) -> Response:
        who = _check_token(request)
        pair = _pair(request)
        unit = _unit(await _json_body(request, MAX_UNITS_BYTES), pair, who)
        return _counted(await _served(request).add([unit]))


class Store(HTTPEndpoint):
    """`/tmserver/nl/en/store/NAME`: many units at once, all or none."""

    async def post(self, request: Request) -> Response:
        """Add a list of units, each as for `unit`."""
        who = _check_token(request)
        pair = _pair(request)
        listed = await _json_body(request, MAX_UNITS_BYTES)
        if not isinstance(listed, list):
            raise HTTPException(400, "A list of units was expected.")
        units = [_unit(one, pair, who) for one in listed]
        return _counted(await _served(request).add(units, origin=_file_name(request)))

    async def put(self, request: Request) -> Response:
        """Add the units of a file that a person has confirmed; its name, else its content, says what kind it is."""
        who = _check_token(request)
        source_language, target_language = _pair(request)
        reading = Reading(
            source_language=source_language,
            target_language=target_language,
            created=tmx_date(datetime.now(UTC)),
            created_by=who,
        )
        name = _file_name(request)
        limit = MAX_FILE_BYTES if name.lower().endswith(STREAMED) else MAX_UNITS_BYTES
        check_announced(request, limit)
        with tempfile.TemporaryDirectory(prefix="tmserver-") as folder:
            path = Path(folder, name)
            size = 0
            with path.open("wb") as stream:
                async for part in request.stream():
                    size += len(part)
                    if size > limit:
                        raise too_large(limit)
                    stream.write(part)
            try:
                counts = await _served(request).write(lambda memory: _add_file(memory, path, reading))
            except BadInput as error:
                # Options of the command line are no remedy here.
                line = f":{error.line}" if error.line else ""
                remedy = "" if "--" in error.remedy else f" {error.remedy}"
                raise HTTPException(400, f"{name}{line}: {error.message}{remedy}".rstrip()) from None
            except BadMemoryInput as error:
                raise HTTPException(400, str(error).replace(f"{folder}/", "")) from None
        return _counted(counts)


def _add_file(memory: Memory, path: Path, reading: Reading) -> Counts:
    with open_source(str(path), reading) as source:
        return import_source(memory, source, reading)


class Lookup(HTTPEndpoint):
    """`/tmserver/nl/en/lookup`: many texts in one request."""

    async def post(self, request: Request) -> Response:
        """A list of matches for each text of a list, in the same order."""
        source_language, target_language = _pair(request)
        texts = await _json_body(request, MAX_LOOKUP_BYTES)
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise HTTPException(400, "A list of texts was expected.")
        if len(texts) > MAX_TEXTS:
            raise HTTPException(413, f"{len(texts):,} texts; at most {MAX_TEXTS:,} are looked up at once.")
        return JSONResponse(await _matches(request, texts, source_language, target_language))


def _served(request: Request) -> ServedMemories:
    served: ServedMemories = request.app.state.served
    return served


async def _matches(
    request: Request, texts: Sequence[str], source_language: str, target_language: str
) -> list[list[dict[str, Any]]]:
    settings: Settings = request.app.state.settings
    threshold = _number(request, "min_similarity", settings.threshold)
    limit = _number(request, "max_candidates", settings.limit)
    if limit < 1:
        raise HTTPException(400, f"max_candidates={limit}: at least 1 was expected.")
    found = await _served(request).lookup(
        texts,
        source_language,
        target_language,
        # Clients of amaGama ask for 30 and more; below 50 nothing is a match here.
        threshold=min(max(threshold, LOWEST_THRESHOLD), CONTEXT),
        limit=min(limit, MAX_MATCHES),
    )
    return [[_served(request).as_json(match) for match in matches] for matches in found]


def _number(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name, "")
    if not text:
        return default
    if not re.fullmatch(r"-?\d{1,9}", text, re.ASCII):
        raise HTTPException(400, f"{name}={text[:50]}: a whole number was expected.")
    return int(text)


def _pair(request: Request) -> tuple[str, str]:
    try:
        return (
            checked_language(request.path_params["source_language"]),
            checked_language(request.path_params["target_language"]),
        )
    except ValueError as error:
        raise HTTPException(400, str(error)) from None


async def _json_body(request: Request, limit: int) -> Any:
    body = await read_body(request, limit)
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, f"The body is not JSON in UTF-8 ({error}).") from None


def _unit(value: object, pair: tuple[str, str], who: str | None) -> TranslationUnit:
    if not isinstance(value, dict):
        raise HTTPException(400, 'A unit was expected: {"source": "…", "target": "…"}.')
    texts = [value.get(name) for name in ("source", "target", "context")]
    source, target, context = texts
    if not (isinstance(source, str) and isinstance(target, str) and source.strip() and target.strip()):
        raise HTTPException(400, 'A unit needs texts that are not empty: {"source": "…", "target": "…"}.')
    if context is not None and not isinstance(context, str):
        raise HTTPException(400, "The context of a unit is a text.")
    now = datetime.now(UTC)
    return TranslationUnit.simple(source, target, *pair, key=context or None, created=now, created_by=who)


def _counted(counts: Counts) -> Response:
    """What became of the units; 400 when all of them were refused."""
    refused = counts.read > 0 and counts.refused == counts.read
    return JSONResponse(counts.as_json(), 400 if refused else 200)


def _file_name(request: Request) -> str:
    """The last part of the name in the path, without anything that means something in a path."""
    name = re.split(r"[/\\]", request.path_params["name"])[-1]
    name = re.sub(r"[^\w.() -]", "_", name)[-100:].lstrip(".").strip()
    if not name:
        raise HTTPException(400, "No name: write that of the file behind /store/.")
    return name


def _check_token(request: Request) -> str | None:
    """Refuse a change that nobody may make, or who does not show the token.

    Returns:
        The user's name when there is one: of the two ways to show the token, `Authorization: Bearer TOKEN` has none,
        and `http://NAME:TOKEN@host`, which clients turn into `Authorization: Basic …`, has one.
    """
    settings: Settings = request.app.state.settings
    if settings.token is None:
        raise HTTPException(403, "This memory is read-only. Start the server with --writable to change it.")
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    who = None
    if scheme.lower() == "basic":
        try:
            who, _, value = base64.b64decode(value, validate=True).decode().partition(":")
        except ValueError:
            value = ""
    elif scheme.lower() != "bearer":
        value = ""
    if not hmac.compare_digest(value.strip().encode(), settings.token.encode()):
        raise HTTPException(
            401,
            "Changes need the token that the server printed: Authorization: Bearer TOKEN, or http://NAME:TOKEN@host.",
            headers={"www-authenticate": 'Bearer, Basic realm="translation memory"'},
        )
    return who or None
