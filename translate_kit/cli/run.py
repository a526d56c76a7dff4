"""`run` and `demo`: the whole path in one go."""

from __future__ import annotations

import time
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from translate_kit.cli.base import Session, command, not_empty, pass_session
from translate_kit.errors import BadOutput
from translate_kit.mt.engine import ENGINES

if TYPE_CHECKING:
    from translate_kit.pipeline import Outcome

EXAMPLE = "zelfredzaamheid.nl.md"
EXAMPLE_REFERENCE = "zelfredzaamheid.en.txt"

_engine = click.option(
    "--engine",
    type=click.Choice(tuple(ENGINES)),
    help="argos (offline), libretranslate (a server of yours) or none (memory only).",
)

_no_terms = click.option(
    "--no-terms", is_flag=True, help="Leave the words to the model; else it is made to use the glossary's terms."
)


@command(
    example="""
    translate-kit run article.md --out article-en
    translate-kit run article.md --glossary terms.csv --tm memory.db --reference article.en.txt --out article-en
    """
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--out", metavar="DIR", callback=not_empty, help="The folder of the results [default: named after the source]."
)
@click.option("--glossary", "glossaries", metavar="FILE", multiple=True, help="Else the curated one that ships.")
@click.option(
    "--tm", "memories", metavar="URL", multiple=True, help="A memory that is read before machine translation."
)
@click.option("--reference", "references", metavar="FILE", multiple=True, help="One line a segment; measured against.")
@click.option("--encoding", help="What the sources are encoded in, when not in UTF-8.")
@click.option("--threshold", type=click.IntRange(50, 101), help="Per cent: a match below it is not used as a draft.")
@_engine
@_no_terms
@pass_session
def run(
    session: Session,
    sources: tuple[str, ...],
    out: str | None,
    glossaries: tuple[str, ...],
    memories: tuple[str, ...],
    references: tuple[str, ...],
    encoding: str | None,
    threshold: int | None,
    engine: str | None,
    no_terms: bool,
) -> None:
    """Translate documents, check them against the glossary, score them and write files that other tools open.

    In a project (--project, or a folder with a translate-kit.toml above) the documents go into it; elsewhere the
    folder of the results becomes one, so that `translate-kit --project DIR edit` and `export` work on it afterwards.
    Nothing that a person translated there is overwritten when it runs again, be it in the project or in one of the
    files: a PO or XLIFF that was edited is asked for with `import` first.
    """
    take_all_the_way(
        session,
        sources,
        out=out,
        glossaries=glossaries,
        memories=memories,
        references=references,
        encoding=encoding,
        threshold=threshold,
        engine=engine,
        enforce_terms=not no_terms,
    )


@command(example="translate-kit demo --out demo-out")
@click.option(
    "--out",
    metavar="DIR",
    default="demo-out",
    show_default=True,
    callback=not_empty,
    help="The folder of the results.",
)
@_engine
@_no_terms
@pass_session
def demo(session: Session, out: str, engine: str | None, no_terms: bool) -> None:
    """Run on the sample article that ships inside the package, with its curated glossary and its reference."""
    from translate_kit.export import write

    examples = files("translate_kit") / "examples"
    article, reference = Path(out) / EXAMPLE, Path(out) / EXAMPLE_REFERENCE
    for place in (article, reference):
        if not place.exists():
            write(place, (examples / place.name).read_bytes())
    take_all_the_way(
        session,
        (str(article),),
        out=out,
        references=(str(reference),),
        engine=engine,
        enforce_terms=not no_terms,
        own_project=True,
    )


