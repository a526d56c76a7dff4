"""Maintenance steps that look at one unit by itself: what is wrong with it, and what becomes of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from tm.detect import other_language
from tm.language import base, canonical
from tm.unit import Content, Inline, TranslationUnit, Variant

LONGER, ALLOWANCE = 3.0, 10
"""A side may be so many times as long as the other, when this many characters are added to both: `Ja.` and `Yes, of
course.` are fine."""

LEAST_WORDS = 3
"""A text of fewer words may be the same in both languages: names, loan words, headings."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a step says about a unit.

    Attributes:
        after: the unit as it should be; None when it should not be there; the same unit when a person must decide.
        reason: why, in a few words.
    """

    after: TranslationUnit | None
    reason: str


Step = Callable[[TranslationUnit], Verdict | None]
"""Looks at a unit; None when there is nothing to say."""


def sides(unit: TranslationUnit) -> tuple[Variant, list[Variant]]:
    """The source of a unit, and what it is translated into; without a named source the first variant is it."""
    named = unit.source_language
    source = unit.variant(named) if named and named != "*all*" else None
    source = source or unit.variants[0]
    return source, [variant for variant in unit.variants if variant is not source]


def without(unit: TranslationUnit, gone: Iterable[Variant]) -> TranslationUnit | None:
    """The unit without some variants; None when no pair is left."""
    out = {id(variant) for variant in gone}
    kept = tuple(variant for variant in unit.variants if id(variant) not in out)
    return replace(unit, variants=kept) if len({canonical(variant.language) for variant in kept}) > 1 else None


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")


def control_characters(unit: TranslationUnit) -> Verdict | None:
    """Take out control characters; those that are Windows-1252 read as Latin-1 become what was meant."""
    if not any(_CONTROL.search(variant.rendered) for variant in unit.variants):
        return None
    found: list[str] = []

    def cleaned(text: str) -> str:
        found.extend(_CONTROL.findall(text))
        return _CONTROL.sub(_meant, text)

    after = _with_texts(unit, cleaned)
    names = ", ".join(f"U+{ord(character):04X}" for character in dict.fromkeys(found))
    return Verdict(after, f"control characters: {names}")


def _meant(match: re.Match[str]) -> str:
    character = match[0]
    if "\x80" <= character <= "\x9f":
        return bytes([ord(character)]).decode("cp1252", "ignore")
    # Vertical tab and form feed are the line breaks of office documents.
    return " " if character in "\x0b\x0c" else ""


def spaces(unit: TranslationUnit) -> Verdict | None:
    """Take off white space at the ends, unless all sides have the same there."""
    texts = [variant.rendered for variant in unit.variants]
    if all(text == text.strip() for text in texts):
        return None
    edges = {(text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]) for text in texts if text.strip()}
    if len(edges) < 2:
        return None
    variants = tuple(replace(variant, content=_stripped(variant.content)) for variant in unit.variants)
    after = replace(unit, variants=variants)
    return None if after == unit else Verdict(after, "white space at an end")


def _stripped(content: Content) -> Content:
    """Without white space at the ends; where a code stands at an end, what is inside it stays as it is."""
    pieces = list(content)
    for at, piece in enumerate(pieces):
        if not isinstance(piece, str):
            break
        pieces[at] = piece.lstrip()
        if pieces[at]:
            break
    for at in reversed(range(len(pieces))):
        last = pieces[at]
        if not isinstance(last, str):
            break
        pieces[at] = last.rstrip()
        if pieces[at]:
            break
    return tuple(piece for piece in pieces if piece != "")


def empty(unit: TranslationUnit) -> Verdict | None:
    """Remove what has no text in it, and units that are left with one language."""
    blank = [variant for variant in unit.variants if not _visible(variant.text)]
    if not blank and len({canonical(variant.language) for variant in unit.variants}) > 1:
        return None
    after = without(unit, blank)
    if blank:
        return Verdict(after, f"no text in {', '.join(dict.fromkeys(variant.language for variant in blank))}")
    return Verdict(None, "in one language only")


def _visible(text: str) -> bool:
    return any(not character.isspace() and unicodedata.category(character) not in ("Cf", "Cc") for character in text)


_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_AROUND = ".,:;!?…()[]{}<>«»„“”‘’'\"–—"


def identical(unit: TranslationUnit) -> Verdict | None:
    """Remove what was not translated: three words or more, most of them in lower case, the same on both sides.

    Numbers, names, addresses, codes and short loan words are rightly the same.
    """
    source, targets = sides(unit)
    text = " ".join(source.text.split())
    words = [word for token in text.split() if _WORD.fullmatch(word := token.strip(_AROUND))]
    if len(words) < LEAST_WORDS or 2 * sum(word[0].islower() for word in words) < len(words):
        return None
    same = [
        target
        for target in targets
        if base(target.language) != base(source.language) and " ".join(target.text.split()) == text
    ]
    return Verdict(without(unit, same), "the same in both languages") if same else None


def wrong_language(unit: TranslationUnit) -> Verdict | None:
    """Remove what is Dutch and stands as English, or the other way round; other languages are not judged."""
    wrong, reasons = [], []
    for variant in unit.variants:
        found = other_language(variant.text, base(variant.language))
        if found is not None:
            wrong.append(variant)
            shown = ", ".join(dict.fromkeys(found[1][:4]))
            reasons.append(f"marked {variant.language} and looks like {found[0]} ({shown})")
    return Verdict(without(unit, wrong), "; ".join(reasons)) if wrong else None


def length_ratio(unit: TranslationUnit) -> Verdict | None:
    """Remove what is more than three times as long on one side, with ten characters allowed for on both."""
    source, targets = sides(unit)
    length = _length(source.text)
    far = [
        target
        for target in targets
        if max(length, _length(target.text)) + ALLOWANCE > LONGER * (min(length, _length(target.text)) + ALLOWANCE)
    ]
    if not far:
        return None
    return Verdict(without(unit, far), f"{length} characters against {', '.join(str(_length(t.text)) for t in far)}")


def _length(text: str) -> int:
    """In letters of an alphabet; a wide character stands for some two and a half."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide + wide // 2


