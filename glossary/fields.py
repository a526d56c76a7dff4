"""Columns beyond the ones that matching needs: what may stand in them, and which are about the concept as a whole."""

from __future__ import annotations

import re

from glossary.relations import parse_relations

OF_CONCEPT = ("relations", "images")
"""About the concept as a whole; in tables they stand in its first row."""
OF_TERM = ("context", "created", "created_by", "modified", "modified_by")
"""About one term; `concept.created` and so on about the concept."""
DATES = ("created", "modified")

_ADDRESS = re.compile(r"https?://[^\s/]+[^\s]*\Z", re.IGNORECASE)


def wrong(name: str, value: str) -> str:
    """What is wrong with the value of a column, and what was expected; empty when nothing is, or nobody can say."""
    if name in DATES and not is_date(value):
        return f"{value!r} is no date; expected 2024-05-01, or with a time 2024-05-01T12:30."
    if name == "relations":
        try:
            parse_relations(value)
        except ValueError as error:
            return str(error)
    if name == "images":
        for image in images_of(value):
            # They may end up in a page: nothing that a browser would run, nothing outside the folder of the glossary.
            parts = image.replace("\\", "/").split("/")
            if not _ADDRESS.match(image) and (":" in image or image.startswith(("/", "\\")) or ".." in parts):
                return f"{image!r}; expected a file in the folder of the glossary, or an http(s) address."
    return ""


def is_date(text: str) -> bool:
    """Whether a text is a date or a moment as ISO 8601 writes them."""
    from datetime import date, datetime

    for kind in (date, datetime):
        try:
            kind.fromisoformat(text)
        except ValueError:
            continue
        return True
    return False


def images_of(text: str) -> tuple[str, ...]:
    """The images in a cell, separated by bars."""
    return tuple(image.strip() for image in text.split("|") if image.strip())
