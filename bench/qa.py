"""QA: segments a second, false alarms and planted errors found, ours beside translate-toolkit's pofilter, in one run.

`python bench/qa.py [--list]`

The text is FLORES-200 dev (997 Dutch sentences, English human reference: clean by definition). Speed is that of one
process on one core, in processor time: ours with all checks, without and with the curated glossary; pofilter's
`StandardChecker` with all its tests. The first pass of each, which loads dictionaries, is not counted. A false alarm is
a segment of the reference with a finding of severity warning or above; pofilter has no severities, so every test that
fails counts, and the table below names them.

Planted errors: seeded, each of a known kind, one a segment; for every check out of the pairs that ship (`planted.py`),
and of some kinds in the reference. One is found when the changed segment has a finding (for pofilter: a failed test)
that the unchanged one has not; the columns say whether it is of the check that is there for it, and whether it is of
severity warning or above. pofilter looks at one pair at a time, and knows nothing of terms.

Without FLORES only the errors in the pairs that ship are measured.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from machine import describe
from planted import Planted, planted

from glossary import CURATED, TermBase
from translate_kit.data import Segment, Severity
from translate_kit.qa import run_checks
from translate_kit.qa.catalogue import CHECKS
from translate_kit.qa.numbers import Certainty, read

FLORES = Path(__file__).resolve().parents[2] / "shared" / "data" / "mt" / "flores-dev"
PASS_S = 3.0
"""The text is checked again and again until this much time has passed; the fastest pass counts."""
SEED = 20
A_KIND = 40
"""Errors of a kind that are planted in the reference at most."""
EACH = 15
"""Errors of a kind that are planted in the pairs that ship at most."""

Pairs = list[tuple[str, str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="print each false alarm, and each planted error not found")
    arguments = parser.parse_args()
    print(describe())
    peer = pofilter()
    if FLORES.with_suffix(".nl").exists():
        pairs = list(zip(lines(".nl"), lines(".en"), strict=True))
        print(
            f"FLORES-200 dev: {len(pairs)} segments, {sum(len(source) for source, _ in pairs):,} characters of Dutch\n"
        )
        speed(pairs, peer)
        false_alarms(pairs, peer, arguments.list)
        planted_in_reference(pairs, peer, arguments.list)
    else:
        print(f"no data: {FLORES}.nl is not there; neither speed nor false alarms are measured.")
    planted_for_each_check(peer, arguments.list)


def lines(suffix: str) -> list[str]:
    return FLORES.with_suffix(suffix).read_text(encoding="utf-8").splitlines()


def segments(pairs: Pairs) -> list[Segment]:
    return [Segment(id=str(number), source=source, target=target) for number, (source, target) in enumerate(pairs)]


def pofilter() -> Callable[[Pairs], list[dict[str, Any]]] | None:
    """A function that gives the failed tests of each pair; None when translate-toolkit is not installed."""
    try:
        from translate.filters.checks import CheckerConfig, StandardChecker, StandardUnitChecker
        from translate.storage.base import TranslationUnit
    except ImportError:
        print("pofilter: translate-toolkit is not installed; measured without a peer.")
        return None
    config = CheckerConfig(targetlanguage="en")
    config.sourcelang.code = "nl"
    checkers = (StandardChecker(checkerconfig=config), StandardUnitChecker(checkerconfig=config))

    def unit(source: str, target: str) -> TranslationUnit:
        made = TranslationUnit(source)
        made.target = target
        return made

    def run(pairs: Pairs) -> list[dict[str, Any]]:
        units = [unit(source, target) for source, target in pairs]
        return [{name: 1 for checker in checkers for name in checker.run_filters(one)} for one in units]

    return run


def fastest(work: Callable[[], object]) -> float:
    """Seconds of processor time of the fastest pass; the first is not counted."""
    work()
    best, until = float("inf"), time.perf_counter() + PASS_S
    while time.perf_counter() < until:
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def speed(pairs: Pairs, peer: Callable[[Pairs], Any] | None) -> None:
    termbase = TermBase.load(CURATED)
    made = segments(pairs)
    rows = {
        f"translate-kit, {len(CHECKS)} checks": fastest(lambda: run_checks(made)),
        f"translate-kit, with {len(termbase.concepts)} concepts": fastest(lambda: run_checks(made, termbase=termbase)),
    }
    if peer is not None:
        rows["pofilter, StandardChecker"] = fastest(lambda: peer(pairs))
    print(f"{'speed, one core':40} {'segments/s':>11}")
    for name, seconds in rows.items():
        print(f"{name:40} {len(pairs) / seconds:>11,.0f}")
    print()


def false_alarms(pairs: Pairs, peer: Callable[[Pairs], list[dict[str, Any]]] | None, show: bool) -> None:
    found = [finding for finding in run_checks(segments(pairs)) if finding.severity >= Severity.WARNING]
    rows = {
        "translate-kit, warning or above": ([finding.segment for finding in found], Counter(f.check for f in found))
    }
    if peer is not None:
        failed = peer(pairs)
        numbers = [str(number) for number, tests in enumerate(failed) if tests]
        rows["pofilter, any test"] = (numbers, Counter(name for tests in failed for name in tests))
    print(f"{'segments of the reference with a finding':40} {'segments':>9} {'%':>6}")
    for name, (flagged, _) in rows.items():
        print(f"{name:40} {len(set(flagged)):>9} {100 * len(set(flagged)) / len(pairs):>6.1f}")
    for name, (_, checks) in rows.items():
        print(f"  {name}: {', '.join(f'{check} {count}' for check, count in checks.most_common())}")
    print()
    if show:
        for finding in found:
            source, target = pairs[int(finding.segment)]
            print(f"{finding.check}: {finding.message}\n    {source}\n    {target}")


# planted errors


def number_changed(source: str, target: str, chance: random.Random) -> str | None:
    found = [q for q in read(target, "en") if q.certainty is Certainty.DIGITS and q.text.isdigit() and len(q.text) > 1]
    if not found:
        return None
    chosen = chance.choice(found)
    place = chance.randrange(chosen.start, chosen.end)
    digit = str((int(target[place]) + chance.randrange(1, 9)) % 9 + 1)
    return target[:place] + digit + target[place + 1 :] if digit != target[place] else None


def number_lost(source: str, target: str, chance: random.Random) -> str | None:
    found = [q for q in read(target, "en") if q.certainty is Certainty.DIGITS and len(q.text) > 1]
    if not found:
        return None
    chosen = chance.choice(found)
    return target[: chosen.start] + "some" + target[chosen.end :]


def scale_changed(source: str, target: str, chance: random.Random) -> str | None:
    del source, chance
    swapped = {"million": "billion", "billion": "trillion", "trillion": "billion", "thousand": "million"}
    match = re.search(r"(?<=\d )(million|billion|trillion|thousand)\b", target)
    return target[: match.start()] + swapped[match[0]] + target[match.end() :] if match else None


def dutch_notation(source: str, target: str, chance: random.Random) -> str | None:
    del source, chance
    match = re.search(r"\d+[.,]\d+", target)
    if match is None:
        return None
    return target[: match.start()] + match[0].translate(str.maketrans(",.", ".,")) + target[match.end() :]


def month_changed(source: str, target: str, chance: random.Random) -> str | None:
    del source
    months = ["January", "February", "April", "June", "July", "September", "October", "November", "December"]
    match = re.search("|".join(months), target)
    if match is None:
        return None
    other = chance.choice([month for month in months if month != match[0]])
    return target[: match.start()] + other + target[match.end() :]


def word_doubled(source: str, target: str, chance: random.Random) -> str | None:
    del source
    words = target.split(" ")
    places = [number for number, word in enumerate(words) if word.isalpha() and word.islower() and len(word) > 2]
    if not places:
        return None
    place = chance.choice(places)
    return " ".join([*words[:place], words[place], *words[place:]])


def dutch_left(source: str, target: str, chance: random.Random) -> str | None:
    words = [w for w in re.findall(r"\b[a-zé]{6,}\b", source) if w not in target and not w.endswith(("s", "al", "or"))]
    places = list(re.finditer(r"(?<= )[a-z]{5,}(?= )", target))
    if not words or not places:
        return None
    place = chance.choice(places)
    return target[: place.start()] + chance.choice(words) + target[place.end() :]


def end_lost(source: str, target: str, chance: random.Random) -> str | None:
    del chance
    return target[:-1] if target.endswith((".", "?")) and source.endswith((".", "?")) else None


def space_doubled(source: str, target: str, chance: random.Random) -> str | None:
    del source
    places = [number for number, sign in enumerate(target) if sign == " "]
    place = chance.choice(places)
    return target[:place] + " " + target[place:]


def quote_low(source: str, target: str, chance: random.Random) -> str | None:
    del source, chance
    return re.sub(r'(^|(?<= ))"(?=\w)', "„", target, count=1) if re.search(r'(^|(?<= ))"\w', target) else None


def quote_lost(source: str, target: str, chance: random.Random) -> str | None:
    del chance
    return target.replace('"', "", 1) if target.count('"') == 2 and "'" in source else None


def bracket_lost(source: str, target: str, chance: random.Random) -> str | None:
    del chance
    return target.replace(")", "", 1) if "(" in target and "(" in source and target.count(")") == 1 else None


def copied(source: str, target: str, chance: random.Random) -> str | None:
    del target, chance
    return source


def emptied(source: str, target: str, chance: random.Random) -> str | None:
    del source, target, chance
    return ""


def cut(source: str, target: str, chance: random.Random) -> str | None:
    del source, chance
    words = target.split(" ")
    return " ".join(words[: len(words) // 3]) + "." if len(words) > 12 else None


def capital_lost(source: str, target: str, chance: random.Random) -> str | None:
    del source, chance
    return (
        target[0].lower() + target[1:] if target[:2].isalpha() and target[0].isupper() and target[1].islower() else None
    )


KINDS: dict[str, Callable[[str, str, random.Random], str | None]] = {
    "digit changed": number_changed,
    "number lost": number_lost,
    "million for billion": scale_changed,
    "Dutch notation": dutch_notation,
    "month changed": month_changed,
    "Dutch word left": dutch_left,
    "not translated": copied,
    "empty": emptied,
    "two thirds missing": cut,
    "word doubled": word_doubled,
    "full stop lost": end_lost,
    "double space": space_doubled,
    "low quotation mark": quote_low,
    "quotation mark lost": quote_lost,
    "bracket lost": bracket_lost,
    "small first letter": capital_lost,
}


def planted_in_reference(pairs: Pairs, peer: Callable[[Pairs], list[dict[str, Any]]] | None, show: bool) -> None:
    chance = random.Random(SEED)
    totals = Counter[str]()
    print(f"{'planted in the reference':24} {'planted':>8} {'translate-kit':>14} {'pofilter':>9}")
    for name, plant in KINDS.items():
        chosen: list[tuple[tuple[str, str], tuple[str, str]]] = []
        for source, target in chance.sample(pairs, len(pairs)):
            changed = plant(source, target, chance)
            if changed is not None and changed != target:
                chosen.append(((source, target), (source, changed)))
            if len(chosen) == A_KIND:
                break
        before, after = [pair for pair, _ in chosen], [pair for _, pair in chosen]
        ours = [new - old for old, new in zip(checks_of(before), checks_of(after), strict=True)]
        theirs = [new.keys() - old.keys() for old, new in zip(peer(before), peer(after), strict=True)] if peer else []
        totals.update(planted=len(chosen), ours=sum(map(bool, ours)), theirs=sum(map(bool, theirs)))
        shown = f"{sum(map(bool, theirs)):>9}" if peer else f"{'-':>9}"
        print(f"{name:24} {len(chosen):>8} {sum(map(bool, ours)):>14} {shown}")
        if show:
            for (source, changed), found in zip(after, ours, strict=True):
                if not found:
                    print(f"    not found: {changed}\n               {source}")
    shown = f"{totals['theirs'] / totals['planted']:>9.1%}" if peer else f"{'-':>9}"
    print(f"{'all':24} {totals['planted']:>8} {totals['ours'] / totals['planted']:>14.1%} {shown}")


def planted_for_each_check(peer: Callable[[Pairs], list[dict[str, Any]]] | None, show: bool) -> None:
    errors = list(planted(SEED, EACH))
    termbase = TermBase.load(CURATED)
    rows: dict[str, Counter[str]] = {check.id: Counter() for check in CHECKS}
    for error in errors:
        after, before = found_in(error.bad, error, termbase), found_in(error.good, error, termbase)
        new = after - before
        row = rows[error.check]
        row["planted"] += 1
        row["own"] += any(check == error.check for check, _ in new)
        row["grave"] += any(severity >= Severity.WARNING for _, severity in new)
        if peer is not None:
            row["peer"] += bool(peer([error.bad[-1]])[0].keys() - peer([error.good[-1]])[0].keys())
        if show and not any(check == error.check for check, _ in new):
            print(f"    not found: {error.kind}: {error.bad[-1][1]}\n               {error.bad[-1][0]}")
    heads = ("planted", "own check", "warning", "pofilter")
    print(f"\n{'planted for each check':24}" + "".join(f"{head:>10}" for head in heads))
    for check, row in rows.items():
        theirs = f"{row['peer']:>10}" if peer else f"{'-':>10}"
        print(f"{check:24}{row['planted']:>10}{row['own']:>10}{row['grave']:>10}{theirs}")
    total = sum(rows.values(), Counter[str]())
    shares = [f"{total[name] / total['planted']:>10.1%}" for name in ("own", "grave", "peer")]
    print(f"{'all':24}{total['planted']:>10}{''.join(shares[: 3 if peer else 2])}")
    worst = min((row["own"] / row["planted"], check) for check, row in rows.items() if row["planted"])
    print(f"{len({error.kind for error in errors})} kinds; the lowest recall of a check is {worst[0]:.0%} ({worst[1]})")


def found_in(
    document: tuple[tuple[str, str], ...], error: Planted, termbase: TermBase
) -> Counter[tuple[str, Severity]]:
    """The findings of the last segment of a document, by check and severity."""
    made = [Segment(id=str(n), source=s, target=t, kind=error.segment_kind) for n, (s, t) in enumerate(document)]
    terms = termbase if error.check.startswith("term-") else None
    found = run_checks(made, termbase=terms)
    return Counter((one.check, one.severity) for one in found if one.segment == str(len(document) - 1))


def checks_of(pairs: Pairs) -> list[set[str]]:
    """The checks with a finding of severity warning or above, for each pair."""
    found: list[set[str]] = [set() for _ in pairs]
    # one at a time: repetitions among the chosen pairs are not what was planted
    for number, pair in enumerate(pairs):
        found[number] = {f.check for f in run_checks(segments([pair])) if f.severity >= Severity.WARNING}
    return found


if __name__ == "__main__":
    main()
