"""Every check that there is, in the order in which they are documented. Severities and limits are their defaults."""

from __future__ import annotations

from translate_kit.qa.check import Check, settings_of
from translate_kit.qa.checks.calques import Calques
from translate_kit.qa.checks.capitals import Capitals, SentenceCase, TitleCase
from translate_kit.qa.checks.characters import Characters
from translate_kit.qa.checks.codes import Acronyms, Codes, InnerCapitals, Technical
from translate_kit.qa.checks.consistency import Quoted, Repetitions
from translate_kit.qa.checks.english import Articles, Ordinals, PluralApostrophe
from translate_kit.qa.checks.friends import FalseFriends
from translate_kit.qa.checks.markup import Addresses, Entities, Markdown, Placeholders, Tags
from translate_kit.qa.checks.measures import Measures
from translate_kit.qa.checks.names import Names
from translate_kit.qa.checks.negation import Negation
from translate_kit.qa.checks.numbers import Dates, NumberNotation, Numbers, Units
from translate_kit.qa.checks.punctuation import Brackets, Dashes, EndPunctuation, Spaces, StartCase
from translate_kit.qa.checks.quotes import QuoteMarks, QuotesBalanced, QuoteStyle
from translate_kit.qa.checks.repetition import Length, RepeatedWord
from translate_kit.qa.checks.resources import Accelerators, Escapes, LineBreaks, TagOrder
from translate_kit.qa.checks.rules import Rules
from translate_kit.qa.checks.signs import OnlySigns, RepeatedSigns, SentenceCount, StartSigns
from translate_kit.qa.checks.similar import NearRepetitions, SameTarget
from translate_kit.qa.checks.terms import TermDeprecated, TermFewer, TermForbidden, TermInconsistent, TermMissing
from translate_kit.qa.checks.untranslated import DutchLeft, Empty, OtherLanguage, Unchanged
from translate_kit.qa.checks.variety import Variety

CHECKS: tuple[Check, ...] = (
    Empty(),
    Unchanged(),
    DutchLeft(),
    OtherLanguage(),
    FalseFriends(),
    Calques(),
    Negation(),
    Names(),
    Numbers(),
    NumberNotation(),
    Dates(),
    Units(),
    Measures(),
    Ordinals(),
    Codes(),
    Acronyms(),
    TermForbidden(),
    TermMissing(),
    TermDeprecated(),
    TermFewer(),
    TermInconsistent(),
    Quoted(),
    Repetitions(),
    NearRepetitions(),
    SameTarget(),
    Tags(),
    TagOrder(),
    Placeholders(),
    Entities(),
    Addresses(),
    Technical(),
    Accelerators(),
    Escapes(),
    LineBreaks(),
    Markdown(),
    EndPunctuation(),
    Spaces(),
    RepeatedSigns(),
    StartSigns(),
    OnlySigns(),
    SentenceCount(),
    Brackets(),
    Dashes(),
    StartCase(),
    SentenceCase(),
    Capitals(),
    TitleCase(),
    InnerCapitals(),
    Characters(),
    QuoteMarks(),
    QuotesBalanced(),
    QuoteStyle(),
    RepeatedWord(),
    Articles(),
    PluralApostrophe(),
    Variety(),
    Length(),
    Rules(),
)


def reference_page() -> str:
    """The page of the docs about all checks, with the examples that the tests run."""
    import json

    lines = [
        "# Checks",
        "",
        "What `translate-kit check` and the QA report look for. Made from the catalogue by `make docs`; the tests run",
        "every example.",
        "",
        "| check | severity | what it finds |",
        "| --- | --- | --- |",
        *(f"| [`{check.id}`](#{check.id}) | {check.severity.label} | {check.name} |" for check in CHECKS),
        "",
        "A finding of which a check is less sure has a lower severity than the table says. Severities: `error` must be",
        "put right before delivery, `warning` must be looked at, `info` is a note. A profile switches checks off, sets",
        "their severity and their settings: [profiles](../how-to/qa-profiles.md). What other tools check:",
        "[coverage](../explanation/qa-coverage.md).",
        "",
    ]
    for check in CHECKS:
        lines += [f"## {check.id}", "", f"**{check.name}** ({check.severity.label}). {check.description}", ""]
        settings = settings_of(check)
        if settings:
            named = ", ".join(f"`{name} = {json.dumps(value)}`" for name, value in settings.items())
            lines += [f"Settings: {named}.", ""]
        if check.fix:
            lines += ["`check --fix` writes its suggestions.", ""]
        rows = [("finding", example) for example in check.fails] + [("fine", example) for example in check.passes]
        if rows:
            lines += ["| | source | target |", "| --- | --- | --- |"]
        for verdict, example in rows:
            for source, target in example.before:
                lines.append(f"| *before it* | {_cell(source)} | {_cell(target)} |")
            lines.append(f"| {verdict} | {_cell(example.source)} | {_cell(example.target)} |")
        lines.append("")
    return "\n".join(lines)


def _cell(text: str) -> str:
    """A text as code in a table of Markdown, blanks at its ends visible."""
    if not text.strip():
        return "(nothing)" if not text else "(blanks)"
    shown = text.replace("|", "\\|")
    fence = "``" if "`" in shown else "`"
    edge = " " if fence == "``" else ""
    return f"{fence}{edge}{shown}{edge}{fence}"
