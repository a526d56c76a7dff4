"""`translate-kit people`: the accounts of a team."""

from __future__ import annotations

import sys

import click

from translate_kit.cli.base import Session, command, pass_session

ROLES = ("read-only", "translator", "reviewer", "coordinator")


@click.group(
    epilog="\b\nExample:\n  translate-kit people add ann --role coordinator\n  translate-kit serve --team",
)
def people() -> None:
    """The people who work on a project with `serve --team`: accounts and roles."""


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return asked


_stdin = click.option("--password-stdin", is_flag=True, help="Read the password from standard input, and do not ask.")


@command("add", example="translate-kit people add ann --role coordinator")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="translator", show_default=True, help="What they may do.")
@_stdin
@pass_session
def add(session: Session, name: str, role: str, password_stdin: bool) -> None:
    """Make an account; the password is asked for."""
    from translate_kit.project import Project
    from translate_kit.project.people import People, Role

    with Project.find(session.project) as project:
        person = People(project.store).add(name, Role(role), _password(password_stdin))
    session.say(f"{person.name}: {person.role.value}")


@command("list", example="translate-kit people list --json")
@pass_session
def list_(session: Session) -> None:
    """Everybody with an account."""
    from dataclasses import asdict

    from translate_kit.project import Project
    from translate_kit.project.people import People

    with Project.find(session.project) as project:
        found = People(project.store).all()
    if session.json:
        session.print_json([asdict(person) for person in found])
        return
    for person in found:
        click.echo(f"{person.name}\t{person.role.value}{'  (disabled)' if person.disabled else ''}")
    if not found:
        session.say("Nobody yet: `translate-kit people add NAME --role coordinator`.")


@command("change", example="translate-kit people change ann --role reviewer")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), help="What they may do from now on.")
@click.option("--disable/--enable", default=None, help="Whether they can no longer log in.")
@click.option("--new-password", is_flag=True, help="Ask for a new password.")
@_stdin
@pass_session
def change(
    session: Session, name: str, role: str | None, disable: bool | None, new_password: bool, password_stdin: bool
) -> None:
    """Change an account. What somebody has done stays theirs, also when they are disabled."""
    from translate_kit.project import Project
    from translate_kit.project.people import People, Role

    if role is None and disable is None and not (new_password or password_stdin):
        raise click.UsageError("give --role, --disable, --enable or --new-password.")
    with Project.find(session.project) as project:
        person = People(project.store).change(
            name,
            role=Role(role) if role else None,
            disabled=disable,
            password=_password(password_stdin) if new_password or password_stdin else None,
        )
    session.say(f"{person.name}: {person.role.value}{', disabled' if person.disabled else ''}")


for _command in (add, list_, change):
    people.add_command(_command)
