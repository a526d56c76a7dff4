"""Load one model and translate one sentence with it: `python -m translate_kit.mt.trial FOLDER`.

Run as a process of its own by `models`, because weights that were made to crash the library would take the whole
command with them. Prints `{"error": …}`, empty when all is well.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from translate_kit.mt import archive, packages
from translate_kit.mt.argos import ArgosEngine

SENTENCES = {"nl": "Dit is een zin.", "en": "This is a sentence.", "de": "Das ist ein Satz.", "fr": "C'est une phrase."}
OTHERWISE = "Test A."


def trial(folder: Path) -> str:
    """What is wrong with an unpacked package, empty when it translates a sentence."""
    try:
        model = packages.describe(archive.check_folder(folder), packages.Origin.FILE, folder)
        sentence = SENTENCES.get(model.source.lower()[:2], OTHERWISE)
        draft = ArgosEngine(model).translate([sentence])[0]
    except Exception as error:
        return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return "" if draft.target.strip() else "it gave no translation of a plain sentence"


if __name__ == "__main__":
    print(json.dumps({"error": trial(Path(sys.argv[1]))}))
