"""What stands behind the requests: projects handed to one thread at a time, memories, terms, checks, the machine."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tm.errors import MemoryMissing, TranslationMemoryError
from tm.files import written_whole
from tm.lookup import Query, find_in
from translate_kit.data import Finding, Origin, Segment
from translate_kit.errors import TranslateKitError
from translate_kit.memories import memory_place, open_memories, remember
from translate_kit.pipeline import load_termbase
from translate_kit.project import Project, Settings
from translate_kit.project.findings import KeptFindings
from translate_kit.segment import one_line
from translate_kit.web.editor.jobs import Jobs

if TYPE_CHECKING:
    from glossary import TermBase, TermMatch
    from tm import Memory
    from tm.concordance import Passage
    from tm.match import Match
    from translate_kit.mt.engine import Draft, Engine
    from translate_kit.qa import Check
    from translate_kit.waivers import Waivers

SUGGESTED = 9
"""Matches beside a segment: as many as there are keys to insert one."""

LOWEST_SUGGESTION = 70
"""Per cent. A project that sets a lower `threshold` gets matches from there on; below 70 a lookup takes several times
as long, and there is more to mend in what it finds than to write anew."""

Result = TypeVar("Result")


class Desk:
    """Everything that a project's server works with; close it.

    Args:
        folder: of the project.
        glossaries: instead of those of its settings.
        memories: further ones, read before its own.
        load_engine: gives the engine for machine translation when it is first asked for; None for none.

    Attributes:
        settings: of the project.
        termbase: the glossaries that targets are held to.
        jobs: long work, each in a process of its own.
    """

    def __init__(
        self,
        folder: Path,
        *,
        glossaries: Sequence[str] = (),
        memories: Sequence[str] = (),
        load_engine: Callable[[], Engine | None] | None = None,
    ) -> None:
        from tm import Memory

        self.folder = folder
        self._glossaries, self._memory_urls, self._load_engine = glossaries, memories, load_engine
        self._projects: queue.LifoQueue[Project] = queue.LifoQueue()
        self._opened: list[Project] = []
        self._lock = threading.Lock()
        self._machine = threading.Lock()
        self.jobs = Jobs(folder)
        # One thread asks the memories: their index is brought up to date by whoever asks.
        self._reader = ThreadPoolExecutor(1, "editor-memories")
        self._open_memories = ExitStack()
        for url in memories:
            # One that was named and is not there is said to be missing now, and not when somebody works.
            Memory.open(url, create=False).close()
        # Another one writes what is confirmed, so that requests do not wait for each other in the memory.
        self._writer = ThreadPoolExecutor(1, "editor-remember")
        self._own = OwnMemory()
        with self.project() as project:
            self.settings: Settings = project.settings
            self._make_memory(project)
        self.termbase: TermBase = load_termbase(glossaries, self.settings, folder)
        self._memories: list[Memory] | None = None

    def warm_up(self) -> threading.Thread:
        """Load beside the first requests what they would wait for: the checks, the terms, the memories' index."""

        def work() -> None:
            segment = Segment(id="0", source="Een zin.", target="A sentence.")
            # Whoever needs what cannot be loaded is told so then.
            with suppress(TranslateKitError, TranslationMemoryError):
                self.findings([segment])
                self.terms(segment.source)
                self.matches(segment, None, None)

        thread = threading.Thread(target=work, name="editor-warm-up", daemon=True)
        thread.start()
        return thread

    def glossary_options(self) -> list[str]:
        """What a job is told of the glossaries that were named."""
        return [part for path in self._glossaries for part in ("--glossary", str(path))]

    def memory_options(self) -> list[str]:
        """What a job is told of the memories that were named."""
        return [part for url in self._memory_urls for part in ("--tm", url)]

    def close(self) -> None:
        """End the jobs and the threads; close memories and projects."""
        self.jobs.close()
        self._reader.shutdown()
        self._writer.shutdown()
        self._own.close()
        self._open_memories.close()
        for project in self._opened:
            project.close()

    @contextmanager
    def project(self) -> Iterator[Project]:
        """The project, for this thread until it is done. One whose connection was lost is not handed out again."""
        project = self._usable() or self._another()
        try:
            yield project
        finally:
            self._projects.put(project)

    def _usable(self) -> Project | None:
        """A project that nobody has; None when all are in use."""
        while True:
            try:
                project = self._projects.get_nowait()
            except queue.Empty:
                return None
            if project.store.db.usable:
                return project
            with self._lock:
                self._opened.remove(project)
            project.close()

    def _another(self) -> Project:
        project = Project(self.folder)
        with self._lock:
            self._opened.append(project)
        return project

    # memories

    def _ask(self, question: Callable[[list[Memory]], Result]) -> Result:
        return self._reader.submit(self._asked, question).result()

    def _asked(self, question: Callable[[list[Memory]], Result]) -> Result:
        try:
            return question(self._all_memories())
        except MemoryMissing:
            # A server that went away; when it is back the next question is for a new connection.
            self._open_memories.close()
            self._memories = None
            raise

    def _all_memories(self) -> list[Memory]:
        """The memories, opened by the thread that asks them."""
        if self._memories is None:
            with self.project() as project:
                self._memories = open_memories(project, self._memory_urls, self._open_memories)
        return self._memories

    @staticmethod
    def _make_memory(project: Project) -> None:
        """Make the memory that confirmed segments go into, so that it is open when the first one is."""
        from tm import Memory
        from tm.errors import TranslationMemoryError

        if project.settings.memories:
            # Where it cannot be made, whoever confirms a segment is told so.
            with suppress(TranslationMemoryError):
                Memory.open(memory_place(project, project.settings.memories[0])).close()

    def matches(self, segment: Segment, before: Segment | None, after: Segment | None) -> list[Match]:
        """The matches of a segment, best first."""
        query = Query(
            one_line(segment.source),
            self.settings.source_language,
            self.settings.target_language,
            one_line(before.source) if before else "",
            one_line(after.source) if after else "",
            segment.key or None,
        )
        lowest = min(LOWEST_SUGGESTION, self.settings.threshold)
        return self._ask(lambda memories: find_in(memories, query, threshold=lowest, limit=SUGGESTED))

    def concordance(self, text: str, *, language: str | None, case: bool, accents: bool, limit: int) -> list[Passage]:
        """Where words stand in the memories."""

        def search(memories: list[Memory]) -> list[Passage]:
            if not memories:
                return []
            first, *others = memories
            return first.concordance(text, language=language, case=case, accents=accents, limit=limit, others=others)

        return self._ask(search)

    def remember(self, project: Project, ids: Sequence[str], *, person: str) -> None:
        """Bring the project's memory up to date with segments; see `translate_kit.memories.remember`."""
        segments = [project.store.segment(segment_id) for segment_id in ids]
        self._writer.submit(self._remembered, project, segments, person).result()

    def _remembered(self, project: Project, segments: Sequence[Segment], person: str) -> None:
        try:
            remember(project, segments, person=person, opened=self._own.opened)
        except BaseException:
            # Whatever it was, the next one begins with a new connection.
            self._own.close()
            raise

    # terms and checks

    def terms(self, source: str) -> list[dict[str, Any]]:
        """The terms in a source, as `glossary match --json` writes them, with the status of each target."""
        return [self._term(found) for found in self.termbase.match(source)]

    def _term(self, found: TermMatch) -> dict[str, Any]:
        concept = self.termbase.concept(found.concept)
        language = self.settings.target_language
        status = {term.text: term.status.value for term in concept.in_language(language)}
        avoid = [term for term in concept.in_language(language) if not term.status.allowed]
        return {
            "start": found.start,
            "end": found.end,
            "text": found.text,
            "term": found.term,
            "concept": found.concept,
            "status": found.status.value,
            "match": found.match,
            "targets": [{"text": text, "status": status.get(text, "admitted")} for text in found.targets],
            "avoid": [{"text": term.text, "status": term.status.value} for term in avoid],
            "definition": concept.definition,
        }

    def findings(self, segments: Sequence[Segment]) -> list[Finding]:
        """What QA finds in segments, each by itself, those that are fine with the reason."""
        from translate_kit import qa

        found = qa.run_checks(
            segments,
            checks=self.checks,
            termbase=self.termbase,
            source_language=self.settings.source_language,
            target_language=self.settings.target_language,
        )
        waivers = self.waivers()
        return waivers.apply(found, segments) if waivers is not None else found

    @cached_property
    def checks(self) -> Sequence[Check]:
        """The checks of the project's profile."""
        from translate_kit.qa.profile import project_checks

        return project_checks(self.folder)

    def waivers(self) -> Waivers | None:
        """The project's waivers as they are now, None where there are none."""
        from translate_kit.waivers import project_waivers

        return project_waivers(self.folder)

    def waive(
        self, project: Project, segment: Segment, check: str, reason: str, concept: str, found: str, *, person: str
    ) -> None:
        """Note down in the project's file that a finding is fine; other servers of the project wait meanwhile.

        Raises:
            BadInput: the file is damaged, or the waiver says too little.
            BadOutput: it cannot be written.
        """
        from datetime import UTC, datetime

        from translate_kit.errors import BadOutput
        from translate_kit.files import read_text
        from translate_kit.waivers import WAIVERS_FILE, Waiver, with_waivers

        waiver = Waiver(
            check=check,
            reason=reason,
            source=segment.source,
            target=segment.target,
            concept=concept,
            found=found,
            document=segment.document,
            person=person,
            date=datetime.now(UTC).strftime("%Y-%m-%d"),
        )
        path = self.folder / WAIVERS_FILE
        with project.store.transaction():
            text = read_text(path, allow_empty=True) if path.exists() else ""
            try:
                with written_whole(path) as stream:
                    stream.write(with_waivers(text, [waiver], path).encode())
            except OSError as error:
                raise BadOutput(f"{path}: cannot be written ({error.strerror or error}).") from None

    def recheck(self, project: Project, ids: Sequence[str]) -> list[Finding]:
        """Check segments that were changed, and keep what is found."""
        store = project.store
        # The number first: whoever saves in between makes it stale, and what is found is not kept.
        revisions = {segment_id: store.revision_number(segment_id) for segment_id in ids}
        found = self.findings([segment for segment in map(store.segment, ids) if segment.target])
        KeptFindings(store).keep(revisions, found)
        return found

    # the machine

    @cached_property
    def engine(self) -> Engine | None:
        """The engine of the project, loaded when it is first asked for."""
        return self._load_engine() if self._load_engine is not None else None

    def machine(self, source: str) -> Draft | None:
        """What the machine makes of a source; None without an engine."""
        with self._machine:
            if self.engine is None:
                return None
            return self.engine.translate([one_line(source)], termbase=self.termbase)[0]


class OwnMemory:
    """The memory that confirmed segments go into, kept open: opening and closing takes as long as writing.

    A file that was replaced meanwhile (restored from a backup) is opened anew; what is in its place counts.
    """

    def __init__(self) -> None:
        self._memory: Memory | None = None
        self._file: tuple[str, int, int] | None = None

    def opened(self, place: str) -> AbstractContextManager[Memory]:
        """The memory at a place; it stays open at the end of the block."""
        from tm import Memory

        if self._memory is None or self._file != _identity(place):
            self.close()
            self._memory = Memory.open(place)
            self._file = _identity(place)
        return nullcontext(self._memory)

    def close(self) -> None:
        """Close it, when it is open."""
        memory, self._memory = self._memory, None
        if memory is not None:
            memory.close()


def _identity(place: str) -> tuple[str, int, int]:
    """Which file is at a place, 0 for a server and for none."""
    with suppress(OSError):
        found = Path(place).stat()
        return place, found.st_dev, found.st_ino
    return place, 0, 0


def with_target(segment: Segment, target: str) -> Segment:
    """The segment with another target, as a person is typing it."""
    return replace(segment, target=target, origin=Origin.PERSON)
