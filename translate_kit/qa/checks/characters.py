"""Characters that are not what they seem: broken encodings, invisible ones, letters of another script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from translate_kit.data import Finding, Severity
from translate_kit.qa.check import Check, Example, Pair

_CONTINUED = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
"""What the second to fourth byte of a character in UTF-8 looks like in Latin-1 and Windows-1252."""
_BROKEN = re.compile(f"\ufffd|(?:[ÂÃ][{_CONTINUED}]|â[{_CONTINUED}]{{2}}|ð[{_CONTINUED}]{{3}})+")
"""UTF-8 that was read as Latin-1 or Windows-1252 (Ã©, â€™), or could not be read at all."""
_INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ue000-\uf8ff]"
)
_SUSPECT = re.compile(r"[^\x20-\x7e\u00a0-\u00ac\u00ae-\u00ff\u2010-\u2027\u20ac]|[ÂÃâð]")
_MIXED = re.compile(r"(?=\w*[A-Za-z])(?=\w*[\u0370-\u03ff\u0400-\u04ff])[^\W\d_]{2,}")


@dataclass(frozen=True, kw_only=True)
class Characters(Check):
    """Mojibake and its kin."""

    id: ClassVar[str] = "characters"
    name: ClassVar[str] = "Broken or invisible characters"
    description: ClassVar[str] = (
        "Text that was decoded wrongly (Ã© for é, â€™ for ’, \ufffd), control characters, zero-width spaces, soft "
        "hyphens and direction marks that the source does not have, letters of the private area, and words that mix "
        "Latin with Greek or Cyrillic letters that look alike."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Het café is dicht.", "The cafÃ© is closed."),
        Example("Zijn leider.", "It isnâ€™t his leader."),
        Example("Onzichtbaar.", "In\u200bvisible."),
        Example("Het paleis.", "The p\u0430lace."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Het café in São Paulo.", "The café in São Paulo."),
        Example("De letter α en Москва.", "The letter α and Москва."),
        Example("Zacht\u00adje.", "Soft\u00adly."),
    )

    severity: Severity = Severity.ERROR
    fix: bool = True

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Look for each kind; most texts have none of these signs at all."""
        target = pair.target
        if target.isascii() and target.isprintable():
            return
        if not _SUSPECT.search(target):
            return
        for match in _BROKEN.finditer(target):
            if match[0] in pair.source:
                continue
            yield self.finding(
                pair, "These characters were decoded wrongly.", target=match.span(), suggestion=_repaired(match[0]),
            )  # fmt: skip
        for match in _INVISIBLE.finditer(target):
            if match[0] in pair.source:
                continue
            name = unicodedata.name(match[0], f"U+{ord(match[0]):04X}").lower()
            yield self.finding(
                pair, f"There is an invisible character ({name}).", target=match.span(), severity=Severity.WARNING
            )
        for match in _MIXED.finditer(target):
            if match[0] not in pair.source:
                yield self.finding(
                    pair, "This word mixes letters of two scripts.", target=match.span(), severity=Severity.WARNING
                )


def _repaired(text: str) -> str:
    """What a wrongly decoded piece was; empty when that is not certain."""
    for encoding in ("cp1252", "latin-1"):
        try:
            better = text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        return better if better != text else ""
    return ""
