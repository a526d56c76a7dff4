"""`translate-kit glossary waive`: say that a finding is fine, and why."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from translate_kit.cli.base import Session, command, pass_session, write_output
from translate_kit.cli.glossary_base import counted, glossary_options, load_glossaries
from translate_kit.cli.glossary_check import TERM_CHECKS, judged, read_pairs
from translate_kit.errors import BadInput

if TYPE_CHECKING:
    from glossary import TermBase, Verdict


@command(
    "waive",
    example="""translate-kit glossary waive --waivers waivers.toml --source "Een werkkamp." --target "A jail." \\
        --reason "The speaker calls it a jail."
    translate-kit glossary waive --waivers waivers.toml --pairs pairs.tsv --line 12 --reason "A quotation."
    translate-kit glossary check --pairs pairs.tsv --waivers waivers.toml --fail-on warning""",
)
@click.option("--waivers", "path", metavar="FILE", type=str, required=True, help="TOML or CSV; made if it is new.")
@click.option("--source", help="The source text.")
@click.option("--target", help="Its translation, as it is now.")
@click.option("--pairs", metavar="TSV", type=str, help="Instead of the two: the file of pairs, and --line in it.")
@click.option("--line", type=click.IntRange(min=1), help="Which line of --pairs.")
@click.option("--reason", required=True, help="Why the finding is fine.")
@click.option("--concept", metavar="ID", help="Only what is found about this concept.")
@click.option("--check", "check_id", type=click.Choice(TERM_CHECKS), help="Only the findings of this check.")
@click.option("--person", metavar="NAME", help="Who says so.  [default: $TRANSLATE_KIT_USER, else the login name]")
@click.option("--hash", "hashed", is_flag=True, help="Write the digest of the target in place of its text.")
@glossary_options
@pass_session
def waive(
    session: Session,
    path: str,
    source: str | None,
    target: str | None,
    pairs: str | None,
    line: int | None,
    reason: str,
    concept: str | None,
    check_id: str | None,
    person: str | None,
    hashed: bool,
    glossaries: tuple[str, ...],
    source_language: str,
    target_language: str,
) -> None:
    """Waive what `glossary check` finds in a pair, with the reason, in a file for version control.

    The finding stays visible as waived and no longer counts for --fail-on, there and in `check --waivers`. It is back
    as soon as the source or the target changes. What the file held before stays as it is, comments included.
    """
    from translate_kit.files import read_text
    from translate_kit.project.project import person as login
    from translate_kit.waivers import Waiver, Waivers, digest, read_waivers, with_waivers

    if not reason.strip():
        raise click.UsageError("--reason is empty: say why the finding is fine.")
    if (source is None or target is None) == (pairs is None or line is None):
        raise click.UsageError("Give --source and --target, or --pairs TSV and --line N.")
    there = os.path.lexists(path)
    known = read_waivers(path) if there else Waivers(())
    base = load_glossaries(session, glossaries, source_language, target_language)
    if pairs is None or line is None:
        source, target = source or "", target or ""
        verdicts = base.check(source, target)
    else:
        source, target, verdicts = _of_line(base, pairs, line)
    found = [
        verdict
        for verdict in verdicts
        if verdict.kind != "ok"
        and (concept is None or verdict.match.concept == concept)
        and (check_id is None or verdict.check == check_id)
    ]
    if not found:
        raise BadInput(
            "nothing is found in this pair that could be waived.",
            remedy="Look at it with `translate-kit glossary check --source … --target …`.",
        )
    new: list[Waiver] = []
    for verdict in found:
        if not known.reason_for(
            verdict.check, source=source, target=target, concept=verdict.match.concept, found=verdict.found
        ):
            waiver = Waiver(
                check=verdict.check,
                concept=verdict.match.concept,
                source=source,
                target=digest(target) if hashed else target,
                found=verdict.found,
                reason=reason.strip(),
                person=person or login(),
                date=datetime.now(UTC).date().isoformat(),
            )
            if waiver not in new:
                new.append(waiver)
    if new:
        text = read_text(path, allow_empty=True) if there else ""
        write_output(path, with_waivers(text, new, Path(path)).encode())
    if session.json:
        session.print_json({"waivers": path, "added": len(new), "checks": [waiver.check for waiver in new]})
    session.say(f"{counted(len(new), 'finding')} waived in {path}." if new else f"{path} has that already.")


def _of_line(base: TermBase, pairs: str, line: int) -> tuple[str, str, list[Verdict]]:
    """The pair on a line of a file and what is found in it, other lines considered.

    Raises:
        BadInput: there is no pair on that line.
    """
    for number, source, target, verdicts in judged(base, read_pairs(pairs)):
        if number == line:
            return source, target, verdicts
    raise BadInput("there is no pair on this line.", path=pairs, line=line)
