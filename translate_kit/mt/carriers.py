"""Easy words that stand in for hard ones: a term is swapped for a word of its kind before the model sees the sentence.

A model that has never seen *overloper* breaks the sentence around it. It knows *student*, and builds the sentence
right: number, articles, word order. Where a carrier does not come through, a code that models copy (`XX1`) mostly does,
but then the model has to guess what it stands for.

How often a carrier comes out once and as expected, in the place of the terms of 110 sentences each (embedded model,
beam 2): *student* 87 %, *camera* 86 %, *film* 85 %; neuter *museum* 90 %, *boek* 86 %; plural *hotels* 96 %,
*camera's* 87 %; *water* 91 %, *muziek* 81 %; *Italië* 88 %, *Canada* 86 %; *modern* 80 %; *accepteren* 88 %, *verkopen*
83 %; `XX1` 93 %. Many a common word does worse: *boer* 67 %, *advocaat* 52 %.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from glossary.concept import primary
from translate_kit.mt.inflect import Form


class Kind(StrEnum):
    """What a word must be to stand in for a term."""

    NOUN = "noun"
    MASS = "mass"
    NAME = "name"
    ADJECTIVE = "adjective"
    VERB = "verb"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Carrier:
    """A word that models translate as expected.

    Attributes:
        forms: in the source, by form; an adjective has its inflected form under `PLURAL`.
        target: base form in the target.
        kind: what it can stand in for.
        neuter: gender in the source, None where it does not matter.
        person: whether it is a person's word.
    """

    forms: dict[Form, str]
    target: str
    kind: Kind
    neuter: bool | None = None
    person: bool = False


def _noun(singular: str, plural: str, target: str, *, neuter: bool = False, person: bool = False) -> Carrier:
    forms = {Form.BASE: singular} | ({Form.PLURAL: plural} if plural else {})
    return Carrier(forms, target, Kind.NOUN, neuter, person)


def _mass(word: str, target: str, *, neuter: bool = False) -> Carrier:
    return Carrier({Form.BASE: word}, target, Kind.MASS, neuter)


def _name(word: str, target: str = "", *, person: bool = False) -> Carrier:
    return Carrier({Form.BASE: word}, target or word, Kind.NAME, person=person)


def _adjective(plain: str, inflected: str, target: str) -> Carrier:
    return Carrier({Form.BASE: plain, Form.PLURAL: inflected}, target, Kind.ADJECTIVE)


def _verb(infinitive: str, third: str, past: str, participle: str, target: str) -> Carrier:
    forms = {Form.BASE: infinitive, Form.THIRD: third, Form.PAST: past, Form.PARTICIPLE: participle}
    return Carrier(forms, target, Kind.VERB)


CARRIERS: dict[tuple[str, str], tuple[Carrier, ...]] = {
    ("nl", "en"): (
        _noun("student", "studenten", "student", person=True),
        _noun("camera", "camera's", "camera"),
        _noun("film", "films", "film"),
        _noun("soldaat", "soldaten", "soldier", person=True),
        _noun("bibliotheek", "", "library"),
        _noun("minister", "ministers", "minister", person=True),
        _noun("museum", "", "museum", neuter=True),
        _noun("boek", "boeken", "book", neuter=True),
        _noun("meisje", "meisjes", "girl", neuter=True, person=True),
        _noun("hotel", "hotels", "hotel", neuter=True),
        _noun("project", "projecten", "project", neuter=True),
        _mass("muziek", "music"),
        _mass("olie", "oil"),
        _mass("koffie", "coffee"),
        _mass("water", "water", neuter=True),
        _mass("brood", "bread", neuter=True),
        _mass("vlees", "meat", neuter=True),
        _name("Canada"),
        _name("Italië", "Italy"),
        _name("Duitsland", "Germany"),
        _name("Thomas", person=True),
        _name("Martin", person=True),
        _name("Maria", person=True),
        _adjective("modern", "moderne", "modern"),
        _adjective("groen", "groene", "green"),
        _adjective("jong", "jonge", "young"),
        _verb("accepteren", "accepteert", "accepteerde", "geaccepteerd", "accept"),
        _verb("verkopen", "verkoopt", "verkocht", "verkocht", "sell"),
        _verb("werken", "werkt", "werkte", "gewerkt", "work"),
        _verb("lachen", "lacht", "lachte", "gelachen", "laugh"),
    )
}
"""By pair of languages. For other pairs, and in the last resort, codes are used (`code`)."""


def fitting(
    source_language: str, target_language: str, kind: Kind, *, form: Form, neuter: bool, person: bool
) -> list[Carrier]:
    """The carriers for a term, the most alike first."""
    found = []
    for carrier in CARRIERS.get((primary(source_language), primary(target_language)), ()):
        if carrier.kind is not kind and not (kind is Kind.MASS and carrier.kind is Kind.NOUN):
            continue
        # In the plural every Dutch noun has the same article.
        if carrier.neuter is not None and form is not Form.PLURAL and carrier.neuter != neuter:
            continue
        if form in carrier.forms:
            found.append(carrier)
    return sorted(found, key=lambda carrier: (carrier.kind is not kind, carrier.person != person))


def code(text: str, number: int, *, prefix: str = "XX") -> str:
    """A code that models copy and that is not in a text."""
    while f"{prefix}{number}" in text:
        number += 1
    return f"{prefix}{number}"


def leftover(source: str, target: str) -> int:
    """How many codes, whole or broken, stand in a target but not in its source."""
    return max(0, len(re.findall(r"XX", target)) - len(re.findall(r"XX", source)))
