"""Every check that there is, in the order in which they are documented. Severities and limits are their defaults."""

from __future__ import annotations

from translate_kit.qa.check import Check
from translate_kit.qa.checks.consistency import Quoted, Repetitions
from translate_kit.qa.checks.markup import Addresses, Entities, Markdown, Placeholders, Tags
from translate_kit.qa.checks.numbers import Dates, NumberNotation, Numbers, Units
from translate_kit.qa.checks.punctuation import Brackets, Dashes, EndPunctuation, Spaces, StartCase
from translate_kit.qa.checks.quotes import QuoteMarks, QuotesBalanced, QuoteStyle
from translate_kit.qa.checks.repetition import Length, RepeatedWord
from translate_kit.qa.checks.terms import TermDeprecated, TermFewer, TermForbidden, TermMissing
from translate_kit.qa.checks.untranslated import DutchLeft, Empty, Unchanged

CHECKS: tuple[Check, ...] = (
    Empty(),
    Unchanged(),
    DutchLeft(),
    Numbers(),
    NumberNotation(),
    Dates(),
    Units(),
    TermForbidden(),
    TermMissing(),
    TermDeprecated(),
    TermFewer(),
    Quoted(),
    Repetitions(),
    Tags(),
    Placeholders(),
    Entities(),
    Addresses(),
    Markdown(),
    EndPunctuation(),
    Spaces(),
    Brackets(),
    Dashes(),
    StartCase(),
    QuoteMarks(),
    QuotesBalanced(),
    QuoteStyle(),
    RepeatedWord(),
    Length(),
)
