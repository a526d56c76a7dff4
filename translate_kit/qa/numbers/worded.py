"""Quantities in words: twee en een half miljoen, hundreds of thousands, vijfentwintigste, maandagavond, mei."""

from __future__ import annotations

from translate_kit.qa.numbers import clock
from translate_kit.qa.numbers.line import SPACES, Line, decade
from translate_kit.qa.numbers.nl import NL
from translate_kit.qa.numbers.notation import number, time_key
from translate_kit.qa.numbers.quantity import Certainty, Key


def read(line: Line, index: int) -> int:
    """Read the quantity that begins with the word at `index`, if any; returns the index to go on with."""
    word, pack = line.word(index), line.pack
    token = line.tokens[index]
    if word in pack.weekdays:
        key: Key = ("weekday", pack.weekdays[word])
        return line.add(token.start, token.end, (key,), index + 1, certainty=Certainty.WORD)
    if word in pack.months:
        return _month(line, index)
    if word in pack.month_abbreviations:
        return _abbreviated_month(line, index)
    if word in pack.decades:
        keys = (("decade", pack.decades[word]), number(pack.decades[word]))
        return line.add(token.start, token.end, keys, index + 1, certainty=Certainty.OPTIONAL)
    if word in pack.plural_scales:
        return _plural_scale(line, index)
    timed = clock.in_words(line, index)
    if timed is not None:
        return timed
    if word in pack.half and (halved := _half_of_scale(line, index)) is not None:
        return halved
    if word in pack.fixed:
        return _fixed(line, index)
    return _cardinal(line, index)


def glued(line: Line, index: int) -> None:
    """Read a day or a month inside a compound: maandagavond and Mondays, zondagse, paaszondag, januariavond."""
    token = line.tokens[index]
    if line.pack.day_stem in token.lower:
        for day, number_of_day in line.pack.weekdays.items():
            if day in token.lower:
                rest = token.lower.removeprefix(day)
                certainty = Certainty.WORD if rest in line.pack.day_parts else Certainty.OPTIONAL
                line.add(token.start, token.end, (("weekday", number_of_day),), index, certainty=certainty)
                return
    if line.language == "nl" and token.lower.startswith(_DUTCH_MONTHS):
        number_of_month = next(value for name, value in line.pack.months.items() if token.lower.startswith(name))
        line.add(token.start, token.end, (("month", number_of_month),), index, certainty=Certainty.OPTIONAL)


_DUTCH_MONTHS = tuple(month for month in NL.months if len(month) > 4)
"""Mei, juni and juli begin too many other words."""


def _month(line: Line, index: int) -> int:
    token = line.tokens[index]
    certainty = Certainty.WORD
    if token.lower in line.pack.vague_months:
        if not token.text[0].isupper():
            return index + 1
        certainty = Certainty.OPTIONAL
    elif line.language == "nl" and token.text[0].isupper() and index and line.before(index, 2) != ". ":
        certainty = Certainty.OPTIONAL  # Mei, Augustus and April are also names
    key: Key = ("month", line.pack.months[token.lower])
    return line.add(token.start, token.end, (key,), index + 1, certainty=certainty)


def _abbreviated_month(line: Line, index: int) -> int:
    """Jan and mrt are months beside a number, or in a range of months (Nov–Feb)."""
    token, pack = line.tokens[index], line.pack
    beside = line.before(index, 3).rstrip(" ") + line.text[token.end : token.end + 3]
    ranged = any(
        (other.lower in pack.month_abbreviations or other.lower in pack.months)
        and line.text[min(token.end, other.end) : max(token.start, other.start)].strip() in ("-", "–")
        for other in (*line.tokens[max(0, index - 1) : index], *line.tokens[index + 1 : index + 2])
    )
    if not ranged and not any(sign.isdigit() for sign in beside):
        return index + 1
    key: Key = ("month", pack.month_abbreviations[token.lower])
    return line.add(token.start, token.end, (key,), index + 1, certainty=Certainty.WORD)