_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*?)?(/?)>")
_IN_PAIRS = """
    a abbr b bdi bdo big blockquote cite code dd del dfn div dl dt em font g h1 h2 h3 h4 h5 h6 i ins kbd label li mark
    mrk ol p pc pre q s samp small span strike strong sub sup table tbody td th thead tr tt u ul var
"""
_PAIRED = frozenset(_IN_PAIRS.split())
"""Elements that come in pairs; what else stands in angle brackets may be a placeholder."""


def broken_tags(unit: TranslationUnit) -> Verdict | None:
    """Take out a tag without its partner, unless all sides lack the same (segments of a longer stretch)."""
    lone = [_lone_codes(variant.content) for variant in unit.variants]
    if len({(found.opening, found.closing) for found in lone}) < 2:
        return None
    variants = tuple(
        replace(variant, content=_without_codes(variant.content, found))
        for variant, found in zip(unit.variants, lone, strict=True)
    )
    names = [name for found in lone for name in found.names]
    return Verdict(replace(unit, variants=variants), f"without their partners: {' '.join(dict.fromkeys(names))}")


@dataclass(frozen=True, slots=True)
class _Lone:
    """Codes without their partners.

    Attributes:
        opening: how many open.
        closing: how many close.
        codes: those that are elements, by their identity.
        tags: those in texts: (number of the text, where it starts and ends).
        names: for people.
    """

    opening: int
    closing: int
    codes: frozenset[int]
    tags: frozenset[tuple[int, int, int]]
    names: tuple[str, ...]


def _lone_codes(content: Content) -> _Lone:
    opening: list[tuple[str, Inline | tuple[int, int, int], str]] = []
    closing: list[tuple[str, Inline | tuple[int, int, int], str]] = []

    def close(name: str, place: Inline | tuple[int, int, int], shown: str) -> None:
        partner = next((at for at in range(len(opening) - 1, -1, -1) if opening[at][0] == name), None)
        if partner is None:
            closing.append((name, place, shown))
        else:
            del opening[partner]

    for number, piece in enumerate(content):
        if isinstance(piece, str):
            for match in _TAG.finditer(piece):
                if match[2].lower() not in _PAIRED or match[3]:
                    continue
                place = (number, *match.span())
                if match[1]:
                    close(match[2].lower(), place, match[0])
                else:
                    opening.append((match[2].lower(), place, match[0]))
        elif piece.kind in ("bpt", "ept"):
            name = f"#{piece.attribute('i')}"
            shown = "".join(inner for inner in piece.content if isinstance(inner, str)) or f"<{piece.kind}>"
            if piece.kind == "bpt":
                opening.append((name, piece, shown))
            else:
                close(name, piece, shown)
    lone = opening + closing
    return _Lone(
        len(opening),
        len(closing),
        frozenset(id(place) for _, place, _ in lone if isinstance(place, Inline)),
        frozenset(place for _, place, _ in lone if isinstance(place, tuple)),
        tuple(shown for _, _, shown in lone),
    )


def _without_codes(content: Content, lone: _Lone) -> Content:
    pieces: list[str | Inline] = []
    for number, piece in enumerate(content):
        if isinstance(piece, Inline):
            if id(piece) not in lone.codes:
                pieces.append(piece)
            continue
        for _, start, end in sorted((tag for tag in lone.tags if tag[0] == number), reverse=True):
            piece = piece[:start] + piece[end:]
        pieces.append(piece)
    return _joined(pieces)


def _joined(pieces: Iterable[str | Inline]) -> Content:
    """Neighbouring texts as one, empty ones left out, as a reader of TMX would give them."""
    joined: list[str | Inline] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, str) and isinstance(last, str):
            joined[-1] = last + piece
        elif piece != "":
            joined.append(piece)
    return tuple(joined)


def _with_texts(unit: TranslationUnit, function: Callable[[str], str]) -> TranslationUnit:
    variants = tuple(replace(variant, content=_mapped(variant.content, function)) for variant in unit.variants)
    return replace(unit, variants=variants)


def _mapped(content: Content, function: Callable[[str], str]) -> Content:
    def walk(pieces: Content) -> Iterator[str | Inline]:
        for piece in pieces:
            yield (
                function(piece) if isinstance(piece, str) else replace(piece, content=_mapped(piece.content, function))
            )

    return _joined(walk(content))


def newest(unit: TranslationUnit) -> str:
    """When a unit was changed or made last, as a TMX date; empty when nobody said."""
    infos = [unit.info, *(variant.info for variant in unit.variants)]
    return max((date for info in infos for date in (info.changed, info.created) if date), default="")
