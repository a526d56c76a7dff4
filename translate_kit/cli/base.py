"""What all commands share: the common options, messages, progress, JSON, and the table of exit codes."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from translate_kit.errors import BadOutput
from translate_kit.files import read_lines as read_lines

F = TypeVar("F", bound=Callable[..., Any])

EXIT_CODES: dict[str, int] = {
    "translate_kit.errors.GateFailed": 1,
    "translate_kit.errors.BadOutput": 2,
    "translate_kit.errors.BadInput": 3,
    "translate_kit.errors.Missing": 4,
    "translate_kit.errors.NoRoom": 4,
    "translate_kit.errors.Conflict": 5,
    "translate_kit.errors.TranslateKitError": 3,
    "tm.errors.MemoryReadOnly": 2,
    "tm.errors.BadMemoryInput": 3,
    "tm.errors.MemoryMissing": 4,
    "tm.errors.MemoryFull": 4,
    "tm.errors.MemoryConflict": 5,
    "tm.errors.TranslationMemoryError": 3,
    "glossary.errors.BadGlossary": 3,
    "glossary.errors.GlossaryError": 3,
}
"""Which class of error ends the process with which code.

By name, because importing `tm` and `glossary` here would cost every command 60 ms.
"""

_BAD_OUTPUT = "translate_kit.errors.BadOutput"


@dataclass
class Session:
    """The common options of one invocation, and how it speaks.

    Attributes:
        project: `--project`, or None to look upwards from here.
        json: machine output on standard output, and nothing else there.
        quiet: no messages, errors excepted.
        verbose: more messages, and tracebacks.
    """

    project: str | None = None
    json: bool = False
    quiet: bool = False
    verbose: bool = False

    def say(self, message: str) -> None:
        """Print a message for a person, on standard error."""
        if not self.quiet:
            click.echo(message, err=True)

    def detail(self, message: str) -> None:
        """Print a message that only `--verbose` shows."""
        if self.verbose and not self.quiet:
            click.echo(message, err=True)

    def say_unused(self, waivers: Sequence[Any], path: str) -> None:
        """Name waivers that fit nothing any more."""
        if waivers:
            lines = ", ".join(str(waiver.line) for waiver in waivers[:10]) + (" …" if len(waivers) > 10 else "")
            fit = "1 waiver fits" if len(waivers) == 1 else f"{len(waivers)} waivers fit"
            self.say(f"{fit} nothing any more and can go ({path}, line {lines}).")

    def warn(self, message: str) -> None:
        """Print a warning, also under `--quiet`."""
        click.secho(f"warning: {message}", err=True, fg="yellow")

    def print_json(self, value: object) -> None:
        """Print one JSON document on standard output."""
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))

    def print_json_line(self, value: object) -> None:
        """Print one JSON value as one line on standard output."""
        click.echo(json.dumps(value, ensure_ascii=False))

    @contextlib.contextmanager
    def progress(self, label: str, total: int | None) -> Iterator[Callable[[int], None]]:
        """Show a progress bar on a terminal; elsewhere do nothing.

        Yields:
            A function that takes how many more are done.
        """
        if self.quiet or self.json or not sys.stderr.isatty():
            yield lambda _count: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(label, total=total)
            yield lambda count: bar.update(task, advance=count)


pass_session = click.make_pass_decorator(Session, ensure=True)


def not_empty(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """Refuse an empty name: in a script it is a variable that was not set, and would stand for the current folder.

    Raises:
        click.BadParameter: it is empty.
    """
    if value == "":
        raise click.BadParameter("the name is empty.", context, parameter)
    return value


def _set(name: str) -> Callable[[click.Context, click.Parameter, Any], Any]:
    def callback(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
        not_empty(context, parameter, value)
        if value:
            setattr(context.ensure_object(Session), name, value)
        return value

    return callback


def common_options(function: F) -> F:
    """Give a command `--project`, `--json`, `--quiet` and `--verbose`; they may stand before or after its name."""
    for option in reversed(
        (
            click.option(
                "--project",
                metavar="DIR",
                expose_value=False,
                callback=_set("project"),
                help="The project (else the nearest folder upwards with a translate-kit.toml).",
            ),
            click.option(
                "--json",
                is_flag=True,
                expose_value=False,
                callback=_set("json"),
                help="Machine output on standard output, and nothing else there.",
            ),
            click.option(
                "--quiet", "-q", is_flag=True, expose_value=False, callback=_set("quiet"), help="Errors only."
            ),
            click.option(
                "--verbose",
                "-v",
                is_flag=True,
                expose_value=False,
                callback=_set("verbose"),
                help="More messages; a traceback when something breaks.",
            ),
        )
    ):
        function = option(function)
    return function


def command(
    name: str | None = None, *, example: str = "", **settings: Any
) -> Callable[[Callable[..., Any]], click.Command]:
    r"""Make a click command with the common options and an example at the end of its help text.

    Args:
        name: the command's name, else the function's.
        example: one or more command lines, shown as they are.
        settings: passed to `click.command`.
    """

    def decorate(function: Callable[..., Any]) -> click.Command:
        epilog = "\b\nExample:\n" + "\n".join(f"  {line.strip()}" for line in example.strip().splitlines())
        made: click.Command = click.command(name, cls=click.Command, epilog=epilog if example else None, **settings)(
            common_options(function)
        )
        return made

    return decorate


def exit_code_of(error: BaseException) -> int | None:
    """The exit code that an error stands for, by the nearest of its classes in `EXIT_CODES`; None for a bug.

    Whatever could not be written because a disk is full has the code of `NoRoom`.
    """
    if _disk_is_full(error):
        return EXIT_CODES["translate_kit.errors.NoRoom"]
    return _code_of_class(error)


def _code_of_class(error: BaseException) -> int | None:
    names = (f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__)
    return next((EXIT_CODES[name] for name in names if name in EXIT_CODES), None)


def _disk_is_full(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        # Most errors about a file do not show the one of the system; it is what they were raised upon all the same.
        error = error.__cause__ or error.__context__
    return False


def guarded(run: Callable[[], Any], session: Callable[[], Session]) -> int:
    """Run a command line and turn what it raises into a message on standard error and an exit code."""
    try:
        code = _guarded(run, session)
    except BrokenPipeError:
        # Even the message about an error had no reader any more.
        return _without_reader()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return _without_reader()
    except OSError as error:
        # Python would try once more at its end, and say 120.
        _lead_nowhere(1)
        if not code:
            click.secho(f"error: {error.strerror or error}.", err=True, fg="red")
        return code or EXIT_CODES[_BAD_OUTPUT]
    return code


def _guarded(run: Callable[[], Any], session: Callable[[], Session]) -> int:
    output = sys.stdout
    try:
        run()
    except click.exceptions.Exit as done:
        return done.exit_code
    except SystemExit as done:
        # When the reader of our output went away, click (which puts something in front of the streams) and rich end
        # the process with 1; but that is what a gate says.
        if sys.stdout is not output or isinstance(done.__context__, BrokenPipeError):
            return _without_reader()
        raise
    except click.Abort:
        click.echo("interrupted", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return 2
    except KeyboardInterrupt:
        click.echo("interrupted", err=True)
        return 130
    except BrokenPipeError:
        return _without_reader()
    except Exception as error:
        code = exit_code_of(error)
        if isinstance(error, OSError) and _code_of_class(error) is None:
            # Our own errors name the file and the way out. What is left is the machine's, such as a full disk under
            # standard output or a current folder that was removed.
            place = f"{error.filename}: " if error.filename is not None else ""
            error, code = BadOutput(f"{place}{error.strerror or error}."), code or EXIT_CODES[_BAD_OUTPUT]
        if code is None:
            if session().verbose:
                raise
            click.secho(f"error: {type(error).__name__}: {error}", err=True, fg="red")
            click.echo("This is a bug in translate-kit; run again with --verbose for the details.", err=True)
            return 70
        if session().verbose:
            import traceback

            traceback.print_exc()
        click.secho(f"error: {error}", err=True, fg="red")
        return code
    return 0


def _without_reader() -> int:
    """The reader of our output (head, less) went away: not an error, but Python must not try to flush again."""
    _lead_nowhere(1, 2)
    return 0


def _lead_nowhere(*descriptors: int) -> None:
    for descriptor in descriptors:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)


def prepare_streams() -> None:
    """Make the three standard streams fit for any text, wherever they lead.

    A file or a pipe gets and gives UTF-8 whatever the locale says, so that output can be read back by `-` and JSON is
    JSON; a terminal keeps its own encoding. One that is closed leads nowhere, and its number is taken, so that no file
    that is opened later gets it.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - for the whole process
        elif isinstance(stream, io.TextIOWrapper):
            if name == "stdin":
                stream.reconfigure(encoding="utf-8")
            elif stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                # Half of a surrogate pair, out of a file name that is not UTF-8, becomes \udcff: in JSON that is right.
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def write_output(out: str | None, data: bytes | Iterable[bytes]) -> None:
    """Write to a file (whole or not at all), or to standard output for None and `-`; what is long, in pieces.

    Raises:
        BadOutput: the place cannot be written; or it is a terminal, and the data a workbook.
    """
    pieces = [data] if isinstance(data, bytes) else data
    if out in (None, "-"):
        for piece in pieces:
            if piece.startswith(b"PK\x03\x04") and sys.stdout.isatty():
                raise BadOutput("a workbook is nothing for a terminal. Name a file with --out.")
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    from tm.files import written_whole

    try:
        with written_whole(Path(str(out))) as stream:
            stream.writelines(pieces)
    except OSError as error:
        raise BadOutput(f"{out}: cannot be written ({error.strerror or error}).") from None
