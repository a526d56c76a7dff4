"""Terms drive decoding: a draft is made to say what the glossary says.

Each sentence is translated as it is. Where the draft has the glossary's terms, it stays. Elsewhere more candidates are
made, each in another way, and the best one is taken (`judging`):

1. *n-best*: the other hypotheses of the same search, which cost nothing more.
2. *stand-in*: the terms that went wrong are swapped for easy words before the model sees the sentence, and back
   afterwards (`carrying`). First with the likeliest words; where those do not come through, with others and codes.
3. *prefix*: the draft up to where a term belongs, then the term; the decoder goes on from there.
4. *replaced*: the words that look at the source term (attention) become the term. A deprecated or forbidden term
   becomes the right one wherever it stands.

Measured one by one, a prefix helps beside the n-best list, and no more once there are stand-ins; so it is not used
unless asked for. Replacement comes last, where the others were not enough; then the candidates are scored as
translations of the sentence, so that a broken one is not chosen for its terms. A term with several meanings is offered
with each of them, never put in by replacement, and neither are verbs and loose parts of a compound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from glossary import TermBase, TermMatch
from translate_kit.mt.alignment import Weights
from translate_kit.mt.carriers import Kind
from translate_kit.mt.carrying import CODE, LIKELY, OTHER, Carried, carry, uncarried
from translate_kit.mt.decoding import Decoder, Hypothesis, Request
from translate_kit.mt.edits import Edit
from translate_kit.mt.engine import EnforcedTerm
from translate_kit.mt.judging import Candidate, Judge, Key, Sentence, best, hopeful, key_of
from translate_kit.mt.placing import aligned, put
from translate_kit.mt.wanted import Wanted, right_words, wanted

N_BEST, STAND_IN, PREFIX, REPLACED = "n-best", "stand-in", "prefix", "replaced"
STEPS = (N_BEST, STAND_IN, PREFIX, REPLACED)
"""The ways, in their order."""
USED = (N_BEST, STAND_IN, REPLACED)
"""Those that are used unless told otherwise."""
ROUNDS = ((LIKELY,), (OTHER, CODE))
"""Which carriers are tried together. All at once would cost half as much again, for 0.1 of chrF2."""
HYPOTHESES = 4
"""As many as the beam is wide: they are all there anyway."""
BEAM_SIZE = 3
"""For the further candidates. 1 costs as much in such small batches, and 0.2 to 0.6 of chrF2."""
MOST_SCORED = 3
"""Candidates of a sentence that are scored."""
SURE_SCORE = -1.5
"""Mean log probability from which a sentence with carriers is taken without a look at other candidates."""


@dataclass(slots=True, eq=False)
class _Work:
    """A sentence whose draft has terms wrong.

    Attributes:
        number: its place in the job.
        sentence: the sentence.
        matches: its terms.
        judge: of its translations.
        candidates: its translations so far; the first is the draft as it is.
        wanted: what the terms that went wrong ask for.
        tried: the sources with carriers that were translated.
        came: the terms whose likeliest carriers came through.
    """

    number: int
    sentence: Sentence
    matches: list[TermMatch]
    judge: Judge
    candidates: list[Candidate] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    tried: set[str] = field(default_factory=set)
    came: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True)
class Enforced:
    """A sentence with its terms.

    Attributes:
        hypothesis: its translation.
        terms: those that were enforced.
        missed: how many terms it still has wrong.
    """

    hypothesis: Hypothesis
    terms: tuple[EnforcedTerm, ...] = ()
    missed: int = 0


def plain(decoder: Decoder, sentences: Sequence[Sentence]) -> Iterator[tuple[int, Enforced]]:
    """Translate sentences without a glossary; yields like `Enforcer.translate`."""
    for number, hypotheses in decoder.decode([Request(sentence.text, sentence.pieces) for sentence in sentences]):
        yield number, Enforced(hypotheses[0])


class Enforcer:
    """Translates sentences so that the terms of a glossary are in them.

    Args:
        termbase: the glossary.
        decoder: what translates.
        steps: which of `STEPS` may be used.
    """

    def __init__(self, termbase: TermBase, decoder: Decoder, *, steps: Iterable[str] = USED) -> None:
        self._termbase, self._decoder, self._steps = termbase, decoder, frozenset(steps)
        self._languages = termbase.source_language, termbase.target_language

    def translate(self, sentences: Sequence[Sentence]) -> Iterator[tuple[int, Enforced]]:
        """Translate sentences; yields the index of each and its translation, in any order."""
        matches = self._termbase.match_many(sentence.text for sentence in sentences)
        several = HYPOTHESES if N_BEST in self._steps and self._decoder.forces else 1
        works: list[_Work] = []
        requests = [
            Request(sentence.text, sentence.pieces, hypotheses=several if found else 1)
            for sentence, found in zip(sentences, matches, strict=True)
        ]
        for number, hypotheses in self._decoder.decode(requests):
            if not matches[number]:
                yield number, Enforced(hypotheses[0])
                continue
            work = _Work(number, sentences[number], matches[number], Judge(self._termbase, sentences[number]))
            _add(work, hypotheses[0], "")
            if work.candidates[0].judgement.penalty:
                for hypothesis in hypotheses[1:]:
                    _add(work, hypothesis, N_BEST)
            chosen = best(work.candidates)
            if chosen.judgement.penalty:
                works.append(work)
            else:
                yield _result(work, chosen)
        for work in works:
            missed = work.candidates[0].judgement.missed
            work.wanted = wanted(self._termbase, work.sentence.text, [m for m in work.matches if key_of(m) in missed])
        for variants in ROUNDS if STAND_IN in self._steps else ():
            self._stand_in(works, variants)
            settled = {work.number: found for work in works if (found := _good(work)) is not None}
            for work in works:
                if work.number in settled:
                    yield _result(work, settled[work.number])
            works = [work for work in works if work.number not in settled]
        if PREFIX in self._steps and self._decoder.forces:
            self._prefix(works)
        if REPLACED in self._steps:
            for work in works:
                for candidate in hopeful(work.candidates)[:MOST_SCORED]:
                    self._replace(work, candidate)
        self._weigh(works)
        for work in works:
            yield _result(work, best(hopeful(work.candidates)[:MOST_SCORED]))

    # Stand-ins

    def _stand_in(self, works: Sequence[_Work], variants: Iterable[str]) -> None:
        made: list[tuple[_Work, Carried]] = []
        for work in works:
            for variant in variants:
                numbers = work.judge.wrong_numbers(work.candidates[0].hypothesis.text)
                variant_of = _variants(work, variant)
                carried = carry(work.sentence.text, work.wanted, variant_of, self._languages, numbers=numbers)
                if carried is not None and carried.source.text not in work.tried:
                    work.tried.add(carried.source.text)
                    made.append((work, carried))
        requests = [Request(carried.source.text, beam_size=BEAM_SIZE) for _, carried in made]
        for number, hypotheses in self._decoder.decode(requests):
            work, carried = made[number]
            for hypothesis, matches in uncarried(hypotheses[0], carried, self._languages[1]):
                keys = frozenset(map(key_of, matches))
                _add(work, hypothesis, STAND_IN, dict.fromkeys(keys, STAND_IN))
                work.came = work.came or keys

    # Prefixes

    def _prefix(self, works: Sequence[_Work]) -> None:
        made: list[tuple[_Work, Wanted]] = []
        requests: list[Request] = []
        for work in works:
            draft = work.candidates[0].hypothesis
            weights = Weights(work.sentence.text, draft.text, draft.alignment())
            for one in work.wanted:
                place = aligned(weights, draft.text, one.spans)
                if place is not None:
                    edit = put(draft.text, place, one.target(), self._languages[1], articles=one.takes_article)
                    prefix = self._decoder.pieces(draft.text[: edit.start] + edit.text)
                    requests.append(
                        Request(work.sentence.text, work.sentence.pieces, beam_size=BEAM_SIZE, prefix=prefix)
                    )
                    made.append((work, one))
        for number, hypotheses in self._decoder.decode(requests):
            work, one = made[number]
            # The decoder counts what it was given as certain, so its score says nothing.
            hypothesis = replace(hypotheses[0], log_probability=None)
            _add(work, hypothesis, PREFIX, {key_of(match): PREFIX for match in one.matches})

    # Replacement

    def _replace(self, work: _Work, candidate: Candidate) -> None:
        edits, put_in = self._replacements(work, candidate)
        if edits:
            hypothesis = replace(candidate.hypothesis.edited(edits), log_probability=None)
            _add(work, hypothesis, candidate.step, {**candidate.put, **put_in})

    def _replacements(self, work: _Work, candidate: Candidate) -> tuple[list[Edit], dict[Key, str]]:
        text, judgement = candidate.hypothesis.text, candidate.judgement
        taken = list(judgement.places)
        edits: list[Edit] = []
        put_in: dict[Key, str] = {}
        for verdict in judgement.misused:
            words = right_words(self._termbase, verdict, work.wanted)
            if words and verdict.start is not None and verdict.end is not None:
                edits.append(put(text, (verdict.start, verdict.end), words, self._languages[1]))
                taken.append((edits[-1].start, edits[-1].end))
                put_in[key_of(verdict.match)] = REPLACED
        weights = None
        for one in work.wanted:
            keys = {key_of(match) for match in one.matches}
            firm = one.sure and one.kind not in (Kind.VERB, Kind.OTHER) and candidate.hypothesis.rows
            if not firm or not keys & judgement.missed or keys & put_in.keys():
                continue
            weights = weights or Weights(work.sentence.text, text, candidate.hypothesis.alignment())
            place = aligned(weights, text, one.spans, taken)
            if place is not None:
                edits.append(put(text, place, one.target(), self._languages[1], articles=one.takes_article))
                taken.append((edits[-1].start, edits[-1].end))
                put_in |= dict.fromkeys(keys, REPLACED)
        return edits, put_in

    # The choice

    def _weigh(self, works: Iterable[_Work]) -> None:
        """Score the candidates that may be the best as translations of the sentence itself."""
        unsure: list[tuple[str, Candidate]] = []
        for work in works:
            candidates = hopeful(work.candidates)[:MOST_SCORED]
            unsure += [
                (work.sentence.text, one)
                for one in candidates
                if one.score is None or (len(candidates) > 1 and one.step not in ("", N_BEST))
            ]
        if self._decoder.forces and unsure:
            scores = self._decoder.score([(source, one.hypothesis.text) for source, one in unsure])
            for (_, one), score in zip(unsure, scores, strict=True):
                one.score = score


def _add(work: _Work, hypothesis: Hypothesis, step: str, put_in: Mapping[Key, str] | None = None) -> None:
    judgement = work.judge.judge(hypothesis.text)
    work.candidates.append(Candidate(hypothesis, judgement, step, put_in or {}, hypothesis.score))


def _variants(work: _Work, variant: str) -> list[str]:
    """Which carrier each term gets in a further round: those that came through keep theirs, the others get another."""
    variants = [LIKELY if key_of(one.matches[0]) in work.came else variant for one in work.wanted]
    return variants if variant in variants else [variant] * len(variants)


def _good(work: _Work) -> Candidate | None:
    """A translation with carriers that needs no other beside it."""
    faults = work.candidates[0].judgement.faults
    good = [
        one
        for one in work.candidates
        if one.step == STAND_IN
        and not (one.judgement.penalty or one.judgement.lost)
        and one.judgement.faults <= faults
        and (one.score is None or one.score > SURE_SCORE)
    ]
    # Which meaning it is takes a score of the sentence itself: the carrier is the same for all of them.
    return best(good) if good and all(len(one.terms) == 1 for one in work.wanted) else None


def _result(work: _Work, chosen: Candidate) -> tuple[int, Enforced]:
    before, now = work.candidates[0].judgement, chosen.judgement
    terms = tuple(
        EnforcedTerm(match.text, match.concept, now.found[key], chosen.put.get(key, chosen.step or REPLACED))
        for match in work.matches
        if (key := key_of(match)) in before.missed and key in now.found
    )
    hypothesis = chosen.hypothesis
    if hypothesis.log_probability is None and chosen.score is not None:
        length = work.candidates[0].hypothesis.length
        hypothesis = replace(hypothesis, log_probability=chosen.score * length, length=length)
    return work.number, Enforced(hypothesis, terms, len(now.missed))
