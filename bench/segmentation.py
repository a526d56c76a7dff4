"""Where Dutch sentences end: boundary F1 and speed, ours beside other libraries, in one run.

`python bench/segmentation.py [--peers PYTHON] [--errors]`

Boundaries inside paragraphs are scored (the end of a paragraph does not count): a boundary is right when the next
sentence starts where it should. The development parts of the Universal Dependencies treebanks LassySmall (Wikipedia)
and Alpino (newspaper) have sentences marked by hand; the third set is text that no rule was written for: every tenth
document of a corpus written one translation unit a line, five lines joined to a paragraph. There a line may hold two
sentences, so precision is a lower bound; documents with a line that has no full stop are left out.

Peers are looked for in the running interpreter, or in the one that --peers names (they pin old dependencies), and run
in a process of their own. Their time is that of their own call; offsets are found afterwards.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from machine import describe

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
PASS_S = 0.5
"""A set is split again and again until this much time has passed; the fastest pass counts."""

Split = Callable[[str], Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", metavar="PYTHON", default=sys.executable, help="an interpreter that has the peers")
    parser.add_argument("--errors", action="store_true", help="print each boundary that ours gets wrong")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        json.dump(peers(json.load(sys.stdin)), sys.stdout)
        return
    sets = {"lassysmall-dev": treebank("lassysmall"), "alpino-dev": treebank("alpino"), "unseen": unseen()}
    sets = {name: documents for name, documents in sets.items() if documents}
    if not sets:
        sys.exit(f"no data: {SHARED / 'segmentation'} is not there; nothing can be measured.")
    print(describe())
    for name, documents in sets.items():
        characters = sum(len(text) for text, _ in documents)
        print(f"{name}: {len(documents)} paragraphs, {characters} characters, {count(documents)} boundaries")
    texts = {name: [text for text, _ in documents] for name, documents in sets.items()}
    results = {"translate-kit": ours(texts), **asked(arguments.peers, texts)}
    print(f"\n{'':34}" + "".join(f"{name:>34}" for name in sets))
    print(f"{'':34}" + f"{'F1      P      R  Mchar/s':>34}" * len(sets))
    for name, result in results.items():
        if "missing" in result:
            print(f"{name:<34}not installed ({result['missing']})")
            continue
        row = ""
        for part, documents in sets.items():
            f1, precision, recall = score(documents, result[part]["starts"])
            speed = sum(map(len, texts[part])) / result[part]["seconds"] / 1e6
            row += f"{f1:12.4f} {precision:6.4f} {recall:6.4f} {speed:7.2f}"
        print(f"{name:<34}{row}")
    false_alarms()
    if arguments.errors:
        errors(sets, results["translate-kit"])


def treebank(name: str) -> list[tuple[str, list[int]]]:
    """Paragraphs with the starts of their second and later sentences."""
    path = SHARED / "segmentation" / f"{name}-dev.jsonl"
    if not path.exists():
        print(f"{path} is not there: {name} is not measured")
        return []
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(row["text"], [start for start, _ in row["segments"][1:]]) for row in rows]


def unseen() -> list[tuple[str, list[int]]]:
    """Paragraphs of five lines each out of documents whose lines all end in a full stop."""
    folder = SHARED / "parallel" / "own"
    stopped = re.compile(r"[.?!…][\"'”’)]*$")
    documents: list[list[str]] = []
    for path in sorted(folder.glob("*/*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("#"):
                documents.append([])
            elif " ||| " in line and documents:
                documents[-1].append(line.split(" ||| ")[0].strip())
    prose = [lines for lines in documents if len(lines) > 4 and all(map(stopped.search, lines))]
    paragraphs = []
    for lines in prose[::10]:
        for first in range(0, len(lines), 5):
            part = lines[first : first + 5]
            starts = [len(" ".join(part[:number])) + 1 for number in range(1, len(part))]
            paragraphs.append((" ".join(part), starts))
    return paragraphs


def false_alarms() -> None:
    """How many single strings are taken for a list that lost its line breaks: nearly none is one."""
    from translate_kit.segment.glued import item_starts

    path = SHARED / "parallel" / "general.tsv.gz"
    if not path.exists():
        print(f"{path} is not there: false alarms of glued lists are not counted")
        return
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        strings = [line.split("\t")[1] for line in stream]
    taken = [string for string in strings if item_starts(string)]
    print(f"\nglued lists: {len(taken)} of {len(strings)} strings are taken for one")
    for string in taken[:5]:
        print(f"  {string[:110]}")


def count(documents: list[tuple[str, list[int]]]) -> int:
    return sum(len(starts) for _, starts in documents)


def score(documents: list[tuple[str, list[int]]], found: list[list[int]]) -> tuple[float, float, float]:
    """Boundary F1, precision and recall over all paragraphs together."""
    right = sum(len(set(gold) & set(starts)) for (_, gold), starts in zip(documents, found, strict=True))
    precision = right / max(1, sum(map(len, found)))
    recall = right / max(1, count(documents))
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def timed(split: Split, texts: list[str]) -> tuple[list[Any], float]:
    """What it found, and the seconds of its fastest pass over all texts."""
    best, until = float("inf"), time.perf_counter() + PASS_S
    while True:
        began = time.perf_counter()
        found = [split(text) for text in texts]
        best = min(best, time.perf_counter() - began)
        if time.perf_counter() > until:
            return found, best


def measured(split: Split, sets: dict[str, list[str]], starts: Callable[[str, Any], list[int]]) -> dict[str, Any]:
    result = {}
    for name, texts in sets.items():
        found, seconds = timed(split, texts)
        result[name] = {"starts": list(map(starts, texts, found)), "seconds": seconds}
    return result


def ours(sets: dict[str, list[str]]) -> dict[str, Any]:
    from translate_kit.segment import split_paragraph

    return measured(split_paragraph, sets, lambda _text, spans: [start for start, _ in spans[1:]])


def asked(python: str, sets: dict[str, list[str]]) -> dict[str, Any]:
    """Run the peers in their interpreter."""
    from translate_kit.segment.nl import DUTCH

    job = {
        "sets": sets,
        "prefixes": sorted(DUTCH.binding | DUTCH.leaning | {word.capitalize() for word in DUTCH.binding}),
        "numeric": sorted(DUTCH.numbered),
    }
    done = subprocess.run(
        [python, __file__, "--worker"], input=json.dumps(job), capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{python} could not run the peers:\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def peers(job: dict[str, Any]) -> dict[str, Any]:
    """Measure each peer that is installed; the worker's side, which imports nothing of this project."""
    result: dict[str, Any] = {}
    for name, package, measure in (
        ("sentence-splitter", "sentence-splitter", sentence_splitter),
        ("sentence-splitter, our words", "sentence-splitter", sentence_splitter_with_words),
        ("blingfire", "blingfire", blingfire),
        ("pysbd", "pysbd", pysbd),
    ):
        try:
            result[f"{name} ({version(package)})"] = measure(job)
        except (ImportError, PackageNotFoundError) as error:
            result[name] = {"missing": str(error)}
    return result


