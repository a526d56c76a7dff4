"""Tags, placeholders, addresses and Markdown that have to come through unharmed."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from translate_kit.data import Finding, Severity
from translate_kit.qa.check import Check, Example, Pair
from translate_kit.qa.text import ADDRESS, CODE, ENTITY, PLACEHOLDER, TAG, shown


@dataclass(frozen=True, kw_only=True)
class Kept(Check):
    """Something that must be in the translation exactly as in the source."""

    pattern: ClassVar[re.Pattern[str]]
    what: ClassVar[str]
    hint: ClassVar[re.Pattern[str]]

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Report what is lost, with its place in the source, and what is new, with its place in the target."""
        if not (self.hint.search(pair.source) or self.hint.search(pair.target)):
            return
        source = list(self.pattern.finditer(pair.source))
        target = list(self.pattern.finditer(pair.target))
        wanted = Counter(self.key(match[0]) for match in source)
        got = Counter(self.key(match[0]) for match in target)
        if wanted == got:
            return
        surplus = got - wanted
        lost = wanted - got
        for match in reversed(source):
            key = self.key(match[0])
            if lost[key]:
                lost[key] -= 1
                yield self.finding(
                    pair, f"The {self.what} {shown(match[0])} is not in the translation.", source=match.span()
                )
        for match in reversed(target):
            key = self.key(match[0])
            if surplus[key]:
                surplus[key] -= 1
                yield self.finding(
                    pair,
                    f"The {self.what} {shown(match[0])} is not in the source.",
                    target=match.span(),
                    suggestion=self.suggested(match[0]),
                )

    def key(self, text: str) -> str:
        """What has to be the same."""
        return text

    def suggested(self, _text: str) -> str:
        """What to write instead of something new, when that is certain."""
        return ""


@dataclass(frozen=True, kw_only=True)
class Tags(Kept):
    """HTML and XML tags."""

    id: ClassVar[str] = "tags"
    name: ClassVar[str] = "Tags"
    description: ClassVar[str] = "A tag of the source is lost, changed or doubled in the translation."
    what: ClassVar[str] = "tag"
    pattern: ClassVar[re.Pattern[str]] = TAG
    hint: ClassVar[re.Pattern[str]] = re.compile("<")
    fails: ClassVar[tuple[Example, ...]] = (Example("Dat is <b>niet</b> waar.", "That is <b>not true."),)
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Dat is <b>niet</b> waar.", "That is <b>not</b> true."),
        Example("1 < 2 en 3 > 2", "1 < 2 and 3 > 2"),
    )

    severity: Severity = Severity.ERROR

    def key(self, text: str) -> str:
        """Blanks inside a tag do not count."""
        return re.sub(r"\s+", " ", text).replace(" />", "/>").replace(" >", ">")


@dataclass(frozen=True, kw_only=True)
class Placeholders(Kept):
    """Variables of resource files."""

    id: ClassVar[str] = "placeholders"
    name: ClassVar[str] = "Placeholders"
    description: ClassVar[str] = (
        "A placeholder ({name}, %s, %(count)d, ${user}, {{ page }}) is lost or changed, and a program will fail "
        "or show nonsense."
    )
    what: ClassVar[str] = "placeholder"
    pattern: ClassVar[re.Pattern[str]] = PLACEHOLDER
    hint: ClassVar[re.Pattern[str]] = re.compile("[{%]")
    fails: ClassVar[tuple[Example, ...]] = (
        Example("{count} bestanden", "{aantal} files"),
        Example("Welkom, %s!", "Welcome!"),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Van %d zijn er %d over.", "There are %d left of %d."),
        Example("88% van de kerken", "88% of churches"),
    )

    severity: Severity = Severity.ERROR


