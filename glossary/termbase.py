"""The term base: load glossaries, find their terms, judge a translation."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from glossary.check import TermMatch, Verdict
from glossary.concept import Concept, Status, Term, primary
from glossary.consistency import FirstUses
from glossary.entry import Hit, Kind
from glossary.errors import BadGlossary
from glossary.explain import Explanation, explained
from glossary.index import MAX_TERMS, Index, Numbered
from glossary.judge import judge
from glossary.language import language_of
from glossary.match import Finder
from glossary.overlap import Beaten, beaten, longest_first


@dataclass(frozen=True, slots=True)
class Compiled:
    """What was compiled earlier, each part parsed when it is needed."""

    ids: Callable[[], Sequence[str]]
    source_index: Callable[[], Index]
    target_index: Callable[[], Index]


class TermBase:
    """Concepts with their terms, compiled for one pair of languages.

    Make one with `load` or `from_concepts`.

    Examples:
        >>> from glossary import Concept, Term, TermBase
        >>> terms = (Term(text="eeuwige leider", language="nl"), Term(text="eternal leader", language="en"))
        >>> base = TermBase.from_concepts([Concept(id="eternal-leader", terms=terms)])
        >>> [(found.text, found.targets, found.match) for found in base.match("Twee eeuwige leiders.")]
        [('eeuwige leiders', ('eternal leader',), 'inflected')]
        >>> [verdict.kind for verdict in base.check("De eeuwige leider.", "The everlasting leader.")]
        ['missing']

    Attributes:
        concepts: all of them; those of an earlier glossary come first.
        source_language: tag of the language that is matched.
        target_language: tag of the language that is checked.
        sources: the files that it was loaded from.
    """

    def __init__(
        self,
        concepts: Sequence[Concept],
        *,
        boundaries: Sequence[int] = (),
        compiled: Compiled | None = None,
        source_language: str = "nl",
        target_language: str = "en",
        sources: Sequence[Path] = (),
    ) -> None:
        self.concepts = concepts
        self.source_language, self.target_language = source_language, target_language
        self.sources = tuple(sources)
        self._boundaries = tuple(boundaries)
        self._compiled = compiled

    @classmethod
    def load(
        cls, *paths: str | Path, source_language: str = "nl", target_language: str = "en", cache: bool = True
    ) -> TermBase:
        """Load one or several glossaries; where two have the same term, the earlier one counts.

        Args:
            paths: CSV, TSV, XLSX, TBX or XLIFF 2 files.
            source_language: the language to find terms in.
            target_language: the language to check them in.
            cache: keep the compiled form of a large glossary in the user's cache folder.

        Raises:
            BadGlossary: a file cannot be read, or a row in it; the message says which and what was expected.
        """
        from glossary.load import load

        return load(paths, source_language=source_language, target_language=target_language, cached=cache)

    @classmethod
    def from_concepts(
        cls, concepts: Iterable[Concept], *, source_language: str = "nl", target_language: str = "en"
    ) -> TermBase:
        """Make a term base of concepts; an earlier one counts where two have the same term."""
        kept = list(concepts)
        for concept in kept:
            if len(concept.terms) > MAX_TERMS:
                raise BadGlossary(f"concept {concept.id}: {len(concept.terms):,} terms; at most {MAX_TERMS:,}.")
        return cls(kept, source_language=source_language, target_language=target_language)

    def concept(self, id: str) -> Concept:
        """The concept with an id; of the earliest glossary, where several have it.

        Raises:
            KeyError: there is none.
        """
        return self.concepts[self._numbers[id]]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        ids = self._compiled.ids() if self._compiled else [concept.id for concept in self.concepts]
        return {id_: number for number, id_ in reversed(list(enumerate(ids)))}

    def _term_at(self, concept: int, term: int) -> Term:
        return self.concepts[concept].terms[term]

    @cached_property
    def source_index(self) -> Index:
        """The compiled terms of the source language."""
        if self._compiled:
            return self._compiled.source_index()
        return Index.compile(self._numbered(self.source_language), language_of(self.source_language))

    @cached_property
    def target_index(self) -> Index:
        """The compiled terms of the target language, and of the source what is not to be translated."""
        if self._compiled:
            return self._compiled.target_index()
        terms = self._numbered(self.target_language, kept=self.source_language)
        return Index.compile(terms, language_of(self.target_language))

    def _numbered(self, language: str, *, kept: str = "") -> Iterator[Numbered]:
        """The terms of a language, and of the language `kept` what is not to be translated."""
        wanted, other = primary(language), primary(kept)
        # By the tag as it is written: there are few of them, and perhaps a million terms.
        fits: dict[str, bool] = {}
        for number, concept in enumerate(self.concepts):
            for place, term in enumerate(concept.terms):
                tag = term.language
                if tag not in fits:
                    fits[tag] = primary(tag) == wanted
                if fits[tag] or (term.flags and term.do_not_translate and primary(tag) == other):
                    yield number, place, term

    @cached_property
    def _source_finder(self) -> Finder:
        return Finder(self.source_index, language_of(self.source_language), self._term_at)

    @cached_property
    def _target_finder(self) -> Finder:
        return Finder(self.target_index, language_of(self.target_language), self._term_at)

    def match(self, text: str, *, derivations: bool = False) -> list[TermMatch]:
        """The terms in a source text: the longest at each place, without overlaps, sorted by start.

        Offsets are characters of `text`. Of a compound, the span covers the part that is the term.

        Args:
            text: in the source language.
            derivations: also words that only a suffix tells from a term and that the glossary does not have
                (*zelfredzame*, of *zelfredzaamheid*): `related`, without targets, since none of those of the concept is
                of their part of speech. They are never checked.
        """
        return [match for match, _ in self._matched(text, derivations=derivations)]

    def explain(self, text: str, *, derivations: bool = False) -> list[Explanation]:
        """`match`, with the reason of each match and the terms that it took the place of."""
        hits = self._source_finder.find(text)
        if derivations:
            hits += self._source_finder.find_akin(text, hits)
        lost: dict[tuple[tuple[int, int], ...], list[tuple[Beaten, str]]] = {}
        for one in beaten(hits):
            lost.setdefault(one.by.parts, []).append((one, self.concepts[one.hit.entry.concept].id))
        explanations = []
        for hit, others in longest_first(hits):
            match, _ = self._match_of(text, hit, others)
            explanations.append(explained(text, match, hit, lost.get(hit.parts, [])))
        return explanations

    def match_many(self, texts: Iterable[str]) -> list[list[TermMatch]]:
        """`match` for each text."""
        return [self.match(text) for text in texts]

    def _matched(self, text: str, *, derivations: bool = False) -> list[tuple[TermMatch, frozenset[int]]]:
        hits = self._source_finder.find(text)
        if derivations:
            hits += self._source_finder.find_akin(text, hits)
        return [self._match_of(text, hit, others) for hit, others in longest_first(hits)]

    def _match_of(self, text: str, hit: Hit, others: list[Hit]) -> tuple[TermMatch, frozenset[int]]:
        number, term = hit.entry.concept, hit.entry.term
        concept = self.concepts[number]
        same = [
            other
            for other in others
            if other.entry.concept != number
            and (other.kind == hit.kind or {other.kind, hit.kind} == {"exact", "inflected"})
            and self.glossary_of(other.entry.concept) == self.glossary_of(number)
        ]
        derived = hit.kind == "related"
        targets = [] if derived else list(self._targets(concept, term))
        for other in [] if derived else same:
            targets += [
                target
                for target in self._targets(self.concepts[other.entry.concept], other.entry.term)
                if target not in targets
            ]
        match = TermMatch(
            start=hit.start,
            end=hit.end,
            text=text[hit.start : hit.end],
            term=term.text,
            concept=concept.id,
            targets=tuple(targets),
            status=term.status,
            match=self._kind(hit.kind, concept, term),
            do_not_translate=term.do_not_translate and not derived,
            parts=hit.parts,
            homonyms=tuple(dict.fromkeys(self.concepts[other.entry.concept].id for other in same)),
        )
        return match, frozenset((number, *(other.entry.concept for other in same)))

    def glossary_of(self, number: int) -> int:
        """Which of `sources` the concept with a number is from; 0 when there is only one, or none."""
        return max(0, bisect_right(self._boundaries, number) - 1)

    def _kind(self, kind: Kind, concept: Concept, term: Term) -> Kind:
        """A term with another part of speech than the concept's first is related: zelfredzaam to zelfredzaamheid."""
        first = concept.in_language(self.source_language)[0]
        if kind == "compound" or not (first.part_of_speech and term.part_of_speech):
            return kind
        return kind if _class(first) == _class(term) else "related"

    def _targets(self, concept: Concept, term: Term) -> tuple[str, ...]:
        """The allowed targets, preferred first.

        Where a concept has source terms of several parts of speech (zelfredzaamheid, zelfredzaam), each has the targets
        of its own, if there are any. Otherwise all are allowed: a translator may turn a noun into a verb.
        """
        allowed = [one for one in concept.in_language(self.target_language) if one.status.allowed]
        classes = {_class(one) for one in concept.in_language(self.source_language) if one.part_of_speech}
        fitting = [one for one in allowed if _class(one) == _class(term)]
        if term.part_of_speech and len(classes) > 1 and fitting:
            allowed = fitting + [one for one in allowed if not one.part_of_speech]
        allowed.sort(key=lambda one: one.status is not Status.PREFERRED)
        texts = [one.text for one in allowed]
        if term.do_not_translate and term.text not in texts:
            texts.append(term.text)
        return tuple(texts)

    def check(self, source: str, target: str) -> list[Verdict]:
        """Judge a translation.

        Returns:
            One verdict for each source match in the order of `match`, then one for each further forbidden term in the
            target. Offsets are characters of `target`.
        """
        return self.checker(source)(target)

    def checker(self, source: str) -> Callable[[str], list[Verdict]]:
        """`check` for several targets of one source, whose terms are found once."""
        matched = self._matched(source)
        concerned = frozenset().union(*(numbers for _, numbers in matched))
        languages = language_of(self.source_language), language_of(self.target_language)

        def check(target: str) -> list[Verdict]:
            if not matched:
                return []
            hits = [hit for hit in self._target_finder.find(target) if hit.entry.concept in concerned]
            matches, numbers = [match for match, _ in matched], [numbers for _, numbers in matched]
            return judge(matches, numbers, hits, source, target, languages, lambda number: self.concepts[number].id)

        return check

    def check_document(self, pairs: Iterable[tuple[str, str]]) -> Iterator[list[Verdict]]:
        """`check` for each pair of a document, in its order, and what is translated in two ways in it.

        Yields:
            For each pair its verdicts, and after them one of kind `inconsistent` for each term whose translation is
            allowed but another one than at its first place in the document.
        """
        first = FirstUses(self.target_language)
        for number, (source, target) in enumerate(pairs, start=1):
            verdicts = self.check(source, target)
            yield [*verdicts, *first.judge(number, verdicts)]


def _class(term: Term) -> str:
    """The part of speech as far as targets differ by it: names, abbreviations and phrases go with nouns."""
    spoken = term.part_of_speech.strip().lower()
    return next((kind for kind in ("adj", "verb", "adv") if spoken.startswith(kind)), "noun" if spoken else "")
