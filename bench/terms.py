"""Term matching: words a second with 10,000 concepts, load times with 100,000, and what is found, beside others.

`python bench/terms.py [--quick]`. The glossary is made of words of simplemma's Dutch dictionary, single, in pairs and
hyphenated; the text is that of `bench/dutch.py`. The peers do less: a regex alternation and translate-toolkit's
terminology matcher find base forms only, an automaton finds generated forms without knowing word boundaries.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from dutch import Dutch
from machine import describe

from glossary import TermBase
from glossary.concept import Term
from glossary.index import kind_of, path_of
from glossary.language import language_of

SEED = 7


def glossary_rows(count: int) -> list[tuple[str, str]]:
    """Source and target terms, all different: 60 % single words, 35 % two words, 5 % hyphenated."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    chance = random.Random(SEED)
    factory = DefaultDictionaryFactory()
    dutch, english = (
        sorted(w for w in factory.get_dictionary(code) if w.isalpha() and w.islower() and 5 <= len(w) <= 14)
        for code in ("nl", "en")
    )
    rows: dict[str, str] = {}
    while len(rows) < count:
        shape = chance.random()
        joint = " " if shape < 0.35 else "-" if shape < 0.40 else ""
        words = chance.sample(dutch, 2 if joint else 1)
        rows.setdefault(joint.join(words), " ".join(chance.sample(english, len(words))))
    return list(rows.items())


def write_glossary(folder: Path, count: int) -> Path:
    path = folder / f"terms-{count}.csv"
    with path.open("w", encoding="utf-8") as out:
        out.write("concept,domain,language,term,status,part_of_speech,definition\n")
        for number, (source, target) in enumerate(glossary_rows(count)):
            out.write(f"c{number},test,nl,{source},preferred,noun,what it is\n")
            out.write(f"c{number},test,en,{target},preferred,noun,\n")
            out.write(f"c{number},test,en,not {target},forbidden,noun,\n")
    return path


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Processor time: on a machine that others use too, wall time says more about them."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def timed_twice(work: Callable[[], object]) -> tuple[float, float, object]:
    """Wall and processor time."""
    start = time.perf_counter()
    processor, result = timed(work)
    return time.perf_counter() - start, processor, result


def row(name: str, *cells: str) -> None:
    print(f"{name:<58}" + "".join(f"{cell:>16}" for cell in cells))


def throughput(quick: bool, folder: Path) -> None:
    count = 10_000
    path = write_glossary(folder, count)
    lines = [source for source, _ in islice(Dutch(SEED).pairs(), 3_000 if quick else 25_000)]
    words = sum(len(line.split()) for line in lines)
    print(f"\n{count:,} concepts, {len(lines):,} segments, {words:,} words")
    row("", "words/s", "matches", "set up, s")

    load_s, base = timed(lambda: TermBase.load(path))
    assert isinstance(base, TermBase)
    first_s, _ = timed(lambda: base.match("Een eerste woord, hoofdzakenlijst."))
    spent, found = timed(lambda: base.match_many(lines))
    assert isinstance(found, list)
    row(
        "translate-kit, each segment once",
        f"{words / spent:,.0f}",
        f"{sum(map(len, found)):,}",
        f"{load_s + first_s:.2f}",
    )
    spent, _ = timed(lambda: base.match_many(lines))
    row("translate-kit, again (its words are known)", f"{words / spent:,.0f}", "", "")

    terms = [source for source, _ in glossary_rows(count)]
    set_up, pattern = timed(
        lambda: re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, terms), key=len, reverse=True)) + r")\b", re.I)
    )
    assert isinstance(pattern, re.Pattern)
    some = lines[: 20 if quick else 100]
    some_words = sum(len(line.split()) for line in some)
    spent, hits = timed(lambda: sum(len(pattern.findall(line)) for line in some))
    row(
        f"regex alternation, base forms ({some_words:,} words)",
        f"{some_words / spent:,.0f}",
        f"{hits:,}",
        f"{set_up:.2f}",
    )
    automata(terms, lines, words)
    toolkit(terms, lines, quick)


