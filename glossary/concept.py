"""Concepts and their terms, in the sense of ISO 30042: one meaning, with what it is called in each language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from glossary.fields import images_of
from glossary.relations import Relation, parse_relations


class Status(StrEnum):
    """Whether a term may be used; the order is the order of preference."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"
    FORBIDDEN = "forbidden"

    @property
    def allowed(self) -> bool:
        """Whether a translator may write the term."""
        return self in (Status.PREFERRED, Status.ADMITTED)


CASE_SENSITIVE = "case-sensitive"
"""Flag: upper and lower case as written, an initial capital at the start of a sentence excepted."""
DO_NOT_TRANSLATE = "do-not-translate"
"""Flag: the term stays as it is in the target."""
FIXED = "fixed"
"""Flag: only as written and as in `forms`; no inflection and no compounds by rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What a concept is called in one language.

    Attributes:
        text: the term in its base form.
        language: BCP 47 tag, such as `nl` or `en-GB`.
        status: preferred, admitted, deprecated or forbidden.
        part_of_speech: `noun`, `proper noun`, `adjective`, `verb`, `phrase` …; empty when nobody said.
        gender: grammatical gender, free text (`m`, `f`, `n`, `common` …).
        number: `singular`, `plural` or free text.
        forms: inflected forms that the rules of the language do not give.
        flags: `case-sensitive`, `do-not-translate`, `fixed`, and any other word, which is kept.
        register: `neutral`, `formal`, `regime` … free text.
        note: for the translator.
        source: where the choice comes from.
        extra: other columns or elements as (name, value), kept for writing; `context`, `created`, `created_by`,
            `modified` and `modified_by` among them.
    """

    text: str
    language: str
    status: Status = Status.PREFERRED
    part_of_speech: str = ""
    gender: str = ""
    number: str = ""
    forms: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    register: str = ""
    note: str = ""
    source: str = ""
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def case_sensitive(self) -> bool:
        """Whether upper and lower case count."""
        return CASE_SENSITIVE in self.flags

    @property
    def do_not_translate(self) -> bool:
        """Whether the term stays as it is in the target."""
        return DO_NOT_TRANSLATE in self.flags

    @property
    def context(self) -> str:
        """A sentence that shows the term in use, empty when there is none."""
        return dict(self.extra).get("context", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One meaning.

    Attributes:
        id: unique in its glossary.
        terms: in the order of the glossary.
        domain: subject field.
        definition: what it is.
        note: about the concept as a whole.
        source: of the definition.
        extra: what else there is about the concept as a whole, as (name, value), kept for writing; `relations` and
            `images` among it.
    """

    id: str
    terms: tuple[Term, ...]
    domain: str = ""
    definition: str = ""
    note: str = ""
    source: str = ""
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def relations(self) -> tuple[Relation, ...]:
        """How it relates to other concepts, in the order of the glossary."""
        return parse_relations(dict(self.extra).get("relations", ""))

    @property
    def images(self) -> tuple[str, ...]:
        """Files in the folder of the glossary, or addresses."""
        return images_of(dict(self.extra).get("images", ""))

    def in_language(self, language: str) -> tuple[Term, ...]:
        """The terms in a language, whatever the region: `en` finds `en-GB` too."""
        wanted = primary(language)
        return tuple(term for term in self.terms if primary(term.language) == wanted)


@lru_cache(maxsize=1024)
def primary(language: str) -> str:
    """The language of a tag without script and region, in lower case: `nl` for `nl-BE`, `nl_NL` and `NL`."""
    return language.replace("_", "-").split("-", 1)[0].lower()
