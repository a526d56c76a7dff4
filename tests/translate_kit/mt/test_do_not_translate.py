"""What is not to be translated comes through real machine translation unharmed, once, beside enforced terms."""

from __future__ import annotations

import re

import pytest

from glossary import CURATED, Concept, Status, Term, TermBase
from translate_kit.mt.argos import ArgosEngine
from translate_kit.mt.engine import Engine

FRAMES = (
    "Lees {} voordat de overlopers aankomen.",
    "De onderzoekscommissie verwijst naar {} en naar de strafkampen.",
    "Volgens {} is de ondergrondse kerk sinds 1998 gegroeid.",
    "„De zendeling kende {} niet”, zei de werkkampbewaker.",
    "- {}",
)
"""Sentences with terms that the embedded model does not know by itself, a year and quotes around the span."""

SPANS = {
    "address": (
        "https://www.example.org/nl?a=1,2&b=de_het",
        "http://example.org/pad/(met)/haakjes",
        "www.example.nl/de-leider",
        "https://example.org:8080/~kamp/index.html#kop-2",
        "ftp://ftp.example.org/pub/kerk.tar.gz",
        "<https://example.org/kamp>",
        "https://nl.wikipedia.org/wiki/Kim_Il-sung_(leider)",
        "https://example.org/%C3%A9%C3%A9n",
    ),
    "mail": (
        "info@example.org",
        "j.de.vries+kerk@mail.example.nl",
        "de_leider@kamp-15.example.com",
        "<redactie@example.org>",
        "a@b.nl",
    ),
    "code": (
        "`translate-kit run kamp.md`",
        "``een ` kerk``",
        "`leider = kamp(1.000)`",
        "<code>kerk &amp; kamp</code>",
        "<kbd>Ctrl</kbd>",
        "`C:\\kerk\\leider.txt`",
    ),
    "placeholder": (
        "{0}",
        "{naam}",
        "%s",
        "%1$d",
        "%(kamp)s",
        "${leider}",
        "{{ kerk }}",
        "%-10.2f",
    ),
    "untranslated element": (
        '<span translate="no">De Telegraaf</span>',
        '<ph id="1"/>',
        "<x id='7'/>",
        '<ph id="2">&lt;br/&gt;</ph>',
    ),
}
NAMES = (
    "Minju Choson",
    "De Telegraaf",
    "Stichting Het Open Huis",
    "Kim Jong-un",
    "Vrij Nederland",
    "Jan de Wit",
    "Kamp 15",
    "Rodong Sinmun",
    "Radio Vrij Azië",
    "Ministerie van Staatsveiligheid",
)
TAGS = (
    ("<b>", "het rapport", "</b>"),
    ('<g id="1">', "de getuige", "</g>"),
    ("**", "het verslag", "**"),
    ("[", "dit boek", "](https://example.org/een_kerk)"),
    ('<a href="https://example.org/?a=1&amp;b=2">', "het archief", "</a>"),
    ('<pc id="1">', "de arts", "</pc>"),
    ("<bpt id='1'>&lt;i&gt;</bpt>", "het nieuws", "<ept id='1'>&lt;/i&gt;</ept>"),
)


@pytest.fixture(scope="module")
def termbase() -> TermBase:
    return TermBase.load(CURATED)


@pytest.mark.parametrize("kind", SPANS)
@pytest.mark.parametrize("glossary", ["with the glossary", "plain"])
def test_a_span_comes_through_once_and_to_the_letter(
    argos: Engine, termbase: TermBase, kind: str, glossary: str
) -> None:
    sources = [(frame.format(span), span) for frame in FRAMES for span in SPANS[kind]]
    drafts = argos.translate(
        [source for source, _ in sources], termbase=termbase if glossary == "with the glossary" else None
    )
    harmed = [
        (source, draft.target)
        for (source, span), draft in zip(sources, drafts, strict=True)
        if draft.target.count(span) != 1
    ]
    assert harmed == []


def test_several_spans_of_one_sentence_come_through(argos: Engine, termbase: TermBase) -> None:
    together = [span for spans in SPANS.values() for span in spans]
    sources = [
        f"De overlopers openden {one}, daarna {two} en in de strafkampen {three}."
        for one, two, three in zip(together, together[7:], together[15:], strict=False)
    ]
    for number, draft in enumerate(argos.translate(sources, termbase=termbase)):
        wanted = (together[number], together[number + 7], together[number + 15])
        assert [draft.target.count(span) for span in wanted] == [1, 1, 1], (sources[number], draft.target)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_the_caller_keeps_comes_through(argos: Engine, termbase: TermBase, name: str) -> None:
    assert isinstance(argos, ArgosEngine)
    sources = [frame.format(name) for frame in FRAMES]
    keep = [[(source.index(name), source.index(name) + len(name))] for source in sources]
    for draft in argos.translate(sources, termbase=termbase, keep=keep):
        assert draft.target.count(name) == 1, draft.target


def test_a_name_that_the_glossary_keeps_comes_through_and_is_named(argos: Engine) -> None:
    def term(name: str, language: str) -> Term:
        return Term(text=name, language=language, status=Status.PREFERRED, flags=("do-not-translate",))

    own = TermBase.from_concepts([Concept(id=name, terms=(term(name, "nl"), term(name, "en"))) for name in NAMES])
    sources = [frame.format(name) for frame in FRAMES for name in NAMES]
    for name, source, draft, plain in zip(
        NAMES * len(FRAMES), sources, argos.translate(sources, termbase=own), argos.translate(sources), strict=True
    ):
        assert draft.target.count(name) == 1, draft.target
        if name not in plain.target:
            assert [term.target for term in draft.terms] == [name], source


@pytest.mark.parametrize("tag", TAGS, ids=lambda tag: tag[0])
def test_a_pair_of_tags_comes_through_around_something(
    argos: Engine, termbase: TermBase, tag: tuple[str, str, str]
) -> None:
    opening, words, closing = tag
    sources = [frame.format(opening + words + closing) for frame in FRAMES]
    for draft in argos.translate(sources, termbase=termbase):
        assert re.search(re.escape(opening) + r"[^<>*\[\]]*\w[^<>*\[\]]*" + re.escape(closing), draft.target), (
            draft.target
        )
        assert draft.target.count(opening) == (2 if opening == closing else 1)