def _plural_scale(line: Line, index: int) -> int:
    """Honderden miljoenen, hundreds of millions: an unspecified number, as a power of ten."""
    token, scales = line.tokens[index], line.pack.plural_scales
    power, end = scales[token.lower], token.end
    index += 1
    while True:
        place = index + 1 if line.word(index) == "of" else index
        further = scales.get(line.word(place), 0)
        if further < 3 or line.tokens[place].start - end > 4:
            break
        power, end, index = power + further, line.tokens[place].end, place + 1
    certainty = Certainty.WORD if power >= 3 else Certainty.OPTIONAL
    return line.add(token.start, end, (("scale", power),), index, certainty=certainty)


def _half_of_scale(line: Line, index: int) -> int | None:
    """Half a million, half miljoen; else None."""
    place = index + 2 if line.word(index + 1) in line.pack.one else index + 1
    scale = line.pack.scales.get(line.word(place), 0)
    if scale < 1000:
        return None
    start, end = line.tokens[index].start, line.tokens[place].end
    return line.add(start, end, (number(scale / 2),), place + 1, certainty=Certainty.WORD)


def _fixed(line: Line, index: int) -> int:
    """A word with readings of its own, before a scale too: anderhalf miljoen, a dozen."""
    token = line.tokens[index]
    keys: tuple[Key, ...] = line.pack.fixed[token.lower]
    scale = line.pack.scales.get(line.word(index + 1), 0)
    if scale >= 1000 and line.text[token.end : line.tokens[index + 1].start] in SPACES:
        multiplied = tuple(number(key[1] * scale) for key in keys if key[0] == "n")
        return line.add(token.start, line.tokens[index + 1].end, multiplied, index + 2, certainty=Certainty.WORD)
    precise = len(keys) == 1 and keys[0][0] == "n" and keys[0][1] != int(keys[0][1])
    certainty = Certainty.WORD if precise else Certainty.OPTIONAL
    return line.add(token.start, token.end, line.in_context(keys, index + 1), index + 1, certainty=certainty)


def _cardinal(line: Line, first: int) -> int:
    """A number in words: twee en een half miljoen, two hundred and fifty-three thousand, vijfentwintigste."""
    pack, tokens = line.pack, line.tokens
    index, end = first, tokens[first].start
    total = current = 0.0
    room = 1e20
    ordinal = False
    while index < len(tokens) and not ordinal:
        token, begun = tokens[index], index > first
        if begun and line.text[end : token.start] not in (*SPACES, "-"):
            break
        word = token.lower
        if begun and word in pack.joiners:
            added, after, ordinal = _joined(line, index, room)
            if not after:
                break
            current, room = current + added, 0
            index, end = after, tokens[after - 1].end
            continue
        value, rank = _value(line, word)
        scale = pack.scales.get(word, 0) if len(word) > 2 else 0
        if scale and not begun:
            value = 0  # duizend counts, and multiplies
        if begun and word in pack.one:
            break  # zes miljoen een getal noemen
        if value and value < room and (not begun or room >= (100 if value >= 10 else 10)):
            current, room = current + value, _room(value)
        elif rank > 0 and (not begun or (rank < room and room >= 10)):
            current, ordinal = current + rank, True
        elif word in pack.hundred and current < 100 and (current or not begun):
            current, room = (current or 1) * 100, 100
        elif scale and current < scale:
            total, current, room = total + (current or 1) * scale, 0.0, float(scale)
        elif begun or word not in pack.one or not line.scale(line.word(index + 1)):
            break  # what is left: the article of `a million`, `een miljoen`
        end, index = token.end, index + 1
    value_read = total + current
    if index == first or not value_read:
        return first + 1
    return _add(line, first, value_read, end, index, ordinal=ordinal)