@dataclass(frozen=True, kw_only=True)
class Entities(Kept):
    """&amp;#39; and its like."""

    id: ClassVar[str] = "entities"
    name: ClassVar[str] = "Entities"
    description: ClassVar[str] = (
        "A character entity (&amp;, &#39;, &nbsp;) came into the translation, as it does out of machine translation "
        "services, or is lost."
    )
    what: ClassVar[str] = "entity"
    pattern: ClassVar[re.Pattern[str]] = ENTITY
    hint: ClassVar[re.Pattern[str]] = re.compile("&")
    fails: ClassVar[tuple[Example, ...]] = (Example("Rusland had gelijk.", "Russia&#39;s view was right."),)
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Rijst &amp; bonen", "Rice &amp; beans"),
        Example("Rijst & bonen", "Rice & beans"),
    )

    fix: bool = True

    def suggested(self, text: str) -> str:
        """The character that is meant."""
        character = html.unescape(text)
        return "" if character == text or character in "<>&" else character


@dataclass(frozen=True, kw_only=True)
class Addresses(Kept):
    """Web and mail addresses."""

    id: ClassVar[str] = "addresses"
    name: ClassVar[str] = "Addresses"
    description: ClassVar[str] = "A web or mail address of the source is lost or changed."
    what: ClassVar[str] = "address"
    pattern: ClassVar[re.Pattern[str]] = ADDRESS
    hint: ClassVar[re.Pattern[str]] = re.compile("@|://|www\\.", re.IGNORECASE)
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Zie https://www.example.org/a.", "See https://www.example.org/b."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Zie https://www.example.org/a.", "This is on https://www.example.org/a"),
    )


@dataclass(frozen=True, kw_only=True)
class Markdown(Check):
    """Emphasis, code and links of Markdown."""

    id: ClassVar[str] = "markdown"
    name: ClassVar[str] = "Markdown"
    description: ClassVar[str] = (
        "The translation has fewer or more pieces of emphasis, strong text, code or links than the "
        "source, or code that was translated."
    )
    fails: ClassVar[tuple[Example, ...]] = (
        Example("Wat je *niet* kunt.", "What you can not do."),
        Example("Zie [het rapport](https://www.example.org/a).", "See the report (https://www.example.org/a)."),
        Example("Typ `lijst`.", "Type `list`."),
    )
    passes: ClassVar[tuple[Example, ...]] = (
        Example("Wat je *niet* kunt.", "What you can *not* do."),
        Example("2 * 3 * 4", "2 * 3 * 4"),
        Example("snake_case_woord", "snake_case_word"),
    )

    def check(self, pair: Pair) -> Iterator[Finding]:
        """Count each kind on both sides."""
        if not (_MARKS.search(pair.source) or _MARKS.search(pair.target)):
            return
        for what, pattern in _MARKDOWN:
            source, target = list(pattern.finditer(pair.source)), list(pattern.finditer(pair.target))
            if len(source) > len(target):
                yield self.finding(
                    pair, f"The source has {_count(len(source), what)}, the translation {len(target) or 'none'}.",
                    source=source[-1].span(),
                )  # fmt: skip
            elif len(target) > len(source):
                yield self.finding(
                    pair, f"The translation has {_count(len(target), what)}, the source {len(source) or 'none'}.",
                    target=target[-1].span(),
                )  # fmt: skip
        codes = Counter(match[0] for match in CODE.finditer(pair.source))
        for match in CODE.finditer(pair.target):
            if codes and match[0] not in codes:
                yield self.finding(pair, f"The code {shown(match[0])} is not in the source.", target=match.span())


_MARKS = re.compile(r"[*_`\[]")
_MARKDOWN = (
    (
        "piece of emphasis",
        re.compile(
            r"(?<![\w*])\*(?![\s*])[^*\n]+(?<![\s*])\*(?![\w*])|(?<![\w_])_(?![\s_])[^_\n]+(?<![\s_])_(?![\w_])"
        ),
    ),
    ("piece of strong text", re.compile(r"\*\*(?!\s)[^*\n]+(?<!\s)\*\*|(?<!\w)__(?!\s)[^_\n]+(?<!\s)__(?!\w)")),
    ("piece of code", CODE),
    ("link", re.compile(r"\[[^\]\n]*\]\([^)\n]*\)")),
)


def _count(number: int, what: str) -> str:
    return f"{number} {what.replace('piece', 'pieces').replace('link', 'links') if number > 1 else what}"
