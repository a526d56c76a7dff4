"""`translate-kit tm serve`: a memory for other tools, over HTTP."""

from __future__ import annotations

import os
import secrets
from contextlib import ExitStack

import click

from translate_kit.cli.base import Session, command, pass_session

TOKEN_VARIABLE = "TRANSLATE_KIT_TOKEN"  # noqa: S105 - the name of a variable, not a token


@command(
    "serve",
    example="""translate-kit tm serve --memory memory.db
    translate-kit tm serve --memory project.db --memory old.db --penalty old.db=2 --port 8080 --writable""",
)
@click.option(
    "--memory", "urls", metavar="URL", multiple=True, required=True, help="A memory; may be given repeatedly."
)
@click.option("--host", metavar="NAME", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8888, show_default=True, help="The port; 0 for any that is free."
)
@click.option(
    "--threshold",
    type=click.IntRange(50, 101),
    default=75,
    show_default=True,
    help="The lowest score, when a client does not say.",
)
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=5, show_default=True, help="How many matches at most, likewise."
)
@click.option(
    "--penalty",
    "penalties",
    metavar="URL=N",
    multiple=True,
    help="Points to take off every match out of a memory; may be given repeatedly.",
)
@click.option("--writable", is_flag=True, help="Let clients that show the token add units to the first memory.")
@click.option(
    "--allow-host",
    "allowed",
    metavar="NAME",
    multiple=True,
    help="A further name by which clients call this server, such as that of a proxy; may be given repeatedly.",
)
@pass_session
def serve(
    session: Session,
    urls: tuple[str, ...],
    host: str,
    port: int,
    threshold: int,
    limit: int,
    penalties: tuple[str, ...],
    writable: bool,
    allowed: tuple[str, ...],
) -> None:
    """Serve memories to other tools, as translate-toolkit's tmserver and amaGama do.

    Virtaal, Weblate and other clients of these get their matches at http://HOST:PORT/tmserver. Until told otherwise the
    server can only be reached from this machine, and changes nothing. With --writable, clients may add units to the
    first memory when they show the token: that of the environment variable TRANSLATE_KIT_TOKEN, else a new one, which
    is printed. SIGTERM or Ctrl-C stops the server when it has answered what was asked.
    """
    from tm.errors import MemoryReadOnly
    from tm.memory import Memory
    from translate_kit.cli.tm import penalty_of
    from translate_kit.web.guard import AllowedHosts, is_loopback
    from translate_kit.web.listen import bind, url_of
    from translate_kit.web.listen import serve as serve_app
    from translate_kit.web.tmserver import Settings, create_app

    points = dict(penalty_of(value, urls) for value in penalties)
    given = os.environ.get(TOKEN_VARIABLE, "").strip()
    token = (given or secrets.token_urlsafe(24)) if writable else None
    with ExitStack() as stack:
        memories = [
            stack.enter_context(Memory.open(url, create=False, penalty=points.get(url, 0)))
            for url in dict.fromkeys(urls)
        ]
        if writable and not memories[0].store.writable:
            raise MemoryReadOnly(
                f"{memories[0].name}: the memory may be read, and not written. Leave out --writable, or name one first "
                "that may be written."
            )
        listening = stack.enter_context(bind(host, port))
        address = f"{url_of(listening)}/tmserver"
        if not is_loopback(host):
            session.warn(
                f"listening on {host}: everybody who can reach this machine can read the "
                f"{'memory' if len(memories) == 1 else 'memories'}, and nothing is encrypted."
            )

        def ready() -> None:
            session.say(f"Serving {', '.join(memory.name for memory in memories)} at {address} (Ctrl-C stops it)")
            if token and not given:
                session.warn(f"clients that show this token may add units to {memories[0].name}: {token}")
            elif token:
                session.warn(f"clients that show the token of {TOKEN_VARIABLE} may add units to {memories[0].name}")
            if session.json:
                session.print_json_line(
                    {"url": address, "memories": list(dict.fromkeys(urls)), "token": None if given else token}
                )

        app = create_app(
            memories, settings=Settings(threshold, limit, token), hosts=AllowedHosts.listening_on(host, allowed)
        )
        serve_app(app, listening, ready=ready, log_requests=session.verbose)
    session.say("Stopped.")
