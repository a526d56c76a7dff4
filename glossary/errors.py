"""What a glossary can complain about."""

from __future__ import annotations


class GlossaryError(Exception):
    """Anything that a glossary complains about."""


class BadGlossary(GlossaryError, ValueError):
    """A glossary that cannot be read; the message names file, row, column and what was expected."""
