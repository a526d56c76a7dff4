"""Verdicts: what became of the source terms of a segment in its target."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from glossary.concept import Status
from glossary.match import Hit, Kind
from glossary.words import fold

VerdictKind = Literal["ok", "missing", "deprecated", "forbidden", "fewer"]

SEVERITIES: dict[VerdictKind, str] = {
    "ok": "",
    "missing": "warning",
    "deprecated": "warning",
    "forbidden": "error",
    "fewer": "info",
}
"""How much a verdict matters."""

_LOOSE_SEVERITIES = SEVERITIES | {"missing": "info", "forbidden": "warning"}
# A compound or a derivation may have a name of its own: huisuitzetting is an eviction, whatever uitzetting is.


@dataclass(frozen=True, slots=True, kw_only=True)
class TermMatch:
    """A term found in a source text.

    Attributes:
        start: first character of the term in the text; of a compound, of the part that is the term.
        end: one past the last; `text == source[start:end]`. A verb whose parts stand apart reaches from the first to
            the last, or is its first part alone when another term stands between them.
        text: as it stands in the source.
        term: the term in its base form, as in the glossary.
        concept: id of the concept.
        targets: what may be written for it, preferred first; the term itself when it is not to be translated.
        status: of the source term.
        match: `exact`, `inflected`, `compound` or `related`.
        do_not_translate: the target must hold the term as it is.
        parts: where the words of the term stand; more than one place for a verb that comes apart (*stuurt … terug*).
        homonyms: ids of other concepts of the same glossary that have the same term; their targets are accepted too.
    """

    start: int
    end: int
    text: str
    term: str
    concept: str
    targets: tuple[str, ...]
    status: Status
    match: Kind
    do_not_translate: bool = False
    parts: tuple[tuple[int, int], ...] = ()
    homonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of one source match.

    Attributes:
        match: the term in the source.
        kind: `ok`: an allowed target is there; `fewer`: it is, but for another match of the concept, so fewer times
            than in the source; `deprecated`, `forbidden`: such a target is there; `missing`: none is.
        start: first character in the target of what was found, None when there is nothing.
        end: one past the last character.
        found: what was found.
        suggestion: what to write: the preferred term, inflected like what was found.
        message: one sentence for a translator.
    """

    match: TermMatch
    kind: VerdictKind
    start: int | None = None
    end: int | None = None
    found: str = ""
    suggestion: str = ""
    message: str = ""

    @property
    def check(self) -> str:
        """Id of the check that reports it, empty for `ok`."""
        return "" if self.kind == "ok" else f"term-{self.kind}"

    @property
    def severity(self) -> str:
        """`error`, `warning`, `info`, or empty for `ok`."""
        loose = self.match.match in ("compound", "related")
        return _LOOSE_SEVERITIES[self.kind] if loose else SEVERITIES[self.kind]


def accuracy(verdicts: Iterable[Verdict]) -> tuple[int, int]:
    """Term accuracy: (source matches whose target holds an allowed term, source matches).

    Divide the two over a whole document. A match counts once, whatever number of verdicts it has.
    """
    allowed: dict[int, bool] = {}
    for verdict in verdicts:
        key = id(verdict.match)
        allowed[key] = allowed.get(key, False) or verdict.kind in ("ok", "fewer")
    return sum(allowed.values()), len(allowed)


def judge(
    matches: Sequence[TermMatch],
    concepts: Sequence[frozenset[int]],
    hits: Sequence[Hit],
    target: str,
    like: Callable[[str, str, str], str],
) -> list[Verdict]:
    """Judge the matches of one segment.

    Each place in the target counts for one match, longest places first, so that the *leader* of *eternal leader* does
    not also pass for another *leader*. A deprecated or forbidden term inside an allowed one is no misuse.

    Args:
        matches: the terms in the source, in its order.
        concepts: for each match the numbers of the concepts whose targets count.
        hits: every place in the target where any term of these concepts stands.
        target: the target text.
        like: `Language.like` of the target.

    Returns:
        One verdict a match in the order of the source, then one for each further forbidden term.
    """
    hits = sorted(_as_spelt(hits, target), key=lambda hit: (hit.start - hit.end, hit.start))
    own = [[hit for hit in hits if hit.entry.concept in numbers] for numbers in concepts]
    good = [
        [hit for hit in mine if _allowed(hit) and hit.entry.term.text in match.targets]
        for match, mine in zip(matches, own, strict=True)
    ]
    given = _give(good)
    bad = _misused(hits, {(hit.start, hit.end) for mine in good for hit in mine})
    verdicts: list[Verdict] = []
    for number, match in enumerate(matches):
        misused = next((hit for hit in bad if hit.entry.concept in concepts[number]), None)
        if number in given:
            verdicts.append(_found(match, "ok", given[number], target, like))
        elif misused is not None:
            bad.remove(misused)
            verdicts.append(_misuse(match, misused, target, like))
        elif good[number]:
            verdicts.append(_fewer(match, good[number][0], target))
        else:
            verdicts.append(_missing(match))
    # A deprecated term that is left over translates something else, most of the time; a forbidden one is never written.
    for hit in (hit for hit in bad if hit.entry.term.status is Status.FORBIDDEN):
        for match, numbers in zip(matches, concepts, strict=True):
            if hit.entry.concept in numbers:
                verdicts.append(_misuse(match, hit, target, like))
                break
    return verdicts


