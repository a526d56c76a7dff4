"""Open pages are told what others change: server-sent events, out of the numbers that each change gets."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tm.errors import TranslationMemoryError
from translate_kit.errors import TranslateKitError

if TYPE_CHECKING:
    from translate_kit.web.editor.desk import Desk

EVERY_S = 0.4
"""So often the store is asked; changes by other processes are seen too."""

QUIET_S = 15.0
"""After so long without an event a comment is sent, so that no proxy thinks that the connection is dead."""

MOST_WAITING = 1000
"""Events that wait for one page. One that reads no more is let go; its browser asks again when it wakes up."""

AT_ONCE = 1000
"""Segments in one event."""

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
        self._seen: tuple[int, str | None] | None = None
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
        while True:
            self._forget_gone()
            # A store that does not answer for a moment is asked again.
            with suppress(TranslateKitError, TranslationMemoryError):
                await self._tell_fresh()
            await asyncio.sleep(EVERY_S)

    async def _tell_fresh(self) -> None:
        """Tell what was changed since somebody was told: a page reads the rows a moment before it begins to listen."""
        if self._seen is None:
            self._seen = (await asyncio.to_thread(self._touched), None)
        if not self._pages:
            return
        fresh = await asyncio.to_thread(self._since, *self._seen)
        while fresh:
            last, number = fresh[-1]
            self._seen = (number, last)
            self._tell("segments", {"ids": [name for name, _ in fresh], "touched": number})
            fresh = await asyncio.to_thread(self._since, *self._seen) if len(fresh) == AT_ONCE else []

    def _touched(self) -> int:
        with self._desk.project() as project:
            return project.store.touched()

    def _since(self, number: int, last: str | None) -> list[tuple[str, int]]:
        with self._desk.project() as project:
            return project.store.touched_since(number, last, AT_ONCE)

    def _tell(self, event: str, data: dict[str, Any]) -> None:
        text = f"event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
        for page in list(self._pages):
            if page.qsize() >= MOST_WAITING:
                self._pages.discard(page)
                page.put_nowait(None)
            else:
                page.put_nowait(text)

    def present(self, page: str, person: str, segment: str | None) -> None:
        """Note where a page is; in the server's event loop."""
        self._places[page] = Place(person, segment)
        self._tell_places()

    @staticmethod
    def _answered(welcome: Callable[[], bool]) -> bool:
        try:
            return welcome()
        except (TranslateKitError, TranslationMemoryError):
            # Nobody can be looked up for a moment.
            return True

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

    async def events(self, page: str, welcome: Callable[[], bool] = lambda: True) -> AsyncIterator[str]:
        """The events for one page, until it goes or the server stops.

        Args:
            page: its name.
            welcome: whether whoever asked may still look; asked now and then, in a thread of its own.
        """
        mine: asyncio.Queue[str | None] = asyncio.Queue()
        self._pages.add(mine)
        try:
            asked = time.monotonic()
            yield f"event: presence\ndata: {json.dumps({'people': self.people()}, ensure_ascii=False)}\n\n"
            while not self._stopping:
                try:
                    text = await asyncio.wait_for(mine.get(), QUIET_S)
                except TimeoutError:
                    text = ": still here\n\n"
                if time.monotonic() - asked > QUIET_S:
                    # Somebody who has logged out since, or was shut out, hears no more.
                    asked = time.monotonic()
                    if not await asyncio.to_thread(self._answered, welcome):
                        return
                if text is None:
                    return
                yield text
        finally:
            self._pages.discard(mine)
            self.left(page)