def take_all_the_way(
    session: Session,
    sources: tuple[str, ...],
    *,
    out: str | None,
    glossaries: tuple[str, ...] = (),
    memories: tuple[str, ...] = (),
    references: tuple[str, ...] = (),
    encoding: str | None = None,
    threshold: int | None = None,
    engine: str | None = None,
    enforce_terms: bool = True,
    own_project: bool = False,
) -> None:
    """What `run` and `demo` share. Everything that can be wrong with the input is found before anything is written."""
    from translate_kit import pipeline
    from translate_kit.export import refuse_changed, refuse_collisions
    from translate_kit.mt import engine as engines
    from translate_kit.project import Project, Settings
    from translate_kit.project.project import read_new
    from translate_kit.project.settings import read_settings

    started = time.monotonic()
    if "-" in sources:
        raise click.UsageError("`run` takes files; for standard input use `translate-kit translate --text-file -`.")
    place = _existing_project(session, out, own_project=own_project)
    settings = read_settings(place) if place is not None else Settings()
    documents = read_new(sources, encoding=encoding, language=settings.source_language)
    names = [document.name for document in documents]
    folder = _out_folder(out, sources[0], settings.target_language, place)
    refuse_collisions(names, settings)
    if place is None:
        refuse_changed(names, settings, folder, project=None)
    lines = pipeline.read_references(references) if references else None
    if lines is not None:
        segments = [segment for document in documents for segment in document.document.segments]
        pipeline.match_references(segments, lines, ", ".join(references))
    termbase = pipeline.load_termbase(glossaries, settings, place or Path())
    name = engine or settings.engine
    loaded = None if name == "none" else engines.load(name, settings.source_language, settings.target_language)
    _refuse_unwritable(folder)
    with Project(place) if place is not None else Project.create(folder, settings) as project:
        outcome = pipeline.run(
            project,
            documents,
            out=folder,
            engine=loaded,
            termbase=termbase,
            memories=memories,
            references=lines,
            threshold=threshold,
            enforce_terms=enforce_terms,
            progress=session.progress,
        )
    _summarise(session, outcome, folder, time.monotonic() - started)


def _existing_project(session: Session, out: str | None, *, own_project: bool) -> Path | None:
    """The project to work in: the one that was named, the folder of the results, else the nearest one upwards."""
    from translate_kit.project import Project

    if session.project and not own_project:
        with Project.find(session.project) as project:
            return project.folder
    if out is not None and Project.locate(out) is not None:
        return Path(out)
    return None if own_project else Project.locate()


def _out_folder(out: str | None, source: str, target_language: str, project: Path | None) -> Path:
    if out is not None:
        return Path(out)
    if project is not None:
        return project / "out"
    stem = Path(source).name.split(".")[0] or "translation"
    return Path(f"{stem}-{target_language}")


def _refuse_unwritable(folder: Path) -> None:
    """Try before the long work, not after it, and leave nothing behind."""
    import tempfile

    existing = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not existing.is_dir():
        raise BadOutput(f"--out {folder}: {existing} is a file, a folder was expected.")
    try:
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        raise BadOutput(
            f"--out {folder}: cannot be written ({error.strerror or error}). Choose another folder with --out."
        ) from None


def _summarise(session: Session, outcome: Outcome, folder: Path, seconds: float) -> None:
    from translate_kit.cli.score import score_lines
    from translate_kit.reports.findings_text import summary

    if session.json:
        session.print_json(
            {
                "out": str(folder),
                "files": [path.relative_to(folder).as_posix() for path in outcome.files],
                "documents": [added.name for added in outcome.added],
                "segments": len(outcome.checked.segments),
                "memory": outcome.pretranslated.memory,
                "repetition": outcome.pretranslated.repetition,
                "machine": outcome.pretranslated.machine,
                "untranslated": outcome.pretranslated.untranslated,
                "model": outcome.pretranslated.model,
                "findings": len(outcome.checked.findings),
                **{key: outcome.scores[key] for key in ("metrics", "words")},
            }
        )
        return
    drafts = outcome.pretranslated
    words = outcome.scores["words"]
    session.say(f"{words:,} word{'' if words == 1 else 's'} in {seconds:.1f} s")
    session.say(
        f"drafts: {drafts.memory} from memory, {drafts.repetition} repetitions, {drafts.machine} by {drafts.model}"
        + (f", {drafts.untranslated} without" if drafts.untranslated else "")
    )
    session.say(summary(outcome.checked.findings, len(outcome.checked.segments)))
    for line in score_lines(outcome.scores["metrics"]):
        session.say(line)
    session.say(f"results in {folder}{'' if str(folder).endswith('/') else '/'}:")
    for path in outcome.files:
        session.say(f"  {path.relative_to(folder).as_posix()}")
    if "embedded" in drafts.model:
        session.say(
            "The embedded model is a small one; `translate-kit models install nl en` gets the full-size package."
        )
