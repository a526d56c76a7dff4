"""An Argos package in CTranslate2: pieces in, hypotheses out.

All sentences of a job go in length-sorted batches over every core. `argostranslate.translate` is not used: it runs
segments one at a time, and loads a sentence splitter that may download its model.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, overload

from translate_kit.errors import Missing
from translate_kit.mt import packages, shortlist
from translate_kit.mt.alignment import locate
from translate_kit.mt.decoding import Hypothesis, Request

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
"""That this process may use: fewer than the machine has in a container."""
BEAM_SIZE = 4
"""As `argostranslate.settings.beam_size`."""
BATCH_TOKENS = 256
"""Padded source pieces in a batch. Two cores: 64 → 4,700 words/s, 256 → 6,400, 512 → 5,900, 4096 → 3,300."""
SCORED_TOKENS = 1024
"""Padded pieces in a batch to score: one pass, no beam."""

_FOLDED = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "–": "-", "—": "-", "…": "..."}
)


class Translator:
    """A model with its tokenizer, loaded when it is first used. A `Decoder`.

    Args:
        model: the package, unpacked.
        beam_size: hypotheses kept at each step of the search.
    """

    forces = True

    def __init__(self, model: packages.Model, *, beam_size: int = BEAM_SIZE) -> None:
        self._place = model
        self._beam_size = beam_size
        self._lock = threading.Lock()
        self._translator: Any = None
        self._package: Any = None
        self._shortlisted = False

    def load(self) -> None:
        """Load the model, if that was not done yet.

        Raises:
            Missing: it cannot be loaded; the message says how to install it again.
        """
        with self._lock:
            if self._translator is not None:
                return
            import ctranslate2

            folder = self._place.path / "model"
            pieces = shortlist.read(self._place)
            files = None
            int8 = "int8" in ctranslate2.get_supported_compute_types("cpu")
            try:
                self._package = packages.argos("package").Package(self._place.path)
                # One translator a core, each with one thread: batches are independent, so no core waits for another.
                # (One translator with two threads: a third of the speed on small batches.)
                if pieces is not None:
                    files = {file.name: file.read_bytes() for file in folder.iterdir()}
                    # A line without source pieces holds for every sentence.
                    files["vmap.txt"] = f"\t{' '.join(pieces)}\n".encode()
                self._translator = ctranslate2.Translator(
                    str(folder),
                    device="cpu",
                    compute_type="int8" if int8 else "default",
                    inter_threads=CORES,
                    intra_threads=1,
                    files=files,
                )
                self._shortlisted = pieces is not None
                self.pieces("")
            except (RuntimeError, ValueError, OSError) as error:
                self._translator = None
                raise Missing(
                    f"{self._place.path}: the model cannot be loaded ({str(error).strip().partition(chr(10))[0]}). "
                    f"Install it again: translate-kit models install {self._place.source} {self._place.target}"
                ) from None

    def pieces(self, text: str) -> list[str]:
        """The subword pieces of a text."""
        tokenizer = self._package.tokenizer
        pieces: list[str] = tokenizer.encode(text)
        if hasattr(tokenizer, "lazy_processor"):
            processor = tokenizer.lazy_processor()
            if any(processor.piece_to_id(piece) == processor.unk_id() for piece in pieces):
                # Typographic characters that this vocabulary does not have.
                pieces = tokenizer.encode(text.translate(_FOLDED))
        return pieces

    def text(self, pieces: Sequence[str]) -> str:
        """The text of some pieces."""
        tokenizer = self._package.tokenizer
        if hasattr(tokenizer, "lazy_processor"):
            # Argos's own decode() also turns every underscore into a space.
            return str(tokenizer.lazy_processor().decode_pieces(list(pieces))).replace("▁", " ").strip()
        return str(tokenizer.decode(list(pieces))).strip()

    def decode(self, requests: Sequence[Request]) -> Iterator[tuple[int, list[Hypothesis]]]:
        """Translate sentences; see `Decoder.decode`. The longest come first."""
        sources = [request.pieces or self.pieces(request.text) for request in requests]
        groups: dict[tuple[int, int], list[int]] = {}
        for number, request in enumerate(requests):
            groups.setdefault((request.beam_size or self._beam_size, request.hypotheses), []).append(number)
        pending: deque[tuple[list[int], list[Any]]] = deque()
        for (beam_size, hypotheses), numbers in groups.items():
            lengths = [len(sources[number]) for number in numbers]
            for places in batches(lengths, tokens=_even(sum(lengths), BATCH_TOKENS)):
                batch = [numbers[place] for place in places]
                pieces = [sources[number] for number in batch]
                results = self._translator.translate_batch(
                    pieces,
                    target_prefix=self._prefixes([requests[number] for number in batch]),
                    asynchronous=True,
                    beam_size=beam_size,
                    num_hypotheses=min(hypotheses, beam_size),
                    max_decoding_length=2 * max(map(len, pieces)) + 24,
                    replace_unknowns=True,
                    return_scores=True,
                    return_attention=True,
                    use_vmap=self._shortlisted,
                )
                pending.append((batch, results))
                # So many in the queue that no core is idle, so few that progress shows and an interrupt is quick.
                while len(pending) > 4 * CORES:
                    yield from self._finished(*pending.popleft(), requests, sources)
        while pending:
            yield from self._finished(*pending.popleft(), requests, sources)

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Score targets; see `Decoder.score`."""
        sources = [self.pieces(source) for source, _ in pairs]
        start = [self._package.target_prefix] if self._package.target_prefix else []
        targets = [[*start, *self.pieces(target)] for _, target in pairs]
        pending: list[tuple[list[int], list[Any]]] = []
        lengths = [max(map(len, pair)) for pair in zip(sources, targets, strict=True)]
        for batch in batches(lengths, tokens=_even(sum(lengths), SCORED_TOKENS)):
            results = self._translator.score_batch(
                [sources[place] for place in batch], [targets[place] for place in batch], asynchronous=True
            )
            pending.append((batch, results))
        scores = [0.0] * len(pairs)
        for batch, results in pending:
            for place, result in zip(batch, results, strict=True):
                log_probabilities = result.result().log_probs
                scores[place] = sum(log_probabilities) / max(1, len(log_probabilities))
        return scores

    def _prefixes(self, requests: Sequence[Request]) -> list[list[str]] | None:
        start = [self._package.target_prefix] if self._package.target_prefix else []
        prefixes = [[*start, *request.prefix] for request in requests]
        return prefixes if any(prefixes) else None

    def _finished(
        self,
        batch: Sequence[int],
        results: Sequence[Any],
        requests: Sequence[Request],
        sources: Sequence[Sequence[str]],
    ) -> Iterator[tuple[int, list[Hypothesis]]]:
        start = self._package.target_prefix
        for number, waiting in zip(batch, results, strict=True):
            result = waiting.result()
            spans = tuple(locate(sources[number], requests[number].text))
            hypotheses = []
            for rank, (pieces, score) in enumerate(zip(result.hypotheses, result.scores, strict=True)):
                own = pieces[1:] if start and pieces[:1] == [start] else pieces
                rows = _Rows(result, rank, len(own))
                # CTranslate2 divides a hypothesis's log probability by its length (length_penalty 1).
                length = len(pieces) + 1
                hypotheses.append(Hypothesis(self.text(own), tuple(own), rows, spans, score * length, length))
            yield number, hypotheses


class _Rows(Sequence[Sequence[float]]):
    """The attention of the last pieces of a hypothesis, copied when it is asked for: that takes a millisecond."""

    def __init__(self, result: Any, rank: int, length: int) -> None:
        self._result, self._rank, self._length = result, rank, length
        self._rows: list[list[float]] | None = None

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, place: int) -> Sequence[float]: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Sequence[float]]: ...

    def __getitem__(self, place: int | slice) -> Sequence[float] | Sequence[Sequence[float]]:
        if self._rows is None:
            rows = self._result.attention[self._rank]
            self._rows, self._result = rows[len(rows) - self._length :], None
        return self._rows[place]


def _even(total: int, tokens: int) -> int:
    """About `tokens` for a batch, so that no core is left without one at the end."""
    rounds = max(1, round(total / tokens / CORES))
    return total // (rounds * CORES) + 1


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
