"""Which words a language has, out of simplemma's dictionary (Dutch: 360,000 forms).

Loading that dictionary takes a third of a second, so its folded words are kept as one sorted block of lines in the
cache folder; looking a word up in the block is a binary search.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from glossary import cache
from glossary.words import fold

_PLAIN = re.compile(r"^[a-z]+$", re.MULTILINE)
_OTHER = re.compile(r"^.*[^\x00-\x7f\n].*$", re.MULTILINE)


class Lexicon:
    """The words of one language.

    Args:
        code: primary language subtag that simplemma knows.
    """

    def __init__(self, code: str) -> None:
        self._code = code
        self._block: bytes | None = None

    def __contains__(self, word: object) -> bool:
        """Whether a folded word is in the dictionary."""
        if self._block is None:
            self._block = _block(self._code)
        return isinstance(word, str) and word.isalpha() and _within(self._block, word.encode("utf-8", "replace"))


def _within(block: bytes, word: bytes) -> bool:
    low, high = 0, len(block)
    while low < high:
        middle = (low + high) // 2
        start = block.rfind(b"\n", 0, middle) + 1
        end = block.find(b"\n", middle)
        end = len(block) if end < 0 else end
        line = block[start:end]
        if line == word:
            return True
        if line < word:
            low = end + 1
        else:
            high = start
    return False


@lru_cache(maxsize=4)
def _block(code: str) -> bytes:
    name = f"words-{code}.txt"
    spec = find_spec("simplemma")
    key = f"{code} {spec.origin} {Path(spec.origin).stat().st_mtime_ns}" if spec and spec.origin else code
    kept = cache.read(name, key)
    if kept is None:
        kept = _derive(code)
        cache.write(name, key, kept)
    return kept


def _derive(code: str) -> bytes:
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    text = "\n".join(DefaultDictionaryFactory().get_dictionary(code))
    # Nearly all words are plain: folding changes nothing in them, and they come sorted, so that one pass finds them and
    # sorting again costs a merge. A word at a time took half as long again.
    plain = _PLAIN.findall(text)
    others = {fold(word) for word in _OTHER.findall(text) if word[:1].islower()}
    others = {word for word in others if word.isalpha()}.difference(plain)
    return "\n".join(sorted([*plain, *sorted(others)])).encode()
