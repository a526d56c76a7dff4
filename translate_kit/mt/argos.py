"""Offline translation with an Argos package, straight on CTranslate2.

All sentences of a job go in one length-sorted batch over every core. `argostranslate.translate` is not used: it runs
segments one at a time, and loads a sentence splitter that may download its model.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

from translate_kit.errors import Missing
from translate_kit.mt import packages, plan, punctuation
from translate_kit.mt.alignment import Alignment, locate
from translate_kit.mt.engine import Draft, Progress
from translate_kit.mt.job import Job, Outcome, Spans
from translate_kit.mt.markup import Marked
from translate_kit.segment.splitter import split_paragraph

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
"""That this process may use: fewer than the machine has in a container."""
BEAM_SIZE = 4
"""As `argostranslate.settings.beam_size`."""
BATCH_TOKENS = 256
"""Padded source pieces in a batch. Two cores: 64 → 4,700 words/s, 256 → 6,400, 512 → 5,900, 4096 → 3,300."""
MAX_PIECES = 120
"""Longer inputs than models see in training lose clauses; they are cut at a pause."""

_FOLDED = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "–": "-", "—": "-", "…": "..."}
)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text as the model gets it.

    Attributes:
        text: the whole of it.
        sentences: its sentences.
        pieces: its subword pieces, all sentences one after the other.
        cuts: (start, end) in `pieces` of each input of the model; together they are all of it.
        owners: for each input, the number of its sentence.
    """

    text: str
    sentences: list[str]
    pieces: list[str]
    cuts: list[tuple[int, int]]
    owners: list[int]


class ArgosEngine:
    """An Argos package as a translation engine.

    Args:
        model: the package, unpacked.
        beam_size: hypotheses kept at each step of the search.
    """

    name = "argos"

    def __init__(self, model: packages.Model, *, beam_size: int = BEAM_SIZE) -> None:
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
        from translate_kit.mt import models

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
        job = Job(self._place.source, self._place.target, self.model)
        return job.translate(sources, self._run, keep=keep, progress=progress)

    def _load(self) -> None:
        with self._lock:
            if self._translator is not None:
                return
            import ctranslate2

            int8 = "int8" in ctranslate2.get_supported_compute_types("cpu")
            try:
                self._package = packages.argos("package").Package(self._place.path)
                # One translator a core, each with one thread: batches are independent, so no core waits for another.
                # (One translator with two threads: a third of the speed on small batches.)
                self._translator = ctranslate2.Translator(
                    str(self._place.path / "model"),
                    device="cpu",
                    compute_type="int8" if int8 else "default",
                    inter_threads=CORES,
                    intra_threads=1,
                )
                self._encode("")
            except (RuntimeError, ValueError, OSError) as error:
                self._translator = None
                raise Missing(
                    f"{self._place.path}: the model cannot be loaded ({str(error).strip().partition(chr(10))[0]}). "
                    f"Install it again: translate-kit models install {self._place.source} {self._place.target}"
                ) from None

    def _run(self, texts: Sequence[Marked]) -> Iterator[tuple[int, Outcome]]:
        """Translate plain texts; yields (index, outcome) as they are done, the longest first."""
        read = [self._read(marked.text) for marked in texts]
        inputs = [(text, number) for text, reading in enumerate(read) for number in range(len(reading.cuts))]
        results: list[list[Any]] = [[None] * len(reading.cuts) for reading in read]
        missing = [len(reading.cuts) for reading in read]
        for place, result in self._results([read[text].pieces[slice(*read[text].cuts[cut])] for text, cut in inputs]):
            text, cut = inputs[place]
            results[text][cut] = result
            missing[text] -= 1
            if not missing[text]:
                yield text, self._outcome(read[text], results[text])
                results[text] = []

    def _read(self, text: str) -> _Reading:
        # A loose string may hold several sentences, and models are trained on one at a time. FLORES dev, where 186 of
        # 997 lines do: BLEU 11.9 for whole lines, 12.6 sentence by sentence.
        sentences = split_paragraph(text, language=self._place.source) or [(0, len(text))]
        pieces: list[str] = []
        cuts: list[tuple[int, int]] = []
        owners: list[int] = []
        for number, (start, end) in enumerate(sentences):
            encoded = self._encode(text[start:end])
            found = plan.chunks(encoded, MAX_PIECES)
            cuts += [(len(pieces) + one, len(pieces) + two) for one, two in found]
            owners += [number] * len(found)
            pieces += encoded
        return _Reading(text, [text[start:end] for start, end in sentences], pieces, cuts, owners)

    def _results(self, inputs: Sequence[list[str]]) -> Iterator[tuple[int, Any]]:
        pending: deque[tuple[list[int], list[Any]]] = deque()
        prefix = self._package.target_prefix
        for batch in batches(map(len, inputs)):
            pieces = [inputs[place] for place in batch]
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
            while len(pending) > 4 * CORES:
                yield from _finished(*pending.popleft())
        while pending:
            yield from _finished(*pending.popleft())

    def _outcome(self, reading: _Reading, results: Sequence[Any]) -> Outcome:
        hypotheses = [self._without_prefix(result.hypotheses[0]) for result in results]
        targets = [""] * len(reading.sentences)
        for owner, text in zip(reading.owners, map(self._decode, hypotheses), strict=True):
            targets[owner] = f"{targets[owner]} {text}".strip()
        target = " ".join(map(punctuation.ends, reading.sentences, targets)).strip()
        lengths = [len(result.hypotheses[0]) + 1 for result in results]

        def align(repaired: str) -> Alignment:
            rows = [
                (start, row)
                for (start, _), result, pieces in zip(reading.cuts, results, hypotheses, strict=True)
                for row in result.attention[0][len(result.attention[0]) - len(pieces) :]
            ]
            target_pieces = [piece for hypothesis in hypotheses for piece in hypothesis]
            return Alignment(locate(reading.pieces, reading.text), locate(target_pieces, repaired), rows)

        # CTranslate2 divides a hypothesis's log probability by its length (length_penalty 1).
        log_probability = sum(result.scores[0] * length for result, length in zip(results, lengths, strict=True))
        return Outcome(target, align, log_probability, sum(lengths))

    def _without_prefix(self, hypothesis: Sequence[str]) -> list[str]:
        prefix = self._package.target_prefix
        return list(hypothesis[1:] if prefix and hypothesis[:1] == [prefix] else hypothesis)

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


def _finished(batch: Sequence[int], results: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    for place, result in zip(batch, results, strict=True):
        yield place, result.result()


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
