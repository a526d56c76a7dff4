"""Whether our scores equal the `sacrebleu` command's, to the last digit, and what they cost beside it.

The 997 segments of FLORES-200 dev and what three systems made of them, read from `../shared/data/mt` beside the
repository. Each metric with its 1,000 bootstrap samples, each segment by itself, and both paired tests; the command
runs on the same files in the same run. Times are of the processor, its start included for both.

    python bench/scores.py
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from machine import describe

from translate_kit.scoring import METRICS

DATA = Path(__file__).parents[2] / "shared" / "data" / "mt"
SYSTEMS = ("google", "microsoft", "bergamot-tiny")
OPTIONS = {
    "BLEU": ("bleu",),
    "chrF2": ("chrf",),
    "chrF2++": ("chrf", "--chrf-word-order", "2"),
    "TER": ("ter",),
}
REFERENCE = DATA / "flores-dev.en"


def main() -> int:
    """Print the tables; the exit code is 1 when anything differs."""
    if not REFERENCE.exists():
        print(f"{REFERENCE.name} is not there: this benchmark needs ../shared/data/mt beside the repository.")
        return 0
    print(describe())
    differing = scores() + segments() + tests()
    print(f"\nmust hold: every figure equal; {differing} differ")
    return 1 if differing else 0


def scores() -> int:
    """Each system in each metric, with its interval and signature."""
    print("\n| system | metric | score | 95 % interval | equal to the command | ours, s | the command, s |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    differing = 0
    for system in SYSTEMS:
        for metric in METRICS:
            path = str(hypothesis(system))
            ours, our_s = timed(
                lambda path=path, metric=metric: kit("score", "--hypothesis", path, "--metric", metric)["metrics"][0]
            )
            theirs, their_s = timed(
                lambda path=path, metric=metric: json.loads(
                    sacrebleu("-i", path, "-m", *OPTIONS[metric], "--confidence", "-f", "json")
                )
            )
            mean, half = (ours["ci_low"] + ours["ci_high"]) / 2, (ours["ci_high"] - ours["ci_low"]) / 2
            same = (
                digits(ours["score"]) == theirs["score"]
                and ours["signature"] == theirs["signature"]
                # Ours are the ends of the interval: the middle of both has a rounding of its own.
                and abs(mean - theirs["confidence_mean"]) < 1e-12
                and abs(half - theirs["confidence_var"]) < 1e-12
            )
            differing += not same
            interval = f"{ours['ci_low']:.2f}–{ours['ci_high']:.2f}"
            print(
                f"| {system} | {metric} | {ours['score']:.2f} | {interval} | {'yes' if same else 'NO'} | {our_s:.1f} |"
                f" {their_s:.1f} |",
                flush=True,
            )
    return differing


def segments() -> int:
    """Each segment of one system by itself."""
    system = SYSTEMS[0]
    value = kit("score", "--hypothesis", str(hypothesis(system)), "--by", "segment", "--no-confidence")
    differing = 0
    for place, metric in enumerate(METRICS):
        printed = sacrebleu("-i", str(hypothesis(system)), "-m", *OPTIONS[metric], "--sentence-level").splitlines()
        theirs = [float(line.partition(" = ")[2].split(" ")[0]) for line in printed]
        ours = [digits(segment["metrics"][place]["score"]) for segment in value["by_segment"]]
        differing += sum(one != other for one, other in zip(ours, theirs, strict=True))
    print(f"\n{len(value['by_segment'])} segments by {len(METRICS)} metrics: {differing} differ")
    return differing


def tests() -> int:
    """Paired tests of the second system against the first."""
    print("\n| test | metric | p | equal to the command |")
    print("| --- | --- | --- | --- |")
    first, second = str(hypothesis(SYSTEMS[0])), str(hypothesis(SYSTEMS[1]))
    differing = 0
    for test, option in (("bootstrap", "--paired-bs"), ("randomisation", "--paired-ar")):
        value = kit("scores", "compare", first, second, "--test", test, "--limit", "1")
        ours = {metric["name"]: metric["p_value"] for metric in value["metrics"]}
        for metric, options in OPTIONS.items():
            table = sacrebleu("-i", first, second, "-m", *options, option, "-f", "latex", "-nc")
            found = re.search(r"\(p = ([\d.]+)\)", table)
            same = found is not None and f"{ours[metric]:.4f}" == found[1]
            differing += not same
            print(f"| {test} | {metric} | {ours[metric]:.4f} | {'yes' if same else 'NO'} |", flush=True)
    return differing


def hypothesis(system: str) -> Path:
    """What a system made of the sources."""
    return DATA / f"flores-dev.{system}.en"


def digits(value: float) -> float:
    """As the command prints it with `-w 14`."""
    return float(f"{value:.14f}")


def kit(*arguments: str) -> Any:
    """The answer of a command of ours."""
    command = [sys.executable, "-m", "translate_kit", *arguments, "--reference", str(REFERENCE), "--json"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def sacrebleu(*arguments: str) -> str:
    """What the command prints."""
    command = [sys.executable, "-m", "sacrebleu", "-w", "14", str(REFERENCE), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What a piece of work in other processes gives, and the seconds of processor time that they took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return result, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
