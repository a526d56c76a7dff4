"""What the strings of programs have: accelerators, escapes, line breaks, tags in their order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from translate_kit.data import Finding, Severity
from translate_kit.qa.check import Check, Example, Pair
from translate_kit.qa.text import TAG, shown


@dataclass(frozen=True, kw_only=True)
class Accelerators(Check):
    """&File, _File."""

    id: ClassVar[str] = "accelerators"
    name: ClassVar[str] = "Accelerators"
    description: ClassVar[str] = (
        "The letter of a menu that works with the keyboard is marked in the source (&Bestand, _Openen), and not, more "
        "than once, or before a blank in the translation."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("&Bestand openen", "Open file"),
        Example("_Opslaan", "_Save _as"),
        Example("O&pslaan", "& Save"),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("&Bestand openen", "Open &file"),
        Example("Rijst & bonen, R&D", "Rice & beans, R&D"),
        Example("_Opslaan", "_Save"),
        Example("Wat _heel_ mooi is", "What is _very_ pretty"),
    )

    longest_words: int = 8

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Count the marks of each kind, in short segments only."""
        for sign, pattern in _ACCELERATORS.items():
            if sign not in pair.source or len(pair.source_words) > self.longest_words:
                continue
            source, target = pattern.findall(pair.source), list(pattern.finditer(pair.target))
            if len(source) != 1 or pair.source.count(sign) != 1:
                continue
            if len(target) == 1:
                continue
            if target:
                yield self.finding(pair, f"There is more than one {sign} for an accelerator.", target=target[1].span())
            else:
                yield self.finding(
                    pair,
                    f"The source has an accelerator ({shown(source[0])}), the translation none.",
                    source=(pair.source.index(sign), pair.source.index(sign) + 2),
                )


_ACCELERATORS = {
    "&": re.compile(r"(?:(?<![A-Z\d&])&(?=\w)|(?<=[A-Z])&(?=[a-z]))(?!&\w{1,8};)&?\w"),
    "_": re.compile(r"(?<![\w_])_(?=[^\W_])\w"),
}


@dataclass(frozen=True, kw_only=True)
class Escapes(Check):
    r"""Backslashes: \n, \t, \"."""

    id: ClassVar[str] = "escapes"
    name: ClassVar[str] = "Escapes"
    description: ClassVar[str] = (
        'A backslash escape (\\n, \\t, \\", \\u20ac) of the source is lost, added or changed in the translation.'
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Regel een\\nregel twee", "Line one line two"),
        Example("Tab\\tdaar", "Tab/tthere"),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Regel een\\nregel twee", "Line one\\nline two"),
        Example("Open C:\\Temp\\nieuw", "Open C:\\Temp\\nieuw"),
    )

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Count the escapes of each kind on both sides."""
        if "\\" not in pair.source and "\\" not in pair.target:
            return
        wanted, got = Counter(_ESCAPE.findall(pair.source)), Counter(_ESCAPE.findall(pair.target))
        lost, extra = wanted - got, got - wanted
        for escape, count in sorted(lost.items()):
            place = pair.source.index(escape)
            yield self.finding(pair, f"The escape {escape} is {count} × missing.", source=(place, place + len(escape)))
        for escape, count in sorted(extra.items()):
            place = pair.target.index(escape)
            yield self.finding(pair, f"The escape {escape} is {count} × too many.", target=(place, place + len(escape)))


_ESCAPE = re.compile(r"\\(?:[nrtbfave\"'\\0]|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2})")


@dataclass(frozen=True, kw_only=True)
class LineBreaks(Check):
    """Lines and tabs."""

    id: ClassVar[str] = "line-breaks"
    name: ClassVar[str] = "Line breaks and tabs"
    description: ClassVar[str] = (
        "The source begins or ends with a line break and the translation does not, or the other way round (gettext "
        "refuses such a file); or the number of lines or tabs differs."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Dat kan niet.\n", "That is impossible."),
        Example("Een\nTwee\nDrie", "One Two Three"),
        Example("Naam:\tLee", "Name: Lee"),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Een\nTwee", "One\nTwo"),
        Example("Een lange zin\nover twee regels gebroken.", "A long sentence\nbroken over two lines."),
    )

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Compare the ends, then the counts."""
        source, target = pair.source, pair.target
        if not ("\n" in source or "\n" in target or "\t" in source or "\t" in target):
            return
        for where, one, other in (
            ("begins", source.startswith("\n"), target.startswith("\n")),
            ("ends", source.endswith("\n"), target.endswith("\n")),
        ):
            if one != other:
                sides = ("source", "translation") if one else ("translation", "source")
                yield self.finding(
                    pair, f"The {sides[0]} {where} with a line break, the {sides[1]} does not.",
                    severity=Severity.ERROR,
                )  # fmt: skip
        lines = (source.strip("\n").count("\n"), target.strip("\n").count("\n"))
        if lines[0] != lines[1]:
            yield self.finding(pair, f"The source has {lines[0] + 1} lines, the translation {lines[1] + 1}.")
        tabs = (source.count("\t"), target.count("\t"))
        if tabs[0] != tabs[1]:
            yield self.finding(pair, f"The source has {tabs[0]} tabs, the translation {tabs[1]}.")


@dataclass(frozen=True, kw_only=True)
class TagOrder(Check):
    """Tags that close what is not open."""

    id: ClassVar[str] = "tag-order"
    name: ClassVar[str] = "Order of tags"
    description: ClassVar[str] = (
        "All tags are there, and they do not nest: one closes before it opens, or two overlap. The source nests well."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("<b>Een <i>groot</i> land</b>", "<b>A <i>large</b> country</i>"),
        Example("Dat is <b>niet</b> waar.", "That is </b>not<b> true."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("<b>Een</b> <i>land</i>", "<i>A country</i>, <b>one</b>"),
        Example("Een<br>twee</p>", "One<br>two</p>"),
    )

    severity: Severity = Severity.ERROR

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Match the tags as a stack."""
        if "</" not in pair.target or _overlap(pair.source) is not None:
            return
        odd = _overlap(pair.target)
        if odd is not None:
            yield self.finding(pair, f"The tag {shown(odd[0])} closes what is not open here.", target=odd.span())


_TAG_NAME = re.compile(r"</?([\w.:-]+)")


def _overlap(text: str) -> re.Match[str] | None:
    """The first closing tag whose partner is not the last one that opened; None when all nest."""
    tags = list(TAG.finditer(text))
    named = [(tag, (_TAG_NAME.match(tag[0]) or tag)[1].lower()) for tag in tags if not tag[0].endswith("/>")]
    closed = Counter(name for tag, name in named if tag[0].startswith("</"))
    stack: list[str] = []
    for tag, name in named:
        if not tag[0].startswith("</"):
            if closed[name]:
                stack.append(name)
        elif stack and stack[-1] == name:
            stack.pop()
        else:
            return tag
    return None