def _allowed(hit: Hit) -> bool:
    return hit.entry.term.status.allowed


def _as_spelt(hits: Sequence[Hit], target: str) -> list[Hit]:
    """Where one concept allows and forbids two spellings of a word, keep the one that is there.

    *Labor camp* and *labour camp* are the same to the matcher; a glossary may well want one of them only.
    """
    places: dict[tuple[int, int, int], list[Hit]] = {}
    for hit in hits:
        places.setdefault((hit.start, hit.end, hit.entry.concept), []).append(hit)
    kept: list[Hit] = []
    for (start, end, _), same in places.items():
        if len({_allowed(hit) for hit in same}) > 1:
            seen = fold(target[start:end])
            agreement = [_agreement(seen, fold(hit.entry.term.text)) for hit in same]
            same = [hit for hit, letters in zip(same, agreement, strict=True) if letters == max(agreement)]
        kept += same
    return kept


def _agreement(one: str, other: str) -> int:
    """How many characters two texts have in common at the beginning."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _misused(hits: Sequence[Hit], fine: set[tuple[int, int]]) -> list[Hit]:
    """The deprecated and forbidden terms that are no part of an allowed one; forbidden ones first."""
    bad: list[Hit] = []
    for hit in hits:
        within = any(start <= hit.start and hit.end <= end for start, end in fine)
        if (
            not _allowed(hit)
            and not within
            and not any(hit.start < other.end and other.start < hit.end for other in bad)
        ):
            bad.append(hit)
    return sorted(bad, key=lambda hit: (hit.entry.term.status is not Status.FORBIDDEN, hit.start))


def _give(good: Sequence[Sequence[Hit]]) -> dict[int, Hit]:
    """Hand out the places of the target to the matches, each place once, the longest first.

    A verb whose parts stand apart takes its parts only: *sends refugees back* leaves room for the refugees.
    """
    places = sorted({(sum(start - end for start, end in hit.parts), hit.parts) for mine in good for hit in mine})
    given: dict[int, Hit] = {}
    for _, parts in places:
        taken = [part for hit in given.values() for part in hit.parts]
        if any(start < last and first < end for start, end in parts for first, last in taken):
            continue
        for number, mine in enumerate(good):
            hit = next((hit for hit in mine if hit.parts == parts), None)
            if number not in given and hit is not None:
                given[number] = hit
                break
    return given


def _found(match: TermMatch, kind: VerdictKind, hit: Hit, target: str, like: Callable[[str, str, str], str]) -> Verdict:
    text = target[hit.start : hit.end]
    message = f"“{match.text}” is “{text}” here."
    return Verdict(match=match, kind=kind, start=hit.start, end=hit.end, found=text, message=message)


def _misuse(match: TermMatch, hit: Hit, target: str, like: Callable[[str, str, str], str]) -> Verdict:
    text = target[hit.start : hit.end]
    wanted = match.targets[0] if match.targets else ""
    if wanted:
        wanted = like(text, hit.entry.term.text, wanted)
        if text[:1].isupper() and hit.entry.term.text[:1].islower():
            wanted = wanted[:1].upper() + wanted[1:]
    kind: VerdictKind = "forbidden" if hit.entry.term.status is Status.FORBIDDEN else "deprecated"
    message = f"“{text}” is {kind} for “{match.term}”" + (f"; write “{wanted}”." if wanted else ".")
    if hit.entry.term.note:
        message += f" {hit.entry.term.note}"
    return Verdict(match=match, kind=kind, start=hit.start, end=hit.end, found=text, suggestion=wanted, message=message)


def _fewer(match: TermMatch, hit: Hit, target: str) -> Verdict:
    text = target[hit.start : hit.end]
    message = f"“{match.text}” stands in the source more often than “{text}” in the target."
    return Verdict(match=match, kind="fewer", found=text, suggestion=match.targets[0], message=message)


def _missing(match: TermMatch) -> Verdict:
    if match.do_not_translate:
        message = f"“{match.text}” is not to be translated, and “{match.targets[0]}” is not in the target."
    elif match.targets:
        expected = " or ".join(f"“{target}”" for target in match.targets[:4])
        lacking = {1: "which is not", 2: "and neither is"}.get(len(match.targets), "and none of these is")
        message = f"“{match.text}” should be {expected}, {lacking} in the target."
    else:
        message = f"“{match.text}” has no allowed target in the glossary."
    return Verdict(match=match, kind="missing", suggestion=match.targets[0] if match.targets else "", message=message)
