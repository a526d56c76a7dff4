"""`translate-kit glossary waive`: say that a finding is fine, and why."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from translate_kit.cli.base import Session, command, pass_session, write_output
from translate_kit.cli.glossary_base import glossary_options, load_glossaries
from translate_kit.cli.glossary_check import TERM_CHECKS
from translate_kit.errors import BadInput


@command(
    "waive",
    example="""translate-kit glossary waive --waivers waivers.toml --source "Een werkkamp." --target "A jail." \\
        --reason "The speaker calls it a jail."
    translate-kit glossary check --pairs pairs.tsv --waivers waivers.toml --fail-on warning""",
)
@click.option("--waivers", "path", metavar="FILE", type=str, required=True, help="TOML or CSV; made if it is new.")
@click.option("--source", required=True, help="The source text.")
@click.option("--target", required=True, help="Its translation, as it is now.")
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
    source: str,
    target: str,
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
    there = os.path.lexists(path)
    known = read_waivers(path) if there else Waivers(())
    base = load_glossaries(session, glossaries, source_language, target_language)
    found = [
        verdict
        for verdict in base.check(source, target)
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
    session.say(f"{len(new)} findings waived in {path}." if new else f"{path} has that already.")
