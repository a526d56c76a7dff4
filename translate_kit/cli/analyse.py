"""`analyse`: words, repetitions and match bands of a job, and what they come to."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from translate_kit.cli.base import Session, command, pass_session, write_output
from translate_kit.data import Segment

if TYPE_CHECKING:
    from tm.memory import Memory


@command(
    example="""
    translate-kit analyse manual.md news.po --tm memory.db --rate-card rates.toml
    translate-kit analyse --format xlsx --out analysis.xlsx
    """
)
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "--tm",
    "urls",
    metavar="URL",
    multiple=True,
    type=str,
    help="A memory to look the segments up in (repeatable), besides the project's.",
)
@click.option(
    "--rate-card",
    "card_path",
    metavar="FILE",
    type=str,
    help="Weights, words an hour and price, as TOML. [default: rates.toml of the project, if it is there; else usual"
    " weights, 300 words an hour, no price]",
)
@click.option(
    "--format",
    "name",
    type=click.Choice(["text", "json", "csv", "xlsx"]),
    default="text",
    show_default=True,
    help="What to write; --json is short for --format json.",
)
@click.option(
    "--lowest",
    type=click.Choice(["50", "75"]),
    default="50",
    show_default=True,
    help="The lowest match score that counts; 75 is many times as quick.",
)
@click.option(
    "--internal/--no-internal", default=True, show_default=True, help="Fuzzy matches with earlier segments of the job."
)
@click.option("--source-lang", "source_language", metavar="TAG", help="[default: what project or file say, else nl]")
@click.option("--target-lang", "target_language", metavar="TAG", help="[default: what project or file say, else en]")
@click.option("--encoding", metavar="NAME", help="How the files are encoded, when they do not say so.")
@click.option("--out", metavar="FILE", type=str, help="[default: standard output]")
@pass_session
def analyse(
    session: Session,
    files: tuple[str, ...],
    urls: tuple[str, ...],
    card_path: str | None,
    name: str,
    lowest: str,
    internal: bool,
    source_language: str | None,
    target_language: str | None,
    encoding: str | None,
    out: str | None,
) -> None:
    """Say how much work the project is, or some documents, PO, XLIFF, TMX and TSV files, which count as one job.

    Each segment is in one band: locked, in context, repetition, numbers only, 100, 95-99, 85-94, 75-84, 50-74, the same
    out of earlier segments of the job, or no match. A project's memory grows with what is confirmed in it: analyse
    before the work begins.
    """
    from tm.memory import Memory
    from translate_kit.analysis import RateCard, project_rate_card, read_rate_card
    from translate_kit.analysis import analyse as run
    from translate_kit.project import Project
    from translate_kit.reports.analysis import render

    if card_path is not None:
        card = read_rate_card(card_path)
    else:
        folder = None if files else Project.locate(session.project)
        card = project_rate_card(folder) if folder is not None else RateCard()
    with ExitStack() as stack:
        memories: list[Memory]
        if files:
            segments, source, target = _loose(files, encoding, source_language)
            memories = [stack.enter_context(Memory.open(url, create=False)) for url in urls]
        else:
            segments, source, target, memories = _project(session, urls, stack)
        with session.progress("analysis", len(segments)) as advance:
            result = run(
                segments,
                memories=memories,
                card=card,
                source_language=source_language or source or "nl",
                target_language=target_language or target or "en",
                internal=internal,
                lowest=int(lowest),
                progress=advance,
            )
    write_output(out, render("json" if session.json else name, result))


def _project(session: Session, urls: Sequence[str], stack: ExitStack) -> tuple[list[Segment], str, str, list[Memory]]:
    from translate_kit.memories import open_memories
    from translate_kit.project import Project

    project = stack.enter_context(Project.find(session.project))
    settings = project.settings
    return (
        project.segments(),
        settings.source_language,
        settings.target_language,
        open_memories(project, urls, stack),
    )


def _loose(files: Sequence[str], encoding: str | None, source_language: str | None) -> tuple[list[Segment], str, str]:
    """The segments of all files, each named after its file, and the languages that the files say."""
    from translate_kit import formats
    from translate_kit.files import read_bytes

    segments: list[Segment] = []
    source = target = ""
    for path in files:
        data = read_bytes(path)
        known = formats.format_of(path, data)
        own: Sequence[Segment]
        if known is not None and known.bilingual:
            pairs = formats.open_bilingual(path, data=data, encoding=encoding)
            own, source, target = pairs.segments, source or pairs.source_language, target or pairs.target_language
        else:
            own = formats.read_document(path, data=data, encoding=encoding, language=source_language or "nl").segments
        segments += [dataclasses.replace(segment, document=path) for segment in own]
    return segments, source, target
