"""British and American spelling in one document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from translate_kit.data import Finding, Severity
from translate_kit.qa.check import Check, Example, Pair
from translate_kit.qa.tables import rows
from translate_kit.qa.text import Word

_NO_PROOF = (
    "practice practiced practicing check checks story stories draft drafts tire tires curb curbs program programs "
    "license licenses meter meters dialog dialogs mold molds analyses judgment judgments judgement judgements medieval "
    "fiber mom moms gray grays catalog archeology artifact artifacts dialogue dialogues practise math maths "
    "mum mums mummy mommy aging ageing encyclopedia encyclopedias catalogue catalogues"
)
_AMBIGUOUS = frozenset(_NO_PROOF.split())
"""Words that the other variety has too, in another meaning or as a second spelling: no proof of either."""


@lru_cache(maxsize=1)
def spellings() -> dict[str, tuple[str, str]]:
    """Word → its variety (`british`, `american`) and its spelling in the other one."""
    found: dict[str, tuple[str, str]] = {}
    for row in rows("variety"):
        british, american = row.cells["british"].split(), row.cells["american"].split()
        for one, other in zip(british, american, strict=True):
            found.setdefault(one, ("british", other))
            found.setdefault(other, ("american", one))
    for word in _AMBIGUOUS:
        found.pop(word, None)
    return found


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(spellings())


@dataclass(frozen=True, kw_only=True)
class Variety(Check):
    """Colour and color."""

    id: ClassVar[str] = "spelling-variety"
    name: ClassVar[str] = "British and American spelling mixed"
    description: ClassVar[str] = (
        "A word is spelt the American way in a British text, or the other way round. Which one a text is, its "
        "language says (en-GB, en-US) or `variety` in the profile; else the commoner one of the document counts, and "
        "where neither clearly prevails (four in five), or the odd one is in another segment than any of the other "
        "kind, findings are notes. Realize is held to be American; a house that writes Oxford spelling sets "
        "`oxford = true`."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("De kleur van het theater.", "The color of the theatre."),
        Example("De kleur.", "The color.", (("Eer en gunst.", "Honour and favour, a favourite colour."),)),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("De kleur van het theater.", "The colour of the theatre."),
        Example("Een cheque en een programma.", "A check and a program."),
    )

    variety: str = ""
    oxford: bool = False

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Nothing in a pair by itself."""
        yield from ()

    def prepare(self, pair: Pair) -> list[tuple[Word, str, str]]:
        """The words of a pair that only one variety spells so, each with its variety and its other spelling."""
        known = spellings()
        if not pair.context.into_english or _known().isdisjoint(pair.target_vocabulary):
            return []
        found = []
        for word in pair.target_words:
            kind, other = known.get(word.lower, ("", ""))
            if not kind or (self.oxford and "iz" in word.lower and kind == "american"):
                continue
            if word.text.islower() or word.start == 0:
                found.append((word, kind, other))
        return found

    def run(self, pairs: Sequence[Pair]) -> Iterable[Finding]:
        """Count the varieties of each document, then report the words of the other one."""
        documents: dict[str, list[tuple[Pair, Word, str, str]]] = defaultdict(list)
        for pair in pairs:
            prepared = pair.prepared.get(self.id)
            for entry in prepared if isinstance(prepared, list) else self.prepare(pair):
                documents[pair.segment.document].append((pair, *entry))
        for entries in documents.values():
            yield from self._mixed(entries)

    def _mixed(self, entries: Sequence[tuple[Pair, Word, str, str]]) -> Iterator[Finding]:
        british = sum(kind == "british" for _, _, kind, _ in entries)
        wanted = _VARIETIES.get(self.variety or entries[0][0].context.target_language.lower(), "")
        if not wanted and british in (0, len(entries)):
            return
        prevailing = wanted or ("british" if british * 2 >= len(entries) else "american")
        share = max(british, len(entries) - british) / len(entries)
        both = {pair.segment.id for pair, _, kind, _ in entries if kind == prevailing}
        for pair, word, kind, other in entries:
            if kind == prevailing:
                continue
            sure = bool(wanted) or share >= _CLEARLY or pair.segment.id in both
            better = other.capitalize() if word.text[0].isupper() else other
            yield self.finding(
                pair,
                f"“{word.text}” is {kind.capitalize()} spelling"
                + ("." if wanted else f"; most of the document is {prevailing.capitalize()}."),
                target=(word.start, word.end),
                suggestion=better,
                severity=None if sure else Severity.INFO,
            )


_CLEARLY = 0.8
_VARIETIES = {
    "british": "british",
    "american": "american",
    "uk": "british",
    "us": "american",
    "en-gb": "british",
    "en_gb": "british",
    "en-us": "american",
    "en_us": "american",
}
