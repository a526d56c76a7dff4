"""False friends: a Dutch word taken for the English one that looks like it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from translate_kit.data import Finding, Severity
from translate_kit.qa.check import Check, Example, Pair
from translate_kit.qa.tables import rows


@dataclass(frozen=True, slots=True)
class Friend:
    """One Dutch word and what it is not.

    Attributes:
        dutch: its forms.
        wrong: the English words that it is taken for.
        right: what it means, the commonest first.
        unless: Dutch words that the English ones may stand for.
        severity: of its findings.
    """

    dutch: frozenset[str]
    wrong: frozenset[str]
    right: tuple[str, ...]
    unless: frozenset[str]
    severity: Severity

    def explained(self, pair: Pair) -> bool:
        """Whether one of the right words, or an inflection of it, stands in the target."""
        for right in self.right:
            stem = right[:-1] if len(right) > 4 else right
            if " " in right or "-" in right:
                if stem.replace("-", " ") in pair.target.lower().replace("-", " "):
                    return True
            elif any(word.startswith(stem) and word not in self.wrong for word in pair.target_vocabulary):
                return True
        return False


@lru_cache(maxsize=1)
def friends() -> dict[str, Friend]:
    """The table, by each Dutch form."""
    found: dict[str, Friend] = {}
    for row in rows("false-friends"):
        cells = row.cells
        friend = Friend(
            frozenset(cells["dutch"].split()),
            frozenset(cells["wrong"].split()),
            tuple(word.strip() for word in cells["right"].split(",")),
            frozenset(cells["unless"].split()),
            Severity[cells["severity"].upper()],
        )
        for form in friend.dutch:
            found.setdefault(form, friend)
    return found


@dataclass(frozen=True, kw_only=True)
class FalseFriends(Check):
    """Eventueel is not eventually."""

    id: ClassVar[str] = "false-friends"
    name: ClassVar[str] = "False friends"
    description: ClassVar[str] = (
        "A Dutch word became the English word that looks like it and means something else: eventueel is not "
        "eventually, actueel not actual, a rente no rent. Only the wrong word beside its Dutch look-alike is a "
        "finding, and only when nothing else in the source explains it. The list ships with the check."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Een eventuele herhaling wordt voorkomen.", "An eventual repetition is prevented."),
        Example("De redactie volgt de actuele prijzen.", "The editors follow the actual prices."),
        Example("Het is een braaf kind.", "He is a brave child."),
        Example("De rente stijgt.", "The rent is rising."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Een eventuele herhaling wordt uiteindelijk voorkomen.", "A repetition is eventually prevented."),
        Example("Het warenhuis huurt een magazijn.", "The department store rents a warehouse."),
        Example("Het kind is aardig.", "The child is kind."),
    )

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Look up the words of the source, then look for the wrong ones in the target."""
        if not pair.context.from_dutch or not pair.context.into_english:
            return
        known = friends()
        for form in sorted(known.keys() & pair.source_vocabulary):
            friend = known[form]
            if friend.wrong.isdisjoint(pair.target_vocabulary) or not friend.unless.isdisjoint(pair.source_vocabulary):
                continue
            if friend.explained(pair):
                continue
            there = next((word for word in pair.source_words if word.lower == form), None)
            if there is None or _is_name(there.text, there.start, pair.source_text):
                continue
            for word in pair.target_words:
                if word.lower in friend.wrong and not _is_name(word.text, word.start, pair.target_text):
                    yield self.finding(
                        pair,
                        f"“{there.text}” is not “{word.text}” but {' or '.join(friend.right[:3])}.",
                        target=(word.start, word.end),
                        source=(there.start, there.end),
                        severity=friend.severity,
                    )
                    break


def _is_name(text: str, start: int, whole: str) -> bool:
    """Whether a word has a capital that its place does not give it."""
    if text.islower():
        return False
    before = whole[:start].rstrip(" \t\u00a0\"'“”„‘’«(*_")
    return bool(before) and before[-1] not in ".!?:…–-"
