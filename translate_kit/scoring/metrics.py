"""BLEU, chrF2, chrF2++ and TER through sacrebleu; nothing is computed here that sacrebleu computes.

BLEU: Papineni et al. 2002. chrF2 and chrF2++: Popović 2015 and 2017. TER: Snover et al. 2006. Signatures and defaults:
Post 2018, "A Call for Clarity in Reporting BLEU Scores". Confidence intervals: bootstrap resampling, Koehn 2004.

A metric counts in each segment (n-grams that match, edits that are needed) and makes a score of the sums. The counting
is what takes time, so it is done once, in `Counts`; the score of the whole, of each document and of each segment, and
the interval around it, all come out of the same counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from translate_kit.errors import BadInput
from translate_kit.scoring.figure import Group, Score

BOOTSTRAP_SAMPLES = 1000
SEED = 12345
"""What the `sacrebleu` command takes when nothing else is asked for."""

TOKENIZERS = ("13a", "intl", "char", "none", "zh")
"""Those of sacrebleu's that need nothing more; its others download a model or want a Japanese or Korean dictionary."""

SMOOTHING = ("exp", "floor", "add-k", "none")

_AT_ONCE = 2000
"""Segments that are counted at once: sacrebleu holds all n-grams of their references, 50 KB a segment for chrF2++."""

References = Sequence[str] | Sequence[Sequence[str]]
"""One reference a segment; or several sets of them, each with one a segment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to measure; the defaults are those of the `sacrebleu` command. All but `samples` and `seed` as it calls them.

    Attributes:
        tokenize: how BLEU cuts words, out of `TOKENIZERS`.
        lowercase: BLEU and chrF without regard to case.
        smooth_method: what BLEU does about n-grams without a match, out of `SMOOTHING`.
        smooth_value: for `floor` and `add-k`; None for sacrebleu's own.
        chrf_whitespace: chrF counts spaces as characters.
        ter_case_sensitive: TER with regard to case.
        ter_normalized: TER parts punctuation from words first.
        ter_no_punct: TER leaves punctuation out.
        samples: of the bootstrap.
        seed: of its random numbers, 0 or more.
    """

    tokenize: str = "13a"
    lowercase: bool = False
    smooth_method: str = "exp"
    smooth_value: float | None = None
    chrf_whitespace: bool = False
    ter_case_sensitive: bool = False
    ter_normalized: bool = False
    ter_no_punct: bool = False
    samples: int = BOOTSTRAP_SAMPLES
    seed: int = SEED


DEFAULT = Options()


def _bleu(options: Options) -> Any:
    from sacrebleu import BLEU

    return BLEU(
        lowercase=options.lowercase,
        tokenize=options.tokenize,
        smooth_method=options.smooth_method,
        smooth_value=options.smooth_value,
    )


def _chrf(word_order: int) -> Callable[[Options], Any]:
    def made(options: Options) -> Any:
        from sacrebleu import CHRF

        return CHRF(word_order=word_order, lowercase=options.lowercase, whitespace=options.chrf_whitespace)

    return made


def _ter(options: Options) -> Any:
    from sacrebleu import TER

    return TER(
        case_sensitive=options.ter_case_sensitive,
        normalized=options.ter_normalized,
        no_punct=options.ter_no_punct,
    )


METRICS: dict[str, Callable[[Options], Any]] = {"BLEU": _bleu, "chrF2": _chrf(0), "chrF2++": _chrf(2), "TER": _ter}
"""Name of a metric, and what makes sacrebleu's object for it. For TER lower is better, for the others higher."""


def known_metrics(names: Sequence[str]) -> list[str]:
    """The metrics that were asked for, each once, in the order of `METRICS`; all of them for none.

    Raises:
        BadInput: there is no such metric.
    """
    by_fold = {name.casefold(): name for name in METRICS}
    for name in names:
        if name.casefold() not in by_fold:
            raise BadInput(f"unknown metric {name!r}; known: {', '.join(METRICS)}.")
    wanted = {by_fold[name.casefold()] for name in names}
    return [name for name in METRICS if not wanted or name in wanted]


def made(name: str, options: Options) -> Any:
    """Sacrebleu's object for a metric.

    Raises:
        BadInput: an option has a value that is not known.
    """
    if options.tokenize not in TOKENIZERS:
        raise BadInput(f"unknown tokeniser {options.tokenize!r}; known: {', '.join(TOKENIZERS)}.")
    if options.smooth_method not in SMOOTHING:
        raise BadInput(f"unknown smoothing {options.smooth_method!r}; known: {', '.join(SMOOTHING)}.")
    return METRICS[name](options)


