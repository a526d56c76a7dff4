"""Two translations, two references, and the sacrebleu command to compare with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

REFERENCES = [
    "On 15 April the eternal leader addressed the people.",
    "Self-reliance is at the heart of the doctrine.",
    "More than 400,000 prisoners have been counted.",
    "The underground church gathers at night.",
    "“We had nothing left,” she said, “not even rice.”",
    "The regime denies that the camps exist.",
    "He fled across the river in the winter of 1998.",
    "Food is distributed (if at all) twice a month.",
    "Nobody may leave the province without a permit.",
    "Aid agencies estimate the harvest at 4.5 million tonnes.",
    "The minister's spokesman would not comment.",
    "Every household hangs two portraits on the wall.",
]
OTHER_REFERENCES = [
    "The eternal leader spoke to the people on April 15.",
    "Self-reliance lies at the core of this doctrine.",
    "Over 400,000 prisoners were counted.",
    "At night the underground church meets.",
    '"We had nothing left," she said, "no rice either."',
    "The regime denies the existence of the camps.",
    "In the winter of 1998 he fled over the river.",
    "Food is handed out twice a month, if at all.",
    "No one is allowed to leave the province without a permit.",
    "According to aid organisations the harvest is 4.5 million tonnes.",
    "The spokesman for the minister did not want to respond.",
    "There are two portraits on the wall of every household.",
]
GOOD = [
    "On 15 April the eternal leader spoke to the people.",
    "Self-reliance is the core of the doctrine.",
    "More than 400,000 prisoners were counted.",
    "The underground church meets at night.",
    "“We had nothing left,” she said, “not even rice.”",
    "The regime denies that the camps exist.  ",
    "He fled over the river in the winter of 1998.",
    "Food is distributed twice a month (if at all).",
    "No one may leave the province without a permit.",
    "Aid organisations estimate the harvest at 4.5 million tonnes.",
    "The spokesman of the minister did not want to comment.",
    "In every household two portraits hang on the wall.",
]
POOR = [
    "The eternal leader speeched at 15 april the people.",
    "Self reliance is the core from the teaching.",
    "",
    "The underground church comes together in the night.",
    '"We had nothing more", she said, "even no rice".',
    "The regime denies that camps exist.",
    "He is fled about the river in winter 1998.",
    "Food becomes twice per month distributed (if that already happens).",
    "Nobody may the province leave without permit.",
    "Help organisations estimate the harvest on 4,5 million ton.",
    "The spokesperson from the minister wanted not to react.",
    "In every household hang two portraits at the wall.",
]


def sacrebleu(*arguments: str, seed: int | None = None) -> str:
    """What the command prints for the files ref, ref2, good and poor, which it is given."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SACREBLEU")}
    if seed is not None:
        environment["SACREBLEU_SEED"] = str(seed)
    done = subprocess.run(
        [sys.executable, "-m", "sacrebleu", "-w", "14", *arguments],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return done.stdout


def sacrebleu_json(*arguments: str, seed: int | None = None) -> Any:
    return json.loads(sacrebleu(*arguments, "-f", "json", seed=seed))


def write(folder: Path) -> dict[str, str]:
    """The four texts as files; name → path."""
    texts = {"ref": REFERENCES, "ref2": OTHER_REFERENCES, "good": GOOD, "poor": POOR}
    for name, lines in texts.items():
        (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return {name: str(folder / name) for name in texts}


def shown(value: float) -> float:
    """As the command prints it with `-w 14`: more digits than a floating-point number has."""
    return float(f"{value:.14f}")
