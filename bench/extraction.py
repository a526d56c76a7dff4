"""Term extraction: how many of the first fifty candidates are terms, and how many proposed translations are right.

`python bench/extraction.py`. What counts as a term was judged by hand: a concept or a name of the subject that a
terminologist would make an entry of. A candidate that nobody has judged is printed, and counts as none. The proposals
are those for the terms of the curated glossary, out of the sentence pairs written for this project; one is right when
the glossary lists it, and covers it whole. Both need `../shared/data/parallel/own`, but for the sample article.
"""

from __future__ import annotations

import importlib.util
import time
from pathlib import Path

from machine import describe

from glossary import CURATED, TermBase
from glossary.align import PER_TERM, collect, propose
from glossary.extract import extract

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data" / "parallel"
FIRST = 50

# fmt: off
ARTICLE = {
    "yes": (
        "Kim Il-sung", "zelfredzaamheid", "grondwet", "Noord-Korea", "kernproef", "eeuwige leider", "Pyongyang",
        "zendeling", "godsdienst", "verraad", "leider", "Juche", "politieke gevangenkampen", "persoonsverheerlijking",
        "VN-Veiligheidsraad", "geloofsvervolging", "staatsgodsdienst", "Juche-ideologie", "werkkampbewaker",
        "Juche-toren", "Kim Jong-il", "Open Doors", "jucheleer", "overloper", "songbun", "DDR", "VN",
        "godsdienstvrijheid", "wekelijkse zelfkritiek", "leer", "christen", "onderzoekscommissie", "Koreaanse Oorlog",
    ),
    "no": (
        "hulp", "façade", "gebouw", "North Korea’s Juche Myth", "presbyteriaans gezin", "schooldirecteur",
        "gevluchte schooldirecteur",
        "beleidswoord", "buitenwacht", "steunkous", "makelij", "Myers", "lot", "zelfredzame staat", "schrikkeldag",
        "China", "volk", "ledenlijst", "gedachte", "president", "volledige ontkenning", "regie", "stichter",
    ),
}
OWN = {
    "yes": (
        "Pyongyang", "Noord-Korea", "leider", "Seoul", "Noord-Koreaan", "Noord-Koreanen", "Zuid-Korea", "overloper",
        "Chongjin", "godsdienst", "Kim Il-sung", "Peking", "Yanji", "juche", "Yalu", "VN", "ambassade",
        "zelfredzaamheid", "Noorden", "dictatuur", "koude noedels", "portret", "gedemilitariseerde zone", "berg Paektu",
        "ideologie", "Dandong", "Hamhung", "Hyesan", "Wonsan", "Tumen", "yuan", "vluchteling", "Zuiden", "regime",
        "hereniging", "noorderling", "resolutie",
    ),
    "no": (
        "China", "soldaat", "noordoosten van Noord-Korea", "Noord-Koreaanse vrouwen", "Thant Zin", "Vladivostok",
        "Korea's", "Rim", "grens", "markt", "tolk", "wierook", "tractor", "Rusland", "pandemie", "weeshuis", "tijger",
        "flat", "ploegbaas",
    ),
}
# fmt: on


def precision(name: str, texts: list[str], judged: dict[str, tuple[str, ...]]) -> None:
    """Print the share of terms among the first candidates."""
    begun = time.process_time()
    first = [candidate.term for candidate in extract(texts)[:FIRST]]
    spent = time.process_time() - begun
    words = sum(len(text.split()) for text in texts)
    unknown = [term for term in first if term not in judged["yes"] and term not in judged["no"]]
    right = sum(term in judged["yes"] for term in first)
    print(f"{name:<46}{words:>9,}{right / len(first):>14.2f}{spent:>10.2f}")
    if unknown:
        print(f"  not judged: {', '.join(unknown)}")


def proposals(pairs: list[tuple[str, str]]) -> None:
    """Print how many of the proposals for the terms of the curated glossary are in it, by how often the term occurs."""
    base = TermBase.load(CURATED)
    terms = {
        term.text: concept.id
        for concept in base.concepts
        for term in concept.in_language("nl")
        if not base.match(term.text)[:1] or not base.match(term.text)[0].homonyms
    }
    begun = time.process_time()
    kept, spots = collect(pairs, terms)
    collected = time.process_time()
    found = propose(kept, spots)
    spent = time.process_time()
    print(f"\nproposals for terms of the curated glossary, {len(pairs):,} pairs ({len(kept):,} of them aligned)")
    print(f"{'the term occurs':<46}{'terms':>9}{'proposed':>14}{'right':>10}{'of proposed':>14}")
    for label, low, high in (("once", 1, 1), ("2-4 times", 2, 4), (f"5-{PER_TERM} times", 5, PER_TERM)):
        those = [term for term, places in spots.items() if low <= len(places) <= high]
        with_one = [term for term in those if found.get(term)]
        right = sum(covers(base, terms[term], term, found[term][0].target) for term in with_one)
        share = right / len(with_one) if with_one else 0.0
        print(f"{label:<46}{len(those):>9}{len(with_one):>14}{right:>10}{share:>14.2f}")
    print(f"{collected - begun:.1f} s to pick pairs out of the memory, {spent - collected:.1f} s to align them")


def covers(base: TermBase, concept: str, source: str, target: str) -> bool:
    """Whether the glossary has the target in the concept of the source, and nothing of the target is left over."""
    return any(
        verdict.match.concept == concept
        and verdict.start is not None
        and verdict.end is not None
        and verdict.end - verdict.start >= len(target) - len("the ")
        for verdict in base.check(source, target)
    )


def own_pairs() -> list[tuple[str, str, str]]:
    """(document, Dutch, English) of the project's own sentence pairs."""
    spec = importlib.util.spec_from_file_location("split", SHARED / "split.py")
    assert spec is not None
    assert spec.loader is not None
    split = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(split)
    return list(split.pairs(SHARED / "own"))


def main() -> None:
    """Print the tables."""
    from translate_kit.formats import read_document

    print(describe())
    print(f"{'':<46}{'words':>9}{f'precision@{FIRST}':>14}{'s':>10}")
    article = read_document(ROOT / "translate_kit" / "examples" / "zelfredzaamheid.nl.md")
    precision("the sample article", [segment.source for segment in article.segments], ARTICLE)
    if not (SHARED / "split.py").exists():
        print("../shared/data/parallel is not beside the repository: the rest is left out")
        return
    pairs = own_pairs()
    precision("own text about North Korea", [nl for document, nl, _ in pairs if document.startswith("dprk/")], OWN)
    proposals([(source, target) for _, source, target in pairs])


if __name__ == "__main__":
    main()
