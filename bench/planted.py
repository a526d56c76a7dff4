"""Errors planted in good translations: for every check of the catalogue, seeded, from pairs that ship.

`planted(seed, each)` gives them; each is a document of one or more pairs, good and with one error of a known kind in
the last of them. The good pairs are those of `data/clean-pairs.tsv`, which were written for this; terms come out of the
curated glossary, false friends, calques and spellings out of sentences here, not out of the tables of the checks.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

DATA = Path(__file__).with_name("data")
CLEAN = DATA / "clean-pairs.tsv"
SENTENCES = DATA / "wrong-sentences.tsv"
Pair = tuple[str, str]
Plant = Callable[[str, str, random.Random], str | None]


@dataclass(frozen=True, slots=True)
class Planted:
    """One error.

    Attributes:
        kind: what was done.
        check: the check that is there for it.
        good: the document before; its last pair is the one that changes.
        bad: the document after.
        segment_kind: of the segments: `paragraph` or `heading`.
    """

    kind: str
    check: str
    good: tuple[Pair, ...]
    bad: tuple[Pair, ...]
    segment_kind: str = "paragraph"


def clean_pairs() -> list[Pair]:
    """The pairs that ship."""
    rows = CLEAN.read_text(encoding="utf-8").splitlines()
    return [(source, target) for source, _, target in (row.partition("\t") for row in rows)]


def wrong_sentences() -> dict[tuple[str, str], list[tuple[str, str, str]]]:
    """Kind and check → sentences: the source, a right and a wrong translation."""
    found: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for row in SENTENCES.read_text(encoding="utf-8").splitlines()[1:]:
        kind, check, source, right, wrong = row.split("\t")
        found.setdefault((kind, check), []).append((source, right, wrong))
    return found


def planted(seed: int, each: int) -> Iterator[Planted]:
    """Up to `each` errors of every kind, the same for the same seed."""
    pairs = clean_pairs()
    for kind, (check, plant) in ALONE.items():
        chance = random.Random(f"{seed} {kind}")
        found = 0
        for source, target in chance.sample(pairs, len(pairs)):
            bad = plant(source, target, chance)
            if bad is not None and bad != target:
                found += 1
                yield Planted(kind, check, ((source, target),), ((source, bad),))
                if found == each:
                    break
    for kind, (check, made) in TOGETHER.items():
        chance = random.Random(f"{seed} {kind}")
        for good, bad, segment_kind in islice(made(pairs, chance), each):
            yield Planted(kind, check, good, bad, segment_kind)
    for (kind, check), sentences in wrong_sentences().items():
        chance = random.Random(f"{seed} {kind}")
        for source, right, wrong in chance.sample(sentences, min(each, len(sentences))):
            before = chance.choice([pair for pair in pairs if pair[1].endswith(".") and "\n" not in pair[0]])
            # a sentence before it, so that the error is not alone in its segment
            good, bad = f"{before[1]} {right}", f"{before[1]} {wrong}"
            yield Planted(kind, check, ((f"{before[0]} {source}", good),), ((f"{before[0]} {source}", bad),))


# in one pair


def _swap(pattern: str, new: Callable[[re.Match[str], random.Random], str], both: bool = False) -> Plant:
    """Replace one match in the target; with `both` only one that the source has as well."""
    compiled = re.compile(pattern)

    def plant(source: str, target: str, chance: random.Random) -> str | None:
        found = [m for m in compiled.finditer(target) if not both or m[0] in source]
        if not found:
            return None
        match = chance.choice(found)
        return target[: match.start()] + new(match, chance) + target[match.end() :]

    return plant


def _other(sign: str, alphabet: str, chance: random.Random) -> str:
    return chance.choice([one for one in alphabet if one != sign])


def _digit(match: re.Match[str], chance: random.Random) -> str:
    return _other(match[0], "123456789", chance)


def _misspelt(match: re.Match[str], chance: random.Random) -> str:
    """A name with a letter lost, doubled or changed, or two of them swapped; the first and the last stay."""
    name = match[0]
    place = chance.randrange(1, len(name) - 2)
    way = chance.randrange(4)
    if way == 0:
        return name[:place] + name[place + 1 :]
    if way == 1 and name[place] != name[place + 1]:
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    if way == 2:
        return (
            name[:place]
            + _other(name[place], "aeiou" if name[place] in "aeiou" else "bdfglmnprt", chance)
            + name[place + 1 :]
        )
    return name[:place] + name[place] + name[place:]


def _shuffled(match: re.Match[str], chance: random.Random) -> str:
    letters = list(match[0])
    chance.shuffle(letters)
    return "".join(letters)


def _dutch_left(source: str, target: str, chance: random.Random) -> str | None:
    words = [w for w in re.findall(r"(?<=[a-z] )[a-z]{7,}\b", source) if w not in target]
    places = list(re.finditer(r"(?<= )[a-z]{5,}(?= )", target))
    if not words or not places or "\\" in source or "<" in source:
        return None
    place = chance.choice(places)
    return target[: place.start()] + chance.choice(words) + target[place.end() :]


def _negation_lost(source: str, target: str, chance: random.Random) -> str | None:
    del chance
    if not re.search(r"\b(niet|geen|nooit|niemand|niets)\b", source, re.IGNORECASE):
        return None
    changes = ((" does not ", " does "), (" do not ", " do "), (" not ", " "), (" never ", " always "), (" no ", " a "),
               ("Nobody", "Everybody"), ("nothing", "everything"), (" no more ", " more "))  # fmt: skip
    return next((target.replace(old, new, 1) for old, new in changes if old in target), None)


def _negation_added(source: str, target: str, chance: random.Random) -> str | None:
    del chance
    if re.search(r"\b(niet|geen|nooit|niemand|niets)\b", source, re.IGNORECASE):
        return None
    match = re.search(r"(?<=[a-z]) (is|was|are|were|has|have|had|will|can|could) (?=[a-z])", target)
    return target[: match.end()] + "not " + target[match.end() :] if match else None


def _copied(source: str, target: str, chance: random.Random) -> str | None:
    del target, chance
    return source if len(re.findall(r"\b[a-z]{2,}\b", source)) > 3 and "\\" not in source else None


def _without(text: str, what: str) -> str | None:
    return text.replace(what, "", 1) if what in text else None


def _tag_moved(source: str, target: str, chance: random.Random) -> str | None:
    del source, chance
    match = re.search(r"<(\w+)>([^<]+)</\1>", target)
    return target[: match.start()] + f"</{match[1]}>{match[2]}<{match[1]}>" + target[match.end() :] if match else None


def _title_case(source: str, target: str, chance: random.Random) -> str | None:
    del chance
    plain = target.replace(".", "").replace(",", "").split(" ")
    if not all(word.isalpha() for word in plain) or len(plain) < 6 or source.isupper():
        return None
    return " ".join(word[0].upper() + word[1:] for word in target.split(" "))


def _cut(source: str, target: str, chance: random.Random) -> str | None:
    del chance
    words = target.split(" ")
    if len(words) < 12 or len(source) < 65 or "<" in source:
        return None
    return " ".join(words[: len(words) // 3]) + "."


def _sentence_lost(source: str, target: str, chance: random.Random) -> str | None:
    del source, chance
    found = re.split(r"(?<=[a-z]\.) (?=[A-Z])", target)
    return max(found, key=len) if len(found) > 1 and max(map(len, found)) < 0.6 * len(target) else None


def _doubled(match: re.Match[str], chance: random.Random) -> str:
    del chance
    return f"{match[0]} {match[0]}"


def _becomes(table: dict[str, str]) -> Plant:
    pattern = "|".join(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])" for word in sorted(table, key=len, reverse=True))
    return _swap(pattern, lambda match, _: table[match[0]])


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NAME = (
    r"(?<=[a-z,] )(?:Verhaegen|Haverkamp|Janssens|Kowalczyk|Lindqvist|Okonjo|Brzezinski|Natalia|Eindhoven|Enschede|"
    r"Haarlem|Leuven|Damascus|Breda|Qatar)(?![\w’])"
)

ALONE: dict[str, tuple[str, Plant]] = {
    "target emptied": ("empty", lambda s, t, c: ""),
    "source copied": ("unchanged", _copied),
    "Dutch word left": ("dutch-left", _dutch_left),
    "digit changed": ("numbers", _swap(r"(?<=\d)\d(?=\d|\b)(?!\w)", _digit)),
    "number lost": (
        "numbers",
        _swap(r"(?<![\w.,])(?:\d{2,}|\d[\d.,]*\d)(?: million| billion| trillion)?(?![\w.,]\d)", lambda m, c: "some"),
    ),
    "million for billion": ("numbers", _becomes({"million": "billion", "billion": "million", "trillion": "billion"})),
    "wrong half of the day": ("numbers", _becomes({"pm": "am"})),
    "decimal comma": ("number-notation", _swap(r"\d\.\d", lambda m, c: m[0].replace(".", ","))),
    "point between thousands": ("number-notation", _swap(r"\d,\d{3}", lambda m, c: m[0].replace(",", "."))),
    "month changed": ("dates", _swap("|".join(_MONTHS), lambda m, c: c.choice([x for x in _MONTHS if x != m[0]]))),
    "day changed": ("dates", _swap("|".join(_DAYS), lambda m, c: c.choice([x for x in _DAYS if x != m[0]]))),
    "currency changed": ("units", _becomes({"euros": "dollars", "dollars": "euros", "€30": "$30"})),
    "per cent lost": ("units", _becomes({" per cent": ""})),
    "unit changed": (
        "measures",
        _becomes(
            {
                "kilometres": "miles",
                "metres": "feet",
                "kilograms": "grams",
                "months": "weeks",
                "litres": "kilos",
                "hours": "days",
                "centimetres": "inches",
            }
        ),
    ),
    "ordinal misspelt": ("ordinals", _swap(r"(?<=\d)(?:st|nd|rd)\b", lambda m, c: "th")),
    "code changed": (
        "codes",
        _swap(r"\b(?:KV62|H5N1|B-52|N348|E104|ISO9001)\b", lambda m, c: m[0][:-1] + _other(m[0][-1], "123456789", c)),
    ),
    "acronym misspelt": (
        "acronyms",
        _becomes({"NATO": "NAVO", "UN": "VN", "UNESCO": "UNSECO", "FIFA": "FIAF", "WHO": "WOH", "KLM": "KML"}),
    ),
    "name misspelt": ("names", _swap(_NAME, _misspelt, both=True)),
    "negation lost": ("negation", _negation_lost),
    "negation added": ("negation", _negation_added),
    "tag lost": ("tags", _swap(r"</?\w[^>]*>", lambda m, c: "")),
    "tags crossed": ("tag-order", _tag_moved),
    "placeholder lost": (
        "placeholders",
        _swap(r"%\(\w+\)s|\$\{\w+\}|\{\{ \w+ \}\}|\{\w+\}|%[sd12]", lambda m, c: "it"),
    ),
    "placeholder translated": (
        "placeholders",
        _becomes(
            {
                "{name}": "{naam}",
                "{count}": "{aantal}",
                "%(user)s": "%(gebruiker)s",
                "${file}": "${bestand}",
                "{{ folder }}": "{{ map }}",
            }
        ),
    ),
    "entity came in": ("entities", _swap("’|“", lambda m, c: {"’": "&#39;", "“": "&quot;"}[m[0]])),
    "address changed": ("addresses", _swap(r"example\.(?:org|com|net)", lambda m, c: "exampel." + m[0][-3:])),
    "path or option changed": (
        "technical",
        _becomes(
            {
                "verslag.pdf": "report.pdf",
                "--verbose": "--wordy",
                "open()": "open",
                "$HOME": "$HUIS",
                "kopie.docx": "copy.docx",
                "/home/user/werk": "/home/user/work",
                "--output": "-output",
                "close()": "closed()",
                "C:\\Temp\\werk": "C:\\Temp\\work",
            }
        ),
    ),
    "accelerator lost": ("accelerators", _swap(r"&(?=[A-Z])|(?<!\w)_(?=[A-Z])", lambda m, c: "")),
    "escape lost": ("escapes", _swap(r"\\[nt\"]", lambda m, c: " ")),
    "emphasis lost": ("markdown", _swap(r"\*\*?(?=[a-z])|`(?=[a-z])|\](?=\()", lambda m, c: "")),
    "code translated": ("markdown", _becomes({"`grep`": "`zoek`"})),
    "full stop lost": ("end-punctuation", lambda s, t, c: t[:-1] if re.search(r"[a-z][.?!:]$", t) else None),
    "question turned into a statement": ("end-punctuation", lambda s, t, c: t[:-1] + "." if t.endswith("?") else None),
    "double space": ("spaces", _swap("(?<=[a-z]) (?=[a-z])", lambda m, c: "  ")),
    "space before a mark": ("spaces", _swap("(?<=[a-z])[,.?!](?= |$)", lambda m, c: f" {m[0]}")),
    "space after a comma lost": ("spaces", _swap(", (?=[a-z])", lambda m, c: ",")),
    "space at the end": ("spaces", lambda s, t, c: t + " "),
    "mark doubled": ("repeated-signs", _swap("(?<=[a-z]{3})[,](?= )|(?<=[a-z]{3})[.](?=$| )", lambda m, c: m[0] * 2)),
    "bullet lost": (
        "start-signs",
        lambda s, t, c: re.sub(r"^(?:[-–•…]|\d\)) ", "", t) if re.match(r"(?:[-–•…]|\d\)) ", t) else None,
    ),
    "bullet added": ("start-signs", lambda s, t, c: f"- {t}" if t[:2].isalpha() else None),
    "signs changed": ("only-signs", lambda s, t, c: t + "!" if not re.search(r"\w", t) else None),
    "sentence left out": ("sentence-count", _sentence_lost),
    "bracket lost": ("brackets", _swap(r"[()\[\]](?![(])", lambda m, c: "")),
    "Dutch dashes": ("dashes", lambda s, t, c: re.sub(r" – ([^–]+) – ", r" –\1– ", t) if t.count(" – ") == 2 else None),
    "small first letter": ("start-case", lambda s, t, c: t[0].lower() + t[1:] if re.match("[A-Z][a-z]", t) else None),
    "small letter after a full stop": (
        "sentence-case",
        _swap(r"(?<=[a-z]{3}\. )[A-Z](?=[a-z]*)", lambda m, c: m[0].lower()),
    ),
    "day or people without capital": (
        "capitals",
        _swap(
            "|".join(
                (
                    *_DAYS,
                    "January",
                    "February",
                    "April",
                    "November",
                    "October",
                    "English",
                    "European",
                    "Christmas",
                    "Christians",
                )
            ),
            lambda m, c: m[0].lower(),
        ),
    ),
    "title case": ("title-case", _title_case),
    "inner capital lost": (
        "inner-capitals",
        _becomes(
            {
                "LibreOffice": "Libreoffice",
                "WordPerfect": "Wordperfect",
                "YouTube": "Youtube",
                "GeForce": "Geforce",
                "iPhone": "Iphone",
            }
        ),
    ),
    "capitals lost": ("inner-capitals", lambda s, t, c: t.capitalize() if t.isupper() and len(t) > 12 else None),
    "wrongly decoded": ("characters", _swap("é|’|“|–|€", lambda m, c: m[0].encode().decode("cp1252", "replace"))),
    "zero-width space": ("characters", _swap("(?<=[a-z]{3})(?=[a-z]{3})", lambda m, c: "\u200b")),
    "Cyrillic letter": (
        "characters",
        _swap("(?<=[a-z])[aeo](?=[a-z])", lambda m, c: {"a": "а", "e": "е", "o": "о"}[m[0]]),
    ),
    "low quotation mark": ("quote-marks", _swap("“", lambda m, c: c.choice(["„", ",,", "«", "”"]))),
    "quotation mark lost": ("quotes", _swap("“|”", lambda m, c: "")),
    "word repeated": ("repeated-word", _swap(r"(?<= )[a-z]{2,}(?= [a-z])", _doubled)),
    "words repeated": ("repeated-word", _swap(r"(?<= )[a-z]{3,} [a-z]{3,}(?= )", _doubled)),
    "a for an": ("articles", _swap(r"\b[Aa]n (?=[a-z])", lambda m, c: m[0][0] + " ")),
    "an for a": ("articles", _swap(r"\b[Aa] (?=[a-gj-np-tvwz])", lambda m, c: m[0][0] + "n ")),
    "apostrophe of a Dutch plural": (
        "plural-apostrophe",
        _becomes({"photos": "photo’s", "cars": "car’s", "videos": "video's"}),
    ),
    "two thirds missing": ("length", _cut),
    "note to oneself": ("rules", lambda s, t, c: t + " TODO" if t[:1].isalpha() else None),
}
"""What was done → the check that is there for it, and how it is done."""


# in a pair beside others

Made = Iterator[tuple[tuple[Pair, ...], tuple[Pair, ...], str]]


def _prose(pairs: list[Pair], chance: random.Random) -> list[Pair]:
    plain = [p for p in pairs if re.fullmatch(r"[A-Z][\w ,’–-]+\.", p[1]) and len(p[1].split()) > 6]
    return chance.sample(plain, len(plain))


def _another(target: str, chance: random.Random) -> str:
    """The target with a word in the middle replaced, as somebody else would have put it."""
    words = target.split(" ")
    places = [n for n, word in enumerate(words[1:-1], 1) if word.isalpha() and len(word) > 3]
    words[chance.choice(places)] = "certain"
    return " ".join(words)


def _other_language(pairs: list[Pair], chance: random.Random) -> Made:
    prose = _prose(pairs, chance)
    for one, other in zip(prose, prose[1:] + prose[:1], strict=True):
        yield (one,), ((one[0], other[0]),), "paragraph"


def _repetition(pairs: list[Pair], chance: random.Random) -> Made:
    for source, target in _prose(pairs, chance):
        bad = _another(target, chance)
        yield ((source, target), (source, target)), ((source, target), (source, bad)), "paragraph"


def _quotation(pairs: list[Pair], chance: random.Random) -> Made:
    for source, target in _prose(pairs, chance):
        sentence = (f"{source[:-1]}, zei zij later.", f"{target[:-1]}, she said later.")
        bad = _another(target, chance)[:-1]
        yield (sentence, (source[:-1], target[:-1])), (sentence, (source[:-1], bad)), "paragraph"


def _near_repetition(pairs: list[Pair], chance: random.Random) -> Made:
    prose = _prose(pairs, chance)
    for (source, target), (_, other) in zip(prose, prose[1:] + prose[:1], strict=True):
        first = (f"Op bladzijde 12: {source}", f"On page 12: {target}")
        good = (f"Op bladzijde 13: {source}", f"On page 13: {target}")
        yield (first, good), (first, (good[0], f"On page 13: {other}")), "paragraph"


def _same_target(pairs: list[Pair], chance: random.Random) -> Made:
    prose = _prose(pairs, chance)
    for one, other in zip(prose, prose[1:] + prose[:1], strict=True):
        yield (one, other), (one, (other[0], one[1])), "paragraph"


def _line_breaks(pairs: list[Pair], chance: random.Random) -> Made:
    prose = _prose(pairs, chance)
    for number, (one, other) in enumerate(zip(prose, prose[1:] + prose[:1], strict=True)):
        source, target = f"{one[0]}\n{other[0]}", f"{one[1]}\n{other[1]}"
        if number % 3 == 0:
            yield ((source, target),), ((source, target.replace("\n", " ")),), "paragraph"
        elif number % 3 == 1:
            yield ((source + "\n", target + "\n"),), ((source + "\n", target),), "paragraph"
        else:
            tabbed = (source.replace("\n", "\t"), target.replace("\n", "\t"))
            yield (tabbed,), ((tabbed[0], target.replace("\n", " ")),), "paragraph"


def _quote_style(pairs: list[Pair], chance: random.Random) -> Made:
    quoting = [p for p in pairs if "“" in p[1]]
    for last in chance.sample(quoting, len(quoting)):
        others = tuple(chance.sample([p for p in quoting if p != last], 3))
        straight = last[1].replace("“", '"').replace("”", '"')
        yield (*others, last), (*others, (last[0], straight)), "paragraph"


_BRITISH = {"colour": "color", "centre": "center", "theatre": "theater", "organise": "organize",
            "behaviour": "behavior",
            "favourite": "favorite", "organisation": "organization", "recognised": "recognized", "harbour": "harbor",
            "apologised": "apologized", "neighbours": "neighbors", }  # fmt: skip


def _spelling(pairs: list[Pair], chance: random.Random) -> Made:
    british = [p for p in pairs if any(word in p[1] for word in _BRITISH)]
    for last in chance.sample(british, len(british)):
        others = tuple(pair for pair in british if pair != last)
        word = next(word for word in _BRITISH if re.search(rf"\b{word}\b", last[1]))
        yield (*others, last), (*others, (last[0], re.sub(rf"\b{word}\b", _BRITISH[word], last[1]))), "paragraph"


def _heading_case(pairs: list[Pair], chance: random.Random) -> Made:
    headings = [p for p in pairs if re.fullmatch(r"[A-Z][a-z ]+", p[1]) and len(p[1].split()) > 5]
    for last in chance.sample(headings, len(headings)):
        others = tuple(pair for pair in headings if pair != last)
        yield (*others, last), (*others, (last[0], last[1].title())), "heading"


def _term_inconsistent(pairs: list[Pair], chance: random.Random) -> Made:
    del chance
    for source, target in pairs[:3]:
        first = (f"Een werkkamp. {source}", f"A labour camp. {target}")
        good = (f"Twee werkkampen. {source}", f"Two labour camps. {target}")
        yield (first, good), (first, (good[0], f"Two forced labour camps. {target}")), "paragraph"


TOGETHER: dict[str, tuple[str, Callable[[list[Pair], random.Random], Made]]] = {
    "another Dutch sentence": ("other-language", _other_language),
    "repetition in other words": ("repetition-differs", _repetition),
    "quotation in other words": ("quotation-differs", _quotation),
    "near repetition with another text": ("near-repetition-differs", _near_repetition),
    "target of another segment": ("same-target", _same_target),
    "line break or tab lost": ("line-breaks", _line_breaks),
    "straight quotation marks": ("quote-style", _quote_style),
    "American spelling": ("spelling-variety", _spelling),
    "term in two ways": ("term-inconsistent", _term_inconsistent),
    "heading in title case": ("title-case", _heading_case),
}
"""What was done beside other pairs → the check that is there for it, and how it is done."""
