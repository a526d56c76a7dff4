"""The errors of translate-kit: one tree, each class with its exit code in `translate_kit.cli.base`."""

from __future__ import annotations

from pathlib import Path


class TranslateKitError(Exception):
    """Anything that went wrong and that a person can do something about."""


class BadInput(TranslateKitError):
    """Input that cannot be read; exit code 3.

    Args:
        message: what happened and what was expected, one sentence without the place.
        path: the file (or `<stdin>`).
        line: 1-based line, where there is one.
        byte: 0-based byte offset, where there is one.
        remedy: what to do about it, one sentence.
    """

    def __init__(
        self,
        message: str,
        *,
        path: str | Path | None = None,
        line: int | None = None,
        byte: int | None = None,
        remedy: str = "",
    ) -> None:
        self.message, self.path, self.line, self.byte, self.remedy = message, path, line, byte, remedy
        place = "" if path is None else f"{path}"
        if line is not None:
            place += f":{line}" if place else f"line {line}"
        elif byte is not None:
            place += f" (byte {byte})" if place else f"byte {byte}"
        text = f"{place}: {message}" if place else message
        super().__init__(f"{text} {remedy}".strip())


class Missing(TranslateKitError):
    """Something needed is not there (a model, a server); exit code 4. The message names the command that gets it."""


class Conflict(TranslateKitError):
    """Somebody else changed it, or holds a lock; exit code 5. The message shows both sides."""


class Busy(Conflict):
    """Somebody else holds the lock that a change needs; nothing is wrong with the change, and trying again helps."""


class GateFailed(TranslateKitError):
    """The work was done and a gate did not hold; exit code 1."""


class BadOutput(TranslateKitError):
    """The place that was asked for cannot be written; exit code 2, as any other option with an unusable value."""


class NoRoom(BadOutput):
    """A place that cannot be written because the disk is full; exit code 4: room is what is missing."""
