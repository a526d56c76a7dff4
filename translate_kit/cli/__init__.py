"""The command line. Each command's module is imported only when that command runs: `--help` stays quick."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from translate_kit import __version__
from translate_kit.cli.base import Session, common_options, guarded, prepare_streams

COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("translate_kit.cli.run:run", "The whole path in one go: translate, check, score, export."),
    "demo": ("translate_kit.cli.run:demo", "Run on the sample article that ships with the package."),
    "segment": ("translate_kit.cli.segment:segment", "Segment a document, one segment a line."),
    "init": ("translate_kit.cli.project:init", "Make a project."),
    "add": ("translate_kit.cli.project:add", "Add documents to the project."),
    "status": ("translate_kit.cli.project:status", "Where the project stands."),
    "translate": ("translate_kit.cli.translate:translate", "Memory first, machine translation for the rest."),
    "edit": ("translate_kit.cli.project:edit", "Post-edit one segment."),
    "serve": ("translate_kit.cli.serve:serve", "Post-edit in the browser."),
    "people": ("translate_kit.cli.people:people", "The accounts of a team that edits in the browser."),
    "check": ("translate_kit.cli.check:check", "QA over the project or over loose PO, XLIFF, TMX and TSV files."),
    "analyse": ("translate_kit.cli.analyse:analyse", "Words, repetitions, match bands, effort and price of a job."),
    "score": ("translate_kit.cli.score:score", "BLEU, chrF2, chrF2++, TER; what post-editing took."),
    "scores": (
        "translate_kit.cli.scores:scores",
        "The tracked history of scores: list, compare, draw, hold to limits.",
    ),
    "report": ("translate_kit.cli.report:report", "One page about a delivery, for the client."),
    "export": ("translate_kit.cli.export:export", "Export as PO, TMX, XLIFF, the translated document, CSV or HTML."),
    "import": ("translate_kit.cli.export:import_", "Bring post-edited work back in."),
    "backup": ("translate_kit.cli.backup:backup", "The whole project as one file."),
    "restore": ("translate_kit.cli.backup:restore", "A project out of its backup, in a file or on a server."),
    "tm": ("translate_kit.cli.tm:tm", "A translation memory by itself."),
    "glossary": ("translate_kit.cli.glossary:glossary", "A glossary by itself."),
    "inspect": ("translate_kit.cli.inspect:inspect", "What a file is, and what in it breaks its standard."),
    "models": ("translate_kit.cli.models:models", "Translation models: list, install, remove, info."),
    "doctor": ("translate_kit.cli.doctor:doctor", "What is installed and what is missing."),
}
"""Command name: where it is, and its line in `translate-kit --help`."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the path of a document, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one command."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name][0].split(":")
        found: click.Command = getattr(importlib.import_module(module), attribute)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands out of the table, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExample:\n  translate-kit run article.md --glossary terms.csv --out article-en",
)
@click.version_option(__version__, prog_name="translate-kit")
@common_options
@click.pass_context
def cli(context: click.Context) -> None:
    """Translate Dutch documents offline, keep their terms right, post-edit, score and export."""
    context.ensure_object(Session)


def main(arguments: list[str] | None = None) -> None:
    """The entry point of `translate-kit` and `tkit`."""
    prepare_streams()
    session = Session()
    settings: dict[str, Any] = {"args": arguments, "prog_name": "translate-kit", "standalone_mode": False}
    sys.exit(guarded(lambda: cli.main(obj=session, **settings), lambda: session))
