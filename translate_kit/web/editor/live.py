"""Open pages are told what others change: server-sent events, out of the numbers that each change gets."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from translate_kit.errors import TranslateKitError

if TYPE_CHECKING:
    from translate_kit.web.editor.desk import Desk

EVERY_S = 0.4
"""So often the store is asked; changes by other processes are seen too."""

QUIET_S = 15.0
"""After so long without an event a comment is sent, so that no proxy thinks that the connection is dead."""

PRESENT_S = 60.0
"""A page says where it is every half a minute; after this long without a word it is gone."""


@dataclass(slots=True)
class Place:
    """Where a page is."""

    person: str
    segment: str | None
    seen: float = field(default_factory=time.monotonic)


class Live:
    """Tells all open pages; `start` and `stop` in the event loop of the server."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._pages: set[asyncio.Queue[str | None]] = set()
        self._places: dict[str, Place] = {}
        self._told: list[dict[str, Any]] = []
        self._task: asyncio.Task[None] | None = None
        self._stopping = False
        self._loop: asyncio.AbstractEventLoop | None = None

    async def start(self) -> None:
        """Begin to ask the store."""
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.create_task(self._ask())

    async def stop(self) -> None:
        """End all connections."""
        self.end_pages()
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def end_pages(self) -> None:
        """Let the pages' connections end: the server stops. From any thread."""
        self._stopping = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._tell_end)

    def _tell_end(self) -> None:
        for page in self._pages:
            page.put_nowait(None)

    async def _ask(self) -> None:
        seen = await asyncio.to_thread(self._touched)
        while True:
            await asyncio.sleep(EVERY_S)
            self._forget_gone()
            if not self._pages:
                # A page that opens reads everything first; what came before is not news to it.
                seen = await asyncio.to_thread(self._touched) if self._pages else seen
                continue
            # A store that does not answer for a moment is asked again.
            with suppress(TranslateKitError):
                fresh = await asyncio.to_thread(self._since, seen)
                if fresh:
                    seen = max(number for _, number in fresh)
                    self._tell("segments", {"ids": list(dict.fromkeys(name for name, _ in fresh)), "touched": seen})

    def _touched(self) -> int:
        with self._desk.project() as project:
            return project.store.touched()

    def _since(self, number: int) -> list[tuple[str, int]]:
        with self._desk.project() as project:
            return project.store.touched_since(number)

    def _tell(self, event: str, data: dict[str, Any]) -> None:
        text = f"event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
        for page in self._pages:
            page.put_nowait(text)

    def present(self, page: str, person: str, segment: str | None) -> None:
        """Note where a page is; in the server's event loop."""
        self._places[page] = Place(person, segment)
        self._tell_places()

    def left(self, page: str) -> None:
        """A page was closed."""
        if self._places.pop(page, None) is not None:
            self._tell_places()

    def people(self) -> list[dict[str, Any]]:
        """Who is where."""
        return [{"name": place.person, "segment": place.segment} for place in self._places.values()]

    def _tell_places(self) -> None:
        people = self.people()
        if people != self._told:
            self._told = people
            self._tell("presence", {"people": people})

    def _forget_gone(self) -> None:
        now = time.monotonic()
        for page in [page for page, place in self._places.items() if now - place.seen > PRESENT_S]:
            self.left(page)

    async def events(self, page: str) -> AsyncIterator[str]:
        """The events for one page, until it goes or the server stops."""
        mine: asyncio.Queue[str | None] = asyncio.Queue()
        self._pages.add(mine)
        try:
            yield f"event: presence\ndata: {json.dumps({'people': self.people()}, ensure_ascii=False)}\n\n"
            while not self._stopping:
                try:
                    text = await asyncio.wait_for(mine.get(), QUIET_S)
                except TimeoutError:
                    text = ": still here\n\n"
                if text is None:
                    return
                yield text
        finally:
            self._pages.discard(mine)
            self.left(page)
