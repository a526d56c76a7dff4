"""Terms swapped for carriers in a source, and back in its translation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from glossary import Term, TermMatch
from translate_kit.mt.carriers import Carrier, Kind, code, fitting
from translate_kit.mt.decoding import Hypothesis
from translate_kit.mt.edits import Edit, Edited, Span
from translate_kit.mt.inflect import Form, auxiliary_near, form_of, inflected
from translate_kit.mt.placing import put
from translate_kit.mt.wanted import Wanted

LIKELY, OTHER, CODE = "likely", "other", "code"
"""Which carriers: the most alike, the next ones, or codes."""
EASY_NUMBER = 3481
"""As in `markup.STAND_INS`."""


@dataclass(frozen=True, slots=True)
class Load:
    """A term and what stands in for it.

    Attributes:
        wanted: the term.
        target: what the carrier is in the target, in its base form.
        kind: what the carrier is; `OTHER` for a code.
    """

    wanted: Wanted
    target: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Carried:
    """A sentence in which carriers stand for terms.

    Attributes:
        source: the sentence, edited.
        loads: the terms with their carriers.
        numbers: what stands in for numbers, and how the target writes them.
    """

    source: Edited
    loads: tuple[Load, ...]
    numbers: tuple[tuple[str, str], ...] = ()


def carry(
    text: str,
    terms: Sequence[Wanted],
    variants: Sequence[str],
    languages: tuple[str, str],
    *,
    numbers: Sequence[tuple[Span, str]] = (),
) -> Carried | None:
    """Swap terms of a source sentence for carriers; None when there are no terms.

    Args:
        text: the sentence.
        terms: what is to be swapped.
        variants: for each term `LIKELY`, `OTHER` or `CODE`.
        languages: source and target.
        numbers: numbers that are swapped for easy ones too: where they stand, and how the target writes them.
    """
    edits: list[Edit] = []
    loads: list[Load] = []
    used: set[str] = set()
    for number, (one, variant) in enumerate(zip(terms, variants, strict=True), 1):
        carrier = _choose(text, one, variant, languages, used) if variant != CODE else None
        (start, end), *others = one.spans
        if carrier is None:
            word = target = code(text, number)
            loads.append(Load(one, target, Kind.OTHER))
        else:
            word, target = _word(text, one, carrier), carrier.target
            loads.append(Load(one, target, carrier.kind))
        used.add(target)
        edits.append(Edit(start, end, word))
        # The second part of a verb that comes apart goes, with the space before it.
        edits += [Edit(first - (text[first - 1] == " "), last, "") for first, last in others]
    if not loads:
        return None
    easy = [code(text, EASY_NUMBER + place, prefix="") for place in range(len(numbers))]
    edits += [Edit(*span, word) for (span, _), word in zip(numbers, easy, strict=True)]
    written = tuple((word, number) for word, (_, number) in zip(easy, numbers, strict=True))
    return Carried(Edited.of(text, edits), tuple(loads), written)


def _choose(text: str, one: Wanted, variant: str, languages: tuple[str, str], used: set[str]) -> Carrier | None:
    lower = text.lower()
    options = [
        carrier
        for carrier in fitting(*languages, one.kind, form=one.form, neuter=one.neuter, person=one.person)
        if carrier.target not in used and not any(word.lower() in lower for word in carrier.forms.values())
    ]
    return options[min(len(options) - 1, variant == OTHER)] if options else None


def _word(text: str, one: Wanted, carrier: Carrier) -> str:
    start, end = one.spans[0]
    form = one.form
    if carrier.kind is Kind.ADJECTIVE:
        form = Form.PLURAL if text[:end].endswith(("e", "en")) else Form.BASE
    word = carrier.forms[form]
    if text[start].isupper() and not re.search(r"\w", text[:start]):
        word = word[:1].upper() + word[1:]
    return f"{word}'s" if one.genitive else word


def uncarried(hypothesis: Hypothesis, carried: Carried, language: str) -> Iterator[tuple[Hypothesis, list[TermMatch]]]:
    """Put the terms back into the translation of what `carry` made.

    Args:
        hypothesis: the translation.
        carried: what was translated.
        language: the target.

    Yields:
        A translation for each meaning that a term may have, with the matches whose terms are in it now; none when a
        carrier came out more than once.
    """
    places: list[tuple[Load, Span, Form]] = []
    for load in carried.loads:
        found = _found(hypothesis.text, load, language)
        if len(found) > 1:
            return
        places += [(load, *place) for place in found]
    sources = tuple(map(carried.source.was, hypothesis.sources))
    numbers = [
        Edit(place.start(), place.end(), number)
        for word, number in carried.numbers
        for place in re.finditer(rf"(?<![\w.,]){word}(?!\w)", hypothesis.text)
    ]
    for meaning in range(max(len(load.wanted.terms) for load in carried.loads)):
        edits = [
            put(hypothesis.text, span, load.wanted.target(form, meaning), language, articles=load.wanted.takes_article)
            for load, span, form in places
        ]
        matches = [match for load, _, _ in places for match in load.wanted.matches]
        yield replace(hypothesis.edited(edits + numbers), sources=sources), matches


def _found(text: str, load: Load, language: str) -> list[tuple[Span, Form]]:
    """Where a carrier came out, and in which form."""
    spoken = {Kind.VERB: "verb", Kind.NOUN: "noun"}.get(load.kind, "")
    if not spoken:
        places = re.finditer(rf"(?<!\w){re.escape(load.target)}(?!\w)", text, re.IGNORECASE)
        return [(place.span(), load.wanted.form) for place in places]
    term = Term(text=load.target, language=language, part_of_speech=spoken)
    words = "|".join(sorted({inflected(term, form) for form in Form}, key=len, reverse=True))
    found = []
    for place in re.finditer(rf"(?<!\w)(?:{words})(?!\w)", text, re.IGNORECASE):
        near = spoken == "verb" and auxiliary_near(text, place.start(), language)
        found.append((place.span(), form_of(place[0], load.target, verb=spoken == "verb", auxiliary=near)))
    return found
