"""`export` and `import`: out, and post-edited work back in."""

from __future__ import annotations

from dataclasses import asdict

import click

from translate_kit.cli.base import Session, command, pass_session, write_output


@command(
    example="""
    translate-kit export --format po --out article.po
    translate-kit export --format document --document article.md > article.en.md
    """
)
@click.option(
    "--format",
    "name",
    type=click.Choice(["po", "tmx", "xliff", "xliff2", "document", "csv", "html"]),
    required=True,
    help="What to write.",
)
@click.option("--document", metavar="NAME", help="Only this document.")
@click.option("--out", metavar="FILE", help="[default: standard output]")
@pass_session
def export(session: Session, name: str, document: str | None, out: str | None) -> None:
    """Write the project's segments as PO, TMX 1.4b, XLIFF 1.2 or 2.1, CSV, HTML, or as the translated document."""
    from translate_kit.export import export as exported
    from translate_kit.project import Project

    with Project.find(session.project) as project:
        content = exported(project, name, document)
    write_output(out, content)
    if out not in (None, "-"):
        session.say(f"{out}: {len(content):,} bytes")


@command("import", example="translate-kit import article.po")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--encoding", help="What the files are encoded in, when they do not say so.")
@pass_session
def import_(session: Session, files: tuple[str, ...], encoding: str | None) -> None:
    """Bring post-edited PO, XLIFF, TMX or TSV files back into the project.

    Only targets and states that differ are written, each as a new version; what is confirmed goes into the memory.
    """
    from translate_kit.imports import import_files
    from translate_kit.memories import remember
    from translate_kit.project import Project
    from translate_kit.project.project import person

    with Project.find(session.project) as project:
        imported = import_files(project, files, encoding=encoding)
        remembered = remember(project, imported.changed, person=person())
    counts = {
        "read": imported.read,
        "changed": len(imported.changed),
        "same": imported.same,
        "unknown": len(imported.unknown),
        "locked": imported.locked,
        "kept": imported.kept,
        "remembered": remembered,
    }
    if session.json:
        session.print_json({**counts, "unknown_segments": [asdict(segment) for segment in imported.unknown]})
        return
    for segment in imported.unknown:
        session.warn(f"not in this project: {segment.source!r}")
    session.say(", ".join(f"{count} {name}" for name, count in counts.items()))
    if imported.kept:
        session.say("kept: drafts in the file do not replace what was confirmed here meanwhile.")
