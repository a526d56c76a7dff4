"""Offline translation with an Argos package, straight on CTranslate2.

All sources of a job go in one length-sorted batch over every core. `argostranslate.translate` is not used: it splits
each segment again, runs them one at a time, and loads a sentence splitter that may download its model.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self

from translate_kit.mt import models
from translate_kit.mt.engine import Draft, Progress

BEAM_SIZE = 4
"""As `argostranslate.settings.beam_size`."""
BATCH_TOKENS = 256
"""Padded source pieces in one batch. Measured on two cores: 64 → 4,700 words/s, 256 → 6,400, 512 → 5,900, 4096 → 3,300."""
MAX_PIECES = 120
"""Longer inputs than the models saw in training lose clauses; they are cut at a pause."""


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
        self._translator: Any = None
        self._package: Any = None

    @classmethod
    def for_pair(cls, source_language: str, target_language: str) -> Self:
        """The engine over the best model for a pair of languages.

        Raises:
            Missing: there is no model for it.
        """
        return cls(models.find(source_language, target_language))

    def translate(self, sources: Sequence[str], *, progress: Progress | None = None) -> list[Draft]:
        """Translate all sources of a job; see `Engine.translate`."""
        self._load()
        places: dict[str, list[int]] = {}
        for place, source in enumerate(sources):
            places.setdefault(source, []).append(place)
        drafts = [Draft("", "")] * len(sources)
        wanted = [source for source in places if source.strip()]
        encoded = [self._package.tokenizer.encode(source) for source in wanted]
        for place, result in self._run(encoded):
            target = self._package.tokenizer.decode(result.hypotheses[0]).strip()
            source = wanted[place]
            for at in places[source]:
                drafts[at] = Draft(target, self.model, result.scores[0])
            if progress is not None:
                progress(len(places[source]))
        if progress is not None:
            progress(len(sources) - sum(len(places[source]) for source in wanted))
        return drafts

    def _load(self) -> None:
        if self._translator is not None:
            return
        import ctranslate2

        self._package = models.argos("package").Package(self._place.path)
        # One translator a core, each with one thread: batches are independent, so no core waits for another. (One
        # translator with two threads: a third of the speed on small batches.)
        self._translator = ctranslate2.Translator(
            str(self._place.path / "model"),
            device="cpu",
            compute_type="int8",
            inter_threads=os.cpu_count() or 1,
            intra_threads=1,
        )

    def _run(self, encoded: Sequence[list[str]]) -> Iterator[tuple[int, Any]]:
        """Translate pieces; yields (index, result) as batches finish, the longest first."""
        pending: deque[tuple[list[int], list[Any]]] = deque()
        for batch in batches([len(pieces) for pieces in encoded]):
            pieces = [encoded[place] for place in batch]
            prefix = [[self._package.target_prefix]] * len(batch) if self._package.target_prefix else None
            pending.append(
                (
                    batch,
                    self._translator.translate_batch(
                        pieces,
                        target_prefix=prefix,
                        asynchronous=True,
                        beam_size=self._beam_size,
                        max_decoding_length=2 * max(map(len, pieces)) + 24,
                        replace_unknowns=True,
                        return_scores=True,
                        return_attention=True,
                    ),
                )
            )
            while len(pending) > 4 * (os.cpu_count() or 1):
                yield from _finished(pending.popleft())
        while pending:
            yield from _finished(pending.popleft())


def _finished(batch: tuple[list[int], list[Any]]) -> Iterator[tuple[int, Any]]:
    for place, result in zip(*batch, strict=True):
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
    for length, place in sorted(((length, place) for place, length in enumerate(lengths)), key=lambda x: (-x[0], x[1])):
        if batch and longest * (len(batch) + 1) > tokens:
            yield batch
            batch = []
        longest = length if not batch else longest
        batch.append(place)
    if batch:
        yield batch