def _value(line: Line, word: str) -> tuple[int, int]:
    """The value of a word as a cardinal and as an ordinal; 0 for what it is not."""
    value = line.pack.cardinals.get(word, 0)
    if value:
        return value, 0
    compounded = line.pack.compound(word) if len(word) > 6 else None
    if compounded is not None:
        return (0, compounded[0]) if compounded[1] else (compounded[0], 0)
    return 0, line.pack.ordinals.get(word, 0)


def _joined(line: Line, index: int, room: float) -> tuple[float, int, bool]:
    """What `and` or `en` adds, the index after it, and whether it ends an ordinal.

    A half (two and a half), or the rest below a hundred (two hundred and fifty-third); index 0 for nothing.
    """
    pack = line.pack
    if line.word(index + 1) in pack.half:
        return 0.5, index + 2, False
    if line.word(index + 1) in pack.one and line.word(index + 2) in pack.half:
        return 0.5, index + 3, False
    if room < 100 or line.language != "en":
        return 0, 0, False
    value, rank = _value(line, line.word(index + 1))
    if not value:
        return rank, index + 2 if rank else 0, rank > 0
    unit, rank = _value(line, line.word(index + 2))
    if value >= 20 and 0 < unit + rank < 10 and line.before(index + 2, 1) in ("-", " "):
        return value + unit + rank, index + 3, rank > 0
    return value, index + 2, False


def _room(value: float) -> float:
    """What a number word leaves room for: after twenty a unit, after a hundred anything below it."""
    if value < 100:
        return 0 if value < 10 else 10 if value >= 20 and value % 10 == 0 else 1
    return 100 if value % 100 == 0 else 1


def _add(line: Line, first: int, value: float, end: int, index: int, *, ordinal: bool) -> int:
    """Keep a number in words, with the readings that its neighbours give it."""
    pack, start = line.pack, line.tokens[first].start
    before, after = line.word(first - 1), line.word(index)
    if before in pack.decade_before and value in range(10, 100, 10):
        return line.add(start, end, decade(int(value)), index, certainty=Certainty.WORD)
    if after == "dozen" and line.before(index, 1) in (*SPACES, "-"):
        keys: tuple[Key, ...] = (number(value * 12), ("scale", 1))
        return line.add(start, line.tokens[index].end, keys, index + 1, certainty=Certainty.OPTIONAL)
    keys = (number(value),)
    if ordinal and value > 2:
        keys += (number(1 / value),)
    if ordinal and line.tokens[index - 1].lower == "second" and value > 2:
        keys += (number(value - 2),)  # a forty-second silence
    if value in range(10, 21) and index == first + 1 and (more := _year_in_words(line, index)):
        year, after_year = more
        keys += (number(value * 100 + year), number(year))
        end, index = line.tokens[after_year - 1].end, after_year
    if before == "op" and after == "na":
        keys += (number(value + 1),)  # op drie na de grootste: the fourth largest
    if after in pack.hour and value <= 12:
        keys += (time_key(int(value), 0),)
    certainty = Certainty.WORD if value > 2 and not (ordinal and value <= 3) else Certainty.OPTIONAL
    unit, end = line.unit(start, end, index)
    return line.add(start, end, line.in_context(keys, index), index, certainty=certainty, unit=unit)


def _year_in_words(line: Line, index: int) -> tuple[int, int] | None:
    """The second half of a year in words (negentien vijfenvijftig, nineteen fifty-five), and the index after it."""
    if index >= len(line.tokens) or line.before(index, 1) not in SPACES:
        return None
    value = line.pack.cardinals.get(line.word(index), 0)
    if value < 10:
        return None
    unit = line.pack.cardinals.get(line.word(index + 1), 0)
    if line.language == "en" and value >= 20 and value % 10 == 0 and 0 < unit < 10 and line.before(index + 1, 1) == "-":
        return value + unit, index + 2
    return value, index + 1
