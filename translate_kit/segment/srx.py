r"""SRX 2.0: segmentation rules that other tools wrote, read and applied.

The rules of a language are looked at in order at every place between two characters; the first whose `beforebreak`
matches the text that ends there and whose `afterbreak` matches the text that starts there decides (SRX 2.0, section
2.2). Patterns are ICU regular expressions. The `regex` library understands nearly all of that; the rest (`\x{..}`,
`\h`, `\Q..\E`, `\z`, `\e`) is rewritten, and what it cannot express (a back reference in `beforebreak`) is refused with
the line of the rule.

Blocks come from the document, so a rule sees one paragraph at a time, with its line breaks as spaces. White space at
the ends of a segment is always left out, and the handling of formatting codes (`formathandle`) does not apply: inline
mark-up is part of the text here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import regex  # type: ignore[import-untyped,unused-ignore]

from translate_kit.errors import BadInput
from translate_kit.files import read_bytes

NAMESPACE = "http://www.lisa.org/srx20"
MAX_BYTES = 10_000_000
"""The largest rule sets in use (every language of OmegaT) have 400,000 bytes."""

TIMEOUT_S = 10.0
"""How long the rules may take over one paragraph: a hostile pattern can otherwise run for ever."""

_LINES_AS_SPACES = {ord(char): " " for char in "\r\n\v\f\x85\u2028\u2029"}
_ICU = regex.compile(
    r"\\Q(?P<quoted>.*?)(?:\\E|\Z)|\\x\{(?P<hex>[0-9A-Fa-f]{1,6})\}|\\(?P<escape>.)|\[:\^?\w+:\]", regex.DOTALL
)
_REFERENCE = regex.compile(r"\\[1-9gk]|\(\?P?<[A-Za-z_]|\(\?P=")
_ICU_ESCAPES = {"z": r"\Z", "e": r"\x1b", "h": r"[ \t\p{Zs}]", "H": r"[^ \t\p{Zs}]"}


@dataclass(frozen=True, slots=True)
class SrxRule:
    """One `<rule>`.

    Attributes:
        breaks: whether a segment ends here, else it is an exception.
        before: what the text before the place must match, as the `regex` library reads it.
        after: what the text after it must match.
        line: line of the rule in its file, 1-based.
    """

    breaks: bool
    before: str
    after: str
    line: int


@dataclass(frozen=True, slots=True)
class SrxRules:
    """The rules of an SRX file.

    Attributes:
        path: the file.
        cascade: whether all language maps that fit count, in order, or the first alone.
        rules: the rules of each `languagerulename`.
        maps: (pattern, languagerulename), in order.
    """

    path: str
    cascade: bool
    rules: dict[str, tuple[SrxRule, ...]]
    maps: tuple[tuple[str, str], ...]

    def rules_for(self, language: str) -> tuple[SrxRule, ...]:
        """The rules that count for a language tag, in order; empty when no map fits it."""
        found: list[SrxRule] = []
        for pattern, name in self.maps:
            # Language codes have no case (BCP 47), and rule sets write `NL.*` as well as `nl.*`.
            if regex.fullmatch(pattern, language, regex.IGNORECASE | regex.VERSION1):
                found += self.rules[name]
                if not self.cascade:
                    break
        return tuple(found)

    def splitter(self, language: str) -> Callable[[str], list[tuple[int, int]]]:
        """A function that finds the segments of one paragraph, as `split_paragraph` does.

        Raises:
            BadInput: (by that function) the rules took longer than `TIMEOUT_S` over one paragraph.
        """
        groups = _compiled(self.rules_for(language))

        def split(text: str) -> list[tuple[int, int]]:
            try:
                return list(_spans(text, groups))
            except TimeoutError:
                raise BadInput(
                    f"a rule took more than {TIMEOUT_S:.0f} seconds over one paragraph.",
                    path=self.path,
                    remedy="Look for nested repetitions such as (a+)+ in it.",
                ) from None

        return split


def load_srx(path: str | Path) -> SrxRules:
    """Read an SRX 2.0 file.

    Args:
        path: the file, or `-` for standard input.

    Raises:
        BadInput: not there, not XML, with a DTD, not SRX 2.0, a map to rules that are not there, or a pattern that
            cannot be read; with the line where there is one.
    """
    root = _parse(read_bytes(path), path)
    header = root.find(f"{{{NAMESPACE}}}header")
    cascade = header is not None and header.get("cascade", "no").strip().lower() == "yes"
    rules: dict[str, tuple[SrxRule, ...]] = {}
    for group in root.iterfind(f"{{*}}body/{{*}}languagerules/{{{NAMESPACE}}}languagerule"):
        name = group.get("languagerulename")
        if not name:
            raise BadInput("<languagerule> without languagerulename.", path=path, line=group.sourceline)
        rules[name] = tuple(_rule(rule, path) for rule in group.iterfind(f"{{{NAMESPACE}}}rule"))
    maps = []
    for mapped in root.iterfind(f"{{*}}body/{{*}}maprules/{{{NAMESPACE}}}languagemap"):
        name, pattern = mapped.get("languagerulename", ""), mapped.get("languagepattern", "")
        if name not in rules:
            raise BadInput(f"languagemap to rules that are not there: {name!r}.", path=path, line=mapped.sourceline)
        maps.append((_translated(pattern, path, mapped.sourceline), name))
    if not rules or not maps:
        raise BadInput("there are no rules in it: <languagerules> and <maprules> were expected.", path=path)
    return SrxRules(str(path), cascade, rules, tuple(maps))


def _parse(data: bytes, path: str | Path) -> Any:
    from lxml import etree

    if len(data) > MAX_BYTES:
        raise BadInput(f"{len(data):,} bytes; rule sets have at most {MAX_BYTES:,}.", path=path)
    if not data.strip():
        raise BadInput("the file is empty; SRX 2.0 was expected.", path=path)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root: Any = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BadInput(f"not well-formed XML ({error.msg}).", path=path, line=error.lineno) from None
    if root.getroottree().docinfo.doctype:
        raise BadInput("a DTD is not allowed in it.", path=path, remedy="Take the <!DOCTYPE> out.")
    name = etree.QName(root)
    if name.localname != "srx":
        raise BadInput(f"the root element is <{name.localname}>; <srx> was expected.", path=path, line=root.sourceline)
    if name.namespace != NAMESPACE or root.get("version") != "2.0":
        raise BadInput(
            f"version {root.get('version', 'none')}, namespace {name.namespace or 'none'}; SRX 2.0 was expected.",
            path=path,
            line=root.sourceline,
            remedy=f'Save it as SRX 2.0 (xmlns="{NAMESPACE}").',
        )
    return root


def _rule(element: Any, path: str | Path) -> SrxRule:
    kind = element.get("break", "yes")
    if kind not in ("yes", "no"):
        raise BadInput(f"break={kind!r}; yes or no was expected.", path=path, line=element.sourceline)
    before, after = (
        _translated("".join(part.itertext()) if part is not None else "", path, element.sourceline)
        for part in (element.find(f"{{{NAMESPACE}}}{name}") for name in ("beforebreak", "afterbreak"))
    )
    if _REFERENCE.search(before):
        # The text before a place is matched from that place backwards, where the group is not known yet.
        raise BadInput("back references in <beforebreak> are not supported.", path=path, line=element.sourceline)
    return SrxRule(kind == "yes", before, after, element.sourceline)


def _translated(pattern: str, path: str | Path, line: int) -> str:
    """Rewrite an ICU pattern for the `regex` library, and see that it compiles."""
    translated = str(_ICU.sub(_icu_escape, pattern))
    try:
        regex.compile(f"(?<={translated})", regex.VERSION1)
    except (regex.error, OverflowError, ValueError) as error:
        raise BadInput(
            f"the pattern {pattern!r} cannot be read ({error}).", path=path, line=line, remedy="Correct or remove it."
        ) from None
    return translated


def _icu_escape(match: Any) -> str:
    whole = str(match.group())
    if match["quoted"] is not None:
        return str(regex.escape(match["quoted"]))
    if match["hex"] is not None:
        return str(regex.escape(chr(int(match["hex"], 16)))) if int(match["hex"], 16) <= 0x10FFFF else whole
    return _ICU_ESCAPES.get(match["escape"], whole) if match["escape"] else whole


@cache
def _compiled(rules: tuple[SrxRule, ...]) -> tuple[tuple[bool, Any], ...]:
    """Neighbouring rules of one kind as one pattern of zero width, in order."""
    groups: list[tuple[bool, bool, list[str]]] = []
    for rule in rules:
        place = f"(?:(?<={rule.before})(?={rule.after}))"
        # A back reference counts the groups of its own pattern: such a rule stays by itself.
        alone = _REFERENCE.search(rule.after) is not None
        if groups and not alone and groups[-1][:2] == (rule.breaks, False):
            groups[-1][2].append(place)
        else:
            groups.append((rule.breaks, alone, [place]))
    return tuple((breaks, regex.compile("|".join(places), regex.VERSION1)) for breaks, _, places in groups)


def _spans(text: str, groups: tuple[tuple[bool, Any], ...]) -> Iterator[tuple[int, int]]:
    text = text.translate(_LINES_AS_SPACES)
    start = 0
    for place in [*_places(text, groups), len(text)]:
        piece = text[start:place]
        stripped = piece.strip()
        if stripped:
            first = start + len(piece) - len(piece.lstrip())
            yield first, first + len(stripped)
        start = place


def _places(text: str, groups: tuple[tuple[bool, Any], ...]) -> list[int]:
    """Where segments end: each place of a break rule that no rule before it excepts."""
    places: set[int] = set()
    for number, (breaks, pattern) in enumerate(groups):
        if not breaks:
            continue
        exceptions = [earlier for stops, earlier in groups[:number] if not stops]
        for found in pattern.finditer(text, timeout=TIMEOUT_S):
            place = found.start()
            if place and place not in places and not any(e.match(text, place, timeout=TIMEOUT_S) for e in exceptions):
                places.add(place)
    return sorted(places)
