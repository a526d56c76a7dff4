"""Terms in machine translation: what each way of enforcing them gives, and what it costs.

`python bench/term_enforcement.py [--runs N]`

Must hold: at least 95 % of the terms on the sample article and on 200 further sentences with terms, while chrF2 against
the reference falls by no more than 0.5. The texts, each of the sentences that have a term of the curated glossary:

- the sample article. Not blind: which terms it still lacked was looked at, and two causes were mended.
- the documents of the project's own corpus that `../shared/data/parallel/split.py` keeps apart as `dev`. The model was
  not trained on them and no setting was chosen on them, but drafts of some were read early on.
- FLORES-200 dev, a domain that the glossary was not made for. No setting was chosen on it; its figures were watched.
- Tatoeba (in `general.tsv.gz`), 300 sentences. Settings were chosen on others of its sentences, the first 6,000 of
  the order that is drawn here; those measured come after them, and no draft of them was ever read.

Settings were chosen on those others and on documents of the `train` part; see docs/explanation/terms-in-mt.md.

`terms`: the share of the source terms for which an allowed target is there, by `glossary check`, which also judges the
candidates: chrF2 and BLEU say whether the sentences gained. `ok only` leaves out what is there fewer times than in the
source. The peer is the common trick of pasting the target terms into the source. Words a second are medians; `cpu ms`
is processor time, of all threads, for 1,000 words. How they compare with argostranslate: `bench/translation.py`.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import itertools
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import machine
import sacrebleu
import translation

from glossary import CURATED, TermBase, Verdict, accuracy
from translate_kit.mt.terms import N_BEST, PREFIX, REPLACED, STAND_IN, STEPS, USED

ROOT = Path(__file__).resolve().parents[1]
PARALLEL = ROOT.parent / "shared" / "data" / "parallel"
SEEN, UNSEEN = 6_000, 300
"""Of Tatoeba: how many sentences were used for settings, and how many with terms are measured here."""
PLAIN, OURS = "plain", "+ n-best, stand-in, replaced (used)"
WAYS: dict[str, tuple[str, ...]] = {
    "+ n-best": (N_BEST,),
    "+ n-best, prefix": (N_BEST, PREFIX),
    "+ n-best, prefix, replaced": (N_BEST, PREFIX, REPLACED),
    "+ n-best, stand-in": (N_BEST, STAND_IN),
    OURS: USED,
    "+ all four": STEPS,
}

METRICS = (sacrebleu.CHRF(), sacrebleu.BLEU())

Pairs = Sequence[tuple[str, str]]
Translate = Callable[[Sequence[str]], list[str]]


@dataclass(frozen=True)
class Text:
    """Sentences with their references, and what each way made of them.

    Attributes:
        name: for the table.
        pairs: (source, reference).
        targets: by way.
        times: seconds by the clock and of processor time, all threads, by way.
    """

    name: str
    pairs: Pairs
    targets: dict[str, list[str]]
    times: dict[str, tuple[float, float]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, help="runs of each for the speed, alternating")
    arguments = parser.parse_args()
    print(machine.describe())
    termbase = TermBase.load(CURATED)
    ways = translators(termbase)
    texts = [measured(name, pairs, ways, arguments.runs) for name, pairs in read(termbase).items()]
    if len(texts) > 2:
        texts.append(together("all but the sample", texts[1:]))
    verdicts = [table(text, termbase) for text in texts]
    print("\n" + "\n".join(str(metric.get_signature()) for metric in METRICS))
    print("\nmust hold: terms >= 95 %, chrF2 not more than 0.5 below plain")
    print("\n".join(verdicts))


def translators(termbase: TermBase) -> dict[str, Translate]:
    """The ways to translate, by name."""
    from translate_kit.mt import models
    from translate_kit.mt.argos import ArgosEngine

    model = models.find("nl", "en")
    print(f"{model.label}, beam 4; the curated glossary, {len(termbase.concepts)} concepts")
    plain = ArgosEngine(model)

    def with_terms(steps: tuple[str, ...]) -> Translate:
        engine = ArgosEngine(model, term_steps=steps)
        return lambda sources: [draft.target for draft in engine.translate(sources, termbase=termbase)]

    return {
        PLAIN: lambda sources: [draft.target for draft in plain.translate(sources)],
        "target terms pasted into the source": lambda sources: [
            draft.target for draft in plain.translate([pasted(termbase, source) for source in sources])
        ],
        **{name: with_terms(steps) for name, steps in WAYS.items()},
    }


def pasted(termbase: TermBase, source: str) -> str:
    """A source with the preferred target terms in the place of its terms."""
    for match in reversed(termbase.match(source)):
        if match.targets and len(match.parts) < 2:
            source = source[: match.start] + match.targets[0] + source[match.end :]
    return source


def read(termbase: TermBase) -> dict[str, Pairs]:
    """The texts that are there: sentences with terms, each with its reference."""
    article = translation.article()
    path = next((ROOT / "translate_kit" / "examples").glob("*.en.txt"))
    found: dict[str, Pairs] = {
        "the sample article": list(zip(article, path.read_text(encoding="utf-8").splitlines(), strict=True))
    }
    if (PARALLEL / "split.py").exists():
        spec = importlib.util.spec_from_file_location("split", PARALLEL / "split.py")
        assert spec is not None
        assert spec.loader is not None
        split = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(split)
        rows = split.pairs(PARALLEL / "own")
        found["dev documents"] = [(s, t) for document, s, t in rows if split.part(document) == "dev"]
        found["Tatoeba, unseen"] = tatoeba(termbase)
    else:
        print("../shared/data/parallel is not there: not measured")
    found["FLORES-200 dev"] = list(zip(translation.flores("nl"), translation.flores("en"), strict=True))
    return {
        name: pairs if number == 0 else [(s, t) for s, t in pairs if termbase.match(s)]
        for number, (name, pairs) in enumerate(found.items())
        if pairs
    }


def tatoeba(termbase: TermBase) -> Pairs:
    """The first sentences with terms that come after those that settings were chosen on."""
    with gzip.open(PARALLEL / "general.tsv.gz", "rt", encoding="utf-8") as stream:
        rows = [line.rstrip("\n").split("\t") for line in stream]
    pairs = [(dutch, english) for origin, dutch, english in rows if origin == "x:tatoeba"]
    random.Random(3).shuffle(pairs)
    seen = {source for source, _ in pairs[:SEEN]}
    fresh = dict(pair for pair in pairs[SEEN:] if pair[0] not in seen)
    return list(itertools.islice((pair for pair in fresh.items() if termbase.match(pair[0])), UNSEEN))


def measured(name: str, pairs: Pairs, ways: dict[str, Translate], runs: int) -> Text:
    sources = [source for source, _ in pairs]
    targets: dict[str, list[str]] = {}
    times: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    for translate in ways.values():
        translate(sources[:3])
    for _ in range(runs):
        for way, translate in ways.items():
            began, cpu = time.perf_counter(), time.process_time()
            targets[way] = translate(sources)
            times[way].append((time.perf_counter() - began, time.process_time() - cpu))
    medians = {way: tuple(map(statistics.median, zip(*found, strict=True))) for way, found in times.items()}
    return Text(name, pairs, targets, {way: (wall, cpu) for way, (wall, cpu) in medians.items()})


def together(name: str, texts: Sequence[Text]) -> Text:
    ways = texts[0].targets
    return Text(
        name,
        [pair for text in texts for pair in text.pairs],
        {way: [target for text in texts for target in text.targets[way]] for way in ways},
        {way: (sum(text.times[way][0] for text in texts), sum(text.times[way][1] for text in texts)) for way in ways},
    )


def table(text: Text, termbase: TermBase) -> str:
    """Print the table of a text; the line about what must hold."""
    sources, references = [source for source, _ in text.pairs], [target for _, target in text.pairs]
    words = sum(len(source.split()) for source in sources)
    verdicts = {
        way: [verdict for pair in zip(sources, targets, strict=True) for verdict in termbase.check(*pair)]
        for way, targets in {"the reference": references, **text.targets}.items()
    }
    terms = accuracy(verdicts[PLAIN])[1]
    print(f"\n{text.name}: {len(sources)} segments, {words:,} words, {terms} terms")
    print(f"{'':36}{'terms':>8}{'ok only':>9}{'chrF2':>8}{'BLEU':>8}{'words/s':>10}{'cpu ms':>8}")
    for way, found in verdicts.items():
        shares = f"{share(found):8.1f}{100 * sum(verdict.kind == 'ok' for verdict in found) / len(found):9.1f}"
        if way not in text.targets:
            print(f"{way:36}{shares}")
            continue
        scores = [metric.corpus_score(text.targets[way], [references]).score for metric in METRICS]
        shown = "".join(f"{score:8.2f}" for score in scores)
        wall, cpu = text.times[way]
        print(f"{way:36}{shares}{shown}{words / wall:10,.0f}{1e6 * cpu / words:8.0f}", flush=True)
    chrf = {way: METRICS[0].corpus_score(text.targets[way], [references]).score for way in (PLAIN, OURS)}
    holds = share(verdicts[OURS]) >= 95 and chrf[OURS] >= chrf[PLAIN] - 0.5
    return (
        f"  {text.name}: terms {share(verdicts[PLAIN]):.1f} -> {share(verdicts[OURS]):.1f} %, "
        f"chrF2 {chrf[PLAIN]:.2f} -> {chrf[OURS]:.2f}: {'holds' if holds else 'DOES NOT HOLD'}"
    )


def share(verdicts: Sequence[Verdict]) -> float:
    right, terms = accuracy(verdicts)
    return 100 * right / terms


if __name__ == "__main__":
    main()
