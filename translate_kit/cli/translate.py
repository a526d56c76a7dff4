"""`translate`: memory first, machine translation for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from translate_kit.cli.base import Session, command, pass_session, read_lines
from translate_kit.errors import BadInput

if TYPE_CHECKING:
    from glossary import Verdict
    from translate_kit.mt.engine import Draft


@command(
    example="""
    translate-kit translate
    translate-kit translate --engine none --threshold 90
    translate-kit translate --text-file sentences.nl.txt --json
    """
)
@click.option("--engine", type=click.Choice(["argos", "libretranslate", "none"]), help="[default: the project's]")
@click.option("--threshold", type=click.IntRange(50, 101), help="Per cent: a match below it is not used as a draft.")
@click.option("--tm", "memories", metavar="URL", multiple=True, help="A further memory, read before the project's own.")
@click.option("--again", is_flag=True, help="Also replace drafts that a machine made earlier.")
@click.option(
    "--text-file", metavar="FILE", help="Translate the lines of a file (- for standard input), without a project."
)
@click.option(
    "--glossary", "glossaries", metavar="FILE", multiple=True, help="Else the project's, or the one that ships."
)
@click.option("--source", "source_language", default="nl", show_default=True, help="For --text-file.")
@click.option("--target", "target_language", default="en", show_default=True, help="For --text-file.")
@click.option(
    "--no-terms", is_flag=True, help="Leave the words to the model; else it is made to use the glossary's terms."
)
@pass_session
def translate(
    session: Session,
    engine: str | None,
    threshold: int | None,
    memories: tuple[str, ...],
    again: bool,
    text_file: str | None,
    glossaries: tuple[str, ...],
    source_language: str,
    target_language: str,
    no_terms: bool,
) -> None:
    """Give every segment that no person has touched a draft.

    A target that a person wrote is never overwritten. With --text-file each line is translated and printed; with --json
    as {"source", "target", "model", "terms"}, one line each.
    """
    from translate_kit import pipeline
    from translate_kit.mt import engine as engines

    if text_file is not None:
        if engine == "none":
            raise click.UsageError("--text-file needs an engine.")
        _translate_lines(
            session, text_file, engine or "argos", glossaries, source_language, target_language, enforce=not no_terms
        )
        return
    from translate_kit.project import Project

    with Project.find(session.project) as project:
        settings = project.settings
        name = engine or settings.engine
        loaded = None if name == "none" else engines.load(name, settings.source_language, settings.target_language)
        result = pipeline.pretranslate(
            project,
            engine=loaded,
            termbase=None if no_terms else pipeline.load_termbase(glossaries, settings, project.folder),
            memories=memories,
            threshold=threshold,
            again=again,
            progress=session.progress,
        )
    if session.json:
        from dataclasses import asdict

        session.print_json(asdict(result))
        return
    session.say(
        f"drafts: {result.memory} from memory, {result.repetition} repetitions, {result.machine} by {result.model}"
    )
    if result.untranslated:
        session.say(f"{result.untranslated} segments have no target yet.")


def _translate_lines(
    session: Session,
    path: str,
    engine: str,
    glossaries: tuple[str, ...],
    source_language: str,
    target_language: str,
    *,
    enforce: bool,
) -> None:
    from translate_kit import pipeline
    from translate_kit.mt import engine as engines
    from translate_kit.project import Settings

    lines = read_lines(path)
    if not any(line.strip() for line in lines):
        raise BadInput("there is nothing to translate in it.", path="<stdin>" if path == "-" else path)
    settings = Settings(source_language=source_language, target_language=target_language)
    termbase = pipeline.load_termbase(glossaries, settings)
    loaded = engines.load(engine, source_language, target_language)
    with session.progress("machine translation", len(lines)) as advance:
        drafts = loaded.translate(lines, progress=advance, termbase=termbase if enforce else None)
    for line, draft in zip(lines, drafts, strict=True):
        if session.json:
            terms = [term_entry(verdict, draft) for verdict in termbase.check(line, draft.target)]
            session.print_json_line({"source": line, "target": draft.target, "model": draft.model, "terms": terms})
        else:
            click.echo(draft.target)


def term_entry(verdict: Verdict, draft: Draft) -> dict[str, Any]:
    """A verdict on a term as the JSON of `translate` has it, with how the term was enforced in the draft, if it was."""
    match = verdict.match
    enforced = next(
        (term.how for term in draft.terms if (term.source, term.concept) == (match.text, match.concept)), ""
    )
    return {
        "start": match.start,
        "end": match.end,
        "text": match.text,
        "term": match.term,
        "concept": match.concept,
        "targets": list(match.targets),
        "verdict": verdict.kind,
        "found": verdict.found,
        "enforced": enforced,
    }
