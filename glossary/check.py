"""Verdicts: what became of the source terms of a segment in its target; `glossary.judge` gives them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from glossary.concept import Status
from glossary.entry import Kind

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
