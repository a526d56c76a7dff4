"""What is in a glossary, what is wrong with it, and how documents and translations use it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from glossary.check import accuracy
from glossary.concept import Concept, Status, primary
from glossary.conflicts import conflicts, contradictions
from glossary.frequency import whole_words
from glossary.relations import unknown
from glossary.termbase import TermBase


def survey(base: TermBase) -> dict[str, Any]:
    """Count a term base.

    Returns:
        `concepts`, `terms` (by language), `status` (of the target terms), `domains`, `problems` (of single concepts,
        within a glossary, relations to what is not there; one line each), `conflicts` (between glossaries).
    """
    target = primary(base.target_language)
    terms = [term for concept in base.concepts for term in concept.terms]
    doubtful = [problem for concept in base.concepts for problem in problems(concept)]
    return {
        "concepts": len(base.concepts),
        "terms": _counted(primary(term.language) for term in terms),
        "status": _counted(term.status.value for term in terms if primary(term.language) == target),
        "domains": _counted(concept.domain for concept in base.concepts),
        "problems": doubtful + contradictions(base) + unknown(base.concepts),
        "conflicts": conflicts(base),
    }


def usage(base: TermBase, documents: Iterable[tuple[str, Iterable[str]]]) -> dict[str, Any]:
    """How documents use a term base.

    Args:
        base: the term base.
        documents: the name of each, and its texts in the source language.

    Returns:
        `documents`: for each `document`, `words`, `term_words` (running words that are a term or have one in them),
        `coverage` (their share, 0-1), `matches`, `concepts` (different ones); `coverage` of all together; `matches` (by
        kind), `used` (concepts that occur, with their counts), `unused` (how many do not) and `never_used` (their ids).
    """
    rows: list[dict[str, Any]] = []
    kinds: Counter[str] = Counter()
    used: Counter[str] = Counter()
    for name, texts in documents:
        words = term_words = 0
        here: Counter[str] = Counter()
        for text in texts:
            matches = base.match(text)
            kinds.update(match.match for match in matches)
            here.update(match.concept for match in matches)
            places = [part for match in matches for part in match.parts or ((match.start, match.end),)]
            for start, end, raw in whole_words(text):
                if raw[0].isalnum():
                    words += 1
                    term_words += any(first < end and start < last for first, last in places)
        used.update(here)
        rows.append(
            {
                "document": name,
                "words": words,
                "term_words": term_words,
                "coverage": _share(term_words, words),
                "matches": here.total(),
                "concepts": len(here),
            }
        )
    total = sum(row["words"] for row in rows)
    return {
        "documents": rows,
        "coverage": _share(sum(row["term_words"] for row in rows), total),
        "matches": dict(kinds.most_common()),
        "used": dict(used.most_common()),
        "unused": len(base.concepts) - len(used),
        "never_used": [concept.id for concept in base.concepts if concept.id not in used],
    }


def compliance(base: TermBase, pairs: Iterable[tuple[str, str, str]]) -> dict[str, Any]:
    """How translations use a term base.

    Args:
        base: the term base.
        pairs: name of the segment, source, target; without a target there is nothing to judge.

    Returns:
        `pairs` (how many were judged), `terms` (matches in their sources), `allowed` (those with an allowed target),
        `accuracy` (their share, 0-1), `verdicts` (by kind), `against` (every verdict that is not in order: `segment`,
        `check`, `severity`, `concept`, `term`, `found`, `suggestion`, `message`) and `concepts_against` (how often the
        targets of a concept were not used, the worst first).
    """
    judged = 0
    verdicts = []
    against: list[dict[str, Any]] = []
    for name, source, target in pairs:
        if not target:
            continue
        judged += 1
        for verdict in base.check(source, target):
            verdicts.append(verdict)
            if verdict.kind not in ("ok", "fewer") and not verdict.excuse:
                against.append(
                    {
                        "segment": name,
                        "check": verdict.check,
                        "severity": verdict.severity,
                        "concept": verdict.match.concept,
                        "term": verdict.match.term,
                        "found": verdict.found,
                        "suggestion": verdict.suggestion,
                        "message": verdict.message,
                    }
                )
    allowed, terms = accuracy(verdicts)
    return {
        "pairs": judged,
        "terms": terms,
        "allowed": allowed,
        "accuracy": _share(allowed, terms),
        "verdicts": _counted(verdict.kind for verdict in verdicts if verdict.counts),
        "against": against,
        "concepts_against": _counted(row["concept"] for row in against),
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())


def problems(concept: Concept) -> list[str]:
    """What is doubtful about a concept, one line each."""
    found = []
    for language in dict.fromkeys(primary(term.language) for term in concept.terms):
        terms: Sequence[Any] = concept.in_language(language)
        preferred = [term.text for term in terms if term.status is Status.PREFERRED]
        # Two parts of speech may each have their preferred term: self-reliance and self-reliant.
        kinds = {term.part_of_speech for term in terms if term.status is Status.PREFERRED}
        if len(preferred) > max(1, len(kinds)):
            found.append(f"{concept.id}: several preferred terms in {language}: {', '.join(preferred)}")
        if not any(term.status.allowed for term in terms):
            found.append(f"{concept.id}: no allowed term in {language}")
    return found
