"""Candidates for terms in running text, the likeliest first."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from glossary.concept import Concept, Status, Term
from glossary.frequency import frequencies, written_words
from glossary.language import language_of
from glossary.phrases import phrase_finder

if TYPE_CHECKING:
    from glossary.align import Proposal
    from glossary.termbase import TermBase

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
MAX_CONTEXTS = 3
"""Sentences that show a candidate in use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What may be a term.

    Attributes:
        term: its base form: the noun in the singular, adjectives as they stand before it.
        frequency: how often it occurs, inflected forms and occurrences inside longer candidates included.
        c_value: Frantzi & Ananiadou (2000) with log2(words + 1), so that single words have one too.
        log_likelihood: G2 against general text, in the manner of Rayson & Garside (2000); negative for what is rarer
            here than there.
        score: what candidates are sorted by, the highest first.
        forms: the forms that occur, in the case of running text, the most frequent first.
        contexts: up to three texts that it occurs in.
        part_of_speech: `noun` or `proper noun`.
    """

    term: str
    frequency: int
    c_value: float
    log_likelihood: float
    score: float
    forms: tuple[str, ...]
    contexts: tuple[str, ...]
    part_of_speech: str


@dataclass(slots=True)
class _Group:
    """One candidate while its occurrences come in."""

    loose: bool
    is_name: bool
    bases: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    contexts: dict[str, None] = field(default_factory=dict)

    @property
    def frequency(self) -> int:
        return self.bases.total()


def log_likelihood(count: float, total: int, other_count: int, other_total: int) -> float:
    """G2 of a word in two texts (Dunning 1993; the two-cell form of Rayson & Garside 2000).

    `2 (a ln(a/E1) + b ln(b/E2))`, E1 = c (a+b) / (c+d), E2 = d (a+b) / (c+d).

    Args:
        count: a, how often it occurs in the text.
        total: c, words of the text.
        other_count: b, how often it occurs in the other.
        other_total: d, words of the other.

    Returns:
        0 when one of the texts is empty; negative when the word is rarer in the text than in the other. 3.84 is
        significant at 5 %, 6.63 at 1 %, 10.83 at 0.1 %.
    """
    if not total or not other_total or not count + other_count:
        return 0.0
    share = (count + other_count) / (total + other_total)
    found = 0.0
    for seen, words in ((count, total), (other_count, other_total)):
        if seen:
            found += seen * math.log(seen / (words * share))
    return math.copysign(2 * found, count / total - other_count / other_total)


def extract(
    texts: Iterable[str],
    *,
    language: str = "nl",
    known: TermBase | None = None,
    min_count: int = 1,
) -> list[Candidate]:
    """Find candidates for terms.

    Noun phrases are counted in all their forms. What is part of a longer candidate counts less (C-value), what is as
    frequent in general text too (log-likelihood against the list that ships).

    Args:
        texts: segments or paragraphs of running text; each is a context by itself.
        language: of the texts.
        known: candidates that are a term of it, exact, inflected or related, are left out; those that only have a term
            in them are not.
        min_count: leave out what occurs less often.

    Returns:
        Candidates, the highest score first. The score is the log-likelihood of the C-value's frequency, that is without
        the occurrences inside longer candidates; times log2(words + 1), as in the C-value, for what comes back.
    """
    kept = list(dict.fromkeys(text for text in texts if text.strip()))
    finder = phrase_finder(language)
    finder.learn(kept)
    groups: dict[tuple[str, ...], _Group] = {}
    dropped: set[tuple[str, ...]] = set()
    total = 0
    for text in kept:
        total += sum(1 for _ in written_words(text))
        terms = _term_places(text, known)
        for phrase in finder.phrases(text):
            if (phrase.start, phrase.end) in terms:
                dropped.add(phrase.key)
                continue
            group = groups.setdefault(phrase.key, _Group(phrase.loose, phrase.words[-1].tag == "name"))
            group.bases[phrase.base] += 1
            group.forms[phrase.text] += 1
            if len(group.contexts) < MAX_CONTEXTS:
                group.contexts[text] = None
    counted = {
        key: group
        for key, group in groups.items()
        if key not in dropped and group.frequency >= (max(min_count, 2) if group.loose else min_count)
    }
    values = c_values({key: group.frequency for key, group in counted.items()})
    reference = _Reference(language)
    found = [_candidate(key, group, values[key], total, reference) for key, group in counted.items()]
    # Among equals the longer word says more: a compound is a term more often than what it is made of.
    return sorted(
        found, key=lambda candidate: (-candidate.score, -candidate.frequency, -len(candidate.term), candidate.term)
    )


def _term_places(text: str, known: TermBase | None) -> set[tuple[int, int]]:
    return {(match.start, match.end) for match in known.match(text) if match.match != "compound"} if known else set()


def c_values(frequencies: Mapping[tuple[str, ...], int]) -> dict[tuple[str, ...], tuple[float, float]]:
    """The C-value of each phrase (Frantzi & Ananiadou 2000), and the frequency in it.

    `log2(|a| + 1) (f(a) - 1/P(Ta) Σ f(b))`, where b are the P(Ta) longer phrases that a stands in. The paper has
    log2 |a|, which leaves nothing of single words.

    Args:
        frequencies: for each phrase, as its words, how often it occurs, inside longer ones too.
    """
    around: dict[tuple[str, ...], list[int]] = {}
    for phrase, frequency in frequencies.items():
        for length in range(1, len(phrase)):
            parts = {phrase[start : start + length] for start in range(len(phrase) - length + 1)}
            for part in parts & frequencies.keys():
                around.setdefault(part, []).append(frequency)
    values: dict[tuple[str, ...], tuple[float, float]] = {}
    for phrase, frequency in frequencies.items():
        longer = around.get(phrase, ())
        own = frequency - sum(longer) / len(longer) if longer else float(frequency)
        values[phrase] = (math.log2(len(phrase) + 1) * own, own)
    return values


class _Reference:
    """How often a phrase can occur in general text: as often as its rarest word, in any form."""

    def __init__(self, language: str) -> None:
        self._frequencies = frequencies(language)
        self._language = language_of(language)
        self._counts: dict[str, int] = {}
        self.total = self._frequencies.total

    def count(self, key: Sequence[str]) -> int:
        return min(map(self._of_word, key))

    def _of_word(self, word: str) -> int:
        if word not in self._counts:
            forms = self._language.forms(word, "any") if word.isalpha() else {word}
            self._counts[word] = sum(map(self._frequencies.count, forms))
        return self._counts[word]


def _base_form(group: _Group) -> str:
    """The commonest base form; as it is written when adjectives stand before a noun that occurs in the plural only.

    What the adjective is in the singular depends on the gender: *politieke gevangenkampen*, *politiek gevangenkamp*.
    """
    base = group.bases.most_common(1)[0][0]
    return base if " " not in base or base in group.forms else group.forms.most_common(1)[0][0]


def _candidate(
    key: tuple[str, ...], group: _Group, value: tuple[float, float], total: int, reference: _Reference
) -> Candidate:
    c_value, own = value
    seen = reference.count(key)
    likelihood = log_likelihood(group.frequency, total, seen, reference.total)
    # Two words side by side once may be chance, and weigh as one.
    weight = math.log2(len(key) + 1) if group.frequency > 1 else 1.0
    return Candidate(
        term=_base_form(group),
        frequency=group.frequency,
        c_value=round(c_value, 3),
        log_likelihood=round(likelihood, 2),
        score=round(weight * log_likelihood(own, total, seen, reference.total), 2),
        forms=tuple(form for form, _ in group.forms.most_common()),
        contexts=tuple(group.contexts),
        part_of_speech="proper noun" if group.is_name else "noun",
    )


EXTRA_COLUMNS = ("frequency", "c_value", "log_likelihood", "aligned", "confidence")
"""What the rows of candidates have beside our columns; nothing reads them again, and they may be deleted."""


def as_concepts(
    candidates: Sequence[Candidate],
    proposals: Mapping[str, Sequence[Proposal]],
    *,
    source_language: str = "nl",
    target_language: str = "en",
    taken: Iterable[str] = (),
) -> list[Concept]:
    """Candidates as concepts to curate: one each, with the best proposal as its target, all of them admitted.

    Args:
        candidates: in the order in which they are to come.
        proposals: for each term, the best first.
        source_language: of the candidates.
        target_language: of the proposals.
        taken: ids that other concepts have.
    """
    ids = set(taken)
    concepts = []
    for candidate in candidates:
        best = next(iter(proposals.get(candidate.term, ())), None)
        numbers = (str(candidate.frequency), f"{candidate.c_value:g}", f"{candidate.log_likelihood:g}")
        extra = [*zip(EXTRA_COLUMNS, numbers, strict=False)]
        terms = [
            Term(
                text=candidate.term,
                language=source_language,
                status=Status.ADMITTED,
                part_of_speech=candidate.part_of_speech,
                extra=(*_contexts(candidate), *extra),
            )
        ]
        if best is not None:
            aligned = (("aligned", str(best.count)), ("confidence", f"{best.confidence:.2f}"))
            terms.append(Term(text=best.target, language=target_language, status=Status.ADMITTED, extra=aligned))
        concepts.append(Concept(id=_id(candidate.term, ids), terms=tuple(terms)))
    return concepts


def _contexts(candidate: Candidate) -> list[tuple[str, str]]:
    """The columns context, context_2, context_3."""
    return [
        ("context" if number == 1 else f"context_{number}", " ".join(_CONTROL.sub(" ", text).split()))
        for number, text in enumerate(candidate.contexts, start=1)
    ]


def _id(term: str, taken: set[str]) -> str:
    """An id made of the words of a term, with a number where it is taken; it is taken then."""
    plain = "-".join(written_words(term)) or "term"
    names = (plain, *(f"{plain}-{number}" for number in range(2, len(taken) + 3)))
    name = next(name for name in names if name not in taken)
    taken.add(name)
    return name
