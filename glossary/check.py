"""Verdicts: what became of the source terms of a segment in its target."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from glossary.concept import Status
from glossary.entry import Hit, Kind
from glossary.excuses import left_out, shared_head, spare_pronoun
from glossary.language import Language
from glossary.words import fold

VerdictKind = Literal["ok", "missing", "deprecated", "forbidden", "fewer", "inconsistent"]
Excuse = Literal["", "pronoun", "ellipsis"]
"""What stands in the target instead of a repeated term: a pronoun, or a word that serves twice, or is left out."""

SEVERITIES: dict[VerdictKind, str] = {
    "ok": "",
    "missing": "warning",
    "deprecated": "warning",
    "forbidden": "error",
    "fewer": "warning",
    "inconsistent": "info",
}
"""How much a verdict matters."""

_LOOSE_SEVERITIES = SEVERITIES | {"missing": "info", "fewer": "info", "forbidden": "warning"}
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
class Use:
    """Where a term was translated for the first time in a document.

    Attributes:
        segment: number of the pair in the document, from 1.
        match: the term in its source.
        start: first character of the translation in its target.
        end: one past the last.
        found: the translation as it stands there.
        target_term: the same in its base form.
    """

    segment: int
    match: TermMatch
    start: int
    end: int
    found: str
    target_term: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of one source match.

    Attributes:
        match: the term in the source.
        kind: `ok`: an allowed target is there; `fewer`: it is, but for another match of the concept, so fewer times
            than in the source; `deprecated`, `forbidden`: such a target is there; `missing`: none is; `inconsistent`:
            an allowed one is there, and another one at the first place in the document.
        start: first character in the target of what was found; of `fewer`, of its excuse, or else of the term that is
            there for another match. None when there is nothing.
        end: one past the last character.
        found: what was found.
        target_term: the same in its base form, as the glossary has it; empty where the term itself is not.
        target_concept: id of the concept that has this target: the one of the match, or of one of its homonyms.
        suggestion: what to write, at the place if there is one: the preferred term, inflected like what was found.
            Empty for `fewer` and for what has an excuse: it takes more than one word to put that right.
        message: one sentence for a translator.
        excuse: what stands there instead of a repeated term; such a verdict is a note.
        further: it is about a forbidden term that stands in the target beside what became of the match.
        elsewhere: the first use in the document, of `inconsistent`.
    """

    match: TermMatch
    kind: VerdictKind
    start: int | None = None
    end: int | None = None
    found: str = ""
    target_term: str = ""
    target_concept: str = ""
    suggestion: str = ""
    message: str = ""
    excuse: Excuse = ""
    further: bool = False
    elsewhere: Use | None = None

    @property
    def check(self) -> str:
        """Id of the check that reports it, empty for `ok`."""
        return "" if self.kind == "ok" else f"term-{self.kind}"

    @property
    def severity(self) -> str:
        """`error`, `warning`, `info`, or empty for `ok`."""
        if self.excuse:
            return "info"
        loose = self.match.match in ("compound", "related")
        return _LOOSE_SEVERITIES[self.kind] if loose else SEVERITIES[self.kind]

    @property
    def counts(self) -> bool:
        """Whether it says what became of its match; false where it says something more about one that has a verdict."""
        return not self.further and self.kind != "inconsistent"

    @property
    def allowed(self) -> bool:
        """Whether an allowed term stands for the match, if perhaps for another one too."""
        return self.kind in ("ok", "fewer", "inconsistent") or self.excuse == "ellipsis"


def accuracy(verdicts: Iterable[Verdict]) -> tuple[int, int]:
    """Term accuracy: (source matches whose target holds an allowed term, source matches).

    Divide the two over a whole document. A match counts once, whatever number of verdicts it has.
    """
    allowed = total = 0
    for verdict in verdicts:
        if verdict.counts:
            total += 1
            allowed += verdict.allowed
    return allowed, total


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
    like = languages[1].like
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
            place = given[number]
            verdicts.append(replace(_found(match, place, target), target_concept=name_of(place.entry.concept)))
        elif misused is not None:
            bad.remove(misused)
            verdicts.append(_misuse(match, misused, target, like))
        elif good[number]:
            verdicts.append(_fewer(match, good[number], source, target, languages))
        else:
            verdicts.append(_missing(match, target, languages[1]))
    # A deprecated term that is left over translates something else, most of the time; a forbidden one is never written.
    for hit in (hit for hit in bad if hit.entry.term.status is Status.FORBIDDEN):
        for match, numbers in zip(matches, concepts, strict=True):
            if hit.entry.concept in numbers:
                verdicts.append(replace(_misuse(match, hit, target, like), further=True))
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


def _found(match: TermMatch, hit: Hit, target: str) -> Verdict:
    text = target[hit.start : hit.end]
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


def _fewer(
    match: TermMatch, hits: Sequence[Hit], source: str, target: str, languages: tuple[Language, Language]
) -> Verdict:
    first = min(hits, key=lambda hit: hit.start)
    start, end = first.start, first.end
    excuse: Excuse = ""
    message = f"“{match.text}” stands in the source more often than “{target[start:end]}” in the target"
    term = first.entry.term.text
    if (pronoun := spare_pronoun(source, target, first.end, *languages)) is not None:
        (start, end), excuse, term = pronoun, "pronoun", ""
        message += f"; perhaps “{target[start:end]}” stands for it"
    elif (plural := next((hit for hit in hits if _is_plural(match, hit, target)), None)) is not None:
        start, end, excuse, term = plural.start, plural.end, "ellipsis", plural.entry.term.text
        message += f"; perhaps “{target[start:end]}” stands for both"
    elif (without := left_out(target, first.end, languages[1])) is not None:
        (start, end), excuse, term = without, "ellipsis", ""
        message += f"; “{target[start:end]}” leaves it out"
    return Verdict(
        match=match,
        kind="fewer",
        start=start,
        end=end,
        found=target[start:end],
        target_term=term,
        message=f"{message}.",
        excuse=excuse,
    )


def _is_plural(match: TermMatch, hit: Hit, target: str) -> bool:
    """Whether a plural may serve two singulars: *de leider van … en de leider van …*, the leaders of … and of …."""
    text = target[hit.start : hit.end]
    return match.match == "exact" and hit.kind == "inflected" and text[-1:] == "s" and text[-2:-1] not in ("'", "’")


def _missing(match: TermMatch, target: str, language: Language) -> Verdict:
    shared = shared_head(match.targets, target, language)
    if shared is not None:
        start, end = shared
        message = f"“{match.text}” is “{target[start:end]}” here: the last word is said once for several terms."
        return Verdict(
            match=match,
            kind="missing",
            start=start,
            end=end,
            found=target[start:end],
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
    return Verdict(match=match, kind="missing", suggestion=match.targets[0] if match.targets else "", message=message)
