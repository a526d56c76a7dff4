"""Words per second and scores of machine translation: ours beside argostranslate, same model, same beam, in one run.

`python bench/translation.py [--runs N] [--segments N]`

Speed: the segments of the sample article, and the first of FLORES-200 dev. Ours gets all of a text at once, mark-up
handling and punctuation included; `argostranslate.translate.translate` is called for each segment, as its interface
wants it. Both have loaded the model and translated a sentence before; the runs alternate, the medians are compared.

Quality: the 997 lines of FLORES-200 dev, with sacrebleu's signatures; the whole way of both, so with the sentence
splitting of both (186 lines hold more than one sentence). argostranslate decodes with a length penalty of 0.2, ours
with 1, the default of CTranslate2, with which the embedded model leaves fewer words out.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import machine

ROOT = Path(__file__).resolve().parents[1]
FLORES = ROOT.parent / "shared" / "data" / "mt"

Translate = Callable[[Sequence[str]], list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, help="runs of each, alternating")
    parser.add_argument("--segments", type=int, default=200, help="segments of FLORES dev that speed is measured on")
    arguments = parser.parse_args()
    print(machine.describe())
    with tempfile.TemporaryDirectory() as home:
        ours, peer = engines(Path(home))
        texts = {
            "the sample article": article(),
            **{f"FLORES dev, first {arguments.segments}": flores("nl")[: arguments.segments]},
        }
        print(f"\n{'words per second':34}{'segments':>10}{'words':>8}{'ours':>10}{'argostranslate':>17}{'ratio':>8}")
        for name, segments in texts.items():
            if segments:
                row(name, segments, ours, peer, arguments.runs)
        quality(ours, peer)


def engines(home: Path) -> tuple[Translate, Translate]:
    """Both on the embedded package, in a home of their own."""
    os.environ.update(XDG_DATA_HOME=str(home), XDG_CONFIG_HOME=str(home), XDG_CACHE_HOME=str(home))
    os.environ.pop("ARGOS_PACKAGES_DIR", None)
    from translate_kit.mt import models
    from translate_kit.mt.argos import ArgosEngine
    from translate_kit.mt.ctranslate import BEAM_SIZE

    model = models.find("nl", "en")
    shutil.copytree(model.path, home / "argos-translate" / "packages" / "translate-nl_en")
    from argostranslate import settings
    from argostranslate.translate import translate

    if settings.beam_size != BEAM_SIZE:
        sys.exit(f"argostranslate decodes with beam {settings.beam_size}, ours with {BEAM_SIZE}: not comparable.")
    print(f"{model.label}, beam {BEAM_SIZE}; argostranslate's threads: its default")
    engine = ArgosEngine(model)

    def ours(segments: Sequence[str]) -> list[str]:
        return [draft.target for draft in engine.translate(segments)]

    def peer(segments: Sequence[str]) -> list[str]:
        return [translate(segment, "nl", "en") for segment in segments]

    for each in (ours, peer):
        each(["Dit is een zin om warm te lopen."])
    return ours, peer


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


def row(name: str, segments: list[str], ours: Translate, peer: Translate, runs: int) -> None:
    words = sum(len(segment.split()) for segment in segments)
    speeds: dict[str, list[float]] = {"ours": [], "peer": []}
    for _ in range(runs):
        for who, translate in (("ours", ours), ("peer", peer)):
            began = time.perf_counter()
            translate(segments)
            speeds[who].append(words / (time.perf_counter() - began))
    one, two = (statistics.median(speeds[who]) for who in ("ours", "peer"))
    print(f"{name:34}{len(segments):10,}{words:8,}{one:10,.0f}{two:17,.0f}{one / two:8.1f}")


def quality(ours: Translate, peer: Translate) -> None:
    sources, references = flores("nl"), flores("en")
    if not sources or not references:
        return
    import sacrebleu

    metrics = (sacrebleu.BLEU(), sacrebleu.CHRF(), sacrebleu.TER())
    print(f"\n{'FLORES-200 dev, 997 segments':34}{'BLEU':>8}{'chrF2':>8}{'TER':>8}")
    for name, translate in (("ours", ours), ("argostranslate", peer)):
        hypotheses = translate(sources)
        scores = [metric.corpus_score(hypotheses, [references]).score for metric in metrics]
        print(f"{name:34}" + "".join(f"{score:8.2f}" for score in scores))
    for metric in metrics:
        print(f"  {type(metric).__name__}: {metric.get_signature()}")


if __name__ == "__main__":
    main()
