"""The pieces that a model may write: `python -m translate_kit.mt.shortlist PACKAGE.argosmodel < english.txt`.

A model with one vocabulary for both languages weighs every Dutch piece at every step of an English sentence. Pieces
that never occurred in the target texts that it was trained on are never right. So those that did are listed once, in
`data/<package>-<fingerprint>.shortlist.txt`, and CTranslate2 gets them as its vocabulary map. The list is the same for
every sentence: a map with candidates for each source piece saves more (40 % of the decoding instead of 20), but
CTranslate2 unites those of a batch, and a draft would depend on its neighbours.

Measured with the embedded package and the English side of its training data (5,447 pieces of 8,000): see
docs/explanation/machine-translation.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from translate_kit.mt import packages

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor


def path_of(model: packages.Model) -> Path:
    """Where the shortlist of an unpacked package lies, if there is one for exactly these contents."""
    return packages.DATA / f"{model.path.name}.shortlist.txt"


def read(model: packages.Model) -> list[str] | None:
    """The pieces that a model may write; None when every piece is allowed."""
    path = path_of(model)
    return path.read_text(encoding="utf-8").split("\n")[:-1] if path.is_file() else None


def made(processor: SentencePieceProcessor, lines: Iterable[str]) -> list[str]:
    """The pieces of some target texts, and all of one character, with which any name can be spelled."""
    pieces = {piece for line in lines for piece in processor.encode_as_pieces(line.strip())}
    vocabulary = [processor.id_to_piece(number) for number in range(processor.get_piece_size())]
    return [piece for piece in vocabulary if piece in pieces or len(piece.removeprefix("▁")) <= 1]


def main(archive: str) -> None:
    """Print the shortlist of a package, for the target texts on standard input."""
    import tempfile

    from sentencepiece import SentencePieceProcessor

    from translate_kit.mt.archive import unpack

    with tempfile.TemporaryDirectory() as folder:
        contents = unpack(Path(archive), Path(folder))
        processor = SentencePieceProcessor(model_file=str(Path(folder) / "sentencepiece.model"))
        sys.stdout.writelines(f"{piece}\n" for piece in made(processor, sys.stdin))
    print(f"to be kept as {packages.DATA.name}/{packages.place_name(contents)}.shortlist.txt", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
