"""Words per second and scores of machine translation: ours beside argostranslate, same model, same beam, in one run.

`python bench/translation.py [--runs N] [--segments N]`

Speed: the segments of the sample article, and the first of FLORES-200 dev. Ours gets all of a text at once, mark-up
handling and punctuation included, without a glossary and with the curated one; `argostranslate.translate.translate` is
called for each segment, as its interface wants it. All have loaded the model and translated a sentence before; the runs
alternate, the medians are compared. Everything is done twice, in a process of its own: with argostranslate's threads as
they are by default, and with one (`OMP_NUM_THREADS=1`), at which it is much faster with a small model. `cpu` is
processor time, of all threads, for 1,000 words: what a busy machine or a bill notices.

Quality: the 997 lines of FLORES-200 dev, with sacrebleu's signatures; the whole way of both, so with the sentence
splitting of both (186 lines hold more than one sentence). argostranslate decodes with a length penalty of 0.2, ours
with 1, the default of CTranslate2, with which the embedded model leaves fewer words out.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import machine

ROOT = Path(__file__).resolve().parents[1]
FLORES = ROOT.parent / "shared" / "data" / "mt"

OURS, TERMS, PEER = "ours", "ours, with the curated glossary", "argostranslate"
Translate = Callable[[Sequence[str]], list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, help="runs of each, alternating")
    parser.add_argument("--segments", type=int, default=200, help="segments of FLORES dev that speed is measured on")
    parser.add_argument("--speed", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.speed:
        with tempfile.TemporaryDirectory() as home:
            ways = engines(Path(home))
            for name, segments in texts(arguments.segments).items():
                speeds(name, segments, ways, arguments.runs)
        return
    print(machine.describe())
    for label, threads in (("as by default", None), ("one: OMP_NUM_THREADS=1", "1")):
        environment = {key: value for key, value in os.environ.items() if key != "OMP_NUM_THREADS"}
        if threads is not None:
            environment["OMP_NUM_THREADS"] = threads
        print(f"\nargostranslate's threads {label}", flush=True)
        command = [sys.executable, __file__, "--speed", "--runs", arguments.runs, "--segments", arguments.segments]
        subprocess.run([str(part) for part in command], env=environment, check=True)
    # What argostranslate says does not depend on it, and this way it takes seconds instead of minutes.
    os.environ["OMP_NUM_THREADS"] = "1"
    with tempfile.TemporaryDirectory() as home:
        quality(engines(Path(home)))


def texts(segments: int) -> dict[str, list[str]]:
    """What speed is measured on."""
    found = {"the sample article": article(), f"FLORES dev, first {segments}": flores("nl")[:segments]}
    return {name: sources for name, sources in found.items() if sources}


def engines(home: Path) -> dict[str, Translate]:
    """All on the embedded package, in a home of their own."""
    os.environ.update(XDG_DATA_HOME=str(home), XDG_CONFIG_HOME=str(home), XDG_CACHE_HOME=str(home))
    os.environ.pop("ARGOS_PACKAGES_DIR", None)
    from glossary import CURATED, TermBase
    from translate_kit.mt import models
    from translate_kit.mt.argos import ArgosEngine
    from translate_kit.mt.ctranslate import BEAM_SIZE

    model = models.find("nl", "en")
    shutil.copytree(model.path, home / "argos-translate" / "packages" / "translate-nl_en")
    from argostranslate import settings
    from argostranslate.translate import translate

    if settings.beam_size != BEAM_SIZE:
        sys.exit(f"argostranslate decodes with beam {settings.beam_size}, ours with {BEAM_SIZE}: not comparable.")
    engine, termbase = ArgosEngine(model), TermBase.load(CURATED)
    ways: dict[str, Translate] = {
        OURS: lambda segments: [draft.target for draft in engine.translate(segments)],
        TERMS: lambda segments: [draft.target for draft in engine.translate(segments, termbase=termbase)],
        PEER: lambda segments: [translate(segment, "nl", "en") for segment in segments],
    }
    for each in ways.values():
        each(["Dit is een zin om warm te lopen.", "De overlopers vertelden over de strafkampen."])
    return ways


def article() -> list[str]:
    """The segments of the sample article, each once."""
    from translate_kit.segment import segment_text

    paths = sorted((ROOT / "translate_kit" / "examples").glob("*.nl.md"))
    if not paths:
        print("translate_kit/examples has no article: not measured")
        return []
    text = paths[0].read_text(encoding="utf-8")
    return list(dict.fromkeys(segment.source for segment in segment_text(text, format="markdown")))


def flores(language: str) -> list[str]:
    path = FLORES / f"flores-dev.{language}"
    if not path.exists():
        print(f"{path.name} is not in ../shared/data/mt: not measured")
        return []
    return path.read_text(encoding="utf-8").splitlines()


def speeds(name: str, segments: list[str], ways: dict[str, Translate], runs: int) -> None:
    words = sum(len(segment.split()) for segment in segments)
    times: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    for _ in range(runs):
        for way, translate in ways.items():
            began, cpu = time.perf_counter(), time.process_time()
            translate(segments)
            times[way].append((time.perf_counter() - began, time.process_time() - cpu))
    wall, cpu_s = ({way: statistics.median(one[n] for one in found) for way, found in times.items()} for n in (0, 1))
    print(f"  {f'{name}: {len(segments)} segments, {words:,} words':44}{'words/s':>10}{'ratio':>8}{'cpu ms':>9}")
    for way in ways:
        speed, ratio, cpu_ms = words / wall[way], wall[PEER] / wall[way], 1e6 * cpu_s[way] / words
        print(f"    {way:42}{speed:10,.0f}{ratio:8.1f}{cpu_ms:9.0f}", flush=True)


def quality(ways: dict[str, Translate]) -> None:
    sources, references = flores("nl"), flores("en")
    if not sources or not references:
        return
    import sacrebleu

    metrics = (sacrebleu.BLEU(), sacrebleu.CHRF(), sacrebleu.TER())
    print(f"\n{'FLORES-200 dev, 997 segments':34}{'BLEU':>8}{'chrF2':>8}{'TER':>8}")
    for name, translate in ways.items():
        hypotheses = translate(sources)
        scores = [metric.corpus_score(hypotheses, [references]).score for metric in metrics]
        print(f"{name:34}" + "".join(f"{score:8.2f}" for score in scores))
    for metric in metrics:
        print(f"  {type(metric).__name__}: {metric.get_signature()}")


if __name__ == "__main__":
    main()
