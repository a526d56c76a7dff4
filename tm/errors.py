"""What a translation memory can complain about."""

from __future__ import annotations


class TranslationMemoryError(Exception):
    """Anything that a translation memory complains about."""


class BadMemoryInput(TranslationMemoryError, ValueError):
    """A file or a store that cannot be read; the message names file, line and what was expected."""


class MemoryMissing(TranslationMemoryError, LookupError):
    """A memory or a server that is not there; the message names the command that makes it."""


class MemoryReadOnly(TranslationMemoryError):
    """A memory that may be read, and not written; the message says how to change that."""


class MemoryFull(TranslationMemoryError):
    """There is no room left where the memory is kept; nothing of the change was kept."""


class MemoryConflict(TranslationMemoryError, RuntimeError):
    """A lock, or a unit that somebody else changed meanwhile."""


class MemoryClash(MemoryConflict):
    """Two changes at once that could not both be made; this one was undone, and doing it again helps."""
