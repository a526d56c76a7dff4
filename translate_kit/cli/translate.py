"""`translate`: memory first, machine translation for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import click

from translate_kit.cli.base import Session, command, pass_session, read_lines
from translate_kit.data import Segment, Suggestion
from translate_kit.errors import BadInput
from translate_kit.mt.engine import ENGINES, Draft

if TYPE_CHECKING:
    from glossary import Verdict
    from translate_kit.project import Settings


@command(
    example="""
    translate-kit translate
    translate-kit translate --engine none --threshold 90
    translate-kit translate --text-file sentences.nl.txt --json
    translate-kit translate --text-file sentences.nl.txt --tm memory.db --threshold 90
    """
)
@click.option("--engine", type=click.Choice(tuple(ENGINES)), help="[default: the project's]")
@click.option("--threshold", type=click.IntRange(50, 101), help="Per cent: a match below it is not used as a draft.")
@click.option("--tm", "memories", metavar="URL", multiple=True, help="A further memory, read before the project's own.")
@click.option("--again", is_flag=True, help="Also replace a project's drafts that a machine made earlier.")
@click.option(
    "--text-file", metavar="FILE", help="Translate the lines of a file (- for standard input), without a project."
)
@click.option(
    "--glossary", "glossaries", metavar="FILE", multiple=True, help="Else the project's, or the one that ships."
)
@click.option("--source", "source_language", metavar="LANG", show_default="nl", help="For --text-file.")
@click.option("--target", "target_language", metavar="LANG", show_default="en", help="For --text-file.")
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
    source_language: str | None,
    target_language: str | None,
    no_terms: bool,
) -> None:
    """Give every segment that no person has touched a draft: memory first, machine translation for the rest.

    A target that a person wrote is never overwritten. With --text-file each line is translated and printed, those that
    a memory named with --tm knows by it; with --json as {"source", "target", "model", "terms", "origin",
    "origin_detail", "match_score"}, one line each.
    """
    from translate_kit import pipeline
    from translate_kit.mt import engine as engines
    from translate_kit.project import Project, Settings

    if text_file is not None:
        if again:
            raise click.UsageError("--again is for a project; the lines of a --text-file have no earlier drafts.")
        if threshold is not None and not memories:
            raise click.UsageError("--threshold is for matches: name the memory of a --text-file with --tm.")
        if engine == "none" and not memories:
            raise click.UsageError("--text-file needs an engine, or a memory (--tm).")
        settings = Settings(source_language=source_language or "nl", target_language=target_language or "en")
        _translate_lines(
            session,
            text_file,
            engine or settings.engine,
            glossaries,
            memories,
            threshold,
            settings,
            enforce=not no_terms,
        )
        return
    if source_language or target_language:
        raise click.UsageError("--source and --target are for --text-file; a project has its languages.")
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
    if result.terms:
        ways = ", ".join(f"{count} {how}" for how, count in result.terms.items())
        session.say(f"terms of the glossary enforced: {ways}")
    if result.untranslated:
        session.say(f"{result.untranslated} segments have no target yet.")


def _translate_lines(
    session: Session,
    path: str,
    engine: str,
    glossaries: tuple[str, ...],
    memories: tuple[str, ...],
    threshold: int | None,
    settings: Settings,
    *,
    enforce: bool,
) -> None:
    from translate_kit import pipeline
    from translate_kit.mt import engine as engines
    from translate_kit.segment import one_line

    lines = read_lines(path)
    if not any(line.strip() for line in lines):
        raise BadInput("there is nothing to translate in it.", path="<stdin>" if path == "-" else path)
    termbase = pipeline.load_termbase(glossaries, settings)
    found = _from_memories(lines, memories, threshold or settings.threshold, settings)
    rest = [line for line, suggestion in zip(lines, found, strict=True) if suggestion is None]
    drafts: Iterator[Draft] = iter(())
    if rest:
        loaded = engines.load(engine, settings.source_language, settings.target_language)
        with session.progress("machine translation", len(rest)) as advance:
            drafts = iter(loaded.translate(rest, progress=advance, termbase=termbase if enforce else None))
    for line, match in zip(lines, found, strict=True):
        draft = Draft(match.target, "") if match is not None else next(drafts)
        if not session.json:
            click.echo(one_line(draft.target))
            continue
        suggestion = match or pipeline.suggested(draft)
        session.print_json_line(
            {
                "source": line,
                "target": draft.target,
                "model": draft.model,
                "terms": [term_entry(verdict, draft) for verdict in termbase.check(line, draft.target)],
                "origin": suggestion.origin.value if draft.target else "",
                "origin_detail": suggestion.detail,
                "match_score": suggestion.match_score,
            }
        )


def _from_memories(
    lines: Sequence[str], memories: Sequence[str], threshold: int, settings: Settings
) -> list[Suggestion | None]:
    """What the memories know of each line; the lines around it are its context."""
    if not memories:
        return [None] * len(lines)
    from tm import Memory
    from translate_kit.memories import from_memory
    from translate_kit.segment import with_neighbours

    segments = [Segment(id=str(number), source=line) for number, line in enumerate(lines, start=1)]
    with ExitStack() as stack:
        opened = [stack.enter_context(Memory.open(url, create=False)) for url in memories]
        return [
            from_memory(segment, before, after, opened, settings, threshold) if segment.source.strip() else None
            for before, segment, after in with_neighbours(segments)
        ]


def term_entry(verdict: Verdict, draft: Draft) -> dict[str, Any]:
    """A verdict on a term as the JSON of `translate` has it, with how the term was enforced in the draft, if it was."""
    match = verdict.match
    same = (term.how for term in draft.terms if (term.source, term.concept) == (match.text, match.concept))
    enforced = next(same, "") if verdict.kind == "ok" else ""
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
