"""`translate-kit serve`: the editor in the browser."""

from __future__ import annotations

from contextlib import closing
from functools import partial

import click

from translate_kit.cli.base import Session, command, pass_session


@command(
    example="""
    translate-kit serve
    translate-kit --project article-en serve --port 8765 --glossary terms.csv
    """
)
@click.option("--host", metavar="NAME", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="The port; 0 for any that is free."
)
@click.option(
    "--glossary", "glossaries", metavar="FILE", multiple=True, type=str, help="Instead of the project's (repeatable)."
)
@click.option("--tm", "memories", metavar="URL", multiple=True, help="A further memory to look in (repeatable).")
@click.option(
    "--engine", metavar="NAME", help="For machine translation; `none` for memory only. [default: the project's]"
)
@click.option("--team", is_flag=True, help="With accounts and roles, instead of one person who has the address.")
@click.option("--open/--no-open", "open_", default=None, help="Open the page in the browser. [default: on a terminal]")
@click.option(
    "--allow-host",
    "allowed",
    metavar="NAME",
    multiple=True,
    help="A further name by which browsers call this server, such as that of a proxy (repeatable).",
)
@pass_session
def serve(
    session: Session,
    host: str,
    port: int,
    glossaries: tuple[str, ...],
    memories: tuple[str, ...],
    engine: str | None,
    team: bool,
    open_: bool | None,
    allowed: tuple[str, ...],
) -> None:
    """Post-edit the project in the browser.

    The address that is printed has a token in it: whoever has it may edit. It stays the same when the server is started
    again. With --team people log in instead; `translate-kit people` makes their accounts. Until told otherwise the
    server can only be reached from this machine. SIGTERM or Ctrl-C stops it when it has answered what was asked;
    nothing that was saved is lost, however it ends.
    """
    import sys

    from translate_kit.errors import Missing
    from translate_kit.mt import engine as engines
    from translate_kit.project import Project
    from translate_kit.project.people import People
    from translate_kit.project.project import person
    from translate_kit.web.editor.app import create_app
    from translate_kit.web.editor.auth import TokenAuth
    from translate_kit.web.editor.desk import Desk
    from translate_kit.web.editor.team import TeamAuth
    from translate_kit.web.guard import AllowedHosts, is_loopback
    from translate_kit.web.listen import bind, url_of
    from translate_kit.web.listen import serve as serve_app

    with Project.find(session.project) as project:
        folder, settings = project.folder, project.settings
        if team and not any(not one.disabled for one in People(project.store).all()):
            raise Missing(
                "nobody has an account yet. Make the first one: `translate-kit people add NAME --role coordinator`."
            )
    name = engine or settings.engine
    load = None if name == "none" else partial(engines.load, name, settings.source_language, settings.target_language)
    with (
        closing(Desk(folder, glossaries=glossaries, memories=memories, load_engine=load)) as desk,
        bind(host, port) as listening,
    ):
        address = url_of(listening)
        auth = TeamAuth(desk) if team else TokenAuth.of(folder, person())
        way_in = address if isinstance(auth, TeamAuth) else f"{address}/?token={auth.token}"
        if not is_loopback(host):
            session.warn(
                f"listening on {host}: whoever has the {'password' if team else 'address'} can edit, and nothing is"
                " encrypted; put a server with HTTPS before it."
            )
        desk.warm_up()

        def ready() -> None:
            session.say(f"Editing {folder} at {way_in} (Ctrl-C stops it)")
            if session.json:
                token = None if isinstance(auth, TeamAuth) else auth.token
                session.print_json_line({"url": address, "open": way_in, "token": token, "project": str(folder)})
            if open_ or (open_ is None and sys.stdout.isatty()):
                click.launch(way_in)

        app = create_app(desk, auth=auth, hosts=AllowedHosts.listening_on(host, allowed))
        serve_app(app, listening, ready=ready, log_requests=session.verbose, stopping=app.state.live.end_pages)
    session.say("Stopped.")
