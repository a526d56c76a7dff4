"""The reference of the editor's keys: what `docs/generate.py` makes of the table in `static/keys.js`."""

from __future__ import annotations

import re
from pathlib import Path

TABLE = Path(__file__).parents[1] / "translate_kit" / "web" / "editor" / "static" / "keys.js"

INTRODUCTION = """\
# The keys of the editor

Made from the editor's own table by `make docs`; `?` shows them in the editor. On a Mac, Cmd stands for Ctrl. Alt Gr
types characters and is no command.
"""

_ENTRY = re.compile(r"\{[^{}]*\}")
_GROUP = re.compile(r'group: "([^"]+)"')
_KEYS = re.compile(r"keys: \[([^\]]*)\]")
_KEY = re.compile(r'["`]([^"`]+)["`]')
_SAYS = re.compile(r'says: (?:number === 1 \? )?"([^"]*)"')
_SHOWN = re.compile(r'shown: (?:number === 1 \? )?"([^"]*)"')
_ARROWS = {"ArrowDown": "↓", "ArrowUp": "↑", "ArrowLeft": "←", "ArrowRight": "→", "Escape": "Esc"}


def page() -> str:
    """The page.

    Raises:
        ValueError: the table is not written as it was; this module has to follow it.
    """
    text = TABLE.read_text(encoding="utf-8").partition("export const KEYS = [")[2].partition("\n];")[0]
    # The suggestions are one entry nine times over.
    text = text.replace("${number}", "1")
    lines = [INTRODUCTION]
    for entry in _ENTRY.findall(text):
        group, keys, says, shown = (pattern.search(entry) for pattern in (_GROUP, _KEYS, _SAYS, _SHOWN))
        if group:
            lines += [f"## {group[1]}", "", "| keys | |", "| --- | --- |"]
        elif keys is None or says is None:
            raise ValueError(f"{TABLE.name}: cannot be read: {entry}")
        elif says[1]:
            names = shown[1] if shown else " or ".join(_readable(name) for name in _KEY.findall(keys[1]))
            lines.append(f"| {names} | {says[1]} |")
    return "\n".join(lines).replace("\n## ", "\n\n## ").replace("\n\n\n", "\n\n") + "\n"


def _readable(key: str) -> str:
    for name, sign in _ARROWS.items():
        key = key.replace(name, sign)
    return key
