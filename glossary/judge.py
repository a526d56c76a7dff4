"""Judge the terms of a segment: what became of each in the target."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from glossary.check import Excuse, TermMatch, Verdict, VerdictKind
from glossary.concept import Status
from glossary.entry import Hit
from glossary.excuses import Excuses
from glossary.language import Language
from glossary.overlap import is_free
from glossary.words import fold

Parts = tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _Wanted:
    """Matches that the same places satisfy: those of one term, a paragraph may have hundreds.

    Attributes:
        numbers: of the matches, in the order of the source.
        places: where an allowed target stands, by its parts; the longest first.
    """

    numbers: list[int]
    places: dict[Parts, Hit]


def judge(
    matches: Sequence[TermMatch],
    concepts: Sequence[frozenset[int]],
    hits: Sequence[Hit],
    source: str,
    target: str,
    languages: tuple[Language, Language],
    name_of: Callable[[int], str],
) -> list[Verdict]:
    """Judge the matches of one segment.

    Each place in the target counts for one match, longest places first, so that the *leader* of *eternal leader* does
    not also pass for another *leader*. A deprecated or forbidden term inside an allowed one is no misuse.

    Args:
        matches: the terms in the source, in its order.
        concepts: for each match the numbers of the concepts whose targets count.
        hits: every place in the target where any term of these concepts stands.
        source: the source text.
        target: the target text.
        languages: the language packs of the two.
        name_of: gives the id of a concept by its number.

    Returns:
        One verdict a match in the order of the source, then one for each further forbidden term.
    """
    hits = sorted(_as_spelt(hits, target), key=lambda hit: (hit.start - hit.end, hit.start))
    wanted = _wanted(matches, concepts, hits)
    groups = list({id(group): group for group in wanted}.values())
    given = _give(groups)
    bad = _misused(hits, {(hit.start, hit.end) for group in groups for hit in group.places.values()})
    left: dict[int, deque[int]] = {}
    for place, hit in enumerate(bad):
        left.setdefault(hit.entry.concept, deque()).append(place)
    first: dict[int, TermMatch] = {}
    texts = _Texts(target, languages, Excuses(source, target, *languages))
    verdicts: list[Verdict] = []
    for number, (match, numbers) in enumerate(zip(matches, concepts, strict=True)):
        first |= {concept: match for concept in numbers if concept not in first}
        misused = min((left[concept][0] for concept in numbers if left.get(concept)), default=None)
        if number in given:
            hit = given[number]
            verdicts.append(replace(texts.found(match, hit), target_concept=name_of(hit.entry.concept)))
        elif misused is not None:
            left[bad[misused].entry.concept].popleft()
            verdicts.append(texts.misuse(match, bad[misused]))
        elif wanted[number].places:
            verdicts.append(texts.fewer(match, wanted[number]))
        else:
            verdicts.append(texts.missing(match))
    # A deprecated term that is left over translates something else, most of the time; a forbidden one is never written.
    rest = [bad[place] for place in sorted(place for places in left.values() for place in places)]
    return verdicts + [
        replace(texts.misuse(first[hit.entry.concept], hit), further=True)
        for hit in rest
        if hit.entry.term.status is Status.FORBIDDEN
    ]


def _wanted(matches: Sequence[TermMatch], concepts: Sequence[frozenset[int]], hits: Sequence[Hit]) -> list[_Wanted]:
    """For each match what satisfies it; one object for all matches that want the same."""
    groups: dict[tuple[frozenset[int], tuple[str, ...]], _Wanted] = {}
    found = []
    for number, (match, numbers) in enumerate(zip(matches, concepts, strict=True)):
        group = groups.get((numbers, match.targets))
        if group is None:
            places: dict[Parts, Hit] = {}
            for hit in hits:
                if hit.entry.concept in numbers and _allowed(hit) and hit.entry.term.text in match.targets:
                    places.setdefault(hit.parts, hit)
            group = groups[numbers, match.targets] = _Wanted([], places)
        group.numbers.append(number)
        found.append(group)
    return found


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
    starts, furthest = [], [0]
    for start, end in sorted(fine):
        starts.append(start)
        furthest.append(max(furthest[-1], end))
    bad: list[Hit] = []
    occupied: list[tuple[int, int]] = []
    for hit in hits:
        within = furthest[bisect_right(starts, hit.start)] >= hit.end
        if not _allowed(hit) and not within and is_free(occupied, hit.start, hit.end):
            bad.append(hit)
            insort(occupied, (hit.start, hit.end))
    return sorted(bad, key=lambda hit: (hit.entry.term.status is not Status.FORBIDDEN, hit.start))


def _give(groups: Sequence[_Wanted]) -> dict[int, Hit]:
    """Hand out the places of the target to the matches, each place once, the longest first.

    A verb whose parts stand apart takes its parts only: *sends refugees back* leaves room for the refugees.
    """
    waiting = [deque(group.numbers) for group in groups]
    takers: dict[Parts, list[int]] = {}
    for number, group in enumerate(groups):
        for parts in group.places:
            takers.setdefault(parts, []).append(number)
    given: dict[int, Hit] = {}
    occupied: list[tuple[int, int]] = []
    for parts in sorted(takers, key=lambda parts: (sum(start - end for start, end in parts), parts)):
        if all(is_free(occupied, start, end) for start, end in parts):
            # Of the matches that may have it the first in the source.
            taker = min(
                (number for number in takers[parts] if waiting[number]), key=lambda one: waiting[one][0], default=None
            )
            if taker is not None:
                given[waiting[taker].popleft()] = groups[taker].places[parts]
                for part in parts:
                    insort(occupied, part)
    return given


class _Texts:
    """Puts verdicts into words.

    Args:
        target: the target text.
        languages: the language packs of source and target.
        excuses: what stands in the target instead of a repeated term.
    """

    def __init__(self, target: str, languages: tuple[Language, Language], excuses: Excuses) -> None:
        self._target, self._like, self._excuses = target, languages[1].like, excuses
        self._fewer: dict[tuple[int, bool], tuple[tuple[int, int], Excuse, str, str]] = {}

    def found(self, match: TermMatch, hit: Hit) -> Verdict:
        """An allowed target is there."""
        text = self._target[hit.start : hit.end]
        message = f"“{match.text}” is “{text}” here."
        return Verdict(
            match=match,
            kind="ok",
            start=hit.start,
            end=hit.end,
            found=text,
            target_term=hit.entry.term.text,
            message=message,
        )

    def misuse(self, match: TermMatch, hit: Hit) -> Verdict:
        """A deprecated or forbidden one is."""
        text = self._target[hit.start : hit.end]
        wanted = match.targets[0] if match.targets else ""
        if wanted:
            wanted = self._like(text, hit.entry.term.text, wanted)
            if text[:1].isupper() and hit.entry.term.text[:1].islower():
                wanted = wanted[:1].upper() + wanted[1:]
        kind: VerdictKind = "forbidden" if hit.entry.term.status is Status.FORBIDDEN else "deprecated"
        message = f"“{text}” is {kind} for “{match.term}”" + (f"; write “{wanted}”." if wanted else ".")
        if hit.entry.term.note:
            message += f" {hit.entry.term.note}"
        return Verdict(
            match=match,
            kind=kind,
            start=hit.start,
            end=hit.end,
            found=text,
            target_term=hit.entry.term.text,
            suggestion=wanted,
            message=message,
        )

    def fewer(self, match: TermMatch, wanted: _Wanted) -> Verdict:
        """An allowed one is there, but for another match."""
        key = (id(wanted), match.match == "exact")
        if key not in self._fewer:
            self._fewer[key] = self._instead(wanted, exact=match.match == "exact")
        (start, end), excuse, term, message = self._fewer[key]
        return Verdict(
            match=match,
            kind="fewer",
            start=start,
            end=end,
            found=self._target[start:end],
            target_term=term,
            message=f"“{match.text}” stands in the source more often than {message}.",
            excuse=excuse,
        )

    def _instead(self, wanted: _Wanted, *, exact: bool) -> tuple[tuple[int, int], Excuse, str, str]:
        """What stands for a term that is said less often: where, as what, its base form, and the message from there."""
        hits = wanted.places.values()
        first = min(hits, key=lambda hit: hit.start)
        message = f"“{self._target[first.start : first.end]}” in the target"
        if (place := self._excuses.pronoun(first.end)) is not None:
            return place, "pronoun", "", f"{message}; perhaps “{self._shown(place)}” stands for it"
        plural = next((hit for hit in hits if exact and self._is_plural(hit)), None)
        if plural is not None:
            place = plural.start, plural.end
            text = f"{message}; perhaps “{self._shown(place)}” stands for both"
            return place, "ellipsis", plural.entry.term.text, text
        if (place := self._excuses.left_out(first.end)) is not None:
            return place, "ellipsis", "", f"{message}; “{self._shown(place)}” leaves it out"
        return (first.start, first.end), "", first.entry.term.text, message

    def _shown(self, place: tuple[int, int]) -> str:
        return self._target[slice(*place)]

    def _is_plural(self, hit: Hit) -> bool:
        """Whether a plural may serve two singulars: *de leider van … en de leider van …*, the leaders of … and of …."""
        text = self._target[hit.start : hit.end]
        return hit.kind == "inflected" and text[-1:] == "s" and text[-2:-1] not in ("'", "’")

    def missing(self, match: TermMatch) -> Verdict:
        """None is."""
        shared = self._excuses.shared_head(match.targets)
        if shared is not None:
            start, end = shared
            message = (
                f"“{match.text}” is “{self._target[start:end]}” here: the last word is said once for several terms."
            )
            return Verdict(
                match=match,
                kind="missing",
                start=start,
                end=end,
                found=self._target[start:end],
                message=message,
                excuse="ellipsis",
            )
        if match.do_not_translate:
            message = f"“{match.text}” is not to be translated, and “{match.targets[0]}” is not in the target."
        elif match.targets:
            expected = " or ".join(f"“{target}”" for target in match.targets[:4])
            lacking = {1: "which is not", 2: "and neither is"}.get(len(match.targets), "and none of these is")
            message = f"“{match.text}” should be {expected}, {lacking} in the target."
        else:
            message = f"“{match.text}” has no allowed target in the glossary."
        return Verdict(
            match=match, kind="missing", suggestion=match.targets[0] if match.targets else "", message=message
        )
