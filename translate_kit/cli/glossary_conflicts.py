"""`translate-kit glossary conflicts`: what several glossaries disagree about."""

from __future__ import annotations

from dataclasses import asdict

import click

from translate_kit.cli.base import Session, command, pass_session
from translate_kit.cli.glossary_base import counted, glossary_options, load_glossaries, plain, print_table, table_of
from translate_kit.errors import GateFailed


@command(
    "conflicts",
    example="""translate-kit glossary conflicts --glossary customer.csv --glossary curated
    translate-kit glossary conflicts --glossary customer.csv --glossary agency.tbx --fail --json""",
)
@click.option("--fail", is_flag=True, help="End with exit code 1 when there is a conflict.")
@glossary_options
@pass_session
def conflicts(
    session: Session, fail: bool, glossaries: tuple[str, ...], source_language: str, target_language: str
) -> None:
    """List what several glossaries disagree about, and which of them counts.

    The one named first has priority 1 and counts before all others. Listed are: another preferred target for the same
    source term, a target that one allows and another does not, another definition or subject field of a concept with
    the same id.
    """
    from glossary import CURATED
    from glossary.conflicts import disagreements

    base = load_glossaries(session, glossaries, source_language, target_language)
    if len(base.sources) < 2:
        raise click.UsageError("Name two glossaries at least: --glossary A --glossary B; the first has priority.")
    found = disagreements(base)
    if session.json:
        session.print_json([asdict(one) for one in found])
    elif not found:
        click.echo("No conflicts.")
    else:
        table = table_of("about", "what", "counts", "does not count")
        for one in found:
            about = f"{one.term} → {one.target}" if one.target else one.term or one.wins.concept
            sides = (
                f"{side.says} ({side.priority}: {'curated' if side.glossary == str(CURATED) else side.glossary})"
                for side in (one.wins, one.loses)
            )
            table.add_row(*map(plain, (about, one.kind, *sides)))
        print_table(table)
    session.say(f"{counted(len(base.sources), 'glossary', 'glossaries')}, {counted(len(found), 'conflict')}.")
    if fail and found:
        raise GateFailed(f"the glossaries have {counted(len(found), 'conflict')} (--fail).")
