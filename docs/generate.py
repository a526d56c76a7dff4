"""Write the generated pages of the reference again: `python docs/generate.py`, or with `--check` only compare."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from translate_kit.cli import COMMANDS, cli

REFERENCE = Path(__file__).parent / "reference"


def command_line() -> str:
    """The page of all commands, out of their own help texts."""
    lines = [
        "# The command line",
        "",
        "`translate-kit`, short `tkit`. Made from the help texts by `make docs`.",
        "",
        "Exit codes: 0 done, nothing wrong; 1 done, and a gate did not hold; 2 wrong usage, or a place that cannot be",
        "written; 3 input that cannot be read; 4 something needed is missing (the message names the command that gets",
        "it), room on a disk that is full included; 5 a conflict (somebody changed it, a lock).",
        "",
        *_help(cli, "translate-kit", None),
    ]
    root = click.Context(cli, info_name="translate-kit", max_content_width=100, terminal_width=100)
    for name in COMMANDS:
        command = cli.get_command(root, name)
        assert command is not None, name  # noqa: S101 - a page without a command would be wrong
        lines += _help(command, name, root)
        if isinstance(command, click.Group):
            inner = click.Context(command, info_name=name, parent=root, max_content_width=100, terminal_width=100)
            for sub in command.list_commands(inner):
                found = command.get_command(inner, sub)
                assert found is not None, sub  # noqa: S101
                lines += _help(found, sub, inner)
    return "\n".join(lines)


def _help(command: click.Command, name: str, parent: click.Context | None) -> list[str]:
    context = click.Context(command, info_name=name, parent=parent, max_content_width=100, terminal_width=100)
    text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    return [f"## {context.command_path}", "", "```text", text, "```", ""]


def checks() -> str:
    """The page of all QA checks, out of the catalogue."""
    from translate_kit.qa.catalogue import reference_page

    return reference_page()


def api() -> str:
    """The page of the editor's API, out of what a server says of itself."""
    from api import page

    from translate_kit.web.editor.app import description

    return page(description())


def keys() -> str:
    """The page of the editor's keys, out of the table that the editor itself goes by."""
    from keys import page

    return page()


PAGES = {"command-line.md": command_line, "checks.md": checks, "api.md": api, "keys.md": keys}


def main() -> int:
    """Write the pages, or say which are not current."""
    stale = []
    for name, page in PAGES.items():
        path = REFERENCE / name
        text = page()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(text, encoding="utf-8")
                print(f"{name} written")
    if stale and "--check" in sys.argv:
        print(f"not current: {', '.join(stale)}; run `make docs`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
