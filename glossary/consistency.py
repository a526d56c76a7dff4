"""One term, one translation: what a document translates in another way than at the first place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from glossary.check import Use, Verdict
from glossary.language import language_of


class FirstUses:
    """Remembers how each term of a document was translated first.

    A term is a concept (of homonyms the one whose target is there) with the source term in its base form: a text that
    says *godsdienstvrijheid* here and *geloofsvrijheid* there may well have two words in English too. Terms inside
    compounds, which often have a name of their own, do not count.

    Args:
        target_language: of the translations.
    """

    def __init__(self, target_language: str = "en") -> None:
        self._like = language_of(target_language).like
        self._first: dict[tuple[str, str], Use] = {}

    def judge(self, segment: int, verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
        """What is translated in another way than at its first place.

        Args:
            segment: number of the pair in the document.
            verdicts: what `TermBase.check` says about it.

        Returns:
            For each allowed target that differs a verdict of kind `inconsistent`; to be had once.
        """
        for verdict in verdicts:
            match = verdict.match
            if verdict.kind != "ok" or match.match == "compound" or verdict.start is None or verdict.end is None:
                continue
            first = self._first.setdefault(
                (verdict.target_concept, match.term),
                Use(
                    segment=segment,
                    match=match,
                    start=verdict.start,
                    end=verdict.end,
                    found=verdict.found,
                    target_term=verdict.target_term,
                ),
            )
            if first.target_term != verdict.target_term:
                where = f"in segment {first.segment}" if first.segment != segment else "earlier in this segment"
                yield replace(
                    verdict,
                    kind="inconsistent",
                    suggestion=self._like(verdict.found, verdict.target_term, first.target_term),
                    message=f"“{match.text}” is “{verdict.found}” here, and “{first.found}” {where}, its first place.",
                    elsewhere=first,
                )
