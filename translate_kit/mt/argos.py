"""Offline translation with an Argos package, straight on CTranslate2.

All sources of a job go in one length-sorted batch over every core. `argostranslate.translate` is not used: it splits
each segment again, runs them one at a time, and loads a sentence splitter that may download its model.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from translate_kit.mt import models, plan, punctuation
from translate_kit.mt.alignment import ATOM, Alignment, locate, restore
from translate_kit.mt.engine import Draft, Progress
from translate_kit.mt.markup import STAND_INS, Marked, parse

BEAM_SIZE = 4
"""As `argostranslate.settings.beam_size`."""
BATCH_TOKENS = 256
"""Padded source pieces in a batch. Two cores: 64 → 4,700 words/s, 256 → 6,400, 512 → 5,900, 4096 → 3,300."""
MAX_PIECES = 120
"""Longer inputs than models see in training lose clauses; they are cut at a pause."""

_FOLDED = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "–": "-", "—": "-", "…": "..."}
)
_FORMS: tuple[int | None, ...] = (*range(len(STAND_INS)), None)
Spans = Sequence[tuple[int, int]]


@dataclass(slots=True)
class _Job:
    """One part of a source on its way through the model."""

    source: int
    part: int
    attempt: int
    marked: Marked
    pieces: list[str]
    cuts: list[tuple[int, int]]
    results: dict[int, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Assembly:
    """A source with the targets of its parts as they come in."""

    parts: list[plan.Part]
    targets: list[str]
    waiting: int = 0
    log_probability: float = 0.0
    length: int = 0


class ArgosEngine:
    """An Argos package as a translation engine.

    Args:
        model: the package, unpacked.
        beam_size: hypotheses kept at each step of the search.
    """

    name = "argos"

    def __init__(self, model: models.Model, *, beam_size: int = BEAM_SIZE) -> None:
        self.model = model.label
        self._place = model
        self._beam_size = beam_size
        self._lock = threading.Lock()
        self._translator: Any = None
        self._package: Any = None

    @classmethod
    def for_pair(cls, source_language: str, target_language: str) -> Self:
        """The engine over the best model for a pair of languages.

        Raises:
            Missing: there is no model for it.
        """
        return cls(models.find(source_language, target_language))

    def translate(
        self, sources: Sequence[str], *, progress: Progress | None = None, keep: Sequence[Spans] | None = None
    ) -> list[Draft]:
        """Translate all sources of a job; see `Engine.translate`.

        Args:
            sources: segments, inline mark-up included.
            progress: called with how many more sources are done.
            keep: for each source (start, end) of the parts that must pass unharmed, such as names.
        """
        self._load()
        # Each different source once: repetitions are common in what people translate.
        places: dict[tuple[str, tuple[tuple[int, int], ...]], list[int]] = {}
        for place, source in enumerate(sources):
            places.setdefault((source, tuple(keep[place]) if keep else ()), []).append(place)
        drafts = [Draft("", "")] * len(sources)
        wanted = list(places)
        assemblies = [self._assembly(*one) for one in wanted]
        jobs = [
            self._job(number, at, 0, part)
            for number, assembly in enumerate(assemblies)
            for at, part in enumerate(assembly.parts)
            if part.translate
        ]
        jobs = [job for job in jobs if not self._copy(job, assemblies[job.source])]
        for job in jobs:
            assemblies[job.source].waiting += 1

        def done(number: int) -> None:
            draft = self._draft(assemblies[number])
            for place in places[wanted[number]]:
                drafts[place] = draft
            if progress is not None:
                progress(len(places[wanted[number]]))

        for number, assembly in enumerate(assemblies):
            if not assembly.waiting:
                done(number)
        while jobs:
            again = []
            for job in self._run(jobs):
                assembly = assemblies[job.source]
                target, alignment = self._read(job)
                if job.marked.copied(target):
                    self._finish(job, assembly, target, alignment)
                    if not assembly.waiting:
                        done(job.source)
                else:
                    again.append(self._job(job.source, job.part, job.attempt + 1, assembly.parts[job.part]))
            jobs = again
        return drafts

    def _load(self) -> None:
        with self._lock:
            if self._translator is not None:
                return
            import ctranslate2

            self._package = models.argos("package").Package(self._place.path)
            # One translator a core, each with one thread: batches are independent, so no core waits for another.
            # (One translator with two threads: a third of the speed on small batches.)
            self._translator = ctranslate2.Translator(
                str(self._place.path / "model"),
                device="cpu",
                compute_type="int8",
                inter_threads=os.cpu_count() or 1,
                intra_threads=1,
            )

    def _assembly(self, source: str, keep: tuple[tuple[int, int], ...]) -> _Assembly:
        parts = plan.parts(source, keep)
        return _Assembly(parts, [part.text for part in parts])

    def _job(self, source: int, at: int, attempt: int, part: plan.Part) -> _Job:
        marked = parse(part.text, form=_FORMS[attempt], keep=part.keep)
        pieces = self._encode(marked.text)
        return _Job(source, at, attempt, marked, pieces, plan.chunks(pieces, MAX_PIECES))

    def _copy(self, job: _Job, assembly: _Assembly) -> bool:
        """Settle a part that needs no model."""
        text = job.marked.text
        bare = parse(assembly.parts[job.part].text, form=None, keep=assembly.parts[job.part].keep).text
        target = plan.without_model(bare, self._place.source, self._place.target)
        if target is None:
            return False
        if target != bare:
            numbers = plan.without_model(text.replace(STAND_INS[0][0], ""), self._place.source, self._place.target)
            spans = [found.span() for found in ATOM.finditer(text)]
            rows = [(number, [1.0]) for number in range(len(spans))]
            if numbers is not None and not job.marked.stand_ins:
                assembly.targets[job.part] = restore(job.marked, numbers, Alignment(spans, spans, rows))
        return True

    def _encode(self, text: str) -> list[str]:
        tokenizer = self._package.tokenizer
        pieces: list[str] = tokenizer.encode(text)
        if hasattr(tokenizer, "lazy_processor"):
            processor = tokenizer.lazy_processor()
            if any(processor.piece_to_id(piece) == processor.unk_id() for piece in pieces):
                # Typographic characters that this vocabulary does not have.
                pieces = tokenizer.encode(text.translate(_FOLDED))
        return pieces

    def _decode(self, pieces: list[str]) -> str:
        tokenizer = self._package.tokenizer
        if hasattr(tokenizer, "lazy_processor"):
            # Argos's own decode() also turns every underscore into a space.
            return str(tokenizer.lazy_processor().decode_pieces(pieces)).replace("▁", " ").strip()
        return str(tokenizer.decode(pieces)).strip()

    def _run(self, jobs: Sequence[_Job]) -> Iterator[_Job]:
        """Translate jobs; yields each when it is done, the longest first."""
        inputs = [(job, number) for job in jobs for number in range(len(job.cuts))]
        lengths = [job.cuts[number][1] - job.cuts[number][0] for job, number in inputs]
        prefix = self._package.target_prefix
        pending: deque[tuple[list[int], list[Any]]] = deque()

        def finished() -> Iterator[_Job]:
            for place, result in zip(*pending.popleft(), strict=True):
                job, number = inputs[place]
                job.results[number] = result.result()
                if len(job.results) == len(job.cuts):
                    yield job

        for batch in batches(lengths):
            pieces = [inputs[place][0].pieces[slice(*inputs[place][0].cuts[inputs[place][1]])] for place in batch]
            results = self._translator.translate_batch(
                pieces,
                target_prefix=[[prefix]] * len(batch) if prefix else None,
                asynchronous=True,
                beam_size=self._beam_size,
                max_decoding_length=2 * max(map(len, pieces)) + 24,
                replace_unknowns=True,
                return_scores=True,
                return_attention=True,
            )
            pending.append((batch, results))
            # So many in the queue that no core is idle, so few that progress shows and an interrupt is quick.
            while len(pending) > 4 * (os.cpu_count() or 1):
                yield from finished()
        while pending:
            yield from finished()

    def _read(self, job: _Job) -> tuple[str, Alignment]:
        texts, tokens, rows = [], [], []
        for number, (start, _end) in enumerate(job.cuts):
            result = job.results[number]
            hypothesis = list(result.hypotheses[0])
            if self._package.target_prefix and hypothesis[:1] == [self._package.target_prefix]:
                del hypothesis[0]
            texts.append(self._decode(hypothesis))
            tokens += hypothesis
            if job.marked.marks:
                attention = result.attention[0][-len(hypothesis) :] if hypothesis else []
                rows += [(start, row) for row in attention]
        target = " ".join(text for text in texts if text)
        target = punctuation.settle(job.marked.text, target, target_language=self._place.target)
        spans = locate(tokens, target) if job.marked.marks else []
        return target, Alignment(locate(job.pieces, job.marked.text), spans[: len(rows)], rows)

    def _finish(self, job: _Job, assembly: _Assembly, target: str, alignment: Alignment) -> None:
        assembly.targets[job.part] = restore(job.marked, target, alignment)
        assembly.waiting -= 1
        for result in job.results.values():
            length = len(result.hypotheses[0]) + 1
            assembly.log_probability += result.scores[0] * length
            assembly.length += length

    def _draft(self, assembly: _Assembly) -> Draft:
        target = "".join(assembly.targets)
        if not assembly.length:
            return Draft(target, "")
        return Draft(target, self.model, round(assembly.log_probability / assembly.length, 4))


def batches(lengths: Iterable[int], *, tokens: int = BATCH_TOKENS) -> Iterator[list[int]]:
    """Cut a job into batches of about equal length, the longest first.

    Args:
        lengths: pieces in each input.
        tokens: padded pieces in a batch, at most (a single longer input is a batch by itself).

    Yields:
        The positions of the inputs in each batch.
    """
    batch: list[int] = []
    longest = 0
    ordered = sorted(((length, place) for place, length in enumerate(lengths)), key=lambda one: (-one[0], one[1]))
    for length, place in ordered:
        if batch and longest * (len(batch) + 1) > tokens:
            yield batch
            batch = []
        longest = length if not batch else longest
        batch.append(place)
    if batch:
        yield batch