def automata(terms: list[str], lines: list[str], words: int) -> None:
    """Aho–Corasick over every generated form: the search alone, no boundaries, no compounds."""
    language = language_of("nl")

    def all_forms() -> list[str]:
        forms: dict[str, None] = {}
        for term in terms:
            *front, last = path_of(term, language)
            kind = kind_of(Term(text=term, language="nl", part_of_speech="noun"))
            forms.update((" ".join((*front, form)), None) for form in language.forms(last, kind))
        return list(forms)

    forms_s, forms = timed(all_forms)
    assert isinstance(forms, list)
    folded = [line.lower() for line in lines]
    try:
        import ahocorasick_rs
    except ImportError:
        print("ahocorasick_rs: not installed")
    else:
        set_up, rust = timed(lambda: ahocorasick_rs.AhoCorasick(forms))
        spent, hits = timed(lambda: sum(len(rust.find_matches_as_indexes(t, overlapping=True)) for t in folded))  # type: ignore[attr-defined]
        row(f"ahocorasick_rs, {len(forms):,} forms", f"{words / spent:,.0f}", f"{hits:,}", f"{forms_s + set_up:.2f}")
    try:
        import ahocorasick
    except ImportError:
        print("pyahocorasick: not installed")
    else:

        def build() -> object:
            machine = ahocorasick.Automaton()
            for number, form in enumerate(forms):
                machine.add_word(form, (number, len(form)))
            machine.make_automaton()
            return machine

        set_up, machine = timed(build)
        spent, hits = timed(lambda: sum(1 for text in folded for _ in machine.iter(text)))  # type: ignore[attr-defined]
        row(f"pyahocorasick, {len(forms):,} forms", f"{words / spent:,.0f}", f"{hits:,}", f"{forms_s + set_up:.2f}")


def toolkit(terms: list[str], lines: list[str], quick: bool) -> None:
    try:
        from translate.search.match import terminologymatcher
        from translate.storage.po import pofile
    except ImportError:
        print("translate-toolkit: not installed")
        return

    def build() -> object:
        store = pofile()
        for term in terms:
            store.addsourceunit(term).target = term
        return terminologymatcher(store)

    set_up, matcher = timed(build)
    some = lines[: 3 if quick else 10]
    some_words = sum(len(line.split()) for line in some)
    spent, hits = timed(lambda: sum(len(matcher.matches(line)) for line in some))  # type: ignore[attr-defined]
    name = f"translate-toolkit terminologymatcher ({some_words:,} words)"
    row(name, f"{some_words / spent:,.0f}", f"{hits:,}", f"{set_up:.2f}")


def loading(quick: bool, folder: Path) -> None:
    count = 20_000 if quick else 100_000
    path = write_glossary(folder, count)
    print(f"\n{count:,} concepts, {path.stat().st_size / 1e6:.1f} MB")
    row("", "wall, s", "processor, s")
    wall, processor, base = timed_twice(lambda: TermBase.load(path))
    row("load, and write the cache", f"{wall:.2f}", f"{processor:.2f}")
    assert isinstance(base, TermBase)
    wall, processor, _ = timed_twice(lambda: TermBase.load(path, cache=False))
    row("load without a cache, not yet compiled", f"{wall:.2f}", f"{processor:.2f}")
    wall, processor, again = timed_twice(lambda: TermBase.load(path))
    row("load from the cache", f"{wall:.2f}", f"{processor:.2f}")
    assert isinstance(again, TermBase)
    line = next(Dutch(SEED).pairs())[0]
    wall, processor, _ = timed_twice(lambda: again.match(line))
    row("the first match after that", f"{wall:.2f}", f"{processor:.2f}")
    wall, processor, _ = timed_twice(lambda: again.check(line, line))
    row("the first check after that", f"{wall:.2f}", f"{processor:.2f}")


def found_of_marked() -> None:
    """How much of what a person marked each matcher finds: the speeds above are worth only as much."""
    from term_quality import annotated, matching

    from glossary import CURATED

    print("\nwhat they find in annotated sentences, with the curated glossary")
    terms = TermBase.load(CURATED)
    for name in ("held-out.tsv", "fresh.tsv"):
        matching(terms, name, annotated(name), show=False)


def start(folder: Path) -> None:
    """The command as a user starts it."""
    import resource
    import shutil
    import subprocess

    def run(text: str) -> tuple[float, float]:
        """Wall and processor time of a process of its own."""
        command = [sys.executable, "-m", "translate_kit", "glossary", "match", "--json", "-q", text]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        wall, _, _ = timed_twice(lambda: subprocess.run(command, check=True, capture_output=True))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    print("\nthe command, curated glossary, best of 5")
    row("", "wall, s", "processor, s")
    for name, text, cold in (
        ("no compound", "De eeuwige leiders.", False),
        ("with a compound", "De jucheleiders en hun kampbewaker.", False),
        ("the first compound ever", "De jucheleiders en hun kampbewaker.", True),
    ):
        times = []
        for _ in range(5):
            if cold:
                shutil.rmtree(folder / "translate-kit", ignore_errors=True)
            times.append(run(text))
        wall, processor = map(min, zip(*times, strict=True))
        row(f"translate-kit glossary match --json, {name}", f"{wall:.3f}", f"{processor:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer segments, a smaller glossary")
    quick = parser.parse_args().quick
    print(f"{describe()}, one process, processor time where nothing else is said")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_CACHE_HOME"] = name
        throughput(quick, folder)
        loading(quick, folder)
        start(folder)
        found_of_marked()


if __name__ == "__main__":
    main()
