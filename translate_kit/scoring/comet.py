"""COMET, where the user has installed it: an estimate of quality by a neural model (Rei et al. 2020).

Its own command, `comet-score`, is run: the library wants numpy below 2 and Protocol Buffers below 5, so it cannot live
in one environment with this one, and gigabytes besides. The checkpoint is a file that is there already; nothing is
downloaded.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from translate_kit.errors import BadInput, Missing
from translate_kit.scoring.figure import Score

COMMAND = "comet-score"
HOW = (
    "Get it: `pipx install unbabel-comet` (with PyTorch, some gigabytes), so that the command comet-score is found; not"
    " into the environment of translate-kit, which needs a newer numpy. It also needs a model, which it downloads"
    " when it is run by itself once. Name the model's checkpoint (.ckpt) with --comet-model FILE."
)


def comet(
    sources: Sequence[str],
    hypotheses: Sequence[str],
    references: Sequence[str] | None,
    checkpoint: str | Path | None,
    *,
    batch_size: int = 8,
) -> tuple[Score, list[float]]:
    """Score translations with a COMET model, on the processor.

    Args:
        sources: one segment each.
        hypotheses: their translations.
        references: one each; None for a model that needs none.
        checkpoint: the file of the model, `.ckpt`.
        batch_size: segments at once.

    Returns:
        The score of all, the mean of the segments on the scale of the model (mostly 0 to 1), and that of each segment.

    Raises:
        Missing: `comet-score` is not found or does not run, or no checkpoint was named.
        BadInput: the checkpoint is not there, or the lengths differ.
    """
    command, checkpoint = require(checkpoint)
    lengths = {len(lines) for lines in (sources, hypotheses, references) if lines is not None}
    if len(lengths) > 1:
        raise BadInput(f"{len(sources)} sources, {len(hypotheses)} hypotheses and {len(references or ())} references.")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        arguments = ["-s", _written(place / "source", sources), "-t", _written(place / "hypothesis", hypotheses)]
        if references is not None:
            arguments += ["-r", _written(place / "reference", references)]
        results = place / "results.json"
        arguments += ["--model", str(checkpoint), "--batch_size", str(batch_size), "--gpus", "0", "--quiet"]
        done = subprocess.run(
            [command, *arguments, "--to_json", str(results)],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            # The encoder's tokeniser is looked for in the cache of its own library, and offline it stays there.
            env={**os.environ, "HF_HUB_OFFLINE": "1"},
        )
        if done.returncode or not results.exists():
            why = done.stderr.strip().rpartition("\n")[2] or f"exit code {done.returncode}"
            raise Missing(
                f"{COMMAND} did not run: {why}. Offline, all that the model needs must be in its caches: {HOW}"
            )
        (rows,) = json.loads(results.read_text(encoding="utf-8")).values()
    scores = [float(row["COMET"]) for row in rows]
    signature = f"model:{_digest(checkpoint)}|refs:{'yes' if references is not None else 'no'}"
    return Score("COMET", sum(scores) / len(scores), signature), scores


def require(checkpoint: str | Path | None) -> tuple[str, Path]:
    """Refuse before any work what `comet` would refuse; the command, and the checkpoint."""
    command = shutil.which(COMMAND)
    if command is None:
        raise Missing(f"COMET is not installed. {HOW}")
    if checkpoint is None:
        raise Missing(f"COMET needs a model. {HOW}")
    checkpoint = Path(checkpoint)
    # The command takes any other name for that of a model to download.
    if not checkpoint.is_file() or checkpoint.suffix != ".ckpt":
        raise BadInput("the checkpoint of a COMET model was expected, a file .ckpt.", path=checkpoint)
    return command, checkpoint


def _written(path: Path, lines: Sequence[str]) -> str:
    path.write_text("".join(" ".join(line.split()) + "\n" for line in lines), encoding="utf-8")
    return str(path)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:12]