def located(text: str, sentences: list[str]) -> list[int]:
    """The starts of the second and later sentences, for a library that gives no offsets."""
    starts, at = [], 0
    for sentence in sentences:
        at = text.find(sentence, at)
        starts.append(at)
        at += len(sentence)
    return starts[1:]


def sentence_splitter(job: dict[str, Any]) -> dict[str, Any]:
    from sentence_splitter import SentenceSplitter

    return measured(SentenceSplitter(language="nl").split, job["sets"], located)


def sentence_splitter_with_words(job: dict[str, Any]) -> dict[str, Any]:
    """The library with our abbreviations added to its own: what adding words alone would bring."""
    import sentence_splitter as package

    own = Path(package.__file__).parent / "non_breaking_prefixes" / "nl.txt"
    words = own.read_text(encoding="utf-8") if own.exists() else ""
    lines = [*job["prefixes"], *(f"{word} #NUMERIC_ONLY#" for word in job["numeric"])]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "nl.txt"
        path.write_text(f"{words}\n" + "\n".join(lines) + "\n", encoding="utf-8")
        splitter = package.SentenceSplitter(language="nl", non_breaking_prefix_file=str(path))
    return measured(splitter.split, job["sets"], located)


def blingfire(job: dict[str, Any]) -> dict[str, Any]:
    import blingfire

    def starts(_text: str, found: tuple[str, list[tuple[int, int]]]) -> list[int]:
        return [start for start, _ in found[1][1:]]

    return measured(blingfire.text_to_sentences_and_offsets, job["sets"], starts)


def pysbd(job: dict[str, Any]) -> dict[str, Any]:
    import pysbd

    segmenter = pysbd.Segmenter(language="nl", clean=False, char_span=True)
    return measured(segmenter.segment, job["sets"], lambda _text, spans: [span.start for span in spans[1:]])


def errors(sets: dict[str, list[tuple[str, list[int]]]], result: dict[str, Any]) -> None:
    for name, documents in sets.items():
        for (text, gold), starts in zip(documents, result[name]["starts"], strict=True):
            for place in sorted(set(gold) ^ set(starts)):
                kind = "missed" if place in gold else "too many"
                print(f"{name} {kind}: {text[max(0, place - 50) : place]}¦{text[place : place + 40]}")


if __name__ == "__main__":
    main()
