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
    from translate_kit.qa import Check
    from translate_kit.qa.fix import Fixed
    from translate_kit.reports.places import Place
    from translate_kit.waivers import Waivers

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
    checks: Sequence[Check] = ()
    files: Sequence[tuple[str, Bilingual]] = ()

    def run(self, segments: Sequence[Segment]) -> list[Finding]:
        """The findings of segments, waived ones not marked."""
        from translate_kit import qa

        return qa.run_checks(
            segments,
            termbase=self.termbase,
            checks=self.checks,
            source_language=self.source_language,
            target_language=self.target_language,
        )


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
@click.option(
    "--profile",
    metavar="FILE",
    type=str,
    help="Which checks run, how grave their findings are, and your own rules, in TOML."
    " [default: [qa] in the project's translate-kit.toml; all checks for loose files]",
)
@click.option(
    "--baseline",
    metavar="FILE",
    type=str,
    help="Only what is not in this earlier report (JSON or SARIF of `check`), wherever its segments are by now.",
)
@click.option("--fix", "fixing", is_flag=True, help="Write corrections that are certain into the targets.")
@click.option("--dry-run", is_flag=True, help="With --fix: show the corrections, and write nothing.")
@click.option("--keep", is_flag=True, help="Keep the findings in the project: `serve` shows and filters them.")
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
    profile: str | None,
    baseline: str | None,
    fixing: bool,
    dry_run: bool,
    keep: bool,
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
    from translate_kit.reports.findings_text import summary

    if dry_run and not fixing:
        raise click.UsageError("--dry-run goes with --fix.")
    if fixing and not dry_run and "-" in files:
        raise click.UsageError("--fix cannot write to standard input; name a file, or add --dry-run.")
    if keep and files:
        raise click.UsageError("--keep is for a project; files keep no findings.")
    work = (
        _loose(session, files, glossaries, source_language, target_language, encoding)
        if files
        else _project(session, glossaries)
    )
    work = dataclasses.replace(work, checks=_checks(session, profile, loose=bool(files)))
    known = _baseline(baseline)
    used = _waivers(waivers, work)
    findings = _kept(work.run(work.segments), work.segments, used, known)
    if fixing:
        fixed = _fixed(session, work, findings, used, known, encoding=encoding, dry_run=dry_run)
        work, findings = dataclasses.replace(work, segments=fixed.segments), fixed.findings
        if dry_run and name == "text" and not session.json:
            from translate_kit.cli.check_fix import difference

            write_output(None, "".join(f"{line}\n" for line in difference(fixed.changed)).encode())
    if used is not None:
        # Without a glossary no term was looked at.
        looked_at = [one.id for one in work.checks if work.termbase is not None or not one.id.startswith("term-")]
        session.say_unused(used.unused(looked_at), used.path)
    if keep:
        _keep(session, work.segments, findings)
    limit = _GATES[gate]
    _write("json" if session.json else name, work, findings, out, limit, editor_url)
    session.say(summary(findings, len(work.segments)))
    grave = 0 if limit is None else sum(f.severity >= limit for f in findings if not f.waived)
    if grave:
        raise GateFailed(f"{grave} finding{'' if grave == 1 else 's'} at or above --fail-on {gate}.")


def _keep(session: Session, segments: Sequence[Segment], findings: Sequence[Finding]) -> None:
    from translate_kit.project import Project
    from translate_kit.project.findings import KeptFindings

    with Project.find(session.project) as project:
        KeptFindings(project.store).keep_checked(segments, findings)


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


def _checks(session: Session, profile: str | None, *, loose: bool) -> Sequence[Check]:
    """The checks of the profile that was named, else of the project, else all."""
    from translate_kit.qa.catalogue import CHECKS
    from translate_kit.qa.profile import project_checks, read_profile

    if profile is not None:
        return read_profile(profile)
    if loose:
        return CHECKS
    from translate_kit.project import Project

    return project_checks(Project.locate(session.project) or Path())


def _waivers(path: str | None, work: _Work) -> Waivers | None:
    from translate_kit.waivers import read_waivers

    place = path or work.waivers
    return read_waivers(str(place)) if place is not None else None


def _baseline(path: str | None) -> frozenset[str]:
    from translate_kit.reports.fingerprint import read_baseline

    return read_baseline(path) if path is not None else frozenset()


def _kept(
    findings: Sequence[Finding], segments: Sequence[Segment], waivers: Waivers | None, known: frozenset[str]
) -> list[Finding]:
    """The findings that the baseline has not, waived ones with their reasons."""
    marked = list(findings) if waivers is None else waivers.apply(findings, segments)
    if not known:
        return marked
    from translate_kit.reports.fingerprint import fingerprints

    marks = fingerprints(marked, segments)
    return [finding for finding, mark in zip(marked, marks, strict=True) if mark not in known]


def _fixed(
    session: Session,
    work: _Work,
    findings: Sequence[Finding],
    waivers: Waivers | None,
    known: frozenset[str],
    *,
    encoding: str | None,
    dry_run: bool,
) -> Fixed:
    """Put right what is certain, in the project or the files; a dry run only says so."""
    from translate_kit.cli.check_fix import write_to_files, write_to_project
    from translate_kit.qa.fix import fix

    def run(segments: Sequence[Segment]) -> list[Finding]:
        return _kept(work.run(segments), segments, waivers, known)

    fixed = fix(work.segments, findings, run, work.checks)
    count = len(fixed.changed)
    what = f"{count} segment{'' if count == 1 else 's'}"
    if dry_run:
        session.say(f"{what} would be corrected; nothing was written.")
        return fixed
    if work.files:
        left = write_to_files(work.files, work.segments, fixed, encoding=encoding)
    else:
        left = write_to_project(session, fixed)
    session.say(f"{what} corrected." if not left else f"{what} to correct; not written: {', '.join(left)}.")
    return fixed


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
        files=read,
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
        checks=work.checks,
        editor_url=editor_url,
    )
    write_output(out, render(name, found))