class Counts:
    """What one metric counted in each segment.

    Args:
        name: out of `METRICS`.
        hypotheses: what is measured, one segment each.
        references: what it is measured against.
        options: how.

    Raises:
        BadInput: the lengths differ, there is nothing to measure, or an option is unknown.
    """

    def __init__(
        self, name: str, hypotheses: Sequence[str], references: References, options: Options = DEFAULT
    ) -> None:
        self.name = name
        self._options = options
        self._metric = made(name, options)
        # As the command: white space at the end of a line does not count.
        sets = [[line.rstrip() for line in lines] for lines in aligned(hypotheses, references)]
        self._counts: list[Any] = []
        for start in range(0, len(hypotheses), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            self._counts += self._metric._extract_corpus_statistics(
                [line.rstrip() for line in hypotheses[part]], [lines[part] for lines in sets]
            )

    def score(self, rows: Sequence[int] | None = None, *, confidence: bool = False) -> Score:
        """The score of some segments taken together.

        Args:
            rows: which ones, by number from 0; None for all.
            confidence: with a 95 % interval by bootstrap resampling; a single segment has none, as each sample would
                be the same.
        """
        counts = self._counts if rows is None else [self._counts[row] for row in rows]
        metric = self._metric
        result = metric._aggregate_and_compute(counts)
        low = high = None
        metric.n_bootstrap = metric.seed = None
        if confidence and len(counts) > 1:
            metric.n_bootstrap, metric.seed = self._options.samples, str(self._options.seed)
            result.estimate_ci(self._resampled(counts))
            mean, half = float(result._mean), float(result._ci)
            low, high = mean - half, mean + half
        return Score(self.name, float(result.score), str(metric.get_signature()), low, high)

    def segment_scores(self) -> list[Score]:
        """The score of each segment by itself.

        BLEU then counts only the n-grams that a short segment has (`eff:yes`), as `sacrebleu --sentence-level` does.
        """
        metric = self._metric
        if self.name == "BLEU":
            metric = made(self.name, self._options)
            metric.effective_order = True
            metric.num_refs = self._metric.num_refs
        metric.n_bootstrap = metric.seed = None
        signature = str(metric.get_signature())
        return [Score(self.name, float(metric._compute_score_from_stats(row).score), signature) for row in self._counts]

    def _resampled(self, counts: list[Any]) -> list[Any]:
        """The scores of the samples: sacrebleu's own, one sample after the other.

        Sacrebleu draws all samples at once and holds them: 10 GB for 100,000 segments of chrF2++. Drawn one by one they
        are the same, for the generator goes on where it was.
        """
        import numpy as np

        generator = np.random.default_rng(self._options.seed)
        table = np.array(counts, dtype="float32")
        samples = [
            self._metric._compute_score_from_stats(table[generator.choice(len(counts), size=len(counts))].sum(0))
            for _ in range(self._options.samples)
        ]
        if len({type(sample.score) for sample in samples}) > 1:
            # A sample without any match scores Python's 0.0, the others are numpy's numbers; sacrebleu cannot take the
            # mean of both kinds and stops.
            for sample in samples:
                sample.score = float(sample.score)
        return samples


def score(
    hypotheses: Sequence[str],
    references: References,
    *,
    metrics: Sequence[str] = (),
    confidence: bool = True,
    options: Options = DEFAULT,
) -> list[Score]:
    """Score translations against one reference each, or against several.

    Args:
        hypotheses: what was translated, one segment each.
        references: what it is measured against, aligned with `hypotheses`; or several such sequences.
        metrics: names out of `METRICS`; all when empty.
        confidence: add 95 % intervals by bootstrap resampling (the number of samples and the seed are in the
            signature).
        options: tokeniser, case, smoothing, samples, seed.

    Returns:
        One score a metric, in the order of `METRICS`.

    Raises:
        BadInput: different lengths, no segments, an unknown metric or option.
    """
    return [
        Counts(name, hypotheses, references, options).score(confidence=confidence) for name in known_metrics(metrics)
    ]


def segment_scores(
    hypotheses: Sequence[str], references: References, *, metrics: Sequence[str] = (), options: Options = DEFAULT
) -> list[list[Score]]:
    """The scores of each segment by itself, in the order of the segments; see `score`."""
    by_metric = [Counts(name, hypotheses, references, options).segment_scores() for name in known_metrics(metrics)]
    return [list(row) for row in zip(*by_metric, strict=True)]


def scores_by_group(
    counts: Sequence[Counts], names: Sequence[str], words: Sequence[int], *, confidence: bool = False
) -> list[Group]:
    """The scores of parts of a text, in the order in which the parts begin.

    Args:
        counts: of each metric.
        names: the part that each segment belongs to, such as its document.
        words: how many words each segment has.
        confidence: with intervals.
    """
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(names):
        rows.setdefault(name, []).append(row)
    return [
        Group(
            name,
            len(inside),
            sum(words[row] for row in inside),
            tuple(counted.score(inside, confidence=confidence) for counted in counts),
        )
        for name, inside in rows.items()
    ]


def aligned(hypotheses: Sequence[str], references: References) -> list[Sequence[str]]:
    """The sets of references, each with as many as there are hypotheses.

    Raises:
        BadInput: there is nothing to measure, or the lengths differ; with both.
    """
    sets: list[Any] = list(references) if references and not isinstance(references[0], str) else [references]
    for number, lines in enumerate(sets, 1):
        if len(lines) != len(hypotheses):
            which = f" in set {number}" if len(sets) > 1 else ""
            raise BadInput(
                f"{len(hypotheses)} hypotheses and {len(lines)} references{which};"
                " there must be one reference a segment."
            )
    if not hypotheses:
        raise BadInput("there are no segments to score.")
    return sets
