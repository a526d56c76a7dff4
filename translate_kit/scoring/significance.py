"""Whether one translation scores better than another by more than chance: sacrebleu's paired tests.

Paired bootstrap resampling: Koehn 2004. Paired approximate randomisation: Riezler and Maxwell 2005, Clark et al. 2011.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from translate_kit.errors import BadInput
from translate_kit.scoring.metrics import DEFAULT, Options, References, aligned, known_metrics, made

TESTS: dict[str, tuple[str, int]] = {"bootstrap": ("bs", 1000), "randomisation": ("ar", 10_000)}
"""Name of a test: sacrebleu's, and how many samples or trials it takes when nothing else is asked for."""

MAX_BYTES = 4 * 1024**3
"""Sacrebleu holds all samples of a test at once; one that would take more memory is refused."""

_MOST_COUNTS = 24
"""Numbers that chrF2++ keeps of a segment, the most of all metrics."""

_seed_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class SystemScore:
    """What one system scores in one metric, and whether it differs from the first one.

    Attributes:
        system: its name.
        metric: `BLEU`, `chrF2`, `chrF2++` or `TER`.
        score: of the system.
        mean: of its samples; None where the test has none (randomisation).
        ci: half the width of the 95 % interval around `mean`; None with it.
        p_value: how likely a difference from the first system at least as large is, if there is none in truth; None
            for the first system itself. Where two systems score the same it says nothing: sacrebleu then gives the
            smallest value that there is.
        signature: how to repeat it, with the kind of test, the number of samples and the seed.
    """

    system: str
    metric: str
    score: float
    mean: float | None
    ci: float | None
    p_value: float | None
    signature: str


def significance(
    systems: Mapping[str, Sequence[str]],
    references: References,
    *,
    metrics: Sequence[str] = (),
    test: str = "bootstrap",
    samples: int = 0,
    options: Options = DEFAULT,
) -> list[SystemScore]:
    """Compare systems with the first of them.

    Args:
        systems: name → its translations, one segment each; the first is the baseline.
        references: see `translate_kit.scoring.score`.
        metrics: names out of `METRICS`; all when empty.
        test: `bootstrap` or `randomisation`.
        samples: how many; 0 for sacrebleu's own choice (1,000 and 10,000).
        options: see `Options`; its `samples` are those of intervals, not of this test.

    Returns:
        A score a system and metric: all systems of the first metric, then those of the second.

    Raises:
        BadInput: fewer than two systems, different lengths, an unknown test or metric, or a text so long that the test
            would need more memory than `MAX_BYTES`.
    """
    if test not in TESTS:
        raise BadInput(f"unknown test {test!r}; known: {', '.join(TESTS)}.")
    if len(systems) < 2:
        raise BadInput("one system cannot be compared with itself; there must be two or more.")
    if options.seed < 1:
        raise BadInput(f"a test with seed {options.seed} could not be repeated; sacrebleu wants 1 or more.")
    kind, usual = TESTS[test]
    samples = samples or usual
    sets = [aligned(lines, references) for lines in systems.values()].pop()
    _refuse_too_long(kind, samples, len(sets[0]))
    from sacrebleu.significance import PairedTest

    texts: list[Any] = [(name, [line.rstrip() for line in lines]) for name, lines in systems.items()]
    stripped = [[line.rstrip() for line in lines] for lines in sets]
    with _seeded(options.seed):
        paired = PairedTest(
            texts,
            {name: made(name, options) for name in known_metrics(metrics)},
            stripped,
            test_type=kind,
            n_samples=samples,
        )
        signatures: Any
        results: Any
        signatures, results = paired()
    return [
        SystemScore(
            name,
            metric,
            float(result.score),
            _number(result.mean),
            _number(result.ci),
            _number(result.p_value),
            str(signature),
        )
        for metric, signature in signatures.items()
        for name, result in zip(systems, results[metric], strict=True)
    ]


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _refuse_too_long(kind: str, samples: int, segments: int) -> None:
    # Bootstrap: the counts of both systems in every sample, 4 bytes each. Randomisation: two selections, one byte a
    # segment and trial, and one of them as whole numbers of 8 bytes while it is multiplied.
    needed = samples * segments * (_MOST_COUNTS * 4 * 2 if kind == "bs" else 10)
    if needed > MAX_BYTES:
        raise BadInput(
            f"{samples:,} samples of {segments:,} segments would take some {needed / 1024**3:.0f} GB of memory.",
            remedy="Take fewer samples, or a part of the segments.",
        )


@contextlib.contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """Sacrebleu's tests take their seed from the environment only."""
    with _seed_lock:
        before = os.environ.get("SACREBLEU_SEED")
        os.environ["SACREBLEU_SEED"] = str(seed)
        try:
            yield
        finally:
            if before is None:
                del os.environ["SACREBLEU_SEED"]
            else:
                os.environ["SACREBLEU_SEED"] = before
