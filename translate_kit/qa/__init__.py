"""Quality checks of translated segments: `run_checks` gives findings; `catalogue.CHECKS` lists what is looked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from translate_kit.data import Finding, Segment
from translate_kit.qa.check import Check, Context, Example, Pair

if TYPE_CHECKING:
    from glossary import TermBase, Verdict

__all__ = ["Check", "Context", "Example", "Pair", "run_checks"]


def run_checks(
    segments: Sequence[Segment],
    *,
    termbase: TermBase | None = None,
    checks: Sequence[Check] | None = None,
    source_language: str = "nl",
    target_language: str = "en",
    verdicts: Mapping[tuple[str, str], Sequence[Verdict]] | None = None,
) -> list[Finding]:
    """Run checks over the segments of one or more documents.

    Args:
        segments: in the order of their documents; checks that compare segments see them all.
        termbase: the glossary to hold them to; None to leave terms alone.
        checks: which checks, with their settings; None for `catalogue.CHECKS`.
        source_language: BCP 47.
        target_language: BCP 47.
        verdicts: document and id of a segment → what `termbase` says about it, where that was worked out already.

    Returns:
        The findings in the order of the segments, then of their place in the target (findings about a whole target
        first), then of the catalogue.
    """
    from translate_kit.qa.catalogue import CHECKS

    chosen = CHECKS if checks is None else checks
    context = Context(termbase, source_language, target_language)
    known = verdicts or {}
    pairs = [Pair(segment, context, known.get((segment.document, segment.id))) for segment in segments]
    order = {(pair.segment.document, pair.segment.id): number for number, pair in enumerate(pairs)}
    found: list[tuple[int, int, int, Finding]] = []

    def keep(number: int, findings: Iterable[Finding]) -> None:
        for finding in findings:
            place = -1 if finding.start is None else finding.start
            found.append((order[finding.document, finding.segment], place, number, finding))

    numbered = list(enumerate(chosen))
    together = [(number, check) for number, check in numbered if type(check).run is not Check.run]
    alone = [(number, check) for number, check in numbered if type(check).run is Check.run]
    preparing = [check for _, check in together if type(check).prepare is not Check.prepare]
    # Segment by segment, so that the words of each are let go of before the next: of 100,000 they take 2 GB.
    for pair in pairs:
        if not pair.target:
            continue
        for number, check in alone:
            keep(number, check.check(pair))
        for check in preparing:
            pair.prepared[check.id] = check.prepare(pair)
        pair.forget()
    for number, check in together:
        keep(number, check.run(pairs))
    found.sort(key=lambda entry: entry[:3])
    return [entry[3] for entry in found]
