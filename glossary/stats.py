"""What is in a glossary, what is wrong with it, and how much of it a text uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from glossary.concept import Concept, Status, primary
from glossary.termbase import TermBase


def survey(base: TermBase, texts: Iterable[str] | None = None) -> dict[str, Any]:
    """Count a term base.

    Args:
        base: the term base.
        texts: source texts; None when there are none to compare with.

    Returns:
        `concepts`, `terms` (by language), `status` (of the target terms), `domains`, `problems` (one line each), and
        for texts `matches` (by kind), `used` (concepts that occur, with their counts) and `unused` (how many do not).
    """
    target = primary(base.target_language)
    terms = [term for concept in base.concepts for term in concept.terms]
    result: dict[str, Any] = {
        "concepts": len(base.concepts),
        "terms": _counted(primary(term.language) for term in terms),
        "status": _counted(term.status.value for term in terms if primary(term.language) == target),
        "domains": _counted(concept.domain for concept in base.concepts),
        "problems": [problem for concept in base.concepts for problem in problems(concept)] + conflicts(base),
    }
    if texts is not None:
        matches = [match for text in texts for match in base.match(text)]
        result["matches"] = _counted(match.match for match in matches)
        result["used"] = _counted(match.concept for match in matches)
        result["unused"] = len(base.concepts) - len(result["used"])
    return result


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())


def problems(concept: Concept) -> list[str]:
    """What is doubtful about a concept, one line each."""
    found = []
    for language in dict.fromkeys(primary(term.language) for term in concept.terms):
        preferred = [term.text for term in concept.in_language(language) if term.status is Status.PREFERRED]
        # Two parts of speech may each have their preferred term: self-reliance and self-reliant.
        kinds = {term.part_of_speech for term in concept.in_language(language) if term.status is Status.PREFERRED}
        if len(preferred) > max(1, len(kinds)):
            found.append(f"{concept.id}: several preferred terms in {language}: {', '.join(preferred)}")
        if not any(term.status.allowed for term in concept.in_language(language)):
            found.append(f"{concept.id}: no allowed term in {language}")
    return found


def conflicts(base: TermBase) -> list[str]:
    """Source terms for which one concept forbids what another prefers, one line each."""
    source, target = primary(base.source_language), primary(base.target_language)
    verdicts: dict[tuple[str, str], dict[bool, str]] = {}
    for concept in base.concepts:
        for term in concept.terms:
            for other in concept.terms:
                if primary(term.language) == source and primary(other.language) == target:
                    key = (term.text.casefold(), other.text.casefold())
                    verdicts.setdefault(key, {}).setdefault(other.status.allowed, concept.id)
    return [
        f"{one} → {other}: allowed in {by[True]}, not in {by[False]}"
        for (one, other), by in verdicts.items()
        if len(by) == 2
    ]
