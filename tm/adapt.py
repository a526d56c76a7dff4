"""Put the values of a text into a match: numbers, dates, times, links and tags, in the target's notation.

A value of the unit's source is found again in its target by what it means (1,4 miljard is 1.4 billion), and written
anew as the target wrote the old one. What cannot be found for certain stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from tm.language import base
from tm.notation import MASKS, Notation, Value, masked, notation_of, power_of, read_number, values
from tm.score import MARKUP, TOKEN, normalise


@dataclass(frozen=True, slots=True)
class Adapted:
    """A target with the values of another source.

    Attributes:
        target: the text.
        changes: what was replaced, (was, is now), in the order of the target.
        complete: whether every value that differs was put in.
    """

    target: str
    changes: tuple[tuple[str, str], ...]
    complete: bool


def adapt(query: str, source: str, target: str, source_language: str, target_language: str) -> Adapted:
    """Put the values of a query into a target.

    Args:
        query: the text looked up, as written.
        source: the unit's source.
        target: its target.
        source_language: of query and source.
        target_language: of the target.
    """
    new, old = values(query, source_language), values(source, source_language)
    paired = _paired(query, new, source, old)
    pairs = [(before, after) for before, after in paired if before.value != after.value]
    complete = len(paired) == len(new) == len(old)
    replacements: list[tuple[int, int, str]] = []
    if pairs:
        there = values(target, target_language)
        in_source, in_target = Counter(map(_meaning, old)), Counter(map(_meaning, there))
        wanted: dict[_Meaning, set[object]] = {}
        for before, after in pairs:
            wanted.setdefault(_meaning(before), set()).add(after.value)
        same_notation = base(source_language) == base(target_language)
        for meaning, afters in wanted.items():
            every = [after for before, after in pairs if _meaning(before) == meaning]
            kept = in_source[meaning] - len(every)
            if kept or len(afters) > 1 or in_source[meaning] != in_target[meaning]:
                complete = False
                continue
            for value in there:
                if _meaning(value) == meaning:
                    written = _written(every[0], value, notation_of(source_language), notation_of(target_language))
                    if written is None and same_notation:
                        written = every[0].text
                    if written is None:
                        complete = False
                    else:
                        replacements.append((value.start, value.end, written))
    tags = _tags(query, source, target)
    changes = []
    shown = target
    for start, end, written in sorted(replacements + tags, reverse=True):
        changes.append((shown[start:end], written))
        shown = shown[:start] + written + shown[end:]
    return Adapted(shown, tuple(reversed(changes)), complete)


_Meaning = tuple[str, tuple[object, ...]]


def _meaning(value: Value) -> _Meaning:
    return value.kind, value.value


def _paired(query: str, new: list[Value], source: str, old: list[Value]) -> list[tuple[Value, Value]]:
    """Values of the source with those that stand in their place in the query."""
    if [value.kind for value in new] == [value.kind for value in old]:
        return list(zip(old, new, strict=True))
    from rapidfuzz.distance import Levenshtein

    after, before = (TOKEN.findall(normalise(masked(*pair))) for pair in ((query, new), (source, old)))
    marks = set(MASKS.values())
    places = [[index for index, token in enumerate(tokens) if token in marks] for tokens in (before, after)]
    pairs = []
    for step in Levenshtein.opcodes(before, after):
        if step.tag == "equal":
            for offset in range(step.src_end - step.src_start):
                if before[step.src_start + offset] in marks:
                    first = places[0].index(step.src_start + offset)
                    second = places[1].index(step.dest_start + offset)
                    pairs.append((old[first], new[second]))
    return pairs


def style(value: Value, language: str) -> tuple[str | None, ...]:
    """How a value of a target is written, as far as another one in its place is written like it.

    Two values of one style make the same text of whatever is put in their places; `adapt` looks at nothing else.
    """
    if value.kind == "date":
        # One digit of day and month shows padding, and no two parts can be taken for each other.
        shown = (1987, 2, 3)
        parts = tuple(None if old is None else new for old, new in zip(value.value, shown, strict=True))
        return (_date(Value("date", 0, 0, "", parts, {}), value, notation_of(language)),)
    if value.kind == "time":
        return tuple(_time(Value("time", 0, 0, "", (5, minute), {}), value) for minute in (0, 7))
    return ()


def _written(value: Value, like: Value, source: Notation, target: Notation) -> str | None:
    """A value as the target would write it where it wrote another; None when that is not certain."""
    if value.kind == "link":
        return value.text
    if value.kind == "date":
        return _date(value, like, target)
    if value.kind == "time":
        return _time(value, like)
    if value.kind == "ordinal":
        return _ordinal(int(str(value.value[0])), target)
    return _number(value, source, target)


def _number(value: Value, source: Notation, target: Notation) -> str | None:
    digits, word = str(value.parts["n"]), value.parts.get("scale")
    if read_number(digits, source) is None:
        return digits
    whole, _, fraction = digits.partition(source.decimal)
    if re.search(r"\D", fraction):
        return None
    blocks = re.split(r"\D", whole)
    if len(blocks) > 1 and not all(len(block) == 3 for block in blocks[1:]):
        # A decimal mark of another language, as in 3.5 in Dutch.
        blocks, fraction = ["".join(blocks[:-1])], blocks[-1]
    written = target.group.join(blocks) + (target.decimal + fraction if fraction else "")
    if word is None:
        return written
    power = power_of(word, source)
    # The two lists of a language are its full words and its short ones, both by ascending power.
    short = [known for known, other in source.scales if other == power].index(word.lower())
    words = [known for known, other in target.scales if other == power]
    return f"{written} {words[min(short, len(words) - 1)]}" if words else None


def _date(value: Value, like: Value, target: Notation) -> str | None:
    year, month, day = value.value
    old_year, _, old_day = like.value
    if (year is None) != (old_year is None) or (day is None) != (old_day is None):
        return None
    parts = like.parts
    names = {"y": year, "m": month, "d": day}
    if parts.get("iso"):
        return f"{year:04}-{month:02}-{day:02}"
    if parts.get("digits"):
        day_first = int(str(parts["da"])) == old_day
        order = (("da", "d"), ("db", "m")) if day_first else (("da", "m"), ("db", "d"))
        padded = any(str(parts[part]).startswith("0") for part, _ in order)
        first, second = (f"{names[name]:02}" if padded else str(names[name]) for _, name in order)
        return f"{first}{parts['ds']}{second}{parts['ds']}{year}"
    text = like.text
    old_month = next(str(parts[name]) for name in ("m1", "m2", "m3") if parts.get(name))
    short = old_month.lower() not in {known.lower() for known in target.months}
    name = (target.short_months if short else target.months)[int(str(month)) - 1] + (
        "." if old_month[-1] == "." else ""
    )
    if old_month.isupper():
        name = name.upper()
    text = text.replace(old_month, "\0", 1)
    if day is not None:
        ordinal = re.search(rf"(?<!\d){old_day}({target.ordinals})\b", text, re.IGNORECASE) if target.ordinals else None
        written = _ordinal(int(str(day)), target) if ordinal else str(day)
        ending = f"(?:{target.ordinals})\\b" if ordinal else ""
        text = re.sub(rf"(?<!\d){old_day}{ending}(?!\d)", written or "", text, count=1, flags=re.IGNORECASE)
    if year is not None:
        text = re.sub(rf"(?<!\d){old_year}(?!\d)", str(year), text, count=1)
    return text.replace("\0", name)


def _time(value: Value, like: Value) -> str:
    hour, minute = int(str(value.value[0])), int(str(value.value[1]))
    parts = like.parts
    if parts.get("clock"):
        padded = len(str(parts["ch"])) == 2
        return f"{hour:02}:{minute:02}" if padded else f"{hour}:{minute:02}"
    ending, mark = str(parts["hours"]), parts.get("hs") or ("." if str(parts["hours"]).strip().startswith("u") else ":")
    half = re.search(r"[ap]", ending, re.IGNORECASE)
    if half and re.search(r"m", ending, re.IGNORECASE):
        wanted = "p" if hour >= 12 else "a"
        letter = wanted.upper() if half.group().isupper() else wanted
        ending = ending[: half.start()] + letter + ending[half.end() :]
        hour = hour % 12 or 12
    minutes = f"{mark}{minute:02}" if minute or parts.get("mi") else ""
    return f"{hour}{minutes}{ending}"


def _ordinal(number: int, target: Notation) -> str | None:
    endings = target.ordinals.split("|")
    if endings == ["st", "nd", "rd", "th"]:
        teen = number % 100 in (11, 12, 13)
        return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
    return f"{number}{endings[0]}" if endings[0] else None


def _tags(query: str, source: str, target: str) -> list[tuple[int, int, str]]:
    """Tags at the same places as the unit's, but of another kind, put into the target."""
    before = [match.group() for match in MARKUP.finditer(source)]
    after = [match.group() for match in MARKUP.finditer(query)]
    if before == after or len(before) != len(after):
        return []
    renamed: dict[str, str] = {}
    for was, now in zip(before, after, strict=True):
        if was.startswith("</") != now.startswith("</") or renamed.setdefault(was, now) != now:
            return []
    there = list(MARKUP.finditer(target))
    if Counter(match.group() for match in there) != Counter(before):
        return []
    return [
        (match.start(), match.end(), renamed[match.group()])
        for match in there
        if renamed[match.group()] != match.group()
    ]
