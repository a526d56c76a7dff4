"""What the terms of a source sentence ask of its target: which words, in which form, and how firmly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from glossary import Concept, Term, TermBase, TermMatch, Verdict
from glossary.language import language_of
from translate_kit.mt.carriers import Kind
from translate_kit.mt.edits import Span
from translate_kit.mt.inflect import Form, auxiliary_near, inflected, source_form

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LINKS = frozenset(("", "s", "-", "en", "e"))
_PERSON = re.compile(r"(?:er|or|ist|ee|man|men|ian|ant|ent|ary|person|guard|leader|people|martyr|nun|monk|spy)s?$")
_THING = re.compile(r"(?:power|order|cent(?:er|re)|tower|letter|prayer|border|paper|number|water|error|terror|ment)s?$")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One or more terms that stand together and are to be translated as the glossary has it.

    Attributes:
        spans: where they stand in the source; two for a verb that comes apart.
        matches: the terms.
        terms: what may be written for them, in the base form: one term; one for each meaning of a homonym.
        before: what comes before the term in the target: the first part of a compound.
        kind: what can stand in for it.
        form: in which form it stands in the source.
        neuter: gender in the source.
        person: whether it is a word for people.
        genitive: whether it stands in the genitive: *Noord-Korea's leider*.
        sure: whether it may be put in the place of other words: not a homonym, and no loose part of a compound.
    """

    spans: tuple[Span, ...]
    matches: tuple[TermMatch, ...]
    terms: tuple[Term, ...]
    before: str = ""
    kind: Kind = Kind.NOUN
    form: Form = Form.BASE
    neuter: bool = False
    person: bool = False
    genitive: bool = False
    sure: bool = True

    @property
    def takes_article(self) -> bool:
        """Whether *a* can stand before it in the target."""
        return not self.terms[0].number.endswith("only")

    def target(self, form: Form | None = None, meaning: int = 0) -> str:
        """The words for the target, in a form; in that of the source when None."""
        words = inflected(self.terms[min(meaning, len(self.terms) - 1)], self.form if form is None else form)
        return f"{self.before} {words}".strip()


def wanted(termbase: TermBase, text: str, matches: Sequence[TermMatch]) -> list[Wanted]:
    """What some terms of a text ask for, in the order of the text.

    Args:
        termbase: the glossary.
        text: the source.
        matches: those of its terms that matter now, as `TermBase.match` gave them.
    """
    found: list[Wanted] = []
    for match in matches:
        one = _wanted(termbase, text, match)
        if one is None:
            continue
        if match.match == "compound":
            word = _word_around(text, match)
            if found and found[-1].matches[-1].match == "compound" and _joined(text, found[-1], match):
                found[-1] = _compound(found[-1], one, word)
                continue
            # Before the head of a compound nothing is plural in the target: kernproevenreeks, series of nuclear tests.
            form = one.form if match.end == word[1] else Form.BASE
            one = replace(one, form=form, sure=one.sure and word == (match.start, match.end))
        found.append(one)
    return found


def _wanted(termbase: TermBase, text: str, match: TermMatch) -> Wanted | None:
    terms: list[Term] = []
    source = None
    for concept in (match.concept, *match.homonyms):
        meant = termbase.concept(concept)
        entry = _source_term(meant, match, termbase.source_language)
        term = _target_term(meant, match, termbase.target_language) if entry is not None else None
        source = source or entry
        if term is not None and all(term.text != other.text for other in terms):
            terms.append(term)
    if not terms or source is None:
        return None
    first = text[match.parts[0][0] : match.parts[0][1]] if match.parts else match.text
    spoken = source.part_of_speech
    near = spoken.startswith("verb") and auxiliary_near(text, match.start, termbase.source_language)
    form = source_form(first, source, auxiliary=near)
    return Wanted(
        spans=match.parts or ((match.start, match.end),),
        matches=(match,),
        terms=tuple(terms),
        kind=_kind(source, terms[0]),
        form=form,
        neuter=source.gender.startswith("n"),
        person=bool(_PERSON.search(terms[0].text)) and not _THING.search(terms[0].text),
        genitive=spoken.startswith("proper") and match.text != match.term and match.text.endswith("s"),
        sure=not match.homonyms,
    )


def _source_term(concept: Concept, match: TermMatch, language: str) -> Term | None:
    return next((term for term in concept.in_language(language) if term.text == match.term), None)


def _target_term(concept: Concept, match: TermMatch, language: str) -> Term | None:
    allowed = {term.text: term for term in concept.in_language(language) if term.status.allowed}
    if match.do_not_translate and match.term not in allowed:
        allowed[match.term] = Term(text=match.term, language=language, number="singular-only")
    return next((allowed[text] for text in match.targets if text in allowed), None)


def _kind(source: Term, target: Term) -> Kind:
    spoken = source.part_of_speech
    if spoken.startswith("proper"):
        return Kind.NAME
    if spoken.startswith("adj"):
        return Kind.ADJECTIVE
    if spoken.startswith("verb"):
        return Kind.VERB
    if spoken in ("noun", ""):
        uncounted = "singular" in source.number or "singular" in target.number
        return Kind.MASS if uncounted else Kind.NOUN
    return Kind.OTHER


def _word_around(text: str, match: TermMatch) -> Span:
    """The whole word that a match is a part of."""
    for found in _WORD.finditer(text):
        if found.start() <= match.start < found.end():
            return found.start(), max(found.end(), match.end)
    return match.start, match.end


def _joined(text: str, before: Wanted, match: TermMatch) -> bool:
    """Whether a part of a compound follows another one, with nothing but a link between them."""
    end = before.spans[-1][1]
    return end <= match.start and text[end : match.start].lower() in _LINKS


def _compound(before: Wanted, last: Wanted, word: Span) -> Wanted:
    start = before.spans[0][0]
    whole = (start, last.spans[-1][1])
    return replace(
        last,
        spans=(whole,),
        matches=(*before.matches, *last.matches),
        before=before.target(Form.BASE),
        sure=whole == word and not any(match.homonyms for match in (*before.matches, *last.matches)),
    )


def right_words(termbase: TermBase, verdict: Verdict, terms: Sequence[Wanted]) -> str:
    """What to write for a deprecated or forbidden term that stands in a target, in the form in which it stands there.

    Args:
        termbase: the glossary.
        verdict: on the misuse.
        terms: what the terms of the source ask for.
    """
    match = verdict.match
    if match.homonyms:
        bad = [
            (term.text, concept)
            for concept in map(termbase.concept, (match.concept, *match.homonyms))
            for term in concept.in_language(termbase.target_language)
            if not term.status.allowed
        ]
        text, concept = max(bad, key=lambda one: _in_common(one[0].lower(), verdict.found.lower()))
        wanted = _target_term(concept, match, termbase.target_language)
        return language_of(termbase.target_language).like(verdict.found, text, wanted.text) if wanted else ""
    one = next((one for one in terms if match in one.matches), None)
    inflected_in_source = one is not None and (one.kind is Kind.VERB or one.form is not Form.BASE)
    return one.target() if one is not None and inflected_in_source else verdict.suggestion


def _in_common(one: str, other: str) -> int:
    """How many characters two texts have in common at the beginning."""
    same = (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(same, min(len(one), len(other)))
