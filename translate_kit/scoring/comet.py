"""COMET, where the user has installed it: an estimate of quality by a neural model (Rei et al. 2020).

Not sacrebleu's, and gigabytes with its libraries: therefore an extra. The checkpoint is a file that is there already;
nothing is downloaded.
"""

from __future__ import annotations

import hashlib
import importlib
import os
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from translate_kit.errors import BadInput, Missing
from translate_kit.scoring.figure import Score

HOW = (
    "Get it: pip install 'translate-kit[comet]' (unbabel-comet and PyTorch, some gigabytes). It also needs a model,"
    " which it downloads when it is asked to: `comet-score` on some lines does."
    " Name its checkpoint with --comet-model FILE."
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
        checkpoint: the file of the model.
        batch_size: segments at once.

    Returns:
        The score of all, on the scale of the model (mostly 0 to 1), and that of each segment.

    Raises:
        Missing: `unbabel-comet` is not installed, or no checkpoint was named.
        BadInput: the checkpoint is not there, or the lengths differ.
    """
    installed, checkpoint = require(checkpoint)
    lengths = {len(lines) for lines in (sources, hypotheses, references) if lines is not None}
    if len(lengths) > 1:
        raise BadInput(f"{len(sources)} sources, {len(hypotheses)} hypotheses and {len(references or ())} references.")
    # The tokeniser of the model's encoder is looked for in the cache of its own library; offline it stays there.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    model: Any = importlib.import_module("comet").load_from_checkpoint(str(checkpoint))
    rows = [{"src": source, "mt": target} for source, target in zip(sources, hypotheses, strict=True)]
    if references is not None:
        for row, reference in zip(rows, references, strict=True):
            row["ref"] = reference
    output = model.predict(rows, batch_size=batch_size, gpus=0, progress_bar=False)
    signature = f"model:{_digest(checkpoint)}|refs:{'yes' if references is not None else 'no'}|version:{installed}"
    return Score("COMET", float(output.system_score), signature), [float(score) for score in output.scores]


def require(checkpoint: str | Path | None) -> tuple[str, Path]:
    """Refuse before any work what `comet` would refuse; the version of the library, and the checkpoint."""
    try:
        installed = version("unbabel-comet")
    except PackageNotFoundError:
        raise Missing(f"COMET is not installed. {HOW}") from None
    if checkpoint is None:
        raise Missing(f"COMET needs a model. {HOW}")
    if not Path(checkpoint).is_file():
        raise BadInput("no such file; the checkpoint of a COMET model was expected.", path=checkpoint)
    return installed, Path(checkpoint)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:12]
