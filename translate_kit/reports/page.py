"""What the pages of reports share: templates, and the policy that lets in nothing but their own style and script."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from translate_kit.reports.marked import visible

if TYPE_CHECKING:
    from jinja2 import Environment, Template

VERDICTS = {
    "ok": ("✓", "allowed term used"),
    "fewer": ("≈", "used less often than in the source"),
    "missing": ("?", "no allowed term found"),
    "deprecated": ("▲", "deprecated term used"),
    "forbidden": ("✖", "forbidden term used"),
}
"""Sign and words of each verdict, so that colour is never the only signal; the best first."""


@lru_cache(maxsize=16)
def asset(name: str) -> str:
    """The text of a file in `templates`."""
    return (files(__package__) / "templates" / name).read_text(encoding="utf-8").strip()


@lru_cache(maxsize=16)
def template(name: str) -> Template:
    """A template; everything that is put into it is escaped, and a name that it does not get is an error."""
    return _environment().get_template(name)


def policy(style: str, script: str = "") -> str:
    """The Content-Security-Policy of a page: nothing is loaded, and nothing runs but what has these digests."""
    scripts = f"; script-src {_digest(script)}" if script else ""
    return f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src {_digest(style)}{scripts}"


def plural(count: int, word: str) -> str:
    """A number with its noun: `1 segment`, `1,200 segments`."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def _digest(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(asset), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    environment.filters["visible"] = visible
    return environment
