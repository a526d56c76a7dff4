"""`check`: QA over the project or over loose files."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from translate_kit.cli.base import Session, command, pass_session, write_output
from translate_kit.cli.check_input import Work, of_files, of_project
from translate_kit.data import Finding, Segment, Severity
from translate_kit.errors import GateFailed

if TYPE_CHECKING:
    from translate_kit.qa import Check
    from translate_kit.qa.fix import Fixed
    from translate_kit.waivers import Waivers

_GATES = {"error": Severity.ERROR, "warning": Severity.WARNING, "never": None}


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
@click.option("--only", metavar="CHECK", multiple=True, help="Only the findings of this check (repeatable).")
@click.option("--segment", "ids", metavar="ID", multiple=True, help="Only those in this segment (repeatable).")
@click.option(
    "--waive",
    "reason",
    metavar="REASON",
    help="Note in the file of waivers that the findings chosen with --only and --segment are fine, and why.",
)
@click.option(
    "--waived/--no-waived",
    "with_waived",
    default=True,
    show_default=True,
    help="Whether waived findings are in the report, marked as such; GitHub shows them like any other.",
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
    only: tuple[str, ...],
    ids: tuple[str, ...],
    reason: str | None,
    with_waived: bool,
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
    if keep and (only or ids or baseline):
        raise click.UsageError("--keep keeps all findings: not with --only, --segment or --baseline.")
    if reason is not None and (not reason.strip() or not (only or ids) or fixing):
        raise click.UsageError("--waive wants a reason, and --only or --segment to say which findings; not --fix.")
    work = (
        of_files(session, files, glossaries, source_language, target_language, encoding)
        if files
        else of_project(session, glossaries)
    )
    work = dataclasses.replace(work, checks=_checks(session, profile, loose=bool(files)))
    _require_known(only, work.checks)
    kept = _Kept(_waivers(waivers, work, made=reason is not None), _baseline(baseline), only, ids)
    every = kept.marked(work.run(work.segments), work.segments)
    findings = kept.chosen(every, work.segments)
    if reason is not None:
        findings = _waive(session, waivers, work, findings, reason)
    if fixing:
        fixed = _fixed(session, work, every, kept, encoding=encoding, dry_run=dry_run)
        work, findings = dataclasses.replace(work, segments=fixed.segments), fixed.findings
        if dry_run and name == "text" and not session.json:
            from translate_kit.cli.check_fix import difference

            write_output(None, "".join(f"{line}\n" for line in difference(fixed.changed)).encode())
    used = kept.waivers
    if used is not None and not only and not ids:
        # Without a glossary no term was looked at.
        looked_at = [one.id for one in work.checks if work.termbase is not None or not one.id.startswith("term-")]
        session.say_unused(used.unused(looked_at), used.path)
    if keep:
        _keep(session, work.segments, findings)
    limit = _GATES[gate]
    told = findings if with_waived else [finding for finding in findings if not finding.waived]
    _write("json" if session.json else name, work, told, out, limit, editor_url)
    session.say(summary(findings, len(work.segments)))
    grave = 0 if limit is None else sum(f.severity >= limit for f in findings if not f.waived)
    if grave:
        raise GateFailed(f"{grave} finding{'' if grave == 1 else 's'} at or above --fail-on {gate}.")


def _keep(session: Session, segments: Sequence[Segment], findings: Sequence[Finding]) -> None:
    from translate_kit.project import Project
    from translate_kit.project.findings import KeptFindings

    with Project.find(session.project) as project:
        KeptFindings(project.store).keep_checked(segments, findings)


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


def _require_known(only: Sequence[str], checks: Sequence[Check]) -> None:
    unknown = next((name for name in only if name not in {check.id for check in checks}), None)
    if unknown is not None:
        raise click.UsageError(f"--only {unknown}: no check of that name runs; docs/reference/checks.md lists them.")


def _waivers(path: str | None, work: Work, *, made: bool) -> Waivers | None:
    """The waivers; None without any, also where --waive is about to make the file."""
    from translate_kit.waivers import read_waivers

    place = path or work.waivers
    if place is None or (made and not os.path.lexists(place)):
        return None
    return read_waivers(str(place))


def _waive(session: Session, path: str | None, work: Work, findings: Sequence[Finding], reason: str) -> list[Finding]:
    """Write waivers for the findings, which are waived from here on."""
    from translate_kit.cli.check_waive import waive
    from translate_kit.project import Project
    from translate_kit.waivers import WAIVERS_FILE, read_waivers

    place = path or work.waivers
    if place is None and not work.files:
        place = (Project.locate(session.project) or Path()) / WAIVERS_FILE
    if place is None:
        raise click.UsageError("--waive wants to know where to: name the file with --waivers.")
    count = waive(str(place), findings, work.segments, reason)
    session.say(f"{count} finding{'' if count == 1 else 's'} waived in {place}.")
    return read_waivers(str(place)).apply(findings, work.segments) if findings else list(findings)


def _baseline(path: str | None) -> frozenset[str]:
    from translate_kit.reports.fingerprint import read_baseline

    return read_baseline(path) if path is not None else frozenset()


@dataclasses.dataclass(frozen=True, slots=True)
class _Kept:
    """Which findings are looked at: not those of the baseline, only those of some checks or segments."""

    waivers: Waivers | None
    known: frozenset[str]
    only: Sequence[str]
    ids: Sequence[str]

    def marked(self, findings: Sequence[Finding], segments: Sequence[Segment]) -> list[Finding]:
        """All of them, waived ones with their reasons."""
        return list(findings) if self.waivers is None else self.waivers.apply(findings, segments)

    def chosen(self, findings: Sequence[Finding], segments: Sequence[Segment]) -> list[Finding]:
        """Those that are looked at."""
        marked = list(findings)
        if self.known:
            from translate_kit.reports.fingerprint import fingerprints

            marks = fingerprints(marked, segments)
            marked = [finding for finding, mark in zip(marked, marks, strict=True) if mark not in self.known]
        return [
            finding
            for finding in marked
            if (not self.only or finding.check in self.only) and (not self.ids or finding.segment in self.ids)
        ]


def _fixed(
    session: Session,
    work: Work,
    findings: Sequence[Finding],
    kept: _Kept,
    *,
    encoding: str | None,
    dry_run: bool,
) -> Fixed:
    """Put right what is certain, in the project or the files; a dry run only says so."""
    from translate_kit.cli.check_fix import write_to_files, write_to_project
    from translate_kit.qa.fix import fix

    def run(segments: Sequence[Segment]) -> list[Finding]:
        return kept.marked(work.run(segments), segments)

    fixed = fix(work.segments, findings, run, work.checks, kept.chosen)
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


def _write(
    name: str, work: Work, findings: Sequence[Finding], out: str | None, gate: Severity | None, editor_url: str
) -> None:
    if name == "text" and out is None:
        from translate_kit.reports.findings_text import COLOURS, lines

        for severity, line in lines(findings, work.segments):
            click.secho(line, fg=COLOURS[severity] if not line.startswith("    ") else None)
        return
    from translate_kit.reports.findings import PLACED, Found, chunks

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
    write_output(out, chunks(name, found))
