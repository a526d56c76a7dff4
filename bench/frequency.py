"""The general Dutch frequency list that ships: made again from its text, and compared with what is there.

`python bench/frequency.py [--write]`. The text is the Dutch half of the sentence pairs written for this project, in
`../shared/data/parallel/own` beside the repository: columns, news, reviews, encyclopaedia articles, daily life. Left
out are the subjects that the curated glossary is about (`dprk`, `faith`, `reports`), which would hide their own terms,
and the documents kept for development and testing. Words are folded as the glossary folds them (case, accents); words
with a hyphen count whole.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data" / "parallel"
LIST = ROOT / "glossary" / "data" / "nl-frequency.txt.gz"
SUBJECTS_LEFT_OUT = {"dprk", "faith", "reports"}


def _split() -> ModuleType:
    """The module that says which documents are for training."""
    spec = importlib.util.spec_from_file_location("split", SHARED / "split.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sentences() -> Iterator[str]:
    """The Dutch sentences that are counted."""
    split = _split()
    for document, dutch, _ in split.pairs(SHARED / "own"):
        if document.split("/")[0] not in SUBJECTS_LEFT_OUT and split.part(document) == "train":
            yield dutch


def content() -> bytes:
    """The list as it ships: a line for each count, highest first, with the words that have it in alphabetical order."""
    from glossary.frequency import written_words

    counts: Counter[str] = Counter()
    for sentence in sentences():
        counts.update(written_words(sentence))
    by_count: dict[int, list[str]] = {}
    for word, count in counts.items():
        by_count.setdefault(count, []).append(word)
    lines = [f"{count} {' '.join(sorted(by_count[count]))}" for count in sorted(by_count, reverse=True)]
    # Without a time in it, so that the same text gives the same file.
    return gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the list that ships")
    write = parser.parse_args().write
    if not (SHARED / "split.py").exists():
        print(f"The text is not here ({SHARED.relative_to(ROOT.parent)} beside the repository); nothing was measured.")
        return 0
    made = content()
    if write:
        LIST.write_bytes(made)
    from glossary.frequency import frequencies

    known = frequencies("nl")
    same = gzip.decompress(LIST.read_bytes()) == gzip.decompress(made)
    print(f"{known.total:,} running words, {len(known):,} different ones, {LIST.stat().st_size / 1000:.0f} KB")
    print("the list that ships is " + ("the same" if same else "ANOTHER ONE: run with --write"))
    for folder in sorted(SUBJECTS_LEFT_OUT):
        found = unseen = 0
        from glossary.frequency import written_words

        for path in (SHARED / "own" / folder).glob("*.txt"):
            for line in path.read_text(encoding="utf-8").splitlines():
                for word in written_words(line.split(" ||| ")[0]) if " ||| " in line else ():
                    found += 1
                    unseen += not known.count(word)
        print(f"{folder}: {found:,} running words, {100 * unseen / found:.1f} % not in the list")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
