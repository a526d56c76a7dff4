"""`init`, `add`, `status` and `edit`: a project from a script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, NoReturn

import click

from translate_kit.cli.base import Session, command, pass_session
from translate_kit.data import Segment, State
from translate_kit.errors import BadInput
from translate_kit.mt.engine import ENGINES
from translate_kit.reports.marked import flat

if TYPE_CHECKING:
    from pathlib import Path

    from translate_kit.project import Project
    from translate_kit.project.integrity import Problem
    from translate_kit.scoring.history import Run


@command(example="translate-kit init my-book --source nl --target en")
@click.argument("folder", metavar="DIR")
@click.option("--source", "source_language", default="nl", show_default=True, help="The language of the documents.")
@click.option("--target", "target_language", default="en", show_default=True, help="What they are translated into.")
@click.option("--tm", "memories", metavar="URL", multiple=True, help="A memory [default: memory.db in the project].")
@click.option("--glossary", "glossaries", metavar="FILE", multiple=True, help="Else the curated one that ships.")
@click.option("--engine", type=click.Choice(tuple(ENGINES)), default="argos", show_default=True)
@click.option("--store", metavar="URL", default="", help="For a team: postgresql://…, else project.db in the project.")
@pass_session
def init(
    session: Session,
    folder: str,
    source_language: str,
    target_language: str,
    memories: tuple[str, ...],
    glossaries: tuple[str, ...],
    engine: str,
    store: str,
) -> None:
    """Make a project: a folder with translate-kit.toml, project.db and source/."""
    from translate_kit.project import Project, Settings

    settings = Settings(
        source_language=source_language,
        target_language=target_language,
        memories=memories or Settings().memories,
        glossaries=tuple(_absolute(path) for path in glossaries),
        engine=engine,
        store=store,
    )
    Project.create(folder, settings).close()
    if session.json:
        from translate_kit.project.database import shown

        session.print_json({"project": folder, **asdict(settings), "store": shown(store)})
    session.say(f"{folder}: ready. Add documents with `translate-kit --project {folder} add FILE`.")


@command(example="translate-kit add chapter1.md chapter2.md")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--encoding", help="What the files are encoded in, when not in UTF-8.")
@click.option("--name", help="The name in the project, for one file [default: the file's own].")
@pass_session
def add(session: Session, files: tuple[str, ...], encoding: str | None, name: str | None) -> None:
    """Add documents to the project, or bring them up to date: unchanged segments keep their targets."""
    from translate_kit.project import Project
    from translate_kit.project.project import read_new

    if name is not None and len(files) > 1:
        raise click.UsageError("--name goes with one file.")
    with Project.find(session.project) as project:
        documents = read_new(
            files,
            encoding=encoding,
            language=project.settings.source_language,
            name=None if name is None else _safe_name(name),
        )
        added = project.add(documents)
    if session.json:
        session.print_json([asdict(entry) for entry in added])
        return
    for entry in added:
        kept = f", {entry.kept} of them were there already" if entry.kept else ""
        session.say(f"{entry.name}: {entry.segments} segments{kept}")


@command(
    example="""
    translate-kit status --segments
    translate-kit status --verify
    """
)
@click.option(
    "--segments", "with_segments", is_flag=True, help="Every segment: id, state, target, and where that is from."
)
@click.option(
    "--verify",
    is_flag=True,
    help="Look for damage: the database, every version and place, source/. Broken: exit code 3.",
)
@pass_session
def status(session: Session, with_segments: bool, verify: bool) -> None:
    """Where the project stands: documents, segments by state, words, the last scores of each kind."""
    from translate_kit.project import Project
    from translate_kit.project.scores import history

    with Project.find(session.project) as project:
        problems = _problems(project) if verify else None
        if problems and not session.json:
            _refuse(problems, project)
        segments = project.segments()
        names = [document.name for document in project.documents()]
        last = _last_runs(history(project.store))
        folder = project.folder
    documents = [_document_status(name, [s for s in segments if s.document == name]) for name in names]
    if session.json:
        value: dict[str, object] = {
            "project": str(folder),
            "documents": documents,
            "last_score": last[-1].value() if last else None,
            "last_scores": [run.value() for run in last],
        }
        if with_segments:
            value["segments"] = [asdict(segment) for segment in segments]
        if problems is not None:
            value["problems"] = [asdict(problem) for problem in problems]
        session.print_json(value)
        if problems:
            raise _damaged(problems, folder)
        return
    if problems is not None:
        session.say("Nothing is damaged.")
    for entry in documents:
        states = ", ".join(f"{count} {state}" for state, count in entry["states"].items()) or "empty"  # type: ignore[attr-defined]
        click.echo(f"{entry['name']}: {entry['segments']} segments, {entry['words']} words: {states}")
    if not documents:
        session.say("No documents yet: `translate-kit add FILE`.")
    for run in last:
        figures = "  ".join(f"{score.name} {score.score:.1f}" for score in run.scores)
        click.echo(flat(f"{_measured_against(run)}: {figures} ({run.title}, {run.measured})"))
    if with_segments:
        for segment in segments:
            click.echo(f"{segment.id:>5}  {segment.state.value:10}  {flat(segment.source)}")
            click.echo(f"{'':19}{flat(segment.target)}")
            if segment.origin:
                click.echo(f"{'':19}({segment.origin.value}: {flat(segment.origin_detail)})")


def _last_runs(runs: Sequence[Run]) -> list[Run]:
    """The last measurement of each kind, the newest last: one of post-edits does not hide that against a reference."""
    last: dict[str, Run] = {}
    for run in runs:
        kind = _measured_against(run)
        last.pop(kind, None)
        last[kind] = run
    return list(last.values())


def _measured_against(run: Run) -> str:
    if run.kind == "post-edit":
        return "post-editing"
    return "against a reference" if run.reference else "terms"


SHOWN_PROBLEMS = 20
"""Of each kind; a document that was replaced has one in each segment."""


def _problems(project: Project) -> list[Problem]:
    from translate_kit.project.integrity import verify

    return verify(project)


def _refuse(problems: Sequence[Problem], project: Project) -> NoReturn:
    """Print what is wrong and what to do about it."""
    kinds = Counter(problem.kind for problem in problems)
    shown: Counter[str] = Counter()
    for problem in problems:
        shown[problem.kind] += 1
        if shown[problem.kind] <= SHOWN_PROBLEMS:
            click.echo(f"{problem.kind}: {flat(problem.message)} {problem.remedy}")
        elif shown[problem.kind] == kinds[problem.kind]:
            click.echo(f"{problem.kind}: and {kinds[problem.kind] - SHOWN_PROBLEMS:,} more of this kind.")
    raise _damaged(problems, project.folder)


def _damaged(problems: Sequence[Problem], folder: Path) -> BadInput:
    return BadInput("1 problem." if len(problems) == 1 else f"{len(problems):,} problems.", path=folder)


def _document_status(name: str, segments: list[Segment]) -> dict[str, object]:
    states = Counter(segment.state for segment in segments)
    return {
        "name": name,
        "segments": len(segments),
        "words": sum(len(segment.source.split()) for segment in segments),
        "states": {state.value: states[state] for state in State if states[state]},
    }


@command(
    example="""
    translate-kit edit 12 --target "The eternal leader"
    translate-kit edit 12 --target "The eternal leader" --state reviewed
    translate-kit edit 12 --undo
    """
)
@click.argument("segment_id", metavar="ID")
@click.option("--target", help="The post-edited text; `-` reads it from standard input.")
@click.option(
    "--state", type=click.Choice([s.value for s in State if s is not State.NEW]), help="[default: translated]"
)
@click.option("--undo", is_flag=True, help="Go back to the version before.")
@click.option("--versions", is_flag=True, help="List every version, oldest first.")
@click.option(
    "--if-version", type=int, metavar="N", help="Only if version N is still the current one; else exit code 5."
)
@pass_session
def edit(
    session: Session,
    segment_id: str,
    target: str | None,
    state: str | None,
    undo: bool,
    versions: bool,
    if_version: int | None,
) -> None:
    """Post-edit one segment. What is confirmed (translated or beyond) goes into the project's memory.

    The earlier version is always kept.
    """
    from translate_kit.files import read_text
    from translate_kit.memories import remember
    from translate_kit.project import Project
    from translate_kit.project.project import person

    if sum((target is not None or state is not None, undo, versions)) != 1:
        raise click.UsageError("give --target and/or --state, or --undo, or --versions.")
    with Project.find(session.project) as project:
        project.store.segment(segment_id)
        if versions:
            rows = [asdict(version) for version in project.store.revisions(segment_id)]
            if session.json:
                session.print_json(rows)
                return
            for row in rows:
                target = flat(row["target"])
                click.echo(f"{row['number']:3}  {row['changed']}  {row['person']}  {row['state']}  {target}")
            return
        if undo:
            changed = project.undo(segment_id)
        else:
            if target is None and if_version is None:
                # A new state is given to the text that is there now; whoever writes another one meanwhile is noticed.
                if_version = project.store.revision_number(segment_id)
            if target == "-":
                target = read_text("-", allow_empty=True).replace("\r\n", "\n").rstrip("\n")
            changed = project.edit(
                segment_id,
                project.store.segment(segment_id).target if target is None else target,
                State(state or State.TRANSLATED),
                expected_revision=if_version,
            )
        remembered = remember(project, [changed], person=person())
    if session.json:
        session.print_json(asdict(changed))
        return
    session.say(f"segment {changed.id}: {changed.state.value}{', in the memory' if remembered else ''}")
    session.say(f"  {flat(changed.source)}\n  {flat(changed.target)}")


def _absolute(path: str) -> str:
    from pathlib import Path

    from translate_kit.pipeline import CURATED_NAME

    return path if path == CURATED_NAME else str(Path(path).resolve())


def _safe_name(name: str) -> str:
    """A document name that stays inside the project folder.

    Raises:
        BadInput: it would leave it.
    """
    from pathlib import PurePosixPath

    from translate_kit.errors import BadInput

    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts or "\x00" in name or "\\" in name:
        raise BadInput(f"{name!r} cannot be a document's name.", remedy="Give a relative name such as chapter1.md.")
    return path.as_posix()
