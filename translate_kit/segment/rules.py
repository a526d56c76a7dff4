"""What a language pack tells the sentence splitter: abbreviations by what may follow, words that open a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageRules:
    """The facts about one language that the splitter needs; words stand without their last full stop.

    Attributes:
        language: ISO 639-1 code.
        binding: abbreviations that something always follows in the same sentence (titles, connectives): never a break.
        numbered: abbreviations of what is counted or cited (`nr.`, `blz.`), many of them words too (`vol`): no break
            before a number.
        leaning: abbreviations mostly followed by a name (`gem.`, `afd.`): a break only before a word that plainly opens
            a sentence.
        closing: abbreviations that end a sentence as often as not (`enz.`, `a.s.`, `B.V.`): a break before any capital.
        units: single letters that are a unit after a number (`5 m.`), where they can end a sentence.
        starters: capitalised function words that open a sentence.
        particles: those of them that begin a surname before a capital (`De Wever`).
        surname_prepositions: those that begin a surname before an article (`Op de Beeck`).
        articles: the small words that follow either in a surname.
        clitics: lower-case words written with an apostrophe that pass the capital on to the next word (`'s Avonds`).
    """

    language: str
    binding: frozenset[str] = field(default_factory=frozenset)
    numbered: frozenset[str] = field(default_factory=frozenset)
    leaning: frozenset[str] = field(default_factory=frozenset)
    closing: frozenset[str] = field(default_factory=frozenset)
    units: frozenset[str] = field(default_factory=frozenset)
    starters: frozenset[str] = field(default_factory=frozenset)
    particles: frozenset[str] = field(default_factory=frozenset)
    surname_prepositions: frozenset[str] = field(default_factory=frozenset)
    articles: frozenset[str] = field(default_factory=frozenset)
    clitics: tuple[str, ...] = ()


def words(block: str) -> frozenset[str]:
    """The words of a block of text: how the packs write their lists."""
    return frozenset(block.split())
