"""`report`: one page about a delivery that a client understands."""

from __future__ import annotations

import json

import click

from translate_kit.cli.base import Session, command, pass_session, write_output


@command(
    example="""
    translate-kit report --title "Annual report 2026" --client "Client A" --out delivery.html
    translate-kit report --rate-card rates.toml --document report.md --out delivery.html
    """
)
@click.option("--title", metavar="TEXT", default="", help="What the client calls it. [default: the project's folder]")
@click.option("--client", metavar="NAME", default="", help="For whom it is.")
@click.option(
    "--document",
    "documents",
    metavar="NAME",
    multiple=True,
    help="Only this document (repeatable). [default: all of the project]",
)
@click.option(
    "--rate-card",
    "card_path",
    metavar="FILE",
    type=str,
    help="Weights, words an hour and price, as TOML. [default: rates.toml of the project, if it is there; else usual"
    " weights, 300 words an hour, no price]",
)
@click.option("--no-prices", is_flag=True, help="Leave out what it costs.")
@click.option(
    "--glossary",
    "glossaries",
    metavar="FILE",
    multiple=True,
    type=str,
    help="Hold the terms to this glossary (repeatable); `curated` is the one that ships. [default: the project's]",
)
@click.option(
    "--waivers",
    metavar="FILE",
    type=str,
    help="Findings that are fine, with the reason. [default: waivers.toml of the project, if it is there]",
)
@click.option("--profile", metavar="FILE", type=str, help="Which checks, as TOML. [default: the project's]")
@click.option("--out", metavar="FILE", type=str, help="[default: standard output]")
@pass_session
def report(
    session: Session,
    title: str,
    client: str,
    documents: tuple[str, ...],
    card_path: str | None,
    no_prices: bool,
    glossaries: tuple[str, ...],
    waivers: str | None,
    profile: str | None,
    out: str | None,
) -> None:
    """One page about a delivery: what was checked, findings and waivers, match savings, effort, scores, terms.

    HTML that needs nothing else, fit for A4 paper: print it to PDF from any browser. The project's history of scores is
    in it, with intervals. With --json the same figures for other programs.
    """
    from translate_kit.analysis import project_rate_card, read_rate_card
    from translate_kit.delivery import delivery
    from translate_kit.pipeline import load_termbase
    from translate_kit.project import Project
    from translate_kit.qa.profile import project_checks, read_profile
    from translate_kit.reports.delivery import value
    from translate_kit.reports.delivery_html import render
    from translate_kit.waivers import project_waivers, read_waivers

    # One that cannot be read is refused before anything else is done.
    card = read_rate_card(card_path) if card_path is not None else None
    with Project.find(session.project) as project:
        found = delivery(
            project,
            termbase=load_termbase(glossaries, project.settings, project.folder),
            checks=read_profile(profile) if profile is not None else project_checks(project.folder),
            waivers=read_waivers(waivers) if waivers is not None else project_waivers(project.folder),
            card=card or project_rate_card(project.folder),
            documents=documents,
            title=title,
            client=client,
            prices=not no_prices,
        )
    if session.json:
        write_output(out, (json.dumps(value(found), ensure_ascii=False, indent=2) + "\n").encode())
    else:
        write_output(out, render(found).encode("utf-8", "replace"))
    if out not in (None, "-"):
        session.say(f"{out} written.")
