"""`check`: QA over the project or over loose files."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from translate_kit.cli.base import Session, command, pass_session, write_output
from translate_kit.data import Finding, Segment, Severity
from translate_kit.errors import BadInput, GateFailed

if TYPE_CHECKING:
    from glossary import TermBase
    from translate_kit.formats import Bilingual
    from translate_kit.reports.places import Place

WAIVERS_FILE = "waivers.toml"
"""In the folder of a project: what is waived in it."""
_GATES = {"error": Severity.ERROR, "warning": Severity.WARNING, "never": None}


@dataclasses.dataclass(frozen=True, slots=True)
class _Work:
    """What is checked, and against what."""

    segments: Sequence[Segment]
    termbase: TermBase | None
    source_language: str
    target_language: str
    waivers: Path | None = None
    places: Callable[[], dict[tuple[str, str], Place]] = dict


def _web_address(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """Only an address of the web: in a page a link with another scheme could run something."""
    if value and not value.startswith(("http://", "https://")):
        raise click.BadParameter(f"{value!r} is no http:// or https:// address.", context, parameter)
    return value.rstrip("/")


@command(
    example="""
    translate-kit check --format html --out qa.html
    translate-kit check article.po --glossary terms.csv --fail-on warning
    """
)
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "--format",
    "name",
    type=click.Choice(["text", "json", "html", "csv", "xlsx", "sarif", "junit"]),
    default="text",
    show_default=True,
    help="What to write; --json is short for --format json.",
)
@click.option(
    "--fail-on",
    "gate",
    type=click.Choice(list(_GATES)),
    default="error",
    show_default=True,
    help="Exit code 1 when a finding is at least this grave.",
)
@click.option(
    "--glossary",
    "glossaries",
    metavar="FILE",
    multiple=True,
    type=str,
    help="Hold the terms to this glossary (repeatable); `curated` is the one that ships."
    " [default: the project's; none for loose files]",
)
@click.option(
    "--waivers",
    metavar="FILE",
    type=str,
    help="Findings that are fine, with the reason: TOML or CSV, see `glossary waive`."
    " They do not count for --fail-on. [default: waivers.toml of the project, if it is there]",
)
@click.option("--source-lang", "source_language", metavar="TAG", help="[default: what the file says, else nl]")
@click.option("--target-lang", "target_language", metavar="TAG", help="[default: what the file says, else en]")
@click.option("--encoding", metavar="NAME", help="How the files are encoded, when they do not say so.")
@click.option(
    "--editor-url",
    metavar="URL",
    default="",
    callback=_web_address,
    help="Where `serve` shows the project, such as http://127.0.0.1:8765: the page links its segments to it.",
)
@click.option("--out", metavar="FILE", type=str, help="[default: standard output]")
@pass_session
def check(
    session: Session,
    files: tuple[str, ...],
    name: str,
    gate: str,
    glossaries: tuple[str, ...],
    waivers: str | None,
    source_language: str | None,
    target_language: str | None,
    encoding: str | None,
    editor_url: str,
    out: str | None,
) -> None:
    """Look for errors in the project's translations, or in PO, XLIFF, TMX and TSV files (source, tab, target).

    Numbers by value, text left in Dutch, terms, punctuation, quotation marks, mark-up, and the same words translated
    in two ways. The page about checks in the docs lists them all. Several files count as documents of one job.
    """
    from translate_kit import qa
    from translate_kit.reports.findings_text import summary

    work = (
        _loose(session, files, glossaries, source_language, target_language, encoding)
        if files
        else _project(session, glossaries)
    )
    findings = qa.run_checks(
        work.segments,
        termbase=work.termbase,
        source_language=work.source_language,
        target_language=work.target_language,
    )
    if waivers is not None or work.waivers is not None:
        findings = _waived(session, str(waivers or work.waivers), findings, work)
    limit = _GATES[gate]
    _write("json" if session.json else name, work, findings, out, limit, editor_url)
    session.say(summary(findings, len(work.segments)))
    grave = 0 if limit is None else sum(f.severity >= limit for f in findings if not f.waived)
    if grave:
        raise GateFailed(f"{grave} finding{'' if grave == 1 else 's'} at or above --fail-on {gate}.")


def _project(session: Session, glossaries: Sequence[str]) -> _Work:
    from translate_kit.pipeline import load_termbase
    from translate_kit.project import Project

    with Project.find(session.project) as project:
        settings = project.settings
        waivers = Path(project.folder) / WAIVERS_FILE
        return _Work(
            project.segments(),
            load_termbase(glossaries, settings, project.folder),
            settings.source_language,
            settings.target_language,
            waivers if waivers.exists() else None,
            partial(_project_places, project.folder),
        )


def _project_places(folder: Path) -> dict[tuple[str, str], Place]:
    """Where the segments of a project stand in its copies of the source documents."""
    from translate_kit.project import Project
    from translate_kit.reports.places import in_text

    found: dict[tuple[str, str], Place] = {}
    with Project(folder) as project:
        for stored in project.documents():
            segments = project.segments(stored.name)
            path = Path(os.path.relpath(folder / "source" / stored.name)).as_posix()
            text = project.document(stored).text
            found.update(zip(((s.document, s.id) for s in segments), in_text(path, text, segments), strict=True))
    return found


def _waived(session: Session, path: str, findings: Sequence[Finding], work: _Work) -> list[Finding]:
    """The findings with the reasons of those that are waived; says which waivers are of no use any more."""
    from translate_kit.qa.catalogue import CHECKS
    from translate_kit.waivers import read_waivers

    waivers = read_waivers(path)
    marked = waivers.apply(findings, work.segments)
    # Without a glossary no term was looked at.
    looked_at = [one.id for one in CHECKS if work.termbase is not None or not one.id.startswith("term-")]
    session.say_unused(waivers.unused(looked_at), waivers.path)
    return marked


def _loose(
    session: Session,
    files: Sequence[str],
    glossaries: Sequence[str],
    source_language: str | None,
    target_language: str | None,
    encoding: str | None,
) -> _Work:
    from translate_kit import formats

    read = [(path, formats.open_bilingual(path, encoding=encoding)) for path in files]
    source = source_language or next((file.source_language for _, file in read if file.source_language), "nl")
    target = target_language or next((file.target_language for _, file in read if file.target_language), "en")
    if not glossaries:
        session.detail("No --glossary: terms are not checked.")
    segments = _distinct([(path, file.segments) for path, file in read])
    return _Work(
        segments,
        _terms(glossaries, source, target),
        source,
        target,
        places=partial(_loose_places, read, segments, encoding),
    )


def _loose_places(
    read: Sequence[tuple[str, Bilingual]], segments: Sequence[Segment], encoding: str | None
) -> dict[tuple[str, str], Place]:
    """Where the segments of loose files stand in them."""
    from translate_kit.files import decode, read_bytes
    from translate_kit.reports.places import in_pairs

    found: dict[tuple[str, str], Place] = {}
    start = 0
    for path, file in read:
        own = segments[start : start + len(file.segments)]
        start += len(own)
        text = ""
        if path != "-":
            # A charset that the file itself names is not looked at here; without it only the lines are not known.
            with suppress(BadInput):
                text = decode(read_bytes(path), path=path, encoding=encoding)
        places = in_pairs(Path(path).as_posix(), text, own, file.format)
        found.update(zip(((s.document, s.id) for s in own), places, strict=True))
    return found


def _terms(glossaries: Sequence[str], source_language: str, target_language: str) -> TermBase | None:
    if not glossaries:
        return None
    from translate_kit.pipeline import load_termbase
    from translate_kit.project import Settings

    return load_termbase(glossaries, Settings(source_language=source_language, target_language=target_language))


def _distinct(read: Sequence[tuple[str, Sequence[Segment]]]) -> list[Segment]:
    """The segments of all files, each with a document and an id that together are its own.

    A file that names no document is one by its own name; where two files hold the same document (its PO and its XLIFF),
    the later one's is named after its file, and an id that a file uses twice gets a number.
    """
    segments: list[Segment] = []
    known: set[str] = set()
    for path, entries in read:
        named = {entry.document: entry.document or Path(path).name for entry in entries}
        named = {document: name if name not in known else f"{path}: {name}" for document, name in named.items()}
        known.update(named.values())
        seen: dict[tuple[str, str], int] = {}
        for entry in entries:
            place = (entry.document, entry.id)
            seen[place] = seen.get(place, 0) + 1
            identity = entry.id if seen[place] == 1 else f"{entry.id}#{seen[place]}"
            segments.append(dataclasses.replace(entry, document=named[entry.document], id=identity))
    return segments


def _write(
    name: str, work: _Work, findings: Sequence[Finding], out: str | None, gate: Severity | None, editor_url: str
) -> None:
    if name == "text" and out is None:
        from translate_kit.reports.findings_text import COLOURS, lines

        for severity, line in lines(findings, work.segments):
            click.secho(line, fg=COLOURS[severity] if not line.startswith("    ") else None)
        return
    from translate_kit.reports.findings import PLACED, Found, render

    found = Found(
        segments=work.segments,
        findings=findings,
        termbase=work.termbase,
        source_language=work.source_language,
        target_language=work.target_language,
        places=work.places() if name in PLACED else {},
        gate=gate,
        editor_url=editor_url,
    )
    write_output(out, render(name, found))
