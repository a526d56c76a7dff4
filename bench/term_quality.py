"""How good matching and checking of terms are: `python bench/term_quality.py [--mistakes]`.

Measured on the annotated sentences and pairs of `tests/data/terms` with the curated glossary, and on the sample article
with its reference. The peers match the same terms: a regex alternation of them with word boundaries, longest first, and
translate-toolkit's terminology matcher. `--mistakes` prints what went wrong, but never for `held-out.tsv` and
`unseen.tsv`, which are not to be read when tuning.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))

from machine import describe

from glossary import CURATED, TermBase, TermMatch
from tests.glossary.annotated import OPTIONAL, Annotated, annotated, false_alarms, measure_matching, planted_errors

ROOT = Path(__file__).parent.parent
Matcher = Callable[[str], Iterable[TermMatch]]
SETS = ("tune.tsv", "held-out.tsv", "fresh.tsv", "unseen.tsv")
BLIND = ("held-out.tsv", "unseen.tsv")
"""Never looked into by whoever improves the matcher."""
KINDS = ("exact", "inflected", "compound", "related")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mistakes", action="store_true", help="what was false or missed, but for the blind sets")
    show = parser.parse_args().mistakes
    terms = TermBase.load(CURATED)
    print(f"{describe()}\n{len(terms.concepts)} concepts\n")
    for name in SETS:
        matching(terms, name, annotated(name), show and name not in BLIND)
    matching(terms, "all of them", [sentence for name in SETS for sentence in annotated(name)], show=False)
    checking(terms, show)


def matching(terms: TermBase, name: str, sentences: Sequence[Annotated], show: bool) -> None:
    marks = sum(mark.kind != OPTIONAL for sentence in sentences for mark in sentence.marks)
    print(f"{name}: {len(sentences)} sentences, {marks} terms")
    print(f"{'':32} {'precision':>9} {'recall':>7} {'F1':>7} {'F1 exact span':>14}  recall by kind")
    peers: dict[str, Matcher | None] = {
        "translate-kit": terms.match,
        "regex alternation": regex(terms),
        "translate-toolkit": toolkit(terms),
    }
    for peer, matcher in peers.items():
        if matcher is None:
            print(f"{peer:32} not installed")
            continue
        measured = measure_matching(matcher, sentences)
        kinds = ", ".join(
            f"{kind} {1 - measured.missed_of_kind[kind] / measured.marks[kind]:.1%}"
            for kind in KINDS
            if measured.marks[kind]
        )
        figures = f"{measured.precision:>9.1%} {measured.recall:>7.1%} {measured.f1:>7.1%} {measured.exact_f1:>14.1%}"
        print(f"{peer:32} {figures}  {kinds}")
        if matcher == terms.match:
            first = measured.first_concept / (measured.right + measured.false)
            print(f"{'  homonyms not accepted':32} {first:>9.1%}")
        if show and matcher == terms.match:
            print(*(f"    {line}" for line in measured.mistakes), sep="\n")
    print()


def regex(terms: TermBase) -> Matcher:
    """Every term as it is written, whatever its case, the longest first."""
    places = by_term(terms)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(places, key=len, reverse=True)))})\b", re.IGNORECASE)
    return lambda text: [
        match_of(places[found[0].lower()], text, *found.span())
        for found in pattern.finditer(text)
        if found[0].lower() in places
    ]


def toolkit(terms: TermBase) -> Matcher | None:
    """translate-toolkit's matcher gives terms without their places: each counts where it stands first."""
    try:
        from translate.search.match import terminologymatcher
        from translate.storage.po import pofile
    except ImportError:
        return None
    places = by_term(terms)
    store = pofile()
    for term in places:
        store.addsourceunit(term).target = term
    matcher = terminologymatcher(store)

    def matches(text: str) -> list[TermMatch]:
        found = []
        for term in dict.fromkeys(str(unit.target) for unit in matcher.matches(text)):  # type: ignore[no-untyped-call]
            start = text.lower().find(term)
            if start >= 0:
                found.append(match_of(places[term], text, start, start + len(term)))
        return found

    return matches


def by_term(terms: TermBase) -> dict[str, list[TermMatch]]:
    """The concepts of each Dutch term in lower case, as matches without a place of their own."""
    places: dict[str, list[TermMatch]] = {}
    for concept in terms.concepts:
        for term in concept.in_language("nl"):
            one = TermMatch(
                start=0,
                end=0,
                text="",
                term=term.text,
                concept=concept.id,
                targets=(),
                status=term.status,
                match="exact",
            )
            places.setdefault(term.text.lower(), []).append(one)
    return places


def match_of(same: list[TermMatch], text: str, start: int, end: int) -> TermMatch:
    first = same[0]
    return TermMatch(
        start=start,
        end=end,
        text=text[start:end],
        term=first.term,
        concept=first.concept,
        targets=(),
        status=first.status,
        match="exact",
        homonyms=tuple(other.concept for other in same[1:]),
    )


def checking(terms: TermBase, show: bool) -> None:
    pairs, alarms = false_alarms(terms)
    print(f"{'errors and warnings about correct pairs':40} {len(alarms):>4} of {pairs} ({len(alarms) / pairs:.1%})")
    if show:
        print(*(f"    {line}: {verdict.message}" for line, verdict in alarms), sep="\n")
    source, target = sample()
    wrong = [
        verdict
        for pair in zip(source, target, strict=True)
        for verdict in terms.check(*pair)
        if verdict.severity in ("error", "warning")
    ]
    print(f"{'… about the sample and its reference':40} {len(wrong):>4} of {len(source)}")
    planted = planted_errors(terms)
    found = Counter(one.kind for one in planted if one.found)
    for kind, count in Counter(one.kind for one in planted).items():
        print(f"{'planted errors found, ' + kind:40} {found[kind]:>4} of {count}")
    print(f"{'planted errors found':40} {sum(found.values()):>4} of {len(planted)}")
    others = sum(len(one.others) for one in planted)
    print(f"{'… with something else reported beside':40} {others:>4}")


def sample() -> tuple[list[str], list[str]]:
    """The segments of the sample article and the lines of its reference."""
    from translate_kit.segment import segment_text

    folder = ROOT / "translate_kit" / "examples"
    article = (folder / "zelfredzaamheid.nl.md").read_text(encoding="utf-8")
    reference = (folder / "zelfredzaamheid.en.txt").read_text(encoding="utf-8")
    return [segment.source for segment in segment_text(article, format="markdown")], reference.splitlines()


if __name__ == "__main__":
    main()
