"""Memories that many clients ask at once."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import PurePath
from typing import Any, TypeVar
from urllib.parse import urlsplit

from tm.language import base, canonical
from tm.lookup import Query, find_in
from tm.match import Counts, Match
from tm.memory import Memory
from tm.score import EXACT
from tm.unit import TranslationUnit

Result = TypeVar("Result")

_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")


class ServedMemories:
    """Memories, with a thread that reads and one that writes.

    One thread reads because the fuzzy index of a memory is shared and brought up to date by whoever looks something up;
    the others wait for their turn, which a lookup of some milliseconds allows. Whatever waits is served in the order in
    which it came, text by text, so that a long list does not hold up a single text.
    """

    def __init__(self, memories: Sequence[Memory]) -> None:
        """Serve memories that are open; the caller closes them, after `close`.

        Raises:
            ValueError: there are none.
        """
        if not memories:
            raise ValueError("no memories: at least one was expected")
        self.memories = tuple(memories)
        self.names = {memory.name: public_name(memory.name) for memory in memories}
        self._reader = ThreadPoolExecutor(1, "tm-read")
        self._writer = ThreadPoolExecutor(1, "tm-write")
        self._languages: tuple[tuple[int, ...], list[str]] | None = None

    def close(self) -> None:
        """Let both threads finish what they do, and end them."""
        self._reader.shutdown()
        self._writer.shutdown()

    async def lookup(
        self, texts: Sequence[str], source_language: str, target_language: str, *, threshold: int, limit: int
    ) -> list[list[Match]]:
        """The matches of each text, best first; see `tm.lookup.find_in`."""
        found = []
        for text in texts:
            query = Query(text, source_language, target_language)
            found.append(
                await self._run(self._reader, partial(find_in, self.memories, query, threshold=threshold, limit=limit))
            )
        return found

    async def add(self, units: Sequence[TranslationUnit], origin: str = "") -> Counts:
        """Put units into the first memory."""
        return await self.write(lambda memory: memory.add(units, origin=origin))

    async def write(self, change: Callable[[Memory], Result]) -> Result:
        """Change the first memory."""
        return await self._run(self._writer, partial(change, self.memories[0]))

    async def languages(self) -> list[str]:
        """The languages of the units, as amaGama writes them: `nl`, `nl_be`; those with a region also without."""
        return await self._run(self._reader, self._all_languages)

    def _all_languages(self) -> list[str]:
        # Counting takes about a second for a million units, and clients ask whenever they start.
        state = tuple(memory.store.last_unit() for memory in self.memories)
        if self._languages is None or self._languages[0] != state:
            tags = {row["language"] for memory in self.memories for row in memory.stats()["languages"]}
            tags |= {base(tag) for tag in tags}
            self._languages = (state, sorted({canonical(tag).replace("-", "_").lower() for tag in tags}))
        return self._languages[1]

    async def check(self) -> None:
        """Read from every memory.

        Raises:
            TranslationMemoryError: one does not answer.
        """

        def read() -> None:
            for memory in self.memories:
                with memory.store.reading():
                    memory.store.last_unit()

        await self._run(self._reader, read)

    @staticmethod
    async def _run(executor: ThreadPoolExecutor, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(executor, work)

    def as_json(self, match: Match) -> dict[str, Any]:
        """A match as clients read it: `source`, `target`, `quality` and `context`, and what `tm lookup --json` has.

        `quality` is the score as a floating-point number of at most 100: clients expect a per cent figure, and some
        refuse a whole number. The memory is named without its folder or password.
        """
        context = match.unit.key if match.unit is not None else None
        return {
            "quality": float(min(match.score, EXACT)),
            "context": context or "",
            **match.as_json(),
            "memory": self.names.get(match.memory, ""),
        }


def public_name(url: str) -> str:
    """What the outside may know of a memory's name: its file or database, without folder, host, user and password."""
    path = urlsplit(url).path if "://" in url else url
    return PurePath(path).name or "memory"


def checked_language(tag: str) -> str:
    """A language as it was asked for, in one form: `nl`, `nl-BE`; `nl_be`, `Dutch` and `NLD` are taken too.

    Raises:
        ValueError: it is none.
    """
    found = canonical(tag.replace("@", "-"))
    if not _TAG.fullmatch(found):
        raise ValueError(f"{tag!r} is no language; a code such as nl, nl-BE or nl_BE was expected.")
    return found
